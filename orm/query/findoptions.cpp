// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/findoptions.h"

#include "orm/entity/unknownname.h"
#include "orm/query/includereader.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

QStringList aggregates()
{
    return {QStringLiteral("COUNT"), QStringLiteral("SUM"), QStringLiteral("MIN"), QStringLiteral("MAX"),
        QStringLiteral("AVG")};
}

/// Functions of one column that every engine has under this name.
QStringList functions()
{
    return aggregates() + QStringList{QStringLiteral("LOWER"), QStringLiteral("UPPER"), QStringLiteral("ABS"),
                              QStringLiteral("TRIM"), QStringLiteral("LENGTH"), QStringLiteral("ROUND")};
}

const QStringList& knownOptions()
{
    static const QStringList known{QStringLiteral("where"), QStringLiteral("include"),
        QStringLiteral("attributes"), QStringLiteral("order"), QStringLiteral("limit"),
        QStringLiteral("offset"), QStringLiteral("group"), QStringLiteral("having"), QStringLiteral("paranoid"),
        QStringLiteral("distinct"), QStringLiteral("col"), QStringLiteral("raw"), QStringLiteral("nest"),
        QStringLiteral("joinTableAttributes"), QStringLiteral("through")};
    return known;
}

/// Options that change nothing here: how rows are fetched, and what is told of it.
bool isWithoutMeaning(const QString& option)
{
    for (const char* name :
        {"transaction", "logging", "benchmark", "subQuery", "plain", "hooks", "useMaster", "minifyAliases"}) {
        if (option == QLatin1String(name))
            return true;
    }
    return false;
}

class FindOptionsReader {
public:
    /// `junction`: of the association by which the rows are reached, whose columns may be ordered by.
    FindOptionsReader(const ModelRegistry& registry, int model, const Model* junction = nullptr)
        : registry_(registry)
        , model_(registry.at(model))
        , junction_(junction)
    {
        result_.query.model = model;
    }

    Result<FindOptions> read(const Json& options)
    {
        if (options.isNull())
            return std::move(result_);
        if (!options.isObject())
            return inputError(model_.name, message("options.object", "the options of a search are an object"));
        // These first: an order may speak of them.
        if (const Json* include = options.find(QStringLiteral("include"))) {
            auto read = readIncludes(registry_, result_.query.model, *include);
            if (!read)
                return failure(read);
            result_.query.includes = std::move(*read);
        }
        if (const Json* attributes = options.find(QStringLiteral("attributes"))) {
            if (auto done = readAttributes(*attributes); !done)
                return failure(done);
        }
        for (const auto& [key, value] : options.members()) {
            if (auto done = readOption(key, value); !done)
                return failure(done);
        }
        filterIncludes(result_.query.where);
        if (!result_.having.isNull() && !result_.isGrouped()) {
            return inputError(model_.name + QStringLiteral(".having"),
                message("options.having", "\"having\" says which groups remain, and there are none"),
                message("options.having.hint", "write \"group\", or \"where\" for rows"));
        }
        return std::move(result_);
    }

private:
    Result<void> readOption(const QString& key, const Json& value)
    {
        Query& query = result_.query;
        const QString place = model_.name + u'.' + key;
        if (key == u"include" || key == u"attributes" || key == u"joinTableAttributes" || key == u"through" ||
            isWithoutMeaning(key))
            return {};
        if (key == u"where") {
            query.where = plainOperators(value);
        } else if (key == u"having") {
            result_.having = plainOperators(value);
        } else if (key == u"order") {
            return readOrder(value);
        } else if (key == u"group") {
            return readGroup(value);
        } else if (key == u"limit" || key == u"offset") {
            if (value.isNull())
                return {};
            bool ok = false;
            const int number = value.isNumber() || value.isString()
                                   ? (value.isNumber() ? value.digits() : value.string()).toInt(&ok)
                                   : -1;
            if (!ok || number < 0)
                return inputError(place, message("options.number", "\"%1\" is a number from 0 on", {key}));
            if (key == u"limit")
                query.limit = number;
            else
                query.offset = number;
        } else if (key == u"col") {
            if (!value.isString() || !model_.attribute(value.string()))
                return unknownAttribute(model_, value.isString() ? value.string() : key, place);
            result_.column = value.string();
        } else if (key == u"paranoid" || key == u"distinct" || key == u"raw" || key == u"nest") {
            if (!value.isBool())
                return inputError(place, message("options.flag", "\"%1\" is true or false", {key}));
            if (key == u"paranoid")
                query.deleted = !value.toBool();
            else
                (key == u"distinct" ? result_.distinct
                    : key == u"raw" ? result_.raw
                                    : result_.nest) = value.toBool();
        } else if (key == u"lock" || key == u"skipLocked" || key == u"tableHint" || key == u"indexHints") {
            return unsupportedError(place, key);
        } else {
            return inputError(place, message("options.unknown", "no option is called \"%1\"", {key}),
                nameHint(key, knownOptions()));
        }
        return {};
    }

