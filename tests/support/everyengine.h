// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/scratchserver.h"

#include <QTemporaryDir>

namespace conjoin::tests {

/// A SQLite folder, a PostgreSQL and a MariaDB of one's own, for tests of what all engines promise alike:
///
///     void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
///     void something_data() { EveryEngine::addRows(); }
///     void something() { QFETCH(QString, engine); … engines_.newDatabase(engine) … }
class EveryEngine {
public:
    bool start();
    QString error() const { return error_; }

    /// A column `engine` and a row for each: `sqlite`, `postgresql`, `mariadb`.
    static void addRows();
    /// How to reach a fresh, empty database.
    sql::ConnectionSettings newDatabase(const QString& engine);
    /// The server, or null where there is none.
    ScratchServer* server(const QString& engine);

private:
    QTemporaryDir folder_;
    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
    QString error_;
    int files_ = 0;
};

} // namespace conjoin::tests
