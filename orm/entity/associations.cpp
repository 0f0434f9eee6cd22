// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/associations.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

/// A foreign key by attribute names.
struct KeyAttributes {
    QStringList columns;
    QStringList referenced;
    std::optional<model::Action> onDelete;
    bool deferrable = false;
};

/// An association on its way to a name.
struct Candidate {
    int model = -1;
    Association association;
    bool named = false; ///< by a role
    QString suffix;     ///< what tells it from its namesakes
};

bool isUniqueKey(const Model& model, const QStringList& columns)
{
    const QSet<QString> wanted(columns.begin(), columns.end());
    const auto same = [&](const QStringList& key) {
        return !key.isEmpty() && QSet<QString>(key.begin(), key.end()) == wanted;
    };
    return same(model.primaryKey) || std::any_of(model.uniqueKeys.begin(), model.uniqueKeys.end(), same);
}

/// `TeacherId` without `Id`, `teacher_id` without `_id`: what the column says beyond the key it refers to.
QString keyStem(const QStringList& columns, const QStringList& referenced)
{
    QStringList stems;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        QString stem = columns[i];
        QStringList endings{QStringLiteral("id"), QStringLiteral("key")};
        if (i < referenced.size())
            endings.prepend(referenced[i]);
        for (const QString& ending : endings) {
            if (stem.size() > ending.size() && stem.endsWith(ending, Qt::CaseInsensitive)) {
                stem.chop(ending.size());
                break;
            }
        }
        while (stem.size() > 1 && stem.endsWith(u'_'))
            stem.chop(1);
        stems.append(stem);
    }
    return stems.join(u'_');
}

QString physicalName(const PhysicalTable& table, const TableOrigin& origin, ColumnId column)
{
    for (size_t i = 0; i < origin.columns.size() && i < table.columns.size(); ++i) {
        if (origin.columns[i].column == column)
            return table.columns[i].name;
    }
    return {};
}

QStringList primaryKeyOf(const PhysicalTable& table)
{
    QStringList columns;
    if (table.primaryKey) {
        for (const PhysicalKeyPart& part : table.primaryKey->parts)
            columns.append(part.column);
    }
    return columns;
}

/// Columns as the attributes they are; empty where the model has none of that name.
void toAttributes(QStringList& columns, const Model& model)
{
    for (QString& column : columns)
        column = model.attributeOfColumn(column);
}

/// Collects the associations of all models, then names them.
class Collector {
public:
    Collector(std::vector<Model>& models, const model::Schema& schema, const model::NamingPolicy& naming,
        const Derivation& derivation)
        : models_(models)
        , schema_(schema)
        , naming_(naming)
        , derivation_(derivation)
    {
        for (size_t i = 0; i < models.size(); ++i)
            indexes_.insert(models[i].id, int(i));
    }

    void collect()
    {
        for (const model::Reference& reference : schema_.references)
            addReference(reference);
        for (const model::ManyToMany& link : schema_.links)
            addLink(link);
        giveNames();
    }

private:
    void addReference(const model::Reference& reference)
    {
        const int from = indexes_.value(reference.from, -1);
        const int to = indexes_.value(reference.to, -1);
        if (from < 0 || to < 0)
            return; // a table that the database does not have: nothing to load from there
        const auto key = keyColumns(
            reference.from, reference.to, reference.key,
            [&](const ForeignKeyOrigin& origin) { return origin.reference == reference.id; },
            [&](const ColumnOrigin& origin) { return origin.reference == reference.id; });
        if (!key)
            return;

        const QString toName = model::singularName(naming_, at(to).name);
        const QString stem = keyStem(key->columns, key->referenced);
        Association belongsTo;
        belongsTo.kind = AssociationKind::BelongsTo;
        belongsTo.target = to;
        belongsTo.keys = key->columns;
        belongsTo.referenced = key->referenced;
        belongsTo.onDelete = key->onDelete;
        belongsTo.deferrable = key->deferrable;
        add(from, std::move(belongsTo), reference.role, toName, QStringLiteral("_by_") + stem);

        const bool one = reference.unique || isUniqueKey(at(from), key->columns);
        Association inverse;
        inverse.kind = one ? AssociationKind::HasOne : AssociationKind::HasMany;
        inverse.target = from;
        inverse.keys = key->columns;
        inverse.referenced = key->referenced;
        const QString fromName = one ? model::singularName(naming_, at(from).name) : plural(from);
        add(to, std::move(inverse), reference.inverseRole, fromName, QStringLiteral("_by_") + stem);
    }

