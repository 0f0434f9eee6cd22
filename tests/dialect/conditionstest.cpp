// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"
#include "support/scratchserver.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;

/// The language of `where` on each engine: the same question gives the same rows.
class ConditionsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void theSameRows_data();
    void theSameRows();
    void errorsSayWhatIsWrong_data();
    void errorsSayWhatIsWrong();
    void hostileTextIsOnlyText_data();
    void hostileTextIsOnlyText();
    void arraysAndRangesOfPostgres_data();
    void arraysAndRangesOfPostgres();
    void overlapOfJsonOnMariaDb();

private:
    SampleDatabase& things(const QString& engine);
    QString names(SampleDatabase& database, const QByteArray& where);

    ScratchPostgres postgres_;
    ScratchMariaDb mariaDb_;
    std::map<QString, std::unique_ptr<SampleDatabase>> databases_;
};

namespace {

const QStringList engines{QStringLiteral("sqlite"), QStringLiteral("postgresql"), QStringLiteral("mariadb")};

} // namespace

void ConditionsTest::initTestCase()
{
    QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    for (const QString& engine : engines) {
        auto database = std::make_unique<SampleDatabase>();
        QStringList columns{QStringLiteral("name"), QStringLiteral("age integer"),
            QStringLiteral("best integer"), QStringLiteral("born date"), QStringLiteral("price decimal(30,10)"),
            QStringLiteral("active boolean"), QStringLiteral("meta json"), QStringLiteral("more jsonb")};
        if (engine == u"postgresql") {
            columns += QStringLiteral("tags text[]");
            columns += QStringLiteral("numbers integer[]");
            columns += QStringLiteral("span int4range");
        }
        const TableId thing = database->table(QStringLiteral("Thing"), columns);
        database->reference(thing, thing, QStringLiteral("Owner"), QStringLiteral("Owned"));
        if (engine == u"sqlite")
            database->open();
        else
            database->open(engine == u"postgresql" ? postgres_.newDatabase() : mariaDb_.newDatabase());
        for (const char* row :
            {
                R"({"name": "Ann", "age": 20, "best": 20, "born": "2001-03-02", "price": "1.10", "active": true,
                    "meta": {"video": {"url": "a.mp4", "length": 12.5}, "tags": ["x", "y"], "ok": true, "0": "zero"},
                    "more": {"a": 1, "b": [1, 2]}})",
                R"({"name": "Bob", "age": 18, "best": 3, "born": "1999-12-31",
                    "price": "12345678901234567890.1234567891", "active": false,
                    "meta": {"video": {"url": "b.mp4", "length": 7}, "ok": false, "n": null, "a.b": "dotted",
                             "q\"uote": 1}, "more": {"b": [1, 2], "a": 1}})",
                R"({"name": "Cid%", "age": null, "meta": "text", "more": [1, 2]})",
                R"({"name": "d!_\\e", "age": 40, "meta": [10, {"k": "v"}], "more": 5})",
                R"({"name": null, "OwnerId": 1, "age": 77})"}) {
            const QString made = database->create("Thing", row, {sql::Existing::Create});
            QVERIFY2(!made.startsWith(u"error"), qPrintable(engine + QStringLiteral(": ") + made));
        }
        if (engine == u"postgresql") {
            database->rows(QStringLiteral("UPDATE \"Things\" SET tags = '{red,\"light blue\",NULL}', numbers = "
                                          "'{1,2,3}', span = '[1,5)' WHERE id = 1"));
            database->rows(
                QStringLiteral("UPDATE \"Things\" SET tags = '{green,red}', numbers = '{3,4}', span = "
                               "'[10,20)' WHERE id = 2"));
        }
        databases_[engine] = std::move(database);
    }
}

SampleDatabase& ConditionsTest::things(const QString& engine)
{
    return *databases_.at(engine);
}

/// The names of the things that the condition picks, `-` for NULL.
QString ConditionsTest::names(SampleDatabase& database, const QByteArray& where)
{
    orm::Query query;
    query.model = database.model("Thing");
    query.where = mustHave(orm::parseJson(where, QStringLiteral("test")), QString::fromUtf8(where));
    const auto found = sql::find(database.connection(), database.registry(), query);
    if (!found)
        return QStringLiteral("error: ") + errorText(found.error());
    QStringList result;
    for (const auto& row : *found) {
        const sql::Value& name = row.value(database.registry().at(query.model), QStringLiteral("name"));
        result.append(name.isNull() ? QStringLiteral("-") : name.text());
    }
    return result.join(u' ');
}

