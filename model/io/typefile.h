// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "model/io/linewriter.h"
#include "model/io/section.h"

/// Types in the project file: those of columns, and the enums and domains of the schema.
namespace conjoin::model {

/// A type in quotes is a database's own. What typeText() can't say of a type follows in words of its own.
QStringList typeWords(const DataType& type);
DataType readType(Section& section);

void writeDefault(LineWriter& out, const DefaultValue& value);
void readDefault(Section& section, DefaultValue& value);

void writeUserType(LineWriter& out, const UserType& type);
UserType readUserType(Section& section);

} // namespace conjoin::model
