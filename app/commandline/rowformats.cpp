// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/rowformats.h"

#include <algorithm>

namespace conjoin::app {

namespace {

const QStringList names{QStringLiteral("json"), QStringLiteral("ndjson"), QStringLiteral("csv"),
    QStringLiteral("markdown"), QStringLiteral("sql"), QStringLiteral("table"), QStringLiteral("tree")};

/// The rows under that key; null where it is an attribute, whatever JSON this holds.
const NestedRows* nestedAt(const std::vector<NestedRows>& nested, const QString& key)
{
    const auto it = std::ranges::find(nested, key, &NestedRows::key);
    return it == nested.end() ? nullptr : &*it;
}

/// A value without JSON's quotes; NULL is empty, a JSON column is JSON.
QString plain(const orm::Json& value)
{
    if (value.isNull())
        return {};
    return value.isString() ? value.string() : QString::fromUtf8(orm::compactJson(value));
}

QByteArray table(const orm::Json::Array& rows, const std::vector<NestedRows>& nested)
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
        for (const auto& [key, value] : row.members()) {
            const bool many = value.isArray() && nestedAt(nested, key);
            line += many ? QString::number(value.items().size()) : plain(value).simplified();
        }
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

QString summary(const orm::Json& row, const std::vector<NestedRows>& nested)
{
    QStringList parts;
    for (const auto& [key, value] : row.members()) {
        if (value.isNull() || !nestedAt(nested, key))
            parts += QStringLiteral("%1=%2").arg(
                key, value.isNull() ? QStringLiteral("NULL") : plain(value).simplified());
    }
    return parts.join(QStringLiteral("  "));
}

void appendTree(
    const orm::Json& row, const std::vector<NestedRows>& nested, const QString& indent, QString& text)
{
    for (const auto& [key, value] : row.members()) {
        const NestedRows* below = nestedAt(nested, key);
        if (!below)
            continue;
        if (value.isArray()) {
            text += QStringLiteral("%1%2 (%3)\n").arg(indent, key).arg(value.items().size());
            for (const orm::Json& child : value.items()) {
                text += QStringLiteral("%1  %2\n").arg(indent, summary(child, below->below));
                appendTree(child, below->below, indent + QStringLiteral("    "), text);
            }
        } else if (value.isObject()) {
            text += QStringLiteral("%1%2: %3\n").arg(indent, key, summary(value, below->below));
            appendTree(value, below->below, indent + QStringLiteral("    "), text);
        }
    }
}

QByteArray tree(const orm::Json::Array& rows, const std::vector<NestedRows>& nested)
{
    QString text;
    for (const orm::Json& row : rows) {
        text += summary(row, nested) + u'\n';
        appendTree(row, nested, QStringLiteral("    "), text);
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

std::optional<sql::ExportFormat> exportFormat(RowFormat format)
{
    switch (format) {
    case RowFormat::Json:
        return sql::ExportFormat::Json;
    case RowFormat::NdJson:
        return sql::ExportFormat::NdJson;
    case RowFormat::Csv:
        return sql::ExportFormat::Csv;
    case RowFormat::Markdown:
        return sql::ExportFormat::Markdown;
    case RowFormat::Sql:
        return sql::ExportFormat::Sql;
    case RowFormat::Table:
    case RowFormat::Tree:
        break;
    }
    return {};
}

QByteArray formatted(RowFormat format, const orm::Json& rows, const std::vector<NestedRows>& nested)
{
    const orm::Json::Array list = rows.isArray() ? rows.items() : orm::Json::Array{rows};
    if (format == RowFormat::Table)
        return table(list, nested);
    if (format == RowFormat::Tree)
        return tree(list, nested);
    return orm::prettyJson(rows) + '\n';
}

} // namespace conjoin::app
