// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/sql/scriptdialect.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto dialect = sql::scriptDialect(text);
    if (!dialect)
        return 0;
    Diagnostics diagnostics;
    if (const auto schema = sql::readScript(*dialect, text, QStringLiteral("fuzz"), &diagnostics))
        fuzz::useSchema(*schema, *dialect);
    return 0;
}
