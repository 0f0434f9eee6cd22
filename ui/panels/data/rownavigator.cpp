// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rownavigator.h"

#include "orm/base/moment.h"
#include "ui/panels/data/arraydialog.h"
#include "ui/panels/data/depthexpander.h"
#include "ui/panels/data/rowbrowser.h"
#include "ui/panels/data/rowpeek.h"
#include "ui/panels/data/valuedialog.h"
#include "ui/text/messages.h"

#include <QMenu>

namespace conjoin::ui {

using orm::AssociationKind;
using orm::Json;

namespace {

/// Which rows of its target an association of that row has.
Json conditionOf(const orm::ModelRegistry& registry, const RowObject& row, const orm::Association& association)
{
    const orm::Model& model = registry.at(row.model);
    Json where = Json::object();
    if (association.kind == AssociationKind::BelongsToMany) {
        const orm::Association* inverse = inverseOf(registry, row.model, association);
        const Result<Json> key = orm::keyCondition(model, row.key);
        if (!inverse || !key)
            return {};
        Json has = Json::object();
        has.set(QStringLiteral("has"), *key);
        where.set(inverse->name, std::move(has));
        return where;
    }
    for (qsizetype i = 0; i < association.keys.size(); ++i) {
        const int index = model.attributeIndex(association.referenced.value(i));
        if (index < 0 || size_t(index) >= row.values.size() || row.values[size_t(index)].isNull())
            return {};
        where.set(association.keys[i],
            orm::valueToJson(row.values[size_t(index)], model.attributes[size_t(index)].type));
    }
    return where;
}

} // namespace

RowNavigator::RowNavigator(const Theme& theme, RowBrowser& browser, RowTreeView& view, ResultTreeModel& model)
    : QObject(&view)
    , theme_(&theme)
    , browser_(browser)
    , view_(view)
    , model_(model)
    , expander_(new DepthExpander(view, model))
{
    connect(&view_, &RowTreeView::followAsked, this, &RowNavigator::follow);
    connect(&view_, &RowTreeView::referencingAsked, this, &RowNavigator::showReferencing);
    connect(&view_, &RowTreeView::peekAsked, this, &RowNavigator::peek);
    connect(&view_, &RowTreeView::valueAsked, this, &RowNavigator::showValue);
    connect(&view_, &RowTreeView::defaultAsked, this, [this](const QModelIndex& index) {
        if (!model_.setDefault(index))
            emit message(tr("Only a cell of a new row that something was entered into can take its default."));
    });
    connect(&view_, &RowTreeView::refused, this, [this](const Error& error) { emit message(spoken(error)); });
    connect(&view_, &RowTreeView::tabAsked, this, &RowNavigator::enterInTab);
    connect(&view_, &RowTreeView::menuAsked, this, &RowNavigator::showMenu);
    connect(&view_, &RowTreeView::depthAsked, expander_, &DepthExpander::start);
    connect(&view_, &RowTreeView::backAsked, &browser_, &RowBrowser::goBack);
    connect(&view_, &RowTreeView::forwardAsked, &browser_, &RowBrowser::goForward);
    connect(expander_, &DepthExpander::finished, this, &RowNavigator::message);
}

RowPtr RowNavigator::rowAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    return model_.object(index) ? model_.object(index) : model_.owner(index);
}

QString RowNavigator::labelOf(const RowObject& row) const
{
    const QString key = rowKeyText(model_.registry(), row);
    const QString label = rowLabel(model_.registry(), row);
    return key.isEmpty() ? label : label + u' ' + key;
}

std::optional<RowPlace> RowNavigator::placeOf(const RowPtr& row, std::vector<Crumb> trail)
{
    const Result<Json> where = row->key.isEmpty()
                                   ? Result<Json>(Json())
                                   : orm::keyCondition(model_.registry().at(row->model), row->key);
    if (row->key.isEmpty() || !where) {
        emit message(tr("This table has no key, so one of its rows can't be gone into."));
        return std::nullopt;
    }
    RowPlace to;
    to.table = browser_.nameOf(row->model);
    to.focus = RowFocus{*where, labelOf(*row)};
    to.open = {row->key};
    to.current = row->key;
    to.trail = std::move(trail);
    return to;
}

void RowNavigator::enterRow(const RowPtr& row, std::vector<Crumb> trail)
{
    if (std::optional<RowPlace> to = placeOf(row, std::move(trail)))
        browser_.go(std::move(*to));
}

std::vector<Crumb> RowNavigator::trailTo(const QModelIndex& index) const
{
    std::vector<Crumb> trail = browser_.crumbsTo(index);
    if (model_.object(index) && !trail.empty())
        trail.pop_back(); // the row itself
    return trail;
}

void RowNavigator::enter(const QModelIndex& index)
{
    const RowPtr row = rowAt(index);
    if (row && !row->draft)
        enterRow(row, trailTo(index));
}

