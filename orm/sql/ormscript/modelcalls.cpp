// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/includereader.h"
#include "orm/sql/ormscript/calls.h"

#include <algorithm>

namespace conjoin::sql::script {

using orm::Json;
using orm::Model;

namespace {

/// Options that say nothing here: how Sequelize goes about it.
const QStringList& withoutMeaning()
{
    static const QStringList names{QStringLiteral("transaction"), QStringLiteral("logging"),
        QStringLiteral("benchmark"), QStringLiteral("hooks"), QStringLiteral("individualHooks"),
        QStringLiteral("validate"), QStringLiteral("isNewRecord"), QStringLiteral("omitNull")};
    return names;
}

Json::Array listOf(const Json& json)
{
    return json.isArray() ? json.items() : Json::Array{json};
}

QStringList textsOf(const Json* json)
{
    QStringList texts;
    if (!json)
        return texts;
    for (const Json& item : listOf(*json)) {
        if (item.isString())
            texts.append(item.string());
    }
    return texts;
}

bool flagOf(const Json& options, const char* name)
{
    const Json* flag = options.find(QString::fromLatin1(name));
    return flag && flag->isBool() && flag->toBool();
}

const Json& memberOf(const Json& options, const char* name)
{
    static const Json none;
    const Json* member = options.find(QString::fromLatin1(name));
    return member ? *member : none;
}

class ModelCall {
public:
    ModelCall(Context& context, const Repository& repository, const Arguments& arguments)
        : context_(context)
        , repository_(repository)
        , model_(repository.model())
        , arguments_(arguments)
    {}

