// SPDX-License-Identifier: GPL-3.0-or-later
// The half of MainWindow that opens, saves and connects: everything here that may take long runs off the GUI
// thread.
#include "app/actions.h"
#include "app/autosave.h"
#include "app/bottompanel.h"
#include "app/canvaspane.h"
#include "app/connecteddatabase.h"
#include "app/examples.h"
#include "app/mainwindow.h"
#include "model/edit/edits.h"
#include "orm/sql/introspector.h"
#include "orm/sql/scriptdialect.h"
#include "orm/sql/sync.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/importdocument.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/createdatabasedialog.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/panels/importpanel.h"
#include "ui/panels/sqlpanel.h"
#include "ui/session/background.h"
#include "ui/session/logfeed.h"
#include "ui/session/opendatabase.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"

#include <QCloseEvent>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>

namespace conjoin::app {

namespace {

const QString databaseSuffixes = QStringLiteral("db sqlite sqlite3 db3 s3db");

bool hasDatabaseSuffix(const QFileInfo& file)
{
    return databaseSuffixes.split(u' ').contains(file.suffix().toLower());
}

Error fileError(const QString& path, Message what)
{
    return inputError(QDir::toNativeSeparators(path), std::move(what));
}

QString documentsFolder()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).exists() ? folder : QDir::homePath();
}

/// A name that every file system takes: `School` → `school`.
QString fileNameFor(const QString& name)
{
    QString made;
    for (const QChar c : name.toLower())
        made += c.isLetterOrNumber() || c == u'-' || c == u'_' ? c : u'-';
    return made.isEmpty() ? QStringLiteral("untitled") : made.left(60);
}

/// Sync as the example does it: only what is missing.
Result<void> createMissing(sql::Connection& connection, const orm::Derivation& derivation)
{
    const auto plan = sql::planSync(connection, derivation, {});
    if (!plan)
        return failure(plan);
    return plan->statements.empty() ? Result<void>() : sql::runSync(connection, *plan);
}

} // namespace

// -- jobs ----------------------------------------------------------------------------------------------------

std::shared_ptr<MainWindow::Job> MainWindow::beginJob(const QString& text)
{
    cancelJob();
    job_ = std::make_shared<Job>();
    bottom_->setMaximised(false); // over the centre, it would hide the progress
    banner().showProgress(text, [this] { cancelJob(); });
    return job_;
}

bool MainWindow::endJob(const std::shared_ptr<Job>& job)
{
    if (job_ != job)
        return false;
    job_.reset();
    banner().endProgress();
    return !job->cancelled;
}

void MainWindow::cancelJob()
{
    if (!job_)
        return;
    job_->cancelled = true;
    if (job_->database)
        job_->database->cancel();
    job_.reset();
    banner().endProgress();
}

// -- opening -------------------------------------------------------------------------------------------------

bool MainWindow::openPath(const QString& text)
{
    if (sql::isDatabaseUrl(text)) {
        const auto settings = sql::parseUrl(text);
        if (!settings) {
            say(settings.error());
            return false;
        }
        settle([this, settings = *settings] { openDatabase(connectionFor(settings)); });
        return true;
    }
    const QFileInfo file(text);
    if (!file.exists()) {
        preferences_.removeRecentFile(text);
        say(fileError(text, message("file.missing", "there is no such file")));
        return false;
    }
    if (file.isDir()) {
        say(fileError(
            text, message("file.directory", "this is a folder; open a project, a script or a database in it")));
        return false;
    }
    const QString path = file.absoluteFilePath();
    if (hasDatabaseSuffix(file)) { // whatever is wrong with it, opening it as a database says so best
        sql::ConnectionSettings settings;
        settings.file = path;
        settle([this, settings] { openDatabase(connectionFor(settings)); });
    } else if (file.suffix().compare(u"sql", Qt::CaseInsensitive) == 0) {
        settle([this, path] { openScript(path); });
    } else {
        settle([this, path] { openProject(path); });
    }
    return true;
}

