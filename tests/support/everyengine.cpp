// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"

#include <QTest>

namespace conjoin::tests {

bool EveryEngine::start()
{
    for (ScratchServer* server :
        {static_cast<ScratchServer*>(&postgres_), static_cast<ScratchServer*>(&mariaDb_)}) {
        if (!server->start()) {
            error_ = server->error();
            return false;
        }
    }
    return true;
}

void EveryEngine::addRows()
{
    QTest::addColumn<QString>("engine");
    for (const char* engine : {"sqlite", "postgresql", "mariadb"})
        QTest::newRow(engine) << QString::fromLatin1(engine);
}

sql::ConnectionSettings EveryEngine::newDatabase(const QString& engine)
{
    if (ScratchServer* there = server(engine))
        return there->newDatabase();
    sql::ConnectionSettings settings;
    settings.file = folder_.filePath(QStringLiteral("%1.db").arg(++files_));
    settings.create = true;
    return settings;
}

ScratchServer* EveryEngine::server(const QString& engine)
{
    if (engine == u"postgresql")
        return &postgres_;
    return engine == u"mariadb" ? &mariaDb_ : nullptr;
}

} // namespace conjoin::tests
