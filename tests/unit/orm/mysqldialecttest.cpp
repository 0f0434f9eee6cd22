// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqldialect.h"
#include "orm/dialect/mysqlddl.h"
#include "orm/dialect/mysqltext.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::orm;
using model::DataType;
using model::DefaultValue;
using model::TypeKind;

namespace {

const MySqlDialect mysqlDialect(MySqlFlavour::MySql);
const MySqlDialect mariaDb(MySqlFlavour::MariaDb);

model::Column column(const char* name, DataType type, bool nullable = true)
{
    static int number = 0;
    model::Column made;
    made.id = IdSource::named<ColumnId>(QStringLiteral("c%1").arg(++number));
    made.name = QString::fromUtf8(name);
    made.type = std::move(type);
    made.nullable = nullable;
    return made;
}

model::Table table(const char* name, std::vector<model::Column> columns)
{
    model::Table made;
    made.id = IdSource::named<TableId>(QString::fromUtf8(name));
    made.name = QString::fromUtf8(name);
    made.columns = std::move(columns);
    return made;
}

model::Index index(const char* name, ColumnId of)
{
    model::Index made;
    made.id = IdSource::named<IndexId>(QString::fromUtf8(name));
    made.name = QString::fromUtf8(name);
    made.parts.push_back({of, false, {}});
    return made;
}

model::Reference reference(const char* name, const model::Table& from, const model::Table& to)
{
    model::Reference made;
    made.id = IdSource::named<ReferenceId>(QString::fromUtf8(name));
    made.from = from.id;
    made.to = to.id;
    return made;
}

QStringList statementsOf(const Dialect& dialect, const model::Schema& schema, const DdlOptions& options = {})
{
    QStringList texts;
    for (const Statement& statement : dialect.createSchema(derive(schema, {}, dialect.capabilities()), options))
        texts.append(statement.sql);
    return texts;
}

} // namespace

class MySqlDialectTest : public QObject {
    Q_OBJECT

private slots:
    void namesAreQuotedWhereTheyMustBe_data();
    void namesAreQuotedWhereTheyMustBe();
    void textsAreWrittenAsTheCatalogWritesThem();
    void typesAreThoseOfTheCatalog_data();
    void typesAreThoseOfTheCatalog();
    void synonymsMeanTheType_data();
    void synonymsMeanTheType();
    void defaults_data();
    void defaults();
    void aTableSaysItsKeys();
    void aCounterGetsAKey();
    void longColumnsAreIndexedByTheirBeginning();
    void keysOfACycleComeAfterwards();
    void whatRefersToNothingIsMadeUnchecked();
    void compoundStatementsGetADelimiter();
    void programsRunWithTheirVariables();
    void anUnusedIndexIsCalledSoInEachServersWord();
};

void MySqlDialectTest::anUnusedIndexIsCalledSoInEachServersWord()
{
    PhysicalTable table;
    table.name = QStringLiteral("t");
    PhysicalIndex index;
    index.name = QStringLiteral("i");
    index.parts = {{QStringLiteral("a"), {}, false, {}}};
    for (const char* word : {"IGNORED", "INVISIBLE"}) { // a script of either is read for both
        index.options = QString::fromLatin1(word);
        QCOMPARE(mariaDb.createIndex(table, index), QStringLiteral("ALTER TABLE t ADD KEY i (a) IGNORED"));
        QCOMPARE(
            mysqlDialect.createIndex(table, index), QStringLiteral("ALTER TABLE t ADD KEY i (a) INVISIBLE"));
    }
}

void MySqlDialectTest::namesAreQuotedWhereTheyMustBe_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("sql");
    QTest::newRow("plain") << "Student_2"
                           << "Student_2";
    QTest::newRow("reserved") << "Order"
                              << "`Order`";
    QTest::newRow("reserved by MariaDB only") << "delete_domain_id"
                                              << "`delete_domain_id`";
    QTest::newRow("reserved by MySQL only") << "rank"
                                            << "rank";
    QTest::newRow("a type's other name") << "float4"
                                         << "`float4`";
    QTest::newRow("like a character set") << "_latin1"
                                          << "`_latin1`";
    QTest::newRow("space") << "a b"
                           << "`a b`";
    QTest::newRow("backtick") << "a`b"
                              << "`a``b`";
    QTest::newRow("digit first") << "1e5"
                                 << "`1e5`";
    QTest::newRow("letters of others") << QString::fromUtf8("größe") << QString::fromUtf8("`größe`");
    QTest::newRow("empty") << ""
                           << "``";
}

