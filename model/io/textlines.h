// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace conjoin::model {

/// One word of a line: bare (`firstName`, `varchar(80)`) or quoted (`"a \"b\""`, here without quotes and
/// escapes).
struct Word {
    QString text;
    bool quoted = false;
};

/// A line of a project file and the deeper ones below it.
struct Line {
    int number = 0; ///< counted from 1
    std::vector<Word> words;
    std::vector<Line> children;

    bool startsWith(QLatin1String key) const { return !words[0].quoted && words[0].text == key; }
};

/// The lines of a text as a tree: two spaces a level, words divided by one space. Empty lines are left out. An
/// Error names `source:line`.
Result<std::vector<Line>> parseLines(const QByteArray& text, const QString& source);

/// The text as one word of a line: bare where it is a plain name, else quoted.
QString wordFor(const QString& text);
/// The text in quotes, with escapes for all that an editor, a terminal or git would not show as it is.
QString quotedWord(const QString& text);

} // namespace conjoin::model
