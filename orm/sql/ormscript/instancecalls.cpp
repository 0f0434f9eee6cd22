// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/calls.h"

#include <algorithm>

namespace conjoin::sql::script {

using orm::Json;

namespace {

bool flagOf(const Json& options, const char* name)
{
    const Json* flag = options.find(QString::fromLatin1(name));
    return flag && flag->isBool() && flag->toBool();
}

class InstanceCall {
public:
    InstanceCall(Context& context, Instance& instance, const Repository& repository, const Arguments& arguments)
        : context_(context)
        , instance_(instance)
        , repository_(repository)
        , arguments_(arguments)
    {}

    Result<Outcome> destroy()
    {
        auto options = knownOptions(arguments_.at(0), {QStringLiteral("force")}, instance_.model);
        if (!options)
            return failure(options);
        auto where = ownRow();
        if (!where)
            return failure(where);
        auto gone = repository_.destroy(*where, {.force = flagOf(*options, "force"), .unscoped = true});
        if (!gone)
            return failure(gone);
        if (!repository_.model().deletedAt.isEmpty() && !flagOf(*options, "force")) {
            if (auto read = readAgain(*where); !read)
                return failure(read);
        }
        return self();
    }

    Result<Outcome> restore()
    {
        auto where = ownRow();
        if (!where)
            return failure(where);
        auto back = repository_.restore(*where);
        if (!back)
            return failure(back);
        if (auto read = readAgain(*where); !read)
            return failure(read);
        return self();
    }

    Result<Outcome> update()
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("fields"), QStringLiteral("silent"), QStringLiteral("returning"),
                QStringLiteral("include")},
            instance_.model);
        if (!options)
            return failure(options);
        if (!instance_.stored) {
            set(arguments_.at(0));
            return save();
        }
        auto nested = context_.values.nested(context_.registry(), repository_.index(), arguments_.at(0));
        if (!nested)
            return failure(nested);
        const Json& values = *nested;
        auto where = ownRow();
        if (!where)
            return failure(where);
        auto changed = repository_.update(values, *where, flagOf(*options, "silent"));
        if (!changed)
            return failure(changed);
        set(values); // the key may be among them
        where = ownRow();
        if (!where)
            return failure(where);
        if (auto read = readAgain(*where); !read)
            return failure(read);
        return self();
    }

    Result<Outcome> increment() { return add(false); }
    Result<Outcome> decrement() { return add(true); }

    Result<Outcome> save()
    {
        if (instance_.stored)
            return self(); // every other method writes at once
        auto values = context_.values.nested(context_.registry(), repository_.index(), instance_.values);
        if (!values)
            return failure(values);
        CreateOptions how;
        how.existing = context_.existing;
        auto row = repository_.create(*values, how);
        if (!row)
            return failure(row);
        instance_.values = std::move(*row);
        instance_.stored = true;
        return self();
    }

    Result<Outcome> reload()
    {
        auto where = ownRow();
        if (!where)
            return failure(where);
        auto options = orm::readFindOptions(context_.registry(), repository_.index(), arguments_.at(0));
        if (!options)
            return failure(options);
        options->query.where = *where;
        options->query.deleted = true;
        options->query.unscoped = true;
        auto row = repository_.findOne(options->query);
        if (!row)
            return failure(row);
        if (row->isNull()) {
            return databaseError(
                instance_.model, message("instance.gone", "the row of %1 is gone", {instance_.model}));
        }
        instance_.values = std::move(*row);
        return self();
    }

    Result<Outcome> get()
    {
        if (arguments_.at(0).isString()) {
            const Json* value = instance_.values.find(arguments_.at(0).string());
            return Outcome::plain(value ? *value : Json());
        }
        return Outcome::plain(instance_.values);
    }

private:
    Result<Outcome> add(bool takesAway)
    {
        auto options = knownOptions(arguments_.at(1),
            {QStringLiteral("by"), QStringLiteral("silent"), QStringLiteral("returning")}, instance_.model);
        if (!options)
            return failure(options);
        auto by = incrementOf(arguments_.at(0), *options, takesAway, instance_.model);
        if (!by)
            return failure(by);
        auto where = ownRow();
        if (!where)
            return failure(where);
        auto changed = repository_.increment(*by, *where, flagOf(*options, "silent"));
        if (!changed)
            return failure(changed);
        if (auto read = readAgain(*where); !read)
            return failure(read);
        return self();
    }

    Result<Outcome> self() const
    {
        Outcome outcome;
        outcome.result = instance_.values;
        outcome.kept = std::make_shared<Instance>(instance_);
        return outcome;
    }

    /// The condition that picks the row.
    Result<Json> ownRow() const
    {
        const Json key = keyOf(repository_.model(), instance_.values);
        if (!instance_.stored || key.isNull()) {
            return inputError(instance_.model,
                message("script.keyless", "this row of %1 is not stored: it has no key to go by",
                    {instance_.model}),
                message("script.keyless.hint", "create it first"));
        }
        return orm::keyCondition(repository_.model(), key);
    }

    /// The attributes as they are stored now; what was included stays.
    Result<void> readAgain(const Json& where)
    {
        orm::Query query;
        query.where = where;
        query.deleted = true;
        query.unscoped = true;
        auto row = repository_.findOne(query);
        if (!row)
            return failure(row);
        if (row->isObject())
            set(*row);
        return {};
    }

    void set(const Json& values)
    {
        if (!values.isObject())
            return;
        for (const auto& [key, value] : values.members())
            instance_.values.set(key, value);
    }

    Context& context_;
    Instance& instance_;
    const Repository& repository_;
    const Arguments& arguments_;
};

} // namespace

Result<Outcome> callInstance(
    Context& context, Instance& instance, const QString& method, const Arguments& arguments)
{
    auto repository = context.session.repository(instance.model);
    if (!repository)
        return failure(repository);
    InstanceCall call(context, instance, *repository, arguments);
    using Method = Result<Outcome> (InstanceCall::*)();
    static const std::vector<std::pair<QString, Method>> methods{
        {QStringLiteral("destroy"), &InstanceCall::destroy},
        {QStringLiteral("restore"), &InstanceCall::restore},
        {QStringLiteral("update"), &InstanceCall::update},
        {QStringLiteral("save"), &InstanceCall::save},
        {QStringLiteral("increment"), &InstanceCall::increment},
        {QStringLiteral("decrement"), &InstanceCall::decrement},
        {QStringLiteral("reload"), &InstanceCall::reload},
        {QStringLiteral("get"), &InstanceCall::get},
        {QStringLiteral("toJSON"), &InstanceCall::get},
    };
    const auto found =
        std::find_if(methods.begin(), methods.end(), [&](const auto& entry) { return entry.first == method; });
    if (found != methods.end())
        return (call.*found->second)();
    if (auto associated = callAssociation(context, instance, *repository, method, arguments))
        return std::move(*associated);
    for (const char* name : {"validate", "changed", "previous", "set", "setDataValue"}) {
        if (method == QLatin1String(name))
            return orm::unsupportedError(instance.model, method);
    }
    QStringList names;
    for (const auto& entry : methods)
        names.append(entry.first);
    return noMethod(instance.model, method, names + associationMethods(repository->model()));
}

} // namespace conjoin::sql::script
