// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/tabletriggers.h"

namespace conjoin::sql {

namespace {

/// How an engine tells: namespace, table, name, and whether it runs on DELETE and on UPDATE.
struct TriggerCatalog {
    const char* dialect;
    const char* statement;
    bool byKeys;
};

constexpr const char* ofMySql = "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, "
                                "EVENT_MANIPULATION = 'DELETE', EVENT_MANIPULATION = 'UPDATE' FROM "
                                "information_schema.TRIGGERS WHERE EVENT_MANIPULATION <> 'INSERT' AND "
                                "EVENT_OBJECT_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME";

constexpr TriggerCatalog catalogs[] = {
    // The text says for what: CREATE TRIGGER name [BEFORE|AFTER|INSTEAD OF] DELETE|INSERT|UPDATE … ON table.
    {"sqlite",
        "SELECT '', tbl_name, name, upper(head) LIKE '% DELETE %', upper(head) LIKE '% UPDATE %' FROM (SELECT "
        "tbl_name, name, ' ' || replace(replace(replace(substr(sql, 1, instr(upper(sql) || 'BEGIN', 'BEGIN')), "
        "char(10), ' '), char(9), ' '), char(13), ' ') AS head FROM sqlite_master WHERE type = 'trigger') ORDER BY "
        "name",
        true},
    // Bits 3 and 4 of tgtype: DELETE, UPDATE; ev_type of a rule: 4 = DELETE, 2 = UPDATE.
    {"postgresql",
        "SELECT n.nspname, c.relname, t.tgname, (t.tgtype::integer & 8) <> 0, (t.tgtype::integer & 16) <> 0 FROM "
        "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT "
        "t.tgisinternal AND t.tgenabled <> 'D' AND (t.tgtype::integer & 24) <> 0 UNION ALL SELECT n.nspname, "
        "c.relname, r.rulename, r.ev_type = '4', r.ev_type = '2' FROM pg_rewrite r JOIN pg_class c ON c.oid = "
        "r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.ev_type IN ('2', '4') AND c.relkind IN "
        "('r', 'p') ORDER BY 3",
        true},
    {"mysql", ofMySql, false},
    {"mariadb", ofMySql, false},
};

const TriggerCatalog* catalogOf(const orm::Dialect& dialect)
{
    for (const TriggerCatalog& catalog : catalogs) {
        if (dialect.name() == QLatin1String(catalog.dialect))
            return &catalog;
    }
    Q_ASSERT_X(false, "tableTriggers", "every dialect that Connection opens has a catalog of triggers");
    return nullptr;
}

bool isTrue(const Value& value)
{
    return value.isInteger() && value.integer() != 0;
}

} // namespace

Result<std::vector<TableTrigger>> tableTriggers(Connection& connection)
{
    const TriggerCatalog* catalog = catalogOf(connection.dialect());
    auto read = connection.run(QString::fromLatin1(catalog->statement));
    if (!read)
        return failure(read);
    std::vector<TableTrigger> triggers;
    for (const std::vector<Value>& row : read->rows)
        triggers.push_back({row[0].display(), row[1].display(), row[2].display(), isTrue(row[3]), isTrue(row[4])});
    return triggers;
}

bool keysRunTriggers(const orm::Dialect& dialect)
{
    return catalogOf(dialect)->byKeys;
}

} // namespace conjoin::sql
