// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowimport.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QBuffer>
#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using Missing = sql::ImportLink::Missing;
using Mode = sql::ImportMode;

namespace {

/// Music: a track is on an album, which an artist made; it stands on playlists.
struct Music : SampleDatabase {
    Music()
    {
        const TableId artist = table(QStringLiteral("Artist"), {QStringLiteral("name! varchar(40)")});
        const TableId album = table(QStringLiteral("Album"), {QStringLiteral("title* varchar(40)")});
        const TableId genre = table(QStringLiteral("Genre"), {QStringLiteral("name! varchar(40)")});
        const TableId track = table(QStringLiteral("Track"),
            {QStringLiteral("code! varchar(8)"), QStringLiteral("name* varchar(40)"),
                QStringLiteral("price decimal(8,2)"), QStringLiteral("length integer")});
        const TableId playlist = table(QStringLiteral("Playlist"), {QStringLiteral("name! varchar(40)")});
        reference(album, artist, {}, {}, true);
        reference(track, album);
        reference(track, genre);
        link(QStringLiteral("Entry"), track, playlist, {QStringLiteral("place integer")});
    }

    sql::ImportPlan plan(const char* names, Missing missing = Missing::Refuse, Mode mode = Mode::Insert)
    {
        sql::ImportPlan plan =
            sql::suggestedPlan(registry(), model("Track"), QString::fromLatin1(names).split(u','));
        for (sql::ImportLink& link : plan.links)
            link.missing = missing;
        plan.mode = mode;
        return plan;
    }
    Result<sql::ImportReport> import(
        const sql::ImportPlan& plan, const QByteArray& text, const sql::ImportOptions& options = {})
    {
        QBuffer buffer;
        buffer.setData(text);
        buffer.open(QIODevice::ReadOnly);
        orm::CsvReader reader(buffer, orm::CsvLayout());
        reader.next().value(); // the names
        return sql::importRows(
            connection(), registry(), plan, [&] { return reader.next(); }, options);
    }
    qint64 count(const char* table)
    {
        return number(QStringLiteral("SELECT COUNT(*) FROM \"%1\"").arg(QLatin1String(table)));
    }
    qint64 one(const char* statement) { return number(QString::fromLatin1(statement)); }
};

/// `4/1 firstName: import.missing`, then `Tracks +2 ~1`: what was made and changed; `=1`, `-1`: as it is,
/// skipped.
QString shown(const Result<sql::ImportReport>& report)
{
    if (!report)
        return QStringLiteral("error: ") + errorText(report.error());
    QStringList said;
    for (const sql::ImportProblem& problem : report->problems)
        said += QStringLiteral("%1/%2 %3: %4")
                    .arg(problem.line)
                    .arg(problem.column)
                    .arg(problem.value, problem.why.what.code);
    for (const sql::ImportReport::Table& table : report->tables) {
        said += table.name;
        if (table.created > 0)
            said.last() += QStringLiteral(" +%1").arg(table.created);
        if (table.changed > 0)
            said.last() += QStringLiteral(" ~%1").arg(table.changed);
    }
    if (report->unchanged > 0)
        said += QStringLiteral("=%1").arg(report->unchanged);
    if (report->skipped > 0)
        said += QStringLiteral("-%1").arg(report->skipped);
    return said.join(QStringLiteral("; "));
}

} // namespace

/// Lines that lead further than to the next table, and lines whose rows are there already, on every engine.
class ImportModesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void init();
    void cleanup() { music_.reset(); }
    void namesLeadAnyWay_data() { EveryEngine::addRows(); }
    void namesLeadAnyWay();
    void whatIsMissingIsMadeAllTheWay_data() { EveryEngine::addRows(); }
    void whatIsMissingIsMadeAllTheWay();
    void aRowIsKnownByWhatItIsLinkedTo_data() { EveryEngine::addRows(); }
    void aRowIsKnownByWhatItIsLinkedTo();
    void aBadLineLeavesNothingBehind_data() { EveryEngine::addRows(); }
    void aBadLineLeavesNothingBehind();
    void rowsAreChanged_data() { EveryEngine::addRows(); }
    void rowsAreChanged();
    void rowsAreChangedOrNew_data() { EveryEngine::addRows(); }
    void rowsAreChangedOrNew();
    void rowsThatAreThereAreSkipped_data() { EveryEngine::addRows(); }
    void rowsThatAreThereAreSkipped();
    void severalLinesOfOneRow_data() { EveryEngine::addRows(); }
    void severalLinesOfOneRow();
    void emptyCells_data() { EveryEngine::addRows(); }
    void emptyCells();
    void aDryRunSaysTheSame_data() { EveryEngine::addRows(); }
    void aDryRunSaysTheSame();
    void givenKeysAreCountedOn_data() { EveryEngine::addRows(); }
    void givenKeysAreCountedOn();
    void plansAreChecked_data() { EveryEngine::addRows(); }
    void plansAreChecked();

