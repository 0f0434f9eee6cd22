// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/querypanel.h"

#include "orm/sql/job.h"
#include "ui/dialogs/exportdialog.h"
#include "ui/models/filtertext.h"
#include "ui/panels/data/tablepicker.h"
#include "ui/panels/nodatabasepage.h"
#include "ui/panels/query/answerview.h"
#include "ui/panels/query/includetree.h"
#include "ui/panels/query/keptqueries.h"
#include "ui/panels/query/keptquestion.h"
#include "ui/panels/query/querypartform.h"
#include "ui/panels/query/queryresult.h"
#include "ui/panels/query/querytrouble.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/text/elidedlabel.h"
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
    State(QueryPanel& owner, EditSession& edited, const Theme& initial)
        : panel(owner)
        , session(edited)
        , theme(&initial)
    {}

    QWidget* buildBar();
    void build();
    void fillTables();
    void showRoot(int model);
    void showPart();
    void takeAnswer(const orm::Query& query, const Result<QueryAnswer>& answer);
    void setRunning(bool running);
    void say(const QString& text);
    void clearAnswer();
    void showJsonNote(const QueryAnswer& answer);
    void tellShelf();
    void showQuery(const orm::Query& query);
    void askKept(const orm::Query& query);
    void fitColumns();
    void exportAnswer();

    QueryPanel& panel;
    EditSession& session;
    const Theme* theme;
    RowSource source;
    std::shared_ptr<sql::Database> reader;
    std::optional<sql::Job<Result<QueryAnswer>>> job;
    quint64 asked = 0; ///< counts the questions: an answer to an earlier one is nobody's

    QStackedLayout* pages = nullptr;
    KeptQueries* kept = nullptr;
    QueryShelf* shelf = nullptr;
    TablePicker* tables = nullptr;
    QToolButton* run = nullptr;
    QToolButton* stop = nullptr;
    QToolButton* exported = nullptr;
    ElidedLabel* status = nullptr;
    QueryTrouble* trouble = nullptr;
    IncludeTree* tree = nullptr;
    QueryPartForm* form = nullptr;
    QueryResultModel* result = nullptr;
    AnswerView* view = nullptr;
    QStackedLayout* treePages = nullptr;
    QLabel* jsonNote = nullptr;
    QPlainTextEdit* json = nullptr;
    SqlEditor* sql = nullptr;
    QTabWidget* answers = nullptr;
};

