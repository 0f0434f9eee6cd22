// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptplace.h"

#include <algorithm>

namespace conjoin::sql {

ScriptPlaces::ScriptPlaces(const QByteArray& script, QString source)
    : script_(script)
    , source_(std::move(source))
    , start_(script.startsWith("\xEF\xBB\xBF") ? 3 : 0)
    , counted_(start_)
{}

QString ScriptPlaces::at(qsizetype offset) const
{
    const qsizetype end = std::clamp(offset, start_, script_.size());
    if (end < counted_) {
        counted_ = start_;
        line_ = column_ = 1;
    }
    QByteArrayView passed = QByteArrayView(script_).sliced(counted_, end - counted_);
    counted_ = end;
    if (const qsizetype lines = passed.count('\n'); lines > 0) {
        line_ += lines;
        column_ = 1;
        passed = passed.sliced(passed.lastIndexOf('\n') + 1);
    }
    const auto beginsCharacter = [](char c) { return (quint8(c) & 0xC0) != 0x80; };
    column_ += std::count_if(passed.begin(), passed.end(), beginsCharacter);
    return QStringLiteral("%1:%2:%3").arg(source_).arg(line_).arg(column_);
}

} // namespace conjoin::sql
