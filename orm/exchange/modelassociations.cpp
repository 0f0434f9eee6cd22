// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modelassociations.h"

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::Column;
using model::ColumnPair;
using model::ManyToMany;
using model::Reference;
using model::Schema;

namespace {

QString describe(const QString& kind, const QString& source, const QString& target)
{
    return source + u'.' + kind + u'(' + target + u')';
}

/// One call of belongsToMany().
struct Side {
    QString source;
    QString target;
    QString alias; ///< what the source calls the target's rows; empty = by convention
    QString foreignKey;
    QString otherKey;
    QString sourceKey;
    QString targetKey;
    std::optional<Action> onDelete;
    std::optional<Action> onUpdate;
    bool constraints = true;
    JsonPlace place;

    QString text() const { return describe(QStringLiteral("belongsToMany"), source, target); }
};

/// One many-to-many link, declared from one side or both.
struct LinkDraft {
    QString through;
    bool unique = true;
    std::optional<bool> timestamps;
    Side first;
    std::optional<Side> second;

    bool isSelf() const { return first.source == first.target; }
};

/// One foreign key, declared by belongsTo(), hasMany(), hasOne() or several of them.
struct ReferenceDraft {
    QString from;
    QString to;
    QString column;     ///< of the key; empty where the target's key is composite
    bool named = false; ///< somebody gave that name
    QString targetKey;
    QString role;
    QString inverseRole;
    bool mandatory = false;
    bool unique = false;
    bool constraints = true;
    std::optional<Action> onDelete;
    std::optional<Action> onUpdate;
    JsonPlace place;
};

class AssociationReader {
public:
    AssociationReader(JsonTaker& taker, ModelDrafts& models, Schema& schema)
        : taker_(taker)
        , models_(models)
        , schema_(schema)
    {}

    void read(const JsonPlace& associations)
    {
        const std::size_t count = taker_.items(associations).size();
        for (std::size_t i = 0; i < count && taker_.ok(); ++i)
            readOne(associations.item(i));
        for (std::size_t i = 0; i < links_.size() && taker_.ok(); ++i)
            drawLink(links_[i]);
        for (std::size_t i = 0; i < references_.size() && taker_.ok(); ++i)
            drawReference(references_[i]);
        if (taker_.ok())
            drawAttributeKeys();
    }

private:
    // --- reading

    void readOne(const JsonPlace& place)
    {
        static const QStringList kinds{"belongsToMany", "belongsTo", "hasMany", "hasOne"};
        taker_.allow(place, {"kind", "source", "target", "options"});
        const QString kind = taker_.text(place.member("kind"));
        const QString source = modelName(place.member("source"));
        const QString target = modelName(place.member("target"));
        if (!taker_.ok())
            return;
        if (!kinds.contains(kind))
            taker_.fail(place.member("kind"),
                message("models.kind", "\"%1\" is no kind of association", {kind}), didYouMean(kind, kinds));
        else if (kind == u"belongsToMany")
            readLink(place.member("options"), source, target, place);
        else
            readReference(kind, place.member("options"), source, target, place);
    }

    QString modelName(const JsonPlace& place)
    {
        const QString name = taker_.text(place);
        if (!models_.find(name))
            taker_.fail(place, message("models.unknown", "no model is called \"%1\"", {name}),
                didYouMean(name, models_.positions.keys()));
        return name;
    }

    /// `as`: a text, or `{singular, plural}`, whose pair the project then knows.
    QString alias(const JsonPlace& place, bool many)
    {
        if (!place.isGiven() || !place.value->isObject())
            return taker_.text(place);
        taker_.allow(place, {"singular", "plural"});
        const QString singular = taker_.text(place.member("singular"));
        const QString plural = taker_.text(place.member("plural"));
        if (!singular.isEmpty() && !plural.isEmpty() && model::singularName(models_.naming, plural) != singular)
            models_.naming.irregular.insert(singular.toLower(), plural.toLower());
        return many ? plural : singular;
    }

    /// A foreign key: a text, or `{name, field, allowNull}`.
    QString keyName(const JsonPlace& place, std::optional<bool>* nullable = nullptr)
    {
        if (!place.isGiven() || !place.value->isObject())
            return taker_.text(place);
        taker_.allow(place, {"name", "field", "allowNull", "fieldName"},
            {"type", "defaultValue", "unique", "primaryKey"});
        const QString name = taker_.text(place.member("name"));
        const QString field = taker_.text(place.member("field"));
        if (!field.isEmpty() && !name.isEmpty() && field != name)
            taker_.fail(place,
                message("models.field", "the attribute \"%1\" can't have another name than its column \"%2\"",
                    {name, field}),
                message("models.field.hint", "call the attribute \"%1\"", {field}));
        if (nullable && place.member("allowNull").isGiven())
            *nullable = taker_.flag(place.member("allowNull"), true);
        return name.isEmpty() ? field : name;
    }