    void addLink(const model::ManyToMany& link)
    {
        const int junction = indexes_.value(link.junction, -1);
        if (junction < 0)
            return;
        std::vector<std::optional<KeyAttributes>> keys;
        for (size_t end = 0; end < link.ends.size(); ++end) {
            const auto isHere = [&](const auto& origin) {
                return origin.link == link.id && origin.linkEnd == int(end);
            };
            keys.push_back(keyColumns(link.junction, link.ends[end].table, link.ends[end].key, isHere, isHere));
            if (!keys.back())
                keys.back() = sharedKey(link, link.ends[end]);
        }
        const QString suffix = QStringLiteral("_through_") + at(junction).name;
        for (size_t here = 0; here < link.ends.size(); ++here) {
            const int model = indexes_.value(link.ends[here].table, -1);
            if (model < 0 || !keys[here])
                continue;
            for (size_t there = 0; there < link.ends.size(); ++there) {
                const int target = indexes_.value(link.ends[there].table, -1);
                if (there == here || target < 0 || !keys[there])
                    continue;
                Association association;
                association.kind = AssociationKind::BelongsToMany;
                association.target = target;
                association.keys = keys[here]->columns;
                association.referenced = keys[here]->referenced;
                association.through = junction;
                association.otherKeys = keys[there]->columns;
                association.otherReferenced = keys[there]->referenced;
                association.throughScope = scopeOf(link, at(junction));
                association.symmetric = link.symmetric;
                if (keys.front())
                    association.firstKeys = keys.front()->columns;
                if (link.ordered)
                    association.position = derivedFor(link, ColumnOrigin::Purpose::Position, junction);
                if (link.validity)
                    association.validTo = derivedFor(link, ColumnOrigin::Purpose::ValidTo, junction);
                add(model, std::move(association), link.ends[there].role, plural(target), suffix);
            }
        }
        for (size_t end = 0; end < link.ends.size(); ++end) {
            const int target = indexes_.value(link.ends[end].table, -1);
            if (target < 0 || !keys[end])
                continue;
            // A reference that stands on the same key is this association already.
            const auto known =
                std::find_if(candidates_.begin(), candidates_.end(), [&](const Candidate& other) {
                    return other.model == junction && other.association.kind == AssociationKind::BelongsTo &&
                           other.association.target == target && other.association.keys == keys[end]->columns;
                });
            if (known != candidates_.end()) {
                if (!known->association.onDelete)
                    known->association.onDelete = keys[end]->onDelete;
                continue;
            }
            Association association;
            association.kind = AssociationKind::BelongsTo;
            association.target = target;
            association.keys = keys[end]->columns;
            association.referenced = keys[end]->referenced;
            association.onDelete = keys[end]->onDelete;
            association.deferrable = keys[end]->deferrable;
            const QString base = link.ends[end].role.isEmpty() ? at(target).name : link.ends[end].role;
            add(junction, std::move(association), {}, model::singularName(naming_, base),
                QStringLiteral("_by_") + keyStem(keys[end]->columns, keys[end]->referenced));
        }
    }

    /// The key of an end where another link, which shares the junction, has the same.
    std::optional<KeyAttributes> sharedKey(const model::ManyToMany& link, const model::LinkEnd& wanted) const
    {
        for (const model::ManyToMany& other : schema_.links) {
            if (other.junction != link.junction || other.id == link.id)
                continue;
            for (size_t end = 0; end < other.ends.size(); ++end) {
                if (other.ends[end].table != wanted.table ||
                    other.ends[end].key.columnName != wanted.key.columnName)
                    continue;
                const auto isThere = [&](const auto& origin) {
                    return origin.link == other.id && origin.linkEnd == int(end);
                };
                if (auto key = keyColumns(link.junction, wanted.table, wanted.key, isThere, isThere))
                    return key;
            }
        }
        return std::nullopt;
    }

    /// The junction's attribute that derivation added for that; empty where there is none.
    QString derivedFor(const model::ManyToMany& link, ColumnOrigin::Purpose purpose, int junction) const
    {
        const int table = derivation_.indexOf(link.junction);
        const std::vector<ColumnOrigin>& columns = derivation_.origins[size_t(table)].columns;
        const auto found = std::find_if(columns.begin(), columns.end(),
            [&](const ColumnOrigin& origin) { return origin.purpose == purpose; });
        const auto number = size_t(found - columns.begin());
        return found == columns.end() ? QString() : at(junction).attributes[number].name;
    }

    /// A scope's values, which are text in the drawing, as the junction's attributes hold them.
    std::vector<ScopeValue> scopeOf(const model::ManyToMany& link, const Model& junction) const
    {
        std::vector<ScopeValue> values;
        const model::Table* drawn = schema_.tables.find(link.junction);
        for (const model::LinkScope& scope : link.scope) {
            const model::Column* column = drawn ? drawn->column(scope.column) : nullptr;
            const QString name = column ? junction.attributeOfColumn(column->name) : QString();
            if (name.isEmpty())
                continue;
            const model::DataType& type = junction.attribute(name)->type;
            const Json text(scope.value);
            Result<Value> value = valueFromJson(text, type, junction.name + u'.' + name);
            if (!value) // a number or a boolean is written without quotes in JSON
                value = valueFromJson(scope.value == u"true" || scope.value == u"false"
                                          ? Json(scope.value == u"true")
                                          : Json::number(scope.value),
                    type, {});
            if (value)
                values.push_back({name, std::move(*value)});
        }
        return values;
    }

