// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/datapanel.h"

#include "ui/panels/data/changestrip.h"
#include "ui/panels/data/changewriter.h"
#include "ui/panels/data/exchangemenu.h"
#include "ui/panels/data/crumbbar.h"
#include "ui/panels/data/depthexpander.h"
#include "ui/panels/data/rowactions.h"
#include "ui/panels/data/rowbar.h"
#include "ui/panels/data/rowbrowser.h"
#include "ui/panels/data/rownavigator.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/panels/data/statementpreview.h"
#include "ui/text/messages.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

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

/// The keys that are the panel's own wherever in it the keyboard is, before any action of the window has them.
bool isPanelKey(const QKeyEvent& event)
{
    const bool control = event.modifiers() == Qt::ControlModifier;
    switch (event.key()) {
    case Qt::Key_N:
    case Qt::Key_F:
    case Qt::Key_Z:
    case Qt::Key_Period:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return control;
    case Qt::Key_F5:
    case Qt::Key_F9:
    case Qt::Key_F10:
    case Qt::Key_F2:
    case Qt::Key_Delete:
        return event.modifiers() == Qt::NoModifier;
    default:
        return false;
    }
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
    QWidget* buildEmptyPage();
    void connectAll();
    void changed();
    void written(const RowChangeReport& report, const ChangeSet::Compiled& compiled);
    void enter(const QModelIndex& index);
    void togglePreview(bool shown);

    DataPanel& panel;
    const Theme* theme;
    RowSource source;
    ChangeSet changes;
    ResultTreeModel model;
    ChangeWriter writer;
    RowActions* actions = nullptr;
    ExchangeMenu* exchange = nullptr;
    RowBrowser* browser = nullptr;
    RowNavigator* navigator = nullptr;
    TableId offered;
    bool previewWanted = true;

    QStackedLayout* pages = nullptr;
    RowBar* bar = nullptr;
    CrumbBar* crumbs = nullptr;
    QSplitter* splitter = nullptr;
    RowTreeView* view = nullptr;
    StatementPreview* preview = nullptr;
    ChangeStrip* strip = nullptr;
};

// -- building ----------------------------------------------------------------------------------------

QWidget* DataPanel::State::buildEmptyPage()
{
    auto* page = new QFrame(&panel);
    page->setProperty("role", QStringLiteral("panel"));
    auto* column = new QVBoxLayout(page);
    column->setSpacing(8);
    auto* title = new QLabel(DataPanel::tr("No database is open"), page);
    title->setProperty("role", QStringLiteral("title"));
    auto* hint = new QLabel(DataPanel::tr("Its rows and what they are linked to will be here."), page);
    hint->setProperty("role", QStringLiteral("muted"));
    auto* button = new QPushButton(DataPanel::tr("Create or open a database…"), page);
    button->setObjectName(QStringLiteral("connectDatabase"));
    button->setProperty("primary", true);
    button->setAutoDefault(true); // Enter presses it
    page->setFocusProxy(button);
    column->addStretch(1);
    column->addWidget(title, 0, Qt::AlignCenter);
    column->addWidget(hint, 0, Qt::AlignCenter);
    column->addSpacing(8);
    column->addWidget(button, 0, Qt::AlignCenter);
    column->addStretch(1);
    QObject::connect(button, &QPushButton::clicked, &panel, &DataPanel::connectRequested);
    return page;
}

void DataPanel::State::build()
{
    pages = new QStackedLayout(&panel);
    pages->addWidget(buildEmptyPage());
    auto* page = new QWidget(&panel);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar = new RowBar(*theme, page);
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
    pages->addWidget(page);

    panel.setFocusProxy(pages->widget(0));
    actions = new RowActions(changes, model, *view);
    exchange = new ExchangeMenu(*theme, model, *view, *bar, bar);
    bar->addTool(exchange);
    browser = new RowBrowser(*bar, *view, model);
    navigator = new RowNavigator(*theme, *browser, *view, model);
    source.labels = browser->labels();
    connectAll();
}

void DataPanel::State::connectAll()
{
    QObject::connect(bar, &RowBar::rowAsked, &panel, &DataPanel::newRow);
    QObject::connect(browser, &RowBrowser::message, &panel, &DataPanel::message);
    QObject::connect(navigator, &RowNavigator::message, &panel, &DataPanel::message);
    QObject::connect(browser, &RowBrowser::placeChanged, &panel, [this] {
        crumbs->show(browser->crumbTexts(), browser->canGoBack(), browser->canGoForward());
    });
    QObject::connect(crumbs, &CrumbBar::crumbChosen, browser, &RowBrowser::goToCrumb);
    QObject::connect(crumbs, &CrumbBar::backAsked, browser, &RowBrowser::goBack);
    QObject::connect(crumbs, &CrumbBar::forwardAsked, browser, &RowBrowser::goForward);
    QObject::connect(
        &navigator->expander(), &DepthExpander::progressed, bar, &RowBar::showProgress);
    QObject::connect(&navigator->expander(), &DepthExpander::finished, bar, [this] { bar->showProgress(-1); });
    QObject::connect(bar, &RowBar::cancelAsked, &navigator->expander(), &DepthExpander::cancel);
    QObject::connect(actions, &RowActions::message, &panel, &DataPanel::message);
    QObject::connect(exchange, &ExchangeMenu::message, &panel, &DataPanel::message);
    QObject::connect(exchange, &ExchangeMenu::imported, &panel, &DataPanel::refresh);
    QObject::connect(exchange, &ExchangeMenu::sampleDataAsked, &panel, &DataPanel::sampleDataRequested);
    QObject::connect(
        view, &RowTreeView::enterAsked, &panel, [this](const QModelIndex& index) { enter(index); });
    QObject::connect(&changes, &ChangeSet::changed, &panel, [this] { changed(); });
    QObject::connect(&writer, &ChangeWriter::rehearsed, preview, &StatementPreview::show);
    QObject::connect(
        &writer, &ChangeWriter::writingChanged, &panel, [this] { strip->show(changes, writer.isWriting()); });
    QObject::connect(&writer, &ChangeWriter::written, &panel,
        [this](
            const RowChangeReport& report, const ChangeSet::Compiled& compiled) { written(report, compiled); });
    QObject::connect(
        &writer, &ChangeWriter::refused, &panel, [this](const RowChangeReport& report, const RowPtr& row) {
            if (row)
                changes.setError(row, report.error);
            strip->setError(spoken(*report.error));
            writer.rehearseNow();
            emit panel.message(spoken(*report.error));
        });
    QObject::connect(strip, &ChangeStrip::insertAsked, &panel, &DataPanel::insertChanges);
    QObject::connect(strip, &ChangeStrip::discardAsked, &panel, [this] { changes.clear(); });
    QObject::connect(strip, &ChangeStrip::sqlToggled, &panel, [this](bool shown) { togglePreview(shown); });
}

