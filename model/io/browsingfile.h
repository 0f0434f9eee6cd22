// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "model/io/linewriter.h"
#include "model/io/section.h"

/// The part of the project file about looking at rows.
namespace conjoin::model {

void writeBrowsing(LineWriter& out, const Browsing& browsing);
/// From the lines `query`, `virtual-key` and `junction` of the whole file.
Browsing readBrowsing(Section& root);

} // namespace conjoin::model
