// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowfilter.h"

#include "ui/models/rowobject.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <functional>
#include <optional>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::Attribute;
using orm::Json;
using orm::Model;
using orm::ModelRegistry;

Json pair(const QString& key, Json value)
{
    Json json = Json::object();
    json.set(key, std::move(value));
    return json;
}

const QString& operatorOf(const QString& sign)
{
    static const QHash<QString, QString> operators{{QStringLiteral("="), QStringLiteral("eq")},
        {QStringLiteral("!="), QStringLiteral("ne")}, {QStringLiteral("<>"), QStringLiteral("ne")},
        {QStringLiteral("<"), QStringLiteral("lt")}, {QStringLiteral("<="), QStringLiteral("lte")},
        {QStringLiteral(">"), QStringLiteral("gt")}, {QStringLiteral(">="), QStringLiteral("gte")}};
    return *operators.constFind(sign);
}

constexpr char nameWord[] = R"((\w+|"(?:[^"]|"")+"))"; ///< of a column or an association

/// NAME stands for nameWord.
QRegularExpression pattern(const char* text)
{
    return QRegularExpression(QString::fromUtf8(text).replace(QLatin1String("NAME"), QLatin1String(nameWord)),
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
}

/// `"Unit Price"` -> `Unit Price`
QString bareName(const QString& written)
{
    if (!written.startsWith(u'"'))
        return written;
    return written.mid(1, written.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\""));
}

/// Whether a text or a name is still open behind that much of it. Behind a letter or a digit, as in 12", the
/// quotes of a name are none.
bool isWithinQuotes(QStringView text)
{
    QChar open;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (open.isNull() && (c == u'\'' || (c == u'"' && (i == 0 || !text[i - 1].isLetterOrNumber()))))
            open = c;
        else if (c == open)
            open = {};
    }
    return !open.isNull();
}

/// `Unit Price > 3` -> `"Unit Price" > 3`, where one of the names begins the part and is more than a word.
QString withQuotedName(QStringList names, const QString& part)
{
    std::ranges::sort(names, std::ranges::greater(), &QString::size);
    for (const QString& name : std::as_const(names)) {
        if (filterName(name) == name || !part.startsWith(name, Qt::CaseInsensitive))
            continue;
        if (part.size() == name.size() || !part[name.size()].isLetterOrNumber())
            return filterName(name) + part.mid(name.size());
    }
    return part;
}

/// The parts between matches of `separator` that no quotes are around.
QStringList partsOf(const QString& text, const QRegularExpression& separator)
{
    QStringList parts;
    qsizetype begin = 0;
    QRegularExpressionMatchIterator matches = separator.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (isWithinQuotes(QStringView(text).left(match.capturedStart())))
            continue;
        parts.append(text.mid(begin, match.capturedStart() - begin).trimmed());
        begin = match.capturedEnd();
    }
    parts.append(text.mid(begin).trimmed());
    return parts;
}

struct Word {
    QString text;
    bool quoted = false;
};

Word unquoted(const QString& typed)
{
    const QString word = typed.trimmed();
    if (word.size() > 1 && word.startsWith(u'\'') && word.endsWith(u'\''))
        return {word.mid(1, word.size() - 2).replace(QStringLiteral("''"), QStringLiteral("'")), true};
    return {word, false};
}

bool isNull(const Word& word)
{
    return !word.quoted && word.text.compare(u"null", Qt::CaseInsensitive) == 0;
}

const Attribute* attributeNamed(const Model& model, const QString& name)
{
    for (const Attribute& attribute : model.attributes) {
        if (attribute.name.compare(name, Qt::CaseInsensitive) == 0)
            return &attribute;
    }
    return nullptr;
}

const Association* associationNamed(const Model& model, const QString& name)
{
    for (const Association& association : model.associations) {
        if (association.name.compare(name, Qt::CaseInsensitive) == 0)
            return &association;
    }
    return nullptr;
}

Result<Json> comparison(const Attribute& attribute, const QString& sign, const QString& typed)
{
    const Word word = unquoted(typed);
    Result<Json> value = isNull(word) ? Result<Json>(Json()) : typedValue(attribute, word.text);
    if (!value)
        return value;
    return pair(attribute.name, pair(operatorOf(sign), std::move(*value)));
}

