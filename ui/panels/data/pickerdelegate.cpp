// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/pickerdelegate.h"

#include "orm/base/moment.h"
#include "ui/models/rowlabel.h"

#include <QPainter>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace conjoin::ui {

PickerDelegate::PickerDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , theme_(theme)
{}

namespace {

/// Whether the moment is one that the database or a program writes by itself: it tells nobody which row this
/// is.
bool isAutomatic(const orm::Attribute& attribute)
{
    static const QSet<QString> words{QStringLiteral("updated"), QStringLiteral("update"),
        QStringLiteral("modified"), QStringLiteral("changed"), QStringLiteral("created"),
        QStringLiteral("inserted"), QStringLiteral("deleted")};
    if (attribute.hasDefault || attribute.touched || attribute.generated)
        return true;
    static const QRegularExpression gaps(
        QStringLiteral("[^\\w]|_|(?<=[a-z])(?=[A-Z])"), QRegularExpression::UseUnicodePropertiesOption);
    const QStringList parts = attribute.name.split(gaps, Qt::SkipEmptyParts);
    return std::ranges::any_of(parts, [](const QString& part) { return words.contains(part.toLower()); });
}

enum class Tells { Best, Well, Little, Nothing };

/// How well a column tells one row from another, beside their labels.
Tells tells(const orm::Model& model, const orm::Attribute& attribute)
{
    if (std::ranges::find(model.uniqueKeys, QStringList{attribute.name}) != model.uniqueKeys.end())
        return Tells::Best;
    switch (orm::meaning(attribute.type)) {
    case model::TypeKind::Timestamp:
    case model::TypeKind::TimestampTz:
    case model::TypeKind::Date:
    case model::TypeKind::Time:
        return isAutomatic(attribute) ? Tells::Nothing : Tells::Little;
    case model::TypeKind::Binary:
        return Tells::Nothing;
    default:
        return Tells::Well;
    }
}

} // namespace

QString PickerDelegate::details(
    const orm::Model& model, const std::vector<orm::Value>& values, const QStringList& said)
{
    constexpr qsizetype longest = 40;
    constexpr qsizetype most = 2;
    QStringList parts;
    for (const Tells rank : {Tells::Best, Tells::Well, Tells::Little}) {
        for (size_t i = 0; i < model.attributes.size() && i < values.size() && parts.size() < most; ++i) {
            const orm::Attribute& attribute = model.attributes[i];
            const bool again = said.contains(attribute.name) || attribute.primaryKey || attribute.foreignKey;
            if (!again && tells(model, attribute) == rank && !values[i].isNull() && !values[i].isBytes())
                parts += withoutPadding(values[i].display()).left(longest);
        }
        if (!parts.isEmpty() && rank == Tells::Well)
            break; // a date beside it says no more
    }
    parts.removeAll(QString());
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
