// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>

#include <optional>

namespace conjoin::sql {

/// The variables of psql, as its manual says: \set gives them values, `:name`, `:'name'` and `:"name"` stand
/// for them outside of quotes, \if asks them. What only a run knows – the answer of a query (\gset), a command
/// of the shell – has no value here.
class PsqlVariables {
public:
    PsqlVariables();

    /// \set or \unset, with the backslash; false where it is another command.
    bool take(const QByteArray& command);

    /// A use of a variable: what stands at `at` in a text, from its colon on.
    struct Use {
        qsizetype size = 0;              ///< of it, with the colon; 0 = none stands there
        QByteArray name;                 ///<
        std::optional<QByteArray> value; ///< in the quotes asked for; none = psql leaves it as it stands
    };
    Use useAt(const QByteArray& text, qsizetype at) const;

    /// What \if or \elif make of the words behind them; none where that can't be told.
    std::optional<bool> condition(const QByteArray& words) const;

private:
    struct Argument {
        QByteArray text;
        bool known = true; ///< false: it needs a shell or a variable without a value
    };
    Argument argument(const QByteArray& line, qsizetype& at) const;

    QHash<QByteArray, QByteArray> values_;
};

} // namespace conjoin::sql
