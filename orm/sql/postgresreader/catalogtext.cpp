// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/catalogtext.h"

#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"

namespace conjoin::sql::pgreader {

QString schemaOf(const QString& name)
{
    return name == u"public" ? QString() : name;
}

QString collationOf(const QString& schema, const QString& name)
{
    if (schema.isEmpty() || schema == u"pg_catalog")
        return name;
    return orm::postgres::quoted(schema) + u'.' + orm::postgres::quoted(name);
}

QString conditionOf(const QString& text)
{
    return orm::postgres::reparsable(orm::postgres::withoutOuterParentheses(text));
}

QStringList optionList(const QStringList& options, const QString& prefix)
{
    QStringList list;
    for (const QString& option : options) {
        const qsizetype equals = option.indexOf(u'=');
        list.append(prefix + orm::postgres::identifier(option.left(equals)) + u'=' +
                    orm::postgres::textLiteral(option.mid(equals + 1)));
    }
    return list;
}

QString withClause(const QStringList& options)
{
    return options.isEmpty() ? QString() : QStringLiteral("WITH (") + options.join(QStringLiteral(", ")) + u')';
}

} // namespace conjoin::sql::pgreader
