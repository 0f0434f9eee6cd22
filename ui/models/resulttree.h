// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"
#include "ui/models/relatedcounts.h"
#include "ui/models/rowfetch.h"
#include "ui/models/rowsection.h"
#include "ui/models/stagedlinks.h"
#include "ui/models/treenode.h"

#include <QAbstractItemModel>

#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

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
    bool empty = false;     ///< a text of no letters
    int sorted = 0;         ///< of a title: 1 = the rows below go up by it, -1 = down
    QString fault{};        ///< why it can't be stored, as a sentence; empty: nothing is known to be wrong
    bool reference = false; ///< a foreign key, shown by the label of the row it refers to
};

/// Which rows of a table the tree begins with.
struct RootView {
    int model = -1; ///< -1 shows nothing
    orm::Json where{};
    std::vector<orm::OrderBy> order{}; ///< then always the key
    QStringList pinned{};              ///< keys of rows that must be on the first page
    bool fromEnd = false;              ///< the last page instead of the first
    std::optional<double> share{};     ///< the page at about that share of the rows instead of the first
    RootPage page() const { return fromEnd ? RootPage::Last : share ? RootPage::Near : RootPage::First; }
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
    /// Of more rows than that each so many are asked for and taken in by themselves: the window answers
    /// meanwhile, and a person can stop.
    static constexpr int rowsAtOnce = 1'000;
    static constexpr int badgeCap = RelatedCounts::cap;
    static constexpr int mostParents = 100; ///< whose associations one statement reads

    explicit ResultTreeModel(ChangeSet& changes, QObject* parent = nullptr);
    ~ResultTreeModel() override;

    void setSource(RowSource source);
    void showTable(const RootView& view);
    const RootView& view() const { return view_; }
    int rootModel() const { return view_.model; }
    bool isLoading() const { return root_->state == LoadState::Loading; }
    int rootRows() const { return root_->stored; }
    int rootRowsToCome() const { return root_->wanted; }
    bool hasEarlier() const { return earlier_; } ///< rows in front of those that are shown
    bool hasLater() const { return later_; }
    /// How tables are looked at: which columns, in which order. Outlives the model; null = as they are.
    void setLayouts(const TableLayouts* layouts);
    void layoutsChanged();
    /// The labels of the source are others now.
    void labelsChanged();
    /// Counts the associations of a row that are not counted yet, for RowObject::badges; dataChanged() tells.
    /// Those of a page of usual size are counted with it.
    void countRelated(const RowPtr& row) { counts_.askForRow(row); }
    /// What a many-to-many group – and every other one of that association – shows of its junction rows.
    JunctionColumns junctionColumns(const QModelIndex& index) const;
    void setJunctionColumns(const QModelIndex& index, JunctionColumns columns);
    /// What the rows of that group, and of every other one of its association, are sorted by. Empty = the key.
    std::vector<orm::OrderBy> groupOrder(const QModelIndex& index) const;
    /// How groupOrder() names the column of a group's header or row; empty where there is none, or one row.
    QString groupColumn(const QModelIndex& index) const;
    /// Reads the rows of every open group of that association again.
    void reloadGroups(int model, const QString& association);
    const orm::ModelRegistry& registry() const { return *source_.registry; }

