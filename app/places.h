// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QString>

namespace conjoin::app {

/// An error about a file or a folder, called as the desktop calls it.
Error fileError(const QString& path, Message what);

/// Where a person's documents are; the home folder where there is no better place.
QString documentsFolder();

/// A name that every file system takes: `School` → `school`.
QString fileNameFor(const QString& name);

} // namespace conjoin::app
