// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/datapanel.h"

#include "ui/panels/data/afterwriting.h"
#include "ui/panels/data/browsingmenu.h"
#include "ui/panels/data/changestrip.h"
#include "ui/panels/data/changetrouble.h"
#include "ui/panels/data/changewriter.h"
#include "ui/panels/data/commithistory.h"
#include "ui/panels/data/crumbbar.h"
#include "ui/panels/data/depthexpander.h"
#include "ui/panels/data/exchangemenu.h"
#include "ui/panels/data/panelkeys.h"
#include "ui/panels/data/rowactions.h"
#include "ui/panels/data/rowbar.h"
#include "ui/panels/data/rowbrowser.h"
#include "ui/panels/data/rowdrag.h"
#include "ui/panels/data/rowlinker.h"
#include "ui/panels/data/rownavigator.h"
#include "ui/panels/data/rowpaste.h"
#include "ui/panels/data/rowremoval.h"
#include "ui/panels/data/rowtabs.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/panels/data/statementpreview.h"
#include "ui/panels/data/valuemenu.h"
#include "ui/panels/nodatabasepage.h"
#include "ui/text/messages.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedLayout>
#include <QTimer>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

/// A second connection to a file, for reading only; a database in memory has but one.
std::shared_ptr<sql::Database> lookupOf(const std::shared_ptr<sql::Database>& database)
{
    sql::ConnectionSettings settings = database->settings();
    if (settings.file == u":memory:")
        return database;
    settings.create = false;
    settings.readOnly = true;
    return std::make_shared<sql::Database>(settings);
}

} // namespace

struct DataPanel::State {
    explicit State(DataPanel& owner, const Theme& initial)
        : panel(owner)
        , theme(&initial)
        , model(changes)
        , writer(changes)
    {}

    void build();
    void connectAll();
    void changed();
    void showState();
    void written(const RowChangeReport& report, const ChangeSet::Compiled& compiled);
    void enter(const QModelIndex& index);
    void jumpTo(const RowPtr& row, bool reload);
    void write(const RowPtr& leftOut);
    bool isImmediate() const { return mode->mode() == WriteMode::Immediate; }
    bool isInDraft() const;
    void togglePreview(bool shown);
    void goToPreview();

    DataPanel& panel;
    const Theme* theme;
    RowSource source;
    ChangeSet changes;
    ResultTreeModel model;
    ChangeWriter writer;
    ProductionFrame* frame = nullptr;
    ModeButton* mode = nullptr;
    CommitHistory* history = nullptr;
    RowActions* actions = nullptr;
    ExchangeMenu* exchange = nullptr;
    RowBrowser* browser = nullptr;
    RowNavigator* navigator = nullptr;
    BrowsingMenu* browsing = nullptr;
    ValueMenu* values = nullptr;
    RowRemoval* removal = nullptr;
    RowLinker* linker = nullptr;
    RowDrag* drag = nullptr;
    RowPaste* paste = nullptr;
    ChangeTrouble* trouble = nullptr;
    TableId offered;
    bool previewWanted = true;

    QStackedLayout* pages = nullptr;
    RowBar* bar = nullptr;
    RowTabs* tabs = nullptr;
    CrumbBar* crumbs = nullptr;
    QSplitter* splitter = nullptr;
    RowTreeView* view = nullptr;
    StatementPreview* preview = nullptr;
    ChangeStrip* strip = nullptr;
};

// -- building ----------------------------------------------------------------------------------------

