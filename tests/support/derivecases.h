// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

#include <QByteArray>
#include <QStringList>

namespace conjoin::tests {

/// The files of `golden/derive`, in full. Each begins with lines that say what it is about, and goes on with a
/// drawing – definitions as JSON, or the text of a project file – up to a line that begins with `---- `.
QStringList deriveCases();

/// The drawing of such a text.
Result<model::Document> drawingOf(const QByteArray& text);

} // namespace conjoin::tests
