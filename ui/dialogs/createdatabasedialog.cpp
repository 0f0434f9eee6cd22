// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/createdatabasedialog.h"

#include "orm/sql/newdatabase.h"
#include "orm/translate/translate.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/passwordprompt.h"
#include "ui/session/background.h"
#include "ui/session/opendatabase.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"
#include "ui/text/refusal.h"
#include "ui/text/sqleditor.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

/// What an entry of the list of places stands for, where it is not the position of a server.
constexpr int filePlace = -1;
constexpr int anotherPlace = -2;

int tablesOf(const sql::SyncPlan& plan)
{
    return int(std::ranges::count_if(plan.statements, [](const orm::Statement& statement) {
        return statement.sql.startsWith(u"CREATE TABLE", Qt::CaseInsensitive) ||
               statement.sql.startsWith(u"CREATE UNLOGGED TABLE", Qt::CaseInsensitive) ||
               statement.sql.startsWith(u"CREATE VIRTUAL TABLE", Qt::CaseInsensitive);
    }));
}

QLabel* labelFor(const QString& text, QWidget* buddy, QWidget* parent)
{
    constexpr int labelWidth = 64;
    auto* label = new QLabel(text, parent);
    label->setProperty("role", "muted");
    label->setFixedWidth(labelWidth);
    label->setBuddy(buddy);
    return label;
}

} // namespace

