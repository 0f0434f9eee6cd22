// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "model/schema/table.h"

#include <QString>

/// SQLite's types and defaults. A type there is any text; Sequelize's spelling of each is taken (SEQUELIZE 3d).
namespace conjoin::orm::sqlite {

/// See Dialect::typeName() and typeOf().
QString typeName(const model::DataType& type, bool autoIncrement);
model::DataType typeOf(const QString& text);

/// The nearest of the few types that a STRICT table may have.
QString strictTypeName(const model::DataType& type, bool autoIncrement);

/// See Dialect::defaultText() and defaultOf().
QString defaultText(const model::DefaultValue& value, const model::DataType& type);
model::DefaultValue defaultOf(const QString& text, const model::DataType& type);

QString quoted(const QString& identifier);
QString textLiteral(const QString& text);
/// Whether SQLite takes the word for something else than a name, at least in some places.
bool isKeyword(const QString& word);

} // namespace conjoin::orm::sqlite
