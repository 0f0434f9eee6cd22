// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importplan.h"

#include "orm/base/moment.h"
#include "orm/base/value.h"
#include "orm/entity/unknownname.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace conjoin::sql {

using orm::Association;
using orm::AssociationKind;
using orm::Attribute;
using orm::Json;
using orm::Model;

namespace {

/// The model whose attribute the column fills in; null where the plan is wrong.
const Model* modelOf(const orm::ModelRegistry& registry, const ImportPlan& plan, const ImportColumn& column)
{
    const Model& root = registry.at(plan.model);
    if (column.association.isEmpty())
        return &root;
    const Association* association = root.association(column.association);
    if (!association || (column.junction && association->through < 0))
        return nullptr;
    return &registry.at(column.junction ? association->through : association->target);
}

/// A name without what people write differently.
QString plainName(const QString& name)
{
    QString plain;
    for (const QChar c : name) {
        if (c.isLetterOrNumber() || c == u'.')
            plain += c.toCaseFolded();
    }
    return plain;
}

/// The attribute that a name means, or -1.
int attributeCalled(const Model& model, const QString& name)
{
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const Attribute& attribute = model.attributes[i];
        if (plainName(attribute.name) == name || plainName(attribute.column) == name)
            return int(i);
    }
    return -1;
}

bool isImported(const Association& association)
{
    return association.kind == AssociationKind::BelongsTo || association.kind == AssociationKind::BelongsToMany;
}

/// Where a name of the file leads.
std::optional<ImportColumn> columnCalled(const orm::ModelRegistry& registry, int model, const QString& name)
{
    const Model& root = registry.at(model);
    const QString plain = plainName(name);
    ImportColumn column;
    if (const int own = attributeCalled(root, plain); own >= 0) {
        const Attribute& attribute = root.attributes[size_t(own)];
        if (attribute.generated)
            return {};
        column.attribute = attribute.name;
        return column;
    }
    for (const Association& association : root.associations) {
        if (!isImported(association))
            continue;
        const Model& target = registry.at(association.target);
        column.association = association.name;
        const QString names = plainName(association.name);
        QString singular = plainName(association.singular);
        if (singular.isEmpty())
            singular = plainName(target.name);
        if ((plain == names || plain == singular) && !target.labelAttribute().isEmpty()) {
            column.attribute = target.labelAttribute();
            return column;
        }
        const QString head = plain.section(u'.', 0, 0);
        if (head != names && head != singular)
            continue;
        const QString rest = plain.section(u'.', 1);
        if (const int at = attributeCalled(target, rest); at >= 0) {
            column.attribute = target.attributes[size_t(at)].name;
            return column;
        }
        if (association.through < 0)
            continue;
        const Model& junction = registry.at(association.through);
        const QString last = rest.section(u'.', -1);
        if (rest != last && rest.section(u'.', 0, 0) != plainName(junction.name))
            continue;
        if (const int at = attributeCalled(junction, last); at >= 0) {
            column.attribute = junction.attributes[size_t(at)].name;
            column.junction = true;
            return column;
        }
    }
    return {};
}

Error tooLong(const Attribute& attribute, qsizetype length)
{
    return inputError(attribute.name,
        message("import.length", "%1 characters are too many: there is room for %2",
            {QString::number(length), QString::number(attribute.type.length)}));
}

ImportProblem problemOf(const ImportRow& row, int column, Error why)
{
    const bool inLine = column >= 0 && column < row.cells.size();
    return {row.line, column, inLine ? row.cells[column] : QString(), std::move(why)};
}

/// What one cell holds; nothing is NULL.
std::optional<QString> textOf(const ImportPlan& plan, const orm::CsvCell& cell)
{
    if (cell.quoted)
        return cell.text;
    const QString text = plan.trims ? cell.text.trimmed() : cell.text;
    return text == plan.null ? std::nullopt : std::optional(text);
}

} // namespace

