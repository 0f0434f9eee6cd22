// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::tests {

/// The folder of shared test material beside the project, with `sub` appended; empty where it is absent: skip
/// then.
QString sharedPath(const QString& sub = {});

/// A file of the project, by its path from the top.
QString projectPath(const QString& sub);

/// A file below the project's `tests` folder.
QString testPath(const QString& sub);

/// The `conjoin` that was built with the tests.
QString programPath();

} // namespace conjoin::tests
