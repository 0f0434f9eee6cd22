// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/seedchecks.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

namespace conjoin::sql {

using orm::Expression;
using Kind = orm::Expression::Kind;

namespace {

/// What an expression comes to: nothing where it is not known here.
struct Outcome {
    bool known = false;
    Value value{}; ///< a truth is 0 or 1

    static Outcome of(Value value) { return {true, std::move(value)}; }
    static Outcome truth(bool is) { return {true, Value(qint64(is ? 1 : 0))}; }
    static Outcome null() { return {true, {}}; }
    bool isFalse() const { return known && value.isInteger() && value.integer() == 0; }
    bool isTrue() const { return known && value.isInteger() && value.integer() != 0; }
};

std::optional<double> numberOf(const Value& value)
{
    if (value.isInteger())
        return double(value.integer());
    if (value.isReal())
        return value.real();
    bool ok = false;
    const double number = value.isText() ? value.text().toDouble(&ok) : 0;
    return ok ? std::optional(number) : std::nullopt;
}

/// Casts and COLLATE do not change what a literal or a column says.
const Expression& bare(const Expression& expression)
{
    const Expression* inner = &expression;
    while ((inner->kind == Kind::Cast || inner->kind == Kind::Collate ||
               (inner->kind == Kind::List && inner->parts.size() == 1)) &&
           !inner->parts.empty())
        inner = &inner->parts.front();
    return *inner;
}

std::optional<Value> literalOf(const Expression& given)
{
    const Expression& expression = bare(given);
    if (expression.kind == Kind::Text)
        return Value(expression.text);
    if (expression.kind == Kind::Number) {
        bool whole = false;
        const qint64 number = expression.text.toLongLong(&whole);
        return whole ? Value(number) : Value(expression.text.toDouble());
    }
    if (expression.isConstant("TRUE") || expression.isConstant("FALSE"))
        return Value(qint64(expression.isConstant("TRUE")));
    if (expression.kind == Kind::Unary && expression.text == u"-") {
        const auto inner = literalOf(expression.parts.front());
        const auto number = inner ? numberOf(*inner) : std::nullopt;
        if (number)
            return inner->isInteger() ? Value(-inner->integer()) : Value(-*number);
    }
    return {};
}

bool isLength(const Expression& expression)
{
    return expression.isCall("length", 1) || expression.isCall("char_length", 1) ||
           expression.isCall("character_length", 1);
}

/// The pattern of LIKE as a regular expression.
QRegularExpression likePattern(const QString& pattern, bool folds)
{
    QString text;
    for (const QChar c : pattern) {
        if (c == u'%')
            text += QStringLiteral(".*");
        else if (c == u'_')
            text += u'.';
        else
            text += QRegularExpression::escape(QString(c));
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(text),
        QRegularExpression::DotMatchesEverythingOption |
            (folds ? QRegularExpression::CaseInsensitiveOption : QRegularExpression::NoPatternOption));
}

/// Computes an expression over one row.
class Evaluation {
public:
    Evaluation(const std::vector<QString>& columns, const ColumnValues& row)
        : columns_(columns)
        , row_(row)
    {}

    Outcome of(const Expression& expression) const
    {
        switch (expression.kind) {
        case Kind::Number:
        case Kind::Text:
            return Outcome::of(*literalOf(expression));
        case Kind::Constant:
            if (expression.isConstant("NULL"))
                return Outcome::null();
            if (const auto literal = literalOf(expression))
                return Outcome::of(*literal);
            return {};
        case Kind::Name:
            return column(expression);
        case Kind::Cast:
        case Kind::Collate:
            return of(expression.parts.front());
        case Kind::List:
            return expression.parts.size() == 1 ? of(expression.parts.front()) : Outcome();
        case Kind::Unary:
            return unary(expression);
        case Kind::Binary:
            return binary(expression);
        case Kind::Is:
            return is(expression);
        case Kind::In:
            return in(expression);
        case Kind::Between:
            return between(expression);
        case Kind::Call:
            return call(expression);
        default:
            return {};
        }
    }

private:
    Outcome column(const Expression& name) const
    {
        const QString& called = name.path.last();
        for (size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].compare(called, Qt::CaseInsensitive) != 0)
                continue;
            const auto value = row_.find(int(i));
            return value == row_.end() ? Outcome() : Outcome::of(value->second); // a default is not known here
        }
        return {};
    }

