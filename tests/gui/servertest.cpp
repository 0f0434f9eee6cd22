// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connecteddatabase.h"
#include "app/mainwindow.h"
#include "app/program.h"
#include "app/statusline.h"
#include "model/edit/edits.h"
#include "support/scratchserver.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/createdatabasedialog.h"
#include "ui/dialogs/passwordprompt.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/session/editsession.h"
#include "ui/theme/desktoppreference.h"

#include <QTemporaryDir>
#include <QtTest>
#include <QtWidgets>

using namespace conjoin;

namespace {

constexpr int patience = 60000;

const QByteArray club =
    "CREATE SCHEMA sales;"
    "CREATE TYPE mood AS ENUM ('sad', 'happy');"
    "CREATE TABLE person (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, mood mood);"
    "CREATE TABLE club (id integer PRIMARY KEY, title text);"
    "CREATE TABLE membership (person_id integer REFERENCES person, club_id integer REFERENCES club,"
    "  PRIMARY KEY (person_id, club_id));"
    "CREATE TABLE sales.invoice (id integer PRIMARY KEY);"
    "CREATE VIEW members AS SELECT name FROM person;";

struct Setting {
    QTemporaryDir folder;
    app::Preferences preferences{folder.filePath(QStringLiteral("conjoin.ini"))};
    ui::DesktopPreference desktop;
    app::MainWindow window{preferences, desktop, QString()};

    Setting()
    {
        window.resize(1280, 800);
        window.show();
    }
};

/// Draws a table with a check; false where that failed.
bool draw(Setting& setting, const QString& name, const QString& check = {})
{
    ui::EditSession& session = setting.window.session();
    model::Table table;
    table.id = session.ids().next<TableId>();
    table.name = name;
    if (!check.isEmpty()) {
        model::Check checked;
        checked.id = session.ids().next<CheckId>();
        checked.expression = check;
        table.checks.push_back(checked);
    }
    model::TableNode node;
    node.id = table.id;
    return bool(session.apply(QStringLiteral("Add ") + name, [&](model::Document document) {
        return model::edit::addTable(std::move(document), table, session.currentDiagram(), node);
    }));
}

/// What a project for another engine says in its own words is left out where nobody knows what it means.
void drawFor(Setting& setting, const QString& dialect)
{
    model::Settings settings = setting.window.session().document().settings;
    settings.dialect = dialect;
    (void)setting.window.session().apply(QStringLiteral("Dialect"), [settings](model::Document document) {
        return model::edit::setSettings(std::move(document), settings);
    });
}

ui::SavedConnection reaching(const sql::ConnectionSettings& settings)
{
    ui::SavedConnection connection;
    connection.settings = settings;
    return connection;
}

/// «Create database…» on a server, with the parts that a person sees.
struct Creating {
    ui::CreateDatabaseDialog& dialog;
    QPushButton& run;
    QLabel& summary;
    QLabel& error;
};

Creating creating(Setting& setting, const sql::ConnectionSettings& where)
{
    setting.window.findChild<QAction*>(QStringLiteral("database.create"))->trigger();
    auto* dialog = setting.window.findChild<ui::CreateDatabaseDialog*>();
    dialog->setServer(reaching(where));
    return {*dialog, *dialog->findChild<QPushButton*>(QStringLiteral("createDatabaseRun")),
        *dialog->findChild<QLabel*>(QStringLiteral("createDatabaseSummary")),
        *dialog->findChild<QLabel*>(QStringLiteral("createDatabaseError"))};
}

} // namespace

/// The window on a live PostgreSQL.
class ServerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aServerIsOpenedByItsUrl();
    void theDialogSaysWhatIsWrong();
    void aTestGreetsTheServer();
    void whatIsMarkedWithoutANameStaysMarked();
    void aDatabaseIsMadeOnAServer();
    void whatFailsOnPostgresLeavesNothing();
    void whatFailsOnMariaDbSaysHowFarItCame();
    void aPasswordIsAskedUntilItIsRight();

private:
    tests::ScratchPostgres server_;
    tests::ScratchMariaDb mariaDb_;
};

void ServerTest::initTestCase()
{
    app::prepare(*qApp);
    QStandardPaths::setTestModeEnabled(true);
    QVERIFY2(server_.start(), qPrintable(server_.error()));
}

