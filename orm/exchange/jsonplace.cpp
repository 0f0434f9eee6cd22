// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/jsonplace.h"

namespace conjoin::orm {

JsonPlace JsonPlace::member(const QString& key) const
{
    return {value ? value->find(key) : nullptr, path.isEmpty() ? key : path + u'.' + key};
}

JsonPlace JsonPlace::item(std::size_t index) const
{
    return {&value->items()[index], path + u'[' + QString::number(index) + u']'};
}

void JsonTaker::fail(const JsonPlace& place, Message what, Message hint)
{
    if (error_)
        return;
    const QString where = place.path.isEmpty() ? source_ : source_ + QStringLiteral(": ") + place.path;
    error_ = inputError(where, std::move(what), std::move(hint));
}

QString JsonTaker::text(const JsonPlace& place)
{
    if (!place.isGiven())
        return {};
    if (place.value->isString())
        return place.value->string();
    fail(place, message("models.text", "a text is expected here"));
    return {};
}

bool JsonTaker::flag(const JsonPlace& place, bool otherwise)
{
    if (!place.isGiven())
        return otherwise;
    if (place.value->isBool())
        return place.value->toBool();
    fail(place, message("models.flag", "true or false is expected here"));
    return otherwise;
}

QStringList JsonTaker::texts(const JsonPlace& place)
{
    QStringList list;
    const Json::Array& all = items(place);
    for (std::size_t i = 0; i < all.size(); ++i)
        list.append(text(place.item(i)));
    return list;
}

const Json::Object& JsonTaker::members(const JsonPlace& place)
{
    static const Json::Object none;
    if (!place.isGiven())
        return none;
    if (place.value->isObject())
        return place.value->members();
    fail(place, message("models.object", "an object is expected here"));
    return none;
}

const Json::Array& JsonTaker::items(const JsonPlace& place)
{
    static const Json::Array none;
    if (!place.isGiven())
        return none;
    if (place.value->isArray())
        return place.value->items();
    fail(place, message("models.list", "a list is expected here"));
    return none;
}

void JsonTaker::note(const JsonPlace& place, Message what)
{
    Diagnostic note;
    note.severity = Severity::Hint;
    note.where = place.path;
    note.what = std::move(what);
    notes_.push_back(std::move(note));
}

void JsonTaker::allow(const JsonPlace& place, const QStringList& known, const QStringList& unsaid)
{
    for (const auto& [key, value] : members(place)) {
        if (unsaid.contains(key))
            note(place.member(key),
                message("models.unsaid", "\"%1\" says nothing of tables and is left out", {key}));
        else if (!known.contains(key))
            fail(place.member(key), message("models.unknownKey", "\"%1\" is not known here", {key}),
                didYouMean(key, known));
    }
}

} // namespace conjoin::orm
