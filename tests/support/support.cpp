// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/support.h"

#include <QFileInfo>

namespace conjoin::tests {

QString sharedPath(const QString& sub)
{
    const QString path = projectPath(QStringLiteral("../shared/")) + sub;
    return QFileInfo::exists(path) ? path : QString();
}

QString projectPath(const QString& sub)
{
    return QStringLiteral(CONJOIN_SOURCE_DIR "/") + sub;
}

QString testPath(const QString& sub)
{
    return projectPath(QStringLiteral("tests/")) + sub;
}

QString programPath()
{
    return QStringLiteral(CONJOIN_PROGRAM);
}

} // namespace conjoin::tests
