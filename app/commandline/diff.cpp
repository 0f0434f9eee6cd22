// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "orm/translate/translate.h"

namespace conjoin::app {

namespace {

/// The dialect to compare in: `--dialect`, else that of a database or script among the two, else the drawing's.
Result<const orm::Dialect*> dialectFor(const Invocation& invocation, const Source& a, const Source& b)
{
    model::Document told;
    told.settings.dialect = a.physical ? a.dialect : b.dialect;
    return outputDialect(invocation, told);
}

/// What the source is in that dialect, derived.
Result<orm::Derivation> derivationOf(const Source& source, const orm::Dialect& dialect)
{
    model::Document document = drawingOf(source);
    document.settings.dialect = source.dialect;
    return orm::deriveFor(document, dialect);
}

Result<orm::SchemaChanges> changesBetween(const Source& a, const Source& b, const orm::Dialect& dialect)
{
    const auto isAsRead = [&](const Source& source) {
        return source.physical && source.dialect == dialect.name();
    };
    if (isAsRead(a) && isAsRead(b))
        return orm::compare(*a.physical, *b.physical, dialect);
    const auto before = derivationOf(a, dialect);
    if (!before)
        return failure(before);
    const auto after = derivationOf(b, dialect);
    if (!after)
        return failure(after);
    if (a.document && b.document)
        return orm::compare(*before, *after, dialect);
    return orm::compare(
        isAsRead(a) ? *a.physical : before->schema, isAsRead(b) ? *b.physical : after->schema, dialect);
}

/// One line a change, under the table that it is about.
QString listText(const orm::SchemaChanges& changes, const orm::Dialect& dialect)
{
    QString text;
    QString table;
    for (const orm::SchemaChange& change : changes) {
        const QString home = orm::tableOf(change);
        if (home.isEmpty() || std::holds_alternative<orm::TableChange>(change)) {
            text += orm::describe(change, dialect) + u'\n';
            table = std::holds_alternative<orm::TableChange>(change) ? home : QString();
            continue;
        }
        if (home != table)
            text += home + u'\n';
        table = home;
        text += QStringLiteral("  ") + orm::describe(change, dialect) + u'\n';
    }
    return text;
}

orm::Json listJson(const orm::SchemaChanges& changes, const orm::Dialect& dialect)
{
    orm::Json list = orm::Json::array();
    for (const orm::SchemaChange& change : changes) {
        list.append(orm::Json::Object{{QStringLiteral("op"), orm::operationOf(change)},
            {QStringLiteral("kind"), orm::kindOf(change)}, {QStringLiteral("object"), orm::objectOf(change)},
            {QStringLiteral("before"), orm::sideJson(change, orm::Side::Before, dialect)},
            {QStringLiteral("after"), orm::sideJson(change, orm::Side::After, dialect)}});
    }
    return list;
}

Result<ExitStatus> run(Invocation& invocation)
{
    const auto a = readSource(invocation, invocation.argument(0));
    if (!a)
        return failure(a);
    const auto b = readSource(invocation, invocation.argument(1));
    if (!b)
        return failure(b);
    for (const Source* read : {&*a, &*b})
        invocation.say(read->notes, Severity::Warning);
    const auto dialect = dialectFor(invocation, *a, *b);
    if (!dialect)
        return failure(dialect);
    const auto changes = changesBetween(*a, *b, **dialect);
    if (!changes)
        return failure(changes);
    invocation.print(invocation.json() ? orm::prettyJson(listJson(*changes, **dialect)) + '\n'
                                       : listText(*changes, **dialect).toUtf8());
    return changes->empty() ? ExitStatus::Done : ExitStatus::No;
}

} // namespace

Command diffCommand()
{
    return {QStringLiteral("diff"), QStringLiteral("A B [--dialect D]"),
        QStringLiteral("what turns one schema into another; exit 1 where they differ"), 2, 2,
        {dialectOption(), fromOption()}, run};
}

} // namespace conjoin::app
