// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "model/io/linewriter.h"
#include "model/io/section.h"

/// Tables in the project file, with all that lives in them.
namespace conjoin::model {

void writeTable(LineWriter& out, const Table& table);
Table readTable(Section& section);

void writeCheck(LineWriter& out, const Check& check);
Check readCheck(Section& section);

} // namespace conjoin::model
