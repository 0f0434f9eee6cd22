// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/keptquestion.h"

#include "orm/query/findoptions.h"
#include "orm/query/predicate.h"
#include "orm/query/question.h"

namespace conjoin::ui {

namespace {

/// The first key of a question that is not among those.
QString otherThan(const orm::Json& question, const QStringList& known)
{
    for (const orm::Json::Member& member : question.members()) {
        if (!known.contains(member.first))
            return member.first;
    }
    return {};
}

/// What the form has no field for; empty where it has one for everything.
QString beyondForm(const orm::Json& question)
{
    static const QStringList fields{QStringLiteral("where"), QStringLiteral("attributes"),
        QStringLiteral("include"), QStringLiteral("order"), QStringLiteral("limit"), QStringLiteral("required"),
        QStringLiteral("through"), QStringLiteral("association")};
    if (QString other = otherThan(question, fields); !other.isEmpty())
        return other;
    const orm::Json* include = question.find(QStringLiteral("include"));
    for (const orm::Json& below : include ? include->items() : orm::Json::Array()) {
        if (QString other = beyondForm(below); !other.isEmpty())
            return other;
    }
    return {};
}

bool ordersByOthers(const orm::Query& query)
{
    for (const orm::OrderBy& by : query.order) {
        if (!by.path.isEmpty())
            return true;
    }
    return false;
}

bool asksForDeleted(const std::vector<orm::Include>& includes)
{
    for (const orm::Include& include : includes) {
        if (include.deleted.targets || include.deleted.links || include.rightJoin ||
            asksForDeleted(include.includes))
            return true;
    }
    return false;
}

/// Whether the conditions below a place are about what is there.
Result<void> checkConditions(orm::PredicateCompiler& compiler, const orm::ModelRegistry& registry, int model,
    const std::vector<orm::Include>& includes, const QString& place)
{
    const auto check = [&](int of, const orm::Json& where, const QString& at) -> Result<void> {
        if (where.isNull())
            return {};
        const auto read = compiler.where(of, compiler.newAlias(), where, at);
        return read ? Result<void>() : Result<void>(failure(read));
    };
    for (const orm::Include& include : includes) {
        const orm::Association& association = *registry.at(model).association(include.association);
        const QString here = place + u'.' + include.association;
        if (auto fits = check(association.target, include.where, here); !fits)
            return fits;
        if (association.through >= 0) {
            const QString& junction = registry.at(association.through).name;
            if (auto fits = check(association.through, include.throughWhere, here + u'.' + junction); !fits)
                return fits;
        }
        if (auto fits = checkConditions(compiler, registry, association.target, include.includes, here); !fits)
            return fits;
    }
    return {};
}

} // namespace

int modelCalled(const orm::ModelRegistry& registry, const model::NamedTable& table)
{
    int found = -1, others = 0;
    for (size_t i = 0; i < registry.models().size(); ++i) {
        const orm::Model& model = registry.at(int(i));
        if (model.table != table.name)
            continue;
        if (model.schema == table.sqlSchema)
            return int(i);
        if (model.schema.isEmpty() || table.sqlSchema.isEmpty()) {
            found = int(i);
            ++others;
        }
    }
    return others == 1 ? found : -1;
}

model::NamedTable tableOf(const orm::Model& model)
{
    return {model.schema, model.table};
}

QString textOf(const orm::Query& query)
{
    return QString::fromUtf8(orm::prettyJson(orm::questionOf(query)));
}

Result<orm::Query> readKept(
    const orm::ModelRegistry& registry, const orm::Dialect& dialect, const model::NamedQuery& kept)
{
    const int model = modelCalled(registry, kept.table);
    if (model < 0) {
        QStringList tables;
        for (const orm::Model& each : registry.models())
            tables.append(each.table);
        Error error = inputError(kept.name,
            message("query.table-gone", "its table \"%1\" is not in the database", {kept.table.name}),
            didYouMean(kept.table.name, tables));
        if (error.hint.isEmpty())
            error.hint =
                message("query.table-gone.hint", "edit it as text and choose another table, or remove it");
        return error;
    }
    const auto json = orm::parseJson(kept.question.toUtf8(), kept.name);
    if (!json)
        return failure(json);
    const auto read = orm::readFindOptions(registry, model, *json);
    if (!read)
        return failure(read);
    const auto unknown = [&](const QString& what) {
        return inputError(kept.name,
            message("query.beyond-form", "it asks for \"%1\", which this form can't show", {what}),
            message("query.beyond-form.hint", "edit it as text, or run it with «conjoin script»"));
    };
    orm::Query query = read->query;
    query.model = model;
    const QString& root = registry.at(model).name;
    orm::PredicateCompiler compiler(registry, dialect);
    if (!query.where.isNull()) {
        if (const auto fits = compiler.where(model, compiler.newAlias(), query.where, root); !fits)
            return failure(fits);
    }
    if (const auto fits = checkConditions(compiler, registry, model, query.includes, root); !fits)
        return failure(fits);
    if (!read->computed.empty())
        return unknown(QStringLiteral("attributes: ") + read->computed.front().name);
    if (read->isGrouped())
        return unknown(QStringLiteral("group"));
    if (read->raw)
        return unknown(QStringLiteral("raw"));
    if (ordersByOthers(query))
        return unknown(QStringLiteral("order: ") + query.order.front().path.join(u'.'));
    if (query.deleted || asksForDeleted(query.includes))
        return unknown(QStringLiteral("paranoid"));
    if (const QString other = beyondForm(orm::questionOf(query)); !other.isEmpty())
        return unknown(other);
    return query;
}

} // namespace conjoin::ui
