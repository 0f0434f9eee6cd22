// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "model/io/documentfile.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    Diagnostics mended;
    if (const auto open = model::readMendingDiagrams(text, QStringLiteral("fuzz"), mended)) {
        const auto saved = model::readDocument(model::writeDocument(*open), QStringLiteral("fuzz"));
        fuzz::must(saved && *saved == *open);
    }
    const auto document = model::readDocument(text, QStringLiteral("fuzz"));
    if (!document)
        return 0;
    // What is read can be written, and is the same then.
    const auto again = model::readDocument(model::writeDocument(*document), QStringLiteral("fuzz"));
    fuzz::must(again && *again == *document);
    fuzz::useDrawing(*document);
    return 0;
}
