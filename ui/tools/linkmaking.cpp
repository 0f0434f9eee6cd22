// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/linkmaking.h"

#include "model/document/objects.h"
#include "model/edit/edits.h"
#include "ui/session/editsession.h"

#include <QCoreApplication>

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

} // namespace

std::vector<LinkKind> fittingKinds(const model::Document& document, TableId from, TableId to)
{
    std::vector<LinkKind> kinds{LinkKind::OneToOne, LinkKind::OneToMany, LinkKind::ManyToMany};
    if (extensionOf(document, from, to).link)
        kinds.push_back(LinkKind::FurtherEnd);
    return kinds;
}

QString linkSentence(const model::Document& document, TableId from, TableId to, LinkKind kind)
{
    const QString one = nameOf(document, from), other = nameOf(document, to);
    const auto plural = [&](const QString& name) { return model::pluralName(document.settings.naming, name); };
    switch (kind) {
    case LinkKind::OneToOne:
        return Words::tr("One %1 has one %2").arg(one, other);
    case LinkKind::OneToMany:
        return Words::tr("One %1 has many %2").arg(one, plural(other));
    case LinkKind::ManyToMany:
        return Words::tr("Many %1 have many %2").arg(plural(one), plural(other));
    case LinkKind::FurtherEnd:
        break;
    }
    const Extension extension = extensionOf(document, from, to);
    return Words::tr("%1 becomes a further end of %2")
        .arg(nameOf(document, extension.table), nameOf(document, extension.link->junction));
}

Result<ObjectRef> drawLink(EditSession& session, TableId from, TableId to, LinkKind kind)
{
    const model::Document& document = session.document();
    const QString text = Words::tr("Link %1 and %2").arg(nameOf(document, from), nameOf(document, to));
    const auto done = [](const Result<void>& result, const ObjectRef& made) -> Result<ObjectRef> {
        return result ? Result<ObjectRef>(made) : Result<ObjectRef>(result.error());
    };
    switch (kind) {
    case LinkKind::OneToOne:
    case LinkKind::OneToMany: {
        const auto id = session.ids().next<ReferenceId>();
        const model::Reference made = reference(document, id, from, to, kind == LinkKind::OneToOne);
        const auto edit = [&](model::Document d) { return model::edit::addReference(std::move(d), made); };
        return done(session.apply(text, edit), id);
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

QString creationKey(const ObjectRef& made)
{
    return QStringLiteral("new/%1").arg(model::idValue(made));
}

} // namespace conjoin::ui