    /// A condition on an association's column says of a join which of its rows remain, and so which associated
    /// rows are shown – where it must hold by itself.
    void filterIncludes(const Json& where)
    {
        if (where.isArray()) {
            for (const Json& item : where.items())
                filterIncludes(item);
        }
        if (!where.isObject())
            return;
        for (const auto& [key, value] : where.members()) {
            if (key == u"and")
                filterIncludes(value);
            if (key.size() < 3 || !key.startsWith(u'$') || !key.endsWith(u'$'))
                continue;
            QStringList path = key.mid(1, key.size() - 2).split(u'.');
            const QString attribute = path.takeLast();
            std::vector<Include>* level = &result_.query.includes;
            for (qsizetype i = 0; i < path.size(); ++i) {
                const auto include = std::find_if(level->begin(), level->end(),
                    [&](const Include& candidate) { return candidate.association == path[i]; });
                if (include == level->end())
                    break;
                const bool last = i + 1 == path.size();
                const bool beforeJunction =
                    i + 2 == path.size() && isJunctionOf(path.mid(0, i + 1), path[i + 1]);
                if (last || beforeJunction) {
                    Json& target = last ? include->where : include->throughWhere;
                    const Json condition(Json::Object{{attribute, value}});
                    target = target.isNull()
                                 ? condition
                                 : Json(Json::Object{{QStringLiteral("and"), Json::Array{target, condition}}});
                    break;
                }
                level = &include->includes;
            }
        }
    }

    /// Whether the association at the end of the path goes through the model of that name.
    bool isJunctionOf(const QStringList& path, const QString& name) const
    {
        const Model* at = &model_;
        const Association* association = nullptr;
        for (const QString& step : path) {
            association = at->association(step);
            if (!association)
                return false;
            at = &registry_.at(association->target);
        }
        return association && association->through >= 0 && registry_.at(association->through).name == name;
    }

    /// `["a", ["b", "as"], [{"$fn": …}, "as"]]`, or `{"include": […], "exclude": […]}`.
    Result<void> readAttributes(const Json& value)
    {
        const QString place = model_.name + QStringLiteral(".attributes");
        if (value.isObject()) {
            QStringList names = model_.attributeNames();
            for (const auto& [key, list] : value.members()) {
                if ((key != u"include" && key != u"exclude") || !list.isArray()) {
                    return inputError(place,
                        message("options.attributes", "\"attributes\" is a list, or has lists \"include\" and "
                                                      "\"exclude\""));
                }
                for (const Json& item : list.items()) {
                    if (key == u"exclude") {
                        if (!item.isString() || !model_.attribute(item.string()))
                            return unknownAttribute(model_, item.isString() ? item.string() : key, place);
                        names.removeAll(item.string());
                    } else if (auto read = readAttribute(item, names); !read) {
                        return read;
                    }
                }
            }
            result_.query.attributes = std::move(names);
            return {};
        }
        if (!value.isArray())
            return inputError(place, message("options.attributes", "\"attributes\" is a list, or has lists "
                                                                   "\"include\" and \"exclude\""));
        QStringList names;
        for (const Json& item : value.items()) {
            if (auto read = readAttribute(item, names); !read)
                return read;
        }
        result_.query.attributes = std::move(names);
        return {};
    }

