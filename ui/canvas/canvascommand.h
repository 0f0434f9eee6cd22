// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::ui {

class CanvasView;
class Surface;

/// What menus, palette and keys do on the canvas, by name. All act on the selection and the diagram in view.
enum class CanvasCommand {
    Cut,
    Copy,
    CopySql,
    CopyPicture,
    Paste,
    Duplicate,
    SelectConnected,
    AlignLeft,
    AlignCentre,
    AlignRight,
    AlignTop,
    AlignMiddle,
    AlignBottom,
    DistributeAcross,
    DistributeDown,
    ToggleLocked,
    BringToFront,
    SendToBack,
    ResetBends,
    LayOutSelection,
    LayOutByDependency,
    LayOutAsGrid,
    LayOutAround,
    GroupSelection,
    ShowColumns,
    ShowKeys,
    ShowTitles,
    Hide,
    ShowHidden,
    NewDiagram,
    CopyDiagram,
    RemoveDiagram,
    Neighbourhood,
    WiderNeighbourhood,
    Neighbourhood3,
    Neighbourhood4,
    WholeNeighbourhood,
    Widen,
    PathBetween,
    CrowsFoot,
    Idef1x,
    Uml,
};

void perform(CanvasView& view, Surface& surface, CanvasCommand command);

} // namespace conjoin::ui
