// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "orm/dialect/dialect.h"
#include "orm/query/query.h"

#include <QByteArray>

namespace conjoin::ui {

/// The model of a table as a project names it: in its own namespace, else in the default one, where the name
/// says which; -1 where there is none.
int modelCalled(const orm::ModelRegistry& registry, const model::NamedTable& table);

/// The table of a model as a project names it.
model::NamedTable tableOf(const orm::Model& model);

/// What is asked, as a project keeps it.
QString textOf(const orm::Query& query);

/// Reads a kept question against the tables as they are now. Errors: the table is not in the database, the text
/// is no JSON, it names what is not there – each with its place and the nearest name – or it asks for something
/// that the form of questions can't show and so would lose.
Result<orm::Query> readKept(
    const orm::ModelRegistry& registry, const orm::Dialect& dialect, const model::NamedQuery& kept);

} // namespace conjoin::ui
