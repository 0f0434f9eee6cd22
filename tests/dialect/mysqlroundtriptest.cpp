// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/mysqlintrospector.h"
#include "orm/sql/statementlog.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;
using orm::PhysicalSchema;

namespace {

/// The first thing in which two schemas differ, for a person who has to find out why.
QString difference(const PhysicalSchema& a, const PhysicalSchema& b)
{
    if (a.tables.size() != b.tables.size() || a.verbatims.size() != b.verbatims.size())
        return QStringLiteral("%1 / %2 tables, %3 / %4 things kept verbatim")
            .arg(a.tables.size())
            .arg(b.tables.size())
            .arg(a.verbatims.size())
            .arg(b.verbatims.size());
    for (size_t i = 0; i < a.tables.size(); ++i) {
        const orm::PhysicalTable& left = a.tables[i];
        const orm::PhysicalTable& right = b.tables[i];
        const QString name = left.name + QStringLiteral(" / ") + right.name;
        for (size_t k = 0; k < std::min(left.columns.size(), right.columns.size()); ++k) {
            if (!(left.columns[k] == right.columns[k]))
                return name + QStringLiteral(": column ") + left.columns[k].name + QStringLiteral(" / ") +
                       right.columns[k].name;
        }
        if (left.columns.size() != right.columns.size())
            return name + QStringLiteral(": number of columns");
        if (left.primaryKey != right.primaryKey)
            return name + QStringLiteral(": primary key");
        if (left.uniqueKeys != right.uniqueKeys)
            return name + QStringLiteral(": unique keys");
        if (left.foreignKeys != right.foreignKeys)
            return name + QStringLiteral(": foreign keys");
        if (left.indexes != right.indexes)
            return name + QStringLiteral(": indexes");
        if (left.checks != right.checks)
            return name + QStringLiteral(": checks");
        if (left.options != right.options)
            return name + QStringLiteral(": options ") + left.options.extra + u' ' + left.options.partitionBy +
                   QStringLiteral(" / ") + right.options.extra + u' ' + right.options.partitionBy;
        if (!(left == right))
            return name;
    }
    for (size_t i = 0; i < a.verbatims.size(); ++i) {
        if (!(a.verbatims[i] == b.verbatims[i]))
            return a.verbatims[i].name + u'\n' + a.verbatims[i].sql + u'\n' + b.verbatims[i].name + u'\n' +
                   b.verbatims[i].sql;
    }
    return a == b ? QString() : QStringLiteral("something else");
}

/// What the server itself says of the connected database, as sorted lines: a witness that does not use the
/// introspector.
QStringList catalog(Connection& connection)
{
    QStringList lines;
    const auto rowsOf = [&](const QString& query) {
        const auto found = connection.run(query);
        [&] {
            QVERIFY2(found, qPrintable(query + u'\n' + (found ? QString() : found.error().what.english())));
        }();
        return found ? found->rows : std::vector<std::vector<Value>>();
    };
    const auto quoted = [](QString name) { return u'`' + name.replace(u'`', QStringLiteral("``")) + u'`'; };
    for (const auto& row : rowsOf(QStringLiteral("SHOW FULL TABLES"))) {
        const QString kind = row[1].text();
        const QString show = kind == u"VIEW"       ? QStringLiteral("SHOW CREATE VIEW ")
                             : kind == u"SEQUENCE" ? QStringLiteral("SHOW CREATE SEQUENCE ")
                                                   : QStringLiteral("SHOW CREATE TABLE ");
        // Of the charset of a text in a view, information_schema of MariaDB says nothing.
        static const QRegularExpression introducer(QStringLiteral("_utf8mb[34](?=')"));
        static const QRegularExpression counter(QStringLiteral(" AUTO_INCREMENT=[0-9]+"));
        for (const auto& shown : rowsOf(show + quoted(row[0].text())))
            lines += QString(shown[1].text()).remove(counter).remove(introducer);
    }
    for (const char* query :
        {"SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, "
         "IF(TABLE_NAME IN "
         "(SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()), NULL, "
         "COLLATION_NAME), "
         "COLUMN_KEY, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION FROM information_schema.COLUMNS "
         "WHERE TABLE_SCHEMA = DATABASE()",
            "SELECT TABLE_NAME, NON_UNIQUE, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, COLLATION, SUB_PART, "
            "INDEX_TYPE, "
            "INDEX_COMMENT FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()",
            "SELECT TABLE_NAME, CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS "
            "WHERE CONSTRAINT_SCHEMA = DATABASE()",
            "SELECT TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, "
            "SUBPARTITION_EXPRESSION, PARTITION_DESCRIPTION, PARTITION_COMMENT FROM "
            "information_schema.PARTITIONS "
            "WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL",
            "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER, "
            "ACTION_STATEMENT, REPLACE(SQL_MODE, 'NO_AUTO_CREATE_USER,', ''), DEFINER FROM "
            "information_schema.TRIGGERS "
            "WHERE TRIGGER_SCHEMA = DATABASE()",
            "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, IS_DETERMINISTIC, "
            "SQL_DATA_ACCESS, SECURITY_TYPE, REPLACE(SQL_MODE, 'NO_AUTO_CREATE_USER,', ''), ROUTINE_COMMENT, "
            "DEFINER "
            "FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()",
            "SELECT ROUTINE_TYPE, SPECIFIC_NAME, ORDINAL_POSITION, PARAMETER_MODE, PARAMETER_NAME, "
            "DTD_IDENTIFIER, "
            "COLLATION_NAME FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = DATABASE()",
            "SELECT EVENT_NAME, TIME_ZONE, EVENT_DEFINITION, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, "
            "STARTS, ENDS, "
            "STATUS, ON_COMPLETION, EVENT_COMMENT, REPLACE(SQL_MODE, 'NO_AUTO_CREATE_USER,', '') "
            "FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"}) {
        for (const auto& row : rowsOf(QString::fromLatin1(query))) {
            QString line;
            for (const Value& value : row)
                line += orm::literalText(value) + u'|';
            lines += line;
        }
    }
    lines.replaceInStrings(u'`' + connection.settings().database + QStringLiteral("`."), QString());
    lines.sort();
    return lines;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    [&] { QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path)); }();
    return file.readAll();
}

} // namespace

