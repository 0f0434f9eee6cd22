// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/includetree.h"

#include <QHeaderView>

#include <algorithm>
#include <utility>

namespace conjoin::ui {

namespace {

enum Role {
    AssociationRole = Qt::UserRole, ///< index among the associations of the parent's model; -1 at the root
    FilledRole,
    PartRole,
};

bool sameOrder(const std::vector<orm::OrderBy>& a, const std::vector<orm::OrderBy>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const orm::OrderBy& x, const orm::OrderBy& y) {
        return x.attribute == y.attribute && x.descending == y.descending && x.path == y.path;
    });
}

/// How an association is said in a word: which rows, by way of what.
QString kindText(const orm::ModelRegistry& registry, const orm::Association& association)
{
    const QString& target = registry.at(association.target).table;
    switch (association.kind) {
    case orm::AssociationKind::BelongsTo:
        return IncludeTree::tr("one of %1").arg(target);
    case orm::AssociationKind::HasOne:
        return IncludeTree::tr("the one of %1 that refers here").arg(target);
    case orm::AssociationKind::HasMany:
        return IncludeTree::tr("those of %1 that refer here").arg(target);
    case orm::AssociationKind::BelongsToMany:
        break;
    }
    return IncludeTree::tr("%1, linked by %2").arg(target, registry.at(association.through).table);
}

} // namespace

bool operator==(const QueryPart& a, const QueryPart& b)
{
    return a.where == b.where && a.throughWhere == b.throughWhere && a.attributes == b.attributes &&
           a.throughAttributes == b.throughAttributes && a.whereTyped == b.whereTyped &&
           a.throughWhereTyped == b.throughWhereTyped && a.limit == b.limit && a.required == b.required &&
           sameOrder(a.order, b.order);
}

IncludeTree::IncludeTree(const Theme& theme, QWidget* parent)
    : QTreeWidget(parent)
    , theme_(&theme)
{
    setObjectName(QStringLiteral("includeTree"));
    setAccessibleName(tr("Associations"));
    setColumnCount(1);
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideRight);
    // What is deep is scrolled to, and nothing is cut off.
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    setHorizontalScrollMode(ScrollPerPixel);
    connect(this, &QTreeWidget::itemExpanded, this, &IncludeTree::fill);
    connect(this, &QTreeWidget::itemChanged, this, &IncludeTree::onItemChanged);
}

void IncludeTree::setTheme(const Theme& theme)
{
    theme_ = &theme;
    if (rootItem()) {
        const bool before = std::exchange(changing_, true);
        paintIcons(rootItem());
        changing_ = before;
    }
}

void IncludeTree::paintIcons(QTreeWidgetItem* item)
{
    const orm::Association* association = associationOf(item);
    const bool many = association && association->kind == orm::AssociationKind::BelongsToMany;
    const bool single = association && !association->isToMany();
    item->setIcon(0, icon(many     ? QStringLiteral("link")
                          : single ? QStringLiteral("reference")
                                   : QStringLiteral("table"),
                         *theme_));
    for (int i = 0; i < item->childCount(); ++i)
        paintIcons(item->child(i));
}

void IncludeTree::setRoot(std::shared_ptr<const orm::ModelRegistry> registry, int model)
{
    changing_ = true;
    clear();
    registry_ = std::move(registry);
    model_ = registry_ ? model : -1;
    if (model_ >= 0) {
        auto* root = new QTreeWidgetItem(this);
        root->setText(0, registry_->at(model_).table);
        root->setData(0, AssociationRole, -1);
        paintIcons(root);
        fill(root);
        root->setExpanded(true);
        setCurrentItem(root);
    }
    changing_ = false;
}

const orm::Association* IncludeTree::associationOf(const QTreeWidgetItem* item) const
{
    const int index = item->data(0, AssociationRole).toInt();
    if (index < 0 || !item->parent())
        return nullptr;
    return &registry_->at(modelOf(item->parent())).associations[size_t(index)];
}

int IncludeTree::modelOf(const QTreeWidgetItem* item) const
{
    const orm::Association* association = associationOf(item);
    return association ? association->target : model_;
}

QueryPart IncludeTree::partOf(const QTreeWidgetItem* item) const
{
    return item->data(0, PartRole).value<QueryPart>();
}

void IncludeTree::setPart(QTreeWidgetItem* item, const QueryPart& part)
{
    const bool before = std::exchange(changing_, true);
    item->setData(0, PartRole, QVariant::fromValue(part));
    QFont font = item->font(0);
    font.setItalic(!part.isPlain()); // something more is asked there
    item->setFont(0, font);
    changing_ = before;
}