    Result<void> readAttribute(const Json& item, QStringList& names)
    {
        const QString place = model_.name + QStringLiteral(".attributes");
        if (item.isString()) {
            if (!model_.attribute(item.string()))
                return unknownAttribute(model_, item.string(), place);
            if (!names.contains(item.string()))
                names.append(item.string());
            return {};
        }
        if (!item.isArray() || item.items().size() != 2 || !item.items()[1].isString())
            return inputError(place, message("options.computed", "an attribute is a name, or what is computed "
                                                                 "and its name: [ …, \"total\" ]"));
        auto computed = readComputed(item.items()[0], place);
        if (!computed)
            return failure(computed);
        computed->name = item.items()[1].string();
        result_.computed.push_back(std::move(*computed));
        return {};
    }

    Result<Computed> readComputed(const Json& json, const QString& place)
    {
        Computed computed;
        if (const Json* call = json.find(QStringLiteral("$fn"))) {
            const bool fits = call->isArray() && (call->items().size() == 1 || call->items().size() == 2) &&
                              call->items()[0].isString();
            if (!fits)
                return unsupportedError(place, QString::fromUtf8(compactJson(json)));
            const QString name = call->items()[0].string().toUpper();
            if (call->items().size() == 2) {
                auto inner = readComputed(call->items()[1], place);
                if (!inner)
                    return inner;
                computed = std::move(*inner);
            }
            if (name == u"DISTINCT" && computed.function.isEmpty()) {
                computed.distinct = true;
                return computed;
            }
            if (!functions().contains(name) || !computed.function.isEmpty())
                return unsupportedError(place, QString::fromUtf8(compactJson(json)));
            computed.function = name;
            return computed;
        }
        QString text;
        if (const Json* column = json.find(QStringLiteral("$col")); column && column->isString())
            text = column->string();
        else if (json.isString())
            text = json.string();
        else
            return unsupportedError(place, QString::fromUtf8(compactJson(json)));
        if (text == u"*")
            return computed;
        auto column = readColumn(text, place);
        if (!column)
            return failure(column);
        computed.path = column->path;
        computed.attribute = column->attribute;
        return computed;
    }

    /// `className`, `Student.id` or `Classes.Enrollment.grade`.
    Result<PathColumn> readColumn(const QString& text, const QString& place) const
    {
        PathColumn column;
        QStringList names = text.split(u'.');
        if (names.size() > 1 && names.front() == model_.name && !model_.association(names.front()))
            names.removeFirst();
        column.attribute = names.takeLast();
        column.path = names;
        const Model* at = &model_;
        for (qsizetype i = 0; i < names.size(); ++i) {
            const Association* association = at->association(names[i]);
            if (!association)
                return unknownAssociation(*at, names[i], place);
            at = &registry_.at(association->target);
            if (i + 2 == names.size() && association->through >= 0 &&
                registry_.at(association->through).name == names[i + 1]) {
                at = &registry_.at(association->through);
                break;
            }
        }
        if (!at->attribute(column.attribute)) { // a column may be meant by its own name
            const QString attribute = at->attributeOfColumn(column.attribute);
            if (attribute.isEmpty())
                return unknownAttribute(*at, column.attribute, place);
            column.attribute = attribute;
        }
        return column;
    }

    Result<void> readGroup(const Json& value)
    {
        const QString place = model_.name + QStringLiteral(".group");
        const Json::Array items = value.isArray() ? value.items() : Json::Array{value};
        for (const Json& item : items) {
            const Json* column = item.find(QStringLiteral("$col"));
            const Json& name = column ? *column : item;
            if (!name.isString())
                return unsupportedError(place, QString::fromUtf8(compactJson(item)));
            auto read = readColumn(name.string(), place);
            if (!read)
                return failure(read);
            result_.group.push_back(std::move(*read));
        }
        return {};
    }

    static bool isDirection(const Json& json)
    {
        return json.isString() && (json.string().compare(u"ASC", Qt::CaseInsensitive) == 0 ||
                                      json.string().compare(u"DESC", Qt::CaseInsensitive) == 0);
    }

    /// `"a"`, `["a", "DESC"]`, `[["a", "DESC"], [{"$model": "Class"}, "className"], [{"$col": "E.x"}, "ASC"]]`.
    Result<void> readOrder(const Json& value)
    {
        if (value.isNull())
            return {};
        if (!value.isArray())
            return readOrderItem(value);
        for (const Json& item : value.items()) {
            if (auto read = readOrderItem(item); !read)
                return read;
        }
        return {};
    }

