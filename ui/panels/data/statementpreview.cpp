// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/statementpreview.h"

#include "ui/panels/data/statementhighlighter.h"
#include "ui/text/messages.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

bool beginsWith(const QString& sql, const char* word)
{
    return sql.startsWith(QLatin1String(word), Qt::CaseInsensitive);
}

/// A statement that only reads.
bool isQuestion(const QString& sql)
{
    return beginsWith(sql, "select") || beginsWith(sql, "show") ||
           (beginsWith(sql, "with") && !sql.contains(QLatin1String(") UPDATE ")));
}

/// The first table that a statement reads, as it is written there; empty where it is none of the schema's: our
/// statements quote these, and no table of a catalogue.
QString tableReadBy(const QString& question)
{
    static const QRegularExpression table(QStringLiteral(
        R"(\bFROM\s+(?:k\s+CROSS\s+JOIN\s+)?((?:(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`)\.)?(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`)))"));
    return table.match(question).captured(1);
}

/// A statement with its values, as lines of a document: each end of a line in a value is one character.
QString linesOf(const sql::LoggedStatement& statement)
{
    QString text = sql::withValues(statement);
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(u'\r', u'\n');
    text.replace(QChar(QChar::ParagraphSeparator), u'\n');
    return text.replace(QChar(QChar::Null), QChar(QChar::ReplacementCharacter));
}

/// A statement of the frame around the changes, which is drawn as it will be and not as it was rehearsed.
bool isFrame(const QString& sql)
{
    for (const char* word :
        {"begin", "start transaction", "commit", "rollback", "savepoint", "release", "pragma", "set "}) {
        if (beginsWith(sql, word))
            return true;
    }
    return false;
}

} // namespace

