// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/linkmaking.h"

#include "model/document/objects.h"
#include "model/edit/arranging.h"
#include "ui/session/editsession.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace conjoin::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LinkMaking)
};

QString nameOf(const model::Document& document, TableId table)
{
    return document.schema.tables.at(table).name;
}

/// The link and the table that would become a further end of it, in either order; null where it is no such
/// pair.
struct Extension {
    const model::ManyToMany* link = nullptr;
    TableId table;
};

Extension extensionOf(const model::Document& document, TableId from, TableId to)
{
    const model::ManyToMany* fromLink = model::linkOfJunction(document.schema, from);
    const model::ManyToMany* toLink = model::linkOfJunction(document.schema, to);
    if (fromLink && !toLink)
        return {fromLink, to};
    if (toLink && !fromLink)
        return {toLink, from};
    return {};
}

model::Reference reference(
    const model::Document& document, ReferenceId id, TableId one, TableId many, bool unique)
{
    model::Reference made;
    made.id = id;
    made.from = many;
    made.to = one;
    made.unique = unique;
    if (one == many) // `StudentId` beside `id` would not say which student
        made.role = QStringLiteral("Parent") + nameOf(document, one);
    return made;
}

/// The columns that a key of `columns` pairs would refer to; nothing where the table's key has another number
/// of them. A derived primary key is one null column.
std::optional<std::vector<ColumnId>> keyColumns(const model::Table& table, size_t columns)
{
    if (!table.primaryKey)
        return columns == 1 ? std::optional(std::vector<ColumnId>{ColumnId()}) : std::nullopt;
    std::vector<ColumnId> key;
    for (const model::KeyPart& part : table.primaryKey->parts) {
        if (const auto* column = std::get_if<ColumnId>(&part.what))
            key.push_back(*column);
    }
    return key.size() == columns ? std::optional(key) : std::nullopt;
}

/// Points the key at the table: over the columns it has where they fit, else over new ones.
void pointAt(model::ForeignKey& key, const model::Table& table)
{
    const auto targets = keyColumns(table, key.columns.size());
    if (!targets) {
        key.columns.clear();
        key.setColumns.clear();
    }
    for (size_t i = 0; i < key.columns.size(); ++i)
        key.columns[i].target = (*targets)[i];
    key.constraintName.clear(); // it would tell of the table before
}

model::Reference withEndAt(
    const model::Document& document, model::Reference reference, bool far, const model::Table& table)
{
    if (far) {
        if (reference.to && reference.role == nameOf(document, reference.to))
            reference.role.clear();
        reference.to = table.id;
        reference.missingTable.clear();
        reference.missingSchema.clear();
        reference.missingColumns.clear();
        pointAt(reference.key, table);
        return reference;
    }
    reference.from = table.id;
    reference.key.columns.clear(); // they are the other table's
    reference.key.setColumns.clear();
    reference.key.constraintName.clear();
    return reference;
}

model::ManyToMany withEndAt(
    const model::Document& document, model::ManyToMany link, int end, const model::Table& table)
{
    model::LinkEnd& moved = link.ends.at(size_t(end));
    moved.table = table.id;
    pointAt(moved.key, table);
    const auto ofTable = [&](TableId id) { return std::ranges::count(link.ends, id, &model::LinkEnd::table); };
    const bool toItself = ofTable(table.id) > 1;
    link.symmetric = link.symmetric && ofTable(table.id) == std::ptrdiff_t(link.ends.size());
    for (model::LinkEnd& other : link.ends) { // each end must say which it is
        if (toItself && other.table == table.id && other.role.isEmpty()) {
            const QString plural = model::pluralName(document.settings.naming, table.name);
            other.role =
                &other == &moved ? Words::tr("Related", "before a plural: RelatedStudents") + plural : plural;
        }
    }
    return link;
}

} // namespace

std::vector<LinkKind> fittingKinds(const model::Document& document, const LinkPlan& plan)
{
    std::vector<LinkKind> kinds{LinkKind::OneToOne, LinkKind::OneToMany, LinkKind::ManyToMany};
    if (extensionOf(document, plan.from, plan.to).link)
        kinds.push_back(LinkKind::FurtherEnd);
    if (plan.column && keyColumns(document.schema.tables.at(plan.to), 1))
        kinds.push_back(LinkKind::ColumnKey);
    else if (plan.from != plan.to) // people draw from the many, too: where the key is
        kinds.push_back(LinkKind::ManyToOne);
    return kinds;
}

