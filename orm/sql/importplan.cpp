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

bool isImported(const Association& association)
{
    return association.kind == AssociationKind::BelongsTo || association.kind == AssociationKind::BelongsToMany;
}

/// A name without what people write differently.
QString plainName(const QString& name)
{
    QString plain;
    for (const QChar c : name) {
        if (c.isLetterOrNumber() || c == u'.')
            plain += c.toCaseFolded();
    }
    return plain;
}

/// The attribute that a name means, or -1.
int attributeCalled(const Model& model, const QString& name)
{
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const Attribute& attribute = model.attributes[i];
        if (plainName(attribute.name) == name || plainName(attribute.column) == name)
            return int(i);
    }
    return -1;
}

/// Where a name of the file leads from a model on; `plain` as plainName() has it.
std::optional<ImportColumn> columnCalled(
    const orm::ModelRegistry& registry, int model, const QString& plain, const QStringList& path = {})
{
    const Model& here = registry.at(model);
    ImportColumn column;
    column.path = path;
    if (const int own = attributeCalled(here, plain); own >= 0) {
        const Attribute& attribute = here.attributes[size_t(own)];
        if (attribute.generated)
            return {};
        column.attribute = attribute.name;
        return column;
    }
    for (const Association& association : here.associations) {
        if (!isImported(association))
            continue;
        const Model& target = registry.at(association.target);
        column.path = path + QStringList{association.name};
        const QString names = plainName(association.name);
        QString singular = plainName(association.singular);
        if (singular.isEmpty())
            singular = plainName(target.name);
        if ((plain == names || plain == singular) && !target.labelAttribute().isEmpty()) {
            column.attribute = target.labelAttribute();
            return column;
        }
        const QString head = plain.section(u'.', 0, 0);
        const QString rest = plain.section(u'.', 1);
        if ((head != names && head != singular) || rest.isEmpty())
            continue;
        if (const int at = attributeCalled(target, rest); at >= 0) {
            column.attribute = target.attributes[size_t(at)].name;
            return column;
        }
        if (association.through >= 0) {
            const Model& junction = registry.at(association.through);
            const QString last = rest.section(u'.', -1);
            const bool meant = rest == last || rest.section(u'.', 0, 0) == plainName(junction.name);
            if (const int at = meant ? attributeCalled(junction, last) : -1; at >= 0) {
                column.attribute = junction.attributes[size_t(at)].name;
                column.junction = true;
                return column;
            }
        }
        if (auto further = columnCalled(registry, association.target, rest, column.path))
            return further;
    }
    return {};
}

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

Result<void> checkLink(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportLink& link,
    const QSet<QString>& places)
{
    const QString root = registry.at(plan.model).name;
    const auto way = associationsOf(registry, plan.model, link.path);
    if (way.empty())
        return unknownOnPath(registry, plan.model, link.path);
    const QString name = link.path.join(u'.');
    const Association& association = *way.back();
    if (!isImported(association))
        return inputError(root,
            message("import.owned", "\"%1\" are rows of their own: import them into their table", {name}));
    if (link.path.size() > 1 && !hasLink(plan, link.path.first(link.path.size() - 1)))
        return inputError(root, message("import.link", "nothing says how \"%1\" is linked",
                                    {link.path.first(link.path.size() - 1).join(u'.')}));
    if (!link.separator.isEmpty() && association.kind != AssociationKind::BelongsToMany)
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
        if (places.contains(place))
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

ImportPlan suggestedPlan(const orm::ModelRegistry& registry, int model, const QStringList& names)
{
    ImportPlan plan;
    plan.model = model;
    for (qsizetype i = 0; i < names.size(); ++i) {
        std::optional<ImportColumn> column = columnCalled(registry, model, plainName(names[i]));
        if (!column)
            continue;
        column->column = int(i);
        const bool taken = std::ranges::any_of(plan.columns, [&](const ImportColumn& other) {
            return other.path == column->path && other.junction == column->junction &&
                   other.attribute == column->attribute;
        });
        if (!taken)
            plan.columns.push_back(*column);
    }
    // What nothing names – only columns of the junction, or of what lies behind – can't be looked for.
    std::erase_if(plan.columns, [all = plan](const ImportColumn& column) {
        for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
            if (!isNamed(all, column.path.first(depth)))
                return true;
        }
        return false;
    });
    for (const ImportColumn& column : plan.columns) {
        for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
            const QStringList path = column.path.first(depth);
            if (hasLink(plan, path))
                continue;
            const bool many = associationsOf(registry, model, path).back()->isToMany();
            // What lies behind a parted cell has a sign of its own.
            const bool parted = std::ranges::any_of(plan.links, [&](const ImportLink& link) {
                return !link.separator.isEmpty() &&
                       path.first(std::min(link.path.size(), path.size())) == link.path;
            });
            plan.links.push_back({path, ImportLink::Missing::Refuse,
                !many    ? QString()
                : parted ? QStringLiteral("|")
                         : QStringLiteral(";")});
        }
    }
    return plan;
}

} // namespace conjoin::sql
