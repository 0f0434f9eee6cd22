// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/exchange/models.h"

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
    if (const auto document = orm::readModels(*json, QStringLiteral("fuzz")))
        fuzz::useDrawing(*document);
    return 0;
}
