// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"
#include "model/schema/datatype.h"
#include "orm/translate/typetranslation.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

namespace {

/// A default as a catalog shows it that keeps the expression only (SQLite's), without the line end behind a
/// comment.
QString withoutParentheses(const QString& text)
{
    if (!text.startsWith(u'(') || !text.endsWith(u')'))
        return text;
    const QString inner = text.mid(1, text.size() - 2);
    return inner.contains(u"--") && inner.endsWith(u'\n') ? inner.chopped(1) : inner;
}

} // namespace

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
        // However it was spelled, what is written of it is read as what is written so; a text that is no type
        // is written as the name of one.
        const model::DataType read = dialect.typeOf(type);
        const QString spelling = dialect.typeName(read);
        fuzz::must(dialect.typeName(dialect.typeOf(spelling)) == spelling);
        const QString value = dialect.defaultText(dialect.defaultOf(expression, read), read);
        const auto isKept = [&](const QString& shown) {
            return dialect.defaultText(dialect.defaultOf(shown, read), read) == value;
        };
        fuzz::must(isKept(value) || isKept(withoutParentheses(value)));
        for (const QString& other : orm::dialectNames())
            (void)orm::translatedType(type, dialect, *orm::dialectNamed(other).value());
    }
    return 0;
}
