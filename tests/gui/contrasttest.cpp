// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/cardmetrics.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/emphasis.h"
#include "ui/canvas/scenepainter.h"

#include <QtTest>

#include <cmath>

using namespace conjoin;
using ui::Theme;

namespace {

constexpr double ofText = 4.5, ofMarks = 3.0; // WCAG 2.1, levels AA of 1.4.3 and 1.4.11

double luminance(const QColor& color)
{
    const auto linear = [](double channel) {
        return channel <= 0.03928 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

struct Named {
    const char* name;
    QColor color;
};

/// What falls short, as sentences; nothing where all is well.
QStringList shortOf(double least, const std::vector<Named>& inks, const std::vector<Named>& grounds)
{
    QStringList found;
    for (const Named& ink : inks) {
        for (const Named& ground : grounds) {
            const double ratio = contrast(ink.color, ground.color);
            if (ratio < least) {
                found << QStringLiteral("%1 %2 on %3 %4 has %5 : 1")
                             .arg(QLatin1String(ink.name), ink.color.name(), QLatin1String(ground.name),
                                 ground.color.name())
                             .arg(ratio, 0, 'f', 2);
            }
        }
    }
    return found;
}

/// A table that is painted alone, at 100 %.
QImage paintedCard(const Theme& theme, const ui::NodeLook& shown, double scale = 1)
{
    constexpr int around = 24;
    ui::SceneGraph scene;
    ui::SceneNode node;
    node.kind = ui::NodeKind::Table;
    node.object = TableId(7);
    node.rect = QRectF(around, around, 176, model::layout::cardHeight(4));
    scene.nodes = {node};
    ui::SceneLook look;
    look.nodes = {shown};
    const QSizeF size = node.rect.size() + QSizeF(2 * around, 2 * around);
    QImage image((size * scale).toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(scale, scale);
    ui::ScenePainter scenePainter(theme);
    scenePainter.paintBackground(painter, {QPointF(), size}, 0.1); // no dots
    scenePainter.paint(painter, scene, look, ui::ScenePainter::all(scene), scale);
    return image;
}

} // namespace

/// Every theme can be read by who sees little contrast, and high contrast tells nothing by a shade alone.
class ContrastTest : public QObject {
    Q_OBJECT

private slots:
    void textsAreReadable_data();
    void textsAreReadable();
    void marksAreSeen_data();
    void marksAreSeen();
    void highContrastHasNoFaintShades();
    void whatIsDimmedInHighContrastCanBeRead();
    void aNeighbourIsNoSelectedCardInAnotherColour();
    void aSelectedLineIsWiderThanALitOne();
};

namespace {

void everyTheme()
{
    QTest::addColumn<Theme::Kind>("kind");
    QTest::newRow("light") << Theme::Kind::Light;
    QTest::newRow("dark") << Theme::Kind::Dark;
    QTest::newRow("high contrast") << Theme::Kind::HighContrast;
}

} // namespace

void ContrastTest::textsAreReadable_data()
{
    everyTheme();
}

void ContrastTest::textsAreReadable()
{
    QFETCH(Theme::Kind, kind);
    const Theme& t = Theme::of(kind);
    const Named selection{"selection", ui::selectionColor(t)};
    QStringList found;
    found << shortOf(ofText, {{"ink", t.ink}},
        {{"canvas", t.canvas}, {"card", t.card}, {"panel", t.panel}, {"field", t.field}, {"window", t.window},
            {"hover", t.hover}, {"pressed", t.pressed}, {"hovered row", t.hoverRow}, selection});
    found << shortOf(ofText, {{"muted", t.muted}},
        {{"panel", t.panel}, {"window", t.window}, {"hover", t.hover}, selection});
    found << shortOf(ofText, {{"type", t.type}},
        {{"card", t.card}, {"canvas", t.canvas}, {"hovered row", t.hoverRow}, {"pill", t.pillFill}});
    found << shortOf(ofText, {{"faint", t.faint}},
        {{"panel", t.panel}, {"card", t.card}, {"field", t.field}, {"hover", t.hover}, selection});
    found << shortOf(ofText, {{"foreign key", t.foreignKey}}, {{"card", t.card}, {"hovered row", t.hoverRow}});
    found << shortOf(ofText,
        {{"inserted", t.inserted}, {"updated", t.updated}, {"deleted", t.deleted}, {"error", t.error},
            {"warning", t.warning}, {"ok", t.ok}},
        {{"panel", t.panel}, {"window", t.window}});
    found << shortOf(ofText, {{"pill's ink", t.pillInk}}, {{"pill", t.pillFill}});
    found << shortOf(ofText, {{"ink on the accent", t.accentInk}}, {{"accent", t.accent}});
    found << shortOf(ofText, {{"accent", t.accent}}, {{"panel", t.panel}});
    for (const ui::Hue& hue : t.hues) {
        found << shortOf(ofText, {{"title", hue.ink}},
            {{"header", hue.header}, {"group", ui::style::blend(hue.header, t.canvas, ui::style::groupFill)}});
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void ContrastTest::marksAreSeen_data()
{
    everyTheme();
}

void ContrastTest::marksAreSeen()
{
    QFETCH(Theme::Kind, kind);
    const Theme& t = Theme::of(kind);
    QStringList found;
    found << shortOf(
        ofMarks, {{"line", t.edge}, {"link", t.link}, {"selected", t.selected}}, {{"canvas", t.canvas}});
    found << shortOf(ofMarks, {{"link", t.link}}, {{"pill", t.pillFill}});
    found << shortOf(ofMarks,
        {{"key", t.key}, {"foreign key", t.foreignKey}, {"dot of a column", t.faint}, {"selected", t.selected}},
        {{"card", t.card}, {"hovered row", t.hoverRow}});
    found << shortOf(ofMarks, {{"accent", t.accent}},
        {{"panel", t.panel}, {"field", t.field}, {"window", t.window}, {"canvas", t.canvas}});
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void ContrastTest::highContrastHasNoFaintShades()
{
    const Theme& t = Theme::highContrast();
    const ui::style::Strength& strength = ui::style::strengthOf(t);
    QStringList found;
    found << shortOf(ofMarks,
        {{"border of a card", t.cardBorder}, {"border of a pill", t.pillBorder},
            {"selected row", ui::style::blend(t.selected, t.card, strength.rowFill)},
            {"hovered row", t.hoverRow}},
        {{"card", t.card}, {"canvas", t.canvas}});
    found << shortOf(ofMarks,
        {{"selection", ui::selectionColor(t)}, {"hover", t.hover}, {"pressed", t.pressed},
            {"border of a field", t.fieldBorder}, {"border of a panel", t.panelBorder}},
        {{"panel", t.panel}});
    // What is written on a row must not care whether it is selected.
    found << shortOf(ofText,
        {{"ink", t.ink}, {"muted", t.muted}, {"type", t.type}, {"foreign key", t.foreignKey}, {"link", t.link},
            {"inserted", t.inserted}, {"updated", t.updated}, {"deleted", t.deleted}},
        {{"selection", ui::selectionColor(t)}, {"hover", t.hover}, {"hovered row", t.hoverRow}});
    for (const ui::Hue& hue : t.hues) {
        found << shortOf(ofMarks,
            {{"group's border", ui::style::blend(hue.band, t.canvas, strength.quiet)},
                {"box far out", ui::style::blend(hue.band, t.card, strength.farBody)},
                {"border far out", ui::style::blend(hue.band, t.canvas, strength.farBorder)}},
            {{"canvas", t.canvas}});
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
    QVERIFY(strength.areaBorder);
}

void ContrastTest::whatIsDimmedInHighContrastCanBeRead()
{
    const Theme& t = Theme::highContrast();
    const ui::style::Strength& strength = ui::style::strengthOf(t);
    const auto dimmed = [&](const QColor& color) { return ui::style::blend(color, t.canvas, strength.dimmed); };
    const Named card{"dimmed card", dimmed(t.card)};
    QStringList found;
    found << shortOf(ofText,
        {{"ink", dimmed(t.ink)}, {"type", dimmed(t.type)}, {"pill's ink", dimmed(t.pillInk)},
            {"foreign key", dimmed(t.foreignKey)}},
        {card});
    found << shortOf(
        ofMarks, {{"key", dimmed(t.key)}, {"dot", dimmed(t.faint)}, {"border", dimmed(t.cardBorder)}}, {card});
    found << shortOf(ofMarks,
        {{"dimmed line", ui::style::blend(t.edge, t.canvas, strength.dimmedLine)},
            {"dimmed link", ui::style::blend(t.link, t.canvas, strength.dimmedLine)}},
        {{"canvas", t.canvas}});
    for (const ui::Hue& hue : t.hues)
        found << shortOf(ofText, {{"title", dimmed(hue.ink)}}, {card});
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void ContrastTest::aNeighbourIsNoSelectedCardInAnotherColour()
{
    const Theme& t = Theme::highContrast();
    ui::NodeLook selected, neighbour;
    selected.selected = true;
    neighbour.emphasis = ui::Emphasis::Lit;
    // Down the left border, away from the corners: how wide it is, and where it has gaps.
    const auto border = [&](const QImage& image) {
        std::pair<int, int> found; // widest in pixels, gaps
        for (int y = 60; y < image.height() - 60; ++y) {
            int width = 0;
            for (int x = 18; x < 30; ++x)
                width += contrast(image.pixelColor(x, y), t.canvas) >= ofMarks ? 1 : 0;
            found.first = std::max(found.first, width);
            found.second += width == 0 ? 1 : 0;
        }
        return found;
    };
    const auto [selectedWidth, selectedGaps] = border(paintedCard(t, selected));
    const auto [neighbourWidth, neighbourGaps] = border(paintedCard(t, neighbour));
    QVERIFY(selectedWidth > neighbourWidth);
    QCOMPARE(selectedGaps, 0);
    QVERIFY(neighbourGaps > 0);
    // And far out, where a card is a box.
    constexpr double far = 0.2;
    QVERIFY(paintedCard(t, selected, far) != paintedCard(t, neighbour, far));
    QVERIFY(paintedCard(t, {}, far) != paintedCard(t, neighbour, far));
}

void ContrastTest::aSelectedLineIsWiderThanALitOne()
{
    QVERIFY(ui::style::selectedLineWidth > ui::style::litWidth);
    QVERIFY(ui::style::selectedLineWidth > ui::style::linkWidth);
}

QTEST_MAIN(ContrastTest)
#include "contrasttest.moc"
