// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/pickerdelegate.h"

#include <QPainter>

namespace conjoin::ui {

PickerDelegate::PickerDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , theme_(theme)
{}

QString PickerDelegate::details(const orm::Model& model, const std::vector<orm::Value>& values)
{
    constexpr qsizetype longest = 40;
    QStringList parts;
    const QString label = model.labelAttribute();
    for (size_t i = 0; i < model.attributes.size() && i < values.size() && parts.size() < 2; ++i) {
        const orm::Attribute& attribute = model.attributes[i];
        const bool said = attribute.name == label || attribute.primaryKey || attribute.foreignKey;
        if (!said && !values[i].isNull() && !values[i].isBytes())
            parts += values[i].display().left(longest);
    }
    return parts.join(QStringLiteral(" · "));
}

QSize PickerDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, rowHeight};
}

void PickerDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool enabled = option.state & QStyle::State_Enabled && index.flags() & Qt::ItemIsEnabled;
    const bool current = option.state & QStyle::State_Selected;
    const bool create = index.data(CreateRole).toBool();
    if (enabled && (current || option.state & QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(current ? selectionColor(theme_) : theme_.hover);
        painter->drawRoundedRect(option.rect, 6, 6);
    }
    if (create && index.row() > 0) {
        painter->setPen(theme_.panelBorder);
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    }
    QRect area = option.rect.adjusted(10, 0, -10, 0);
    const QFont font = option.font;
    const QFontMetrics metrics(font);
    const auto draw = [&](const QString& text, const QColor& color) {
        painter->setPen(color);
        painter->setFont(font);
        const QString cut = metrics.elidedText(text, Qt::ElideRight, area.width());
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, cut);
        area.setLeft(area.left() + metrics.horizontalAdvance(cut) + 8);
    };
    if (create) {
        draw(QStringLiteral("✚"), theme_.inserted);
        draw(index.data().toString(), theme_.inserted);
    } else if (index.data(HintRole).toBool()) {
        draw(index.data().toString(), theme_.muted);
    } else {
        if (index.data(LinkedRole).toBool())
            draw(QStringLiteral("✓"), theme_.faint);
        draw(index.data().toString(), enabled ? theme_.ink : theme_.faint);
        draw(index.data(KeyRole).toString(), theme_.faint);
        const QString detail =
            index.data(LinkedRole).toBool() ? tr("already linked") : index.data(DetailRole).toString();
        painter->setPen(enabled ? theme_.muted : theme_.faint);
        const QString cut = metrics.elidedText(detail, Qt::ElideRight, area.width());
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, cut);
    }
    painter->restore();
}

} // namespace conjoin::ui
