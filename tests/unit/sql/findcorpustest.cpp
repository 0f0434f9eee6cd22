// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/introspector.h"
#include "support/sampledatabase.h"
#include "support/support.h"

#include <QDir>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// A database that nobody here made, lifted.
struct Foreign {
    std::unique_ptr<sql::Connection> connection;
    orm::ModelRegistry registry;

    explicit Foreign(const QString& file)
    {
        sql::ConnectionSettings settings;
        settings.file = file;
        settings.readOnly = true;
        connection = mustHave(sql::Connection::open(settings), file);
        const orm::Lifted lifted = orm::lift(mustHave(sql::introspect(*connection), file));
        registry = orm::ModelRegistry::make(
            lifted.schema, {}, orm::derive(lifted.schema, {}, connection->dialect().capabilities()));
    }

    Result<sql::Rows> find(int model, const QStringList& includes, const char* where = "null")
    {
        orm::Query query;
        query.model = model;
        query.includes = mustHave(orm::parseIncludes(registry, model, includes), includes.join(u' '));
        query.where = *orm::parseJson(where, {});
        query.limit = 20;
        return sql::find(*connection, registry, query);
    }
};

} // namespace

class FindCorpusTest : public QObject {
    Q_OBJECT

private slots:
    void everyAssociationCanBeFollowed_data();
    void everyAssociationCanBeFollowed();
    void chinook();
};

void FindCorpusTest::everyAssociationCanBeFollowed_data()
{
    const QDir folder(sharedPath(QStringLiteral("corpus/ready")));
    const QStringList files = folder.entryList({QStringLiteral("*.db")});
    if (sharedPath(QStringLiteral("corpus/ready")).isEmpty() || files.isEmpty())
        QSKIP("no databases to look at");
    QTest::addColumn<QString>("file");
    for (const QString& file : files)
        QTest::newRow(qPrintable(file)) << folder.filePath(file);
}

void FindCorpusTest::everyAssociationCanBeFollowed()
{
    QFETCH(QString, file);
    Foreign database(file);
    QVERIFY(!database.registry.models().empty());
    for (int model = 0; model < int(database.registry.models().size()); ++model) {
        const orm::Model& of = database.registry.at(model);
        const auto rows = database.find(model, {QStringLiteral(R"([{"all": true}])")});
        QVERIFY2(rows, rows ? "" : qPrintable(of.name + errorText(rows.error())));
        const auto counts =
            sql::countRelated(*database.connection, database.registry, model, rows->list(), 1000000);
        QVERIFY2(counts, counts ? "" : qPrintable(of.name + errorText(counts.error())));
        for (size_t row = 0; row < rows->size(); ++row) {
            for (size_t i = 0; i < of.associations.size(); ++i) {
                // What the badge counts is what unfolding shows.
                if (of.associations[i].kind != orm::AssociationKind::HasOne)
                    QCOMPARE((*counts)[row][i], int((*rows)[row].related(i).rows().size()));
            }
        }
        const auto found = sql::search(*database.connection, database.registry, model, QStringLiteral("a"), 5);
        QVERIFY2(found, found ? "" : qPrintable(of.name + errorText(found.error())));
    }
}

void FindCorpusTest::chinook()
{
    const QString file = sharedPath(QStringLiteral("corpus/ready/chinook.db"));
    if (file.isEmpty())
        QSKIP("no Chinook to look at");
    Foreign database(file);
    const int playlist = mustHave(database.registry.find(QStringLiteral("Playlist")), file);
    const auto rows =
        database.find(playlist, {QStringLiteral(R"(Tracks{"limit":2}.Album.Artist)")}, R"({"Name":"Grunge"})");
    QVERIFY2(rows, rows ? "" : qPrintable(errorText(rows.error())));
    QCOMPARE(int(rows->size()), 1);
    const sql::Related tracks = rows->front().related(0);
    QCOMPARE(int(tracks.rows().size()), 2);
    QCOMPARE(int(tracks.junctions().size()), 2);
    QVERIFY(tracks.more());
    const sql::Row artist = tracks.rows()[0].related(0).rows()[0].related(0).rows()[0];
    QVERIFY(!artist.value(database.registry.at(artist.model()), QStringLiteral("Name")).text().isEmpty());
}

QTEST_GUILESS_MAIN(FindCorpusTest)
#include "findcorpustest.moc"
