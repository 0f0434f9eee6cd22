// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importproblems.h"

#include "ui/text/messages.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

#include <algorithm>

namespace conjoin::ui {

namespace {

enum Column { LineColumn, FileColumn, ValueColumn, WhyColumn };

constexpr int widest = 160;          ///< of what stands before the reason
constexpr qsizetype mostShown = 200; ///< characters of a value

/// As high as the reason needs in its column.
class WrappedReason : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize one = QStyledItemDelegate::sizeHint(option, index);
        const auto* view = static_cast<const QTreeView*>(parent());
        const int margin = view->style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1;
        const int width = std::max(80, view->columnWidth(index.column()) - 2 * margin);
        const int height = option.fontMetrics
                               .boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap,
                                   index.data(Qt::DisplayRole).toString())
                               .height();
        const int around = one.height() - option.fontMetrics.height();
        return {one.width(), std::max(one.height(), height + around)};
    }
};

} // namespace

ImportProblems::ImportProblems(QWidget* parent)
    : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("importProblems"));
    setAccessibleName(tr("Bad lines"));
    setRootIsDecorated(false);
    setWordWrap(true);
    setTextElideMode(Qt::ElideRight);
    setHeaderLabels({tr("Line"), tr("Column"), tr("Value"), tr("Why")});
    setItemDelegateForColumn(WhyColumn, new WrappedReason(this));
    connect(header(), &QHeaderView::sectionResized, this, [this] { scheduleDelayedItemsLayout(); });
}

void ImportProblems::showProblems(const sql::ImportReport& report, const QStringList& names)
{
    clear();
    QList<QTreeWidgetItem*> items;
    for (const sql::ImportProblem& problem : report.problems) {
        QString why = sentence(problem.why.what);
        if (!problem.why.hint.isEmpty())
            why += QStringLiteral(" – ") + spoken(problem.why.hint);
        const QString value = problem.value.left(mostShown);
        auto* item =
            new QTreeWidgetItem({QString::number(problem.line), names.value(problem.column), value, why});
        item->setToolTip(ValueColumn, value);
        items.append(item);
    }
    if (report.stopped) {
        auto* item = new QTreeWidgetItem;
        item->setText(WhyColumn, tr("Too many: the lines behind were not looked at"));
        items.append(item);
    }
    addTopLevelItems(items);
    for (int column = LineColumn; column < WhyColumn; ++column) {
        resizeColumnToContents(column);
        setColumnWidth(column, std::min(columnWidth(column), widest));
    }
    setVisible(!items.isEmpty());
}

} // namespace conjoin::ui
