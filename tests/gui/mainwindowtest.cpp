// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/desk.h"

#include "app/commandpalette.h"
#include "app/connecteddatabase.h"
#include "app/documentfile.h"
#include "app/program.h"
#include "orm/sql/connection.h"
#include "support/support.h"
#include "ui/canvas/canvasview.h"
#include "ui/dialogs/createdatabasedialog.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/panels/problemspanel.h"
#include "ui/panels/propertiespanel.h"
#include "ui/panels/sqlpanel.h"

#include <QtWidgets>

#include <cmath>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

/// Presses a button of the next question that appears.
void answer(QMessageBox::StandardButton button, bool* asked)
{
    auto* timer = new QTimer(qApp);
    timer->setInterval(20);
    QObject::connect(timer, &QTimer::timeout, timer, [timer, button, asked] {
        auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box)
            return;
        timer->deleteLater();
        timer->stop();
        *asked = true;
        box->button(button)->click();
    });
    timer->start();
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void startsWithTheStartPage();
    void savesAndReopensIdentically();
    void undoAndRedoAreActions();
    void closingAsksOnlyWhenSomethingIsUnsaved();
    void savingFromTheQuestionCloses();
    void aDamagedDrawingIsMendedAndSaid();
    void theSchoolExampleOpensWithADatabase();
    void createsADatabaseAndRemembersIt();
    void opensADatabaseNobodyHereMade();
    void whatCannotBeOpenedIsTold_data();
    void whatCannotBeOpenedIsTold();
    void aDroppedFileOpens();
    void whatACrashLeftIsOffered();
    void thePaletteFindsTablesAndCommands();
    void foldsAreRemembered();
    void theDataTabTakesTheKeyboard();
    void theDataTabOpensWhatIsSelected();
    void thePanelsMayHaveTheWholeCentre();
    void panelsGiveWayInASmallWindow();
    void themesSwitchLive();
    void allTextIsInTheFontsOfTheProgram();
};

void MainWindowTest::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication::setFont(QFont(QStringLiteral("DejaVu Sans"))); // as a desktop sets its own
    app::prepare(*qApp);
}

void MainWindowTest::startsWithTheStartPage()
{
    Desk desk;
    QVERIFY(desk.window.findChild<QWidget*>(QStringLiteral("startPage"))->isVisible());
    QVERIFY(!desk.action("file.save").isEnabled());
    QTest::mouseClick(desk.window.findChild<QPushButton*>(QStringLiteral("start.file.new")), Qt::LeftButton);
    QVERIFY(desk.window.findChild<QWidget*>(QStringLiteral("canvas"))->isVisible());
    QVERIFY(desk.action("file.save").isEnabled());
    QVERIFY(!desk.window.isWindowModified());
}

void MainWindowTest::savesAndReopensIdentically()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    QVERIFY(desk.addTable(QStringLiteral("Class")));
    const QString path = desk.path("school.conjoin");
    QVERIFY(desk.saveAndWait(path));
    QVERIFY(!desk.window.isWindowModified());
    const model::Document saved = desk.document();

    Desk other;
    QVERIFY(other.openAndWait(path));
    QVERIFY(other.document() == saved);
    QVERIFY(other.window.windowTitle().contains(QStringLiteral("school")));
    QCOMPARE(other.preferences.recentFiles().value(0), path);
}

void MainWindowTest::undoAndRedoAreActions()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(!desk.action("edit.undo").isEnabled());
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    const model::Document drawn = desk.document();
    QVERIFY(desk.window.isWindowModified());
    QVERIFY(desk.action("edit.undo").text().contains(QStringLiteral("Add Student")));
    desk.action("edit.undo").trigger();
    QVERIFY(desk.document().schema.tables.isEmpty());
    QVERIFY(!desk.window.isWindowModified());
    desk.action("edit.redo").trigger();
    QVERIFY(desk.document() == drawn);
}

