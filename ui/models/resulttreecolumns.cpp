// SPDX-License-Identifier: GPL-3.0-or-later
// Which columns ResultTreeModel shows at each place, in which order, and how rows are called.
#include "ui/models/resulttree.h"

#include <utility>

namespace conjoin::ui {

const TableLayout& ResultTreeModel::layoutOf(int model) const
{
    static const TableLayout none;
    return layouts_ ? layouts_->of(registry().at(model)) : none;
}

void ResultTreeModel::setLayouts(const TableLayouts* layouts)
{
    layouts_ = layouts;
    layoutsChanged();
}

void ResultTreeModel::layoutsChanged()
{
    sections_.clear();
    if (view_.model < 0)
        return;
    emit layoutAboutToBeChanged();
    emit layoutChanged();
    widen(int(section({}).cells.size()));
    const auto widenFor = [this](const TreeNode* place, const auto& again) -> void {
        if (place->kind == TreeNodeKind::Relation && !place->children.empty())
            widen(int(section(indexFor(place)).cells.size()));
        for (const auto& child : place->children) {
            if (!child->children.empty())
                again(child.get(), again);
        }
    };
    widenFor(root_.get(), widenFor);
    emit headerDataChanged(Qt::Horizontal, 0, columns_ - 1);
}

void ResultTreeModel::labelsChanged()
{
    for (const RowPtr& row : std::as_const(rows_))
        row->label = source_.label(row->model);
    for (auto place = places_.begin(); place != places_.end(); ++place) {
        for (const RowPtr& row : {place.value()->object, place.value()->junction}) {
            if (row)
                row->label = source_.label(row->model);
        }
    }
    emit layoutAboutToBeChanged();
    emit layoutChanged();
}

namespace {

quint64 sectionKey(int model, int association)
{
    return quint64(quint32(model)) << 32 | quint32(association);
}

} // namespace

JunctionColumns ResultTreeModel::junctionColumns(const QModelIndex& index) const
{
    const TreeNode* relation = relationOf(node(index));
    return relation ? junctionColumns_.value(sectionKey(relation->parent->object->model, relation->association),
                          JunctionColumns::Attributes)
                    : JunctionColumns::Attributes;
}

void ResultTreeModel::setJunctionColumns(const QModelIndex& index, JunctionColumns columns)
{
    const TreeNode* relation = relationOf(node(index));
    if (!relation || associationOf(relation).through < 0)
        return;
    const quint64 key = sectionKey(relation->parent->object->model, relation->association);
    junctionColumns_.insert(key, columns);
    sections_.erase(key);
    emit layoutAboutToBeChanged();
    emit layoutChanged();
    widen(int(section(indexFor(relation)).cells.size()));
}

std::vector<orm::OrderBy> ResultTreeModel::groupOrder(const QModelIndex& index) const
{
    const TreeNode* relation = relationOf(node(index));
    if (!relation)
        return {};
    const orm::Association& association = associationOf(relation);
    const orm::Model& target = registry().at(association.target);
    const orm::Model* junction = association.through < 0 ? nullptr : &registry().at(association.through);
    std::vector<orm::OrderBy> order = layoutOf(relation->parent->object->model).groups.value(association.name);
    std::erase_if(order, [&](const orm::OrderBy& by) { // the tables may have lost the column
        const bool ofJunction = junction && by.attribute.startsWith(junction->name + u'.') &&
                                junction->attribute(by.attribute.mid(junction->name.size() + 1));
        return !ofJunction && !target.attribute(by.attribute);
    });
    return order;
}

QString ResultTreeModel::groupColumn(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    const TreeNode* relation = relationOf(place);
    if (!relation || place == relation || isToOne(relation) ||
        (!place->object && place->kind != TreeNodeKind::Header))
        return {};
    const RowSection& columns = section(index);
    if (index.column() >= int(columns.cells.size()))
        return {};
    const QString& name = columns.attribute(registry(), index.column()).name;
    return columns.cells[size_t(index.column())].junction ? registry().at(columns.through).name + u'.' + name
                                                          : name;
}

const RowSection& ResultTreeModel::section(const QModelIndex& index) const
{
    static const RowSection none;
    if (view_.model < 0)
        return none;
    const TreeNode* relation = index.isValid() ? relationOf(node(index)) : nullptr;
    const int model = relation ? relation->parent->object->model : view_.model;
    const quint64 key = sectionKey(model, relation ? relation->association : -1);
    const auto known = sections_.find(key);
    if (known != sections_.end())
        return known->second;
    RowSection made = relation ? associationSection(registry(), model, relation->association,
                                     junctionColumns_.value(key, JunctionColumns::Attributes),
                                     layoutOf(associationOf(relation).target))
                               : rootSection(registry(), model, layoutOf(model));
    return sections_.emplace(key, std::move(made)).first->second;
}

} // namespace conjoin::ui
