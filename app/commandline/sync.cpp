// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sync.h"
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/connectionsettings.h"
#include "orm/translate/translate.h"

#include <QFile>
#include <QFileInfo>

namespace conjoin::app {

namespace {

/// Removes a database file that this command made, unless keep() says that it is whole.
class NewFile {
public:
    explicit NewFile(const sql::ConnectionSettings& settings)
        : path_(settings.file)
        , remove_(settings.isFile() && path_ != u":memory:" && !QFileInfo::exists(path_))
    {}
    ~NewFile()
    {
        if (remove_)
            QFile::remove(path_);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    void keep() { remove_ = false; }

private:
    QString path_;
    bool remove_;
};

Result<ExitStatus> run(Invocation& invocation)
{
    const auto source = readSource(invocation, invocation.argument(0));
    if (!source)
        return failure(source);
    invocation.say(source->notes, Severity::Warning);
    auto settings = sql::parseUrl(invocation.argument(1));
    if (!settings)
        return failure(settings);
    const bool dryRun = invocation.has(QStringLiteral("dry-run"));
    // A dry run leaves no file behind: what would run in a new one is what runs in memory.
    if (dryRun && settings->isFile() && !QFileInfo::exists(settings->file))
        settings->file = QStringLiteral(":memory:");
    settings->create = true;
    NewFile file(*settings); // outlives the connection
    auto connection = openConnection(invocation, *settings);
    if (!connection)
        return failure(connection);

    const auto derivation = orm::deriveFor(drawingOf(*source), (*connection)->dialect());
    if (!derivation)
        return failure(derivation);
    invocation.say(derivation->diagnostics, Severity::Warning);
    sql::SyncOptions options;
    options.force = invocation.has(QStringLiteral("force"));
    const auto plan = sql::planSync(**connection, *derivation, options);
    if (!plan)
        return failure(plan);
    invocation.say(plan->diagnostics);
    if (dryRun) {
        invocation.print((*connection)->dialect().script(plan->statements).toUtf8());
        return ExitStatus::Done;
    }
    if (const auto ran = sql::runSync(**connection, *plan); !ran)
        return failure(ran);
    file.keep();
    if (plan->statements.empty())
        invocation.say(QStringLiteral("%1 has everything already").arg(settings->displayName()));
    else
        invocation.say(QStringLiteral("ran %1 in %2")
                           .arg(counted(plan->statements.size(), "statement"), settings->displayName()));
    return ExitStatus::Done;
}

} // namespace

Command syncCommand()
{
    return {QStringLiteral("sync"), QStringLiteral("SOURCE URL [--force] [--dry-run]"),
        QStringLiteral("creates what the database lacks"), 2, 2,
        {flag("force", "Drops what the schema names and creates it anew, without its rows."),
            flag("dry-run", "Prints the statements only."), fromOption()},
        run};
}

} // namespace conjoin::app
