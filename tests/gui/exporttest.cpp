// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/generateddrawing.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenelayout.h"
#include "ui/dialogs/picturedialog.h"
#include "ui/dialogs/printdialog.h"
#include "ui/export/picture.h"
#include "ui/export/picturearea.h"
#include "ui/export/printing.h"
#include "ui/theme/theme.h"

#include <QPrinter>
#include <QTemporaryDir>
#include <QtTest>

using namespace conjoin;

class ExportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void pagesCoverEverythingOnce_data();
    void pagesCoverEverythingOnce();
    void whatFitsIsOnePageInItsMiddle();
    void noPageIsEmpty();
    void printingTakesAsManyPagesAsItSays();
    void onOnePageIsOnePage();
    void pngTellsHowFarItIs();
    void pngStopsWhenAsked();
    void svgOfManyTablesIsSmall();
    void dialogWritesEachFormat_data();
    void dialogWritesEachFormat();
    void dialogSaysWhatIsTooLarge();
    void dialogSaysWhereItMayNotWrite();
    void stoppedPictureLeavesNoFile();

private:
    QTemporaryDir folder_;
    ui::SceneGraph scene_; ///< of some dozen tables
};

namespace {

ui::SceneGraph sceneOf(int tables)
{
    model::Document document = tests::generatedDrawing(tables);
    const DiagramId diagram = document.diagrams.begin()->id;
    const orm::Derivation derivation = orm::derive(document.schema, document.settings.naming,
        (*orm::dialectNamed(document.settings.dialect))->capabilities());
    const auto moves = ui::arrange(document, diagram, derivation).moves;
    document = *model::edit::moveNodes(std::move(document), diagram, moves);
    return ui::buildScene(document, diagram, derivation);
}

} // namespace

void ExportTest::initTestCase()
{
    ui::loadResources();
    QVERIFY(folder_.isValid());
    scene_ = sceneOf(24);
}

void ExportTest::pagesCoverEverythingOnce_data()
{
    QTest::addColumn<QSizeF>("area");
    QTest::addColumn<QSizeF>("page");
    QTest::newRow("two wide") << QSizeF(1500, 500) << QSizeF(1000, 700);
    QTest::newRow("three by two") << QSizeF(2500, 1300) << QSizeF(1000, 700);
    QTest::newRow("exactly two") << QSizeF(1976, 700) << QSizeF(1000, 700);
    QTest::newRow("pages smaller than what they share") << QSizeF(100, 100) << QSizeF(30, 20);
}

void ExportTest::pagesCoverEverythingOnce()
{
    QFETCH(QSizeF, area);
    QFETCH(QSizeF, page);
    constexpr double overlap = 24;
    const QRectF all(QPointF(-300, 40), area);
    const std::vector<QRectF> tiles = ui::pageTiles(all, page, overlap);
    QRectF covered;
    for (const QRectF& tile : tiles) {
        QCOMPARE(tile.size(), page);
        QVERIFY2(tile.intersects(all), "a page would be empty");
        covered |= tile;
    }
    QVERIFY(covered.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(all));
    // Every point is on some page: neighbours in a row meet or overlap.
    for (size_t i = 1; i < tiles.size(); ++i) {
        if (tiles[i].top() == tiles[i - 1].top())
            QVERIFY(tiles[i].left() <= tiles[i - 1].right());
    }
    if (area == QSizeF(1976, 700))
        QCOMPARE(tiles.size(), size_t(2));
}

void ExportTest::whatFitsIsOnePageInItsMiddle()
{
    const QRectF all(10, 20, 400, 300);
    const std::vector<QRectF> tiles = ui::pageTiles(all, QSizeF(1000, 700), 24);
    QCOMPARE(tiles.size(), size_t(1));
    QCOMPARE(tiles.front().center(), all.center());
}

void ExportTest::noPageIsEmpty()
{
    ui::SceneGraph scene;
    for (const QPointF& corner :
        {QPointF(0, 0), QPointF(6000, 0), QPointF(0, 4000)}) { // nothing at the fourth one
        ui::SceneNode node;
        node.rect = QRectF(corner, QSizeF(300, 200));
        scene.nodes.push_back(node);
    }
    QPrinter printer;
    printer.setOutputFormat(QPrinter::PdfFormat);
    const std::vector<QRectF> tiles = ui::printedTiles(scene, printer, {});
    QVERIFY(tiles.size() >= 3);
    for (const QRectF& tile : tiles) {
        QVERIFY(std::ranges::any_of(
            scene.nodes, [&](const ui::SceneNode& node) { return node.rect.intersects(tile); }));
    }
    for (const ui::SceneNode& node : scene.nodes) { // and nothing is missing
        double seen = 0;
        for (const QRectF& tile : tiles) {
            const QRectF part = tile & node.rect;
            seen += part.width() * part.height();
        }
        QVERIFY(seen >= node.rect.width() * node.rect.height());
    }
}

