// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/dialecttitle.h"

namespace conjoin::ui {

QString dialectTitle(const QString& dialect)
{
    return dialect == u"sqlite"       ? QStringLiteral("SQLite")
           : dialect == u"postgresql" ? QStringLiteral("PostgreSQL")
           : dialect == u"mysql"      ? QStringLiteral("MySQL")
           : dialect == u"mariadb"    ? QStringLiteral("MariaDB")
                                      : dialect;
}

} // namespace conjoin::ui
