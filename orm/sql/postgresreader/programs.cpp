// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

void PostgresReader::readTableRules()
{
    for (const std::vector<Value>& values : catalog_.tableRules.rows) {
        const CatalogRow row(values);
        const auto owner = classes_.constFind(row.number(1));
        if (owner == classes_.cend())
            continue;
        const auto [schema, table] = nameOf(*owner);
        const QString owned = sqlName(schema, table);
        const QString name = row.text(2);
        QString sql = reparsable(row.text(3).trimmed());
        Kind kind = Kind::Trigger;
        if (row.letter(0) == u'p') {
            kind = Kind::Policy;
            sql = policyStatement(row, owned);
        } else if (row.letter(0) == u'r') {
            kind = Kind::Rule;
        }
        while (sql.endsWith(u';'))
            sql = sql.chopped(1).trimmed();
        if (row.letter(4) != u'O') {
            const char* state = row.letter(4) == u'D'   ? "DISABLE"
                                : row.letter(4) == u'R' ? "ENABLE REPLICA"
                                                        : "ENABLE ALWAYS";
            sql += QStringLiteral(";\nALTER TABLE %1 %2 %3 %4")
                       .arg(owned, QLatin1String(state),
                           kind == Kind::Rule ? QStringLiteral("RULE") : QStringLiteral("TRIGGER"),
                           dialect_.identifier(name));
        }
        PhysicalVerbatim& verbatim = addVerbatim(kind, schema, name, sql);
        verbatim.table = owner->key;
        verbatim.comment = row.text(5);
    }
}

std::pair<QString, QString> PostgresReader::nameOf(const Object& object) const
{
    if (object.what == Object::What::Table)
        return {drafts_[object.index].table.schema, drafts_[object.index].table.name};
    return {schema_.verbatims[object.index].schema, schema_.verbatims[object.index].name};
}

QString PostgresReader::policyStatement(const CatalogRow& row, const QString& table) const
{
    QString sql = QStringLiteral("CREATE POLICY %1 ON %2").arg(dialect_.identifier(row.text(2)), table);
    if (!row.flag(6))
        sql += QStringLiteral(" AS RESTRICTIVE");
    switch (row.letter(7).unicode()) {
    case u'r':
        sql += QStringLiteral(" FOR SELECT");
        break;
    case u'a':
        sql += QStringLiteral(" FOR INSERT");
        break;
    case u'w':
        sql += QStringLiteral(" FOR UPDATE");
        break;
    case u'd':
        sql += QStringLiteral(" FOR DELETE");
        break;
    default:
        break;
    }
    if (row.text(8) != u"PUBLIC")
        sql += QStringLiteral(" TO ") + row.text(8);
    if (!row.isNull(9))
        sql += QStringLiteral(" USING ") + orm::ansi::parenthesized(conditionOf(row.text(9)));
    if (!row.isNull(10))
        sql += QStringLiteral(" WITH CHECK ") + orm::ansi::parenthesized(conditionOf(row.text(10)));
    return sql;
}

void PostgresReader::readRoutines()
{
    for (const std::vector<Value>& values : catalog_.routines.rows) {
        const CatalogRow row(values);
        const QString schema = schemaOf(row.text(1));
        const QString name = row.text(2) + u'(' + row.text(3) + u')';
        QString sql = row.text(4).trimmed();
        if (!row.isNull(6))
            sql = QStringLiteral("CREATE AGGREGATE %1(%2) (\n  %3\n)")
                      .arg(sqlName(schema, row.text(2)), row.text(6), row.text(7));
        const bool starAggregate = !row.isNull(6) && row.text(6) == u"*";
        addVerbatim(Kind::Routine, schema, starAggregate ? row.text(2) + QStringLiteral("(*)") : name, sql)
            .comment = row.text(5);
        procedures_.insert(
            row.number(0), lastVerbatim(model::objectKey(schema, schema_.verbatims.back().name)));
    }
}

} // namespace conjoin::sql::pgreader