QWidget* QueryPanel::State::buildBar()
{
    auto* bar = new QFrame(&panel);
    bar->setProperty("role", QStringLiteral("panel"));
    kept = new KeptQueries(session, *trouble, &panel);
    shelf = &kept->shelf();
    QObject::connect(kept, &KeptQueries::opened, &panel, [this](const orm::Query& query) { askKept(query); });
    QObject::connect(kept, &KeptQueries::begun, &panel, [this] { showRoot(std::max(0, tree->rootModel())); });
    tables = new TablePicker(bar);
    tables->setObjectName(QStringLiteral("queryTable"));
    tables->setAccessibleName(QueryPanel::tr("Table"));
    status = new ElidedLabel(bar);
    status->setObjectName(QStringLiteral("queryStatus"));
    status->setProperty("role", QStringLiteral("muted"));
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
    run->setText(QueryPanel::tr("Run"));
    run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(shelf);
    row->addWidget(tables);
    row->addWidget(status, 1);
    row->addWidget(exported);
    row->addWidget(stop);
    row->addWidget(run);
    QObject::connect(tables, qOverload<int>(&QComboBox::activated), &panel, [this] {
        if (tables->currentData().toInt() == tree->rootModel())
            return; // the question of this table stays
        shelf->setCurrent({});
        showRoot(tables->currentData().toInt());
    });
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
    trouble = new QueryTrouble(page);
    column->addWidget(buildBar());
    auto* line = new QFrame(page);
    line->setProperty("role", QStringLiteral("separator"));
    line->setFixedHeight(1);
    column->addWidget(line);
    column->addWidget(trouble);

    auto* splitter = new QSplitter(Qt::Horizontal, page);
    splitter->setChildrenCollapsible(false);
    tree = new IncludeTree(*theme, splitter);
    // Without it every tab of the window would have to be as high as the form.
    auto* formArea = new SteadyScrollArea(splitter);
    form = new QueryPartForm(formArea);
    for (QWidget* surface : {static_cast<QWidget*>(formArea), static_cast<QWidget*>(form)})
        surface->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    formArea->setFocusPolicy(Qt::NoFocus); // the keyboard goes from the tree to the fields
    formArea->setWidget(form);
    form->ensurePolished();
    constexpr int barRoom = 20; // what scrolls the form
    formArea->setMinimumWidth(form->minimumSizeHint().width() + barRoom);
    answers = new QTabWidget(splitter);
    answers->setObjectName(QStringLiteral("queryAnswers"));
    answers->setDocumentMode(true);
    result = new QueryResultModel(&panel);
    view = new AnswerView(*theme, answers);
    view->setObjectName(QStringLiteral("queryTree"));
    view->setAccessibleName(QueryPanel::tr("Answer"));
    view->setModel(result);
    json = new QPlainTextEdit(answers);
    json->setObjectName(QStringLiteral("queryJson"));
    json->setReadOnly(true);
    json->setFont(codeFont());
    json->setLineWrapMode(QPlainTextEdit::NoWrap);
    json->setStyleSheet(
        QStringLiteral("QPlainTextEdit { border: none; border-radius: 0; }")); // a page, no field
    sql = new SqlEditor(*theme, answers);
    sql->setObjectName(QStringLiteral("querySql"));
    sql->setReadOnly(true);
    auto* treePage = new QWidget(answers);
    treePages = new QStackedLayout(treePage);
    auto* hint = new QLabel(
        QueryPanel::tr("Tick what belongs to the answer and say which rows.\nCtrl+Return asks."), treePage);
    hint->setProperty("role", QStringLiteral("muted"));
    hint->setAlignment(Qt::AlignCenter);
    hint->setContentsMargins(12, 12, 12, 12);
    treePage->setProperty("role", QStringLiteral("panel"));
    treePage->setAttribute(Qt::WA_StyledBackground);
    treePages->addWidget(hint);
    treePages->addWidget(view);
    answers->addTab(treePage, QueryPanel::tr("Tree"));
    auto* jsonPage = new QWidget(answers);
    auto* jsonColumn = new QVBoxLayout(jsonPage);
    jsonColumn->setContentsMargins(0, 0, 0, 0);
    jsonColumn->setSpacing(0);
    jsonNote = new QLabel(jsonPage);
    jsonNote->setObjectName(QStringLiteral("queryJsonNote"));
    jsonNote->setProperty("role", QStringLiteral("muted"));
    jsonNote->setWordWrap(true);
    jsonNote->setContentsMargins(12, 8, 12, 8);
    jsonNote->hide();
    jsonColumn->addWidget(jsonNote);
    jsonColumn->addWidget(json, 1);
    answers->addTab(jsonPage, QueryPanel::tr("JSON"));
    answers->addTab(sql, QueryPanel::tr("SQL"));
    splitter->addWidget(tree);
    splitter->addWidget(formArea);
    splitter->addWidget(answers);
    splitter->setStretchFactor(2, 1);
    splitter->setSizes({240, 300, 660});
    column->addWidget(splitter, 1);
    pages->addWidget(page);
    panel.setFocusProxy(pages->widget(0));

    QObject::connect(tree, &QTreeWidget::currentItemChanged, &panel, [this] { showPart(); });
    QObject::connect(form, &QueryPartForm::changed, &panel, [this] { tree->setCurrentPart(form->part()); });
    QObject::connect(form, &QueryPartForm::faultChanged, &panel, [this] { tellShelf(); });
    QObject::connect(tree, &IncludeTree::queryChanged, &panel, [this] { tellShelf(); });
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
    showQuery(query);
}