void MainWindowTest::closingAsksOnlyWhenSomethingIsUnsaved()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    bool asked = false;
    answer(QMessageBox::Cancel, &asked);
    desk.window.close();
    QVERIFY(asked);
    QVERIFY(desk.window.isVisible());

    asked = false;
    answer(QMessageBox::Discard, &asked);
    desk.window.close();
    QVERIFY(asked);
    QTRY_VERIFY(!desk.window.isVisible());
    QVERIFY(QDir(desk.path("recovery")).entryList(QDir::Files).isEmpty());

    Desk clean;
    clean.window.newProject();
    QVERIFY(clean.window.close()); // nothing to ask
}

void MainWindowTest::savingFromTheQuestionCloses()
{
    Desk desk;
    desk.window.newProject();
    const QString path = desk.path("school.conjoin");
    QVERIFY(desk.saveAndWait(path));
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    bool asked = false;
    answer(QMessageBox::Save, &asked);
    desk.window.close();
    QVERIFY(asked);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.window.isVisible(), patience);
    const auto saved = app::readProject(path);
    QVERIFY(saved);
    QCOMPARE(saved->document.schema.tables.size(), size_t(1));
}

void MainWindowTest::allTextIsInTheFontsOfTheProgram()
{
    Desk desk;
    desk.window.newProject();
    int seen = 0;
    for (const QWidget* widget : desk.window.findChildren<QWidget*>()) {
        if (!widget->isVisible())
            continue;
        ++seen;
        const QString family = widget->font().family();
        QVERIFY2(family == u"Inter" || family == u"JetBrains Mono",
            qPrintable(QLatin1String(widget->metaObject()->className()) + QStringLiteral(": ") + family));
    }
    QVERIFY(seen > 20);
}