CreateDatabaseDialog::CreateDatabaseDialog(const model::Document& document, const QString& suggestedFile,
    SavedConnections& saved, PasswordStore& passwords, std::weak_ptr<LogFeed> log, const Theme& theme,
    QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , saved_(saved)
    , passwords_(passwords)
    , log_(std::move(log))
    , theme_(&theme)
    , where_(new QComboBox(this))
    , file_(new QLineEdit(suggestedFile, this))
    , browse_(new QPushButton(tr("&Browse…"), this))
    , change_(new QPushButton(tr("C&hange…"), this))
    , fileRow_(new QWidget(this))
    , summary_(new QLabel(this))
    , preview_(new SqlEditor(theme, this))
    , notes_(new QTreeWidget(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , run_(new QPushButton(tr("Create"), this))
{
    setWindowTitle(tr("Create database"));
    setObjectName(QStringLiteral("createDatabase"));
    resize(QSize(760, 600).boundedTo(screen()->availableSize() - QSize(16, 48)));
    run_->setObjectName(QStringLiteral("createDatabaseRun"));
    run_->setDefault(true);
    for (QPushButton* button : {browse_, change_, cancel_})
        button->setAutoDefault(false);
    summary_->setObjectName(QStringLiteral("createDatabaseSummary"));
    summary_->setProperty("role", "title");
    summary_->setWordWrap(true);
    notes_->setObjectName(QStringLiteral("createDatabaseNotes"));
    notes_->setAccessibleName(tr("What is not made as drawn"));
    notes_->setHeaderHidden(true);
    notes_->setRootIsDecorated(false);
    notes_->setProperty("list", true);
    notes_->setUniformRowHeights(true);
    notes_->setIconSize({16, 16});
    notes_->setColumnCount(2);
    notes_->header()->setStretchLastSection(true);
    notes_->header()->resizeSection(0, 200);
    error_->setObjectName(QStringLiteral("createDatabaseError"));
    error_->setProperty("role", "error");
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* frame = new QFrame(this);
    frame->setProperty("role", "banner");
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 8, 1, 8);
    inside->addWidget(preview_);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel_);
    buttons->addWidget(run_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(whereRows());
    column->addWidget(summary_);
    column->addWidget(frame, 1);
    column->addWidget(notes_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);

    watch_.setInterval(60);
    connect(&watch_, &QTimer::timeout, this, [this] { progress_->setValue(applied_->load()); });
    connect(cancel_, &QPushButton::clicked, this, &CreateDatabaseDialog::reject);
    connect(run_, &QPushButton::clicked, this, &CreateDatabaseDialog::run);
    setBusy(false);

    const QString& dialect = document_.settings.dialect;
    const auto server = std::ranges::find_if(saved_.all(),
        [&](const SavedConnection& one) { return !one.settings.isFile() && one.settings.dialect == dialect; });
    sql::ConnectionSettings own;
    own.dialect = dialect;
    if (own.isFile())
        setFile(suggestedFile);
    else if (server != saved_.all().end())
        setServer(*server);
    else {
        fillPlaces();
        plan();
    }
}

CreateDatabaseDialog::~CreateDatabaseDialog()
{
    closeLater(std::move(planning_));
}

QLayout* CreateDatabaseDialog::whereRows()
{
    where_->setObjectName(QStringLiteral("databasePlace"));
    where_->setAccessibleName(tr("Where the database is"));
    where_->setPlaceholderText(tr("Choose a place"));
    change_->setObjectName(QStringLiteral("databaseChange"));
    change_->setToolTip(tr("Change how the server is reached"));
    auto* place = new QHBoxLayout;
    place->setSpacing(8);
    place->addWidget(labelFor(tr("&Where"), where_, this));
    place->addWidget(where_, 1);
    place->addWidget(change_);
    file_->setObjectName(QStringLiteral("databaseFile"));
    file_->setAccessibleName(tr("SQLite file"));
    auto* inFile = new QHBoxLayout(fileRow_);
    inFile->setContentsMargins(0, 0, 0, 0);
    inFile->setSpacing(8);
    inFile->addWidget(labelFor(tr("&File"), file_, fileRow_));
    inFile->addWidget(file_, 1);
    inFile->addWidget(browse_);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(8);
    rows->addLayout(place);
    rows->addWidget(fileRow_);

    connect(where_, &QComboBox::activated, this, &CreateDatabaseDialog::takePlace);
    connect(change_, &QPushButton::clicked, this, [this] { choosePlace(false); });
    connect(browse_, &QPushButton::clicked, this, &CreateDatabaseDialog::browse);
    // Planned while it is typed, so that Enter runs what is shown and never what is not.
    auto* typed = new QTimer(this);
    typed->setSingleShot(true);
    typed->setInterval(250);
    connect(typed, &QTimer::timeout, this, &CreateDatabaseDialog::plan);
    connect(file_, &QLineEdit::textEdited, this, [this, typed] {
        ++planNumber_; // what is still being looked at is of another file
        run_->setEnabled(false);
        typed->start();
    });
    return rows;
}

void CreateDatabaseDialog::fillPlaces()
{
    where_->clear();
    servers_.clear();
    where_->addItem(icon(QStringLiteral("open"), *theme_), tr("SQLite file"), filePlace);
    const auto isPlace = [this](const SavedConnection& one) {
        return one.id == place_.id && one.settings.url() == place_.settings.url();
    };
    for (const SavedConnection& one : saved_.all()) {
        if (!one.settings.isFile())
            servers_.push_back(isPlace(one) ? place_ : one); // this one has its password
    }
    if (placed_ && isServer() && std::ranges::none_of(servers_, isPlace))
        servers_.push_back(place_);
    for (size_t i = 0; i < servers_.size(); ++i) {
        const SavedConnection& one = servers_[i];
        where_->addItem(icon(QStringLiteral("database"), *theme_),
            QStringLiteral("%1  ·  %2").arg(one.title(), dialectTitle(one.settings.dialect)), int(i));
        where_->setItemData(where_->count() - 1, one.settings.url(), Qt::ToolTipRole);
        if (placed_ && isPlace(one))
            where_->setCurrentIndex(where_->count() - 1);
    }
    where_->addItem(icon(QStringLiteral("connect"), *theme_), tr("Another server…"), anotherPlace);
    if (!placed_)
        where_->setCurrentIndex(-1);
    else if (!isServer())
        where_->setCurrentIndex(0);
    where_->setToolTip(placed_ && isServer() ? place_.settings.url() : QString());
    fileRow_->setVisible(placed_ && !isServer());
    change_->setVisible(placed_ && isServer());
}

void CreateDatabaseDialog::takePlace()
{
    const int picked = where_->currentData().toInt();
    if (picked == filePlace)
        setFile(file_->text());
    else if (picked == anotherPlace)
        choosePlace(true);
    else
        setServer(servers_[size_t(picked)]);
}

void CreateDatabaseDialog::choosePlace(bool anew)
{
    auto* dialog =
        new ConnectionDialog(saved_, passwords_, log_, ConnectionDialog::Purpose::Choose, *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    SavedConnection shown = place_;
    if (anew) {
        shown = {};
        shown.settings.dialect = document_.settings.dialect;
    }
    dialog->showConnection(shown, anew ? std::nullopt : refused_);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const SavedConnection& picked = dialog->picked();
        if (picked.settings.isFile())
            setFile(picked.settings.file);
        else
            setServer(picked);
    });
    connect(dialog, &QDialog::rejected, this, &CreateDatabaseDialog::fillPlaces); // back to what was chosen
    dialog->open();
}

QString CreateDatabaseDialog::placeName() const
{
    return isServer() ? place_.title() : QFileInfo(file_->text()).fileName();
}

void CreateDatabaseDialog::setFile(const QString& file)
{
    place_ = {};
    placed_ = true;
    file_->setText(file.trimmed());
    fillPlaces();
    plan();
}

void CreateDatabaseDialog::setServer(const SavedConnection& server)
{
    place_ = server;
    placed_ = true;
    fillPlaces();
    plan();
}

void CreateDatabaseDialog::browse()
{
    const QString file = QFileDialog::getSaveFileName(this, tr("Pick or make an SQLite file"), file_->text(),
        tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)"), nullptr,
        QFileDialog::DontConfirmOverwrite); // nothing is overwritten: only what is missing is added
    if (!file.isEmpty())
        setFile(QFileInfo(file).suffix().isEmpty() ? file + QStringLiteral(".db") : file);
}

