// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documentfile.h"

#include "app/autosave.h"
#include "model/io/documentfile.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace conjoin::app {

Result<model::Document> readProject(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists())
        return inputError(path, message("file.missing", "there is no such file"));
    if (file.isDir())
        return inputError(path, message("file.directory", "this is a folder, not a project"));
    QFile source(path);
    if (!source.open(QIODevice::ReadOnly))
        return inputError(
            path, message("file.unreadable", "the file can't be read: %1", {source.errorString()}));
    const QByteArray text = source.readAll();
    if (source.error() != QFileDevice::NoError)
        return inputError(
            path, message("file.unreadable", "the file can't be read: %1", {source.errorString()}));
    return model::readDocument(text, file.fileName());
}

Result<void> writeProject(const model::Document& document, const QString& path)
{
    const auto failed = [&path](const QString& why) {
        return inputError(path, message("file.unwritable", "the project could not be saved: %1", {why}),
            message("file.unwritable.hint",
                "What was saved before is still there. Save it under another name or in another folder."));
    };
    const QFileInfo file(path);
    if (file.exists() && !file.isFile()) // a device or a folder must not be replaced
        return failed(QStringLiteral("%1 is not a file").arg(file.fileName()));
    QSaveFile target(path);
    const QByteArray text = model::writeDocument(document);
    if (!target.open(QIODevice::WriteOnly))
        return failed(target.errorString());
    if (target.write(text) != text.size() || !target.commit()) {
        const QString why = target.errorString();
        target.cancelWriting();
        return failed(why);
    }
    return {};
}

DocumentFile::DocumentFile(ui::EditSession& session, const QString& recoveryFolder, QObject* parent)
    : QObject(parent)
    , session_(session)
{
    if (!recoveryFolder.isEmpty())
        autosave_ = new Autosave(session, recoveryFolder, this);
    connect(&session.undoStack(), &QUndoStack::cleanChanged, this, &DocumentFile::changed);
    connect(&session, &ui::EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.settings)
            emit changed();
    });
}

DocumentFile::~DocumentFile() = default;

QString DocumentFile::displayName() const
{
    if (!path_.isEmpty())
        return QFileInfo(path_).completeBaseName();
    const QString& name = session_.document().settings.name;
    return name.isEmpty() ? tr("Untitled") : name;
}

bool DocumentFile::isModified() const
{
    return open_ && !session_.undoStack().isClean();
}

void DocumentFile::adopt(model::Document document, const QString& path)
{
    discardRecovery();
    open_ = true;
    path_ = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    session_.reset(std::move(document));
    if (autosave_)
        autosave_->begin(path_);
    emit changed();
}

void DocumentFile::adoptRecovered(model::Document document, const Recovery& recovery)
{
    adopt(std::move(document), recovery.origin);
    session_.undoStack().resetClean();
    if (autosave_)
        autosave_->takeOver(recovery);
}

void DocumentFile::close()
{
    discardRecovery();
    open_ = false;
    path_.clear();
    session_.reset(model::emptyDocument({}, session_.ids().next<DiagramId>()));
    emit changed();
}

void DocumentFile::save(const QString& path, const std::function<void(const Result<void>&)>& done)
{
    saving_ = true;
    const quint64 revision = session_.revision();
    const QString target = QFileInfo(path).absoluteFilePath();
    ui::whenDone(
        ui::inBackground([document = session_.document(), target] { return writeProject(document, target); }),
        this, [this, revision, target, done](const Result<void>& result) {
            saving_ = false;
            if (result) {
                path_ = target;
                if (revision == session_.revision()) {
                    session_.undoStack().setClean();
                    session_.endMerge(); // typing that goes on is a step after the saved one
                    discardRecovery();
                }
                if (autosave_)
                    autosave_->begin(path_);
                emit changed();
            }
            done(result);
        });
}

void DocumentFile::discardRecovery()
{
    if (autosave_)
        autosave_->discard();
}

} // namespace conjoin::app
