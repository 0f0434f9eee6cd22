// SPDX-License-Identifier: GPL-3.0-or-later
// Long values are not read with the row that is looked at, and nothing needs them that does not change them.
#include "orm/sql/longvalues.h"
#include "orm/sql/nearrows.h"
#include "orm/sql/seenrow.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;
using sql::Value;

namespace {

constexpr sql::LongValues cut{8 * 1024, 100};

class Statements : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override { sql.append(statement.sql); }
    QStringList sql;
};

/// Papers of an author with a text, a JSON text and bytes: short ones, long ones and none.
struct Papers : SampleDatabase {
    explicit Papers(const sql::ConnectionSettings& where)
    {
        const TableId author =
            table(QStringLiteral("Author"), {QStringLiteral("name varchar(40)"), QStringLiteral("life text")});
        const TableId paper =
            table(QStringLiteral("Paper"), {QStringLiteral("title varchar(40)"), QStringLiteral("words text"),
                                               QStringLiteral("notes json"), QStringLiteral("scan binary")});
        reference(paper, author);
        open(where);
        add("Author",
            {{QStringLiteral("id"), Json::number(QStringLiteral("1"))},
                {QStringLiteral("name"), Json(QStringLiteral("Ann"))}, {QStringLiteral("life"), Json(text)}});
        paperOf(1, QStringLiteral("short"), QStringLiteral("kurz"), QByteArray("abc"));
        paperOf(2, QStringLiteral("long"), text, bytes);
        add("Paper", {{QStringLiteral("id"), Json::number(QStringLiteral("3"))},
                         {QStringLiteral("title"), Json(QStringLiteral("none"))}});
    }
    void add(const char* modelName, Json::Object members)
    {
        mustHave(sql::create(connection(), registry(), model(modelName), Json(std::move(members)), {}),
            QString::fromLatin1(modelName));
    }
    void paperOf(int id, const QString& title, const QString& words, const QByteArray& scan)
    {
        Json::Object notes{{QStringLiteral("a"), Json(words)}};
        add("Paper",
            {{QStringLiteral("id"), Json::number(QString::number(id))}, {QStringLiteral("title"), Json(title)},
                {QStringLiteral("words"), Json(words)}, {QStringLiteral("notes"), Json(std::move(notes))},
                {QStringLiteral("scan"), Json(QString::fromLatin1(scan.toBase64()))},
                {QStringLiteral("AuthorId"), Json::number(QStringLiteral("1"))}});
    }
    Value value(const sql::Row& row, const char* attribute) const
    {
        return row.value(registry().at(row.model()), QString::fromLatin1(attribute));
    }
    std::optional<qint64> length(const sql::Row& row, const char* attribute) const
    {
        return row.longLength(registry().at(row.model()).attributeIndex(QString::fromLatin1(attribute)));
    }

    const QString text = QStringLiteral("añ… ").repeated(4'000); ///< seven bytes, four characters a time
    const QByteArray bytes = QByteArray("\0\xff'\\x", 5).repeated(8'000);
};

} // namespace

class LongValuesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void onlyTheBeginningIsRead_data() { EveryEngine::addRows(); }
    void onlyTheBeginningIsRead();
    void whatThePageGoesByIsWhole_data() { EveryEngine::addRows(); }
    void whatThePageGoesByIsWhole();
    void anotherColumnIsWrittenWithoutThem_data() { EveryEngine::addRows(); }
    void anotherColumnIsWrittenWithoutThem();
    void aRowThatIsGoneIsTold();
    void whichAttributesMayBeLong();

private:
    EveryEngine engines_;
};

void LongValuesTest::onlyTheBeginningIsRead()
{
    QFETCH(QString, engine);
    Papers papers(engines_.newDatabase(engine));
    orm::Query query;
    query.model = papers.model("Paper");
    orm::Include author;
    author.association = QStringLiteral("Author");
    query.includes.push_back(author);
    const auto found = sql::find(papers.connection(), papers.registry(), query, cut);
    QVERIFY2(found.has_value(), found ? "" : qPrintable(errorText(found.error())));
    QCOMPARE(found->size(), size_t(3));
    const sql::Row small = (*found)[0], large = (*found)[1], none = (*found)[2];
    for (const char* attribute : {"words", "notes", "scan"}) {
        QVERIFY(!papers.length(small, attribute));
        QVERIFY(!papers.length(none, attribute));
        QVERIFY(papers.value(none, attribute).isNull());
        QVERIFY(papers.length(large, attribute));
    }
    QCOMPARE(papers.value(small, "words"), Value(QStringLiteral("kurz")));
    QCOMPARE(papers.value(small, "scan"), Value(QByteArray("abc")));
    QCOMPARE(papers.value(large, "title"), Value(QStringLiteral("long")));
    QCOMPARE(*papers.length(large, "words"), papers.text.toUtf8().size());
    QCOMPARE(*papers.length(large, "scan"), papers.bytes.size());
    QVERIFY(papers.text.startsWith(papers.value(large, "words").text()));
    QCOMPARE(papers.value(large, "words").text().toUcs4().size(), 100);
    QVERIFY(papers.value(large, "scan").isBytes());
    QVERIFY(papers.bytes.startsWith(papers.value(large, "scan").bytes()));
    QVERIFY(papers.value(large, "scan").bytes().size() <= 100);
    // The rows that others refer to, too, and the rows of an association.
    const sql::Row ann = large.related(0).rows().front();
    QCOMPARE(*papers.length(ann, "life"), papers.text.toUtf8().size());
    orm::Include ofAnn;
    ofAnn.association = QStringLiteral("Papers");
    ofAnn.limit = 5;
    const auto related = sql::findRelated(
        papers.connection(), papers.registry(), papers.model("Author"), {{Value(qint64(1))}}, ofAnn, {}, cut);
    QVERIFY2(related.has_value(), related ? "" : qPrintable(errorText(related.error())));
    QCOMPARE((*related)[0].related(0).rows().size(), size_t(2));
    QCOMPARE(*papers.length((*related)[0].related(0).rows()[1], "scan"), papers.bytes.size());

    const auto words = sql::readWhole(
        papers.connection(), papers.registry(), query.model, QStringLiteral("2"), QStringLiteral("words"));
    QCOMPARE(mustHave(words, engine), Value(papers.text));
    const auto scan = sql::readWhole(
        papers.connection(), papers.registry(), query.model, QStringLiteral("2"), QStringLiteral("scan"));
    QCOMPARE(mustHave(scan, engine), Value(papers.bytes));
}