    Result<Outcome> create()
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("include"), QStringLiteral("fields"), QStringLiteral("existing"),
                QStringLiteral("returning"), QStringLiteral("raw"), QStringLiteral("silent")},
            model_.name);
        if (!options)
            return failure(options);
        auto values = nestedValues(arguments_.at(0), *options);
        if (!values)
            return failure(values);
        auto how = createOptions(*options);
        if (!how)
            return failure(how);
        auto row = repository_.create(*values, *how);
        if (!row)
            return failure(row);
        return Outcome::instance(model_.name, std::move(*row));
    }

    Result<Outcome> build()
    {
        Outcome outcome;
        Json values = arguments_.at(0).isNull() ? Json::object() : arguments_.at(0);
        outcome.result = values;
        outcome.kept = std::make_shared<Instance>(Instance{model_.name, std::move(values), false});
        return outcome;
    }

    Result<Outcome> bulkCreate()
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("include"), QStringLiteral("fields"), QStringLiteral("existing"),
                QStringLiteral("returning"), QStringLiteral("ignoreDuplicates"),
                QStringLiteral("updateOnDuplicate"), QStringLiteral("conflictAttributes")},
            model_.name);
        if (!options)
            return failure(options);
        if (!arguments_.at(0).isArray())
            return inputError(model_.name, message("script.list", "bulkCreate takes a list of rows"));
        Json::Array rows;
        for (const Json& item : arguments_.at(0).items()) {
            auto values = nestedValues(item, *options);
            if (!values)
                return failure(values);
            rows.push_back(std::move(*values));
        }
        BulkOptions bulk;
        auto how = createOptions(*options);
        if (!how)
            return failure(how);
        bulk.create = *how;
        bulk.ignoreDuplicates = flagOf(*options, "ignoreDuplicates");
        bulk.updateOnDuplicate = textsOf(options->find(QStringLiteral("updateOnDuplicate")));
        bulk.conflictAttributes = textsOf(options->find(QStringLiteral("conflictAttributes")));
        auto stored = repository_.bulkCreate(rows, bulk);
        if (!stored)
            return failure(stored);
        return Outcome::instances(model_.name, *stored);
    }

    Result<Outcome> findAll()
    {
        auto options = searchOptions(arguments_.at(0));
        if (!options)
            return failure(options);
        if (options->isGrouped() || !options->computed.empty()) {
            if (!options->isGrouped() && !options->query.includes.empty())
                return orm::unsupportedError(
                    model_.name, QStringLiteral("a computed attribute beside includes"));
            auto rows = repository_.aggregate(*options);
            if (!rows)
                return failure(rows);
            return Outcome::instances(model_.name, *rows);
        }
        auto rows = repository_.findAll(options->query);
        if (!rows)
            return failure(rows);
        if (options->raw)
            return Outcome::plain(shaped(context_.registry(), *options, *rows));
        return Outcome::instances(model_.name, *rows);
    }

    Result<Outcome> findOne() { return one(arguments_.at(0), {}); }

    Result<Outcome> findByPk()
    {
        const Json& given = arguments_.at(0);
        if (given.isNull())
            return Outcome::plain(Json());
        auto target = context_.values.target(model_, given);
        if (!target)
            return failure(target);
        return one(arguments_.at(1), target->key);
    }

    Result<Outcome> findAndCountAll()
    {
        auto options = searchOptions(arguments_.at(0));
        if (!options)
            return failure(options);
        if (options->isGrouped())
            return orm::unsupportedError(model_.name, QStringLiteral("findAndCountAll with a group"));
        auto found = repository_.findAndCountAll(options->query);
        if (!found)
            return failure(found);
        return Outcome::plain(Json(Json::Object{{QStringLiteral("count"), found->count},
            {QStringLiteral("rows"), shaped(context_.registry(), *options, found->rows)}}));
    }

    Result<Outcome> count()
    {
        auto options = searchOptions(arguments_.at(0));
        if (!options)
            return failure(options);
        if (options->group.empty() && options->column.isEmpty()) {
            options->query.limit.reset();
            options->query.offset = 0;
            auto number = repository_.count(options->query);
            if (!number)
                return failure(number);
            return Outcome::plain(*number);
        }
        orm::Computed counted;
        counted.function = QStringLiteral("COUNT");
        counted.attribute = options->column;
        counted.distinct = options->distinct && !options->column.isEmpty();
        counted.name = QStringLiteral("count");
        return aggregated(*options, counted);
    }

    Result<Outcome> aggregate(const QString& function)
    {
        const bool general = function == u"AGGREGATE"; // (attribute, function, options)
        auto options = searchOptions(arguments_.at(general ? 2 : 1));
        if (!options)
            return failure(options);
        if (!arguments_.at(0).isString() || !model_.attribute(arguments_.at(0).string()))
            return inputError(model_.name,
                message("attribute.unknown", "%1 has no attribute \"%2\"",
                    {model_.name, arguments_.at(0).isString() ? arguments_.at(0).string() : QString()}),
                didYouMean(arguments_.at(0).isString() ? arguments_.at(0).string() : QString(),
                    model_.attributeNames()));
        orm::Computed computed;
        computed.function =
            general && arguments_.at(1).isString() ? arguments_.at(1).string().toUpper() : function;
        computed.attribute = arguments_.at(0).string();
        computed.distinct = options->distinct;
        computed.name = computed.function.toLower();
        if (!computed.isAggregate())
            return orm::unsupportedError(model_.name, computed.function);
        return aggregated(*options, computed);
    }

    Result<Outcome> findOrCreate()
    {
        const Json& given = arguments_.at(0);
        Json search = Json::object();
        for (const auto& [key, value] : (given.isObject() ? given.members() : Json::Object())) {
            if (key != u"defaults" && key != u"existing" && key != u"fields")
                search.set(key, value);
        }
        auto options = searchOptions(search);
        if (!options)
            return failure(options);
        if (options->query.where.isNull()) {
            return inputError(model_.name,
                message("options.where", "findOrCreate needs \"where\": the values that the row has"));
        }
        auto defaults =
            context_.values.nested(context_.registry(), repository_.index(), memberOf(given, "defaults"));
        if (!defaults)
            return failure(defaults);
        auto found = repository_.findOrCreate(options->query.where, *defaults, options->query);
        if (!found)
            return failure(found);
        Outcome row = Outcome::instance(model_.name, found->row);
        Outcome outcome;
        outcome.result = Json(Json::Array{found->row, found->created});
        outcome.elements = {row.kept, Json(found->created)};
        outcome.kept = row.kept;
        return outcome;
    }

    Result<Outcome> upsert()
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("conflictFields"), QStringLiteral("returning"), QStringLiteral("fields")},
            model_.name);
        if (!options)
            return failure(options);
        auto values = context_.values.nested(context_.registry(), repository_.index(), arguments_.at(0));
        if (!values)
            return failure(values);
        auto stored = repository_.upsert(*values, textsOf(options->find(QStringLiteral("conflictFields"))));
        if (!stored)
            return failure(stored);
        const Json created = stored->created ? Json(*stored->created) : Json();
        Outcome row = Outcome::instance(model_.name, stored->row);
        Outcome outcome;
        outcome.result = Json(Json::Array{stored->row, created});
        outcome.elements = {row.kept, created};
        outcome.kept = row.kept;
        return outcome;
    }

    Result<Outcome> update()
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("where"), QStringLiteral("fields"), QStringLiteral("silent"),
                QStringLiteral("returning")},
            model_.name);
        if (!options)
            return failure(options);
        if (!options->find(QStringLiteral("where"))) {
            return inputError(
                model_.name, message("options.where", "update needs \"where\", {} for every row"));
        }
        auto given = onlyFields(arguments_.at(0), *options);
        if (!given)
            return failure(given);
        auto values = context_.values.nested(context_.registry(), repository_.index(), *given);
        if (!values)
            return failure(values);
        auto changed = repository_.update(
            *values, orm::plainOperators(memberOf(*options, "where")), flagOf(*options, "silent"));
        if (!changed)
            return failure(changed);
        return Outcome::plain(Json(Json::Array{Json(*changed)}));
    }

    Result<Outcome> increment() { return add(false); }
    Result<Outcome> decrement() { return add(true); }

    Result<Outcome> destroy()
    {
        auto options = knownOptions(arguments_.at(0),
            {QStringLiteral("where"), QStringLiteral("force"), QStringLiteral("truncate"),
                QStringLiteral("cascade")},
            model_.name);
        if (!options)
            return failure(options);
        const bool truncates = flagOf(*options, "truncate");
        if (!options->find(QStringLiteral("where")) && !truncates) {
            return inputError(
                model_.name, message("options.where", "destroy needs \"where\", {} for every row"));
        }
        auto gone = repository_.destroy(truncates ? Json() : orm::plainOperators(memberOf(*options, "where")),
            {.force = flagOf(*options, "force") || truncates});
        if (!gone)
            return failure(gone);
        return Outcome::plain(*gone);
    }

    Result<Outcome> restore()
    {
        auto options = knownOptions(arguments_.at(0), {QStringLiteral("where")}, model_.name);
        if (!options)
            return failure(options);
        auto back = repository_.restore(orm::plainOperators(memberOf(*options, "where")));
        if (!back)
            return failure(back);
        return Outcome::plain(Json(Json::Array{Json(*back)}));
    }