/// What was read from MariaDB, drawn, derived and written makes the same database again.
class MySqlRoundTripTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(server_.start(), qPrintable(server_.error())); }
    void aDatabaseComesBack_data();
    void aDatabaseComesBack();
    void theNumberOfStatementsIsConstant();
    void aScriptMayRunTwice();
    void everyKindOfTypeIsReadAsItself();
    void otherDatabasesHaveTheirName();
    void readingIsTwelveStatements();
    void whatIsNotReadIsTold();
    void aViewMayCallATableLikeItsDatabase();

private:
    QString load(const QByteArray& script);
    std::unique_ptr<Connection> open(const ConnectionSettings& settings);

    tests::ScratchMariaDb server_;
};

void MySqlRoundTripTest::aDatabaseComesBack_data()
{
    QTest::addColumn<QStringList>("files");
    const auto addFolder = [](const QString& folder) {
        for (const QFileInfo& info : QDir(folder).entryInfoList({QStringLiteral("*.sql")}))
            QTest::newRow(qPrintable(info.baseName())) << QStringList{info.filePath()};
    };
    addFolder(tests::testPath(QStringLiteral("dialect/mysql")));
    const QString corpus = tests::sharedPath(QStringLiteral("corpus/mysql"));
    if (corpus.isEmpty()) {
        qInfo("the schemas of real projects are not there: only those of the test are read");
        return;
    }
    addFolder(corpus);
    for (const QFileInfo& folder : QDir(corpus).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        // The first file is the schema, the others are data.
        const QFileInfoList files =
            QDir(folder.filePath()).entryInfoList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        if (!files.isEmpty())
            QTest::newRow(qPrintable(folder.fileName())) << QStringList{files.front().filePath()};
    }
}