void DataPanel::State::build()
{
    pages = new QStackedLayout(&panel);
    auto* empty =
        new NoDatabasePage(DataPanel::tr("Its rows and what they are linked to will be here."), &panel);
    QObject::connect(empty, &NoDatabasePage::connectRequested, &panel, &DataPanel::connectRequested);
    pages->addWidget(empty);
    frame = new ProductionFrame(*theme, &panel);
    QWidget* page = frame->content();
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar = new RowBar(*theme, page);
    mode = new ModeButton(*theme, bar);
    history = new CommitHistory(*theme, changes, model, bar);
    bar->addControl(mode);
    bar->addControl(history);
    column->addWidget(bar);
    crumbs = new CrumbBar(*theme, page);
    column->addWidget(crumbs);
    auto* line = new QFrame(page);
    line->setProperty("role", QStringLiteral("separator"));
    line->setFixedHeight(1);
    column->addWidget(line);

    splitter = new QSplitter(Qt::Horizontal, page);
    splitter->setChildrenCollapsible(false);
    view = new RowTreeView(*theme, model, splitter);
    preview = new StatementPreview(*theme, splitter);
    view->setMinimumWidth(360); // the statements never press the rows below what can be read
    preview->setMinimumWidth(240);
    preview->hide();
    splitter->addWidget(view);
    splitter->addWidget(preview);
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({620, 380});
    column->addWidget(splitter, 1);
    strip = new ChangeStrip(page);
    column->addWidget(strip);
    pages->addWidget(frame);

    panel.setFocusProxy(pages->widget(0));
    actions = new RowActions(changes, model, *view);
    exchange = new ExchangeMenu(*theme, model, *view, *bar, bar);
    bar->addTool(exchange);
    bar->leadKeysTo(view);
    browser = new RowBrowser(*bar, *view, model);
    tabs = new RowTabs(*theme, *browser, page);
    column->insertWidget(column->indexOf(crumbs), tabs);
    navigator = new RowNavigator(*theme, *browser, *view, model);
    browsing = new BrowsingMenu(model, *view);
    values = new ValueMenu(model, view);
    source.labels = browser->labels();
    removal = new RowRemoval(*theme, changes, model, *view);
    linker = new RowLinker(changes, model, view);
    drag = new RowDrag(*theme, model, *view, *linker);
    paste = new RowPaste(changes, model, *view, *linker);
    trouble = new ChangeTrouble(*theme, changes, model, *view, *strip);
    connectAll();
}

