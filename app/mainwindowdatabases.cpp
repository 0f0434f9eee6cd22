// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that reads databases and scripts and connects: everything here that may take long runs
// off the GUI thread.
#include "app/bottompanel.h"
#include "app/connecteddatabase.h"
#include "app/mainwindow.h"
#include "app/places.h"
#include "orm/entity/modelregistry.h"
#include "orm/sql/introspector.h"
#include "orm/sql/scriptdialect.h"
#include "orm/translate/translate.h"
#include "ui/canvas/importdocument.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/createdatabasedialog.h"
#include "ui/dialogs/passwordprompt.h"
#include "ui/dialogs/sampledatadialog.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/panels/importpanel.h"
#include "ui/session/background.h"
#include "ui/session/logfeed.h"
#include "ui/session/opendatabase.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"
#include "ui/text/refusal.h"

#include <QFile>
#include <QFileInfo>
#include <QInputDialog>
#include <QPointer>
#include <QTimer>

namespace conjoin::app {

namespace {

/// What reading left out comes before what the lift has to say.
void sayFirst(const Diagnostics& leftOut, ui::ImportedDocument& imported)
{
    Diagnostics& all = imported.lifted.diagnostics;
    all.insert(all.begin(), leftOut.begin(), leftOut.end());
}

} // namespace

/// A schema that was read, its dialect, and what could not be read.
struct MainWindow::ReadSchema {
    orm::PhysicalSchema schema;
    QString dialect;
    Diagnostics unread;

    static Result<ReadSchema> from(sql::Connection& connection)
    {
        Diagnostics unread;
        auto schema = sql::introspect(connection, &unread);
        if (!schema)
            return failure(schema);
        return ReadSchema{std::move(*schema), connection.dialect().name(), std::move(unread)};
    }
};

// -- reading -------------------------------------------------------------------------------------------------

void MainWindow::openScript(const QString& path)
{
    const auto job = beginJob(tr("Reading %1…").arg(QFileInfo(path).fileName()));
    struct Read {
        QByteArray text;
        std::optional<QString> dialect;
    };
    const auto read = [path]() -> Result<Read> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return fileError(
                path, message("file.unreadable", "the file can't be read: %1", {file.errorString()}));
        const QByteArray text = file.readAll();
        return Read{text, sql::scriptDialect(text)};
    };
    ui::whenDone(ui::inBackground(read), this, [this, job, path](const Result<Read>& script) {
        if (!endJob(job))
            return;
        if (!script) {
            say(script.error());
            return;
        }
        if (script->dialect) {
            readScript(path, script->text, *script->dialect);
            return;
        }
        QStringList titles;
        for (const QString& name : orm::dialectNames())
            titles << ui::dialectTitle(name);
        auto* question = new QInputDialog(this);
        question->setObjectName(QStringLiteral("scriptDialect"));
        question->setAttribute(Qt::WA_DeleteOnClose);
        question->setWindowTitle(tr("Which dialect?"));
        question->setLabelText(
            tr("%1 could be of any. Which database is it for?").arg(QFileInfo(path).fileName()));
        question->setComboBoxItems(titles);
        question->setTextValue(ui::dialectTitle(session_.document().settings.dialect));
        connect(question, &QInputDialog::textValueSelected, this,
            [this, path, text = script->text, titles](const QString& title) {
                readScript(path, text, orm::dialectNames().value(titles.indexOf(title)));
            });
        question->open();
    });
}

void MainWindow::readScript(const QString& path, const QByteArray& text, const QString& dialect)
{
    const QString name = QFileInfo(path).fileName();
    const auto job = beginJob(tr("Reading %1 as %2…").arg(name, ui::dialectTitle(dialect)));
    const auto read = [name, text, dialect]() -> Result<ReadSchema> {
        Diagnostics passedOver;
        auto schema = sql::readScript(dialect, text, name, &passedOver);
        if (!schema)
            return failure(schema);
        return ReadSchema{std::move(*schema), dialect, std::move(passedOver)};
    };
    ui::whenDone(ui::inBackground(read), this, [this, job, path, name, text](const Result<ReadSchema>& found) {
        if (job_ != job)
            return;
        if (!found) {
            endJob(job);
            bottom_->setMaximised(false);
            banner().say(ui::Banner::Tone::Error, ui::spoken(found.error(), text));
            return;
        }
        drawImported(job, *found, QFileInfo(path).completeBaseName(), name,
            [this, path, name](const ui::ImportedDocument& imported) {
                connection_->disconnectFrom();
                rememberFile(path);
                adoptImported(imported, name);
            });
    });
}

