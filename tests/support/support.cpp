// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/support.h"

#include <QFileInfo>

namespace conjoin::tests {

QString sharedPath(const QString& sub)
{
    const QString path = QStringLiteral(CONJOIN_SOURCE_DIR "/../shared/") + sub;
    return QFileInfo::exists(path) ? path : QString();
}

QString testPath(const QString& sub)
{
    return QStringLiteral(CONJOIN_SOURCE_DIR "/tests/") + sub;
}

} // namespace conjoin::tests
