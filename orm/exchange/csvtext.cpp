// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/csvtext.h"

#include <algorithm>

namespace conjoin::orm {

QString csvField(const std::optional<QString>& text, const CsvFormat& format)
{
    if (!text)
        return format.null;
    const bool special = std::ranges::any_of(
        *text, [&](QChar c) { return c == format.delimiter || c == format.quote || c == u'\n' || c == u'\r'; });
    // Blanks at an end are cut off by readers who are not as strict as the standard.
    const bool blank = !text->isEmpty() && (text->front().isSpace() || text->back().isSpace());
    if (!special && !blank && *text != format.null)
        return *text;
    return format.quote + QString(*text).replace(format.quote, QString(2, format.quote)) + format.quote;
}

QString csvHeader(const QStringList& names, const CsvFormat& format)
{
    QStringList fields;
    for (const QString& name : names)
        fields.append(csvField(name, format));
    return fields.join(format.delimiter) + format.lineEnd;
}

} // namespace conjoin::orm
