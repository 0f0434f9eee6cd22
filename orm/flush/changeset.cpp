// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/flush/changeset.h"

#include "orm/entity/unknownname.h"
#include "orm/entity/validation.h"

#include <QHash>

namespace conjoin::orm {

namespace {

constexpr const Model* noJunction = nullptr;

QString jsonText(const Json& json)
{
    return QString::fromUtf8(compactJson(json));
}

Result<Value> attributeValue(const Model& model, int index, const Json& json, const QString& place)
{
    const Attribute& attribute = model.attributes[size_t(index)];
    const QString at = place + u'.' + attribute.name;
    if (attribute.generated) {
        return inputError(at,
            message("attribute.generated", "\"%1\" is computed by the database", {attribute.name}),
            message("attribute.generated.hint", "leave it out"));
    }
    if (auto valid = validate(attribute.validators, json, at); !valid)
        return failure(valid);
    return valueFromJson(json, attribute.type, at);
}

/// Walks the nested values once, depth first.
class ChangesetReader {
public:
    explicit ChangesetReader(const ModelRegistry& registry)
        : registry_(registry)
    {}

    Result<void> readRoot(int model, const Json& values, const QString& place)
    {
        for (const char* word : {"$link", "$create"}) {
            if (values.isObject() && values.find(QString::fromLatin1(word))) {
                return inputError(place,
                    message("create.root", "the outermost row is always created, \"%1\" has no meaning there",
                        {QString::fromLatin1(word)}));
            }
        }
        auto root = readRow(model, values, place, noJunction, false);
        if (!root)
            return failure(root);
        result_.drafts[root->draft].mode = RowDraft::Mode::Create;
        result_.roots.push_back(std::move(*root));
        return {};
    }

    Result<Changeset> finish()
    {
        for (const RowDraft& draft : result_.drafts) {
            if (auto checked = checkKeys(draft); !checked)
                return failure(checked);
        }
        return std::move(result_);
    }

private:
    /// `junction`: the key of that name is the parent's business.
    Result<DraftNode> readRow(
        int model, const Json& json, const QString& place, const Model* junction, bool owned)
    {
        const Model& here = registry_.at(model);
        if (!json.isObject()) {
            return inputError(place,
                message("create.object", "a row of %1 is an object, not %2", {here.name, jsonText(json)}),
                message("create.object.hint", "{\"$link\": …} links the row of that key"));
        }
        const Json* link = json.find(QStringLiteral("$link"));
        const Json* create = json.find(QStringLiteral("$create"));
        if (link && create)
            return inputError(place, message("create.both", "\"$link\" and \"$create\" exclude each other"));
        if (create && !create->isObject())
            return inputError(place, message("create.create", "\"$create\" takes an object"));

        DraftNode node;
        auto draft = enterDraft(model, json, create, place, owned);
        if (!draft)
            return failure(draft);
        node.draft = *draft;
        if (link) {
            result_.drafts[node.draft].mode = RowDraft::Mode::Link;
            if (auto read = readLinkKey(node.draft, *link, place); !read)
                return failure(read);
        }
        if (create)
            result_.drafts[node.draft].mode = RowDraft::Mode::Create;

        for (const Json* members : {&json, create}) {
            if (!members)
                continue;
            for (const auto& [key, value] : members->members()) {
                if (key == u"$same" || (members == &json && (key == u"$link" || key == u"$create")))
                    continue;
                const bool attributes = members == create || (!link && !create);
                if (auto read = readMember(node, key, value, place, junction, attributes); !read)
                    return failure(read);
            }
        }
        return node;
    }

    Result<void> readMember(DraftNode& node, const QString& key, const Json& value, const QString& place,
        const Model* junction, bool attributes)
    {
        const Model& here = registry_.at(result_.drafts[node.draft].model);
        if (const int index = here.attributeIndex(key); index >= 0) {
            if (!attributes) {
                return inputError(place + u'.' + key,
                    message("create.beside", "an attribute can't stand beside \"$link\" or \"$create\""),
                    message("create.beside.hint",
                        "\"$link\" takes the key alone; attributes of a new row go into \"$create\""));
            }
            auto read = attributeValue(here, index, value, place);
            return read ? give(node.draft, index, std::move(*read)) : Result<void>(failure(read));
        }
        if (junction && key == junction->name)
            return {};
        for (size_t i = 0; i < here.associations.size(); ++i) {
            if (here.associations[i].name == key)
                return readAssociation(node, int(i), value, place + u'.' + key);
        }
        Error error = unknownKey(here, key, place);
        if (junction && nearest(key, {junction->name}) == junction->name)
            error.hint = didYouMean(key, {junction->name});
        else if (key.startsWith(u'$'))
            error.hint =
                nameHint(key, {QStringLiteral("$link"), QStringLiteral("$create"), QStringLiteral("$same")});
        return error;
    }

