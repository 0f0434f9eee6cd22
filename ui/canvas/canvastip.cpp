// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvastip.h"

#include "model/document/objects.h"
#include "ui/canvas/canvaswords.h"
#include "ui/canvas/levelofdetail.h"
#include "ui/models/columnmodel.h"

#include <QCoreApplication>
#include <QStringList>

namespace conjoin::ui {

namespace {

struct Tip {
    Q_DECLARE_TR_FUNCTIONS(CanvasTip)
};

constexpr int longest = 400; // characters of a comment: what is longer is read in its form

/// A line of text from the model, shown as it is.
QString plain(const QString& text)
{
    QString shown = text.size() > longest ? text.left(longest) + u'…' : text;
    return shown.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"));
}

QString joined(const QStringList& lines)
{
    // Rich text wraps: a comment must not be as wide as the screen. No paragraph: it has margins of its own.
    return lines.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(lines.join(QStringLiteral("<br>")));
}

QString tipForColumn(const model::Document& document, const SceneGraph& scene, const Hit& hit)
{
    const SceneNode& node = scene.nodes[size_t(hit.node)];
    const CardRow& row = node.rows[size_t(hit.row)];
    QStringList lines{QStringLiteral("<b>%1</b> %2").arg(plain(row.name), plain(row.type))};
    lines += plain(flagsOfRow(row));
    const auto* id = std::get_if<ColumnId>(&row.object);
    const model::Table* table = document.schema.tables.find(node.table);
    const model::Column* column = id && table ? table->column(*id) : nullptr;
    if (column) {
        if (const QString value = defaultText(column->defaultValue); !value.isEmpty())
            lines += Tip::tr("Default: %1").arg(plain(value));
        if (column->generated.kind != model::Generated::Kind::None)
            lines += Tip::tr("Computed: %1").arg(plain(*column->generated.expression));
        if (!column->comment->isEmpty())
            lines += plain(*column->comment);
    }
    lines.removeAll(QString());
    return joined(lines);
}

QString tipForTable(const model::Document& document, const SceneNode& node, bool far)
{
    const model::Table* table = document.schema.tables.find(node.table);
    if (!table || (table->comment.isEmpty() && !far))
        return {};
    QStringList lines{QStringLiteral("<b>%1</b>").arg(plain(node.title))};
    if (!table->comment.isEmpty())
        lines += plain(table->comment);
    return joined(lines);
}

QString tipForEdge(const model::Document& document, const SceneGraph& scene, int index)
{
    QStringList lines{QStringLiteral("<b>%1</b>").arg(plain(wordsForEdge(scene, index)))};
    const SceneEdge& edge = scene.edges[size_t(index)];
    const auto* id = std::get_if<ReferenceId>(&edge.object);
    const model::Reference* reference = id ? document.schema.references.find(*id) : nullptr;
    if (reference) {
        if (reference->key.onDelete)
            lines += Tip::tr("On delete: %1").arg(model::actionText(*reference->key.onDelete).toLower());
        if (reference->key.onUpdate)
            lines += Tip::tr("On update: %1").arg(model::actionText(*reference->key.onUpdate).toLower());
        if (reference->key.unconstrained)
            lines += Tip::tr("No constraint of the database");
        if (!reference->key.comment.isEmpty())
            lines += plain(reference->key.comment);
    }
    return joined(lines);
}

} // namespace

QString tipFor(const model::Document& document, const SceneGraph& scene, const Hit& hit, double scale)
{
    const Detail detail = detailAt(scale);
    const bool far = detail == Detail::Block || detail == Detail::Boxes;
    switch (hit.part) {
    case Hit::Part::Row:
        if (!far)
            return tipForColumn(document, scene, hit);
        [[fallthrough]];
    case Hit::Part::Title:
    case Hit::Part::Body:
        return tipForTable(document, scene.nodes[size_t(hit.node)], far);
    case Hit::Part::Edge:
    case Hit::Part::Stub:
        return tipForEdge(document, scene, hit.edge);
    case Hit::Part::Nothing:
    case Hit::Part::Handle:
    case Hit::Part::AddRow:
    case Hit::Part::RoleName:
        break;
    }
    return {};
}

} // namespace conjoin::ui
