// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QTimer>

#include <functional>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace conjoin::ui {

/// One quiet sentence at the top of the canvas: what was done, what failed and how to go on, or what is under
/// way.
class Banner : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Done, Error, Question };
    /// What a sentence is about: it can be taken back when that is over.
    enum class About { Deed, Edit, Opening };

    explicit Banner(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// A done thing leaves by itself; an error stays until it is closed, or retracted.
    void say(Tone tone, const QString& text, About about = About::Deed);
    /// Takes an error back that is about this: it was mended, or is no longer wanted.
    void retract(About about);
    /// The same with a button; `dismissed` is called when the person closes it instead.
    void ask(const QString& text, const QString& button, std::function<void()> accepted,
        std::function<void()> dismissed = {});
    /// An error whose way out is a button.
    void sayWithWayOut(const QString& text, const QString& button, std::function<void()> accepted);
    /// Work under way: shown only when it takes longer than a blink. `cancel` may be empty.
    void showProgress(const QString& text, std::function<void()> cancel);
    /// What is done by now, while progress is shown; `share`, from 0 to 1, where that is known.
    void setProgress(const QString& text, std::optional<double> share = {});
    void endProgress();
    QString text() const;

signals:
    void resized(); ///< shown, hidden or of another size: the owner places it

private:
    enum class Showing { Nothing, Sentence, Progress };
    void present(Showing what, Tone tone, const QString& text, const QString& button);
    void dismiss();

    const Theme* theme_;
    QLabel* icon_;
    QLabel* text_;
    QPushButton* button_;
    QToolButton* close_;
    QProgressBar* progress_;
    QTimer leave_, appear_;
    Showing showing_ = Showing::Nothing;
    Tone tone_ = Tone::Done;
    About about_ = About::Deed;
    std::function<void()> accepted_, dismissed_;
};

} // namespace conjoin::ui