    Result<void> readAssociation(DraftNode& node, int index, const Json& json, const QString& place)
    {
        // Copied: reading the children may grow the list of drafts, never that of models.
        const size_t parent = node.draft;
        const Association& association = registry_.at(result_.drafts[parent].model).associations[size_t(index)];
        const bool many = association.isToMany();
        DraftNode::Edge edge;
        edge.association = index;
        if (many && !json.isArray() && !json.isNull()) {
            return inputError(place,
                message(
                    "create.list", "\"%1\" takes a list of rows, not %2", {association.name, jsonText(json)}),
                message("create.list.hint", "write [ … ] around it"));
        }
        if (!many && json.isArray())
            return inputError(
                place, message("create.single", "\"%1\" takes one row, not a list", {association.name}));

        const size_t count = json.isNull() ? 0 : many ? json.items().size() : 1;
        for (size_t i = 0; i < count; ++i) {
            const Json& item = many ? json.items()[i] : json;
            if (item.isNull())
                continue; // null links nothing
            const QString at = many ? place + QStringLiteral("[%1]").arg(i) : place;
            const Model* junction = association.through < 0 ? noJunction : &registry_.at(association.through);
            const bool owned =
                association.kind == AssociationKind::HasMany || association.kind == AssociationKind::HasOne;
            auto child = readRow(association.target, item, at, junction, owned);
            if (!child)
                return failure(child);
            if (auto scoped = giveScope(child->draft, association.scope); !scoped)
                return scoped;
            Result<void> joined;
            switch (association.kind) {
            case AssociationKind::BelongsTo:
                joined = refer(
                    parent, {association.keys, child->draft, association.referenced, association.name, false});
                break;
            case AssociationKind::HasOne:
            case AssociationKind::HasMany:
                joined = refer(
                    child->draft, {association.keys, parent, association.referenced, association.name, true});
                break;
            case AssociationKind::BelongsToMany:
                joined = readJunction(association, parent, *child, item, at);
                break;
            }
            if (!joined)
                return joined;
            edge.nodes.push_back(std::move(*child));
        }
        node.edges.push_back(std::move(edge));
        return {};
    }

    /// The junction row of one link: its attributes and associations stand under its model's name in the child.
    Result<void> readJunction(
        const Association& association, size_t parent, DraftNode& child, const Json& item, const QString& place)
    {
        const Model& junction = registry_.at(association.through);
        const Json* given = item.find(junction.name);
        if (const Json* create = item.find(QStringLiteral("$create")); create && !given)
            given = create->find(junction.name);
        if (registry_.at(association.target).attribute(junction.name))
            given = nullptr; // an attribute of that name is the attribute
        static const Json nothing = Json::object();
        const QString at = place + u'.' + junction.name;
        auto row = readRow(association.through, given ? *given : nothing, at, noJunction, false);
        if (!row)
            return failure(row);
        if (auto scoped = giveScope(row->draft, association.throughScope); !scoped)
            return scoped;
        RowDraft& draft = result_.drafts[row->draft];
        draft.link = &association;
        for (const QString& key : association.keys + association.otherKeys) {
            if (draft.given[size_t(junction.attributeIndex(key))]) {
                return inputError(at + u'.' + key,
                    message("create.junctionkey", "\"%1\" is what the link itself writes", {key}),
                    message("attribute.generated.hint", "leave it out"));
            }
        }
        if (auto here =
                refer(row->draft, {association.keys, parent, association.referenced, association.name, false});
            !here)
            return here;
        auto there = refer(row->draft,
            {association.otherKeys, child.draft, association.otherReferenced, association.name, false});
        if (!there)
            return there;
        child.junction.push_back(std::move(*row));
        return {};
    }

    /// A new draft, or the one that carries the same `$same` label.
    Result<size_t> enterDraft(int model, const Json& json, const Json* create, const QString& place, bool owned)
    {
        const Json* label = json.find(QStringLiteral("$same"));
        if (!label && create)
            label = create->find(QStringLiteral("$same"));
        if (label && !label->isString() && !label->isNumber())
            return inputError(place, message("create.same", "\"$same\" takes a label"));
        const auto key =
            std::pair(model, label ? (label->isString() ? label->string() : label->digits()) : QString());
        if (label && labels_.contains(key)) {
            const size_t index = labels_.value(key);
            result_.drafts[index].owned |= owned;
            return index;
        }
        RowDraft draft;
        draft.model = model;
        draft.owned = owned;
        draft.place = place;
        draft.given.resize(registry_.at(model).attributes.size());
        result_.drafts.push_back(std::move(draft));
        if (label)
            labels_.insert(key, result_.drafts.size() - 1);
        return result_.drafts.size() - 1;
    }

