// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace conjoin::app {

/// Whether the arguments (without the program's name) are a command – then no window is wanted.
bool isCommand(const QStringList& arguments);

/// Whether that command draws, so that it needs a QGuiApplication (never a display).
bool needsGui(const QStringList& arguments);

/// Runs the command: results on standard output, errors on standard error. Returns the exit status of the
/// command line contract. An application object must exist.
int runCommandLine(const QStringList& arguments);

} // namespace conjoin::app