/// Makes what is below an item, once.
void IncludeTree::fill(QTreeWidgetItem* item)
{
    if (item->data(0, FilledRole).toBool())
        return;
    const bool before = std::exchange(changing_, true);
    item->setData(0, FilledRole, true);
    const orm::Model& model = registry_->at(modelOf(item));
    int depth = 0;
    for (const QTreeWidgetItem* above = item; above; above = above->parent())
        ++depth;
    if (depth < orm::longestPath) {
        for (size_t i = 0; i < model.associations.size(); ++i) {
            const orm::Association& association = model.associations[i];
            auto* child = new QTreeWidgetItem(item);
            child->setText(0, association.name);
            child->setToolTip(0, kindText(*registry_, association));
            child->setData(0, AssociationRole, int(i));
            child->setCheckState(0, Qt::Unchecked);
            if (!registry_->at(association.target).associations.empty())
                child->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
            paintIcons(child);
        }
    }
    changing_ = before;
}

void IncludeTree::tick(QTreeWidgetItem* item, bool ticked)
{
    if (ticked) {
        for (QTreeWidgetItem* above = item; above && above->parent(); above = above->parent())
            above->setCheckState(0, Qt::Checked);
        return;
    }
    if (item->parent())
        item->setCheckState(0, Qt::Unchecked);
    for (int i = 0; i < item->childCount(); ++i)
        tick(item->child(i), false);
}

void IncludeTree::onItemChanged(QTreeWidgetItem* item)
{
    if (changing_)
        return;
    changing_ = true;
    tick(item, item->checkState(0) == Qt::Checked);
    changing_ = false;
    emit queryChanged();
}

std::vector<orm::Include> IncludeTree::includesOf(const QTreeWidgetItem* item) const
{
    std::vector<orm::Include> includes;
    for (int i = 0; i < item->childCount(); ++i) {
        const QTreeWidgetItem* child = item->child(i);
        if (child->checkState(0) != Qt::Checked)
            continue;
        const QueryPart part = partOf(child);
        orm::Include include;
        include.association = associationOf(child)->name;
        include.where = part.where;
        include.throughWhere = part.throughWhere;
        include.attributes = part.attributes;
        include.throughAttributes = part.throughAttributes;
        include.order = part.order;
        include.limit = part.limit;
        include.required = part.required;
        include.includes = includesOf(child);
        includes.push_back(std::move(include));
    }
    return includes;
}

orm::Query IncludeTree::query() const
{
    orm::Query query;
    query.model = model_;
    if (!rootItem())
        return query;
    const QueryPart part = partOf(rootItem());
    query.where = part.where;
    query.attributes = part.attributes;
    query.order = part.order;
    query.limit = part.limit;
    query.includes = includesOf(rootItem());
    return query;
}

void IncludeTree::setIncludes(QTreeWidgetItem* item, const std::vector<orm::Include>& includes)
{
    fill(item);
    for (const orm::Include& include : includes) {
        for (int i = 0; i < item->childCount(); ++i) {
            QTreeWidgetItem* child = item->child(i);
            if (associationOf(child)->name != include.association)
                continue;
            child->setCheckState(0, Qt::Checked);
            setPart(child, {include.where, include.throughWhere, include.attributes, include.throughAttributes,
                               include.order, include.limit, include.required});
            setIncludes(child, include.includes);
            if (!include.includes.empty())
                child->setExpanded(true);
        }
    }
}

void IncludeTree::setQuery(const orm::Query& query)
{
    setRoot(registry_, query.model);
    if (!rootItem())
        return;
    changing_ = true;
    setPart(rootItem(), {query.where, {}, query.attributes, {}, query.order, query.limit});
    setIncludes(rootItem(), query.includes);
    changing_ = false;
}

int IncludeTree::currentModel() const
{
    return currentItem() ? modelOf(currentItem()) : -1;
}

const orm::Association* IncludeTree::currentAssociation() const
{
    return currentItem() ? associationOf(currentItem()) : nullptr;
}

QueryPart IncludeTree::currentPart() const
{
    return currentItem() ? partOf(currentItem()) : QueryPart();
}

void IncludeTree::setCurrentPart(const QueryPart& part)
{
    QTreeWidgetItem* item = currentItem();
    if (!item || partOf(item) == part)
        return;
    setPart(item, part);
    if (!part.isPlain() && item->parent()) { // whoever asks something of a place wants to see it
        changing_ = true;
        tick(item, true);
        changing_ = false;
    }
    emit queryChanged();
}

/// A line is as wide as the tree, at least.
void IncludeTree::resizeEvent(QResizeEvent* event)
{
    header()->setMinimumSectionSize(viewport()->width());
    QTreeWidget::resizeEvent(event);
}

QString IncludeTree::currentKind() const
{
    const orm::Association* association = currentAssociation();
    return association ? kindText(*registry_, *association) : QString();
}

QString IncludeTree::currentPath() const
{
    QStringList names;
    for (const QTreeWidgetItem* item = currentItem(); item; item = item->parent())
        names.prepend(item->text(0));
    return names.join(QStringLiteral(" ▸ "));
}

bool IncludeTree::isCurrentTicked() const
{
    return currentItem() && (!currentItem()->parent() || currentItem()->checkState(0) == Qt::Checked);
}

} // namespace conjoin::ui
