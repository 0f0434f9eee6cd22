// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/conditionsyntax.h"

namespace conjoin::orm {

class PostgresConditions : public ConditionSyntax {
public:
    Condition matches(const Condition& left, Pattern how, bool negated, const Value& pattern) const override;
    Condition asText(const Condition& column, const model::DataType& type) const override;
    Condition keptRowCount(
        const QString& schema, const QString& table, const QString& quoted, bool numbered) const override;
    QString byteLength(const QString& column, const model::DataType& type) const override;
    QString head(const QString& column, const model::DataType& type, int characters) const override;
    QString readable(const QString& column, const model::DataType& type) const override;
    std::optional<Condition> unchanged(
        const Condition& column, const model::DataType& type, const Value& seen) const override;
    Condition jsonAt(const Condition& column, const model::DataType& type, const QStringList& path,
        JsonAs as) const override;
    Condition jsonEquals(
        const Condition& column, const model::DataType& type, const Value& json) const override;
    std::optional<Condition> collection(const Condition& column, const model::DataType& type, Collection how,
        const Value& value, bool element) const override;
};

} // namespace conjoin::orm
