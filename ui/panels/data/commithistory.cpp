// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/commithistory.h"

#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QLocale>
#include <QMenu>

#include <utility>

namespace conjoin::ui {

namespace {

constexpr size_t mostEntries = 50;

} // namespace

CommitHistory::CommitHistory(const Theme& theme, ChangeSet& changes, ResultTreeModel& model, QWidget* parent)
    : QToolButton(parent)
    , changes_(changes)
    , model_(model)
{
    setObjectName(QStringLiteral("commitHistory"));
    setToolTip(tr("What was written, and the way back (Ctrl+Shift+Z takes the last back)"));
    setAccessibleName(tr("What was written"));
    setIconSize(QSize(16, 16));
    setFixedSize(32, 32);
    setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("commitMenu"));
    menu->setToolTipsVisible(true);
    setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &CommitHistory::fillMenu);
    // What takes a commit back may be discarded: then it is to be had again.
    connect(&changes, &ChangeSet::changed, this, [this] {
        if (changes_.isEmpty())
            staged_.reset();
    });
    setTheme(theme);
    setEnabled(false);
}

void CommitHistory::setTheme(const Theme& theme)
{
    setIcon(ui::icon(QStringLiteral("history"), theme));
}

void CommitHistory::setSource(RowSource source)
{
    source_ = std::move(source);
}

void CommitHistory::clear()
{
    entries_.clear();
    staged_.reset();
    setEnabled(false);
}

void CommitHistory::add(const CommitRecord& record)
{
    if (staged_) {
        const std::shared_ptr<Entry> undone = std::exchange(staged_, nullptr);
        undone->takenBack = true;
        for (auto entry = entries_.begin(); entry != entries_.end() && *entry != undone; ++entry)
            carryOver((*entry)->record, undone->record, record);
    }
    entries_.push_back(std::make_shared<Entry>(Entry{record, false}));
    if (entries_.size() > mostEntries)
        entries_.erase(entries_.begin());
    setEnabled(true);
}

void CommitHistory::fillMenu()
{
    menu()->clear();
    for (size_t i = entries_.size(); i-- > 0;) {
        const Entry& entry = *entries_[i];
        const QString when = QLocale().toString(entry.record.at.time(), QLocale::ShortFormat);
        QString text = tr("%1  Take back: %2").arg(when, entry.record.summary);
        if (entry.takenBack)
            text = tr("%1  %2 (taken back)").arg(when, entry.record.summary);
        QAction* action = menu()->addAction(text);
        action->setEnabled(
            !entry.takenBack && entries_[i] != staged_ && !entry.record.cannot && source_.isWritable());
        if (entry.record.cannot)
            action->setToolTip(tr("It can't be taken back: %1").arg(spoken(*entry.record.cannot)));
        connect(action, &QAction::triggered, this, [this, i] { takeBack(i); });
    }
}

void CommitHistory::takeBackLast()
{
    for (size_t i = entries_.size(); i-- > 0;) {
        if (!entries_[i]->takenBack && entries_[i] != staged_) {
            takeBack(i);
            return;
        }
    }
    emit message(tr("Nothing was written that could be taken back."));
}

void CommitHistory::takeBack(size_t index)
{
    const std::shared_ptr<Entry> entry = entries_[index];
    if (entry->record.cannot) {
        emit message(tr("It can't be taken back: %1").arg(spoken(*entry->record.cannot)));
        return;
    }
    if (!source_.isWritable()) {
        emit message(tr("This database is open for reading only."));
        return;
    }
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, entry](sql::Connection& connection) {
        return planTakeBack(connection, *registry, entry->record);
    }),
        this, [this, registry, entry](const Result<TakeBack>& plan) {
            if (registry != source_.registry)
                return;
            if (!plan) {
                emit message(spoken(plan.error()));
            } else if (!plan->changedSince.isEmpty()) {
                emit message(tr("It can't be taken back: somebody has changed %1 since.")
                                 .arg(plan->changedSince.join(QStringLiteral(", "))));
            } else {
                stage(*plan);
                staged_ = entry;
                emit message(tr("Staged what takes it back; look at it and save (F10)."));
                emit staged();
            }
        });
}

void CommitHistory::stage(const TakeBack& plan)
{
    const ChangeSet::Step step(changes_);
    for (const TakeBack::Row& row : plan.rows) {
        const orm::Model& model = model_.registry().at(row.model);
        if (!row.before) {
            changes_.setRemoved(model_.adopt(row.now), true);
            continue;
        }
        // With its old key: others refer to it by that.
        const RowPtr object = row.after ? model_.adopt(row.now) : changes_.addDraft(row.model);
        object->exact = !row.after;
        for (size_t i = 0; i < model.attributes.size(); ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            const orm::Value& value = (*row.before)[i];
            const bool differs = row.after ? (*row.after)[i] != value : !value.isNull() || attribute.hasDefault;
            if (differs && !attribute.generated)
                changes_.enter(object, attribute.name, orm::valueToJson(value, attribute.type));
        }
    }
}

} // namespace conjoin::ui
