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
    if (const auto schema = sql::readSqliteScript(text, QStringLiteral("fuzz")))
        fuzz::useSchema(*schema, QStringLiteral("sqlite"));
    return 0;
}