Result<void> checkPlan(const orm::ModelRegistry& registry, const ImportPlan& plan)
{
    const Model& root = registry.at(plan.model);
    QSet<QString> places;
    for (const ImportColumn& column : plan.columns) {
        const Model* model = modelOf(registry, plan, column);
        if (!model)
            return orm::unknownAssociation(root, column.association, root.name);
        const Attribute* attribute = model->attribute(column.attribute);
        if (!attribute)
            return orm::unknownAttribute(*model, column.attribute, model->name);
        const QString place = QStringList{column.association, column.junction ? model->name : QString(),
            column.attribute}.join(u'.');
        if (attribute->generated)
            return inputError(model->name + u'.' + attribute->name,
                message("import.generated", "\"%1\" is computed by the database", {attribute->name}));
        if (places.contains(place))
            return inputError(model->name + u'.' + attribute->name,
                message("import.twice", "two columns of the file go to \"%1\"", {attribute->name}));
        places.insert(place);
        if (!column.association.isEmpty() &&
            std::ranges::find(plan.links, column.association, &ImportLink::association) == plan.links.end())
            return inputError(root.name, message("import.link", "nothing says how \"%1\" is linked",
                                             {column.association}));
    }
    for (const ImportLink& link : plan.links) {
        const Association* association = root.association(link.association);
        if (!association)
            return orm::unknownAssociation(root, link.association, root.name);
        if (!isImported(*association))
            return inputError(root.name,
                message("import.owned", "\"%1\" are rows of their own: import them into their table",
                    {link.association}));
        if (!link.separator.isEmpty() && association->kind != AssociationKind::BelongsToMany)
            return inputError(root.name,
                message("import.single", "\"%1\" is one row, a cell can't hold several", {link.association}));
        const bool named = std::ranges::any_of(plan.columns, [&](const ImportColumn& column) {
            return column.association == link.association && !column.junction;
        });
        if (!named)
            return inputError(root.name,
                message("import.nameless", "no column says which of \"%1\" is meant", {link.association}));
        const QString& key = association->keys.isEmpty() ? QString() : association->keys.front();
        if (association->kind == AssociationKind::BelongsTo && places.contains(QStringLiteral("..") + key))
            return inputError(root.name + u'.' + key,
                message("import.both", "\"%1\" is filled in by its own column and by \"%2\"",
                    {key, link.association}));
    }
    if (plan.columns.empty())
        return inputError(root.name, message("import.nothing", "no column of the file goes anywhere"));
    return {};
}

ImportPlan suggestedPlan(const orm::ModelRegistry& registry, int model, const QStringList& names)
{
    ImportPlan plan;
    plan.model = model;
    for (qsizetype i = 0; i < names.size(); ++i) {
        std::optional<ImportColumn> column = columnCalled(registry, model, names[i]);
        if (!column)
            continue;
        column->column = int(i);
        const bool taken = std::ranges::any_of(plan.columns, [&](const ImportColumn& other) {
            return other.association == column->association && other.junction == column->junction &&
                   other.attribute == column->attribute;
        });
        if (taken)
            continue;
        plan.columns.push_back(*column);
        const QString& association = column->association;
        if (!association.isEmpty() &&
            std::ranges::find(plan.links, association, &ImportLink::association) == plan.links.end()) {
            const bool many = registry.at(model).association(association)->isToMany();
            plan.links.push_back(
                {association, ImportLink::Missing::Refuse, many ? QStringLiteral(";") : QString()});
        }
    }
    std::erase_if(plan.links, [&](const ImportLink& link) { // with nothing but columns of the junction
        const bool named = std::ranges::any_of(plan.columns, [&](const ImportColumn& column) {
            return column.association == link.association && !column.junction;
        });
        if (!named)
            std::erase_if(plan.columns,
                [&](const ImportColumn& column) { return column.association == link.association; });
        return !named;
    });
    return plan;
}

Result<Json> cellValue(const ImportPlan& plan, const Attribute& attribute, const QString& text)
{
    using model::TypeKind;
    const model::DataType& type = attribute.type;
    const TypeKind kind = type.dimensions > 0 ? TypeKind::Native : orm::meaning(type);
    Json json(text);
    if (type.dimensions == 0 && model::DataType::of(kind).isNumber()) {
        QString digits = text.trimmed();
        if (plan.decimalComma)
            digits.replace(u',', u'.');
        static const QRegularExpression number(QStringLiteral("^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?$"));
        if (!number.match(digits).hasMatch() && kind != TypeKind::Decimal && !model::DataType::of(kind).isFloating())
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
    } else if (type.kind == TypeKind::Enum && !type.values.isEmpty() && !type.values.contains(text)) {
        return inputError(attribute.name,
            message("import.enum", "it is none of: %1", {type.values.join(QStringLiteral(", "))}));
    } else if (kind == TypeKind::Date && !QDate::fromString(text.trimmed(), Qt::ISODate).isValid() &&
               !text.contains(u"infinity")) {
        return inputError(attribute.name, message("import.date", "it is no date of the form 2026-01-31"));
    }
    if (const Result<orm::Value> value = orm::valueFromJson(json, type, attribute.name); !value)
        return failure(value);
    return json;
}

