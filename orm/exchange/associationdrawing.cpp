// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/associationdrafts.h"

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::Column;
using model::ColumnPair;
using model::ManyToMany;
using model::Reference;
using model::Schema;

namespace {

class AssociationDrawer {
public:
    AssociationDrawer(JsonTaker& taker, ModelDrafts& models, Schema& schema)
        : taker_(taker)
        , models_(models)
        , schema_(schema)
    {}

    void draw(const AssociationDrafts& drafts)
    {
        for (std::size_t i = 0; i < drafts.links.size() && taker_.ok(); ++i)
            drawLink(drafts.links[i]);
        for (std::size_t i = 0; i < drafts.references.size() && taker_.ok(); ++i)
            drawReference(drafts.references[i]);
        if (taker_.ok())
            drawAttributeKeys();
    }

private:
    /// Pairs for a key of one column where derivation would not find them by itself.
    std::vector<ColumnPair> pairsOf(
        const model::Table& from, const QString& column, const QString& to, const QString& asked)
    {
        const model::Table& target = models_.find(to)->table;
        const Column* own = from.columnNamed(column);
        const Column* key = asked.isEmpty() ? nullptr : target.columnNamed(asked);
        if (!own && !key)
            return {};
        if (!key && target.primaryKey && target.primaryKey->parts.size() == 1)
            key = target.column(std::get<ColumnId>(target.primaryKey->parts[0].what));
        return {{own ? own->id : ColumnId(), key ? key->id : ColumnId()}};
    }

    /// An attribute that is the key of an association needs no reference of its own.
    void useAttribute(ModelDraft& draft, ColumnId column)
    {
        std::erase_if(draft.attributeKeys, [&](const auto& key) { return key.column == column; });
    }

    ModelDraft& junctionOf(const LinkDraft& link)
    {
        if (ModelDraft* draft = models_.find(link.through))
            return *draft;
        ModelDraft& draft = models_.add(link.through);
        draft.table.sqlName = link.through; // a name that is given stands as it is (SEQUELIZE 1.3)
        draft.table.timestamps = link.timestamps.value_or(models_.timestamps);
        draft.table.softDelete = draft.table.timestamps && link.paranoid;
        return draft;
    }

    void drawLink(const LinkDraft& draft)
    {
        ModelDraft& junction = junctionOf(draft);
        const Side& first = draft.first;
        ManyToMany link;
        QString path = draft.through;
        for (const auto& [attribute, value] : first.scope)
            path += u'/' + attribute + u'=' + value;
        link.id = IdSource::named<LinkId>(QStringLiteral("models/link/") + path);
        link.junction = junction.table.id;
        addScope(link, junction, first);
        if (link.scope.empty() && std::ranges::any_of(schema_.links,
                                      [&](const ManyToMany& other) { return other.junction == link.junction; }))
            return taker_.fail(first.place,
                message("models.junctionTwice", "\"%1\" is the junction of two links", {draft.through}));
        if (draft.through == first.source || draft.through == first.target)
            return taker_.fail(first.place,
                message("models.junctionEnd", "%1 goes through one of its own ends", {first.text()}));
        if (!draft.unique)
            link.junctionKey = ManyToMany::JunctionKey::Duplicates;
        else if (junction.table.primaryKey)
            link.junctionKey = ManyToMany::JunctionKey::Surrogate;
        // What the second side says of itself is what the first says of the other, turned round.
        const Side none;
        const Side& second = draft.second ? *draft.second : none;
        const bool oneSided = !draft.second;
        addEnd(link, junction, first.source, second.alias, pick(first.foreignKey, second.otherKey),
            pick(first.foreignAttribute, second.otherAttribute), pick(first.sourceKey, second.targetKey), first,
            first.constraints);
        addEnd(link, junction, first.target, first.alias, pick(first.otherKey, second.foreignKey),
            pick(first.otherAttribute, second.foreignAttribute), pick(first.targetKey, second.sourceKey),
            oneSided ? first : second, oneSided ? first.constraints : second.constraints);
        schema_.links.set(std::move(link));
    }

