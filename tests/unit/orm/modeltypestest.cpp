// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltypes.h"

#include <QtTest>

using namespace conjoin;

/// Every type of Sequelize with its options, as a type of a drawing.
class ModelTypesTest : public QObject {
    Q_OBJECT

private slots:
    void typesAreSequelizes_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("type");
        const auto row = [](const char* written, const char* type) {
            QTest::newRow(written) << QString::fromUtf8(written) << QString::fromUtf8(type);
        };
        row("STRING", "varchar(255)");
        row("STRING(40)", "varchar(40)");
        row("STRING.BINARY", "VARCHAR BINARY(255)");
        row("STRING(40).BINARY", "VARCHAR BINARY(40)");
        row("CHAR(5)", "char(5)");
        row("CHAR(5).BINARY", "CHAR BINARY(5)");
        row("TEXT", "text");
        row("TEXT('tiny')", "tinytext");
        row("TEXT('medium')", "mediumtext");
        row("TEXT(\"long\")", "longtext");
        row("TINYINT", "tinyint");
        row("TINYINT(1)", "tinyint(1)");
        row("SMALLINT.UNSIGNED", "smallint unsigned");
        row("MEDIUMINT", "mediumint");
        row("INTEGER(5).UNSIGNED.ZEROFILL", "integer(5) unsigned zerofill");
        row("INTEGER.UNSIGNED(5)", "integer(5) unsigned");
        row("BIGINT(20)", "bigint(20)");
        row("FLOAT", "float");
        row("FLOAT(11)", "float(11)");
        row("FLOAT(11, 2)", "float(11,2)");
        row("REAL(10,2)", "real(10,2)");
        row("DOUBLE.UNSIGNED", "double unsigned");
        row("DOUBLE PRECISION", "double");
        row("DECIMAL", "decimal");
        row("DECIMAL(10,2)", "decimal(10,2)");
        row("BOOLEAN", "boolean");
        row("DATE", "timestamptz");
        row("DATE(6)", "timestamptz(6)");
        row("DATEONLY", "date");
        row("TIME", "time");
        row("UUID", "uuid");
        row("BLOB", "binary");
        row("BLOB('tiny')", "TINYBLOB");
        row("BLOB('long')", "LONGBLOB");
        row("ENUM('a', 'it''s')", "enum('a', 'it''s')");
        row("JSON", "json");
        row("JSONB", "jsonb");
        row("ARRAY(STRING(9))", "varchar(9)[]");
        row("ARRAY(ARRAY(INTEGER))", "integer[][]");
        row("ARRAY(ENUM('a','b'))", "enum('a', 'b')[]");
        row("RANGE", "int4range");
        row("RANGE(DATE)", "tstzrange");
        row("ARRAY(RANGE(DATEONLY))", "daterange[]");
        row("INET", "INET");
        row("TSVECTOR", "TSVECTOR");
        row("HSTORE", "HSTORE");
        row("GEOMETRY", "GEOMETRY");
        row("GEOMETRY('POINT', 4326)", "POINT");
        row("GEOGRAPHY('POINT')", "GEOGRAPHY");
        row("VARCHAR(10)", "varchar(10)"); // SQL, as Sequelize passes it on
        row("MONEY", "MONEY");
    }
    void typesAreSequelizes()
    {
        QFETCH(QString, written);
        const auto known = orm::typeOfSequelize(written);
        QVERIFY(known);
        QTEST(model::typeText(*known), "type");
    }

    void whatIsNone_data()
    {
        QTest::addColumn<QString>("written");
        for (const char* written :
            {"", "NONSENSE", "STRING(many)", "TEXT('huge')", "TEXT.BINARY", "BOOLEAN.UNSIGNED",
                "INTEGER.SIGNED", "RANGE(STRING)", "ARRAY(NONSENSE)", "STRING(1,2)", "ARRAY", "DATE(6"})
            QTest::newRow(written) << QString::fromLatin1(written);
    }
    void whatIsNone()
    {
        QFETCH(QString, written);
        QVERIFY(!orm::typeOfSequelize(written));
    }
};

QTEST_GUILESS_MAIN(ModelTypesTest)
#include "modeltypestest.moc"
