// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/mysqlflavour.h"

#include <QSet>
#include <QString>

namespace conjoin::orm::mysql {

/// In lower case: what the server takes for something else than a name.
const QSet<QString>& reservedWords(MySqlFlavour flavour);

} // namespace conjoin::orm::mysql
