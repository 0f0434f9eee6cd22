// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <functional>

namespace conjoin::tests {

/// The test program itself, run once more beside the test, to do something to the same database:
///
///     int main(int argc, char** argv) { return runTestOrWorker<SomeTest>(argc, argv, work); }
class WorkerProcess {
public:
    explicit WorkerProcess(const QStringList& arguments);
    /// Ends it when it still runs.
    ~WorkerProcess();

    /// Until it ends by itself: what it said, empty when all went well.
    QString wait();
    /// Ends it in the middle of whatever it does.
    void crash();
    /// Waits for a line of its output; empty when it ended before.
    QString line();

private:
    QProcess process_;
};

/// A worker's way to the database, and back.
QStringList argumentsOf(const sql::ConnectionSettings& settings);
sql::ConnectionSettings settingsOf(const QStringList& arguments);

/// Runs the test, or, where the program was started as a worker, `work`, which gets the worker's arguments and
/// returns what went wrong.
template<class Test>
int runTestOrWorker(int argc, char** argv, const std::function<QString(const QStringList&)>& work)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--worker") {
        const QString said = work(arguments.mid(2));
        fprintf(stderr, "%s", qPrintable(said));
        return said.isEmpty() ? 0 : 1;
    }
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace conjoin::tests
