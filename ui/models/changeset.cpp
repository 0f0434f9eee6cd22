// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/changeset.h"

#include "ui/models/rowsection.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::ModelRegistry;
using sql::SeenValues;

/// What a row was last read to hold in some of its attributes. A value of which only the beginning was read was
/// not seen.
SeenValues storedValues(const ModelRegistry& registry, const RowObject& row, const QStringList& attributes)
{
    SeenValues stored;
    for (const QString& attribute : attributes) {
        const int index = registry.at(row.model).attributeIndex(attribute);
        if (index >= 0 && size_t(index) < row.values.size() && !row.cutLength(index))
            stored.insert(attribute, row.values[size_t(index)]);
    }
    return stored;
}

void keepKnown(SeenValues& seen, const orm::Model& model)
{
    for (auto it = seen.begin(); it != seen.end();)
        it = model.attribute(it.key()) ? std::next(it) : seen.erase(it);
}

} // namespace

ChangeSet::ChangeSet(QObject* parent)
    : QObject(parent)
{}

bool ChangeSet::adopt(RowObject& row, const ModelRegistry& before, QSet<const RowObject*>& done) const
{
    if (done.contains(&row))
        return true;
    const orm::Model& old = before.at(row.model);
    const Result<int> model = registry_->find(old.table);
    if (!model)
        return false;
    done.insert(&row);
    const orm::Model& now = registry_->at(*model);
    if (!row.values.empty()) {
        std::vector<orm::Value> values;
        std::vector<CutValue> cut;
        for (const orm::Attribute& attribute : now.attributes) {
            const int at = old.attributeIndex(attribute.name);
            if (const std::optional<qint64> bytes = at < 0 ? std::nullopt : row.cutLength(at))
                cut.push_back({int(values.size()), *bytes});
            values.push_back(at < 0 ? orm::Value() : row.values[size_t(at)]);
        }
        row.values = std::move(values);
        row.cut = std::move(cut);
    }
    row.model = *model;
    row.badges.clear();
    row.references.clear(); // read again with the row
    for (auto it = row.entered.begin(); it != row.entered.end();)
        it = now.attribute(it.key()) ? std::next(it) : row.entered.erase(it);
    for (auto it = row.wrong.begin(); it != row.wrong.end();)
        it = row.entered.contains(it.key()) ? std::next(it) : row.wrong.erase(it);
    keepKnown(row.seen, now);
    const auto linkIsGone = [&](const LinkPtr& link) {
        return !now.association(link->association) || !adopt(*link->target, before, done) ||
               (link->junction && !adopt(*link->junction, before, done));
    };
    row.links.erase(std::remove_if(row.links.begin(), row.links.end(), linkIsGone), row.links.end());
    const auto unlinkIsGone = [&](const PendingUnlink& unlink) {
        return !now.association(unlink.association) || !adopt(*unlink.target, before, done) ||
               (unlink.junction && !adopt(*unlink.junction, before, done));
    };
    row.unlinks.erase(std::remove_if(row.unlinks.begin(), row.unlinks.end(), unlinkIsGone), row.unlinks.end());
    return true;
}

void ChangeSet::setRegistry(std::shared_ptr<const ModelRegistry> registry)
{
    const std::shared_ptr<const ModelRegistry> before = std::exchange(registry_, std::move(registry));
    undo_.clear();
    redo_.clear();
    if (!before)
        return;
    QSet<const RowObject*> done;
    const auto gone = [&](const RowPtr& row) { return !adopt(*row, *before, done) || !row->isChanged(); };
    drafts_.erase(std::remove_if(drafts_.begin(), drafts_.end(), gone), drafts_.end());
    touched_.erase(std::remove_if(touched_.begin(), touched_.end(), gone), touched_.end());
    emit changed();
}

RowPtr ChangeSet::makeDraft(int model)
{
    auto row = std::make_shared<RowObject>();
    row->model = model;
    row->draft = true;
    return row;
}

ChangeSet::Step::Step(ChangeSet& changes)
    : changes_(changes)
{
    if (changes_.steps_++ == 0)
        changes_.undo_.emplace_back();
}

ChangeSet::Step::~Step()
{
    if (--changes_.steps_ == 0 && !changes_.undo_.empty() && changes_.undo_.back().empty())
        changes_.undo_.pop_back();
}

void ChangeSet::remember(std::function<void()> back, std::function<void()> forth)
{
    redo_.clear();
    if (steps_ == 0 || undo_.empty())
        undo_.emplace_back();
    undo_.back().push_back({std::move(back), std::move(forth)});
}

void ChangeSet::see(const RowPtr& row, const QString& attribute)
{
    if (row->draft || row->seen.contains(attribute))
        return;
    row->seen.insert(storedValues(*registry_, *row, {attribute}));
}