const QRegularExpression& comparisonPattern()
{
    static const QRegularExpression found = pattern(R"(^NAME\s*(<=|>=|!=|<>|=|<|>)\s*(.*)$)");
    return found;
}

const QRegularExpression& nullPattern()
{
    static const QRegularExpression found = pattern(R"(^NAME\s+is\s+(not\s+)?null$)");
    return found;
}

Error unknownColumn(const Model& model, const QString& name)
{
    QStringList names = model.attributeNames() + model.associationNames();
    return inputError(
        model.table, message("filter.column", "there is no column \"%1\"", {name}), didYouMean(name, names));
}

/// What is asked of one associated row: of its columns, or of those of the link to it.
Result<Json> linkConditions(const ModelRegistry& registry, const Association& association, const QString& typed)
{
    static const QRegularExpression comma(QStringLiteral(","));
    const Model& target = registry.at(association.target);
    std::vector<Json> ofTarget, ofLink;
    QStringList names = target.attributeNames();
    if (association.through >= 0)
        names += registry.at(association.through).attributeNames();
    for (const QString& asked : partsOf(typed, comma)) {
        const QString part = withQuotedName(names, asked);
        const QRegularExpressionMatch compared = comparisonPattern().match(part);
        const QRegularExpressionMatch null = nullPattern().match(part);
        const QString name = bareName(compared.hasMatch() ? compared.captured(1) : null.captured(1));
        if (name.isEmpty())
            return inputError(target.table, message("filter.part", "\"%1\" compares nothing", {part}),
                message("filter.part.hint", "write: %1 any column = value", {filterName(association.name)}));
        const Attribute* attribute = attributeNamed(target, name);
        const bool isOfLink = !attribute && association.through >= 0;
        if (isOfLink)
            attribute = attributeNamed(registry.at(association.through), name);
        if (!attribute)
            return unknownColumn(target, name);
        Result<Json> one = compared.hasMatch()
                               ? comparison(*attribute, compared.captured(2), compared.captured(3))
                               : comparison(*attribute,
                                     null.captured(2).isEmpty() ? QStringLiteral("=") : QStringLiteral("!="),
                                     QStringLiteral("null"));
        if (!one)
            return one;
        (isOfLink ? ofLink : ofTarget).push_back(std::move(*one));
    }
    Json asked = ofTarget.empty() ? Json::object() : allOf(std::move(ofTarget));
    if (!ofLink.empty())
        asked.set(registry.at(association.through).name, allOf(std::move(ofLink)));
    return asked;
}

