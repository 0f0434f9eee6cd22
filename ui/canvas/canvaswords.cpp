// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvaswords.h"

#include "ui/canvas/notetext.h"

#include <QCoreApplication>
#include <QStringList>

namespace conjoin::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CanvasWords)
};

const QString& titleOf(const SceneGraph& scene, int node)
{
    return scene.nodes[size_t(node)].title;
}

QStringList endsOf(const SceneGraph& scene, int junction)
{
    QStringList ends;
    for (const SceneEdge& edge : scene.edges) {
        if (edge.manyToMany && edge.to == junction)
            ends += titleOf(scene, edge.from);
    }
    return ends;
}

QStringList linksOf(const SceneGraph& scene, int node)
{
    QStringList links;
    for (const SceneEdge& edge : scene.edges) {
        if (edge.manyToMany && edge.from == node) {
            QStringList others = endsOf(scene, edge.to);
            others.removeOne(titleOf(scene, node));
            links += Words::tr("linked to %1 through %2")
                         .arg(others.join(QStringLiteral(", ")), titleOf(scene, edge.to));
        } else if (!edge.manyToMany && edge.from == node) {
            links += Words::tr("refers to %1").arg(titleOf(scene, edge.to));
        } else if (!edge.manyToMany && edge.to == node) {
            links += Words::tr("referred to by %1").arg(titleOf(scene, edge.from));
        }
    }
    links.removeDuplicates();
    return links;
}

} // namespace

QString wordsForNode(const SceneGraph& scene, int index)
{
    const SceneNode& node = scene.nodes[size_t(index)];
    QStringList parts;
    switch (node.kind) {
    case NodeKind::Table:
        parts += Words::tr("Table %1").arg(node.title);
        parts += node.rows.size() == 1 ? Words::tr("1 column") : Words::tr("%1 columns").arg(node.rows.size());
        parts += linksOf(scene, index);
        break;
    case NodeKind::Junction:
    case NodeKind::Pill:
        parts += Words::tr("Many-to-many link %1 between %2")
                     .arg(node.title, endsOf(scene, index).join(Words::tr(" and ")));
        for (const CardRow& row : node.rows)
            parts += row.name;
        break;
    case NodeKind::Note:
        parts += Words::tr("Note: %1").arg(plainNoteText(node.title));
        break;
    case NodeKind::Group:
        parts += Words::tr("Group %1").arg(node.title);
        break;
    }
    return parts.join(QStringLiteral(", "));
}

QString wordsForRow(const SceneGraph& scene, int node, int index)
{
    const CardRow& row = scene.nodes[size_t(node)].rows[size_t(index)];
    QStringList parts{row.name, row.type, flagsOfRow(row)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString flagsOfRow(const CardRow& row)
{
    QStringList parts;
    if (row.primaryKey)
        parts += Words::tr("primary key");
    if (row.foreignKey)
        parts += Words::tr("foreign key");
    if (row.unique && !row.primaryKey)
        parts += Words::tr("unique");
    if (!row.primaryKey)
        parts += row.nullable ? Words::tr("optional") : Words::tr("mandatory");
    if (row.derived)
        parts += Words::tr("added by the schema");
    return parts.join(QStringLiteral(", "));
}

QString stateOfNode(const SceneGraph& scene, int index)
{
    const SceneNode& node = scene.nodes[size_t(index)];
    QStringList parts;
    if (node.pinned)
        parts += Words::tr("locked");
    if (node.collapsed)
        parts += Words::tr("only its title is shown");
    return parts.join(QStringLiteral(", "));
}

QString wordsForEdge(const SceneGraph& scene, int index)
{
    const SceneEdge& edge = scene.edges[size_t(index)];
    const SceneNode& from = scene.nodes[size_t(edge.from)];
    const SceneNode& to = scene.nodes[size_t(edge.to)];
    if (edge.manyToMany)
        return Words::tr("End %1 of the link %2").arg(from.title, to.title);
    const bool hasRow = edge.fromRow >= 0 && edge.fromRow < int(from.rows.size());
    const QString start = hasRow ? from.title + u'.' + from.rows[size_t(edge.fromRow)].name : from.title;
    return Words::tr("Reference from %1 to %2").arg(start, to.title);
}

} // namespace conjoin::ui
