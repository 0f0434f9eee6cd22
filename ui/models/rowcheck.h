// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/models/rowobject.h"

namespace conjoin::ui {

/// Why a value that was entered can't be stored in the attribute, as far as its declaration says it: NULL where
/// there must be a value, a text that is too long, a number that is out of range, no value of an enumeration.
/// Nothing where it can, or where only the database knows. `typed`: the engine holds values to what types say.
std::optional<Message> faultOf(const orm::Attribute& attribute, const orm::Json& value, bool typed);

/// The attribute of that row that the error is about, by the column it names; empty where it names none.
QString faultyAttribute(const orm::ModelRegistry& registry, const RowObject& row, const Error& error);
/// Whether the engine holds values to what their types say.
bool holdsToTypes(const RowSource& source);

/// A value that can't be stored as it is, of a row and what hangs on it.
struct RowFault {
    RowPtr row;
    QString attribute;
    Message why;
};

/// The faults of a row that is to be written, its new links and their new rows included: those of the values
/// that were entered, and values that a new row needs and that nobody gave, nor any trigger may give.
std::vector<RowFault> faultsOf(const RowSource& source, const RowPtr& row);

} // namespace conjoin::ui
