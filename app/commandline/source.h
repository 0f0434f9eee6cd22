// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/invocation.h"
#include "model/document/document.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"
#include "orm/physical/physicalschema.h"
#include "orm/sql/connection.h"

#include <memory>
#include <optional>

namespace conjoin::app {

/// What a SOURCE argument names, read.
struct Source {
    /// A drawing: a project, or models.
    std::optional<model::Document> document;
    /// A database's tables: a live one, or what a script makes.
    std::optional<orm::PhysicalSchema> physical;
    QString name; ///< of the project it would make
    QString dialect;
    Diagnostics notes; ///< what was passed over in reading, and why
};

/// Reads PROJECT, URL, SCRIPT or, with `--from`, another form. Errors: exit status 3 or 4 with the place.
Result<Source> readSource(Invocation& invocation, const QString& text);

/// The source as a drawing: a physical one is lifted, without a layout.
model::Document drawingOf(const Source& source);

/// The dialect that `--dialect` names, else the document's.
Result<const orm::Dialect*> outputDialect(const Invocation& invocation, const model::Document& document);

/// A source as a drawing, and what it becomes in the output's dialect.
struct Drawing {
    model::Document document;
    const orm::Dialect* dialect = nullptr;
    orm::Derivation derivation;
};

/// Reads argument 0 and derives it for `--dialect`.
Result<Drawing> readDrawing(Invocation& invocation);

/// Opens with the statement log and the interruption of the command.
Result<std::unique_ptr<sql::Connection>> openConnection(
    Invocation& invocation, const sql::ConnectionSettings& settings);

/// A live database and the models it is spoken to with: of `--project`, else lifted from its own catalog.
struct LiveDatabase {
    std::unique_ptr<sql::Connection> connection;
    orm::ModelRegistry registry;
    int model = -1; ///< the TABLE argument
};

/// Opens URL (argument 0) and finds TABLE (argument 1).
Result<LiveDatabase> openLive(Invocation& invocation, bool readOnly);

/// `--project PROJECT`.
QCommandLineOption projectOption();

} // namespace conjoin::app
