// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/query.h"

#include "orm/entity/unknownname.h"

namespace conjoin::orm {

namespace {

/// The key's text as the JSON that fits its column: digits are a number where the column holds numbers.
Json keyJson(const model::DataType& declared, const QString& text)
{
    const bool isNumeric = declared.kind == model::TypeKind::Native
                               ? declared.native->contains(QLatin1String("int"), Qt::CaseInsensitive)
                               : declared.isNumber();
    bool isInteger = false;
    const qint64 number = text.toLongLong(&isInteger);
    return isNumeric && isInteger ? Json(number) : Json(text);
}

} // namespace

Result<std::vector<OrderBy>> parseOrder(const Model& model, const QString& text)
{
    std::vector<OrderBy> order;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        OrderBy by;
        by.attribute = part.trimmed();
        if (by.attribute.startsWith(u'-') && !model.attribute(by.attribute)) {
            by.descending = true;
            by.attribute.remove(0, 1);
        }
        if (!model.attribute(by.attribute))
            return unknownAttribute(model, by.attribute, QStringLiteral("order"));
        order.push_back(std::move(by));
    }
    return order;
}

namespace {

Message shapeHint(const QStringList& identity)
{
    return message("key.composite.hint", "give a JSON object with %1", {identity.join(QStringLiteral(", "))});
}

Result<QStringList> identityOf(const Model& model)
{
    QStringList identity = model.identity();
    if (identity.isEmpty()) {
        return inputError(model.name,
            message("key.none", "%1 has neither a primary key nor a unique key without NULL", {model.name}),
            message("key.none.hint", "pick its rows by a condition"));
    }
    return identity;
}

Error notComposite(const Model& model, const QStringList& identity, const QString& given)
{
    return inputError(model.name,
        message("key.composite", "the key of %1 has %2 columns, \"%3\" is no object",
            {model.name, QString::number(identity.size()), given}),
        shapeHint(identity));
}

} // namespace

Result<Json> keyCondition(const Model& model, const QString& key)
{
    auto identity = identityOf(model);
    if (!identity)
        return failure(identity);
    if (identity->size() == 1)
        return keyCondition(model, keyJson(model.attribute(identity->first())->type, key));
    const Result<Json> given = parseJson(key.toUtf8(), QStringLiteral("key"));
    if (!given || !given->isObject())
        return notComposite(model, *identity, key);
    return keyCondition(model, *given);
}

Result<Json> keyCondition(const Model& model, const Json& key)
{
    const auto known = identityOf(model);
    if (!known)
        return failure(known);
    const QStringList& identity = *known;
    Json given = key;
    if (identity.size() == 1 && !key.isObject())
        given = Json(Json::Object{{identity.first(), key}});
    if (!given.isObject())
        return notComposite(model, identity, QString::fromUtf8(compactJson(key)));
    for (const auto& [name, value] : given.members()) {
        if (!identity.contains(name)) {
            return inputError(model.name,
                message("key.column", "\"%1\" is not in the key of %2", {name, model.name}),
                nameHint(name, identity));
        }
    }
    Json condition = Json::object();
    for (const QString& column : identity) {
        const Json* value = given.find(column);
        if (!value || value->isNull()) {
            return inputError(
                model.name, message("key.incomplete", "the key lacks \"%1\"", {column}), shapeHint(identity));
        }
        condition.set(column, *value);
    }
    return condition;
}

} // namespace conjoin::orm