void DataPanel::State::connectAll()
{
    QObject::connect(bar, &RowBar::rowAsked, &panel, &DataPanel::newRow);
    QObject::connect(browser, &RowBrowser::message, &panel, &DataPanel::message);
    QObject::connect(tabs, &RowTabs::message, &panel, &DataPanel::message);
    QObject::connect(navigator, &RowNavigator::tabAsked, tabs, &RowTabs::open);
    QObject::connect(navigator, &RowNavigator::message, &panel, &DataPanel::message);
    QObject::connect(navigator, &RowNavigator::menuFilled, values, &ValueMenu::fillMenu);
    QObject::connect(navigator, &RowNavigator::menuFilled, removal, &RowRemoval::fillMenu);
    QObject::connect(
        values, &ValueMenu::copyRowsAsked, exchange, [this] { exchange->copyAs(CopyFormat::Tsv); });
    QObject::connect(values, &ValueMenu::filterAsked, browser, &RowBrowser::filterColumn);
    QObject::connect(navigator, &RowNavigator::menuFilled, browsing, &BrowsingMenu::fillMenu);
    QObject::connect(browsing, &BrowsingMenu::junctionViewWanted, &panel, &DataPanel::junctionViewWanted);
    QObject::connect(browsing, &BrowsingMenu::virtualKeyWanted, &panel, &DataPanel::virtualKeyWanted);
    QObject::connect(browsing, &BrowsingMenu::virtualKeyUnwanted, &panel, &DataPanel::virtualKeyUnwanted);
    QObject::connect(browser, &RowBrowser::placeChanged, &panel,
        [this] { crumbs->show(browser->crumbTexts(), browser->canGoBack(), browser->canGoForward()); });
    QObject::connect(crumbs, &CrumbBar::crumbChosen, browser, &RowBrowser::goToCrumb);
    QObject::connect(crumbs, &CrumbBar::backAsked, browser, &RowBrowser::goBack);
    QObject::connect(crumbs, &CrumbBar::forwardAsked, browser, &RowBrowser::goForward);
    QObject::connect(&navigator->expander(), &DepthExpander::progressed, bar, &RowBar::showProgress);
    QObject::connect(&navigator->expander(), &DepthExpander::finished, bar, [this] { bar->showProgress(-1); });
    QObject::connect(bar, &RowBar::cancelAsked, &navigator->expander(), &DepthExpander::cancel);
    QObject::connect(actions, &RowActions::message, &panel, &DataPanel::message);
    QObject::connect(exchange, &ExchangeMenu::message, &panel, &DataPanel::message);
    QObject::connect(exchange, &ExchangeMenu::imported, &panel, &DataPanel::refresh);
    QObject::connect(exchange, &ExchangeMenu::sampleDataAsked, &panel, &DataPanel::sampleDataRequested);
    QObject::connect(removal, &RowRemoval::message, &panel, &DataPanel::message);
    QObject::connect(paste, &RowPaste::message, &panel, &DataPanel::message);
    QObject::connect(drag, &RowDrag::message, &panel, &DataPanel::message);
    QObject::connect(linker, &RowLinker::message, &panel, &DataPanel::message);
    QObject::connect(linker, &RowLinker::linked, trouble, &ChangeTrouble::lookForLink);
    QObject::connect(linker, &RowLinker::read, view->viewport(), qOverload<>(&QWidget::update));
    QObject::connect(
        view, &RowTreeView::enterAsked, &panel, [this](const QModelIndex& index) { enter(index); });
    QObject::connect(&changes, &ChangeSet::changed, &panel, [this] { changed(); });
    QObject::connect(&writer, &ChangeWriter::rehearsed, preview, &StatementPreview::show);
    QObject::connect(&writer, &ChangeWriter::rehearsed, trouble, &ChangeTrouble::lookForFaults);
    QObject::connect(trouble, &ChangeTrouble::faultsFound, preview, &StatementPreview::showFaults);
    QObject::connect(preview, &StatementPreview::faultAsked, trouble, &ChangeTrouble::showFault);
    QObject::connect(&writer, &ChangeWriter::writingChanged, &panel, [this] { showState(); });
    QObject::connect(&writer, &ChangeWriter::written, &panel,
        [this](
            const RowChangeReport& report, const ChangeSet::Compiled& compiled) { written(report, compiled); });
    QObject::connect(&writer, &ChangeWriter::refused, trouble, &ChangeTrouble::refused);
    QObject::connect(&writer, &ChangeWriter::refused, &writer, &ChangeWriter::rehearseNow);
    QObject::connect(trouble, &ChangeTrouble::message, &panel, &DataPanel::message);
    QObject::connect(trouble, &ChangeTrouble::refreshAsked, &panel, &DataPanel::refresh);
    QObject::connect(trouble, &ChangeTrouble::writeAsked, &panel, [this](const RowPtr& rest) { write(rest); });
    QObject::connect(
        trouble, &ChangeTrouble::rowAsked, &panel, [this](const RowPtr& row) { jumpTo(row, true); });
    QObject::connect(trouble, &ChangeTrouble::deletionAsked, removal, &RowRemoval::plan);
    QObject::connect(&writer, &ChangeWriter::checked, trouble, &ChangeTrouble::checked);
    QObject::connect(actions, &RowActions::linked, trouble, &ChangeTrouble::lookForLink);
    QObject::connect(actions, &RowActions::linked, linker,
        [this](const RowPtr&, const LinkPtr& link) { linker->readWhole({link->target}); });
    QObject::connect(&writer, &ChangeWriter::recorded, history, &CommitHistory::add);
    QObject::connect(history, &CommitHistory::message, &panel, &DataPanel::message);
    QObject::connect(strip, &ChangeStrip::cancelAsked, browser, &RowBrowser::cancel);
    QObject::connect(mode, &ModeButton::readOnlyWanted, &panel, &DataPanel::readOnlyWanted);
    QObject::connect(mode, &ModeButton::modeChanged, &writer, [this] { writer.setImmediate(isImmediate()); });
    QObject::connect(view->selectionModel(), &QItemSelectionModel::currentChanged, &writer,
        &ChangeWriter::writeIfImmediate, Qt::QueuedConnection);
    writer.setPause([this] { return isInDraft() || trouble->hasFaults(); });
    QObject::connect(strip, &ChangeStrip::checkAsked, &panel, &DataPanel::checkChanges);
    QObject::connect(preview, &StatementPreview::rowAsked, &panel, [this](int change, bool toTree) {
        jumpTo(writer.rehearsedRow(change), false);
        if (toTree)
            view->setFocus();
    });
    QObject::connect(strip, &ChangeStrip::insertAsked, &panel, &DataPanel::insertChanges);
    QObject::connect(strip, &ChangeStrip::discardAsked, trouble, &ChangeTrouble::askToDiscard);
    QObject::connect(strip, &ChangeStrip::sqlToggled, &panel, [this](bool shown) { togglePreview(shown); });
}

