// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>

/// The little SQL that derivation writes itself, in checks: names and texts as an engine of that syntax reads
/// them.
namespace conjoin::orm::sqltext {

QString name(const QString& identifier, const SqlSyntax& syntax);
QString literal(const QString& text, const SqlSyntax& syntax);

} // namespace conjoin::orm::sqltext
