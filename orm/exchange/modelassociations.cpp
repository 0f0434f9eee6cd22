// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modelassociations.h"

#include "orm/exchange/associationdrafts.h"

#include <algorithm>
#include <functional>

namespace conjoin::orm {

using model::Action;
using model::Column;

namespace {

QString describe(const QString& kind, const QString& source, const QString& target)
{
    return source + u'.' + kind + u'(' + target + u')';
}

class AssociationReader {
public:
    AssociationReader(JsonTaker& taker, ModelDrafts& models)
        : taker_(taker)
        , models_(models)
    {}

    AssociationDrafts read(const JsonPlace& associations)
    {
        const std::size_t count = taker_.items(associations).size();
        for (std::size_t i = 0; i < count && taker_.ok(); ++i)
            readOne(associations.item(i));
        for (const LinkDraft& link : links_)
            checkPairs(link);
        return {std::move(links_), std::move(references_)};
    }

    /// What was declared, call by call.
    std::vector<DeclaredAssociation> declared() { return std::move(declared_); }

private:
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

    /// What a foreign key is called: in the database, and by the ORM where that differs.
    struct KeyName {
        QString column;
        QString attribute;
        std::optional<bool> nullable{}; ///< where that is said
        bool unique = false;
    };

    /// A foreign key: a text, or `{name, field, allowNull}`.
    /// `columnOf` says what a column is called whose attribute is.
    KeyName keyName(const JsonPlace& place, const std::function<QString(const QString&)>& columnOf)
    {
        if (!place.isGiven() || !place.value->isObject()) {
            const QString name = taker_.text(place);
            return name.isEmpty() ? KeyName()
                                  : KeyName{columnOf(name), columnOf(name) == name ? QString() : name};
        }
        taker_.allow(place, {"name", "field", "fieldName", "allowNull", "unique", "type", "defaultValue",
                                "primaryKey", "comment"});
        for (const char* option : {"type", "defaultValue", "primaryKey", "comment"}) {
            if (place.member(option).isGiven())
                taker_.note(place.member(option),
                    message("models.keyOption",
                        "\"%1\" is left out here; define the key as an attribute to say it",
                        {QString::fromLatin1(option)}));
        }
        KeyName key;
        QString name = taker_.text(place.member("name"));
        if (name.isEmpty())
            name = taker_.text(place.member("fieldName"));
        key.column = taker_.text(place.member("field"));
        if (key.column.isEmpty() && !name.isEmpty())
            key.column = columnOf(name);
        if (key.column != name)
            key.attribute = name;
        if (place.member("allowNull").isGiven())
            key.nullable = taker_.flag(place.member("allowNull"), true);
        key.unique = taker_.flag(place.member("unique"), false);
        return key;
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
                message("models.aliasTwice", "%1 would be called \"%2\", as %3 is already",
                    {what, name, draft.associations.value(name)}),
                hint);
        draft.associations.insert(name, what);
    }

    /// What `through` says besides the junction's name.
    struct ThroughOptions {
        bool unique = true;
        QString uniqueKey;
        bool paranoid = false;
        std::optional<bool> timestamps;
        std::vector<std::pair<QString, QString>> scope;
    };

    QString throughName(const JsonPlace& place, const QString& what, ThroughOptions& options)
    {
        const Message hint =
            message("models.through.hint", "pass the junction's name, or a model as {\"$model\": NAME}");
        if (place.isGiven() && place.value->isString() && !place.value->string().isEmpty())
            return place.value->string();
        if (place.isGiven() && place.value->isObject()) {
            if (place.member("$model").isGiven())
                return modelName(place.member("$model"));
            taker_.allow(place, {"model", "unique", "scope", "paranoid", "timestamps"}, {"attributes"});
            options.unique = taker_.flag(place.member("unique"), true);
            options.paranoid = taker_.flag(place.member("paranoid"), false);
            if (place.member("timestamps").isGiven())
                options.timestamps = taker_.flag(place.member("timestamps"), true);
            for (const auto& [attribute, value] : taker_.members(place.member("scope")))
                options.scope.emplace_back(attribute, scopeValue(place.member("scope").member(attribute)));
            if (place.member("model").isGiven())
                return throughName(place.member("model"), what, options);
        }
        const QString given =
            place.value ? QString::fromUtf8(compactJson(*place.value)) : QStringLiteral("nothing");
        taker_.fail(place,
            message("models.through", "%1 needs the junction that it goes through, but \"through\" is %2",
                {what, given}),
            hint);
        return {};
    }

