// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <Qsci/qsciscintilla.h>

class QsciLexerSQL;

namespace conjoin::ui {

/// SQL with highlighting in the theme's colours.
class SqlEditor : public QsciScintilla {
    Q_OBJECT

public:
    explicit SqlEditor(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Replaces the text; what a person scrolled to stays in view.
    void showSql(const QString& sql);
    /// Tints the lines `first` … `last` and nothing else; `first` < 0 tints none.
    void tintLines(int first, int last);
    /// Scrolls only when the line is not in view.
    void ensureLineShown(int line);

signals:
    /// A person put the cursor into this line.
    void lineChosen(int line);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    void announceLine();

    QsciLexerSQL* lexer_;
    int announced_ = -1;
};

} // namespace conjoin::ui
