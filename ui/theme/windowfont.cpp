// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/windowfont.h"

#include <QApplication>
#include <QFont>

namespace conjoin::ui {

void setWindowFont()
{
    QFont font(QStringLiteral("Inter"));
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(13);
    QApplication::setFont(font);
}

} // namespace conjoin::ui
