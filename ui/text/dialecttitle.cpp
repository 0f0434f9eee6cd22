// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/dialecttitle.h"

#include "orm/dialect/dialecttitle.h"

namespace conjoin::ui {

QString dialectTitle(const QString& dialect)
{
    return orm::dialectTitle(dialect);
}

} // namespace conjoin::ui
