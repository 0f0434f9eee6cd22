// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/attributelist.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

enum Role {
    LinkRole = Qt::UserRole, ///< of the link, not of the row
    AllRole,                 ///< the line that ticks the others
    NameRole,                ///< of the attribute
};

} // namespace

AttributeList::AttributeList(QWidget* parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Attributes"));
    setUniformItemSizes(true);
    connect(this, &QListWidget::itemChanged, this, &AttributeList::onItemChanged);
}

void AttributeList::addPart(
    const orm::Model& model, bool link, const QString& all, const std::optional<QStringList>& chosen)
{
    const auto add = [&](const QString& text, const QString& name) {
        auto* item = new QListWidgetItem(text, this);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setData(LinkRole, link);
        item->setData(AllRole, name.isEmpty());
        item->setData(NameRole, name);
        item->setCheckState(!chosen || chosen->contains(name) ? Qt::Checked : Qt::Unchecked);
        return item;
    };
    QFont bold = font();
    bold.setBold(true);
    add(all, QString())->setFont(bold);
    for (const orm::Attribute& attribute : model.attributes)
        add(attribute.name, attribute.name);
    showAll(link);
}

void AttributeList::setChoice(const orm::ModelRegistry& registry, int model, int junction,
    const std::optional<QStringList>& attributes, const std::optional<QStringList>& ofLink)
{
    filling_ = true;
    const int row = currentRow();
    clear();
    if (model >= 0)
        addPart(registry.at(model), false, tr("All of %1").arg(registry.at(model).table), attributes);
    if (junction >= 0)
        addPart(
            registry.at(junction), true, tr("All of the link, %1").arg(registry.at(junction).table), ofLink);
    setCurrentRow(std::clamp(row, 0, std::max(0, count() - 1)));
    filling_ = false;
}

std::optional<QStringList> AttributeList::chosen(bool link) const
{
    QStringList names;
    bool all = true;
    for (int i = 0; i < count(); ++i) {
        const QListWidgetItem* one = item(i);
        if (one->data(LinkRole).toBool() != link || one->data(AllRole).toBool())
            continue;
        if (one->checkState() == Qt::Checked)
            names.append(one->data(NameRole).toString());
        else
            all = false;
    }
    return all ? std::nullopt : std::optional(names);
}

/// The line of all says what the others are.
void AttributeList::showAll(bool link)
{
    const std::optional<QStringList> names = chosen(link);
    for (int i = 0; i < count(); ++i) {
        if (item(i)->data(AllRole).toBool() && item(i)->data(LinkRole).toBool() == link)
            item(i)->setCheckState(!names             ? Qt::Checked
                                   : names->isEmpty() ? Qt::Unchecked
                                                      : Qt::PartiallyChecked);
    }
}

void AttributeList::onItemChanged(QListWidgetItem* changedItem)
{
    if (filling_)
        return;
    filling_ = true;
    const bool link = changedItem->data(LinkRole).toBool();
    if (changedItem->data(AllRole).toBool()) {
        for (int i = 0; i < count(); ++i) {
            if (item(i)->data(LinkRole).toBool() == link)
                item(i)->setCheckState(changedItem->checkState());
        }
    }
    showAll(link);
    filling_ = false;
    emit changed();
}

} // namespace conjoin::ui
