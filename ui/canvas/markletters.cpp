// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/markletters.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr double beside = 4; // between a line and its letters
constexpr double afterEnd = 4, afterDot = 9, afterDiamond = 16;

const char* lettersOf(EndMark mark)
{
    switch (mark) {
    case EndMark::DotOrNone:
        return "Z";
    case EndMark::DotAtLeastOne:
        return "P";
    case EndMark::NumberOne:
    case EndMark::Whole:
        return "1";
    case EndMark::NumberZeroOrOne:
        return "0..1";
    case EndMark::NumberZeroOrMany:
        return "0..*";
    case EndMark::NumberOneOrMany:
        return "1..*";
    default:
        return nullptr;
    }
}

double startOf(EndMark mark)
{
    switch (mark) {
    case EndMark::DotOrNone:
    case EndMark::DotAtLeastOne:
        return afterDot;
    case EndMark::Whole:
        return afterDiamond;
    default:
        return afterEnd;
    }
}

double lengthOf(QPointF way)
{
    return std::abs(way.x()) + std::abs(way.y()); // upright or level
}

MarkLetters lettersBeside(const char* text, QPointF at, QPointF outward, double from)
{
    MarkLetters letters;
    letters.text = QLatin1String(text);
    if (outward.x() != 0) {
        letters.corner = {at.x() + (outward.x() > 0 ? from : -from), at.y() - beside};
        letters.leftwards = outward.x() < 0;
    } else {
        letters.corner = {at.x() + beside, at.y() + (outward.y() > 0 ? from : -from)};
        letters.below = outward.y() > 0;
    }
    return letters;
}

/// Behind the bend with which the line leaves the others, on the first piece that has room.
std::optional<MarkLetters> lettersOnBranch(const SceneEdge& edge, const char* text)
{
    constexpr double least = 24, leastAtEnd = 64; // canvas units; where the letters of the other end stand, too
    double shared = edge.branchAt;
    for (size_t i = edge.route.size() - 1; i > 0; --i) {
        const QPointF way = edge.route[i - 1] - edge.route[i];
        const double length = lengthOf(way);
        if (length - shared >= (i > 1 ? least : leastAtEnd)) {
            const QPointF direction = way / length;
            return lettersBeside(
                text, edge.route[i] + direction * shared, direction, style::routeRadius + afterEnd);
        }
        shared = std::max(0.0, shared - length);
    }
    return {};
}

} // namespace

bool isLetters(EndMark mark)
{
    return lettersOf(mark) && markShape(mark, false, {}, {1, 0}).strokes.isEmpty();
}

std::optional<MarkLetters> lettersAt(const SceneEdge& edge, bool last)
{
    const EndMark mark = shownMark(edge, last);
    const char* text = lettersOf(mark);
    if (!text || edge.route.size() < 2)
        return {};
    const bool number = mark != EndMark::DotOrNone && mark != EndMark::DotAtLeastOne;
    if (last && edge.mixedTo && number)
        return edge.branchAt > 0 && !edge.stub ? lettersOnBranch(edge, text) : std::nullopt;
    return lettersBeside(
        text, last ? edge.route.back() : edge.route.front(), outwardAt(edge.route, last), startOf(mark));
}

QPointF baselineOf(const MarkLetters& letters, double width, double capital)
{
    return letters.corner + QPointF(letters.leftwards ? -width : 0, letters.below ? capital : 0);
}

double lettersSize(double scale)
{
    constexpr double readable = 9;  // pixels
    constexpr double largest = 1.2; // times the usual size: what stands beside keeps its room
    return std::clamp(readable / scale, style::roleTextSize, style::roleTextSize * largest);
}

QPen haloPen(const QColor& canvas, double width)
{
    return {canvas, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

double sharedFromEnd(const std::vector<QPointF>& a, const std::vector<QPointF>& b)
{
    if (a.size() < 2 || b.size() < 2 || a.back() != b.back())
        return 0;
    const auto directionOf = [](QPointF way) {
        const double length = lengthOf(way);
        return length > 0 ? way / length : QPointF();
    };
    double together = 0;
    QPointF at = a.back();
    for (size_t i = a.size() - 1, k = b.size() - 1; i > 0 && k > 0;) {
        const QPointF toA = a[i - 1] - at, toB = b[k - 1] - at;
        if (directionOf(toA) != directionOf(toB))
            break;
        const double lengthA = lengthOf(toA), lengthB = lengthOf(toB);
        together += std::min(lengthA, lengthB);
        at = lengthA <= lengthB ? a[i - 1] : b[k - 1];
        i -= lengthA <= lengthB ? 1 : 0;
        k -= lengthB <= lengthA ? 1 : 0;
    }
    return together;
}

void markBranches(SceneGraph& scene, const std::vector<int>& ending)
{
    const auto number = [](const SceneEdge& edge) {
        return edge.toMark == EndMark::Whole ? EndMark::NumberOne : edge.toMark;
    };
    const auto isNumber = [&](const SceneEdge& edge) {
        return !edge.manyToMany &&
               (number(edge) == EndMark::NumberOne || number(edge) == EndMark::NumberZeroOrOne);
    };
    for (const int i : ending) {
        SceneEdge& edge = scene.edges[size_t(i)];
        double shared = 0;
        if (edge.mixedTo && isNumber(edge)) {
            for (const int other : ending) {
                const SceneEdge& beside = scene.edges[size_t(other)];
                if (other != i && isNumber(beside) && number(beside) != number(edge))
                    shared = std::max(shared, sharedFromEnd(edge.route, beside.route));
            }
        }
        edge.branchAt = shared;
    }
}

} // namespace conjoin::ui
