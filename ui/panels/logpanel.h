// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/logfeed.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <deque>

class QLabel;
class QTableView;

namespace conjoin::ui {

/// The statements of a session, the oldest ones forgotten.
class LogModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, Milliseconds, Rows, Sql, ColumnCount };
    static constexpr int capacity = 5000;

    using QAbstractTableModel::QAbstractTableModel;
    void setTheme(const Theme& theme);
    void append(std::vector<LogFeed::Entry> entries);
    void clear();
    /// With values in place of the parameters.
    QString sqlAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::deque<LogFeed::Entry> entries_;
    const Theme* theme_ = nullptr;
};

/// Every statement that ran, with its duration and rows.
class LogPanel : public QWidget {
    Q_OBJECT

public:
    LogPanel(LogFeed& feed, const Theme& theme, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

public slots:
    void copySelected();

private:
    LogModel* model_;
    QTableView* view_;
    QLabel* empty_;
};

} // namespace conjoin::ui