    Result<void> readOrderItem(const Json& item)
    {
        const QString place = model_.name + QStringLiteral(".order");
        Json::Array parts = item.isArray() ? item.items() : Json::Array{item};
        bool descending = false;
        if (parts.size() > 1 && isDirection(parts.back())) {
            descending = parts.back().string().compare(u"DESC", Qt::CaseInsensitive) == 0;
            parts.pop_back();
        } else if (parts.size() > 1 && parts.back().isString() &&
                   parts.back().string().contains(QLatin1String("NULLS"), Qt::CaseInsensitive)) {
            return unsupportedError(place, parts.back().string());
        }
        if (parts.empty())
            return inputError(place, message("options.order", "an order names an attribute"));
        OrderBy by;
        by.descending = descending;
        const Model* at = &model_;
        const Model* junction = nullptr; // of the association before
        for (size_t i = 0; i + 1 < parts.size(); ++i) {
            if (junction && isModel(parts[i], *junction)) {
                by.path.append(junction->name);
                at = junction;
                junction = nullptr;
                continue;
            }
            auto association = includedAssociation(registry_, *at, parts[i], place);
            if (!association)
                return failure(association);
            by.path.append((*association)->name);
            junction = (*association)->through < 0 ? nullptr : &registry_.at((*association)->through);
            at = &registry_.at((*association)->target);
        }
        const Json& last = parts.back();
        if (last.find(QStringLiteral("$fn")) || last.find(QStringLiteral("$literal")))
            return unsupportedError(place, QString::fromUtf8(compactJson(last)));
        const Json* column = last.find(QStringLiteral("$col"));
        const Json& name = column ? *column : last;
        if (!name.isString())
            return inputError(place, message("options.order", "an order names an attribute"));
        if (by.path.isEmpty() && isComputed(name.string())) {
            by.attribute = name.string();
            result_.query.order.push_back(std::move(by));
            return {};
        }
        if (junction_ && by.path.isEmpty() && name.string().startsWith(junction_->name + u'.') &&
            junction_->attribute(name.string().mid(junction_->name.size() + 1))) {
            by.attribute = name.string();
            result_.query.order.push_back(std::move(by));
            return {};
        }
        if (by.path.isEmpty() && name.string().contains(u'.')) {
            auto read = readColumn(name.string(), place);
            if (!read)
                return failure(read);
            by.path = read->path;
            by.attribute = read->attribute;
        } else {
            by.attribute = name.string();
            if (!at->attribute(by.attribute))
                return unknownAttribute(*at, by.attribute, place);
        }
        orderIncludes(by);
        result_.query.order.push_back(std::move(by));
        return {};
    }

    bool isComputed(const QString& name) const
    {
        return std::any_of(result_.computed.begin(), result_.computed.end(),
            [&](const Computed& computed) { return computed.name == name; });
    }

    bool isModel(const Json& json, const Model& model) const
    {
        const Json* name = json.find(QStringLiteral("$model"));
        if (!name)
            name = json.find(QStringLiteral("model"));
        const Json& given = name ? *name : json;
        return given.isString() && given.string() == model.name;
    }

    /// An order by an association's column also orders the rows of that association.
    void orderIncludes(const OrderBy& by)
    {
        std::vector<Include>* level = &result_.query.includes;
        Include* include = nullptr;
        for (qsizetype i = 0; i < by.path.size(); ++i) {
            const auto it = std::find_if(level->begin(), level->end(),
                [&](const Include& candidate) { return candidate.association == by.path[i]; });
            if (it == level->end()) {
                if (include && i + 1 == by.path.size()) // the junction of the association before
                    include->order.push_back({by.path[i] + u'.' + by.attribute, by.descending, {}});
                return;
            }
            include = &*it;
            level = &include->includes;
        }
        if (include)
            include->order.push_back({by.attribute, by.descending, {}});
    }

    const ModelRegistry& registry_;
    const Model& model_;
    const Model* junction_;
    FindOptions result_;
};

Json both(const Json& one, const Json& other)
{
    if (one.isNull())
        return other;
    return other.isNull() ? one : Json(Json::Object{{QStringLiteral("and"), Json::Array{one, other}}});
}

