// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/json.h"
#include "support/program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using conjoin::orm::Json;
using conjoin::tests::ProgramRun;
using conjoin::tests::runConjoin;

namespace {

const Json& at(const Json& json, const char* key)
{
    static const Json none;
    const Json* found = json.find(QString::fromLatin1(key));
    return found ? *found : none;
}

QByteArray script(const QByteArray& steps)
{
    return R"({"sequelizeOptions": {"define": {"timestamps": false}},
        "models": [{"name": "Student", "attributes": {"firstName": {"type": "STRING", "allowNull": false}}},
                   {"name": "Class", "attributes": {"className": "STRING"}}],
        "associations": [{"kind": "belongsToMany", "source": "Student", "target": "Class",
                          "options": {"through": "Enrollments"}}],
        "steps": [)" +
           steps + "]}";
}

} // namespace

/// `conjoin script`: what it prints, what it makes, how it ends.
class OrmScriptTest : public QObject {
    Q_OBJECT

private:
    ProgramRun run(const QStringList& arguments, const QByteArray& input = {})
    {
        return runConjoin(folder_.path(), arguments, input);
    }
    /// The steps that a script on standard input tells.
    Json::Array steps(const QByteArray& text, const QStringList& options = {})
    {
        const ProgramRun done = run(QStringList{"script", "-", "sqlite::memory:"} + options, script(text));
        const auto told = conjoin::orm::parseJson(done.out, QStringLiteral("told"));
        return done.status == 0 && told ? at(*told, "steps").items() : Json::Array();
    }

    QTemporaryDir folder_;

private slots:
    void stepsGoOnAfterAnError()
    {
        const Json::Array told = steps(R"({"call": "sequelize.sync"},
            {"label": "nobody", "call": "Student.create", "args": [{"firstName": null}]},
            {"label": "misspelt", "call": "Student.creat", "args": []},
            {"label": "one", "call": "Student.create", "args": [{"firstName": "Ann"}], "save": "ann"},
            {"label": "again", "call": "@ann.getClasses"})");
        QCOMPARE(told.size(), size_t(5));
        const Json& nobody = at(told[1], "error");
        QCOMPARE(at(nobody, "name").string(), QStringLiteral("SequelizeValidationError"));
        QCOMPARE(at(nobody, "code").string(), QStringLiteral("constraint.not-null"));
        QCOMPARE(at(nobody, "fields"), Json(Json::Array{Json(QStringLiteral("firstName"))}));
        QVERIFY(at(nobody, "message").string().startsWith(u"notNull Violation"));
        QCOMPARE(at(at(told[2], "error"), "name").string(), QStringLiteral("TypeError"));
        QCOMPARE(at(at(told[2], "error"), "hint").string(), QStringLiteral("did you mean \"create\"?"));
        QCOMPARE(at(at(told[3], "result"), "id"), Json(1));
        QCOMPARE(at(told[4], "label").string(), QStringLiteral("again"));
        QCOMPARE(at(told[4], "result"), Json(Json::array()));
    }

    void theTraceTellsStatementsWithTheirValues()
    {
        const Json::Array told =
            steps(R"({"call": "sequelize.sync"}, {"call": "Student.create", "args": [{"firstName": "Ann"}]})",
                {"--trace"});
        QCOMPARE(told.size(), size_t(2));
        bool inserts = false;
        for (const Json& statement : at(told[1], "sql").items()) {
            if (!at(statement, "sql").string().startsWith(u"INSERT"))
                continue;
            inserts = true;
            QCOMPARE(at(statement, "bind"), Json(Json::Array{Json(QStringLiteral("Ann"))}));
            QVERIFY(at(statement, "rows").isNumber() && at(statement, "microseconds").isNumber());
        }
        QVERIFY(inserts);
    }

