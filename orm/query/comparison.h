// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/base/condition.h"
#include "orm/base/json.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"

#include <vector>

namespace conjoin::orm {

/// What is compared: SQL, its type, and the row around it.
struct Operand {
    Condition sql;
    model::DataType type;
    const Model* model = nullptr; ///< whose attributes `{"$col": …}` may name
    QString alias;                ///< of that row
    bool byTime = false;          ///< moments that are text: ConditionSyntax::byTime() on both sides
};

/// The operators that follow an attribute, an association's count or a JSON path.
QStringList comparisonOperators();

/// At least one of them holds; with none at all nothing does, as in Sequelize.
Condition anyOf(const std::vector<Condition>& parts);
Condition negated(const Condition& condition);
/// `column IS NULL` is what is asked.
bool meansNull(const Json& json);

/// Turns what follows an attribute in a `where` into SQL: a value, a list, or an object of operators (ORM
/// rules, part 5). NULL follows SQL, but `null` in a list counts. An operator that does not exist, or that the
/// engine lacks, is an Error.
class ComparisonCompiler {
public:
    explicit ComparisonCompiler(const Dialect& dialect)
        : dialect_(dialect)
    {}

    /// `place` begins the path in an error. A JSON column takes an object of its members, to any depth.
    Result<Condition> compare(const Operand& operand, const Json& json, const QString& place) const;
    /// The same of what stands at a path in a JSON column.
    Result<Condition> compareAt(
        const Operand& operand, const QStringList& path, const Json& json, const QString& place) const;

private:
    Result<Condition> apply(
        const Operand& operand, const QString& operation, const Json& json, const QString& place) const;
    Result<Condition> relation(
        const Operand& operand, const QString& operation, const Json& json, const QString& place) const;
    Result<Condition> connected(
        const Operand& operand, const QString& operation, const Json& json, const QString& place) const;
    Result<Condition> between(
        const Operand& operand, bool negative, const Json& json, const QString& place) const;
    Result<Condition> list(const Operand& operand, const Json& json, bool negative, const QString& place) const;
    Result<Condition> pattern(
        const Operand& operand, const QString& operation, const Json& json, const QString& place) const;
    Result<Condition> collection(
        const Operand& operand, const QString& operation, const Json& json, const QString& place) const;
    bool isComparedByTime(const Operand& operand, const Json& json) const;
    Result<Value> given(const Operand& operand, const Json& json, const QString& place) const;
    Result<Condition> right(const Operand& operand, const Json& json, const QString& place) const;
    Error unsupported(const QString& operation, const QString& place) const;

    const Dialect& dialect_;
};

} // namespace conjoin::orm
