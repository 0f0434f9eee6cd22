// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QHash>

/// role.duplicate  error  two references or links of a table that were given the same role
/// role.column     error  a role that is called like a column of the table, so that a row has one name for two
/// things
namespace conjoin::model {

namespace {

/// A role that a person gave, and the table from whose rows it leads.
struct Role {
    TableId table;
    QString name;
    ObjectRef owner;
};

std::vector<Role> rolesOf(const Schema& schema)
{
    std::vector<Role> roles;
    const auto add = [&](TableId table, const QString& name, const ObjectRef& owner) {
        if (table && !name.isEmpty())
            roles.push_back({table, name, owner});
    };
    for (const Reference& reference : schema.references) {
        add(reference.from, reference.role, reference.id);
        add(reference.to, reference.inverseRole, reference.id);
    }
    for (const ManyToMany& link : schema.links) {
        for (std::size_t i = 0; i < link.ends.size(); ++i) {
            for (std::size_t j = 0; j < link.ends.size(); ++j) {
                if (i != j)
                    add(link.ends[j].table, link.ends[i].role, link.id); // the role is the other side's word
            }
        }
    }
    return roles;
}

} // namespace

void checkRoles(Findings& findings)
{
    QHash<std::pair<TableId, QString>, ObjectRef> seen;
    for (const Role& role : rolesOf(findings.schema())) {
        const Table& table = findings.schema().tables.at(role.table);
        if (table.columnNamed(role.name))
            findings.add(Severity::Error,
                message("role.column", "the role \"%1\" of \"%2\" is called like a column of it",
                    {role.name, table.name}),
                role.owner, message("mend.rename-role", "give it another role"));
        const std::pair place(role.table, role.name);
        if (!seen.contains(place))
            seen.insert(place, role.owner);
        else if (seen.value(place) != role.owner)
            findings.add(Severity::Error,
                message("role.duplicate", "\"%1\" has the role \"%2\" twice", {table.name, role.name}),
                role.owner, message("mend.rename-role", "give it another role"));
    }
}

} // namespace conjoin::model
