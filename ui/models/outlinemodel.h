// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/schema/table.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace conjoin::ui {

class EditSession;

/// Everything of a document as a tree: tables with their columns, many-to-many links, types, views and whatever
/// else a database holds, by kind – and by schema, where there are several. Columns are looked up when they are
/// asked for. What is expanded or selected stays so when the document changes.
class OutlineModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        ObjectRole = Qt::UserRole,
        DetailRole,
        DetailBelowRole, ///< whether the detail stands on a line of its own: names of tables need the room
        KeyRole,         ///< a text that stays the same for the same thing
    };

    OutlineModel(EditSession& session, const Theme& theme, QObject* parent = nullptr);
    ~OutlineModel() override;

    void setTheme(const Theme& theme);
    /// Keeps what contains every word of `text` in its name or in a column's; empty keeps everything.
    void setFilter(const QString& text);
    const QString& filter() const { return filter_; }

    ObjectRef objectAt(const QModelIndex& index) const;
    /// Invalid where the filter hides it or it is not in the outline.
    QModelIndex indexOf(const ObjectRef& object) const;
    /// Whether it is a heading over things of one kind, or a schema.
    bool isHeading(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Node;
    void rebuild();
    std::unique_ptr<Node> build() const;
    void addColumns(Node& node, const model::Table& table, const QStringList& words) const;
    const Node& filled(const QModelIndex& index) const;
    const Node* nodeOf(const QString& key) const;
    QModelIndex indexOfNode(const Node& node) const;

    EditSession& session_;
    const Theme* theme_;
    QString filter_;
    std::unique_ptr<Node> root_;
    mutable QHash<QString, Node*> byKey_;
    mutable QHash<QString, QIcon> icons_;
};

} // namespace conjoin::ui
