// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/livecheck.h"

#include "ui/models/rowsection.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

/// What an attribute of the row will hold; nothing where that is not known yet.
std::optional<orm::Value> valueOf(
    const RowSource& source, const RowObject& row, int index, const QString& changing, const orm::Json* value)
{
    const orm::Model& model = source.registry->at(row.model);
    const orm::Attribute& attribute = model.attributes[size_t(index)];
    const auto entered = row.entered.constFind(attribute.name);
    const orm::Json* given = value && attribute.name == changing ? value
                             : entered != row.entered.constEnd() ? &*entered
                                                                 : nullptr;
    if (given) {
        const Result<orm::Value> read = orm::valueFromJson(*given, attribute.type, attribute.name);
        return read ? std::optional(*read) : std::nullopt;
    }
    const orm::Association* reference = referenceOf(model, attribute.name);
    if (reference && row.linkOf(reference->name))
        return std::nullopt;
    if (!row.draft) {
        const bool read = size_t(index) < row.values.size() && !row.cutLength(index) && !attribute.generated;
        return read ? std::optional(row.values[size_t(index)]) : std::nullopt;
    }
    const bool filled =
        attribute.hasDefault || attribute.generated || attribute.foreignKey || isMadeKey(model, attribute);
    return filled ? std::nullopt : std::optional(orm::Value());
}

} // namespace

std::optional<Message> brokenCheck(
    const RowSource& source, const RowObject& row, const QString& attribute, const orm::Json* value)
{
    if (!source.facts || size_t(row.model) >= source.facts->size())
        return std::nullopt;
    const orm::Model& model = source.registry->at(row.model);
    const int asked = model.attributeIndex(attribute);
    const sql::SeedChecks& checks = (*source.facts)[size_t(row.model)].checks;
    std::vector<int> naming; // checks that name the attribute
    for (int i = 0; i < checks.count(); ++i) {
        const std::vector<int>& attributes = checks.attributesOf(i);
        if (std::ranges::find(attributes, asked) != attributes.end())
            naming.push_back(i);
    }
    if (naming.empty())
        return std::nullopt;
    sql::ColumnValues will;
    for (const int check : naming) {
        for (const int named : checks.attributesOf(check)) {
            if (std::optional<orm::Value> known = valueOf(source, row, named, attribute, value))
                will.insert_or_assign(named, std::move(*known));
        }
    }
    for (const int check : naming) {
        if (checks.isBroken(check, will))
            return message("value.check", "the table asks: %1", {checks.text(check)});
    }
    return std::nullopt;
}

std::optional<Message> duplicateOf(const RowSource& source, const RowObject& row, const QString& attribute,
    const std::vector<RowPtr>& others, const orm::Json* value)
{
    const orm::Model& model = source.registry->at(row.model);
    std::vector<QStringList> keys = model.uniqueKeys;
    if (!model.primaryKey.isEmpty())
        keys.push_back(model.primaryKey);
    for (const QStringList& key : keys) {
        if (!key.contains(attribute))
            continue;
        std::vector<std::pair<int, orm::Value>> wanted;
        for (const QString& part : key) {
            const int index = model.attributeIndex(part);
            std::optional<orm::Value> known = valueOf(source, row, index, attribute, value);
            if (known && !known->isNull()) // NULL is no other NULL's like
                wanted.emplace_back(index, std::move(*known));
        }
        if (wanted.size() != size_t(key.size()))
            continue;
        for (const RowPtr& other : others) {
            if (other.get() == &row || other->model != row.model || other->removed)
                continue;
            const bool same = std::ranges::all_of(wanted, [&](const auto& part) {
                return valueOf(source, *other, part.first, {}, nullptr) == part.second;
            });
            if (same)
                return message("value.duplicate", "%1 already has it", {rowLabel(*source.registry, *other)});
        }
    }
    return std::nullopt;
}

} // namespace conjoin::ui
