// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqltypes.h"
#include "orm/sql/mysqlintrospector.h"
#include "orm/sql/scriptreader.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace conjoin;
using namespace conjoin::sql;

namespace {

QString partsText(const std::vector<orm::PhysicalKeyPart>& parts)
{
    QStringList texts;
    for (const orm::PhysicalKeyPart& part : parts)
        texts += QStringLiteral("%1%2(%3)%4")
                     .arg(part.column, part.expression, QString::number(part.length),
                         part.descending ? QStringLiteral(" desc") : QString());
    return texts.join(QStringLiteral(", "));
}

QString keyText(const orm::PhysicalKey& key)
{
    return QStringLiteral("%1 (%2) %3 %4 '%5'")
        .arg(key.name, partsText(key.parts), key.method, key.options, key.comment);
}

/// All that the schema says, a line a fact, so that a difference can be read.
QStringList lines(const orm::PhysicalSchema& schema)
{
    QStringList result;
    for (const orm::PhysicalTable& table : schema.tables) {
        const QString name = table.schema + u'.' + table.name;
        const model::TableOptions& options = table.options;
        result +=
            QStringLiteral("%1: engine %2 charset %3 collation %4 extra %5 partitions %6 comment '%7' needs %8")
                .arg(name, options.engine, options.charset, options.collation, options.extra,
                    options.partitionBy, table.comment, table.dependsOn.join(u','));
        for (const orm::PhysicalColumn& column : table.columns)
            result += QStringLiteral("%1.%2: %3 (%4) %5%6 default %7 '%8' on update %9")
                          .arg(name, column.name, orm::mysql::typeName(column.type, orm::MySqlFlavour::MariaDb),
                              QString::number(int(column.type.kind)),
                              column.nullable ? QStringLiteral("null") : QStringLiteral("not null"),
                              column.autoIncrement ? QStringLiteral(" counts") : QString(),
                              QString::number(int(column.defaultValue.kind)), *column.defaultValue.text,
                              *column.onUpdate) +
                      QStringLiteral(" generated %1 '%2' charset %3 collation %4 extra %5 comment '%6'")
                          .arg(QString::number(int(column.generated.kind)), *column.generated.expression,
                              *column.charset, *column.collation, *column.extra, *column.comment);
        if (table.primaryKey)
            result += name + QStringLiteral(" primary ") + keyText(*table.primaryKey);
        for (const orm::PhysicalKey& key : table.uniqueKeys)
            result += name + QStringLiteral(" unique ") + keyText(key);
        for (const orm::PhysicalIndex& index : table.indexes)
            result +=
                name + QStringLiteral(" index %1 (%2) %3 %4 '%5'")
                           .arg(index.name, partsText(index.parts), index.method, index.options, index.comment);
        for (const orm::PhysicalForeignKey& key : table.foreignKeys)
            result += name + QStringLiteral(" reference %1 (%2) > %3.%4 (%5) delete %6 update %7")
                                 .arg(key.name, key.columns.join(u','), key.refSchema, key.refTable,
                                     key.refColumns.join(u','), model::actionText(key.onDelete),
                                     model::actionText(key.onUpdate));
        for (const orm::PhysicalCheck& check : table.checks)
            result += name + QStringLiteral(" check %1 %2").arg(check.name, check.expression);
    }
    for (const orm::PhysicalVerbatim& verbatim : schema.verbatims) {
        const bool view = verbatim.kind == model::Verbatim::Kind::View; // the server writes its text anew
        QStringList needs = verbatim.dependsOn;
        needs.sort();
        result += QStringLiteral("%1 %2.%3 of %4 needs %5: %6")
                      .arg(QString::number(int(verbatim.kind)), verbatim.schema, verbatim.name, verbatim.table,
                          needs.join(u','), view ? QString() : verbatim.sql);
    }
    return result;
}

/// What the two can't agree on: the client takes comments out of programs, and the server's catalog knows no
/// characters outside of the first plane.
QStringList comparable(QStringList lines)
{
    static const QRegularExpression comment(QStringLiteral(R"((?<=\s)(?:--\s|#)[^\n]*|/\*(?! SET ).*?\*/)"),
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression beyond(QStringLiteral("[\\x{10000}-\\x{10FFFF}]"));
    for (QString& line : lines)
        line = line.remove(comment).replace(beyond, QStringLiteral("?")).simplified();
    return lines;
}

QString firstDifferences(const QStringList& server, const QStringList& parser)
{
    QStringList found;
    for (const QString& line : server) {
        if (!parser.contains(line))
            found += QStringLiteral("server ") + line;
    }
    for (const QString& line : parser) {
        if (!server.contains(line))
            found += QStringLiteral("parser ") + line;
    }
    if (found.isEmpty() && server != parser)
        found += QStringLiteral("another order");
    found.sort();
    return found.join(u'\n');
}

QByteArray contentOf(const QString& path)
{
    QStringList files{path};
    if (QFileInfo(path).isDir()) {
        files.clear();
        for (const QFileInfo& info :
            QDir(path).entryInfoList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
            files += info.filePath();
    }
    QByteArray content;
    for (const QString& name : files) {
        QFile file(name);
        [&] { QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name)); }();
        content += file.readAll() + "\n";
    }
    return content;
}

/// The database that the script itself uses, or the one it is run in.
QString databaseOf(const QByteArray& script, const QString& given)
{
    static const QRegularExpression use(QStringLiteral("^USE\\s+`?(\\w+)`?"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    const auto match = use.match(QString::fromUtf8(script));
    return match.hasMatch() ? match.captured(1) : given;
}

} // namespace

/// The parser of MySQL scripts tells what a MariaDB server that ran the script tells.
class MySqlScriptTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(server_.start(), qPrintable(server_.error())); }
    void agreesWithTheServer_data() { addScripts(); }
    void agreesWithTheServer();
    void agreesOnADump_data() { addScripts(); }
    void agreesOnADump();

private:
    static void addScripts();
    void compare(const QByteArray& script, const QString& database);

