// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "orm/translate/expression.h"
#include "orm/translate/expressionwriter.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const QString sql = QString::fromUtf8(text);
    const auto lookup = [](const QString& name) {
        return std::optional(orm::KnownColumn{name, name == u"b", name == u"t"});
    };
    for (const QString& from : orm::dialectNames()) {
        const orm::Dialect& source = *orm::dialectNamed(from).value();
        (void)orm::expressionMeaning(sql, source.capabilities());
        for (const QString& to : orm::dialectNames()) {
            const orm::Dialect& target = *orm::dialectNamed(to).value();
            const auto written = orm::ExpressionWriter(source, target, lookup).translated(sql);
            // What is written for an engine is an expression there.
            fuzz::must(!written || orm::parseExpression(*written, target.capabilities().syntax));
        }
    }
    return 0;
}
