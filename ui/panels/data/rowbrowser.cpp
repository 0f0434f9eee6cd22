// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowbrowser.h"

#include "orm/sql/placeestimate.h"
#include "ui/models/rowfilter.h"
#include "ui/panels/data/gotodialog.h"
#include "ui/panels/data/rowbar.h"
#include "ui/panels/data/rowheader.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QInputDialog>
#include <QItemSelectionModel>
#include <QLocale>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace conjoin::ui {

using orm::Json;

namespace {

constexpr int mostAtOnce = 100'000;  ///< rows that one More line brings
constexpr int offeredAtOnce = 2'000; ///< … unless a person asks for more

} // namespace

RowBrowser::RowBrowser(RowBar& bar, RowTreeView& view, ResultTreeModel& model)
    : QObject(&view)
    , bar_(bar)
    , view_(view)
    , model_(model)
{
    model_.setLayouts(&layouts_);
    connect(&bar_, &RowBar::tableChosen, this, [this](int chosen) {
        RowPlace to;
        to.table = nameOf(chosen);
        go(std::move(to));
        view_.setFocus();
    });
    connect(&bar_, &RowBar::filterChanged, this, [this] { reload(); });
    connect(&bar_, &RowBar::filterEntered, this, [this] {
        reload();
        view_.setFocus();
    });
    connect(&bar_, &RowBar::refreshAsked, this, &RowBrowser::refresh);
    connect(&bar_, &RowBar::cancelAsked, this, &RowBrowser::cancel);
    connect(&bar_, &RowBar::exactCountAsked, &count_, &RowCount::countExactly);
    connect(&bar_, &RowBar::columnsAsked, this, [this] { chooseColumns({}); });
    connect(&count_, &RowCount::changed, &bar_, &RowBar::setCount);
    connect(&model_, &ResultTreeModel::rootLoaded, this, &RowBrowser::showCount);
    connect(&model_, &ResultTreeModel::failed, this, &RowBrowser::fail);
    connect(&model_, &ResultTreeModel::rootProgressed, this, [this](int rows) {
        const QLocale locale;
        bar_.setCount(tr("%1 of %2 rows, Ctrl+. stops")
                          .arg(locale.toString(rows), locale.toString(rows + model_.rootRowsToCome())));
    });
    connect(&model_, &ResultTreeModel::relatedLoaded, this, &RowBrowser::keepColumn);
    connect(view_.selectionModel(), &QItemSelectionModel::currentChanged, this, &RowBrowser::placeChanged);
    connect(&view_, &RowTreeView::sortAsked, this, &RowBrowser::sort);
    connect(&view_, &RowTreeView::groupSortAsked, this, &RowBrowser::sortGroup);
    connect(&view_, &RowTreeView::filterRowAsked, this, &RowBrowser::toggleFilterRow);
    connect(&bar_, &RowBar::filterRowAsked, this, &RowBrowser::toggleFilterRow);
    connect(&bar_, &RowBar::relationFilterAsked, this, &RowBrowser::buildFilter);
    connect(view_.rowHeader(), &RowHeader::filterChanged, this, &RowBrowser::filterColumn);
    connect(&view_, &RowTreeView::columnsAsked, this, &RowBrowser::chooseColumns);
    connect(&view_, &RowTreeView::columnMoveAsked, this, &RowBrowser::moveColumn);
    connect(&view_, &RowTreeView::edgeAsked, this, &RowBrowser::toEdge);
    connect(&view_, &RowTreeView::goToAsked, this, &RowBrowser::askForPlace);
    connect(&bar_, &RowBar::goToAsked, this, &RowBrowser::askForPlace);
    connect(&view_, &RowTreeView::allAsked, this, &RowBrowser::loadAll);
    connect(&view_, &RowTreeView::columnResized, this, [this](int column, int width) {
        TableLayout changed = layout();
        changed.widths.insert(model_.section({}).attribute(model_.registry(), column).name, width);
        layouts_.set(shownModel(), changed);
    });
}

void RowBrowser::setSettings(QSettings* settings)
{
    settings_ = settings;
    setSource(source_);
}

void RowBrowser::setSource(const RowSource& source)
{
    const QString before = source_.isOpen() ? source_.database->settings().url() : QString();
    source_ = source;
    count_.setSource(source);
    if (!source.isOpen())
        return;
    const QString place = source.database->settings().url();
    if (place != before || settings_)
        layouts_.open(settings_, place);
    model_.layoutsChanged();
    readLabels();
    if (place != before) {
        history_.clear();
        trail_.clear();
        focus_.reset();
    }
}

