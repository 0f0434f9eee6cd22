// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/dialect/dialect.h"

#include <QString>

#include <vector>

namespace conjoin::ui {

/// A script and which lines of it make which object.
struct SqlScript {
    struct Part {
        int firstLine = 0, lastLine = 0; ///< counted from 0
        ObjectRef object;
    };
    QString text; ///< what `conjoin ddl` prints
    std::vector<Part> parts;
    QString dialect;
    Diagnostics hazards; ///< what the dialect can't say as it was drawn

    const Part* partAtLine(int line) const; ///< null between two statements
};

/// The statements as the dialect's own client runs them, whatever stands around and between them.
SqlScript sqlScript(const orm::Dialect& dialect, const std::vector<orm::Statement>& statements);

/// The script that creates the document's schema, with IF NOT EXISTS: the text of `conjoin ddl
/// --if-not-exists`. In the dialect of that name, or in the project's own where it is empty; of all objects, or
/// of `only` some: a table with its keys and indexes. Pure.
Result<SqlScript> createScript(
    const model::Document& document, const QString& dialect = {}, const std::vector<ObjectRef>& only = {});

/// The parts that make the object, or the table that the object belongs to. A reference is part of the table
/// that holds its key.
std::vector<const SqlScript::Part*> partsOf(
    const SqlScript& script, const model::Schema& schema, const ObjectRef& object);

/// What to select for a part: an index stands for its table.
ObjectRef selectableOf(const model::Schema& schema, const ObjectRef& object);

} // namespace conjoin::ui
