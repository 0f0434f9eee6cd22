// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/autosave.h"
#include "app/commandline/commandline.h"
#include "app/mainwindow.h"
#include "app/preferences.h"
#include "app/program.h"
#include "ui/session/freememory.h"
#include "ui/session/guiwatchdog.h"
#include "ui/theme/desktoppreference.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>

#include <cstdio>
#include <memory>
#include <optional>

namespace {

using namespace conjoin;

int runCommand(int& argc, char** argv, const QStringList& arguments)
{
    // Scripts read standard error: only our own lines belong there, not what Qt thinks of the environment.
    QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
    std::unique_ptr<QCoreApplication> application;
    if (app::needsGui(arguments)) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // pictures need fonts, never a display
        application = std::make_unique<QApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    QCoreApplication::setApplicationName(QStringLiteral("conjoin"));
    return app::runCommandLine(arguments);
}

/// Qt ends the program when it finds no display; we can say what to do instead.
bool hasDisplay(const QStringList& arguments)
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") || arguments.contains(QLatin1String("-platform")) ||
           arguments.contains(QLatin1String("--platform"));
}

int runWindow(int& argc, char** argv)
{
    ui::returnLargePieces();
    QApplication application(argc, argv);
    app::prepare(application);
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("source"), QStringLiteral("a project, a script or a database"));
    const QCommandLineOption example(
        QStringLiteral("example"), QStringLiteral("open a shipped example"), QStringLiteral("name"));
    const QCommandLineOption theme(
        QStringLiteral("theme"), QStringLiteral("light, dark or high-contrast"), QStringLiteral("theme"));
    parser.addOptions({example, theme});
    parser.process(application);

    app::Preferences preferences;
    ui::DesktopPreference desktop;
    app::MainWindow window(preferences, desktop, app::defaultRecoveryFolder());
    if (parser.isSet(theme))
        window.showTheme(parser.value(theme) == u"dark"            ? ui::Theme::Kind::Dark
                         : parser.value(theme) == u"high-contrast" ? ui::Theme::Kind::HighContrast
                                                                   : ui::Theme::Kind::Light);
    window.show();
    std::optional<ui::GuiWatchdog> watchdog;
    if (ui::guiBlocks().isDebugEnabled())
        watchdog.emplace();
    if (parser.isSet(example))
        window.openExample(parser.value(example));
    else if (!parser.positionalArguments().isEmpty())
        window.openPath(parser.positionalArguments().constFirst());
    else
        window.offerRecovery();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    const QStringList arguments = [&] {
        QStringList list;
        for (int i = 1; i < argc; ++i)
            list << QString::fromLocal8Bit(argv[i]);
        return list;
    }();
    if (app::isCommand(arguments))
        return runCommand(argc, argv, arguments);
    if (!hasDisplay(arguments)) {
        std::fputs("conjoin: no display to open a window on; set DISPLAY or WAYLAND_DISPLAY,\n"
                   "or work without one: \"conjoin help\" lists the commands\n",
            stderr);
        return 2;
    }
    return runWindow(argc, argv);
}
