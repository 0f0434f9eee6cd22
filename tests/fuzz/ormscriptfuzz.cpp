// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/sql/connection.h"
#include "orm/sql/ormscript/runner.h"

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
    const auto document = sql::script::readDocument(*json, QStringLiteral("fuzz"));
    if (!document)
        return 0;
    sql::ConnectionSettings settings;
    settings.file = QStringLiteral(":memory:");
    settings.create = true;
    const auto connection = sql::Connection::open(settings);
    fuzz::must(connection.has_value());
    (void)sql::script::run(**connection, *document, QStringLiteral("fuzz"));
    return 0;
}
