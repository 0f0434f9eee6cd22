// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "ui/models/resulttree.h"

#include <QObject>

#include <optional>

class QMenu;

namespace conjoin::ui {

class RowTreeView;

/// What a project can be told about looking at rows: that a junction is to be shown as a table or a table as a
/// link, and foreign keys that the database does not have. It only asks; the project is somebody else's to
/// edit.
class BrowsingMenu : public QObject {
    Q_OBJECT

public:
    BrowsingMenu(ResultTreeModel& model, RowTreeView& view);

    void setSource(RowSource source) { source_ = std::move(source); }
    void setBrowsing(model::Browsing browsing) { browsing_ = std::move(browsing); }
    /// Adds what can be said at that place.
    void fillMenu(QMenu* menu, const QModelIndex& index);

signals:
    /// Nothing = as the tables themselves say.
    void junctionViewWanted(
        const conjoin::model::NamedTable& table, std::optional<conjoin::model::JunctionView::As> as);
    void virtualKeyWanted(const conjoin::model::VirtualKey& key);
    void virtualKeyUnwanted(const conjoin::model::VirtualKey& key);

private:
    void addView(QMenu* menu, int model);
    std::optional<model::VirtualKey> virtualKeyOf(int model, const QStringList& keys) const;
    void askForKey(int model, const QString& attribute);

    ResultTreeModel& model_;
    RowTreeView& view_;
    RowSource source_;
    model::Browsing browsing_;
};

} // namespace conjoin::ui
