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
    /// A new row with what that one holds and what was entered for it; a key that the database makes is made
    /// anew.
    RowPtr addCopy(const RowObject& row);
    /// Enters into a draft what that row holds and what was entered for it, but for keys that the database makes
    /// and the attributes to be left out. Of a value of which only the beginning is there nothing is entered.
    void copyInto(const RowPtr& draft, const RowObject& row, const QStringList& leftOut = {});
    /// Gives an attribute a value; nothing takes the entered value back.
    void enter(const RowPtr& row, const QString& attribute, std::optional<orm::Json> value);
    /// Keeps what was typed although it is no value of the attribute: it stands in its cell with the reason,
    /// and nothing is written until it is mended or taken back.
    void enterWrong(const RowPtr& row, const QString& attribute, const QString& text, Error why);
    /// Links a row to another; one of a to-one association takes the place of the one before. Returns the link
    /// that exists already where the very same row is linked again.
    LinkPtr link(const RowPtr& owner, const orm::Association& association, const RowPtr& target);
    /// The same of a link by a junction beside another one to the very same row.
    LinkPtr addLink(const RowPtr& owner, const orm::Association& association, const RowPtr& target);
    void removeLink(const RowPtr& owner, const LinkPtr& link);
    /// `junction` is the row of the link itself, where it is known.
    void setUnlinked(const RowPtr& owner, const QString& association, const RowPtr& target, bool unlinked,
        const RowPtr& junction = {});
    void setRemoved(const RowPtr& row, bool removed);
    /// What the database holds now is what the person has seen: the changes stand, and are measured by it.
    void takeAsSeen(const RowPtr& row, std::vector<orm::Value> values);
    /// Takes back what would be written to that attribute of a stored row, be it a value or a link by its key.
    void withdraw(const RowPtr& row, const QString& attribute);
    /// Takes back everything that waits for that stored row.
    void forget(const RowPtr& row);
    void setError(const RowPtr& row, std::optional<Error> error);
    /// Of every row that waits, and of the new rows that hang on them.
    void forgetErrors();

    static RowPtr makeDraft(int model);

    /// What is done while one lives is one step to undo.
    class Step {
    public:
        explicit Step(ChangeSet& changes);
        ~Step();
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        ChangeSet& changes_;
    };

    bool canUndo() const { return !undo_.empty(); }
    bool canRedo() const { return !redo_.empty(); }
    void undo();
    void redo();
    /// Forgets everything but what waits for that row and what hangs on it, and the way back.
    void clear(const RowPtr& except = {});

    /// Which of the two holds the key of an association that has no junction.
    static const RowPtr& keyHolder(
        const orm::Association& association, const RowPtr& owner, const RowPtr& target);

    /// The calls that write everything, in an order that works, and the row that each one answers for.
    struct Compiled {
        std::vector<RowChange> changes;
        std::vector<RowPtr> rows;
        std::vector<RowPtr> written; ///< the row that it writes to: of an unlink the junction's
        RowPtr leftOut;              ///< its changes are not among them
    };
    Compiled compile(const RowPtr& leftOut = {}) const;

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
    void eraseDraft(const RowPtr& draft);
    void insertLink(const RowPtr& owner, const LinkPtr& link, size_t at);
    void eraseLink(const RowPtr& owner, const LinkPtr& link);
    /// What was entered into an attribute, and why that is no value of it.
    struct Entry {
        std::optional<orm::Json> value{};
        std::optional<Error> wrong{};
        bool operator==(const Entry&) const = default;
    };
    static Entry entryOf(const RowObject& row, const QString& attribute);
    void enterAs(const RowPtr& row, const QString& attribute, const Entry& entry);
    void assign(const RowPtr& row, const QString& attribute, const Entry& entry);
    void assignUnlinked(const RowPtr& owner, const PendingUnlink& unlink, bool unlinked);
    void assignRemoved(const RowPtr& row, bool removed);
    /// A way back and a way forth again.
    struct Turn {
        std::function<void()> back, forth;
    };
    using Turns = std::vector<Turn>;
    void remember(std::function<void()> back, std::function<void()> forth);
    void see(const RowPtr& row, const QString& attribute);
    void settle(const RowPtr& row); ///< after a change: what it is now, and who must know
    /// Makes the row one of the present registry, once; false where its table is gone.
    bool adopt(RowObject& row, const orm::ModelRegistry& before, QSet<const RowObject*>& done) const;

    std::shared_ptr<const orm::ModelRegistry> registry_;
    std::vector<RowPtr> drafts_;
    std::vector<RowPtr> touched_;
    std::vector<Turns> undo_, redo_;
    int steps_ = 0; ///< Steps that live
};

} // namespace conjoin::ui