    /// The columns that tell the rows of links apart which share the junction.
    void addScope(ManyToMany& link, ModelDraft& junction, const Side& side)
    {
        for (const auto& [attribute, value] : side.scope) {
            const Column* column = junction.attributeNamed(attribute);
            if (!column) {
                Column made;
                made.id = IdSource::named<ColumnId>(
                    QStringLiteral("models/column/") + junction.table.name + u'/' + attribute);
                made.name = attribute;
                made.type = model::DataType::of(model::TypeKind::Varchar, 255);
                junction.table.columns.push_back(std::move(made));
                column = &junction.table.columns.back();
            }
            link.scope.push_back({column->id, value});
        }
    }

    static QString pick(const QString& a, const QString& b) { return a.isEmpty() ? b : a; }

    void addEnd(ManyToMany& link, ModelDraft& junction, const QString& model, const QString& alias,
        const QString& named, const QString& attribute, const QString& asked, const Side& says,
        bool constraints)
    {
        const ModelDraft& target = *models_.find(model);
        const bool again = !link.ends.empty() && link.ends[0].table == target.table.id;
        model::LinkEnd end;
        end.table = target.table.id;
        if (!alias.isEmpty() && (again || alias != model::pluralName(models_.naming, model)))
            end.role = alias;
        else if (target.ownNames)
            end.role = target.plural;
        end.key.onDelete = says.onDelete;
        end.key.onUpdate = says.onUpdate;
        end.key.unconstrained = !constraints;

        const QStringList key = models_.keyOf(model, asked);
        QString column = named;
        if (column.isEmpty() && key.size() == 1)
            column = models_.keyName(again && !end.role.isEmpty() ? end.role : target.singular, key.front());
        if (!named.isEmpty() || (target.ownNames && !again))
            end.key.columnName = column;
        end.key.attribute = attribute;
        end.key.columns = pairsOf(junction.table, column, model, asked);
        if (!end.key.columns.empty())
            useAttribute(junction, end.key.columns[0].local);
        keyColumns_[link.id].append(column);
        link.ends.push_back(std::move(end));
    }

    void drawReference(const ReferenceDraft& draft)
    {
        ModelDraft& from = *models_.find(draft.from);
        const ModelDraft& to = *models_.find(draft.to);
        shareJunctionKey(draft);
        Reference reference;
        const QString path = draft.from + u'/' + draft.to + u'/' + draft.column;
        reference.id = IdSource::named<ReferenceId>(QStringLiteral("models/reference/") + path);
        reference.from = from.table.id;
        reference.to = to.table.id;
        reference.mandatory = draft.mandatory;
        reference.unique = draft.unique;
        reference.uniqueEnforced = !draft.unique; // Sequelize's hasOne makes no unique key
        reference.key.attribute = draft.attribute;
        reference.role = !draft.role.isEmpty() ? draft.role : to.ownNames ? to.singular : QString();
        reference.inverseRole = !draft.inverseRole.isEmpty() ? draft.inverseRole
                                : from.ownNames              ? (draft.unique ? from.singular : from.plural)
                                                             : QString();
        reference.key.onDelete = draft.onDelete;
        reference.key.onUpdate = draft.onUpdate;
        reference.key.unconstrained = !draft.constraints || shared_.contains(draft.from + u'/' + draft.column);
        const QStringList key = models_.keyOf(draft.to, draft.targetKey);
        const QString& after = reference.role.isEmpty() ? to.table.name : reference.role;
        if (key.size() == 1 && draft.column != models_.keyName(after, key.front()))
            reference.key.columnName = draft.column;
        reference.key.columns = pairsOf(from.table, draft.column, draft.to, draft.targetKey);
        if (!reference.key.columns.empty())
            useAttribute(from, reference.key.columns[0].local);
        schema_.references.set(std::move(reference));
    }

