// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/datapanel.h"

#include "ui/panels/data/changestrip.h"
#include "ui/panels/data/changewriter.h"
#include "ui/panels/data/rowactions.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/panels/data/statementpreview.h"
#include "ui/panels/data/tablepicker.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int filterDelay = 250; // ms after the last key
constexpr int countCap = 10000;  ///< an exact count of a large table would keep the connection for seconds

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
    QWidget* buildBar();
    QWidget* buildEmptyPage();
    void connectAll();
    void paintIcons();
    void fillTables();
    int firstDrawn() const;
    void showTable(int modelIndex, const QStringList& pinned = {});
    void reload(const QStringList& pinned = {}, QSet<QString> open = {}, const QString& current = {});
    void showCount(int rows, bool more);
    void say(const Error& error);
    void changed();
    void written(const RowChangeReport& report, const ChangeSet::Compiled& compiled);
    void enter(const QModelIndex& index);
    void togglePreview(bool shown);
    int shownModel() const { return tables->currentData().isValid() ? tables->currentData().toInt() : -1; }

    DataPanel& panel;
    const Theme* theme;
    RowSource source;
    ChangeSet changes;
    ResultTreeModel model;
    ChangeWriter writer;
    RowActions* actions = nullptr;
    QString shownTable; ///< by name, so that it is found again in another registry
    TableId offered;
    quint64 counts = 0;
    bool previewWanted = true;
    QTimer filterDebounce;

    QStackedLayout* pages = nullptr;
    TablePicker* tables = nullptr;
    QLineEdit* filter = nullptr;
    QLabel* count = nullptr;
    QToolButton* refresh = nullptr;
    QToolButton* cancel = nullptr;
    QPushButton* create = nullptr;
    QSplitter* splitter = nullptr;
    RowTreeView* view = nullptr;
    StatementPreview* preview = nullptr;
    ChangeStrip* strip = nullptr;
};

// -- building ----------------------------------------------------------------------------------------

QWidget* DataPanel::State::buildBar()
{
    auto* bar = new QFrame(&panel);
    bar->setProperty("role", QStringLiteral("panel"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);

    tables = new TablePicker(bar);
    tables->setObjectName(QStringLiteral("tablePicker"));
    tables->setAccessibleName(DataPanel::tr("Table"));

    filter = new QLineEdit(bar);
    filter->setObjectName(QStringLiteral("rowFilter"));
    filter->setAccessibleName(DataPanel::tr("Filter"));
    filter->setPlaceholderText(DataPanel::tr("Filter: a word, or  column < value"));
    filter->setProperty("search", true);
    filter->setClearButtonEnabled(true);
    filter->setMinimumWidth(160);
    filter->setMaximumWidth(360);

    count = new QLabel(bar);
    count->setObjectName(QStringLiteral("rowCount"));
    count->setProperty("role", QStringLiteral("muted"));

    const auto tool = [&](const char* name, const QString& text) {
        auto* button = new QToolButton(bar);
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setIconSize(QSize(16, 16));
        button->setFixedSize(32, 32);
        return button;
    };
    refresh = tool("refreshRows", DataPanel::tr("Refresh (F5)"));
    cancel = tool("cancelQuery", DataPanel::tr("Stop the running query (Ctrl+.)"));
    create = new QPushButton(bar);
    create->setObjectName(QStringLiteral("newRow"));
    create->setToolTip(DataPanel::tr("A new row with its associations (Ctrl+N)"));

    row->addWidget(tables);
    row->addWidget(filter, 1);
    row->addWidget(count);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(refresh);
    row->addWidget(create);
    return bar;
}

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
    column->addWidget(buildBar());
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
    filterDebounce.setSingleShot(true);
    filterDebounce.setInterval(filterDelay);
    paintIcons();
    connectAll();
}

