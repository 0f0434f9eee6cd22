// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/messages.h"

#include <QCoreApplication>

namespace conjoin::ui {

QString spoken(const Message& message)
{
    Message translated = message;
    translated.text = QCoreApplication::translate("Messages", message.text.toUtf8().constData());
    return translated.english();
}

QString spoken(const Error& error)
{
    QString text = spoken(error.what);
    if (!error.where.isEmpty())
        text = QStringLiteral("%1: %2").arg(error.where, text);
    if (!error.hint.isEmpty())
        text += u'\n' + spoken(error.hint);
    return text;
}

} // namespace conjoin::ui
