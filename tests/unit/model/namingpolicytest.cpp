// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming/namingpolicy.h"
#include "support/support.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;

class NamingPolicyTest : public QObject {
    Q_OBJECT

private slots:
    void tablesAreThePluralOfTheModel();
    void foreignKeysAreTheSingularAndTheKey_data();
    void foreignKeysAreTheSingularAndTheKey();
    void foreignKeysAreThoseOfSequelize();
    void junctionsJoinBothNames();
    void freeNamesIgnoreLetterCase();
    void boundedNamesStayWithinTheirBytes();
    void boundedNamesStayApart();
};

void NamingPolicyTest::tablesAreThePluralOfTheModel()
{
    NamingPolicy policy;
    QCOMPARE(tableNameFor(policy, QStringLiteral("Enrollment")), QStringLiteral("Enrollments"));
    policy.letterCase = LetterCase::Underscored;
    QCOMPARE(tableNameFor(policy, QStringLiteral("BlogPost")), QStringLiteral("blog_posts"));
    policy.pluralTables = false;
    QCOMPARE(tableNameFor(policy, QStringLiteral("BlogPost")), QStringLiteral("BlogPost"));
}

void NamingPolicyTest::foreignKeysAreTheSingularAndTheKey_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("camel");
    QTest::addColumn<QString>("underscored");
    QTest::newRow("plain") << "Student"
                           << "id"
                           << "StudentId"
                           << "student_id";
    QTest::newRow("named key") << "User"
                               << "username"
                               << "UserUsername"
                               << "user_username";
    QTest::newRow("plural role") << "Children"
                                 << "id"
                                 << "ChildId"
                                 << "child_id";
    QTest::newRow("singular in s") << "Lens"
                                   << "id"
                                   << "LensId"
                                   << "lens_id";
    QTest::newRow("lower case") << "student"
                                << "id"
                                << "studentId"
                                << "student_id";
    QTest::newRow("words") << "blog_post"
                           << "id"
                           << "blogPostId"
                           << "blog_post_id";
    QTest::newRow("spaces") << " spaced "
                            << "id"
                            << "spacedId"
                            << "spaced_id";
    QTest::newRow("key of two words") << "Tag"
                                      << "short_name"
                                      << "TagShortName"
                                      << "tag_short_name";
}

void NamingPolicyTest::foreignKeysAreTheSingularAndTheKey()
{
    QFETCH(QString, model);
    QFETCH(QString, key);
    NamingPolicy policy;
    QTEST(foreignKeyName(policy, model, key), "camel");
    policy.letterCase = LetterCase::Underscored;
    QTEST(foreignKeyName(policy, model, key), "underscored");
}

void NamingPolicyTest::foreignKeysAreThoseOfSequelize()
{
    const QString path = tests::sharedPath(QStringLiteral("goldens/inflection.json"));
    if (path.isEmpty())
        QSKIP("the shared goldens are not here");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray words =
        QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("words")).toArray();
    const NamingPolicy camel;
    NamingPolicy underscored;
    underscored.letterCase = LetterCase::Underscored;
    int compared = 0;
    for (const QJsonValue& value : words) {
        const QString name = value[QStringLiteral("name")].toString();
        const QJsonValue there = value[QStringLiteral("v6")];
        if (singularName(camel, name) != there[QStringLiteral("singular")].toString())
            continue; // a wrong singular there: told in inflectortest.cpp
        ++compared;
        QCOMPARE(foreignKeyName(camel, name, QStringLiteral("id")), there[QStringLiteral("fk")].toString());
        QCOMPARE(foreignKeyName(underscored, name, QStringLiteral("id")),
            there[QStringLiteral("fkColumnUnderscored")].toString());
        if (pluralName(camel, name) == there[QStringLiteral("plural")].toString())
            QCOMPARE(tableNameFor(underscored, name), there[QStringLiteral("tableNameUnderscored")].toString());
    }
    QVERIFY(compared > 800);
}

void NamingPolicyTest::junctionsJoinBothNames()
{
    const auto name = [](const char* left, const char* right, const QStringList& taken) {
        return junctionName(QString::fromLatin1(left), QString::fromLatin1(right), taken);
    };
    QCOMPARE(name("Student", "Class", {}), QStringLiteral("StudentClass"));
    QCOMPARE(name("student", "class", {}), QStringLiteral("studentClass"));
    QCOMPARE(name("Student", "Class", {QStringLiteral("studentclass")}), QStringLiteral("StudentClass2"));
}

void NamingPolicyTest::freeNamesIgnoreLetterCase()
{
    QCOMPARE(freeName(QStringLiteral("Table"), {}), QStringLiteral("Table"));
    QCOMPARE(freeName(QStringLiteral("Table"), {QStringLiteral("TABLE"), QStringLiteral("table2")}),
        QStringLiteral("Table3"));
}

void NamingPolicyTest::boundedNamesStayWithinTheirBytes()
{
    const QString emoji = QString::fromUtf8("\xf0\x9f\x8e\x93").repeated(40);
    for (const QString& part : {QString(200, u'x'), emoji, QString::fromUtf8("\xc3\xa4").repeated(100)}) {
        for (int limit : {4, 8, 9, 10, 30, 63, 64}) {
            const QString name = boundedName({QStringLiteral("fk"), part}, limit);
            QVERIFY(name.toUtf8().size() <= limit);
            QVERIFY(!name.isEmpty());
            QCOMPARE(QString::fromUtf8(name.toUtf8()), name); // no character is cut in two
        }
    }
    QCOMPARE(
        boundedName({QStringLiteral("Enrollments"), QStringLiteral("StudentId"), QStringLiteral("fkey")}, 63),
        QStringLiteral("Enrollments_StudentId_fkey"));
}

void NamingPolicyTest::boundedNamesStayApart()
{
    const QString longName(100, u'x');
    const QString one = boundedName({longName, QStringLiteral("a")}, 63);
    QCOMPARE(boundedName({longName, QStringLiteral("a")}, 63), one);
    QVERIFY(boundedName({longName, QStringLiteral("b")}, 63) != one);
    QVERIFY(one.startsWith(QString(50, u'x'))); // still readable
}

QTEST_GUILESS_MAIN(NamingPolicyTest)
#include "namingpolicytest.moc"
