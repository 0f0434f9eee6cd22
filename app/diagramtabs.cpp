// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagramtabs.h"

#include "app/actions.h"
#include "model/edit/diagramset.h"
#include "ui/session/editsession.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace conjoin::app {

DiagramTabs::DiagramTabs(ui::EditSession& session, QWidget* parent)
    : QFrame(parent)
    , session_(session)
    , tabs_(new QTabBar(this))
    , add_(new QToolButton(this))
{
    setObjectName(QStringLiteral("diagramTabs"));
    setProperty("role", "floating");
    tabs_->setObjectName(QStringLiteral("diagramTabBar"));
    tabs_->setAccessibleName(tr("Diagrams"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setUsesScrollButtons(true);
    tabs_->setElideMode(Qt::ElideNone);
    tabs_->setContextMenuPolicy(Qt::CustomContextMenu);
    add_->setAutoRaise(true);
    add_->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 2, 4, 2);
    row->setSpacing(2);
    row->addWidget(tabs_);
    row->addWidget(add_);
    connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
        if (!filling_ && tab >= 0)
            session_.setCurrentDiagram(DiagramId(tabs_->tabData(tab).toULongLong()));
    });
    connect(tabs_, &QTabBar::tabBarDoubleClicked, this, &DiagramTabs::rename);
    connect(&session, &ui::EditSession::changed, this, [this](const model::Delta& delta) {
        if (!delta.diagrams.isEmpty())
            refresh();
    });
    connect(&session, &ui::EditSession::currentDiagramChanged, this, &DiagramTabs::refresh);
    refresh();
}

void DiagramTabs::addActions(const Actions& actions)
{
    QAction& add = actions.at(QStringLiteral("diagram.new"));
    add_->setDefaultAction(&add);
    add_->setAccessibleName(add.text());
    connect(tabs_, &QWidget::customContextMenuRequested, this, [this, &actions](QPoint at) {
        if (const int tab = tabs_->tabAt(at); tab >= 0)
            tabs_->setCurrentIndex(tab);
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        actions.addTo(
            *menu, {QStringLiteral("diagram.rename"), QStringLiteral("diagram.copy"),
                       QStringLiteral("diagram.new"), QStringLiteral("-"), QStringLiteral("diagram.remove")});
        menu->popup(tabs_->mapToGlobal(at));
    });
}

int DiagramTabs::count() const
{
    return tabs_->count();
}

void DiagramTabs::refresh()
{
    filling_ = true;
    const auto& diagrams = session_.document().diagrams;
    while (tabs_->count() > int(diagrams.size()))
        tabs_->removeTab(tabs_->count() - 1);
    int tab = 0;
    for (const model::Diagram& diagram : diagrams) {
        const QString text = QString(diagram.name).replace(u'&', QLatin1String("&&"));
        if (tab == tabs_->count())
            tabs_->addTab(text);
        else if (tabs_->tabText(tab) != text)
            tabs_->setTabText(tab, text);
        tabs_->setTabData(tab, QVariant::fromValue(diagram.id.value()));
        if (diagram.id == session_.currentDiagram())
            tabs_->setCurrentIndex(tab);
        ++tab;
    }
    filling_ = false;
    setVisible(tabs_->count() > 1);
    tabs_->updateGeometry(); // the layout remembers how wide it was while it was hidden
    emit resized();
}

void DiagramTabs::step(int by)
{
    const int count = tabs_->count();
    tabs_->setCurrentIndex((tabs_->currentIndex() + by + count) % count);
}

void DiagramTabs::rename()
{
    if (field_)
        return;
    setVisible(true); // the only diagram has a name, too
    emit resized();
    renamed_ = session_.currentDiagram();
    field_ = new QLineEdit(session_.diagram().name, this);
    field_->setObjectName(QStringLiteral("diagramName"));
    field_->setAccessibleName(tr("Name of the diagram"));
    constexpr int least = 140;
    QRect place = tabs_->tabRect(tabs_->currentIndex()).translated(tabs_->pos());
    place.setWidth(std::max(place.width(), least));
    field_->setGeometry(place);
    field_->installEventFilter(this);
    field_->show();
    field_->selectAll();
    field_->setFocus(Qt::OtherFocusReason);
    connect(field_, &QLineEdit::editingFinished, this, &DiagramTabs::keepName);
}

void DiagramTabs::keepName()
{
    QLineEdit* field = std::exchange(field_, nullptr);
    if (!field)
        return;
    const QString name = field->text().trimmed();
    field->hide();
    field->deleteLater();
    if (!name.isEmpty())
        (void)session_.apply(tr("Rename the diagram"),
            [&](model::Document d) { return model::edit::renameDiagram(std::move(d), renamed_, name); });
    refresh();
}

bool DiagramTabs::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == field_ && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        field_->setText(session_.diagram().name);
        keepName();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace conjoin::app