void MainWindow::drawImported(const std::shared_ptr<Job>& job, const ReadSchema& found, const QString& name,
    const QString& title, const std::function<void(const ui::ImportedDocument&)>& done)
{
    const QString text =
        tr("Laying out %n table(s) of %1…", nullptr, int(found.schema.tables.size())).arg(title);
    banner().setProgress(text);
    const QPointer<QTimer> watch = new QTimer(this); // it may be gone before the drawing is there
    connect(watch, &QTimer::timeout, this, [this, job, watch, text] {
        if (job_ != job)
            watch->deleteLater();
        else if (const double share = job->share; share > 0)
            banner().setProgress(text, share);
    });
    constexpr int often = 100; // milliseconds
    watch->start(often);
    const auto draw = [found, name, job] {
        auto imported = ui::importDocument(found.schema, name, found.dialect, {}, nullptr, &job->cancelled,
            [job](double share) { job->share = share; });
        if (imported)
            sayFirst(found.unread, *imported);
        return imported;
    };
    ui::whenDone(
        ui::inBackground(draw), this, [this, job, watch, done](const Result<ui::ImportedDocument>& imported) {
            delete watch;
            if (!endJob(job))
                return;
            if (imported)
                done(*imported);
            else
                say(imported.error());
        });
}

void MainWindow::openDatabase(const ui::SavedConnection& connection)
{
    const auto job = beginJob(tr("Connecting to %1…").arg(connection.title()));
    ui::withPassword(connection, *passwords_, this, [this, job](const ui::SavedConnection& reached) {
        if (job_ != job)
            return;
        const auto rows = std::make_shared<std::atomic<qint64>>(0);
        job->database = ui::openDatabase(reached.settings, log_, rows);
        const QPointer<QTimer> watch = new QTimer(this); // it may be gone before the answer comes
        connect(watch, &QTimer::timeout, this, [this, job, rows, watch, title = reached.title()] {
            if (job_ != job)
                watch->deleteLater();
            else if (*rows > 0)
                banner().setProgress(
                    tr("Reading %1: %n line(s) of its catalog…", nullptr, int(rows->load())).arg(title));
        });
        watch->start(100);
        ui::whenDone(job->database->run(ReadSchema::from), this,
            [this, job, reached, watch](const Result<ReadSchema>& found) {
                delete watch;
                if (job_ != job)
                    return;
                if (!found) {
                    endJob(job);
                    if (reached.settings.isFile() || found.error().kind == ErrorKind::Cancelled)
                        say(found.error());
                    else
                        askAgain(true, reached, found.error());
                    return;
                }
                drawImported(job, *found, reached.settings.name(), reached.title(),
                    [this, job, reached](const ui::ImportedDocument& imported) {
                        marked_ = reached;
                        connection_->connectTo(job->database);
                        rememberSource(reached.settings);
                        adoptImported(imported, reached.title());
                    });
            });
    });
}

void MainWindow::adoptImported(const ui::ImportedDocument& imported, const QString& source)
{
    showDocument(imported.document, {});
    import_->showFindings(source, imported.lifted.nearMisses, imported.lifted.diagnostics);
    const model::Schema& schema = imported.document.schema;
    const int links = int(schema.links.size());
    const int tables = int(schema.tables.size()) - links;
    const QString read = tr("Read %n table(s)", nullptr, tables);
    const QString said =
        links == 0 ? tr("%1 from %2").arg(read, source)
                   : tr("%1 and %2 from %3").arg(read, tr("%n many-to-many link(s)", nullptr, links), source);
    if (import_->worthALook() == 0)
        say(said);
    else
        banner().ask(
            tr("%1. %2").arg(said, tr("%n finding(s) may want a look.", nullptr, import_->worthALook())),
            tr("Show"), [this] { showBottom(import_); });
}

