// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowchange.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;

namespace conjoin::ui {

class StatementHighlighter;

/// The statements that Insert will run, values and all, numbered – made by running them and taking everything
/// back, but for those that would use up numbers of a server, and for all that write while somebody else has
/// locked what they need. What is only read stands between them in a line; catalogues are left out.
class StatementPreview : public QFrame {
    Q_OBJECT

public:
    explicit StatementPreview(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void show(const RowChangeReport& report);
    /// What rows that wait lack, a line each; instead of what the database said of the first of them.
    void showFaults(const QStringList& faults);
    QString text() const;
    void setFocusToText();
    bool hasFocusInText() const;

signals:
    /// The row of that change of the report: of the statement that was clicked, or that Enter was pressed on.
    void rowAsked(int change, bool toTree);
    /// The cell of that one of the faults shown.
    void faultAsked(int fault);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setFaults(const QStringList& faults);
    void openFault(const QString& link);
    int changeAt(int line) const;
    void markLine(int line);

    QLabel* title_;
    QLabel* waiting_; ///< for whom
    QLabel* problem_;
    QPlainTextEdit* text_;
    StatementHighlighter* highlighter_;
    const Theme* theme_;
    int failedAt_ = -1;        ///< the change that the database refused, where that is what is shown
    std::vector<int> changes_; ///< by line of the text: the change that its statement is of, or -1
};

} // namespace conjoin::ui
