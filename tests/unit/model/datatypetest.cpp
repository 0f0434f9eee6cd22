// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/schema/datatype.h"

#include <QtTest>

#include <limits>

using namespace conjoin::model;

Q_DECLARE_METATYPE(DataType)

class DataTypeTest : public QObject {
    Q_OBJECT

private slots:
    void peopleMayTypeIt_data();
    void peopleMayTypeIt();
    void whatIsWrittenIsReadBack_data();
    void whatIsWrittenIsReadBack();
    void unknownTypesAreKeptToTheLetter_data();
    void unknownTypesAreKeptToTheLetter();
    void suggestionsAreTypes();
};

void DataTypeTest::peopleMayTypeIt_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<DataType>("type");
    QTest::newRow("string") << "string" << DataType::of(TypeKind::Varchar, 255);
    QTest::newRow("string(40)") << "string(40)" << DataType::of(TypeKind::Varchar, 40);
    QTest::newRow("varchar") << "varchar" << DataType::of(TypeKind::Varchar);
    QTest::newRow("VARCHAR ( 80 )") << "VARCHAR ( 80 )" << DataType::of(TypeKind::Varchar, 80);
    QTest::newRow("character varying(9)") << "character  varying(9)" << DataType::of(TypeKind::Varchar, 9);
    QTest::newRow("int") << "int" << DataType::of(TypeKind::Integer);
    QTest::newRow("Integer") << " Integer " << DataType::of(TypeKind::Integer);
    QTest::newRow("bool") << "bool" << DataType::of(TypeKind::Boolean);
    QTest::newRow("datetime") << "datetime" << DataType::of(TypeKind::Timestamp);
    QTest::newRow("timestamp with time zone")
        << "timestamp with time zone" << DataType::of(TypeKind::TimestampTz);
    QTest::newRow("double precision") << "double precision" << DataType::of(TypeKind::Double);
    QTest::newRow("numeric(10, 2)") << "numeric(10, 2)" << DataType::decimal(10, 2);
    QTest::newRow("decimal(10)") << "decimal(10)" << DataType::decimal(10, 0);
    QTest::newRow("INT(11)") << "INT(11)" << DataType::of(TypeKind::Integer, 11);
    QTest::newRow("double precision(8,2)")
        << "double precision(8,2)" << DataType{TypeKind::Double, 0, 8, 2, {}};
    QTest::newRow("blob") << "blob" << DataType::of(TypeKind::Binary);
}

void DataTypeTest::peopleMayTypeIt()
{
    QFETCH(QString, typed);
    QFETCH(DataType, type);
    QVERIFY2(parseType(typed) == type, qPrintable(typeText(parseType(typed))));
}

void DataTypeTest::whatIsWrittenIsReadBack_data()
{
    QTest::addColumn<DataType>("type");
    QTest::addColumn<QString>("text");
    const char* const plain[] = {"boolean", "tinyint", "smallint", "mediumint", "integer", "bigint", "decimal",
        "float", "real", "double", "varchar", "char", "text", "binary", "date", "time", "timestamp",
        "timestamptz", "uuid", "json"};
    for (int kind = 0; kind <= int(TypeKind::Json); ++kind)
        QTest::newRow(plain[kind]) << DataType::of(TypeKind(kind)) << QString::fromLatin1(plain[kind]);
    QTest::newRow("varchar(80)") << DataType::of(TypeKind::Varchar, 80) << "varchar(80)";
    QTest::newRow("char(2)") << DataType::of(TypeKind::Char, 2) << "char(2)";
    QTest::newRow("decimal(10,2)") << DataType::decimal(10, 2) << "decimal(10,2)";
    QTest::newRow("decimal(10)") << DataType::decimal(10, 0) << "decimal(10)";
    QTest::newRow("jsonb") << DataType::of(TypeKind::Jsonb) << "jsonb";
    QTest::newRow("enum") << DataType::enumeration({QStringLiteral("a"), QStringLiteral("it's"), {}})
                          << "enum('a', 'it''s', '')";
    DataType set = DataType::enumeration({QStringLiteral("x, y")});
    set.kind = TypeKind::Set;
    QTest::newRow("set") << set << "set('x, y')";
    DataType lists = DataType::decimal(10, 2);
    lists.dimensions = 2;
    QTest::newRow("array") << lists << "decimal(10,2)[][]";
    DataType counter = DataType::of(TypeKind::BigInt);
    counter.isUnsigned = true;
    QTest::newRow("unsigned") << counter << "bigint unsigned";
    DataType padded = DataType::of(TypeKind::Integer, 5);
    padded.isUnsigned = padded.zerofill = true;
    QTest::newRow("zerofill") << padded << "integer(5) unsigned zerofill";
    QTest::newRow("float(24)") << DataType{TypeKind::Float, 0, 24, 0, {}} << "float(24)";
    QTest::newRow("longtext") << DataType::of(TypeKind::Text, std::numeric_limits<int>::max()) << "longtext";
    QTest::newRow("tinytext") << DataType::of(TypeKind::Text, 255) << "tinytext";
    DataType instant = DataType::of(TypeKind::TimestampTz);
    instant.precision = 3;
    QTest::newRow("timestamptz(3)") << instant << "timestamptz(3)";
    QTest::newRow("binary(16)") << DataType::of(TypeKind::Binary, 16) << "binary(16)";
    QTest::newRow("native") << DataType::verbatim(QStringLiteral("GEOMETRY(POINT)")) << "GEOMETRY(POINT)";
}

void DataTypeTest::whatIsWrittenIsReadBack()
{
    QFETCH(DataType, type);
    QFETCH(QString, text);
    QCOMPARE(typeText(type), text);
    QVERIFY(parseType(text) == type);
}

void DataTypeTest::unknownTypesAreKeptToTheLetter_data()
{
    QTest::addColumn<QString>("typed");
    for (const char* typed : {"geometry(Point,4326)", "enum('a',b)", "INT(11,2)", "varchar(80,2)", "varchar(0)",
             "varchar(-1)", "varchar(9999999999)", "decimal(1,2,3)", "geometry[]", "text unsigned",
             "varchar(80) binary", "", "(", "()", "varchar("})
        QTest::newRow(typed) << QString::fromLatin1(typed);
}

void DataTypeTest::unknownTypesAreKeptToTheLetter()
{
    QFETCH(QString, typed);
    QVERIFY(parseType(typed) == DataType::verbatim(typed));
}

void DataTypeTest::suggestionsAreTypes()
{
    const QStringList suggestions = typeSuggestions();
    QVERIFY(suggestions.contains(QStringLiteral("string"))); // a word people type, for varchar(255)
    // Beside it each kind once that means something without more.
    QCOMPARE(suggestions.size(), qsizetype(TypeKind::Jsonb) + 2);
    for (const QString& suggestion : suggestions) {
        if (suggestion == u"string")
            continue;
        QVERIFY(parseType(suggestion).kind != TypeKind::Native);
        QCOMPARE(typeText(parseType(suggestion)), suggestion);
    }
}

QTEST_GUILESS_MAIN(DataTypeTest)
#include "datatypetest.moc"