    QString scopeValue(const JsonPlace& place)
    {
        if (place.isGiven() && place.value->isNumber())
            return place.value->digits();
        if (place.isGiven() && place.value->isBool())
            return place.value->toBool() ? QStringLiteral("true") : QStringLiteral("false");
        return taker_.text(place);
    }

    void readLink(
        const JsonPlace& options, const QString& source, const QString& target, const JsonPlace& place)
    {
        taker_.allow(options,
            {"through", "as", "foreignKey", "otherKey", "sourceKey", "targetKey", "onDelete", "onUpdate",
                "constraints", "timestamps", "scope", "unique", "uniqueKey"},
            {"hooks", "inverse"});
        Side side;
        side.source = source;
        side.target = target;
        side.place = place;
        ThroughOptions junction;
        const QString through = throughName(options.member("through"), side.text(), junction);
        side.alias = alias(options.member("as"), true);
        side.scope = junction.scope;
        side.filtered = options.member("scope").isGiven();
        const ModelDraft* drawn = models_.find(through);
        ModelDraft made; // of the junction, where it is only named
        made.options = models_.find(source)->options;
        const auto columnOf = [&](const QString& attribute) {
            return models_.columnFor(drawn ? *drawn : made, attribute);
        };
        const KeyName foreignKey = keyName(options.member("foreignKey"), columnOf);
        const KeyName otherKey = keyName(options.member("otherKey"), columnOf);
        side.foreignKey = foreignKey.column;
        side.foreignAttribute = foreignKey.attribute;
        side.otherKey = otherKey.column;
        side.otherAttribute = otherKey.attribute;
        if (side.filtered)
            taker_.note(options.member("scope"),
                message("models.filter", "%1 sees only some rows; the link that is drawn holds all",
                    {side.text()}));
        junction.unique = taker_.flag(options.member("unique"), junction.unique);
        junction.uniqueKey = taker_.text(options.member("uniqueKey"));
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
        if (options.member("timestamps").isGiven())
            junction.timestamps = taker_.flag(options.member("timestamps"), true);
        declare(AssociationKind::BelongsToMany, options, source, target);
        declared_.back().through = through;
        declared_.back().attribute = foreignKey.attribute.isEmpty() ? foreignKey.column : foreignKey.attribute;
        joinOrStart(std::move(side), through, junction);
    }

    /// Whether the side declares what the link's first side does once more: under another name, or for some of
    /// its rows only. A self link's sides are told apart by their keys alone.
    static bool isView(const Side& first, const Side& side)
    {
        const bool isSelf = side.source == side.target;
        const auto agree = [isSelf](const QString& a, const QString& b) {
            return a == b || (!isSelf && (a.isEmpty() || b.isEmpty()));
        };
        return side.source == first.source && side.target == first.target &&
               !(isSelf && side.foreignKey.isEmpty()) && agree(side.foreignKey, first.foreignKey) &&
               agree(side.otherKey, first.otherKey) && side.scope == first.scope;
    }

