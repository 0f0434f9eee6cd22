// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowguard.h"

#include <QActionGroup>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr int frameWidth = 3;

} // namespace

ModeButton::ModeButton(const Theme& theme, QWidget* parent)
    : QToolButton(parent)
    , theme_(&theme)
{
    setObjectName(QStringLiteral("writeMode"));
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFixedHeight(32);
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        auto* group = new QActionGroup(menu);
        const auto add = [&](WriteMode mode, const char* name, const QString& text, const QString& why) {
            QAction* action = menu->addAction(text);
            action->setObjectName(QLatin1String(name));
            action->setCheckable(true);
            action->setChecked(mode_ == mode);
            action->setToolTip(why);
            group->addAction(action);
            connect(action, &QAction::triggered, this, [this, mode] { choose(mode); });
            return action;
        };
        add(WriteMode::Stage, "modeStage", tr("&Stage: changes wait until you save them"), {});
        QAction* immediate = add(WriteMode::Immediate, "modeImmediate",
            tr("&Immediate: each row is written as you leave it"),
            guard_.production ? tr("Not on a production database") : QString());
        immediate->setEnabled(!guard_.production);
        add(WriteMode::ReadOnly, "modeReadOnly", tr("&Read only: the database refuses every change"), {});
    });
    show();
}

void ModeButton::setTheme(const Theme& theme)
{
    theme_ = &theme;
    show();
}

void ModeButton::setSource(const RowSource& source)
{
    source_ = source;
    setEnabled(source.isOpen());
    const bool readOnly = source.isOpen() && !source.isWritable();
    mode_ = readOnly ? WriteMode::ReadOnly : immediate_ && !guard_.production ? WriteMode::Immediate : WriteMode::Stage;
    show();
}

void ModeButton::setGuard(const ConnectionGuard& guard)
{
    guard_ = guard;
    setSource(source_);
}

void ModeButton::choose(WriteMode mode)
{
    if (mode == mode_)
        return;
    if (mode != WriteMode::ReadOnly)
        immediate_ = mode == WriteMode::Immediate;
    if (mode == WriteMode::ReadOnly || mode_ == WriteMode::ReadOnly) {
        emit readOnlyWanted(mode == WriteMode::ReadOnly); // the new connection says which mode it is
        return;
    }
    mode_ = mode;
    show();
    emit modeChanged();
}

void ModeButton::show()
{
    const QString text = mode_ == WriteMode::Stage       ? tr("Staging")
                         : mode_ == WriteMode::Immediate ? tr("Immediate")
                                                         : tr("Read only");
    setText(text);
    setAccessibleName(tr("How changes are written: %1").arg(text));
    setToolTip(mode_ == WriteMode::Stage       ? tr("Changes wait until you save them")
               : mode_ == WriteMode::Immediate ? tr("Each row is written as you leave it")
                                               : tr("The database refuses every change"));
    const QColor color = mode_ == WriteMode::Immediate ? theme_->warning : theme_->muted;
    setStyleSheet(QStringLiteral("QToolButton { color: %1; padding: 0 20px 0 8px; }").arg(color.name()));
}

ProductionFrame::ProductionFrame(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , theme_(&theme)
    , title_(new QLabel(this))
    , content_(new QWidget(this))
{
    setObjectName(QStringLiteral("productionFrame"));
    setAutoFillBackground(true);
    content_->setAutoFillBackground(true);
    title_->setObjectName(QStringLiteral("productionTitle"));
    title_->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addWidget(title_);
    column->addWidget(content_, 1);
    show();
}

void ProductionFrame::setTheme(const Theme& theme)
{
    theme_ = &theme;
    show();
}

void ProductionFrame::setGuard(const ConnectionGuard& guard)
{
    guard_ = guard;
    show();
}

void ProductionFrame::show()
{
    const bool framed = guard_.production;
    const int width = framed ? frameWidth : 0;
    layout()->setContentsMargins(width, 0, width, width);
    title_->setVisible(framed);
    title_->setText(tr("PRODUCTION  %1").arg(guard_.title));
    title_->setStyleSheet(QStringLiteral("QLabel { color: %1; background: transparent; padding: 2px; font-weight: 600; }")
                              .arg(theme_->panel.name()));
    QPalette frame = palette();
    frame.setColor(QPalette::Window, framed ? theme_->error : theme_->panel);
    setPalette(frame);
    QPalette inner = content_->palette();
    inner.setColor(QPalette::Window, theme_->panel);
    content_->setPalette(inner);
}

} // namespace conjoin::ui
