// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/source.h"

#include "app/commandline/keptpassword.h"
#include "app/commandline/scripts.h"
#include "model/io/documentfile.h"
#include "orm/exchange/models.h"
#include "orm/lift/lift.h"
#include "orm/sql/connectionsettings.h"
#include "orm/sql/introspector.h"
#include "orm/sql/serverurl.h"
#include "orm/translate/translate.h"

#include <QFileInfo>

#include <algorithm>

namespace conjoin::app {

namespace {

/// What `--from` may say.
QStringList forms()
{
    return QStringList{QStringLiteral("models")} + orm::dialectNames();
}

Result<std::unique_ptr<sql::Connection>> open(Invocation& invocation, const QString& url, bool readOnly)
{
    auto settings = sql::parseUrl(url);
    if (!settings)
        return failure(settings);
    settings->readOnly = readOnly;
    return openConnection(invocation, *settings);
}

Result<Source> readDatabase(Invocation& invocation, const QString& url)
{
    auto connection = open(invocation, url, true);
    if (!connection)
        return failure(connection);
    Source source;
    auto schema = sql::introspect(**connection, &source.notes);
    invocation.interruption().watch({}); // nothing of it runs any more: an interrupt ends the program again
    if (!schema)
        return failure(schema);
    source.physical = std::move(*schema);
    source.name = (*connection)->settings().name();
    source.dialect = (*connection)->dialect().name();
    return source;
}

Result<Source> readModelsFile(Invocation& invocation, const QString& path)
{
    const QString argument = path == u"-" ? path : u'@' + path;
    const auto json = invocation.readJson(argument, path);
    if (!json)
        return failure(json);
    Source source;
    auto document = orm::readModels(*json, path, &source.notes);
    if (!document)
        return failure(document);
    source.document = std::move(*document);
    source.name = QFileInfo(path).completeBaseName();
    source.dialect = source.document->settings.dialect;
    return source;
}

} // namespace

Result<Source> readSource(Invocation& invocation, const QString& text)
{
    const QString from = invocation.value(QStringLiteral("from"));
    if (!from.isEmpty() && !forms().contains(from)) {
        return Error{ErrorKind::Usage, QStringLiteral("--from"),
            message("usage.from", "\"%1\" is not a form that can be read; there are: %2",
                {from, forms().join(QStringLiteral(", "))}),
            didYouMean(from, forms())};
    }
    if (from == u"models")
        return readModelsFile(invocation, text);
    // A URL says itself what it is; `--from` is there for what does not.
    if (sql::isServerUrl(text) || (from.isEmpty() && sql::isDatabaseUrl(text)))
        return readDatabase(invocation, text);
    const auto bytes = Invocation::readFile(text);
    if (!bytes)
        return failure(bytes);
    if (!from.isEmpty() || isScriptName(text))
        return readScripts(invocation, {{text, *bytes}});
    Source source;
    auto document = model::readMendingDiagrams(*bytes, text, source.notes);
    if (!document)
        return failure(document);
    source.document = std::move(*document);
    source.name = source.document->settings.name;
    source.dialect = source.document->settings.dialect;
    return source;
}

model::Document drawingOf(const Source& source)
{
    if (source.document)
        return *source.document;
    model::Document document =
        model::emptyDocument(source.name, IdSource::named<DiagramId>(QStringLiteral("diagram/") + source.name));
    document.settings.dialect = source.dialect;
    document.schema = orm::lift(*source.physical).schema;
    return document;
}

Result<const orm::Dialect*> outputDialect(const Invocation& invocation, const model::Document& document)
{
    const QString given = invocation.value(QStringLiteral("dialect"));
    auto dialect = orm::dialectNamed(given.isEmpty() ? document.settings.dialect : given);
    if (!dialect && !given.isEmpty()) {
        Error error = dialect.error();
        error.kind = ErrorKind::Usage;
        error.where = QStringLiteral("--dialect");
        return error;
    }
    return dialect;
}

Result<Drawing> readDrawing(Invocation& invocation)
{
    const auto source = readSource(invocation, invocation.argument(0));
    if (!source)
        return failure(source);
    invocation.say(source->notes);
    Drawing drawing;
    drawing.document = drawingOf(*source);
    const auto dialect = outputDialect(invocation, drawing.document);
    if (!dialect)
        return failure(dialect);
    drawing.dialect = *dialect;
    auto derivation = orm::deriveFor(drawing.document, *drawing.dialect);
    if (!derivation)
        return failure(derivation);
    drawing.derivation = std::move(*derivation);
    return drawing;
}

Result<std::unique_ptr<sql::Connection>> openConnection(
    Invocation& invocation, const sql::ConnectionSettings& settings)
{
    const auto log = invocation.statementLog();
    if (!log)
        return failure(log);
    sql::ConnectionSettings known = settings;
    if (const QString kept = keptPassword(settings); !kept.isEmpty())
        known.password = kept;
    auto connection = sql::Connection::open(known);
    if (!connection)
        return failure(connection);
    (*connection)->setLog(*log);
    invocation.interruption().watch((*connection)->canceller());
    return std::move(*connection);
}

QCommandLineOption projectOption()
{
    return QCommandLineOption(QStringLiteral("project"),
        QStringLiteral("Models are called as drawn in PROJECT."), QStringLiteral("PROJECT"));
}

Result<LiveDatabase> openLive(Invocation& invocation, bool readOnly)
{
    auto connection = open(invocation, invocation.argument(0), readOnly);
    if (!connection)
        return failure(connection);

    model::Document document;
    if (const QString project = invocation.value(QStringLiteral("project")); !project.isEmpty()) {
        const auto bytes = Invocation::readFile(project);
        if (!bytes)
            return failure(bytes);
        Diagnostics mended;
        auto read = model::readMendingDiagrams(*bytes, project, mended);
        if (!read)
            return failure(read);
        invocation.say(mended);
        document = std::move(*read);
    } else {
        const auto physical = sql::introspect(**connection);
        if (!physical)
            return failure(physical);
        document.schema = orm::lift(*physical).schema;
        document.settings.dialect = (*connection)->dialect().name();
    }
    const auto derivation = orm::deriveFor(document, (*connection)->dialect());
    if (!derivation)
        return failure(derivation);
    LiveDatabase live{std::move(*connection),
        orm::ModelRegistry::make(document.schema, document.settings.naming, *derivation), -1};
    const auto model = live.registry.find(invocation.argument(1));
    if (!model)
        return failure(model);
    live.model = *model;
    return live;
}

} // namespace conjoin::app
