// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importplan.h"

#include "orm/base/moment.h"
#include "orm/base/value.h"
#include "orm/entity/unknownname.h"

#include <QDateTime>
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

/// Reads one record by a plan.
class LineReader {
public:
    LineReader(const orm::ModelRegistry& registry, const ImportPlan& plan, const orm::CsvRecord& record,
        std::vector<ImportProblem>& problems)
        : registry_(registry)
        , plan_(plan)
        , root_(registry.at(plan.model))
        , record_(record)
        , problems_(problems)
    {
        row_.line = record.line;
        for (const orm::CsvCell& cell : record.cells)
            row_.cells.append(cell.text);
    }

    ImportRow read()
    {
        if (!record_.problem.isEmpty()) {
            complain(-1, inputError({}, record_.problem));
            return std::move(row_);
        }
        for (const ImportColumn& column : plan_.columns) {
            if (column.column < 0 || size_t(column.column) >= record_.cells.size()) {
                complain(-1, inputError({}, message("import.short", "the line has %1 fields, column %2 is missing",
                                                {QString::number(record_.cells.size()),
                                                    QString::number(column.column + 1)})));
                return std::move(row_);
            }
        }
        for (const ImportColumn& column : plan_.columns) {
            if (column.association.isEmpty())
                readOwn(column);
        }
        for (size_t link = 0; link < plan_.links.size(); ++link)
            readLinks(link);
        return std::move(row_);
    }

private:
    /// The parts of one column of an association; one part alone is for all links of the line.
    struct Parts {
        const ImportColumn* column = nullptr;
        QStringList texts;
    };

    void complain(int column, Error why)
    {
        const bool inLine = column >= 0 && column < row_.cells.size();
        problems_.push_back({row_.line, column, inLine ? row_.cells[column] : QString(), std::move(why)});
    }

    void needs(const QString& name, int column)
    {
        complain(column, inputError(name, message("import.null", "\"%1\" must have a value", {name})));
    }

    std::optional<QString> text(const ImportColumn& column) const
    {
        return textOf(plan_, record_.cells[size_t(column.column)]);
    }

    void readOwn(const ImportColumn& column)
    {
        const Attribute& attribute = *root_.attribute(column.attribute);
        const std::optional<QString> given = text(column);
        if (!given) {
            if (attribute.nullable && !attribute.primaryKey)
                row_.values.emplace_back(attribute.name, Json());
            else if (!isFilledIn(attribute))
                needs(attribute.name, column.column);
            return;
        }
        Result<Json> value = cellValue(plan_, attribute, *given);
        if (value)
            row_.values.emplace_back(attribute.name, std::move(*value));
        else
            complain(column.column, value.error());
    }

    QStringList partsOf(const ImportColumn& column, const QString& separator) const
    {
        const std::optional<QString> given = text(column);
        if (!given)
            return {};
        if (separator.isEmpty())
            return {*given};
        QStringList parts = given->split(separator);
        if (plan_.trims) {
            for (QString& part : parts)
                part = part.trimmed();
        }
        while (!parts.isEmpty() && parts.last().isEmpty() && !column.junction)
            parts.removeLast(); // a separator behind the last one
        return parts;
    }

    void readLinks(size_t number)
    {
        const ImportLink& link = plan_.links[number];
        std::vector<Parts> all;
        qsizetype count = 0;
        int first = -1;
        for (const ImportColumn& column : plan_.columns) {
            if (column.association != link.association)
                continue;
            all.push_back({&column, partsOf(column, link.separator)});
            if (!column.junction) {
                first = first < 0 ? column.column : first;
                count = std::max(count, all.back().texts.size());
            }
        }
        if (count == 0) {
            if (isNeeded(*root_.association(link.association)))
                needs(link.association, first);
            return;
        }
        bool uneven = false;
        for (const Parts& parts : all) {
            if (parts.texts.size() <= 1 || parts.texts.size() == count)
                continue;
            complain(parts.column->column,
                inputError(parts.column->attribute,
                    message("import.uneven", "it has %1 parts, and there are %2 rows to link",
                        {QString::number(parts.texts.size()), QString::number(count)})));
            uneven = true;
        }
        for (qsizetype i = 0; i < count && !uneven; ++i)
            readLink(number, all, i, first);
    }

    void readLink(size_t number, const std::vector<Parts>& all, qsizetype index, int first)
    {
        ImportRow::Link made;
        made.link = number;
        made.column = first;
        QStringList said;
        bool wrong = false;
        for (const auto& [column, texts] : all) {
            if (texts.isEmpty())
                continue;
            const QString& given = texts.size() == 1 ? texts.front() : texts[index];
            if (!plan_.links[number].separator.isEmpty() && given == plan_.null)
                continue; // as a cell of its own would be
            const Attribute& attribute = *modelOf(registry_, plan_, *column)->attribute(column->attribute);
            Result<Json> value = cellValue(plan_, attribute, given);
            if (!value) {
                complain(column->column, value.error());
                wrong = true;
                continue;
            }
            (column->junction ? made.junction : made.given).emplace_back(attribute.name, std::move(*value));
            if (!column->junction)
                said.append(given);
        }
        made.text = said.join(QStringLiteral(", "));
        if (!made.given.empty() && !wrong)
            row_.links.push_back(std::move(made));
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
    const Model& root_;
    const orm::CsvRecord& record_;
    std::vector<ImportProblem>& problems_;
    ImportRow row_;
};

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
    return LineReader(registry, plan, record, problems).read();
}

} // namespace conjoin::sql
