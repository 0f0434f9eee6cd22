// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/sql/serverurl.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const QString url = QString::fromUtf8(text);
    (void)sql::withoutPassword(url);
    auto settings = sql::parseUrl(url);
    if (!settings || !sql::isServerUrl(url))
        return 0;
    // What is written of it is read as the same, but for the password.
    const auto again = sql::parseServerUrl(sql::serverUrl(*settings));
    settings->password.clear();
    fuzz::must(again && *again == *settings);
    return 0;
}
