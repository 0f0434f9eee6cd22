// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/invocation.h"

#include <QCommandLineOption>
#include <QList>
#include <QString>

#include <vector>

namespace conjoin::app {

/// The exit statuses of the command line contract.
enum class ExitStatus {
    Done = 0,
    No = 1,
    Usage = 2,
    Input = 3,
    Database = 4,
    Refused = 5,
    Partial = 6,
    Interrupted = 130
};

/// One command: what it is called, what it takes, what it does.
struct Command {
    QString name;
    QString arguments; ///< for the help: `URL TABLE --values JSON`
    QString summary;
    int least = 0;                     ///< positional arguments
    int most = 0;                      ///< -1 = any number
    QList<QCommandLineOption> options; ///< besides the common ones
    Result<ExitStatus> (*run)(Invocation&) = nullptr;
    bool draws = false; ///< needs a QGuiApplication
};

/// Every command, in the order the help lists them.
const std::vector<Command>& commands();

// One file each.
Command newCommand();
Command importCommand();
Command ddlCommand();
Command syncCommand();
Command findCommand();
Command createCommand();
Command linkCommand();
Command unlinkCommand();
Command setCommand();
Command updateCommand();
Command deleteCommand();
Command scriptCommand();
Command seedCommand();
Command renderCommand();
Command lintCommand();
Command diffCommand();

} // namespace conjoin::app
