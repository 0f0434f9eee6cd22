// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/dialect/dialect.h"
#include "orm/query/query.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace conjoin::orm {

/// A piece of SQL with the values of its `?`, in their order.
struct Condition {
    QString sql; ///< empty = always true
    std::vector<Value> values;

    bool isEmpty() const { return sql.isEmpty(); }
    /// Both must hold.
    void and_(const Condition& other);
    /// Text that holds no parameter, or a condition within a longer text.
    Condition& operator<<(const QString& text)
    {
        sql += text;
        return *this;
    }
    Condition& operator<<(const Condition& other);
};

/// One association in SQL: what follows FROM, and the columns that must equal the near row's.
struct AssociationSource {
    QString from;          ///< `"Enrollments" AS j JOIN "Classes" AS t ON …`
    QString targetAlias;   ///< of the far rows
    QString junctionAlias; ///< of the junction; empty where there is none
    QStringList joined;    ///< `j."StudentId"`: parallel to the near side's columns, see nearColumns()
    Condition own;         ///< what the association itself asks: its scope, and that the rows are not deleted
};

/// The columns of the near row that an association goes by.
QStringList nearColumns(const Association& association);

/// Turns the ORM's conditions into SQL with bound values. The logical words `and`, `or` and `not` take objects
/// or lists; a key is an attribute, `$Association.attribute$` or an association with `has`, `hasNone` or
/// `count`. A name or an operator that does not exist is an Error with the nearest one. NULL follows SQL, but
/// `null` in a list counts.
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

    /// That the row is not marked as deleted; empty where rows of the model are really deleted.
    Condition alive(const Model& model, const QString& alias) const;

    /// The condition on the row of `model` called `alias`. `place` begins the path in an error.
    Result<Condition> where(int model, const QString& alias, const Json& where, const QString& place);
    /// What an include asks of a target row: its `where`, its through's `where`, and its required includes.
    Result<Condition> included(
        const Association& association, const AssociationSource& source, const Include& include);
    /// `EXISTS (…)` for each include that is required: the near row has a row that the include would show.
    Result<Condition> required(int model, const QString& alias, const std::vector<Include>& includes);

private:
    struct Column;
    Result<Condition> object(
        int model, const QString& alias, const Json::Object& members, const QString& place);
    Result<Condition> anyOf(const std::vector<Condition>& parts) const;
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
    Result<Condition> compare(const Column& column, const Json& json, const QString& place);
    Result<Condition> apply(
        const Column& column, const QString& operation, const Json& json, const QString& place);
    Result<Condition> list(const Column& column, const Json& json, bool negated, const QString& place);
    Result<Condition> like(
        const Column& column, const QString& operation, const Json& json, const QString& place);

    const ModelRegistry& registry_;
    const Dialect& dialect_;
    int aliases_ = 0;
};

} // namespace conjoin::orm
