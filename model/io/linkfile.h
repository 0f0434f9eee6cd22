// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "model/io/linewriter.h"
#include "model/io/section.h"

/// References and many-to-many links in the project file.
namespace conjoin::model {

void writeReference(LineWriter& out, const Reference& reference);
Reference readReference(Section& section);

void writeLink(LineWriter& out, const ManyToMany& link);
ManyToMany readLink(Section& section);

} // namespace conjoin::model