    /// Notes what `source` calls the association; two that are called alike, or like an attribute, are an
    /// error.
    void claim(const QString& source, const QString& name, const QString& what, const JsonPlace& place)
    {
        ModelDraft& draft = *models_.find(source);
        const Message hint = message("models.alias.hint", "give it another name with \"as\"");
        if (draft.table.columnNamed(name))
            taker_.fail(place,
                message("models.aliasAttribute",
                    "%1 would be called \"%2\", but that is an attribute of \"%3\"", {what, name, source}),
                hint);
        else if (draft.associations.contains(name))
            taker_.fail(place,
                message("models.aliasTwice", "%1 would be called \"%2\", as another association of \"%3\" is",
                    {what, name, source}),
                hint);
        draft.associations.insert(name);
    }

    QString throughName(const JsonPlace& place, const QString& what, bool& unique)
    {
        const Message hint =
            message("models.through.hint", "pass the junction's name, or a model as {\"$model\": NAME}");
        if (place.isGiven() && place.value->isString() && !place.value->string().isEmpty())
            return place.value->string();
        if (place.isGiven() && place.value->isObject()) {
            if (place.member("$model").isGiven())
                return modelName(place.member("$model"));
            taker_.allow(place, {"model", "unique"}, {"scope", "paranoid", "attributes", "timestamps"});
            unique = taker_.flag(place.member("unique"), true);
            if (place.member("model").isGiven())
                return throughName(place.member("model"), what, unique);
        }
        const QString given =
            place.value ? QString::fromUtf8(compactJson(*place.value)) : QStringLiteral("nothing");
        taker_.fail(place,
            message("models.through", "%1 needs the junction that it goes through, but \"through\" is %2",
                {what, given}),
            hint);
        return {};
    }

    void readLink(
        const JsonPlace& options, const QString& source, const QString& target, const JsonPlace& place)
    {
        taker_.allow(options,
            {"through", "as", "foreignKey", "otherKey", "sourceKey", "targetKey", "onDelete", "onUpdate",
                "constraints", "timestamps"},
            {"scope", "hooks", "uniqueKey", "inverse"});
        Side side;
        side.source = source;
        side.target = target;
        side.place = place;
        bool unique = true;
        const QString through = throughName(options.member("through"), side.text(), unique);
        side.alias = alias(options.member("as"), true);
        side.foreignKey = keyName(options.member("foreignKey"));
        side.otherKey = keyName(options.member("otherKey"));
        side.sourceKey = takeKey(options.member("sourceKey"), source, side.text());
        side.targetKey = takeKey(options.member("targetKey"), target, side.text());
        side.onDelete = takeAction(taker_, options.member("onDelete"));
        side.onUpdate = takeAction(taker_, options.member("onUpdate"));
        side.constraints = taker_.flag(options.member("constraints"), true);
        if (side.onDelete == Action::SetNull || side.onUpdate == Action::SetNull)
            taker_.fail(options,
                message(
                    "models.setNull", "%1 says SET NULL, but a key of a junction can't be null", {side.text()}),
                message("models.setNull.hint", "choose CASCADE, RESTRICT or NO ACTION"));
        if (source == target && side.alias.isEmpty())
            taker_.fail(place,
                message("models.selfAlias", "%1 links a model to itself and needs a name for the other side",
                    {side.text()}),
                message("models.selfAlias.hint", "give one with \"as\", such as \"Friends\""));
        if (!taker_.ok())
            return;
        claim(source, side.alias.isEmpty() ? models_.find(target)->plural : side.alias, side.text(), place);
        std::optional<bool> timestamps;
        if (options.member("timestamps").isGiven())
            timestamps = taker_.flag(options.member("timestamps"), true);
        joinOrStart(std::move(side), through, unique, timestamps);
    }

    /// The second side of a link joins the first.
    void joinOrStart(Side side, const QString& through, bool unique, std::optional<bool> timestamps)
    {
        const auto known = std::ranges::find(links_, through, &LinkDraft::through);
        if (known == links_.end()) {
            links_.push_back({through, unique, timestamps, std::move(side), std::nullopt});
            return;
        }
        const Side& first = known->first;
        const bool opposite = side.source == first.target && side.target == first.source;
        const bool sameDirection =
            known->isSelf() && !side.foreignKey.isEmpty() && side.foreignKey == first.foreignKey;
        if (!opposite || known->second || sameDirection) {
            taker_.fail(side.place,
                message("models.junctionShared", "%1 goes through \"%2\", which already belongs to %3",
                    {side.text(), through, first.text()}),
                message("models.junctionShared.hint", "give it a junction of its own"));
            return;
        }
        const auto agree = [&](const QString& a, const QString& b, const char* what) {
            if (!a.isEmpty() && !b.isEmpty() && a != b)
                taker_.fail(
                    side.place, message("models.disagree", "%1 and %2 disagree about %3: \"%4\" and \"%5\"",
                                    {first.text(), side.text(), QString::fromLatin1(what), a, b}));
        };
        agree(first.foreignKey, side.otherKey, "the key to the first");
        agree(first.otherKey, side.foreignKey, "the key to the second");
        agree(first.sourceKey, side.targetKey, "what the first key refers to");
        agree(first.targetKey, side.sourceKey, "what the second key refers to");
        if (known->unique != unique)
            taker_.fail(side.place, message("models.disagreeUnique", "%1 and %2 disagree about \"unique\"",
                                        {first.text(), side.text()}));
        known->second = std::move(side);
    }

