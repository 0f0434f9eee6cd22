// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/workerprocess.h"

namespace conjoin::tests {

WorkerProcess::WorkerProcess(const QStringList& arguments)
{
    process_.start(
        QCoreApplication::applicationFilePath(), QStringList{QStringLiteral("--worker")} + arguments);
    process_.waitForStarted();
}

WorkerProcess::~WorkerProcess()
{
    if (process_.state() != QProcess::NotRunning)
        crash();
}

QString WorkerProcess::wait()
{
    constexpr int milliseconds = 240'000;
    if (!process_.waitForFinished(milliseconds))
        return QStringLiteral("a worker does not end; ");
    const QString said = QString::fromUtf8(process_.readAllStandardError());
    if (process_.exitStatus() != QProcess::NormalExit)
        return QStringLiteral("a worker crashed: ") + said;
    return process_.exitCode() == 0 ? QString() : said + QStringLiteral("; ");
}

void WorkerProcess::crash()
{
    process_.kill();
    process_.waitForFinished();
}

QString WorkerProcess::line()
{
    constexpr int milliseconds = 60'000;
    while (!process_.canReadLine()) {
        if (!process_.waitForReadyRead(milliseconds))
            return {};
    }
    return QString::fromUtf8(process_.readLine()).trimmed();
}

QStringList argumentsOf(const sql::ConnectionSettings& settings)
{
    return {settings.dialect, settings.file, settings.socket, settings.user, settings.database};
}

sql::ConnectionSettings settingsOf(const QStringList& arguments)
{
    sql::ConnectionSettings settings;
    settings.dialect = arguments.value(0);
    settings.file = arguments.value(1);
    settings.socket = arguments.value(2);
    settings.user = arguments.value(3);
    settings.database = arguments.value(4);
    return settings;
}

} // namespace conjoin::tests
