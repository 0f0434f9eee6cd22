// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/querypanel.h"

#include "orm/query/findoptions.h"
#include "orm/query/question.h"
#include "orm/sql/job.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/panels/data/tablepicker.h"
#include "ui/panels/nodatabasepage.h"
#include "ui/panels/query/includetree.h"
#include "ui/panels/query/querypartform.h"
#include "ui/panels/query/queryresult.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"
#include "ui/text/sqleditor.h"
#include "ui/theme/steadyscrollarea.h"

#include <QDir>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedLayout>
#include <QStyle>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace conjoin::ui {

namespace {

constexpr int firstLimit = 100; ///< of root rows, until a person asks for more

/// A connection of its own for reading, so that browsing goes on; a database in memory has but one.
std::shared_ptr<sql::Database> readerOf(const std::shared_ptr<sql::Database>& database)
{
    sql::ConnectionSettings settings = database->settings();
    if (settings.file == u":memory:")
        return database;
    settings.create = false;
    settings.readOnly = true;
    return std::make_shared<sql::Database>(settings);
}

} // namespace

struct QueryPanel::State {
    State(QueryPanel& owner, const Theme& initial)
        : panel(owner)
        , theme(&initial)
    {}

    QWidget* buildBar();
    void build();
    void fillTables();
    void showRoot(int model);
    void showPart();
    void takeAnswer(const orm::Query& query, const Result<QueryAnswer>& answer);
    void setRunning(bool running);
    void say(const QString& text, bool error);
    void exportAnswer();

    QueryPanel& panel;
    const Theme* theme;
    RowSource source;
    std::shared_ptr<sql::Database> reader;
    std::optional<sql::Job<Result<QueryAnswer>>> job;

    QStackedLayout* pages = nullptr;
    TablePicker* tables = nullptr;
    QToolButton* run = nullptr;
    QToolButton* stop = nullptr;
    QToolButton* exported = nullptr;
    QLabel* status = nullptr;
    IncludeTree* tree = nullptr;
    QueryPartForm* form = nullptr;
    QueryResultModel* result = nullptr;
    QTreeView* view = nullptr;
    QPlainTextEdit* json = nullptr;
    SqlEditor* sql = nullptr;
    QTabWidget* answers = nullptr;
};