StatementPreview::StatementPreview(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , theme_(&theme)
{
    setProperty("role", QStringLiteral("panel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 0, 8, 8);
    layout->setSpacing(4);
    title_ = new QLabel(tr("Will run"), this);
    title_->setProperty("role", QStringLiteral("section"));
    title_->setFixedHeight(32);
    waiting_ = new QLabel(
        tr("Waiting: somebody else has locked what this needs. It is tried as soon as they let go."), this);
    waiting_->setProperty("role", QStringLiteral("note"));
    waiting_->setWordWrap(true);
    waiting_->setTextFormat(Qt::PlainText);
    waiting_->setObjectName(QStringLiteral("waitsForLock"));
    waiting_->hide();
    problem_ = new QLabel(this);
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::RichText);
    problem_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    problem_->setObjectName(QStringLiteral("whyNotYet"));
    problem_->hide();
    connect(problem_, &QLabel::linkActivated, this, &StatementPreview::openFault);
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
    text_->setToolTip(tr("Click a statement, or press Enter on it, to see its row.\n"
                         "‹…› is a number that the database gives when it is written."));
    text_->installEventFilter(this);
    text_->viewport()->installEventFilter(this);
    // A cursor that can be seen, so that the keyboard can pick a statement.
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    highlighter_ = new StatementHighlighter(text_->document(), theme);
    layout->addWidget(title_);
    layout->addWidget(waiting_);
    layout->addWidget(problem_);
    layout->addWidget(text_, 1);
}

void StatementPreview::setTheme(const Theme& theme)
{
    theme_ = &theme;
    highlighter_->setTheme(theme);
}

void StatementPreview::show(const RowChangeReport& report)
{
    QStringList lines, read;
    std::vector<int> changes;
    int readBy = -1; // the change that the last of `read` was of
    const auto add = [&](const QString& text, int change) {
        lines += text;
        changes.insert(changes.end(), size_t(text.count(u'\n')) + 1, change);
    };
    const auto tellRead = [&] {
        if (!read.isEmpty())
            add(QStringLiteral("    -- ") + tr("reads %1").arg(read.join(QStringLiteral(", "))), readBy);
        read.clear();
    };
    QString begin;
    int number = 0;
    for (size_t i = 0; i < report.statements.size(); ++i) {
        const sql::LoggedStatement& statement = report.statements[i];
        if (begin.isEmpty() &&
            (beginsWith(statement.sql, "begin") || beginsWith(statement.sql, "start transaction")))
            begin = statement.sql;
        if (isFrame(statement.sql) || !statement.error.isEmpty())
            continue;
        const int change = i < report.origins.size() ? report.origins[i] : -1;
        if (isQuestion(statement.sql)) { // it changes nothing, and in full it would hide what does
            const QString table = tableReadBy(statement.sql);
            if (!table.isEmpty() && !read.contains(table))
                read += table;
            readBy = change;
            continue;
        }
        tellRead();
        add(QStringLiteral("%1  %2;").arg(++number, 2).arg(linesOf(statement)), change);
    }
    tellRead();
    if (!lines.isEmpty()) {
        lines.prepend(begin + u';');
        changes.insert(changes.begin(), -1);
        if (!report.error)
            lines.append(QStringLiteral("COMMIT;"));
    }
    changes_ = std::move(changes);
    title_->setText(number == 0   ? tr("Will run")
                    : number == 1 ? tr("Will run: 1 statement")
                                  : tr("Will run: %1 statements").arg(number));
    failedAt_ = report.failedAt;
    waiting_->setVisible(report.waitsFor.has_value());
    waiting_->setToolTip(report.waitsFor ? spoken(*report.waitsFor) : QString());
    setFaults(report.error ? QStringList{spoken(report.error->what)} : QStringList());
    const QString text = lines.join(u'\n');
    if (text != text_->toPlainText()) // keep the place where a person reads
        text_->setPlainText(text);
}

void StatementPreview::showFaults(const QStringList& faults)
{
    if (faults.isEmpty()) // then the database's own word stands
        return;
    failedAt_ = -1;
    setFaults(faults);
}

void StatementPreview::setFaults(const QStringList& faults)
{
    constexpr qsizetype most = 6;
    QStringList lines;
    for (qsizetype i = 0; i < std::min(most, faults.size()); ++i) {
        lines += QStringLiteral("<a href=\"%1\" style=\"color: %2; text-decoration: none\">%3</a>")
                     .arg(i)
                     .arg(theme_->error.name(), faults[i].toHtmlEscaped());
    }
    if (faults.size() > most)
        lines += tr("and %1 more").arg(faults.size() - most);
    problem_->setVisible(!faults.isEmpty());
    const QString several = lines.size() > 1 ? QStringLiteral("<br>") : QString();
    problem_->setText(
        faults.isEmpty() ? QString() : tr("Not yet: %1").arg(several + lines.join(QStringLiteral("<br>"))));
    problem_->setAccessibleName(faults.isEmpty() ? QString() : tr("Not yet: %1").arg(faults.join(u'\n')));
}

void StatementPreview::openFault(const QString& link)
{
    if (failedAt_ >= 0)
        emit rowAsked(failedAt_, true);
    else
        emit faultAsked(link.toInt());
}

int StatementPreview::changeAt(int line) const
{
    return line >= 0 && size_t(line) < changes_.size() ? changes_[size_t(line)] : -1;
}

/// All lines of the change that this line is of.
void StatementPreview::markLine(int line)
{
    QList<QTextEdit::ExtraSelection> marks;
    const int change = changeAt(line);
    for (int i = 0; change >= 0 && size_t(i) < changes_.size(); ++i) {
        if (changes_[size_t(i)] != change)
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(text_->document()->findBlockByNumber(i));
        mark.format.setBackground(selectionColor(*theme_));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    text_->setExtraSelections(marks);
}

bool StatementPreview::eventFilter(QObject* watched, QEvent* event)
{
    const bool click = watched == text_->viewport() && event->type() == QEvent::MouseButtonRelease &&
                       !text_->textCursor().hasSelection();
    const bool press = watched == text_ && event->type() == QEvent::KeyPress;
    const int key = press ? static_cast<QKeyEvent*>(event)->key() : 0;
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (click || enter) {
        const int line = click ? text_->cursorForPosition(static_cast<QMouseEvent*>(event)->pos()).blockNumber()
                               : text_->textCursor().blockNumber();
        markLine(line);
        if (const int change = changeAt(line); change >= 0)
            emit rowAsked(change, enter);
        return enter;
    }
    return QFrame::eventFilter(watched, event);
}

void StatementPreview::setFocusToText()
{
    text_->setFocus();
}

bool StatementPreview::hasFocusInText() const
{
    return text_->hasFocus();
}

QString StatementPreview::text() const
{
    return text_->toPlainText();
}

} // namespace conjoin::ui
