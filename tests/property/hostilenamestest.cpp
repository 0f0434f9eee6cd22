// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hostilenames.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::tests;

/// Names that nobody should give survive SQLite, or lint says why they can't.
class HostileNamesTest : public QObject {
    Q_OBJECT

private slots:
    void theySurvive_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void theySurvive()
    {
        QFETCH(int, seed);
        sql::ConnectionSettings memory; // a new one each time it is opened
        memory.file = QStringLiteral(":memory:");
        memory.create = true;
        QStringList refused;
        const QString lost = hostileRoundTrip(memory, memory, 1000, quint64(seed), &refused);
        QVERIFY2(lost.isEmpty(), qPrintable(lost));
        QVERIFY2(!refused.isEmpty() && refused.size() < 200, qPrintable(QString::number(refused.size())));
    }

    void lintSaysWhy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<QString>("code"); // empty = it passes
        const auto row = [](const char* what, const QString& name, const char* dialect, const char* code) {
            QTest::addRow("%s, %s", what, dialect)
                << name << QString::fromUtf8(dialect) << QString::fromUtf8(code);
        };
        const QString nul = QStringLiteral("a") + QChar(0), half = QString(QChar(0xd800)),
                      emoji = QString::fromUtf8("😀");
        for (const char* dialect : {"sqlite", "postgresql", "mysql", "mariadb"}) {
            row("NUL", nul, dialect, "name.unwritable");
            row("half a character", half, dialect, "name.unwritable");
            row("quote", QStringLiteral("\"'`]\\"), dialect, "");
        }
        row("the key's name", QStringLiteral("Primary"), "mariadb", "name.taken");
        row("the key's name", QStringLiteral("Primary"), "postgresql", "");
        row("63 bytes", QString(63, u'x'), "postgresql", "");
        row("64 bytes", QString(64, u'x'), "postgresql", "name.too-long");
        row("32 umlauts", QString(32, QChar(0xe4)), "postgresql", "name.too-long");
        row("64 characters", QString(64, QChar(0xe4)), "mysql", "");
        row("65 characters", QString(65, u'x'), "mariadb", "name.too-long");
        row("1000 characters", QString(1000, u'x'), "sqlite", "");
        row("emoji", emoji, "postgresql", "");
        row("emoji", emoji, "mysql", "name.unwritable");
        row("space at the end", QStringLiteral("a "), "mysql", "name.spaces");
        row("space at the end", QStringLiteral("a "), "postgresql", "");
    }
    void lintSaysWhy()
    {
        QFETCH(QString, name);
        QFETCH(QString, dialect);
        QFETCH(QString, code);
        QStringList codes;
        for (const Diagnostic& refusal : refusalsOf(name, **orm::dialectNamed(dialect)))
            codes << refusal.what.code;
        codes.removeAll(
            QStringLiteral("enum.value")); // the name is tried as a value of an enum too, and of an index
        codes.removeDuplicates();
        QCOMPARE(codes, code.isEmpty() ? QStringList() : QStringList{code});
    }
};

QTEST_GUILESS_MAIN(HostileNamesTest)
#include "hostilenamestest.moc"
