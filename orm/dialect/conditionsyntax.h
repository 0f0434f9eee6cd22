// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/datatype.h"
#include "orm/base/condition.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace conjoin::orm {

/// What differs from engine to engine in the conditions of a query, beyond the operators of the SQL standard.
/// Every value is bound, the parts of a JSON path too. Stateless.
class ConditionSyntax {
public:
    virtual ~ConditionSyntax() = default;

    enum class Pattern { Like, ILike, Regexp, IRegexp };
    /// `left` matches the pattern. ILike and IRegexp are blind to letter case; Like sees it where the engine
    /// does. By the words LIKE and REGEXP, unless an engine has others.
    virtual Condition matches(const Condition& left, Pattern how, bool negated, const Value& pattern) const;

    /// A column of any type as text, for patterns. The column itself where LIKE takes anything.
    virtual Condition asText(const Condition& column, const model::DataType& type) const;

    /// The statement that tells about how many rows a table has, without counting them: by what is kept for the
    /// planner, or by the first and the last of their numbers (`numbered` = rows have some). It tells NULL, or a
    /// negative number, or no row, where that is not known; empty where it can't be told. `quoted` is the table
    /// as statements write it.
    virtual Condition keptRowCount(
        const QString& schema, const QString& table, const QString& quoted, bool numbered) const = 0;

    // Of a column that may hold texts, bytes or JSON too long to be looked at:
    /// How many bytes it holds; NULL for NULL. Without reading all of them, where the engine can.
    virtual QString byteLength(const QString& column, const model::DataType& type) const = 0;
    /// Its beginning, of that many characters; bytes may be fewer, or none where reading some reads all.
    virtual QString head(const QString& column, const model::DataType& type, int characters) const = 0;
    /// The whole, as something that has one type with its beginning.
    virtual QString readable(const QString& column, const model::DataType&) const { return column; }

    /// What stands for a bound value of that type: `?`, unless the engine would compare it inexactly then.
    virtual QString parameter(const Value& value, const model::DataType& type) const;

    /// That the column still holds what was read of it, NULL included: by the engine's own comparison of values
    /// that takes NULL for one. Nothing for a type that it compares inexactly or not at all.
    virtual std::optional<Condition> unchanged(
        const Condition& column, const model::DataType& type, const Value& seen) const = 0;

    /// A moment that is stored as text, or `?` for one that is given with a zone, in a form that sorts and
    /// compares by time, whichever way either is written; to the millisecond. Itself where the engine has
    /// moments.
    virtual Condition byTime(const Condition& moment) const { return moment; }

    /// Whether a text that is no date is quietly taken for one that is not when it is compared with a date.
    virtual bool guessesMoments() const { return false; }

    /// As what a part of a JSON value is compared.
    enum class JsonAs {
        Text,    ///< any scalar
        Number,  ///< NULL where it is none
        Boolean, ///< the text `true` or `false`; NULL where it is none
    };
    /// What stands at the path, or NULL where nothing or JSON's null does. A part of the path names a member
    /// or, in digits, an item from 0 on. A column that holds no JSON has nothing anywhere.
    virtual Condition jsonAt(
        const Condition& column, const model::DataType& type, const QStringList& path, JsonAs as) const = 0;
    /// Both are the same JSON; the order of members and white space do not count, except on SQLite the order.
    virtual Condition jsonEquals(
        const Condition& column, const model::DataType& type, const Value& json) const = 0;

    enum class Collection { Contains, Contained, Overlap };
    /// Of columns that hold arrays, ranges or JSON. Nothing where the engine can't tell. `value` is as the
    /// column would store it; `element`: it is one element of a range.
    virtual std::optional<Condition> collection(const Condition& column, const model::DataType& type,
        Collection how, const Value& value, bool element) const = 0;
};

} // namespace conjoin::orm
