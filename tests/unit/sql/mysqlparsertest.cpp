// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqltypes.h"
#include "orm/sql/scriptreader.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

QString partsText(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList names;
    for (const orm::PhysicalKeyPart& part : parts)
        names.append((part.column.isEmpty() ? u'(' + part.expression + u')' : part.column) +
                     (part.length > 0 ? QStringLiteral("(%1)").arg(part.length) : QString()) +
                     (part.descending ? QStringLiteral(" desc") : QString()));
    return names.join(u',');
}

QString columnText(const orm::PhysicalColumn& column)
{
    QStringList words{column.name, orm::mysql::typeName(column.type, orm::MySqlFlavour::MariaDb)};
    if (!column.nullable)
        words += QStringLiteral("not null");
    const QString value = orm::mysql::defaultText(column.defaultValue, column.type, orm::MySqlFlavour::MariaDb);
    if (!value.isEmpty())
        words += QStringLiteral("default ") + value;
    if (column.autoIncrement)
        words += QStringLiteral("counts");
    if (column.generated.kind != model::Generated::Kind::None)
        words += (column.generated.kind == model::Generated::Kind::Stored ? QStringLiteral("stored ")
                                                                          : QStringLiteral("virtual ")) +
                 column.generated.expression;
    for (const QString& rest :
        {column.onUpdate, column.charset, column.collation, column.extra, column.comment}) {
        if (!rest.isEmpty())
            words += rest;
    }
    return words.join(u' ');
}

/// One table, a piece a fact: `id int(11) not null; primary id`.
QString tableText(const orm::PhysicalTable& table)
{
    QStringList pieces;
    for (const orm::PhysicalColumn& column : table.columns)
        pieces += columnText(column);
    if (table.primaryKey)
        pieces += QStringLiteral("primary ") + partsText(table.primaryKey->parts);
    for (const orm::PhysicalKey& key : table.uniqueKeys)
        pieces += QStringLiteral("unique %1 ").arg(key.name) + partsText(key.parts);
    for (const orm::PhysicalIndex& index : table.indexes)
        pieces += QStringList{index.method + QStringLiteral("index"), index.name, partsText(index.parts),
            index.options, index.comment}
                      .join(u' ')
                      .trimmed();
    for (const orm::PhysicalForeignKey& key : table.foreignKeys)
        pieces +=
            QStringLiteral("reference %1 %2 > %3.%4(%5) %6 %7")
                .arg(key.name, key.columns.join(u','), key.refSchema, key.refTable, key.refColumns.join(u','),
                    model::actionText(key.onDelete), model::actionText(key.onUpdate));
    for (const orm::PhysicalCheck& check : table.checks)
        pieces += QStringLiteral("check %1 %2").arg(check.name, check.expression);
    for (const QString& option : {table.options.engine, table.options.charset, table.options.collation,
             table.options.extra, table.options.partitionBy, table.comment}) {
        if (!option.isEmpty())
            pieces += QStringLiteral("option ") + option;
    }
    return pieces.join(QStringLiteral("; "));
}

QString schemaText(const Result<orm::PhysicalSchema>& schema)
{
    if (!schema)
        return schema.error().where + u' ' + schema.error().what.english();
    QStringList lines;
    for (const orm::PhysicalTable& table : schema->tables)
        lines += model::objectKey(table.schema, table.name) + QStringLiteral(": ") + tableText(table);
    for (const orm::PhysicalVerbatim& verbatim : schema->verbatims)
        lines += model::objectKey(verbatim.schema, verbatim.name) + QStringLiteral("= ") + verbatim.sql;
    return lines.join(u'\n');
}

QString read(const QByteArray& script)
{
    return schemaText(readMySqlScript(script, QStringLiteral("s.sql")));
}

} // namespace

/// Construct by construct: what a script of MySQL or MariaDB means.
class MySqlParserTest : public QObject {
    Q_OBJECT

private slots:
    void readsColumns_data();
    void readsColumns();
    void readsExpressions_data();
    void readsExpressions();
    void readsStatements_data();
    void readsStatements();
    void theUsualCollationIsTheServers_data();
    void theUsualCollationIsTheServers();
    void refuses_data();
    void bytesThatAreNoUtf8AreKept();
    void refuses();
    void saysWhatItPassesOver();
    void hostileNestingIsNoCrash_data();
    void hostileNestingIsNoCrash();
};