void MainWindow::refreshSchema()
{
    if (!connection_->isConnected())
        return;
    finishTyping();
    const auto database = connection_->database();
    const QString title = connectionFor(database->settings()).title();
    const auto job = beginJob(tr("Reading %1 again…").arg(title));
    job->database = database;
    ui::whenDone(database->run(ReadSchema::from), this, [this, job, title](const Result<ReadSchema>& found) {
        if (job_ != job)
            return;
        if (!found) {
            endJob(job);
            say(found.error());
            return;
        }
        const auto draw = [found = *found, document = session_.document(), job] {
            auto imported = ui::importDocument(found.schema, document.settings.name, document.settings.dialect,
                {}, &document, &job->cancelled);
            if (imported)
                sayFirst(found.unread, *imported);
            return imported;
        };
        ui::whenDone(ui::inBackground(draw), this,
            [this, job, title, revision = session_.revision()](const Result<ui::ImportedDocument>& imported) {
                if (!endJob(job))
                    return;
                if (!imported) {
                    say(imported.error());
                    return;
                }
                if (revision != session_.revision()) { // drawn on meanwhile: once more, on top of that
                    refreshSchema();
                    return;
                }
                import_->showFindings(title, imported->lifted.nearMisses, imported->lifted.diagnostics);
                adoptRefreshed(*imported);
            });
    });
}

void MainWindow::adoptRefreshed(const ui::ImportedDocument& imported)
{
    const QString title = connectionFor(connection_->database()->settings()).title();
    const model::Document before = session_.document();
    if (before == imported.document) {
        say(tr("Nothing changed in %1").arg(title));
        return;
    }
    const auto done = session_.apply(tr("Read %1 again").arg(title),
        [document = imported.document](const model::Document&) { return document; });
    if (!done)
        return;
    int came = 0, changed = 0, went = 0;
    for (const model::Table& table : imported.document.schema.tables) {
        const model::Table* old = before.schema.tables.find(table.id);
        came += old ? 0 : 1;
        changed += old && !(*old == table) ? 1 : 0;
    }
    for (const model::Table& table : before.schema.tables)
        went += imported.document.schema.tables.contains(table.id) ? 0 : 1;
    QStringList said;
    if (came > 0)
        said << tr("%n table(s) added", nullptr, came);
    if (changed > 0)
        said << tr("%n table(s) changed", nullptr, changed);
    if (went > 0)
        said << tr("%n table(s) removed", nullptr, went);
    if (before.schema.verbatims != imported.document.schema.verbatims)
        said << tr("views and other objects changed");
    say(said.isEmpty() ? tr("Read %1 again").arg(title)
                       : tr("%1: %2").arg(title, said.join(QStringLiteral(", "))));
}

// -- connecting ----------------------------------------------------------------------------------------------

void MainWindow::createDatabase()
{
    const QString name = fileNameFor(file_.displayName()) + QStringLiteral(".db");
    const QString folder = file_.path().isEmpty() ? documentsFolder() : QFileInfo(file_.path()).absolutePath();
    ui::SavedConnection connected;
    if (connection_->isConnected() && connection_->database()->settings().file != u":memory:")
        connected = connectionFor(connection_->database()->settings());
    const bool isFile = connected.settings.isFile() && !connected.settings.file.isEmpty();
    auto* dialog = new ui::CreateDatabaseDialog(session_.document(),
        isFile ? connected.settings.file : folder + u'/' + name, saved_, *passwords_, log_, *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!connected.settings.isFile())
        dialog->setServer(connected);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        connection_->connectTo(dialog->database());
        rememberDatabase();
        showBottom(data_);
        say(dialog->outcome());
    });
    dialog->open();
}