    /// The second side of a link joins the first.
    void joinOrStart(Side side, const QString& through, const ThroughOptions& options)
    {
        const auto isOther = [&](const LinkDraft& link) {
            return link.through == through && link.first.source == side.target &&
                   link.first.target == side.source && !link.second &&
                   (side.scope.empty() || side.scope == link.first.scope);
        };
        for (LinkDraft& link : links_) {
            Side* seen = link.through != through                     ? nullptr
                         : isView(link.first, side)                  ? &link.first
                         : link.second && isView(*link.second, side) ? &*link.second
                                                                     : nullptr;
            if (!seen)
                continue;
            if (seen->filtered && !side.filtered)
                *seen = std::move(side);
            return;
        }
        auto known = std::ranges::find_if(links_, isOther);
        if (known == links_.end())
            known = std::ranges::find(links_, through, &LinkDraft::through);
        const bool shares = known != links_.end() && !side.scope.empty() && !known->first.scope.empty() &&
                            side.scope != known->first.scope;
        if (known == links_.end() || shares) {
            links_.push_back({through, options.unique, options.uniqueKey, options.timestamps, options.paranoid,
                std::move(side), std::nullopt, {}});
            return;
        }
        const Side& first = known->first;
        const bool opposite = side.source == first.target && side.target == first.source;
        const bool sameDirection =
            known->isSelf() && !side.foreignKey.isEmpty() && side.foreignKey == first.foreignKey;
        const bool samePair = opposite || (side.source == first.source && side.target == first.target);
        if (!samePair && !known->isSelf() && side.source != side.target && side.scope.empty()) {
            known->further.push_back(std::move(side)); // of a link of more than two ends: see checkPairs()
            return;
        }
        if (!opposite || known->second || sameDirection)
            return refuseSharing(*known, side);
        const auto agree = [&](const QString& a, const QString& b, const char* what) {
            if (!a.isEmpty() && !b.isEmpty() && a != b)
                taker_.fail(side.place,
                    message("models.disagree", "%1 and %2 disagree about %3: \"%4\" and \"%5\"",
                        {first.text(), side.text(), QString::fromLatin1(what), a, b}),
                    disagreeHint());
        };
        agree(first.foreignKey, side.otherKey, "the key to the first");
        agree(first.otherKey, side.foreignKey, "the key to the second");
        agree(first.sourceKey, side.targetKey, "what the first key refers to");
        agree(first.targetKey, side.sourceKey, "what the second key refers to");
        if (known->unique != options.unique)
            taker_.fail(side.place,
                message("models.disagreeUnique", "%1 and %2 disagree about \"unique\"",
                    {first.text(), side.text()}),
                disagreeHint());
        if (!options.uniqueKey.isEmpty())
            known->uniqueKey = options.uniqueKey; // the last one counts
        known->second = std::move(side);
    }

    static Message disagreeHint()
    {
        return message("models.disagree.hint", "say it on one side only, or the same on both");
    }

    void refuseSharing(const LinkDraft& link, const Side& side)
    {
        taker_.fail(side.place,
            message("models.junctionShared", "%1 goes through \"%2\", which already belongs to %3",
                {side.text(), link.through, link.first.text()}),
            message("models.junctionShared.hint", "give it a junction of its own; or, where each row ties "
                                                  "three or more, declare all pairs of them"));
    }

    /// A link of more than two ends has each pair of them declared, from either side (SEQUELIZE 1.27); else
    /// some of its rows would tie only two, which is a matter of scopes or of another junction.
    void checkPairs(const LinkDraft& link)
    {
        QSet<QString> ends{link.first.source, link.first.target};
        QSet<QString> pairs;
        const auto add = [&](const Side& side) {
            ends << side.source << side.target;
            pairs << std::min(side.source, side.target) + u'\n' + std::max(side.source, side.target);
        };
        add(link.first);
        for (const Side& side : link.further)
            add(side);
        if (pairs.size() != ends.size() * (ends.size() - 1) / 2 && !link.further.empty())
            refuseSharing(link, link.further.front());
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
            names.append(column.attribute.isEmpty() ? column.name : *column.attribute);
        if (const Column* column = models_.find(model)->attributeNamed(key))
            return column->name;
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
            {"scope", "hooks", "keyType", "inverse"}); // a scope sees only some rows of the same key
        const bool forward = kind == u"belongsTo";
        const bool many = kind == u"hasMany";
        const QString what = describe(kind, source, target);
        const QString role = alias(options.member("as"), many);
        ReferenceDraft draft;
        draft.from = forward ? source : target;
        draft.to = forward ? target : source;
        draft.place = place;
        const KeyName key = keyName(options.member("foreignKey"),
            [&](const QString& attribute) { return models_.columnFor(*models_.find(draft.from), attribute); });
        const QString given = key.column;
        draft.attribute = key.attribute;
        draft.targetKey = takeKey(options.member(forward ? "targetKey" : "sourceKey"), draft.to, what);
        draft.named = !given.isEmpty();
        draft.column = given;
        const ModelDraft& owner = *models_.find(draft.from);
        if (given.isEmpty() && models_.keyOf(draft.to, draft.targetKey).size() == 1)
            draft.column = models_.columnFor(owner,
                models_.keyAttribute(forward && !role.isEmpty() ? role : models_.find(draft.to)->singular,
                    models_.attributeOf(draft.to, models_.keyOf(draft.to, draft.targetKey).front())));
        const Column* own = owner.table.columnNamed(draft.column);
        draft.mandatory = !key.nullable.value_or(!own || own->nullable);
        draft.enforced = key.unique;
        draft.unique = kind == u"hasOne" || key.unique;
        draft.constraints = taker_.flag(options.member("constraints"), true);
        draft.onDelete = takeAction(taker_, options.member("onDelete"));
        draft.onUpdate = takeAction(taker_, options.member("onUpdate"));
        // Where the key can't be null, Sequelize lets the children of hasMany and hasOne go with their parent.
        draft.takesAlong = !forward && draft.mandatory;
        (forward ? draft.role : draft.inverseRole) = role;
        if (draft.mandatory && (draft.onDelete == Action::SetNull || draft.onUpdate == Action::SetNull))
            taker_.fail(options,
                message("models.setNullKey", "%1 says SET NULL, but its key can't be null", {what}),
                message("models.setNullKey.hint", "let it be null, or choose CASCADE, RESTRICT or NO ACTION"));
        if (!taker_.ok())
            return;
        const ModelDraft& far = *models_.find(target);
        claim(source, role.isEmpty() ? (many ? far.plural : far.singular) : role, what, place);
        declare(forward ? AssociationKind::BelongsTo
                : many  ? AssociationKind::HasMany
                        : AssociationKind::HasOne,
            options, source, target);
        declared_.back().attribute = key.attribute.isEmpty() ? key.column : key.attribute;
        merge(std::move(draft));
    }

