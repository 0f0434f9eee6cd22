// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importplan.h"

#include "orm/entity/unknownname.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Attribute;
using orm::Model;

namespace {

/// The model whose attribute the column fills in; null where the plan is wrong.
const Model* modelOf(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportColumn& column)
{
    if (column.path.isEmpty())
        return column.junction ? nullptr : &registry.at(plan.model);
    const auto way = associationsOf(registry, plan.model, column.path);
    if (way.empty() || (column.junction && way.back()->through < 0))
        return nullptr;
    return &registry.at(column.junction ? way.back()->through : way.back()->target);
}

/// The association of a path that is not there, as an Error of the model that lacks it.
Error unknownOnPath(const orm::ModelRegistry& registry, int model, const QStringList& path)
{
    for (const QString& name : path) {
        const Association* association = registry.at(model).association(name);
        if (!association)
            return orm::unknownAssociation(registry.at(model), name, registry.at(model).name);
        model = association->target;
    }
    return orm::unknownAssociation(registry.at(model), path.join(u'.'), registry.at(model).name);
}

bool hasLink(const ImportPlan& plan, const QStringList& path)
{
    return std::ranges::find(plan.links, path, &ImportLink::path) != plan.links.end();
}

/// Whether a column names the rows that an association leads to.
bool isNamed(const ImportPlan& plan, const QStringList& path)
{
    return std::ranges::any_of(
        plan.columns, [&](const ImportColumn& column) { return column.path == path && !column.junction; });
}

/// Whether the columns give a unique key of the rows that belong to a row.
bool givesKey(const orm::ModelRegistry& registry, const ImportPlan& plan, const QStringList& path)
{
    const Association& association = *associationsOf(registry, plan.model, path).back();
    const Model& target = registry.at(association.target);
    QStringList given = association.keys;
    for (const ImportColumn& column : plan.columns) {
        if (column.path == path && !column.junction)
            given.append(column.attribute);
    }
    for (const Association& next : target.associations) {
        if (next.kind == AssociationKind::BelongsTo && hasLink(plan, path + QStringList{next.name}))
            given += next.keys;
    }
    const auto isGiven = [&](const QStringList& key) {
        return !key.isEmpty() &&
               std::ranges::all_of(key, [&](const QString& name) { return given.contains(name); });
    };
    return isGiven(target.primaryKey) || std::ranges::any_of(target.uniqueKeys, isGiven);
}

Result<void> checkLink(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportLink& link,
    const QSet<QString>& places)
{
    const QString root = registry.at(plan.model).name;
    const auto way = associationsOf(registry, plan.model, link.path);
    if (way.empty())
        return unknownOnPath(registry, plan.model, link.path);
    const QString name = link.path.join(u'.');
    const Association& association = *way.back();
    if (link.path.size() > 1 && !hasLink(plan, link.path.first(link.path.size() - 1)))
        return inputError(root, message("import.link", "nothing says how \"%1\" is linked",
                                    {link.path.first(link.path.size() - 1).join(u'.')}));
    if (!link.separator.isEmpty() && !association.isToMany())
        return inputError(
            root, message("import.single", "\"%1\" is one row, a cell can't hold several", {name}));
    for (qsizetype depth = 1; depth < link.path.size() && !link.separator.isEmpty(); ++depth) {
        const auto above = std::ranges::find(plan.links, link.path.first(depth), &ImportLink::path);
        if (above != plan.links.end() && above->separator == link.separator)
            return inputError(root,
                message("import.same-separator", "\"%1\" parts what is parted by \"%2\" already",
                    {name, link.separator}),
                message("import.same-separator.hint", "let another sign part it"));
    }
    if (!isNamed(plan, link.path))
        return inputError(root, message("import.nameless", "no column says which of \"%1\" is meant", {name}));
    if (ownsRows(association) && !givesKey(registry, plan, link.path))
        return inputError(root,
            message("import.owned", "no column says which row of %1 is meant: they belong to one row each",
                {registry.at(association.target).table}),
            message("import.owned.hint", "map the columns of its key"));
    const QString& key = association.keys.isEmpty() ? QString() : association.keys.front();
    const QString above = QStringList(link.path.first(link.path.size() - 1)).join(u'.');
    if (association.kind == AssociationKind::BelongsTo && places.contains(above + QStringLiteral("..") + key))
        return inputError(root + u'.' + key,
            message("import.both", "\"%1\" is filled in by its own column and by \"%2\"", {key, name}));
    return {};
}

} // namespace

