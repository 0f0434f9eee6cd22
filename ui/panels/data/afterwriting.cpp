// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/afterwriting.h"

#include "ui/panels/data/rowtreeview.h"

#include <QHash>

namespace conjoin::ui {

namespace {

/// Where the keyboard is once what waits is written: its place, or, where that goes, the next row of the table.
QString survivor(const RowTreeView& view, const ResultTreeModel& model)
{
    const auto stays = [&](const QModelIndex& place) {
        const RowPtr row = model.object(place);
        return !row || (!row->draft && !row->removed);
    };
    const QModelIndex here = view.currentIndex().siblingAtColumn(0);
    QModelIndex top = here;
    bool all = here.isValid();
    for (QModelIndex place = here; place.isValid(); place = place.parent()) {
        all = all && stays(place);
        top = place;
    }
    if (all || !top.isValid())
        return all ? model.path(here) : QString();
    for (int row = top.row(); row < model.rowCount(); ++row) {
        if (stays(model.index(row, 0)))
            return model.path(model.index(row, 0));
    }
    for (int row = top.row() - 1; row >= 0; --row) {
        if (stays(model.index(row, 0)))
            return model.path(model.index(row, 0));
    }
    return {};
}

} // namespace

PlaceAfter placeAfterWriting(const RowTreeView& view, const ResultTreeModel& model,
    const RowChangeReport& report, const ChangeSet::Compiled& compiled)
{
    PlaceAfter after;
    QHash<QString, QString> became;
    for (size_t i = 0; i < compiled.changes.size() && i < report.rows.size(); ++i) {
        const RowChange& change = compiled.changes[i];
        if (change.kind != RowChange::Kind::Create || change.model != model.rootModel())
            continue;
        const RowKey key = rowKey(model.registry().at(change.model), report.rows[i]);
        if (key.text.isEmpty())
            continue;
        after.pinned += key.text;
        after.current = key.text;
        const QModelIndex place = model.indexOf(compiled.rows[i]);
        if (place.isValid() && !place.parent().isValid())
            became.insert(model.path(place), key.text);
    }
    for (const QString& path : view.openPaths()) {
        const QString head = path.section(QChar(0x1f), 0, 0);
        const QString rest = path.mid(head.size());
        if (!rest.contains(QLatin1String("draft-")))
            after.open.insert(became.value(head, head) + rest);
    }
    if (after.current.isEmpty())
        after.current = survivor(view, model);
    return after;
}

} // namespace conjoin::ui
