// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"
#include "app/program.h"
#include "model/edit/edits.h"
#include "orm/sql/scriptdialect.h"
#include "support/sqlitefile.h"
#include "ui/models/outlinemodel.h"
#include "ui/panels/banner.h"
#include "ui/panels/importpanel.h"
#include "ui/panels/sqlpanel.h"
#include "ui/session/editsession.h"
#include "ui/session/liftchoice.h"
#include "ui/theme/desktoppreference.h"

#include <QTemporaryDir>
#include <QtTest>
#include <QtWidgets>

using namespace conjoin;

namespace {

constexpr int patience = 30000;

/// A link, a near miss, a view and a trigger.
const QByteArray club =
    "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "CREATE TABLE club (id INTEGER PRIMARY KEY, title TEXT);"
    "CREATE TABLE membership (person_id INTEGER NOT NULL REFERENCES person(id),"
    "  club_id INTEGER NOT NULL REFERENCES club(id), since TEXT, PRIMARY KEY (person_id, club_id));"
    "CREATE TABLE visit (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id),"
    "  club_id INTEGER REFERENCES club(id), at TEXT);"
    "CREATE VIEW members AS SELECT name FROM person;"
    "CREATE TRIGGER trimmed AFTER INSERT ON person BEGIN UPDATE person SET name = trim(name) WHERE id = "
    "new.id; END;";

struct Setting {
    QTemporaryDir folder;
    app::Preferences preferences{folder.filePath(QStringLiteral("conjoin.ini"))};
    ui::DesktopPreference desktop;
    app::MainWindow window{preferences, desktop, QString()};
    QString file = folder.filePath(QStringLiteral("club.db"));

    explicit Setting(const QByteArray& script = club)
    {
        const QString said = tests::runScript(file, script);
        if (!said.isEmpty())
            qFatal("%s", qPrintable(said));
        window.resize(1280, 800);
        window.show();
    }
    bool open(const QString& path)
    {
        if (!window.openPath(path))
            return false;
        return QTest::qWaitFor([this] { return !window.isBusy() && window.file().isOpen(); }, patience);
    }
    void write(const QString& name, const QByteArray& text)
    {
        QFile out(folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(text) < 0)
            qFatal("could not write the script");
    }
    const model::Document& document() { return window.session().document(); }
    const model::Table& table(const char* name)
    {
        for (const model::Table& table : document().schema.tables) {
            if (table.sqlName == QLatin1String(name))
                return table;
        }
        qFatal("no table is called %s", name);
    }
    QTreeWidget& findings() { return *window.importPanel().findChild<QTreeWidget*>(); }
    QTreeWidgetItem* finding(const QString& text)
    {
        const auto found = findings().findItems(text, Qt::MatchStartsWith | Qt::MatchRecursive);
        return found.isEmpty() ? nullptr : found.last();
    }
};

} // namespace

class ImportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void findingsAreListedNotShouted();
    void aNearMissBecomesALinkAndBack();
    void aLinkBecomesATableWithItsReferences();
    void onlyWhatReadsLikeOneBecomesALink();
    void refreshKeepsLayoutAndChoices();
    void refreshSaysWhenNothingChanged();
    void theOutlineGroupsByKind();
    void theOutlineLooksColumnsUpWhenAsked();
    void scriptsTellTheirDialect_data();
    void scriptsTellTheirDialect();
    void aSyntaxErrorShowsItsLine();
    void anotherDialectIsLookedAtOnly();
};

void ImportTest::initTestCase()
{
    app::prepare(*qApp);
    QStandardPaths::setTestModeEnabled(true);
}

void ImportTest::findingsAreListedNotShouted()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY2(setting.window.banner().text().contains(QLatin1String("1 many-to-many link")),
        qPrintable(setting.window.banner().text()));
    QVERIFY(setting.finding(QStringLiteral("visit")));
    QVERIFY(setting.finding(QStringLiteral("Membership")));
    auto* show = setting.window.banner().findChild<QPushButton*>(QStringLiteral("bannerButton"));
    QVERIFY(show->isVisible());
    show->click();
    QVERIFY(setting.window.importPanel().isVisible());
}

