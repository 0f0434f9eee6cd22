// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/exchange/definitions.h"
#include "orm/sql/ormscript/document.h"
#include "orm/sql/ormscript/values.h"

/// The calls of a script: each takes what tokens left of its arguments.
namespace conjoin::sql::script {

/// What all calls of a run share.
struct Context {
    Connection& connection;
    const orm::Derivation& derivation;
    const Session& session;
    Values& values;
    Existing existing = Existing::Link;

    const orm::ModelRegistry& registry() const { return session.registry(); }
};

/// The arguments of one call. One that is not there is null.
class Arguments {
public:
    explicit Arguments(const orm::Json::Array& given)
        : given_(given)
    {}
    const orm::Json& at(size_t index) const;
    size_t size() const { return given_.size(); }

private:
    const orm::Json::Array& given_;
};

/// Options of a call without those that say nothing here, as `transaction`; an Error for one that is not in
/// `known`.
Result<orm::Json> knownOptions(const orm::Json& options, const QStringList& known, const QString& place);

/// `sequelize.sync`, `sequelize.drop`.
Result<Outcome> callSequelize(Context& context, const QString& method, const Arguments& arguments);
/// `Student.findAll` …
Result<Outcome> callModel(
    Context& context, const Repository& repository, const QString& method, const Arguments& arguments);
/// `Student.sync`, `Student.drop`.
Result<Outcome> callTable(
    Context& context, const Repository& repository, const QString& method, const Arguments& arguments);
/// `@ann.update` …, and the association methods `@ann.addClass` ….
Result<Outcome> callInstance(
    Context& context, Instance& instance, const QString& method, const Arguments& arguments);
/// Nothing where the method is none of an association.
std::optional<Result<Outcome>> callAssociation(Context& context, Instance& instance,
    const Repository& repository, const QString& method, const Arguments& arguments);

/// `getClasses`, `addClass` …
QStringList associationMethods(const orm::Model& model);

/// What `increment` and `decrement` add: (`"n"`, `["n", "m"]` or `{"n": 2}`, `{by}`) as `{"n": 2}`.
Result<orm::Json> incrementOf(
    const orm::Json& fields, const orm::Json& options, bool decrements, const QString& place);

/// What a method that does not exist is: with the nearest one.
Error noMethod(const QString& receiver, const QString& method, const QStringList& known);

/// Rows that were found, in the shape that `raw` and `nest` ask for.
orm::Json shaped(const orm::ModelRegistry& registry, const orm::FindOptions& options, const orm::Json& rows);

} // namespace conjoin::sql::script
