// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/editsession.h"

#include <QUndoCommand>

namespace conjoin::ui {

/// The only undo command there is: it swaps one document for another.
class EditCommand : public QUndoCommand {
public:
    EditCommand(EditSession& session, model::Document before, model::Document after, const QString& text,
        QString mergeKey);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;

private:
    EditSession& session_;
    model::Document before_;
    model::Document after_;
    QString mergeKey_; ///< empty: never merges
};

} // namespace conjoin::ui