ImportRow readRow(const orm::ModelRegistry& registry, const ImportPlan& plan, const orm::CsvRecord& record,
    std::vector<ImportProblem>& problems)
{
    const Model& root = registry.at(plan.model);
    ImportRow row;
    row.line = record.line;
    for (const orm::CsvCell& cell : record.cells)
        row.cells.append(cell.text);
    if (!record.problem.isEmpty()) {
        problems.push_back(problemOf(row, -1, inputError({}, record.problem)));
        return row;
    }
    const auto cellOf = [&](const ImportColumn& column) -> std::optional<QString> {
        return textOf(plan, record.cells[size_t(column.column)]);
    };
    for (const ImportColumn& column : plan.columns) {
        if (column.column < 0 || size_t(column.column) >= record.cells.size()) {
            problems.push_back(problemOf(row, -1,
                inputError({}, message("import.short", "the line has %1 fields, column %2 is missing",
                                   {QString::number(record.cells.size()), QString::number(column.column + 1)}))));
            return row;
        }
    }
    const auto isFilledIn = [](const Attribute& attribute) {
        return attribute.autoIncrement || attribute.hasDefault;
    };
    for (const ImportColumn& column : plan.columns) {
        if (!column.association.isEmpty())
            continue;
        const Attribute& attribute = *root.attribute(column.attribute);
        const std::optional<QString> text = cellOf(column);
        if (!text) {
            if (attribute.nullable && !attribute.primaryKey)
                row.values.emplace_back(attribute.name, Json());
            else if (!isFilledIn(attribute))
                problems.push_back(problemOf(row, column.column,
                    inputError(attribute.name,
                        message("import.null", "\"%1\" must have a value", {attribute.name}))));
            continue;
        }
        Result<Json> value = cellValue(plan, attribute, *text);
        if (value)
            row.values.emplace_back(attribute.name, std::move(*value));
        else
            problems.push_back(problemOf(row, column.column, value.error()));
    }
    for (size_t number = 0; number < plan.links.size(); ++number) {
        const ImportLink& link = plan.links[number];
        // The parts of each column of the association; one part alone is for all links of the line.
        std::vector<std::pair<const ImportColumn*, QStringList>> parts;
        qsizetype count = 0;
        int first = -1;
        for (const ImportColumn& column : plan.columns) {
            if (column.association != link.association)
                continue;
            const std::optional<QString> text = cellOf(column);
            QStringList split;
            if (text && link.separator.isEmpty())
                split.append(*text);
            else if (text)
                split = text->split(link.separator);
            for (QString& part : split)
                part = plan.trims && !link.separator.isEmpty() ? part.trimmed() : part;
            while (!link.separator.isEmpty() && !split.isEmpty() && split.last().isEmpty() && !column.junction)
                split.removeLast(); // a separator behind the last one
            if (!column.junction) {
                first = first < 0 ? column.column : first;
                count = std::max(count, split.size());
            }
            parts.emplace_back(&column, std::move(split));
        }
        bool uneven = false;
        for (const auto& [column, split] : parts) {
            if (split.size() > 1 && split.size() != count) {
                problems.push_back(problemOf(row, column->column,
                    inputError(column->attribute,
                        message("import.uneven", "it has %1 parts, and there are %2 rows to link",
                            {QString::number(split.size()), QString::number(count)}))));
                uneven = true;
            }
        }
        for (qsizetype i = 0; i < count && !uneven; ++i) {
            ImportRow::Link made;
            made.link = number;
            made.column = first;
            QStringList said;
            bool wrong = false;
            for (const auto& [column, split] : parts) {
                if (split.isEmpty())
                    continue;
                const QString& text = split.size() == 1 ? split.front() : split[i];
                if (!link.separator.isEmpty() && text == plan.null)
                    continue; // as a cell of its own would be
                const Attribute& attribute = *modelOf(registry, plan, *column)->attribute(column->attribute);
                Result<Json> value = cellValue(plan, attribute, text);
                if (!value) {
                    problems.push_back(problemOf(row, column->column, value.error()));
                    wrong = true;
                    continue;
                }
                (column->junction ? made.junction : made.given).emplace_back(attribute.name, std::move(*value));
                if (!column->junction)
                    said.append(text);
            }
            made.text = said.join(QStringLiteral(", "));
            if (!made.given.empty() && !wrong)
                row.links.push_back(std::move(made));
        }
        if (const Association& association = *root.association(link.association);
            count == 0 && association.kind == AssociationKind::BelongsTo && first >= 0) {
            const bool needed = std::ranges::any_of(association.keys, [&](const QString& key) {
                const Attribute* attribute = root.attribute(key);
                return attribute && !attribute->nullable && !isFilledIn(*attribute);
            });
            if (needed)
                problems.push_back(problemOf(row, first,
                    inputError(link.association,
                        message("import.null", "\"%1\" must have a value", {link.association}))));
        }
    }
    return row;
}

} // namespace conjoin::sql
