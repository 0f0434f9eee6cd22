// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"
#include "model/layout/graph.h"
#include "orm/lift/lift.h"

#include <QString>

#include <atomic>

namespace conjoin::ui {

/// A schema that was read, as a drawing.
struct ImportedDocument {
    model::Document document;
    orm::Lifted lifted;
};

/// Lifts a physical schema and draws it: a card a table, a pill a link, laid out, coloured by neighbourhood;
/// many tables with an overview of their subject areas before them. With `existing` the drawing is refreshed:
/// ids, positions, presentations, notes and settings of what is still there stay, new tables are placed near
/// their neighbours. Pure and safe on any thread; an Error only when cancelled. `progress` is told the share of
/// the layout that is done, on that thread.
Result<ImportedDocument> importDocument(const orm::PhysicalSchema& schema, const QString& name,
    const QString& dialect, const orm::LiftOptions& options = {}, const model::Document* existing = nullptr,
    const std::atomic_bool* cancel = nullptr, const model::layout::Progress& progress = {});

/// The same for a document whose schema was made elsewhere (models, a script): gives every table and link of
/// the schema that the fullest diagram does not show a node there, laid out.
Result<model::Document> withLaidOutNodes(model::Document document, const std::atomic_bool* cancel = nullptr,
    const model::layout::Progress& progress = {});

} // namespace conjoin::ui
