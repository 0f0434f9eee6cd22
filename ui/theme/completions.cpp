// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/completions.h"

#include <QAbstractItemView>
#include <QCompleter>

namespace conjoin::ui {

void dressCompletions(QCompleter& completer)
{
    QAbstractItemView* list = completer.popup();
    list->setProperty("completions", true);
    list->setIconSize(QSize(16, 16));
}

} // namespace conjoin::ui
