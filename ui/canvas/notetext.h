// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace conjoin::ui {

/// Paints the Markdown of a note into `room` (canvas units), cut off below it. Headings, lists, emphasis, code
/// and tables are set; pictures are not, and links are only coloured: a canvas has nowhere to go to.
void paintNoteText(
    QPainter& painter, const QRectF& room, const QString& markdown, const QFont& font, const QColor& ink);

/// What a screen reader says, and pictures without Markdown write: the text without its signs, a line a
/// paragraph.
QString plainNoteText(const QString& markdown);

} // namespace conjoin::ui
