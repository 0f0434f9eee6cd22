// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/autosave.h"

#include "app/documentfile.h"
#include "model/io/documentfile.h"
#include "model/io/wholefile.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <algorithm>

namespace conjoin::app {

namespace {

const QString copySuffix = QStringLiteral(".conjoin");

QString withSuffix(const QString& copy, const char* suffix)
{
    return copy.chopped(copySuffix.size()) + QLatin1String(suffix);
}

QString originFile(const QString& copy)
{
    return withSuffix(copy, ".origin");
}

QString lockFile(const QString& copy)
{
    return withSuffix(copy, ".lock");
}

void removeCopy(const QString& copy)
{
    QFile::remove(copy);
    QFile::remove(originFile(copy));
}

} // namespace

QString defaultRecoveryFolder()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (state.isEmpty())
        state = QDir::homePath() + QStringLiteral("/.local/state");
    return state + QStringLiteral("/conjoin/recovery");
}

std::vector<Recovery> findRecoveries(const QString& folder)
{
    std::vector<Recovery> found;
    for (const QFileInfo& copy :
        QDir(folder).entryInfoList({QLatin1Char('*') + copySuffix}, QDir::Files, QDir::Time)) {
        QLockFile lock(lockFile(copy.filePath()));
        lock.setStaleLockTime(0); // only a dead program makes a lock stale, never its age
        if (!lock.tryLock(0))
            continue; // its program runs
        Recovery recovery;
        recovery.file = copy.filePath();
        recovery.time = copy.lastModified();
        QFile origin(originFile(recovery.file));
        if (origin.open(QIODevice::ReadOnly))
            recovery.origin = QString::fromUtf8(origin.readAll());
        found.push_back(std::move(recovery));
    }
    return found;
}

Result<model::Document> readRecovery(const Recovery& recovery)
{
    auto project = readProject(recovery.file);
    if (!project)
        return failure(project);
    return std::move(project->document);
}

void removeRecovery(const Recovery& recovery)
{
    removeCopy(recovery.file);
    QFile::remove(lockFile(recovery.file));
}

Autosave::Autosave(ui::EditSession& session, const QString& folder, QObject* parent)
    : QObject(parent)
    , session_(session)
    , folder_(folder)
{
    timer_.setSingleShot(true);
    timer_.setInterval(delay);
    connect(&timer_, &QTimer::timeout, this, &Autosave::write);
    connect(&session, &ui::EditSession::changed, this, &Autosave::writeSoon);
}

Autosave::~Autosave()
{
    if (writing_.isRunning())
        writing_.waitForFinished();
}

void Autosave::begin(const QString& origin)
{
    origin_ = origin;
}

void Autosave::takeOver(const Recovery& recovery)
{
    discard();
    origin_ = recovery.origin;
    auto lock = std::make_unique<QLockFile>(lockFile(recovery.file));
    lock->setStaleLockTime(0);
    if (lock->tryLock(0)) {
        lock_ = std::move(lock);
        file_ = recovery.file;
    }
}

void Autosave::writeSoon()
{
    if (!timer_.isActive()) // not restarted: someone who never pauses is saved too
        timer_.start();
}

void Autosave::discard()
{
    timer_.stop();
    if (writing_.isRunning())
        writing_.waitForFinished();
    if (!file_.isEmpty())
        removeCopy(file_);
    lock_.reset();
    file_.clear();
}

bool Autosave::claim()
{
    if (!file_.isEmpty())
        return true;
    if (!QDir().mkpath(folder_))
        return false;
    const QString copy = folder_ + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces) + copySuffix;
    auto lock = std::make_unique<QLockFile>(lockFile(copy));
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0))
        return false;
    lock_ = std::move(lock);
    file_ = copy;
    return true;
}

void Autosave::write()
{
    if (session_.undoStack().isClean()) {
        discard(); // undone back to what is saved
        return;
    }
    if (writing_.isRunning()) {
        writeSoon();
        return;
    }
    if (!claim())
        return;
    writing_ = ui::inBackground([document = session_.document(), copy = file_, origin = origin_] {
        return !model::writeWhole(copy, model::writeDocument(document)) &&
               !model::writeWhole(originFile(copy), origin.toUtf8());
    });
}

} // namespace conjoin::app
