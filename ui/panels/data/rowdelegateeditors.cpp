// SPDX-License-Identifier: GPL-3.0-or-later
// The editors of RowDelegate: what they take, how they are left, and what is said below them.
#include "ui/panels/data/rowdelegate.h"

#include "orm/base/moment.h"
#include "ui/panels/data/celleditors.h"
#include "ui/panels/data/cellnote.h"
#include "ui/text/messages.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStyle>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr char placeProperty[] = "place";     ///< of an editor: the index that it edits
constexpr char enteredProperty[] = "entered"; ///< of an editor: Enter has ended it

QString linkedKey(const ResultTreeModel& model, const QModelIndex& child)
{
    const RowPtr& row = model.object(child);
    return row && !model.isUnlinked(child) ? row->key : QString();
}

} // namespace

QWidget* RowDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    auto* self = const_cast<RowDelegate*>(this); // signals of a const factory
    const orm::Association* association = model_.picks(index);
    if (!association) {
        const orm::Attribute* attribute = model_.attribute(index);
        if (!attribute)
            return nullptr;
        const RowPtr row = model_.cellRow(index);
        QWidget* editor =
            newCellEditor(source_.resolved(row->model, *attribute), parent, model_.takesDefault(index));
        editor->setProperty(placeProperty, QVariant::fromValue(QPersistentModelIndex(index)));
        auto* line = qobject_cast<QLineEdit*>(editor);
        if (!line)
            line = editor->findChild<QLineEdit*>();
        if (line)
            connect(line, &QLineEdit::textEdited, self, [self, editor] { self->judge(editor); });
        return editor;
    }
    QSet<QString> linked;
    if (model_.kind(index) == TreeNodeKind::Link) {
        const QModelIndex group = index.parent();
        for (int i = 0; i < model_.rowCount(group); ++i) {
            const QString key = linkedKey(model_, model_.index(i, 0, group));
            if (!key.isEmpty())
                linked.insert(key);
        }
    }
    auto* picker = new RowPicker(*theme_, source_, association->target, std::move(linked), parent);
    if (!model_.picksNew(index))
        picker->offerNoCreation();
    const QPersistentModelIndex place(index);
    connect(picker, &RowPicker::chosen, self, [self, picker, place](const RowChoice& choice, bool goOn) {
        emit self->closeEditor(picker, QAbstractItemDelegate::NoHint);
        emit self->picked(place, choice, goOn);
    });
    connect(picker, &RowPicker::dismissed, self, [self, picker] { emit self->closeEditor(picker, NoHint); });
    connect(picker, &RowPicker::passed, self, [self, picker] { emit self->closeEditor(picker, EditNextItem); });
    return picker;
}

void RowDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (qobject_cast<RowPicker*>(editor))
        return;
    if (isEditorModified(editor))
        return; // the row changed elsewhere while a person types here
    setEditorValue(editor, index.data(Qt::EditRole).toString(), model_.cell(index).kind == RowCell::Kind::Null);
}

void RowDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (qobject_cast<RowPicker*>(editor) || !isEditorModified(editor))
        return;
    const Meant meant = this->meant(editor, index);
    const Result<void> fits = meant.wrong ? Result<void>(*meant.wrong) : model_.accepts(index, meant.value);
    if (fits)
        model->setData(index, meant.value);
    else // the keyboard has gone elsewhere: what was typed is not lost
        model_.keepWrong(index, editorValue(editor).toString(), fits.error());
}

void RowDelegate::updateEditorGeometry(
    QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    // As wide as its cell, but wide enough to type in, and not cut by the edge of the view.
    const int least = qobject_cast<RowPicker*>(editor) ? 220 : 120;
    const int room = editor->parentWidget()->width();
    QRect area = option.rect;
    if (area.left() < room)
        area.setWidth(std::min(area.width(), room - area.left()));
    area.setWidth(std::max(area.width(), std::min(option.rect.width(), least)));
    if (qobject_cast<RowPicker*>(editor))
        area.setWidth(std::max(area.width(), least));
    if (area.right() >= room && option.rect.left() < room)
        area.moveLeft(std::max(room - area.width(), 0));
    editor->setGeometry(area);
}

RowDelegate::Meant RowDelegate::meant(const QWidget* editor, const QModelIndex& place) const
{
    Meant meant{editorValue(editor), {}, {}};
    const std::optional<orm::Attribute> attribute = model_.resolvedAttribute(place);
    const RowPtr row = model_.cellRow(place);
    if (!attribute || !row || meant.value.metaType().id() != QMetaType::QString ||
        attribute->type.dimensions > 0)
        return meant;
    const model::TypeKind kind = orm::meaning(attribute->type);
    const QString typed = meant.value.toString();
    if (!isMoment(kind) || typed == place.data(Qt::EditRole).toString())
        return meant;
    const size_t at = size_t(model_.registry().at(row->model).attributeIndex(attribute->name));
    if (at < row->values.size() && (row->values[at].isInteger() || row->values[at].isReal()))
        return meant; // some databases keep moments as numbers
    meant.moment = readMoment(typed, kind, QDateTime::currentDateTime());
    if (meant.moment->kind == TypedMoment::Kind::Understood)
        meant.value = meant.moment->stored;
    else if (meant.moment->kind == TypedMoment::Kind::Impossible)
        meant.wrong =
            inputError(attribute->name, meant.moment->why, message("moment.any", "Shift+F2 takes any text"));
    return meant;
}

