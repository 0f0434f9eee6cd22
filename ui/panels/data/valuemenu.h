// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resulttree.h"

#include <QObject>

class QMenu;

namespace conjoin::ui {

/// What the value of a cell is good for, in the menu of its place: to be copied, and to filter the table by.
class ValueMenu : public QObject {
    Q_OBJECT

public:
    explicit ValueMenu(const ResultTreeModel& model, QObject* parent = nullptr);

    /// Adds what can be done with the value at that place.
    void fillMenu(QMenu* menu, const QModelIndex& index);

signals:
    void copyRowsAsked();
    /// To filter that column of the shown table, as its filter says it.
    void filterAsked(int column, const QString& filter);

private:
    void addFilters(QMenu* menu, const QModelIndex& index);

    const ResultTreeModel& model_;
};

/// The filter of a column that asks for rows with that value (`= 3`, `= 'Ann'`), or with `!=` for the others.
/// Of NULL it is `null` and `!null`.
QString filterByValue(const orm::Attribute& attribute, const orm::Value& value, bool equal);

} // namespace conjoin::ui
