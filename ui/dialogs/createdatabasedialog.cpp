// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/createdatabasedialog.h"

#include "ui/session/background.h"
#include "ui/session/opendatabase.h"
#include "ui/text/messages.h"
#include "ui/text/sqleditor.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

int tablesOf(const sql::SyncPlan& plan)
{
    return int(std::ranges::count_if(plan.statements, [](const orm::Statement& statement) {
        return statement.sql.startsWith(u"CREATE TABLE", Qt::CaseInsensitive) ||
               statement.sql.startsWith(u"CREATE VIRTUAL TABLE", Qt::CaseInsensitive);
    }));
}

orm::Derivation derivationOf(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    return orm::derive(
        document.schema, document.settings.naming, dialect ? (*dialect)->capabilities() : orm::Capabilities());
}

} // namespace

CreateDatabaseDialog::CreateDatabaseDialog(const model::Document& document, const QString& suggestedFile,
    std::weak_ptr<LogFeed> log, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , document_(document)
    , derivation_(derivationOf(document))
    , log_(std::move(log))
    , file_(new QLineEdit(this))
    , browse_(new QPushButton(tr("Browse…"), this))
    , summary_(new QLabel(this))
    , preview_(new SqlEditor(theme, this))
    , notes_(new QLabel(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , run_(new QPushButton(tr("Create"), this))
{
    setWindowTitle(tr("Create database"));
    setObjectName(QStringLiteral("createDatabase"));
    resize(720, 560);
    file_->setObjectName(QStringLiteral("databaseFile"));
    file_->setAccessibleName(tr("SQLite file"));
    run_->setObjectName(QStringLiteral("createDatabaseRun"));
    run_->setDefault(true);
    summary_->setObjectName(QStringLiteral("createDatabaseSummary"));
    summary_->setProperty("role", "title");
    summary_->setWordWrap(true);
    notes_->setProperty("role", "muted");
    notes_->setWordWrap(true);
    error_->setObjectName(QStringLiteral("createDatabaseError"));
    error_->setProperty("role", "error");
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_->setRange(0, 0);
    auto* frame = new QFrame(this);
    frame->setProperty("role", "banner");
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 8, 1, 8);
    inside->addWidget(preview_);

    auto* label = new QLabel(tr("SQLite file"), this);
    label->setProperty("role", "muted");
    label->setBuddy(file_);
    auto* where = new QHBoxLayout;
    where->setSpacing(8);
    where->addWidget(label);
    where->addWidget(file_, 1);
    where->addWidget(browse_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel_);
    buttons->addWidget(run_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(where);
    column->addWidget(summary_);
    column->addWidget(frame, 1);
    column->addWidget(notes_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);

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
    connect(cancel_, &QPushButton::clicked, this, &CreateDatabaseDialog::reject);
    connect(run_, &QPushButton::clicked, this, &CreateDatabaseDialog::run);
    setBusy(false);
    setFile(suggestedFile);
}

CreateDatabaseDialog::~CreateDatabaseDialog() = default;

QString CreateDatabaseDialog::fileName() const
{
    return QFileInfo(file_->text()).fileName();
}

void CreateDatabaseDialog::setFile(const QString& file)
{
    file_->setText(file.trimmed());
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

void CreateDatabaseDialog::plan()
{
    const int number = ++planNumber_;
    plan_ = {};
    preview_->showSql({});
    error_->clear();
    error_->hide();
    notes_->hide();
    run_->setEnabled(false);
    planning_.reset();
    if (file_->text().isEmpty()) {
        summary_->setText(tr("Where should the database be?"));
        return;
    }
    existed_ = QFileInfo::exists(file_->text());
    summary_->setText(tr("Looking at what is there…"));
    sql::ConnectionSettings settings;
    settings.file = existed_ ? file_->text() : QStringLiteral(":memory:"); // looking makes no file
    settings.readOnly = existed_;
    planning_ = openDatabase(settings, log_);
    whenDone(planning_->run([derivation = derivation_](sql::Connection& connection) {
        return sql::planSync(connection, derivation, {});
    }),
        this, [this, number](const Result<sql::SyncPlan>& plan) {
            if (number == planNumber_)
                showPlan(plan);
        });
}

void CreateDatabaseDialog::showPlan(const Result<sql::SyncPlan>& plan)
{
    planning_.reset();
    if (!plan) {
        summary_->setText(tr("%1 can't be used").arg(fileName()));
        error_->setText(spoken(plan.error()));
        error_->show();
        return;
    }
    plan_ = *plan;
    preview_->showSql(orm::scriptText(plan_.statements));
    const int tables = tablesOf(plan_);
    if (plan_.statements.empty()) {
        summary_->setText(document_.schema.tables.isEmpty()
                              ? tr("The project has no tables yet: an empty database is made")
                              : tr("Nothing is missing in %1").arg(fileName()));
        preview_->showSql(QStringLiteral("-- ") + tr("There is nothing to run"));
        run_->setText(tr("Use this database"));
    } else {
        summary_->setText(tr("Create %n table(s) in %1", nullptr, tables).arg(fileName()));
        run_->setText(tr("Create %n table(s)", nullptr, tables));
    }
    QStringList notes;
    for (const Diagnostic& note : plan_.diagnostics)
        notes << (note.where.isEmpty() ? spoken(note.what)
                                       : QStringLiteral("%1: %2").arg(note.where, spoken(note.what)));
    if (notes.size() > 4)
        notes = notes.mid(0, 4) << tr("and %n more", nullptr, int(notes.size()) - 4);
    notes_->setText(notes.join(u'\n'));
    notes_->setVisible(!notes.isEmpty());
    run_->setEnabled(true);
}

void CreateDatabaseDialog::run()
{
    if (!run_->isEnabled())
        return;
    setBusy(true);
    sql::ConnectionSettings settings;
    settings.file = QFileInfo(file_->text()).absoluteFilePath();
    settings.create = true;
    running_ = openDatabase(settings, log_);
    whenDone(
        running_->run([plan = plan_](sql::Connection& connection) { return sql::runSync(connection, plan); }),
        this, [this](const Result<void>& result) { finish(result); });
}

void CreateDatabaseDialog::finish(const Result<void>& result)
{
    setBusy(false);
    if (!result) {
        const QString file = running_->settings().file;
        running_.reset();
        if (!existed_ && QFileInfo(file).size() == 0)
            QFile::remove(file); // made by opening it, and still empty
        summary_->setText(result.error().kind == ErrorKind::Cancelled
                              ? tr("Cancelled. Nothing was changed")
                              : tr("Nothing was changed in %1").arg(fileName()));
        error_->setText(spoken(result.error()));
        error_->setVisible(result.error().kind != ErrorKind::Cancelled);
        return;
    }
    database_ = std::move(running_);
    const int tables = tablesOf(plan_);
    outcome_ = plan_.statements.empty() ? tr("%1 has everything the project draws").arg(fileName())
                                        : tr("Created %n table(s) in %1", nullptr, tables).arg(fileName());
    accept();
}

void CreateDatabaseDialog::setBusy(bool busy)
{
    progress_->setVisible(busy);
    for (QWidget* widget :
        {static_cast<QWidget*>(file_), static_cast<QWidget*>(browse_), static_cast<QWidget*>(run_)})
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