    TreeNodeKind kind(const QModelIndex& index) const { return node(index)->kind; }
    const RowPtr& object(const QModelIndex& index) const { return node(index)->object; }
    const RowPtr& junction(const QModelIndex& index) const { return node(index)->junction; }
    const LinkPtr& link(const QModelIndex& index) const { return node(index)->link; }
    /// Whose the link that waits is: of the row above, or of the row itself where it was made from its end.
    RowPtr linkOwner(const QModelIndex& index) const;
    /// The row whose association this index is, or is in; null at the root.
    RowPtr owner(const QModelIndex& index) const;
    /// The association that this index is, or is in; null at the root.
    const orm::Association* association(const QModelIndex& index) const;
    const RowSection& section(const QModelIndex& index) const;
    RowCell cell(const QModelIndex& index) const;
    /// How many rows a group has: stored ones up to badgeCap, -1 = not known, and how many of them wait to come
    /// and to go.
    struct Badge {
        int stored = -1;
        int added = 0;
        int taken = 0;
    };
    Badge badge(const QModelIndex& index) const;
    QString sentence(const QModelIndex& index) const; ///< of a node without columns
    /// What is read out to those who don't see it: the column, the value, and what colours and signs tell of it.
    QString heard(const QModelIndex& index) const;
    bool isUnlinked(const QModelIndex& index) const;
    /// Whether the same row is further up on the way to the root.
    bool isShownAbove(const QModelIndex& index) const;
    /// The to-one association that the cell picks a row for, or the association of a Link line; null elsewhere.
    const orm::Association* picks(const QModelIndex& index) const;
    /// The row that gets what is picked there: of a junction's cell, the junction's row.
    RowPtr picker(const QModelIndex& index) const;
    /// Whether what is picked there may be a new row, too: one that is written together with what refers to it.
    bool picksNew(const QModelIndex& index) const;
    /// The attribute of a cell and the row it belongs to; null where there is none.
    const orm::Attribute* attribute(const QModelIndex& index) const;
    RowPtr cellRow(const QModelIndex& index) const;
    /// Whether a value – text, or invalid for NULL – can be given to the cell.
    Result<void> accepts(const QModelIndex& index, const QVariant& value) const;
    /// Keeps a text that can't be given to the cell, with the reason, until it is mended or taken back.
    bool keepWrong(const QModelIndex& index, const QString& text, const Error& why);
    /// Why the cell can't be edited, as a sentence; empty where it can.
    QString whyLocked(const QModelIndex& index) const;
    /// Whether another row picked for the cell makes another link of it: it is a further end in the key of a
    /// stored one.
    bool repointsLink(const QModelIndex& index) const;
    /// The association whose column the cell is in; -1 = it is that of an attribute.
    int relationColumn(const QModelIndex& index) const;
    /// Why that value – as accepts() takes it – would not do in the cell, as far as that is known here; empty
    /// where it would, or where only the database knows.
    QString faultWith(const QModelIndex& index, const QVariant& value) const;
    /// What a line has no room for: bytes, JSON, long texts and those of several lines.
    bool isLarge(const QModelIndex& index) const;
    /// The cell's value, entered or stored: bytes, text or invalid for NULL, for nothing entered and for a
    /// value that isCut().
    QVariant whole(const QModelIndex& index) const;
    bool setBytes(const QModelIndex& index, const QByteArray& bytes);
    /// Whether only the beginning of the cell's value was read, for it is long: whole() has nothing of it.
    bool isCut(const QModelIndex& index) const;
    /// Reads the rest of it and goes on then; at once where the value is whole. Where that fails, failed()
    /// tells.
    void withWhole(const QModelIndex& index, std::function<void(const QModelIndex&)> then);
    /// Takes back what was entered into a cell of a new row, so that the database gives it its default.
    bool setDefault(const QModelIndex& index);
    /// Whether the cell is one of a row, or of a link, that is new: the database may give it its default.
    bool takesDefault(const QModelIndex& index) const;
    /// The attribute of a cell as RowSource::resolved() has it; nothing where there is none.
    std::optional<orm::Attribute> resolvedAttribute(const QModelIndex& index) const;

    /// A name for the place that outlives a reload.
    QString path(const QModelIndex& index) const;
    QModelIndex indexOf(const RowPtr& row) const; ///< the first place it is shown in
    QModelIndex indexOf(const LinkPtr& link) const;
    QModelIndex relation(const QModelIndex& row, const QString& association) const;
    QModelIndex linkLine(const QModelIndex& relation) const;
    /// Loads what a More line stands for, or asks again where an Error line is: the next page, or so many rows
    /// as `limit` says; very many come in several parts.
    void continueAt(const QModelIndex& index, int limit = 0);
    /// Whether rows of that place are being loaded.
    bool isLoading(const QModelIndex& index) const { return node(index)->state == LoadState::Loading; }
    bool isLoaded(const QModelIndex& index) const { return node(index)->state == LoadState::Loaded; }
    int storedRows(const QModelIndex& index) const { return node(index)->stored; } ///< of a group, shown
    /// Whether the association of this group leads back to a table that is further up.
    bool isCycle(const QModelIndex& index) const;
    /// The place further up of the row that isShownAbove() speaks of.
    QModelIndex placeAbove(const QModelIndex& index) const;
    /// Forgets what waits to be asked for; what was asked is the database's to stop. What came stays.
    void cancelWaiting();
    /// The row object of what a search found.
    RowPtr adopt(const sql::Row& row);
    /// The object here of a row that was shown before, in another tab or table: one row is one object.
    RowPtr known(const RowPtr& row);

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
    void rootProgressed(int rows); ///< so many are there, and others are on their way
    void relatedLoaded(const QModelIndex& relation, int rows); ///< of one group, also where that failed (0)
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
    void removeAll(TreeNode* parent);
    void enlist(TreeNode* node);
    void delist(TreeNode* node);
    void reset();

