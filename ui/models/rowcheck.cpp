// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowcheck.h"

#include "orm/dialect/dialect.h"
#include "ui/models/rowsection.h"

#include <QSet>

#include <limits>

namespace conjoin::ui {

namespace {

using model::TypeKind;
using orm::Json;

/// Bytes of a whole number; 0 = it is none.
int bytesOf(TypeKind kind)
{
    switch (kind) {
    case TypeKind::TinyInt:
        return 1;
    case TypeKind::SmallInt:
        return 2;
    case TypeKind::MediumInt:
        return 3;
    case TypeKind::Integer:
        return 4;
    case TypeKind::BigInt:
        return 8;
    default:
        return 0;
    }
}

std::optional<Message> wholeNumberFault(const orm::Attribute& attribute, const QString& digits)
{
    const model::DataType& type = attribute.type;
    const int bits = bytesOf(type.kind) * 8;
    bool fits = false;
    if (type.isUnsigned) {
        const quint64 value = digits.toULongLong(&fits);
        fits = fits && (bits == 64 || value < (quint64(1) << bits));
    } else {
        const qint64 value = digits.toLongLong(&fits);
        const qint64 most = bits == 64 ? 0 : qint64(1) << (bits - 1);
        fits = fits && (bits == 64 || (value >= -most && value < most));
    }
    if (fits)
        return std::nullopt;
    const QString least = type.isUnsigned ? QStringLiteral("0")
                          : bits == 64    ? QString::number(std::numeric_limits<qint64>::min())
                                          : QString::number(-(qint64(1) << (bits - 1)));
    const QString most = bits == 64 ? type.isUnsigned ? QString::number(std::numeric_limits<quint64>::max())
                                                      : QString::number(std::numeric_limits<qint64>::max())
                                    : QString::number((quint64(1) << (type.isUnsigned ? bits : bits - 1)) - 1);
    return message("value.range", "\"%1\" is of type %2, which holds whole numbers from %3 to %4, and not %5",
        {attribute.name, model::typeText(type), least, most, digits});
}

std::optional<Message> decimalFault(const model::DataType& type, const QString& digits)
{
    if (type.precision <= 0 || digits.contains(u'e', Qt::CaseInsensitive))
        return std::nullopt;
    QString whole = digits.section(u'.', 0, 0);
    whole.remove(u'-');
    while (whole.startsWith(u'0'))
        whole.remove(0, 1);
    if (whole.size() <= type.precision - type.scale)
        return std::nullopt;
    return message("value.digits", "%1 has more than %2 digits in front of the point",
        {digits, QString::number(type.precision - type.scale)});
}

std::optional<Message> lengthFault(const model::DataType& type, const QString& text)
{
    const qsizetype length = text.toUcs4().size(); // characters, as engines count them
    if (type.length <= 0 || length <= type.length)
        return std::nullopt;
    return message("value.length", "%1 characters are more than the %2 that fit",
        {QString::number(length), QString::number(type.length)});
}

void add(const RowSource& source, const RowPtr& row, const QSet<QString>& given, bool typed,
    std::vector<RowFault>& faults)
{
    const orm::Model& model = source.registry->at(row->model);
    QSet<QString> keys = given;
    for (const LinkPtr& link : row->links) {
        const orm::Association* association = model.association(link->association);
        if (association && association->kind == orm::AssociationKind::BelongsTo)
            keys.unite({association->keys.begin(), association->keys.end()});
    }
    for (const orm::Attribute& attribute : model.attributes) {
        const auto entered = row->entered.constFind(attribute.name);
        if (row->wrong.contains(attribute.name)) {
            faults.push_back({row, attribute.name,
                message("value.wrong", "\"%1\" can't hold \"%2\"", {attribute.name, enteredText(*entered)})});
        } else if (entered != row->entered.constEnd()) {
            if (auto why = faultOf(attribute, *entered, typed))
                faults.push_back({row, attribute.name, std::move(*why)});
        } else if (row->draft && !source.filledByTriggers(row->model) && !attribute.nullable &&
                   !attribute.hasDefault && !attribute.generated && !isMadeKey(model, attribute) &&
                   !keys.contains(attribute.name)) {
            faults.push_back(
                {row, attribute.name, message("value.missing", "\"%1\" must have a value", {attribute.name})});
        }
    }
    for (const LinkPtr& link : row->links) {
        const orm::Association* association = model.association(link->association);
        if (!association)
            continue;
        const bool child = association->kind == orm::AssociationKind::HasMany ||
                           association->kind == orm::AssociationKind::HasOne;
        const QSet<QString> fromAbove =
            child ? QSet<QString>(association->keys.begin(), association->keys.end()) : QSet<QString>();
        if (link->target->draft)
            add(source, link->target, fromAbove, typed, faults);
        if (link->junction) {
            const QStringList ends = association->keys + association->otherKeys;
            add(source, link->junction, {ends.begin(), ends.end()}, typed, faults);
        }
    }
}

} // namespace

std::optional<Message> faultOf(const orm::Attribute& attribute, const Json& value, bool typed)
{
    if (value.isNull()) {
        if (attribute.nullable || attribute.type.kind == TypeKind::Json ||
            attribute.type.kind == TypeKind::Jsonb)
            return std::nullopt;
        return message("value.missing", "\"%1\" must have a value", {attribute.name});
    }
    const model::DataType& type = attribute.type;
    if (!typed || type.dimensions > 0)
        return std::nullopt;
    const QString text = enteredText(value);
    if (bytesOf(type.kind) > 0)
        return wholeNumberFault(attribute, text);
    switch (type.kind) {
    case TypeKind::Decimal:
        return decimalFault(type, text);
    case TypeKind::Varchar:
    case TypeKind::Char:
        return lengthFault(type, text);
    case TypeKind::Enum:
        if (type.values.isEmpty() || type.values->contains(text))
            return std::nullopt;
        return message("value.enum", "\"%1\" is none of %2", {text, type.values->join(QStringLiteral(", "))});
    default:
        return std::nullopt;
    }
}

QString faultyAttribute(const orm::ModelRegistry& registry, const RowObject& row, const Error& error)
{
    const orm::Model& model = registry.at(row.model);
    const QString& table = error.violation.table;
    if (!table.isEmpty() && table.compare(model.table, Qt::CaseInsensitive) != 0)
        return {};
    return error.violation.columns.isEmpty() ? QString()
                                             : model.attributeOfColumn(error.violation.columns.first());
}

bool holdsToTypes(const RowSource& source)
{
    const auto dialect = source.database ? orm::dialectNamed(source.database->settings().dialect)
                                         : Result<const orm::Dialect*>(cancelledError());
    return dialect && !(*dialect)->capabilities().freeTypeNames; // where any word is a type, none is enforced
}

std::vector<RowFault> faultsOf(const RowSource& source, const RowPtr& row)
{
    std::vector<RowFault> faults;
    add(source, row, {}, holdsToTypes(source), faults);
    return faults;
}

} // namespace conjoin::ui
