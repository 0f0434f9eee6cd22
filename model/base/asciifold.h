// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin {

/// Letters of ASCII in lower case, all others as they are: how SQLite compares names.
inline QString asciiFolded(QString name)
{
    for (QChar& c : name) {
        if (c >= u'A' && c <= u'Z')
            c = QChar(c.unicode() + ('a' - 'A'));
    }
    return name;
}

} // namespace conjoin