void QueryPanel::State::showQuery(const orm::Query& query)
{
    trouble->clear(); // what is told from here on is of the question that is left
    tree->setRoot(source.registry, query.model);
    tree->setQuery(query);
    tables->setCurrentIndex(tables->findData(query.model));
    clearAnswer();
    say({});
    showPart();
    tellShelf();
}

void QueryPanel::State::askKept(const orm::Query& query)
{
    if (job)
        job->cancel(); // nobody waits for the answer to another question
    job.reset();
    setRunning(false);
    showQuery(query);
    panel.run();
}

void QueryPanel::State::clearAnswer()
{
    result->clear();
    json->clear();
    jsonNote->hide();
    sql->showSql({});
    treePages->setCurrentIndex(0);
}

void QueryPanel::State::tellShelf()
{
    if (source.isOpen() && tree->rootModel() >= 0 && form->fault().isEmpty())
        shelf->setQuestion(tableOf(source.registry->at(tree->rootModel())), textOf(tree->query()));
    else
        shelf->setQuestion({}, {});
}

void QueryPanel::State::showPart()
{
    if (tree->currentModel() < 0)
        return;
    if (const QString fault = form->fault(); !fault.isEmpty())
        trouble->say(QueryPanel::tr("What was typed there before is left out. %1").arg(fault));
    form->show(tree->registry(), tree->currentModel(), tree->currentAssociation(), tree->currentPart(),
        tree->currentPath(), tree->currentKind());
}

void QueryPanel::State::say(const QString& text)
{
    status->setWhole(text);
    status->setToolTip(text);
}

void QueryPanel::State::setRunning(bool running)
{
    run->setEnabled(!running);
    stop->setEnabled(running);
}

/// Says what the JSON leaves out of the answer.
void QueryPanel::State::showJsonNote(const QueryAnswer& answer)
{
    const QLocale locale;
    QStringList said;
    if (answer.inJson < qint64(answer.rows.size()))
        said.append(QueryPanel::tr("%1 of %2 rows are shown.")
                        .arg(locale.toString(answer.inJson), locale.toString(qlonglong(answer.rows.size()))));
    if (answer.levels < answer.deepest)
        said.append(QueryPanel::tr("Of %1 levels below them only %2 are shown.")
                        .arg(answer.deepest)
                        .arg(answer.levels));
    if (!said.isEmpty())
        said.append(QueryPanel::tr("Export the answer to have it whole."));
    jsonNote->setText(said.join(u' '));
    jsonNote->setVisible(!said.isEmpty());
}

void QueryPanel::State::takeAnswer(const orm::Query& query, const Result<QueryAnswer>& answer)
{
    job.reset();
    setRunning(false);
    if (!answer) {
        const bool stopped = answer.error().kind == ErrorKind::Cancelled;
        say(stopped ? QueryPanel::tr("Stopped") : QString());
        if (!stopped)
            trouble->say(spoken(answer.error()));
        return;
    }
    trouble->clear();
    result->setResult(source.registry, query, answer->rows);
    treePages->setCurrentIndex(1);
    json->setPlainText(QString::fromUtf8(answer->json));
    showJsonNote(*answer);
    sql->showSql(answer->statements);
    const QLocale locale;
    say(QueryPanel::tr("%1 by %2 in %3 ms")
            .arg(QueryPanel::tr("%n row(s)", nullptr, int(answer->rows.size())),
                QueryPanel::tr("%n statement(s)", nullptr, answer->count),
                locale.toString(double(answer->microseconds) / 1000, 'f', 1)));
    // What was asked for shows itself, as long as that is little.
    constexpr size_t few = 20;
    constexpr qint64 fewChildren = 500;
    if (answer->rows.size() <= few && answer->children <= fewChildren)
        view->expandToDepth(1);
    else if (result->rowCount() > 0)
        view->expand(result->index(0, 0));
    // Once the rows are laid out: only what is seen of them is measured.
    QMetaObject::invokeMethod(
        &panel, [this] { fitColumns(); }, Qt::QueuedConnection);
}

