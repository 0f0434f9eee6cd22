// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/query.h"

#include "orm/entity/unknownname.h"

namespace conjoin::orm {

namespace {

/// The key's text as the JSON that fits its column: digits are a number where the column holds numbers.
Json keyJson(const model::DataType& declared, const QString& text)
{
    const bool isNumeric = declared.kind == model::TypeKind::Native
                               ? declared.native.contains(QLatin1String("int"), Qt::CaseInsensitive)
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

Result<Json> keyCondition(const Model& model, const QString& key)
{
    const QStringList identity = model.identity();
    if (identity.isEmpty()) {
        return inputError(model.name,
            message("key.none", "%1 has neither a primary key nor a unique key without NULL", {model.name}),
            message("key.none.hint", "pick its rows by a condition"));
    }
    Json condition = Json::object();
    if (identity.size() == 1) {
        condition.set(identity.first(), keyJson(model.attribute(identity.first())->type, key));
        return condition;
    }
    const Message shape =
        message("key.composite.hint", "give a JSON object with %1", {identity.join(QStringLiteral(", "))});
    Result<Json> given = parseJson(key.toUtf8(), QStringLiteral("key"));
    if (!given || !given->isObject()) {
        return inputError(model.name,
            message("key.composite", "the key of %1 has %2 columns, \"%3\" is no object",
                {model.name, QString::number(identity.size()), key}),
            shape);
    }
    for (const auto& [name, value] : given->members()) {
        if (!identity.contains(name)) {
            return inputError(model.name,
                message("key.column", "\"%1\" is not in the key of %2", {name, model.name}),
                nameHint(name, identity));
        }
    }
    for (const QString& column : identity) {
        const Json* value = given->find(column);
        if (!value || value->isNull())
            return inputError(model.name, message("key.incomplete", "the key lacks \"%1\"", {column}), shape);
        condition.set(column, *value);
    }
    return condition;
}

} // namespace conjoin::orm
