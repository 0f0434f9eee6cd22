// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/rowformats.h"

#include <algorithm>

namespace conjoin::app {

namespace {

const QStringList names{QStringLiteral("json"), QStringLiteral("ndjson"), QStringLiteral("csv"),
    QStringLiteral("table"), QStringLiteral("tree")};

bool isNested(const orm::Json& value)
{
    return value.isArray() || value.isObject();
}

/// A value without JSON's quotes; NULL is empty.
QString plain(const orm::Json& value)
{
    if (value.isNull())
        return {};
    if (value.isString())
        return value.string();
    if (value.isArray())
        return QString::number(value.items().size());
    return QString::fromUtf8(orm::compactJson(value));
}

QString csvField(const orm::Json& value)
{
    QString text = plain(value);
    const bool quoted = (value.isString() && text.isEmpty()) // told from NULL
                        || std::ranges::any_of(text,
                               [](QChar c) { return c == u',' || c == u'"' || c == u'\n' || c == u'\r'; });
    return quoted ? u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"' : text;
}

Result<QByteArray> csv(const orm::Json::Array& rows, bool withHeader)
{
    QString text;
    for (size_t i = 0; i < rows.size(); ++i) {
        QStringList header, fields;
        for (const auto& [key, value] : rows[i].members()) {
            if (isNested(value)) {
                return Error{ErrorKind::Usage, QStringLiteral("--format csv"),
                    message("format.nested", "CSV can't hold the nested rows of \"%1\"", {key}),
                    message("format.nested.hint", "leave --include out, or take json, ndjson or tree")};
            }
            header += csvField(key);
            fields += csvField(value);
        }
        if (i == 0 && withHeader)
            text += header.join(u',') + QStringLiteral("\r\n"); // RFC 4180
        text += fields.join(u',') + QStringLiteral("\r\n");
    }
    return text.toUtf8();
}

QByteArray lines(const orm::Json::Array& rows)
{
    QByteArray text;
    for (const orm::Json& row : rows)
        text += orm::compactJson(row) + '\n';
    return text;
}

QByteArray table(const orm::Json::Array& rows)
{
    if (rows.empty())
        return "(no rows)\n";
    std::vector<QStringList> lines;
    QStringList header;
    for (const auto& [key, value] : rows.front().members())
        header += key;
    lines.push_back(header);
    for (const orm::Json& row : rows) {
        QStringList line;
        for (const auto& [key, value] : row.members())
            line += plain(value).simplified();
        lines.push_back(line);
    }
    std::vector<qsizetype> widths(size_t(header.size()), 0);
    for (const QStringList& line : lines) {
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[size_t(i)] = std::max(widths[size_t(i)], line[i].size());
    }
    QString text;
    for (size_t l = 0; l < lines.size(); ++l) {
        QString line;
        for (qsizetype i = 0; i < lines[l].size(); ++i)
            line += lines[l][i].leftJustified(widths[size_t(i)]) + QStringLiteral("  ");
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
        if (l == 0) {
            QString rule;
            for (qsizetype width : widths)
                rule += QString(width, u'-') + QStringLiteral("  ");
            text += rule.trimmed() + u'\n';
        }
    }
    return text.toUtf8();
}

QString summary(const orm::Json& row)
{
    QStringList parts;
    for (const auto& [key, value] : row.members()) {
        if (!isNested(value))
            parts += QStringLiteral("%1=%2").arg(
                key, value.isNull() ? QStringLiteral("NULL") : plain(value).simplified());
    }
    return parts.join(QStringLiteral("  "));
}

void appendTree(const orm::Json& row, const QString& indent, QString& text)
{
    for (const auto& [key, value] : row.members()) {
        if (value.isArray()) {
            text += QStringLiteral("%1%2 (%3)\n").arg(indent, key).arg(value.items().size());
            for (const orm::Json& child : value.items()) {
                if (!child.isObject())
                    continue;
                text += QStringLiteral("%1  %2\n").arg(indent, summary(child));
                appendTree(child, indent + QStringLiteral("    "), text);
            }
        } else if (value.isObject()) {
            text += QStringLiteral("%1%2: %3\n").arg(indent, key, summary(value));
            appendTree(value, indent + QStringLiteral("    "), text);
        }
    }
}

QByteArray tree(const orm::Json::Array& rows)
{
    QString text;
    for (const orm::Json& row : rows) {
        text += summary(row) + u'\n';
        appendTree(row, QStringLiteral("    "), text);
    }
    return text.toUtf8();
}

} // namespace

Result<RowFormat> rowFormat(const QString& name)
{
    if (name.isEmpty())
        return RowFormat::Json;
    const qsizetype index = names.indexOf(name);
    if (index < 0) {
        return Error{ErrorKind::Usage, QStringLiteral("--format"),
            message("format.unknown", "\"%1\" is no format; there are: %2",
                {name, names.join(QStringLiteral(", "))}),
            didYouMean(name, names)};
    }
    return RowFormat(index);
}

Result<QByteArray> formatted(RowFormat format, const orm::Json& rows)
{
    if (format == RowFormat::Json)
        return orm::prettyJson(rows) + '\n';
    const orm::Json::Array list = rows.isArray() ? rows.items() : orm::Json::Array{rows};
    switch (format) {
    case RowFormat::Csv:
        return csv(list, true);
    case RowFormat::Table:
        return table(list);
    case RowFormat::Tree:
        return tree(list);
    case RowFormat::Json:
    case RowFormat::NdJson:
        break;
    }
    return lines(list);
}

bool isLineFormat(RowFormat format)
{
    return format == RowFormat::NdJson || format == RowFormat::Csv;
}

Result<QByteArray> formattedLines(RowFormat format, const orm::Json& rows, bool first)
{
    return format == RowFormat::Csv ? csv(rows.items(), first) : lines(rows.items());
}

} // namespace conjoin::app
