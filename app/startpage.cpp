// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startpage.h"

#include "app/actions.h"
#include "app/recentsource.h"
#include "ui/panels/banner.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::app {

namespace {

constexpr int columnWidth = 320;
constexpr int mostShown = 6;

QLabel* section(const QString& text)
{
    auto* label = new QLabel(text);
    label->setProperty("role", "section");
    return label;
}

} // namespace

StartPage::StartPage(const Actions& actions, const ui::Theme& theme, QWidget* parent)
    : QWidget(parent)
    , theme_(&theme)
    , logo_(new QLabel(this))
    , banner_(new ui::Banner(theme, this))
    , recent_(new QVBoxLayout)
{
    setObjectName(QStringLiteral("startPage"));
    auto* title = new QLabel(QStringLiteral("Conjoin"), this);
    title->setProperty("role", "headline");
    auto* subtitle = new QLabel(tr("Draw tables and the links between them. The SQL writes itself."), this);
    subtitle->setProperty("role", "muted");
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    logo_->setFixedSize(56, 56);
    head->addWidget(logo_);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(title);
    words->addWidget(subtitle);
    head->addLayout(words);
    head->addStretch();

    auto* begin = new QVBoxLayout;
    begin->setSpacing(8);
    begin->addWidget(section(tr("Begin")));
    const auto start = [&](const char* name, const QString& text, const QString& icon) {
        QAction& action = actions.at(QString::fromLatin1(name));
        QPushButton* button = addButton(*begin, text, icon);
        button->setToolTip(tipOf(action));
        button->setObjectName(QStringLiteral("start.") + QString::fromLatin1(name));
        connect(button, &QPushButton::clicked, &action, &QAction::trigger);
        return button;
    };
    setFocusProxy(start("file.new", tr("New project"), QStringLiteral("new")));
    start("file.open", tr("Open a project or a script…"), QStringLiteral("open"));
    start("database.open", tr("Open a database…"), QStringLiteral("database"));
    QPushButton* school = addButton(*begin, tr("Try the School example"), QStringLiteral("link"));
    school->setObjectName(QStringLiteral("start.example.school"));
    connect(school, &QPushButton::clicked, this, [this] { emit exampleRequested(QStringLiteral("school")); });
    begin->addStretch();

    recent_->setSpacing(8);
    recent_->addWidget(section(tr("Recent")));
    recent_->addStretch();

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(40);
    grid->setVerticalSpacing(32);
    grid->addLayout(head, 0, 0, 1, 2);
    grid->addLayout(begin, 1, 0);
    grid->addLayout(recent_, 1, 1);
    grid->setColumnMinimumWidth(0, columnWidth);
    grid->setColumnMinimumWidth(1, columnWidth);

    auto* hint = new QLabel(tr("Or drop a project, a script or an SQLite file onto this window."), this);
    hint->setProperty("role", "muted");
    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    auto* middle = new QHBoxLayout;
    middle->addStretch();
    middle->addLayout(grid);
    middle->addStretch();
    outer->addLayout(middle);
    outer->addSpacing(24);
    outer->addWidget(hint, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    connect(banner_, &ui::Banner::resized, this, &StartPage::placeBanner);
    showRecent({});
    setTheme(theme);
}

QPushButton* StartPage::addButton(QVBoxLayout& column, const QString& text, const QString& icon)
{
    auto* button = new QPushButton(text, this);
    button->setProperty("start", true);
    button->setAutoDefault(true); // Enter presses it
    button->setIconSize({20, 20});
    button->setFixedWidth(columnWidth);
    button->setIcon(ui::icon(icon, *theme_));
    column.addWidget(button);
    icons_.emplace_back(button, icon);
    return button;
}

void StartPage::setTheme(const ui::Theme& theme)
{
    theme_ = &theme;
    const QIcon logo(QStringLiteral(":/icons/conjoin.svg"));
    logo_->setPixmap(logo.pixmap(QSize(56, 56), devicePixelRatioF()));
    for (const auto& [button, name] : icons_)
        button->setIcon(ui::icon(name, theme));
    banner_->setTheme(theme);
}

void StartPage::showRecent(const QStringList& files)
{
    while (recent_->count() > 1) {
        QLayoutItem* item = recent_->takeAt(1);
        if (QWidget* widget = item->widget()) {
            std::erase_if(icons_, [widget](const auto& entry) { return entry.first == widget; });
            widget->deleteLater();
        }
        delete item;
    }
    for (const QString& file : files.mid(0, mostShown)) {
        const RecentSource source = recentSource(file);
        QPushButton* button =
            addButton(*recent_, {}, source.isDatabase ? QStringLiteral("database") : QStringLiteral("open"));
        const QString text = QStringLiteral("%1   %2").arg(source.name, source.place);
        button->setText(button->fontMetrics()
                            .elidedText(text, Qt::ElideMiddle, columnWidth - 64)
                            .replace(QLatin1String("&"), QLatin1String("&&")));
        button->setToolTip(QDir::toNativeSeparators(file));
        connect(button, &QPushButton::clicked, this, [this, file] { emit fileRequested(file); });
    }
    if (files.isEmpty()) {
        auto* nothing = new QLabel(tr("What you open will be listed here."), this);
        nothing->setProperty("role", "muted");
        recent_->addWidget(nothing);
    }
    recent_->addStretch();
}

void StartPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeBanner();
}

void StartPage::placeBanner()
{
    const int wide = qMin(560, width() - 48);
    banner_->setGeometry((width() - wide) / 2, 24, wide, banner_->layout()->totalHeightForWidth(wide));
    banner_->raise();
}

} // namespace conjoin::app
