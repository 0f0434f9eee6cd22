// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/unknownname.h"
#include "orm/query/findoptions.h"
#include "orm/query/includereader.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

/// Reads the includes of one query; nodes of the same association merge, so `A` and `A.B` are one branch.
class IncludeReader {
public:
    explicit IncludeReader(const ModelRegistry& registry)
        : registry_(registry)
    {}

    /// `Classes{…}.Teacher{…}`
    Result<void> readPath(int model, const QString& spec, std::vector<Include>& includes)
    {
        std::vector<Include>* level = &includes;
        int at = model;
        qsizetype position = 0;
        for (int length = 1;; ++length) {
            if (length > longestPath) {
                return inputError(placeOf(spec.left(40) + u'…'),
                    message(
                        "include.long", "a path of more than %1 associations", {QString::number(longestPath)}));
            }
            const qsizetype start = position;
            while (position < spec.size() && spec[position] != u'.' && spec[position] != u'{')
                ++position;
            const QString name = spec.mid(start, position - start).trimmed();
            Json options = Json::object();
            if (position < spec.size() && spec[position] == u'{') {
                const qsizetype end = closingBrace(spec, position);
                if (end < 0)
                    return inputError(placeOf(spec), message("include.brace", "a \"{\" is never closed"));
                auto parsed = parseJson(spec.mid(position, end - position).toUtf8(), placeOf(name));
                if (!parsed)
                    return failure(parsed);
                options = std::move(*parsed);
                position = end;
            }
            auto node = enter(at, name, *level);
            if (!node)
                return failure(node);
            Include& include = **node;
            const Association& association = *registry_.at(at).association(include.association);
            at = association.target;
            if (auto read = readOptions(association, options, include); !read)
                return read;
            if (position == spec.size())
                return {};
            if (spec[position] != u'.') {
                return inputError(placeOf(spec),
                    message("include.syntax", "\"%1\" after the options of \"%2\"", {spec.mid(position), name}),
                    message("include.syntax.hint", "nested associations follow after a dot"));
            }
            ++position;
            level = &include.includes;
        }
    }

    /// `["Classes", {"association": "a.b", "include": […]}]`
    Result<void> readJson(int model, const Json& json, std::vector<Include>& includes)
    {
        if (json.isArray()) {
            for (const Json& item : json.items()) {
                if (auto read = readJson(model, item, includes); !read)
                    return read;
            }
            return {};
        }
        if (json.isString()) {
            auto node = enter(model, json.string(), includes);
            return node ? Result<void>() : failure(node);
        }
        if (!json.isObject())
            return inputError(QStringLiteral("include"),
                message("include.form", "an include is a name, an object or a list"));
        if (const Json* all = json.find(QStringLiteral("all")); all && all->isBool() && all->toBool()) {
            const Json* nested = json.find(QStringLiteral("nested"));
            return enterAll(model, nested && nested->isBool() && nested->toBool(), {model}, includes);
        }
        auto association = includedAssociation(registry_, registry_.at(model), json, QStringLiteral("include"));
        if (!association)
            return failure(association);
        Include& include = branch(**association, includes);
        if (json.find(QStringLiteral("$model")))
            return {};
        return readOptions(**association, json, include);
    }

    Result<void> readOptions(const Association& association, const Json& options, Include& include)
    {
        const QString place = placeOf(include.association);
        const Model& target = registry_.at(association.target);
        const Model* through = association.through < 0 ? nullptr : &registry_.at(association.through);
        bool requiredSaid = false;
        for (const auto& [key, value] : options.members()) {
            if (key == u"association" || key == u"model" || key == u"as" || key == u"separate" ||
                key == u"duplicating" || key == u"subQuery")
                continue; // they name the association, or say how to load it
            if (key == u"where") {
                include.where = plainOperators(value);
            } else if (key == u"through") {
                if (auto read = readThrough(through, value, include); !read)
                    return read;
            } else if (key == u"required" || key == u"paranoid" || key == u"right") {
                if (!value.isBool())
                    return inputError(place, message("include.flag", "\"%1\" is true or false", {key}));
                if (key == u"paranoid") {
                    include.deleted.targets = !value.toBool();
                } else if (key == u"right") {
                    include.rightJoin = value.toBool();
                } else {
                    include.required = value.toBool();
                    requiredSaid = true;
                }
            } else if (key == u"on" || key == u"or") {
                return unsupportedError(place, key);
            } else if (key == u"attributes") {
                auto names = attributeList(target, value, place);
                if (!names)
                    return failure(names);
                include.attributes = std::move(*names);
            } else if (key == u"limit" || key == u"offset") {
                bool ok = false;
                const int number = value.isNumber() ? value.digits().toInt(&ok) : -1;
                if (!ok || number < 0)
                    return inputError(place, message("include.number", "\"%1\" is a number from 0 on", {key}));
                if (key == u"limit")
                    include.limit = number;
                else
                    include.offset = number;
            } else if (key == u"order") {
                if (auto read = readOrder(target, through, value, include); !read)
                    return read;
            } else if (key == u"include") {
                if (auto read = readJson(association.target, value, include.includes); !read)
                    return read;
            } else {
                const QStringList known{QStringLiteral("where"), QStringLiteral("through"),
                    QStringLiteral("required"), QStringLiteral("attributes"), QStringLiteral("limit"),
                    QStringLiteral("offset"), QStringLiteral("order"), QStringLiteral("include"),
                    QStringLiteral("paranoid"), QStringLiteral("model"), QStringLiteral("as")};
                return inputError(place, message("include.option", "an include has no option \"%1\"", {key}),
                    nameHint(key, known));
            }
        }
        // As in Sequelize, a condition on the target leaves out the rows without a match unless told otherwise.
        if (!requiredSaid && options.find(QStringLiteral("where")))
            include.required = true;
        return {};
    }

private:
    static QString placeOf(const QString& name) { return QStringLiteral("include ") + name; }

