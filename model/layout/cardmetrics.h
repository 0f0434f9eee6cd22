// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSizeF>
#include <QString>

#include <cstddef>
#include <vector>

/// The geometry of cards and pills, known without a font: the command line lays out with it, the canvas draws
/// with it, so both agree to the pixel. Lengths are canvas units (pixels at 100 %) on a grid of 8.
namespace conjoin::model::layout {

constexpr double headerHeight = 40;  ///< a card's title bar
constexpr double rowHeight = 24;     ///< a column of a card
constexpr double cardPadding = 8;    ///< shared by the first row's upper and the last row's lower edge
constexpr double cardTitleLeft = 34; ///< where the title begins, right of its icon
constexpr double cardTextLeft = 32;  ///< where column names begin
constexpr double cardTextRight = 12; ///< between a right-aligned type and the border
constexpr double cardMinWidth = 176;
constexpr double cardMaxWidth = 336;

constexpr double pillHeadHeight = 32; ///< glyph and name of a many-to-many link
constexpr double pillRowHeight = 20;  ///< an attribute of the junction
constexpr double pillPadding = 8;     ///< only where there are rows
constexpr double pillTitleLeft = 32;
constexpr double pillTextLeft = 12;
constexpr double pillTextRight = 12;
constexpr double pillMinWidth = 96;
constexpr double pillMaxWidth = 240;

constexpr double widthStep = 16; ///< widths of equal parity keep the centres of a lane exact
constexpr double typeGap = 20;   ///< least space between a name and its type

/// What one row says; `strong` rows (the primary key) are semibold.
struct RowText {
    QString name;
    QString type;
    bool strong = false;
};

/// Outer size of a table's card. Text that needs more than the widest card is the painter's to elide.
QSizeF cardSize(const QString& title, const std::vector<RowText>& rows);

/// Outer size of a many-to-many link's pill; without rows it is its head alone.
QSizeF pillSize(const QString& title, const std::vector<RowText>& rows);

/// Outer height of a card with so many rows.
constexpr double cardHeight(std::size_t rows)
{
    return headerHeight + rowHeight * double(rows) + cardPadding;
}

/// Outer height of a pill with so many rows.
constexpr double pillHeight(std::size_t rows)
{
    return pillHeadHeight + (rows == 0 ? 0 : pillRowHeight * double(rows) + pillPadding);
}

/// Vertical centre of a card's row, counted from 0, below the card's upper edge: where its lines dock.
constexpr double rowCentre(int row)
{
    return headerHeight + cardPadding / 2 + rowHeight * row + rowHeight / 2;
}

/// Vertical centre of a pill's row below the pill's upper edge.
constexpr double pillRowCentre(int row)
{
    return pillHeadHeight + pillPadding / 2 + pillRowHeight * row + pillRowHeight / 2;
}

constexpr double headerCentre = headerHeight / 2;     ///< where many-to-many lines dock at a card
constexpr double pillHeadCentre = pillHeadHeight / 2; ///< where they dock at a pill

enum class TextWeight { Regular, Semibold };

/// Advance of a line of text in Inter at `pixelSize`, from a table of advances: exact for ASCII, a fair guess
/// for other scripts.
double textWidth(const QString& text, double pixelSize, TextWeight weight);

} // namespace conjoin::model::layout