    QString takeKey(const JsonPlace& place, const QString& model, const QString& what)
    {
        const QString key = taker_.text(place);
        if (key.isEmpty())
            return {};
        const model::Table& table = models_.find(model)->table;
        if (!table.primaryKey && key == u"id")
            return {};
        QStringList names;
        for (const Column& column : table.columns)
            names.append(column.name);
        if (!names.contains(key))
            taker_.fail(place,
                message(
                    "models.key", "%1 refers to \"%2\", which is no attribute of \"%3\"", {what, key, model}),
                didYouMean(key, names));
        return key;
    }

    void readReference(const QString& kind, const JsonPlace& options, const QString& source,
        const QString& target, const JsonPlace& place)
    {
        taker_.allow(options,
            {"as", "foreignKey", "sourceKey", "targetKey", "onDelete", "onUpdate", "constraints"},
            {"scope", "hooks", "keyType", "inverse"});
        const bool forward = kind == u"belongsTo";
        const bool many = kind == u"hasMany";
        const QString what = describe(kind, source, target);
        const QString role = alias(options.member("as"), many);
        std::optional<bool> nullable;
        ReferenceDraft draft;
        draft.from = forward ? source : target;
        draft.to = forward ? target : source;
        draft.place = place;
        const QString given = keyName(options.member("foreignKey"), &nullable);
        draft.targetKey = takeKey(options.member(forward ? "targetKey" : "sourceKey"), draft.to, what);
        draft.named = !given.isEmpty();
        draft.column = given;
        if (given.isEmpty() && keyOf(draft.to, draft.targetKey).size() == 1)
            draft.column = derivedName(forward && !role.isEmpty() ? role : models_.find(draft.to)->singular,
                keyOf(draft.to, draft.targetKey).front());
        draft.mandatory = !nullable.value_or(true);
        draft.unique = kind == u"hasOne";
        draft.constraints = taker_.flag(options.member("constraints"), true);
        draft.onDelete = takeAction(taker_, options.member("onDelete"));
        draft.onUpdate = takeAction(taker_, options.member("onUpdate"));
        (forward ? draft.role : draft.inverseRole) = role;
        if (draft.mandatory && (draft.onDelete == Action::SetNull || draft.onUpdate == Action::SetNull))
            taker_.fail(
                options, message("models.setNullKey", "%1 says SET NULL, but its key can't be null", {what}));
        if (!taker_.ok())
            return;
        const ModelDraft& far = *models_.find(target);
        claim(source, role.isEmpty() ? (many ? far.plural : far.singular) : role, what, place);
        merge(std::move(draft));
    }

    void merge(ReferenceDraft draft)
    {
        const auto known = std::ranges::find_if(references_, [&](const ReferenceDraft& other) {
            return other.from == draft.from && other.to == draft.to && other.column == draft.column &&
                   other.targetKey == draft.targetKey;
        });
        if (known == references_.end()) {
            references_.push_back(std::move(draft));
            return;
        }
        const auto differs = [](const auto& a, const auto& b) { return a && b && *a != *b; };
        if (differs(known->onDelete, draft.onDelete) || differs(known->onUpdate, draft.onUpdate))
            taker_.fail(
                draft.place, message("models.disagreeActions",
                                 "the associations of \"%1\" and \"%2\" over \"%3\" disagree about its actions",
                                 {draft.from, draft.to, draft.column}));
        known->named = known->named || draft.named;
        known->role = known->role.isEmpty() ? draft.role : known->role;
        known->inverseRole = known->inverseRole.isEmpty() ? draft.inverseRole : known->inverseRole;
        known->mandatory = known->mandatory || draft.mandatory;
        known->unique = known->unique || draft.unique;
        known->constraints = known->constraints && draft.constraints;
        known->onDelete = known->onDelete ? known->onDelete : draft.onDelete;
        known->onUpdate = known->onUpdate ? known->onUpdate : draft.onUpdate;
    }