/// The question that a part is; nothing where it is none.
std::optional<Result<Json>> question(const ModelRegistry& registry, int modelIndex, const QString& typed)
{
    static const QRegularExpression existence = pattern(R"(^NAME\s*:\s*(none|any)$)");
    static const QRegularExpression counted = pattern(R"(^NAME\s+count\s*(<=|>=|!=|<>|=|<|>)\s*(\d+)$)");
    static const QRegularExpression linked = pattern(R"(^NAME\s+(any|none)\s+(\S.*)$)");
    const Model& model = registry.at(modelIndex);
    const QString part = withQuotedName(model.attributeNames() + model.associationNames(), typed);
    const auto number = [](const QString& digits) {
        return Json::number(QString::number(digits.toLongLong()));
    };
    if (const auto match = existence.match(part); match.hasMatch()) {
        const QString name = bareName(match.captured(1));
        const Association* association = associationNamed(model, name);
        if (!association)
            return unknownColumn(model, name);
        return pair(
            association->name, pair(QStringLiteral("has"), Json(match.captured(2).toLower() == u"any")));
    }
    if (const auto match = counted.match(part); match.hasMatch()) {
        const QString name = bareName(match.captured(1));
        const Association* association = associationNamed(model, name);
        if (!association)
            return unknownColumn(model, name);
        return pair(association->name,
            pair(QStringLiteral("count"), pair(operatorOf(match.captured(2)), number(match.captured(3)))));
    }
    if (const auto match = linked.match(part); match.hasMatch()) {
        if (const Association* association = associationNamed(model, bareName(match.captured(1)))) {
            Result<Json> asked = linkConditions(registry, *association, match.captured(3));
            if (!asked)
                return asked;
            const bool any = match.captured(2).toLower() == u"any";
            return pair(
                association->name, pair(any ? QStringLiteral("has") : QStringLiteral("hasNone"), *asked));
        }
    }
    if (const auto match = linked.match(part); match.hasMatch()) {
        // Words to look for compare nothing: whoever compares has an association in mind.
        const QString rest = match.captured(3);
        static const QRegularExpression compares(QStringLiteral("^[^']*[<>=]"));
        if (compares.match(rest).hasMatch() || nullPattern().match(rest).hasMatch())
            return unknownColumn(model, bareName(match.captured(1)));
    }
    if (const auto match = nullPattern().match(part); match.hasMatch()) {
        const QString name = bareName(match.captured(1));
        const Attribute* attribute = attributeNamed(model, name);
        if (!attribute)
            return unknownColumn(model, name);
        return comparison(*attribute, match.captured(2).isEmpty() ? QStringLiteral("=") : QStringLiteral("!="),
            QStringLiteral("null"));
    }
    if (const auto match = comparisonPattern().match(part); match.hasMatch()) {
        const QString name = bareName(match.captured(1));
        if (const Attribute* attribute = attributeNamed(model, name))
            return comparison(*attribute, match.captured(2), match.captured(3));
        return unknownColumn(model, name);
    }
    return std::nullopt;
}

Result<Json> anywhere(const Model& model, const QString& text)
{
    Json any = Json::array();
    const QStringList identity = model.identity();
    for (const Attribute& attribute : model.attributes) {
        const Result<Json> value = typedValue(attribute, text);
        if (!value)
            continue;
        const bool key = identity.size() == 1 && identity.first() == attribute.name;
        if (!key && !value->isString())
            continue;
        any.append(pair(attribute.name,
            pair(value->isString() ? QStringLiteral("iSubstring") : QStringLiteral("eq"), *value)));
    }
    if (any.items().empty())
        return inputError(model.table, message("filter.no-text", "this table has no text to look in"),
            message("filter.no-text.hint", "compare a column: born < 2002"));
    return pair(QStringLiteral("or"), std::move(any));
}

bool holdsText(const Attribute& attribute)
{
    switch (attribute.type.kind) {
    case model::TypeKind::Varchar:
    case model::TypeKind::Char:
    case model::TypeKind::Text:
        return attribute.type.dimensions == 0;
    case model::TypeKind::Native:
        return attribute.type.native->contains(QLatin1String("char"), Qt::CaseInsensitive) ||
               attribute.type.native->contains(QLatin1String("text"), Qt::CaseInsensitive) ||
               attribute.type.native->contains(QLatin1String("clob"), Qt::CaseInsensitive);
    default:
        return false;
    }
}

} // namespace

