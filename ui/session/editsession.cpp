// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/editsession.h"

#include "orm/derive/rederivation.h"
#include "orm/dialect/dialect.h"
#include "ui/session/editcommand.h"

#include <utility>

namespace conjoin::ui {

namespace {

/// The diagram that a change is all about; null where it touches the schema or several of them.
DiagramId onlyDiagramOf(const model::Delta& delta)
{
    const auto& [added, changed, removed] = delta.diagrams;
    const bool one = !delta.touchesSchema() && removed.empty() && added.size() + changed.size() == 1;
    if (!one)
        return {};
    return added.empty() ? changed.front() : added.front();
}

} // namespace

EditSession::EditSession(model::Document document, QObject* parent)
    : QObject(parent)
    , document_(std::move(document))
{
    Q_ASSERT_X(!document_.diagrams.isEmpty(), "EditSession", "a document has at least one diagram");
    diagram_ = document_.diagrams.begin()->id;
}

EditSession::~EditSession() = default;

const orm::Derivation& EditSession::derivation() const
{
    if (!derivation_) {
        const auto dialect = orm::dialectNamed(document_.settings.dialect);
        // A document of a dialect that this build does not know still draws: derive for an engine without
        // limits.
        derivation_ = std::make_unique<orm::Rederivation>(
            document_.settings.naming, dialect ? (*dialect)->capabilities() : orm::Capabilities());
        derivationIsStale_ = true;
    }
    if (std::exchange(derivationIsStale_, false))
        derivation_->follow(document_.schema, revision_);
    return derivation_->derivation();
}

std::vector<TableId> EditSession::derivedSince(quint64 revision) const
{
    (void)derivation();
    return derivation_->changedSince(revision);
}

void EditSession::setCurrentDiagram(DiagramId diagram)
{
    if (diagram == diagram_ || !document_.diagrams.contains(diagram))
        return;
    diagram_ = diagram;
    emit currentDiagramChanged();
}

Result<void> EditSession::apply(const QString& text, const Edit& edit, const QString& mergeKey)
{
    Result<void> done = attempt(text, edit, mergeKey);
    if (!done)
        emit refused(done.error());
    return done;
}

Result<void> EditSession::attempt(const QString& text, const Edit& edit, const QString& mergeKey)
{
    Result<model::Document> next = edit(document_);
    if (!next)
        return failure(next);
    if (*next == document_)
        return {};
    const QString key = mergeKey.isEmpty() ? QString() : mergeKey + u'#' + QString::number(mergeBarrier_);
    stack_.push(new EditCommand(*this, document_, std::move(*next), text, key));
    return {};
}

void EditSession::endMerge()
{
    ++mergeBarrier_;
}

void EditSession::reset(model::Document document)
{
    stack_.clear();
    derivation_.reset();
    swapDocument(document);
}

void EditSession::swapDocument(const model::Document& next)
{
    const model::Delta delta = model::deltaBetween(document_, next);
    const model::Settings& before = document_.settings;
    if (before.dialect != next.settings.dialect || before.naming != next.settings.naming)
        derivation_.reset();
    derivationIsStale_ = derivationIsStale_ || delta.touchesSchema();
    document_ = next;
    ++revision_;
    if (!document_.diagrams.contains(diagram_)) {
        diagram_ = document_.diagrams.begin()->id;
        emit currentDiagramChanged();
    } else if (const DiagramId elsewhere = onlyDiagramOf(delta); elsewhere && elsewhere != diagram_) {
        diagram_ = elsewhere; // what is undone there must be seen
        emit currentDiagramChanged();
    }
    emit changed(delta);
}

} // namespace conjoin::ui