void MainWindow::newProject()
{
    cancelJob();
    connection_->disconnectFrom();
    showDocument(model::emptyDocument(tr("Untitled"), session_.ids().next<DiagramId>()), {});
}

void MainWindow::showDocument(model::Document document, const QString& path, const FileStamp& stamp)
{
    selection_.clear();
    import_->clear();
    file_.adopt(std::move(document), path, stamp);
    showEditor(true);
    // The canvas has its size only after this event.
    QMetaObject::invokeMethod(&pane_->canvas(), &ui::CanvasView::zoomToFit, Qt::QueuedConnection);
}

void MainWindow::openProject(const QString& path)
{
    const auto job = beginJob(tr("Opening %1…").arg(QFileInfo(path).fileName()));
    const auto stamp = std::make_shared<FileStamp>();
    const auto read = [path, stamp] {
        *stamp = stampOf(path); // first: what is written while it is read counts as changed
        return readProject(path);
    };
    ui::whenDone(
        ui::inBackground(read), this, [this, job, path, stamp](const Result<model::Document>& document) {
            if (!endJob(job))
                return;
            if (!document) {
                say(document.error());
                return;
            }
            connection_->disconnectFrom();
            rememberFile(path);
            showDocument(*document, path, *stamp);
            sql::ConnectionSettings settings;
            settings.file = preferences_.databaseOf(path);
            if (const auto server = sql::parseUrl(settings.file); server && !server->isFile())
                connectTo(connectionFor(*server));
            else if (!settings.file.isEmpty() && QFileInfo::exists(settings.file))
                connectTo(connectionFor(settings));
        });
}

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
    const auto read = [path, name, text, dialect, job]() -> Result<ui::ImportedDocument> {
        Diagnostics passedOver;
        const auto schema = sql::readScript(dialect, text, name, &passedOver);
        if (!schema)
            return failure(schema);
        auto imported = ui::importDocument(
            *schema, QFileInfo(path).completeBaseName(), dialect, {}, nullptr, &job->cancelled);
        if (imported)
            imported->lifted.diagnostics.insert(
                imported->lifted.diagnostics.begin(), passedOver.begin(), passedOver.end());
        return imported;
    };
    ui::whenDone(ui::inBackground(read), this,
        [this, job, path, name, text](const Result<ui::ImportedDocument>& imported) {
            if (!endJob(job))
                return;
            if (!imported) {
                bottom_->setMaximised(false);
                banner().say(ui::Banner::Tone::Error, ui::spoken(imported.error(), text));
                return;
            }
            connection_->disconnectFrom();
            rememberFile(path);
            adoptImported(*imported, name);
        });
}