    Outcome unary(const Expression& expression) const
    {
        const Outcome inner = of(expression.parts.front());
        if (!inner.known || inner.value.isNull())
            return inner;
        if (expression.text == u"NOT")
            return Outcome::truth(inner.isFalse());
        const auto number = numberOf(inner.value);
        if (expression.text == u"-" && number)
            return Outcome::of(Value(-*number));
        return expression.text == u"+" ? inner : Outcome();
    }

    static Outcome both(const Outcome& left, const Outcome& right)
    {
        if (left.isFalse() || right.isFalse())
            return Outcome::truth(false);
        if (!left.known || !right.known)
            return {};
        return left.value.isNull() || right.value.isNull() ? Outcome::null() : Outcome::truth(true);
    }

    static Outcome either(const Outcome& left, const Outcome& right)
    {
        if (left.isTrue() || right.isTrue())
            return Outcome::truth(true);
        if (!left.known || !right.known)
            return {};
        return left.value.isNull() || right.value.isNull() ? Outcome::null() : Outcome::truth(false);
    }

    /// Whether every collation says the same of two texts that differ: letter case and spaces at the end may
    /// not count, and letters come in many orders, digits and the signs of dates in one.
    static bool isTold(const QString& left, const QString& how, const QString& right)
    {
        if (how == u"=" || how == u"==" || how == u"<>" || how == u"!=")
            return left.trimmed().compare(right.trimmed(), Qt::CaseInsensitive) != 0;
        static const QRegularExpression moment(QStringLiteral("^\\d{4}-\\d\\d-\\d\\d[ T\\d:.]*$"));
        return moment.match(left).hasMatch() && moment.match(right).hasMatch();
    }

    static Outcome compared(const Outcome& left, const QString& how, const Outcome& right)
    {
        if (!left.known || !right.known)
            return {};
        if (left.value.isNull() || right.value.isNull())
            return Outcome::null();
        int order = 0;
        const auto a = numberOf(left.value), b = numberOf(right.value);
        if (a && b && !(left.value.isText() && right.value.isText()))
            order = *a < *b ? -1 : *a > *b ? 1 : 0;
        else if (left.value.isText() && right.value.isText())
            order = left.value.text().compare(right.value.text());
        else
            return {};
        if (order != 0 && left.value.isText() && right.value.isText() &&
            !isTold(left.value.text(), how, right.value.text()))
            return {};
        if (how == u"=" || how == u"==")
            return Outcome::truth(order == 0);
        if (how == u"<>" || how == u"!=")
            return Outcome::truth(order != 0);
        if (how == u"<")
            return Outcome::truth(order < 0);
        if (how == u"<=")
            return Outcome::truth(order <= 0);
        if (how == u">")
            return Outcome::truth(order > 0);
        if (how == u">=")
            return Outcome::truth(order >= 0);
        return {};
    }

    Outcome binary(const Expression& expression) const
    {
        const Outcome left = of(expression.parts[0]), right = of(expression.parts[1]);
        const QString& how = expression.text;
        if (how == u"AND")
            return both(left, right);
        if (how == u"OR")
            return either(left, right);
        if (how == u"LIKE" || how == u"NOT LIKE" || how == u"ILIKE" || how == u"NOT ILIKE") {
            if (!left.known || !right.known || expression.parts.size() > 2)
                return {};
            if (!left.value.isText() || !right.value.isText())
                return Outcome::null();
            // Engines differ in letter case: what fits only without it is not known.
            const bool exact = likePattern(right.value.text(), false).match(left.value.text()).hasMatch();
            const bool folded = likePattern(right.value.text(), true).match(left.value.text()).hasMatch();
            if (exact != folded)
                return {};
            return Outcome::truth(exact != how.startsWith(u"NOT"));
        }
        if (QStringLiteral("+-*/").contains(how) && how.size() == 1)
            return computed(left, how, right);
        return compared(left, how, right);
    }