    /// The key's columns: as its constraint has them, else as the drawing says, for a relation without a
    /// constraint.
    template<class OfConstraint, class OfColumn>
    std::optional<KeyAttributes> keyColumns(TableId from, TableId to, const model::ForeignKey& drawn,
        OfConstraint&& ofConstraint, OfColumn&& ofColumn) const
    {
        const int fromIndex = derivation_.indexOf(from);
        const int toIndex = derivation_.indexOf(to);
        if (fromIndex < 0 || toIndex < 0)
            return std::nullopt;
        const PhysicalTable& table = derivation_.schema.tables[size_t(fromIndex)];
        const PhysicalTable& target = derivation_.schema.tables[size_t(toIndex)];
        const TableOrigin& origin = derivation_.origins[size_t(fromIndex)];
        const TableOrigin& targetOrigin = derivation_.origins[size_t(toIndex)];

        KeyAttributes key;
        for (size_t i = 0; i < origin.foreignKeys.size() && i < table.foreignKeys.size(); ++i) {
            if (!ofConstraint(origin.foreignKeys[i]))
                continue;
            const PhysicalForeignKey& constraint = table.foreignKeys[i];
            key.columns = constraint.columns;
            key.referenced = constraint.refColumns.isEmpty() ? primaryKeyOf(target) : constraint.refColumns;
            key.onDelete = constraint.onDelete;
            key.deferrable = constraint.deferrable != model::Deferrable::No;
            break;
        }
        if (key.columns.isEmpty()) {
            for (const model::ColumnPair& pair : drawn.columns) {
                if (pair.local.isNull())
                    continue;
                key.columns.append(physicalName(table, origin, pair.local));
                key.referenced.append(physicalName(target, targetOrigin, pair.target));
            }
        }
        if (key.columns.isEmpty()) {
            for (size_t i = 0; i < origin.columns.size() && i < table.columns.size(); ++i) {
                if (!ofColumn(origin.columns[i]))
                    continue;
                key.columns.append(table.columns[i].name);
                key.referenced.append(physicalName(target, targetOrigin, origin.columns[i].target));
            }
        }
        toAttributes(key.columns, at(indexes_.value(from)));
        toAttributes(key.referenced, at(indexes_.value(to)));
        const bool complete = !key.columns.isEmpty() && key.columns.size() == key.referenced.size() &&
                              !key.columns.contains(QString()) && !key.referenced.contains(QString());
        return complete ? std::optional(key) : std::nullopt;
    }

    void add(
        int model, Association association, const QString& role, const QString& made, const QString& suffix)
    {
        association.name = role.isEmpty() ? made : role;
        candidates_.push_back({model, std::move(association), !role.isEmpty(), suffix});
    }

    void giveNames()
    {
        for (size_t model = 0; model < models_.size(); ++model) {
            std::vector<Candidate*> own;
            for (Candidate& candidate : candidates_) {
                if (candidate.model == int(model))
                    own.push_back(&candidate);
            }
            nameThose(models_[model], own);
        }
    }

    static void nameThose(Model& model, const std::vector<Candidate*>& own)
    {
        QSet<QString> taken;
        for (const Attribute& attribute : model.attributes)
            taken.insert(attribute.name);
        for (Candidate* candidate : own) {
            candidate->association.aliased = candidate->named;
            if (candidate->named && !taken.contains(candidate->association.name))
                taken.insert(candidate->association.name);
            else
                candidate->named = false;
        }
        QHash<QString, int> uses;
        for (const Candidate* candidate : own) {
            if (!candidate->named)
                ++uses[candidate->association.name];
        }
        for (Candidate* candidate : own) {
            if (candidate->named)
                continue;
            QString& name = candidate->association.name;
            if (uses.value(name) > 1 || taken.contains(name))
                name += candidate->suffix;
            const QString base = name;
            for (int number = 2; taken.contains(name); ++number)
                name = base + QString::number(number);
            taken.insert(name);
        }
        for (Candidate* candidate : own)
            model.associations.push_back(std::move(candidate->association));
    }

    const Model& at(int index) const { return models_[size_t(index)]; }
    QString plural(int index) const { return model::pluralName(naming_, at(index).name); }

    std::vector<Model>& models_;
    const model::Schema& schema_;
    const model::NamingPolicy& naming_;
    const Derivation& derivation_;
    QHash<TableId, int> indexes_;
    std::vector<Candidate> candidates_;
};

} // namespace

void associate(std::vector<Model>& models, const model::Schema& schema, const model::NamingPolicy& naming,
    const Derivation& derivation)
{
    Collector(models, schema, naming, derivation).collect();
}

} // namespace conjoin::orm
