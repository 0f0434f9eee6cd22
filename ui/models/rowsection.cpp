// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowsection.h"

#include "ui/models/rowobject.h"

#include <QSet>

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::AssociationKind;

/// A many-to-many target shows this many columns, more only where a new row needs them.
constexpr int mostTargetColumns = 4;

bool isKeyOfForeignKeys(const orm::Model& model)
{
    const QStringList identity = model.identity();
    return !identity.isEmpty() && std::all_of(identity.begin(), identity.end(), [&](const QString& column) {
        const orm::Attribute* attribute = model.attribute(column);
        return attribute && attribute->foreignKey;
    });
}

bool isNeeded(const orm::Model& model, const orm::Attribute& attribute)
{
    return !attribute.nullable && !attribute.hasDefault && !attribute.generated && !isMadeKey(model, attribute);
}

int associationIndex(const orm::Model& model, const QString& name)
{
    const auto found = std::ranges::find(model.associations, name, &orm::Association::name);
    return found == model.associations.end() ? -1 : int(found - model.associations.begin());
}

/// Says what stands for the associations among the cells.
void nameRelations(const orm::Model& model, RowSection& section)
{
    for (const SectionCell& cell : section.cells) {
        if (cell.association < 0)
            continue;
        orm::Attribute attribute;
        attribute.name = model.associations[size_t(cell.association)].name;
        attribute.type = model.associations[size_t(cell.association)].isToMany()
                             ? model::DataType::of(model::TypeKind::Integer)
                             : model::DataType::of(model::TypeKind::Text);
        attribute.generated = true;
        section.relations.push_back(std::move(attribute));
    }
}

/// As a person put them, and at the end those that the table has got since.
std::vector<SectionCell> chosenCells(
    const orm::Model& model, const QStringList& without, const TableLayout& layout)
{
    std::vector<SectionCell> cells;
    for (const TableLayout::Column& column : columnChoice(model, layout)) {
        if (column.hidden || without.contains(column.attribute))
            continue;
        const int attribute = model.attributeIndex(column.attribute);
        cells.push_back({false, attribute, attribute < 0 ? associationIndex(model, column.attribute) : -1});
    }
    return cells;
}

/// The target's columns, label first; `without` are those that say again whose child the row is.
std::vector<SectionCell> targetCells(
    const orm::Model& model, const QStringList& without, const TableLayout& layout)
{
    if (!layout.columns.empty()) {
        std::vector<SectionCell> chosen = chosenCells(model, without, layout);
        if (!chosen.empty())
            return chosen;
    }
    const QString made = hasMadeKey(model) ? model.primaryKey.first() : QString();
    const bool keyFirst = isKeyOfForeignKeys(model); // then no column alone says which row it is
    const int label = keyFirst ? -1 : model.attributeIndex(model.labelAttribute());
    std::vector<SectionCell> cells;
    if (label >= 0)
        cells.push_back({false, label});
    for (int i = 0; i < int(model.attributes.size()); ++i) {
        const QString& name = model.attributes[size_t(i)].name;
        if (i != label && name != made && !without.contains(name))
            cells.push_back({false, i});
    }
    if (label < 0 && !made.isEmpty())
        cells.insert(cells.begin(), {false, model.attributeIndex(made)});
    if (cells.empty() && !model.attributes.empty())
        cells.push_back({false, 0});
    return cells;
}

} // namespace

const orm::Attribute& RowSection::attribute(const orm::ModelRegistry& registry, int column) const
{
    const SectionCell& cell = cells[size_t(column)];
    if (cell.association >= 0) {
        const QString& name = registry.at(model).associations[size_t(cell.association)].name;
        return *std::ranges::find(relations, name, &orm::Attribute::name);
    }
    return registry.at(cell.junction ? through : model).attributes[size_t(cell.attribute)];
}

bool isMadeKey(const orm::Model& model, const orm::Attribute& attribute)
{
    if (attribute.autoIncrement)
        return true;
    const model::DataType& type = attribute.type;
    const bool integer = type.kind == model::TypeKind::Integer ||
                         (type.kind == model::TypeKind::Native &&
                             type.native->compare(QLatin1String("integer"), Qt::CaseInsensitive) == 0);
    return integer && model.rowid && !attribute.foreignKey && model.primaryKey == QStringList{attribute.name};
}