void MainWindowTest::aDamagedDrawingIsMendedAndSaid()
{
    Desk desk;
    desk.window.newProject();
    const QString path = desk.path("shop.conjoin");
    QVERIFY(desk.addTable(QStringLiteral("Article")));
    QVERIFY(desk.addTable(QStringLiteral("Order")));
    QVERIFY(desk.saveAndWait(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    const QByteArray card = "\n  card ";
    const qsizetype place = text.indexOf(card) + card.size() + idTextLength;
    text.replace(place, text.indexOf('\n', place) - place, " nan");
    text.replace("\nend\n", "\n  card 00000000zz 0 0\n\nend\n");
    text.replace("\n\n  card", "\n  card");
    file.resize(0);
    file.write(text);
    file.close();

    desk.window.newProject();
    QVERIFY(desk.openAndWait(path));
    QCOMPARE(desk.document().schema.tables.size(), size_t(2));
    for (const model::TableNode& node : desk.document().diagrams.begin()->tables)
        QVERIFY(std::isfinite(node.position.x()));
    const auto banners = desk.window.findChildren<ui::Banner*>();
    QVERIFY(std::ranges::any_of(banners, [](const ui::Banner* banner) {
        return banner->isVisible() && banner->text().contains(QStringLiteral("mended"));
    }));
    QVERIFY(desk.window.isWindowModified()); // the window shows what no file holds
    auto* panel = desk.window.findChild<ui::ProblemsPanel*>();
    const auto codes = [panel] {
        QStringList all;
        for (const Diagnostic& problem : panel->problems())
            all << problem.what.code;
        return all;
    };
    QVERIFY(codes().contains(QStringLiteral("diagram.placeless")));
    QVERIFY(codes().contains(QStringLiteral("diagram.gone")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), text); // not rewritten by being opened
    file.close();

    QVERIFY(desk.saveAndWait(path));
    QVERIFY(!codes().contains(QStringLiteral("diagram.placeless")));
    const auto saved = app::readProject(path);
    QVERIFY(saved && saved->mended.empty());
    QVERIFY(saved->document == desk.document());
}

void MainWindowTest::theSchoolExampleOpensWithADatabase()
{
    const QString file =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/school.db");
    QFile::remove(file);
    Desk desk;
    QVERIFY(desk.window.openExample(QStringLiteral("school")));
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.connection().isConnected(), patience);
    QCOMPARE(desk.document().schema.links.size(), size_t(1));
    QVERIFY(!desk.window.isWindowModified());
    sql::ConnectionSettings settings;
    settings.file = file;
    const auto connection = sql::Connection::open(settings);
    QVERIFY(connection);
    const auto rows =
        (*connection)->run(QStringLiteral("SELECT count(*) FROM Students JOIN Classes JOIN Enrollments"));
    QVERIFY(rows);
    QCOMPARE(rows->rows.front().front().integer(), qint64(0));
    QVERIFY(!desk.window.openExample(QStringLiteral("scool")));
    QVERIFY(desk.window.banner().text().contains(QStringLiteral("school")));
}

void MainWindowTest::createsADatabaseAndRemembersIt()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    QVERIFY(desk.addTable(QStringLiteral("Class")));
    const QString project = desk.path("school.conjoin");
    QVERIFY(desk.saveAndWait(project));
    const QString database = desk.path("school.db");

    desk.action("database.create").trigger();
    auto* dialog = desk.window.findChild<ui::CreateDatabaseDialog*>();
    QVERIFY(dialog);
    dialog->setFile(database);
    auto* run = dialog->findChild<QPushButton*>(QStringLiteral("createDatabaseRun"));
    auto* summary = dialog->findChild<QLabel*>(QStringLiteral("createDatabaseSummary"));
    QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
    QCOMPARE(summary->text(), QStringLiteral("Create 2 tables in school.db"));
    QVERIFY(!QFileInfo::exists(database)); // looking makes no file
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.connection().isConnected(), patience);
    QCOMPARE(desk.window.banner().text(), QStringLiteral("Created 2 tables in school.db"));
    QCOMPARE(desk.preferences.databaseOf(project), database);

    // The same again finds nothing missing, and a window that opens the project connects by itself.
    desk.action("database.create").trigger();
    QTRY_VERIFY(desk.window.findChildren<ui::CreateDatabaseDialog*>().size() == 1);
    dialog = desk.window.findChild<ui::CreateDatabaseDialog*>();
    run = dialog->findChild<QPushButton*>(QStringLiteral("createDatabaseRun"));
    QTRY_VERIFY_WITH_TIMEOUT(run->isEnabled(), patience);
    QCOMPARE(dialog->findChild<QLabel*>(QStringLiteral("createDatabaseSummary"))->text(),
        QStringLiteral("Nothing is missing in school.db"));
    dialog->reject();
    desk.action("database.disconnect").trigger();
    QVERIFY(!desk.window.connection().isConnected());
    QVERIFY(desk.openAndWait(project));
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.connection().isConnected(), patience);
}

void MainWindowTest::opensADatabaseNobodyHereMade()
{
    const QString shared = tests::sharedPath(QStringLiteral("corpus/ready/chinook.db"));
    if (shared.isEmpty())
        QSKIP("the shared corpus is not here");
    Desk desk;
    const QString chinook = desk.path("chinook.db");
    QVERIFY(QFile::copy(shared, chinook));
    QVERIFY(desk.openAndWait(chinook));
    const model::Schema& schema = desk.document().schema;
    QCOMPARE(schema.tables.size(), size_t(11));
    QCOMPARE(schema.links.size(), size_t(1));
    QCOMPARE(schema.tables.at(schema.links.begin()->junction).name, QStringLiteral("PlaylistTrack"));
    QCOMPARE(desk.window.session().diagram().tables.size(), size_t(10)); // the junction is a pill
    QVERIFY(desk.window.connection().isConnected());
    QVERIFY2(desk.window.banner().text().contains(QStringLiteral("10 tables and 1 many-to-many link")),
        qPrintable(desk.window.banner().text()));
}

