// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

namespace conjoin::orm {

/// The text that the bytes say, to the last character. QString::fromUtf8() takes U+FEFF at the beginning for a
/// mark of the encoding and leaves it out, which is right for a file and damage to a value.
inline QString textOfUtf8(std::string_view utf8)
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    qsizetype marks = 0;
    for (; utf8.starts_with(mark); utf8.remove_prefix(mark.size()))
        ++marks;
    const QString text = QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
    return marks == 0 ? text : QString(marks, QChar(QChar::ByteOrderMark)) + text;
}

} // namespace conjoin::orm
