// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/calls.h"

#include <algorithm>

namespace conjoin::sql::script {

using orm::Association;
using orm::AssociationKind;
using orm::Json;

namespace {

QString capital(const QString& name)
{
    return name.isEmpty() ? name : name.front().toUpper() + name.mid(1);
}

/// The methods of an association as Sequelize calls them, and which of ours each is.
std::vector<std::pair<QString, QString>> methodsOf(const Association& association)
{
    const QString all = capital(association.name);
    if (!association.isToMany()) {
        return {{QStringLiteral("get") + all, QStringLiteral("get")},
            {QStringLiteral("set") + all, QStringLiteral("set")},
            {QStringLiteral("create") + all, QStringLiteral("create")}};
    }
    const QString one = capital(association.singular.isEmpty() ? association.name : association.singular);
    std::vector<std::pair<QString, QString>> methods;
    for (const char* verb : {"get", "count", "set"})
        methods.emplace_back(QLatin1String(verb) + all, QString::fromLatin1(verb));
    for (const char* verb : {"has", "add", "remove"}) {
        methods.emplace_back(QLatin1String(verb) + one, QString::fromLatin1(verb));
        methods.emplace_back(QLatin1String(verb) + all, QString::fromLatin1(verb));
    }
    methods.emplace_back(QStringLiteral("create") + one, QStringLiteral("create"));
    return methods;
}

Json reportJson(const LinkReport& report)
{
    return Json(
        Json::Object{{QStringLiteral("added"), report.added}, {QStringLiteral("updated"), report.updated},
            {QStringLiteral("unchanged"), report.unchanged}, {QStringLiteral("removed"), report.removed}});
}

class AssociationCall {
public:
    AssociationCall(Context& context, Instance& instance, const Repository& repository,
        const Association& association, RelatedRows& rows, const Arguments& arguments)
        : context_(context)
        , instance_(instance)
        , repository_(repository)
        , association_(association)
        , target_(context.registry().at(association.target))
        , rows_(rows)
        , arguments_(arguments)
    {}

    Result<Outcome> call(const QString& verb)
    {
        if (verb == u"get")
            return get();
        if (verb == u"count")
            return count();
        if (verb == u"has")
            return has();
        if (verb == u"create")
            return create();
        if (verb == u"remove")
            return remove();
        return verb == u"set" && !association_.isToMany() ? setOne() : write(verb == u"set");
    }

private:
    Result<Outcome> get()
    {
        auto options = orm::readRelatedOptions(context_.registry(), association_, arguments_.at(0));
        if (!options)
            return failure(options);
        auto found = rows_.get(*options);
        if (!found)
            return failure(found);
        return association_.isToMany() ? Outcome::instances(target_.name, *found)
                                       : Outcome::instance(target_.name, std::move(*found));
    }

    Result<Outcome> count()
    {
        auto options = orm::readRelatedOptions(context_.registry(), association_, arguments_.at(0));
        if (!options)
            return failure(options);
        auto number = rows_.count(*options);
        if (!number)
            return failure(number);
        return Outcome::plain(*number);
    }

    Result<Outcome> has()
    {
        auto keys = keysOf(arguments_.at(0));
        if (!keys)
            return failure(keys);
        auto all = rows_.has(*keys);
        if (!all)
            return failure(all);
        return Outcome::plain(*all);
    }

    Result<Outcome> remove()
    {
        auto keys = keysOf(arguments_.at(0));
        if (!keys)
            return failure(keys);
        auto removed = rows_.remove(*keys);
        if (!removed)
            return failure(removed);
        return Outcome::plain(*removed);
    }

    Result<Outcome> write(bool replaces)
    {
        auto through = throughOf(arguments_.at(1), {QStringLiteral("through")});
        if (!through)
            return failure(through);
        auto targets = targetsOf(arguments_.at(0));
        if (!targets)
            return failure(targets);
        auto report = replaces ? rows_.set(*targets, *through) : rows_.add(*targets, *through);
        if (!report)
            return failure(report);
        return Outcome::plain(reportJson(*report));
    }