void MainWindow::pickDatabase(bool importIt, const ui::SavedConnection& shown, const std::optional<Error>& why)
{
    using Purpose = ui::ConnectionDialog::Purpose;
    auto* dialog = new ui::ConnectionDialog(
        saved_, *passwords_, log_, importIt ? Purpose::Open : Purpose::Connect, *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (why)
        dialog->showConnection(shown, why);
    connect(dialog, &QDialog::accepted, this, [this, dialog, importIt] {
        const ui::SavedConnection picked = dialog->picked();
        if (importIt)
            settle([this, picked] { openDatabase(picked); });
        else
            connectTo(picked);
    });
    dialog->open();
}

ui::SavedConnection MainWindow::connectionFor(const sql::ConnectionSettings& settings) const
{
    ui::SavedConnection connection;
    if (const ui::SavedConnection* known = saved_.reaching(settings))
        connection = *known;
    else if (marked_.settings.url() == settings.url())
        connection = marked_;
    const bool readOnly = connection.settings.readOnly || settings.readOnly;
    connection.settings = settings;
    connection.settings.readOnly = readOnly;
    return connection;
}

void MainWindow::connectTo(const ui::SavedConnection& connection)
{
    const auto job = beginJob(tr("Connecting to %1…").arg(connection.title()));
    ui::withPassword(connection, *passwords_, this, [this, job](const ui::SavedConnection& reached) {
        if (job_ != job)
            return;
        job->database = ui::openDatabase(reached.settings, log_);
        ui::whenDone(job->database->run([](sql::Connection&) { return Result<void>(); }), this,
            [this, job, reached](const Result<void>& result) {
                if (!endJob(job))
                    return;
                if (!result && reached.settings.isFile()) {
                    say(result.error());
                } else if (!result) {
                    askAgain(false, reached, result.error());
                } else {
                    marked_ = reached;
                    connection_->connectTo(job->database);
                    rememberDatabase();
                }
            });
    });
}

void MainWindow::askAgain(bool importIt, const ui::SavedConnection& refused, const Error& why)
{
    if (!ui::asksForPassword(why)) { // what is wrong is mostly in one of its fields
        pickDatabase(importIt, refused, why);
        return;
    }
    auto* prompt = new ui::PasswordPrompt(refused, why, saved_, *passwords_, *theme_, this);
    prompt->setAttribute(Qt::WA_DeleteOnClose);
    connect(prompt, &QDialog::accepted, this, [this, prompt, importIt] {
        if (importIt)
            openDatabase(prompt->connection());
        else
            connectTo(prompt->connection());
    });
    connect(prompt, &ui::PasswordPrompt::changeRequested, this,
        [this, importIt, refused, why] { pickDatabase(importIt, refused, why); });
    prompt->open();
}

void MainWindow::rememberDatabase()
{
    if (file_.path().isEmpty() || !connection_->isConnected())
        return;
    const sql::ConnectionSettings& settings = connection_->database()->settings();
    if (!settings.isFile())
        preferences_.setDatabaseOf(file_.path(), settings.url());
    else if (settings.file != u":memory:")
        preferences_.setDatabaseOf(file_.path(), QFileInfo(settings.file).absoluteFilePath());
}

void MainWindow::rememberSource(const sql::ConnectionSettings& settings)
{
    if (settings.isFile())
        rememberFile(settings.file);
    else
        preferences_.addRecentFile(settings.url());
}

// -- rows -----------------------------------------------------------------------------------------------------

void MainWindow::fillWithSampleData()
{
    const std::shared_ptr<sql::Database> database = connection_->database();
    if (!database)
        return;
    const auto dialect = orm::dialectNamed(database->settings().dialect);
    auto derivation =
        dialect ? orm::deriveFor(session_.document(), **dialect) : Result<orm::Derivation>(failure(dialect));
    if (!derivation) {
        say(derivation.error());
        return;
    }
    const auto derived = std::make_shared<const orm::Derivation>(std::move(*derivation));
    const auto registry = std::make_shared<const orm::ModelRegistry>(orm::ModelRegistry::make(
        session_.document().schema, session_.document().settings.naming, *derived));
    auto* dialog = new ui::SampleDataDialog(database, registry, derived, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        data_->refresh();
        say(dialog->outcome());
    });
    dialog->open();
}

} // namespace conjoin::app
