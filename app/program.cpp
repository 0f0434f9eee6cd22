// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include "ui/text/englishplurals.h"
#include "ui/theme/theme.h"
#include "ui/theme/windowfont.h"

#include <QApplication>
#include <QIcon>

namespace conjoin::app {

void prepare(QApplication& application)
{
    ui::loadResources();
    ui::setWindowFont();
    QCoreApplication::setApplicationName(QStringLiteral("conjoin"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CONJOIN_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Conjoin"));
    QGuiApplication::setDesktopFileName(QStringLiteral("conjoin"));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/conjoin.svg")));
    QCoreApplication::installTranslator(new ui::EnglishPlurals(&application));
}

} // namespace conjoin::app