void MainWindow::openDatabase(const ui::SavedConnection& connection)
{
    const auto job = beginJob(tr("Connecting to %1…").arg(connection.title()));
    withPassword(connection, [this, job](const ui::SavedConnection& reached) {
        if (job_ != job)
            return;
        banner().setProgress(tr("Reading %1…").arg(reached.title()));
        job->database = ui::openDatabase(reached.settings, log_);
        struct Read {
            orm::PhysicalSchema schema;
            QString dialect;
        };
        const auto read = [](sql::Connection& opened) -> Result<Read> {
            auto schema = sql::introspect(opened);
            if (!schema)
                return failure(schema);
            return Read{std::move(*schema), opened.dialect().name()};
        };
        ui::whenDone(job->database->run(read), this, [this, job, reached](const Result<Read>& found) {
            if (job_ != job)
                return;
            if (!found) {
                endJob(job);
                if (reached.settings.isFile() || found.error().kind == ErrorKind::Cancelled)
                    say(found.error());
                else // what is wrong is mostly in one of its fields
                    pickDatabase(true, reached, ui::spoken(found.error()));
                return;
            }
            banner().setProgress(tr("Laying out %n table(s) of %1…", nullptr, int(found->schema.tables.size()))
                                     .arg(reached.title()));
            const auto draw = [found = *found, name = reached.settings.name(), job] {
                return ui::importDocument(found.schema, name, found.dialect, {}, nullptr, &job->cancelled);
            };
            ui::whenDone(ui::inBackground(draw), this,
                [this, job, reached](const Result<ui::ImportedDocument>& imported) {
                    const auto database = job->database;
                    if (!endJob(job))
                        return;
                    if (!imported) {
                        say(imported.error());
                        return;
                    }
                    connection_->connectTo(database);
                    rememberSource(reached.settings);
                    adoptImported(*imported, reached.title());
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
    ui::whenDone(database->run([](sql::Connection& opened) { return sql::introspect(opened); }), this,
        [this, job, title](const Result<orm::PhysicalSchema>& schema) {
            if (job_ != job)
                return;
            if (!schema) {
                endJob(job);
                say(schema.error());
                return;
            }
            const auto draw = [schema = *schema, document = session_.document(), job] {
                return ui::importDocument(
                    schema, document.settings.name, document.settings.dialect, {}, &document, &job->cancelled);
            };
            ui::whenDone(ui::inBackground(draw), this,
                [this, job, title, revision = session_.revision()](
                    const Result<ui::ImportedDocument>& imported) {
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
        said << tr("%n table(s) came", nullptr, came);
    if (changed > 0)
        said << tr("%n table(s) changed", nullptr, changed);
    if (went > 0)
        said << tr("%n table(s) went", nullptr, went);
    say(said.isEmpty() ? tr("Read %1 again").arg(title)
                       : tr("%1: %2").arg(title, said.join(QStringLiteral(", "))));
}

void MainWindow::addUserType(model::UserType::Kind kind)
{
    model::UserType type;
    type.id = session_.ids().next<UserTypeId>();
    type.kind = kind;
    const bool domain = kind == model::UserType::Kind::Domain;
    QStringList taken;
    for (const model::UserType& other : session_.document().schema.types)
        taken << other.name;
    type.name = model::freeName(domain ? QStringLiteral("domain") : QStringLiteral("kind"), taken);
    if (domain)
        type.base = model::DataType::of(model::TypeKind::Text);
    else
        type.values = {QStringLiteral("one"), QStringLiteral("two")};
    const auto done = session_.apply(tr("Add %1").arg(type.name),
        [type](model::Document document) { return model::edit::addUserType(std::move(document), type); });
    if (!done)
        return;
    selection_.selectOnly(type.id);
    actions_->at(QStringLiteral("edit.properties")).trigger();
}

bool MainWindow::openExample(const QString& name)
{
    const auto document = exampleDocument(name);
    if (!document) {
        say(document.error());
        return false;
    }
    settle([this, name, document = *document] {
        connection_->disconnectFrom();
        showDocument(document, {});
        const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
        if (!QDir().mkpath(folder)) {
            say(fileError(
                folder, message("folder.unwritable", "the folder for the example's database can't be made")));
            return;
        }
        sql::ConnectionSettings settings;
        settings.file = folder + u'/' + name + QStringLiteral(".db");
        settings.create = true;
        const auto job = beginJob(tr("Preparing the example's database…"));
        job->database = ui::openDatabase(settings, log_);
        ui::whenDone(job->database->run([derivation = session_.derivation()](sql::Connection& connection) {
            return createMissing(connection, derivation);
        }),
            this, [this, job](const Result<void>& result) {
                if (!endJob(job))
                    return;
                if (result)
                    connection_->connectTo(job->database);
                else
                    say(result.error());
            });
    });
    return true;
}

void MainWindow::offerRecovery()
{
    const std::vector<Recovery> found = findRecoveries(recoveryFolder_);
    if (found.empty())
        return;
    const Recovery recovery = found.front();
    const QString name =
        recovery.origin.isEmpty() ? tr("An unsaved project") : QFileInfo(recovery.origin).fileName();
    const QString when = QLocale().toString(recovery.time, QLocale::ShortFormat);
    banner().ask(
        tr("Conjoin did not close properly. %1 has changes from %2 that were not saved.").arg(name, when),
        tr("Restore"), [this, recovery] { settle([this, recovery] { recover(recovery); }); });
}

void MainWindow::recover(const Recovery& recovery)
{
    const auto job = beginJob(tr("Restoring…"));
    ui::whenDone(ui::inBackground([recovery] { return readRecovery(recovery); }), this,
        [this, job, recovery](const Result<model::Document>& document) {
            if (!endJob(job))
                return;
            if (!document) {
                say(document.error());
                return;
            }
            connection_->disconnectFrom();
            selection_.clear();
            file_.adoptRecovered(*document, recovery);
            showEditor(true);
            QMetaObject::invokeMethod(&pane_->canvas(), &ui::CanvasView::zoomToFit, Qt::QueuedConnection);
            say(tr("Restored. It is not saved yet."));
        });
}

void MainWindow::open()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open"),
        file_.path().isEmpty() ? documentsFolder() : QFileInfo(file_.path()).absolutePath(),
        tr("Projects, scripts and databases (*.conjoin *.sql *.db *.sqlite *.sqlite3);;All files (*)"));
    if (!path.isEmpty())
        openPath(path);
}

// -- saving --------------------------------------------------------------------------------------------------

void MainWindow::save(const std::function<void()>& done)
{
    if (file_.path().isEmpty())
        saveAs(done);
    else
        saveTo(file_.path(), done);
}

void MainWindow::saveAs(const std::function<void()>& done)
{
    const QString suggested =
        file_.path().isEmpty()
            ? documentsFolder() + u'/' + fileNameFor(file_.displayName()) + QStringLiteral(".conjoin")
            : file_.path();
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save project"), suggested, tr("Conjoin projects (*.conjoin)"));
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += QStringLiteral(".conjoin");
    saveTo(path, done);
}

void MainWindow::saveTo(const QString& path, const std::function<void()>& done, DocumentFile::Others others)
{
    finishTyping();
    const auto saved = [this, path, done](const Result<void>& result) {
        if (!result && result.error().what.code == QLatin1String(DocumentFile::changedCode)) {
            askToOverwrite(path, done);
            return;
        }
        if (!result) {
            say(result.error());
            return;
        }
        rememberFile(file_.path());
        rememberDatabase();
        say(tr("Saved %1").arg(QFileInfo(file_.path()).fileName()));
        if (done)
            done();
    };
    file_.save(path, saved, others);
}

void MainWindow::askToOverwrite(const QString& path, const std::function<void()>& done)
{
    QMessageBox box(this);
    box.setObjectName(QStringLiteral("changedFile"));
    box.setWindowTitle(tr("Changed by another program"));
    box.setIcon(QMessageBox::NoIcon);
    box.setText(
        tr("%1 was changed by another program since it was opened here.").arg(QFileInfo(path).fileName()));
    box.setInformativeText(tr("Overwriting loses what the other program wrote."));
    QPushButton* other = box.addButton(tr("Save as…"), QMessageBox::AcceptRole);
    QPushButton* overwrite = box.addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(other);
    box.exec();
    if (box.clickedButton() == overwrite)
        saveTo(path, done, DocumentFile::Others::Overwrite);
    else if (box.clickedButton() == other)
        saveAs(done);
}

void MainWindow::finishTyping()
{
    const QPointer<QWidget> field = focusWidget();
    if (!field)
        return;
    field->clearFocus();
    if (field) // an editor on the canvas is gone by now
        field->setFocus();
}

void MainWindow::rememberFile(const QString& path)
{
    if (!path.isEmpty() && path != u":memory:")
        preferences_.addRecentFile(QFileInfo(path).absoluteFilePath());
}

void MainWindow::settle(const std::function<void()>& proceed)
{
    finishTyping();
    const bool rows = data_->hasPendingChanges();
    if (!file_.isModified() && !rows) {
        proceed();
        return;
    }
    QMessageBox box(this);
    box.setObjectName(QStringLiteral("unsavedChanges"));
    box.setWindowTitle(tr("Unsaved changes"));
    box.setIcon(QMessageBox::NoIcon);
    if (file_.isModified()) {
        box.setText(tr("Save the changes to %1?").arg(file_.displayName()));
        box.setInformativeText(rows ? tr("The rows that were not written to the database are lost either way.")
                                    : tr("Otherwise they are lost."));
        box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
        box.setDefaultButton(QMessageBox::Save);
    } else {
        box.setText(tr("Rows were changed but not written to the database."));
        box.setStandardButtons(QMessageBox::Discard | QMessageBox::Cancel);
        box.setDefaultButton(QMessageBox::Cancel);
    }
    switch (box.exec()) {
    case QMessageBox::Save:
        save(proceed);
        break;
    case QMessageBox::Discard:
        file_.discardRecovery();
        proceed();
        break;
    default:
        break;
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!closing_ && (file_.isModified() || data_->hasPendingChanges() || file_.isSaving())) {
        event->ignore();
        settle([this] {
            closing_ = true;
            QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
        });
        return;
    }
    cancelJob();
    file_.discardRecovery();
    saveLayout();
    event->accept();
}

// -- databases -----------------------------------------------------------------------------------------------

void MainWindow::createDatabase()
{
    const QString name = fileNameFor(file_.displayName()) + QStringLiteral(".db");
    const QString folder = file_.path().isEmpty() ? documentsFolder() : QFileInfo(file_.path()).absolutePath();
    const bool connected = connection_->isConnected() && connection_->database()->settings().isFile() &&
                           connection_->database()->settings().file != u":memory:";
    auto* dialog = new ui::CreateDatabaseDialog(session_.document(),
        connected ? connection_->database()->settings().file : folder + u'/' + name, log_, *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        connection_->connectTo(dialog->database());
        rememberDatabase();
        showBottom(data_);
        say(dialog->outcome());
    });
    dialog->open();
}

void MainWindow::pickDatabase(bool importIt, const ui::SavedConnection& shown, const QString& why)
{
    using Purpose = ui::ConnectionDialog::Purpose;
    auto* dialog = new ui::ConnectionDialog(
        saved_, *passwords_, log_, importIt ? Purpose::Open : Purpose::Connect, *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!why.isEmpty())
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
    const bool readOnly = connection.settings.readOnly || settings.readOnly;
    connection.settings = settings;
    connection.settings.readOnly = readOnly;
    return connection;
}

void MainWindow::withPassword(
    const ui::SavedConnection& connection, const std::function<void(ui::SavedConnection)>& proceed)
{
    const bool kept =
        !connection.id.isEmpty() && !connection.settings.isFile() && connection.settings.password.isEmpty() &&
        connection.password == ui::SavedConnection::Password::Keychain && passwords_->isAvailable();
    if (!kept) {
        proceed(connection);
        return;
    }
    passwords_->read(connection.id, this, [connection, proceed](const Result<QString>& password) {
        ui::SavedConnection reached = connection;
        reached.settings.password = password.value_or(QString()); // without one, the server says what it wants
        proceed(reached);
    });
}

void MainWindow::connectTo(const ui::SavedConnection& connection)
{
    const auto job = beginJob(tr("Connecting to %1…").arg(connection.title()));
    withPassword(connection, [this, job](const ui::SavedConnection& reached) {
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
                    pickDatabase(false, reached, ui::spoken(result.error()));
                } else {
                    connection_->connectTo(job->database);
                    rememberDatabase();
                }
            });
    });
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

// -- drag and drop -------------------------------------------------------------------------------------------

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    // The drag is over before a question may be asked.
    QMetaObject::invokeMethod(
        this, [this, path] { openPath(path); }, Qt::QueuedConnection);
}

} // namespace conjoin::app