// -- looking -------------------------------------------------------------------------------------------------

void CreateDatabaseDialog::plan()
{
    const int number = ++planNumber_;
    planned_ = {};
    refused_.reset();
    preview_->showSql({});
    error_->clear();
    error_->hide();
    notes_->hide();
    run_->setEnabled(false);
    run_->setText(tr("Create"));
    closeLater(std::move(planning_));
    if (!placed_ || (!isServer() && file_->text().isEmpty())) {
        summary_->setText(tr("Where should the database be?"));
        return;
    }
    summary_->setText(tr("Looking at what is there…"));
    if (isServer()) {
        planServer(number);
        return;
    }
    existed_ = QFileInfo::exists(file_->text());
    sql::ConnectionSettings settings;
    settings.file = existed_ ? file_->text() : QStringLiteral(":memory:"); // looking makes no file
    settings.readOnly = existed_;
    planning_ = openDatabase(settings, log_);
    whenDone(planning_->run(
                 [document = document_](sql::Connection& connection) { return look(connection, document); }),
        this, [this, number](const Result<Planned>& planned) {
            if (number == planNumber_)
                showPlan(planned);
        });
}

Result<CreateDatabaseDialog::Planned> CreateDatabaseDialog::look(
    sql::Connection& connection, const model::Document& document)
{
    const orm::Dialect& dialect = connection.dialect();
    auto derivation = orm::deriveFor(document, dialect);
    if (!derivation)
        return failure(derivation);
    auto plan = sql::planSync(connection, *derivation, {});
    if (!plan)
        return failure(plan);
    Planned planned;
    planned.script = plan->statements.empty() ? QString() : dialect.script(plan->statements);
    planned.plan = std::move(*plan);
    planned.losses = std::move(derivation->diagnostics);
    return planned;
}

Result<CreateDatabaseDialog::Planned> CreateDatabaseDialog::lookAtNothing(
    sql::Connection& server, const model::Document& document, const QString& database)
{
    const orm::Dialect& dialect = server.dialect();
    auto derivation = orm::deriveFor(document, dialect);
    if (!derivation)
        return failure(derivation);
    Planned planned;
    planned.plan.statements = dialect.createSchema(*derivation, {});
    planned.script = sql::createDatabaseStatement(dialect, database) + QStringLiteral(";\n\n") +
                     dialect.script(planned.plan.statements);
    planned.losses = std::move(derivation->diagnostics);
    planned.makesDatabase = true;
    return planned;
}

