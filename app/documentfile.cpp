// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documentfile.h"

#include "app/autosave.h"
#include "model/io/documentfile.h"
#include "model/io/wholefile.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace conjoin::app {

FileStamp stampOf(const QString& path)
{
    FileStamp stamp;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return stamp;
    stamp.size = file.size();
    stamp.modified = QFileInfo(path).lastModified();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(&file);
    stamp.hash = hash.result();
    return stamp;
}

bool isChangedSince(const FileStamp& stamp, const QString& path)
{
    const QFileInfo file(path);
    if (stamp.isNull() || !file.exists())
        return false;
    if (file.size() == stamp.size && file.lastModified() == stamp.modified)
        return false;
    return stampOf(path).hash != stamp.hash;
}

Result<ReadProject> readProject(const QString& path)
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
    ReadProject project;
    auto document = model::readMendingDiagrams(text, file.fileName(), project.mended);
    if (!document)
        return failure(document);
    project.document = std::move(*document);
    return project;
}

Result<void> writeProject(const model::Document& document, const QString& path)
{
    const QFileInfo file(path);
    const auto failed = [&](const QString& why) -> Result<void> {
        return inputError(path, message("file.unwritable", "the project could not be saved: %1", {why}),
            file.isFile()
                ? message("file.unwritable.hint",
                      "What was saved before is still there. Save it under another name or in another folder.")
                : message("file.unwritable.new.hint", "Save it under another name or in another folder."));
    };
    if (file.exists() && !file.isFile()) // a device or a folder must not be replaced
        return failed(QStringLiteral("%1 is not a file").arg(file.fileName()));
    const std::optional<QString> why = model::writeWhole(path, model::writeDocument(document));
    return why ? failed(*why) : Result<void>();
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

void DocumentFile::adopt(model::Document document, const QString& path, const FileStamp& stamp)
{
    discardRecovery();
    open_ = true;
    stamp_ = stamp;
    told_.clear();
    path_ = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    session_.reset(std::move(document));
    if (autosave_)
        autosave_->begin(path_);
    emit changed();
}

void DocumentFile::adoptRecovered(model::Document document, const Recovery& recovery)
{
    FileStamp stamp = stampOf(recovery.origin);
    if (!stamp.isNull() && stamp.modified > recovery.time)
        stamp = {0, {}, {}}; // somebody has written it since: another one than the copy was made of
    adopt(std::move(document), recovery.origin, stamp);
    markModified();
    if (autosave_)
        autosave_->takeOver(recovery);
}

void DocumentFile::markModified()
{
    session_.undoStack().resetClean();
}

void DocumentFile::close()
{
    discardRecovery();
    open_ = false;
    path_.clear();
    stamp_ = {};
    session_.reset(model::emptyDocument({}, session_.ids().next<DiagramId>()));
    emit changed();
}

void DocumentFile::save(
    const QString& path, const std::function<void(const Result<void>&)>& done, Others others)
{
    saving_ = true;
    const quint64 revision = session_.revision();
    const QString target = QFileInfo(path).absoluteFilePath();
    const FileStamp known = target == path_ && others == Others::Keep ? stamp_ : FileStamp();
    const auto write = [document = session_.document(), target, known]() -> Result<FileStamp> {
        if (isChangedSince(known, target))
            return inputError(
                target, message(changedCode, "another program has changed the file since it was read"));
        const Result<void> written = writeProject(document, target);
        if (!written)
            return failure(written);
        return stampOf(target);
    };
    ui::whenDone(ui::inBackground(write), this, [this, revision, target, done](const Result<FileStamp>& stamp) {
        saving_ = false;
        if (!stamp) {
            done(failure(stamp));
            return;
        }
        path_ = target;
        stamp_ = *stamp;
        if (revision == session_.revision()) {
            session_.undoStack().setClean();
            session_.endMerge(); // typing that goes on is a step after the saved one
            discardRecovery();
        }
        if (autosave_)
            autosave_->begin(path_);
        emit changed();
        done({});
    });
}

void DocumentFile::lookForOthers()
{
    if (path_.isEmpty() || stamp_.isNull() || saving_)
        return;
    const auto look = [path = path_, stamp = stamp_]() -> QByteArray {
        return isChangedSince(stamp, path) ? stampOf(path).hash : QByteArray();
    };
    ui::whenDone(ui::inBackground(look), this, [this, path = path_, hash = stamp_.hash](const QByteArray& now) {
        const bool same = path == path_ && hash == stamp_.hash && !saving_; // as when it was looked at
        if (!same || now.isEmpty() || now == told_)
            return;
        told_ = now;
        emit changedOutside();
    });
}

void DocumentFile::discardRecovery()
{
    if (autosave_)
        autosave_->discard();
}

} // namespace conjoin::app
