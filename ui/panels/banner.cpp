// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace conjoin::ui {

namespace {

constexpr int stay = 6000; ///< milliseconds that a done thing is shown
constexpr int blink = 150; ///< work that is over sooner is not shown at all

} // namespace

Banner::Banner(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , theme_(&theme)
    , icon_(new QLabel(this))
    , text_(new QLabel(this))
    , button_(new QPushButton(this))
    , close_(new QToolButton(this))
    , progress_(new QProgressBar(this))
{
    setProperty("role", "banner");
    setObjectName(QStringLiteral("banner"));
    text_->setObjectName(QStringLiteral("bannerText"));
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setMinimumWidth(160);
    button_->setObjectName(QStringLiteral("bannerButton"));
    button_->setAutoDefault(true); // Enter presses it
    close_->setToolTip(tr("Close"));
    close_->setAccessibleName(tr("Close"));
    progress_->setRange(0, 0);
    auto* line = new QHBoxLayout;
    line->setSpacing(10);
    line->addWidget(icon_, 0, Qt::AlignVCenter);
    line->addWidget(text_, 1);
    line->addWidget(button_);
    line->addWidget(close_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 6, 6);
    column->setSpacing(4);
    column->addLayout(line);
    column->addWidget(progress_);
    leave_.setSingleShot(true);
    leave_.setInterval(stay);
    appear_.setSingleShot(true);
    appear_.setInterval(blink);
    connect(&leave_, &QTimer::timeout, this, &Banner::dismiss);
    connect(&appear_, &QTimer::timeout, this, [this] {
        show();
        raise();
        emit resized();
    });
    connect(close_, &QToolButton::clicked, this, &Banner::dismiss);
    connect(button_, &QPushButton::clicked, this, [this] {
        dismissed_ = {};
        const auto run = std::exchange(accepted_, {});
        if (showing_ == Showing::Sentence)
            dismiss();
        if (run)
            run();
    });
    hide();
    setTheme(theme);
}

void Banner::setTheme(const Theme& theme)
{
    theme_ = &theme;
    close_->setIcon(icon(QStringLiteral("close"), theme));
    const QIcon shown = showing_ == Showing::Progress ? icon(QStringLiteral("history"), theme)
                        : tone_ == Tone::Done         ? icon(QStringLiteral("ok"), theme.ok)
                        : tone_ == Tone::Error        ? icon(QStringLiteral("error"), theme.error)
                                                      : icon(QStringLiteral("hint"), theme.accent);
    icon_->setPixmap(shown.pixmap(QSize(20, 20), devicePixelRatioF()));
}

QString Banner::text() const
{
    return showing_ == Showing::Nothing ? QString() : text_->text();
}

void Banner::present(Showing what, Tone tone, const QString& text, const QString& button)
{
    leave_.stop();
    appear_.stop();
    showing_ = what;
    tone_ = tone;
    text_->setText(text);
    button_->setText(button);
    button_->setVisible(!button.isEmpty());
    button_->setProperty("primary", what == Showing::Sentence);
    button_->style()->unpolish(button_);
    button_->style()->polish(button_);
    close_->setVisible(what == Showing::Sentence);
    progress_->setVisible(what == Showing::Progress);
    setProperty("tone", what == Showing::Progress ? ""
                        : tone == Tone::Error     ? "error"
                        : tone == Tone::Done      ? "ok"
                                                  : "");
    style()->unpolish(this);
    style()->polish(this);
    setTheme(*theme_);
    layout()->activate(); // else it still counts with the height of the sentence before
}

void Banner::say(Tone tone, const QString& text, About about)
{
    accepted_ = dismissed_ = {};
    present(Showing::Sentence, tone, text, {});
    about_ = about;
    if (tone == Tone::Done)
        leave_.start();
    show();
    raise();
    emit resized();
}

void Banner::retract(About about)
{
    if (showing_ == Showing::Sentence && tone_ == Tone::Error && about_ == about)
        dismiss();
}

void Banner::ask(
    const QString& text, const QString& button, std::function<void()> accepted, std::function<void()> dismissed)
{
    present(Showing::Sentence, Tone::Question, text, button);
    accepted_ = std::move(accepted);
    dismissed_ = std::move(dismissed);
    show();
    raise();
    emit resized();
}

void Banner::sayWithWayOut(const QString& text, const QString& button, std::function<void()> accepted)
{
    present(Showing::Sentence, Tone::Error, text, button);
    about_ = About::Deed;
    accepted_ = std::move(accepted);
    dismissed_ = {};
    show();
    raise();
    emit resized();
}

void Banner::showProgress(const QString& text, std::function<void()> cancel)
{
    const bool cancellable = bool(cancel);
    hide();
    progress_->setRange(0, 0);
    present(Showing::Progress, Tone::Question, text, cancellable ? tr("Cancel") : QString());
    accepted_ = std::move(cancel);
    dismissed_ = {};
    appear_.start();
}

void Banner::setProgress(const QString& text, std::optional<double> share)
{
    if (showing_ != Showing::Progress)
        return;
    text_->setText(text);
    constexpr int whole = 100; // a bar without an end moves to and fro
    progress_->setRange(0, share ? whole : 0);
    progress_->setValue(share ? qRound(*share * whole) : 0);
}

void Banner::endProgress()
{
    if (showing_ == Showing::Progress)
        dismiss();
}

void Banner::dismiss()
{
    leave_.stop();
    appear_.stop();
    showing_ = Showing::Nothing;
    accepted_ = {};
    hide();
    emit resized();
    if (const auto run = std::exchange(dismissed_, {}))
        run();
}

} // namespace conjoin::ui