private:
    EveryEngine engines_;
    std::unique_ptr<Music> music_;
};

void ImportModesTest::init()
{
    QFETCH(QString, engine);
    music_ = std::make_unique<Music>();
    music_->open(engines_.newDatabase(engine));
    for (const char* values : {R"({"name": "Bach", "Albums": [{"title": "Hits"}]})",
             R"({"name": "Abba", "Albums": [{"title": "Hits"}, {"title": "Gold"}]})"})
        QVERIFY(!music_->create("Artist", values).startsWith(u"error"));
    for (const char* name : {R"({"name": "Old"})", R"({"name": "New"})"})
        QVERIFY(!music_->create("Playlist", name).startsWith(u"error"));
    QVERIFY(!music_->create("Genre", R"({"name": "Pop"})").startsWith(u"error"));
    QVERIFY(!music_
                 ->create("Track", R"({"code": "a1", "name": "First", "price": "1.50", "length": 90,
        "Genre": {"$link": {"id": 1}}, "Album": {"$link": {"id": 3}},
        "Playlists": [{"$link": {"id": 1}, "Entry": {"place": 1}}]})")
                 .startsWith(u"error"));
}

/// Rows that bring their keys leave the counter behind them: the next row of a person's own is given a free
/// one.
void ImportModesTest::givenKeysAreCountedOn()
{
    const sql::ImportPlan artists = sql::suggestedPlan(
        music_->registry(), music_->model("Artist"), {QStringLiteral("id"), QStringLiteral("name")});
    sql::ImportOptions dry;
    dry.dryRun = true;
    QVERIFY(music_->import(artists, "id,name\n6,Elvis\n", dry));
    QVERIFY(music_->import(artists, "id,name\n7,Elvis\n8,Queen\n", {}));
    for (const char* name : {"Nina", "Miles"})
        music_->rows(
            QStringLiteral("INSERT INTO \"Artists\" (\"name\") VALUES ('%1')").arg(QLatin1String(name)));
    QCOMPARE(music_->one("SELECT MAX(id) FROM \"Artists\""), 10);
    // A counter that is further already stays.
    QVERIFY(music_->import(artists, "id,name\n5,Cher\n", {}));
    music_->rows(QStringLiteral("INSERT INTO \"Artists\" (\"name\") VALUES ('Sade')"));
    QCOMPARE(music_->one("SELECT id FROM \"Artists\" WHERE name = 'Sade'"), 11);
}

void ImportModesTest::namesLeadAnyWay()
{
    const sql::ImportPlan plan =
        music_->plan("Code,Album,Album.Artist,album.artist.id,Playlists,Playlists.place,x");
    QCOMPARE(plan.columns.size(), size_t(6));
    QCOMPARE(plan.columns[2].path, (QStringList{QStringLiteral("Album"), QStringLiteral("Artist")}));
    QCOMPARE(plan.columns[2].attribute, QStringLiteral("name"));
    QCOMPARE(plan.columns[3].attribute, QStringLiteral("id"));
    QCOMPARE(plan.links.size(), size_t(3));
    // An artist alone says of no album which one it is.
    QCOMPARE(music_->plan("code,Album.Artist").columns.size(), size_t(1));
}

void ImportModesTest::whatIsMissingIsMadeAllTheWay()
{
    const sql::ImportPlan plan =
        music_->plan("code,name,Genre,Album,Album.Artist,Playlists,Playlists.place", Missing::Create);
    QByteArray lines = "code,name,Genre,Album,Album.Artist,Playlists,Playlists.place\n"
                       "b1,One,Jazz,Blue,Davis,Old;Late,1;2\n"
                       "b2,Two,Jazz,Blue,Davis,,\n"
                       "b3,Three,Pop,Blue,Joni,Late,\n"
                       "b4,Four,,Hits,Abba,,\n"
                       "b5,Five,,,,,\n";
    QCOMPARE(shown(music_->import(plan, lines)),
        QStringLiteral("Artists +2; Albums +2; Genres +1; Tracks +5; Playlists +1; Entries +3"));
    QCOMPARE(music_->one("SELECT COUNT(*) FROM \"Albums\" AS a JOIN \"Artists\" AS b ON b.id = a.\"ArtistId\" "
                         "WHERE a.title = 'Blue' AND b.name IN ('Davis', 'Joni')"),
        2);
    QCOMPARE(music_->one("SELECT \"AlbumId\" FROM \"Tracks\" WHERE code = 'b4'"), 2); // Abba's, not Bach's
    QCOMPARE(
        music_->one("SELECT COUNT(*) FROM \"Tracks\" AS t JOIN \"Albums\" AS a ON a.id = t.\"AlbumId\" JOIN "
                    "\"Artists\" AS b ON b.id = a.\"ArtistId\" WHERE b.name = 'Davis'"),
        2);
}