void ImportTest::aNearMissBecomesALinkAndBack()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    const TableId visit = setting.table("visit").id;
    const model::Document before = setting.document();
    setting.findings().setCurrentItem(setting.finding(QStringLiteral("visit")));
    setting.window.importPanel().switchCurrent();
    const model::ManyToMany* link = model::linkOfJunction(setting.document().schema, visit);
    QVERIFY(link);
    QCOMPARE(link->ends.size(), 2u);
    QVERIFY(setting.document().diagrams.begin()->links.contains(link->id));
    QCOMPARE(setting.document().schema.references.size(), 0u);
    setting.findings().setCurrentItem(setting.finding(QStringLiteral("visit")));
    setting.window.importPanel().switchCurrent();
    QVERIFY(!model::linkOfJunction(setting.document().schema, visit));
    QCOMPARE(setting.document().schema.references.size(), 2u);
    setting.window.session().undoStack().undo();
    setting.window.session().undoStack().undo();
    QVERIFY(setting.document() == before);
}

void ImportTest::aLinkBecomesATableWithItsReferences()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    const auto ddl = setting.window.session().derivation().schema;
    const TableId membership = setting.table("membership").id;
    setting.findings().setCurrentItem(setting.finding(QStringLiteral("Membership")));
    setting.window.importPanel().switchCurrent();
    QVERIFY(!model::linkOfJunction(setting.document().schema, membership));
    QVERIFY(setting.document().diagrams.begin()->tables.contains(membership));
    QVERIFY2(setting.window.session().derivation().schema == ddl, "how a table is shown changes nothing of it");
}

void ImportTest::onlyWhatReadsLikeOneBecomesALink()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    QVERIFY(!ui::treatAsLink(setting.document(), setting.table("person").id));
}

void ImportTest::refreshKeepsLayoutAndChoices()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    const TableId person = setting.table("person").id;
    const TableId visit = setting.table("visit").id;
    const DiagramId diagram = setting.document().diagrams.begin()->id;
    QVERIFY(setting.window.session().apply(QStringLiteral("Move"), [&](model::Document document) {
        return model::edit::moveNodes(std::move(document), diagram, {{person, QPointF(4000, 3000)}});
    }));
    QVERIFY(setting.window.session().apply(QStringLiteral("Link"),
        [&](model::Document document) { return ui::treatAsLink(std::move(document), visit); }));
    QCOMPARE(tests::runScript(
                 setting.file, "CREATE TABLE room (id INTEGER PRIMARY KEY, club_id REFERENCES club(id))"),
        QString());
    auto* refresh = setting.window.findChild<QAction*>(QStringLiteral("database.refreshSchema"));
    QVERIFY(refresh->isEnabled());
    refresh->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy(), patience);
    QVERIFY(!setting.table("room").name.isEmpty());
    const model::Diagram& drawn = setting.document().diagrams.at(diagram);
    QCOMPARE(drawn.tables.at(person).position, QPointF(4000, 3000));
    QVERIFY2(model::linkOfJunction(setting.document().schema, visit), "a choice stays");
    QVERIFY2(setting.window.banner().text().contains(QLatin1String("1 table added")),
        qPrintable(setting.window.banner().text()));
}

void ImportTest::refreshSaysWhenNothingChanged()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    const int steps = setting.window.session().undoStack().count();
    setting.window.findChild<QAction*>(QStringLiteral("database.refreshSchema"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy(), patience);
    QVERIFY2(setting.window.banner().text().contains(QLatin1String("Nothing changed")),
        qPrintable(setting.window.banner().text()));
    QCOMPARE(setting.window.session().undoStack().count(), steps);
}

void ImportTest::theOutlineGroupsByKind()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    ui::OutlineModel outline(setting.window.session(), ui::Theme::light());
    QStringList headings;
    for (int i = 0; i < outline.rowCount(); ++i) {
        const QModelIndex heading = outline.index(i, 0);
        headings << QStringLiteral("%1 %2").arg(
            heading.data().toString(), heading.data(ui::OutlineModel::DetailRole).toString());
    }
    QCOMPARE(headings, (QStringList{QStringLiteral("Tables 3"), QStringLiteral("Many-to-many links 1"),
                           QStringLiteral("Views 1"), QStringLiteral("Triggers 1")}));
    QVERIFY(setting.window.session().apply(QStringLiteral("Schema"), [&](model::Document document) {
        model::Table table = setting.table("club");
        table.sqlSchema = QStringLiteral("sales");
        return model::edit::updateTable(std::move(document), table);
    }));
    QCOMPARE(outline.rowCount(), 2);
    QCOMPARE(outline.index(1, 0).data().toString(), QStringLiteral("sales"));
    QCOMPARE(outline.index(0, 0, outline.index(1, 0)).data().toString(), QStringLiteral("Tables"));
}

