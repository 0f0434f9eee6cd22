// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/base/json.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto json = orm::parseJson(text, QStringLiteral("fuzz"));
    if (!json)
        return 0;
    // Either form is read as what was written.
    for (const QByteArray& written : {orm::compactJson(*json), orm::prettyJson(*json)}) {
        const auto again = orm::parseJson(written, QStringLiteral("fuzz"));
        fuzz::must(again && *again == *json);
    }
    return 0;
}
