// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hostilenames.h"
#include "orm/sql/connection.h"
#include "support/scratchserver.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::tests;

/// Names that nobody should give survive the servers, or lint names the limit, and the server has it.
class HostileNamesTest : public QObject {
    Q_OBJECT

    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;

    void servers()
    {
        QTest::addColumn<bool>("isPostgres");
        QTest::newRow("postgresql") << true;
        QTest::newRow("mariadb") << false;
    }
    ScratchServer& server(bool isPostgres)
    {
        return isPostgres ? static_cast<ScratchServer&>(postgres_) : mariaDb_;
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
        QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    }

    void theySurvive_data() { servers(); }
    void theySurvive()
    {
        QFETCH(bool, isPostgres);
        ScratchServer& with = server(isPostgres);
        for (quint64 seed = 1; seed <= 3; ++seed) {
            const QString lost = hostileRoundTrip(with.newDatabase(), with.newDatabase(), 1000, seed, nullptr);
            QVERIFY2(lost.isEmpty(), qPrintable(lost));
        }
    }

    void whatLintRefusesTheServerCutsOrRefuses_data() { servers(); }
    void whatLintRefusesTheServerCutsOrRefuses()
    {
        QFETCH(bool, isPostgres);
        auto connection = sql::Connection::open(server(isPostgres).newDatabase());
        QVERIFY(connection);
        const orm::Dialect& dialect = (*connection)->dialect();
        HostileNames names(7);
        int refused = 0;
        for (int i = 0; i < 1000; ++i) {
            const QString name = names.next();
            const Diagnostics refusals = refusalsOf(name, dialect);
            const bool byName = std::ranges::any_of(refusals, [](const Diagnostic& one) {
                return std::holds_alternative<ColumnId>(one.object) && one.what.code.startsWith(u"name.");
            });
            if (!byName)
                continue;
            if (name.startsWith(QChar(0xfeff)))
                continue; // the server keeps it; what tells the columns of a result, or reads a script, does not
            ++refused;
            const auto dropped =
                (*connection)
                    ->run(QStringLiteral("DROP TABLE IF EXISTS ") + dialect.quoted(QStringLiteral("t")));
            QVERIFY(dropped);
            const auto made = (*connection)
                                  ->run(QStringLiteral("CREATE TABLE %1 (%2 INTEGER)")
                                            .arg(dialect.quoted(QStringLiteral("t")), dialect.quoted(name)));
            const auto read = (*connection)
                                  ->run(QStringLiteral("SELECT column_name FROM information_schema.columns "
                                                       "WHERE table_name = 't'"));
            const bool kept = made && read && read->rows.size() == 1 && read->rows[0][0] == orm::Value(name);
            QVERIFY2(!kept, qPrintable(name));
        }
        QVERIFY(refused > 20);
    }
};

QTEST_GUILESS_MAIN(HostileNamesTest)
#include "hostilenamestest.moc"
