// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/delta.h"
#include "model/document/document.h"
#include "orm/derive/derive.h"

#include <QObject>
#include <QUndoStack>

#include <functional>
#include <memory>

namespace conjoin::orm {
class Rederivation;
}

namespace conjoin::ui {

/// The document that a window edits: one value, one undo stack, one signal. Every view reads document() and
/// updates what changed() names; every edit goes through apply().
class EditSession : public QObject {
    Q_OBJECT

public:
    explicit EditSession(model::Document document, QObject* parent = nullptr);
    ~EditSession() override;

    const model::Document& document() const { return document_; }
    /// What the document derives to for its dialect; made when first asked for after an edit, of the tables that
    /// the edit can have changed.
    const orm::Derivation& derivation() const;
    /// The tables that derive otherwise than at that revision, or came since.
    std::vector<TableId> derivedSince(quint64 revision) const;
    DiagramId currentDiagram() const { return diagram_; }
    const model::Diagram& diagram() const { return document_.diagrams.at(diagram_); }
    void setCurrentDiagram(DiagramId diagram);

    QUndoStack& undoStack() { return stack_; }
    IdSource& ids() { return ids_; }
    /// Counts up with every change, undo and redo included: a result made for an older revision is stale.
    quint64 revision() const { return revision_; }

    /// An edit is a pure function of the document (`model/edit/edits.h`).
    using Edit = std::function<Result<model::Document>(model::Document)>;

    /// Runs the edit and makes it one undo step called `text` (a short noun phrase a person reads in the
    /// history: «Rename Student»). An error changes nothing, is returned, and is also told by refused(). Steps
    /// with the same non-empty `mergeKey` directly after each other are one: a drag, a text being typed.
    Result<void> apply(const QString& text, const Edit& edit, const QString& mergeKey = {});
    /// The same for those who show the reason of an error themselves, at its place: refused() is silent.
    Result<void> attempt(const QString& text, const Edit& edit, const QString& mergeKey = {});

    /// Ends merging: the next apply() with the same key is a step of its own.
    void endMerge();

    /// Replaces the document and forgets all steps: opening a file.
    void reset(model::Document document);

signals:
    void changed(const conjoin::model::Delta& delta);
    void refused(const conjoin::Error& error);
    void currentDiagramChanged();

private:
    friend class EditCommand;
    void swapDocument(const model::Document& next);

    model::Document document_;
    DiagramId diagram_;
    QUndoStack stack_;
    IdSource ids_ = IdSource::random();
    quint64 revision_ = 0;
    quint64 mergeBarrier_ = 0;
    mutable std::unique_ptr<orm::Rederivation> derivation_; ///< for the dialect and the naming of the document
    mutable bool derivationIsStale_ = false;
};

} // namespace conjoin::ui
