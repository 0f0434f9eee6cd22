// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteparser.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const QString sql = QString::fromUtf8(text);
    (void)sql::parseCreateTable(sql);
    (void)sql::parseCreateIndex(sql);
    (void)sql::namesUsed(sql);
    return 0;
}
