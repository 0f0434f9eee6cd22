// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recentsource.h"

#include "orm/sql/connectionsettings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace conjoin::app {

RecentSource recentSource(const QString& source)
{
    if (source.contains(QLatin1String("://"))) {
        if (const auto settings = sql::parseUrl(source)) {
            const QString here = QCoreApplication::translate("conjoin::app::RecentSource", "this machine");
            return {settings->database, settings->host.isEmpty() ? here : settings->host, true};
        }
    }
    const QFileInfo file(source);
    QString folder = file.absolutePath();
    if (folder.startsWith(QDir::homePath()))
        folder = u'~' + folder.mid(QDir::homePath().size());
    const QString suffix = file.suffix().toLower();
    return {file.fileName(), folder, suffix != u"conjoin" && suffix != u"sql"};
}

} // namespace conjoin::app
