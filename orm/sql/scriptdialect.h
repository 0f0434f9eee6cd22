// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/physical/physicalschema.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace conjoin::sql {

/// The dialect that a script is written in, told by words and signs that only one engine has; nothing where
/// there are none, or where they contradict each other.
std::optional<QString> scriptDialect(const QByteArray& script);

/// Reads a script of that dialect: the one place where a name becomes a script reader. `source` is how messages
/// call it; `diagnostics` gets what was passed over or can't be known without a server.
Result<orm::PhysicalSchema> readScript(const QString& dialect, const QByteArray& script, const QString& source,
    Diagnostics* diagnostics = nullptr);

} // namespace conjoin::sql