    static Outcome computed(const Outcome& left, const QString& how, const Outcome& right)
    {
        if (!left.known || !right.known)
            return {};
        if (left.value.isNull() || right.value.isNull())
            return Outcome::null();
        const auto a = numberOf(left.value), b = numberOf(right.value);
        if (!a || !b || (how == u"/" && (*b == 0 || (left.value.isInteger() && right.value.isInteger()))))
            return {}; // whole numbers are divided in several ways
        return Outcome::of(Value(how == u"+"   ? *a + *b
                                 : how == u"-" ? *a - *b
                                 : how == u"*" ? *a * *b
                                               : *a / *b));
    }

    Outcome is(const Expression& expression) const
    {
        const Outcome inner = of(expression.parts.front());
        if (!inner.known)
            return {};
        if (expression.text == u"IS NULL")
            return Outcome::truth(inner.value.isNull());
        if (expression.text == u"IS NOT NULL")
            return Outcome::truth(!inner.value.isNull());
        if (expression.text == u"IS TRUE")
            return Outcome::truth(inner.isTrue());
        if (expression.text == u"IS FALSE")
            return Outcome::truth(inner.isFalse());
        return {};
    }

    Outcome in(const Expression& expression) const
    {
        const Outcome value = of(expression.parts.front());
        if (!value.known)
            return {};
        if (value.value.isNull())
            return Outcome::null();
        bool open = false;
        for (size_t i = 1; i < expression.parts.size(); ++i) {
            const Outcome same = compared(value, QStringLiteral("="), of(expression.parts[i]));
            if (same.isTrue())
                return Outcome::truth(!expression.negated);
            open = open || !same.isFalse();
        }
        return open ? Outcome() : Outcome::truth(expression.negated);
    }

    Outcome between(const Expression& expression) const
    {
        const Outcome value = of(expression.parts[0]);
        const Outcome inside = both(compared(value, QStringLiteral(">="), of(expression.parts[1])),
            compared(value, QStringLiteral("<="), of(expression.parts[2])));
        if (!inside.known || inside.value.isNull() || !expression.negated)
            return inside;
        return Outcome::truth(inside.isFalse());
    }

    Outcome call(const Expression& expression) const
    {
        if (expression.parts.size() != 1)
            return {};
        const Outcome inner = of(expression.parts.front());
        if (!inner.known || inner.value.isNull())
            return inner;
        if (isLength(expression) && inner.value.isText())
            return Outcome::of(Value(qint64(inner.value.text().toUcs4().size())));
        if (expression.isCall("lower", 1) && inner.value.isText())
            return Outcome::of(Value(inner.value.text().toLower()));
        if (expression.isCall("upper", 1) && inner.value.isText())
            return Outcome::of(Value(inner.value.text().toUpper()));
        if ((expression.isCall("trim", 1) || expression.isCall("btrim", 1)) && inner.value.isText())
            return Outcome::of(Value(inner.value.text().trimmed()));
        if (const auto number = numberOf(inner.value); number && expression.isCall("abs", 1))
            return Outcome::of(Value(std::abs(*number)));
        return {};
    }

    const std::vector<QString>& columns_;
    const ColumnValues& row_;
};

/// Reads what the parts of a check that are joined by AND ask of single columns.
class BoundsReader {
public:
    BoundsReader(const std::vector<QString>& columns, std::map<int, ValueBounds>& bounds)
        : columns_(columns)
        , bounds_(bounds)
    {}