/// As wide as what is seen of them, within reason.
void QueryPanel::State::fitColumns()
{
    constexpr int narrowest = 90, widest = 260, ofFirst = 220; // names of associations stand there, too
    for (int column = 0; column < result->columnCount(); ++column) {
        view->resizeColumnToContents(column);
        const int width = std::clamp(view->columnWidth(column) + 12, narrowest, widest);
        view->setColumnWidth(column, column == 0 ? std::max(width, ofFirst) : width);
    }
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
        subject.filterText = filterText(*source.registry, subject.query.model, subject.query.where);
    }
    auto* dialog = new ExportDialog(std::move(subject), QDir::homePath(), *theme, panel.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(
        dialog, &QDialog::accepted, &panel, [this, dialog] { emit panel.message(dialog->outcome()); });
    dialog->open();
}

// -- the panel ---------------------------------------------------------------------------------------

QueryPanel::QueryPanel(EditSession& session, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , state_(std::make_unique<State>(*this, session, theme))
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
    s.view->setTheme(theme);
    s.run->setIcon(icon(QStringLiteral("play"), theme));
    s.stop->setIcon(icon(QStringLiteral("stop"), theme));
    s.exported->setIcon(icon(QStringLiteral("export"), theme));
    s.shelf->setTheme(theme);
    s.trouble->setTheme(theme);
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
    // The same question is put to the tables as they are now.
    std::optional<model::NamedQuery> asked;
    if (same && s.tree->rootModel() >= 0)
        asked = {
            s.shelf->current(), tableOf(s.source.registry->at(s.tree->rootModel())), textOf(s.tree->query())};
    if (!same)
        s.reader = database ? readerOf(database) : nullptr;
    s.result->clear(); // speaks of the old registry
    s.result->setDatabase(database ? database->settings().url() : QString());
    s.source.database = std::move(database);
    s.source.registry = s.source.database ? std::make_shared<const orm::ModelRegistry>(registry) : nullptr;
    s.source.lookup = s.reader;
    s.kept->setSource(s.source);
    s.fillTables();
    s.pages->setCurrentIndex(s.source.isOpen() ? 1 : 0);
    setFocusProxy(s.source.isOpen() ? static_cast<QWidget*>(s.tree) : s.pages->widget(0));
    const auto again = asked ? s.kept->read(*asked) : Result<orm::Query>(cancelledError());
    if (again) {
        s.showQuery(*again);
        return;
    }
    s.shelf->setCurrent({});
    if (s.tables->count() > 0) {
        s.showRoot(s.tables->itemData(0).toInt());
    } else {
        s.tree->setRoot(nullptr, -1);
        s.tellShelf();
    }
    if (asked) // not kept by anybody: what it was is told
        s.trouble->say(tr("The question does not fit the tables any more. %1").arg(spoken(again.error())));
}

void QueryPanel::openTable(TableId table)
{
    State& s = *state_;
    const int model = s.source.isOpen() ? s.source.registry->indexOf(table) : -1;
    if (model < 0)
        return;
    s.shelf->setCurrent({});
    s.showRoot(model);
}

void QueryPanel::openQuery(const QString& name)
{
    state_->kept->open(name);
}

void QueryPanel::editAsText(const QString& name)
{
    state_->kept->editAsText(name);
}

void QueryPanel::run()
{
    State& s = *state_;
    if (!s.source.isOpen() || s.job || s.tree->rootModel() < 0)
        return;
    if (!s.form->fault().isEmpty()) { // an answer to something else would look like one to what is typed
        s.say(tr("Not asked: a field can't be understood"));
        s.form->goToFault();
        return;
    }
    const orm::Query query = s.tree->query();
    s.setRunning(true);
    s.say(tr("Running…"));
    s.job = sql::startJob(*s.reader, [registry = s.source.registry, query](sql::Connection& connection,
                                         sql::Progress&) { return answer(connection, *registry, query); });
    whenDone(s.job->future(), this,
        [this, query, registry = s.source.registry, number = ++s.asked](const Result<QueryAnswer>& found) {
            if (registry == state_->source.registry && number == state_->asked)
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
