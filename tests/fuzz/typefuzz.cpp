// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "model/schema/datatype.h"
#include "orm/translate/typetranslation.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

/// The first line is the text of a type, the rest that of a default.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    const auto [first, rest] = fuzz::atFirstLineEnd(text);
    const QString type = QString::fromUtf8(first);
    const QString expression = QString::fromUtf8(rest);
    const model::DataType typed = model::parseType(type);
    fuzz::must(model::parseType(model::typeText(typed)) == typed);
    for (const QString& name : orm::dialectNames()) {
        const orm::Dialect& dialect = *orm::dialectNamed(name).value();
        // However it was spelled, its own spelling is read as the same.
        const model::DataType read = dialect.typeOf(type);
        fuzz::must(dialect.typeOf(dialect.typeName(read)) == read);
        const model::DefaultValue value = dialect.defaultOf(expression, read);
        fuzz::must(dialect.defaultOf(dialect.defaultText(value, read), read) == value);
        for (const QString& other : orm::dialectNames())
            (void)orm::translatedType(type, dialect, *orm::dialectNamed(other).value());
    }
    return 0;
}