void DataPanel::State::connectAll()
{
    QObject::connect(tables, qOverload<int>(&QComboBox::activated), &panel, [this] {
        filter->clear();
        showTable(shownModel());
        view->setFocus();
    });
    QObject::connect(filter, &QLineEdit::textChanged, &filterDebounce, qOverload<>(&QTimer::start));
    QObject::connect(filter, &QLineEdit::returnPressed, &panel, [this] {
        filterDebounce.stop();
        reload();
        view->setFocus();
    });
    QObject::connect(&filterDebounce, &QTimer::timeout, &panel, [this] { reload(); });
    QObject::connect(refresh, &QToolButton::clicked, &panel, &DataPanel::refresh);
    QObject::connect(cancel, &QToolButton::clicked, &panel, [this] {
        if (source.database)
            source.database->cancel();
    });
    QObject::connect(create, &QPushButton::clicked, &panel, &DataPanel::newRow);
    QObject::connect(
        &model, &ResultTreeModel::rootLoaded, &panel, [this](int rows, bool more) { showCount(rows, more); });
    QObject::connect(&model, &ResultTreeModel::failed, &panel, [this](const Error& error) { say(error); });
    QObject::connect(actions, &RowActions::message, &panel, &DataPanel::message);
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

void DataPanel::State::paintIcons()
{
    refresh->setIcon(icon(QStringLiteral("refresh"), *theme));
    cancel->setIcon(icon(QStringLiteral("stop"), *theme));
    create->setIcon(icon(QStringLiteral("plus"), *theme));
}

// -- tables and rows ---------------------------------------------------------------------------------

void DataPanel::State::fillTables()
{
    tables->clear();
    if (!source.isOpen())
        return;
    const auto& models = source.registry->models();
    std::vector<int> order(models.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = int(i);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const orm::Model& left = models[size_t(a)];
        const orm::Model& right = models[size_t(b)];
        if (left.junction != right.junction)
            return right.junction; // junctions are seen from their ends; on their own they come last
        return left.table.compare(right.table, Qt::CaseInsensitive) < 0;
    });
    for (const int index : order) {
        const orm::Model& entry = models[size_t(index)];
        tables->addItem(icon(entry.junction ? QStringLiteral("pill") : QStringLiteral("table"), *theme),
            entry.table, index);
    }
}

/// Where to begin: the first table that was drawn, in the picker.
int DataPanel::State::firstDrawn() const
{
    const auto& models = source.registry->models();
    const auto table = std::find_if(
        models.begin(), models.end(), [](const orm::Model& candidate) { return !candidate.junction; });
    return tables->findData(table == models.end() ? 0 : int(table - models.begin()));
}

void DataPanel::State::showTable(int modelIndex, const QStringList& pinned)
{
    if (modelIndex < 0)
        return;
    const int at = tables->findData(modelIndex);
    tables->setCurrentIndex(at);
    const orm::Model& shown = source.registry->at(modelIndex);
    shownTable = shown.table;
    create->setText(DataPanel::tr("New %1").arg(rowNoun(shown)));
    reload(pinned);
}

void DataPanel::State::reload(const QStringList& pinned, QSet<QString> open, const QString& current)
{
    filterDebounce.stop();
    const int index = shownModel();
    if (!source.isOpen() || index < 0)
        return;
    const orm::Model& shown = source.registry->at(index);
    const Result<orm::Json> where = filterCondition(shown, filter->text());
    filter->setToolTip(where ? QString() : spoken(where.error()));
    filter->setProperty("invalid", !where);
    filter->style()->polish(filter);
    if (!where)
        return; // a filter that is half typed leaves the rows as they are
    ++counts;
    count->setText(DataPanel::tr("Loading…"));
    view->setEmptyText({}, {});
    model.showTable(index, *where, pinned);
    view->restore(std::move(open), current);
}