void ConditionsTest::theSameRows_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("expected");
    const std::pair<const char*, const char*> questions[] = {
        {R"({"age": {"gte": 20}})", "Ann d!_\\e -"},
        {R"({"age": {"any": [18, 40]}})", "Bob d!_\\e"},
        {R"({"age": {"gt": {"any": [30, 70]}}})", "d!_\\e -"},
        {R"({"age": {"lt": {"all": [30, 20]}}})", "Bob"},
        {R"({"age": {"eq": {"$col": "best"}}})", "Ann"},
        {R"({"age": {"gt": {"$col": "best"}}})", "Bob"},
        {R"({"age": {"notIn": [18, 20, null]}})", "d!_\\e -"},
        {R"({"age": {"not": {"between": [10, 30]}}})", "d!_\\e -"},
        {R"({"name": {"startsWith": "d!_\\"}})", "d!_\\e"},
        {R"({"name": {"substring": "%"}})", "Cid%"},
        {R"({"name": {"endsWith": "_\\e"}})", "d!_\\e"},
        {R"({"name": {"iLike": "aNN"}})", "Ann"},
        {R"({"name": {"iStartsWith": "D!_\\"}})", "d!_\\e"},
        {R"({"name": {"iSubstring": "ID%"}})", "Cid%"},
        {R"({"name": {"iEndsWith": "_\\E"}})", "d!_\\e"},
        {R"({"name": {"notILike": "%B%"}})", "Ann Cid% d!_\\e"},
        {R"({"name": {"regexp": "^[AB]"}})", "Ann Bob"},
        {R"({"name": {"notRegexp": "^[AB]"}})", "Cid% d!_\\e"},
        {R"({"name": {"iRegexp": "^a.n$"}})", "Ann"},
        {R"({"name": {"notIRegexp": "^[abc]"}})", "d!_\\e"},
        {R"({"age": {"startsWith": "1"}})", "Bob"},
        {R"({"born": {"lt": "2000-01-01"}})", "Bob"},
        {R"({"price": "12345678901234567890.1234567891"})", "Bob"},
        {R"({"active": true})", "Ann"},
        {R"({"meta": {"video": {"url": "a.mp4"}}})", "Ann"},
        {R"({"meta.video.url": {"like": "%.mp4"}})", "Ann Bob"},
        {R"({"meta.video.length": {"gt": 10}})", "Ann"},
        {R"({"meta.video.length": {"between": [7, 12.5]}})", "Ann Bob"},
        {R"({"meta.video.length": [7, 8]})", "Bob"},
        {R"({"meta": {"video": {"length": {"lt": 10}, "url": {"startsWith": "b"}}}})", "Bob"},
        {R"({"meta.ok": true})", "Ann"},
        {R"({"meta.ok": {"ne": true}})", "Bob"},
        {R"({"meta.n": null, "meta.ok": false})", "Bob"},
        {R"({"meta.tags.1": "y"})", "Ann"},
        {R"({"meta": {"0": "zero"}})", "Ann"},
        {R"({"meta.1.k": "v"})", "d!_\\e"},
        {R"({"meta": {"a.b": "dotted"}})", "Bob"},
        {R"({"meta": {"q\"uote": 1}})", "Bob"},
        {R"({"meta": {"eq": "text"}})", "Cid%"},
        {R"({"more": {"eq": [1, 2]}})", "Cid%"},
        {R"({"more": 5})", "d!_\\e"},
        {R"({"$Owner.name$": "Ann"})", "-"},
        {R"({"Owned": {"has": {"age": 77}}})", "Ann"},
        {R"({"Owned": {"count": {"gte": 1}}})", "Ann"},
        {R"({"or": [{"name": "Bob"}, {"not": {"age": {"lt": 77}}}]})", "Bob -"},
    };
    for (const QString& engine : engines) {
        for (const auto& [where, expected] : questions)
            QTest::addRow("%s %s", qPrintable(engine), where)
                << engine << QByteArray(where) << QString::fromUtf8(expected);
    }
}

void ConditionsTest::theSameRows()
{
    QFETCH(QString, engine);
    QFETCH(QByteArray, where);
    QFETCH(QString, expected);
    QCOMPARE(names(things(engine), where), expected);
}

void ConditionsTest::errorsSayWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("expected");
    const std::pair<const char*, const char*> questions[] = {
        {R"({"age": {"gte": null}})", "null can't be compared by \"gte\""},
        {R"({"age": {"gtee": 5}})", "did you mean \"gte\"?"},
        {R"({"age": {"any": 5}})", "a list of values is needed"},
        {R"({"age": {"eq": {"$col": "bst"}}})", "did you mean \"best\"?"},
        {R"({"name": {"regexp": 5, "like": []}})", "\"like\" takes a text"},
        {R"({"meta": {}})", "an empty object asks nothing"},
        {R"({"name": {"contains": "x"}})", "\"contains\" is not available on"},
    };
    for (const auto& [where, expected] : questions)
        QTest::addRow("%s", where) << QByteArray(where) << QString::fromUtf8(expected);
}

