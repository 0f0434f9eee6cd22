// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"
#include "app/program.h"
#include "support/scratchserver.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/panels/banner.h"
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

} // namespace

/// The window on a live PostgreSQL.
class ServerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aServerIsOpenedByItsUrl();
    void theDialogSaysWhatIsWrong();
    void aTestGreetsTheServer();

private:
    tests::ScratchPostgres server_;
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
    QVERIFY2(setting.window.banner().text().contains(QLatin1String("1 table came")),
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

QTEST_MAIN(ServerTest)
#include "servertest.moc"
