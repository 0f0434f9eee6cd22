// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QLineF>
#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace conjoin::ui {

/// Paints the Markdown of a note into `room` (canvas units), cut off below it. Headings, lists, emphasis, code
/// and tables are set; pictures are not, and links are only coloured: a canvas has nowhere to go to.
void paintNoteText(
    QPainter& painter, const QRectF& room, const QString& markdown, const QFont& font, const QColor& ink);

/// A stretch of a note's text that is set in one way, for pictures that hold text as text.
struct NoteRun {
    QPointF baseline; ///< where it begins, from the upper left corner of the room
    QString text;
    double width = 0; ///< as it is set here
    double pixelSize = 13;
    int weight = QFont::Normal;
    bool italic = false;
    bool fixed = false; ///< code
    bool underlined = false;
    bool struckOut = false;
};

/// The Markdown of a note as paintNoteText() sets it: lines that end inside the room, and rules.
struct NoteSetting {
    std::vector<NoteRun> runs;
    std::vector<QLineF> borders; ///< around the cells of tables
    std::vector<QLineF> rules;
};
NoteSetting noteSetting(const QSizeF& room, const QString& markdown, const QFont& font);

/// What a screen reader says: the text without its signs, a line a paragraph.
QString plainNoteText(const QString& markdown);

} // namespace conjoin::ui