// -- changes -----------------------------------------------------------------------------------------

void DataPanel::State::changed()
{
    strip->setError({});
    showState();
    togglePreview(previewWanted);
    view->viewport()->update(); // what one row holds may say something of another
    emit panel.pendingChangesChanged(changes.count());
}

void DataPanel::State::togglePreview(bool shown)
{
    previewWanted = shown;
    const bool opens = preview->isHidden() && shown && !changes.isEmpty();
    preview->setVisible(shown && !changes.isEmpty());
    if (opens) { // the rows have less room now: the cell that was changed stays in sight
        QTimer::singleShot(0, view, [this] {
            if (view->currentIndex().isValid())
                view->scrollTo(view->currentIndex());
        });
    }
    strip->setSqlShown(shown);
}

void DataPanel::State::showState()
{
    strip->show(changes, writer.isWriting() ? ChangeStrip::Work::Writing
                         : writer.isBusy()  ? ChangeStrip::Work::Checking
                                            : ChangeStrip::Work::None);
}

/// Takes the keyboard to the statements, and back again from there.
void DataPanel::State::goToPreview()
{
    const bool leaves = preview->hasFocusInText();
    togglePreview(!leaves);
    if (leaves)
        view->setFocus();
    else if (preview->isVisible())
        preview->setFocusToText();
}

void DataPanel::State::written(const RowChangeReport& report, const ChangeSet::Compiled& compiled)
{
    const PlaceAfter place = placeAfterWriting(*view, model, report, compiled);
    const QString summary = changes.summary();
    changes.clear(compiled.leftOut);
    browser->reload(place.pinned, place.open, place.current);
    view->setFocus();
    QString said = DataPanel::tr("Written: %1").arg(summary);
    if (!report.notes.empty())
        said = DataPanel::tr("%1 – but %2").arg(said, spoken(report.notes.front()));
    if (report.notes.size() > 1)
        said = DataPanel::tr("%1, and %n more such cells", nullptr, int(report.notes.size()) - 1).arg(said);
    emit panel.message(said);
}

void DataPanel::State::enter(const QModelIndex& index)
{
    QModelIndex top = index.siblingAtColumn(0);
    while (top.parent().isValid())
        top = top.parent();
    const RowPtr topRow = model.object(top);
    QModelIndex place = index; // a group, or a line of one, is of the row above it
    while (place.isValid() && !model.object(place))
        place = place.parent();
    const RowPtr row = model.object(place);
    if ((topRow && topRow->draft) || (row && row->draft))
        panel.insertChanges(); // the row is finished
    else if (row)
        navigator->enter(place);
}

/// Shows a row where it stands; one that is nowhere in the tree is looked up where `reload` allows it.
void DataPanel::State::jumpTo(const RowPtr& row, bool reload)
{
    if (!row)
        return;
    const QModelIndex place = model.indexOf(row);
    if (place.isValid()) {
        view->setCurrentIndex(place);
        view->scrollTo(place);
    } else if (reload && !row->draft) {
        navigator->enterRow(row, {});
    }
    if (reload)
        view->setFocus();
}

