// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/values.h"

#include "orm/query/findoptions.h"
#include "orm/sql/rowwriter.h"

#include <QUuid>

namespace conjoin::sql::script {

using orm::Json;
using orm::Model;

namespace {

Error scriptError(const char* code, const char* text, const QStringList& args)
{
    return inputError(QStringLiteral("args"), message(code, text, args));
}

Json kept(const Outcome::Kept& value)
{
    if (const auto* plain = std::get_if<Json>(&value))
        return *plain;
    if (const auto* instance = std::get_if<InstancePtr>(&value))
        return (*instance)->values;
    Json::Array list;
    for (const InstancePtr& each : std::get<std::vector<InstancePtr>>(value))
        list.push_back(each->values);
    return list;
}

/// The junction values that hang on an instance: its included junction rows do not count.
Json withoutRows(const Json& json)
{
    return json.isObject() ? json : Json();
}

} // namespace

Outcome Outcome::plain(Json json)
{
    Outcome outcome;
    if (json.isArray()) {
        for (const Json& item : json.items())
            outcome.elements.emplace_back(item);
    }
    outcome.kept = json;
    outcome.result = std::move(json);
    return outcome;
}

Outcome Outcome::instance(const QString& model, Json row)
{
    if (row.isNull())
        return plain(Json());
    Outcome outcome;
    outcome.kept = std::make_shared<Instance>(Instance{model, row, true});
    outcome.result = std::move(row);
    return outcome;
}

Outcome Outcome::instances(const QString& model, const Json& rows)
{
    Outcome outcome;
    std::vector<InstancePtr> list;
    for (const Json& row : rows.items()) {
        list.push_back(std::make_shared<Instance>(Instance{model, row, true}));
        outcome.elements.emplace_back(list.back());
    }
    outcome.kept = std::move(list);
    outcome.result = rows;
    return outcome;
}

Result<void> Values::save(const QString& name, const Outcome& outcome, std::optional<int> pick)
{
    if (!pick) {
        saved_.insert(name, outcome.kept);
        return {};
    }
    if (size_t(*pick) >= outcome.elements.size())
        return scriptError("script.pick.none", "the result has no element %1", {QString::number(*pick)});
    saved_.insert(name, outcome.elements[size_t(*pick)]);
    return {};
}

Result<InstancePtr> Values::instance(const QString& name) const
{
    const auto it = saved_.constFind(name);
    if (it == saved_.cend()) {
        Error error = scriptError("script.unsaved", "nothing is saved as \"%1\"", {name});
        error.hint = didYouMean(name, saved_.keys());
        return error;
    }
    if (const auto* instance = std::get_if<InstancePtr>(&*it))
        return *instance;
    return scriptError("script.instance", "what is saved as \"%1\" is no row", {name});
}

Result<Json> Values::resolved(const Json& json) const
{
    if (json.isArray()) {
        Json::Array items;
        for (const Json& item : json.items()) {
            auto value = resolved(item);
            if (!value)
                return value;
            items.push_back(std::move(*value));
        }
        return Json(std::move(items));
    }
    if (!json.isObject())
        return json;
    if (json.members().size() == 1) {
        const auto& [key, value] = json.members().front();
        if (key == u"$get") {
            const bool fits = value.isArray() && value.items().size() == 2 && value.items()[0].isString() &&
                              value.items()[1].isString();
            if (!fits)
                return scriptError("script.get", "\"$get\" takes a saved name and an attribute", {});
            auto from = instance(value.items()[0].string());
            if (!from)
                return failure(from);
            const Json* found = (*from)->values.find(value.items()[1].string());
            return found ? *found : Json();
        }
        if (key == u"$ref" && value.isString()) {
            const auto it = saved_.constFind(value.string());
            if (it != saved_.cend() && !std::holds_alternative<InstancePtr>(*it))
                return std::holds_alternative<Json>(*it) ? std::get<Json>(*it) : kept(*it);
            return json;
        }
        if (key == u"$date")
            return moment(value);
        if (key == u"$default" && value.isString()) {
            if (value.string() == u"NOW")
                return Json(now_.toString(Qt::ISODateWithMs));
            if (value.string().startsWith(u"UUID"))
                return Json(QUuid::createUuid().toString(QUuid::WithoutBraces));
        }
        if (key == u"$literal")
            return orm::unsupportedError(QStringLiteral("args"), QStringLiteral("a raw SQL literal"));
    }
    Json::Object members;
    for (const auto& [key, value] : json.members()) {
        auto inner = resolved(value);
        if (!inner)
            return inner;
        members.emplace_back(key, std::move(*inner));
    }
    return Json(std::move(members));
}

Json Values::moment(const Json& json)
{
    if (!json.isNumber())
        return json; // the ORM reads the texts of moments itself
    return Json(
        QDateTime::fromMSecsSinceEpoch(json.digits().toLongLong(), Qt::UTC).toString(Qt::ISODateWithMs));
}

bool Values::isInstance(const Json& json)
{
    if (!json.isObject() || json.members().size() != 1)
        return false;
    const QString& key = json.members().front().first;
    return key == u"$ref" || key == u"$attach" || key == u"$build";
}

Result<Instance> Values::token(const Json& json) const
{
    const auto& [key, value] = json.members().front();
    if (key == u"$ref") {
        if (!value.isString())
            return scriptError("script.ref", "\"$ref\" takes a saved name", {});
        auto found = instance(value.string());
        if (!found)
            return failure(found);
        return **found;
    }
    const Json::Array items = value.isArray() ? value.items() : Json::Array();
    if (key == u"$build") {
        if (items.size() != 2 || !items[0].isString() || !items[1].isObject())
            return scriptError("script.build", "\"$build\" takes a model and its values", {});
        return Instance{items[0].string(), items[1], false};
    }
    if (items.size() != 3 || !items[0].isString() || !items[1].isString())
        return scriptError(
            "script.attach", "\"$attach\" takes a saved name, the junction's model and its values", {});
    auto found = instance(items[0].string());
    if (!found)
        return failure(found);
    Instance with = **found;
    with.values.set(items[1].string(), items[2]);
    return with;
}

Result<LinkTarget> Values::target(const Model& model, const Json& json) const
{
    if (!isInstance(json))
        return LinkTarget{json, {}};
    auto instance = token(json);
    if (!instance)
        return failure(instance);
    LinkTarget target;
    target.key = keyOf(model, instance->values);
    if (target.key.isNull() || !instance->stored) {
        return databaseError(model.name,
            message("script.keyless", "this row of %1 is not stored: it has no key to go by", {model.name}),
            message("script.keyless.hint", "create it first"));
    }
    if (json.find(QStringLiteral("$attach")))
        target.through = withoutRows(json.find(QStringLiteral("$attach"))->items()[2]);
    return target;
}

Result<Json> Values::nested(const orm::ModelRegistry& registry, int modelIndex, const Json& json) const
{
    const Model& model = registry.at(modelIndex);
    if (isInstance(json)) {
        auto instance = token(json);
        if (!instance)
            return failure(instance);
        if (!instance->stored)
            return nested(registry, modelIndex, instance->values);
        Json link = Json::object();
        link.set(QStringLiteral("$link"), keyOf(model, instance->values));
        if (const Json* attach = json.find(QStringLiteral("$attach")))
            link.set(attach->items()[1].string(), attach->items()[2]);
        return link;
    }
    if (!json.isObject())
        return json;
    Json::Object members;
    for (const auto& [key, value] : json.members()) {
        const orm::Attribute* attribute = model.attribute(key);
        const orm::Association* association = attribute ? nullptr : model.association(key);
        if (!association) {
            const bool instant = attribute && attribute->type.kind == model::TypeKind::TimestampTz;
            members.emplace_back(key, instant ? moment(value) : value);
            continue;
        }
        // One row where a list is expected is the list of it, as in Sequelize.
        const bool lone = association->isToMany() && value.isObject();
        const Json rows = lone ? Json(Json::Array{value}) : value;
        if (!rows.isArray()) {
            auto row = nested(registry, association->target, rows);
            if (!row)
                return row;
            members.emplace_back(key, std::move(*row));
            continue;
        }
        Json::Array list;
        for (const Json& item : rows.items()) {
            auto row = nested(registry, association->target, item);
            if (!row)
                return row;
            list.push_back(std::move(*row));
        }
        members.emplace_back(key, std::move(list));
    }
    return Json(std::move(members));
}

} // namespace conjoin::sql::script