    /// One past the brace that closes the one at `open`; -1 where none does. Braces in strings don't count.
    static qsizetype closingBrace(const QString& text, qsizetype open)
    {
        int depth = 0;
        bool inString = false;
        for (qsizetype i = open; i < text.size(); ++i) {
            const QChar c = text[i];
            if (inString) {
                if (c == u'\\')
                    ++i;
                else if (c == u'"')
                    inString = false;
            } else if (c == u'"') {
                inString = true;
            } else if (c == u'{') {
                ++depth;
            } else if (c == u'}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /// The branch of that association, made where there is none yet. The name may be that of the target's model
    /// or table.
    Result<Include*> enter(int model, const QString& name, std::vector<Include>& level) const
    {
        auto association = includedAssociation(registry_, registry_.at(model), name, placeOf(name));
        if (!association)
            return failure(association);
        return &branch(**association, level);
    }

    static Include& branch(const Association& association, std::vector<Include>& level)
    {
        for (Include& include : level) {
            if (include.association == association.name)
                return include;
        }
        level.push_back({});
        level.back().association = association.name;
        return level.back();
    }

    /// Every association; `nested`: also those of the targets, but no model twice on the way.
    Result<void> enterAll(int model, bool nested, QList<int> seen, std::vector<Include>& includes) const
    {
        for (const Association& association : registry_.at(model).associations) {
            if (nested && seen.contains(association.target))
                continue;
            Include& include = branch(association, includes);
            if (!nested)
                continue;
            seen.append(association.target);
            if (auto read = enterAll(association.target, true, seen, include.includes); !read)
                return read;
        }
        return {};
    }

    static Result<void> readThrough(const Model* through, const Json& value, Include& include)
    {
        const QString place = placeOf(include.association);
        if (!through)
            return inputError(
                place, message("include.through", "\"%1\" goes through no junction", {include.association}));
        if (!value.isObject())
            return inputError(place, message("include.through.form", "\"through\" is an object"));
        for (const auto& [key, inner] : value.members()) {
            if (key == u"where") {
                include.throughWhere = plainOperators(inner);
            } else if (key == u"paranoid") {
                if (!inner.isBool())
                    return inputError(place, message("include.flag", "\"%1\" is true or false", {key}));
                include.deleted.links = !inner.toBool();
            } else if (key == u"attributes") {
                auto names = attributeList(*through, inner, place);
                if (!names)
                    return failure(names);
                include.throughAttributes = std::move(*names);
            } else {
                return inputError(place,
                    message("include.through.option", "\"through\" has no option \"%1\"", {key}),
                    nameHint(key,
                        {QStringLiteral("where"), QStringLiteral("attributes"), QStringLiteral("paranoid")}));
            }
        }
        return {};
    }

    static Result<QStringList> attributeList(const Model& model, const Json& value, const QString& place)
    {
        if (const Json* exclude = value.find(QStringLiteral("exclude"));
            exclude && value.members().size() == 1) {
            auto without = attributeList(model, *exclude, place);
            if (!without)
                return without;
            QStringList rest = model.attributeNames();
            for (const QString& name : *without)
                rest.removeAll(name);
            return rest;
        }
        if (!value.isArray())
            return inputError(place, message("include.attributes", "\"attributes\" is a list of names"));
        QStringList names;
        for (const Json& item : value.items()) {
            if (!item.isString())
                return inputError(place, message("include.attributes", "\"attributes\" is a list of names"));
            if (!model.attribute(item.string()))
                return unknownAttribute(model, item.string(), place);
            names.append(item.string());
        }
        return names;
    }

    /// `["-id", "Enrollment.grade", ["name", "DESC"]]` or `"a,-b"`.
    static Result<void> readOrder(
        const Model& target, const Model* through, const Json& value, Include& include)
    {
        const QString place = placeOf(include.association);
        std::vector<OrderBy> order;
        const auto add = [&](const QString& text, bool descending) -> Result<void> {
            OrderBy by{text.trimmed(), descending, {}};
            const auto known = [&](const QString& name) {
                return target.attribute(name) || (through && name.startsWith(through->name + u'.') &&
                                                     through->attribute(name.mid(through->name.size() + 1)));
            };
            if (!known(by.attribute) && by.attribute.startsWith(u'-')) {
                by.descending = true;
                by.attribute.remove(0, 1);
            }
            if (!known(by.attribute))
                return unknownAttribute(target, by.attribute, place);
            order.push_back(std::move(by));
            return {};
        };
        if (value.isString()) {
            for (const QString& part : value.string().split(u',', Qt::SkipEmptyParts)) {
                if (auto added = add(part, false); !added)
                    return added;
            }
        } else if (value.isArray()) {
            for (const Json& item : value.items()) {
                const bool pair = item.isArray() && item.items().size() == 2 && item.items()[0].isString() &&
                                  item.items()[1].isString();
                if (!item.isString() && !pair)
                    return inputError(
                        place, message("include.order", "\"order\" is a list of names, \"-name\" descends"));
                const bool descends =
                    pair && item.items()[1].string().compare(u"desc", Qt::CaseInsensitive) == 0;
                if (auto added = add(pair ? item.items()[0].string() : item.string(), descends); !added)
                    return added;
            }
        } else {
            return inputError(
                place, message("include.order", "\"order\" is a list of names, \"-name\" descends"));
        }
        include.order = std::move(order);
        return {};
    }

    const ModelRegistry& registry_;
};

} // namespace

Result<const Association*> includedAssociation(
    const ModelRegistry& registry, const Model& model, const Json& json, const QString& place)
{
    const auto text = [](const Json* name) {
        if (const Json* named = name ? name->find(QStringLiteral("$model")) : nullptr)
            name = named;
        return name && name->isString() ? name->string() : QString();
    };
    QString name = json.isString() ? json.string() : text(json.find(QStringLiteral("association")));
    const QString alias = json.isString() ? QString() : text(json.find(QStringLiteral("as")));
    QString target = text(json.find(QStringLiteral("$model")));
    if (target.isEmpty())
        target = text(json.find(QStringLiteral("model")));
    if (name.isEmpty() && !alias.isEmpty())
        name = alias;
    if (name.isEmpty() && target.isEmpty())
        return inputError(place, message("include.nameless", "an include lacks \"association\""));

    if (!name.isEmpty()) {
        const Association* association = model.association(name);
        const Model* found = association ? &registry.at(association->target) : nullptr;
        if (found && !target.isEmpty() && target != found->name && target != found->table) {
            return inputError(place, message("include.model", "\"%1\" of %2 holds rows of %3, not of %4",
                                         {name, model.name, found->name, target}));
        }
        if (association)
            return association;
        if (!alias.isEmpty())
            return unknownAssociation(model, name, place);
        target = name;
    }
    std::vector<const Association*> fitting;
    for (const Association& candidate : model.associations) {
        const Model& far = registry.at(candidate.target);
        if (far.name == target || far.table == target)
            fitting.push_back(&candidate);
    }
    if (fitting.size() > 1) {
        QStringList names;
        std::vector<const Association*> plain; // called after the model itself
        for (const Association* candidate : fitting) {
            names.append(candidate->name);
            if (!candidate->aliased)
                plain.push_back(candidate);
        }
        if (plain.size() == 1)
            return plain.front();
        return inputError(place,
            message("include.ambiguous", "%1 has several associations with %2: %3",
                {model.name, target, names.join(QStringLiteral(", "))}),
            message("include.ambiguous.hint", "name one of them"));
    }
    if (fitting.empty()) {
        Error error = unknownAssociation(model, target, place);
        if (name.isEmpty())
            error.what = message("association.none-with", "%1 is not associated to %2", {target, model.name});
        return error;
    }
    return fitting.front();
}

Result<Include> readOptionsOf(
    const ModelRegistry& registry, const Association& association, const Json& options)
{
    Include include;
    include.association = association.name;
    if (auto read = IncludeReader(registry).readOptions(association, options, include); !read)
        return failure(read);
    return include;
}

Result<std::vector<Include>> readIncludes(const ModelRegistry& registry, int model, const Json& json)
{
    std::vector<Include> includes;
    if (json.isNull())
        return includes;
    if (auto read = IncludeReader(registry).readJson(model, json, includes); !read)
        return failure(read);
    return includes;
}

Result<std::vector<Include>> parseIncludes(const ModelRegistry& registry, int model, const QStringList& specs)
{
    std::vector<Include> includes;
    IncludeReader reader(registry);
    for (const QString& spec : specs) {
        Result<void> read;
        if (const QString text = spec.trimmed(); text.startsWith(u'[') || text.startsWith(u'{')) {
            auto json = parseJson(text.toUtf8(), QStringLiteral("include"));
            read = json ? reader.readJson(model, *json, includes) : Result<void>(failure(json));
        } else {
            read = reader.readPath(model, spec, includes);
        }
        if (!read)
            return failure(read);
    }
    return includes;
}

} // namespace conjoin::orm