void applyToIncludes(const ModelRegistry& registry, int model, std::vector<Include>& includes)
{
    for (Include& include : includes) {
        const Association* association = registry.at(model).association(include.association);
        if (!association)
            continue;
        if (const Json* where = registry.at(association->target).defaultScope.find(QStringLiteral("where")))
            include.where = both(plainOperators(*where), include.where);
        applyToIncludes(registry, association->target, include.includes);
    }
}

} // namespace

bool Computed::isAggregate() const
{
    return aggregates().contains(function);
}

bool FindOptions::isGrouped() const
{
    return !group.empty() || std::any_of(computed.begin(), computed.end(),
                                 [](const Computed& each) { return each.isAggregate(); });
}

Json plainOperators(const Json& where)
{
    if (where.isArray()) {
        Json::Array items;
        for (const Json& item : where.items())
            items.push_back(plainOperators(item));
        return items;
    }
    if (!where.isObject())
        return where;
    Json::Object members;
    for (const auto& [key, value] : where.members()) {
        const bool isOperator = key.size() > 1 && key.startsWith(u'$') && !key.endsWith(u'$') && key != u"$col";
        members.emplace_back(isOperator ? key.mid(1) : key, plainOperators(value));
    }
    return members;
}

Result<int> modelOf(const ModelRegistry& registry, const Json& json, const QString& place)
{
    const Json* named = json.find(QStringLiteral("$model"));
    const Json& name = named ? *named : json;
    if (!name.isString())
        return inputError(place, message("model.form", "a model is its name, or {\"$model\": NAME}"));
    auto found = registry.find(name.string());
    if (!found)
        return failure(found);
    return *found;
}

void applyDefaultScopes(const ModelRegistry& registry, Query& query, bool unscoped)
{
    const Json& scope = registry.at(query.model).defaultScope;
    if (!unscoped && scope.isObject()) {
        auto read = readFindOptions(registry, query.model, scope);
        if (read) {
            query.where = both(read->query.where, query.where);
            if (query.order.empty())
                query.order = std::move(read->query.order);
            if (!query.limit)
                query.limit = read->query.limit;
            if (!query.attributes)
                query.attributes = std::move(read->query.attributes);
            for (Include& include : read->query.includes) {
                const bool given = std::any_of(query.includes.begin(), query.includes.end(),
                    [&](const Include& other) { return other.association == include.association; });
                if (!given)
                    query.includes.push_back(std::move(include));
            }
        }
    }
    applyToIncludes(registry, query.model, query.includes);
}

Result<FindOptions> readFindOptions(const ModelRegistry& registry, int model, const Json& options)
{
    return FindOptionsReader(registry, model).read(options);
}

Result<Include> readRelatedOptions(
    const ModelRegistry& registry, const Association& association, const Json& options)
{
    const Model* junction = association.through < 0 ? nullptr : &registry.at(association.through);
    auto read = FindOptionsReader(registry, association.target, junction).read(options);
    if (!read)
        return failure(read);
    if (read->isGrouped() || !read->computed.empty() || read->raw)
        return unsupportedError(association.name, QStringLiteral("a computed, grouped or raw result"));
    Include include;
    include.association = association.name;
    include.where = std::move(read->query.where);
    include.includes = std::move(read->query.includes);
    include.attributes = std::move(read->query.attributes);
    include.order = std::move(read->query.order);
    include.limit = read->query.limit;
    include.offset = read->query.offset;
    include.deleted.targets = read->query.deleted;
    Json asked = Json::object(); // of the junction, as an include has it
    asked.set(QStringLiteral("association"), association.name);
    Json through = Json::object();
    if (const Json* given = options.find(QStringLiteral("through")); given && given->isObject())
        through = *given;
    if (const Json* attributes = options.find(QStringLiteral("joinTableAttributes")))
        through.set(QStringLiteral("attributes"), *attributes);
    if (through.members().empty())
        return include;
    asked.set(QStringLiteral("through"), std::move(through));
    auto junctionOptions = readOptionsOf(registry, association, asked);
    if (!junctionOptions)
        return failure(junctionOptions);
    include.throughWhere = std::move(junctionOptions->throughWhere);
    include.throughAttributes = std::move(junctionOptions->throughAttributes);
    include.deleted.links = junctionOptions->deleted.links;
    return include;
}

Error unsupportedError(const QString& where, const QString& what)
{
    return inputError(where, message("unsupported", "%1 is not supported", {what}));
}

} // namespace conjoin::orm