void MySqlParserTest::readsColumns_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* written, const char* expected) {
        QTest::newRow(written) << QByteArray(written) << QString::fromUtf8(expected);
    };
    row("c INT", "c int(11)");
    row("c integer unsigned zerofill not null", "c int(10) unsigned zerofill not null");
    row("c BOOL DEFAULT TRUE", "c tinyint(1) default 1");
    row("c SERIAL", "c bigint(20) unsigned not null counts; unique c c");
    row("c DEC UNSIGNED DEFAULT '1.5'", "c decimal(10,0) unsigned default 2");
    row("c DECIMAL(5,2) DEFAULT 1", "c decimal(5,2) default 1.00");
    row("c DOUBLE PRECISION DEFAULT 1e3", "c double default 1000");
    row("c FLOAT(30)", "c double");
    row("c NVARCHAR(5)", "c varchar(5) utf8mb3");
    row("c VARCHAR(5) BINARY", "c varchar(5) utf8mb4_bin");
    row("c VARCHAR(5) CHARACTER SET latin1 COLLATE latin1_bin", "c varchar(5) latin1 latin1_bin");
    row("c VARCHAR(5) CHARSET binary", "c varbinary(5)");
    row("c TEXT(300)", "c text");
    row("c LONG VARCHAR", "c mediumtext");
    row("c ENUM('a ', 'it''s', \"q\\\"\") DEFAULT 'A'", "c enum('a','it''s','q\"') default 'a'");
    row("c SET('a','b') DEFAULT 'b,a'", "c set('a','b') default 'a,b'");
    row("c JSON NOT NULL", "c json not null");
    row("c BIT(8) DEFAULT 5", "c bit(8) default b'101'");
    row("c DATE DEFAULT '2020-1-2'", "c date default '2020-01-02'");
    row("c YEAR DEFAULT 99", "c year(4) default 1999");
    row("c TIMESTAMP", "c timestamp");
    row("c DATETIME(3) DEFAULT NOW(3) ON UPDATE LOCALTIMESTAMP(3)",
        "c datetime(3) default CURRENT_TIMESTAMP(3) CURRENT_TIMESTAMP(3)");
    row("c VARCHAR(9) DEFAULT 'a\\nb\\'c'", "c varchar(9) default 'a\\nb''c'");
    row("c VARCHAR(9) DEFAULT 5 COMMENT 'it''s'", "c varchar(9) default '5' it's");
    row("c VARCHAR(36) DEFAULT (UUID())", "c varchar(36) default uuid()");
    row("c INT DEFAULT (1+2)", "c int(11) default (1 + 2)");
    row("c INT DEFAULT NULL", "c int(11)");
    row("c INT INVISIBLE", "c int(11) INVISIBLE");
    row("c INT CHECK (c > 0)", "c int(11); check c `c` > 0");
    row("c INT CONSTRAINT big CHECK (c > 9)", "c int(11); check big `c` > 9");
    row("a INT, c INT GENERATED ALWAYS AS (A+1) STORED UNIQUE COMMENT 'x'",
        "a int(11); c int(11) stored `a` + 1 x; unique c c");
    row("a INT, c INT AS (a) PERSISTENT", "a int(11); c int(11) stored `a`");
}

void MySqlParserTest::readsColumns()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, expected);
    QCOMPARE(read("CREATE TABLE t (" + written + ");"), QStringLiteral("t: ") + expected);
}