void ImportModesTest::aRowIsKnownByWhatItIsLinkedTo()
{
    const auto report = music_->import(music_->plan("code,name,Album,Album.Artist"),
        "code,name,Album,Album.Artist\nc1,x,Hits,Abba\nc2,x,Hits,"
        "\nc3,x,Gold,Bach\nc4,x,Hits,Nobody\nc5,x,Gold,\n");
    QCOMPARE(shown(report), QStringLiteral("3/2 Hits: import.ambiguous; 4/2 Gold: import.missing; "
                                           "5/3 Nobody: import.missing; Tracks +2"));
    QVERIFY(!report->stored);
    QCOMPARE(music_->count("Tracks"), 1);
}

void ImportModesTest::aBadLineLeavesNothingBehind()
{
    sql::ImportPlan plan = music_->plan("code,name,Genre,Album,Album.Artist", Missing::Create);
    sql::ImportOptions options;
    options.onlyGood = true;
    const auto report = music_->import(
        plan, "code,name,Genre,Album,Album.Artist\na1,x,Folk,Tales,Drake\nd2,y,Folk,Hits,Abba\n", options);
    QCOMPARE(shown(report), QStringLiteral("2/0 a1: constraint.unique; Genres +1; Tracks +1"));
    QCOMPARE(music_->count("Genres"), 2);
    QCOMPARE(music_->count("Artists"), 2); // Drake came with the bad line only
    QCOMPARE(music_->count("Albums"), 3);
}

void ImportModesTest::rowsAreChanged()
{
    const sql::ImportPlan plan =
        music_->plan("code,name,price,length,Genre,Album,Album.Artist,Playlists,Playlists.place",
            Missing::Create, Mode::Update);
    const QByteArray lines = "code,name,price,length,Genre,Album,Album.Artist,Playlists,Playlists.place\n"
                             "a1,Uno,1.5,90,Rock,Hits,Bach,Old;New,1;7\n";
    QCOMPARE(shown(music_->import(plan, lines)), QStringLiteral("Genres +1; Tracks ~1; Entries +1"));
    QCOMPARE(music_->one(
                 "SELECT COUNT(*) FROM \"Tracks\" WHERE name = 'Uno' AND \"AlbumId\" = 1 AND \"GenreId\" = 2 "
                 "AND length = 90"),
        1);
    QCOMPARE(music_->count("Entries"), 2);
    QCOMPARE(shown(music_->import(plan, lines)), QStringLiteral("=1"));
    const QByteArray unknown = "code,name,price,length,Genre,Album,Album.Artist,Playlists,Playlists.place\n"
                               "a1,Due,,,,,,Old,9\nz9,Zet,,,Wave,,,,\n";
    QCOMPARE(
        shown(music_->import(plan, unknown)), QStringLiteral("3/0 z9: import.missing; Tracks ~1; Entries ~1"));
    QCOMPARE(music_->one("SELECT COUNT(*) FROM \"Tracks\" WHERE name = 'Uno'"), 1); // one bad line is enough
    QCOMPARE(music_->count("Genres"), 2);
}

void ImportModesTest::rowsAreChangedOrNew()
{
    sql::ImportPlan plan = music_->plan("id,code,name,Playlists", Missing::Create, Mode::InsertOrUpdate);
    plan.key = {QStringLiteral("code")};
    QCOMPARE(shown(music_->import(plan, "id,code,name,Playlists\n,a1,Uno,New\n,e1,Neu,New;Fresh\n,a1,Uno,\n")),
        QStringLiteral("Tracks +1 ~1; Playlists +1; Entries +3"));
    QCOMPARE(music_->one("SELECT COUNT(*) FROM \"Tracks\" WHERE (code = 'a1' AND name = 'Uno' AND id = 1) OR "
                         "(code = 'e1' AND name = 'Neu')"),
        2);
    // By another key the code itself is a value like others.
    plan.key = {QStringLiteral("id")};
    QCOMPARE(shown(music_->import(plan, "id,code,name,Playlists\n1,a9,Uno,\n")), QStringLiteral("Tracks ~1"));
    QCOMPARE(music_->one("SELECT id FROM \"Tracks\" WHERE code = 'a9'"), 1);
}

