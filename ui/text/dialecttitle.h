// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::ui {

/// How a person calls a dialect: `PostgreSQL`.
QString dialectTitle(const QString& dialect);

} // namespace conjoin::ui
