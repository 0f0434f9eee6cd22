// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/base/value.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

/// The first line is a type, the rest a value as JSON.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto [first, rest] = fuzz::atFirstLineEnd(text);
    const model::DataType type = model::parseType(QString::fromUtf8(first));
    const auto json = orm::parseJson(rest, QStringLiteral("fuzz"));
    if (!json)
        return 0;
    const auto value = orm::valueFromJson(*json, type, QStringLiteral("value"));
    if (!value)
        return 0;
    (void)orm::literalText(*value);
    (void)value->display();
    // What is shown is taken again.
    fuzz::must(orm::valueFromJson(orm::valueToJson(*value, type), type, QStringLiteral("value")).has_value());
    return 0;
}
