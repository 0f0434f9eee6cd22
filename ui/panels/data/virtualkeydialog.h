// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "orm/entity/modelregistry.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;

namespace conjoin::ui {

/// A table as a project calls it.
model::NamedTable namedTable(const orm::Model& model);

/// A foreign key that the database does not have: which table the rows refer to, and by which columns.
class VirtualKeyDialog : public QDialog {
    Q_OBJECT

public:
    /// `attribute` is the column that a person began at; may be empty.
    VirtualKeyDialog(std::shared_ptr<const orm::ModelRegistry> registry, int model, const QString& attribute,
        QWidget* parent);

signals:
    void chosen(const conjoin::model::VirtualKey& key);

private:
    void fillColumns();
    void judge();
    int target() const;
    model::VirtualKey key() const;

    const std::shared_ptr<const orm::ModelRegistry> registry_;
    const int model_;
    const QString attribute_;
    QComboBox* target_;
    QFormLayout* form_;
    std::vector<QComboBox*> columns_; ///< one for each column of the target's key
    QLabel* said_;
    QDialogButtonBox* buttons_;
};

} // namespace conjoin::ui
