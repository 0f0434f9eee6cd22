// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowchange.h"
#include "ui/models/rowobject.h"

#include <QObject>
#include <QSet>

#include <functional>

namespace conjoin::ui {

/// The changes of a connection that wait to be written: drafts of new rows with everything nested in them, and
/// what is staged on stored rows. The tree shows them, the preview rehearses them, Insert writes them.
class ChangeSet : public QObject {
    Q_OBJECT

public:
    explicit ChangeSet(QObject* parent = nullptr);

    /// The registry that the rows' models are indexes into. Drafts find their models by table name; those whose
    /// table is gone are dropped.
    void setRegistry(std::shared_ptr<const orm::ModelRegistry> registry);

    const std::vector<RowPtr>& drafts() const { return drafts_; } ///< new root rows, newest first
    bool isEmpty() const { return drafts_.empty() && touched_.empty(); }
    /// Rows, links, edits: how many things wait.
    int count() const;
    /// «1 new student, 1 new class, 1 link».
    QString summary() const;

    RowPtr addDraft(int model);
    void removeDraft(const RowPtr& draft);
    /// Gives an attribute a value; nothing takes the entered value back.
    void enter(const RowPtr& row, const QString& attribute, std::optional<orm::Json> value);
    /// Links a row to another; one of a to-one association takes the place of the one before. Returns the link
    /// that exists already where the very same row is linked again.
    LinkPtr link(const RowPtr& owner, const orm::Association& association, const RowPtr& target);
    void removeLink(const RowPtr& owner, const LinkPtr& link);
    void setUnlinked(const RowPtr& owner, const QString& association, const RowPtr& target, bool unlinked);
    void setRemoved(const RowPtr& row, bool removed);
    void setError(const RowPtr& row, std::optional<Error> error);

    static RowPtr makeDraft(int model);

    bool canUndo() const { return !undo_.empty(); }
    void undo();
    /// Forgets everything, also the way back.
    void clear();

    /// The calls that write everything, in an order that works, and the row that each one answers for.
    struct Compiled {
        std::vector<RowChange> changes;
        std::vector<RowPtr> rows;
    };
    Compiled compile() const;

    /// Rows with staged changes that are stored, so that a reload finds them again.
    const std::vector<RowPtr>& touched() const { return touched_; }

signals:
    void changed();
    void rowChanged(const conjoin::ui::RowPtr& row);
    void draftAdded(const conjoin::ui::RowPtr& draft, int at);
    void draftRemoved(const conjoin::ui::RowPtr& draft);
    void linkAdded(const conjoin::ui::RowPtr& owner, const conjoin::ui::LinkPtr& link);
    void linkRemoved(const conjoin::ui::RowPtr& owner, const conjoin::ui::LinkPtr& link);

private:
    void insertDraft(const RowPtr& draft, size_t at);
    void insertLink(const RowPtr& owner, const LinkPtr& link, size_t at);
    void eraseLink(const RowPtr& owner, const LinkPtr& link);
    void assign(const RowPtr& row, const QString& attribute, const std::optional<orm::Json>& value);
    void assignUnlinked(const RowPtr& owner, const PendingUnlink& unlink, bool unlinked);
    void assignRemoved(const RowPtr& row, bool removed);
    void remember(std::function<void()> back);
    void settle(const RowPtr& row); ///< after a change: what it is now, and who must know
    /// Makes the row one of the present registry, once; false where its table is gone.
    bool adopt(RowObject& row, const orm::ModelRegistry& before, QSet<const RowObject*>& done) const;

    std::shared_ptr<const orm::ModelRegistry> registry_;
    std::vector<RowPtr> drafts_;
    std::vector<RowPtr> touched_;
    std::vector<std::function<void()>> undo_;
};

} // namespace conjoin::ui
