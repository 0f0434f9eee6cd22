// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"

namespace conjoin::model {

/// The problems of a schema as drawn, in document order, accepted ones left out. Each rule has a stable code
/// and is listed in `checker.cpp`.
Diagnostics check(const Document& document);

} // namespace conjoin::model
