// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresscript/reader.h"

/// Enums, domains, composite and range types.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Verbatim;

bool Reader::typeExists(const Name& name)
{
    const QStringList parts{written(name.schema), name.name};
    const bool there = catalog_.type(parts) || catalog_.verbatimAt(Verbatim::Kind::Type, name);
    if (there)
        warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
    return there;
}

void Reader::createEnum(const PgQuery__CreateEnumStmt& create)
{
    const Name name = catalog_.newName(names(List(create.n_type_name, create.type_name)));
    if (typeExists(name))
        return;
    orm::PhysicalUserType type;
    type.kind = model::UserType::Kind::Enum;
    type.schema = name.schema;
    type.name = name.name;
    type.values = names(List(create.n_vals, create.vals));
    catalog_.types.push_back(std::move(type));
}

void Reader::alterEnum(const PgQuery__AlterEnumStmt& alter)
{
    const QStringList parts = names(List(alter.n_type_name, alter.type_name));
    orm::PhysicalUserType* type = catalog_.type(parts);
    if (!type) {
        missing(parts.join(u'.'), false);
        return;
    }
    const QString old = text(alter.old_val), added = text(alter.new_val), beside = text(alter.new_val_neighbor);
    if (!old.isEmpty()) {
        const qsizetype at = type->values.indexOf(old);
        if (at >= 0)
            type->values[at] = added;
        else
            missing(old, false);
        return;
    }
    if (type->values.contains(added)) {
        if (!alter.skip_if_new_val_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {added});
        return;
    }
    const qsizetype at = type->values.indexOf(beside);
    if (at < 0)
        type->values += added;
    else
        type->values.insert(alter.new_val_is_after ? at + 1 : at, added);
}

/// `value` may be null: then there is none.
model::DefaultValue Reader::domainDefault(const orm::PhysicalUserType& domain, Node* value)
{
    const QString words = expression(value);
    if (words.isEmpty() || words.compare(u"null", Qt::CaseInsensitive) == 0)
        return {};
    return dialect_.defaultOf(needsParentheses(value) ? u'(' + words + u')' : words, domain.base);
}

void Reader::domainConstraint(orm::PhysicalUserType& domain, const PgQuery__Constraint& constraint)
{
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
        domain.nullable = false;
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
        domain.nullable = true;
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT: {
        domain.defaultValue = domainDefault(domain, constraint.raw_expr);
        break;
    }
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: {
        orm::PhysicalCheck check;
        check.name = text(constraint.conname);
        check.expression = expression(constraint.raw_expr);
        check.validated = !constraint.skip_validation;
        if (check.expression.isEmpty())
            break;
        if (check.name.isEmpty())
            check.name = catalog_.constraintName(domain.schema, domain.name, {}, QStringLiteral("check"));
        catalog_.claimConstraint({domain.schema, check.name});
        domain.checks.push_back(std::move(check));
        break;
    }
    default:
        break;
    }
}

void Reader::createDomain(PgQuery__CreateDomainStmt& create)
{
    const Name name = catalog_.newName(names(List(create.n_domainname, create.domainname)));
    if (typeExists(name))
        return;
    orm::PhysicalUserType domain;
    domain.kind = model::UserType::Kind::Domain;
    domain.schema = name.schema;
    domain.name = name.name;
    domain.base = dataType(create.type_name);
    if (create.coll_clause)
        domain.collation = collation(List(create.coll_clause->n_collname, create.coll_clause->collname));
    for (Node* node : List(create.n_constraints, create.constraints))
        domainConstraint(domain, *node->constraint);
    catalog_.types.push_back(std::move(domain));
}

void Reader::alterDomain(const PgQuery__AlterDomainStmt& alter)
{
    const QStringList parts = names(List(alter.n_type_name, alter.type_name));
    orm::PhysicalUserType* domain = catalog_.type(parts);
    if (!domain) {
        missing(parts.join(u'.'), false);
        return;
    }
    const QString name = text(alter.name);
    switch (*alter.subtype) {
    case 'T': {
        domain->defaultValue = domainDefault(*domain, alter.def);
        break;
    }
    case 'N':
        domain->nullable = true;
        break;
    case 'O':
        domain->nullable = false;
        break;
    case 'C':
        domainConstraint(*domain, *alter.def->constraint);
        break;
    case 'X':
        if (std::erase_if(
                domain->checks, [&](const orm::PhysicalCheck& check) { return check.name == name; }) == 0)
            missing(name, alter.missing_ok);
        break;
    case 'V':
        for (orm::PhysicalCheck& check : domain->checks)
            check.validated = check.validated || check.name == name;
        break;
    default:
        unknownTo(QStringLiteral("ALTER DOMAIN"));
        break;
    }
}

