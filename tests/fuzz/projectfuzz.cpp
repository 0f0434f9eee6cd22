// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto document = model::readDocument(text, QStringLiteral("fuzz"));
    // What is read can be written, and is the same then.
    if (document) {
        const auto again = model::readDocument(model::writeDocument(*document), QStringLiteral("fuzz"));
        if (!again || !(*again == *document))
            __builtin_trap();
    }
    return 0;
}
