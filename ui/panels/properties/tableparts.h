// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/propertyform.h"

namespace conjoin::ui {

class PartList;

/// A part of a form about one table; used for junctions, too.
class TablePart : public PropertyForm {
    Q_OBJECT

public:
    TablePart(EditSession& session, const Theme& theme, QWidget* parent)
        : PropertyForm(session, theme, parent, Place::Inside)
    {}
    void showTable(TableId table);
    /// What stands beside the heading while the part is folded away.
    virtual QString summary() const = 0;

protected:
    const model::Table* table() const { return document().schema.tables.find(table_); }
    /// Changes the table; `%1` of `text` is its name. An error of `change` is told and changes nothing.
    void update(const QString& text, const std::function<Result<void>(model::Table&)>& change);

    TableId table_;
};

/// Everything of one column that the grid has no room for.
class ColumnPart : public TablePart {
    Q_OBJECT

public:
    ColumnPart(EditSession& session, const Theme& theme, QWidget* parent);
    void showColumn(ColumnId column);
    void refresh() override;
    QString summary() const override;

private:
    void updateColumn(const QString& text, const std::function<void(model::Column&)>& change);

    ColumnId column_;
    QLabel* none_;
    QFormLayout* fields_;
    QLineEdit* type_;
    QLineEdit* comment_;
    QComboBox* defaultKind_;
    QLineEdit* defaultText_;
    QPlainTextEdit* values_;
    QComboBox* number_;
    QLineEdit* sequence_;
    QComboBox* generated_;
    QLineEdit* expression_;
    QLineEdit* onUpdate_;
    QLineEdit* collation_;
    QLineEdit* charset_;
    QLineEdit* extra_;
};

/// The primary key and the unique keys.
class KeysPart : public TablePart {
    Q_OBJECT

public:
    KeysPart(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;
    void setTheme(const Theme& theme) override;
    QString summary() const override;

private:
    const model::Key* current() const;
    void updateKey(
        const QString& text, const std::function<Result<void>(const model::Table&, model::Key&)>& change);
    void add();
    void remove(int row);
    void showCurrent();

    PartList* list_;
    QFormLayout* fields_;
    QLineEdit* columns_;
    QLineEdit* name_;
    QComboBox* deferrable_;
    QCheckBox* nulls_;
    QLineEdit* include_;
    QLineEdit* options_;
    QLineEdit* comment_;
};

class IndexesPart : public TablePart {
    Q_OBJECT

public:
    IndexesPart(EditSession& session, const Theme& theme, QWidget* parent);
    void showIndex(IndexId index);
    void refresh() override;
    void setTheme(const Theme& theme) override;
    QString summary() const override;

private:
    const model::Index* current() const;
    void updateIndex(
        const QString& text, const std::function<Result<void>(const model::Table&, model::Index&)>& change);
    void add();
    void remove(int row);
    void showCurrent();

    PartList* list_;
    QFormLayout* fields_;
    QLineEdit* parts_;
    QCheckBox* unique_;
    QLineEdit* name_;
    QLineEdit* where_;
    QComboBox* method_;
    QLineEdit* include_;
    QCheckBox* nulls_;
    QLineEdit* options_;
    QLineEdit* comment_;
};

class ChecksPart : public TablePart {
    Q_OBJECT

public:
    ChecksPart(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;
    void setTheme(const Theme& theme) override;
    QString summary() const override;

private:
    const model::Check* current() const;
    void updateCheck(const QString& text, const std::function<void(model::Check&)>& change);
    void add();
    void remove(int row);
    void showCurrent();

    PartList* list_;
    QFormLayout* fields_;
    QLineEdit* expression_;
    QLineEdit* name_;
    QCheckBox* enforced_;
    QCheckBox* validated_;
    QCheckBox* inherited_;
    QLineEdit* comment_;
};

/// Where the table lives and what its engine is told of it.
class OptionsPart : public TablePart {
    Q_OBJECT

public:
    OptionsPart(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;
    QString summary() const override;

private:
    QFormLayout* fields_;
    QLineEdit* schema_;
    QCheckBox* timestamps_;
    QCheckBox* softDelete_;
    QCheckBox* ownKey_;
    QCheckBox* strict_;
    QCheckBox* withoutRowid_;
    QCheckBox* unlogged_;
    QLineEdit* engine_;
    QLineEdit* charset_;
    QLineEdit* collation_;
    QLineEdit* partitionBy_;
    QLineEdit* inherits_;
    QLineEdit* extra_;
};

} // namespace conjoin::ui
