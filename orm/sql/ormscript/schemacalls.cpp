// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/calls.h"
#include "orm/sql/sync.h"

#include <algorithm>

namespace conjoin::sql::script {

using orm::Json;

namespace {

bool flagOf(const Json& options, const char* name)
{
    const Json* flag = options.find(QString::fromLatin1(name));
    return flag && (!flag->isBool() || flag->toBool()) && !flag->isNull();
}

Result<Outcome> synchronised(Context& context, const orm::Derivation& derivation, const Json& given)
{
    auto options = knownOptions(given,
        {QStringLiteral("force"), QStringLiteral("alter"), QStringLiteral("match"), QStringLiteral("schema")},
        QStringLiteral("sync"));
    if (!options)
        return failure(options);
    if (context.connection.inTransaction())
        return orm::unsupportedError(QStringLiteral("sync"), QStringLiteral("sync inside of a transaction"));
    auto plan = planSync(context.connection, derivation, {.force = flagOf(*options, "force")});
    if (!plan)
        return failure(plan);
    if (flagOf(*options, "alter") && !plan->diagnostics.empty()) {
        Error error = orm::unsupportedError(QStringLiteral("sync"), QStringLiteral("altering what exists"));
        error.hint = plan->diagnostics.front().what;
        return error;
    }
    if (auto ran = runSync(context.connection, *plan); !ran)
        return failure(ran);
    return Outcome::plain(Json());
}

/// What is derived of one model: its table, and the types that only its columns have.
orm::Derivation onlyTable(const orm::Derivation& all, int table)
{
    const orm::PhysicalTable& kept = all.schema.tables[size_t(table)];
    orm::Derivation one;
    one.schema.tables.push_back(kept);
    one.origins.push_back(all.origins[size_t(table)]);
    one.positions.insert(all.origins[size_t(table)].table, 0);
    for (size_t i = 0; i < all.schema.types.size(); ++i) {
        const bool used = std::any_of(kept.columns.begin(), kept.columns.end(),
            [&](const auto& column) { return column.type.native == all.schema.types[i].name; });
        if (!used)
            continue;
        one.schema.types.push_back(all.schema.types[i]);
        one.types.push_back(all.types[i]);
    }
    return one;
}

/// The tables, whoever refers to another before it.
std::vector<size_t> dependantsFirst(const orm::Derivation& derivation)
{
    const auto& tables = derivation.schema.tables;
    std::vector<size_t> order;
    std::vector<bool> placed(tables.size(), false);
    const auto isFree = [&](size_t table) {
        return std::none_of(tables.begin(), tables.end(), [&](const orm::PhysicalTable& other) {
            return !placed[size_t(&other - tables.data())] && &other != &tables[table] &&
                   std::any_of(other.foreignKeys.begin(), other.foreignKeys.end(),
                       [&](const orm::PhysicalForeignKey& key) { return key.refTable == tables[table].name; });
        });
    };
    while (order.size() < tables.size()) {
        const size_t before = order.size();
        for (size_t i = 0; i < tables.size(); ++i) {
            if (placed[i] || !isFree(i))
                continue;
            placed[i] = true;
            order.push_back(i);
        }
        if (order.size() > before)
            continue;
        for (size_t i = 0; i < tables.size(); ++i) { // a cycle: in the order drawn
            if (!placed[i])
                order.push_back(i);
            placed[i] = true;
        }
    }
    return order;
}

Result<Outcome> dropped(Context& context, const orm::Derivation& derivation, bool onlyExisting)
{
    if (context.connection.inTransaction())
        return orm::unsupportedError(QStringLiteral("drop"), QStringLiteral("drop inside of a transaction"));
    const auto drop = [&]() -> Result<void> {
        for (const size_t i : dependantsFirst(derivation)) {
            const orm::PhysicalTable& table = derivation.schema.tables[i];
            const orm::Dialect& dialect = context.connection.dialect();
            const QString name = table.schema.isEmpty()
                                     ? dialect.quoted(table.name)
                                     : dialect.quoted(table.schema) + u'.' + dialect.quoted(table.name);
            auto ran = context.connection.run(QStringLiteral("DROP TABLE IF EXISTS ") + name);
            if (!ran)
                return failure(ran);
        }
        return {};
    };
    auto done = onlyExisting ? context.connection.schemaChange(drop) : drop();
    if (!done)
        return failure(done);
    return Outcome::plain(Json());
}

} // namespace

Result<Outcome> callSequelize(Context& context, const QString& method, const Arguments& arguments)
{
    if (method == u"sync")
        return synchronised(context, context.derivation, arguments.at(0));
    if (method == u"drop")
        return dropped(context, context.derivation, true);
    for (const char* name :
        {"query", "literal", "transaction", "addHook", "truncate", "close", "authenticate"}) {
        if (method == QLatin1String(name))
            return orm::unsupportedError(QStringLiteral("sequelize"), method);
    }
    return noMethod(QStringLiteral("sequelize"), method, {QStringLiteral("sync"), QStringLiteral("drop")});
}

Result<Outcome> callTable(
    Context& context, const Repository& repository, const QString& method, const Arguments& arguments)
{
    const int table = context.derivation.indexOf(repository.model().id);
    Q_ASSERT_X(table >= 0, "callTable", "each model of the registry is derived from a table");
    const orm::Derivation one = onlyTable(context.derivation, table);
    return method == u"sync" ? synchronised(context, one, arguments.at(0)) : dropped(context, one, false);
}

} // namespace conjoin::sql::script