private:
    Result<Outcome> add(bool takesAway)
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("where"), QStringLiteral("by"), QStringLiteral("silent"),
                QStringLiteral("returning")},
            model_.name);
        if (!options)
            return failure(options);
        auto by = incrementOf(arguments_.at(0), *options, takesAway, model_.name);
        if (!by)
            return failure(by);
        auto changed = repository_.increment(
            *by, orm::plainOperators(memberOf(*options, "where")), flagOf(*options, "silent"));
        if (!changed)
            return failure(changed);
        return Outcome::plain(Json(Json::Array{Json(*changed)}));
    }

    Result<CreateOptions> createOptions(const Json& options) const
    {
        CreateOptions how;
        how.existing = context_.existing;
        const Json& word = memberOf(options, "existing");
        if (word.isNull())
            return how;
        const QStringList words{QStringLiteral("link"), QStringLiteral("create"), QStringLiteral("error")};
        const qsizetype index = word.isString() ? words.indexOf(word.string()) : -1;
        if (index < 0) {
            return inputError(model_.name,
                message("existing.unknown", "\"%1\" is none of: %2",
                    {word.isString() ? word.string() : QString(), words.join(QStringLiteral(", "))}));
        }
        how.existing = Existing(index);
        return how;
    }

    /// The values with what `fields` leaves; what `include` names must exist, and is else without meaning: a
    /// nested key says by itself that it is written.
    Result<Json> nestedValues(const Json& given, const Json& options)
    {
        auto includes =
            orm::readIncludes(context_.registry(), repository_.index(), memberOf(options, "include"));
        if (!includes)
            return failure(includes);
        auto values = onlyFields(given.isNull() ? Json::object() : given, options);
        if (!values)
            return values;
        return context_.values.nested(context_.registry(), repository_.index(), *values);
    }

    Result<Json> onlyFields(const Json& values, const Json& options) const
    {
        const Json* fields = options.find(QStringLiteral("fields"));
        if (!fields || fields->isNull() || !values.isObject())
            return values;
        const QStringList names = textsOf(fields);
        Json::Object kept;
        for (const auto& member : values.members()) {
            if (names.contains(member.first) || !model_.attribute(member.first))
                kept.push_back(member);
        }
        return Json(std::move(kept));
    }

    Result<orm::FindOptions> searchOptions(const Json& given) const
    {
        Json options = Json::object();
        for (const auto& [key, value] : (given.isObject() ? given.members() : Json::Object())) {
            if (!withoutMeaning().contains(key) && key != u"rejectOnEmpty")
                options.set(key, value);
        }
        return orm::readFindOptions(context_.registry(), repository_.index(), options);
    }

    Result<Outcome> one(const Json& given, const Json& key)
    {
        auto options = searchOptions(given);
        if (!options)
            return failure(options);
        if (options->isGrouped() || !options->computed.empty()) {
            options->query.limit = 1;
            auto rows = repository_.aggregate(*options);
            if (!rows)
                return failure(rows);
            return Outcome::instance(
                model_.name, rows->items().empty() ? Json() : std::move(rows->items().front()));
        }
        auto row =
            key.isNull() ? repository_.findOne(options->query) : repository_.findByPk(key, options->query);
        if (!row)
            return failure(row);
        if (row->isNull() && flagOf(given, "rejectOnEmpty"))
            return inputError(model_.name, message("row.empty", "%1 has no such row", {model_.name}));
        if (options->raw && !row->isNull()) {
            const Json rows = shaped(context_.registry(), *options, Json(Json::Array{*row}));
            return Outcome::plain(rows.items().front());
        }
        return Outcome::instance(model_.name, std::move(*row));
    }

    Result<Outcome> aggregated(orm::FindOptions options, const orm::Computed& computed)
    {
        options.computed = {computed};
        auto rows = repository_.aggregate(options);
        if (!rows)
            return failure(rows);
        if (!options.group.empty())
            return Outcome::plain(std::move(*rows));
        const Json* value = rows->items().empty() ? nullptr : rows->items().front().find(computed.name);
        return Outcome::plain(value ? *value : Json());
    }

    Context& context_;
    const Repository& repository_;
    const Model& model_;
    const Arguments& arguments_;
};

} // namespace

