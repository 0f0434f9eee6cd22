// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/notetext.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QPalette>
#include <QTextDocument>

namespace conjoin::ui {

namespace {

/// Loads nothing: a note from somebody else's file must not make this program read files.
class NoteDocument : public QTextDocument {
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

void setText(QTextDocument& document, const QString& markdown, const QFont& font)
{
    document.setDocumentMargin(0);
    document.setDefaultFont(font);
    document.setUndoRedoEnabled(false);
    // Dialect of GitHub without HTML: what stands in angle brackets is text.
    document.setMarkdown(markdown,
        QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
}

} // namespace

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
    painter.restore();
}

QString plainNoteText(const QString& markdown)
{
    NoteDocument document;
    setText(document, markdown, QFont());
    return document.toPlainText();
}

} // namespace conjoin::ui
