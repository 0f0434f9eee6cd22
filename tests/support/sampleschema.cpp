// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleschema.h"

#include "orm/dialect/dialect.h"

#include <QRegularExpression>

namespace conjoin::tests {

QString errorText(const Error& error)
{
    QString text = error.where + QStringLiteral(": ") + error.what.english();
    if (!error.hint.isEmpty())
        text += QStringLiteral(" (") + error.hint.english() + u')';
    return text;
}

model::Column SampleSchema::column(const QString& text, std::vector<model::Key>& uniqueKeys)
{
    static const QRegularExpression form(QStringLiteral("^(.*?)([*!]?)(?: +([a-z0-9(),\\[\\]]+))?$"));
    const QRegularExpressionMatch match = form.match(text);
    model::Column column;
    column.id = ids_.next<ColumnId>();
    column.name = match.captured(1);
    column.nullable = match.captured(2).isEmpty();
    column.type =
        model::parseType(match.captured(3).isEmpty() ? QStringLiteral("varchar(255)") : match.captured(3));
    if (match.captured(2) == u"!") {
        model::Key key;
        key.id = ids_.next<KeyId>();
        key.parts.push_back({column.id, false, {}});
        uniqueKeys.push_back(std::move(key));
    }
    return column;
}

TableId SampleSchema::table(const QString& name, const QStringList& columns, const QStringList& primaryKey)
{
    model::Table table;
    table.id = ids_.next<TableId>();
    table.name = name;
    for (const QString& text : columns)
        table.columns.push_back(column(text, table.uniqueKeys));
    if (!primaryKey.isEmpty()) {
        table.primaryKey.emplace();
        table.primaryKey->id = ids_.next<KeyId>();
        for (const QString& part : primaryKey)
            table.primaryKey->parts.push_back({table.columnNamed(part)->id, false, {}});
    }
    const TableId id = table.id;
    schema.tables.set(std::move(table));
    return id;
}

ReferenceId SampleSchema::reference(
    TableId from, TableId to, const QString& role, const QString& inverseRole, bool mandatory, bool unique)
{
    model::Reference reference;
    reference.id = ids_.next<ReferenceId>();
    reference.from = from;
    reference.to = to;
    reference.role = role;
    reference.inverseRole = inverseRole;
    reference.mandatory = mandatory;
    reference.unique = unique;
    schema.references.set(reference);
    return reference.id;
}

LinkId SampleSchema::link(const QString& junction, TableId left, TableId right, const QStringList& columns,
    const QString& leftRole, const QString& rightRole)
{
    model::ManyToMany link;
    link.id = ids_.next<LinkId>();
    link.junction = table(junction, columns);
    link.ends.resize(2);
    link.ends[0].table = left;
    link.ends[0].role = leftRole;
    link.ends[1].table = right;
    link.ends[1].role = rightRole;
    const LinkId id = link.id;
    schema.links.set(std::move(link));
    return id;
}

void SampleSchema::derive()
{
    derive(*mustHave(orm::dialectNamed(QStringLiteral("sqlite")), QStringLiteral("dialect")));
}

void SampleSchema::derive(const orm::Dialect& dialect)
{
    derivation_ = orm::derive(schema, naming, dialect.capabilities());
    registry_ = orm::ModelRegistry::make(schema, naming, derivation_);
}

int SampleSchema::model(const char* name) const
{
    return mustHave(registry_.find(QString::fromUtf8(name)), QStringLiteral("model"));
}

} // namespace conjoin::tests