void ImportModesTest::rowsThatAreThereAreSkipped()
{
    const sql::ImportPlan plan = music_->plan("code,name,Playlists", Missing::Create, Mode::Skip);
    QCOMPARE(shown(music_->import(plan, "code,name,Playlists\na1,Uno,Other\nf1,Neu,New\n")),
        QStringLiteral("Tracks +1; Entries +1; -1"));
    QCOMPARE(music_->count("Playlists"), 2);
    QCOMPARE(music_->one("SELECT COUNT(*) FROM \"Tracks\" WHERE code = 'a1' AND name = 'First'"), 1);
    // A line whose row a line before has made is skipped as well.
    QCOMPARE(shown(music_->import(plan, "code,name,Playlists\ng1,Neu,\ng1,Anders,\ng2,Mehr,\n")),
        QStringLiteral("Tracks +2; -1"));
}

void ImportModesTest::severalLinesOfOneRow()
{
    const sql::ImportPlan plan = music_->plan("code,name", Missing::Refuse, Mode::InsertOrUpdate);
    QCOMPARE(shown(music_->import(plan, "code,name\na1,Zwei\na1,First\nh1,Eins\nh1,Zwei\n")),
        QStringLiteral("Tracks +1 ~1")); // rows, not lines
    QCOMPARE(music_->one("SELECT COUNT(*) FROM \"Tracks\" WHERE (code = 'a1' AND name = 'First') OR "
                         "(code = 'h1' AND name = 'Zwei')"),
        2);
}

void ImportModesTest::emptyCells()
{
    sql::ImportPlan plan = music_->plan("code,length,Genre", Missing::Refuse, Mode::Update);
    QCOMPARE(shown(music_->import(plan, "code,length,Genre\na1,,\n")), QStringLiteral("=1"));
    plan.nullChanges = true;
    QCOMPARE(shown(music_->import(plan, "code,length,Genre\na1,,\n")), QStringLiteral("Tracks ~1"));
    QCOMPARE(
        music_->one(
            "SELECT COUNT(*) FROM \"Tracks\" WHERE length IS NULL AND \"GenreId\" IS NULL AND \"AlbumId\" = 3"),
        1);
}

void ImportModesTest::aDryRunSaysTheSame()
{
    const sql::ImportPlan plan =
        music_->plan("code,name,Album,Album.Artist", Missing::Create, Mode::InsertOrUpdate);
    const QByteArray lines = "code,name,Album,Album.Artist\na1,Uno,Live,Abba\ni1,Neu,Live,Abba\n";
    sql::ImportOptions dry;
    dry.dryRun = true;
    const auto tried = music_->import(plan, lines, dry);
    QVERIFY(tried && !tried->stored);
    QCOMPARE(music_->count("Albums"), 3);
    const auto done = music_->import(plan, lines);
    QVERIFY(done && done->stored);
    QCOMPARE(shown(tried), shown(done));
    QCOMPARE(shown(done), QStringLiteral("Albums +1; Tracks +1 ~1"));
}

void ImportModesTest::plansAreChecked()
{
    const auto refused = [&](const sql::ImportPlan& plan) {
        const auto checked = sql::checkPlan(music_->registry(), plan);
        return checked ? QString() : checked.error().what.code;
    };
    QCOMPARE(refused(music_->plan("code,name,Album,Album.Artist", Missing::Create, Mode::Update)), QString());
    QCOMPARE(
        refused(music_->plan("name,Album", Missing::Create, Mode::Update)), QStringLiteral("import.keyless"));
    sql::ImportPlan other = music_->plan("code,name", Missing::Create, Mode::Skip);
    other.key = {QStringLiteral("name")};
    QCOMPARE(refused(other), QStringLiteral("import.keyless"));
    sql::ImportPlan headless = music_->plan("code,Album,Album.Artist");
    std::erase_if(headless.columns, [](const sql::ImportColumn& column) { return column.path.size() == 1; });
    QCOMPARE(refused(headless), QStringLiteral("import.nameless"));
    std::erase_if(headless.links, [](const sql::ImportLink& link) { return link.path.size() == 1; });
    QCOMPARE(refused(headless), QStringLiteral("import.link"));
    sql::ImportPlan misspelt = music_->plan("code,Album,Album.Artist");
    misspelt.columns.back().path.back() = QStringLiteral("Artst");
    const auto checked = sql::checkPlan(music_->registry(), misspelt);
    QVERIFY(!checked && checked.error().hint.english().contains(QStringLiteral("Artist")));
}

QTEST_GUILESS_MAIN(ImportModesTest)
#include "importmodestest.moc"
