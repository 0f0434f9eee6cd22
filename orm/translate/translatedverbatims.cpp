// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translationcontext.h"

namespace conjoin::orm {

using model::Verbatim;

namespace {

const char* kindWord(Verbatim::Kind kind)
{
    switch (kind) {
    case Verbatim::Kind::View:
    case Verbatim::Kind::MaterializedView:
        return "view";
    case Verbatim::Kind::Trigger:
        return "trigger";
    case Verbatim::Kind::Routine:
        return "routine";
    case Verbatim::Kind::Sequence:
        return "sequence";
    case Verbatim::Kind::Extension:
        return "extension";
    case Verbatim::Kind::Namespace:
        return "namespace";
    case Verbatim::Kind::Type:
        return "type";
    case Verbatim::Kind::Partition:
        return "partition";
    case Verbatim::Kind::Event:
        return "event";
    case Verbatim::Kind::Rule:
        return "rule";
    case Verbatim::Kind::Policy:
        return "policy";
    case Verbatim::Kind::Constraint:
        return "constraint";
    case Verbatim::Kind::VirtualTable:
        return "virtual table";
    case Verbatim::Kind::Other:
        break;
    }
    return "statement";
}

/// ALTER SEQUENCE … OWNED BY: nothing by itself.
bool isOwnedBy(const QString& sql)
{
    return sql.contains(QLatin1String("OWNED BY"), Qt::CaseInsensitive);
}

} // namespace

void dropVerbatims(TranslationContext& context)
{
    for (const Verbatim& verbatim : context.source.verbatims) {
        // Where namespaces are databases, their tables bring them along.
        if (verbatim.kind == Verbatim::Kind::Namespace && !context.engine.defaultSchema.isEmpty())
            continue;
        context.result.schema.verbatims.remove(verbatim.id);
        const bool isTold = verbatim.kind == Verbatim::Kind::Namespace || // at its tables
                            (verbatim.kind == Verbatim::Kind::Other && isOwnedBy(verbatim.sql));
        if (isTold)
            continue;
        context.tell(Severity::Warning, verbatim.id, model::objectKey(verbatim.sqlSchema, verbatim.name),
            message("translate.verbatim", "the %1 \"%2\" is %3's own SQL and is left out",
                {QString::fromLatin1(kindWord(verbatim.kind)), verbatim.name, context.from.name()}),
            message("translate.verbatim.mend", "write one for %1", {context.title()}));
    }
}

} // namespace conjoin::orm