void MySqlParserTest::readsExpressions_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* written, const char* expected) {
        QTest::newRow(written) << QByteArray(written) << QString::fromUtf8(expected);
    };
    // As SHOW CREATE TABLE of MariaDB 10.11 prints them.
    row("a*2-(1-b)", "`a` * 2 - (1 - `b`)");
    row("((a)+(b))*(2)", "(`a` + `b`) * 2");
    row("a=1 and b=2 and (c=3 or d=4)", "`a` = 1 and `b` = 2 and (`c` = 3 or `d` = 4)");
    row("not (a or b)", "`a` = 0 and `b` = 0");
    row("not (a like 'x')", "`a` not like 'x'");
    row("a in (1)", "`a` = 1");
    row("a NOT IN (1,2)", "`a` not in (1,2)");
    row("a between b+1 and 5", "`a` between `b` + 1 and 5");
    row("a is not unknown", "`a` is not null");
    row("upper(concat(a,'x''y'))", "ucase(concat(`a`,'x\\'y'))");
    row("case when (a = 1) then (b) else (c) end", "case when `a` = 1 then `b` else `c` end");
    row("date_add(a, interval 1 day)", "`a` + interval 1 day");
    row("cast(a as signed integer)", "cast(`a` as signed)");
    row("mod(a,2)", "`a` MOD 2");
    row("a % 2 = 0", "`a` MOD 2 = 0");
    row("trim(both 'x' from a)", "trim(both 'x' from `a`)");
    row("a->'$.x'", "json_extract(`a`,'$.x')");
    row("coalesce(.5,1e3,0x41,null,true)", "coalesce(0.5,1e3,0x41,NULL,1)");
    row("a > (b = c)", "`a` > (`b` = `c`)");
    row("a in (select 1)", "a in (select 1)"); // not known here: as written
}

void MySqlParserTest::readsExpressions()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, expected);
    const auto schema =
        readMySqlScript("CREATE TABLE t (a INT, b INT, c INT, d INT, CONSTRAINT k CHECK (" + written + "))",
            QStringLiteral("s.sql"));
    QVERIFY2(schema, qPrintable(schemaText(schema)));
    QCOMPARE(schema->tables[0].checks[0].expression, expected);
}

