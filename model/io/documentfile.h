// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <QByteArray>
#include <QString>

namespace conjoin::model {

constexpr int documentFormatVersion = 1;

/// The project file's text: UTF-8, one thing a line, stable order, schema before layout, a line end at the end.
/// Deterministic: equal documents give equal bytes.
QByteArray writeDocument(const Document& document);

/// The reverse: `readDocument(writeDocument(d)) == d`. Strict: an unknown key, a duplicate id, a missing part,
/// a cut file or a newer version is an Error whose `where` is `source:line` and whose sentence names the path
/// in the file; nothing is read half. The result keeps every invariant.
Result<Document> readDocument(const QByteArray& text, const QString& source);

/// The same for a file that a person opens: what is wrong with its diagrams alone – places that are missing, no
/// numbers or out of reach, cards of what is gone – is mended as repairedDiagrams() says, so that no drawing is
/// lost for the sake of a coordinate. `mended` gets a sentence for each kind of thing. Everything else is an
/// error as above.
Result<Document> readMendingDiagrams(const QByteArray& text, const QString& source, Diagnostics& mended);

} // namespace conjoin::model
