// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvascommand.h"

#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/clipboard.h"
#include "ui/canvas/diagramcommands.h"
#include "ui/canvas/pathcommand.h"
#include "ui/canvas/scenelayout.h"
#include "ui/session/selection.h"

#include <QCursor>

namespace conjoin::ui {

namespace {

/// Where the pointer is, if it is over the canvas; else the middle of the view.
QPointF pastePlace(const Surface& surface)
{
    const QPoint pointer = surface.widget().mapFromGlobal(QCursor::pos());
    if (surface.widget().rect().contains(pointer) && surface.widget().underMouse())
        return surface.viewport().toScene(QPointF(pointer));
    return surface.viewport().visible().center();
}

/// What is selected of the diagram alone, where that is more than one thing; else the whole, around what is
/// selected.
void layOut(CanvasView& view, const Surface& surface, model::layout::LayoutStyle style)
{
    ArrangeWish wish;
    wish.style = style;
    for (const ObjectRef& object : surface.selection().objects()) {
        if (surface.scene().nodeOf(object) >= 0)
            wish.only.push_back(object);
    }
    if (wish.only.size() == 1) {
        const SceneNode& node = surface.scene().nodes[size_t(surface.scene().nodeOf(wish.only.front()))];
        if (node.kind != NodeKind::Group) { // that is all that lies on it
            wish.centre = wish.only.front();
            wish.only.clear();
        }
    }
    view.arrange(wish);
}

/// Whether what is selected can be arranged by itself.
bool isLaidOutAlone(const Surface& surface)
{
    size_t nodes = 0;
    for (const ObjectRef& object : surface.selection().objects()) {
        const int node = surface.scene().nodeOf(object);
        if (node >= 0)
            nodes += surface.scene().nodes[size_t(node)].kind == NodeKind::Group ? 2 : 1;
    }
    return nodes > 1;
}

} // namespace

void perform(CanvasView& view, Surface& surface, CanvasCommand command)
{
    using Alignment = ArrangeCommands::Alignment;
    ArrangeCommands arrange(surface);
    DiagramCommands diagrams(surface);
    CanvasClipboard clipboard(surface);
    switch (command) {
    case CanvasCommand::Cut:
        return clipboard.cut();
    case CanvasCommand::Copy:
        return clipboard.copy();
    case CanvasCommand::CopySql:
        return clipboard.copySql();
    case CanvasCommand::CopyPicture:
        return clipboard.copyPicture();
    case CanvasCommand::Paste:
        return clipboard.paste(pastePlace(surface));
    case CanvasCommand::Duplicate:
        return clipboard.duplicate();
    case CanvasCommand::SelectConnected:
        return arrange.selectConnected();
    case CanvasCommand::AlignLeft:
        return arrange.align(Alignment::Left);
    case CanvasCommand::AlignCentre:
        return arrange.align(Alignment::Centre);
    case CanvasCommand::AlignRight:
        return arrange.align(Alignment::Right);
    case CanvasCommand::AlignTop:
        return arrange.align(Alignment::Top);
    case CanvasCommand::AlignMiddle:
        return arrange.align(Alignment::Middle);
    case CanvasCommand::AlignBottom:
        return arrange.align(Alignment::Bottom);
    case CanvasCommand::DistributeAcross:
        return arrange.distribute(Qt::Horizontal);
    case CanvasCommand::DistributeDown:
        return arrange.distribute(Qt::Vertical);
    case CanvasCommand::ToggleLocked:
        return arrange.togglePinned();
    case CanvasCommand::BringToFront:
        return arrange.restack(model::edit::Stacking::Front);
    case CanvasCommand::SendToBack:
        return arrange.restack(model::edit::Stacking::Back);
    case CanvasCommand::ResetBends:
        return arrange.resetBends();
    case CanvasCommand::LayOutSelection:
        if (isLaidOutAlone(surface))
            layOut(view, surface, model::layout::LayoutStyle::Network);
        else
            emit view.hint(CanvasView::tr("Select the tables, or a group of them, that shall be laid out"));
        return;
    case CanvasCommand::LayOutByDependency:
        return layOut(view, surface, model::layout::LayoutStyle::Dependency);
    case CanvasCommand::LayOutAsGrid:
        return layOut(view, surface, model::layout::LayoutStyle::Grid);
    case CanvasCommand::LayOutAround:
        return layOut(view, surface, model::layout::LayoutStyle::Radial);
    case CanvasCommand::GroupSelection:
        return arrange.groupSelection();
    case CanvasCommand::ShowColumns:
        return diagrams.setDetail(model::CardDetail::Columns);
    case CanvasCommand::ShowKeys:
        return diagrams.setDetail(model::CardDetail::Keys);
    case CanvasCommand::ShowTitles:
        return diagrams.setDetail(model::CardDetail::Title);
    case CanvasCommand::Hide:
        return diagrams.hide();
    case CanvasCommand::ShowHidden:
        return diagrams.showAll();
    case CanvasCommand::NewDiagram:
        return diagrams.create();
    case CanvasCommand::CopyDiagram:
        return diagrams.duplicate();
    case CanvasCommand::RemoveDiagram:
        return diagrams.remove();
    case CanvasCommand::Neighbourhood:
        return diagrams.openNeighbourhood(1);
    case CanvasCommand::WiderNeighbourhood:
        return diagrams.openNeighbourhood(2);
    case CanvasCommand::Neighbourhood3:
        return diagrams.openNeighbourhood(3);
    case CanvasCommand::Neighbourhood4:
        return diagrams.openNeighbourhood(4);
    case CanvasCommand::WholeNeighbourhood:
        return diagrams.openNeighbourhood(DiagramCommands::everything);
    case CanvasCommand::Widen:
        return diagrams.widen();
    case CanvasCommand::PathBetween:
        return showPath(view, surface);
    case CanvasCommand::CrowsFoot:
        return diagrams.setNotation(model::Notation::CrowsFoot);
    case CanvasCommand::Idef1x:
        return diagrams.setNotation(model::Notation::Idef1x);
    case CanvasCommand::Uml:
        return diagrams.setNotation(model::Notation::Uml);
    }
}

} // namespace conjoin::ui
