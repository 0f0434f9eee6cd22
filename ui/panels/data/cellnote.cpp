// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/cellnote.h"

#include <QEvent>
#include <QStyle>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int gap = 2;
constexpr int widest = 460;

} // namespace

// A child of the window, as the picker's list: the keyboard stays in the editor, and no window system moves it.
CellNote::CellNote(QWidget* editor)
    : QLabel(editor->window())
    , editor_(editor)
{
    setObjectName(QStringLiteral("cellNote"));
    setProperty("role", QStringLiteral("note"));
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setTextFormat(Qt::PlainText);
    editor->installEventFilter(this);
    connect(editor, &QObject::destroyed, this, &QObject::deleteLater);
}

CellNote* CellNote::noteOf(const QWidget* editor)
{
    for (CellNote* note : editor->window()->findChildren<CellNote*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (note->editor_ == editor)
            return note;
    }
    return nullptr;
}

void CellNote::tell(QWidget* editor, const QString& text, Tone tone)
{
    CellNote* note = noteOf(editor);
    if (text.isEmpty()) {
        if (note) {
            note->hide();
            note->clear();
        }
        editor->setAccessibleDescription({});
        return;
    }
    if (!note)
        note = new CellNote(editor);
    const bool fault = tone == Tone::Fault;
    if (note->property("invalid").toBool() != fault) {
        note->setProperty("invalid", fault);
        note->style()->unpolish(note);
        note->style()->polish(note);
    }
    note->setText(text);
    editor->setAccessibleDescription(text);
    note->place();
}

QString CellNote::textOf(const QWidget* editor)
{
    const CellNote* note = noteOf(editor);
    return note ? note->text() : QString();
}

void CellNote::place()
{
    QWidget* area = parentWidget();
    setWordWrap(false);
    QSize size = sizeHint();
    const int room = std::min(widest, area->width() - 8);
    if (size.width() > room) {
        setWordWrap(true);
        size = QSize(room, heightForWidth(room));
    }
    QPoint at = editor_->mapTo(area, QPoint(0, editor_->height() + gap));
    if (at.y() + size.height() > area->height())
        at.setY(std::max(0, editor_->mapTo(area, QPoint()).y() - size.height() - gap));
    at.setX(std::clamp(at.x(), 0, std::max(0, area->width() - size.width() - 4)));
    setGeometry(QRect(at, size));
    raise();
    show();
}

bool CellNote::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == editor_) {
        switch (event->type()) {
        case QEvent::Hide:
            hide();
            break;
        case QEvent::Move:
        case QEvent::Resize:
            if (isVisible())
                place();
            break;
        default:
            break;
        }
    }
    return QLabel::eventFilter(watched, event);
}

} // namespace conjoin::ui
