// SPDX-License-Identifier: GPL-3.0-or-later
// The part of MainWindow that opens and saves: everything here that may take long runs off the GUI thread.
#include "app/autosave.h"
#include "app/bottompanel.h"
#include "app/canvaspane.h"
#include "app/connecteddatabase.h"
#include "app/examples.h"
#include "app/mainwindow.h"
#include "app/places.h"
#include "app/statusline.h"
#include "orm/sql/sync.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/surface.h"
#include "ui/dialogs/picturedialog.h"
#include "ui/dialogs/printdialog.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/panels/importpanel.h"
#include "ui/panels/problemspanel.h"
#include "ui/session/background.h"
#include "ui/session/logfeed.h"
#include "ui/session/opendatabase.h"
#include "ui/text/messages.h"

#include <QCloseEvent>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
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
    status_->showHint({});        // it spoke of what was before
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

// -- what is said --------------------------------------------------------------------------------------------

void MainWindow::say(const Error& error)
{
    say(error, ui::Banner::About::Deed);
}

void MainWindow::say(const Error& error, ui::Banner::About about)
{
    bottom_->setMaximised(false); // over the centre, it would hide the sentence
    if (error.kind != ErrorKind::Cancelled)
        banner().say(ui::Banner::Tone::Error, ui::spoken(error), about);
}

void MainWindow::say(const QString& done)
{
    if (bottom_->isMaximised())
        status_->showHint(done);
    else
        banner().say(ui::Banner::Tone::Done, done);
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
    problems_->setFound({});
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
    ui::whenDone(ui::inBackground(read), this, [this, job, path, stamp](const Result<ReadProject>& project) {
        if (!endJob(job))
            return;
        if (!project) {
            say(project.error());
            return;
        }
        connection_->disconnectFrom();
        rememberFile(path);
        showDocument(project->document, path, *stamp);
        tellMended(project->mended);
        sql::ConnectionSettings settings;
        settings.file = preferences_.databaseOf(path);
        if (const auto server = sql::parseUrl(settings.file); server && !server->isFile())
            connectTo(connectionFor(*server));
        else if (!settings.file.isEmpty() && QFileInfo::exists(settings.file))
            connectTo(connectionFor(settings));
    });
}

void MainWindow::tellMended(const Diagnostics& mended)
{
    if (mended.empty())
        return;
    file_.markModified();
    problems_->setFound(mended);
    banner().ask(tr("The drawing in this file was damaged and has been mended. "
                    "The file stays as it is until you save it."),
        tr("What was mended"), [this] { showBottom(problems_); });
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
            bottom_->setMaximised(false);
            banner().sayWithWayOut(ui::spoken(result.error()), tr("Save as…"), [this, done] { saveAs(done); });
            return;
        }
        rememberFile(file_.path());
        rememberDatabase();
        problems_->setFound({}); // what was mended is in the file now
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

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    // Whoever comes back may have been at the file with git, or in another window.
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && !isBusy())
        file_.lookForOthers();
}

void MainWindow::offerReload()
{
    if (isBusy())
        return;
    const QString path = file_.path();
    const QString said = tr("%1 was changed by another program.").arg(QFileInfo(path).fileName());
    banner().ask(
        file_.isModified() ? said + u' ' + tr("It has changes from here, too, that are not saved.") : said,
        tr("Reload"), [this, path] { settle([this, path] { openProject(path); }); });
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

// -- pictures and paper --------------------------------------------------------------------------------------

void MainWindow::exportPicture()
{
    const QString folder = file_.path().isEmpty() ? documentsFolder() : QFileInfo(file_.path()).absolutePath();
    auto* dialog = new ui::PictureDialog(
        pane_->canvas().surface().scene(), folder, fileNameFor(file_.displayName()), *theme_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { say(dialog->outcome()); });
    dialog->open();
}

void MainWindow::printDiagram()
{
    auto* dialog = new ui::PrintDialog(pane_->canvas().surface().scene(), file_.displayName(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace conjoin::app
