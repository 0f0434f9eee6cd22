// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/sql/scriptreader.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    Diagnostics diagnostics;
    if (const auto schema = sql::readPostgresScript(text, QStringLiteral("fuzz"), &diagnostics))
        fuzz::useSchema(*schema, QStringLiteral("postgresql"));
    return 0;
}
