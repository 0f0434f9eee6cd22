// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/linewriter.h"

namespace conjoin::model {

void LineWriter::line(const QStringList& words)
{
    for (int i = 0; i < level_; ++i)
        out_ += QStringLiteral("  ");
    out_ += words.join(u' ') + u'\n';
}

void LineWriter::topLine(const QStringList& words)
{
    out_ += u'\n';
    line(words);
}

void LineWriter::flag(bool on, const char* key)
{
    if (on)
        line({QLatin1String(key)});
}

void LineWriter::name(const char* key, const QString& value)
{
    if (!value.isEmpty())
        line({QLatin1String(key), wordFor(value)});
}

void LineWriter::text(QStringList words, const QString& value)
{
    if (!value.contains(u'\n')) {
        line(words << quotedWord(value));
        return;
    }
    line(words);
    const Deeper inner(*this);
    for (qsizetype start = 0; start < value.size();) {
        const qsizetype newline = value.indexOf(u'\n', start);
        const qsizetype end = newline < 0 ? value.size() : newline + 1;
        line({quotedWord(value.mid(start, end - start))});
        start = end;
    }
}

void LineWriter::text(const char* key, const QString& value)
{
    if (!value.isEmpty())
        text(QStringList{QLatin1String(key)}, value);
}

void LineWriter::columns(const char* key, const std::vector<ColumnId>& columns)
{
    for (ColumnId column : columns)
        line({QLatin1String(key), idWord(column)});
}

} // namespace conjoin::model