// -- changes -----------------------------------------------------------------------------------------

void DataPanel::State::changed()
{
    strip->setError({});
    strip->show(changes, writer.isWriting());
    togglePreview(previewWanted);
    emit panel.pendingChangesChanged(changes.count());
}

void DataPanel::State::togglePreview(bool shown)
{
    previewWanted = shown;
    preview->setVisible(shown && !changes.isEmpty());
    strip->setSqlShown(shown);
}

void DataPanel::State::written(const RowChangeReport& report, const ChangeSet::Compiled& compiled)
{
    // What was open below a draft is open again below the row that it became.
    const QSet<QString> before = view->openPaths();
    QSet<QString> open;
    QStringList pinned;
    QString current;
    QHash<QString, QString> became;
    for (size_t i = 0; i < compiled.changes.size() && i < report.rows.size(); ++i) {
        const RowChange& change = compiled.changes[i];
        if (change.kind != RowChange::Kind::Create || change.model != model.rootModel())
            continue;
        const RowKey key = rowKey(source.registry->at(change.model), report.rows[i]);
        if (key.text.isEmpty())
            continue;
        pinned += key.text;
        current = key.text;
        const QModelIndex place = model.indexOf(compiled.rows[i]);
        if (place.isValid() && !place.parent().isValid())
            became.insert(model.path(place), key.text);
    }
    for (const QString& path : before) {
        const QString head = path.section(QChar(0x1f), 0, 0);
        const QString rest = path.mid(head.size());
        if (!rest.contains(QLatin1String("draft-")))
            open.insert(became.value(head, head) + rest);
    }
    const QString summary = changes.summary();
    changes.clear();
    browser->reload(pinned, std::move(open), current);
    view->setFocus();
    emit panel.message(DataPanel::tr("Written: %1").arg(summary));
}

void DataPanel::State::enter(const QModelIndex& index)
{
    QModelIndex top = index.siblingAtColumn(0);
    while (top.parent().isValid())
        top = top.parent();
    const RowPtr topRow = model.object(top);
    const RowPtr row = model.object(index);
    if ((topRow && topRow->draft) || !row || row->draft) {
        panel.insertChanges();
        return;
    }
    navigator->enter(index);
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
    state_->crumbs->setTheme(theme);
    state_->navigator->setTheme(theme);
}

void DataPanel::setSettings(QSettings& settings)
{
    state_->browser->setSettings(&settings);
}

void DataPanel::setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry)
{
    State& s = *state_;
    const bool same = database && s.source.database &&
                      s.source.database->settings().url() == database->settings().url() &&
                      database->settings().file != u":memory:";
    const QSet<QString> open = same ? s.view->openPaths() : QSet<QString>();
    const QModelIndex index = s.view->currentIndex();
    const QString current = same && index.isValid() ? s.model.path(index) : QString();
    if (!same) {
        s.changes.clear();
        s.bar->clearFilter();
    }
    if (database != s.source.database)
        s.source.lookup = database ? lookupOf(database) : nullptr;
    s.source.database = std::move(database);
    s.source.registry = s.source.database ? std::make_shared<const orm::ModelRegistry>(registry) : nullptr;
    s.model.setSource(s.source); // first of all: no node may outlive the registry that it speaks of
    if (s.source.registry)
        s.changes.setRegistry(s.source.registry);
    s.writer.setSource(s.source);
    s.view->setSource(s.source);
    s.actions->setSource(s.source);
    s.exchange->setSource(s.source);
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
    state_->writer.write();
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
    if (control && event->key() == Qt::Key_N)
        newRow();
    else if (control && event->key() == Qt::Key_F)
        s.bar->focusFilter();
    else if (control && event->key() == Qt::Key_Period)
        s.bar->cancelAsked();
    else if (control && event->key() == Qt::Key_Z)
        s.changes.undo();
    else if (event->key() == Qt::Key_F5)
        refresh();
    else if (event->key() == Qt::Key_F9)
        s.togglePreview(!s.previewWanted);
    else if (event->key() == Qt::Key_F10)
        insertChanges();
    else
        QWidget::keyPressEvent(event);
}

} // namespace conjoin::ui
