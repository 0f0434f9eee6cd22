// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/desk.h"

#include "app/documentfile.h"
#include "ui/panels/banner.h"
#include "ui/panels/sqlpanel.h"

#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

QPushButton& wayOut(Desk& desk)
{
    return *desk.window.banner().findChild<QPushButton*>(text("bannerButton"));
}

/// The person comes back to the window.
void comeBack(Desk& desk)
{
    desk.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window));
    QEvent back(QEvent::ActivationChange);
    QApplication::sendEvent(&desk.window, &back);
}

/// What git does: another state of the project in the place of the file.
void checkOut(const QString& path, const char* name)
{
    auto project = app::readProject(path);
    QVERIFY(project);
    project->document.settings.name = text(name);
    QVERIFY(app::writeProject(project->document, path));
}

} // namespace

/// The project's file is in trouble, and the person is in the window.
class FileTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void aPlaceThatCannotBeWrittenHasAWayOut();
    void whatAnotherProgramWroteIsOffered();
    void changesOfBothAreAskedAbout();
    void aSentenceHasItsOwnHeight();
    void aScriptThatCannotBeWrittenIsNoSuccess();
};

void FileTroubleTest::aPlaceThatCannotBeWrittenHasAWayOut()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(text("Article")));
    desk.window.saveTo(text("/proc/shop.conjoin")); // read-only, even for root
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.banner().text().contains(text("could not be saved")), patience);
    QVERIFY2(!desk.window.banner().text().contains(text("saved before")), "there is nothing of before");
    QVERIFY(wayOut(desk).isVisible());
    QCOMPARE(wayOut(desk).text(), text("Save as…"));
    QVERIFY(desk.window.isWindowModified());
    QVERIFY(desk.saveAndWait(desk.path("shop.conjoin")));
    QVERIFY(!wayOut(desk).isVisible());
}

void FileTroubleTest::whatAnotherProgramWroteIsOffered()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(text("Article")));
    const QString path = desk.path("shop.conjoin");
    QVERIFY(desk.saveAndWait(path));
    comeBack(desk);
    QTest::qWait(200);
    QVERIFY(!desk.window.banner().text().contains(text("another program")));

    checkOut(path, "Theirs");
    comeBack(desk);
    QTRY_COMPARE_WITH_TIMEOUT(
        desk.window.banner().text(), text("shop.conjoin was changed by another program."), patience);
    QCOMPARE(wayOut(desk).text(), text("Reload"));
    QTest::mouseClick(&wayOut(desk), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(desk.document().settings.name, text("Theirs"), patience);
    QVERIFY(!desk.window.isWindowModified());
    QVERIFY(desk.addTable(text("Order")));
    QVERIFY(desk.saveAndWait(path)); // and nobody asks

    // What was looked at and left is not told again.
    checkOut(path, "Theirs again");
    comeBack(desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.banner().text().contains(text("another program")), patience);
    QTest::mouseClick(desk.window.banner().findChild<QToolButton*>(), Qt::LeftButton);
    QVERIFY(desk.window.banner().text().isEmpty());
    comeBack(desk);
    QTest::qWait(300);
    QVERIFY(desk.window.banner().text().isEmpty());
}

void FileTroubleTest::changesOfBothAreAskedAbout()
{
    Desk desk;
    desk.window.newProject();
    QVERIFY(desk.addTable(text("Article")));
    const QString path = desk.path("shop.conjoin");
    QVERIFY(desk.saveAndWait(path));
    QVERIFY(desk.addTable(text("Mine")));
    checkOut(path, "Theirs");
    comeBack(desk);
    QTRY_VERIFY_WITH_TIMEOUT(desk.window.banner().text().contains(text("not saved")), patience);
    bool asked = false;
    QTimer::singleShot(0, &desk.window, [&] {
        auto* box = desk.window.findChild<QMessageBox*>(text("unsavedChanges"));
        asked = box != nullptr;
        if (box)
            box->button(QMessageBox::Cancel)->click();
    });
    QTest::mouseClick(&wayOut(desk), Qt::LeftButton);
    QVERIFY(asked);
    QCOMPARE(desk.document().schema.tables.size(), size_t(2));
    QVERIFY(desk.window.isWindowModified());
    desk.window.session().undoStack().undo();
    QVERIFY(!desk.window.isWindowModified());
}

void FileTroubleTest::aSentenceHasItsOwnHeight()
{
    Desk desk;
    desk.window.newProject();
    ui::Banner& banner = desk.window.banner();
    banner.say(ui::Banner::Tone::Done, text("Saved shop.conjoin"));
    const int low = banner.height();
    banner.say(ui::Banner::Tone::Error, text("Why it can't be saved, at length. ").repeated(8));
    QVERIFY(banner.height() > low);
    banner.say(ui::Banner::Tone::Done, text("Saved shop.conjoin"));
    QCOMPARE(banner.height(), low);
}

void FileTroubleTest::aScriptThatCannotBeWrittenIsNoSuccess()
{
    Desk desk;
    desk.window.newProject();
    desk.window.sqlPanel().exportTo(text("/proc/shop.sql"));
    QVERIFY(desk.window.banner().text().contains(text("can't be written")));
    QCOMPARE(desk.window.banner().property("tone").toString(), text("error"));
    desk.window.sqlPanel().exportTo(desk.path("shop.sql"));
    QCOMPARE(desk.window.banner().property("tone").toString(), text("ok"));
    QVERIFY(QFileInfo::exists(desk.path("shop.sql")));
}

QTEST_MAIN(FileTroubleTest)
#include "filetroubletest.moc"
