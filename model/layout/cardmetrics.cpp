// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/cardmetrics.h"

#include <QList>

#include <algorithm>
#include <array>
#include <cmath>

namespace conjoin::model::layout {

namespace {

constexpr double titlePixels = 14;
constexpr double namePixels = 13;
constexpr double typePixels = 12;

constexpr char32_t firstAscii = 32;
constexpr std::size_t asciiCount = 95;
using Advances = std::array<short, asciiCount>;

// Advances of Inter 4.0 without hinting, in thousandths of the pixel size, from space to tilde.
constexpr Advances regular{281, 278, 403, 631, 638, 813, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625,
    464, 605, 636, 642, 608, 624, 571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598,
    587, 743, 740, 264, 543, 652, 563, 889, 753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625,
    362, 357, 362, 469, 452, 497, 564, 621, 558, 621, 582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597,
    609, 609, 372, 523, 364, 581, 557, 813, 540, 557, 541, 362, 327, 362, 659};
constexpr Advances semibold{248, 309, 396, 643, 649, 844, 663, 213, 393, 393, 543, 673, 295, 466, 290, 379, 667,
    481, 621, 652, 666, 632, 648, 587, 646, 648, 290, 295, 673, 673, 673, 544, 999, 724, 657, 744, 724, 608,
    586, 755, 744, 275, 561, 677, 566, 906, 741, 775, 643, 776, 651, 649, 660, 734, 724, 1007, 690, 705, 653,
    393, 379, 393, 481, 468, 497, 575, 630, 577, 630, 593, 377, 625, 613, 261, 261, 569, 261, 898, 610, 608,
    625, 625, 397, 549, 380, 608, 576, 837, 563, 576, 562, 393, 358, 393, 673};

double advance(char32_t c, TextWeight weight)
{
    if (c >= firstAscii && c < firstAscii + asciiCount)
        return (weight == TextWeight::Regular ? regular : semibold)[c - firstAscii];
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Control:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    const bool eastAsian = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xd7a3) ||
                           (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff00 && c <= 0xff60);
    if (eastAsian || c >= 0x1f000)
        return 1050;
    return QChar::isUpper(c) ? 740 : 640;
}

constexpr double kerning = 3; // what pairs of letters may take more than the sum of their advances

double steps(double width, double least, double most)
{
    return std::clamp(std::ceil(width / widthStep) * widthStep, least, most);
}

double widestRow(const std::vector<RowText>& rows, double pixels)
{
    double widest = 0;
    for (const RowText& row : rows) {
        double width = textWidth(row.name, pixels, row.strong ? TextWeight::Semibold : TextWeight::Regular);
        if (!row.type.isEmpty())
            width += typeGap + textWidth(row.type, typePixels, TextWeight::Regular);
        widest = std::max(widest, width);
    }
    return widest;
}

} // namespace

double textWidth(const QString& text, double pixelSize, TextWeight weight)
{
    double thousandths = 0;
    for (const char32_t c : text.toUcs4())
        thousandths += advance(c, weight);
    return thousandths * pixelSize / 1000;
}

QSizeF cardSize(const QString& title, const std::vector<RowText>& rows)
{
    const double head = cardTitleLeft + textWidth(title, titlePixels, TextWeight::Semibold) + kerning;
    const double body = cardTextLeft + widestRow(rows, namePixels);
    return {steps(std::max(head, body) + cardTextRight, cardMinWidth, cardMaxWidth), cardHeight(rows.size())};
}

QSizeF pillSize(const QString& title, const std::vector<RowText>& rows)
{
    const double head =
        pillTitleLeft + textWidth(title, namePixels, TextWeight::Semibold) + kerning + pillTextRight;
    const double body = pillTextLeft + widestRow(rows, typePixels) + pillTextRight;
    return {steps(std::max(head, body), pillMinWidth, pillMaxWidth), pillHeight(rows.size())};
}

} // namespace conjoin::model::layout