/// Whether the keyboard is in a new row, or in what hangs on it: a person is not done with it.
bool DataPanel::State::isInDraft() const
{
    for (QModelIndex index = view->currentIndex(); index.isValid(); index = index.parent()) {
        if (model.object(index) && model.object(index)->draft)
            return true;
    }
    return false;
}

void DataPanel::State::write(const RowPtr& leftOut)
{
    if (source.isWritable() && !trouble->stopAtFaults())
        writer.write(leftOut);
}

// -- the panel ---------------------------------------------------------------------------------------

DataPanel::DataPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , state_(std::make_unique<State>(*this, theme))
{
    setObjectName(QStringLiteral("dataPanel"));
    state_->build();
}

DataPanel::~DataPanel()
{
    // The tree goes before the model that it shows; an editor that it closes says nothing to anyone any more.
    state_->changes.disconnect(this);
    delete state_->splitter;
}

void DataPanel::setTheme(const Theme& theme)
{
    state_->theme = &theme;
    state_->view->setTheme(theme);
    state_->preview->setTheme(theme);
    state_->bar->setTheme(theme);
    state_->exchange->setTheme(theme);
    state_->trouble->setTheme(theme);
    state_->frame->setTheme(theme);
    state_->mode->setTheme(theme);
    state_->history->setTheme(theme);
    state_->removal->setTheme(theme);
    state_->drag->setTheme(theme);
    state_->crumbs->setTheme(theme);
    state_->tabs->setTheme(theme);
    state_->navigator->setTheme(theme);
}

void DataPanel::setSettings(QSettings& settings)
{
    state_->browser->setSettings(&settings);
}

void DataPanel::setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry,
    std::shared_ptr<const std::vector<sql::TableFacts>> facts)
{
    State& s = *state_;
    s.view->keepTyped();
    // A new connection to the same place: everything waits on.
    const bool same = database && s.source.database &&
                      s.source.database->settings().url() == database->settings().url() &&
                      database->settings().file != u":memory:";
    const QSet<QString> open = same ? s.view->openPaths() : QSet<QString>();
    const QModelIndex index = s.view->currentIndex();
    const QString current = same && index.isValid() ? s.model.path(index) : QString();
    if (!same) {
        s.history->clear();
        s.changes.clear();
        s.tabs->reset();
        s.bar->clearFilter();
    }
    if (database != s.source.database)
        s.source.lookup = database ? lookupOf(database) : nullptr;
    s.source.database = std::move(database);
    s.source.facts = s.source.database ? std::move(facts) : nullptr;
    s.source.registry = s.source.database ? std::make_shared<const orm::ModelRegistry>(registry) : nullptr;
    s.model.setSource(s.source); // first of all: no node may outlive the registry that it speaks of
    if (s.source.registry)
        s.changes.setRegistry(s.source.registry);
    s.writer.setSource(s.source);
    s.view->setSource(s.source);
    s.actions->setSource(s.source);
    s.browsing->setSource(s.source);
    s.exchange->setSource(s.source);
    s.removal->setSource(s.source);
    s.trouble->setSource(s.source);
    s.history->setSource(s.source);
    s.linker->setSource(s.source);
    s.paste->setSource(s.source);
    s.mode->setSource(s.source);
    s.writer.setImmediate(s.isImmediate());
    s.strip->setWritable(s.source.isWritable());
    s.bar->setSource(s.source);
    s.browser->setSource(s.source);
    const bool focused = isAncestorOf(focusWidget());
    s.pages->setCurrentIndex(s.source.isOpen() ? 1 : 0);
    setFocusProxy(s.source.isOpen() ? s.view : s.pages->widget(0));
    if (focused)
        setFocus();
    s.changed();
    if (!s.source.isOpen())
        return;
    if (s.bar->isEmpty()) {
        s.bar->setCount({});
        s.view->setEmptyText(
            tr("This database has no tables"), tr("Draw some, then create them in the database"));
        return;
    }
    const int offered = s.source.registry->indexOf(s.offered);
    if (s.browser->shownAgain() >= 0 && (same || offered < 0))
        s.browser->resume(open, current);
    else
        s.browser->showTable(offered >= 0 ? offered : s.bar->firstModel());
    s.writer.rehearseNow();
}