void ChangeSet::settle(const RowPtr& row)
{
    const auto found = std::find(touched_.begin(), touched_.end(), row);
    if (!row->draft && row->isChanged() && found == touched_.end())
        touched_.push_back(row);
    else if (!row->draft && !row->isChanged() && found != touched_.end())
        touched_.erase(found);
    // What the database said was said of the row as it was.
    row->error.reset();
    for (const LinkPtr& link : row->links) {
        if (link->junction)
            link->junction->error.reset();
    }
    emit rowChanged(row);
    emit changed();
}

void ChangeSet::insertDraft(const RowPtr& draft, size_t at)
{
    at = std::min(at, drafts_.size());
    drafts_.insert(drafts_.begin() + std::ptrdiff_t(at), draft);
    emit draftAdded(draft, int(at));
    emit changed();
}

RowPtr ChangeSet::addDraft(int model)
{
    RowPtr draft = makeDraft(model);
    insertDraft(draft, 0);
    remember([this, draft] { eraseDraft(draft); }, [this, draft] { insertDraft(draft, 0); });
    return draft;
}

RowPtr ChangeSet::addCopy(const RowObject& row)
{
    const Step step(*this);
    const RowPtr draft = addDraft(row.model);
    copyInto(draft, row);
    return draft;
}

void ChangeSet::copyInto(const RowPtr& draft, const RowObject& row, const QStringList& leftOut)
{
    const Step step(*this);
    const orm::Model& model = registry_->at(row.model);
    for (size_t i = 0; i < model.attributes.size(); ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        if (leftOut.contains(attribute.name))
            continue;
        const auto given = row.entered.find(attribute.name);
        if (given != row.entered.end())
            enterAs(draft, attribute.name, entryOf(row, attribute.name));
        else if (!attribute.generated && !isMadeKey(model, attribute) && i < row.values.size() &&
                 !row.values[i].isNull() && !row.cutLength(int(i)))
            enter(draft, attribute.name, orm::valueToJson(row.values[i], attribute.type));
    }
}

void ChangeSet::eraseDraft(const RowPtr& draft)
{
    drafts_.erase(std::remove(drafts_.begin(), drafts_.end(), draft), drafts_.end());
    emit draftRemoved(draft);
    emit changed();
}

void ChangeSet::removeDraft(const RowPtr& draft)
{
    const auto found = std::find(drafts_.begin(), drafts_.end(), draft);
    if (found == drafts_.end())
        return;
    const size_t at = size_t(found - drafts_.begin());
    remember([this, draft, at] { insertDraft(draft, at); }, [this, draft] { eraseDraft(draft); });
    eraseDraft(draft);
}

ChangeSet::Entry ChangeSet::entryOf(const RowObject& row, const QString& attribute)
{
    Entry entry;
    if (const auto found = row.entered.constFind(attribute); found != row.entered.constEnd())
        entry.value = *found;
    if (const auto found = row.wrong.constFind(attribute); found != row.wrong.constEnd())
        entry.wrong = *found;
    return entry;
}

void ChangeSet::assign(const RowPtr& row, const QString& attribute, const Entry& entry)
{
    row->wrong.remove(attribute);
    if (entry.wrong)
        row->wrong.insert(attribute, *entry.wrong);
    if (entry.value) {
        see(row, attribute);
        row->entered.insert(attribute, *entry.value);
    } else {
        row->entered.remove(attribute);
        if (!row->removed)
            row->seen.remove(attribute);
    }
    settle(row);
}

void ChangeSet::enter(const RowPtr& row, const QString& attribute, std::optional<Json> value)
{
    if (entryOf(*row, attribute) == Entry{value, {}})
        return;
    if (value && !row->draft) { // the stored value again is no change
        const orm::Model& model = registry_->at(row->model);
        const int index = model.attributeIndex(attribute);
        if (index >= 0 && size_t(index) < row->values.size() && !row->cutLength(index) &&
            orm::valueToJson(row->values[size_t(index)], model.attributes[size_t(index)].type) == *value)
            value.reset();
    }
    enterAs(row, attribute, {std::move(value), {}});
}

void ChangeSet::enterWrong(const RowPtr& row, const QString& attribute, const QString& text, Error why)
{
    enterAs(row, attribute, {Json(text), std::move(why)});
}

void ChangeSet::enterAs(const RowPtr& row, const QString& attribute, const Entry& entry)
{
    const Entry before = entryOf(*row, attribute);
    const Step step(*this);
    if (const Association* reference = referenceOf(registry_->at(row->model), attribute)) {
        if (const LinkPtr link = row->linkOf(reference->name))
            removeLink(row, link);
    }
    if (before == entry)
        return;
    assign(row, attribute, entry);
    remember([this, row, attribute, before] { assign(row, attribute, before); },
        [this, row, attribute, entry] { assign(row, attribute, entry); });
}

