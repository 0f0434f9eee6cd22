// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace conjoin::orm::mysql {

/// Whether MySQL 8 or MariaDB takes the word for something else than a name.
bool isReserved(const QString& word);

} // namespace conjoin::orm::mysql