QString linkSentence(const model::Document& document, const LinkPlan& plan, LinkKind kind)
{
    const auto [from, to, column] = plan;
    const QString one = nameOf(document, from), other = nameOf(document, to);
    const auto plural = [&](const QString& name) { return model::pluralName(document.settings.naming, name); };
    switch (kind) {
    case LinkKind::OneToOne:
        return Words::tr("One %1 has one %2").arg(one, other);
    case LinkKind::OneToMany:
        return Words::tr("One %1 has many %2").arg(one, plural(other));
    case LinkKind::ManyToMany:
        return Words::tr("Many %1 have many %2").arg(plural(one), plural(other));
    case LinkKind::ManyToOne:
        return Words::tr("Many %1 have one %2").arg(plural(one), other);
    case LinkKind::ColumnKey:
        return Words::tr("%1.%2 refers to %3")
            .arg(one, document.schema.tables.at(from).column(column)->name, other);
    case LinkKind::FurtherEnd:
        break;
    }
    const Extension extension = extensionOf(document, from, to);
    return Words::tr("%1 becomes a further end of %2")
        .arg(nameOf(document, extension.table), nameOf(document, extension.link->junction));
}

Result<ObjectRef> drawLink(EditSession& session, const LinkPlan& plan, LinkKind kind)
{
    const auto [from, to, column] = plan;
    const model::Document& document = session.document();
    const QString text = Words::tr("Link %1 and %2").arg(nameOf(document, from), nameOf(document, to));
    const auto done = [](const Result<void>& result, const ObjectRef& made) -> Result<ObjectRef> {
        return result ? Result<ObjectRef>(made) : Result<ObjectRef>(result.error());
    };
    switch (kind) {
    case LinkKind::OneToOne:
    case LinkKind::OneToMany:
    case LinkKind::ManyToOne: {
        const auto id = session.ids().next<ReferenceId>();
        const bool back = kind == LinkKind::ManyToOne;
        const model::Reference made =
            reference(document, id, back ? to : from, back ? from : to, kind == LinkKind::OneToOne);
        const auto edit = [&](model::Document d) { return model::edit::addReference(std::move(d), made); };
        return done(session.apply(text, edit), id);
    }
    case LinkKind::ColumnKey: {
        model::Reference made;
        made.id = session.ids().next<ReferenceId>();
        made.from = from;
        made.to = to;
        const auto targets = keyColumns(document.schema.tables.at(to), 1);
        made.key.columns = {{column, targets ? targets->front() : ColumnId()}};
        made.mandatory = !document.schema.tables.at(from).column(column)->nullable;
        const auto edit = [&](model::Document d) { return model::edit::addReference(std::move(d), made); };
        return done(session.apply(text, edit), made.id);
    }
    case LinkKind::ManyToMany:
        break;
    case LinkKind::FurtherEnd: {
        const Extension extension = extensionOf(document, from, to);
        model::ManyToMany link = *extension.link;
        link.ends.push_back({extension.table, {}, {}});
        const auto edit = [&](model::Document d) { return model::edit::updateLink(std::move(d), link); };
        return done(session.apply(text, edit), link.id);
    }
    }
    QStringList taken;
    for (const model::Table& table : document.schema.tables)
        taken += table.name;
    model::Table junction;
    junction.id = session.ids().next<TableId>();
    junction.name = model::junctionName(nameOf(document, from), nameOf(document, to), taken);
    model::ManyToMany link;
    link.id = session.ids().next<LinkId>();
    link.junction = junction.id;
    link.ends.resize(2);
    link.ends[0].table = from;
    link.ends[1].table = to;
    if (from == to) { // names that hold until a person types better ones: each end must say which it is
        const QString plural = model::pluralName(document.settings.naming, nameOf(document, from));
        link.ends[0].role = plural;
        link.ends[1].role = Words::tr("Related", "before a plural: RelatedStudents") + plural;
    }
    const DiagramId diagram = session.currentDiagram();
    const auto edit = [&](model::Document d) {
        return model::edit::addLink(std::move(d), link, junction, diagram, model::LinkNode{link.id, {}, {}});
    };
    return done(session.apply(text, edit, creationKey(link.id)), link.id);
}

Result<void> endLinkAt(EditSession& session, const ObjectRef& line, int end, TableId table)
{
    namespace edit = model::edit;
    const model::Document& document = session.document();
    const model::Table& target = document.schema.tables.at(table);
    const QString text = Words::tr("Link to %1").arg(target.name);
    const DiagramId diagram = session.currentDiagram();
    return session.apply(text, [&](model::Document d) -> Result<model::Document> {
        Result<model::Document> moved =
            std::holds_alternative<ReferenceId>(line)
                ? edit::updateReference(std::move(d),
                      withEndAt(document, document.schema.references.at(std::get<ReferenceId>(line)), end == 1,
                          target))
                : edit::updateLink(std::move(d),
                      withEndAt(document, document.schema.links.at(std::get<LinkId>(line)), end, target));
        // Bends were made for where it ran.
        return moved ? edit::resetBends(std::move(*moved), diagram, {line}) : moved;
    });
}

QString creationKey(const ObjectRef& made)
{
    return QStringLiteral("new/%1").arg(model::idValue(made));
}

} // namespace conjoin::ui
