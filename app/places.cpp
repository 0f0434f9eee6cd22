// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/places.h"

#include <QDir>
#include <QStandardPaths>

namespace conjoin::app {

Error fileError(const QString& path, Message what)
{
    return inputError(QDir::toNativeSeparators(path), std::move(what));
}

QString documentsFolder()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).exists() ? folder : QDir::homePath();
}

QString fileNameFor(const QString& name)
{
    QString made;
    for (const QChar c : name.toLower())
        made += c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : u'-';
    return made.isEmpty() ? QStringLiteral("untitled") : made.left(60);
}

} // namespace conjoin::app
