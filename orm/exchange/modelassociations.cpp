// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modelassociations.h"

#include "orm/exchange/associationdrafts.h"

#include <algorithm>

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
        return {std::move(links_), std::move(references_)};
    }

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
    };

    /// A foreign key: a text, or `{name, field, allowNull}`.
    KeyName keyName(const JsonPlace& place, bool underscored, std::optional<bool>* nullable = nullptr)
    {
        QString name;
        QString field;
        if (place.isGiven() && place.value->isObject()) {
            taker_.allow(place, {"name", "field", "allowNull", "fieldName"},
                {"type", "defaultValue", "unique", "primaryKey"});
            name = taker_.text(place.member("name"));
            field = taker_.text(place.member("field"));
            if (nullable && place.member("allowNull").isGiven())
                *nullable = taker_.flag(place.member("allowNull"), true);
        } else {
            name = taker_.text(place);
        }
        if (name.isEmpty())
            return {field, {}};
        if (field.isEmpty())
            field = underscored ? underscoredName(name) : name;
        return {field, field == name ? QString() : name};
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

    /// What `through` says besides the junction's name.
    struct ThroughOptions {
        bool unique = true;
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
                "constraints", "timestamps", "scope", "uniqueKey"},
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
        const bool underscored = drawn ? drawn->underscored : models_.underscored;
        const KeyName foreignKey = keyName(options.member("foreignKey"), underscored);
        const KeyName otherKey = keyName(options.member("otherKey"), underscored);
        side.foreignKey = foreignKey.column;
        side.foreignAttribute = foreignKey.attribute;
        side.otherKey = otherKey.column;
        side.otherAttribute = otherKey.attribute;
        if (side.filtered)
            taker_.note(options.member("scope"),
                message("models.filter", "%1 sees only some rows; the link that is drawn holds all",
                    {side.text()}));
        if (options.member("uniqueKey").isGiven())
            taker_.note(options.member("uniqueKey"),
                message("models.uniqueKey", "the unique key of %1 is named by convention", {side.text()}));
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
        joinOrStart(std::move(side), through, junction);
    }

    /// Whether the side declares what the link's first side does once more, and one of them sees only some
    /// rows.
    static bool isView(const Side& first, const Side& side)
    {
        return side.source == first.source && side.target == first.target &&
               (side.filtered || first.filtered) && side.foreignKey == first.foreignKey &&
               side.otherKey == first.otherKey && side.scope == first.scope;
    }

    /// The second side of a link joins the first.
    void joinOrStart(Side side, const QString& through, const ThroughOptions& options)
    {
        const auto isOther = [&](const LinkDraft& link) {
            return link.through == through && link.first.source == side.target &&
                   link.first.target == side.source && !link.second &&
                   (side.scope.empty() || side.scope == link.first.scope);
        };
        const auto views = [&](const LinkDraft& link) {
            return link.through == through && isView(link.first, side);
        };
        if (const auto seen = std::ranges::find_if(links_, views); seen != links_.end()) {
            if (seen->first.filtered && !side.filtered)
                seen->first = std::move(side);
            return;
        }
        auto known = std::ranges::find_if(links_, isOther);
        if (known == links_.end())
            known = std::ranges::find(links_, through, &LinkDraft::through);
        const bool shares = known != links_.end() && !side.scope.empty() && !known->first.scope.empty() &&
                            side.scope != known->first.scope;
        if (known == links_.end() || shares) {
            links_.push_back(
                {through, options.unique, options.timestamps, options.paranoid, std::move(side), std::nullopt});
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
        if (known->unique != options.unique)
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
            names.append(column.attribute.isEmpty() ? column.name : column.attribute);
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
        std::optional<bool> nullable;
        ReferenceDraft draft;
        draft.from = forward ? source : target;
        draft.to = forward ? target : source;
        draft.place = place;
        const KeyName key =
            keyName(options.member("foreignKey"), models_.find(draft.from)->underscored, &nullable);
        const QString given = key.column;
        draft.attribute = key.attribute;
        draft.targetKey = takeKey(options.member(forward ? "targetKey" : "sourceKey"), draft.to, what);
        draft.named = !given.isEmpty();
        draft.column = given;
        if (given.isEmpty() && models_.keyOf(draft.to, draft.targetKey).size() == 1)
            draft.column = models_.keyName(forward && !role.isEmpty() ? role : models_.find(draft.to)->singular,
                models_.keyOf(draft.to, draft.targetKey).front());
        draft.mandatory = !nullable.value_or(true);
        draft.unique = kind == u"hasOne";
        draft.constraints = taker_.flag(options.member("constraints"), true);
        draft.onDelete = takeAction(taker_, options.member("onDelete"));
        draft.onUpdate = takeAction(taker_, options.member("onUpdate"));
        // Where the key can't be null, Sequelize lets the children of hasMany and hasOne go with their parent.
        if (!forward && draft.mandatory && !draft.onDelete)
            draft.onDelete = Action::Cascade;
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

    JsonTaker& taker_;
    ModelDrafts& models_;
    std::vector<LinkDraft> links_;
    std::vector<ReferenceDraft> references_;
};

} // namespace

void takeAssociations(
    JsonTaker& taker, const JsonPlace& associations, ModelDrafts& drafts, model::Schema& schema)
{
    const AssociationDrafts read = AssociationReader(taker, drafts).read(associations);
    if (taker.ok())
        drawAssociations(taker, read, drafts, schema);
}

} // namespace conjoin::orm
