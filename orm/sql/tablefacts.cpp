// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/tablefacts.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::sql {

namespace {

/// Says what a type of the schema is, and adds what its domains ask of the column.
void resolve(const orm::Model& model, const orm::PhysicalSchema& schema, const orm::SqlSyntax& syntax,
    int attribute, TableFacts& facts)
{
    constexpr int deepest = 20; // domains over domains
    model::DataType type = facts.types[size_t(attribute)];
    for (int i = 0; i < deepest && type.kind == model::TypeKind::Named; ++i) {
        const orm::PhysicalUserType* named = schema.type(type.native, type.schema);
        if (!named)
            return;
        if (type.dimensions == 0) { // of an array the check is one of its elements
            for (const orm::PhysicalCheck& check : named->checks)
                facts.checks.add(model, check.expression, syntax, attribute);
        }
        const int dimensions = type.dimensions;
        type = named->kind == model::UserType::Kind::Enum ? model::DataType::enumeration(named->values)
                                                          : named->base;
        type.dimensions += dimensions;
        facts.types[size_t(attribute)] = type;
    }
}

/// A trigger that runs before rows are written can change them, on the engines that have such ones.
bool hasTriggerBeforeInsert(const orm::Model& model, const orm::PhysicalSchema& schema)
{
    static const QRegularExpression beforeInsert(
        QStringLiteral(R"(\bBEFORE\s+(?:\w+\s+OR\s+)*INSERT\b)"), QRegularExpression::CaseInsensitiveOption);
    const QString table = model::objectKey(model.schema, model.table);
    return std::ranges::any_of(schema.verbatims, [&](const orm::PhysicalVerbatim& verbatim) {
        return verbatim.kind == model::Verbatim::Kind::Trigger && verbatim.table == table &&
               verbatim.sql.contains(beforeInsert);
    });
}

} // namespace

TableFacts factsOf(const orm::Model& model, const orm::PhysicalSchema* schema, const orm::SqlSyntax& syntax)
{
    TableFacts facts;
    facts.repeats.assign(model.attributes.size(), false);
    for (const orm::Attribute& attribute : model.attributes)
        facts.types.push_back(attribute.type);
    const orm::PhysicalTable* table = schema ? schema->table(model.table, model.schema) : nullptr;
    if (!table)
        return facts;
    facts.filledByTriggers = hasTriggerBeforeInsert(model, *schema);
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        if (const orm::PhysicalColumn* column = table->column(model.attributes[i].column)) {
            facts.repeats[i] = column->defaultValue.kind == model::DefaultValue::Kind::Literal;
            facts.types[i] = column->type;
            resolve(model, *schema, syntax, int(i), facts);
        }
    }
    for (const orm::PhysicalCheck& check : table->checks) {
        if (check.enforced)
            facts.checks.add(model, check.expression, syntax);
    }
    return facts;
}

} // namespace conjoin::sql
