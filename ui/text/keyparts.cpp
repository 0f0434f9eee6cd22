// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/keyparts.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::ui {

using model::KeyPart;
using model::NullOrder;

namespace {

/// A name as it stands in such a text.
QString word(const QString& name)
{
    static const QRegularExpression plain(QStringLiteral("^[\\p{L}_$][\\p{L}\\p{N}_$]*$"));
    if (plain.match(name).hasMatch())
        return name;
    QString quoted = name;
    return u'"' + quoted.replace(u'"', QLatin1String("\"\"")) + u'"';
}

/// The text between commas that stand neither in parentheses nor in quotes.
QStringList pieces(const QString& text)
{
    QStringList found;
    QString piece;
    int depth = 0;
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')') {
            --depth;
        } else if (c == u',' && depth <= 0) {
            found << piece.trimmed();
            piece.clear();
            continue;
        }
        piece += c;
    }
    found << piece.trimmed();
    found.removeAll(QString());
    return found;
}

const model::Column* columnOf(const model::Table& table, const QString& written)
{
    QString name = written;
    if (name.size() >= 2 && name.startsWith(u'"') && name.endsWith(u'"'))
        name = name.mid(1, name.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
    if (const model::Column* exact = table.columnNamed(name))
        return exact;
    const auto it = std::ranges::find_if(table.columns,
        [&](const model::Column& column) { return column.name.compare(name, Qt::CaseInsensitive) == 0; });
    return it == table.columns.end() ? nullptr : &*it;
}

Error unknownColumn(const model::Table& table, const QString& name)
{
    QStringList names;
    for (const model::Column& column : table.columns)
        names << column.name;
    return inputError(table.name,
        message("column.unknown", "there is no column \"%1\" in table \"%2\"", {name, table.name}),
        didYouMean(name, names));
}

/// Takes what `pattern` finds at the end of the text; the first captured group, or a null string.
QString takeEnd(QString& text, const QRegularExpression& pattern)
{
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return {};
    text.truncate(match.capturedStart());
    text = text.trimmed();
    return match.captured(1);
}

QRegularExpression ending(const char* pattern)
{
    return QRegularExpression(QString::fromLatin1(pattern) + u'$', QRegularExpression::CaseInsensitiveOption);
}

/// Takes everything that may stand behind a column or an expression.
void takeModifiers(QString& text, KeyPart& part, bool expression)
{
    static const QRegularExpression order = ending("\\s+(asc|desc)");
    static const QRegularExpression nulls = ending("\\s+nulls\\s+(first|last)");
    static const QRegularExpression collate = ending("\\s+collate\\s+(\\S+)");
    static const QRegularExpression operators = ending("\\s+class\\s+(\\S+)");
    static const QRegularExpression prefix = ending("\\s*\\(\\s*(\\d{1,5})\\s*\\)");
    for (bool more = true; more;) {
        more = false;
        if (const QString found = takeEnd(text, order); !found.isNull()) {
            part.descending = found.compare(u"desc", Qt::CaseInsensitive) == 0;
            more = true;
        }
        if (const QString found = takeEnd(text, nulls); !found.isNull()) {
            part.nulls = found.compare(u"first", Qt::CaseInsensitive) == 0 ? NullOrder::First : NullOrder::Last;
            more = true;
        }
        if (const QString found = takeEnd(text, collate); !found.isNull()) {
            part.collation = found;
            more = true;
        }
        if (const QString found = takeEnd(text, operators); !found.isNull()) {
            part.operatorClass = found;
            more = true;
        }
        if (expression)
            continue;
        if (const QString found = takeEnd(text, prefix); !found.isNull()) {
            part.length = found.toInt();
            more = true;
        }
    }
}

} // namespace

QString partsText(const model::Table& table, const std::vector<KeyPart>& parts)
{
    QStringList texts;
    for (const KeyPart& part : parts) {
        QString text;
        if (const auto* id = std::get_if<ColumnId>(&part.what)) {
            const model::Column* column = table.column(*id);
            text = column ? word(column->name) : QStringLiteral("?");
        } else {
            text = QStringLiteral("= ") + std::get<QString>(part.what);
        }
        if (part.length > 0)
            text += QStringLiteral("(%1)").arg(part.length);
        if (!part.collation.isEmpty())
            text += QStringLiteral(" collate ") + part.collation;
        if (!part.operatorClass.isEmpty())
            text += QStringLiteral(" class ") + part.operatorClass;
        if (part.descending)
            text += QStringLiteral(" desc");
        if (part.nulls != NullOrder::Default)
            text +=
                part.nulls == NullOrder::First ? QStringLiteral(" nulls first") : QStringLiteral(" nulls last");
        texts << text;
    }
    return texts.join(QStringLiteral(", "));
}

Result<std::vector<KeyPart>> parseParts(const model::Table& table, const QString& text)
{
    std::vector<KeyPart> parts;
    for (QString piece : pieces(text)) {
        KeyPart part;
        if (piece.startsWith(u'=')) {
            takeModifiers(piece, part, true);
            part.what = piece.mid(1).trimmed();
        } else if (const model::Column* whole = columnOf(table, piece)) { // also one called `desc`
            part.what = whole->id;
        } else {
            takeModifiers(piece, part, false);
            const model::Column* column = columnOf(table, piece);
            if (!column)
                return unknownColumn(table, piece);
            part.what = column->id;
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

QString columnsText(const model::Table& table, const std::vector<ColumnId>& columns)
{
    QStringList names;
    for (const ColumnId id : columns) {
        const model::Column* column = table.column(id);
        names << (column ? word(column->name) : QStringLiteral("?"));
    }
    return names.join(QStringLiteral(", "));
}

Result<std::vector<ColumnId>> parseColumns(const model::Table& table, const QString& text)
{
    std::vector<ColumnId> columns;
    for (const QString& piece : pieces(text)) {
        const model::Column* column = columnOf(table, piece);
        if (!column)
            return unknownColumn(table, piece);
        columns.push_back(column->id);
    }
    return columns;
}

QStringList columnWords(const model::Table& table)
{
    QStringList words;
    for (const model::Column& column : table.columns)
        words << word(column.name);
    return words;
}

model::DataType parseTypeIn(const model::Schema& schema, const QString& text)
{
    QString name = text.trimmed();
    int dimensions = 0;
    while (name.endsWith(QLatin1String("[]"))) {
        name = name.chopped(2).trimmed();
        ++dimensions;
    }
    for (const Qt::CaseSensitivity letters : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
        for (const model::UserType& type : schema.types) {
            if (type.name.compare(name, letters) == 0 ||
                model::objectKey(type.sqlSchema, type.name).compare(name, letters) == 0) {
                model::DataType found = model::DataType::named(type.id);
                found.dimensions = dimensions;
                return found;
            }
        }
    }
    return model::parseType(text);
}

QStringList typeSuggestionsIn(const model::Schema& schema)
{
    QStringList suggestions = model::typeSuggestions();
    for (const model::UserType& type : schema.types)
        suggestions << model::objectKey(type.sqlSchema, type.name);
    return suggestions;
}

} // namespace conjoin::ui