    /// A scope says values of attributes – those of keys, which associations make, go by their names.
    void checkScope(const JsonPlace& scope, const ModelDraft& target)
    {
        static const QStringList made{"createdAt", "updatedAt", "deletedAt"};
        QStringList names;
        for (const Column& column : target.table.columns)
            names.append(column.attribute.isEmpty() ? column.name : *column.attribute);
        for (const auto& [name, value] : taker_.members(scope)) {
            const bool isKey = name.endsWith(u"Id") || name.endsWith(u"_id");
            if (!names.contains(name) && !made.contains(name) && !isKey)
                taker_.fail(scope.member(name),
                    message("models.scope", "\"%1\" is no attribute of \"%2\"", {name, target.table.name}),
                    didYouMean(name, names));
        }
    }

    void declare(AssociationKind kind, const JsonPlace& options, const QString& source, const QString& target)
    {
        const bool many = kind == AssociationKind::HasMany || kind == AssociationKind::BelongsToMany;
        const ModelDraft& far = *models_.find(target);
        DeclaredAssociation association;
        association.kind = kind;
        association.source = source;
        association.target = target;
        association.name = alias(options.member("as"), many);
        association.aliased = !association.name.isEmpty();
        if (!association.aliased) {
            association.name = many ? far.plural : far.singular;
            association.singular = far.singular;
        } else {
            association.singular = alias(options.member("as"), false);
            if (options.member("as").value->isString())
                association.singular =
                    many ? model::singularName(models_.naming, association.name) : association.name;
        }
        if (const JsonPlace scope = options.member("scope"); scope.isGiven()) {
            checkScope(scope, far);
            association.scope = *scope.value;
        }
        declared_.push_back(std::move(association));
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
            taker_.fail(draft.place,
                message("models.disagreeActions",
                    "the associations of \"%1\" and \"%2\" over \"%3\" disagree about its actions",
                    {draft.from, draft.to, draft.column}),
                disagreeHint());
        known->named = known->named || draft.named;
        known->role = known->role.isEmpty() ? draft.role : known->role;
        known->inverseRole = known->inverseRole.isEmpty() ? draft.inverseRole : known->inverseRole;
        known->mandatory = known->mandatory || draft.mandatory;
        known->unique = known->unique || draft.unique;
        known->enforced = known->enforced || draft.enforced;
        known->constraints = known->constraints && draft.constraints;
        known->onDelete = known->onDelete ? known->onDelete : draft.onDelete;
        known->onUpdate = known->onUpdate ? known->onUpdate : draft.onUpdate;
    }

    JsonTaker& taker_;
    ModelDrafts& models_;
    std::vector<LinkDraft> links_;
    std::vector<ReferenceDraft> references_;
    std::vector<DeclaredAssociation> declared_;
};

} // namespace

std::vector<DeclaredAssociation> takeAssociations(
    JsonTaker& taker, const JsonPlace& associations, ModelDrafts& drafts, model::Schema& schema)
{
    AssociationReader reader(taker, drafts);
    const AssociationDrafts read = reader.read(associations);
    if (taker.ok())
        drawAssociations(taker, read, drafts, schema);
    return reader.declared();
}

} // namespace conjoin::orm
