// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importplan.h"

#include <QSet>

#include <algorithm>
#include <optional>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Attribute;
using orm::Model;

namespace {

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

/// A name of the file, from some dot on.
struct Name {
    QString text;
    QString plain;

    explicit Name(const QString& name)
        : text(name)
        , plain(plainName(name))
    {}
    Name head() const { return Name(text.section(u'.', 0, 0)); }
    Name rest() const { return Name(text.section(u'.', 1)); }
    Name last() const { return Name(text.section(u'.', -1)); }
    bool isEmpty() const { return plain.isEmpty(); }
    bool means(const QString& other, bool exactly) const
    {
        return exactly ? text == other : !plain.isEmpty() && plain == plainName(other);
    }
};

/// The attribute that a name means, to the letter before all others, or -1.
int attributeCalled(const Model& model, const Name& name)
{
    for (const bool exactly : {true, false}) {
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            const Attribute& attribute = model.attributes[i];
            if (name.means(attribute.name, exactly) || name.means(attribute.column, exactly))
                return int(i);
        }
    }
    return -1;
}

std::optional<ImportColumn> columnCalled(
    const orm::ModelRegistry& registry, int model, const Name& name, const QStringList& path = {});

/// Where a name leads that begins with an association.
std::optional<ImportColumn> columnBehind(const orm::ModelRegistry& registry, const Association& association,
    bool exactly, const Name& name, const QStringList& path)
{
    const Model& target = registry.at(association.target);
    ImportColumn column;
    column.path = path + QStringList{association.name};
    const QString singular = association.singular.isEmpty() ? target.name : association.singular;
    const auto isMeant = [&](const Name& part) {
        return part.means(association.name, exactly) || part.means(singular, exactly);
    };
    if (isMeant(name) && !ownsRows(association) && !target.labelAttribute().isEmpty()) {
        column.attribute = target.labelAttribute();
        return column;
    }
    const Name rest = name.rest();
    if (!isMeant(name.head()) || rest.isEmpty())
        return {};
    if (const int at = attributeCalled(target, rest); at >= 0) {
        if (target.attributes[size_t(at)].generated)
            return {};
        column.attribute = target.attributes[size_t(at)].name;
        return column;
    }
    if (association.through >= 0) {
        const Model& junction = registry.at(association.through);
        const bool meant = rest.text == rest.last().text || rest.head().means(junction.name, false);
        const int at = meant ? attributeCalled(junction, rest.last()) : -1;
        if (at >= 0 && !junction.attributes[size_t(at)].generated) {
            column.attribute = junction.attributes[size_t(at)].name;
            column.junction = true;
            return column;
        }
    }
    return columnCalled(registry, association.target, rest, column.path);
}

/// Where a name of the file leads from a model on.
std::optional<ImportColumn> columnCalled(
    const orm::ModelRegistry& registry, int model, const Name& name, const QStringList& path)
{
    const Model& here = registry.at(model);
    if (const int own = attributeCalled(here, name); own >= 0) {
        const Attribute& attribute = here.attributes[size_t(own)];
        if (attribute.generated)
            return {};
        return ImportColumn{-1, path, false, attribute.name};
    }
    for (const bool exactly : {true, false}) {
        for (const Association& association : here.associations) {
            if (auto column = columnBehind(registry, association, exactly, name, path))
                return column;
        }
    }
    return {};
}

/// Makes the plan of what the names mean.
class Suggestion {
public:
    Suggestion(const orm::ModelRegistry& registry, int model)
        : registry_(registry)
    {
        plan_.model = model;
    }

    ImportPlan make(const QStringList& names)
    {
        for (qsizetype i = 0; i < names.size(); ++i) {
            if (auto column = columnCalled(registry_, plan_.model, Name(names[i]))) {
                column->column = int(i);
                plan_.columns.push_back(std::move(*column));
            }
        }
        const bool wholeRows = hasAllAttributes();
        takeKeysOfLinks();
        leaveOutWhatIsNameless();
        takeKeysOfRows();
        leaveOutWhatIsTaken();
        leaveOutPartsOfRows();
        addLinks();
        const bool severalLines = std::ranges::any_of(plan_.links, [&](const ImportLink& link) {
            return associationOf(link.path).isToMany() && link.separator.isEmpty();
        });
        if ((wholeRows || severalLines) && !registry_.at(plan_.model).identity().isEmpty() &&
            !keysOfPlan(registry_, plan_).empty())
            plan_.mode = ImportMode::InsertOrUpdate;
        plan_.width = int(names.size());
        return std::move(plan_);
    }

private:
    const Association& associationOf(const QStringList& path) const
    {
        return *associationsOf(registry_, plan_.model, path).back();
    }

    const Model& modelAt(const QStringList& path) const
    {
        return registry_.at(path.isEmpty() ? plan_.model : associationOf(path).target);
    }

    /// Whether a column names the rows that an association leads to.
    bool isNamed(const QStringList& path) const
    {
        return std::ranges::any_of(
            plan_.columns, [&](const ImportColumn& column) { return column.path == path && !column.junction; });
    }

    bool hasAllAttributes() const
    {
        return std::ranges::all_of(registry_.at(plan_.model).attributes, [&](const Attribute& attribute) {
            return attribute.generated || std::ranges::any_of(plan_.columns, [&](const ImportColumn& column) {
                return column.path.isEmpty() && column.attribute == attribute.name;
            });
        });
    }