const orm::Model& RowBrowser::shownModel() const
{
    return source_.registry->at(model_.rootModel());
}

TableLayout RowBrowser::layout() const
{
    return layouts_.of(shownModel());
}

// -- tables and rows ---------------------------------------------------------------------------------

void RowBrowser::showTable(int model, const QStringList& pinned)
{
    if (model < 0)
        return;
    bar_.setModel(model);
    shownTable_ = nameOf(model);
    focus_.reset();
    trail_.clear();
    fromEnd_ = false;
    share_.reset();
    view_.horizontalScrollBar()->setValue(0); // other columns
    reload(pinned);
    emit placeChanged();
}

void RowBrowser::reload(const QStringList& pinned, QSet<QString> open, const QString& current, int column)
{
    const int index = bar_.model();
    if (!source_.isOpen() || index < 0)
        return;
    view_.keepTyped();
    const orm::Model& shown = source_.registry->at(index);
    Result<Json> typed = filterCondition(*source_.registry, index, bar_.filter());
    bar_.setFilterError(typed ? QString() : spoken(typed.error()));
    Result<Json> columns = columnFilters(index);
    if (!typed || !columns)
        return; // a filter that is half typed leaves the rows as they are
    count_.showLoading();
    view_.setEmptyText({}, {});
    RootView root{index, allOf({focus_ ? focus_->where : Json(), std::move(*typed), std::move(*columns)})};
    for (const orm::OrderBy& by : layouts_.of(shown).order) {
        if (shown.attribute(by.attribute)) // the table may have lost the column
            root.order.push_back(by);
    }
    root.pinned = pinned;
    root.fromEnd = fromEnd_;
    root.share = share_;
    model_.showTable(root);
    view_.setLayout(layouts_.of(shown));
    showFilters();
    view_.restore(std::move(open), current, column);
    emit placeChanged();
}

void RowBrowser::refresh()
{
    const QModelIndex current = view_.currentIndex();
    reload({}, view_.openPaths(), current.isValid() ? model_.path(current) : QString(),
        std::max(0, current.column()));
}

void RowBrowser::showCount(int rows, bool more)
{
    const orm::Model& shown = shownModel();
    orm::Query query;
    query.model = model_.rootModel();
    query.where = model_.view().where;
    count_.show(query, rows, !more);
    if (!more && bar_.filter().trimmed().isEmpty() && layout().filters.isEmpty())
        view_.setEmptyText(tr("No %1 yet").arg(rowNouns(shown)), tr("Press Ctrl+N to make the first one"));
    else if (!more)
        view_.setEmptyText(tr("No %1 match the filter").arg(rowNouns(shown)), tr("Change or clear the filter"));
    if (std::exchange(toFirst_, false)) { // a row, and not the line of those in front of it
        const int first = model_.hasEarlier() && model_.rowCount() > 1 ? 1 : 0;
        if (first < model_.rowCount()) {
            view_.setCurrentIndex(model_.index(first, 0));
            view_.scrollToTop();
        }
    }
    if (std::exchange(toLast_, false) && model_.rowCount() > 0) {
        view_.setCurrentIndex(model_.index(model_.rowCount() - 1, 0));
        view_.scrollToBottom();
    }
}

void RowBrowser::toEdge(bool end)
{
    if (!source_.isOpen() || model_.rootModel() < 0)
        return;
    if (end ? model_.hasLater() : model_.hasEarlier()) {
        fromEnd_ = end;
        share_.reset();
        toLast_ = end;
        reload();
        return;
    }
    const int rows = model_.rowCount();
    if (rows == 0)
        return;
    view_.setCurrentIndex(model_.index(end ? rows - 1 : 0, 0));
    view_.scrollTo(view_.currentIndex());
}

void RowBrowser::askForPlace()
{
    if (!source_.isOpen() || model_.rootModel() < 0)
        return;
    const orm::Model& shown = shownModel();
    if (shown.identity().isEmpty()) {
        emit message(tr("This table has no key: its rows have no places to go to."));
        return;
    }
    auto* dialog = new GoToDialog(shown.table, share_.value_or(fromEnd_ ? 1 : 0.5), view_.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &GoToDialog::chosen, this, &RowBrowser::goTo);
    if (const std::optional<qint64> exact = count_.exactRows()) {
        dialog->setRows(*exact, true);
    } else if (model_.view().where.isNull()) { // of rows that a filter finds nobody has a number
        whenDone(source_.lookup->run(
                     [registry = source_.registry, model = model_.rootModel()](sql::Connection& connection) {
                         return sql::estimatedRows(connection, *registry, model);
                     }),
            dialog, [dialog](const Result<std::optional<qint64>>& rows) {
                if (rows && *rows)
                    dialog->setRows(**rows, false);
            });
    }
    dialog->open();
}

