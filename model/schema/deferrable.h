// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::model {

/// Whether a constraint may wait for the end of the transaction, and whether it does so unasked.
enum class Deferrable { No, InitiallyImmediate, InitiallyDeferred };

} // namespace conjoin::model
