// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/json.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

/// JSON that keeps every digit and the order of keys, says where it is broken, and is printed as the command
/// line shows.
class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void keepsDigitsAndOrder()
    {
        const QByteArray text = R"({"z":1.10,"a":12345678901234567890123,"m":[1e5,-0.0,true,null,"x"]})";
        const Result<Json> json = parseJson(text, "t");
        QVERIFY(json);
        QCOMPARE(json->find("a")->digits(), QStringLiteral("12345678901234567890123"));
        QCOMPARE(compactJson(*json), text);
    }

    void errorsSayWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray("") << "f:1:1"
                               << "json.empty";
        QTest::newRow("comma") << QByteArray("[1\n 2]") << "f:2:2"
                               << "json.comma";
        QTest::newRow("trailing comma") << QByteArray("{\"a\":1,}") << "f:1:8"
                                        << "json.key";
        QTest::newRow("more") << QByteArray("{} {}") << "f:1:4"
                              << "json.more";
        QTest::newRow("duplicate") << QByteArray("{\"ä\":1,\n \"ä\":2}") << "f:2:2"
                                   << "json.duplicateKey";
        QTest::newRow("duplicate in \\u") << QByteArray("{\"a\":1, \"\\u0061\":2}") << "f:1:9"
                                          << "json.duplicateKey";
        QTest::newRow("column in characters") << QByteArray("[\"ää\" 1]") << "f:1:7"
                                              << "json.comma";
        QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]") << "f:1:3"
                                   << "json.encoding";
        QTest::newRow("NUL") << QByteArray("[1]\0x", 5) << "f:1:4"
                             << "json.nul";
        QTest::newRow("deep") << QByteArray(300, '[') << "f:1:202"
                              << "json.tooDeep";
        QTest::newRow("cut") << QByteArray("{\"a\": \"b") << "f:1:9"
                             << "json.quote";
    }
    void errorsSayWhere()
    {
        QFETCH(QByteArray, text);
        const Result<Json> json = parseJson(text, "f");
        QVERIFY(!json);
        QTEST(json.error().where, "where");
        QTEST(json.error().what.code, "code");
    }

    /// The form that the command line contract shows.
    void rowsAreOneALine()
    {
        const QByteArray text = R"([
  {
    "id": 2,
    "firstName": "Jake",
    "Classes": [
      { "id": 1, "className": "Chemistry", "Enrollment": { "StudentId": 2, "ClassId": 1 } }
    ]
  }
])";
        const Result<Json> json = parseJson(text, "t");
        QVERIFY(json);
        QCOMPARE(QString::fromUtf8(prettyJson(*json)), QString::fromUtf8(text));
    }

    void longRowsBreak()
    {
        const Json row(Json::Object{
            {"name", QString(90, u'x')}, {"tags", Json(Json::Array{1, 2})}, {"none", Json::array()}});
        const QString text = QString::fromUtf8(prettyJson(row));
        QCOMPARE(text, QStringLiteral("{\n  \"name\": \"%1\",\n  \"tags\": [1, 2],\n  \"none\": []\n}")
                           .arg(QString(90, u'x')));
        QCOMPARE(prettyJson(Json::array()), QByteArray("[]"));
        QCOMPARE(prettyJson(Json(Json::Object{{"a", 1}})), QByteArray("{ \"a\": 1 }"));
    }

    void noLineIsLongerThanItsLimit()
    {
        for (int length = 60; length < 110; ++length) {
            const Json inner(Json::Object{{"key", QString(length, u'ü')}, {"n", 1}});
            const Json json(Json::Object{{"outer", inner}, {"last", nullptr}});
            for (const QString& line : QString::fromUtf8(prettyJson(json)).split(u'\n'))
                QVERIFY2(line.size() <= 100 || line.trimmed().startsWith(u"\"key\""), qPrintable(line));
        }
    }

    void aListItemByItemIsTheList()
    {
        Json list = Json::array();
        QByteArrayList items;
        for (int length = 0; length < 120; ++length) {
            Json row(Json::Object{{"key", QString(length, u'ü')}, {"n", 1}});
            if (length % 3 == 0)
                row.set("rows", Json(Json::Array{Json(Json::Object{{"a", QString(length, u'x')}})}));
            const QByteArray alone = prettyJson(Json(Json::Array{row})); // [ line end … line end ]
            items.append(alone.mid(2, alone.size() - 4));
            list.append(std::move(row));
        }
        QCOMPARE(prettyJson(list), "[\n" + items.join(",\n") + "\n]");
    }

    void textsSurvive()
    {
        const QString hostile = QStringLiteral("\"\\\b\f\n\r\t") + QChar(1) + QStringLiteral("é😀\u2028");
        const Json json(Json::Array{hostile, QString(QChar(0xd800))});
        const Result<Json> again = parseJson(compactJson(Json(Json::Array{hostile})), "t");
        QVERIFY(again);
        QCOMPARE(again->items()[0].string(), hostile);
        // No mark of an encoding: it belongs to the text.
        const QString marked = QString(2, QChar(QChar::ByteOrderMark)) + QStringLiteral("a");
        const Result<Json> kept = parseJson(compactJson(Json(Json::Object{{marked, Json(marked)}})), "t");
        QVERIFY(kept);
        QCOMPARE(kept->members().front().first, marked);
        QCOMPARE(kept->members().front().second.string(), marked);
        QVERIFY(compactJson(json).contains("\\ud800")); // half a character, still valid UTF-8
    }

    void membersKeepTheirPlace()
    {
        Json json = Json::object();
        json.set("b", 1);
        json.set("a", 2);
        json.set("b", 3);
        QCOMPARE(compactJson(json), QByteArray("{\"b\":3,\"a\":2}"));
        QVERIFY(!json.find("c"));
        QVERIFY(!Json(1).find("a"));
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "jsontest.moc"
