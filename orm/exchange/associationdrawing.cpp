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

    /// An attribute that is the key of an association needs no reference of its own; the actions that it says
    /// are the association's, where that says none.
    void useAttribute(ModelDraft& draft, model::ForeignKey& key)
    {
        if (key.columns.empty())
            return;
        std::erase_if(draft.attributeKeys, [&](const ModelDraft::AttributeKey& said) {
            if (said.column != key.columns[0].local)
                return false;
            key.onDelete = key.onDelete ? key.onDelete : said.onDelete;
            key.onUpdate = key.onUpdate ? key.onUpdate : said.onUpdate;
            key.deferrable = said.deferrable;
            return true;
        });
    }

    ModelDraft& junctionOf(const LinkDraft& link)
    {
        if (ModelDraft* draft = models_.find(link.through))
            return *draft;
        // Of its source it has what says where and how tables are written (SEQUELIZE 1.19); it deletes softly
        // only where it is said of itself.
        ModelOptions options = models_.find(link.first.source)->options;
        options.timestamps = link.timestamps.value_or(models_.junctionTimestamps);
        options.paranoid = link.paranoid;
        ModelDraft& draft = models_.add(link.through, options);
        draft.table.sqlName = link.through; // a name that is given stands as it is (SEQUELIZE 1.3)
        models_.addTimes(taker_, draft, link.first.place);
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
                message("models.junctionTwice", "\"%1\" is the junction of two links", {draft.through}),
                message("models.junctionTwice.hint", "give each a junction of its own, or a scope"));
        if (endsOf(draft).contains(draft.through))
            return taker_.fail(first.place,
                message("models.junctionEnd", "%1 goes through one of its own ends", {first.text()}),
                message("models.junctionEnd.hint", "name another junction"));
        if (!draft.unique)
            link.junctionKey = ManyToMany::JunctionKey::Duplicates;
        else if (junction.table.primaryKey)
            link.junctionKey = ManyToMany::JunctionKey::Surrogate;
        // What the second side says of itself is what the first says of the other, turned round.
        Side none;
        none.constraints = false;
        const Side& second = draft.second ? *draft.second : none;
        const bool oneSided = !draft.second;
        if (!draft.further.empty()) {
            for (const QString& model : endsOf(draft))
                addEndOfMany(link, junction, model, draft);
        } else {
            addEnd(link, junction, first.source, second.alias, pick(first.foreignKey, second.otherKey),
                pick(first.foreignAttribute, second.otherAttribute), pick(first.sourceKey, second.targetKey),
                first, first.constraints || second.constraints);
            addEnd(link, junction, first.target, first.alias, pick(first.otherKey, second.foreignKey),
                pick(first.otherAttribute, second.foreignAttribute), pick(first.targetKey, second.sourceKey),
                oneSided ? first : second, first.constraints || second.constraints);
        }
        addPairKey(link, junction, draft);
        schema_.links.set(std::move(link));
    }

    /// Sequelize's unique key over the pair. Derivation makes it where the junction has a primary key apart
    /// from the pair; Sequelize has it beside the pair as primary key, too, where nothing of that was its own
    /// doing: the attributes of both keys are defined, and both sides declared or the primary key said
    /// (SEQUELIZE 3.6).
    void addPairKey(ManyToMany& link, ModelDraft& junction, const LinkDraft& draft)
    {
        const QStringList names = keyColumns_.value(link.id);
        const bool isPair = names.size() == 2 && names[0] != names[1] && !names.contains(QString());
        if (!draft.unique || !link.scope.empty())
            return;
        link.pairKeyName = draft.uniqueKey;
        if (!isPair)
            return;
        // Sequelize calls it after the attributes, as the side that was declared last sees them.
        QStringList attributes = keyAttributes_.value(link.id);
        if (draft.second)
            std::ranges::reverse(attributes);
        const bool isUsual = draft.second && attributes == QStringList{names[1], names[0]};
        if (link.pairKeyName.isEmpty() && !isUsual) // else convention says the same
            link.pairKeyName =
                boundedName(sqlName(junction) + u'_' + attributes.join(u'_') + QStringLiteral("_unique"));
        model::Key key;
        for (const QString& name : names) {
            const Column* column = junction.table.columnNamed(name);
            if (!column || !(draft.second || junction.table.primaryKey))
                return;
            key.parts.push_back({column->id, false, {}});
        }
        const auto same = [&](const model::Key& other) { return other.parts == key.parts; };
        if (std::ranges::any_of(junction.table.uniqueKeys, same))
            return;
        key.id = IdSource::named<KeyId>(QStringLiteral("models/pairKey/") + junction.table.name);
        key.name = link.pairKeyName;
        key.nameYields = !key.name.isEmpty();
        junction.table.uniqueKeys.push_back(std::move(key));
    }

    /// Nothing where the name is longer than an engine takes: then convention names the key, in bounds.
    static QString boundedName(const QString& name)
    {
        constexpr qsizetype limit = 64; // of MySQL
        return name.size() <= limit ? name : QString();
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

    static std::vector<Side> sidesOf(const LinkDraft& draft)
    {
        std::vector<Side> sides{draft.first};
        if (draft.second)
            sides.push_back(*draft.second);
        sides.insert(sides.end(), draft.further.begin(), draft.further.end());
        return sides;
    }

    /// In the order in which they are declared.
    static QStringList endsOf(const LinkDraft& draft)
    {
        QStringList ends;
        for (const Side& side : sidesOf(draft))
            ends << side.source << side.target;
        ends.removeDuplicates();
        return ends;
    }

    /// An end of a link of more than two: what any side says of it, first what it says itself.
    void addEndOfMany(ManyToMany& link, ModelDraft& junction, const QString& model, const LinkDraft& draft)
    {
        Side merged;
        QString alias;
        bool constraints = false;
        const std::vector<Side> sides = sidesOf(draft);
        merged.place = sides.front().place;
        merged.source = model;
        merged.target = junction.table.name;
        for (const Side& side : sides) {
            if (side.source == model) {
                merged.foreignKey = pick(merged.foreignKey, side.foreignKey);
                merged.foreignAttribute = pick(merged.foreignAttribute, side.foreignAttribute);
                merged.sourceKey = pick(merged.sourceKey, side.sourceKey);
                merged.onDelete = merged.onDelete ? merged.onDelete : side.onDelete;
                merged.onUpdate = merged.onUpdate ? merged.onUpdate : side.onUpdate;
                constraints = constraints || side.constraints;
            }
        }
        for (const Side& side : sides) {
            if (side.target == model) {
                merged.foreignKey = pick(merged.foreignKey, side.otherKey);
                merged.foreignAttribute = pick(merged.foreignAttribute, side.otherAttribute);
                merged.sourceKey = pick(merged.sourceKey, side.targetKey);
                alias = pick(alias, side.alias);
                constraints = constraints || side.constraints;
            }
        }
        addEnd(link, junction, model, alias, merged.foreignKey, merged.foreignAttribute, merged.sourceKey,
            merged, constraints);
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
        const QString called = again && !end.role.isEmpty() ? end.role : target.singular;
        const bool isSingle = key.size() == 1;
        QString name = pick(attribute, named);
        if (name.isEmpty() && isSingle)
            name = models_.keyAttribute(called, models_.attributeOf(model, key.front()));
        const Column* own = junction.attributeNamed(name);
        const QString column = own ? own->name : !named.isEmpty() ? named : models_.columnFor(junction, name);
        const bool isUsual = isSingle && column == model::foreignKeyName(models_.naming, called, key.front());
        if (!column.isEmpty() && (!named.isEmpty() || (target.ownNames && !again) || !isUsual))
            end.key.columnName = column;
        end.key.attribute = attribute;
        end.key.columns = pairsOf(junction.table, column, model, asked);
        useAttribute(junction, end.key);
        if (end.key.onDelete == Action::SetNull || end.key.onUpdate == Action::SetNull)
            taker_.fail(says.place,
                message(
                    "models.setNull", "%1 says SET NULL, but a key of a junction can't be null", {says.text()}),
                message("models.setNull.hint", "choose CASCADE, RESTRICT or NO ACTION"));
        keyColumns_[link.id].append(column);
        junction.derivedColumns << column;
        keyAttributes_[link.id].append(name);
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
        reference.uniqueEnforced = draft.enforced || !draft.unique; // Sequelize's hasOne makes no unique key
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
        if (key.size() == 1 && draft.column != model::foreignKeyName(models_.naming, after, key.front()))
            reference.key.columnName = draft.column;
        reference.key.columns = pairsOf(from.table, draft.column, draft.to, draft.targetKey);
        from.derivedColumns << draft.column;
        useAttribute(from, reference.key);
        if (!reference.key.onDelete && draft.takesAlong)
            reference.key.onDelete = Action::Cascade;
        if (reference.mandatory &&
            (reference.key.onDelete == Action::SetNull || reference.key.onUpdate == Action::SetNull))
            taker_.fail(draft.place,
                message("models.setNullKey", "the key of \"%1\" to \"%2\" says SET NULL, but it can't be null",
                    {draft.from, draft.to}),
                message("models.setNullKey.hint", "let it be null, or choose CASCADE, RESTRICT or NO ACTION"));
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
                if (key.table.isEmpty()) {
                    taker_.note(key.place, message("models.actionsAlone",
                                               "\"onDelete\" and \"onUpdate\" say nothing where the attribute "
                                               "is no foreign key"));
                    continue;
                }
                const auto named = [&](const ModelDraft& d) {
                    return d.table.name == key.table || sqlName(d) == key.table;
                };
                const auto to = std::ranges::find_if(models_.drafts, named);
                if (to == models_.drafts.end())
                    return taker_.fail(key.place,
                        message("models.references", "\"%1\" is neither a model nor a table", {key.table}),
                        didYouMean(key.table, models_.positions.keys()));
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
                reference.key.deferrable = key.deferrable;
                if (reference.mandatory && (key.onDelete == Action::SetNull || key.onUpdate == Action::SetNull))
                    return taker_.fail(key.place,
                        message("models.setNullKey",
                            "the key of \"%1\" to \"%2\" says SET NULL, but it can't be null",
                            {from.table.name, to->table.name}),
                        message("models.setNullKey.hint",
                            "let it be null, or choose CASCADE, RESTRICT or NO ACTION"));
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
    QHash<LinkId, QStringList> keyColumns_;    ///< of each link, by end
    QHash<LinkId, QStringList> keyAttributes_; ///< what the ORM calls them
    QSet<QString> shared_;                     ///< `model/column` of references that stand on a link's key
};

} // namespace

void drawAssociations(JsonTaker& taker, const AssociationDrafts& drafts, ModelDrafts& models, Schema& schema)
{
    AssociationDrawer(taker, models, schema).draw(drafts);
}

} // namespace conjoin::orm