    /// Keys of a junction are those of its ends, and the key of a row that belongs to another is that one's.
    void takeKeysOfLinks()
    {
        std::erase_if(plan_.columns, [&](const ImportColumn& column) {
            if (!column.junction)
                return false;
            const Association& link = associationOf(column.path);
            const bool isScope = std::ranges::any_of(link.throughScope,
                [&](const orm::ScopeValue& scope) { return scope.attribute == column.attribute; });
            // Which end of a symmetric link stands first says nothing.
            const bool isEitherEnd = link.symmetric && (link.keys.contains(column.attribute) ||
                                                           link.otherKeys.contains(column.attribute));
            return isScope || isEitherEnd;
        });
        for (ImportColumn& column : plan_.columns) {
            while (!column.path.isEmpty()) {
                const Association& link = associationOf(column.path);
                const QStringList above = column.path.first(column.path.size() - 1);
                const qsizetype near =
                    column.junction || ownsRows(link) ? link.keys.indexOf(column.attribute) : -1;
                const qsizetype far = column.junction ? link.otherKeys.indexOf(column.attribute) : -1;
                if (near >= 0)
                    column = {column.column, above, false, link.referenced[near]};
                else if (far >= 0)
                    column = {column.column, column.path, false, link.otherReferenced[far]};
                if (near < 0)
                    break;
            }
        }
    }

    /// A row's own key to one that other columns name is the key of that one.
    void takeKeysOfRows()
    {
        for (ImportColumn& column : plan_.columns) {
            for (bool moved = !column.junction; moved;) {
                moved = false;
                for (const Association& association : modelAt(column.path).associations) {
                    const QStringList there = column.path + QStringList{association.name};
                    const qsizetype part = association.kind == AssociationKind::BelongsTo
                                               ? association.keys.indexOf(column.attribute)
                                               : -1;
                    if (part < 0 || !isNamed(there))
                        continue;
                    column = {column.column, there, false, association.referenced[part]};
                    moved = true;
                    break;
                }
            }
        }
    }

    /// What nothing names – only columns of the junction, or of what lies behind – can't be looked for.
    void leaveOutWhatIsNameless()
    {
        std::vector<ImportColumn> named;
        for (const ImportColumn& column : plan_.columns) {
            bool all = true;
            for (qsizetype depth = 1; depth <= column.path.size(); ++depth)
                all = all && isNamed(column.path.first(depth));
            if (all)
                named.push_back(column);
        }
        plan_.columns = std::move(named);
    }

    void leaveOutWhatIsTaken()
    {
        std::vector<ImportColumn> kept;
        for (const ImportColumn& column : plan_.columns) {
            const bool taken = std::ranges::any_of(kept, [&](const ImportColumn& other) {
                return other.path == column.path && other.junction == column.junction &&
                       other.attribute == column.attribute;
            });
            if (!taken || isKeyOfLink(registry_, plan_, column))
                kept.push_back(column);
        }
        plan_.columns = std::move(kept);
    }

    /// Whether the columns tell all that a row at the end of the path needs, and which one it is.
    bool isWhole(const QStringList& path) const
    {
        const Association& association = associationOf(path);
        const Model& target = registry_.at(association.target);
        QSet<QString> given;
        for (const ImportColumn& column : plan_.columns) {
            if (column.path == path && !column.junction)
                given.insert(column.attribute);
        }
        for (const Association& next : target.associations) {
            if (next.kind == AssociationKind::BelongsTo && isNamed(path + QStringList{next.name}))
                given += QSet<QString>(next.keys.begin(), next.keys.end());
        }
        if (ownsRows(association))
            given += QSet<QString>(association.keys.begin(), association.keys.end());
        for (const orm::ScopeValue& scope : association.scope)
            given.insert(scope.attribute);
        const QStringList identity = target.identity();
        return !identity.isEmpty() &&
               std::ranges::all_of(identity, [&](const QString& name) { return given.contains(name); }) &&
               std::ranges::all_of(target.attributes, [&](const Attribute& attribute) {
                   const bool isNeeded = !attribute.nullable && !attribute.generated &&
                                         !attribute.autoIncrement && !attribute.hasDefault;
                   return !isNeeded || given.contains(attribute.name);
               });
    }

    /// Rows that belong to the row are made with it or taken from another one: not by a word about them.
    void leaveOutPartsOfRows()
    {
        QSet<QStringList> left;
        for (const ImportColumn& column : plan_.columns) {
            for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
                const QStringList path = column.path.first(depth);
                if (ownsRows(associationOf(path)) && !isWhole(path))
                    left.insert(path);
            }
        }
        std::erase_if(plan_.columns, [&](const ImportColumn& column) {
            for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
                if (left.contains(column.path.first(depth)))
                    return true;
            }
            return false;
        });
    }

    void addLinks()
    {
        for (const ImportColumn& column : plan_.columns) {
            for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
                const QStringList path = column.path.first(depth);
                if (std::ranges::find(plan_.links, path, &ImportLink::path) != plan_.links.end())
                    continue;
                const bool whole = isWhole(path);
                // What lies behind a parted cell has a sign of its own.
                const bool parted = std::ranges::any_of(plan_.links, [&](const ImportLink& link) {
                    return !link.separator.isEmpty() &&
                           path.first(std::min(link.path.size(), path.size())) == link.path;
                });
                plan_.links.push_back({path, whole ? ImportLink::Missing::Create : ImportLink::Missing::Refuse,
                    whole || !associationOf(path).isToMany() ? QString()
                    : parted                                 ? QStringLiteral("|")
                                                             : QStringLiteral(";")});
            }
        }
    }

    const orm::ModelRegistry& registry_;
    ImportPlan plan_;
};

} // namespace

ImportPlan suggestedPlan(const orm::ModelRegistry& registry, int model, const QStringList& names, bool nested)
{
    ImportPlan plan = Suggestion(registry, model).make(names);
    for (ImportLink& link : plan.links) {
        if (nested)
            link.separator.clear();
    }
    return plan;
}

} // namespace conjoin::sql
