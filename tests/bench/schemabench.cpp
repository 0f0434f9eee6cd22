// SPDX-License-Identifier: GPL-3.0-or-later

// From a project file of 1,000 tables to its script, stage by stage, beside what SQLite itself needs to run
// that script in memory: the ratio says how much of creating a schema is ours.

#include "model/document/delta.h"
#include "model/document/document.h"
#include "model/edit/edits.h"
#include "model/io/documentfile.h"
#include "orm/dialect/dialect.h"

#include <sqlite3.h>

#include <cstdio>
#include <ctime>

using namespace conjoin;

namespace {

double cpuMilliseconds()
{
    return 1000.0 * double(std::clock()) / CLOCKS_PER_SEC;
}

template<class Work>
auto timed(const char* what, Work work)
{
    const double begin = cpuMilliseconds();
    auto result = work();
    std::printf("%-32s %8.1f ms CPU\n", what, cpuMilliseconds() - begin);
    return result;
}

/// A tree of references with a many-to-many link every fifth table, a dozen columns each.
model::Document drawing(int tables)
{
    IdSource ids = IdSource::seeded(1);
    model::Document document = model::emptyDocument(QStringLiteral("bench"), ids.next<DiagramId>());
    const DiagramId diagram = document.diagrams.begin()->id;
    std::vector<TableId> made;
    for (int i = 0; i < tables; ++i) {
        model::Table table;
        table.id = ids.next<TableId>();
        table.name = QStringLiteral("Thing%1").arg(i);
        for (int c = 0; c < 12; ++c) {
            model::Column column;
            column.id = ids.next<ColumnId>();
            column.name = QStringLiteral("field%1").arg(c);
            column.type = model::DataType::of(c % 3 == 0 ? model::TypeKind::Text : model::TypeKind::Integer);
            table.columns.push_back(column);
        }
        model::TableNode node;
        node.id = table.id;
        node.position = QPointF(400.0 * (i % 40), 500.0 * (i / 40));
        made.push_back(table.id);
        document = *model::edit::addTable(std::move(document), std::move(table), diagram, node);
        if (i == 0)
            continue;
        model::Reference reference;
        reference.id = ids.next<ReferenceId>();
        reference.from = made[size_t(i)];
        reference.to = made[size_t(i / 2)];
        document = *model::edit::addReference(std::move(document), reference);
        if (i % 5 != 0)
            continue;
        model::ManyToMany link;
        link.id = ids.next<LinkId>();
        link.ends.resize(2);
        link.ends[0].table = made[size_t(i)];
        link.ends[1].table = made[size_t(i - 3)];
        model::Table junction;
        junction.id = link.junction = ids.next<TableId>();
        junction.name = QStringLiteral("Junction%1").arg(i);
        model::LinkNode pill;
        pill.id = link.id;
        document = *model::edit::addLink(std::move(document), link, junction, diagram, pill);
    }
    return document;
}

} // namespace

int main()
{
    const model::Document drawn = drawing(1000);
    const QByteArray file = timed("write the project", [&] { return model::writeDocument(drawn); });
    const double begin = cpuMilliseconds();
    const auto document =
        timed("read the project", [&] { return model::readDocument(file, QStringLiteral("bench")); });
    const orm::Dialect& dialect = **orm::dialectNamed(QStringLiteral("sqlite"));
    const auto derivation = timed("derive",
        [&] { return orm::derive(document->schema, document->settings.naming, dialect.capabilities()); });
    const QByteArray script =
        timed("script", [&] { return orm::scriptText(dialect.createSchema(derivation, {})).toUtf8(); });
    const double ours = cpuMilliseconds() - begin;

    const double sqliteBegin = cpuMilliseconds();
    sqlite3* handle = nullptr;
    sqlite3_open(":memory:", &handle);
    const int rc = sqlite3_exec(handle, script.constData(), nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    const double theirs = cpuMilliseconds() - sqliteBegin;
    std::printf(
        "%-32s %8.1f ms CPU%s\n", "SQLite runs the script", theirs, rc == SQLITE_OK ? "" : " (it failed)");
    std::printf("1,000 tables, project to script  %8.1f ms CPU, %.2f x SQLite's own\n", ours, ours / theirs);

    const model::Document& at200 = drawing(200);
    const TableId table = at200.schema.tables.begin()->id;
    constexpr int edits = 1000;
    const double editBegin = cpuMilliseconds();
    model::Document edited = at200;
    for (int i = 0; i < edits; ++i) {
        const model::Document next = *model::edit::renameTable(edited, table, QStringLiteral("Name%1").arg(i));
        const model::Delta delta = model::deltaBetween(edited, next);
        if (delta.isEmpty())
            return 1;
        edited = next;
    }
    std::printf("an edit and its delta at 200 tables %5.3f ms CPU\n", (cpuMilliseconds() - editBegin) / edits);
    return rc == SQLITE_OK ? 0 : 1;
}
