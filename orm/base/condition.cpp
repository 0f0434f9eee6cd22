// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/base/condition.h"

namespace conjoin::orm {

void Condition::and_(const Condition& other)
{
    if (other.isEmpty())
        return;
    if (!sql.isEmpty())
        sql += QStringLiteral(" AND ");
    *this << other;
}

Condition& Condition::operator<<(const Condition& other)
{
    sql += other.sql;
    values.insert(values.end(), other.values.begin(), other.values.end());
    return *this;
}

Condition& Condition::operator<<(Value value)
{
    sql += u'?';
    values.push_back(std::move(value));
    return *this;
}

Condition conditionOf(const QString& pattern, const Condition& inner, const std::vector<Value>& values)
{
    Condition result;
    size_t next = 0;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == u'%' && i + 1 < pattern.size() && pattern[i + 1] == u'1') {
            result << inner;
            ++i;
        } else if (pattern[i] == u'?') {
            Q_ASSERT_X(next < values.size(), "conditionOf", "each parameter of the pattern has a value");
            result << values[next++];
        } else {
            result.sql += pattern[i];
        }
    }
    return result;
}

} // namespace conjoin::orm