QString filterName(const QString& name)
{
    static const QRegularExpression word(
        QStringLiteral("^\\w+$"), QRegularExpression::UseUnicodePropertiesOption);
    if (word.match(name).hasMatch())
        return name;
    return u'"' + QString(name).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

Json allOf(std::vector<Json> conditions)
{
    std::erase_if(conditions, [](const Json& condition) { return condition.isNull(); });
    if (conditions.empty())
        return {};
    if (conditions.size() == 1)
        return std::move(conditions.front());
    return pair(QStringLiteral("and"), Json(Json::Array(std::move(conditions))));
}

Result<Json> filterCondition(const ModelRegistry& registry, int model, const QString& typed)
{
    static const QRegularExpression between = pattern(R"(\s+and\s+)");
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return Json();
    std::vector<Json> all;
    for (const QString& part : partsOf(text, between)) {
        const std::optional<Result<Json>> one = question(registry, model, part);
        if (!one)
            return anywhere(registry.at(model), text); // a word with «and» in it is one, too
        if (!*one)
            return *one;
        all.push_back(**one);
    }
    return allOf(std::move(all));
}

Result<Json> relationCondition(
    const ModelRegistry& registry, int modelIndex, const QString& association, const QString& typed)
{
    static const QRegularExpression counted = pattern(R"(^(<=|>=|!=|<>|=|<|>)?\s*(\d+)$)");
    const QString text = typed.trimmed().toLower();
    if (text.isEmpty())
        return Json();
    if (text == u"any" || text == u"none" || text == u"null" || text == u"!null")
        return pair(association, pair(QStringLiteral("has"), Json(text == u"any" || text == u"!null")));
    const auto match = counted.match(text);
    if (!match.hasMatch())
        return inputError(registry.at(modelIndex).table,
            message("filter.count", "\"%1\" asks nothing of how many there are", {typed.trimmed()}),
            message("filter.count.hint", "write: any, none, 3 or > 3"));
    const QString sign = match.captured(1).isEmpty() ? QStringLiteral("=") : match.captured(1);
    return pair(association,
        pair(QStringLiteral("count"),
            pair(operatorOf(sign), Json::number(QString::number(match.captured(2).toLongLong())))));
}

namespace {

/// The word in one of the attributes; of several words each in one of them, since together they are the label.
Json labelCondition(const QStringList& calledBy, const QString& typed)
{
    const QStringList words = calledBy.size() == 1 ? QStringList{typed} : typed.split(u' ', Qt::SkipEmptyParts);
    std::vector<Json> every;
    for (const QString& word : words) {
        std::vector<Json> any;
        for (const QString& attribute : calledBy)
            any.push_back(pair(attribute, pair(QStringLiteral("iSubstring"), Json(word))));
        every.push_back(
            any.size() == 1 ? any.front() : pair(QStringLiteral("or"), Json(Json::Array(std::move(any)))));
    }
    return allOf(std::move(every));
}

} // namespace

Result<Json> columnCondition(const ModelRegistry& registry, int modelIndex, const Attribute& attribute,
    const QString& typed, const QStringList& labels)
{
    static const QRegularExpression sign = pattern(R"(^(<=|>=|!=|<>|=|<|>)\s*(.*)$)");
    static const QRegularExpression range = pattern(R"(^(.+?)\s*\.\.\s*(.+)$)");
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return Json();
    if (const auto match = sign.match(text); match.hasMatch())
        return comparison(attribute, match.captured(1), match.captured(2));
    if (text.compare(u"!null", Qt::CaseInsensitive) == 0 || text.compare(u"not null", Qt::CaseInsensitive) == 0)
        return comparison(attribute, QStringLiteral("!="), QStringLiteral("null"));
    const Word word = unquoted(text);
    if (word.quoted || isNull(word))
        return comparison(attribute, QStringLiteral("="), text);
    if (const Association* reference = referenceOf(registry.at(modelIndex), attribute.name)) {
        // A row is told by its label; a number may be its key.
        const Model& target = registry.at(reference->target);
        QStringList calledBy = labels;
        if (calledBy.isEmpty() && !target.labelAttribute().isEmpty())
            calledBy = {target.labelAttribute()};
        std::vector<Json> any;
        if (!calledBy.isEmpty())
            any.push_back(
                pair(reference->name, pair(QStringLiteral("has"), labelCondition(calledBy, word.text))));
        if (const Result<Json> key = typedValue(attribute, word.text); key && (key->isNumber() || any.empty()))
            any.push_back(pair(attribute.name, pair(QStringLiteral("eq"), *key)));
        if (any.size() == 1)
            return any.front();
        return pair(QStringLiteral("or"), Json(Json::Array(std::move(any))));
    }
    if (holdsText(attribute))
        return pair(attribute.name, pair(QStringLiteral("iSubstring"), Json(word.text)));
    if (const auto match = range.match(text); match.hasMatch()) {
        Result<Json> from = comparison(attribute, QStringLiteral(">="), match.captured(1));
        Result<Json> to = comparison(attribute, QStringLiteral("<="), match.captured(2));
        if (!from || !to)
            return from ? to : from;
        return allOf({std::move(*from), std::move(*to)});
    }
    return comparison(attribute, QStringLiteral("="), text);
}

} // namespace conjoin::ui