    Result<void> readLinkKey(size_t draft, const Json& key, const QString& place)
    {
        const Model& here = registry_.at(result_.drafts[draft].model);
        const QStringList identity = here.identity();
        Json object = key;
        if (!key.isObject()) {
            if (identity.size() != 1 || key.isArray() || key.isNull()) {
                return inputError(place,
                    message("create.link", "\"$link\": %1 is no key of %2", {jsonText(key), here.name}),
                    message(
                        "create.link.hint", "give an object with %1", {identity.join(QStringLiteral(", "))}));
            }
            object = Json(Json::Object{{identity.first(), key}});
        }
        for (const auto& [name, value] : object.members()) {
            const int index = here.attributeIndex(name);
            if (index < 0)
                return unknownAttribute(here, name, place + QStringLiteral(".$link"));
            auto read = attributeValue(here, index, value, place + QStringLiteral(".$link"));
            if (!read)
                return failure(read);
            if (auto given = give(draft, index, std::move(*read)); !given)
                return given;
        }
        std::vector<QStringList> keys = here.uniqueKeys;
        keys.insert(keys.begin(), identity);
        for (const QStringList& columns : keys) {
            const bool complete =
                !columns.isEmpty() && std::all_of(columns.begin(), columns.end(), [&](const QString& column) {
                    const auto& value = result_.drafts[draft].given[size_t(here.attributeIndex(column))];
                    return value && !value->isNull();
                });
            if (complete)
                return {};
        }
        return inputError(place,
            message("create.link", "\"$link\": %1 is no key of %2", {jsonText(key), here.name}),
            message("create.link.hint", "give an object with %1", {identity.join(QStringLiteral(", "))}));
    }

    /// What all rows of an association have; a row that is only linked keeps what it has.
    Result<void> giveScope(size_t draft, const std::vector<ScopeValue>& scope)
    {
        for (const ScopeValue& each : scope) {
            if (result_.drafts[draft].mode == RowDraft::Mode::Link)
                break;
            const int index = registry_.at(result_.drafts[draft].model).attributeIndex(each.attribute);
            if (auto given = give(draft, index, each.value); !given)
                return given;
        }
        return {};
    }

    Result<void> give(size_t draft, int index, Value value)
    {
        RowDraft& row = result_.drafts[draft];
        std::optional<Value>& slot = row.given[size_t(index)];
        if (slot && !(*slot == value)) {
            return inputError(row.place,
                message("create.contradiction", "\"%1\" is given as \"%2\" and as \"%3\" for the same row",
                    {registry_.at(row.model).attributes[size_t(index)].name, slot->display(),
                        value.display()}));
        }
        slot = std::move(value);
        return {};
    }

    Result<void> refer(size_t draft, DraftReference reference)
    {
        RowDraft& row = result_.drafts[draft];
        for (const DraftReference& known : row.references) {
            if (known.keys != reference.keys)
                continue;
            if (known.target == reference.target)
                return {};
            return inputError(row.place, message("create.twoparents", "\"%1\" would refer to two rows",
                                             {reference.keys.join(QStringLiteral(", "))}));
        }
        row.references.push_back(std::move(reference));
        return {};
    }

    /// A key column comes from the nesting or is given, not both.
    Result<void> checkKeys(const RowDraft& draft) const
    {
        const Model& here = registry_.at(draft.model);
        for (const DraftReference& reference : draft.references) {
            for (const QString& key : reference.keys) {
                if (draft.mode != RowDraft::Mode::Link && draft.given[size_t(here.attributeIndex(key))]) {
                    return inputError(draft.place + u'.' + key,
                        message("create.keytwice", "\"%1\" is given, and \"%2\" says it too",
                            {key, reference.association}),
                        message("create.keytwice.hint", "leave one of them out"));
                }
            }
        }
        return {};
    }

    const ModelRegistry& registry_;
    Changeset result_;
    QHash<std::pair<int, QString>, size_t> labels_;
};

} // namespace

Result<Changeset> readChangeset(const ModelRegistry& registry, int model, const Json& values)
{
    ChangesetReader reader(registry);
    if (auto read = reader.readRoot(model, values, registry.at(model).name); !read)
        return failure(read);
    return reader.finish();
}

Result<Changeset> readChangeset(const ModelRegistry& registry, int model, const Json::Array& rows)
{
    ChangesetReader reader(registry);
    for (size_t i = 0; i < rows.size(); ++i) {
        const QString place = registry.at(model).name + QStringLiteral("[%1]").arg(i);
        if (auto read = reader.readRoot(model, rows[i], place); !read)
            return failure(read);
    }
    return reader.finish();
}

Result<std::vector<std::optional<Value>>> readAttributes(
    const Model& model, const Json& values, const QString& place)
{
    std::vector<std::optional<Value>> given(model.attributes.size());
    if (values.isNull())
        return given;
    if (!values.isObject())
        return inputError(place, message("attributes.object", "attributes are an object"));
    for (const auto& [key, json] : values.members()) {
        const int index = model.attributeIndex(key);
        if (index < 0) {
            Error error = unknownAttribute(model, key, place);
            if (model.association(key)) {
                error.what = message("attributes.association",
                    "\"%1\" is an association: only attributes can be written here", {key});
                error.hint = message("attributes.association.hint",
                    "links are added, removed and set, and rows at its other end are written, by themselves");
            }
            return error;
        }
        auto value = attributeValue(model, index, json, place);
        if (!value)
            return failure(value);
        given[size_t(index)] = std::move(*value);
    }
    return given;
}

} // namespace conjoin::orm