void ChangeSet::insertLink(const RowPtr& owner, const LinkPtr& link, size_t at)
{
    at = std::min(at, owner->links.size());
    owner->links.insert(owner->links.begin() + std::ptrdiff_t(at), link);
    emit linkAdded(owner, link);
    settle(owner);
}

void ChangeSet::eraseLink(const RowPtr& owner, const LinkPtr& link)
{
    owner->links.erase(std::remove(owner->links.begin(), owner->links.end(), link), owner->links.end());
    emit linkRemoved(owner, link);
    settle(owner);
}

LinkPtr ChangeSet::link(const RowPtr& owner, const Association& association, const RowPtr& target)
{
    for (const LinkPtr& present : owner->links) {
        if (present->association == association.name && present->target == target)
            return present;
    }
    return addLink(owner, association, target);
}

LinkPtr ChangeSet::addLink(const RowPtr& owner, const Association& association, const RowPtr& target)
{
    const Step step(*this);
    const bool one =
        association.kind == AssociationKind::BelongsTo || association.kind == AssociationKind::HasOne;
    if (const LinkPtr before = one ? owner->linkOf(association.name) : nullptr)
        removeLink(owner, before);
    if (association.kind == AssociationKind::BelongsTo) {
        for (const QString& key : association.keys)
            enter(owner, key, std::nullopt);
    }
    auto link = std::make_shared<PendingLink>();
    link->association = association.name;
    link->target = target;
    if (association.through >= 0)
        link->junction = makeDraft(association.through);
    else if (const RowPtr& holder = keyHolder(association, owner, target); !holder->draft)
        link->seen = storedValues(*registry_, *holder, association.keys);
    const size_t at = owner->links.size();
    insertLink(owner, link, at);
    remember([this, owner, link] { eraseLink(owner, link); },
        [this, owner, link, at] { insertLink(owner, link, at); });
    return link;
}

void ChangeSet::removeLink(const RowPtr& owner, const LinkPtr& link)
{
    const auto found = std::find(owner->links.begin(), owner->links.end(), link);
    if (found == owner->links.end())
        return;
    const size_t at = size_t(found - owner->links.begin());
    eraseLink(owner, link);
    remember([this, owner, link, at] { insertLink(owner, link, at); },
        [this, owner, link] { eraseLink(owner, link); });
}

const RowPtr& ChangeSet::keyHolder(const Association& association, const RowPtr& owner, const RowPtr& target)
{
    return association.kind == AssociationKind::BelongsTo ? owner : target;
}

void ChangeSet::assignUnlinked(const RowPtr& owner, const PendingUnlink& unlink, bool unlinked)
{
    if (unlinked) {
        owner->unlinks.push_back(unlink);
    } else {
        const auto same = [&](const PendingUnlink& other) {
            return other.association == unlink.association && other.target == unlink.target &&
                   other.junction == unlink.junction;
        };
        owner->unlinks.erase(
            std::remove_if(owner->unlinks.begin(), owner->unlinks.end(), same), owner->unlinks.end());
    }
    settle(owner);
    emit rowChanged(unlink.target);
}

void ChangeSet::setUnlinked(const RowPtr& owner, const QString& association, const RowPtr& target,
    bool unlinked, const RowPtr& junction)
{
    if (owner->isUnlinked(association, *target, junction) == unlinked)
        return;
    PendingUnlink unlink{association, target, junction, {}};
    // What takes it back speaks of the one that waits, which may know less of the link.
    for (const PendingUnlink& waiting : owner->unlinks) {
        const bool same = waiting.association == association && waiting.target == target &&
                          (!junction || !waiting.junction || waiting.junction == junction);
        if (!unlinked && same)
            unlink.junction = waiting.junction;
    }
    if (unlink.junction)
        unlink.seen =
            storedValues(*registry_, *unlink.junction, registry_->at(unlink.junction->model).attributeNames());
    assignUnlinked(owner, unlink, unlinked);
    remember([this, owner, unlink, unlinked] { assignUnlinked(owner, unlink, !unlinked); },
        [this, owner, unlink, unlinked] { assignUnlinked(owner, unlink, unlinked); });
}

void ChangeSet::assignRemoved(const RowPtr& row, bool removed)
{
    row->removed = removed;
    for (const QString& attribute : registry_->at(row->model).attributeNames()) {
        if (removed)
            see(row, attribute);
        else if (!row->entered.contains(attribute))
            row->seen.remove(attribute);
    }
    settle(row);
}

void ChangeSet::setRemoved(const RowPtr& row, bool removed)
{
    if (row->removed == removed)
        return;
    assignRemoved(row, removed);
    remember([this, row, removed] { assignRemoved(row, !removed); },
        [this, row, removed] { assignRemoved(row, removed); });
}