    // --- drawing

    /// Names of the columns that a key to the model refers to.
    QStringList keyOf(const QString& model, const QString& asked)
    {
        if (!asked.isEmpty())
            return {asked};
        const model::Table& table = models_.find(model)->table;
        if (!table.primaryKey)
            return {QStringLiteral("id")};
        QStringList names;
        for (const model::KeyPart& part : table.primaryKey->parts)
            names.append(table.column(std::get<ColumnId>(part.what))->name);
        return names;
    }

    QString derivedName(const QString& modelOrRole, const QString& key) const
    {
        return model::foreignKeyName(models_.naming, modelOrRole, key);
    }

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
        if (link.timestamps.value_or(models_.timestamps))
            addTimestamps(draft.table, models_.naming);
        return draft;
    }

    void drawLink(const LinkDraft& draft)
    {
        ModelDraft& junction = junctionOf(draft);
        const Side& first = draft.first;
        ManyToMany link;
        link.id = IdSource::named<LinkId>(QStringLiteral("models/link/") + draft.through);
        link.junction = junction.table.id;
        if (std::ranges::any_of(
                schema_.links, [&](const ManyToMany& other) { return other.junction == link.junction; }))
            return taker_.fail(first.place,
                message("models.junctionTwice", "\"%1\" is the junction of two links", {draft.through}));
        if (draft.through == first.source || draft.through == first.target)
            return taker_.fail(first.place,
                message("models.junctionEnd", "%1 goes through one of its own ends", {first.text()}));
        if (!draft.unique) {
            if (!junction.table.primaryKey)
                return taker_.fail(first.place,
                    message("models.notUnique",
                        "%1 allows a pair twice, so \"%2\" needs a primary key of its own",
                        {first.text(), draft.through}),
                    message("models.notUnique.hint", "give it an attribute with \"primaryKey\": true"));
            link.junctionKey = ManyToMany::JunctionKey::AsIs;
            link.reverseIndex = true;
        } else if (junction.table.primaryKey) {
            link.junctionKey = ManyToMany::JunctionKey::Surrogate;
        }
        // What the second side says of itself is what the first says of the other, turned round.
        const Side none;
        const Side& second = draft.second ? *draft.second : none;
        const bool oneSided = !draft.second;
        addEnd(link, junction, first.source, second.alias, pick(first.foreignKey, second.otherKey),
            pick(first.sourceKey, second.targetKey), first, first.constraints);
        addEnd(link, junction, first.target, first.alias, pick(first.otherKey, second.foreignKey),
            pick(first.targetKey, second.sourceKey), oneSided ? first : second,
            oneSided ? first.constraints : second.constraints);
        schema_.links.set(std::move(link));
    }

    static QString pick(const QString& a, const QString& b) { return a.isEmpty() ? b : a; }

    void addEnd(ManyToMany& link, ModelDraft& junction, const QString& model, const QString& alias,
        const QString& named, const QString& asked, const Side& says, bool constraints)
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

        const QStringList key = keyOf(model, asked);
        QString column = named;
        if (column.isEmpty() && key.size() == 1)
            column = derivedName(again && !end.role.isEmpty() ? end.role : target.singular, key.front());
        if (!named.isEmpty() || (target.ownNames && !again))
            end.key.columnName = column;
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
        reference.role = !draft.role.isEmpty() ? draft.role : to.ownNames ? to.singular : QString();
        reference.inverseRole = !draft.inverseRole.isEmpty() ? draft.inverseRole
                                : from.ownNames              ? (draft.unique ? from.singular : from.plural)
                                                             : QString();
        reference.key.onDelete = draft.onDelete;
        reference.key.onUpdate = draft.onUpdate;
        reference.key.unconstrained = !draft.constraints || shared_.contains(draft.from + u'/' + draft.column);
        const QStringList key = keyOf(draft.to, draft.targetKey);
        const QString& after = reference.role.isEmpty() ? to.table.name : reference.role;
        if (key.size() == 1 && draft.column != derivedName(after, key.front()))
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
        if (!names.contains(draft.column))
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
            const Column* key = target->table.columnNamed(keyOf(target->table.name, asked).front());
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
                const Column* target =
                    to->table.columnNamed(key.key.isEmpty() ? keyOf(to->table.name, {}).front() : key.key);
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
    std::vector<LinkDraft> links_;
    std::vector<ReferenceDraft> references_;
    QHash<LinkId, QStringList> keyColumns_; ///< of each link, by end
    QSet<QString> shared_;                  ///< `model/column` of references that stand on a link's key
};

} // namespace

void takeAssociations(JsonTaker& taker, const JsonPlace& associations, ModelDrafts& drafts, Schema& schema)
{
    AssociationReader(taker, drafts, schema).read(associations);
}

} // namespace conjoin::orm