void MySqlParserTest::readsStatements_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* script, const char* expected) {
        QTest::newRow(name) << QByteArray(script) << QString::fromUtf8(expected);
    };
    row("keys get names",
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a), UNIQUE (a), KEY (a, b DESC), KEY n (b))",
        "t: a int(11) not null; b int(11); primary a; unique a a; index a_2 a,b desc; index n b");
    row("a table that a server refuses",
        "CREATE TABLE t (a INT, PRIMARY KEY (b)); CREATE INDEX i ON t (a); CREATE TABLE u (a INT)",
        "u: a int(11)");
    row("what MySQL 8 dumps",
        "CREATE TABLE `t` (`p` point NOT NULL /*!80003 SRID 4326 */, `h` int DEFAULT NULL /*!80023 INVISIBLE "
        "*/, KEY `i` (`h`) "
        "/*!80000 INVISIBLE */) ENGINE=InnoDB /*!80016 DEFAULT ENCRYPTION='N' */ COMMENT='c';",
        "t: p point not null SRID 4326; h int(11) INVISIBLE; index i h IGNORED; option c");
    row("lines of dashes", "-----------\n--x\nCREATE TABLE t (a INT);\n-----\n", "t: a int(11)");
    row("kinds of indexes",
        "CREATE TABLE t (a VARCHAR(50), p POINT NOT NULL, FULLTEXT f (a), SPATIAL KEY (p), KEY k (a(5)) "
        "COMMENT 'c' INVISIBLE,"
        " KEY e ((a + 1)))",
        "t: a varchar(50); p point not null; SPATIALindex p p; index k a(5) IGNORED c; index e (`a` + 1); "
        "FULLTEXTindex f a");
    row("a foreign key brings its index",
        "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (a INT, b INT, c INT REFERENCES p (ID), KEY (b),"
        " FOREIGN KEY (A) REFERENCES p (id) ON DELETE CASCADE, CONSTRAINT x FOREIGN KEY (b) REFERENCES p (id) "
        "ON UPDATE NO ACTION)",
        "p: id int(11) not null; primary id\n"
        "t: a int(11); b int(11); c int(11); index c c; index b b; index A a; "
        "reference t_ibfk_2 a > .p(id) CASCADE RESTRICT; reference x b > .p(id) RESTRICT NO ACTION; "
        "reference t_ibfk_1 c > .p(id) RESTRICT RESTRICT");
    row("MyISAM keeps no foreign keys",
        "CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES p (id)) "
        "ENGINE=MyISAM",
        "p: id int(11) not null; primary id\nt: a int(11); index a a; option MyISAM");
    row("options",
        "CREATE TABLE t (a TEXT) ROW_FORMAT=dynamic CHARSET=latin1, AUTO_INCREMENT=5 COMMENT 'c' MIN_ROWS=1",
        "t: a text; option latin1; option MIN_ROWS=1 ROW_FORMAT=DYNAMIC; option c");
    row("partitions",
        "CREATE TABLE t (a INT) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (5), PARTITION p1 VALUES "
        "LESS THAN MAXVALUE)",
        "t: a int(11); option PARTITION BY RANGE (`a`) (\n  PARTITION p0 VALUES LESS THAN (5),\n"
        "  PARTITION p1 VALUES LESS THAN MAXVALUE\n)");
    row("LIKE", "CREATE TABLE t (a INT, KEY (a)); CREATE TABLE u LIKE t",
        "t: a int(11); index a a\nu: a int(11); index a a");
    row("temporary tables are left out", "CREATE TEMPORARY TABLE t (a INT)", "");
    row("ALTER TABLE",
        "CREATE TABLE t (a INT, b INT, KEY (a)); ALTER TABLE t ADD c INT FIRST, ADD COLUMN (d INT), DROP b, "
        "CHANGE a z INT NOT NULL,"
        " ADD PRIMARY KEY (z), ADD UNIQUE (d), ALTER d SET DEFAULT 5, ADD CHECK (z > 1), ENGINE=MyISAM, RENAME "
        "TO u, ORDER BY c",
        "u: c int(11); z int(11) not null; d int(11) default 5; primary z; unique d d; index a z; "
        "check CONSTRAINT_1 `z` > 1; option MyISAM");
    row("MODIFY and DROP",
        "CREATE TABLE t (a INT PRIMARY KEY, b INT, UNIQUE k (b), CONSTRAINT c CHECK (b > 0));"
        "ALTER TABLE t MODIFY b BIGINT AFTER a, DROP PRIMARY KEY, DROP INDEX k; ALTER TABLE t DROP CONSTRAINT "
        "c",
        "t: a int(11) not null; b bigint(20)");
    row("CONVERT TO",
        "CREATE TABLE t (a TEXT, b CHAR(1) CHARSET ascii) CHARSET latin1; ALTER TABLE t CONVERT TO CHARACTER "
        "SET utf8mb4",
        "t: a mediumtext; b char(1)");
    row("indexes by themselves",
        "CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX u ON t (a); CREATE INDEX i USING BTREE ON t (b); "
        "DROP INDEX i ON t",
        "t: a int(11); b int(11); unique u a");
    row("a new name takes the names of keys along",
        "CREATE TABLE t (a INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES t (a)); RENAME TABLE t TO u",
        "u: a int(11) not null; b int(11); primary a; index b b; reference u_ibfk_1 b > .u(a) RESTRICT "
        "RESTRICT");
    row("databases are namespaces",
        "CREATE DATABASE x; USE x; CREATE TABLE t (a INT); CREATE DATABASE y; CREATE TABLE y.u (a INT);",
        "t: a int(11)\ny.u: a int(11); option utf8mb4");
    row("comments",
        "# one\n-- two\n/* ; three */ CREATE /*!40000 TABLE */ t ( /*M!100100 a INT */ /*!999999 , b INT "
        "*/);\n--\nCREATE TABLE u(a INT)",
        "t: a int(11)\nu: a int(11)");
    row("client commands",
        "use x\nCREATE TABLE t (a INT)\\G\ndelimiter $$\nCREATE TABLE u (a INT)$$\nDELIMITER ;\nquit\nCREATE "
        "TABLE v (a INT);",
        "t: a int(11)\nu: a int(11)");
    row("rows are passed over",
        "INSERT INTO t VALUES ('a;''b\\';', \"c;\", `d;`, 1 /* ; */ -- ;\n); REPLACE INTO t SET a = 1; CREATE "
        "TABLE t (a INT)",
        "t: a int(11)");
    row("ANSI_QUOTES", "SET sql_mode='ANSI_QUOTES'; CREATE TABLE \"t\" (\"a\"\"b\" INT)", "t: a\"b int(11)");
    row("NO_BACKSLASH_ESCAPES",
        "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'; CREATE TABLE t (a CHAR(9) DEFAULT 'x\\')",
        "t: a char(9) default 'x\\\\'");
    row("a mode comes back",
        "SET @old=@@sql_mode, sql_mode='ANSI_QUOTES'; SET sql_mode=@old; CREATE TABLE t (a CHAR(9) DEFAULT "
        "\"x\")",
        "t: a char(9) default 'x'");
    row("old timestamps",
        "SET explicit_defaults_for_timestamp=0; CREATE TABLE t (a TIMESTAMP, b TIMESTAMP, c TIMESTAMP NULL)",
        "t: a timestamp not null default CURRENT_TIMESTAMP CURRENT_TIMESTAMP; b timestamp not null default "
        "'0000-00-00 00:00:00'; c timestamp");
    row("a view in two steps",
        "/*!50001 CREATE VIEW `v` AS SELECT 1 AS `a`*/;\n/*!50001 DROP VIEW IF EXISTS `v`*/;\n"
        "/*!50001 CREATE ALGORITHM=MERGE */\n/*!50013 DEFINER=`r`@`%` SQL SECURITY INVOKER */\n/*!50001 VIEW "
        "`v` AS select 2 AS `a` */;",
        "v= CREATE ALGORITHM=MERGE DEFINER=`r`@`%` SQL SECURITY INVOKER VIEW v AS select 2 AS `a`");
    row("a trigger",
        "CREATE TABLE t (a INT); DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`%`*/ /*!50003 TRIGGER g "
        "BEFORE INSERT ON t"
        " FOR EACH ROW BEGIN SET NEW.a = 1; END */;;\nDELIMITER ;",
        "t: a int(11)\ng= CREATE DEFINER=`r`@`%` TRIGGER g BEFORE INSERT ON t FOR EACH ROW\nBEGIN SET NEW.a = "
        "1; END");
    row("a routine",
        "DELIMITER //\nCREATE DEFINER=CURRENT_USER() PROCEDURE p (a INT, OUT `b c` CHAR(3)) COMMENT 'x' READS "
        "SQL DATA BEGIN SELECT 1; END//",
        "p= CREATE PROCEDURE p(IN a int(11), OUT `b c` char(3))\n  READS SQL DATA\n  COMMENT 'x'\nBEGIN SELECT "
        "1; END");
    row("several statements at once",
        "DELIMITER //\nSET @m = ''; use x; CREATE TABLE t (a INT);\nINSERT INTO t VALUES (';//');;\n"
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a > 0 THEN SET NEW.a = CASE WHEN 1 THEN "
        "2 "
        "END; END IF; CASE WHEN 1 THEN BEGIN END; END CASE; END; CREATE TABLE u (a INT)//\n"
        "BEGIN NOT ATOMIC DECLARE x INT; CREATE TABLE never (a INT); END; BEGIN; COMMIT; CREATE TABLE v (a "
        "INT);\n"
        "DELIMITER ;\nCREATE TABLE w (a INT);",
        "t: a int(11)\nu: a int(11)\nv: a int(11)\nw: a int(11)\n"
        "g= CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW\nBEGIN IF NEW.a > 0 THEN SET NEW.a = CASE WHEN 1 "
        "THEN "
        "2 END; END IF; CASE WHEN 1 THEN BEGIN END; END CASE; END");
    row("a program that is one IF",
        "CREATE TABLE t (a INT); DELIMITER //\nCREATE TRIGGER IF NOT EXISTS g BEFORE INSERT ON t FOR EACH ROW "
        "IF NEW.a "
        "> 0 THEN BEGIN SET NEW.a = 1; END; END IF//\n",
        "t: a int(11)\ng= CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW\nIF NEW.a > 0 THEN BEGIN SET NEW.a "
        "= 1; "
        "END; END IF");
    row("a sequence", "CREATE SEQUENCE s INCREMENT BY 2",
        "s= CREATE SEQUENCE s START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775806 INCREMENT BY 2 CACHE 1000 "
        "NOCYCLE");
}

