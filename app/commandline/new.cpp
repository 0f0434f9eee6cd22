// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/examples.h"
#include "model/io/documentfile.h"

#include <QFileInfo>

namespace conjoin::app {

namespace {

Result<ExitStatus> run(Invocation& invocation)
{
    const QString path = invocation.argument(0);
    const QString example = invocation.value(QStringLiteral("example"));
    IdSource ids = IdSource::random();
    model::Document document = model::emptyDocument(QFileInfo(path).completeBaseName(), ids.next<DiagramId>());
    if (!example.isEmpty()) {
        auto shipped = exampleDocument(example);
        if (!shipped)
            return failure(shipped);
        document = std::move(*shipped);
    }
    const QByteArray text = model::writeDocument(document);
    if (path == u"-") {
        invocation.print(text);
        return ExitStatus::Done;
    }
    const auto written = invocation.writeFile(path, text, invocation.has(QStringLiteral("overwrite")));
    if (!written)
        return failure(written);
    invocation.say(QStringLiteral("wrote %1").arg(path));
    return ExitStatus::Done;
}

} // namespace

Command newCommand()
{
    return {QStringLiteral("new"), QStringLiteral("PROJECT [--example NAME]"),
        QStringLiteral("writes a new project, empty or from a shipped example"), 1, 1,
        {valued("example", "NAME", "Begins with this example: school."), overwriteOption()}, run};
}

} // namespace conjoin::app
