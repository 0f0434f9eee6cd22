// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowdelegate.h"

#include "orm/base/moment.h"
#include "ui/panels/data/celleditors.h"
#include "ui/panels/data/cellnote.h"
#include "ui/text/messages.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>

namespace conjoin::ui {

namespace {

constexpr char placeProperty[] = "place"; ///< of an editor: the index that it edits

QColor tint(const QColor& ground, const QColor& color, double share)
{
    const auto channel = [share](int a, int b) { return int(a + (b - a) * share + 0.5); };
    return {channel(ground.red(), color.red()), channel(ground.green(), color.green()),
        channel(ground.blue(), color.blue())};
}

/// Writes text from the left edge of `area` and moves that edge behind it.
void write(QPainter& painter, QRect& area, const QString& text, const QColor& color, int gap = 8)
{
    if (text.isEmpty() || area.width() <= 0)
        return;
    painter.setPen(color);
    const QFontMetrics metrics = painter.fontMetrics();
    const QString cut = metrics.elidedText(text, Qt::ElideRight, area.width());
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, cut);
    area.setLeft(area.left() + metrics.horizontalAdvance(cut) + gap);
}

void paintSortMark(QPainter& painter, const QPointF& at, bool descending, const QColor& color)
{
    const qreal tip = descending ? 2.5 : -2.5;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({at + QPointF(-4, -tip), at + QPointF(4, -tip), at + QPointF(0, tip)}));
}

QString linkedKey(const ResultTreeModel& model, const QModelIndex& child)
{
    const RowPtr& row = model.object(child);
    return row && !model.isUnlinked(child) ? row->key : QString();
}

} // namespace

