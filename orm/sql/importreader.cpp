// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importreader.h"

#include "orm/base/moment.h"
#include "orm/base/value.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Attribute;
using orm::Json;
using orm::Model;

namespace {

Error tooLong(const Attribute& attribute, qsizetype length)
{
    return inputError(
        attribute.name, message("import.length", "%1 characters are too many: there is room for %2",
                            {QString::number(length), QString::number(attribute.type.length)}));
}

/// What one cell holds; nothing is NULL.
std::optional<QString> textOf(const ImportPlan& plan, const orm::CsvCell& cell)
{
    if (cell.quoted)
        return cell.text;
    const QString text = plan.trims ? cell.text.trimmed() : cell.text;
    return text == plan.null ? std::nullopt : std::optional(text);
}

bool isFilledIn(const Attribute& attribute)
{
    return attribute.autoIncrement || attribute.hasDefault;
}

bool leadsThrough(const QStringList& path, const QStringList& whole)
{
    return whole.size() >= path.size() && whole.first(path.size()) == path;
}

/// Reads one record.
class LineReader {
public:
    LineReader(const orm::ModelRegistry& registry, const ImportPlan& plan,
        const std::vector<ImportReader::Place>& places, const orm::CsvRecord& record,
        std::vector<ImportProblem>& problems)
        : registry_(registry)
        , plan_(plan)
        , places_(places)
        , root_(registry.at(plan.model))
        , record_(record)
        , problems_(problems)
    {
        row_.line = record.line;
        row_.goesOn = record.goesOn;
        row_.cells.reserve(qsizetype(record.cells.size()));
        for (const orm::CsvCell& cell : record.cells)
            row_.cells.append(cell.text);
    }

    ImportRow read()
    {
        if (!record_.problem.isEmpty()) {
            complain(-1, inputError({}, record_.problem));
            return std::move(row_);
        }
        if (!hasItsFields())
            return std::move(row_);
        Texts texts(plan_.columns.size());
        for (size_t i = 0; i < texts.size(); ++i)
            texts[i] = textOf(plan_, record_.cells[size_t(plan_.columns[i].column)]);
        if (!takeRepeated(texts))
            return std::move(row_);
        for (size_t i = 0; i < texts.size(); ++i) {
            if (plan_.columns[i].path.isEmpty() && places_[i].first == i)
                readOwn(i, texts[i]);
        }
        if (!plan_.links.empty())
            row_.links = readLinks({}, plan_.model, texts);
        return std::move(row_);
    }

private:
    /// What stands in the columns of the plan; nothing is NULL. Below a link what belongs to one row of it.
    using Texts = std::vector<std::optional<QString>>;

    void complain(int column, Error why)
    {
        const bool inLine = column >= 0 && column < row_.cells.size();
        problems_.push_back({row_.line, column, inLine ? row_.cells[column] : QString(), std::move(why)});
    }

    bool hasItsFields()
    {
        const size_t fields = record_.cells.size();
        for (const ImportColumn& column : plan_.columns) {
            if (column.column >= 0 && size_t(column.column) < fields)
                continue;
            complain(-1, inputError({}, message("import.short", "the line has %1 fields, column %2 is missing",
                                            {QString::number(fields), QString::number(column.column + 1)})));
            return false;
        }
        for (size_t i = size_t(plan_.width); plan_.width > 0 && i < fields; ++i) {
            if (record_.cells[i].text.trimmed().isEmpty() && !record_.cells[i].quoted)
                continue; // a delimiter at the end
            complain(-1, inputError({},
                             message("import.long", "the line has %1 fields, the first one has %2",
                                 {QString::number(fields), QString::number(plan_.width)}),
                             message("import.long.hint", "put quotes around a text that holds the delimiter")));
            return false;
        }
        return true;
    }

    /// What several columns give for one key they must give alike; the first of them has it then.
    bool takeRepeated(Texts& texts)
    {
        for (size_t i = 0; i < texts.size(); ++i) {
            const size_t first = places_[i].first;
            if (first == i || !texts[i])
                continue;
            if (!texts[first]) {
                texts[first] = std::exchange(texts[i], std::nullopt);
                continue;
            }
            const Attribute& attribute = *places_[i].attribute;
            const bool alike =
                *texts[first] == *texts[i] || cellValue(plan_, attribute, *texts[first]).value_or(Json()) ==
                                                  cellValue(plan_, attribute, *texts[i]).value_or(Json(false));
            if (!alike) {
                complain(plan_.columns[i].column,
                    inputError(attribute.name,
                        message("import.contradiction", "column %1 says \"%2\" of the same row",
                            {QString::number(plan_.columns[first].column + 1), *texts[first]}),
                        message("import.contradiction.hint", "make them alike, or leave one of them out")));
                return false;
            }
            texts[i].reset();
        }
        return true;
    }