const Json& Arguments::at(size_t index) const
{
    static const Json none;
    return index < given_.size() ? given_[index] : none;
}

Result<Json> knownOptions(const Json& options, const QStringList& known, const QString& place)
{
    Json kept = Json::object();
    if (options.isNull())
        return kept;
    if (!options.isObject())
        return inputError(place, message("options.object", "the options of a call are an object"));
    for (const auto& [key, value] : options.members()) {
        if (withoutMeaning().contains(key))
            continue;
        if (!known.contains(key)) {
            return inputError(
                place, message("options.unknown", "no option is called \"%1\"", {key}), didYouMean(key, known));
        }
        kept.set(key, value);
    }
    return kept;
}

Result<Json> incrementOf(const Json& fields, const Json& options, bool decrements, const QString& place)
{
    const Json* given = options.find(QStringLiteral("by"));
    const Json step = given ? *given : Json(qint64(1));
    Json by = Json::object();
    if (fields.isObject()) {
        by = fields;
    } else {
        for (const Json& name : listOf(fields)) {
            if (!name.isString()) {
                return inputError(
                    place, message("script.increment", "what is added to is a name, a list of names, "
                                                       "or an object of names and numbers"));
            }
            by.set(name.string(), step);
        }
    }
    if (!decrements)
        return by;
    Json negative = Json::object();
    for (const auto& [name, number] : by.members()) {
        if (!number.isNumber()) {
            negative.set(name, number); // told by whoever reads it
            continue;
        }
        const QString digits = number.digits();
        negative.set(name, Json::number(digits.startsWith(u'-') ? digits.mid(1) : u'-' + digits));
    }
    return negative;
}