void ImportTest::theOutlineLooksColumnsUpWhenAsked()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    ui::OutlineModel outline(setting.window.session(), ui::Theme::light());
    const model::Table& person = setting.table("person");
    const QModelIndex table = outline.indexOf(person.id);
    QVERIFY(table.isValid());
    QVERIFY(outline.hasChildren(table));
    const QPersistentModelIndex column = outline.indexOf(person.columns[1].id);
    QVERIFY(column.isValid());
    QCOMPARE(column.parent(), table);
    QVERIFY(setting.window.session().apply(QStringLiteral("Rename"), [&](model::Document document) {
        model::Column renamed = person.columns[1];
        renamed.name = QStringLiteral("full_name");
        return model::edit::updateColumn(std::move(document), person.id, renamed);
    }));
    QVERIFY2(column.isValid(), "what is expanded stays so");
    QCOMPARE(column.data().toString(), QStringLiteral("full_name"));
}

void ImportTest::scriptsTellTheirDialect_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("dialect");
    QTest::newRow("pg_dump") << QByteArray("--\n-- PostgreSQL database dump\n--\nCREATE TABLE a (b integer);")
                             << QStringLiteral("postgresql");
    QTest::newRow("serial") << QByteArray("CREATE TABLE a (id SERIAL PRIMARY KEY, j jsonb);")
                            << QStringLiteral("postgresql");
    QTest::newRow("mysqldump") << QByteArray("-- MySQL dump 10.13\nCREATE TABLE `a` (`b` int) ENGINE=InnoDB;")
                               << QStringLiteral("mysql");
    QTest::newRow("mariadb-dump") << QByteArray(
                                         "/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19\n"
                                         "CREATE TABLE `a` (`b` int(11)) ENGINE=InnoDB;")
                                  << QStringLiteral("mariadb");
    QTest::newRow("backticks") << QByteArray("CREATE TABLE `a` (`b` int unsigned AUTO_INCREMENT PRIMARY KEY);")
                               << QStringLiteral("mysql");
    QTest::newRow("sqlite") << QByteArray("PRAGMA foreign_keys=OFF;\nCREATE TABLE a (b INTEGER PRIMARY KEY);")
                            << QStringLiteral("sqlite");
    QTest::newRow("nobody knows") << QByteArray("CREATE TABLE a (b integer);") << QString();
}

void ImportTest::scriptsTellTheirDialect()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, dialect);
    QCOMPARE(sql::scriptDialect(script).value_or(QString()), dialect);
}

void ImportTest::aSyntaxErrorShowsItsLine()
{
    Setting setting;
    setting.write(QStringLiteral("wrong.sql"),
        "PRAGMA foreign_keys=ON;\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n"
        "CREATE TABEL b (id INTEGER);\n");
    QVERIFY(setting.window.openPath(setting.folder.filePath(QStringLiteral("wrong.sql"))));
    const auto said = [&] { return setting.window.banner().text(); };
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QLatin1String("wrong.sql:3:")), patience);
    QVERIFY2(said().contains(QStringLiteral("3 │ CREATE TABEL b")), qPrintable(said()));
}

void ImportTest::anotherDialectIsLookedAtOnly()
{
    Setting setting;
    QVERIFY(setting.open(setting.file));
    ui::SqlPanel& panel = setting.window.sqlPanel();
    QTRY_VERIFY_WITH_TIMEOUT(panel.script().text.contains(QLatin1String("CREATE TABLE")), patience);
    panel.setDialect(QStringLiteral("mysql"));
    QTRY_COMPARE_WITH_TIMEOUT(panel.script().dialect, QStringLiteral("mysql"), patience);
    QCOMPARE(setting.document().settings.dialect, QStringLiteral("sqlite"));
    QVERIFY(!panel.script().parts.empty());
    for (const ui::SqlScript::Part& part : panel.script().parts)
        QVERIFY(part.firstLine <= part.lastLine && part.lastLine < panel.script().text.count(u'\n'));
    auto* adopt = panel.findChild<QPushButton*>(QStringLiteral("sqlAdoptDialect"));
    QVERIFY(!adopt->isHidden());
    adopt->click();
    QCOMPARE(setting.document().settings.dialect, QStringLiteral("mysql"));
    QVERIFY(adopt->isHidden());
}

QTEST_MAIN(ImportTest)
#include "importtest.moc"