void RowNavigator::enterInTab(const QModelIndex& index)
{
    const RowPtr row = rowAt(index);
    if (!row)
        return;
    if (row->draft) {
        emit message(tr("A row that is not saved yet has no tab of its own."));
        return;
    }
    if (const std::optional<RowPlace> to = placeOf(row, trailTo(index)))
        emit tabAsked(*to);
}

RowPtr RowNavigator::referredAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    const auto of = [](const RowObject& row, const orm::Association& association) {
        const LinkPtr link = row.linkOf(association.name);
        return link ? link->target : row.references.value(association.name);
    };
    if (model_.kind(index) == TreeNodeKind::Relation) {
        const orm::Association& association = *model_.association(index);
        return association.kind == AssociationKind::BelongsTo ? of(*model_.owner(index), association) : nullptr;
    }
    const RowPtr row = model_.cellRow(index);
    const orm::Attribute* attribute = model_.attribute(index);
    const orm::Association* reference =
        row && attribute ? referenceOf(model_.registry().at(row->model), attribute->name) : nullptr;
    return reference ? of(*row, *reference) : nullptr;
}

void RowNavigator::follow(const QModelIndex& index)
{
    const RowPtr referred = referredAt(index);
    if (referred && !referred->draft)
        enterRow(referred, browser_.crumbsTo(index));
    else if (model_.object(index) && index.parent().isValid())
        enter(index); // a row below another one: to where it stands itself
    else
        emit message(tr("This cell refers to no row; Shift+F4 lists what refers to this one."));
}

void RowNavigator::enterRelated(
    const RowPtr& row, const orm::Association& association, const QModelIndex& index)
{
    const Json where = conditionOf(model_.registry(), *row, association);
    if (where.isNull())
        return;
    RowPlace to;
    to.table = browser_.nameOf(association.target);
    to.focus = RowFocus{where, tr("%1 of %2").arg(association.name, rowLabel(model_.registry(), *row))};
    to.trail = browser_.crumbsTo(index);
    browser_.go(std::move(to));
    view_.setFocus();
}

QString RowNavigator::countText(const RowObject& row, int association) const
{
    const int count = size_t(association) < row.badges.size() ? row.badges[size_t(association)] : -1;
    if (count < 0)
        return QStringLiteral("?");
    return count >= ResultTreeModel::badgeCap ? QStringLiteral("100+") : QString::number(count);
}

QRect RowNavigator::cellOf(const QModelIndex& index) const
{
    const QRect cell = view_.visualRect(index).intersected(view_.viewport()->rect());
    return {view_.viewport()->mapToGlobal(cell.topLeft()), cell.size()};
}