    /// As in Sequelize: of belongsTo the row itself with its new key, of hasOne the row that has the key now.
    Result<Outcome> setOne()
    {
        auto targets = targetsOf(arguments_.at(0));
        if (!targets)
            return failure(targets);
        auto report = rows_.set(*targets);
        if (!report)
            return failure(report);
        if (association_.kind == AssociationKind::HasOne)
            return targets->empty() ? Outcome::plain(Json()) : get();
        orm::Query query;
        query.deleted = true;
        query.unscoped = true;
        auto row = repository_.findByPk(keyOf(repository_.model(), instance_.values), query);
        if (!row)
            return failure(row);
        for (const auto& [key, value] : row->members())
            instance_.values.set(key, value);
        return Outcome::instance(instance_.model, instance_.values);
    }

    Result<Outcome> create()
    {
        auto through = throughOf(arguments_.at(1), {QStringLiteral("through"), QStringLiteral("include"),
                                                       QStringLiteral("fields"), QStringLiteral("returning")});
        if (!through)
            return failure(through);
        auto values = context_.values.nested(context_.registry(), association_.target, arguments_.at(0));
        if (!values)
            return failure(values);
        CreateOptions how;
        how.existing = context_.existing;
        auto row = rows_.create(*values, *through, how);
        if (!row)
            return failure(row);
        return Outcome::instance(target_.name, std::move(*row));
    }

    /// `through` of the options: values, or a model, which means none.
    Result<Json> throughOf(const Json& given, const QStringList& known) const
    {
        auto options = knownOptions(given,
            known + QStringList{QStringLiteral("ignoreDuplicates"), QStringLiteral("save")}, instance_.model);
        if (!options)
            return options;
        const Json* through = options->find(QStringLiteral("through"));
        return !through || through->find(QStringLiteral("$model")) ? Json() : *through;
    }

    Result<std::vector<LinkTarget>> targetsOf(const Json& given) const
    {
        std::vector<LinkTarget> targets;
        const Json::Array list = given.isArray()  ? given.items()
                                 : given.isNull() ? Json::Array()
                                                  : Json::Array{given};
        for (const Json& item : list) {
            if (item.isNull())
                continue;
            auto target = context_.values.target(target_, item);
            if (!target)
                return failure(target);
            targets.push_back(std::move(*target));
        }
        return targets;
    }

    Result<Json::Array> keysOf(const Json& given) const
    {
        auto targets = targetsOf(given);
        if (!targets)
            return failure(targets);
        Json::Array keys;
        for (LinkTarget& target : *targets)
            keys.push_back(std::move(target.key));
        return keys;
    }

    Context& context_;
    Instance& instance_;
    const Repository& repository_;
    const Association& association_;
    const orm::Model& target_;
    RelatedRows& rows_;
    const Arguments& arguments_;
};

} // namespace

QStringList associationMethods(const orm::Model& model)
{
    QStringList names;
    for (const Association& association : model.associations) {
        for (const auto& method : methodsOf(association))
            names.append(method.first);
    }
    return names;
}

std::optional<Result<Outcome>> callAssociation(Context& context, Instance& instance,
    const Repository& repository, const QString& method, const Arguments& arguments)
{
    for (const Association& association : repository.model().associations) {
        for (const auto& [name, verb] : methodsOf(association)) {
            if (name != method)
                continue;
            const Json key = keyOf(repository.model(), instance.values);
            if (key.isNull() || !instance.stored) {
                return Result<Outcome>(databaseError(instance.model,
                    message("script.keyless", "this row of %1 is not stored: it has no key to go by",
                        {instance.model}),
                    message("script.keyless.hint", "create it first")));
            }
            RelatedRows rows(context.connection, context.registry(), repository.index(), association, key);
            return AssociationCall(context, instance, repository, association, rows, arguments).call(verb);
        }
    }
    return std::nullopt;
}

} // namespace conjoin::sql::script