void LongValuesTest::whatThePageGoesByIsWhole()
{
    QFETCH(QString, engine);
    Papers papers(engines_.newDatabase(engine));
    orm::Query query;
    query.model = papers.model("Paper");
    query.order.push_back({QStringLiteral("words"), true});
    query.limit = 1;
    const auto found = sql::find(papers.connection(), papers.registry(), query, cut);
    QVERIFY2(found.has_value(), found ? "" : qPrintable(errorText(found.error())));
    QVERIFY(!papers.length(found->front(), "words"));
    const auto place = sql::cursorOf(papers.connection(), papers.registry(), query, found->front());
    QVERIFY(place.has_value());
    query.after = *place; // a page of two stretches, for NULL comes behind
    query.limit = 5;
    const auto rest = sql::find(papers.connection(), papers.registry(), query, cut);
    QVERIFY2(rest.has_value(), rest ? "" : qPrintable(errorText(rest.error())));
    QCOMPARE(rest->size(), size_t(2));
}

void LongValuesTest::anotherColumnIsWrittenWithoutThem()
{
    QFETCH(QString, engine);
    Papers papers(engines_.newDatabase(engine));
    Statements statements;
    papers.connection().setLog(&statements);
    const sql::SeenValues seen{{QStringLiteral("title"), Value(QStringLiteral("long"))}};
    const auto done =
        sql::updateSeen(papers.connection(), papers.registry(), papers.model("Paper"), QStringLiteral("2"),
            Json(Json::Object{{QStringLiteral("title"), Json(QStringLiteral("longer"))}}), seen);
    papers.connection().setLog(nullptr);
    QVERIFY2(done.has_value(), done ? "" : qPrintable(errorText(done.error())));
    QCOMPARE(done->find(QStringLiteral("title"))->string(), QStringLiteral("longer"));
    QVERIFY(!done->find(QStringLiteral("scan")));
    for (const QString& statement : statements.sql)
        QVERIFY2(!statement.contains(QStringLiteral("scan")), qPrintable(statement));
    const auto scan = sql::readWhole(papers.connection(), papers.registry(), papers.model("Paper"),
        QStringLiteral("2"), QStringLiteral("scan"));
    QCOMPARE(mustHave(scan, engine), Value(papers.bytes));

    // What was seen of a long value is compared all the same, and the row goes without the others.
    sql::SeenValues stale{{QStringLiteral("words"), Value(QStringLiteral("something else"))}};
    const auto refused = sql::removeSeen(
        papers.connection(), papers.registry(), papers.model("Paper"), QStringLiteral("2"), stale);
    QVERIFY(!refused.has_value());
    QVERIFY(sql::isSeenNoMore(refused.error()));
    stale[QStringLiteral("words")] = Value(papers.text);
    const auto removed = sql::removeSeen(
        papers.connection(), papers.registry(), papers.model("Paper"), QStringLiteral("2"), stale);
    QVERIFY2(removed.has_value(), removed ? "" : qPrintable(errorText(removed.error())));
}

void LongValuesTest::aRowThatIsGoneIsTold()
{
    Papers papers(engines_.newDatabase(QStringLiteral("sqlite")));
    const auto words = sql::readWhole(papers.connection(), papers.registry(), papers.model("Paper"),
        QStringLiteral("77"), QStringLiteral("words"));
    QVERIFY(!words.has_value());
    QVERIFY(sql::isGone(words.error()));
}

void LongValuesTest::whichAttributesMayBeLong()
{
    const auto isLong = [](const model::DataType& type) {
        orm::Attribute attribute;
        attribute.type = type;
        return sql::mayBeLong(attribute);
    };
    using model::DataType;
    using model::TypeKind;
    for (const char* native : {"BLOB", "LONGBLOB", "text", "xml", "VARCHAR", ""})
        QVERIFY2(isLong(DataType::verbatim(QString::fromLatin1(native))), native);
    for (const char* native : {"VARCHAR(30)", "INTEGER", "inet", "point"})
        QVERIFY2(!isLong(DataType::verbatim(QString::fromLatin1(native))), native);
    QVERIFY(isLong(DataType::of(TypeKind::Binary)));
    QVERIFY(!isLong(DataType::of(TypeKind::Binary, 16)));
    QVERIFY(isLong(DataType::of(TypeKind::Varchar)));
    QVERIFY(!isLong(DataType::of(TypeKind::Varchar, 255)));
    QVERIFY(!isLong(DataType::of(TypeKind::Timestamp)));
    DataType list = DataType::of(TypeKind::Text);
    list.dimensions = 1;
    QVERIFY(!isLong(list));
}

QTEST_GUILESS_MAIN(LongValuesTest)
#include "longvaluestest.moc"
