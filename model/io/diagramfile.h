// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "model/io/linewriter.h"
#include "model/io/section.h"

/// Diagrams in the project file.
namespace conjoin::model {

void writeDiagram(LineWriter& out, const Diagram& diagram);
Diagram readDiagram(Section& section);

} // namespace conjoin::model