Error noMethod(const QString& receiver, const QString& method, const QStringList& known)
{
    return inputError(receiver, message("script.method", "%1.%2 is not a function", {receiver, method}),
        didYouMean(method, known));
}

Result<Outcome> callModel(
    Context& context, const Repository& repository, const QString& method, const Arguments& arguments)
{
    ModelCall call(context, repository, arguments);
    using Method = Result<Outcome> (ModelCall::*)();
    static const std::vector<std::pair<QString, Method>> methods{
        {QStringLiteral("create"), &ModelCall::create},
        {QStringLiteral("build"), &ModelCall::build},
        {QStringLiteral("bulkCreate"), &ModelCall::bulkCreate},
        {QStringLiteral("findAll"), &ModelCall::findAll},
        {QStringLiteral("findOne"), &ModelCall::findOne},
        {QStringLiteral("findByPk"), &ModelCall::findByPk},
        {QStringLiteral("findAndCountAll"), &ModelCall::findAndCountAll},
        {QStringLiteral("count"), &ModelCall::count},
        {QStringLiteral("findOrCreate"), &ModelCall::findOrCreate},
        {QStringLiteral("findCreateFind"), &ModelCall::findOrCreate},
        {QStringLiteral("upsert"), &ModelCall::upsert},
        {QStringLiteral("update"), &ModelCall::update},
        {QStringLiteral("destroy"), &ModelCall::destroy},
        {QStringLiteral("restore"), &ModelCall::restore},
        {QStringLiteral("increment"), &ModelCall::increment},
        {QStringLiteral("decrement"), &ModelCall::decrement},
    };
    static const QStringList aggregates{QStringLiteral("min"), QStringLiteral("max"), QStringLiteral("sum"),
        QStringLiteral("avg"), QStringLiteral("aggregate")};
    static const QStringList hooks{QStringLiteral("addHook"), QStringLiteral("hook"),
        QStringLiteral("beforeCreate"), QStringLiteral("afterCreate"), QStringLiteral("removeHook")};
    const auto found =
        std::find_if(methods.begin(), methods.end(), [&](const auto& entry) { return entry.first == method; });
    if (found != methods.end())
        return (call.*found->second)();
    if (aggregates.contains(method))
        return call.aggregate(method.toUpper());
    if (method == u"sync" || method == u"drop")
        return callTable(context, repository, method, arguments);
    if (hooks.contains(method))
        return orm::unsupportedError(repository.model().name, QStringLiteral("a hook"));
    for (const char* name : {"scope", "unscoped", "truncate", "describe", "findOrBuild"}) {
        if (method == QLatin1String(name))
            return orm::unsupportedError(repository.model().name, method);
    }
    QStringList names = aggregates;
    for (const auto& entry : methods)
        names.append(entry.first);
    return noMethod(repository.model().name, method, names);
}

} // namespace conjoin::sql::script
