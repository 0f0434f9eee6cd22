// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/query/findoptions.h"
#include "orm/query/predicate.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

/// The first line is an include, an order and a key, the rest a condition and the options of a search.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    static const orm::Dialect& dialect = *orm::dialectNamed(QStringLiteral("sqlite")).value();
    const orm::ModelRegistry& registry = fuzz::school();
    const auto [first, rest] = fuzz::atFirstLineEnd(text);
    const QString line = QString::fromUtf8(first);
    orm::PredicateCompiler compiler(registry, dialect);
    if (const auto includes = orm::parseIncludes(registry, 0, {line}))
        (void)compiler.required(0, QStringLiteral("t"), *includes);
    for (const orm::Model& model : registry.models()) {
        (void)orm::parseOrder(model, line);
        (void)orm::keyCondition(model, line);
    }
    const auto json = orm::parseJson(rest, QStringLiteral("fuzz"));
    if (!json)
        return 0;
    (void)compiler.where(0, QStringLiteral("t"), *json, QStringLiteral("where"));
    if (const auto options = orm::readFindOptions(registry, 0, *json))
        (void)compiler.required(0, QStringLiteral("t"), options->query.includes);
    return 0;
}