void ServerTest::aServerIsOpenedByItsUrl()
{
    const sql::ConnectionSettings settings = server_.newDatabase(QStringLiteral("club"));
    QCOMPARE(server_.runScript(settings.database, club), QString());
    Setting setting;
    QVERIFY(setting.window.openPath(settings.url()));
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy() && setting.window.file().isOpen(), patience);
    const model::Document& document = setting.window.session().document();
    QCOMPARE(document.settings.dialect, QStringLiteral("postgresql"));
    QCOMPARE(document.schema.tables.size(), 4u);
    QCOMPARE(document.schema.links.size(), 1u);
    QCOMPARE(document.schema.types.size(), 1u);
    QCOMPARE(setting.preferences.recentFiles(), QStringList{settings.url()});

    QCOMPARE(server_.runScript(settings.database, "CREATE TABLE room (id integer PRIMARY KEY)"), QString());
    setting.window.findChild<QAction*>(QStringLiteral("database.refreshSchema"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy(), patience);
    QCOMPARE(document.schema.tables.size(), 5u);
    QVERIFY2(setting.window.banner().text().contains(QLatin1String("1 table added")),
        qPrintable(setting.window.banner().text()));
}

void ServerTest::theDialogSaysWhatIsWrong()
{
    Setting setting;
    sql::ConnectionSettings settings = server_.settings(QStringLiteral("nowhere"));
    QVERIFY(setting.window.openPath(settings.url()));
    QTRY_VERIFY_WITH_TIMEOUT(setting.window.findChild<ui::ConnectionDialog*>(), patience);
    auto* dialog = setting.window.findChild<ui::ConnectionDialog*>();
    auto* answer = dialog->findChild<QLabel*>(QStringLiteral("connectionAnswer"));
    QVERIFY2(answer->text().contains(QLatin1String("nowhere")), qPrintable(answer->text()));
    QCOMPARE(
        dialog->findChild<QLineEdit*>(QStringLiteral("connectionDatabase"))->text(), QStringLiteral("nowhere"));
    dialog->reject();
}

void ServerTest::aTestGreetsTheServer()
{
    Setting setting;
    setting.window.findChild<QAction*>(QStringLiteral("database.open"))->trigger();
    auto* dialog = setting.window.findChild<ui::ConnectionDialog*>();
    QVERIFY(dialog);
    auto* url = dialog->findChild<QLineEdit*>(QStringLiteral("connectionUrl"));
    url->setFocus();
    url->setText(server_.newDatabase().url());
    emit url->textEdited(url->text());
    dialog->findChild<QPushButton*>(QStringLiteral("testConnection"))->click();
    auto* answer = dialog->findChild<QLabel*>(QStringLiteral("connectionAnswer"));
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
    QVERIFY2(answer->text().contains(QLatin1String("PostgreSQL 1")), qPrintable(answer->text()));
    dialog->reject();
}

/// A connection that nobody keeps is as careful as one that is kept.
void ServerTest::whatIsMarkedWithoutANameStaysMarked()
{
    const sql::ConnectionSettings settings = server_.newDatabase();
    QCOMPARE(server_.runScript(settings.database, club), QString());
    Setting setting;
    setting.window.findChild<QAction*>(QStringLiteral("database.open"))->trigger();
    auto* dialog = setting.window.findChild<ui::ConnectionDialog*>();
    QVERIFY(dialog);
    auto* url = dialog->findChild<QLineEdit*>(QStringLiteral("connectionUrl"));
    url->setText(settings.url());
    emit url->textEdited(url->text());
    dialog->findChild<QCheckBox*>(QStringLiteral("connectionProduction"))->click();
    dialog->findChild<QPushButton*>(QStringLiteral("openConnection"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy() && setting.window.file().isOpen(), patience);
    auto* title = setting.window.findChild<QLabel*>(QStringLiteral("productionTitle"));
    QVERIFY(title);
    QTRY_VERIFY(!title->isHidden());
    QVERIFY(setting.window.connection().database()->settings().readOnly);
    auto* status = setting.window.findChild<app::StatusLine*>();
    status->showHint(QStringLiteral("This database is open for reading only."));
    // It may be written to when a person says so, and is no less of a production database for that.
    emit setting.window.findChild<ui::DataPanel*>()->readOnlyWanted(false);
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy(), patience);
    QTRY_VERIFY(!setting.window.connection().database()->settings().readOnly);
    QCOMPARE(status->findChild<QLabel*>(QStringLiteral("hint"))->text(), QString());
    QVERIFY(!title->isHidden());
    // Another database is not.
    QVERIFY(setting.window.openPath(server_.newDatabase().url()));
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy(), patience);
    QTRY_VERIFY(title->isHidden());
}

