// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/source.h"
#include "orm/sql/writer.h"

#include <cstdio>

#include <unistd.h>

namespace conjoin::app {

namespace {

Result<sql::Existing> existingOf(const Invocation& invocation)
{
    const QString word = invocation.value(QStringLiteral("existing"));
    const QStringList words{QStringLiteral("link"), QStringLiteral("create"), QStringLiteral("error")};
    if (word.isEmpty())
        return sql::Existing::Link;
    const qsizetype index = words.indexOf(word);
    if (index < 0) {
        return Error{ErrorKind::Usage, QStringLiteral("--existing"),
            message("existing.unknown", "\"%1\" is none of: %2", {word, words.join(QStringLiteral(", "))}),
            didYouMean(word, words)};
    }
    constexpr sql::Existing kinds[]{sql::Existing::Link, sql::Existing::Create, sql::Existing::Fail};
    return kinds[index];
}

Result<ExitStatus> run(Invocation& invocation)
{
    if (!invocation.has(QStringLiteral("values"))) {
        return Error{ErrorKind::Usage, QStringLiteral("create"),
            message("usage.values", "--values JSON is missing: what to insert"), {}};
    }
    const auto existing = existingOf(invocation);
    if (!existing)
        return failure(existing);
    const auto values =
        invocation.readJson(invocation.value(QStringLiteral("values")), QStringLiteral("--values"));
    if (!values)
        return failure(values);
    const auto live = openLive(invocation, false);
    if (!live)
        return failure(live);
    sql::CreateOptions options;
    options.existing = *existing;
    options.dryRun = invocation.has(QStringLiteral("dry-run"));
    options.markCreated = invocation.has(QStringLiteral("mark-created"));
    const bool tells = isatty(STDERR_FILENO) != 0 && !invocation.has(QStringLiteral("quiet"));
    qint64 told = 0;
    if (tells) {
        options.progress = [&told](qint64 written, qint64 all) {
            constexpr qint64 few = 1000; // are there before anybody has read it
            if (all < few)
                return;
            std::fprintf(
                stderr, "\r%lld of %lld rows", static_cast<long long>(written), static_cast<long long>(all));
            told = written;
        };
    }
    const auto tree = sql::create(*live->connection, live->registry, live->model, *values, options);
    if (told > 0)
        std::fputs("\n", stderr);
    if (!tree)
        return failure(tree);
    invocation.print(orm::prettyJson(*tree) + '\n');
    return ExitStatus::Done;
}

} // namespace

Command createCommand()
{
    return {QStringLiteral("create"),
        QStringLiteral("URL TABLE --values JSON [--existing link|create|error] [--dry-run]"),
        QStringLiteral("inserts a row and everything nested in it, in one transaction"), 2, 2,
        {projectOption(), valued("values", "JSON", "The row, with nested rows under their association's name."),
            valued("existing", "WORD", "What to do with a nested row that exists: link, create or error."),
            flag("dry-run", "Shows what would be made; nothing stays."),
            flag("mark-created", "Says of each row whether it was created.")},
        run};
}

} // namespace conjoin::app