    void read(const Expression& expression)
    {
        const Expression& asked = bare(expression);
        if (asked.kind == Kind::Binary && asked.text == u"AND") {
            read(asked.parts[0]);
            read(asked.parts[1]);
        } else if (asked.kind == Kind::Binary && asked.text == u"OR") {
            readChoice(asked);
        } else if (asked.kind == Kind::Binary) {
            compare(asked.parts[0], asked.text, asked.parts[1]);
        } else if (asked.kind == Kind::Between && !asked.negated) {
            compare(asked.parts[0], QStringLiteral(">="), asked.parts[1]);
            compare(asked.parts[0], QStringLiteral("<="), asked.parts[2]);
        } else if (asked.kind == Kind::In && !asked.negated) {
            readList(asked);
        } else if (asked.kind == Kind::Is && asked.text == u"IS NOT NULL") {
            if (const int column = columnOf(asked.parts.front()); column >= 0)
                bounds_[column].given = true;
        }
    }

private:
    int columnOf(const Expression& given) const
    {
        const Expression& expression = bare(given);
        if (expression.kind != Kind::Name)
            return -1;
        for (size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].compare(expression.path.last(), Qt::CaseInsensitive) == 0)
                return int(i);
        }
        return -1;
    }

    void readList(const Expression& asked)
    {
        const int column = columnOf(asked.parts.front());
        std::vector<Value> values;
        for (size_t i = 1; i < asked.parts.size(); ++i) {
            const Expression& part = bare(asked.parts[i]);
            const std::vector<Expression>& list = part.kind == Kind::Array || part.kind == Kind::List
                                                      ? part.parts
                                                      : std::vector<Expression>{part};
            for (const Expression& item : list) {
                if (const auto value = literalOf(item); value && !value->isNull())
                    values.push_back(*value);
            }
        }
        if (column >= 0 && !values.empty())
            allow(column, std::move(values));
    }

    void allow(int column, std::vector<Value> values)
    {
        std::vector<Value>& known = bounds_[column].oneOf;
        if (known.empty())
            known = std::move(values);
        else // both lists hold
            std::erase_if(
                known, [&](const Value& value) { return std::ranges::find(values, value) == values.end(); });
    }

    /// `a = 1 OR a = 2`.
    void readChoice(const Expression& asked)
    {
        std::vector<Value> values;
        int column = -1;
        if (choices(asked, column, values))
            allow(column, std::move(values));
    }

    bool choices(const Expression& given, int& column, std::vector<Value>& values) const
    {
        const Expression& asked = bare(given);
        if (asked.kind != Kind::Binary)
            return false;
        if (asked.text == u"OR")
            return choices(asked.parts[0], column, values) && choices(asked.parts[1], column, values);
        if (asked.text != u"=")
            return false;
        const int here = columnOf(asked.parts[0]);
        const auto value = literalOf(asked.parts[1]);
        if (here < 0 || !value || (column >= 0 && column != here))
            return false;
        column = here;
        values.push_back(*value);
        return true;
    }

    void compare(const Expression& left, const QString& how, const Expression& right)
    {
        if (literalOf(left) && !literalOf(right)) {
            static const QHash<QString, QString> turned{{QStringLiteral("<"), QStringLiteral(">")},
                {QStringLiteral("<="), QStringLiteral(">=")}, {QStringLiteral(">"), QStringLiteral("<")},
                {QStringLiteral(">="), QStringLiteral("<=")}, {QStringLiteral("="), QStringLiteral("=")}};
            if (turned.contains(how))
                compare(right, turned.value(how), left);
            return;
        }
        const auto value = literalOf(right);
        if (!value)
            return;
        const Expression& asked = bare(left);
        if (isLength(asked)) {
            const auto number = numberOf(*value);
            if (const int column = columnOf(asked.parts.front()); column >= 0 && number)
                measure(bounds_[column], how, int(*number));
            return;
        }
        const int column = columnOf(left);
        if (column < 0)
            return;
        if (how == u"=") {
            allow(column, {*value});
        } else if (how == u"<>" && value->isText() && value->text().isEmpty()) {
            measure(bounds_[column], QStringLiteral(">="), 1);
        } else if (const auto number = numberOf(*value); number && !value->isText()) {
            limit(bounds_[column], how, *number);
        } else if (value->isText()) {
            if (how == u">" || how == u">=")
                bounds_[column].earliest =
                    std::max(bounds_[column].earliest.value_or(QString()), value->text());
            else if ((how == u"<" || how == u"<=") &&
                     (!bounds_[column].latest || *bounds_[column].latest > value->text()))
                bounds_[column].latest = value->text();
        }
    }

    static void measure(ValueBounds& bounds, const QString& how, int length)
    {
        if (how == u">" || how == u">=" || how == u"=")
            bounds.shortest = std::max(bounds.shortest.value_or(0), length + (how == u">" ? 1 : 0));
        if (how == u"<" || how == u"<=" || how == u"=")
            bounds.longest = std::min(
                bounds.longest.value_or(std::numeric_limits<int>::max()), length - (how == u"<" ? 1 : 0));
    }

    static void limit(ValueBounds& bounds, const QString& how, double number)
    {
        if ((how == u">" || how == u">=") && (!bounds.least || number >= *bounds.least)) {
            bounds.aboveLeast = how == u">" || (bounds.least == number && bounds.aboveLeast);
            bounds.least = number;
        } else if ((how == u"<" || how == u"<=") && (!bounds.greatest || number <= *bounds.greatest)) {
            bounds.belowGreatest = how == u"<" || (bounds.greatest == number && bounds.belowGreatest);
            bounds.greatest = number;
        }
    }

    const std::vector<QString>& columns_;
    std::map<int, ValueBounds>& bounds_;
};

