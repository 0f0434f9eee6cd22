// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/program.h"
#include "support/support.h"

#include <QProcess>

namespace conjoin::tests {

ProgramRun runConjoin(const QString& folder, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(variable));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(programPath(), arguments);
    process.write(input);
    process.closeWriteChannel();
    constexpr int milliseconds = 60'000; // a hang fails the test instead of the whole run
    const bool ended = process.waitForFinished(milliseconds);
    if (!ended)
        process.kill();
    ProgramRun run;
    run.status = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    run.out = process.readAllStandardOutput();
    run.err = QString::fromUtf8(process.readAllStandardError());
    return run;
}

} // namespace conjoin::tests
