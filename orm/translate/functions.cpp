// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/functions.h"

#include <array>

namespace conjoin::orm {

namespace {

constexpr int any = -1;

/// A function by what it does, and what each engine calls it; null = it has none.
struct Function {
    int arguments;
    const char* sqlite;
    const char* postgresql;
    const char* mysql; ///< MariaDB too

    const char* in(const QString& dialect) const
    {
        if (dialect == u"sqlite")
            return sqlite;
        return dialect == u"postgresql" ? postgresql : mysql;
    }
};

/// The first row that has a name in the engine it comes from counts.
constexpr std::array functions{
    Function{any, "coalesce", "coalesce", "coalesce"},
    Function{2, "ifnull", "coalesce", "ifnull"},
    Function{2, "nullif", "nullif", "nullif"},
    Function{1, "lower", "lower", "lower"},
    Function{1, "upper", "upper", "upper"},
    Function{1, "lower", "lower", "lcase"},
    Function{1, "upper", "upper", "ucase"},
    Function{1, "trim", "btrim", "trim"},
    Function{1, "trim", "trim", "trim"},
    Function{1, "ltrim", "ltrim", "ltrim"},
    Function{1, "rtrim", "rtrim", "rtrim"},
    Function{1, "length", "length", "char_length"},
    Function{1, "length", "char_length", "char_length"},
    Function{1, "length", "character_length", "character_length"},
    Function{1, nullptr, "octet_length", "length"},
    Function{1, nullptr, "octet_length", "octet_length"},
    Function{2, "substr", "substr", "substr"},
    Function{3, "substr", "substr", "substr"},
    Function{2, "substr", "substring", "substring"},
    Function{3, "substr", "substring", "substring"},
    Function{3, "replace", "replace", "replace"},
    Function{2, "instr", "strpos", "instr"},
    Function{1, "abs", "abs", "abs"},
    Function{1, "round", "round", "round"},
    Function{2, "round", "round", "round"},
    Function{1, nullptr, "ceil", "ceil"},
    Function{1, nullptr, "ceiling", "ceiling"},
    Function{1, nullptr, "floor", "floor"},
    Function{2, nullptr, "mod", "mod"},
    Function{2, nullptr, "power", "power"},
    Function{1, nullptr, "sqrt", "sqrt"},
    Function{2, "max", "greatest", "greatest"},
    Function{3, "max", "greatest", "greatest"},
    Function{2, "min", "least", "least"},
    Function{3, "min", "least", "least"},
    Function{1, nullptr, "md5", "md5"},
    Function{1, nullptr, "reverse", "reverse"},
    Function{2, nullptr, "left", "left"},
    Function{2, nullptr, "right", "right"},
    Function{1, "json_valid", nullptr, "json_valid"},
    Function{0, "random", "random", "rand"},
};

} // namespace

std::optional<QString> translatedFunction(
    const QString& name, std::size_t arguments, const Dialect& from, const Dialect& to)
{
    for (const Function& function : functions) {
        const char* known = function.in(from.name());
        const bool takes = function.arguments == any || function.arguments == int(arguments);
        if (!known || !takes || name.compare(QLatin1String(known), Qt::CaseInsensitive) != 0)
            continue;
        const char* there = function.in(to.name());
        return there ? std::optional(QString::fromLatin1(there)) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace conjoin::orm
