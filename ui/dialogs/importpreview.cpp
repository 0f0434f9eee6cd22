// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importpreview.h"

#include "orm/sql/importreader.h"
#include "ui/text/messages.h"

#include <QHeaderView>

#include <algorithm>
#include <optional>

namespace conjoin::ui {

namespace {

constexpr qsizetype mostShown = 200; ///< characters of a cell
constexpr int mostFitted = 100;      ///< columns whose width is that of what they hold
constexpr int narrowest = 60, widest = 220;

} // namespace

ImportPreview::ImportPreview(QWidget* parent)
    : QTableWidget(parent)
{
    setObjectName(QStringLiteral("importSample"));
    setAccessibleName(tr("The first lines"));
    setEditTriggers(NoEditTriggers);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setTabKeyNavigation(false);
    setWordWrap(false);
}

void ImportPreview::showRecords(const QStringList& titles, const std::vector<orm::CsvRecord>& records,
    const orm::ModelRegistry& registry, const sql::ImportPlan* plan, const Theme& theme)
{
    clear();
    setColumnCount(int(titles.size()));
    setRowCount(int(records.size()));
    setHorizontalHeaderLabels(titles);
    for (int column = 0; column < columnCount(); ++column)
        horizontalHeaderItem(column)->setToolTip(titles[column]);
    std::optional<sql::ImportReader> reader;
    if (plan)
        reader.emplace(registry, *plan);
    QStringList lines;
    QColor fill = theme.error;
    fill.setAlpha(60);
    for (int row = 0; row < rowCount(); ++row) {
        const orm::CsvRecord& record = records[size_t(row)];
        lines.append(record.goesOn ? QString() : QString::number(record.line));
        for (int column = 0; column < columnCount(); ++column) {
            auto* item = new QTableWidgetItem;
            if (size_t(column) < record.cells.size())
                item->setText(record.cells[size_t(column)].text.left(mostShown));
            setItem(row, column, item);
        }
        std::vector<sql::ImportProblem> problems;
        if (reader)
            reader->read(record, problems);
        for (const sql::ImportProblem& problem : problems) {
            for (int column = 0; column < columnCount(); ++column) {
                if (problem.column >= 0 && problem.column != column)
                    continue;
                item(row, column)->setBackground(fill);
                item(row, column)->setToolTip(sentence(problem.why.what));
            }
        }
    }
    setVerticalHeaderLabels(lines);
    for (int column = 0; column < std::min(columnCount(), mostFitted); ++column) {
        resizeColumnToContents(column);
        setColumnWidth(column, std::clamp(columnWidth(column), narrowest, widest));
    }
}

} // namespace conjoin::ui