void MySqlDialectTest::namesAreQuotedWhereTheyMustBe()
{
    QFETCH(QString, name);
    QFETCH(QString, sql);
    QCOMPARE(mariaDb.identifier(name), sql);
    if (name == u"rank" || name == u"delete_domain_id") // each has words of its own
        QVERIFY(mysqlDialect.identifier(name) != sql);
    else
        QCOMPARE(mysqlDialect.identifier(name), sql);
    QVERIFY(mariaDb.quoted(name).startsWith(u'`'));
}

void MySqlDialectTest::textsAreWrittenAsTheCatalogWritesThem()
{
    const QString text = QStringLiteral("it's a \\ \"x\"\nline\t") + QChar(0);
    const QString literal = mariaDb.textLiteral(text);
    QCOMPARE(literal, QStringLiteral("'it''s a \\\\ \"x\"\\nline\t\\0'"));
    QCOMPARE(mysql::literalValue(literal).value_or(QString()), text);
    QCOMPARE(mysql::literalValue(QStringLiteral("'it\\'s'")).value_or(QString()), QStringLiteral("it's"));
    QVERIFY(!mysql::literalValue(QStringLiteral("'a' 'b'")));
    QVERIFY(!mysql::literalValue(QStringLiteral("concat('a')")));
}

void MySqlDialectTest::typesAreThoseOfTheCatalog_data()
{
    QTest::addColumn<QString>("maria");
    QTest::addColumn<QString>("mysql");
    QTest::addColumn<int>("kind");
    const auto add = [](const char* maria, const char* other, TypeKind kind) {
        QTest::newRow(maria) << QString::fromUtf8(maria) << QString::fromUtf8(other) << int(kind);
    };
    add("int(11)", "int", TypeKind::Integer);
    add("int(10) unsigned", "int unsigned", TypeKind::Integer);
    add("tinyint(1)", "tinyint(1)", TypeKind::Boolean);
    add("tinyint(4)", "tinyint", TypeKind::TinyInt);
    add("tinyint(3) unsigned", "tinyint unsigned", TypeKind::TinyInt);
    add("smallint(6)", "smallint", TypeKind::SmallInt);
    add("mediumint(8) unsigned", "mediumint unsigned", TypeKind::MediumInt);
    add("bigint(20)", "bigint", TypeKind::BigInt);
    add("bigint(20) unsigned", "bigint unsigned", TypeKind::BigInt);
    add("int(5) unsigned zerofill", "int(5) unsigned zerofill", TypeKind::Native);
    add("decimal(10,2)", "decimal(10,2)", TypeKind::Decimal);
    add("decimal(10,0) unsigned", "decimal(10,0) unsigned", TypeKind::Decimal);
    add("float", "float", TypeKind::Float);
    add("float(7,4)", "float(7,4)", TypeKind::Native);
    add("double unsigned", "double unsigned", TypeKind::Double);
    add("varchar(80)", "varchar(80)", TypeKind::Varchar);
    add("varchar(0)", "varchar(0)", TypeKind::Native);
    add("char(36)", "char(36)", TypeKind::Char);
    add("char(36) binary", "char(36) binary", TypeKind::Uuid);
    add("text", "text", TypeKind::Text);
    add("mediumtext", "mediumtext", TypeKind::Native);
    add("blob", "blob", TypeKind::Binary);
    add("varbinary(16)", "varbinary(16)", TypeKind::Binary);
    add("binary(16)", "binary(16)", TypeKind::Native);
    add("date", "date", TypeKind::Date);
    add("time(3)", "time(3)", TypeKind::Time);
    add("datetime", "datetime", TypeKind::Timestamp);
    add("datetime(6)", "datetime(6)", TypeKind::Timestamp);
    add("timestamp", "timestamp", TypeKind::Native);
    add("timestamp(3)", "timestamp(3)", TypeKind::Native);
    add("year(4)", "year", TypeKind::Native);
    add("bit(1)", "bit(1)", TypeKind::Native);
    add("enum('a','b''c','d\\\\e','f,g)','')", "enum('a','b''c','d\\\\e','f,g)','')", TypeKind::Enum);
    add("set('x','y z')", "set('x','y z')", TypeKind::Set);
    add("json", "json", TypeKind::Json);
    add("inet6", "inet6", TypeKind::Native);
    add("point", "point", TypeKind::Native);
    add("int(5)", "int", TypeKind::Native);
}

