// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/check/enginelimits.h"
#include "model/document/document.h"

namespace conjoin::model {

/// The problems of a schema as drawn, in document order, accepted ones left out. Each rule has a stable code
/// and is listed on top of its family's file. Without an engine: as far as they are problems to any.
Diagnostics check(const Document& document, const EngineLimits& engine = {});

} // namespace conjoin::model