RowDelegate::RowDelegate(const Theme& theme, ResultTreeModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , theme_(&theme)
    , model_(model)
{}

void RowDelegate::setTheme(const Theme& theme)
{
    theme_ = &theme;
    symbols_.clear();
}

const QIcon& RowDelegate::symbol(const QString& name, const QColor& color) const
{
    QIcon& made = symbols_[name + color.name()];
    if (made.isNull())
        made = icon(name, color);
    return made;
}

QColor RowDelegate::rowFill(const QModelIndex& index, bool selected, bool hovered) const
{
    const RowPtr& row = model_.object(index);
    QColor fill = theme_->panel;
    if (row && row->removed)
        fill = tint(fill, theme_->deleted, 0.10);
    else if (row && row->draft)
        fill = tint(fill, theme_->inserted, 0.08);
    else if (row && model_.link(index))
        fill = tint(fill, theme_->link, 0.08);
    else if (row && !row->entered.isEmpty())
        fill = tint(fill, theme_->updated, 0.10);
    if (selected)
        return tint(fill, theme_->accent, theme_->isDark() ? 0.22 : 0.12);
    return hovered ? tint(fill, theme_->accent, 0.05) : fill;
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {60, rowHeight};
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setFont(option.font);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->fillRect(option.rect, rowFill(index, selected, hovered));
    switch (model_.kind(index)) {
    case TreeNodeKind::Row:
    case TreeNodeKind::Edge:
    case TreeNodeKind::Header:
    case TreeNodeKind::Link:
        paintCell(painter, option, index);
        break;
    case TreeNodeKind::Relation:
        paintRelation(painter, option, index);
        break;
    default:
        paintLine(painter, option, index);
        break;
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme_->accent, 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

void RowDelegate::paintCell(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const RowCell cell = model_.cell(index);
    const TreeNodeKind kind = model_.kind(index);
    const RowPtr& row = model_.object(index);
    const bool header = kind == TreeNodeKind::Header;
    if (row && row->badges.empty() && model_.relationColumn(index) >= 0)
        model_.countRelated(row); // of very many rows those that are looked at are counted for
    if (cell.junction)
        painter->fillRect(
            option.rect, QColor(theme_->link.red(), theme_->link.green(), theme_->link.blue(), 16));
    painter->setPen(theme_->rowLine);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (cell.rule && cell.junction) {
        painter->setPen(theme_->pillBorder);
        for (const int x : {0, 3})
            painter->drawLine(
                option.rect.left() + x, option.rect.top(), option.rect.left() + x, option.rect.bottom());
    }
    QRect area = option.rect.adjusted(padding, 0, cell.right ? -2 * padding : -padding, 0);
    if (header) {
        QFont small = option.font;
        small.setPixelSize(11);
        small.setWeight(QFont::Medium);
        painter->setFont(small);
        const QColor title = cell.sorted != 0 ? theme_->ink : cell.junction ? theme_->link : theme_->muted;
        constexpr int arrow = 14;
        if (cell.right) {
            painter->setPen(title);
            painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, cell.text);
            area.setLeft(area.right() - painter->fontMetrics().horizontalAdvance(cell.text) - arrow);
        } else {
            write(*painter, area, cell.text, title, 4);
        }
        if (cell.sorted != 0)
            paintSortMark(*painter, QPointF(area.left() + arrow / 2.0 - 2, area.center().y() + 0.5),
                cell.sorted < 0, theme_->accent);
        return;
    }
    if (!cell.fault.isEmpty()) {
        painter->setPen(QPen(theme_->error, 2, Qt::DotLine));
        const int y = option.rect.bottom() - 4;
        painter->drawLine(area.left(), y, area.right(), y);
    }
    if (kind == TreeNodeKind::Link && index.column() == 0)
        write(*painter, area, QStringLiteral("+"), theme_->link);

    // One glyph says what waits; colour is never the only cue.
    if (row && index.column() == 0) {
        const bool unlinked = model_.isUnlinked(index);
        if (row->error)
            write(*painter, area, QStringLiteral("!"), theme_->error);
        if (row->removed)
            write(*painter, area, QStringLiteral("✖"), theme_->deleted);
        else if (row->draft)
            write(*painter, area, QStringLiteral("✚"), theme_->inserted);
        else if (model_.link(index))
            write(*painter, area, QStringLiteral("⇄"), theme_->link);
        else if (unlinked)
            write(*painter, area, QStringLiteral("⊘"), theme_->faint);
        else if (!row->entered.isEmpty())
            write(*painter, area, QStringLiteral("✎"), theme_->updated);
    }

    QColor ink = theme_->ink;
    QFont font = option.font;
    switch (cell.kind) {
    case RowCell::Kind::Null:
    case RowCell::Kind::Placeholder:
        ink = theme_->faint;
        font.setItalic(true);
        break;
    case RowCell::Kind::Missing:
        ink = theme_->error;
        font.setItalic(true);
        break;
    default:
        break;
    }
    if (cell.changed && row && !row->draft)
        ink = cell.junction || cell.reference ? theme_->link : theme_->updated;
    if (row && (row->removed || model_.isUnlinked(index))) {
        font.setStrikeOut(true);
        ink = row->removed ? theme_->deleted : theme_->faint;
    }
    painter->setFont(font);
    if (cell.kind == RowCell::Kind::Value && cell.text.isEmpty() && cell.empty) {
        write(*painter, area, QStringLiteral("''"), theme_->faint); // a text, with nothing in it
    }
    if (cell.right) {
        painter->setPen(ink);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight,
            painter->fontMetrics().elidedText(cell.text, Qt::ElideRight, area.width()));
        return;
    }
    QRect words = area; // the key keeps its room: a label that is cut is still told from its like
    if (!cell.suffix.isEmpty()) {
        const int key = QFontMetrics(option.font).horizontalAdvance(cell.suffix) + 8;
        words.setRight(std::max(area.right() - key, area.left()));
    }
    write(*painter, words, cell.text, ink);
    area.setLeft(words.left());
    font.setItalic(false);
    painter->setFont(font);
    write(*painter, area, cell.suffix, theme_->faint);
    if (row && index.column() == 0 && model_.isShownAbove(index))
        write(*painter, area, tr("◂ shown above"), theme_->faint);
}

void RowDelegate::paintRelation(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const orm::Association& association = *model_.association(index);
    const bool many = association.kind == orm::AssociationKind::BelongsToMany;
    const bool belongs = association.kind == orm::AssociationKind::BelongsTo;
    QRect area = option.rect.adjusted(2, 0, -padding, 0);
    area.setLeft(std::max(area.left(), padding)); // in view, also where the first column is not
    const QColor color = many ? theme_->link : theme_->muted;
    const QRect glyph(area.left(), area.center().y() - 7, 16, 16);
    const QString name = many      ? QStringLiteral("pill")
                         : belongs ? QStringLiteral("foreign-key")
                                   : QStringLiteral("reference");
    symbol(name, color).paint(painter, glyph);
    area.setLeft(glyph.right() + 8);

    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    write(*painter, area, association.name, many ? theme_->pillInk : theme_->ink);

    QFont small = option.font;
    small.setPixelSize(11);
    if (belongs) {
        const RowObject& row = *model_.owner(index);
        const LinkPtr link = row.linkOf(association.name);
        const RowPtr referred = link ? link->target : row.references.value(association.name);
        painter->setFont(option.font);
        if (referred) {
            write(*painter, area, rowLabel(model_.registry(), *referred), link ? theme_->link : theme_->ink);
            write(*painter, area,
                link && referred->draft ? tr("new") : rowKeyText(model_.registry(), *referred), theme_->faint);
        } else {
            write(*painter, area, tr("none"), theme_->faint);
        }
        return;
    }
    const ResultTreeModel::Badge badge = model_.badge(index);
    painter->setFont(small);
    const auto pill = [&](const QString& text, const QColor& ink, const QColor& fill) {
        const int width = std::max(painter->fontMetrics().horizontalAdvance(text) + 12, 18);
        const QRect box(area.left(), area.center().y() - 8, width, 17);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRoundedRect(box, 8, 8);
        painter->setPen(ink);
        painter->drawText(box, Qt::AlignCenter, text);
        area.setLeft(box.right() + 8);
    };
    if (badge.stored >= ResultTreeModel::badgeCap)
        pill(QStringLiteral("100+"), theme_->type, theme_->hover);
    else if (badge.stored >= 0 && (badge.stored > 0 || badge.added == 0))
        pill(QString::number(badge.stored), badge.stored == 0 ? theme_->faint : theme_->type, theme_->hover);
    else if (badge.stored < 0)
        pill(QStringLiteral("?"), theme_->faint, theme_->hover);
    if (badge.added > 0)
        pill(QStringLiteral("+%1").arg(badge.added), theme_->pillInk, theme_->pillFill);
    if (many)
        write(*painter, area, tr("via %1").arg(model_.registry().at(association.through).name), theme_->faint);
    if (model_.isCycle(index))
        write(*painter, area, tr("↺ cycle"), theme_->faint);
    if (const int hidden = many ? model_.section(index).hidden : 0; hidden > 0)
        write(*painter, area, hidden == 1 ? tr("1 column hidden") : tr("%1 columns hidden").arg(hidden),
            theme_->faint);
}

void RowDelegate::paintLine(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    area.setLeft(std::max(area.left(), padding)); // as a group
    QFont font = option.font;
    QColor ink = theme_->muted;
    if (model_.kind(index) == TreeNodeKind::Error)
        ink = theme_->error;
    else if (model_.kind(index) == TreeNodeKind::More)
        ink = theme_->accent;
    else
        font.setItalic(true);
    painter->setFont(font);
    write(*painter, area, model_.sentence(index), ink);
    if (model_.kind(index) == TreeNodeKind::Error)
        write(*painter, area, tr("Try again (Space)"), theme_->accent);
}

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
    if (meant.wrong)
        emit const_cast<RowDelegate*>(this)->refused(*meant.wrong);
    else
        model->setData(index, meant.value);
}

void RowDelegate::updateEditorGeometry(
    QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    QRect area = option.rect;
    if (qobject_cast<RowPicker*>(editor))
        area.setWidth(std::max(area.width(), 220));
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

bool RowDelegate::keepsWrong(const QKeyEvent& event, QObject* watched)
{
    const int key = event.key();
    auto* editor = qobject_cast<QWidget*>(watched);
    if (!editor ||
        (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Tab && key != Qt::Key_Backtab))
        return false;
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

bool RowDelegate::eventFilter(QObject* watched, QEvent* event)
{
    if (qobject_cast<RowPicker*>(watched))
        return false; // it knows its keys itself, and leaving it links nothing
    if (event->type() == QEvent::KeyPress && keepsWrong(*static_cast<QKeyEvent*>(event), watched))
        return true;
    return QStyledItemDelegate::eventFilter(watched, event);
}

} // namespace conjoin::ui
