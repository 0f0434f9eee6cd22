// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/cardshape.h"
#include "ui/canvas/cardstyle.h"
#include "ui/canvas/emphasis.h"
#include "ui/canvas/glyphs.h"
#include "ui/canvas/linkgeometry.h"
#include "ui/canvas/markletters.h"
#include "ui/canvas/notetext.h"
#include "ui/canvas/scenepainter.h"
#include "ui/canvas/textcache.h"
#include "ui/export/picture.h"
#include "ui/export/picturearea.h"

#include <QFontMetricsF>

#include <algorithm>

namespace conjoin::ui {

namespace {

namespace layout = model::layout;

constexpr double usualSize = 13; // of text without a class of its own

QString number(double value)
{
    // Two decimals are a fiftieth of a pixel; trailing zeros would be a third of the file.
    QString text = QString::number(value, 'f', 2);
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text == u"-0" ? QStringLiteral("0") : text;
}

QString escaped(const QString& text)
{
    QString clean;
    for (const QChar c : text) {
        const bool allowed = c >= u' ' || c == u'\n' || c == u'\t'; // XML has no other control characters
        clean += allowed ? c : QChar::ReplacementCharacter;
    }
    return clean.toHtmlEscaped();
}

QString pathData(const QPainterPath& path)
{
    QString data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        switch (element.type) {
        case QPainterPath::MoveToElement:
            data += u'M';
            break;
        case QPainterPath::LineToElement:
            data += u'L';
            break;
        case QPainterPath::CurveToElement:
            data += u'C';
            break;
        case QPainterPath::CurveToDataElement:
            data += u' ';
            break;
        }
        data += number(element.x) + u' ' + number(element.y);
    }
    return data;
}

QString rectAttributes(const QRectF& rect, double radius)
{
    return QStringLiteral("x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" rx=\"%5\"")
        .arg(number(rect.x()), number(rect.y()), number(rect.width()), number(rect.height()), number(radius));
}

class SvgWriter {
public:
    SvgWriter(const SceneGraph& scene, const Theme& theme)
        : scene_(scene)
        , theme_(theme)
    {}