void MySqlParserTest::readsStatements()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, expected);
    QCOMPARE(read(script), expected);
}

void MySqlParserTest::theUsualCollationIsTheServers_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<orm::MySqlFlavour>("flavour");
    QTest::addColumn<bool>("eight");
    using enum orm::MySqlFlavour;
    QTest::newRow("MySQL") << QByteArray() << MySql << true;
    QTest::newRow("MariaDB") << QByteArray() << MariaDb << false;
    QTest::newRow("a dump of 8.0") << QByteArray(
                                          "-- MySQL dump 10.13  Distrib 8.0.36\n-- Server version\t8.0.36\n")
                                   << MariaDb << true;
    QTest::newRow("a dump of 5.7") << QByteArray("-- Server version\t5.7.44-log\n") << MySql << false;
    QTest::newRow("phpMyAdmin's") << QByteArray("-- Server version: 11.4.2-MariaDB\n") << MySql << false;
}

void MySqlParserTest::theUsualCollationIsTheServers()
{
    QFETCH(QByteArray, head);
    QFETCH(orm::MySqlFlavour, flavour);
    QFETCH(bool, eight);
    const QByteArray script = head +
                              "CREATE DATABASE d CHARSET latin1; USE d;\n"
                              "CREATE TABLE a (x TEXT) CHARSET utf8mb4 COLLATE utf8mb4_general_ci;\n"
                              "CREATE TABLE b (x TEXT) CHARSET utf8mb4 COLLATE utf8mb4_0900_ai_ci;\n"
                              "CREATE TABLE c (x TEXT CHARSET utf8mb4, y TEXT COLLATE utf8mb4_general_ci)";
    const QString general = QStringLiteral("utf8mb4_general_ci"), newer = QStringLiteral("utf8mb4_0900_ai_ci");
    const auto schema = readMySqlScript(script, QStringLiteral("s.sql"), nullptr, flavour);
    QVERIFY2(schema, qPrintable(schemaText(schema)));
    QCOMPARE(schema->tables[0].options.charset, QStringLiteral("utf8mb4"));
    QCOMPARE(schema->tables[0].options.collation, eight ? general : QString());
    QCOMPARE(schema->tables[1].options.collation, eight ? QString() : newer);
    QCOMPARE(*schema->tables[2].columns[0].charset, QStringLiteral("utf8mb4"));
    QCOMPARE(*schema->tables[2].columns[0].collation, QString());
    QCOMPARE(*schema->tables[2].columns[1].collation, eight ? general : QString());
}

