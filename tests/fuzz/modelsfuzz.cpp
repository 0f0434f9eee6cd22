// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/models.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    if (const auto json = orm::parseJson(text, QStringLiteral("fuzz")))
        (void)orm::readModels(*json, QStringLiteral("fuzz"));
    return 0;
}