    void needs(const QString& name, int column)
    {
        complain(column, inputError(name, message("import.null", "\"%1\" must have a value", {name})));
    }

    /// Whether the line may be about a row that is there, which then keeps what the line does not say.
    bool mayBeThere() const { return plan_.mode != ImportMode::Insert && !plan_.nullChanges; }

    void readOwn(size_t number, const std::optional<QString>& given)
    {
        const Attribute& attribute = *places_[number].attribute;
        const int column = plan_.columns[number].column;
        if (!given) {
            if (attribute.nullable && !attribute.primaryKey)
                row_.values.emplace_back(attribute.name, Json());
            else if (!isFilledIn(attribute) && !mayBeThere()) // a new row says itself what it lacks
                needs(attribute.name, column);
            return;
        }
        Result<Json> value = cellValue(plan_, attribute, *given);
        if (value)
            row_.values.emplace_back(attribute.name, std::move(*value));
        else
            complain(column, value.error());
    }

    /// The parts of a text, as many rows as it names. One at the end that is empty is a sign too many.
    QStringList partsOf(const ImportColumn& column, const QString& text, const QString& separator) const
    {
        if (separator.isEmpty())
            return {text};
        QStringList parts = text.split(separator);
        if (plan_.trims) {
            for (QString& part : parts)
                part = part.trimmed();
        }
        while (!parts.isEmpty() && parts.last().isEmpty() && !column.junction)
            parts.removeLast();
        return parts;
    }

    /// The links from a row that `path` leads to, each with what lies behind it.
    std::vector<ImportRow::Link> readLinks(const QStringList& path, int model, const Texts& texts)
    {
        std::vector<ImportRow::Link> links;
        for (size_t number = 0; number < plan_.links.size(); ++number) {
            const ImportLink& link = plan_.links[number];
            if (link.path.size() == path.size() + 1 && leadsThrough(path, link.path))
                readLinksOf(number, *registry_.at(model).association(link.path.last()), texts, links);
        }
        return links;
    }

    void readLinksOf(
        size_t number, const Association& association, const Texts& texts, std::vector<ImportRow::Link>& links)
    {
        const ImportLink& link = plan_.links[number];
        std::map<size_t, QStringList> all; // by column of the plan
        qsizetype count = 0;
        int first = -1;
        for (size_t i = 0; i < texts.size(); ++i) {
            const ImportColumn& column = plan_.columns[i];
            if (!leadsThrough(link.path, column.path))
                continue;
            const bool names = column.path == link.path && !column.junction;
            if (names && first < 0)
                first = column.column;
            if (!texts[i])
                continue;
            QStringList parts = partsOf(column, *texts[i], link.separator);
            if (names)
                count = std::max(count, parts.size());
            all.emplace(i, std::move(parts));
        }
        if (count == 0) {
            if (link.path.size() == 1 && association.kind == AssociationKind::BelongsTo)
                row_.without.push_back(number);
            if (link.path.size() == 1 && !mayBeThere() && isNeeded(association))
                needs(association.name, first);
            return;
        }
        bool uneven = false;
        for (const auto& [column, parts] : all) {
            if (parts.size() <= 1 || parts.size() == count)
                continue;
            complain(plan_.columns[column].column,
                inputError(plan_.columns[column].attribute,
                    message("import.uneven", "it has %1 parts, and there are %2 rows to link",
                        {QString::number(parts.size()), QString::number(count)})));
            uneven = true;
        }
        for (qsizetype i = 0; i < count && !uneven; ++i) {
            Texts one(texts.size());
            for (const auto& [column, parts] : all) {
                if (parts.isEmpty())
                    continue;
                const QString& part = parts.size() == 1 ? parts.front() : parts[i];
                if (link.separator.isEmpty() || part != plan_.null) // as a cell of its own would be
                    one[column] = part;
            }
            readLink(number, association, one, first, links);
        }
    }

    void readLink(size_t number, const Association& association, const Texts& texts, int first,
        std::vector<ImportRow::Link>& links)
    {
        const ImportLink& link = plan_.links[number];
        ImportRow::Link made;
        made.link = number;
        made.line = row_.line;
        made.column = first;
        made.cell = row_.cells.value(first);
        QStringList said;
        bool wrong = false;
        for (size_t i = 0; i < texts.size(); ++i) {
            const ImportColumn& column = plan_.columns[i];
            if (column.path != link.path || places_[i].first != i)
                continue;
            const Attribute& attribute = *places_[i].attribute;
            Json::Object& given = column.junction ? made.junction : made.given;
            if (!texts[i]) { // a row that is made has nothing there, and no default either
                if (attribute.nullable && !attribute.primaryKey)
                    given.emplace_back(column.attribute, Json());
                continue;
            }
            Result<Json> value = cellValue(plan_, attribute, *texts[i]);
            if (!value) {
                complain(column.column, value.error());
                wrong = true;
                continue;
            }
            given.emplace_back(column.attribute, std::move(*value));
            if (!column.junction)
                said.append(*texts[i]);
        }
        made.text = said.join(QStringLiteral(", "));
        made.below = readLinks(link.path, association.target, texts);
        if (!said.isEmpty() && !wrong)
            links.push_back(std::move(made));
    }

