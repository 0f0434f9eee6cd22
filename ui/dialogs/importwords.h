// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importfile.h"
#include "orm/sql/rowimport.h"

/// Sentences about an import, for a person.
namespace conjoin::ui {

/// What was or would be written, table by table.
QString importCounts(const sql::ImportReport& report);

/// Which of the first lines give the same key, where each is to be a row of its own; empty where none do.
QString repeatedKeyNote(const orm::ModelRegistry& registry, const sql::ImportPlan& plan,
    const std::vector<orm::CsvRecord>& records);

} // namespace conjoin::ui