void MySqlDialectTest::typesAreThoseOfTheCatalog()
{
    QFETCH(QString, maria);
    QFETCH(QString, mysql);
    QFETCH(int, kind);
    QCOMPARE(int(mariaDb.typeOf(maria).kind), kind);
    QCOMPARE(mariaDb.typeName(mariaDb.typeOf(maria)), maria);
    QCOMPARE(mysqlDialect.typeName(mysqlDialect.typeOf(mysql)), mysql);
    QCOMPARE(mysqlDialect.typeName(mysqlDialect.typeOf(maria)), mysql);
}

void MySqlDialectTest::synonymsMeanTheType_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("catalog");
    QTest::newRow("int") << "INT"
                         << "int(11)";
    QTest::newRow("integer") << "integer unsigned"
                             << "int(10) unsigned";
    QTest::newRow("spaces") << "Decimal ( 10 , 2 )  UNSIGNED"
                            << "decimal(10,2) unsigned";
    QTest::newRow("numeric") << "NUMERIC(5)"
                             << "decimal(5,0)";
    QTest::newRow("bool") << "BOOLEAN"
                          << "tinyint(1)";
    QTest::newRow("real") << "REAL"
                          << "double";
    QTest::newRow("double precision") << "double  precision"
                                      << "double";
    QTest::newRow("digits of float") << "float(30)"
                                     << "double";
    QTest::newRow("character varying") << "character varying(9)"
                                       << "varchar(9)";
    QTest::newRow("char") << "CHAR"
                          << "char(1)";
    QTest::newRow("zerofill") << "int zerofill"
                              << "int(10) unsigned zerofill";
    QTest::newRow("enum") << "ENUM( 'a' , \t'b' )"
                          << "enum('a','b')";
    QTest::newRow("no digits") << "datetime(0)"
                               << "datetime";
    QTest::newRow("year") << "YEAR"
                          << "year(4)";
}

void MySqlDialectTest::synonymsMeanTheType()
{
    QFETCH(QString, written);
    QFETCH(QString, catalog);
    QCOMPARE(mariaDb.typeName(mariaDb.typeOf(written)), catalog);
}