QWidget* QueryPanel::State::buildBar()
{
    auto* bar = new QFrame(&panel);
    bar->setProperty("role", QStringLiteral("panel"));
    tables = new TablePicker(bar);
    tables->setObjectName(QStringLiteral("queryTable"));
    tables->setAccessibleName(QueryPanel::tr("Table"));
    status = new QLabel(bar);
    status->setObjectName(QStringLiteral("queryStatus"));
    const auto button = [&](const char* name, const QString& tip) {
        auto* made = new QToolButton(bar);
        made->setObjectName(QString::fromLatin1(name));
        made->setAutoRaise(true);
        made->setIconSize({16, 16});
        made->setFocusPolicy(Qt::TabFocus);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        return made;
    };
    exported = button("queryExport", QueryPanel::tr("Export the answer…"));
    stop = button("queryStop", QueryPanel::tr("Stop"));
    run = button("queryRun", QueryPanel::tr("Run (Ctrl+Return)"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(tables);
    row->addWidget(status, 1);
    row->addWidget(exported);
    row->addWidget(stop);
    row->addWidget(run);
    QObject::connect(tables, qOverload<int>(&QComboBox::activated), &panel,
        [this] { showRoot(tables->currentData().toInt()); });
    QObject::connect(exported, &QToolButton::clicked, &panel, [this] { exportAnswer(); });
    QObject::connect(stop, &QToolButton::clicked, &panel, [this] {
        if (job)
            job->cancel();
    });
    QObject::connect(run, &QToolButton::clicked, &panel, &QueryPanel::run);
    return bar;
}

void QueryPanel::State::build()
{
    pages = new QStackedLayout(&panel);
    auto* empty =
        new NoDatabasePage(QueryPanel::tr("What you ask of its rows and their links will be here."), &panel);
    QObject::connect(empty, &NoDatabasePage::connectRequested, &panel, &QueryPanel::connectRequested);
    pages->addWidget(empty);
    auto* page = new QWidget(&panel);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    auto* line = new QFrame(page);
    line->setProperty("role", QStringLiteral("separator"));
    line->setFixedHeight(1);
    column->addWidget(line);

    auto* splitter = new QSplitter(Qt::Horizontal, page);
    splitter->setChildrenCollapsible(false);
    tree = new IncludeTree(*theme, splitter);
    // Without it every tab of the window would have to be as high as the form.
    auto* formArea = new SteadyScrollArea(splitter);
    form = new QueryPartForm(formArea);
    for (QWidget* surface : {static_cast<QWidget*>(formArea), static_cast<QWidget*>(form)})
        surface->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    formArea->setWidget(form);
    formArea->setMinimumWidth(form->minimumSizeHint().width());
    answers = new QTabWidget(splitter);
    answers->setObjectName(QStringLiteral("queryAnswers"));
    answers->setDocumentMode(true);
    result = new QueryResultModel(&panel);
    view = new QTreeView(answers);
    view->setObjectName(QStringLiteral("queryTree"));
    view->setAccessibleName(QueryPanel::tr("Answer"));
    view->setModel(result);
    view->setUniformRowHeights(true);
    view->setSelectionBehavior(QAbstractItemView::SelectItems);
    view->header()->setDefaultSectionSize(140);
    view->header()->setStretchLastSection(false);
    json = new QPlainTextEdit(answers);
    json->setObjectName(QStringLiteral("queryJson"));
    json->setReadOnly(true);
    json->setFont(codeFont());
    json->setLineWrapMode(QPlainTextEdit::NoWrap);
    sql = new SqlEditor(*theme, answers);
    sql->setObjectName(QStringLiteral("querySql"));
    sql->setReadOnly(true);
    answers->addTab(view, QueryPanel::tr("Tree"));
    answers->addTab(json, QueryPanel::tr("JSON"));
    answers->addTab(sql, QueryPanel::tr("SQL"));
    splitter->addWidget(tree);
    splitter->addWidget(formArea);
    splitter->addWidget(answers);
    splitter->setStretchFactor(2, 1);
    splitter->setSizes({240, 260, 700});
    column->addWidget(splitter, 1);
    pages->addWidget(page);
    panel.setFocusProxy(pages->widget(0));

    QObject::connect(tree, &QTreeWidget::currentItemChanged, &panel, [this] { showPart(); });
    QObject::connect(form, &QueryPartForm::changed, &panel, [this] { tree->setCurrentPart(form->part()); });
    setRunning(false);
}

void QueryPanel::State::fillTables()
{
    tables->clear();
    if (!source.isOpen())
        return;
    const auto& models = source.registry->models();
    std::vector<int> order;
    for (size_t i = 0; i < models.size(); ++i)
        order.push_back(int(i));
    std::ranges::sort(order, [&](int a, int b) {
        const orm::Model& left = models[size_t(a)];
        const orm::Model& right = models[size_t(b)];
        if (left.junction != right.junction)
            return right.junction;
        return left.table.compare(right.table, Qt::CaseInsensitive) < 0;
    });
    for (const int index : order) {
        const orm::Model& model = models[size_t(index)];
        tables->addItem(icon(model.junction ? QStringLiteral("pill") : QStringLiteral("table"), *theme),
            model.table, index);
    }
}

void QueryPanel::State::showRoot(int model)
{
    orm::Query query;
    query.model = model;
    query.limit = firstLimit;
    tree->setRoot(source.registry, model);
    tree->setQuery(query);
    tables->setCurrentIndex(tables->findData(model));
    result->clear();
    json->clear();
    sql->showSql({});
    status->clear();
    showPart();
}

void QueryPanel::State::showPart()
{
    if (tree->currentModel() < 0)
        return;
    form->show(tree->registry(), tree->currentModel(), tree->currentAssociation(), tree->currentPart(),
        tree->currentPath());
}

void QueryPanel::State::say(const QString& text, bool error)
{
    status->setProperty("role", error ? QStringLiteral("error") : QStringLiteral("muted"));
    status->style()->polish(status);
    status->setText(text);
    status->setToolTip(text);
}

void QueryPanel::State::setRunning(bool running)
{
    run->setEnabled(!running);
    stop->setEnabled(running);
}

void QueryPanel::State::takeAnswer(const orm::Query& query, const Result<QueryAnswer>& answer)
{
    job.reset();
    setRunning(false);
    if (!answer) {
        say(answer.error().kind == ErrorKind::Cancelled ? QueryPanel::tr("Stopped")
                                                        : spoken(answer.error()).simplified(),
            true);
        return;
    }
    result->setResult(source.registry, query, answer->rows);
    view->setColumnWidth(0, 220); // names of associations stand there, too
    json->setPlainText(QString::fromUtf8(answer->json));
    sql->showSql(answer->statements);
    const QLocale locale;
    say(QueryPanel::tr("%1 rows by %2 in %3 ms")
            .arg(locale.toString(qlonglong(answer->rows.size())),
                QueryPanel::tr("%n statement(s)", nullptr, answer->count),
                locale.toString(double(answer->microseconds) / 1000, 'f', 1)),
        false);
    // What was asked for shows itself, as long as that is little.
    constexpr size_t few = 20;
    if (answer->rows.size() <= few)
        view->expandToDepth(1);
    else if (result->rowCount() > 0)
        view->expandRecursively(result->index(0, 0), 1);
}

void QueryPanel::State::exportAnswer()
{
    if (!source.isOpen() || tree->rootModel() < 0)
        return;
    ExportSubject subject;
    subject.source = source;
    subject.query = tree->query();
    if (!subject.query.where.isNull()) {
        subject.filter = subject.query.where;
        subject.filterText = QString::fromUtf8(orm::compactJson(subject.query.where));
    }
    auto* dialog = new ExportDialog(std::move(subject), QDir::homePath(), *theme, panel.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(
        dialog, &QDialog::accepted, &panel, [this, dialog] { emit panel.message(dialog->outcome()); });
    dialog->open();
}

// -- the panel ---------------------------------------------------------------------------------------

QueryPanel::QueryPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , state_(std::make_unique<State>(*this, theme))
{
    setObjectName(QStringLiteral("queryPanel"));
    state_->build();
    setTheme(theme);
}

QueryPanel::~QueryPanel()
{
    if (state_->job)
        state_->job->cancel();
}

void QueryPanel::setTheme(const Theme& theme)
{
    State& s = *state_;
    s.theme = &theme;
    s.tree->setTheme(theme);
    s.sql->setTheme(theme);
    s.run->setIcon(icon(QStringLiteral("play"), theme));
    s.stop->setIcon(icon(QStringLiteral("stop"), theme));
    s.exported->setIcon(icon(QStringLiteral("export"), theme));
    const int shown = s.tables->currentIndex();
    s.fillTables();
    s.tables->setCurrentIndex(shown);
}

void QueryPanel::setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry)
{
    State& s = *state_;
    if (s.job)
        s.job->cancel();
    s.job.reset();
    s.setRunning(false);
    const bool same = database && database == s.source.database;
    const orm::Query before = same && s.tree->rootModel() >= 0 ? s.tree->query() : orm::Query();
    const TableId shown = same && before.model >= 0 ? s.source.registry->at(before.model).id : TableId();
    if (!same)
        s.reader = database ? readerOf(database) : nullptr;
    s.result->clear(); // speaks of the old registry
    s.source.database = std::move(database);
    s.source.registry = s.source.database ? std::make_shared<const orm::ModelRegistry>(registry) : nullptr;
    s.source.lookup = s.reader;
    s.fillTables();
    s.pages->setCurrentIndex(s.source.isOpen() ? 1 : 0);
    setFocusProxy(s.source.isOpen() ? static_cast<QWidget*>(s.tree) : s.pages->widget(0));
    const int model = s.source.isOpen() && !shown.isNull() ? s.source.registry->indexOf(shown) : -1;
    if (model >= 0) { // the same question of the tables as they are now
        const auto read = orm::readFindOptions(*s.source.registry, model, orm::questionOf(before));
        s.showRoot(model);
        if (read) {
            orm::Query query = read->query;
            query.model = model;
            s.tree->setQuery(query);
            s.showPart();
        }
    } else if (s.tables->count() > 0) {
        s.showRoot(s.tables->itemData(0).toInt());
    } else {
        s.tree->setRoot(nullptr, -1);
    }
}

void QueryPanel::openTable(TableId table)
{
    State& s = *state_;
    const int model = s.source.isOpen() ? s.source.registry->indexOf(table) : -1;
    if (model >= 0)
        s.showRoot(model);
}

void QueryPanel::run()
{
    State& s = *state_;
    if (!s.source.isOpen() || s.job || s.tree->rootModel() < 0)
        return;
    const orm::Query query = s.tree->query();
    s.setRunning(true);
    s.say(tr("Running…"), false);
    s.job = sql::startJob(*s.reader, [registry = s.source.registry, query](sql::Connection& connection,
                                         sql::Progress&) { return answer(connection, *registry, query); });
    whenDone(
        s.job->future(), this, [this, query, registry = s.source.registry](const Result<QueryAnswer>& found) {
            if (registry == state_->source.registry)
                state_->takeAnswer(query, found);
        });
}

bool QueryPanel::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.modifiers() == Qt::ControlModifier &&
            (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void QueryPanel::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::ControlModifier)
        run();
    else if (event->key() == Qt::Key_Escape && state_->job)
        state_->job->cancel();
    else
        QWidget::keyPressEvent(event);
}

} // namespace conjoin::ui