void CreateDatabaseDialog::planServer(int number)
{
    withPassword(place_, passwords_, this, [this, number](const SavedConnection& reached) {
        if (number != planNumber_)
            return;
        place_.settings = reached.settings;
        planning_ = openDatabase(place_.settings, log_);
        const auto job = [document = document_](
                             sql::Connection& connection) { return look(connection, document); };
        whenDone(planning_->run(job), this, [this, number](const Result<Planned>& planned) {
            if (number != planNumber_)
                return;
            if (!planned && sql::isMissingDatabase(planned.error()))
                planMissing(number, planned.error());
            else
                showPlan(planned);
        });
    });
}

void CreateDatabaseDialog::planMissing(int number, const Error& missing)
{
    closeLater(std::move(planning_));
    planning_ = openDatabase(sql::serverOf(place_.settings), log_);
    const auto job = [document = document_, name = place_.settings.database](
                         sql::Connection& server) { return lookAtNothing(server, document, name); };
    whenDone(planning_->run(job), this, [this, number, missing](const Result<Planned>& planned) {
        if (number == planNumber_) // without a way to make it, that it is missing is what matters
            showPlan(planned ? planned : Result<Planned>(missing));
    });
}

void CreateDatabaseDialog::showPlan(const Result<Planned>& planned)
{
    closeLater(std::move(planning_));
    if (!planned) {
        refused_ = planned.error();
        summary_->setText(tr("%1 can't be used").arg(placeName()));
        complain(spoken(planned.error()));
        if (isServer() && asksForPassword(planned.error()))
            askPassword(planned.error());
        return;
    }
    planned_ = *planned;
    const int tables = tablesOf(planned_.plan);
    preview_->showSql(planned_.script);
    if (planned_.makesDatabase) {
        summary_->setText(
            tr("Create the database %1 and %n table(s) in it", nullptr, tables).arg(place_.settings.database));
        run_->setText(tr("Create the database"));
    } else if (planned_.plan.statements.empty()) {
        summary_->setText(document_.schema.tables.isEmpty()
                              ? tr("The project has no tables yet: an empty database is made")
                              : tr("Nothing is missing in %1").arg(placeName()));
        preview_->showSql(QStringLiteral("-- ") + tr("There is nothing to run"));
        run_->setText(tr("Use this database"));
    } else if (tables == 0) {
        summary_->setText(
            tr("Run %n statement(s) in %1", nullptr, int(planned_.plan.statements.size())).arg(placeName()));
        run_->setText(tr("Run %n statement(s)", nullptr, int(planned_.plan.statements.size())));
    } else {
        summary_->setText(tr("Create %n table(s) in %1", nullptr, tables).arg(placeName()));
        run_->setText(tr("Create %n table(s)", nullptr, tables));
    }
    showNotes();
    const bool changes = planned_.makesDatabase || !planned_.plan.statements.empty();
    if (changes && isServer() && place_.settings.readOnly) {
        complain(tr("%1 is read only, as you said. Nothing can be made there").arg(placeName()));
        return;
    }
    if (changes && place_.production)
        complain(tr("%1 is a production database").arg(placeName()));
    run_->setEnabled(true);
}

void CreateDatabaseDialog::askPassword(const Error& why)
{
    auto* prompt = new PasswordPrompt(place_, why, saved_, passwords_, *theme_, this);
    prompt->setAttribute(Qt::WA_DeleteOnClose);
    connect(prompt, &QDialog::accepted, this, [this, prompt] { setServer(prompt->connection()); });
    connect(prompt, &PasswordPrompt::changeRequested, this, [this] { choosePlace(false); });
    prompt->open();
}

