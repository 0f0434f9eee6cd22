// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/notetext.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QPalette>
#include <QRawFont>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextLayout>
#include <QTextList>
#include <QTextTable>

#include <algorithm>
#include <limits>

namespace conjoin::ui {

namespace {

/// Loads nothing: a note from somebody else's file must not make this program read files.
class NoteDocument : public QTextDocument {
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

constexpr double cellPadding = 4;

std::vector<QTextTable*> tablesOf(const QTextDocument& document)
{
    std::vector<QTextTable*> tables;
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(frame))
            tables.push_back(table);
    }
    return tables;
}

/// The lines around the cells, which every picture draws by itself: Qt's own borders have no thin, even look.
void addBorders(QTextTable& table, const QSizeF& room, std::vector<QLineF>& borders)
{
    const QAbstractTextDocumentLayout& layout = *table.document()->documentLayout();
    const QRectF frame = layout.frameBoundingRect(&table);
    const double right = std::min(frame.right(), room.width());
    std::vector<double> lefts(size_t(table.columns()), std::numeric_limits<double>::max()), tops;
    for (int row = 0; row < table.rows(); ++row) {
        double top = std::numeric_limits<double>::max();
        for (int column = 0; column < table.columns(); ++column) {
            const QRectF text =
                layout.blockBoundingRect(table.cellAt(row, column).firstCursorPosition().block());
            top = std::min(top, text.top() - cellPadding);
            lefts[size_t(column)] = std::min(lefts[size_t(column)], text.left() - cellPadding);
        }
        tops.push_back(top);
    }
    if (tops.empty() || lefts.empty() || tops.front() > room.height())
        return;
    double end = tops.back();
    for (int column = 0; column < table.columns(); ++column) {
        const QTextBlock last = table.cellAt(table.rows() - 1, column).lastCursorPosition().block();
        end = std::max(end, layout.blockBoundingRect(last).bottom() + cellPadding);
    }
    tops.push_back(end);
    lefts.push_back(frame.right());
    const double bottom = std::min(end, room.height());
    for (const double y : tops) {
        if (y <= room.height())
            borders.emplace_back(lefts.front(), y, right, y);
    }
    for (const double x : lefts) {
        if (x <= room.width())
            borders.emplace_back(x, tops.front(), x, bottom);
    }
}

void setText(QTextDocument& document, const QString& markdown, const QFont& font)
{
    document.setDocumentMargin(0);
    document.setDefaultFont(font);
    document.setUndoRedoEnabled(false);
    // Dialect of GitHub without HTML: what stands in angle brackets is text.
    document.setMarkdown(markdown,
        QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    for (QTextTable* table : tablesOf(document)) {
        QTextTableFormat format = table->format();
        format.setBorder(0);
        format.setCellSpacing(0);
        format.setCellPadding(cellPadding);
        format.setTopMargin(cellPadding);
        format.setBottomMargin(cellPadding);
        table->setFormat(format);
    }
}

/// The parts of one line, a run each for every way in which its text is set.
class LineSetting {
public:
    LineSetting(const QTextBlock& block, const QTextLine& line, QPointF origin, NoteSetting& into)
        : block_(block)
        , line_(line)
        , origin_(origin)
        , into_(into)
    {}

    void add()
    {
        const int from = line_.textStart(), to = from + line_.textLength();
        for (auto it = block_.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const int begin = std::max(from, fragment.position() - block_.position());
            const int end = std::min(to, fragment.position() - block_.position() + fragment.length());
            if (begin < end)
                addRun(fragment.charFormat(), begin, end - begin);
        }
    }

private:
    void addRun(const QTextCharFormat& format, int begin, int length)
    {
        NoteRun run;
        run.text = block_.text().mid(begin, length);
        run.text.replace(QChar::LineSeparator, u' ');
        const double one = line_.cursorToX(begin), other = line_.cursorToX(begin + length);
        run.baseline = origin_ + QPointF(std::min(one, other), line_.y() + line_.ascent());
        run.width = std::abs(other - one);
        const QList<QGlyphRun> glyphs = line_.glyphRuns(begin, length);
        if (!glyphs.isEmpty()) { // what the setting made of format and default font
            const QRawFont font = glyphs.first().rawFont();
            run.pixelSize = font.pixelSize();
            run.weight = font.weight();
            run.italic = font.style() != QFont::StyleNormal;
        }
        run.fixed = format.fontFixedPitch();
        run.underlined = format.fontUnderline() || format.isAnchor();
        run.struckOut = format.fontStrikeOut();
        if (!run.text.trimmed().isEmpty())
            into_.runs.push_back(std::move(run));
    }

    const QTextBlock& block_;
    const QTextLine& line_;
    QPointF origin_;
    NoteSetting& into_;
};

/// What stands before an item of a list: its number, a bullet, or the box of a task.
QString markerOf(const QTextBlock& block)
{
    switch (block.blockFormat().marker()) {
    case QTextBlockFormat::MarkerType::Checked:
        return QStringLiteral("\u2611");
    case QTextBlockFormat::MarkerType::Unchecked:
        return QStringLiteral("\u2610");
    case QTextBlockFormat::MarkerType::NoMarker:
        break;
    }
    const QTextList* list = block.textList();
    if (!list)
        return {};
    switch (list->format().style()) {
    case QTextListFormat::ListDisc:
        return QStringLiteral("\u2022");
    case QTextListFormat::ListCircle:
        return QStringLiteral("\u25e6");
    case QTextListFormat::ListSquare:
        return QStringLiteral("\u25aa");
    default:
        return list->itemText(block);
    }
}

void addMarker(const QTextBlock& block, const QTextLine& line, QPointF origin, NoteSetting& setting)
{
    NoteRun marker;
    marker.text = markerOf(block);
    if (marker.text.isEmpty())
        return;
    const QFont font = block.charFormat().font();
    constexpr double gap = 6;
    marker.width = QFontMetricsF(font).horizontalAdvance(marker.text);
    marker.baseline = origin + QPointF(line.x() - gap - marker.width, line.y() + line.ascent());
    setting.runs.push_back(std::move(marker));
}

} // namespace

NoteSetting noteSetting(const QSizeF& room, const QString& markdown, const QFont& font)
{
    NoteSetting setting;
    if (room.isEmpty())
        return setting;
    NoteDocument document;
    setText(document, markdown, font);
    document.setTextWidth(room.width());
    const QAbstractTextDocumentLayout& layout = *document.documentLayout();
    for (QTextTable* table : tablesOf(document))
        addBorders(*table, room, setting.borders);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        const QTextLayout& lines = *block.layout();
        const QRectF box = layout.blockBoundingRect(block);
        const QPointF origin = box.topLeft() - lines.boundingRect().topLeft();
        for (int i = 0; i < lines.lineCount(); ++i) {
            const QTextLine line = lines.lineAt(i);
            if (origin.y() + line.y() + line.ascent() > room.height())
                return setting; // the rest lies below the note
            if (i == 0)
                addMarker(block, line, origin, setting);
            LineSetting(block, line, origin, setting).add();
        }
        if (block.blockFormat().hasProperty(QTextFormat::BlockTrailingHorizontalRulerWidth)) {
            const double y = box.center().y();
            if (y < room.height())
                setting.rules.emplace_back(0, y, room.width(), y);
        }
    }
    return setting;
}

void paintNoteText(
    QPainter& painter, const QRectF& room, const QString& markdown, const QFont& font, const QColor& ink)
{
    if (room.width() <= 0 || room.height() <= 0)
        return;
    NoteDocument document;
    setText(document, markdown, font);
    document.setTextWidth(room.width());
    painter.save();
    painter.translate(room.topLeft());
    const QRectF clip(QPointF(0, 0), room.size());
    painter.setClipRect(clip, Qt::IntersectClip);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, ink);
    context.palette.setColor(QPalette::Link, ink);
    context.clip = clip;
    document.documentLayout()->draw(&painter, context);
    std::vector<QLineF> borders;
    for (QTextTable* table : tablesOf(document))
        addBorders(*table, room.size(), borders);
    constexpr double paleness = 0.45;
    QColor pale = ink;
    pale.setAlphaF(float(paleness));
    painter.setPen(QPen(pale, 1));
    painter.drawLines(borders.data(), int(borders.size()));
    painter.restore();
}

QString plainNoteText(const QString& markdown)
{
    NoteDocument document;
    setText(document, markdown, QFont());
    return document.toPlainText();
}

} // namespace conjoin::ui