void MainWindowTest::whatCannotBeOpenedIsTold_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("missing") << QStringLiteral("missing.conjoin") << QByteArray();
    QTest::newRow("folder") << QString() << QByteArray();
    QTest::newRow("no project") << QStringLiteral("text.conjoin") << QByteArray("hello\n");
    QTest::newRow("no database") << QStringLiteral("text.db") << QByteArray(4096, 'x');
    QTest::newRow("broken database") << QStringLiteral("cut.db")
                                     << QByteArray("SQLite format 3\0xxxxxxxxxxxxxxx", 30);
    QTest::newRow("broken script") << QStringLiteral("broken.sql")
                                   << QByteArray("PRAGMA foreign_keys = ON;\nCREATE TABEL t(x);");
}

void MainWindowTest::whatCannotBeOpenedIsTold()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    QVERIFY(desk.saveAndWait(desk.path("kept.conjoin")));
    const QString path = desk.folder.filePath(name);
    if (!content.isEmpty()) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    desk.window.openPath(path);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.window.isBusy(), patience);
    QVERIFY(!desk.window.banner().text().isEmpty());
    QVERIFY(!desk.window.banner().text().startsWith(QStringLiteral("Saved")));
    QCOMPARE(desk.document().schema.tables.size(), size_t(1)); // what was open stays open
    QVERIFY(desk.window.isVisible());
}

void MainWindowTest::aDroppedFileOpens()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    const QString path = desk.path("school.conjoin");
    QVERIFY(desk.saveAndWait(path));
    Desk other;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QVERIFY(QApplication::sendEvent(&other.window, &enter));
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&other.window, &drop);
    QTRY_COMPARE_WITH_TIMEOUT(other.document().schema.tables.size(), size_t(1), patience);
}