namespace {

/// What a cell will hold, beside what it is.
QString said(const TypedMoment& moment)
{
    switch (moment.kind) {
    case TypedMoment::Kind::Understood:
    case TypedMoment::Kind::AsTyped: {
        QStringList parts{moment.stored};
        if (!moment.day.isEmpty())
            parts += moment.day;
        if (!moment.here.isEmpty())
            parts += RowDelegate::tr("here %1").arg(moment.here);
        return parts.join(QStringLiteral("  ·  "));
    }
    case TypedMoment::Kind::Unknown:
        return RowDelegate::tr("Not a date or time yet: it would be stored as it stands");
    case TypedMoment::Kind::Impossible:
        break;
    }
    return {};
}

} // namespace

/// Says what the cell would hold, or why it can't, while it is typed.
void RowDelegate::judge(QWidget* editor)
{
    const auto place = editor->property(placeProperty).value<QPersistentModelIndex>();
    if (!place.isValid())
        return;
    const Meant meant = this->meant(editor, place);
    const QString fault = isHalfTyped(editor)           ? QString() // the list says what it may become
                          : meant.moment && meant.wrong ? sentence(meant.moment->why)
                                                        : model_.faultWith(place, meant.value);
    mark(editor, fault);
    if (!fault.isEmpty())
        CellNote::tell(editor, fault, CellNote::Tone::Fault);
    else if (meant.moment && !editorValue(editor).toString().trimmed().isEmpty())
        CellNote::tell(editor, said(*meant.moment));
    else
        CellNote::tell(editor, {});
}

void RowDelegate::mark(QWidget* editor, const QString& fault)
{
    editor->setToolTip(fault);
    if (editor->property("invalid").toBool() == !fault.isEmpty())
        return;
    editor->setProperty("invalid", !fault.isEmpty());
    editor->style()->polish(editor);
}

namespace {

/// The keys that leave an editor and would give its cell what it holds.
bool leavesEditor(const QKeyEvent& event, const QWidget* editor)
{
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: // a list has them to itself, and Alt+Down opens what an editor has
        return qobject_cast<const QLineEdit*>(editor) && !(event.modifiers() & ~Qt::KeypadModifier);
    default:
        return false;
    }
}

} // namespace

bool RowDelegate::keepsWrong(QWidget* editor)
{
    const auto place = editor->property(placeProperty).value<QPersistentModelIndex>();
    if (!place.isValid() || !isEditorModified(editor))
        return false;
    const Meant meant = this->meant(editor, place);
    const Result<void> fits = meant.wrong ? Result<void>(*meant.wrong) : model_.accepts(place, meant.value);
    if (fits)
        return false;
    // What can't be taken stays to be mended, with the reason below it.
    mark(editor, spoken(fits.error()));
    CellNote::tell(editor, spoken(fits.error()), CellNote::Tone::Fault);
    emit refused(fits.error());
    return true;
}

bool RowDelegate::wasEntered(const QWidget* editor)
{
    return editor->property(enteredProperty).toBool();
}

bool RowDelegate::eventFilter(QObject* watched, QEvent* event)
{
    auto* editor = qobject_cast<QWidget*>(watched);
    if (!editor || qobject_cast<RowPicker*>(editor))
        return false; // a picker knows its keys itself, and leaving it links nothing
    if (event->type() == QEvent::KeyPress) {
        const auto& press = *static_cast<QKeyEvent*>(event);
        if (leavesEditor(press, editor) && keepsWrong(editor))
            return true;
        const bool enter = press.key() == Qt::Key_Return || press.key() == Qt::Key_Enter;
        editor->setProperty(enteredProperty, enter && !(press.modifiers() & ~Qt::KeypadModifier));
    } else if (event->type() == QEvent::FocusOut && qobject_cast<QLineEdit*>(editor)) {
        // A click elsewhere in the tree is as good as a key: the view takes it for nothing, too.
        const QWidget* now = QApplication::focusWidget();
        const bool toTree = now && now != editor && (now == editor->parentWidget() || now == parent());
        const bool clicked = static_cast<QFocusEvent*>(event)->reason() == Qt::MouseFocusReason;
        if (clicked && toTree && keepsWrong(editor)) {
            editor->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

} // namespace conjoin::ui
