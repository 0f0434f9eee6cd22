// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::orm {

/// How people call the product of that dialect: `PostgreSQL`; a name that is none stays as it is.
QString dialectTitle(const QString& name);

} // namespace conjoin::orm