    QByteArray write()
    {
        const QRectF area = pictureArea(scene_);
        line(QStringLiteral("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
        line(QStringLiteral(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%3\" height=\"%4\" viewBox=\"%1 %2 %3 %4\">")
                 .arg(number(area.x()), number(area.y()), number(area.width()), number(area.height())));
        writeStyle();
        writeSymbols();
        line(QStringLiteral("<rect class=\"canvas\" %1/>").arg(rectAttributes(area, 0)));
        for (const SceneNode& node : scene_.nodes) {
            if (node.kind == NodeKind::Group)
                writeGroup(node);
        }
        const LineHops hops(scene_, ScenePainter::all(scene_).edges, area);
        for (const bool manyToMany : {false, true}) {
            for (size_t i = 0; i < scene_.edges.size(); ++i) {
                const SceneEdge& edge = scene_.edges[i];
                if (edge.manyToMany == manyToMany && edge.route.size() >= 2)
                    writeEdge(edge, otherArm(scene_, int(i)), EdgeHops(hops, scene_, int(i)));
            }
        }
        for (const SceneEdge& edge : scene_.edges) { // above all lines
            writeLetters(edge, false);
            writeLetters(edge, true);
        }
        for (const SceneNode& node : scene_.nodes) {
            if (node.kind == NodeKind::Note)
                writeNote(node);
            else if (node.kind == NodeKind::Pill)
                writePill(node);
            else if (node.kind != NodeKind::Group)
                writeCard(node);
        }
        line(QStringLiteral("</svg>"));
        return std::move(out_);
    }

private:
    void line(const QString& text)
    {
        out_ += text.toUtf8();
        out_ += '\n';
    }

    void writeStyle()
    {
        const auto name = [](const QColor& color) { return color.name(); };
        line(QStringLiteral("<style>"));
        line(QStringLiteral("text { font-family: Inter, 'DejaVu Sans', sans-serif; font-size: 13px; fill: %1; "
                            "white-space: pre }")
                 .arg(name(theme_.ink)));
        line(QStringLiteral(".title { font-size: 14px; font-weight: 600 } .key { font-weight: 600 }"));
        line(QStringLiteral(".type { font-size: 12px; fill: %1; text-anchor: end }").arg(name(theme_.type)));
        line(QStringLiteral(
            ".derived { fill: %1 } .role { font-size: 11px; fill: %1 } .attribute { font-size: 12px; "
            "fill: %2 } .link-name { font-weight: 600; fill: %2 }")
                 .arg(name(theme_.type), name(theme_.pillInk)));
        line(QStringLiteral(".canvas { fill: %1 } .card { fill: %2; stroke: %3 } .hair { stroke: %4 }")
                 .arg(name(theme_.canvas), name(theme_.card), name(theme_.cardBorder), name(theme_.rowLine)));
        line(QStringLiteral(".pill { fill: %1; stroke: %2; stroke-width: 1.4 } .pill-hair { stroke: %3 }")
                 .arg(name(theme_.pillFill), name(theme_.pillBorder),
                     name(style::blend(theme_.pillBorder, theme_.pillFill, 0.55))));
        line(QStringLiteral(
            ".edge { fill: none; stroke: %1; stroke-width: 1.5 } .arm { fill: none; stroke: %2; "
            "stroke-width: 2.2 } .arm .mark { stroke-width: 1.8 } .mark.whole { stroke-width: %3 }")
                 .arg(name(theme_.edge), name(theme_.link), number(style::fillingWidth)));
        line(
            QStringLiteral(".halo, .number { font-size: %1px } .halo { fill: %2; stroke: %2; stroke-width: %3; "
                           "stroke-linejoin: round } .number { fill: %4 } .arm-number { fill: %5 }")
                .arg(number(style::roleTextSize), name(theme_.canvas), number(style::haloWidth),
                    name(theme_.type), name(theme_.link)));
        line(QStringLiteral(
            ".mark { stroke-linecap: round } .ring { fill: %1 } .arm .dot { fill: %2; stroke: none } "
            ".dashed { stroke-dasharray: %3 %4 }")
                 .arg(name(theme_.canvas), name(theme_.link), number(style::dashLength),
                     number(style::dashGap)));
        line(QStringLiteral(
            ".glyph { fill: none; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }"));
        line(QStringLiteral(".key-glyph { stroke: %1 } .fk-glyph { stroke: %2 } .mn-glyph { stroke: %3 }")
                 .arg(name(theme_.key), name(theme_.foreignKey), name(theme_.link)));
        line(QStringLiteral(".filled { fill: %1 } .hollow { fill: none; stroke: %1; stroke-width: 1.2 }")
                 .arg(name(theme_.faint)));
        for (size_t i = 0; i < theme_.hues.size(); ++i) {
            const Hue& hue = theme_.hues[i];
            line(QStringLiteral(".h%1 .head { fill: %2 } .h%1 .band { fill: %3 } .h%1 .title { fill: %4 } .h%1 "
                                ".table-glyph { stroke: %4 }")
                     .arg(i)
                     .arg(name(hue.header), name(hue.band), name(hue.ink)));
        }
        line(QStringLiteral(
            ".junction .head { fill: %1 } .junction .band { fill: %2 } .junction .title { fill: %3 }")
                 .arg(name(theme_.pillFill), name(theme_.link), name(theme_.pillInk)));
        const Hue& amber = style::hueOf(theme_, 2);
        line(QStringLiteral(".note rect { fill: %1; stroke: %2 } .note text { fill: %3 } "
                            ".note .rule { stroke: %2 } .note .cell { stroke: %2; stroke-opacity: 0.45 }")
                 .arg(name(amber.header), name(quietBorder(amber)), name(amber.ink)));
        line(QStringLiteral("</style>"));
    }

    void writeSymbols()
    {
        line(QStringLiteral("<defs>"));
        const auto symbol = [&](const char* id, const QPainterPath& path) {
            line(QStringLiteral("<path id=\"%1\" d=\"%2\"/>").arg(QLatin1String(id), pathData(path)));
        };
        symbol("table", tableGlyph());
        symbol("key", keyGlyph());
        symbol("fk", linkGlyph());
        symbol("mn", manyToManyGlyph());
        symbol("nary", manyWaysGlyph());
        line(QStringLiteral("</defs>"));
    }

    QString glyph(const char* id, const char* kind, QPointF at) const
    {
        return QStringLiteral("<use href=\"#%1\" class=\"glyph %2\" x=\"%3\" y=\"%4\"/>")
            .arg(QLatin1String(id), QLatin1String(kind), number(at.x()), number(at.y()));
    }

    QColor quietBorder(const Hue& hue) const
    {
        return style::blend(hue.band, theme_.canvas, style::strengthOf(theme_).quiet);
    }

    static const char* linkSymbol(const SceneNode& link) { return link.ends > 2 ? "nary" : "mn"; }

    QString elided(TextRole role, const QString& text, double room) const
    {
        constexpr double tolerance = 0.5; // of the table of advances that cards are measured by
        return QFontMetricsF(texts_.font(role)).elidedText(onOneLine(text), Qt::ElideRight, room + tolerance);
    }

    QString text(const char* kind, QPointF baseline, const QString& words) const
    {
        return QStringLiteral("<text class=\"%1\" x=\"%2\" y=\"%3\">%4</text>")
            .arg(QLatin1String(kind), number(baseline.x()), number(baseline.y()), escaped(words));
    }

    QString idOf(const SceneNode& node) const { return QStringLiteral("t%1").arg(idText(node.table.value())); }

    void writeCard(const SceneNode& node)
    {
        const QRectF& rect = node.rect;
        const bool junction = node.kind == NodeKind::Junction;
        line(QStringLiteral("<g id=\"%1\" class=\"%2\">")
                 .arg(idOf(node), junction
                                      ? QStringLiteral("junction")
                                      : QStringLiteral("table h%1").arg(node.hue % int(theme_.hues.size()))));
        line(QStringLiteral("<rect class=\"card\" %1/>").arg(rectAttributes(rect, style::cornerOf(node))));
        writeTop(node, std::min(layout::headerHeight, rect.height()), "head");
        writeTop(node, style::bandHeight, "band");
        const double middle = rect.y() + (layout::headerHeight + style::bandHeight) / 2;
        line(glyph(junction ? linkSymbol(node) : "table", junction ? "mn-glyph" : "table-glyph",
            {rect.x() + style::titleIconLeft, middle}));
        line(text("title", {rect.x() + style::titleTextLeft, middle + style::titleBaseline},
            elided(TextRole::Title, node.title, rect.width() - style::titleTextLeft - style::rowTextRight)));
        const int keyEnd = style::keyBlockEnd(node);
        for (int i = 0; i < int(node.rows.size()); ++i) {
            const double y = rect.y() + layout::rowCentre(i);
            writeRow(node.rows[size_t(i)], rect, y);
            if (i == keyEnd) {
                line(QStringLiteral("<path class=\"hair\" d=\"M%1 %3H%2\"/>")
                         .arg(number(rect.x() + style::rowIconLeft), number(rect.right() - style::rowTextRight),
                             number(y + layout::rowHeight / 2)));
            }
        }
        line(QStringLiteral("</g>"));
    }

    /// The upper `height` of a card, with the card's corners.
    void writeTop(const SceneNode& node, double height, const char* kind)
    {
        line(QStringLiteral("<path class=\"%1\" d=\"%2\"/>")
                 .arg(QLatin1String(kind), pathData(cardTop(node.rect, height, style::cornerOf(node)))));
    }

    static QPainterPath diamondAt(QPointF centre)
    {
        QPainterPath path;
        path.addPolygon(style::diamondAround(centre));
        path.closeSubpath();
        return path;
    }

    void writeRow(const CardRow& row, const QRectF& rect, double y)
    {
        const QPointF icon(rect.x() + style::rowIconLeft, y);
        if (row.primaryKey)
            line(glyph("key", "key-glyph", icon));
        else if (row.foreignKey)
            line(glyph("fk", "fk-glyph", icon));
        else if (row.unique)
            line(QStringLiteral("<path class=\"%1\" d=\"%2\"/>")
                     .arg(row.nullable ? QStringLiteral("hollow") : QStringLiteral("filled"),
                         pathData(diamondAt(icon + QPointF(6.5, 0)))));
        else
            line(QStringLiteral("<circle class=\"%1\" cx=\"%2\" cy=\"%3\" r=\"%4\"/>")
                     .arg(row.nullable ? QStringLiteral("hollow") : QStringLiteral("filled"),
                         number(icon.x() + 6.5), number(y),
                         number(row.nullable ? style::hollowRadius : style::dotRadius)));
        const double room = rect.width() - style::rowTextLeft - style::rowTextRight;
        const QString type = elided(TextRole::Type, row.type, room * 2 / 3);
        const double typeWidth = QFontMetricsF(texts_.font(TextRole::Type)).horizontalAdvance(type);
        line(text(row.primaryKey ? "key"
                  : row.derived  ? "derived"
                                 : "column",
            {rect.x() + style::rowTextLeft, y + style::columnBaseline},
            elided(row.primaryKey ? TextRole::Key : TextRole::Column, row.name,
                room - typeWidth - style::textGap)));
        line(text("type", {rect.right() - style::rowTextRight, y + style::typeBaseline}, type));
    }

    void writePill(const SceneNode& node)
    {
        const QRectF& rect = node.rect;
        line(QStringLiteral("<g id=\"%1\" class=\"link\">").arg(idOf(node)));
        line(QStringLiteral("<rect class=\"pill\" %1/>").arg(rectAttributes(rect, style::cornerOf(node))));
        const double middle = rect.y() + layout::pillHeadHeight / 2;
        line(glyph(linkSymbol(node), "mn-glyph", {rect.x() + style::pillIconLeft, middle}));
        line(text("link-name", {rect.x() + style::pillTitleLeft, middle + style::columnBaseline},
            elided(TextRole::Pill, node.title, rect.width() - style::pillTitleLeft - style::pillTextRight)));
        if (!node.rows.empty()) {
            line(QStringLiteral("<path class=\"pill-hair\" d=\"M%1 %3H%2\"/>")
                     .arg(number(rect.x() + style::pillTextLeft), number(rect.right() - style::pillTextRight),
                         number(rect.y() + layout::pillHeadHeight - 0.5)));
        }
        for (int i = 0; i < int(node.rows.size()); ++i) {
            const CardRow& row = node.rows[size_t(i)];
            const double y = rect.y() + layout::pillRowCentre(i) + style::typeBaseline;
            const double room = rect.width() - style::pillTextLeft - style::pillTextRight;
            const QString type = elided(TextRole::PillAttribute, row.type, room * 0.6);
            const double typeWidth =
                QFontMetricsF(texts_.font(TextRole::PillAttribute)).horizontalAdvance(type);
            line(text("attribute", {rect.x() + style::pillTextLeft, y},
                elided(TextRole::PillAttribute, row.name, room - typeWidth - style::textGap)));
            line(text("type", {rect.right() - style::pillTextRight, y}, type));
        }
        line(QStringLiteral("</g>"));
    }

    void writeNote(const SceneNode& node)
    {
        constexpr double padding = style::notePadding;
        line(QStringLiteral("<g class=\"note\"><rect %1/>").arg(rectAttributes(node.rect, style::noteRadius)));
        const QRectF room = node.rect.adjusted(padding, padding, -padding, -padding);
        const NoteSetting setting = noteSetting(room.size(), node.title, texts_.font(TextRole::Column));
        for (const NoteRun& run : setting.runs)
            line(noteText(run, room.topLeft()));
        for (const QLineF& border : setting.borders) {
            line(QStringLiteral("<path class=\"cell\" d=\"M%1 %2L%3 %4\"/>")
                     .arg(number(room.x() + border.x1()), number(room.y() + border.y1()),
                         number(room.x() + border.x2()), number(room.y() + border.y2())));
        }
        for (const QLineF& rule : setting.rules) {
            line(QStringLiteral("<path class=\"rule\" d=\"M%1 %2H%3\"/>")
                     .arg(number(room.x() + rule.x1()), number(room.y() + rule.y1()),
                         number(room.x() + rule.x2())));
        }
        line(QStringLiteral("</g>"));
    }

    /// Only what differs from the text of a column is said.
    QString noteText(const NoteRun& run, QPointF corner) const
    {
        QStringList look;
        if (run.pixelSize != usualSize)
            look << QStringLiteral("font-size: %1px").arg(number(run.pixelSize));
        if (run.weight != QFont::Normal)
            look << QStringLiteral("font-weight: %1").arg(run.weight);
        if (run.italic)
            look << QStringLiteral("font-style: italic");
        if (run.fixed)
            look << QStringLiteral("font-family: 'JetBrains Mono', 'DejaVu Sans Mono', monospace");
        if (run.underlined || run.struckOut)
            look << QStringLiteral("text-decoration: %1")
                        .arg(QLatin1String(run.struckOut ? "line-through" : "underline"));
        const QString style =
            look.isEmpty() ? QString() : QStringLiteral(" style=\"%1\"").arg(look.join(QStringLiteral("; ")));
        const QPointF at = corner + run.baseline;
        return QStringLiteral("<text%1 x=\"%2\" y=\"%3\">%4</text>")
            .arg(style, number(at.x()), number(at.y()), escaped(run.text));
    }

    void writeGroup(const SceneNode& node)
    {
        const Hue& hue = style::hueOf(theme_, node.hue);
        line(
            QStringLiteral("<g class=\"group h%1\"><rect %2 fill=\"%3\" stroke=\"%4\"/>")
                .arg(node.hue % int(theme_.hues.size()))
                .arg(rectAttributes(node.rect, style::groupRadius),
                    style::blend(hue.header, theme_.canvas, style::groupFill).name(), quietBorder(hue).name()));
        line(text("title", node.rect.topLeft() + QPointF(16, 26), node.title));
        line(QStringLiteral("</g>"));
    }

    void writeLine(std::span<const QPointF> route, bool dashed, const EdgeHops& hops)
    {
        if (route.size() >= 2)
            line(QStringLiteral("<path%1 d=\"%2\"/>")
                     .arg(dashed ? QStringLiteral(" class=\"dashed\"") : QString(),
                         pathData(roundedRoute(route, hops))));
    }

    void writeEdge(const SceneEdge& edge, const SceneEdge* other, const EdgeHops& hops)
    {
        line(QStringLiteral("<g class=\"%1\">")
                 .arg(edge.manyToMany ? QStringLiteral("arm") : QStringLiteral("edge")));
        if (edge.stub) {
            writeLine(stubOf(edge.route, false), edge.dashed, hops);
            writeLine(stubOf(edge.route, true), edge.dashed || dashedEnd(edge) > 0, hops);
        } else {
            visitParts(
                edge, [&](std::span<const QPointF> part, bool dashed) { writeLine(part, dashed, hops); },
                other);
        }
        for (const bool last : {false, true})
            writeEnd(edge, last);
        line(QStringLiteral("</g>"));
        if (edge.stub) {
            writePlate(edge, edge.fromStub, edge.fromStubRect, edge.to);
            writePlate(edge, edge.toStub, edge.toStubRect, edge.from);
        }
    }

    /// Where an end of a very long line leads; a click goes there.
    void writePlate(const SceneEdge& edge, const QString& text, const QRectF& plate, int target)
    {
        if (text.isEmpty() || plate.isEmpty())
            return;
        const QColor ink = edge.manyToMany ? theme_.link : theme_.edge;
        line(QStringLiteral("<a href=\"#%1\"><rect %2 fill=\"%3\" stroke=\"%4\"/>"
                            "<text class=\"role\" text-anchor=\"middle\" x=\"%5\" y=\"%6\">%7</text></a>")
                 .arg(idOf(scene_.nodes[size_t(target)]), rectAttributes(plate, style::stubHeight / 2),
                     (edge.manyToMany ? theme_.pillFill : theme_.card).name(),
                     style::blend(ink, theme_.canvas, 0.6).name(), number(plate.center().x()),
                     number(plate.center().y() + style::typeBaseline - 0.4),
                     escaped(elided(TextRole::EndRole, text, style::roleRoom))));
    }

    void writeEnd(const SceneEdge& edge, bool last)
    {
        const QPointF at = last ? edge.route.back() : edge.route.front();
        const QPointF outward = outwardAt(edge.route, last);
        const EndMark mark = shownMark(edge, last);
        if (isBare(edge, last)) {
            // a plain end
        } else if (mark == EndMark::None) {
            line(QStringLiteral("<circle class=\"dot\" cx=\"%1\" cy=\"%2\" r=\"%3\"/>")
                     .arg(number(at.x()), number(at.y()), number(style::armDotRadius)));
        } else if (!isLetters(mark)) {
            const MarkShape shape = markShape(mark, last && edge.mixedTo, at, outward);
            line(QStringLiteral("<path class=\"mark%1\" d=\"%2\"/>")
                     .arg(mark == EndMark::Whole ? QStringLiteral(" whole") : QString(),
                         pathData(shape.strokes)));
            if (shape.ring) {
                line(QStringLiteral("<circle class=\"mark ring\" cx=\"%1\" cy=\"%2\" r=\"%3\"/>")
                         .arg(number(shape.ring->center().x()), number(shape.ring->center().y()),
                             number(shape.ring->width() / 2)));
            }
        }
        const QString& label = last ? edge.toLabel : edge.fromLabel;
        const QRectF& place = last ? edge.toLabelRect : edge.fromLabelRect;
        if (label.isEmpty() || place.isEmpty())
            return;
        line(QStringLiteral("<text class=\"role\" stroke=\"none\" x=\"%1\" y=\"%2\">%3</text>")
                 .arg(number(place.left() + style::rolePadding), number(place.bottom() - style::roleBaseline),
                     escaped(elided(TextRole::EndRole, label, style::roleRoom))));
    }

    /// The number or letter of a mark: once as what clears the canvas around it, since not every program knows
    /// the order of painting that SVG 2 has.
    void writeLetters(const SceneEdge& edge, bool last)
    {
        const std::optional<MarkLetters> letters = lettersAt(edge, last);
        if (!letters)
            return;
        const QFontMetricsF metrics(texts_.font(TextRole::EndRole));
        const QPointF baseline =
            baselineOf(*letters, metrics.horizontalAdvance(letters->text), metrics.capHeight());
        line(text("halo", baseline, letters->text));
        line(text(edge.manyToMany ? "number arm-number" : "number", baseline, letters->text));
    }

    const SceneGraph& scene_;
    const Theme& theme_;
    const TextCache texts_;
    QByteArray out_;
};

} // namespace

QByteArray svgPicture(const SceneGraph& scene, const Theme& theme)
{
    return SvgWriter(scene, theme).write();
}

} // namespace conjoin::ui