bool hasMadeKey(const orm::Model& model)
{
    if (model.primaryKey.size() != 1)
        return false;
    const orm::Attribute* key = model.attribute(model.primaryKey.first());
    return key && isMadeKey(model, *key);
}

std::vector<TableLayout::Column> columnChoice(const orm::Model& model, const TableLayout& layout)
{
    std::vector<TableLayout::Column> columns;
    const auto isThere = [&](const QString& name) {
        return std::ranges::find(columns, name, &TableLayout::Column::attribute) != columns.end();
    };
    for (const TableLayout::Column& column : layout.columns) {
        const bool known = model.attribute(column.attribute) || model.association(column.attribute);
        if (known && !isThere(column.attribute))
            columns.push_back(column);
    }
    if (std::ranges::none_of(columns, [&](const auto& column) { return model.attribute(column.attribute); })) {
        for (const SectionCell& cell : targetCells(model, {}, {}))
            columns.push_back({model.attributes[size_t(cell.attribute)].name, false});
    }
    const bool chosen = !layout.columns.empty();
    for (const orm::Attribute& attribute : model.attributes) {
        if (!isThere(attribute.name))
            columns.push_back({attribute.name, !chosen});
    }
    for (const orm::Association& association : model.associations) {
        if (!isThere(association.name))
            columns.push_back({association.name, true}); // counting costs: who wants it, asks for it
    }
    return columns;
}

bool isRightAligned(const orm::Model& model, const orm::Attribute& attribute)
{
    return isNumeric(attribute.type) && attribute.type.dimensions == 0 && !referenceOf(model, attribute.name);
}

RowSection rootSection(const orm::ModelRegistry& registry, int model, const TableLayout& layout)
{
    RowSection section;
    section.model = model;
    section.cells = targetCells(registry.at(model), {}, layout);
    nameRelations(registry.at(model), section);
    section.junctionBegin = int(section.cells.size());
    return section;
}

RowSection associationSection(const orm::ModelRegistry& registry, int owner, int associationIndex,
    JunctionColumns shown, const TableLayout& layout)
{
    const orm::Association& association = registry.at(owner).associations[size_t(associationIndex)];
    const orm::Model& target = registry.at(association.target);
    const bool child =
        association.kind == AssociationKind::HasMany || association.kind == AssociationKind::HasOne;
    RowSection section;
    section.model = association.target;
    section.cells = targetCells(target, child ? association.keys : QStringList(), layout);
    nameRelations(target, section);
    if (association.kind == AssociationKind::BelongsToMany && layout.columns.empty()) {
        std::vector<SectionCell> kept;
        for (const SectionCell& cell : section.cells) {
            if (int(kept.size()) < mostTargetColumns ||
                isNeeded(target, target.attributes[size_t(cell.attribute)]))
                kept.push_back(cell);
        }
        section.hidden = int(section.cells.size() - kept.size());
        section.cells = std::move(kept);
    }
    section.junctionBegin = int(section.cells.size());
    if (association.through >= 0) {
        section.through = association.through;
        const orm::Model& junction = registry.at(association.through);
        for (int i = 0; i < int(junction.attributes.size()); ++i) {
            const orm::Attribute& attribute = junction.attributes[size_t(i)];
            const bool key = association.keys.contains(attribute.name) ||
                             association.otherKeys.contains(attribute.name) ||
                             (attribute.primaryKey && attribute.autoIncrement);
            if (shown == JunctionColumns::Keys || (shown == JunctionColumns::Attributes && !key))
                section.cells.push_back({true, i});
        }
    }
    return section;
}

const orm::Association* inverseOf(
    const orm::ModelRegistry& registry, int owner, const orm::Association& association)
{
    for (const orm::Association& other : registry.at(association.target).associations) {
        if (other.target != owner || &other == &association)
            continue;
        if (association.kind == AssociationKind::BelongsToMany) {
            if (other.kind == AssociationKind::BelongsToMany && other.through == association.through &&
                other.keys == association.otherKeys && other.otherKeys == association.keys)
                return &other;
        } else if (other.keys == association.keys && (other.kind == AssociationKind::BelongsTo) !=
                                                         (association.kind == AssociationKind::BelongsTo)) {
            return &other;
        }
    }
    return nullptr;
}

} // namespace conjoin::ui
