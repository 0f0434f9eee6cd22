// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::ui {

/// Why a table that was read is taken for a many-to-many link, as a sentence; `code` is ManyToMany::reason.
QString linkReason(const QString& code);

} // namespace conjoin::ui