void MainWindowTest::whatACrashLeftIsOffered()
{
    Desk crashing;
    crashing.window.newProject();
    QVERIFY(crashing.addTable(QStringLiteral("Student")));
    const QDir left(crashing.path("recovery"));
    QTRY_VERIFY_WITH_TIMEOUT(!left.entryList({QStringLiteral("*.origin")}).isEmpty(), patience);

    Desk desk; // in whose state folder lies what the other one had on the disk
    QVERIFY(QDir().mkpath(desk.path("recovery")));
    for (const QFileInfo& file : left.entryInfoList({QStringLiteral("*.conjoin"), QStringLiteral("*.origin")}))
        QVERIFY(QFile::copy(file.filePath(), desk.path("recovery") + u'/' + file.fileName()));
    desk.window.offerRecovery();
    QVERIFY(desk.window.banner().text().contains(QStringLiteral("did not close properly")));
    QTest::mouseClick(
        desk.window.banner().findChild<QPushButton*>(QStringLiteral("bannerButton")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(desk.document() == crashing.document(), patience);
    QVERIFY(desk.window.isWindowModified());
    QVERIFY(desk.window.findChild<QWidget*>(QStringLiteral("canvas"))->isVisible());
}

void MainWindowTest::thePaletteFindsTablesAndCommands()
{
    QVERIFY(app::paletteScore(QStringLiteral("Student"), QStringLiteral("stu")) >
            app::paletteScore(QStringLiteral("LastUpdate"), QStringLiteral("stu")));
    QVERIFY(app::paletteScore(QStringLiteral("Lay out the diagram"), QStringLiteral("lod")) > 0);
    QCOMPARE(app::paletteScore(QStringLiteral("Student"), QStringLiteral("xyz")), -1);

    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(QStringLiteral("Teacher")));
    QVERIFY(desk.addTable(QStringLiteral("Student")));
    desk.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    desk.action("edit.palette").trigger();
    auto* field = desk.window.findChild<QLineEdit*>(QStringLiteral("paletteField"));
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, QStringLiteral("stud"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!field->isVisible());
    QCOMPARE(desk.window.selection().single(), ObjectRef(std::next(desk.document().schema.tables.begin())->id));
    auto* canvas = desk.window.findChild<ui::CanvasView*>();
    QVERIFY(canvas->hasFocus());

    canvas->setZoom(0.3);
    desk.action("edit.palette").trigger();
    QTest::keyClicks(field, QStringLiteral("teach"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY2(canvas->zoom() >= 0.5, "the table that was asked for can be read");

    auto* search = desk.window.findChild<QLineEdit*>(QStringLiteral("outlineSearch"));
    search->setFocus();
    desk.action("edit.palette").trigger();
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!field->isVisible());
    QVERIFY2(search->hasFocus(), "who had the keyboard has it again");

    // The rows of a table, too.
    desk.action("edit.palette").trigger();
    QTest::keyClicks(field, QStringLiteral("rows stud"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!field->isVisible());
    QVERIFY(desk.window.findChild<ui::DataPanel*>()->isVisible());

    // What is called like nothing is told, and is nothing to choose.
    desk.action("edit.palette").trigger();
    QTest::keyClicks(field, QStringLiteral("qqqq"));
    const auto* list = desk.window.findChild<QFrame*>(QStringLiteral("palette"))->findChild<QListView*>();
    QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Nothing is called like that"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(field->isVisible());
    QTest::keyClick(field, Qt::Key_Escape);

    desk.action("edit.palette").trigger();
    QTest::keyClicks(field, QStringLiteral("undo"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(desk.document().schema.tables.size(), size_t(1));
}

void MainWindowTest::foldsAreRemembered()
{
    Desk desk;
    desk.window.newProject();
    auto* outline = desk.window.findChild<QWidget*>(QStringLiteral("outline"));
    auto* sql = desk.window.findChild<QWidget*>(QStringLiteral("sqlEditor"));
    QVERIFY(outline->isVisible());
    desk.action("view.outline").trigger();
    desk.action("view.bottom").trigger();
    QVERIFY(!outline->isVisible());
    QTRY_VERIFY(sql->visibleRegion().isEmpty());
    desk.action("view.canvasOnly").trigger();
    QVERIFY(!desk.window.statusBar()->isVisible());
    QVERIFY(desk.window.close());

    app::MainWindow again(desk.preferences, desk.desktop, {});
    again.newProject();
    again.show();
    QVERIFY(!again.findChild<QWidget*>(QStringLiteral("outline"))->isVisible());
    QVERIFY(again.findChild<QWidget*>(QStringLiteral("properties"))
                ->isVisible()); // it was only hidden for the canvas
    QVERIFY(again.statusBar()->isVisible());
    QVERIFY(again.findChild<QWidget*>(QStringLiteral("sqlEditor"))->visibleRegion().isEmpty());
}

void MainWindowTest::theDataTabTakesTheKeyboard()
{
    Desk desk;
    QVERIFY(desk.window.openExample(QStringLiteral("school")));
    auto* tabs = desk.window.findChild<QTabWidget*>(QStringLiteral("bottomTabs"));
    auto* rows = desk.window.findChild<QWidget*>(QStringLiteral("rowTree"));
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.connection().isConnected(), patience);
    desk.action("view.data").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.focusWidget() == rows, patience);

    // The same by a click on the tab, which folds nothing, however often it is clicked.
    const QPoint data = tabs->tabBar()->tabRect(1).center();
    desk.window.findChild<QWidget*>(QStringLiteral("canvas"))->setFocus();
    for (int i = 0; i < 2; ++i) {
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, data);
        QCOMPARE(desk.window.focusWidget(), rows);
        QVERIFY(rows->isVisible() && rows->height() > 50);
        QTest::qWait(QApplication::doubleClickInterval() + 50);
    }
    // It unfolds what the chevron folded.
    QTest::mouseClick(desk.window.findChild<QWidget*>(QStringLiteral("foldBottom")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(rows->visibleRegion().isEmpty(), patience);
    QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, data);
    QTRY_VERIFY_WITH_TIMEOUT(!rows->visibleRegion().isEmpty(), patience);
}

void MainWindowTest::theDataTabOpensWhatIsSelected()
{
    Desk desk;
    QVERIFY(desk.window.openExample(QStringLiteral("school")));
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.connection().isConnected(), patience);
    auto* table = desk.window.findChild<QComboBox*>(QStringLiteral("tablePicker"));
    QTRY_COMPARE_WITH_TIMEOUT(table->currentText(), QStringLiteral("Students"), patience); // drawn first
    for (const model::Table& drawn : desk.document().schema.tables) {
        if (drawn.name == u"Class")
            desk.window.selection().selectOnly(drawn.id);
    }
    desk.action("view.data").trigger();
    QCOMPARE(table->currentText(), QStringLiteral("Classes"));
}

void MainWindowTest::thePanelsMayHaveTheWholeCentre()
{
    Desk desk;
    desk.window.newProject();
    auto* canvas = desk.window.findChild<QWidget*>(QStringLiteral("canvas"));
    auto* tabs = desk.window.findChild<QTabWidget*>(QStringLiteral("bottomTabs"));
    desk.action("view.data").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(tabs->height() * 10 > desk.window.height() * 3, patience);
    desk.action("view.maximise").trigger();
    QVERIFY(!canvas->isVisible());
    QTest::mouseDClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(1).center());
    QVERIFY(canvas->isVisible());
    QVERIFY(!desk.action("view.maximise").isChecked());
}

void MainWindowTest::panelsGiveWayInASmallWindow()
{
    QTemporaryDir folder;
    app::Preferences preferences(folder.filePath(QStringLiteral("preferences.ini")));
    ui::DesktopPreference desktop;
    {
        app::MainWindow window(preferences, desktop, {});
        window.resize(1024, 700);
        window.newProject();
        window.show();
        const auto shown = [&](const char* name) {
            return window.actions().at(QString::fromLatin1(name)).isChecked();
        };
        const auto* canvas = window.findChild<QWidget*>(QStringLiteral("canvas"));
        const auto* properties = window.findChild<ui::PropertiesPanel*>();
        QVERIFY(!properties->isVisible());
        QVERIFY(!shown("view.properties") && !shown("view.bottom") && shown("view.outline"));
        QTRY_VERIFY(canvas->width() > window.width() * 0.7);
        QTRY_VERIFY(canvas->height() > window.height() * 0.75);
        // With the room they are there again.
        window.resize(1300, 820);
        QTRY_VERIFY(properties->isVisible());
        QVERIFY(shown("view.properties") && shown("view.bottom"));
        // Shown by hand in a small window they stay, and go as they are hidden by hand.
        window.resize(1024, 700);
        QTRY_VERIFY(!properties->isVisible());
        window.actions().at(QStringLiteral("view.properties")).trigger();
        QVERIFY(properties->isVisible());
        window.resize(1020, 690);
        QVERIFY(properties->isVisible());
        window.actions().at(QStringLiteral("view.properties")).trigger();
        window.resize(1300, 820);
        QVERIFY(!properties->isVisible());
        QTRY_VERIFY(shown("view.bottom"));
        window.resize(1024, 700);
        QTRY_VERIFY(!shown("view.bottom"));
        window.close();
    }
    // What gave way is wanted all the same; what was hidden is not.
    app::MainWindow again(preferences, desktop, {});
    again.resize(1300, 820);
    again.newProject();
    again.show();
    QTRY_VERIFY(again.actions().at(QStringLiteral("view.bottom")).isChecked());
    QVERIFY(!again.actions().at(QStringLiteral("view.properties")).isChecked());
}

void MainWindowTest::themesSwitchLive()
{
    Desk desk;
    desk.window.newProject();
    desk.window.setThemeChoice(app::ThemeChoice::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Window), ui::Theme::dark().window);
    desk.action("view.theme").trigger();
    QCOMPARE(QApplication::palette().color(QPalette::Window), ui::Theme::light().window);
    QVERIFY(desk.preferences.themeChoice() == app::ThemeChoice::Light);
}

QTEST_MAIN(MainWindowTest)
#include "mainwindowtest.moc"
