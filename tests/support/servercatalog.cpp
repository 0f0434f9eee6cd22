// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/servercatalog.h"

namespace conjoin::tests {

namespace {

/// Each gives a fact a row.
QStringList postgresQueries()
{
    return {QStringLiteral(R"sql(
WITH c AS (SELECT concat(CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END, r.relname) AS relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid) AS value, a.attidentity <> '' AS identity
    FROM pg_attribute a JOIN pg_class r ON r.oid = a.attrelid JOIN pg_namespace n ON n.oid = r.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND a.attnum > 0)
SELECT concat(relname, '.', attname, ' type ', type) FROM c
UNION ALL SELECT concat(relname, '.', attname, CASE WHEN attnotnull THEN ' not null' ELSE ' null' END) FROM c
UNION ALL SELECT concat(relname, '.', attname, ' default ', value) FROM c WHERE value IS NOT NULL
UNION ALL SELECT concat(relname, '.', attname, ' counts') FROM c WHERE identity OR value LIKE 'nextval(%'
UNION ALL SELECT concat(relname, ' columns (', string_agg(attname, ', ' ORDER BY attnum), ')') FROM c
    GROUP BY relname)sql"),
        QStringLiteral(R"sql(
WITH a(k, v) AS (VALUES ('a', 'NO ACTION'), ('r', 'RESTRICT'), ('c', 'CASCADE'), ('n', 'SET NULL'),
    ('d', 'SET DEFAULT'))
SELECT concat(t.relname, CASE contype WHEN 'p' THEN ' primary key ' WHEN 'u' THEN ' unique ' WHEN 'c' THEN ' check '
        ELSE ' foreign key ' END, conname, ' (', (SELECT string_agg(attname, ', ' ORDER BY o) FROM unnest(conkey)
        WITH ORDINALITY k(n, o) JOIN pg_attribute ON attrelid = conrelid AND attnum = n), ')',
    CASE WHEN contype = 'f' THEN concat(' to ', f.relname, ' (', (SELECT string_agg(attname, ', ' ORDER BY o)
        FROM unnest(confkey) WITH ORDINALITY k(n, o) JOIN pg_attribute ON attrelid = confrelid AND attnum = n),
        ') delete ', (SELECT v FROM a WHERE k = confdeltype::text), ' update ',
        (SELECT v FROM a WHERE k = confupdtype::text)) END)
FROM pg_constraint JOIN pg_class t ON t.oid = conrelid LEFT JOIN pg_class f ON f.oid = confrelid
WHERE t.relnamespace = 'public'::regnamespace)sql"),
        QStringLiteral(R"sql(
SELECT concat(t.relname, CASE WHEN indisunique THEN ' unique ' ELSE ' index ' END, i.relname, ' (',
    (SELECT string_agg(attname, ', ' ORDER BY o) FROM unnest(indkey::int[]) WITH ORDINALITY k(n, o)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = n), ')')
FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
WHERE t.relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u')))sql"),
        QStringLiteral(R"sql(
SELECT concat('enum ', typname, ' (', string_agg(enumlabel, ', ' ORDER BY enumsortorder), ')')
FROM pg_enum JOIN pg_type t ON t.oid = enumtypid GROUP BY typname)sql")};
}

QStringList mysqlQueries()
{
    return {QStringLiteral(R"sql(
WITH c AS (SELECT * FROM information_schema.columns WHERE table_schema = database())
SELECT concat(table_name, '.', column_name, ' type ', column_type) FROM c
UNION ALL SELECT concat(table_name, '.', column_name, IF(is_nullable = 'YES', ' null', ' not null')) FROM c
UNION ALL SELECT concat(table_name, '.', column_name, ' default ', column_default) FROM c
    WHERE column_default IS NOT NULL
UNION ALL SELECT concat(table_name, '.', column_name, ' counts') FROM c WHERE extra LIKE '%auto_increment%'
UNION ALL SELECT concat(table_name, '.', column_name, ' compared by its bytes') FROM c
    WHERE collation_name LIKE '%\_bin'
UNION ALL SELECT concat(table_name, ' columns (', group_concat(column_name ORDER BY ordinal_position SEPARATOR ', '),
    ')') FROM c GROUP BY table_name)sql"),
        QStringLiteral(R"sql(
SELECT concat(table_name, IF(index_name = 'PRIMARY', ' primary key ', IF(min(non_unique), ' index ', ' unique ')),
    index_name, ' (', group_concat(column_name ORDER BY seq_in_index SEPARATOR ', '), ')')
FROM information_schema.statistics WHERE table_schema = database() GROUP BY table_name, index_name)sql"),
        QStringLiteral(R"sql(
SELECT concat(k.table_name, ' foreign key ', k.constraint_name, ' (',
    group_concat(column_name ORDER BY ordinal_position SEPARATOR ', '), ') to ', k.referenced_table_name, ' (',
    group_concat(referenced_column_name ORDER BY ordinal_position SEPARATOR ', '), ') delete ', min(delete_rule),
    ' update ', min(update_rule))
FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.table_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = database() AND k.referenced_table_name IS NOT NULL
GROUP BY k.table_name, k.constraint_name, k.referenced_table_name)sql")};
}

QStringList sqliteQueries()
{
    const QString tables = QStringLiteral("WITH t AS (SELECT name, sql FROM sqlite_master WHERE type = 'table' "
                                          "AND name NOT LIKE 'sqlite\\_%' ESCAPE "
                                          "'\\') ");
    return {tables + QStringLiteral(R"sql(
SELECT t.name || '.' || c.name || ' type ' || c.type FROM t, pragma_table_info(t.name) c
UNION ALL SELECT t.name || '.' || c.name || iif(c."notnull", ' not null', ' null') FROM t, pragma_table_info(t.name) c
UNION ALL SELECT t.name || '.' || c.name || ' default ' || c.dflt_value FROM t, pragma_table_info(t.name) c
    WHERE c.dflt_value IS NOT NULL
UNION ALL SELECT t.name || '.' || c.name || ' counts' FROM t, pragma_table_info(t.name) c
    WHERE c.pk AND t.sql LIKE '%AUTOINCREMENT%'
UNION ALL SELECT t.name || ' columns (' || (SELECT group_concat(name, ', ') FROM
    (SELECT name FROM pragma_table_info(t.name) ORDER BY cid)) || ')' FROM t
UNION ALL SELECT t.name || ' primary key (' || (SELECT group_concat(name, ', ') FROM
    (SELECT name FROM pragma_table_info(t.name) WHERE pk ORDER BY pk)) || ')' FROM t
    WHERE EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE pk))sql"),
        tables + QStringLiteral(R"sql(
SELECT t.name || ' foreign key (' || (SELECT group_concat("from", ', ') FROM
        (SELECT "from" FROM pragma_foreign_key_list(t.name) WHERE id = f.id ORDER BY seq)) || ') to ' || f."table" ||
    ' (' || (SELECT group_concat("to", ', ') FROM
        (SELECT "to" FROM pragma_foreign_key_list(t.name) WHERE id = f.id ORDER BY seq)) || ') delete ' ||
    f.on_delete || ' update ' || f.on_update
FROM t, pragma_foreign_key_list(t.name) f WHERE f.seq = 0)sql"),
        tables + QStringLiteral(R"sql(
SELECT t.name || iif(i."unique", ' unique', ' index') || iif(i.origin = 'c', ' ' || i.name, '') || ' (' ||
    (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
FROM t, pragma_index_list(t.name) i WHERE i.origin <> 'pk')sql")};
}

QStringList queriesFor(const QString& engine)
{
    if (engine == u"postgres")
        return postgresQueries();
    return engine == u"sqlite" ? sqliteQueries() : mysqlQueries();
}

} // namespace

Result<CatalogFacts> serverFacts(sql::Connection& connection, const QString& engine)
{
    CatalogFacts facts;
    for (const QString& query : queriesFor(engine)) {
        const auto rows = connection.run(query);
        if (!rows)
            return failure(rows);
        for (const auto& row : rows->rows)
            facts.append(row.front().display());
    }
    facts.sort();
    return facts;
}

} // namespace conjoin::tests
