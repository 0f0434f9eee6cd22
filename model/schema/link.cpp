// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/link.h"

namespace conjoin::model {

QString actionText(Action action)
{
    switch (action) {
    case Action::NoAction:
        return QStringLiteral("NO ACTION");
    case Action::Restrict:
        return QStringLiteral("RESTRICT");
    case Action::Cascade:
        return QStringLiteral("CASCADE");
    case Action::SetNull:
        return QStringLiteral("SET NULL");
    case Action::SetDefault:
        return QStringLiteral("SET DEFAULT");
    }
    return {};
}

} // namespace conjoin::model
