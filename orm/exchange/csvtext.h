// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace conjoin::orm {

/// How a table of texts is written as lines of text: RFC 4180 as it stands.
struct CsvFormat {
    QChar delimiter = u',';
    QChar quote = u'"';
    QString lineEnd = QStringLiteral("\r\n");
    /// What stands for NULL, without quotes. A text that reads the same is put into quotes, so that the two are
    /// told apart: with an empty word NULL is nothing and the empty text is `""`.
    QString null;
    bool header = true; ///< a line of names comes first
};

/// One field; no text is NULL.
QString csvField(const std::optional<QString>& text, const CsvFormat& format);

/// A line of names, its end included.
QString csvHeader(const QStringList& names, const CsvFormat& format);

} // namespace conjoin::orm
