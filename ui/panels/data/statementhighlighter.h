// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QSyntaxHighlighter>

namespace conjoin::ui {

/// Colours of SQL in a read-only text: words, texts, numbers, and what is only said about it. A quoted text or
/// name goes on over the ends of lines.
class StatementHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    StatementHighlighter(QTextDocument* document, const Theme& theme);
    void setTheme(const Theme& theme);

protected:
    void highlightBlock(const QString& text) override;

private:
    const Theme* theme_;
};

} // namespace conjoin::ui