    bool isNeeded(const Association& association) const
    {
        return association.kind == AssociationKind::BelongsTo &&
               std::ranges::any_of(association.keys, [&](const QString& key) {
                   const Attribute* attribute = root_.attribute(key);
                   return attribute && !attribute->nullable && !isFilledIn(*attribute);
               });
    }

    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    const std::vector<ImportReader::Place>& places_;
    const Model& root_;
    const orm::CsvRecord& record_;
    std::vector<ImportProblem>& problems_;
    ImportRow row_;
};

} // namespace

ImportReader::ImportReader(const orm::ModelRegistry& registry, const ImportPlan& plan)
    : registry_(registry)
    , plan_(plan)
{
    for (size_t i = 0; i < plan.columns.size(); ++i) {
        const ImportColumn& column = plan.columns[i];
        const auto way = associationsOf(registry, plan.model, column.path);
        const Model& model = registry.at(way.empty()       ? plan.model
                                         : column.junction ? way.back()->through
                                                           : way.back()->target);
        size_t first = 0;
        while (plan.columns[first].path != column.path || plan.columns[first].junction != column.junction ||
               plan.columns[first].attribute != column.attribute)
            ++first;
        places_.push_back({model.attribute(column.attribute), first});
    }
}

ImportRow ImportReader::read(const orm::CsvRecord& record, std::vector<ImportProblem>& problems) const
{
    return LineReader(registry_, plan_, places_, record, problems).read();
}

Result<Json> cellValue(const ImportPlan& plan, const Attribute& attribute, const QString& text)
{
    using model::TypeKind;
    const model::DataType& type = attribute.type;
    const TypeKind kind = type.dimensions > 0 ? TypeKind::Native : orm::meaning(type);
    Json json(text);
    if (type.dimensions > 0 && text.trimmed().startsWith(u'[')) {
        if (Result<Json> list = orm::parseJson(text.toUtf8(), attribute.name); list && list->isArray())
            json = std::move(*list); // else it is the engine's own text, which may begin so as well
    } else if (type.dimensions == 0 && model::DataType::of(kind).isNumber()) {
        QString digits = text.trimmed();
        if (plan.decimalComma)
            digits.replace(u',', u'.');
        static const QRegularExpression number(
            QStringLiteral("^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?$"));
        if (!number.match(digits).hasMatch() && kind != TypeKind::Decimal &&
            !model::DataType::of(kind).isFloating())
            return inputError(attribute.name, message("import.number", "it is no whole number"));
        if (!number.match(digits).hasMatch() && digits != u"NaN" && !digits.endsWith(u"Infinity"))
            return inputError(attribute.name, message("import.number-any", "it is no number"));
        json = Json(digits);
    } else if (kind == TypeKind::Boolean) {
        const QString word = text.trimmed().toLower();
        static const QStringList yes{QStringLiteral("true"), QStringLiteral("t"), QStringLiteral("yes"),
            QStringLiteral("y"), QStringLiteral("1"), QStringLiteral("on"), QStringLiteral("x")};
        static const QStringList no{QStringLiteral("false"), QStringLiteral("f"), QStringLiteral("no"),
            QStringLiteral("n"), QStringLiteral("0"), QStringLiteral("off")};
        if (!yes.contains(word) && !no.contains(word))
            return inputError(attribute.name,
                message("import.boolean", "it is neither true nor false: true, yes, 1, false, no and 0 are"));
        json = Json(yes.contains(word));
    } else if (kind == TypeKind::Json || kind == TypeKind::Jsonb) {
        Result<Json> parsed = orm::parseJson(text.toUtf8(), attribute.name);
        if (!parsed)
            return failure(parsed);
        json = std::move(*parsed);
    } else if ((type.kind == TypeKind::Varchar || type.kind == TypeKind::Char) && type.length > 0 &&
               text.toUcs4().size() > type.length) {
        return tooLong(attribute, text.toUcs4().size());
    } else if (type.kind == TypeKind::Enum && !type.values.isEmpty() && !type.values->contains(text)) {
        return inputError(attribute.name,
            message("import.enum", "it is none of: %1", {type.values->join(QStringLiteral(", "))}));
    } else if (kind == TypeKind::Date && !QDate::fromString(text.trimmed(), Qt::ISODate).isValid() &&
               !text.contains(u"infinity")) {
        return inputError(attribute.name, message("import.date", "it is no date of the form 2026-01-31"));
    }
    if (const Result<orm::Value> value = orm::valueFromJson(json, type, attribute.name); !value)
        return failure(value);
    return json;
}

} // namespace conjoin::sql
