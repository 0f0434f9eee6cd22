// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/diagnostic.h"

namespace conjoin {

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Hint:
        return QStringLiteral("hint");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Error:
        return QStringLiteral("error");
    }
    return {};
}

} // namespace conjoin
