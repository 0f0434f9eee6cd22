// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "orm/sql/finder.h"
#include "orm/sql/writer.h"

#include <memory>
#include <optional>

namespace conjoin::tests {

/// A schema drawn in a few words, and a SQLite database in memory that has it. Draw first, then open().
class SampleDatabase {
public:
    /// `{"firstName", "code! varchar(8)", "title* text"}`: a name, `*` for NOT NULL, `!` for NOT NULL and
    /// unique, then a type.
    TableId table(const QString& name, const QStringList& columns, const QStringList& primaryKey = {});
    ReferenceId reference(TableId from, TableId to, const QString& role = {}, const QString& inverseRole = {},
        bool mandatory = false, bool unique = false);
    /// Roles: what the other side calls the rows of the left and of the right table.
    LinkId link(const QString& junction, TableId left, TableId right, const QStringList& columns = {},
        const QString& leftRole = {}, const QString& rightRole = {});

    model::Schema schema;

    void open();
    sql::Connection& connection() { return *connection_; }
    const orm::ModelRegistry& registry() const { return registry_; }
    int model(const char* name) const;

    /// Runs a statement; its error fails the test run loudly.
    std::vector<std::vector<sql::Value>> rows(const QString& statement);
    qint64 number(const QString& statement);

    /// JSON in, compact JSON or `error: …` out.
    QString create(const char* model, const char* json, sql::CreateOptions options = {});
    QString find(const char* model, const QStringList& includes = {}, const char* where = nullptr,
        const QString& order = {}, std::optional<int> limit = {}, int offset = 0);

private:
    model::Column column(const QString& text, std::vector<model::Key>& uniqueKeys);

    IdSource ids_ = IdSource::seeded(1);
    orm::ModelRegistry registry_;
    std::unique_ptr<sql::Connection> connection_;
};

/// `WHERE: WHAT` and, where there is one, ` (HINT)`.
QString errorText(const Error& error);

} // namespace conjoin::tests
