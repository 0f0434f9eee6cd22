// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/passwordstore.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <qt6keychain/keychain.h>

namespace conjoin::ui {

namespace {

const QString service = QStringLiteral("conjoin");

Error keychainError(const QString& said)
{
    return inputError({}, message("keychain.refused", "the keychain refused: %1", {said}),
        message("keychain.ask", "let the password be asked each time"));
}

template<class Job>
Job* makeJob(const QString& name)
{
    auto* job = new Job(service);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(name);
    return job;
}

} // namespace

bool Keychain::isAvailable() const
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected() || !bus.interface())
        return false;
    const QStringList activatable = bus.interface()->activatableServiceNames();
    for (const char* keychain : {"org.freedesktop.secrets", "org.kde.kwalletd6", "org.kde.kwalletd5"}) {
        const QString name = QString::fromLatin1(keychain);
        if (activatable.contains(name) || bus.interface()->isServiceRegistered(name))
            return true;
    }
    return false;
}

void Keychain::read(const QString& name, QObject* receiver, Answered answered)
{
    auto* job = makeJob<QKeychain::ReadPasswordJob>(name);
    QObject::connect(job, &QKeychain::Job::finished, receiver, [job, answered = std::move(answered)] {
        if (job->error() == QKeychain::NoError)
            answered(job->textData());
        else if (job->error() == QKeychain::EntryNotFound)
            answered(QString());
        else
            answered(keychainError(job->errorString()));
    });
    job->start();
}

void Keychain::write(const QString& name, const QString& password, QObject* receiver, Done done)
{
    auto* job = makeJob<QKeychain::WritePasswordJob>(name);
    job->setTextData(password);
    QObject::connect(job, &QKeychain::Job::finished, receiver, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? Result<void>()
                                                : Result<void>(keychainError(job->errorString())));
    });
    job->start();
}

void Keychain::forget(const QString& name)
{
    makeJob<QKeychain::DeletePasswordJob>(name)->start();
}

} // namespace conjoin::ui
