// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "ui/panels/propertyform.h"

namespace conjoin::ui {

/// A foreign key – of a reference, or of one end of a many-to-many link – in full: the usual fields first, the
/// rare ones under a heading that folds.
class ForeignKeyPart : public PropertyForm {
    Q_OBJECT

public:
    /// The key as it stands, whose it is, and what it points at.
    struct Shown {
        const model::ForeignKey* key = nullptr;
        const model::Table* from = nullptr;
        const model::Table* to = nullptr; ///< null where the database names a table that does not exist
        const orm::PhysicalForeignKey* derived = nullptr;
    };
    using Change = std::function<Result<void>(model::ForeignKey&)>;

    /// `show` asks the document; `update` makes a change one undo step. Object names end in `suffix`.
    ForeignKeyPart(EditSession& session, const Theme& theme, QWidget* parent, const QString& prefix,
        const QString& suffix, std::function<Shown()> show,
        std::function<void(const QString& text, const Change& change)> update);
    void refresh() override;

private:
    void setTarget(int choice);
    void setColumns(const QString& text);

    std::function<Shown()> show_;
    std::function<void(const QString&, const Change&)> update_;
    QFormLayout* usual_;
    QFormLayout* rare_;
    FoldSection* fold_;
    QLineEdit* columnName_;
    QComboBox* onDelete_;
    QComboBox* onUpdate_;
    QLineEdit* columns_;
    QComboBox* target_;
    QComboBox* deferrable_;
    QLineEdit* match_;
    QLineEdit* constraintName_;
    QLineEdit* setColumns_;
    QCheckBox* constrained_;
    QCheckBox* validated_;
    QLineEdit* comment_;
};

} // namespace conjoin::ui
