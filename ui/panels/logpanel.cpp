// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/logpanel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace conjoin::ui {

void LogModel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    if (!entries_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void LogModel::append(std::vector<LogFeed::Entry> entries)
{
    if (entries.empty())
        return;
    if (entries.size() > size_t(capacity))
        entries.erase(entries.begin(), entries.end() - capacity);
    const int overflow = int(entries_.size() + entries.size()) - capacity;
    if (overflow > 0) {
        beginRemoveRows({}, 0, overflow - 1);
        entries_.erase(entries_.begin(), entries_.begin() + overflow);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + int(entries.size()) - 1);
    std::ranges::move(entries, std::back_inserter(entries_));
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    entries_.clear();
    endResetModel();
}

QString LogModel::sqlAt(int row) const
{
    return sql::withValues(entries_[size_t(row)].statement);
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(entries_.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const LogFeed::Entry& entry = entries_[size_t(index.row())];
    const sql::LoggedStatement& statement = entry.statement;
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time:
            return entry.time.toString(QStringLiteral("HH:mm:ss.zzz"));
        case Milliseconds:
            return QLocale().toString(double(statement.microseconds) / 1000.0, 'f', 1);
        case Rows:
            return QLocale().toString(statement.rows);
        default: {
            const QString text = sqlAt(index.row()).simplified();
            return statement.error.isEmpty() ? text : QStringLiteral("%1 — %2").arg(text, statement.error);
        }
        }
    case Qt::ToolTipRole:
        return index.column() == Sql ? sqlAt(index.row()) : QVariant();
    case Qt::FontRole:
        return index.column() == Sql ? codeFont(12) : QVariant();
    case Qt::ForegroundRole:
        if (!theme_)
            return {};
        if (!statement.error.isEmpty())
            return QBrush(theme_->error);
        return QBrush(index.column() == Sql ? theme_->ink : theme_->muted);
    case Qt::TextAlignmentRole:
        return index.column() == Milliseconds || index.column() == Rows
                   ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                   : QVariant(int(Qt::AlignLeft | Qt::AlignVCenter));
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Milliseconds || section == Rows ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                          : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Milliseconds:
        return tr("ms");
    case Rows:
        return tr("Rows");
    default:
        return tr("Statement");
    }
}

LogPanel::LogPanel(LogFeed& feed, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , model_(new LogModel(this))
    , view_(new QTableView(this))
    , empty_(new QLabel(tr("Statements that run against the database are listed here."), this))
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    view_->setObjectName(QStringLiteral("log"));
    view_->setAccessibleName(tr("Log of statements"));
    view_->setModel(model_);
    view_->setShowGrid(false);
    view_->setWordWrap(false);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(24);
    view_->horizontalHeader()->setStretchLastSection(true);
    view_->horizontalHeader()->setHighlightSections(false);
    view_->setColumnWidth(LogModel::Time, 104);
    view_->setColumnWidth(LogModel::Milliseconds, 72);
    view_->setColumnWidth(LogModel::Rows, 72);
    view_->setContextMenuPolicy(Qt::ActionsContextMenu);
    empty_->setProperty("role", "muted");
    empty_->setAlignment(Qt::AlignCenter);

    auto* copy = new QAction(tr("Copy SQL"), view_);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    auto* clear = new QAction(tr("Clear the log"), view_);
    view_->addActions({copy, clear});
    connect(copy, &QAction::triggered, this, &LogPanel::copySelected);
    connect(clear, &QAction::triggered, this, [this] {
        model_->clear();
        view_->hide();
        empty_->show();
    });

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(view_);
    column->addWidget(empty_);
    setFocusProxy(view_);
    view_->hide();

    connect(&feed, &LogFeed::arrived, this, [this, &feed] {
        QScrollBar* bar = view_->verticalScrollBar();
        const bool atEnd = bar->value() >= bar->maximum();
        model_->append(feed.take());
        view_->setVisible(model_->rowCount() > 0);
        empty_->setVisible(model_->rowCount() == 0);
        if (atEnd)
            view_->scrollToBottom();
    });
    setTheme(theme);
}

void LogPanel::setTheme(const Theme& theme)
{
    model_->setTheme(theme);
}

void LogPanel::copySelected()
{
    QStringList statements;
    for (const QModelIndex& index : view_->selectionModel()->selectedRows())
        statements << model_->sqlAt(index.row()) + u';';
    if (!statements.isEmpty())
        QGuiApplication::clipboard()->setText(statements.join(u'\n'));
}

} // namespace conjoin::ui
