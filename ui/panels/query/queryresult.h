// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "orm/sql/row.h"

#include <QAbstractItemModel>
#include <QFont>

#include <memory>
#include <vector>

namespace conjoin::ui {

/// What a query found, as a tree: rows, below each what was asked for of its associations, with a line of names
/// above their rows. Everything is there already; a place is made when it is opened. Not to be changed.
class QueryResultModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class Kind { Row, Relation, Header };

    explicit QueryResultModel(QObject* parent = nullptr);
    ~QueryResultModel() override;

    /// The address of the database that is asked: rows that are dragged elsewhere say where they are from.
    void setDatabase(const QString& url) { database_ = url; }
    void setResult(std::shared_ptr<const orm::ModelRegistry> registry, const orm::Query& query, sql::Rows rows);
    void clear();
    Kind kind(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::LinkAction | Qt::CopyAction; }
    QStringList mimeTypes() const override;
    /// The rows of these places as RowsMime; those that are not of the first one's table are left out.
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    /// The columns of the rows at one place of the query.
    struct Level {
        const orm::Model* model = nullptr;
        const orm::Model* junction = nullptr;
        QString title;
        bool toMany = false;
        bool keyed = false;                      ///< what tells its rows apart was asked for
        std::vector<std::pair<bool, int>> cells; ///< whether of the junction, and which attribute
        std::vector<std::unique_ptr<Level>> below;
    };
    struct Node;

    std::unique_ptr<Level> levelOf(int model, const orm::Association* association,
        const std::optional<QStringList>& attributes, const std::optional<QStringList>& throughAttributes,
        const std::vector<orm::Include>& includes);
    const Node& node(const QModelIndex& index) const;
    void fill(Node& node) const;
    QVariant display(const Node& node, int column) const;

    std::shared_ptr<const orm::ModelRegistry> registry_;
    std::unique_ptr<Level> root_;
    std::unique_ptr<Node> top_;
    int columns_ = 1;
    QString database_;
};

} // namespace conjoin::ui
