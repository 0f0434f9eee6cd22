// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/editcommand.h"

namespace conjoin::ui {

EditCommand::EditCommand(
    EditSession& session, model::Document before, model::Document after, const QString& text, QString mergeKey)
    : QUndoCommand(text)
    , session_(session)
    , before_(std::move(before))
    , after_(std::move(after))
    , mergeKey_(std::move(mergeKey))
{}

void EditCommand::undo()
{
    session_.swapDocument(before_);
}

void EditCommand::redo()
{
    session_.swapDocument(after_);
}

int EditCommand::id() const
{
    return mergeKey_.isEmpty() ? -1 : 1; // QUndoStack asks mergeWith() only between equal ids that are not -1
}

bool EditCommand::mergeWith(const QUndoCommand* other)
{
    const auto& next = static_cast<const EditCommand&>(*other);
    if (next.mergeKey_ != mergeKey_)
        return false;
    after_ = next.after_;
    setObsolete(before_ == after_);
    return true;
}

} // namespace conjoin::ui
