// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"

namespace conjoin::tests {

/// A schema drawn in a few words, as SQLite or another engine would have it. Draw first, then derive().
class SampleSchema {
public:
    /// Columns as `firstName`, `title* text`, `code! varchar(8)`: a name, `*` for NOT NULL or `!` for NOT NULL
    /// and unique, then a type.
    TableId table(const QString& name, const QStringList& columns, const QStringList& primaryKey = {});
    ReferenceId reference(TableId from, TableId to, const QString& role = {}, const QString& inverseRole = {},
        bool mandatory = false, bool unique = false);
    /// Roles: what the other side calls the rows of the left and of the right table.
    LinkId link(const QString& junction, TableId left, TableId right, const QStringList& columns = {},
        const QString& leftRole = {}, const QString& rightRole = {});

    model::Schema schema;
    model::NamingPolicy naming;

    void derive();
    void derive(const orm::Dialect& dialect);
    const orm::Derivation& derivation() const { return derivation_; }
    const orm::ModelRegistry& registry() const { return registry_; }
    int model(const char* name) const;

private:
    model::Column column(const QString& text, std::vector<model::Key>& uniqueKeys);

    IdSource ids_ = IdSource::seeded(1);
    orm::Derivation derivation_;
    orm::ModelRegistry registry_;
};

/// `WHERE: WHAT` and, where there is one, ` (HINT)`.
QString errorText(const Error& error);

/// The value; where there is none the test can't go on, and says why.
template<class T>
T mustHave(Result<T> result, const QString& what)
{
    if (!result)
        qFatal("%s: %s", qPrintable(what), qPrintable(errorText(result.error())));
    return std::move(*result);
}

} // namespace conjoin::tests
