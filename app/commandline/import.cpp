// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/progressline.h"
#include "app/commandline/scripts.h"
#include "app/commandline/source.h"
#include "model/io/documentfile.h"
#include "ui/canvas/importdocument.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace conjoin::app {

namespace {

QString sqlNameOf(const model::Schema& schema, TableId id)
{
    const model::Table* table = schema.tables.find(id);
    if (!table)
        return {};
    return table->sqlName.isEmpty() ? table->name : table->sqlName;
}

orm::Json report(const model::Schema& schema, const orm::Lifted& lifted)
{
    orm::Json tables = orm::Json::array();
    for (const model::Table& table : schema.tables)
        tables.append(sqlNameOf(schema, table.id));
    orm::Json links = orm::Json::array();
    for (const model::ManyToMany& link : schema.links) {
        links.append(orm::Json::Object{{QStringLiteral("junction"), sqlNameOf(schema, link.junction)},
            {QStringLiteral("left"), sqlNameOf(schema, link.ends.front().table)},
            {QStringLiteral("right"), sqlNameOf(schema, link.ends[1].table)},
            {QStringLiteral("reason"), link.reason}});
    }
    orm::Json misses = orm::Json::array();
    for (const orm::NearMiss& miss : lifted.nearMisses) {
        misses.append(orm::Json::Object{
            {QStringLiteral("table"), miss.table}, {QStringLiteral("reason"), miss.reason.english()}});
    }
    orm::Json diagnostics = orm::Json::array();
    for (const Diagnostic& diagnostic : lifted.diagnostics) {
        diagnostics.append(orm::Json::Object{{QStringLiteral("code"), diagnostic.what.code},
            {QStringLiteral("severity"), severityName(diagnostic.severity)},
            {QStringLiteral("where"), diagnostic.where},
            {QStringLiteral("message"), diagnostic.what.english()}});
    }
    return orm::Json::Object{{QStringLiteral("tables"), tables}, {QStringLiteral("links"), links},
        {QStringLiteral("nearMisses"), misses}, {QStringLiteral("diagnostics"), diagnostics}};
}

/// The arguments, scripts that follow each other together: they run in one session.
std::vector<QStringList> grouped(const Invocation& invocation)
{
    std::vector<QStringList> groups;
    for (const QString& argument : invocation.arguments()) {
        const bool goesOn = !groups.empty() && isScriptName(argument) && isScriptName(groups.back().back());
        if (!goesOn)
            groups.emplace_back();
        groups.back().append(argument);
    }
    return groups;
}

Result<Source> readGroup(Invocation& invocation, const QStringList& group)
{
    if (group.size() == 1)
        return readSource(invocation, group.front());
    std::vector<Script> scripts;
    for (const QString& path : group) {
        auto text = Invocation::readFile(path);
        if (!text)
            return failure(text);
        scripts.push_back({path, std::move(*text)});
    }
    return readScripts(invocation, scripts);
}

/// Reads every source into one: several scripts or databases make one schema.
Result<Source> readAll(Invocation& invocation)
{
    const std::vector<QStringList> groups = grouped(invocation);
    auto all = readGroup(invocation, groups.front());
    for (std::size_t i = 1; all && i < groups.size(); ++i) {
        const QString& first = groups[i].front();
        auto next = readGroup(invocation, groups[i]);
        if (!next)
            return next;
        if (!all->physical || !next->physical) {
            return Error{ErrorKind::Usage, first,
                message("import.mixed", "only databases and scripts can be read together, not drawings"), {}};
        }
        if (all->dialect != next->dialect) {
            return inputError(first,
                message("import.dialects", "it is of %1, what was read before of %2",
                    {next->dialect, all->dialect}),
                message("import.dialects.hint", "--from says what the scripts are written for"));
        }
        for (orm::PhysicalTable& table : next->physical->tables) {
            if (all->physical->table(table.name, table.schema)) {
                return inputError(first,
                    message("import.twice", "the table \"%1\" is in an earlier source too", {table.name}));
            }
            all->physical->tables.push_back(std::move(table));
        }
        const auto takeOver = [](auto& from, auto& into) {
            for (auto& thing : from) {
                if (std::ranges::find(into, thing) == into.end()) // two scripts may need the same extension
                    into.push_back(std::move(thing));
            }
        };
        takeOver(next->physical->types, all->physical->types);
        takeOver(next->physical->verbatims, all->physical->verbatims);
        takeOver(next->notes, all->notes);
    }
    return all;
}

Result<model::Document> existingProject(Invocation& invocation, const QString& path)
{
    const auto bytes = Invocation::readFile(path);
    if (!bytes)
        return failure(bytes);
    Diagnostics mended;
    auto document = model::readMendingDiagrams(*bytes, path, mended);
    invocation.say(mended);
    return document;
}

Result<ExitStatus> run(Invocation& invocation)
{
    const QString output = invocation.value(QStringLiteral("output"));
    if (output.isEmpty()) {
        return Error{ErrorKind::Usage, QStringLiteral("import"),
            message("usage.output", "-o PROJECT is missing: where to write the project"), {}};
    }
    std::optional<ProgressLine> progress;
    progress.emplace(
        invocation, QStringLiteral("reading ") + invocation.arguments().join(QStringLiteral(", ")));
    const auto source = readAll(invocation);
    progress.reset(); // before anything else is said
    if (!source)
        return failure(source);
    const auto layOut = [&](std::size_t tables) {
        progress.emplace(invocation, QStringLiteral("laying out ") + counted(tables, "table"));
    };

    const bool refresh = output != u"-" && QFileInfo::exists(output);
    orm::LiftOptions options;
    options.links = !invocation.has(QStringLiteral("no-links"));
    model::Document document;
    orm::Lifted lifted;
    if (source->physical) {
        std::optional<model::Document> existing;
        if (refresh) {
            auto read = existingProject(invocation, output);
            if (!read)
                return failure(read);
            existing = std::move(*read);
        }
        layOut(source->physical->tables.size());
        auto imported = ui::importDocument(
            *source->physical, source->name, source->dialect, options, existing ? &*existing : nullptr);
        progress.reset();
        if (!imported)
            return failure(imported);
        document = std::move(imported->document);
        lifted = std::move(imported->lifted);
    } else {
        if (refresh && !invocation.has(QStringLiteral("overwrite"))) {
            return inputError(output, message("file.exists", "the file exists already"),
                message("hint.overwrite", "--overwrite replaces it"));
        }
        layOut(source->document->schema.tables.size());
        auto drawn = ui::withLaidOutNodes(*source->document);
        progress.reset();
        if (!drawn)
            return failure(drawn);
        document = std::move(*drawn);
    }
    lifted.diagnostics.insert(lifted.diagnostics.begin(), source->notes.begin(), source->notes.end());
    if (document.settings.name.isEmpty())
        document.settings.name = QFileInfo(output == u"-" ? source->name : output).completeBaseName();
    const QByteArray text = model::writeDocument(document);
    if (output == u"-") {
        invocation.print(text);
        return ExitStatus::Done;
    }
    if (const auto written = invocation.writeFile(output, text, true); !written)
        return failure(written);
    if (invocation.json()) {
        invocation.print(orm::prettyJson(report(document.schema, lifted)) + '\n');
        return ExitStatus::Done;
    }
    invocation.say(QStringLiteral("wrote %1: %2, %3")
                       .arg(output, counted(document.schema.tables.size(), "table"),
                           counted(document.schema.links.size(), "many-to-many link")));
    for (const orm::NearMiss& miss : lifted.nearMisses)
        invocation.say(QStringLiteral("not a link: %1 – %2").arg(miss.table, miss.reason.english()));
    invocation.say(lifted.diagnostics);
    return ExitStatus::Done;
}

} // namespace

Command importCommand()
{
    return {QStringLiteral("import"), QStringLiteral("SOURCE… -o PROJECT [--no-links]"),
        QStringLiteral("reads a schema, finds its many-to-many links, lays the diagram out"), 1, -1,
        {outputOption(), overwriteOption(), fromOption(),
            flag("no-links", "Leaves junction tables as tables.")},
        run};
}

} // namespace conjoin::app
