// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/statusline.h"

#include "ui/text/elidedlabel.h"

#include <QLabel>
#include <QToolButton>

namespace conjoin::app {

StatusLine::StatusLine(const ui::Theme& theme, QWidget* parent)
    : QStatusBar(parent)
    , theme_(&theme)
    , hint_(new ui::ElidedLabel(this))
    , pending_(new QLabel(this))
    , problems_(new QToolButton(this))
    , database_(new QToolButton(this))
    , dialect_(new QLabel(this))
    , zoom_(new QLabel(this))
{
    setSizeGripEnabled(false);
    hint_->setObjectName(QStringLiteral("hint"));
    hint_->setIndent(12); // a style sheet takes no notice of a label's margins
    problems_->setObjectName(QStringLiteral("problemStatus"));
    problems_->setToolTip(tr("Show problems"));
    database_->setObjectName(QStringLiteral("connectionStatus"));
    zoom_->setMinimumWidth(52);
    zoom_->setAlignment(Qt::AlignCenter);
    for (QToolButton* button : {database_, problems_}) {
        button->setProperty("status", true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoRaise(true);
        button->setIconSize({16, 16});
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
    addWidget(hint_, 1);
    for (QWidget* part : std::initializer_list<QWidget*>{pending_, problems_, database_, dialect_, zoom_})
        addPermanentWidget(part);
    connect(database_, &QToolButton::clicked, this, &StatusLine::databaseClicked);
    connect(problems_, &QToolButton::clicked, this, &StatusLine::problemsClicked);
    showDatabase({});
    showProblems(0, 0);
    showPendingRows(0);
}

void StatusLine::setTheme(const ui::Theme& theme)
{
    theme_ = &theme;
    paintIcons();
}

void StatusLine::showHint(const QString& text)
{
    QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (QString& line : lines)
        line = line.trimmed();
    hint_->setWhole(lines.join(QStringLiteral(" – ")));
}

void StatusLine::showDatabase(const QString& name, const QColor& color, bool production, bool readOnly)
{
    connected_ = !name.isEmpty();
    production_ = production;
    databaseColor_ = color;
    QStringList said{connected_ ? name : tr("No database")};
    if (production)
        said << tr("production");
    if (readOnly)
        said << tr("read only");
    database_->setText(said.join(QStringLiteral(" · ")));
    database_->setStyleSheet(
        production ? QStringLiteral("color: %1; font-weight: 600").arg(theme_->error.name()) : QString());
    database_->setToolTip(connected_ ? tr("Show data") : tr("Create database…"));
    paintIcons();
}

void StatusLine::showDialect(const QString& name)
{
    dialect_->setText(name);
}

void StatusLine::showProblems(int errors, int warnings)
{
    errors_ = errors;
    warnings_ = warnings;
    const int count = errors + warnings;
    problems_->setText(count == 0 ? tr("No problems") : tr("%n problem(s)", nullptr, count));
    paintIcons();
}

void StatusLine::showPendingRows(int count)
{
    pending_->setText(tr("%n unsaved change(s)", nullptr, count));
    pending_->setVisible(count > 0);
}

void StatusLine::showZoom(double zoom)
{
    zoom_->setText(tr("%1 %").arg(qRound(zoom * 100)));
}

void StatusLine::paintIcons()
{
    const QColor color = production_ ? theme_->error : databaseColor_.isValid() ? databaseColor_ : theme_->ok;
    database_->setIcon(connected_ ? ui::icon(QStringLiteral("database"), color)
                                  : ui::icon(QStringLiteral("database"), *theme_));
    problems_->setIcon(errors_ > 0     ? ui::icon(QStringLiteral("error"), theme_->error)
                       : warnings_ > 0 ? ui::icon(QStringLiteral("problems"), theme_->warning)
                                       : ui::icon(QStringLiteral("ok"), *theme_));
}

} // namespace conjoin::app