void MySqlParserTest::refuses_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* script, const char* expected) {
        QTest::newRow(script) << QByteArray(script) << QString::fromUtf8(expected);
    };
    row("CREATE TABLE t (\n  ü INT,\n  b INTT\n)", "s.sql:3:5 no type of MySQL or MariaDB is called INTT");
    row("/* ü */ CREATE TABEL t (a INT)", "s.sql:1:16 expected TABLE, VIEW, INDEX, TRIGGER, PROCEDURE, "
                                          "FUNCTION, EVENT, SEQUENCE or DATABASE, found TABEL");
    row("CRAETE TABLE t (a INT)", "s.sql:1:1 no statement begins with CRAETE");
    row("CREATE TABLE t (a INT", "s.sql:1:22 the statement ends where ) is expected");
    row("CREATE TABLE t (a INT) ENGIEN=InnoDB", "s.sql:1:24 expected an option of the table, found ENGIEN");
    row("CREATE TABLE t (a INT, a INT)", "s.sql:1:24 the table t has a column a already");
    row("CREATE TABLE t (a INT); CREATE TABLE t (a INT)", "s.sql:1:38 there is a table t already");
    row("ALTER TABLE t ADD a INT", "s.sql:1:13 no table is called t here");
    row("CREATE TABLE t (a CHAR(3) DEFAULT 'x)", "s.sql:1:35 this ' is never closed");
    row("/* open", "s.sql:1:1 this comment is never closed");
    row("CREATE TABLE `` (a INT)", "s.sql:1:14 the name of a table is empty");
    row("CREATE TABLE t (`` INT)", "s.sql:1:17 a column or a key is empty");
    row("CREATE TABLE t (a INT REFERENCES ``(b))", "s.sql:1:34 the name of a table is empty");
    row("CREATE TABLE t (a INT, KEY ``(a))", "s.sql:1:28 the name of an index is empty");
    QTest::newRow("a NUL in a name") << QByteArray("CREATE TABLE `a\0b` (a INT)", 26)
                                     << QStringLiteral("s.sql:1:14 a name can't hold a NUL byte");
}

