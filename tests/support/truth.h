// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/physical/physicalschema.h"

#include <QString>
#include <QStringList>

namespace conjoin::tests {

/// What a server's catalog said of a real schema, and which tables a person would call junctions.
struct Truth {
    orm::PhysicalSchema schema; ///< types and defaults verbatim
    QStringList junctions;      ///< `name kind left right`, sorted
    QStringList nearMisses;     ///< names, sorted
};

/// Reads a `truth.json` of the shared corpus.
Truth readTruth(const QString& file);

/// All of them, by path; empty where the corpus is absent.
QStringList truthFiles();

} // namespace conjoin::tests