void RowNavigator::showReferencing(const QModelIndex& index)
{
    const RowPtr row = rowAt(index);
    if (!row || row->draft || row->key.isEmpty())
        return;
    auto* menu = new QMenu(&view_);
    menu->setObjectName(QStringLiteral("referencingMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("What belongs to %1").arg(labelOf(*row)));
    const auto& associations = model_.registry().at(row->model).associations;
    const QPersistentModelIndex place(index);
    std::vector<std::pair<QAction*, int>> entries;
    for (size_t i = 0; i < associations.size(); ++i) {
        const orm::Association& association = associations[i];
        if (association.kind == AssociationKind::BelongsTo)
            continue;
        QAction* action = menu->addAction(QString());
        entries.emplace_back(action, int(i));
        connect(action, &QAction::triggered, this,
            [this, row, &association, place] { enterRelated(row, association, place); });
    }
    if (entries.empty()) {
        emit message(tr("No table refers to %1.").arg(model_.registry().at(row->model).table));
        delete menu;
        return;
    }
    const auto name = [this, row, entries, &associations] {
        for (const auto& [action, at] : entries) {
            const orm::Association& association = associations[size_t(at)];
            const QString through = association.through >= 0
                                        ? tr(" via %1").arg(model_.registry().at(association.through).table)
                                        : tr(" by %1").arg(association.keys.join(QStringLiteral(", ")));
            action->setText(association.name + through + u'\t' + countText(*row, at));
        }
    };
    name();
    connect(&model_, &QAbstractItemModel::dataChanged, menu, name); // a count has come
    model_.countRelated(row);
    menu->setActiveAction(entries.front().first);
    menu->popup(cellOf(index).bottomLeft());
}

void RowNavigator::peek(const QModelIndex& index)
{
    RowPtr row = referredAt(index);
    if (!row || row->draft)
        row = rowAt(index);
    if (row && !row->draft && !row->key.isEmpty())
        RowPeek::open(*theme_, browser_.source(), row, view_, view_.visualRect(index));
}

void RowNavigator::showValue(const QModelIndex& index)
{
    const bool isCut = model_.isCut(index);
    if (isCut)
        emit message(tr("Reading the whole value…"));
    model_.withWhole(index, [this, isCut](const QModelIndex& whole) {
        if (isCut)
            emit message({}); // it is read
        openValue(whole);
    });
}

void RowNavigator::openValue(const QModelIndex& index)
{
    const std::optional<orm::Attribute> attribute = model_.resolvedAttribute(index);
    if (!attribute)
        return;
    const bool writable = index.flags() & Qt::ItemIsEditable;
    const QVariant value = model_.whole(index);
    const QPersistentModelIndex place(index);
    const auto takeText = [this, place](const QString& text) {
        if (place.isValid())
            model_.setData(place, text);
    };
    const auto takeNull = [this, place] {
        if (place.isValid())
            model_.setData(place, QVariant());
    };
    const std::optional<QString> text = value.isValid() ? std::optional(value.toString()) : std::nullopt;
    if (ArrayDialog::takes(*attribute, text)) {
        auto* dialog = new ArrayDialog(*attribute, text, writable, view_.window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ArrayDialog::textChosen, this, takeText);
        connect(dialog, &ArrayDialog::nullChosen, this, takeNull);
        dialog->open();
        return;
    }
    const bool bytes = value.isValid() ? value.metaType().id() == QMetaType::QByteArray
                                       : orm::meaning(attribute->type) == model::TypeKind::Binary;
    auto* dialog =
        bytes ? new ValueDialog(*attribute, value.isValid() ? std::optional(value.toByteArray()) : std::nullopt,
                    writable, view_.window())
              : new ValueDialog(*attribute, text, writable, view_.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ValueDialog::textChosen, this, takeText);
    connect(dialog, &ValueDialog::bytesChosen, this, [this, place](const QByteArray& chosen) {
        if (place.isValid())
            model_.setBytes(place, chosen);
    });
    connect(dialog, &ValueDialog::nullChosen, this, takeNull);
    dialog->open();
}

void RowNavigator::showMenu(const QModelIndex& index, const QPoint& at)
{
    if (model_.rootModel() < 0)
        return;
    auto* menu = new QMenu(&view_);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex place(index);
    const auto add = [&](const QString& text, const QString& keys, bool enabled, auto work) {
        QAction* action = menu->addAction(keys.isEmpty() ? text : text + u'\t' + keys);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, [place, work] {
            if (place.isValid())
                work(QModelIndex(place));
        });
    };
    if (index.isValid()) {
        const RowPtr row = rowAt(index);
        const bool stored = row && !row->draft && !row->key.isEmpty();
        add(tr("Go into this row"), tr("Ctrl+Enter"), stored, [this](const QModelIndex& on) { enter(on); });
        add(tr("Open in a new tab"), tr("Ctrl+Shift+Enter"), stored,
            [this](const QModelIndex& on) { enterInTab(on); });
        add(tr("Follow the key"), tr("F4"), referredAt(index) != nullptr,
            [this](const QModelIndex& on) { follow(on); });
        add(tr("What belongs to it…"), tr("Shift+F4"), stored,
            [this](const QModelIndex& on) { showReferencing(on); });
        add(tr("Peek"), tr("Alt+F1"), stored, [this](const QModelIndex& on) { peek(on); });
        if (model_.attribute(index))
            add(tr("Value in a window"), tr("Shift+F2"), true,
                [this](const QModelIndex& on) { showValue(on); });
        menu->addSeparator();
        for (const int depth : {2, 3, 4}) {
            const QString keys = depth == 2   ? tr("Ctrl+Right")
                                 : depth == 3 ? tr("Ctrl+Shift+Right")
                                              : QString();
            add(tr("Expand to depth %1").arg(depth), keys, stored,
                [this, depth](const QModelIndex& on) { expander_->start(on, depth); });
        }
        const orm::Association* association = model_.association(index);
        if (association && association->through >= 0) {
            add(tr("Columns of %1: next").arg(model_.registry().at(association->through).table), tr("J"), true,
                [this](const QModelIndex& on) { view_.cycleJunctionColumns(on); });
        }
        menu->addSeparator();
        const bool ofRoot = !index.parent().isValid() && model_.attribute(index);
        const QString name = ofRoot ? model_.attribute(index)->name : model_.groupColumn(index);
        if (!name.isEmpty()) {
            const auto sort = [this, ofRoot](const QModelIndex& on, SortWish wish) {
                if (ofRoot)
                    emit view_.sortAsked(on.column(), wish);
                else
                    emit view_.groupSortAsked(on, wish);
            };
            add(tr("Sort by %1, ascending").arg(name), tr("Alt+Up"), true,
                [sort](const QModelIndex& on) { sort(on, SortWish::Ascending); });
            add(tr("Sort by %1, descending").arg(name), tr("Alt+Down"), true,
                [sort](const QModelIndex& on) { sort(on, SortWish::Descending); });
        }
        if (row) {
            const int of = row->model;
            add(tr("Label of %1…").arg(rowNouns(model_.registry().at(of))), {}, true,
                [this, of](const QModelIndex&) { browser_.askForLabel(of); });
        }
        emit menuFilled(menu, index);
    }
    menu->popup(at);
}

} // namespace conjoin::ui
