// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace conjoin::orm::sqlite {

/// In lower case: what SQLite takes for something else than the name of a table or column.
const QSet<QString>& reservedWords();

} // namespace conjoin::orm::sqlite