void Reader::createComposite(Node* node)
{
    PgQuery__CompositeTypeStmt& create = *node->composite_type_stmt;
    const Name name = catalog_.newName(*create.typevar);
    if (typeExists(name) || catalog_.hasRelation(name))
        return;
    std::vector<orm::PhysicalColumn> columns;
    QStringList needs, lines;
    for (Node* item : List(create.n_coldeflist, create.coldeflist)) {
        PgQuery__ColumnDef& definition = *item->column_def;
        orm::PhysicalColumn column;
        column.name = text(definition.colname);
        column.type = dataType(definition.type_name, &needs);
        QString line = identifier(column.name) + u' ' + typeSpelling(definition.type_name);
        if (definition.coll_clause) {
            column.collation =
                collation(List(definition.coll_clause->n_collname, definition.coll_clause->collname));
            line += QStringLiteral(" COLLATE ") + orm::postgres::collationName(column.collation);
        }
        lines += line;
        columns.push_back(std::move(column));
    }
    catalog_.claim(name);
    catalog_.composites.insert(name.key(), std::move(columns));
    keep(Verbatim::Kind::Type, name,
        QStringLiteral("CREATE TYPE %1 AS (\n  %2\n)")
            .arg(qualified(name), lines.join(QStringLiteral(",\n  "))),
        needs);
}

namespace {

QString attributeLine(const orm::PhysicalColumn& attribute, const orm::Dialect& dialect)
{
    const QString line = dialect.identifier(attribute.name) + u' ' + dialect.typeName(attribute.type);
    return attribute.collation.isEmpty()
               ? line
               : line + QStringLiteral(" COLLATE ") + orm::postgres::collationName(attribute.collation);
}

} // namespace

/// The type is said anew, and what was said behind it stays.
void Reader::alterComposite(orm::PhysicalVerbatim& type, const List& commands, Node* whole)
{
    const Name name{type.schema, type.name};
    std::vector<orm::PhysicalColumn>& columns = catalog_.composites[name.key()];
    const auto place = [&](const QString& attribute) {
        return std::find_if(columns.begin(), columns.end(),
            [&](const orm::PhysicalColumn& column) { return column.name == attribute; });
    };
    const auto define = [&](orm::PhysicalColumn& column, PgQuery__ColumnDef& definition) {
        column.type = dataType(definition.type_name, &type.dependsOn);
        column.collation =
            definition.coll_clause
                ? collation(List(definition.coll_clause->n_collname, definition.coll_clause->collname))
                : QString();
    };
    for (Node* node : commands) {
        const PgQuery__AlterTableCmd& command = *node->alter_table_cmd;
        const QString attribute = text(command.name);
        const auto found = place(attribute);
        switch (command.subtype) {
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
            columns.push_back({});
            columns.back().name = text(command.def->column_def->colname);
            define(columns.back(), *command.def->column_def);
            break;
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
            if (found != columns.end())
                columns.erase(found);
            else
                missing(attribute, command.missing_ok);
            break;
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
            if (found != columns.end())
                define(*found, *command.def->column_def);
            else
                missing(attribute, false);
            break;
        default:
            keepBehind(&type, whole, {});
            return;
        }
    }
    sayComposite(type);
}

void Reader::sayComposite(orm::PhysicalVerbatim& type)
{
    const Name name{type.schema, type.name};
    QStringList lines;
    for (const orm::PhysicalColumn& column : catalog_.composites.value(name.key()))
        lines += attributeLine(column, dialect_);
    const qsizetype end = type.sql.indexOf(QLatin1String("\n)"));
    type.sql = QStringLiteral("CREATE TYPE %1 AS (\n  %2\n)")
                   .arg(qualified(name), lines.join(QStringLiteral(",\n  "))) +
               (end < 0 ? QString() : type.sql.mid(end + 2));
}

void Reader::createRange(Node* node)
{
    PgQuery__CreateRangeStmt& create = *node->create_range_stmt;
    const Name name = catalog_.newName(names(List(create.n_type_name, create.type_name)));
    if (typeExists(name))
        return;
    placed(create.n_type_name, create.type_name);
    QStringList needs;
    const QString sql = sourceText(node, &needs);
    keep(Verbatim::Kind::Type, name, sql, needs);
}

} // namespace conjoin::sql::pgscript
