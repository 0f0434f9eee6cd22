// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/commandline.h"

#include "app/commandline/command.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

namespace conjoin::app {

namespace {

const Command* commandNamed(const QString& name)
{
    const auto it = std::ranges::find(commands(), name, &Command::name);
    return it == commands().end() ? nullptr : &*it;
}

QList<QCommandLineOption> commonOptions()
{
    const auto option = [](const QStringList& names, const char* text, const char* value = "") {
        return QCommandLineOption(names, QString::fromUtf8(text), QString::fromUtf8(value));
    };
    return {
        option({QStringLiteral("h"), QStringLiteral("help")}, "Says what the command takes."),
        option({QStringLiteral("json")}, "Makes the report machine-readable."),
        option({QStringLiteral("quiet")}, "Says nothing but results and errors."),
        option({QStringLiteral("verbose")}, "Prints every SQL statement to standard error."),
        option({QStringLiteral("log-sql")}, "Appends every SQL statement to FILE.", "FILE"),
    };
}

int exitStatus(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Usage:
        return int(ExitStatus::Usage);
    case ErrorKind::Input:
        return int(ExitStatus::Input);
    case ErrorKind::Database:
        return int(ExitStatus::Database);
    case ErrorKind::Refused:
        return int(ExitStatus::Refused);
    case ErrorKind::Partial:
        return int(ExitStatus::Partial);
    case ErrorKind::Cancelled:
        return int(ExitStatus::Interrupted);
    }
    return int(ExitStatus::Input);
}

/// The contract wants one line: a line break of a name or a value becomes a space.
QString oneLine(const QString& text)
{
    QString line = text;
    return line.replace(QStringLiteral("\r\n"), QStringLiteral(" ")).replace(u'\n', u' ').replace(u'\r', u' ');
}

int fail(const Error& error)
{
    QString text = QStringLiteral("conjoin: ");
    if (!error.where.isEmpty())
        text += oneLine(error.where) + QStringLiteral(": ");
    text += oneLine(error.what.english()) + u'\n';
    if (!error.hint.isEmpty())
        text += QStringLiteral("hint: ") + oneLine(error.hint.english()) + u'\n';
    std::fputs(text.toUtf8().constData(), stderr);
    return exitStatus(error);
}

QString overview()
{
    QString text = QStringLiteral("usage: conjoin [PROJECT|URL|SCRIPT]      open the window on it\n"
                                  "       conjoin COMMAND …\n\ncommands:\n");
    for (const Command& command : commands())
        text += QStringLiteral("  %1 %2\n").arg(command.name, -8).arg(command.summary);
    text += QStringLiteral("\n\"conjoin help COMMAND\" says what a command takes.\n");
    return text;
}

QString helpFor(const Command& command, const QCommandLineParser& parser)
{
    QString text =
        QStringLiteral("usage: conjoin %1 %2\n\n%3\n").arg(command.name, command.arguments, command.summary);
    const QString generated = parser.helpText();
    const qsizetype options = generated.indexOf(QStringLiteral("Options:"));
    if (options >= 0)
        text += u'\n' + generated.mid(options);
    return text;
}

void printOut(const QString& text)
{
    std::fputs(text.toUtf8().constData(), stdout);
}

Error usageError(const Command& command, Message what)
{
    return {ErrorKind::Usage, command.name, std::move(what),
        message("hint.help", "\"conjoin help %1\" says what the command takes", {command.name})};
}

QStringList optionNames(const Command& command)
{
    QStringList names;
    for (const QCommandLineOption& option : commonOptions() + command.options)
        names += option.names();
    return names;
}

int runCommand(const Command& command, const QStringList& arguments, bool onlyHelp)
{
    QCommandLineParser parser;
    parser.addOptions(commonOptions());
    parser.addOptions(command.options);
    const bool parsed = parser.parse(QStringList{command.name} + arguments);
    if (onlyHelp || parser.isSet(QStringLiteral("help"))) {
        printOut(helpFor(command, parser));
        return 0;
    }
    if (!parsed) {
        const QStringList unknown = parser.unknownOptionNames();
        if (unknown.isEmpty())
            return fail(usageError(command, message("usage.options", "%1", {parser.errorText()})));
        Error error =
            usageError(command, message("usage.option", "no option is called \"--%1\"", {unknown.first()}));
        const QString near = nearest(unknown.first(), optionNames(command));
        if (!near.isEmpty())
            error.hint = message("hint.nearest-option", "did you mean \"--%1\"?", {near});
        return fail(error);
    }
    const qsizetype given = parser.positionalArguments().size();
    if (given < command.least || (command.most >= 0 && given > command.most)) {
        return fail(usageError(
            command, given < command.least
                         ? message("usage.too-few", "an argument is missing: %1", {command.arguments})
                         : message("usage.too-many", "\"%1\" is one argument too many: %2",
                               {parser.positionalArguments().value(command.most), command.arguments})));
    }
    Invocation invocation(parser);
    const Result<ExitStatus> status = command.run(invocation);
    return status ? int(*status) : fail(status.error());
}

} // namespace

const std::vector<Command>& commands()
{
    static const std::vector<Command> all{newCommand(), importCommand(), ddlCommand(), syncCommand(),
        findCommand(), createCommand(), linkCommand(), unlinkCommand(), setCommand(), updateCommand(),
        deleteCommand(), scriptCommand(), seedCommand(), renderCommand(), lintCommand(), diffCommand()};
    return all;
}

bool isCommand(const QStringList& arguments)
{
    if (arguments.isEmpty())
        return false;
    const QString& first = arguments.first();
    // A bare word that is no file is a misspelt command, not something to open a window on.
    static const QRegularExpression bareWord(QStringLiteral("^\\w+$"));
    return commandNamed(first) != nullptr || first == u"help" || first == u"--help" || first == u"-h" ||
           first == u"--version" || first == u"-v" ||
           (bareWord.match(first).hasMatch() && !QFileInfo::exists(first));
}

bool needsGui(const QStringList& arguments)
{
    const Command* command = arguments.isEmpty() ? nullptr : commandNamed(arguments.first());
    return command != nullptr && command->draws;
}

int runCommandLine(const QStringList& arguments)
{
    const QString first = arguments.value(0);
    if (first == u"--version" || first == u"-v") {
        printOut(QStringLiteral("conjoin " CONJOIN_VERSION "\n"));
        return 0;
    }
    if (first == u"--help" || first == u"-h" || (first == u"help" && arguments.size() == 1)) {
        printOut(overview());
        return 0;
    }
    const bool onlyHelp = first == u"help";
    const QString name = onlyHelp ? arguments.value(1) : first;
    const Command* command = commandNamed(name);
    if (!command) {
        QStringList names;
        for (const Command& known : commands())
            names += known.name;
        return fail({ErrorKind::Usage, {}, message("usage.command", "no command is called \"%1\"", {name}),
            didYouMean(name, names)});
    }
    return runCommand(*command, onlyHelp ? QStringList() : arguments.mid(1), onlyHelp);
}

} // namespace conjoin::app
