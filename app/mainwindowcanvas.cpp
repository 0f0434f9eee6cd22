// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that gives the canvas its commands and shows what they find.
#include "app/actions.h"
#include "app/bottompanel.h"
#include "app/canvaspane.h"
#include "app/diagramtabs.h"
#include "app/mainwindow.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/outlinepanel.h"
#include "ui/panels/propertiespanel.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QStatusBar>

#include <algorithm>
#include <utility>

namespace conjoin::app {

void MainWindow::connectCanvasCommands()
{
    using Command = ui::CanvasCommand;
    ui::CanvasView* canvas = &pane_->canvas();
    for (const auto& [name, command] :
        {std::pair("edit.cut", Command::Cut), std::pair("edit.copy", Command::Copy),
            std::pair("edit.copySql", Command::CopySql), std::pair("edit.copyPicture", Command::CopyPicture),
            std::pair("edit.paste", Command::Paste), std::pair("edit.duplicate", Command::Duplicate),
            std::pair("edit.selectConnected", Command::SelectConnected),
            std::pair("diagram.new", Command::NewDiagram), std::pair("diagram.copy", Command::CopyDiagram),
            std::pair("diagram.remove", Command::RemoveDiagram),
            std::pair("diagram.neighbourhood", Command::Neighbourhood),
            std::pair("diagram.widerNeighbourhood", Command::WiderNeighbourhood),
            std::pair("diagram.neighbourhood3", Command::Neighbourhood3),
            std::pair("diagram.neighbourhood4", Command::Neighbourhood4),
            std::pair("diagram.wholeNeighbourhood", Command::WholeNeighbourhood),
            std::pair("diagram.widen", Command::Widen), std::pair("diagram.path", Command::PathBetween),
            std::pair("diagram.hide", Command::Hide), std::pair("diagram.showHidden", Command::ShowHidden),
            std::pair("diagram.columns", Command::ShowColumns), std::pair("diagram.keys", Command::ShowKeys),
            std::pair("diagram.titles", Command::ShowTitles),
            std::pair("diagram.group", Command::GroupSelection),
            std::pair("diagram.crowsFoot", Command::CrowsFoot), std::pair("diagram.idef1x", Command::Idef1x),
            std::pair("diagram.uml", Command::Uml), std::pair("arrange.left", Command::AlignLeft),
            std::pair("arrange.centre", Command::AlignCentre), std::pair("arrange.right", Command::AlignRight),
            std::pair("arrange.top", Command::AlignTop), std::pair("arrange.middle", Command::AlignMiddle),
            std::pair("arrange.bottom", Command::AlignBottom),
            std::pair("arrange.across", Command::DistributeAcross),
            std::pair("arrange.down", Command::DistributeDown),
            std::pair("arrange.lock", Command::ToggleLocked), std::pair("arrange.front", Command::BringToFront),
            std::pair("arrange.back", Command::SendToBack),
            std::pair("arrange.resetBends", Command::ResetBends),
            std::pair("arrange.layoutSelection", Command::LayOutSelection),
            std::pair("arrange.dependency", Command::LayOutByDependency),
            std::pair("arrange.grid", Command::LayOutAsGrid),
            std::pair("arrange.around", Command::LayOutAround)})
        actions_->on(QString::fromLatin1(name), [canvas, command = command] { canvas->perform(command); });
    DiagramTabs* tabs = &pane_->diagrams();
    actions_->on(QStringLiteral("diagram.rename"), [tabs] { tabs->rename(); });
    actions_->on(QStringLiteral("diagram.next"), [tabs] { tabs->step(1); });
    actions_->on(QStringLiteral("diagram.previous"), [tabs] { tabs->step(-1); });
    connect(canvas, &ui::CanvasView::pathFound, this, [this](const QString& way, const QString& sql) {
        banner().ask(way + QStringLiteral("\n\n") + sql, tr("Copy the SQL"), [this, sql] {
            QGuiApplication::clipboard()->setText(sql);
            say(tr("SQL copied"));
        });
    });
    connectNotations();
    connectKeyboardWays();
}

/// Their menu tells which one the diagram has.
void MainWindow::connectNotations()
{
    auto* notations = new QActionGroup(this);
    for (const auto& [name, notation] : {std::pair("diagram.crowsFoot", model::Notation::CrowsFoot),
             std::pair("diagram.idef1x", model::Notation::Idef1x),
             std::pair("diagram.uml", model::Notation::Uml)}) {
        QAction* action = &actions_->at(QString::fromLatin1(name));
        notations->addAction(action);
        const auto show = [this, action, notation = notation] {
            if (session_.diagram().notation == notation)
                action->setChecked(true);
        };
        connect(&session_, &ui::EditSession::changed, action, show);
        connect(&session_, &ui::EditSession::currentDiagramChanged, action, show);
        show();
    }
}

/// From one part of the window to another, without a mouse.
void MainWindow::connectKeyboardWays()
{
    ui::CanvasView* canvas = &pane_->canvas();
    QAction* properties = &actions_->at(QStringLiteral("edit.properties"));
    actions_->on(properties->objectName(), [this] {
        actions_->at(QStringLiteral("view.properties")).setChecked(true);
        properties_->setVisible(true);
        properties_->focusFirstField();
    });
    connect(canvas, &ui::CanvasView::propertiesRequested, properties, &QAction::trigger);
    connect(
        properties_, &ui::PropertiesPanel::left, canvas, [canvas] { canvas->setFocus(Qt::TabFocusReason); });
    actions_->on(QStringLiteral("view.nextPart"), [this] { goToPart(1); });
    actions_->on(QStringLiteral("view.previousPart"), [this] { goToPart(-1); });
}

void MainWindow::goToPart(int by)
{
    std::vector<std::pair<QWidget*, std::function<void()>>> parts{
        {outline_, [this] { outline_->focusTree(); }},
        {pane_, [this] { pane_->canvas().setFocus(Qt::TabFocusReason); }}, // shown, as after Tab
        {properties_, [this] { properties_->focusFirstField(); }},
        {bottom_, [this] { bottom_->focusPanel(); }},
    };
    std::erase_if(parts, [this](const auto& part) {
        return !part.first->isVisible() || (part.first == bottom_ && bottom_->isFolded());
    });
    const auto here = std::ranges::find_if(
        parts, [](const auto& part) { return part.first->isAncestorOf(QApplication::focusWidget()); });
    const int count = int(parts.size());
    const int first = by > 0 ? 0 : count - 1; // from nowhere
    const int to = here == parts.end() ? first : (int(here - parts.begin()) + by + count) % count;
    if (count > 0)
        parts[size_t(to)].second();
}

MainWindow::Panels MainWindow::chosenPanels() const
{
    const auto chosen = [this](
                            const char* name) { return actions_->at(QString::fromLatin1(name)).isChecked(); };
    return {chosen("view.outline"), chosen("view.properties"), chosen("view.bottom")};
}

void MainWindow::showPanels(const Panels& panels)
{
    around_.reset();
    actions_->at(QStringLiteral("view.canvasOnly")).setChecked(false);
    actions_->at(QStringLiteral("view.outline")).setChecked(panels.outline);
    actions_->at(QStringLiteral("view.properties")).setChecked(panels.properties);
    actions_->at(QStringLiteral("view.bottom")).setChecked(panels.bottom);
    outline_->setVisible(panels.outline);
    properties_->setVisible(panels.properties);
    bottom_->setFolded(!panels.bottom);
    bottom_->setVisible(true);
    statusBar()->setVisible(file_.isOpen());
}

void MainWindow::setCanvasOnly(bool on)
{
    if (on == around_.has_value())
        return;
    ui::CanvasView& canvas = pane_->canvas();
    const bool whole = canvas.showsWhole();
    if (on) {
        const Panels shown = chosenPanels();
        bottom_->setMaximised(false);
        showPanels({false, false, shown.bottom});
        around_ = shown;
        actions_->at(QStringLiteral("view.canvasOnly")).setChecked(true);
        actions_->at(QStringLiteral("view.bottom")).setChecked(false);
        bottom_->setVisible(false);
        statusBar()->setVisible(false);
        canvas.setFocus();
    } else {
        showPanels(*around_);
    }
    if (whole) // who saw all of it goes on seeing all of it; the canvas has its new size after this event only
        QMetaObject::invokeMethod(&canvas, &ui::CanvasView::zoomToFit, Qt::QueuedConnection);
}

} // namespace conjoin::app
