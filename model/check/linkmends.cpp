// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mending.h"

#include <algorithm>

namespace conjoin::model::mending {

namespace {

Mended rolesGiven(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [&](ManyToMany& link) {
        QStringList taken;
        for (const Column& column : document.schema.tables.at(link.ends.front().table).columns)
            taken << column.name;
        for (LinkEnd& end : link.ends)
            taken << end.role;
        for (LinkEnd& end : link.ends) {
            const QString plural =
                pluralName(document.settings.naming, document.schema.tables.at(end.table).name);
            end.role = freeName(QStringLiteral("Linked") + plural, taken);
            taken << end.role;
        }
    });
}

/// What tells a link from another between the same tables: the name of its junction.
Mended rolesByJunction(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [&](ManyToMany& link) {
        const QString junction = document.schema.tables.at(link.junction).name;
        for (LinkEnd& end : link.ends)
            end.role = pluralName(document.settings.naming, document.schema.tables.at(end.table).name) +
                       QStringLiteral("By") + junction;
    });
}

Mended setNullMadeCascade(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) {
        for (LinkEnd& end : link.ends) {
            for (std::optional<Action>* action : {&end.key.onDelete, &end.key.onUpdate}) {
                if (*action == Action::SetNull)
                    *action = Action::Cascade;
            }
        }
    });
}

Mended pairMadeUnique(const Document& document, const Diagnostic& finding)
{
    const auto* id = std::get_if<LinkId>(&finding.object);
    const ManyToMany* link = id ? document.schema.links.find(*id) : nullptr;
    if (!link)
        return gone();
    Document next = document;
    next.schema.tables.update(link->junction, [&](Table& table) {
        Key key;
        key.id = idFor<KeyId>(finding);
        for (const LinkEnd& end : link->ends) {
            for (const ColumnPair& pair : end.key.columns)
                key.parts.push_back({pair.local, false, {}});
        }
        for (Column& column : table.columns) {
            for (const KeyPart& part : key.parts)
                column.nullable = column.nullable && std::get<ColumnId>(part.what) != column.id;
        }
        table.uniqueKeys.push_back(std::move(key));
    });
    return next;
}

Mended participationRaised(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) {
        for (LinkEnd& end : link.ends) {
            end.minimum = std::max(end.minimum, 0);
            end.maximum = end.maximum <= 0 ? 0 : std::max(end.maximum, end.minimum);
        }
    });
}

Mended madeOrdinary(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) { link.symmetric = false; });
}

Mended reverseIndexAdded(const Document& document, const Diagnostic& finding)
{
    return changeLink(document, finding.object, [](ManyToMany& link) { link.reverseIndex = true; });
}

} // namespace

Mends linkMends()
{
    return {
        {QStringLiteral("link.self-without-roles"), rolesGiven},
        {QStringLiteral("link.duplicate"), rolesByJunction},
        {QStringLiteral("link.set-null-on-key"), setNullMadeCascade},
        {QStringLiteral("link.no-key"), pairMadeUnique},
        {QStringLiteral("link.participation-impossible"), participationRaised},
        {QStringLiteral("link.symmetric-not-self"), madeOrdinary},
        {QStringLiteral("link.no-reverse-index"), reverseIndexAdded},
    };
}

} // namespace conjoin::model::mending
