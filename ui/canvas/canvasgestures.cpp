// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasgestures.h"

#include <QCoreApplication>
#include <QStringList>

namespace conjoin::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CanvasGestures)
};

QList<QKeySequence> arrows(Qt::KeyboardModifiers modifiers = {})
{
    return {QKeySequence(modifiers | Qt::Key_Left), QKeySequence(modifiers | Qt::Key_Right),
        QKeySequence(modifiers | Qt::Key_Up), QKeySequence(modifiers | Qt::Key_Down)};
}

} // namespace

std::vector<CanvasGesture> canvasGestures()
{
    return {
        {Words::tr("Go to the card that way"), arrows()},
        {Words::tr("Go along a link that way"), arrows(Qt::ControlModifier)},
        {Words::tr("Go into the columns of the card, then up and down"), {Qt::Key_C}},
        {Words::tr("Go from line to line of the card"), {Qt::Key_E}},
        {Words::tr("Go back from a column to its card, or select nothing"), {Qt::Key_Escape}},
        {Words::tr("Type what is selected: a name, a note; reference: go to its properties"),
            {Qt::Key_Return, Qt::Key_F2}},
        {Words::tr("Add a column or an attribute"), {Qt::Key_Insert}},
        {Words::tr("Column: part of the primary key or not"), {Qt::Key_K}},
        {Words::tr("Column: unique or not; reference: one to one or not"), {Qt::Key_U}},
        {Words::tr("Column: optional or not; reference: mandatory or not"), {Qt::Key_O}},
        {Words::tr("Column: up or down; note, group: larger or smaller"), arrows(Qt::AltModifier)},
        {Words::tr("Move what is selected, or the bend of a line"), arrows(Qt::ShiftModifier)},
        {Words::tr("Move it by a single unit"), arrows(Qt::ShiftModifier | Qt::ControlModifier)},
        {Words::tr("Link as a pill or as a card"), {Qt::Key_J}},
        {Words::tr("All columns, keys only, title only"), {Qt::Key_Period}},
        {Words::tr("Fit the diagram"), {Qt::Key_0}},
        {Words::tr("Zoom in"), {Qt::Key_Plus, Qt::Key_Equal}, Words::tr("Ctrl+wheel, pinch")},
        {Words::tr("Zoom out"), {Qt::Key_Minus}, Words::tr("Ctrl+wheel, pinch")},
        {Words::tr("Move the view"), {}, Words::tr("Space+drag, middle button, wheel")},
    };
}

QString waysOf(const CanvasGesture& gesture)
{
    QStringList ways;
    if (!gesture.keys.isEmpty() && gesture.keys == arrows(gesture.keys.first()[0].keyboardModifiers())) {
        const QString held = QKeySequence(gesture.keys.first()[0].keyboardModifiers() | Qt::Key_A)
                                 .toString(QKeySequence::NativeText)
                                 .chopped(1);
        ways << (held.isEmpty() ? Words::tr("Arrows") : held + Words::tr("arrows"));
    } else {
        for (const QKeySequence& keys : gesture.keys)
            ways << keys.toString(QKeySequence::NativeText);
    }
    if (!gesture.mouse.isEmpty())
        ways << gesture.mouse;
    return ways.join(QStringLiteral(", "));
}

} // namespace conjoin::ui