void ConditionsTest::errorsSayWhatIsWrong()
{
    QFETCH(QByteArray, where);
    QFETCH(QString, expected);
    for (const QString& engine : engines) {
        const QString said = names(things(engine), where);
        QVERIFY2(said.contains(expected), qPrintable(engine + QStringLiteral(": ") + said));
    }
}

/// As a value, a pattern and a part of a JSON path.
void ConditionsTest::hostileTextIsOnlyText_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"'; DROP TABLE \"Things\"; --", "\\", "\\'", "\"", "`", "%", "_", "!", "$1", "?",
             "{\"$col\":1}", "*/ --", "\n", "a\"]", "ünï 𝄞", "$.a", "[0]", "0", "-1"})
        QTest::addRow("%s", text) << QString::fromUtf8(text);
}

void ConditionsTest::hostileTextIsOnlyText()
{
    QFETCH(QString, text);
    for (const QString& engine : engines) {
        SampleDatabase& database = things(engine);
        const auto json = [](orm::Json::Object members) {
            return orm::compactJson(orm::Json(std::move(members)));
        };
        const orm::Json given(text);
        const orm::Json meta(
            orm::Json::Object{{QStringLiteral("deep"), orm::Json(orm::Json::Object{{text, given}})},
                {text, orm::Json(qint64(1))}});
        const QString made = database.create("Thing",
            json({{QStringLiteral("name"), given}, {QStringLiteral("meta"), meta}}).constData(),
            {sql::Existing::Create});
        QVERIFY2(!made.startsWith(u"error"), qPrintable(engine + QStringLiteral(": ") + made));
        const auto finds = [&](orm::Json::Object where) {
            return names(database, json(std::move(where))) == text;
        };
        const auto object = [](const QString& key, const orm::Json& value) {
            return orm::Json(orm::Json::Object{{key, value}});
        };
        QVERIFY2(finds({{QStringLiteral("name"), given}}), qPrintable(engine));
        QVERIFY2(finds({{QStringLiteral("name"), object(QStringLiteral("startsWith"), given)},
                     {QStringLiteral("meta"), object(QStringLiteral("deep"), object(text, given))}}),
            qPrintable(engine));
        QVERIFY2(
            finds({{QStringLiteral("name"), object(QStringLiteral("in"), orm::Json(orm::Json::Array{given}))},
                {QStringLiteral("meta"), object(text, orm::Json(qint64(1)))}}),
            qPrintable(engine));
        database.rows(QStringLiteral("DELETE FROM %1 WHERE id > 5")
                          .arg(database.connection().dialect().quoted(QStringLiteral("Things"))));
    }
}

void ConditionsTest::arraysAndRangesOfPostgres_data()
{
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QString>("expected");
    const std::pair<const char*, const char*> questions[] = {
        {R"({"tags": {"contains": ["red"]}})", "Ann Bob"},
        {R"({"tags": {"contains": "light blue"}})", "Ann"},
        {R"({"tags": {"overlap": ["green", "no"]}})", "Bob"},
        {R"({"numbers": {"contained": [1, 2, 3, 9]}})", "Ann"},
        {R"({"numbers": [3, 4]})", "Bob"},
        {R"({"numbers": {"ne": [3, 4]}})", "Ann"},
        {R"({"span": {"contains": 4}})", "Ann"},
        {R"({"span": {"contains": [11, 12]}})", "Bob"},
        {R"({"span": {"overlap": [4, 11]}})", "Ann Bob"},
        {R"({"span": {"contained": [0, null]}})", "Ann Bob"},
        {R"({"more": {"contains": {"a": 1}}})", "Ann Bob"},
        {R"({"meta": {"contains": {"ok": true}}})", "Ann"},
        {R"({"more": {"contained": [1, 2, 3]}})", "Cid%"},
    };
    for (const auto& [where, expected] : questions)
        QTest::addRow("%s", where) << QByteArray(where) << QString::fromUtf8(expected);
}

void ConditionsTest::arraysAndRangesOfPostgres()
{
    QFETCH(QByteArray, where);
    QFETCH(QString, expected);
    QCOMPARE(names(things(QStringLiteral("postgresql")), where), expected);
}

void ConditionsTest::overlapOfJsonOnMariaDb()
{
    SampleDatabase& database = things(QStringLiteral("mariadb"));
    QCOMPARE(names(database, R"({"more": {"overlap": [2, 9]}})"), QStringLiteral("Cid%"));
    QCOMPARE(names(database, R"({"more": {"contains": {"a": 1}}})"), QStringLiteral("Ann Bob"));
}

QTEST_GUILESS_MAIN(ConditionsTest)
#include "conditionstest.moc"
