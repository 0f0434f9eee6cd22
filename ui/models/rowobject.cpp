// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowobject.h"

#include "model/naming/inflector.h"

#include "orm/base/moment.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Json;
using orm::Value;

QString words(const QString& name)
{
    QString text;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        const bool separator = c == u'_' || c == u'-' || c.isSpace();
        const bool hump = i > 0 && c.isUpper() && name[i - 1].isLower();
        if ((separator || hump) && !text.isEmpty() && !text.endsWith(u' '))
            text += u' ';
        if (!separator)
            text += c.toLower();
    }
    return text.trimmed();
}

/// Whether the text is a number as JSON writes it.
bool isJsonNumber(const QString& text)
{
    const Result<Json> parsed = orm::parseJson(text.toUtf8(), QString());
    return parsed && parsed->isNumber();
}

} // namespace

RowPtr ReferredRows::value(const QString& association) const
{
    const auto found =
        std::ranges::find(rows_, association, [](const auto& entry) -> const QString& { return entry.first; });
    return found == rows_.end() ? nullptr : found->second;
}

void ReferredRows::insert(const QString& association, RowPtr row)
{
    remove(association);
    rows_.reserve(rows_.size() + 1); // no more than there are
    rows_.emplace_back(association, std::move(row));
}

void ReferredRows::remove(const QString& association)
{
    std::erase_if(rows_, [&](const auto& entry) { return entry.first == association; });
}

std::optional<qint64> RowObject::cutLength(int attribute) const
{
    const auto found = std::ranges::find(cut, attribute, &CutValue::attribute);
    return found == cut.end() ? std::nullopt : std::optional(found->bytes);
}

void RowObject::complete(int attribute, Value value)
{
    values[size_t(attribute)] = std::move(value);
    std::erase_if(cut, [&](const CutValue& one) { return one.attribute == attribute; });
}

bool RowObject::isUnlinked(const QString& association, const RowObject& target, const RowPtr& junction) const
{
    return std::any_of(unlinks.begin(), unlinks.end(), [&](const PendingUnlink& unlink) {
        return unlink.association == association && unlink.target.get() == &target &&
               (!junction || !unlink.junction || unlink.junction == junction);
    });
}

LinkPtr RowObject::linkOf(const QString& association) const
{
    const auto found = std::find_if(
        links.begin(), links.end(), [&](const LinkPtr& link) { return link->association == association; });
    return found == links.end() ? nullptr : *found;
}

RowKey rowKey(const orm::Model& model, const std::vector<Value>& values)
{
    const QStringList columns = model.identity();
    Json::Object members;
    for (const QString& column : columns) {
        const int index = model.attributeIndex(column);
        if (index < 0 || size_t(index) >= values.size())
            return {};
        const Value& value = values[size_t(index)];
        members.emplace_back(column, orm::valueToJson(value, model.attributes[size_t(index)].type));
    }
    if (members.empty())
        return {};
    if (members.size() == 1) {
        const int index = model.attributeIndex(columns.first());
        return {values[size_t(index)].display(), members.front().second};
    }
    Json json(std::move(members));
    return {QString::fromUtf8(orm::compactJson(json)), json};
}

RowKey rowKey(const orm::Model& model, const Json& row)
{
    const QStringList columns = model.identity();
    Json::Object members;
    for (const QString& column : columns) {
        const Json* value = row.find(column);
        if (!value)
            return {};
        members.emplace_back(column, *value);
    }
    if (members.empty())
        return {};
    if (members.size() == 1)
        return {enteredText(members.front().second), members.front().second};
    Json json(std::move(members));
    return {QString::fromUtf8(orm::compactJson(json)), json};
}

bool isNumeric(const model::DataType& type)
{
    if (type.kind != model::TypeKind::Native)
        return type.isNumber();
    // SQLite's rules of affinity
    for (const char* word : {"int", "real", "floa", "doub", "num", "dec"}) {
        if (type.native->contains(QLatin1String(word), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

Result<Json> typedValue(const orm::Attribute& attribute, const QString& text, const Value* stored)
{
    Json json(text);
    const QString trimmed = text.trimmed();
    const model::TypeKind kind =
        attribute.type.dimensions > 0 ? model::TypeKind::Native : orm::meaning(attribute.type);
    if (kind == model::TypeKind::Boolean) {
        const QString word = trimmed.toLower();
        if (word == u"true" || word == u"yes" || word == u"1")
            json = Json(true);
        else if (word == u"false" || word == u"no" || word == u"0")
            json = Json(false);
    } else if (kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb) {
        Result<Json> parsed = orm::parseJson(text.toUtf8(), attribute.name);
        if (!parsed)
            return failure(parsed);
        json = std::move(*parsed);
    } else if ((isNumeric(attribute.type) || (stored && (stored->isInteger() || stored->isReal()))) &&
               isJsonNumber(trimmed)) {
        json = Json::number(trimmed);
    }
    const Result<Value> value = orm::valueFromJson(json, attribute.type, attribute.name);
    if (!value)
        return failure(value);
    return json;
}

QString enteredText(const Json& value)
{
    if (value.isNull())
        return {};
    if (value.isString())
        return value.string();
    return QString::fromUtf8(orm::compactJson(value));
}

QString rowLabel(const orm::ModelRegistry& registry, const RowObject& row)
{
    const orm::Model& model = registry.at(row.model);
    if (row.label) {
        if (const QString made = row.label->of(model, row); !made.isEmpty())
            return made;
    }
    const QString label = model.labelAttribute();
    if (!label.isEmpty()) {
        if (const auto entered = row.entered.constFind(label); entered != row.entered.constEnd())
            return enteredText(*entered);
        const int index = model.attributeIndex(label);
        if (size_t(index) < row.values.size() && !row.values[size_t(index)].isNull())
            return withoutPadding(row.values[size_t(index)].display());
    }
    return row.key;
}

QString rowKeyText(const orm::ModelRegistry& registry, const RowObject& row)
{
    const QString label = rowLabel(registry, row);
    return row.key == label || registry.at(row.model).identity().size() != 1 ? QString() : row.key;
}

QString rowNoun(const orm::Model& model)
{
    return words(model.name);
}

QString rowNouns(const orm::Model& model)
{
    const model::NameParts parts = model::NameParts::of(words(model.table)); // a table may be named for one row
    return parts.head + model::englishPlural(parts.word) + parts.tail;
}

const orm::Association* referenceOf(const orm::Model& model, const QString& attribute)
{
    for (const orm::Association& association : model.associations) {
        if (association.kind == orm::AssociationKind::BelongsTo && association.keys.size() == 1 &&
            association.keys.first() == attribute)
            return &association;
    }
    return nullptr;
}

} // namespace conjoin::ui
