// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What of the memory that is free goes back to the system. The allocator of glibc keeps what it thinks will be
/// asked for again, which after the routing of a large diagram is as much as the diagram itself.
namespace conjoin::ui {

/// At the start of the program: large pieces go back when they are freed.
void returnLargePieces();

/// Gives back all that is free. Takes some milliseconds: after large work only.
void returnFreeMemory();

} // namespace conjoin::ui
