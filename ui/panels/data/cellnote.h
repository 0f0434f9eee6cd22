// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace conjoin::ui {

/// What is said below an editor while a person types in it: what the cell will hold, or why it can't. It goes
/// with the editor, takes no keys and no clicks, and is told to assistive technology as the editor's
/// description.
class CellNote : public QLabel {
    Q_OBJECT

public:
    enum class Tone { Quiet, Fault };

    /// Shows it below the editor, or above where there is no room; an empty text takes it away.
    static void tell(QWidget* editor, const QString& text, Tone tone = Tone::Quiet);
    /// What is said of that editor; empty where nothing is.
    static QString textOf(const QWidget* editor);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    explicit CellNote(QWidget* editor);
    static CellNote* noteOf(const QWidget* editor); ///< null = it has none
    void place();

    QWidget* const editor_;
};

} // namespace conjoin::ui