void ChangeSet::takeAsSeen(const RowPtr& row, std::vector<orm::Value> values)
{
    row->values = std::move(values);
    row->cut.clear();
    const auto renew = [&](SeenValues& seen) { seen = storedValues(*registry_, *row, seen.keys()); };
    renew(row->seen);
    for (const RowPtr& owner : touched_) {
        for (const LinkPtr& link : owner->links) {
            const Association* association = registry_->at(owner->model).association(link->association);
            if (association && association->through < 0 && keyHolder(*association, owner, link->target) == row)
                renew(link->seen);
        }
        for (PendingUnlink& unlink : owner->unlinks) {
            if (unlink.junction == row)
                renew(unlink.seen);
        }
    }
    row->error.reset();
    emit rowChanged(row);
    emit changed();
}

void ChangeSet::withdraw(const RowPtr& row, const QString& attribute)
{
    const Step step(*this);
    enter(row, attribute, std::nullopt);
    for (const RowPtr& owner : std::vector<RowPtr>(touched_)) {
        for (const LinkPtr& link : std::vector<LinkPtr>(owner->links)) {
            const Association* association = registry_->at(owner->model).association(link->association);
            if (association && association->through < 0 && association->keys.contains(attribute) &&
                keyHolder(*association, owner, link->target) == row)
                removeLink(owner, link);
        }
    }
}

void ChangeSet::forget(const RowPtr& row)
{
    const Step step(*this);
    for (const QString& attribute : registry_->at(row->model).attributeNames())
        withdraw(row, attribute);
    for (const LinkPtr& link : std::vector<LinkPtr>(row->links))
        removeLink(row, link);
    for (const PendingUnlink& unlink : std::vector<PendingUnlink>(row->unlinks))
        setUnlinked(row, unlink.association, unlink.target, false);
    setRemoved(row, false);
    for (const RowPtr& owner : std::vector<RowPtr>(touched_)) { // as the junction of another's link
        for (const PendingUnlink& unlink : std::vector<PendingUnlink>(owner->unlinks)) {
            if (unlink.junction == row)
                setUnlinked(owner, unlink.association, unlink.target, false);
        }
    }
}

void ChangeSet::setError(const RowPtr& row, std::optional<Error> error)
{
    row->error = std::move(error);
    emit rowChanged(row);
}

void ChangeSet::forgetErrors()
{
    const auto forget = [this](const RowPtr& row, const auto& again) -> void {
        if (row->error)
            setError(row, std::nullopt);
        for (const LinkPtr& link : row->links) {
            if (link->target->draft)
                again(link->target, again);
            if (link->junction)
                again(link->junction, again);
        }
    };
    for (const RowPtr& row : drafts_)
        forget(row, forget);
    for (const RowPtr& row : touched_)
        forget(row, forget);
}

void ChangeSet::undo()
{
    if (undo_.empty() || steps_ > 0)
        return;
    redo_.push_back(std::move(undo_.back()));
    undo_.pop_back();
    const Turns turns = redo_.back();
    for (auto turn = turns.rbegin(); turn != turns.rend(); ++turn)
        turn->back();
}

void ChangeSet::redo()
{
    if (redo_.empty() || steps_ > 0)
        return;
    undo_.push_back(std::move(redo_.back()));
    redo_.pop_back();
    const Turns turns = undo_.back();
    for (const Turn& turn : turns)
        turn.forth();
}

void ChangeSet::clear(const RowPtr& except)
{
    undo_.clear();
    redo_.clear();
    const std::vector<RowPtr> drafts = std::exchange(drafts_, {});
    for (const RowPtr& draft : drafts) {
        if (draft == except)
            drafts_.push_back(draft);
        else
            emit draftRemoved(draft);
    }
    for (const RowPtr& row : std::exchange(touched_, {})) {
        if (row == except) {
            touched_.push_back(row);
            continue;
        }
        std::vector<LinkPtr> kept;
        for (const LinkPtr& link : std::exchange(row->links, {})) {
            if (except && link->target == except)
                kept.push_back(link);
            else
                emit linkRemoved(row, link);
        }
        row->links = std::move(kept);
        row->entered.clear();
        row->wrong.clear();
        row->seen.clear();
        std::vector<PendingUnlink> left;
        const auto unlinks = std::exchange(row->unlinks, {});
        for (const PendingUnlink& unlink : unlinks) {
            if (except && unlink.junction == except)
                left.push_back(unlink);
        }
        row->unlinks = std::move(left);
        row->removed = false;
        row->error.reset();
        if (row->isChanged())
            touched_.push_back(row);
        emit rowChanged(row);
        for (const PendingUnlink& unlink : unlinks)
            emit rowChanged(unlink.target);
    }
    emit changed();
}

} // namespace conjoin::ui
