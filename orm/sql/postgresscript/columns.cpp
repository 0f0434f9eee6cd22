// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// Columns as CREATE TABLE and ADD COLUMN define them.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Deferrable;

namespace {

QString serialType(const PgQuery__TypeName* type)
{
    if (type->n_names != 1 || type->n_array_bounds > 0)
        return {};
    static const QHash<QString, QString> types{{"serial", "integer"}, {"serial4", "integer"},
        {"bigserial", "bigint"}, {"serial8", "bigint"}, {"smallserial", "smallint"}, {"serial2", "smallint"}};
    return types.value(stringOf(type->names[0]));
}

/// What DEFAULT NULL leaves in the catalog: nothing, or the null that was cast to the length of its type.
QString nullOf(QString type)
{
    const qsizetype open = type.indexOf(u'('), close = type.indexOf(u')');
    if (open < 0 || close < open || type.endsWith(u']'))
        return {};
    type.remove(open, close + 1 - open);
    if (type == u"character")
        type = QStringLiteral("bpchar");
    else if (type == u"bit")
        type = QStringLiteral("\"bit\"");
    return QStringLiteral("NULL::") + type;
}

} // namespace

void Reader::column(Table& table, PgQuery__ColumnDef& definition, Pending& pending)
{
    const QString name = text(definition.colname);
    orm::PhysicalColumn* made = table.column(name);
    if (!made) {
        table.table.columns.push_back({});
        made = &table.table.columns.back();
        made->name = name;
    } else if (table.parents.empty() && !table.partitionOf && definition.type_name) {
        warn("script.column.exists", "\"%1\" has two columns called \"%2\"; the second was passed over",
            {table.name().key(), name});
        return;
    }
    if (definition.type_name) {
        table.onlyInherited.remove(name);
        const QString serial = serialType(definition.type_name);
        if (!serial.isEmpty()) {
            made->type = dialect_.typeOf(serial);
            makeSerial(table, *made, serial);
        } else {
            QStringList needs;
            made->type = dataType(definition.type_name, &needs);
            table.needs[name] += needs;
        }
    }
    if (definition.coll_clause)
        made->collation = collation(List(definition.coll_clause->n_collname, definition.coll_clause->collname));
    if (const QString method = text(definition.compression); !method.isEmpty())
        made->extra = QStringLiteral("COMPRESSION ") + method;
    if (definition.raw_default)
        setDefault(table, *made, definition.raw_default);
    columnConstraints(table, *made, List(definition.n_constraints, definition.constraints), pending);
}

void Reader::columnConstraints(
    Table& table, orm::PhysicalColumn& made, const List& constraints, Pending& pending)
{
    Pending::Constraint* last = nullptr; // DEFERRABLE stands after what it is about
    for (Node* node : constraints) {
        if (node->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
            continue;
        PgQuery__Constraint& constraint = *node->constraint;
        const auto postpone = [&](std::vector<Pending::Constraint>& list) {
            list.push_back({&constraint, made.name, Deferrable::No});
            last = &list.back();
        };
        switch (constraint.contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
            made.nullable = false;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
            made.nullable = true;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
            setDefault(table, made, constraint.raw_expr);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
            makeIdentity(
                table, made, text(constraint.generated_when), List(constraint.n_options, constraint.options));
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED: {
            QStringList needs;
            made.generated = {model::Generated::Kind::Stored, expression(constraint.raw_expr, &needs)};
            table.needs[made.name] += needs;
            break;
        }
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
            postpone(pending.checks);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
            postpone(pending.keys);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
            postpone(pending.foreignKeys);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
            if (last && last->deferrable == Deferrable::No)
                last->deferrable = Deferrable::InitiallyImmediate;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
            if (last)
                last->deferrable = Deferrable::InitiallyDeferred;
            break;
        default:
            break; // NOT DEFERRABLE and IMMEDIATE say what is so anyway
        }
    }
}

/// What a domain is of, in the end; any other type itself.
model::DataType Reader::baseOf(model::DataType type)
{
    while (type.kind == model::TypeKind::Named && type.dimensions == 0) {
        const orm::PhysicalUserType* domain = catalog_.type({written(type.schema), type.native});
        if (!domain || domain->kind != model::UserType::Kind::Domain)
            break;
        type = domain->base;
    }
    return type;
}

void Reader::setDefault(Table& table, orm::PhysicalColumn& made, Node* value)
{
    made.defaultValue = {};
    table.sequences.remove(made.name);
    if (!value)
        return;
    if (Sequence* sequence = sequenceOfNextval(value)) {
        table.sequences.insert(made.name, sequence); // told in words when the script is at its end
        return;
    }
    QStringList needs;
    const std::optional<bool> truth = booleanCast(*value);
    const QString words =
        truth ? (*truth ? QStringLiteral("true") : QStringLiteral("false")) : expression(value, &needs);
    table.needs[made.name] += needs;
    if (words.compare(u"null", Qt::CaseInsensitive) != 0) {
        made.defaultValue =
            dialect_.defaultOf(needsParentheses(value) ? u'(' + words + u')' : words, made.type);
        return;
    }
    const model::DataType base = baseOf(made.type);
    const QString type = dialect_.typeName(base);
    QString null = nullOf(type);
    if (null.isEmpty() && base != made.type)
        null = QStringLiteral("NULL::") + type; // cast to the domain, and shown as what it is of
    if (!null.isEmpty())
        made.defaultValue = {model::DefaultValue::Kind::Expression, null};
}

} // namespace conjoin::sql::pgscript