    std::unique_ptr<TreeNode> rowNode(TreeNodeKind kind, RowPtr row) const;
    static void note(TreeNode& place);
    void buildRelations(TreeNode* row);
    void buildPending(TreeNode* relation);
    void addPending(TreeNode* relation, const StagedLink& staged);
    void mirror(const RowPtr& owner, const LinkPtr& link);
    void unmirror(const RowPtr& owner, const LinkPtr& link);
    int pendingEnd(const TreeNode* relation) const;
    void ensureHeader(TreeNode* relation);
    void tidyRelation(TreeNode* relation);
    int modelOf(const TreeNode* row) const;
    bool isToOne(const TreeNode* relation) const;
    static bool showsPending(const TreeNode* relation);
    const orm::Association& associationOf(const TreeNode* relation) const;
    const TreeNode* relationOf(const TreeNode* node) const;
    void widen(int columns);

    void await(TreeNode* place, int at, int limit);
    void stopAwaiting(TreeNode* place);
    void requestRoot(RootPage page, int at, int limit);
    void askForRoot(RootPage page);
    void requestRelated(TreeNode* relation, int limit = 0);
    void askForRelated(TreeNode* relation);
    void sendRequests();
    void send(RelatedRequest request, std::vector<quint64> waiters);
    RowPtr settle(const RowPtr& read, bool withReferences);
    void settle(RowPage::Objects& objects, bool withReferences);
    void takeRoot(RootPage which, Result<RowPage> page);
    void takeRelated(TreeNode* relation, Result<RowPage> page);
    void addMore(TreeNode* parent, int at, bool before);
    const TableLayout& layoutOf(int model) const;
    void fail(TreeNode* parent, int at, const Error& error, bool before = false);
    void announce(const RowPtr& row);
    void announceAll(const std::vector<RowPtr>& rows);

    const orm::Value* storedValue(const RowObject& row, const QString& attribute) const; ///< null = none
    RowCell valueCell(const RowObject& row, int attribute, bool label) const;
    QString heardOfGroup(const QModelIndex& index) const;
    QString heardOfFate(const QModelIndex& index) const;
    QString faultOf(const RowObject& row, const orm::Attribute& attribute) const;
    std::optional<Message> judged(
        const RowObject& row, const orm::Attribute& attribute, const orm::Json& value) const;
    std::vector<RowPtr> knownRows(int model) const; ///< stored ones that were read, and new ones
    QString enteredValueText(const orm::Json& value, const orm::Attribute& attribute) const;
    RowCell relationCell(const RowPtr& row, int association) const;
    RowCell draftCell(const TreeNode* node, const RowObject& row, const orm::Attribute& attribute) const;

    void onDraftAdded(const RowPtr& draft);
    void onDraftRemoved(const RowPtr& draft);
    void onLinkAdded(const RowPtr& owner, const LinkPtr& link);
    void onLinkRemoved(const RowPtr& owner, const LinkPtr& link);

    ChangeSet& changes_;
    RowSource source_;
    const TableLayouts* layouts_ = nullptr;
    RelatedCounts counts_;
    RootView view_;
    bool typed_ = false; ///< the engine holds values to their types
    std::unique_ptr<TreeNode> root_;
    std::optional<orm::Cursor> rootBegin_, rootEnd_; ///< the edges of the root rows that are shown
    int rootOffset_ = 0;                             ///< the first one's, where rows can't be told apart
    bool earlier_ = false;
    bool later_ = false;
    int columns_ = 1;
    QHash<quint64, JunctionColumns> junctionColumns_;
    mutable std::unordered_map<quint64, RowSection> sections_; ///< by model and association; -1: of a root
    quint64 generation_ = 0; ///< raised by every reset: answers to older questions are dropped
    quint64 requests_ = 0;
    QHash<quint64, TreeNode*> waiting_; ///< request -> the relation that waits for it

    /// A group that was opened in this turn of the event loop: those that ask alike are asked for together.
    struct Asked {
        quint64 request = 0;
        RelatedRequest what; ///< of one row
    };
    std::vector<Asked> asked_;
    QHash<std::pair<int, QString>, RowPtr> rows_; ///< the identity map: model and key
    QMultiHash<const RowObject*, TreeNode*> places_;
};

} // namespace conjoin::ui
