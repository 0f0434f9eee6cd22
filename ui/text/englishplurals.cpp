// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/englishplurals.h"

namespace conjoin::ui {

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const
{
    QString text = QString::fromUtf8(source);
    if (n < 0 || !text.contains(u"(s)"))
        return {}; // null: the source itself is shown
    return text.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace conjoin::ui