    void aTransactionIsUndoneAsAWhole()
    {
        const Json::Array told = steps(R"({"call": "sequelize.sync"},
            {"transaction": {"rollback": true, "steps": [{"call": "Student.create", "args": [{"firstName": "Ann"}]}]}},
            {"transaction": {"steps": [{"call": "Student.create", "args": [{"firstName": "Bob"}]},
                                       {"call": "Student.create", "args": [{"firstName": null}]}]}},
            {"transaction": {"steps": [{"call": "Student.create", "args": [{"firstName": "Cid"}]},
                                       {"call": "Student.create", "args": [{}], "rethrow": true}]}},
            {"call": "Student.findAll", "args": [{"attributes": ["firstName"]}]})");
        QCOMPARE(told.size(), size_t(5));
        QCOMPARE(at(at(told[1], "error"), "message").string(), QStringLiteral("ROLLBACK REQUESTED"));
        QCOMPARE(at(told[2], "steps").items().size(), size_t(2));
        QVERIFY(at(told[2], "error").isNull());
        QCOMPARE(at(at(told[3], "error"), "name").string(), QStringLiteral("SequelizeValidationError"));
        QCOMPARE(conjoin::orm::compactJson(at(told[4], "result")), QByteArray(R"([{"firstName":"Bob"}])"));
    }

    void whatIsNotSupportedSaysSo()
    {
        const Json::Array told = steps(R"({"call": "sequelize.sync"},
            {"call": "Student.findAll", "args": [{"where": {"id": {"$literal": "1 = 1"}}}]},
            {"call": "Student.addHook", "args": ["beforeCreate"]}, {"call": "sequelize.query", "args": ["SELECT 1"]})");
        QCOMPARE(told.size(), size_t(4));
        for (size_t i = 1; i < told.size(); ++i)
            QCOMPARE(at(at(told[i], "error"), "name").string(), QStringLiteral("unsupported"));
    }

    void theClockStandsStill()
    {
        QByteArray text =
            script(R"({"call": "sequelize.sync"}, {"call": "Student.create", "args": [{"firstName": "Ann"}]})");
        text.replace("\"timestamps\": false", "\"timestamps\": true");
        text.replace("\"steps\"", "\"now\": \"2020-02-29T12:00:00Z\", \"steps\"");
        const ProgramRun done = run({"script", "-", "sqlite::memory:"}, text);
        QCOMPARE(done.status, 0);
        QVERIFY2(done.out.contains("\"createdAt\": \"2020-02-29T12:00:00.000Z\""), done.out.constData());
    }

    void aFileIsMadeOnlyByAScriptThatSyncs()
    {
        QCOMPARE(run({"script", "-", "sqlite:new.db"}, script(R"({"call": "Student.count"})")).status, 3);
        QVERIFY(!QFile::exists(folder_.filePath("new.db")));
        QCOMPARE(run({"script", "-", "sqlite:new.db"}, script(R"({"call": "sequelize.sync"})")).status, 0);
        QVERIFY(QFile::exists(folder_.filePath("new.db")));
        QCOMPARE(run({"find", "sqlite:new.db", "Student"}).out, QByteArray("[]\n"));
    }

    void definitionsThatDontHoldAreStatusThree()
    {
        QByteArray text = script(R"({"call": "sequelize.sync"})");
        text.replace("\"target\": \"Class\"", "\"target\": \"Clas\"");
        const ProgramRun done = run({"script", "-", "sqlite:other.db"}, text);
        QCOMPARE(done.status, 3);
        QVERIFY2(done.err.contains("did you mean \"Class\"?"), qPrintable(done.err));
        QVERIFY(done.out.isEmpty());
        QVERIFY(!QFile::exists(folder_.filePath("other.db")));
        QCOMPARE(run({"script", "-", "sqlite::memory:"}, script(R"({"cal": "sequelize.sync"})")).status, 3);
    }
};

QTEST_GUILESS_MAIN(OrmScriptTest)
#include "ormscripttest.moc"
