// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"

#include <QProcess>
#include <QTemporaryDir>

namespace conjoin::tests {

/// A server of one's own: its data in a temporary folder, a private socket, nothing on the network, nothing
/// durable. It ends with the object, or with the test program. What keeps it from starting stands in error():
///
///     void initTestCase() { QVERIFY2(server_.start(), qPrintable(server_.error())); }
class ScratchServer {
public:
    virtual ~ScratchServer();
    ScratchServer(const ScratchServer&) = delete;
    ScratchServer& operator=(const ScratchServer&) = delete;

    /// Starts it and waits until it answers. Once is enough; more often does nothing.
    bool start();
    QString error() const { return error_; }
    /// Ends it as a power cut would, in the middle of whatever it does. start() brings it back with the data
    /// that it had.
    void crash();

    /// How to reach a fresh, empty database. An empty `name` = a new one each time.
    sql::ConnectionSettings newDatabase(const QString& name = {});
    /// How to reach a database that exists, as the superuser.
    virtual sql::ConnectionSettings settings(const QString& database) const = 0;
    /// Runs a script with the server's own client. What it said when it failed, else nothing.
    QString runScript(const QString& database, const QByteArray& script);
    /// Runs a program of the server (`pg_dump` …) with these arguments; its standard output.
    QByteArray runTool(const QString& tool, const QStringList& arguments);

protected:
    explicit ScratchServer(int endSignal)
        : endSignal_(endSignal)
    {}

    struct Command {
        QString program;
        QStringList arguments;
    };
    virtual QString systemUser() const = 0; ///< who runs it when the test runs as root
    virtual QString program(const QString& tool) const = 0;
    virtual Command installCommand() const = 0;
    virtual Command serverCommand() const = 0;
    virtual Command clientCommand(const QString& database) const = 0; ///< reads its script from standard input
    virtual QString quoted(const QString& name) const = 0;
    virtual QString anyDatabase() const = 0;

    QString folder() const { return folder_.path(); }

private:
    struct Outcome {
        bool ok = false;
        QByteArray out;
        QString said;
    };
    void becomeUser(QProcess& process) const;
    Outcome runToEnd(const Command& command, const QByteArray& input, bool asUser) const;
    bool handOverFolder();
    bool install();

    QTemporaryDir folder_{QStringLiteral("/tmp/conjoin-XXXXXX")}; // the path of a socket may not be long
    const int endSignal_;
    QProcess server_;
    bool installed_ = false;
    QString error_;
    int databases_ = 0;
};

class ScratchPostgres : public ScratchServer {
public:
    ScratchPostgres();
    sql::ConnectionSettings settings(const QString& database) const override;

protected:
    QString systemUser() const override { return QStringLiteral("postgres"); }
    QString program(const QString& tool) const override;
    Command installCommand() const override;
    Command serverCommand() const override;
    Command clientCommand(const QString& database) const override;
    QString quoted(const QString& name) const override;
    QString anyDatabase() const override { return QStringLiteral("postgres"); }
};

class ScratchMariaDb : public ScratchServer {
public:
    ScratchMariaDb();
    /// Says that it is this version, of MySQL where nothing else stands in it: what it says decides which ways
    /// are gone. Before start().
    void claimVersion(const QString& version) { version_ = version; }
    sql::ConnectionSettings settings(const QString& database) const override;

protected:
    QString systemUser() const override { return QStringLiteral("mysql"); }
    QString program(const QString& tool) const override;
    Command installCommand() const override;
    Command serverCommand() const override;
    Command clientCommand(const QString& database) const override;
    QString quoted(const QString& name) const override;
    QString anyDatabase() const override { return QStringLiteral("mysql"); }

private:
    QString socket() const { return folder() + QStringLiteral("/m.sock"); }

    QString version_;
};

} // namespace conjoin::tests
