// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scratchserver.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QThread>

#include <csignal>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace conjoin::tests {

ScratchServer::~ScratchServer()
{
    if (server_.state() == QProcess::NotRunning)
        return;
    kill(pid_t(server_.processId()), endSignal_);
    constexpr int milliseconds = 20'000;
    if (!server_.waitForFinished(milliseconds))
        server_.kill();
    server_.waitForFinished();
}

/// Neither server runs as root, and neither outlives the test.
void ScratchServer::becomeUser(QProcess& process) const
{
    const passwd* user = geteuid() == 0 ? getpwnam(systemUser().toLatin1().constData()) : nullptr;
    const bool change = user != nullptr;
    const uid_t uid = change ? user->pw_uid : 0;
    const gid_t gid = change ? user->pw_gid : 0;
    process.setChildProcessModifier([change, uid, gid] {
        if (change && (setgroups(1, &gid) != 0 || setgid(gid) != 0 || setuid(uid) != 0))
            _exit(126);
        prctl(PR_SET_PDEATHSIG, SIGTERM); // after the change of the user, which forgets it
    });
    process.setWorkingDirectory(folder());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("HOME"), folder());
    for (const char* variable : {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "MYSQL_PWD",
             "MYSQL_HOST", "MYSQL_UNIX_PORT", "TMPDIR"})
        environment.remove(QString::fromLatin1(variable));
    process.setProcessEnvironment(environment);
}

ScratchServer::Outcome ScratchServer::runToEnd(
    const Command& command, const QByteArray& input, bool asUser) const
{
    QProcess process;
    if (asUser)
        becomeUser(process);
    process.start(command.program, command.arguments);
    process.write(input);
    process.closeWriteChannel();
    constexpr int milliseconds = 900'000; // a script may hold ten thousand tables
    const bool ended = process.waitForFinished(milliseconds);
    Outcome outcome;
    outcome.ok = ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    outcome.out = process.readAllStandardOutput();
    outcome.said = QString::fromUtf8(process.readAllStandardError()).trimmed();
    if (!outcome.ok && outcome.said.isEmpty())
        outcome.said =
            command.program + QStringLiteral(": ") + process.errorString() + QString::fromUtf8(outcome.out);
    return outcome;
}

bool ScratchServer::handOverFolder()
{
    if (geteuid() != 0)
        return true;
    const passwd* user = getpwnam(systemUser().toLatin1().constData());
    if (!user) {
        error_ = QStringLiteral("there is no user %1 to run the server as").arg(systemUser());
        return false;
    }
    return chown(folder().toLocal8Bit().constData(), user->pw_uid, user->pw_gid) == 0;
}

bool ScratchServer::install()
{
    if (!handOverFolder())
        return false;
    const Outcome installed = runToEnd(installCommand(), {}, true);
    installed_ = installed.ok;
    if (!installed_)
        error_ = QStringLiteral("the server's files can't be made: ") + installed.said;
    return installed_;
}

void ScratchServer::crash()
{
    // Its own children first: a server process may outlive its parent for a moment, and finish what it does.
    const QByteArray parent = QByteArray::number(server_.processId());
    std::vector<pid_t> children;
    for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile status(QStringLiteral("/proc/") + name + QStringLiteral("/status"));
        if (name.front().isDigit() && status.open(QIODevice::ReadOnly) &&
            status.readAll().contains("\nPPid:\t" + parent + '\n'))
            children.push_back(pid_t(name.toInt()));
    }
    kill(pid_t(server_.processId()), SIGKILL);
    for (const pid_t child : children)
        kill(child, SIGKILL);
    server_.waitForFinished();
    for (const pid_t child : children) {
        while (kill(child, 0) == 0 && QFileInfo::exists(QStringLiteral("/proc/%1/exe").arg(child)))
            QThread::msleep(1);
    }
}

bool ScratchServer::start()
{
    if (server_.state() != QProcess::NotRunning)
        return true;
    if (!installed_ && !install())
        return false;
    becomeUser(server_);
    server_.setProcessChannelMode(QProcess::MergedChannels);
    server_.setStandardOutputFile(folder() + QStringLiteral("/server.log"));
    const Command command = serverCommand();
    server_.start(command.program, command.arguments);
    QElapsedTimer timer;
    timer.start();
    constexpr int milliseconds = 60'000;
    while (server_.state() != QProcess::NotRunning && timer.elapsed() < milliseconds) {
        const Outcome answer = runToEnd(clientCommand(anyDatabase()), "SELECT 1;", false);
        if (answer.ok)
            return true;
        error_ = answer.said;
        QThread::msleep(50);
        server_.waitForFinished(1); // sees that it ended
    }
    QFile log(folder() + QStringLiteral("/server.log"));
    if (log.open(QIODevice::ReadOnly))
        error_ += u'\n' + QString::fromUtf8(log.readAll().right(2000));
    error_.prepend(QStringLiteral("the server does not start: "));
    return false;
}

sql::ConnectionSettings ScratchServer::newDatabase(const QString& name)
{
    const QString database = name.isEmpty() ? QStringLiteral("scratch%1").arg(++databases_) : name;
    const QString script = QStringLiteral("CREATE DATABASE %1;").arg(quoted(database));
    const QString failed = runScript(anyDatabase(), script.toUtf8());
    if (!failed.isEmpty())
        qFatal("no new database: %s", qPrintable(failed));
    return settings(database);
}

QString ScratchServer::runScript(const QString& database, const QByteArray& script)
{
    const Outcome outcome = runToEnd(clientCommand(database), script, false);
    return outcome.ok ? QString() : outcome.said;
}

