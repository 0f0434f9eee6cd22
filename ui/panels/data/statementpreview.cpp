// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/statementpreview.h"

#include "ui/text/messages.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

bool beginsWith(const QString& sql, const char* word)
{
    return sql.startsWith(QLatin1String(word), Qt::CaseInsensitive);
}

/// A question about the database itself and not about rows: of no interest to a person.
bool isAboutSchema(const QString& sql)
{
    return sql.contains(QLatin1String("sqlite_master")) || sql.contains(QLatin1String("sqlite_temp_master"));
}

/// A statement of the frame around the changes, which is drawn as it will be and not as it was rehearsed.
bool isFrame(const QString& sql)
{
    for (const char* word : {"begin", "commit", "rollback", "savepoint", "release", "pragma"}) {
        if (beginsWith(sql, word))
            return true;
    }
    return false;
}

} // namespace

StatementHighlighter::StatementHighlighter(QTextDocument* document, const Theme& theme)
    : QSyntaxHighlighter(document)
    , theme_(&theme)
{}

void StatementHighlighter::setTheme(const Theme& theme)
{
    theme_ = &theme;
    rehighlight();
}

void StatementHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression tokens(QStringLiteral(
        R"((?<number>^\s*\d+(?=  ))|(?<note>--.*$)|(?<text>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|)"
        R"((?<word>\b(?:BEGIN|IMMEDIATE|COMMIT|INSERT|INTO|VALUES|UPDATE|SET|DELETE|FROM|WHERE|AND|OR|NOT|NULL|SELECT|AS|ON|CONFLICT|DO|NOTHING|RETURNING|DEFAULT|IN|IS|JOIN|WITH|ORDER|BY|LIMIT|IGNORE)\b)|(?<digits>\b\d+(?:\.\d+)?\b))"));
    QTextCharFormat muted, word, literal;
    muted.setForeground(theme_->faint);
    word.setForeground(theme_->foreignKey);
    literal.setForeground(theme_->ok);
    if (text.startsWith(QLatin1String("    --")) || text.startsWith(QLatin1String("--"))) {
        setFormat(0, int(text.size()), muted);
        return;
    }
    for (auto it = tokens.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QTextCharFormat* format = nullptr;
        if (match.hasCaptured(u"number") || match.hasCaptured(u"note"))
            format = &muted;
        else if (match.hasCaptured(u"word"))
            format = &word;
        else if (match.hasCaptured(u"text") || match.hasCaptured(u"digits"))
            format = &literal;
        if (format)
            setFormat(int(match.capturedStart()), int(match.capturedLength()), *format);
    }
}

StatementPreview::StatementPreview(const Theme& theme, QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 0, 8, 8);
    layout->setSpacing(4);
    title_ = new QLabel(tr("Will run"), this);
    title_->setProperty("role", QStringLiteral("section"));
    title_->setFixedHeight(32);
    problem_ = new QLabel(this);
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    problem_->hide();
    text_ = new QPlainTextEdit(this);
    text_->setObjectName(QStringLiteral("statementText"));
    text_->setAccessibleName(tr("Statements that will run"));
    text_->setReadOnly(true);
    text_->setFont(codeFont(12));
    // The program's style sheet gives every field the window's font.
    text_->setStyleSheet(
        QStringLiteral("QPlainTextEdit { border: none; background: transparent; padding: 0; font-family: "
                       "'JetBrains Mono', 'DejaVu Sans Mono', monospace; font-size: 12px; }"));
    text_->setFrameShape(QFrame::NoFrame);
    text_->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    highlighter_ = new StatementHighlighter(text_->document(), theme);
    layout->addWidget(title_);
    layout->addWidget(problem_);
    layout->addWidget(text_, 1);
}

void StatementPreview::setTheme(const Theme& theme)
{
    highlighter_->setTheme(theme);
}

void StatementPreview::show(const RowChangeReport& report)
{
    QStringList lines;
    int number = 0;
    for (const sql::LoggedStatement& statement : report.statements) {
        if (isFrame(statement.sql) || isAboutSchema(statement.sql) || !statement.error.isEmpty())
            continue;
        const QString text = sql::withValues(statement);
        if (beginsWith(statement.sql, "select") || beginsWith(statement.sql, "with"))
            lines += QStringLiteral("    -- ") + QString(text).replace(u'\n', u' ');
        else
            lines += QStringLiteral("%1  %2;").arg(++number, 2).arg(text);
    }
    if (!lines.isEmpty()) {
        lines.prepend(QStringLiteral("BEGIN IMMEDIATE;"));
        if (!report.error)
            lines.append(QStringLiteral("COMMIT;"));
    }
    title_->setText(number == 0   ? tr("Will run")
                    : number == 1 ? tr("Will run: 1 statement")
                                  : tr("Will run: %1 statements").arg(number));
    problem_->setVisible(report.error.has_value());
    problem_->setText(report.error ? tr("Not yet: %1").arg(spoken(report.error->what)) : QString());
    const QString text = lines.join(u'\n');
    if (text != text_->toPlainText()) // keep the place where a person reads
        text_->setPlainText(text);
}

QString StatementPreview::text() const
{
    return text_->toPlainText();
}

} // namespace conjoin::ui