void ServerTest::aDatabaseIsMadeOnAServer()
{
    Setting setting;
    setting.window.newProject();
    QVERIFY(draw(setting, QStringLiteral("Student")));
    QVERIFY(draw(setting, QStringLiteral("Class")));
    const sql::ConnectionSettings school = server_.settings(QStringLiteral("School 1"));
    const Creating made = creating(setting, school);
    QTRY_VERIFY_WITH_TIMEOUT(made.run.isEnabled(), patience);
    QCOMPARE(made.summary.text(), QStringLiteral("Create the database School 1 and 2 tables in it"));
    made.run.click();
    QTRY_VERIFY_WITH_TIMEOUT(setting.window.connection().isConnected(), patience);
    QVERIFY2(setting.window.banner().text().startsWith(QLatin1String("Created 2 tables in")),
        qPrintable(setting.window.banner().text()));
    QCOMPARE(server_.runScript(school.database, "SELECT 1 FROM \"Students\", \"Classes\" WHERE false"),
        QStringLiteral(""));
}

void ServerTest::whatFailsOnPostgresLeavesNothing()
{
    Setting setting;
    setting.window.newProject();
    drawFor(setting, QStringLiteral("postgresql"));
    QVERIFY(draw(setting, QStringLiteral("Student")));
    QVERIFY(draw(setting, QStringLiteral("Class"), QStringLiteral("no_function_of_any_server(1) > 0")));
    const sql::ConnectionSettings where = server_.newDatabase();
    const Creating made = creating(setting, where);
    QTRY_VERIFY_WITH_TIMEOUT(made.run.isEnabled(), patience);
    made.run.click();
    QTRY_VERIFY_WITH_TIMEOUT(made.error.isVisible(), patience);
    QVERIFY2(
        made.summary.text().startsWith(QLatin1String("Nothing was changed")), qPrintable(made.summary.text()));
    QVERIFY2(
        made.error.text().contains(QLatin1String("no_function_of_any_server")), qPrintable(made.error.text()));
    QVERIFY(made.run.isEnabled()); // once more, when the cause is mended elsewhere
    QVERIFY(!server_.runScript(where.database, "SELECT id FROM \"Students\"").isEmpty());
    made.dialog.reject();
}

void ServerTest::whatFailsOnMariaDbSaysHowFarItCame()
{
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    Setting setting;
    setting.window.newProject();
    drawFor(setting, QStringLiteral("mariadb"));
    QVERIFY(draw(setting, QStringLiteral("Student")));
    QVERIFY(draw(setting, QStringLiteral("Class"), QStringLiteral("no_function_of_any_server(1) > 0")));
    const sql::ConnectionSettings where = mariaDb_.newDatabase();
    const Creating made = creating(setting, where);
    QTRY_VERIFY_WITH_TIMEOUT(made.run.isEnabled(), patience);
    made.run.click();
    QTRY_VERIFY_WITH_TIMEOUT(made.error.isVisible(), patience);
    QVERIFY2(made.error.text().contains(QLatin1String("applied 1 of 2")), qPrintable(made.error.text()));
    // What is there now is looked at again: the same button makes the rest.
    QTRY_VERIFY_WITH_TIMEOUT(made.run.isEnabled(), patience);
    QVERIFY2(
        made.summary.text().startsWith(QLatin1String("Create 1 table in")), qPrintable(made.summary.text()));
    QVERIFY(made.error.isVisible());
    made.dialog.reject();
}

void ServerTest::aPasswordIsAskedUntilItIsRight()
{
    QVERIFY2(mariaDb_.start(), qPrintable(mariaDb_.error()));
    sql::ConnectionSettings settings = mariaDb_.newDatabase();
    QCOMPARE(mariaDb_.runScript(settings.database,
                 "CREATE TABLE room (id integer PRIMARY KEY);"
                 "CREATE USER ann@localhost IDENTIFIED BY 'open sesame'; GRANT ALL ON *.* TO ann@localhost"),
        QString());
    settings.user = QStringLiteral("ann");
    Setting setting;
    QVERIFY(setting.window.openPath(settings.url()));
    const auto shown = [&] { return setting.window.findChild<ui::PasswordPrompt*>(); };
    for (const QString& typed : {QStringLiteral("sesame"), QStringLiteral("open sesame")}) {
        QTRY_VERIFY_WITH_TIMEOUT(shown() && shown()->isVisible(), patience);
        shown()->findChild<QLineEdit*>(QStringLiteral("passwordField"))->setText(typed);
        shown()->accept();
        QTRY_VERIFY(!shown() || !shown()->isVisible());
    }
    QTRY_VERIFY_WITH_TIMEOUT(!setting.window.isBusy() && setting.window.file().isOpen(), patience);
    QCOMPARE(setting.window.session().document().schema.tables.size(), 1u);
    for (const QString& recent : setting.preferences.recentFiles())
        QVERIFY2(!recent.contains(QLatin1String("sesame")), qPrintable(recent));
}

QTEST_MAIN(ServerTest)
#include "servertest.moc"