    tests::ScratchMariaDb server_;
};

void MySqlScriptTest::addScripts()
{
    QTest::addColumn<QString>("path");
    for (const QFileInfo& info :
        QDir(tests::testPath(QStringLiteral("dialect/mysql"))).entryInfoList({QStringLiteral("*.sql")}))
        QTest::newRow(qPrintable(info.baseName())) << info.filePath();
    const QString corpus = tests::sharedPath(QStringLiteral("corpus/mysql"));
    if (corpus.isEmpty())
        return;
    for (const QFileInfo& info : QDir(corpus).entryInfoList({QStringLiteral("*.truth.json")})) {
        const QString base = info.filePath().chopped(int(qstrlen(".truth.json")));
        const QString script =
            QFileInfo::exists(base + QStringLiteral(".sql")) ? base + QStringLiteral(".sql") : base;
        QTest::newRow(qPrintable(QStringLiteral("corpus ") + info.baseName())) << script;
    }
}

void MySqlScriptTest::compare(const QByteArray& script, const QString& database)
{
    const auto connection = Connection::open(server_.settings(database));
    QVERIFY2(connection, qPrintable(connection ? QString() : connection.error().what.english()));
    const auto introspected = introspectMySql(**connection);
    QVERIFY2(introspected, qPrintable(introspected ? QString() : introspected.error().what.english()));
    const auto parsed = readMySqlScript(script, QStringLiteral("script.sql"));
    QVERIFY2(
        parsed, qPrintable(parsed ? QString() : parsed.error().where + u' ' + parsed.error().what.english()));
    const QString difference = firstDifferences(comparable(lines(*introspected)), comparable(lines(*parsed)));
    if (!difference.isEmpty()) {
        for (const QString& line : difference.split(u'\n'))
            qInfo("%s", qPrintable(line)); // a message of Qt Test ends after a thousand characters
    }
    QVERIFY(difference.isEmpty());
}

void MySqlScriptTest::agreesWithTheServer()
{
    QFETCH(QString, path);
    const QByteArray script = contentOf(path);
    const ConnectionSettings given = server_.newDatabase();
    const QString said = server_.runScript(given.database, script);
    if (!said.contains(u"Failed to open file")) // rows that a script takes from elsewhere
        QCOMPARE(said, QString());
    compare(script, databaseOf(script, given.database));
}

/// mariadb-dump writes the same database in its own way.
void MySqlScriptTest::agreesOnADump()
{
    QFETCH(QString, path);
    const QByteArray script = contentOf(path);
    const ConnectionSettings given = server_.newDatabase();
    server_.runScript(given.database, script);
    const QString database = databaseOf(script, given.database);
    const QByteArray dump = server_.runTool(QStringLiteral("mariadb-dump"),
        {QStringLiteral("--no-defaults"), QStringLiteral("--force"), QStringLiteral("--routines"),
            QStringLiteral("--events"), QStringLiteral("-uroot"), QStringLiteral("--skip-extended-insert"),
            QStringLiteral("--socket=") + server_.settings(database).socket, database});
    QVERIFY(dump.contains("Dump completed"));
    compare(dump, database);
}

QTEST_GUILESS_MAIN(MySqlScriptTest)
#include "mysqlscripttest.moc"
