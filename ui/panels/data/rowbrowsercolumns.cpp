// SPDX-License-Identifier: GPL-3.0-or-later
// In which order and columns RowBrowser shows a table, and what its filters ask for.
#include "ui/panels/data/rowbrowser.h"

#include "ui/models/rowfilter.h"
#include "ui/panels/data/columnchooser.h"
#include "ui/panels/data/relationfilter.h"
#include "ui/panels/data/rowbar.h"
#include "ui/panels/data/rowheader.h"
#include "ui/text/messages.h"

#include <algorithm>

namespace conjoin::ui {

using orm::Json;

// -- order and columns -------------------------------------------------------------------------------

std::vector<orm::OrderBy> RowBrowser::wishedOrder(
    const std::vector<orm::OrderBy>& before, const QString& column, SortWish wish)
{
    const bool sorted = !before.empty() && before.front().attribute == column;
    const bool descending = sorted && before.front().descending;
    const bool wanted = wish == SortWish::Cycle ? sorted : wish == SortWish::Descending;
    const bool off = sorted && (wish == SortWish::Cycle ? descending : descending == wanted);
    if (off)
        emit message(tr("In the order of the key"));
    else
        emit message(wanted ? tr("By %1, descending; NULL last").arg(column)
                            : tr("By %1, ascending; NULL first").arg(column));
    return off ? std::vector<orm::OrderBy>() : std::vector<orm::OrderBy>{{column, wanted}};
}

void RowBrowser::sort(int column, SortWish wish)
{
    const orm::Attribute& attribute = model_.section({}).attribute(model_.registry(), column);
    if (model_.section({}).cells[size_t(column)].association >= 0) {
        emit message(
            tr("Rows can't be sorted by what they are linked to; a filter can ask for it: %1 count > 3")
                .arg(attribute.name));
        return;
    }
    TableLayout changed = layout();
    changed.order = wishedOrder(changed.order, attribute.name, wish);
    layouts_.set(shownModel(), changed);
    fromEnd_ = false;
    share_.reset();
    refresh();
}

void RowBrowser::sortGroup(const QModelIndex& index, SortWish wish)
{
    const RowPtr owner = model_.owner(index);
    const QString column = model_.groupColumn(index);
    if (!owner || column.isEmpty())
        return;
    const orm::Model& of = model_.registry().at(owner->model);
    const QString association = model_.association(index)->name;
    TableLayout changed = layouts_.of(of);
    const std::vector<orm::OrderBy> order = wishedOrder(model_.groupOrder(index), column, wish);
    if (order.empty())
        changed.groups.remove(association);
    else
        changed.groups.insert(association, order);
    layouts_.set(of, changed);
    // The keyboard stays in the column, on its row where that is on the first page, else on the first one.
    const QModelIndex current = view_.currentIndex();
    const bool within = current.isValid() && model_.object(current) && model_.owner(current) == owner &&
                        model_.association(current) && model_.association(current)->name == association;
    const QString place = current.isValid() ? model_.path(current) : QString();
    QSet<QString> open = view_.openPaths();
    QModelIndex group = index.siblingAtColumn(0);
    while (group.isValid() && model_.kind(group) != TreeNodeKind::Relation)
        group = group.parent();
    sorted_ = within ? QPersistentModelIndex(group) : QPersistentModelIndex();
    sortedColumn_ = current.column();
    if (within)
        view_.setCurrentIndex(group); // its rows go
    model_.reloadGroups(owner->model, association);
    open -= view_.openPaths();
    view_.restore(std::move(open), within ? place : QString(), sortedColumn_);
}

void RowBrowser::keepColumn(const QModelIndex& group)
{
    if (!sorted_.isValid() || group != sorted_)
        return;
    sorted_ = QModelIndex();
    // After the view had its chance to find the row that was current.
    QMetaObject::invokeMethod(
        this,
        [this, place = QPersistentModelIndex(group)] {
            const QModelIndex first = place.isValid() ? model_.index(1, sortedColumn_, place) : QModelIndex();
            if (first.isValid() && view_.currentIndex() == place)
                view_.setCurrentIndex(first);
        },
        Qt::QueuedConnection);
}

void RowBrowser::moveColumn(int from, int to)
{
    TableLayout changed = layout();
    changed.columns = columnChoice(shownModel(), changed);
    // Positions among those that are shown.
    std::vector<size_t> shown;
    for (size_t i = 0; i < changed.columns.size(); ++i) {
        if (!changed.columns[i].hidden)
            shown.push_back(i);
    }
    if (size_t(from) >= shown.size() || size_t(to) >= shown.size())
        return;
    const auto begin = changed.columns.begin();
    const size_t a = shown[size_t(from)], b = shown[size_t(to)];
    if (a < b)
        std::rotate(begin + long(a), begin + long(a) + 1, begin + long(b) + 1);
    else
        std::rotate(begin + long(b), begin + long(a), begin + long(a) + 1);
    changeLayout(changed);
}

void RowBrowser::changeLayout(const TableLayout& layout)
{
    layouts_.set(shownModel(), layout);
    model_.layoutsChanged();
    view_.setLayout(layout);
    showFilters();
}

// -- filters -----------------------------------------------------------------------------------------

Result<Json> RowBrowser::columnFilters(int model)
{
    const orm::Model& of = source_.registry->at(model);
    const TableLayout& layout = layouts_.of(of);
    std::vector<Json> all;
    std::optional<Error> wrong;
    for (auto filter = layout.filters.begin(); filter != layout.filters.end(); ++filter) {
        const orm::Attribute* attribute = of.attribute(filter.key());
        if (!attribute && !of.association(filter.key()))
            continue; // the table may have lost the column
        const orm::Association* reference = attribute ? referenceOf(of, attribute->name) : nullptr;
        const RowLabels::Template label = reference ? source_.label(reference->target) : nullptr;
        Result<Json> one = attribute ? columnCondition(*source_.registry, model, *attribute, *filter,
                                           label ? label->attributes() : QStringList())
                                     : relationCondition(*source_.registry, model, filter.key(), *filter);
        if (model == model_.rootModel())
            view_.rowHeader()->setFilterError(columnOf(filter.key()), one ? QString() : spoken(one.error()));
        if (one)
            all.push_back(std::move(*one));
        else
            wrong = one.error();
    }
    if (wrong)
        return *wrong;
    return allOf(std::move(all));
}

int RowBrowser::columnOf(const QString& attribute) const
{
    const RowSection& section = model_.section({});
    for (size_t i = 0; i < section.cells.size(); ++i) {
        if (section.attribute(model_.registry(), int(i)).name == attribute)
            return int(i);
    }
    return -1;
}

void RowBrowser::showFilters()
{
    const TableLayout shown = layout();
    const RowSection& section = model_.section({});
    QStringList texts;
    for (size_t i = 0; i < section.cells.size(); ++i)
        texts.append(shown.filters.value(section.attribute(model_.registry(), int(i)).name));
    view_.rowHeader()->setFilters(texts);
    if (!shown.filters.isEmpty())
        view_.rowHeader()->setFilterShown(true);
    bar_.setFilterRowShown(view_.rowHeader()->isFilterShown());
}

void RowBrowser::filterColumn(int column, const QString& text)
{
    const QString attribute = model_.section({}).attribute(model_.registry(), column).name;
    TableLayout changed = layout();
    if (changed.filters.value(attribute) == text.trimmed())
        return;
    if (text.trimmed().isEmpty())
        changed.filters.remove(attribute);
    else
        changed.filters.insert(attribute, text.trimmed());
    layouts_.set(shownModel(), changed);
    view_.rowHeader()->setFilterError(column, {});
    refresh();
}

void RowBrowser::toggleFilterRow()
{
    if (model_.rootModel() < 0)
        return;
    const bool shown = !view_.rowHeader()->isFilterShown();
    view_.rowHeader()->setFilterShown(shown);
    bar_.setFilterRowShown(shown);
    if (shown) {
        const QModelIndex current = view_.currentIndex();
        view_.rowHeader()->focusFilter(current.isValid() && !current.parent().isValid() ? current.column() : 0);
        return;
    }
    view_.setFocus();
    TableLayout changed = layout();
    if (changed.filters.isEmpty())
        return;
    changed.filters.clear(); // what is not seen must not hide rows
    layouts_.set(shownModel(), changed);
    refresh();
}

void RowBrowser::buildFilter()
{
    if (model_.rootModel() < 0)
        return;
    auto* builder = new RelationFilter(*source_.registry, model_.rootModel(), view_.window());
    builder->setAttribute(Qt::WA_DeleteOnClose);
    connect(builder, &RelationFilter::chosen, this, [this](const QString& question) {
        const QString before = bar_.filter().trimmed();
        bar_.setFilter(before.isEmpty() ? question : before + QStringLiteral(" and ") + question);
        reload();
    });
    builder->open();
}

/// Of the table whose rows are at that place: the group's, where it is in one.
void RowBrowser::chooseColumns(const QModelIndex& place)
{
    if (!source_.isOpen() || model_.rootModel() < 0)
        return;
    const orm::Association* association = place.isValid() ? model_.association(place) : nullptr;
    const int of = association ? association->target : model_.rootModel();
    const orm::Model& table = source_.registry->at(of);
    auto* chooser = new ColumnChooser(table, layouts_.of(table), view_.window());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    connect(chooser, &ColumnChooser::changed, this,
        [this, of, registry = source_.registry](const TableLayout& chosen) {
            if (registry != source_.registry)
                return;
            if (of == model_.rootModel()) {
                changeLayout(chosen);
                return;
            }
            layouts_.set(source_.registry->at(of), chosen);
            model_.layoutsChanged();
        });
    chooser->open();
    // A group that leaves columns out by itself shows them all at once, to choose from.
    if (association && model_.section(place).hidden > 0)
        chooser->takeAsShown();
}

} // namespace conjoin::ui
