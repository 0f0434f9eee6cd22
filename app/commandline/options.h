// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineOption>

namespace conjoin::app {

/// `--NAME`, a switch.
inline QCommandLineOption flag(const char* name, const char* text)
{
    return QCommandLineOption(QString::fromUtf8(name), QString::fromUtf8(text));
}

/// `--NAME VALUE`.
inline QCommandLineOption valued(const char* name, const char* value, const char* text)
{
    return QCommandLineOption(QString::fromUtf8(name), QString::fromUtf8(text), QString::fromUtf8(value));
}

/// `-o FILE`.
inline QCommandLineOption outputOption()
{
    return QCommandLineOption({QStringLiteral("o"), QStringLiteral("output")},
        QStringLiteral("Writes to FILE; - is standard output."), QStringLiteral("FILE"));
}

inline QCommandLineOption overwriteOption()
{
    return flag("overwrite", "Replaces a file that exists.");
}

inline QCommandLineOption fromOption()
{
    return valued("from", "FORM",
        "The form of the input where it does not tell itself: models, or sqlite, postgresql, mysql, mariadb "
        "for "
        "scripts.");
}

inline QCommandLineOption dialectOption()
{
    return valued(
        "dialect", "D", "The output's dialect: sqlite, postgresql, mysql or mariadb. Default: the project's.");
}

} // namespace conjoin::app