QByteArray ScratchServer::runTool(const QString& tool, const QStringList& arguments)
{
    return runToEnd({program(tool), arguments}, {}, false).out;
}

// -- PostgreSQL ----------------------------------------------------------------------------------------------

ScratchPostgres::ScratchPostgres()
    : ScratchServer(SIGQUIT) // at once: nothing of it is kept
{}

sql::ConnectionSettings ScratchPostgres::settings(const QString& database) const
{
    sql::ConnectionSettings settings;
    settings.dialect = QStringLiteral("postgresql");
    settings.socket = folder();
    settings.user = QStringLiteral("postgres");
    settings.database = database;
    return settings;
}

/// Debian keeps the programs of each version in a folder of their own, outside of PATH.
QString ScratchPostgres::program(const QString& tool) const
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QStringList numbers = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(numbers.begin(), numbers.end(),
        [](const QString& a, const QString& b) { return a.toInt() > b.toInt(); });
    QStringList folders;
    for (const QString& number : numbers)
        folders += versions.filePath(number + QStringLiteral("/bin"));
    const QString found = QStandardPaths::findExecutable(tool, folders);
    return found.isEmpty() ? tool : found;
}

ScratchServer::Command ScratchPostgres::installCommand() const
{
    return {program(QStringLiteral("initdb")),
        {QStringLiteral("--pgdata=") + folder() + QStringLiteral("/data"), QStringLiteral("--encoding=UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--auth=trust"),
            QStringLiteral("--username=postgres"), QStringLiteral("--no-sync")}};
}

ScratchServer::Command ScratchPostgres::serverCommand() const
{
    QStringList arguments{QStringLiteral("-D"), folder() + QStringLiteral("/data")};
    const QStringList options{QStringLiteral("listen_addresses="),
        QStringLiteral("unix_socket_directories=") + folder(), QStringLiteral("fsync=off"),
        QStringLiteral("synchronous_commit=off"), QStringLiteral("full_page_writes=off"),
        QStringLiteral("autovacuum=off"), QStringLiteral("max_locks_per_transaction=8192"),
        QStringLiteral("jit=off")};
    for (const QString& option : options)
        arguments << QStringLiteral("-c") << option;
    return {program(QStringLiteral("postgres")), arguments};
}

ScratchServer::Command ScratchPostgres::clientCommand(const QString& database) const
{
    return {program(QStringLiteral("psql")),
        {QStringLiteral("--no-psqlrc"), QStringLiteral("--quiet"), QStringLiteral("--host=") + folder(),
            QStringLiteral("--username=postgres"), QStringLiteral("--set=ON_ERROR_STOP=1"),
            QStringLiteral("--output=/dev/null"), QStringLiteral("--dbname=") + database}};
}

QString ScratchPostgres::quoted(const QString& name) const
{
    return u'"' + QString(name).replace(u'"', QLatin1String("\"\"")) + u'"';
}

// -- MariaDB -------------------------------------------------------------------------------------------------

ScratchMariaDb::ScratchMariaDb()
    : ScratchServer(SIGKILL) // an orderly end takes seconds, and nothing of it is kept
{}

sql::ConnectionSettings ScratchMariaDb::settings(const QString& database) const
{
    sql::ConnectionSettings settings;
    settings.dialect = QStringLiteral("mariadb");
    settings.socket = socket();
    settings.user = QStringLiteral("root");
    settings.database = database;
    return settings;
}

QString ScratchMariaDb::program(const QString& tool) const
{
    const QString found = QStandardPaths::findExecutable(tool);
    return found.isEmpty() ? QStringLiteral("/usr/sbin/") + tool : found;
}

ScratchServer::Command ScratchMariaDb::installCommand() const
{
    return {program(QStringLiteral("mariadb-install-db")),
        {QStringLiteral("--no-defaults"), QStringLiteral("--datadir=") + folder() + QStringLiteral("/data"),
            QStringLiteral("--tmpdir=") + folder(), QStringLiteral("--auth-root-authentication-method=normal"),
            QStringLiteral("--skip-test-db")}};
}

ScratchServer::Command ScratchMariaDb::serverCommand() const
{
    QStringList arguments{QStringLiteral("--no-defaults"),
        QStringLiteral("--datadir=") + folder() + QStringLiteral("/data"),
        QStringLiteral("--tmpdir=") + folder(), QStringLiteral("--socket=") + socket(),
        QStringLiteral("--pid-file=") + folder() + QStringLiteral("/m.pid"),
        QStringLiteral("--skip-networking"), QStringLiteral("--innodb-flush-log-at-trx-commit=0"),
        QStringLiteral("--innodb-flush-method=nosync"), QStringLiteral("--lower-case-table-names=0"),
        QStringLiteral("--character-set-server=utf8mb4"),
        QStringLiteral("--collation-server=utf8mb4_general_ci"), QStringLiteral("--max-allowed-packet=64M"),
        QStringLiteral("--local-infile=1")};
    if (!version_.isEmpty())
        arguments += QStringLiteral("--version=") + version_;
    return {program(QStringLiteral("mariadbd")), arguments};
}

ScratchServer::Command ScratchMariaDb::clientCommand(const QString& database) const
{
    return {program(QStringLiteral("mariadb")),
        {QStringLiteral("--no-defaults"), QStringLiteral("--batch"), QStringLiteral("--socket=") + socket(),
            QStringLiteral("--user=root"), QStringLiteral("--default-character-set=utf8mb4"),
            QStringLiteral("--database=") + database}};
}

QString ScratchMariaDb::quoted(const QString& name) const
{
    return u'`' + QString(name).replace(u'`', QLatin1String("``")) + u'`';
}

} // namespace conjoin::tests
