// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/comparison.h"
#include "orm/query/query.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace conjoin::orm {

/// One association in SQL: what follows FROM, and the columns that must equal the near row's.
struct AssociationSource {
    QString from;          ///< `"Enrollments" AS j JOIN "Classes" AS t ON …`
    QString targetAlias;   ///< of the far rows
    QString junctionAlias; ///< of the junction; empty where there is none
    QStringList joined;    ///< `j."StudentId"`: parallel to the near side's columns, see nearColumns()
    QStringList far;       ///< `j."ClassId"`: what the far rows' keys equal; empty where there is no junction
    Condition own;         ///< what the association itself asks: its scope, and that the rows are not deleted
};

/// The columns of the near row that an association goes by.
QStringList nearColumns(const Association& association);

/// Turns the ORM's conditions into SQL with bound values. The logical words `and`, `or` and `not` take objects
/// or lists; a key is an attribute, `attribute.member` of a JSON column, `$Association.attribute$` or an
/// association with `has`, `hasNone` or `count`; what follows an attribute is the ComparisonCompiler's. A name
/// that does not exist is an Error with the nearest one.
class PredicateCompiler {
public:
    PredicateCompiler(const ModelRegistry& registry, const Dialect& dialect);

    QString newAlias();
    QString tableName(const Model& model) const;
    /// The column of an attribute, which must exist: `t0."created_at"`.
    QString column(const Model& model, const QString& alias, const QString& attribute) const;
    QStringList columns(const Model& model, const QString& alias, const QStringList& attributes) const;
    QString selectList(const Model& model, const QString& alias) const;

    AssociationSource source(const Association& association, Deleted shown = {});

    /// What the association asks of its junction's rows: its scope, and that they are not marked as deleted.
    Condition ownOfLinks(
        const Association& association, const QString& junctionAlias, bool deleted = false) const;

    /// What it asks of its target's rows: the same.
    Condition ownOfTargets(
        const Association& association, const QString& targetAlias, bool deleted = false) const;

    /// That the row is not marked as deleted; empty where rows of the model are really deleted.
    Condition alive(const Model& model, const QString& alias) const;

    /// The condition on the row of `model` called `alias`. `place` begins the path in an error.
    Result<Condition> where(int model, const QString& alias, const Json& where, const QString& place);
    /// What an include asks of a target row: its `where`, its through's `where`, and its required includes.
    Result<Condition> included(
        const Association& association, const AssociationSource& source, const Include& include);
    /// Which root rows a query asks for: its `where`, its required includes, and that they are not marked as
    /// deleted unless it shows those.
    Result<Condition> rootRows(const Query& query, const QString& alias);
    /// `EXISTS (…)` for each include that is required: the near row has a row that the include would show.
    Result<Condition> required(int model, const QString& alias, const std::vector<Include>& includes);

private:
    QString bothWays(const Association& association, AssociationSource& result) const;
    Condition scoped(const Model& model, const QString& alias, const std::vector<ScopeValue>& scope) const;
    Result<Condition> object(
        int model, const QString& alias, const Json::Object& members, const QString& place);
    Result<std::vector<Condition>> parts(
        int model, const QString& alias, const Json& json, const QString& place);
    Result<Condition> path(
        int model, const QString& alias, const QString& text, const Json& json, const QString& place);
    Result<Condition> pathStep(
        int model, const QString& alias, const QStringList& names, const Json& json, const QString& place);
    Result<Condition> association(const Model& here, const Association& association, const QString& alias,
        const Json& json, const QString& place);
    Result<Condition> exists(const Model& here, const Association& association, const QString& alias,
        const AssociationSource& source, const Condition& inner) const;
    Operand operand(const Model& model, const QString& alias, const Attribute& attribute) const;

    const ModelRegistry& registry_;
    const Dialect& dialect_;
    const ComparisonCompiler comparison_;
    int aliases_ = 0;
};

} // namespace conjoin::orm
