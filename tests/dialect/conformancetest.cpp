// SPDX-License-Identifier: GPL-3.0-or-later
#include "deviations.h"

#include "orm/dialect/dialect.h"
#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "orm/exchange/models.h"
#include "orm/sql/connection.h"
#include "orm/sql/introspector.h"
#include "orm/sql/sync.h"
#include "orm/translate/translate.h"
#include "support/schemas.h"
#include "support/scratchserver.h"
#include "support/servercatalog.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;
using tests::CatalogFacts;
using tests::Deviation;

namespace {

/// Definitions that are refused, by which sentence, and why.
struct Refusal {
    const char* golden;
    const char* code;
    const char* rule;
};

const std::vector<Refusal>& refusals()
{
    static const std::vector<Refusal> all{
        {"13", "models.oneTable", "30: Datum and Data would be one table"},
        {"15", "models.setNull", "18: SET NULL on the key of a junction"},
    };
    return all;
}

bool isAmong(const QString& word, const char* words)
{
    return QString::fromLatin1(words).split(u' ').contains(word);
}

} // namespace

/// What Sequelize made of the same definitions on each server is what we make there, to the fact, but for what
/// part 8 of the ORM rules says; and what was made is read back as what was meant.
class ConformanceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (tests::sharedPath(QStringLiteral("goldens")).isEmpty())
            QSKIP("the shared goldens are absent");
        QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
        QVERIFY2(mariadb_.start(), qPrintable(mariadb_.error()));
    }

    void recordings_data()
    {
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("file");
        for (const char* engine : {"sqlite", "postgres", "mariadb", "mysql"}) {
            const QString folder = tests::sharedPath(QStringLiteral("goldens/") + QLatin1String(engine));
            for (const QString& name : QDir(folder).entryList({"*.json"}))
                QTest::addRow("%s/%s", engine, qPrintable(name))
                    << QString::fromLatin1(engine) << folder + u'/' + name;
        }
    }

    void recordings()
    {
        QFETCH(QString, engine);
        QFETCH(QString, file);
        QFile input(file);
        QVERIFY(input.open(QIODevice::ReadOnly));
        const Result<Json> golden = parseJson(input.readAll(), file);
        QVERIFY(golden);
        const QString number = QFileInfo(file).fileName().section(u'_', 0, 0);
        const Result<model::Document> document = readModels(*golden, file);
        const auto refused = std::ranges::find_if(
            refusals(), [&](const Refusal& r) { return number == QLatin1String(r.golden); });
        QCOMPARE(document ? QString() : document.error().what.code,
            refused == refusals().end() ? QString() : QString::fromLatin1(refused->code));
        const CatalogFacts recorded = tests::recordedFacts(*golden, engine);
        if (!document || recorded.isEmpty())
            return;

        QStringList differences;
        compareOn(engine, *document, recorded, differences);
        if (QTest::currentTestFailed())
            return;
        for (const Deviation& deviation : tests::deviations()) {
            if (!isAmong(number, deviation.goldens) || !isAmong(engine, deviation.engines))
                continue;
            for (const QString& fact : deviation.facts)
                QVERIFY2(differences.removeOne(fact), qPrintable(QStringLiteral("not so any more: ") + fact));
        }
        QCOMPARE(differences.join(u'\n'), QString());
    }

    /// The same from a drawing that a person makes by hand.
    void schoolAsDrawn_data()
    {
        QTest::addColumn<bool>("hasReverseIndex"); // of the engine's own accord
        QTest::newRow("sqlite") << false;
        QTest::newRow("postgres") << false;
        QTest::newRow("mariadb") << true;
    }
    void schoolAsDrawn()
    {
        QFETCH(bool, hasReverseIndex);
        const QString engine = QString::fromLatin1(QTest::currentDataTag());
        QFile input(tests::sharedPath(QStringLiteral("goldens/%1/01_tutorial.json").arg(engine)));
        QVERIFY(input.open(QIODevice::ReadOnly));
        const Result<Json> golden = parseJson(input.readAll(), input.fileName());
        QVERIFY(golden);
        tests::SchemaMaker maker;
        maker.school();
        model::Document document;
        document.schema = maker.schema;
        QStringList differences;
        compareOn(engine, document, tests::recordedFacts(*golden, engine), differences);
        QCOMPARE(differences,
            hasReverseIndex
                ? QStringList()
                : QStringList{"+Enrollments index Enrollments_ClassId_StudentId_idx (ClassId, StudentId)"});
    }

private:
    /// Makes the tables in a fresh database; what differs from the recorded facts. What was made is read back
    /// as what was meant.
    void compareOn(const QString& engine, const model::Document& document, const CatalogFacts& recorded,
        QStringList& differences)
    {
        auto connection = sql::Connection::open(newDatabase(engine));
        QVERIFY(connection);
        const Dialect& dialect = **dialectNamed(dialectOf(engine));
        const Result<Derivation> derivation = deriveFor(document, dialect);
        QVERIFY(derivation);
        const auto plan = sql::planSync(**connection, *derivation, {});
        QVERIFY(plan);
        const auto ran = sql::runSync(**connection, *plan);
        QVERIFY2(ran, ran ? "" : qPrintable(ran.error().what.english()));
        const auto ours = tests::serverFacts(**connection, engine);
        QVERIFY2(ours, ours ? "" : qPrintable(ours.error().what.english()));
        differences = tests::factDifferences(*ours, recorded);

        const Result<PhysicalSchema> read = sql::introspect(**connection);
        QVERIFY(read);
        QStringList changes;
        for (const SchemaChange& change : compare(*read, derivation->schema, dialect))
            changes.append(describe(change, dialect));
        QCOMPARE(changes.join(u'\n'), QString());
    }

    /// The recordings of `mysql` are those of Sequelize's dialect for MySQL on MariaDB.
    static QString dialectOf(const QString& engine)
    {
        return engine == u"postgres" ? QStringLiteral("postgresql")
               : engine == u"sqlite" ? engine
                                     : QStringLiteral("mariadb");
    }

    sql::ConnectionSettings newDatabase(const QString& engine)
    {
        sql::ConnectionSettings memory;
        memory.file = QStringLiteral(":memory:");
        return engine == u"postgres" ? postgres_.newDatabase()
               : engine == u"sqlite" ? memory
                                     : mariadb_.newDatabase();
    }

    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariadb_;
};

QTEST_GUILESS_MAIN(ConformanceTest)
#include "conformancetest.moc"