void DataPanel::setBrowsing(const model::Browsing& browsing)
{
    state_->browsing->setBrowsing(browsing);
}

void DataPanel::setGuard(const ConnectionGuard& guard)
{
    State& s = *state_;
    s.frame->setGuard(guard);
    s.mode->setGuard(guard);
    s.removal->setTypedBeyond(guard.typedBeyond);
    s.writer.setImmediate(s.isImmediate());
}

bool DataPanel::hasPendingChanges() const
{
    return !state_->changes.isEmpty();
}

void DataPanel::openTable(TableId table)
{
    State& s = *state_;
    const int model = s.source.isOpen() ? s.source.registry->indexOf(table) : -1;
    if (model < 0)
        return;
    RowPlace place;
    place.table = s.browser->nameOf(model);
    s.browser->go(std::move(place));
}

void DataPanel::offerTable(TableId table)
{
    State& s = *state_;
    if (table.isNull() || table == s.offered)
        return;
    s.offered = table;
    openTable(table);
}

void DataPanel::refresh()
{
    state_->browser->refresh();
}

void DataPanel::newRow()
{
    State& s = *state_;
    if (!s.source.isOpen()) {
        emit connectRequested();
        return;
    }
    s.view->setFocus(); // ends an editor, which keeps what was typed
    s.actions->newRow();
}

void DataPanel::insertChanges()
{
    state_->view->setFocus(); // an open editor gives what it holds
    state_->write({});
}

void DataPanel::checkChanges()
{
    state_->view->setFocus();
    if (state_->source.isWritable() && !state_->trouble->stopAtFaults())
        state_->writer.check();
}

bool DataPanel::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isPanelKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void DataPanel::keyPressEvent(QKeyEvent* event)
{
    State& s = *state_;
    const bool control = event->modifiers() == Qt::ControlModifier;
    const bool both = event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (control && event->key() == Qt::Key_N)
        newRow();
    else if (both && event->key() == Qt::Key_Z)
        s.history->takeBackLast();
    else if (both && event->key() == Qt::Key_D)
        s.actions->duplicate();
    else if (control && event->key() == Qt::Key_F4)
        s.tabs->closeCurrent();
    else if (s.tabs->count() > 1 && // else it turns to the next part of the window
             ((control && event->key() == Qt::Key_Tab) ||
                 (both && (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab))))
        s.tabs->turn(control);
    else if (control && event->key() == Qt::Key_F)
        s.bar->focusFilter();
    else if (control && event->key() == Qt::Key_Period)
        s.bar->cancelAsked();
    else if (control && event->key() == Qt::Key_Z)
        s.changes.undo();
    else if (event->key() == Qt::Key_F5)
        refresh();
    else if (control && event->key() == Qt::Key_Y)
        s.changes.redo();
    else if (control && event->key() == Qt::Key_T)
        checkChanges();
    else if (event->key() == Qt::Key_F9)
        s.goToPreview();
    else if (event->key() == Qt::Key_Escape && s.writer.isBusy())
        s.browser->cancel();
    else if (event->key() == Qt::Key_Escape && s.preview->hasFocusInText())
        s.view->setFocus();
    else if (event->key() == Qt::Key_Escape && s.view->hasFocus())
        s.view->leave();
    else if (event->key() == Qt::Key_F10)
        insertChanges();
    else
        QWidget::keyPressEvent(event);
}

} // namespace conjoin::ui
