// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/message.h"

#include <QStringList>

#include <tl/expected.hpp>

#include <utility>

namespace conjoin {

/// What a failure means to a caller; the command line maps each kind to an exit status (CLI contract).
enum class ErrorKind {
    Usage,     ///< the command was called wrongly
    Input,     ///< an input can't be read or does not fit; nothing was changed
    Database,  ///< the database refused; nothing was changed
    Refused,   ///< it would lose data, and nobody allowed that
    Partial,   ///< stopped half way on a server without transactional DDL
    Cancelled, ///< a person or a signal stopped it; rolled back
};

/// What of the data a database found at fault, for programs that act on it; empty where it does not say.
struct Violation {
    QString table;
    QStringList columns; ///< as the database calls them
    QStringList values;  ///< for a person; parallel to `columns`, or empty
    QString constraint;

    friend bool operator==(const Violation&, const Violation&) = default;
};

/// An expected failure: where, what, and – when there is one – the next move.
struct Error {
    ErrorKind kind = ErrorKind::Input;
    QString where; ///< file:line:column, a table, a path into a JSON input …
    Message what;
    Message hint; ///< may be empty
    Violation violation{};

    friend bool operator==(const Error&, const Error&) = default;
};

/// A value or the Error why there is none.
template<class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(Error error)
        : tl::expected<T, Error>(tl::unexpect, std::move(error))
    {}
    Result(tl::unexpected<Error> error)
        : tl::expected<T, Error>(std::move(error))
    {}
};

/// `return failure(r);` passes the error of one result on as that of another.
template<class T>
tl::unexpected<Error> failure(const Result<T>& result)
{
    return tl::unexpected<Error>(result.error());
}

inline Error inputError(QString where, Message what, Message hint = {})
{
    return {ErrorKind::Input, std::move(where), std::move(what), std::move(hint)};
}

inline Error databaseError(QString where, Message what, Message hint = {})
{
    return {ErrorKind::Database, std::move(where), std::move(what), std::move(hint)};
}

inline Error cancelledError()
{
    return {ErrorKind::Cancelled, {}, message("cancelled", "cancelled"), {}};
}

} // namespace conjoin
