// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/sqleditor.h"

#include <QMouseEvent>
#include <Qsci/qscilexersql.h>

namespace conjoin::ui {

namespace {

constexpr int tintMarker = 1;
constexpr int typeStyle = 16; ///< Scintilla's style of the second set of words; QScintilla has no name for it

/// The lexer of QScintilla, with the words of the engines that scripts are written for.
class SqlLexer : public QsciLexerSQL {
public:
    using QsciLexerSQL::QsciLexerSQL;

    const char* keywords(int set) const override
    {
        if (set == 1)
            return "abort action add after all alter always and as asc autoincrement before begin between by "
                   "cascade "
                   "case check collate column commit conflict constraint create cross current_date "
                   "current_time "
                   "current_timestamp database default deferrable deferred delete desc distinct drop each else "
                   "end "
                   "escape except exists false for foreign from full generated glob group having if ignore "
                   "immediate "
                   "in index initially inner insert instead intersect into is isnull join key left like limit "
                   "natural no not notnull null of offset on or order outer over partition pragma primary "
                   "raise recursive references regexp replace restrict returning right rollback row rowid "
                   "savepoint "
                   "select set stored strict table temp temporary then to transaction trigger true union "
                   "unique "
                   "update using values view virtual when where window with without "
                   // of the other engines' scripts
                   "auto_increment cascaded character charset comment domain engine enum exclude extension "
                   "function identity include inherits language materialized owned owner procedure returns "
                   "schema sequence type unlogged unsigned validate zerofill";
        if (set == 2)
            return "bigint binary blob boolean char date datetime decimal double float int integer json jsonb "
                   "numeric precision real serial smallint text time timestamp timestamptz tinyint uuid "
                   "varchar";
        return QsciLexerSQL::keywords(set);
    }

    QString description(int style) const override
    { // only a style that has one gets its colour
        return style == typeStyle ? QStringLiteral("Type") : QsciLexerSQL::description(style);
    }
};

} // namespace

SqlEditor::SqlEditor(const Theme& theme, QWidget* parent)
    : QsciScintilla(parent)
    , lexer_(new SqlLexer(this))
{
    setReadOnly(true);
    setUtf8(true);
    setFrameShape(QFrame::NoFrame);
    for (int margin = 0; margin < 5; ++margin)
        setMarginWidth(margin, 0);
    setMarginWidth(1, 12);
    setMarginSensitivity(1, false);
    setMarginMarkerMask(1, 0);
    setWrapMode(WrapNone);
    setFolding(NoFoldStyle);
    setCaretLineVisible(false);
    setTabWidth(2);
    setEolMode(EolUnix);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    SendScintilla(SCI_SETEXTRAASCENT, 2);
    SendScintilla(SCI_SETEXTRADESCENT, 2);
    markerDefine(Background, tintMarker);
    setContextMenuPolicy(Qt::NoContextMenu);
    setTheme(theme);
}

void SqlEditor::setTheme(const Theme& theme)
{
    setLexer(nullptr);
    QFont font = codeFont();
    font.setPointSizeF(font.pixelSize() * 72.0 / logicalDpiY()); // QScintilla knows no pixels
    lexer_->setDefaultFont(font);
    lexer_->setDefaultColor(theme.ink);
    lexer_->setDefaultPaper(theme.panel);
    lexer_->setFont(font);
    lexer_->setPaper(theme.panel);
    lexer_->setColor(theme.ink);
    for (const int style : {QsciLexerSQL::Comment, QsciLexerSQL::CommentLine, QsciLexerSQL::CommentDoc})
        lexer_->setColor(theme.muted, style);
    for (const int style : {QsciLexerSQL::SingleQuotedString, QsciLexerSQL::Number})
        lexer_->setColor(theme.inserted, style);
    lexer_->setColor(theme.foreignKey, QsciLexerSQL::Keyword);
    lexer_->setColor(theme.link, typeStyle);
    lexer_->setColor(theme.ink, QsciLexerSQL::DoubleQuotedString);
    lexer_->setColor(theme.ink, QsciLexerSQL::QuotedIdentifier);
    lexer_->setColor(theme.muted, QsciLexerSQL::Operator);
    // QScintilla makes fonts of its own, of family and size alone, and shapes them: signs get a font that draws
    // none of two.
    QFont signs(font);
    signs.setFamily(QStringLiteral("DejaVu Sans Mono"));
    lexer_->setFont(signs, QsciLexerSQL::Operator);
    setLexer(lexer_);
    setPaper(theme.panel);
    setColor(theme.ink);
    setMarginsBackgroundColor(theme.panel);
    setMarginBackgroundColor(1, theme.panel);
    setMarginType(1, SymbolMarginDefaultBackgroundColor);
    setCaretForegroundColor(theme.ink);
    setSelectionBackgroundColor(theme.accent);
    setSelectionForegroundColor(theme.accentInk);
    setMarkerBackgroundColor(selectionColor(theme), tintMarker);
}

void SqlEditor::showSql(const QString& sql)
{
    if (sql == text())
        return;
    const int first = firstVisibleLine();
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    const bool wasReadOnly = isReadOnly();
    setReadOnly(false);
    setText(sql);
    setScrollWidth(1); // as wide as this text, not as the one before
    setReadOnly(wasReadOnly);
    setCursorPosition(qMin(line, lines() - 1), 0);
    setFirstVisibleLine(first);
}

void SqlEditor::tintLines(int first, int last)
{
    markerDeleteAll(tintMarker);
    if (first < 0)
        return;
    for (int line = first; line <= last; ++line)
        markerAdd(line, tintMarker);
}

void SqlEditor::ensureLineShown(int line)
{
    const int first = firstVisibleLine();
    const int shown = int(SendScintilla(SCI_LINESONSCREEN));
    if (line < first || line >= first + shown)
        setFirstVisibleLine(qMax(0, line - 1));
}

void SqlEditor::mouseReleaseEvent(QMouseEvent* event)
{
    QsciScintilla::mouseReleaseEvent(event);
    announced_ = -1;
    announceLine();
}

void SqlEditor::keyReleaseEvent(QKeyEvent* event)
{
    QsciScintilla::keyReleaseEvent(event);
    switch (event->key()) { // only what moves: the key that brought the keyboard here is released here, too
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        announceLine();
        break;
    default:
        break;
    }
}

void SqlEditor::announceLine()
{
    int line = 0, column = 0;
    getCursorPosition(&line, &column);
    if (line == std::exchange(announced_, line))
        return;
    emit lineChosen(line);
}

} // namespace conjoin::ui
