// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>

namespace conjoin::sql {

/// The script in UTF-8, whichever encodings it says it is in: `SET client_encoding = 'LATIN1'` and psql's
/// `\encoding` hold from their line on. Lines stay where they are. A script that says nothing is UTF-8, or not:
/// it is given back as it is. An error where the text is not of its encoding; `source` is what errors call the
/// script.
Result<QByteArray> inUtf8(const QByteArray& script, const QString& source);

} // namespace conjoin::sql