void CreateDatabaseDialog::showNotes()
{
    constexpr int rowHeight = 26;
    constexpr int mostRows = 4;
    Diagnostics notes = planned_.plan.diagnostics;
    notes.insert(notes.end(), planned_.losses.begin(), planned_.losses.end());
    notes_->clear();
    for (const Diagnostic& note : notes) {
        auto* item = new QTreeWidgetItem(notes_, {note.where, sentence(note.what)});
        item->setIcon(0, note.severity == Severity::Hint ? icon(QStringLiteral("hint"), theme_->muted)
                         : note.severity == Severity::Error
                             ? icon(QStringLiteral("error"), theme_->error)
                             : icon(QStringLiteral("problems"), theme_->warning));
        item->setForeground(1, theme_->muted);
        for (int column = 0; column < 2; ++column)
            item->setToolTip(column, item->text(column));
    }
    notes_->setFixedHeight(qMin(int(notes.size()), mostRows) * rowHeight + 2);
    notes_->setVisible(!notes.empty());
}

void CreateDatabaseDialog::complain(const QString& text)
{
    error_->setText(text);
    error_->show();
}

// -- running -------------------------------------------------------------------------------------------------

void CreateDatabaseDialog::run()
{
    if (!run_->isEnabled())
        return;
    error_->hide();
    applied_ = std::make_shared<std::atomic_int>(0);
    setBusy(true);
    if (planned_.makesDatabase && !madeDatabase_)
        makeDatabase();
    else
        runPlan();
}

void CreateDatabaseDialog::makeDatabase()
{
    running_ = openDatabase(sql::serverOf(place_.settings), log_);
    const auto job = [name = place_.settings.database](sql::Connection& server) -> Result<void> {
        const auto done = server.run(sql::createDatabaseStatement(server.dialect(), name));
        return done ? Result<void>() : Result<void>(failure(done));
    };
    whenDone(running_->run(job), this, [this](const Result<void>& made) {
        if (!made) {
            finish(made);
            return;
        }
        madeDatabase_ = true;
        closeLater(std::move(running_));
        runPlan();
    });
}

void CreateDatabaseDialog::runPlan()
{
    sql::ConnectionSettings settings = place_.settings;
    if (!isServer()) {
        settings.file = QFileInfo(file_->text()).absoluteFilePath();
        settings.create = true;
    }
    running_ = openDatabase(settings, log_);
    const auto job = [plan = planned_.plan, applied = applied_](sql::Connection& connection) {
        return sql::runSync(connection, plan, [applied](int count) { applied->store(count); });
    };
    whenDone(running_->run(job), this, [this](const Result<void>& result) { finish(result); });
}

void CreateDatabaseDialog::finish(const Result<void>& result)
{
    setBusy(false);
    if (result) {
        database_ = std::move(running_);
        const int tables = tablesOf(planned_.plan);
        outcome_ = tables == 0 ? tr("%1 has everything the project draws").arg(placeName())
                               : tr("Created %n table(s) in %1", nullptr, tables).arg(placeName());
        accept();
        return;
    }
    const QString file = running_->settings().file;
    closeLater(std::move(running_));
    const bool cancelled = result.error().kind == ErrorKind::Cancelled;
    if (result.error().kind == ErrorKind::Partial) {
        plan(); // what is there now is looked at again; the same button makes the rest
        complain(spoken(result.error()));
        return;
    }
    if (!isServer() && !existed_ && QFileInfo(file).size() == 0)
        QFile::remove(file); // made by opening it, and still empty
    if (madeDatabase_)
        summary_->setText(tr("The database %1 was made, and is still empty").arg(place_.settings.database));
    else
        summary_->setText(cancelled ? tr("Cancelled. Nothing was changed")
                                    : tr("Nothing was changed in %1").arg(placeName()));
    if (!cancelled)
        complain(spoken(result.error()));
}

void CreateDatabaseDialog::setBusy(bool busy)
{
    const int count = int(planned_.plan.statements.size());
    progress_->setRange(0, count > 1 ? count : 0);
    progress_->setValue(0);
    progress_->setVisible(busy);
    if (busy) {
        summary_->setText(tr("Running %n statement(s) in %1…", nullptr, count).arg(placeName()));
        watch_.start();
    } else {
        watch_.stop();
    }
    for (QWidget* widget : std::initializer_list<QWidget*>{where_, change_, file_, browse_, run_})
        widget->setEnabled(!busy);
}

void CreateDatabaseDialog::reject()
{
    if (running_)
        running_->cancel(); // finish() says what became of it
    else
        QDialog::reject();
}

} // namespace conjoin::ui
