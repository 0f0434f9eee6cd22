// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"
#include "ui/models/rowfetch.h"
#include "ui/models/rowsection.h"
#include "ui/models/treenode.h"

#include <QAbstractItemModel>

#include <optional>

namespace conjoin::ui {

/// One cell as the delegate paints it.
struct RowCell {
    enum class Kind { Empty, Value, Null, Placeholder, Missing, Title };
    Kind kind = Kind::Empty;
    QString text;
    QString suffix;         ///< in grey behind the text: the key
    bool right = false;     ///< numbers
    bool junction = false;  ///< of the junction row
    bool rule = false;      ///< the first of the junction: the double rule goes before it
    bool changed = false;   ///< entered, not yet written
    bool reference = false; ///< a foreign key, shown by the label of the row it refers to
};

/// The rows of a database as one tree: rows, under them their associations, under those rows again. Everything
/// is loaded when it is opened, on the database's thread; answers to questions that nobody asks any more are
/// dropped. One row shown in several places is one RowObject.
class ResultTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    static constexpr int rootPage = 200;
    static constexpr int firstPage = 20; ///< of an association of one row
    static constexpr int nextPage = 200;
    static constexpr int badgeCap = 101; ///< a badge counts up to 100

    explicit ResultTreeModel(ChangeSet& changes, QObject* parent = nullptr);
    ~ResultTreeModel() override;

    void setSource(RowSource source);
    /// Shows a table from its beginning; -1 shows nothing. `pinned` are keys of rows that must be on the first
    /// page.
    void showTable(int model, const orm::Json& where = {}, const QStringList& pinned = {});
    int rootModel() const { return rootModel_; }
    bool isLoading() const { return root_->state == LoadState::Loading; }
    int rootRows() const { return root_->stored; }
    const orm::ModelRegistry& registry() const { return *source_.registry; }

    TreeNodeKind kind(const QModelIndex& index) const { return node(index)->kind; }
    const RowPtr& object(const QModelIndex& index) const { return node(index)->object; }
    const RowPtr& junction(const QModelIndex& index) const { return node(index)->junction; }
    const LinkPtr& link(const QModelIndex& index) const { return node(index)->link; }
    /// The row whose association this index is, or is in; null at the root.
    RowPtr owner(const QModelIndex& index) const;
    /// The association that this index is, or is in; null at the root.
    const orm::Association* association(const QModelIndex& index) const;
    RowSection section(const QModelIndex& index) const;
    RowCell cell(const QModelIndex& index) const;
    /// How many rows a group has: stored ones up to badgeCap, -1 = not known, and how many wait to be linked.
    struct Badge {
        int stored = -1;
        int added = 0;
    };
    Badge badge(const QModelIndex& index) const;
    QString sentence(const QModelIndex& index) const; ///< of a node without columns
    bool isUnlinked(const QModelIndex& index) const;
    /// Whether the same row is further up on the way to the root.
    bool isShownAbove(const QModelIndex& index) const;
    /// The to-one association that the cell picks a row for, or the association of a Link line; null elsewhere.
    const orm::Association* picks(const QModelIndex& index) const;
    /// The row that gets what is picked there.
    RowPtr picker(const QModelIndex& index) const;
    /// The attribute of a cell and the row it belongs to; null where there is none.
    const orm::Attribute* attribute(const QModelIndex& index) const;
    RowPtr cellRow(const QModelIndex& index) const;

    /// A name for the place that outlives a reload.
    QString path(const QModelIndex& index) const;
    QModelIndex indexOf(const RowPtr& row) const; ///< the first place it is shown in
    QModelIndex indexOf(const LinkPtr& link) const;
    QModelIndex relation(const QModelIndex& row, const QString& association) const;
    QModelIndex linkLine(const QModelIndex& relation) const;
    /// Loads what a More line stands for, or asks again where an Error line is.
    void continueAt(const QModelIndex& index);
    /// The row object of what a search found.
    RowPtr adopt(const sql::Row& row);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void rootLoaded(int rows, bool more);
    void failed(const conjoin::Error& error);

private:
    TreeNode* node(const QModelIndex& index) const;
    QModelIndex indexFor(const TreeNode* node, int column = 0) const;
    TreeNode* insert(TreeNode* parent, int at, std::unique_ptr<TreeNode> child);
    void insertAll(TreeNode* parent, int at, std::vector<std::unique_ptr<TreeNode>> children);
    void remove(TreeNode* child);
    void removeKind(TreeNode* parent, TreeNodeKind kind);
    static TreeNode* childOfKind(const TreeNode* parent, TreeNodeKind kind);
    static void renumber(TreeNode* parent, int from);
    void enlist(TreeNode* node);
    void delist(TreeNode* node);
    void reset();

    std::unique_ptr<TreeNode> rowNode(TreeNodeKind kind, RowPtr row) const;
    void buildRelations(TreeNode* row);
    void buildPending(TreeNode* relation);
    void addPending(TreeNode* relation, const LinkPtr& link);
    int pendingEnd(const TreeNode* relation) const;
    void ensureHeader(TreeNode* relation);
    void tidyRelation(TreeNode* relation);
    bool isToOne(const TreeNode* relation) const;
    const orm::Association& associationOf(const TreeNode* relation) const;
    const TreeNode* relationOf(const TreeNode* node) const;
    void widen(int columns);

    void requestRoot(int offset, const QStringList& pinned);
    void requestRelated(TreeNode* relation);
    void takeRoot(Result<RowPage> page);
    void takeRelated(TreeNode* relation, Result<RowPage> page);
    void requestBadges(int model, const std::vector<sql::Row>& rows);
    void fail(TreeNode* parent, const Error& error);
    void announce(const RowPtr& row);

    RowCell valueCell(const RowObject& row, int attribute, bool label) const;
    RowCell draftCell(const TreeNode* node, const RowObject& row, const orm::Attribute& attribute) const;

    void onDraftAdded(const RowPtr& draft);
    void onDraftRemoved(const RowPtr& draft);
    void onLinkAdded(const RowPtr& owner, const LinkPtr& link);
    void onLinkRemoved(const RowPtr& owner, const LinkPtr& link);

    ChangeSet& changes_;
    RowSource source_;
    int rootModel_ = -1;
    orm::Json where_;
    std::unique_ptr<TreeNode> root_;
    std::optional<orm::Cursor> rootEnd_; ///< where the next root page begins
    int columns_ = 1;
    quint64 generation_ = 0; ///< raised by every reset: answers to older questions are dropped
    quint64 requests_ = 0;
    QHash<quint64, TreeNode*> waiting_; ///< request -> the relation that waits for it
    QHash<QString, RowPtr> rows_;       ///< the identity map: model and key
    QMultiHash<const RowObject*, TreeNode*> places_;
};

} // namespace conjoin::ui