void RowBrowser::goTo(double share)
{
    share_ = share;
    fromEnd_ = share >= 1;
    if (fromEnd_)
        share_.reset();
    toLast_ = fromEnd_;
    toFirst_ = !fromEnd_;
    reload();
    emit message(tr("About %1 % of the rows are in front of these: an estimate by the keys; Ctrl+. stops it")
                     .arg(QLocale().toString(share * 100, 'f', 1)));
}

void RowBrowser::loadAll(const QModelIndex& more)
{
    const QPersistentModelIndex line(more);
    auto* dialog = new QInputDialog(view_.window());
    dialog->setObjectName(QStringLiteral("loadAll"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setWindowTitle(tr("Load all rows"));
    dialog->setLabelText(tr("At most so many rows:"));
    dialog->setIntRange(1, mostAtOnce);
    dialog->setIntValue(offeredAtOnce);
    connect(dialog, &QInputDialog::intValueSelected, this, [this, line](int rows) {
        if (line.isValid())
            model_.continueAt(line, rows);
    });
    dialog->open();
}

void RowBrowser::cancel()
{
    model_.cancelWaiting();
    count_.stop();
    if (!source_.database)
        return;
    source_.database->cancel();
    if (source_.lookup != source_.database)
        source_.lookup->cancel();
}

void RowBrowser::fail(const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        count_.showCancelled();
    emit message(spoken(error));
}

// -- back and forth ----------------------------------------------------------------------------------

QString RowBrowser::nameOf(int model) const
{
    const orm::Model& of = source_.registry->at(model);
    return of.schema.isEmpty() ? of.table : of.schema + u'.' + of.table;
}

int RowBrowser::shownAgain() const
{
    const int count = source_.isOpen() ? int(source_.registry->models().size()) : 0;
    for (int i = 0; i < count; ++i) {
        if (nameOf(i) == shownTable_)
            return i;
    }
    return -1;
}

RowPlace RowBrowser::place() const
{
    const QModelIndex current = view_.currentIndex();
    return {shownTable_, bar_.filter(), focus_, view_.openPaths(),
        current.isValid() ? model_.path(current) : QString(), trail_, share_, fromEnd_};
}

void RowBrowser::show(RowPlace place)
{
    const QString before = std::exchange(shownTable_, place.table);
    const int model = shownAgain();
    if (model < 0) {
        emit message(tr("There is no table %1 any more.").arg(std::exchange(shownTable_, before)));
        return;
    }
    bar_.setModel(model);
    bar_.setFilter(place.filter);
    focus_ = std::move(place.focus);
    trail_ = std::move(place.trail);
    fromEnd_ = place.fromEnd;
    share_ = place.share;
    view_.horizontalScrollBar()->setValue(0);
    reload({}, std::move(place.open), place.current);
    emit placeChanged();
}

RowTab RowBrowser::leaveTab() const
{
    return {place(), history_};
}

void RowBrowser::enterTab(RowTab tab)
{
    history_ = std::move(tab.history);
    show(std::move(tab.place));
}

QString RowBrowser::title() const
{
    return focus_ ? focus_->text : source_.isOpen() && model_.rootModel() >= 0 ? shownModel().table : QString();
}

void RowBrowser::resume(QSet<QString> open, const QString& current)
{
    bar_.setModel(shownAgain());
    reload({}, std::move(open), current);
    emit placeChanged();
}

void RowBrowser::go(RowPlace place)
{
    if (!shownTable_.isEmpty())
        history_.leave(this->place());
    show(std::move(place));
}

void RowBrowser::goBack()
{
    if (auto place = history_.back(this->place()))
        show(std::move(*place));
    else
        emit message(tr("There is no place before this one."));
}

void RowBrowser::goForward()
{
    if (auto place = history_.forward(this->place()))
        show(std::move(*place));
    else
        emit message(tr("There is no place behind this one."));
}

std::vector<Crumb> RowBrowser::crumbsTo(const QModelIndex& index) const
{
    return crumbs(index, place());
}

std::vector<Crumb> RowBrowser::crumbTexts() const
{
    return crumbs(view_.currentIndex(), {shownTable_, {}, {}, {}, {}, {}, {}, false});
}

std::vector<Crumb> RowBrowser::crumbs(const QModelIndex& index, RowPlace here) const
{
    if (!source_.isOpen() || model_.rootModel() < 0)
        return {};
    const auto placed = [](RowPlace place) { return std::make_shared<const RowPlace>(std::move(place)); };
    std::vector<Crumb> crumbs = trail_;
    if (crumbs.empty()) {
        RowPlace table;
        table.table = shownTable_;
        crumbs.push_back({shownModel().table, placed(std::move(table))});
    }
    std::vector<QModelIndex> way;
    for (QModelIndex at = index.siblingAtColumn(0); at.isValid(); at = at.parent())
        way.insert(way.begin(), at);
    const auto labelOf = [this](const RowPtr& row) {
        const QString key = rowKeyText(model_.registry(), *row);
        const QString label = rowLabel(model_.registry(), *row);
        return key.isEmpty() ? label : label + u' ' + key;
    };
    if (focus_) {
        // The row that was gone into is the root's only one: it need not be said twice.
        const bool again =
            !way.empty() && model_.object(way.front()) && labelOf(model_.object(way.front())) == focus_->text;
        if (!again) {
            here.current.clear();
            crumbs.push_back({focus_->text, placed(here)});
        }
    }
    for (const QModelIndex& at : way) {
        QString text;
        if (model_.kind(at) == TreeNodeKind::Relation)
            text = model_.association(at)->name;
        else if (const RowPtr& row = model_.object(at); row && !row->draft)
            text = labelOf(row);
        if (text.isEmpty())
            continue;
        here.current = model_.path(at);
        crumbs.push_back({text, placed(here)});
    }
    return crumbs;
}

void RowBrowser::goToCrumb(int crumb)
{
    const std::vector<Crumb> crumbs = crumbsTo(view_.currentIndex());
    if (size_t(crumb) >= crumbs.size() || !crumbs[size_t(crumb)].place)
        return;
    const RowPlace to = *crumbs[size_t(crumb)].place;
    view_.setFocus();
    if (size_t(crumb) >= trail_.size() && !to.current.isEmpty()) { // a row or group of this tree
        for (QModelIndex at = view_.currentIndex().siblingAtColumn(0); at.isValid(); at = at.parent()) {
            if (model_.path(at) == to.current) {
                view_.setCurrentIndex(at);
                view_.scrollTo(at);
                return;
            }
        }
    }
    go(to);
}

// -- labels ------------------------------------------------------------------------------------------

void RowBrowser::readLabels()
{
    labels_->clear();
    for (size_t i = 0; i < source_.registry->models().size(); ++i) {
        const orm::Model& model = source_.registry->models()[i];
        const QString& text = layouts_.of(model).label;
        std::optional<LabelTemplate> label = LabelTemplate::ofPerson(model);
        if (!text.isEmpty()) {
            if (Result<LabelTemplate> parsed = LabelTemplate::parse(model, text))
                label = std::move(*parsed);
        }
        if (label)
            labels_->set(int(i), std::make_shared<const LabelTemplate>(std::move(*label)));
    }
    model_.labelsChanged();
}

void RowBrowser::askForLabel(int model)
{
    const orm::Model& of = source_.registry->at(model);
    auto* dialog = new QInputDialog(view_.window());
    dialog->setObjectName(QStringLiteral("labelTemplate"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Label of %1").arg(rowNouns(of)));
    QString unsaid = of.labelAttribute().isEmpty() ? of.identity().value(0) : of.labelAttribute();
    if (const auto person = LabelTemplate::ofPerson(of))
        unsaid = person->attributes().join(QStringLiteral(" "));
    dialog->setLabelText(tr("How %1 are called wherever one is referred to, with columns in braces.\n"
                            "Empty: by %2. Columns: %3")
                             .arg(rowNouns(of), unsaid, of.attributeNames().join(QStringLiteral(", "))));
    dialog->setTextValue(layouts_.of(of).label);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, model](const QString& text) {
        const orm::Model& named = source_.registry->at(model);
        TableLayout changed = layouts_.of(named);
        changed.label = text.trimmed();
        if (!changed.label.isEmpty()) {
            if (const auto parsed = LabelTemplate::parse(named, changed.label); !parsed) {
                emit message(spoken(parsed.error()));
                return;
            }
        }
        layouts_.set(named, changed);
        readLabels();
        emit placeChanged();
    });
    dialog->open();
}

} // namespace conjoin::ui
