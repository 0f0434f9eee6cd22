// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/table.h"
#include "ui/session/editsession.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>

#include <vector>

namespace conjoin::ui {

/// The columns of one table as they will be in the database: own ones are edited here, those that the ORM adds
/// stand among them in a quiet style, and one more row takes the name of a new one.
class ColumnModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Type, PrimaryKey, NotNull, Unique, Default, ColumnCount };

    ColumnModel(EditSession& session, const Theme& theme, QObject* parent = nullptr);

    void setTheme(const Theme& theme);
    void setTable(TableId table);
    TableId table() const { return table_; }

    bool isNewRow(int row) const { return row == int(rows_.size()); }
    bool isDerived(int row) const;
    ColumnId columnAt(int row) const; ///< null for derived ones and the new row
    int rowOf(ColumnId column) const; ///< -1 where there is none

    /// What to offer while a type is typed.
    QStringList typeSuggestions() const;

    /// The own columns of these rows, a line each: name, type, `PK NN U`, default, parted by tabs.
    QString textOf(const std::vector<int>& rows) const;
    /// Adds columns from such lines – of ours or of a spreadsheet: name, type, default – behind `row`, as one
    /// step. Returns how many.
    int paste(const QString& text, int row);

    void removeColumn(int row);
    /// Moves an own column up or down among the own ones; returns its new row.
    int moveColumn(int row, int by);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        ColumnId id; ///< null: derived
        QString name, type, defaultText, origin;
        bool primaryKey = false, notNull = false, unique = false;
    };
    std::vector<Row> readRows() const;
    void refresh();
    bool setToggle(const Row& row, int column, bool on);

    EditSession& session_;
    const Theme* theme_;
    TableId table_;
    std::vector<Row> rows_;
};

/// How a default is written in a cell and read from it: `now`, `uuid`, `= expression`, anything else literally.
QString defaultText(const model::DefaultValue& value);
model::DefaultValue parseDefault(const QString& text);

} // namespace conjoin::ui
