// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/conditionsyntax.h"

namespace conjoin::orm {

/// Of both flavours, in functions that both have.
class MySqlConditions : public ConditionSyntax {
public:
    QString parameter(const Value& value, const model::DataType& type) const override;
    bool guessesMoments() const override { return true; }
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
