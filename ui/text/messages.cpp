// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/messages.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace conjoin::ui {

QString spoken(const Message& message)
{
    Message translated = message;
    translated.text = QCoreApplication::translate("Messages", message.text.toUtf8().constData());
    return translated.english();
}

QString sentence(const Message& message)
{
    QString text = spoken(message);
    if (!text.isEmpty() && !message.text.startsWith(u'%'))
        text[0] = text[0].toUpper();
    return text;
}

QString spoken(const Error& error)
{
    QString text = error.where.isEmpty() ? sentence(error.what)
                                         : QStringLiteral("%1: %2").arg(error.where, spoken(error.what));
    if (!error.hint.isEmpty())
        text += u'\n' + sentence(error.hint);
    return text;
}

QString spoken(const Error& error, const QByteArray& text)
{
    constexpr qsizetype mostShown = 160;
    static const QRegularExpression place(QStringLiteral(":(\\d+):(\\d+)$"));
    const auto match = place.match(error.where);
    if (!match.hasMatch())
        return spoken(error);
    qsizetype start = 0;
    const int line = match.captured(1).toInt();
    for (int i = 1; i < line; ++i) {
        start = text.indexOf('\n', start) + 1;
        if (start == 0)
            return spoken(error); // the text has no such line
    }
    const qsizetype end = text.indexOf('\n', start);
    const QString shown =
        QString::fromUtf8(text.mid(start, qMin(end < 0 ? text.size() - start : end - start, mostShown)));
    const QString quoted = QStringLiteral("%1 │ %2").arg(line).arg(shown.trimmed());
    Error plain = error;
    plain.hint = {};
    const QString hint = error.hint.isEmpty() ? QString() : u'\n' + sentence(error.hint);
    return spoken(plain) + u'\n' + quoted + hint;
}

} // namespace conjoin::ui
