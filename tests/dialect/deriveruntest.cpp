// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "support/derivecases.h"
#include "support/scratchserver.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::orm;

/// What derivation makes of the drawings in `golden/derive` runs on a server, unless it said itself that the
/// drawing has an error.
class DeriveRunTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
        QVERIFY2(mariadb_.start(), qPrintable(mariadb_.error()));
    }

    void sqlite_data() { addCases(); }
    void sqlite()
    {
        const QString connection = QStringLiteral("run");
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
            database.setDatabaseName(QStringLiteral(":memory:"));
            QVERIFY(database.open());
            for (const Statement& statement : statements(QStringLiteral("sqlite"))) {
                QSqlQuery query(database);
                QVERIFY2(query.exec(statement.sql), qPrintable(query.lastError().text() + statement.sql));
            }
        }
        QSqlDatabase::removeDatabase(connection);
    }

    void postgresql_data() { addCases(); }
    void postgresql() { runOn(postgres_, QStringLiteral("postgresql")); }

    void mariadb_data() { addCases(); }
    void mariadb() { runOn(mariadb_, QStringLiteral("mariadb")); }

private:
    static void addCases()
    {
        QTest::addColumn<QString>("file");
        for (const QString& file : tests::deriveCases())
            QTest::newRow(qPrintable(QFileInfo(file).fileName())) << file;
    }

    /// None where the drawing has an error.
    static std::vector<Statement> statements(const QString& dialectName)
    {
        QFETCH(QString, file);
        QFile golden(file);
        if (!golden.open(QIODevice::ReadOnly))
            return {};
        const Result<model::Document> document = tests::drawingOf(golden.readAll());
        if (!document)
            return {};
        const Dialect& dialect = **dialectNamed(dialectName);
        const Derivation derivation =
            derive(document->schema, document->settings.naming, dialect.capabilities());
        if (std::ranges::find(derivation.diagnostics, Severity::Error, &Diagnostic::severity) !=
            derivation.diagnostics.end())
            return {};
        return dialect.createSchema(derivation, {});
    }

    static void runOn(tests::ScratchServer& server, const QString& dialectName)
    {
        const std::vector<Statement> all = statements(dialectName);
        if (all.empty())
            return;
        const bool isBeyond = std::ranges::any_of(all, [](const Statement& statement) {
            return std::ranges::any_of(statement.sql, [](QChar c) { return c.isHighSurrogate(); });
        });
        if (isBeyond && (*dialectNamed(dialectName))->capabilities().basicPlaneNames)
            QSKIP("the engine takes no names beyond the basic plane, and lint says so");
        const QByteArray script = (*dialectNamed(dialectName))->script(all).toUtf8();
        const QString database = server.newDatabase().database;
        const QString said = server.runScript(database, script);
        QVERIFY2(said.isEmpty(), qPrintable(said + u'\n' + QString::fromUtf8(script)));
    }

    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariadb_;
};

QTEST_GUILESS_MAIN(DeriveRunTest)
#include "deriveruntest.moc"