std::vector<const Association*> associationsOf(
    const orm::ModelRegistry& registry, int model, const QStringList& path)
{
    std::vector<const Association*> way;
    for (const QString& name : path) {
        const Association* association = registry.at(model).association(name);
        if (!association)
            return {};
        way.push_back(association);
        model = association->target;
    }
    return way;
}

bool ownsRows(const Association& association)
{
    return association.kind == AssociationKind::HasOne || association.kind == AssociationKind::HasMany;
}

bool isKeyOfLink(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportColumn& column)
{
    if (column.junction)
        return false;
    const auto leadsTo = [&](const QStringList& path) {
        const auto way = associationsOf(registry, plan.model, path);
        if (way.empty())
            return false;
        const Association& last = *way.back();
        const QStringList& there =
            last.kind == AssociationKind::BelongsToMany ? last.otherReferenced : last.referenced;
        if (column.path == path)
            return !ownsRows(last) && there.contains(column.attribute);
        return column.path == path.first(path.size() - 1) && last.kind != AssociationKind::BelongsTo &&
               last.referenced.contains(column.attribute);
    };
    return std::ranges::any_of(
        plan.columns, [&](const ImportColumn& other) { return !other.path.isEmpty() && leadsTo(other.path); });
}

std::vector<QStringList> keysOfPlan(const orm::ModelRegistry& registry, const ImportPlan& plan)
{
    const Model& root = registry.at(plan.model);
    QStringList given;
    for (const ImportColumn& column : plan.columns) {
        if (column.path.isEmpty())
            given.append(column.attribute);
    }
    for (const ImportLink& link : plan.links) {
        const auto way = associationsOf(registry, plan.model, link.path);
        if (way.size() == 1 && way.front()->kind == AssociationKind::BelongsTo)
            given += way.front()->keys;
    }
    std::vector<QStringList> keys = root.uniqueKeys;
    keys.insert(keys.begin(), root.primaryKey);
    std::erase_if(keys, [&](const QStringList& key) {
        return key.isEmpty() ||
               !std::ranges::all_of(key, [&](const QString& name) { return given.contains(name); });
    });
    return keys;
}

Result<void> checkPlan(const orm::ModelRegistry& registry, const ImportPlan& plan)
{
    const Model& root = registry.at(plan.model);
    QSet<QString> places;
    for (const ImportColumn& column : plan.columns) {
        const Model* model = modelOf(registry, plan, column);
        if (!model)
            return unknownOnPath(registry, plan.model, column.path);
        const Attribute* attribute = model->attribute(column.attribute);
        if (!attribute)
            return orm::unknownAttribute(*model, column.attribute, model->name);
        const QString place =
            QStringList{column.path.join(u'.'), column.junction ? model->name : QString(), column.attribute}
                .join(u'.');
        if (attribute->generated)
            return inputError(model->name + u'.' + attribute->name,
                message("import.generated", "\"%1\" is computed by the database", {attribute->name}));
        if (places.contains(place) && !isKeyOfLink(registry, plan, column))
            return inputError(model->name + u'.' + attribute->name,
                message("import.twice", "two columns of the file go to \"%1\"", {attribute->name}));
        places.insert(place);
        if (!column.path.isEmpty() && !hasLink(plan, column.path))
            return inputError(root.name,
                message("import.link", "nothing says how \"%1\" is linked", {column.path.join(u'.')}));
    }
    for (const ImportLink& link : plan.links) {
        if (auto fits = checkLink(registry, plan, link, places); !fits)
            return fits;
    }
    if (plan.columns.empty())
        return inputError(root.name, message("import.nothing", "no column of the file goes anywhere"));
    const std::vector<QStringList> keys = keysOfPlan(registry, plan);
    const bool known = plan.key.isEmpty() ? !keys.empty() : std::ranges::find(keys, plan.key) != keys.end();
    if (plan.mode != ImportMode::Insert && (!known || root.identity().isEmpty()))
        return inputError(root.name,
            message("import.keyless", "no column says which row of %1 a line is", {root.table}),
            message("import.keyless.hint", "map the columns of its key, or of another unique one"));
    return {};
}

} // namespace conjoin::sql