void collectNames(const Expression& expression, const std::vector<QString>& columns, std::vector<int>& found)
{
    if (expression.kind == Kind::Name) {
        for (size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].compare(expression.path.last(), Qt::CaseInsensitive) == 0 &&
                std::ranges::find(found, int(i)) == found.end())
                found.push_back(int(i));
        }
    }
    for (const Expression& part : expression.parts)
        collectNames(part, columns, found);
}

/// VALUE of a domain's check is the column.
void nameValue(Expression& expression, const QString& column)
{
    if (expression.kind == Kind::Name && !expression.quoted &&
        expression.path.last().compare(u"value", Qt::CaseInsensitive) == 0)
        expression.path = {column};
    for (Expression& part : expression.parts)
        nameValue(part, column);
}

} // namespace

bool ValueBounds::isEmpty() const
{
    return !least && !greatest && !earliest && !latest && !shortest && !longest && oneOf.empty();
}

void SeedChecks::add(const orm::Model& model, const QString& check, const orm::SqlSyntax& syntax, int ofValue)
{
    std::optional<Expression> expression = orm::parseExpression(check, syntax);
    if (!expression)
        return;
    if (columns_.empty()) {
        for (const orm::Attribute& attribute : model.attributes)
            columns_.push_back(attribute.column);
    }
    if (ofValue >= 0)
        nameValue(*expression, columns_[size_t(ofValue)]);
    Check made{check, std::move(*expression), {}};
    collectNames(made.expression, columns_, made.attributes);
    BoundsReader(columns_, bounds_).read(made.expression);
    checks_.push_back(std::move(made));
}

const ValueBounds& SeedChecks::bounds(int attribute) const
{
    static const ValueBounds none;
    const auto known = bounds_.find(attribute);
    return known == bounds_.end() ? none : known->second;
}

bool SeedChecks::isBroken(int check, const ColumnValues& row) const
{
    return Evaluation(columns_, row).of(checks_[size_t(check)].expression).isFalse();
}

int SeedChecks::broken(const ColumnValues& row) const
{
    for (int i = 0; i < count(); ++i) {
        if (isBroken(i, row))
            return i;
    }
    return -1;
}

} // namespace conjoin::sql
