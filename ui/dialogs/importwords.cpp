// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importwords.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

namespace conjoin::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ImportWords", text);
}

} // namespace

QString importCounts(const sql::ImportReport& report)
{
    const QLocale locale;
    QStringList parts;
    for (const sql::ImportReport::Table& table : report.tables) {
        if (table.created > 0)
            parts.append(tr("%1 new in %2").arg(locale.toString(table.created), table.name));
        if (table.changed > 0)
            parts.append(tr("%1 changed in %2").arg(locale.toString(table.changed), table.name));
    }
    if (report.unchanged > 0)
        parts.append(tr("%1 as they are").arg(locale.toString(report.unchanged)));
    if (report.skipped > 0)
        parts.append(tr("%1 skipped").arg(locale.toString(report.skipped)));
    return parts.isEmpty() ? tr("nothing to write") : parts.join(QStringLiteral(", "));
}

QString repeatedKeyNote(
    const orm::ModelRegistry& registry, const sql::ImportPlan& plan, const std::vector<orm::CsvRecord>& records)
{
    const QLocale locale;
    for (const QStringList& key : sql::keysOfPlan(registry, plan)) {
        std::vector<size_t> columns;
        for (const sql::ImportColumn& column : plan.columns) {
            if (column.path.isEmpty() && key.contains(column.attribute))
                columns.push_back(size_t(column.column));
        }
        if (columns.size() != size_t(key.size()))
            continue;
        QHash<QStringList, qint64> known;
        for (const orm::CsvRecord& record : records) {
            QStringList values;
            for (const size_t column : columns) {
                if (column < record.cells.size() && !record.cells[column].text.isEmpty())
                    values.append(record.cells[column].text);
            }
            if (record.goesOn || values.size() != key.size())
                continue;
            if (const auto first = known.constFind(values); first != known.cend())
                return tr("Lines %1 and %2 have the same %3: «How» can make them one row.")
                    .arg(locale.toString(*first), locale.toString(record.line), key.join(QStringLiteral(", ")));
            known.insert(values, record.line);
        }
    }
    return {};
}

} // namespace conjoin::ui
