// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/historypanel.h"

#include "ui/session/editsession.h"

#include <QUndoView>
#include <QVBoxLayout>

namespace conjoin::ui {

HistoryPanel::HistoryPanel(EditSession& session, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , view_(new QUndoView(&session.undoStack(), this))
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    view_->setObjectName(QStringLiteral("history"));
    view_->setAccessibleName(tr("History"));
    view_->setEmptyLabel(tr("As opened"));
    view_->setFrameShape(QFrame::NoFrame);
    view_->setIconSize({16, 16});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 0, 0);
    column->addWidget(view_);
    setFocusProxy(view_);
    setTheme(theme);
}

void HistoryPanel::setTheme(const Theme& theme)
{
    view_->setCleanIcon(icon(QStringLiteral("save"), theme));
}

} // namespace conjoin::ui
