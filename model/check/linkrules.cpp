// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"

#include <QSet>

#include <algorithm>

/// link.self-without-roles  warning  two ends at one table that no role tells apart
/// link.set-null-on-key     error    SET NULL on a column of the junction's primary key
/// link.no-key              hint     a junction that was read and lets the same pair in twice
/// link.duplicate           hint     another link between the same tables, and no role tells them apart
/// link.participation-impossible  error  a row must take part in more links than it may
/// link.participation-unenforced  hint   a bound that no key or NOT NULL can hold: the data report checks it
/// link.symmetric-not-self  error    (a, b) and (b, a) can be one link only where both are rows of one table
/// link.no-reverse-index    hint     a junction that was read and has no index from the second end: reading the
///                                   link from there reads all of it
/// reference.type-mismatch  warning  as for references
namespace conjoin::model {

namespace {

void checkRolesOfSelf(Findings& findings, const ManyToMany& link)
{
    for (std::size_t i = 0; i < link.ends.size(); ++i) {
        for (std::size_t j = i + 1; j < link.ends.size(); ++j) {
            if (link.ends[i].table != link.ends[j].table || link.ends[i].role != link.ends[j].role)
                continue;
            const bool wasRead = link.junctionKey == ManyToMany::JunctionKey::AsIs;
            findings.add(wasRead ? Severity::Hint : Severity::Warning,
                message("link.self-without-roles", "both ends are \"%1\", and no role tells which is which",
                    {findings.schema().tables.at(link.ends[i].table).name}),
                link.id, message("mend.roles", "give each end a role, such as Parents and Children"));
            return;
        }
    }
}

/// Whether the column is sure to be NOT NULL: part of a primary key, or said to be.
bool isKeyColumn(const ManyToMany& link, const Table& junction, const LinkEnd& end)
{
    const auto isIn = [&](ColumnId id) {
        if (!id)
            return false;
        const bool inKey =
            junction.primaryKey && std::ranges::count(columnsOf(junction.primaryKey->parts), id) > 0;
        return inKey || !junction.column(id)->nullable;
    };
    if (link.junctionKey != ManyToMany::JunctionKey::AsIs)
        return true; // derived keys of a junction are NOT NULL, with a surrogate too
    return std::ranges::any_of(end.key.columns, [&](const ColumnPair& pair) { return isIn(pair.local); });
}

void checkSetNull(Findings& findings, const ManyToMany& link, const Table& junction)
{
    for (const LinkEnd& end : link.ends) {
        const bool setsNull = end.key.onDelete == Action::SetNull || end.key.onUpdate == Action::SetNull;
        if (setsNull && isKeyColumn(link, junction, end))
            findings.add(Severity::Error,
                message("link.set-null-on-key",
                    "SET NULL for \"%1\" meets a key column of the junction, "
                    "which can't be null",
                    {findings.schema().tables.at(end.table).name}),
                link.id, message("mend.cascade", "take CASCADE or RESTRICT"));
    }
}

/// Whether some key lies within the columns of the ends, so that a pair can't stand there twice.
bool hasPairKey(const ManyToMany& link, const Table& junction)
{
    std::vector<ColumnId> ours;
    for (const LinkEnd& end : link.ends) {
        for (const ColumnPair& pair : end.key.columns)
            ours.push_back(pair.local);
    }
    const auto within = [&](const std::vector<KeyPart>& parts) {
        const std::vector<ColumnId> columns = columnsOf(parts);
        return !columns.empty() && std::ranges::all_of(columns,
                                       [&](ColumnId id) { return std::ranges::find(ours, id) != ours.end(); });
    };
    return (junction.primaryKey && within(junction.primaryKey->parts)) ||
           std::ranges::any_of(junction.uniqueKeys, [&](const Key& key) { return within(key.parts); }) ||
           std::ranges::any_of(junction.indexes, [&](const Index& index) {
               return index.unique && index.where.isEmpty() && within(index.parts);
           });
}

void checkParticipation(Findings& findings, const ManyToMany& link)
{
    for (const LinkEnd& end : link.ends) {
        const QString table = findings.schema().tables.at(end.table).name;
        const QStringList bounds{table, QString::number(end.minimum), QString::number(end.maximum)};
        if (end.minimum < 0 || end.maximum < 0 || (end.maximum > 0 && end.minimum > end.maximum))
            findings.add(Severity::Error,
                message("link.participation-impossible",
                    "\"%1\" must take part in at least %2 links and may in at most %3", bounds),
                link.id, message("mend.participation", "raise the maximum to the minimum"));
        else if (end.minimum > 0 || end.maximum > 0)
            findings.add(Severity::Hint,
                message("link.participation-unenforced",
                    "no database holds \"%1\" to at least %2 and at most %3 links (0: any number) by itself",
                    bounds),
                link.id, message("mend.participation-report", "check the data now and then, or accept it"));
    }
    const bool isSelf = link.ends.size() == 2 && link.ends[0].table == link.ends[1].table;
    if (link.symmetric && !isSelf)
        findings.add(Severity::Error,
            message("link.symmetric-not-self", "only a link of a table with itself can be symmetric"), link.id,
            message("mend.not-symmetric", "make it an ordinary link"));
}

/// Whether some key or index of the junction begins with the columns of that end.
bool leadsFrom(const LinkEnd& end, const Table& junction)
{
    const auto leads = [&](const std::vector<KeyPart>& parts) {
        const std::vector<ColumnId> columns = columnsOf(parts);
        return columns.size() >= end.key.columns.size() &&
               std::equal(end.key.columns.begin(), end.key.columns.end(), columns.begin(),
                   [](const ColumnPair& pair, ColumnId column) { return pair.local == column; });
    };
    return (junction.primaryKey && leads(junction.primaryKey->parts)) ||
           std::ranges::any_of(junction.uniqueKeys, [&](const Key& key) { return leads(key.parts); }) ||
           std::ranges::any_of(junction.indexes, [&](const Index& index) { return leads(index.parts); });
}

void checkReverseIndex(Findings& findings, const ManyToMany& link, const Table& junction)
{
    const bool isDerived = link.junctionKey != ManyToMany::JunctionKey::AsIs;
    if (findings.engine().indexesForeignKeys || isDerived || link.reverseIndex == true || link.ends.size() != 2)
        return;
    for (const LinkEnd& end : link.ends) {
        const bool isNamed =
            !end.key.columns.empty() &&
            std::ranges::none_of(end.key.columns, [](const ColumnPair& pair) { return !pair.local; });
        if (!isNamed || leadsFrom(end, junction))
            continue;
        findings.add(Severity::Hint,
            message("link.no-reverse-index", "no index begins at \"%1\": finding its links reads all of \"%2\"",
                {findings.schema().tables.at(end.table).name, junction.name}),
            link.id, message("mend.reverse-index", "add an index that begins there"));
        return; // one index mends it
    }
}

QString endsText(const ManyToMany& link)
{
    QStringList ends;
    for (const LinkEnd& end : link.ends)
        ends << idText(end.table.value()) + end.role;
    ends.sort();
    return ends.join(QChar(0));
}

} // namespace

void checkLinks(Findings& findings)
{
    QSet<QString> seen;
    for (const ManyToMany& link : findings.schema().links) {
        const Table& junction = findings.schema().tables.at(link.junction);
        const bool wasRead = link.junctionKey == ManyToMany::JunctionKey::AsIs;
        checkRolesOfSelf(findings, link);
        checkSetNull(findings, link, junction);
        checkParticipation(findings, link);
        if (hasPairKey(link, junction))
            checkReverseIndex(findings, link, junction);
        for (const LinkEnd& end : link.ends)
            checkTypes(findings, end.key, junction, findings.schema().tables.at(end.table), link.id);
        if (wasRead && !hasPairKey(link, junction))
            findings.add(Severity::Hint,
                message("link.no-key", "nothing keeps the same rows from being linked twice"), link.id,
                message("mend.pair-key", "make the key columns a primary or unique key"));
        if (!wasRead && seen.contains(endsText(link)))
            findings.add(Severity::Hint,
                message("link.duplicate", "another link ties the same tables, and no role tells them apart"),
                link.id, message("mend.role", "give one of them a role"));
        seen.insert(endsText(link));
    }
}

} // namespace conjoin::model
