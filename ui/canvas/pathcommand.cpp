// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/pathcommand.h"

#include "orm/derive/joinpath.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QCoreApplication>

#include <algorithm>

namespace conjoin::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PathCommand)
};

/// Tables of the selected cards, pills and columns.
std::vector<TableId> selectedTables(const Surface& surface)
{
    std::vector<TableId> tables;
    for (const ObjectRef& object : surface.selection().objects()) {
        const int node = surface.scene().nodeOf(object);
        const TableId table = node < 0 ? TableId() : surface.scene().nodes[size_t(node)].table;
        if (table && std::ranges::find(tables, table) == tables.end())
            tables.push_back(table);
    }
    return tables;
}

void add(std::vector<ObjectRef>& objects, const ObjectRef& object)
{
    if (std::ranges::find(objects, object) == objects.end())
        objects.push_back(object);
}

} // namespace

void showPath(CanvasView& view, Surface& surface)
{
    const std::vector<TableId> ends = selectedTables(surface);
    if (ends.size() != 2) {
        surface.say(Words::tr("Select the two tables to find the way between"));
        return;
    }
    const EditSession& session = surface.session();
    const model::Schema& schema = session.document().schema;
    const orm::Derivation& derivation = session.derivation();
    const auto name = [&](TableId table) { return schema.tables.at(table).name; };
    const std::vector<orm::JoinStep> path = orm::joinPath(derivation, ends[0], ends[1]);
    if (path.empty()) {
        surface.say(Words::tr("No key leads from %1 to %2").arg(name(ends[0]), name(ends[1])));
        return;
    }
    const auto dialect = orm::dialectNamed(session.document().settings.dialect);
    std::vector<ObjectRef> objects;
    QStringList names{name(ends[0])};
    const auto visit = [&](TableId table) {
        const model::ManyToMany* link = model::linkOfJunction(schema, table);
        add(objects, link ? ObjectRef(link->id) : ObjectRef(table));
    };
    visit(ends[0]);
    for (const orm::JoinStep& step : path) {
        const TableId table = derivation.origins[size_t(step.to)].table;
        add(objects, orm::objectOf(derivation, step));
        visit(table);
        names += name(table);
    }
    surface.selection().select(objects);
    QRectF area;
    for (const ObjectRef& object : objects) {
        const int node = surface.scene().nodeOf(object);
        if (node >= 0)
            area |= surface.scene().nodes[size_t(node)].rect;
    }
    if (!surface.viewport().visible().contains(area) && !area.isEmpty())
        surface.show(area);
    emit view.pathFound(
        names.join(QStringLiteral(" → ")), dialect ? orm::joinSql(derivation, path, **dialect) : QString());
}

} // namespace conjoin::ui
