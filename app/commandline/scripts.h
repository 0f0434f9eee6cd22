// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/source.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace conjoin::app {

/// Whether the file's name says that it is a script of SQL.
bool isScriptName(const QString& path);

struct Script {
    QString path;
    QByteArray text;
};

/// Scripts of one dialect that run one after another in one session, as clients run them: a later one may
/// change what an earlier one made. The dialect is what `--from` says, else what the scripts tell by
/// themselves, else that of the output, else the first that can read them. The place of an error names the file
/// it is in.
Result<Source> readScripts(const Invocation& invocation, const std::vector<Script>& scripts);

} // namespace conjoin::app