void MySqlParserTest::bytesThatAreNoUtf8AreKept()
{
    // The first byte of three, and no more of them.
    QCOMPARE(read("CREATE TABLE `caf\xE9` (a INT)"), read("CREATE TABLE `caf\xC3\xA9` (a INT)"));
}

void MySqlParserTest::refuses()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, expected);
    QCOMPARE(read(script), expected);
}

void MySqlParserTest::saysWhatItPassesOver()
{
    Diagnostics diagnostics;
    const auto schema =
        readMySqlScript("source rows.sql ;\nINSERT INTO t VALUES (1); SELECT 1; GRANT ALL ON *.* TO x;"
                        "CREATE TABLE t AS SELECT 1",
            QStringLiteral("s.sql"), &diagnostics);
    QVERIFY(schema);
    QStringList said;
    for (const Diagnostic& diagnostic : diagnostics)
        said += diagnostic.where + u' ' + diagnostic.what.code + u' ' + diagnostic.what.args.join(u',');
    QCOMPARE(said, QStringList({"s.sql:1:1 script.source rows.sql", "s.sql:2:72 script.table.query t",
                       "s.sql script.skipped.data 2", "s.sql script.skipped.rights 1"}));
}

void MySqlParserTest::hostileNestingIsNoCrash_data()
{
    QTest::addColumn<QByteArray>("script");
    const int deep = 200'000;
    const QByteArray head("CREATE TABLE t (a INT, CHECK (");
    QTest::newRow("brackets") << head + QByteArray(deep, '(') + 'a' + QByteArray(deep, ')') + "))";
    QTest::newRow("open brackets") << head + QByteArray(deep, '(');
    QTest::newRow("minus") << head + QByteArray("- ").repeated(deep) + "a))";
    QTest::newRow("not") << head + QByteArray("not ").repeated(deep) + "a))";
    QTest::newRow("plus") << head + QByteArray("a+").repeated(deep) + "a))";
    QTest::newRow("and") << head + QByteArray("a and ").repeated(deep) + "a))";
    QTest::newRow("is null") << head + "a" + QByteArray(" is null").repeated(deep) + "))";
    QTest::newRow("calls") << head + QByteArray("abs(").repeated(deep) + "a";
    QTest::newRow("lists") << "CREATE TABLE t (a INT) PARTITION BY LIST (a) (PARTITION p VALUES IN (" +
                                  QByteArray(deep, '(');
    QTest::newRow("nested lists") << "CREATE TABLE t (a INT) PARTITION BY LIST (a) (PARTITION p VALUES IN (" +
                                         QByteArray(deep, '(') + '1' + QByteArray(deep, ')') + "))";
    QTest::newRow("comments") << QByteArray("/*!50000 ").repeated(deep);
    QTest::newRow("statements") << QByteArray(";").repeated(deep);
    QTest::newRow("values") << "INSERT INTO t VALUES " + QByteArray("('x;','y'),").repeated(deep);
    QTest::newRow("remarks") << QByteArray("source a\n").repeated(deep);
    QTest::newRow("NUL") << QByteArray("CREATE TABLE \0 t", 16);
}

/// An error or a schema, soon.
void MySqlParserTest::hostileNestingIsNoCrash()
{
    QFETCH(QByteArray, script);
    const auto schema = readMySqlScript(script, QStringLiteral("s.sql"));
    if (!schema)
        QVERIFY(!schema.error().what.english().isEmpty());
}

QTEST_GUILESS_MAIN(MySqlParserTest)
#include "mysqlparsertest.moc"