/// Runs the script and says which database it filled: some make their own.
QString MySqlRoundTripTest::load(const QByteArray& script)
{
    static const QRegularExpression ownDatabase(QStringLiteral(R"(^\s*USE\s+`?(\w+)`?\s*;)"),
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression otherFiles(
        QStringLiteral(R"(^source .*$)"), QRegularExpression::MultilineOption);
    QString text = QString::fromUtf8(script);
    text.remove(otherFiles);
    const QString database = server_.newDatabase().database;
    const QString said = server_.runScript(database, text.toUtf8());
    [&] { QVERIFY2(said.isEmpty(), qPrintable(said)); }();
    const auto used = ownDatabase.match(text);
    return used.hasMatch() ? used.captured(1) : database;
}

std::unique_ptr<Connection> MySqlRoundTripTest::open(const ConnectionSettings& settings)
{
    auto opened = Connection::open(settings);
    [&] { QVERIFY2(opened, opened ? "" : qPrintable(opened.error().what.english())); }();
    return opened ? std::move(*opened) : nullptr;
}

void MySqlRoundTripTest::aDatabaseComesBack()
{
    QFETCH(QStringList, files);
    QByteArray script;
    for (const QString& file : files)
        script += contentOf(file) + '\n';
    const QString original = load(script);
    if (QTest::currentTestFailed())
        return;
    const auto connection = open(server_.settings(original));
    QVERIFY(connection);
    const auto first = introspectMySql(*connection);
    QVERIFY2(first, first ? "" : qPrintable(first.error().what.english()));
    QVERIFY(!first->tables.empty());

    const orm::Dialect& dialect = connection->dialect();
    const orm::Derivation derivation = orm::derive(orm::lift(*first).schema, {}, dialect.capabilities());
    QCOMPARE(difference(derivation.schema, *first), QString());

    // As a person runs it, with the client; and as the program does, statement by statement.
    const std::vector<orm::Statement> statements = dialect.createSchema(derivation, {});
    const ConnectionSettings byClient = server_.newDatabase();
    const QString text = dialect.script(statements);
    const QString said = server_.runScript(byClient.database, text.toUtf8());
    QVERIFY2(said.isEmpty(), qPrintable(said + u'\n' + text.left(20000)));
    const ConnectionSettings byProgram = server_.newDatabase();
    const auto target = open(byProgram);
    QVERIFY(target);
    for (const orm::Statement& statement : statements) {
        const auto done = target->run(statement.sql);
        QVERIFY2(done, done ? "" : qPrintable(statement.sql + u'\n' + done.error().what.english()));
    }
    const QStringList expected = catalog(*connection);
    for (const ConnectionSettings& settings : {byClient, byProgram}) {
        const auto made = open(settings);
        QVERIFY(made);
        const auto second = introspectMySql(*made);
        QVERIFY(second);
        QCOMPARE(difference(*second, *first), QString());
        const QStringList lines = catalog(*made);
        for (qsizetype i = 0; i < std::min(lines.size(), expected.size()); ++i)
            QCOMPARE(lines[i], expected[i]);
        QCOMPARE(lines.size(), expected.size());
    }
}

void MySqlRoundTripTest::theNumberOfStatementsIsConstant()
{
    QByteArray script("CREATE SEQUENCE s; CREATE PROCEDURE p (IN a INT) SELECT a;");
    int before = -1;
    for (const int tables : {1, 40}) {
        for (int i = 0; i < tables; ++i) {
            const QByteArray name = QByteArray("t") + QByteArray::number(tables) + '_' + QByteArray::number(i);
            script += "CREATE TABLE " + name + " (id INT PRIMARY KEY, r INT, FOREIGN KEY (r) REFERENCES " +
                      name + " (id));";
        }
        const ConnectionSettings settings = server_.newDatabase();
        const QString said = server_.runScript(settings.database, script);
        QVERIFY2(said.isEmpty(), qPrintable(said));
        const auto connection = open(settings);
        QVERIFY(connection);
        StatementRecorder recorder;
        connection->setLog(&recorder);
        QVERIFY(introspectMySql(*connection));
        connection->setLog(nullptr);
        const int count = int(recorder.statements.size());
        QVERIFY2(count <= 12, qPrintable(QString::number(count)));
        QVERIFY(before == -1 || before == count);
        before = count;
    }
}

void MySqlRoundTripTest::aScriptMayRunTwice()
{
    for (const char* file : {"keys", "programs", "tables"}) {
        const QString database =
            load(contentOf(tests::testPath(QStringLiteral("dialect/mysql/%1.sql").arg(QLatin1String(file)))));
        const auto connection = open(server_.settings(database));
        QVERIFY(connection);
        const auto first = introspectMySql(*connection);
        QVERIFY(first);
        const orm::Dialect& dialect = connection->dialect();
        const orm::Derivation derivation = orm::derive(orm::lift(*first).schema, {}, dialect.capabilities());
        for (const orm::DdlOptions options : {orm::DdlOptions{true, false}, orm::DdlOptions{false, true}}) {
            const QString text = dialect.script(dialect.createSchema(derivation, options));
            const QString said = server_.runScript(database, text.toUtf8());
            QVERIFY2(said.isEmpty(), qPrintable(said + u'\n' + text.left(20000)));
            const auto second = introspectMySql(*connection);
            QVERIFY(second);
            QCOMPARE(difference(*second, *first), QString());
        }
    }
}

void MySqlRoundTripTest::everyKindOfTypeIsReadAsItself()
{
    using model::DataType;
    using model::TypeKind;
    const auto of = [](TypeKind kind, int length = 0, int precision = 0, int scale = 0,
                        bool isUnsigned = false) {
        DataType type = DataType::of(kind, length);
        type.precision = precision;
        type.scale = scale;
        type.isUnsigned = isUnsigned;
        return type;
    };
    DataType set = DataType::enumeration({QStringLiteral("x"), QStringLiteral("y z")});
    set.kind = TypeKind::Set;
    const std::vector<DataType> types{of(TypeKind::Boolean), of(TypeKind::TinyInt), of(TypeKind::SmallInt),
        of(TypeKind::MediumInt), of(TypeKind::Integer), of(TypeKind::BigInt),
        of(TypeKind::Integer, 0, 0, 0, true), of(TypeKind::Decimal, 0, 10, 2),
        of(TypeKind::Decimal, 0, 5, 0, true), of(TypeKind::Float), of(TypeKind::Double),
        of(TypeKind::Varchar, 80), of(TypeKind::Char, 5), of(TypeKind::Text), of(TypeKind::Binary),
        of(TypeKind::Binary, 16), of(TypeKind::Date), of(TypeKind::Time), of(TypeKind::Time, 0, 3),
        of(TypeKind::Timestamp), of(TypeKind::Timestamp, 0, 6), of(TypeKind::Uuid), of(TypeKind::Json),
        DataType::enumeration({QStringLiteral("a"), QStringLiteral("it's"), QStringLiteral("\\")}), set};
    orm::Derivation drawn;
    orm::PhysicalTable table;
    table.name = QStringLiteral("every");
    for (const DataType& type : types) {
        orm::PhysicalColumn column;
        column.name = QStringLiteral("c%1").arg(table.columns.size());
        column.type = type;
        table.columns.push_back(std::move(column));
    }
    drawn.schema.tables.push_back(table);
    drawn.origins.resize(1);
    const auto connection = open(server_.newDatabase());
    QVERIFY(connection);
    for (const orm::Statement& statement : connection->dialect().createSchema(drawn, {})) {
        const auto done = connection->run(statement.sql);
        QVERIFY2(done, done ? "" : qPrintable(statement.sql + u'\n' + done.error().what.english()));
    }
    const auto read = introspectMySql(*connection);
    QVERIFY(read);
    QCOMPARE(difference(*read, drawn.schema), QString());
}

void MySqlRoundTripTest::otherDatabasesHaveTheirName()
{
    ConnectionSettings settings = server_.newDatabase();
    const QString other = server_.newDatabase().database;
    settings.schemas = QStringList{other};
    const QString said = server_.runScript(settings.database,
        QStringLiteral(
            "CREATE TABLE %1.city (id INT PRIMARY KEY);"
            "CREATE TABLE person (id INT PRIMARY KEY, city INT, FOREIGN KEY (city) REFERENCES %1.city (id));"
            "CREATE VIEW %1.people AS SELECT p.id FROM person p JOIN %1.city c ON c.id = p.city;")
            .arg(other)
            .toUtf8());
    QVERIFY2(said.isEmpty(), qPrintable(said));
    const auto connection = open(settings);
    QVERIFY(connection);
    const auto read = introspectMySql(*connection);
    QVERIFY(read);
    QVERIFY(read->table(QStringLiteral("city"), other));
    const orm::PhysicalTable* person = read->table(QStringLiteral("person"));
    QVERIFY(person);
    QCOMPARE(person->foreignKeys.size(), size_t(1));
    QCOMPARE(person->foreignKeys[0].refSchema, other);
    QCOMPARE(read->verbatims.size(), size_t(1));
    const orm::PhysicalVerbatim& view = read->verbatims[0];
    QCOMPARE(view.schema, other);
    QCOMPARE(view.dependsOn, (QStringList{QStringLiteral("person"), other + QStringLiteral(".city")}));
    QVERIFY2(view.sql.contains(QStringLiteral("from (`person` `p` join `%1`.`city` `c`").arg(other)),
        qPrintable(view.sql));
}

void MySqlRoundTripTest::aViewMayCallATableLikeItsDatabase()
{
    const ConnectionSettings settings = server_.newDatabase(QStringLiteral("alias"));
    const QString said = server_.runScript(settings.database,
        "CREATE TABLE t (t INT, alias INT); CREATE VIEW v AS SELECT alias.t, alias.alias FROM t AS alias;");
    QVERIFY2(said.isEmpty(), qPrintable(said));
    const auto connection = open(settings);
    QVERIFY(connection);
    const auto read = introspectMySql(*connection);
    QVERIFY(read);
    QCOMPARE(read->verbatims.size(), size_t(1));
    QCOMPARE(read->verbatims[0].sql,
        QStringLiteral(
            "CREATE VIEW v AS select `alias`.`t` AS `t`,`alias`.`alias` AS `alias` from `t` `alias`"));
}

void MySqlRoundTripTest::readingIsTwelveStatements()
{
    const ConnectionSettings settings = server_.newDatabase();
    QByteArray script = "CREATE SEQUENCE one; CREATE SEQUENCE two;";
    for (int i = 0; i < 20; ++i) {
        const QByteArray number = QByteArray::number(i);
        script += "CREATE TABLE t" + number +
                  " (id INT AUTO_INCREMENT PRIMARY KEY, other INT, FOREIGN KEY (other) "
                  "REFERENCES t" +
                  number + " (id)); CREATE VIEW v" + number + " AS SELECT id FROM t" + number + ";";
    }
    QCOMPARE(server_.runScript(settings.database, script), QString());
    const auto connection = open(settings);
    QVERIFY(connection);
    StatementRecorder recorder;
    connection->setLog(&recorder);
    const auto read = introspectMySql(*connection);
    connection->setLog(nullptr);
    QVERIFY(read);
    QCOMPARE(read->tables.size(), size_t(20));
    QVERIFY2(recorder.statements.size() <= 12, qPrintable(QString::number(recorder.statements.size())));
}

void MySqlRoundTripTest::whatIsNotReadIsTold()
{
    const ConnectionSettings settings = server_.newDatabase();
    const QString said = server_.runScript(settings.database,
        "CREATE TABLE a (id INT) ENGINE=MyISAM; CREATE TABLE both_of (id INT) ENGINE=MERGE UNION=(a);");
    QVERIFY2(said.isEmpty(), qPrintable(said));
    const auto connection = open(settings);
    QVERIFY(connection);
    Diagnostics unread;
    QVERIFY(introspectMySql(*connection, &unread));
    QCOMPARE(unread.size(), size_t(1));
    QCOMPARE(unread[0].what.code, QStringLiteral("server.unread.merge"));
    QCOMPARE(unread[0].where, QStringLiteral("both_of"));
}

QTEST_GUILESS_MAIN(MySqlRoundTripTest)
#include "mysqlroundtriptest.moc"