void MySqlDialectTest::defaults_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("maria");
    QTest::addColumn<QString>("mysql");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    const auto add = [](const char* type, const char* maria, const char* other, DefaultValue::Kind kind,
                         const char* text) {
        QTest::newRow((QByteArray(type) + ' ' + maria).constData())
            << QString::fromLatin1(type) << QString::fromLatin1(maria) << QString::fromLatin1(other)
            << int(kind) << QString::fromLatin1(text);
    };
    using Kind = DefaultValue::Kind;
    add("int(11)", "5", "5", Kind::Literal, "5");
    add("int(11)", "-5", "-5", Kind::Literal, "-5");
    add("int(11)", "(1 + 2)", "(1 + 2)", Kind::Expression, "(1 + 2)");
    add("tinyint(1)", "1", "1", Kind::Literal, "true");
    add("varchar(9)", "'it''s'", "'it''s'", Kind::Literal, "it's");
    add("varchar(9)", "'NULL'", "'NULL'", Kind::Literal, "NULL");
    add("varchar(9)", "''", "''", Kind::Literal, "");
    add("varchar(9)", "concat('a','b')", "(concat('a','b'))", Kind::Expression, "concat('a','b')");
    add("varchar(36)", "uuid()", "(uuid())", Kind::Uuid, "");
    add("text", "'long'", "('long')", Kind::Literal, "long");
    add("datetime", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", Kind::Now, "");
    add("datetime(6)", "CURRENT_TIMESTAMP(6)", "CURRENT_TIMESTAMP(6)", Kind::Now, "");
    add("timestamp(3)", "CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3)", Kind::Now, "");
    add("datetime(6)", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", Kind::Expression, "CURRENT_TIMESTAMP");
    add("date", "curdate()", "(curdate())", Kind::Now, "");
    add("time(2)", "curtime(2)", "(curtime(2))", Kind::Now, "");
    add("bit(3)", "b'101'", "b'101'", Kind::Expression, "b'101'");
    add("year(4)", "2001", "2001", Kind::Literal, "2001");
}

void MySqlDialectTest::defaults()
{
    QFETCH(QString, type);
    QFETCH(QString, maria);
    QFETCH(QString, mysql);
    QFETCH(int, kind);
    QFETCH(QString, text);
    const DefaultValue expected{DefaultValue::Kind(kind), text};
    const DataType ofMaria = mariaDb.typeOf(type), ofMySql = mysqlDialect.typeOf(type);
    QCOMPARE(mariaDb.defaultText(expected, ofMaria), maria);
    QVERIFY(mariaDb.defaultOf(maria, ofMaria) == expected);
    QCOMPARE(mysqlDialect.defaultText(expected, ofMySql), mysql);
    QCOMPARE(mysqlDialect.defaultText(mysqlDialect.defaultOf(mysql, ofMySql), ofMySql), mysql);
    QVERIFY(mariaDb.defaultOf(QStringLiteral("NULL"), ofMaria).kind == DefaultValue::Kind::None);
    QVERIFY(mariaDb.defaultOf(QString(), ofMaria).kind == DefaultValue::Kind::None);
    QVERIFY(mysqlDialect.defaultOf(QString(), ofMySql).kind == DefaultValue::Kind::None);
}

void MySqlDialectTest::aTableSaysItsKeys()
{
    model::Schema schema;
    model::Table student = table("Student", {column("name", DataType::of(TypeKind::Varchar, 80), false)});
    student.comment = QStringLiteral("who's here");
    student.indexes.push_back(index("by_name", student.columns[0].id));
    student.indexes[0].parts[0].descending = true;
    schema.tables.set(student);
    QCOMPARE(
        statementsOf(mariaDb, schema), QStringList{QStringLiteral("CREATE TABLE Students (\n"
                                                                  "  id int(11) NOT NULL AUTO_INCREMENT,\n"
                                                                  "  name varchar(80) NOT NULL,\n"
                                                                  "  PRIMARY KEY (id),\n"
                                                                  "  KEY by_name (name DESC)\n"
                                                                  ") ENGINE=InnoDB COMMENT='who''s here'")});
}

void MySqlDialectTest::aCounterGetsAKey()
{
    model::Schema schema;
    model::Table counted = table("Counted", {column("n", DataType::of(TypeKind::Integer), false),
                                                column("key", DataType::of(TypeKind::Integer), false)});
    counted.columns[0].autoIncrement = true;
    counted.primaryKey = model::Key();
    counted.primaryKey->parts.push_back({counted.columns[1].id, false, {}});
    schema.tables.set(counted);
    QVERIFY(statementsOf(mariaDb, schema)
                .front()
                .contains(QStringLiteral("\n  PRIMARY KEY (`key`),\n  KEY (n)\n")));
}

void MySqlDialectTest::longColumnsAreIndexedByTheirBeginning()
{
    model::Schema schema;
    model::Table note = table("Note", {column("body", DataType::of(TypeKind::Text))});
    note.indexes = {index("a", note.columns[0].id), index("b", note.columns[0].id)};
    note.indexes[1].method = QStringLiteral("FULLTEXT");
    schema.tables.set(note);
    const QString sql = statementsOf(mariaDb, schema).front();
    QVERIFY2(sql.contains(QStringLiteral("KEY a (body(255))")), qPrintable(sql));
    QVERIFY2(sql.contains(QStringLiteral("FULLTEXT KEY b (body)")), qPrintable(sql));
}

void MySqlDialectTest::keysOfACycleComeAfterwards()
{
    model::Schema schema;
    const model::Table hen = table("Hen", {}), egg = table("Egg", {});
    schema.tables.set(hen);
    schema.tables.set(egg);
    schema.references.set(reference("laid", egg, hen));
    schema.references.set(reference("hatched", hen, egg));
    const QStringList made = statementsOf(mariaDb, schema);
    QCOMPARE(made.size(), 3);
    QVERIFY2(made[2].startsWith(QStringLiteral("ALTER TABLE Hens\n  ADD FOREIGN KEY ")), qPrintable(made[2]));

    // Where tables may be there already, no ALTER adds a key only if it is missing.
    const QStringList again = statementsOf(mariaDb, schema, {true, false});
    QVERIFY2(again.front().contains(QStringLiteral("foreign_key_checks = 0")), qPrintable(again.front()));
    QVERIFY(again.filter(QStringLiteral("ALTER TABLE")).isEmpty());
    QCOMPARE(again.back(), QStringLiteral("SET foreign_key_checks = @old_foreign_key_checks"));
}

void MySqlDialectTest::whatRefersToNothingIsMadeUnchecked()
{
    model::Schema schema;
    model::Table orphan = table("Orphan", {column("gone", DataType::of(TypeKind::Integer))});
    model::Reference lost;
    lost.id = IdSource::named<ReferenceId>(QStringLiteral("lost"));
    lost.from = orphan.id;
    lost.missingTable = QStringLiteral("nowhere");
    lost.missingColumns = QStringList{QStringLiteral("id")};
    lost.key.columns = {{orphan.columns[0].id, {}}};
    schema.tables.set(orphan);
    schema.references.set(lost);
    const QStringList made = statementsOf(mariaDb, schema);
    QCOMPARE(made.size(), 3);
    QVERIFY(made[0].contains(QStringLiteral("foreign_key_checks = 0")));
    QVERIFY2(made[1].contains(QStringLiteral("REFERENCES nowhere (id)")), qPrintable(made[1]));
}

void MySqlDialectTest::compoundStatementsGetADelimiter()
{
    const QString text = mariaDb.script({{QStringLiteral("CREATE TABLE t (a int(11) DEFAULT ';')"), {}},
        {QStringLiteral("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW\nBEGIN SET @a = ';;'; END"), {}}});
    QCOMPARE(text,
        QStringLiteral(
            "CREATE TABLE t (a int(11) DEFAULT ';');\n\nDELIMITER //\nCREATE TRIGGER x BEFORE INSERT ON t "
            "FOR EACH ROW\nBEGIN SET @a = ';;'; END\n//\nDELIMITER ;\n"));
    QVERIFY(mariaDb.script({{QString::fromUtf8("SELECT 'ü'"), {}}})
                .startsWith(QStringLiteral("SET NAMES utf8mb4;\n")));
}

void MySqlDialectTest::programsRunWithTheirVariables()
{
    model::Schema schema;
    model::Verbatim routine;
    routine.id = IdSource::named<VerbatimId>(QStringLiteral("v"));
    routine.kind = model::Verbatim::Kind::Routine;
    routine.name = QStringLiteral("p");
    routine.sql = mysql::withSettings(
        QStringLiteral("CREATE PROCEDURE p ()\nSELECT \"x\""), QStringLiteral("sql_mode = 'ANSI_QUOTES'"));
    schema.verbatims.set(routine);
    const QStringList made = statementsOf(mariaDb, schema);
    QCOMPARE(made.size(), 4);
    QCOMPARE(made[1], QStringLiteral("SET sql_mode = 'ANSI_QUOTES'"));
    QCOMPARE(made[2], QStringLiteral("CREATE PROCEDURE p ()\nSELECT \"x\""));
    QVERIFY(made[3].contains(QStringLiteral("sql_mode = @program_sql_mode")));
    const QStringList again = statementsOf(mariaDb, schema, {true, true});
    QVERIFY(again.contains(QStringLiteral("DROP PROCEDURE IF EXISTS p")));
    QVERIFY(again.contains(QStringLiteral("CREATE PROCEDURE IF NOT EXISTS p ()\nSELECT \"x\"")));
}

QTEST_GUILESS_MAIN(MySqlDialectTest)
#include "mysqldialecttest.moc"