void ExportTest::printingTakesAsManyPagesAsItSays()
{
    const QString path = folder_.filePath(QStringLiteral("pages.pdf"));
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(path);
    printer.setPageSize(QPageSize(QPageSize::A4));
    const ui::PrintScale scale{1, false};
    const size_t expected = ui::printedTiles(scene_, printer, scale).size();
    QVERIFY(expected > 1);
    ui::printScene(printer, scene_, ui::Theme::light(), scale);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(size_t(file.readAll().count("/Type /Page\n")), expected);
}

void ExportTest::onOnePageIsOnePage()
{
    QPrinter printer(QPrinter::HighResolution);
    printer.setOutputFormat(QPrinter::PdfFormat);
    const std::vector<QRectF> tiles = ui::printedTiles(scene_, printer, {1, true});
    QCOMPARE(tiles.size(), size_t(1));
    QVERIFY(tiles.front().adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(ui::pictureArea(scene_)));
}

void ExportTest::pngTellsHowFarItIs()
{
    std::vector<double> shares;
    ui::PictureWatch watch;
    watch.progress = [&](double share) { shares.push_back(share); };
    const auto image = ui::pngPicture(scene_, ui::Theme::light(), 2, watch);
    QVERIFY(image);
    QCOMPARE(image->size(), ui::pngSize(scene_, 2));
    QVERIFY(shares.size() > 2);
    QVERIFY(std::ranges::is_sorted(shares));
    QCOMPARE(shares.back(), 1.0);
}

void ExportTest::pngStopsWhenAsked()
{
    std::atomic_bool cancel = false;
    ui::PictureWatch watch;
    watch.cancel = &cancel;
    watch.progress = [&](double) { cancel = true; };
    const auto image = ui::pngPicture(scene_, ui::Theme::light(), 2, watch);
    QVERIFY(!image);
    QCOMPARE(image.error().kind, ErrorKind::Cancelled);
}

void ExportTest::svgOfManyTablesIsSmall()
{
    constexpr int tables = 200;
    constexpr qsizetype mostBytesATable = 5 * 1024 * 1024 / 1000;
    const QByteArray svg = ui::svgPicture(sceneOf(tables), ui::Theme::light());
    QVERIFY2(svg.size() <= mostBytesATable * tables, qPrintable(QString::number(svg.size())));
}

void ExportTest::dialogWritesEachFormat_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("svg") << QByteArray("<?xml");
    QTest::newRow("png") << QByteArray("\x89PNG");
    QTest::newRow("pdf") << QByteArray("%PDF");
}

void ExportTest::dialogWritesEachFormat()
{
    QFETCH(QByteArray, begin);
    const QString suffix = QString::fromLatin1(QTest::currentDataTag());
    const QString path = folder_.filePath(QStringLiteral("drawing.") + suffix);
    ui::PictureDialog dialog(scene_, folder_.path(), QStringLiteral("drawing"), ui::Theme::dark());
    dialog.setFormat(suffix);
    dialog.setScale(1);
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.show();
    dialog.writeTo(path);
    QVERIFY(dialog.isBusy());
    QTRY_COMPARE(accepted.count(), 1);
    QVERIFY(dialog.outcome().contains(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith(begin));
}

void ExportTest::dialogSaysWhatIsTooLarge()
{
    ui::SceneGraph wide = scene_;
    wide.nodes.front().rect.translate(1e6, 0);
    ui::PictureDialog dialog(wide, folder_.path(), QStringLiteral("wide"), ui::Theme::light());
    dialog.setFormat(QStringLiteral("png"));
    dialog.show();
    dialog.writeTo(folder_.filePath(QStringLiteral("wide.png")));
    QTRY_VERIFY(!dialog.isBusy());
    auto* error = dialog.findChild<QLabel*>(QStringLiteral("pictureError"));
    QVERIFY(error->isVisible());
    QVERIFY2(error->text().contains(u"too large"), qPrintable(error->text()));
    QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("wide.png"))));
}

void ExportTest::dialogSaysWhereItMayNotWrite()
{
    ui::PictureDialog dialog(scene_, folder_.path(), QStringLiteral("drawing"), ui::Theme::light());
    dialog.show();
    const QString path = folder_.filePath(QStringLiteral("no/such/folder/drawing.svg"));
    dialog.writeTo(path);
    QTRY_VERIFY(!dialog.isBusy());
    auto* error = dialog.findChild<QLabel*>(QStringLiteral("pictureError"));
    QVERIFY(error->isVisible());
    QVERIFY(error->text().contains(path));
    QVERIFY(dialog.isVisible());
}

void ExportTest::stoppedPictureLeavesNoFile()
{
    ui::PictureDialog dialog(scene_, folder_.path(), QStringLiteral("drawing"), ui::Theme::light());
    dialog.setFormat(QStringLiteral("png"));
    dialog.setScale(3);
    dialog.show();
    const QString path = folder_.filePath(QStringLiteral("stopped.png"));
    dialog.writeTo(path);
    dialog.reject();
    QTRY_VERIFY(!dialog.isBusy());
    QVERIFY(dialog.isVisible()); // the first press stops, the second closes
    QVERIFY(!QFile::exists(path));
    dialog.reject();
    QVERIFY(!dialog.isVisible());
}

QTEST_MAIN(ExportTest)
#include "exporttest.moc"