    /// An association between a junction and one of its ends ("super many-to-many") stands on the link's own
    /// key column: the column becomes an attribute, the constraint stays the link's.
    void shareJunctionKey(const ReferenceDraft& draft)
    {
        ModelDraft& junction = *models_.find(draft.from);
        const auto it = std::ranges::find(schema_.links, junction.table.id, &ManyToMany::junction);
        if (it == schema_.links.end())
            return;
        const QStringList names = keyColumns_.value(it->id);
        if (draft.column.isEmpty() || !names.contains(draft.column))
            return;
        shared_.insert(draft.from + u'/' + draft.column);
        ManyToMany link = *it;
        for (std::size_t i = 0; i < link.ends.size(); ++i) {
            const QString& name = names[qsizetype(i)];
            if (name.isEmpty() || junction.table.columnNamed(name))
                continue;
            const ModelDraft* target = nullptr;
            for (const ModelDraft& candidate : models_.drafts)
                target = candidate.table.id == link.ends[i].table ? &candidate : target;
            const QString asked =
                link.ends[i].key.columns.empty() ? QString() : askedKey(*target, link.ends[i].key);
            const Column* key = target->table.columnNamed(models_.keyOf(target->table.name, asked).front());
            Column column;
            column.id =
                IdSource::named<ColumnId>(QStringLiteral("models/column/") + junction.table.name + u'/' + name);
            column.name = name;
            column.type = key ? key->type : model::DataType::of(model::TypeKind::Integer);
            column.nullable = false;
            junction.table.columns.push_back(column);
            link.ends[i].key.columnName.clear();
            link.ends[i].key.columns = pairsOf(junction.table, name, target->table.name, asked);
        }
        schema_.links.set(std::move(link));
    }

    static QString askedKey(const ModelDraft& target, const model::ForeignKey& key)
    {
        const Column* column = target.table.column(key.columns[0].target);
        return column ? column->name : QString();
    }

    void drawAttributeKeys()
    {
        for (ModelDraft& from : models_.drafts) {
            for (const ModelDraft::AttributeKey& key : from.attributeKeys) {
                const auto named = [&](const ModelDraft& d) {
                    return d.table.name == key.table || sqlName(d) == key.table;
                };
                const auto to = std::ranges::find_if(models_.drafts, named);
                if (to == models_.drafts.end())
                    return taker_.fail(key.place,
                        message("models.references", "\"%1\" is neither a model nor a table", {key.table}));
                Reference reference;
                const QString path = from.table.name + u'/' + idText(key.column.value());
                reference.id = IdSource::named<ReferenceId>(QStringLiteral("models/attributeKey/") + path);
                reference.from = from.table.id;
                reference.to = to->table.id;
                const Column* target = to->table.columnNamed(
                    key.key.isEmpty() ? models_.keyOf(to->table.name, {}).front() : key.key);
                if (!target && !(key.key.isEmpty() || (key.key == u"id" && !to->table.primaryKey)))
                    return taker_.fail(
                        key.place, message("models.referencesKey", "\"%1\" is no attribute of \"%2\"",
                                       {key.key, to->table.name}));
                reference.mandatory = !from.table.column(key.column)->nullable;
                reference.key.columns = {{key.column, target ? target->id : ColumnId()}};
                reference.key.onDelete = key.onDelete.value_or(Action::NoAction);
                reference.key.onUpdate = key.onUpdate.value_or(Action::NoAction);
                schema_.references.set(std::move(reference));
            }
        }
    }

    QString sqlName(const ModelDraft& draft) const
    {
        return draft.table.sqlName.isEmpty() ? model::tableNameFor(models_.naming, draft.table.name)
                                             : draft.table.sqlName;
    }

    JsonTaker& taker_;
    ModelDrafts& models_;
    Schema& schema_;
    QHash<LinkId, QStringList> keyColumns_; ///< of each link, by end
    QSet<QString> shared_;                  ///< `model/column` of references that stand on a link's key
};

} // namespace

void drawAssociations(JsonTaker& taker, const AssociationDrafts& drafts, ModelDrafts& models, Schema& schema)
{
    AssociationDrawer(taker, models, schema).draw(drafts);
}

} // namespace conjoin::orm
