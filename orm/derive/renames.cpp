// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/renames.h"

#include "orm/derive/derive.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

using What = Rename::What;

/// Of one table. Keys, checks and indexes keep their order whatever they are called; columns and foreign keys
/// are known by where they came from.
class TableRenames {
public:
    TableRenames(const PhysicalTable& before, const PhysicalTable& after, std::vector<Rename>& result)
        : before_(before)
        , after_(after)
        , result_(result)
    {}

    void add(What what, const QString& before, const QString& after)
    {
        if (before != after)
            result_.push_back({what, before_.name, before, after});
    }

    template<class Things>
    void addEach(What what, const Things& before, const Things& after)
    {
        for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i)
            add(what, before[i].name, after[i].name);
    }

    void addColumns(const TableOrigin& before, const TableOrigin& after)
    {
        for (std::size_t i = 0; i < before.columns.size(); ++i) {
            ColumnOrigin wanted = before.columns[i];
            const auto same = std::ranges::find_if(after.columns, [&](const ColumnOrigin& other) {
                wanted.attribute = other.attribute; // a convention may name it otherwise
                return wanted == other;
            });
            if (same != after.columns.end())
                add(What::Column, before_.columns[i].name,
                    after_.columns[std::size_t(same - after.columns.begin())].name);
        }
    }

    void addForeignKeys(const TableOrigin& before, const TableOrigin& after)
    {
        for (std::size_t i = 0; i < before.foreignKeys.size(); ++i) {
            const auto same = std::ranges::find_if(after.foreignKeys, [&](const ForeignKeyOrigin& other) {
                const ForeignKeyOrigin& own = before.foreignKeys[i];
                return own.reference == other.reference && own.link == other.link &&
                       own.linkEnd == other.linkEnd;
            });
            if (same != after.foreignKeys.end())
                add(What::ForeignKey, before_.foreignKeys[i].name,
                    after_.foreignKeys[std::size_t(same - after.foreignKeys.begin())].name);
        }
    }

    void run(const TableOrigin& before, const TableOrigin& after)
    {
        add(What::Table, before_.name, after_.name);
        addColumns(before, after);
        if (before_.primaryKey && after_.primaryKey)
            add(What::PrimaryKey, before_.primaryKey->name, after_.primaryKey->name);
        addEach(What::Unique, before_.uniqueKeys, after_.uniqueKeys);
        addForeignKeys(before, after);
        addEach(What::Check, before_.checks, after_.checks);
        addEach(What::Index, before_.indexes, after_.indexes);
    }

private:
    const PhysicalTable& before_;
    const PhysicalTable& after_;
    std::vector<Rename>& result_;
};

} // namespace

std::vector<Rename> renames(
    const model::Document& before, const model::NamingPolicy& after, const Dialect& dialect)
{
    const Derivation old = derive(before.schema, before.settings.naming, dialect.capabilities());
    const Derivation made = derive(before.schema, after, dialect.capabilities());
    std::vector<Rename> result;
    for (std::size_t i = 0; i < old.schema.tables.size(); ++i)
        TableRenames(old.schema.tables[i], made.schema.tables[i], result).run(old.origins[i], made.origins[i]);
    return result;
}

} // namespace conjoin::orm
