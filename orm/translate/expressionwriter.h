// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/translate/expression.h"

#include <QString>

#include <functional>
#include <optional>

namespace conjoin::orm {

/// A column that expressions may name.
struct KnownColumn {
    QString name;
    bool boolean = false;
    bool text = false; ///< a cast to text adds nothing
};

/// Writes expressions of one engine for another.
class ExpressionWriter {
public:
    /// The column that a name means, letter case as it may be; nothing where there is none.
    using Lookup = std::function<std::optional<KnownColumn>(const QString&)>;

    ExpressionWriter(const Dialect& from, const Dialect& to, Lookup lookup)
        : from_(from)
        , to_(to)
        , lookup_(std::move(lookup))
    {}

    /// Nothing where any part has no known counterpart; `problem()` says which then.
    std::optional<QString> translated(const QString& sql);
    std::optional<QString> written(const Expression& expression);
    QString problem() const { return problem_; }

private:
    QString write(const Expression& e);
    QString operand(const Expression& e, int binding);
    QString writeName(const Expression& e);
    QString writeCall(const Expression& e);
    QString writeBinary(const Expression& e);
    QString writeCast(const Expression& e);
    QString writeCase(const Expression& e);
    QString list(const std::vector<Expression>& parts, std::size_t first = 0);
    QString give(const QString& problem);
    std::optional<KnownColumn> columnOf(const Expression& e) const;
    /// 0 and 1 as FALSE and TRUE.
    static Expression asBoolean(const Expression& e);

    const Dialect& from_;
    const Dialect& to_;
    Lookup lookup_;
    QString problem_;
};

/// Whether it is the present moment, in any engine's words: now(), CURRENT_TIMESTAMP, datetime('now') …
bool isNow(const Expression& expression);
/// Whether it makes a new UUID.
bool isNewUuid(const Expression& expression);

} // namespace conjoin::orm
