// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace conjoin::orm::postgres {

/// In lower case: what PostgreSQL takes for something else than the name of a table or column.
const QSet<QString>& reservedWords();

} // namespace conjoin::orm::postgres