void DataPanel::State::showCount(int rows, bool more)
{
    const QLocale locale;
    const orm::Model& shown = source.registry->at(model.rootModel());
    if (!more) {
        count->setText(
            rows == 1 ? DataPanel::tr("1 row") : DataPanel::tr("%1 rows").arg(locale.toString(rows)));
        if (filter->text().trimmed().isEmpty())
            view->setEmptyText(DataPanel::tr("No %1 yet").arg(rowNouns(shown)),
                DataPanel::tr("Press Ctrl+N to make the first one"));
        else
            view->setEmptyText(DataPanel::tr("No %1 match the filter").arg(rowNouns(shown)),
                DataPanel::tr("Change or clear the filter"));
        return;
    }
    count->setText(DataPanel::tr("%1 rows and more").arg(locale.toString(rows)));
    orm::Query query;
    query.model = model.rootModel();
    query.where = *filterCondition(shown, filter->text());
    query.limit = countCap + 1;
    const auto registry = source.registry;
    whenDone(source.database->run([registry, query](sql::Connection& connection) {
        return sql::count(connection, *registry, query);
    }),
        &panel, [this, rows, number = ++counts](Result<qint64> all) {
            if (!all || number != counts)
                return;
            const QLocale words;
            const QString total = *all > countCap ? u'>' + words.toString(countCap) : words.toString(*all);
            count->setText(DataPanel::tr("%1 of %2 rows").arg(words.toString(rows), total));
        });
}

void DataPanel::State::say(const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        count->setText(DataPanel::tr("Cancelled"));
    emit panel.message(spoken(error));
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
    reload(pinned, std::move(open), current);
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
    // A stored row becomes the root: its own table, filtered to it.
    const QStringList identity = source.registry->at(row->model).identity();
    if (identity.size() != 1 || row->key.isEmpty())
        return;
    tables->setCurrentIndex(tables->findData(row->model));
    const orm::Attribute* attribute = source.registry->at(row->model).attribute(identity.first());
    const bool number = attribute && row->keyJson.isNumber();
    const QString word =
        number ? row->key : u'\'' + QString(row->key).replace(u'\'', QStringLiteral("''")) + u'\'';
    filter->setText(QStringLiteral("%1 = %2").arg(identity.first(), word));
    const QString key = row->key;
    showTable(row->model);
    view->restore({key}, key);
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
    state_->paintIcons();
    const int current = state_->tables->currentIndex();
    state_->fillTables();
    state_->tables->setCurrentIndex(current);
}

void DataPanel::setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry)
{
    State& s = *state_;
    const bool same = database && s.source.database &&
                      s.source.database->settings().file == database->settings().file &&
                      database->settings().file != u":memory:";
    const QSet<QString> open = same ? s.view->openPaths() : QSet<QString>();
    const QModelIndex index = s.view->currentIndex();
    const QString current = same && index.isValid() ? s.model.path(index) : QString();
    if (!same) {
        s.changes.clear();
        s.filter->clear();
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
    s.create->setEnabled(s.source.isWritable());
    s.fillTables();
    const bool focused = isAncestorOf(focusWidget());
    s.pages->setCurrentIndex(s.source.isOpen() ? 1 : 0);
    setFocusProxy(s.source.isOpen() ? s.view : s.pages->widget(0));
    if (focused)
        setFocus();
    s.changed();
    if (!s.source.isOpen())
        return;
    int shown = s.tables->findText(s.shownTable, Qt::MatchExactly);
    if (const int offered = s.source.registry->indexOf(s.offered); !same && offered >= 0)
        shown = s.tables->findData(offered);
    if (shown < 0)
        shown = s.firstDrawn();
    if (s.tables->count() == 0) {
        s.count->clear();
        s.view->setEmptyText(
            tr("This database has no tables"), tr("Draw some, then create them in the database"));
        return;
    }
    s.tables->setCurrentIndex(shown);
    s.showTable(s.shownModel());
    s.view->restore(open, current);
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
    s.filter->clear();
    s.showTable(model);
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
    State& s = *state_;
    const QModelIndex current = s.view->currentIndex();
    const QString path = current.isValid() ? s.model.path(current) : QString();
    s.reload({}, s.view->openPaths(), path);
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
        s.filter->setFocus(Qt::ShortcutFocusReason);
    else if (control && event->key() == Qt::Key_Period)
        s.cancel->click();
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
