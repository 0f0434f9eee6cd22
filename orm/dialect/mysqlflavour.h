// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace conjoin::orm {

/// One grammar, two servers.
enum class MySqlFlavour { MySql, MariaDb };

} // namespace conjoin::orm
