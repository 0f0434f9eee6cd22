// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/flush/changeset.h"

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
    const orm::ModelRegistry& registry = fuzz::school();
    for (int model = 0; model < int(registry.models().size()); ++model) {
        (void)orm::readChangeset(registry, model, *json);
        (void)orm::readAttributes(registry.at(model), *json, QStringLiteral("values"));
    }
    return 0;
}
