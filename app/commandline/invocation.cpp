// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/invocation.h"

#include "model/io/wholefile.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace conjoin::app {

namespace {

/// Tells every statement to standard error, to a file, or to both: one line each.
class LineLog : public sql::StatementLog {
public:
    LineLog(bool toStandardError, std::unique_ptr<QFile> file)
        : toStandardError_(toStandardError)
        , file_(std::move(file))
    {}

    void ran(const sql::LoggedStatement& statement) override
    {
        QString line = sql::withValues(statement).simplified();
        if (!statement.error.isEmpty())
            line += QStringLiteral("  -- %1").arg(statement.error.simplified());
        const QByteArray bytes = line.toUtf8() + '\n';
        if (toStandardError_)
            std::fputs(bytes.constData(), stderr);
        if (file_) {
            file_->write(bytes);
            file_->flush();
        }
    }

private:
    bool toStandardError_;
    std::unique_ptr<QFile> file_;
};

} // namespace

QString counted(std::size_t number, const char* noun)
{
    return QStringLiteral("%1 %2%3").arg(number).arg(
        QString::fromUtf8(noun), QString::fromUtf8(number == 1 ? "" : "s"));
}

Invocation::Invocation(const QCommandLineParser& parser)
    : parser_(parser)
    , arguments_(parser.positionalArguments())
{}

Invocation::~Invocation() = default;

Result<int> Invocation::number(const QString& option, int fallback) const
{
    if (!has(option))
        return fallback;
    bool ok = false;
    const int number = value(option).toInt(&ok);
    if (!ok || number < 0) {
        return Error{ErrorKind::Usage, QStringLiteral("--") + option,
            message("usage.number", "\"%1\" is not a whole number of 0 or more", {value(option)}), {}};
    }
    return number;
}

void Invocation::print(const QByteArray& text) const
{
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
    std::fflush(stdout);
}

Result<void> Invocation::pass(const QByteArray& bytes)
{
    if (std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) == size_t(bytes.size()) &&
        std::fflush(stdout) == 0)
        return {};
    return inputError(QStringLiteral("standard output"), message("output.unwritable", "it can't be written: %1",
                                                             {QString::fromLocal8Bit(std::strerror(errno))}));
}

void Invocation::say(const QString& line) const
{
    if (!has(QStringLiteral("quiet")))
        std::fputs((line + u'\n').toUtf8().constData(), stderr);
}

void Invocation::say(const Diagnostics& findings, Severity least) const
{
    QString mend; // of the finding before: several of one kind want one hint
    const auto sayMend = [&] {
        if (!mend.isEmpty())
            say(QStringLiteral("hint: ") + mend);
    };
    for (const Diagnostic& finding : findings) {
        if (finding.severity < least)
            continue;
        if (const QString next = finding.mend.english(); next != mend) {
            sayMend();
            mend = next;
        }
        const QString what = finding.what.english();
        say(finding.where.isEmpty() ? what : finding.where + QStringLiteral(": ") + what);
    }
    sayMend();
}

Result<QByteArray> Invocation::readFile(const QString& path)
{
    QFile file;
    bool open = false;
    if (path == u"-") {
        open = file.open(stdin, QIODevice::ReadOnly);
    } else {
        if (QFileInfo(path).isDir())
            return inputError(path, message("file.directory", "this is a directory, not a file"));
        file.setFileName(path);
        open = file.open(QIODevice::ReadOnly);
    }
    if (!open)
        return inputError(path, message("file.unreadable", "the file can't be read: %1", {file.errorString()}));
    return file.readAll();
}

Result<orm::Json> Invocation::readJson(const QString& text, const QString& what) const
{
    if (text == u"-" || text.startsWith(u'@')) {
        const QString path = text == u"-" ? text : text.mid(1);
        const auto bytes = readFile(path);
        if (!bytes)
            return failure(bytes);
        return orm::parseJson(*bytes, path == u"-" ? QStringLiteral("standard input") : path);
    }
    return orm::parseJson(text.toUtf8(), what);
}

Result<void> Invocation::writeFile(const QString& path, const QByteArray& data, bool overwrite) const
{
    const auto whole = interruption_.hold(); // else the beginning of a file would be left behind
    if (!overwrite && QFileInfo::exists(path)) {
        return inputError(path, message("file.exists", "the file exists already"),
            message("hint.overwrite", "--overwrite replaces it"));
    }
    if (const std::optional<QString> why = model::writeWhole(path, data))
        return inputError(path, message("file.unwritable", "the file can't be written: %1", {*why}));
    return {};
}

Result<void> Invocation::write(const QByteArray& data) const
{
    const QString path = value(QStringLiteral("output"));
    if (path.isEmpty() || path == u"-") {
        print(data);
        return {};
    }
    return writeFile(path, data, has(QStringLiteral("overwrite")));
}

Result<sql::StatementLog*> Invocation::statementLog()
{
    const bool verbose = has(QStringLiteral("verbose"));
    const QString path = value(QStringLiteral("log-sql"));
    if (!verbose && path.isEmpty())
        return nullptr;
    if (!log_) {
        std::unique_ptr<QFile> file;
        if (!path.isEmpty()) {
            file = std::make_unique<QFile>(path);
            if (!file->open(QIODevice::WriteOnly | QIODevice::Append))
                return inputError(
                    path, message("file.unwritable", "the file can't be written: %1", {file->errorString()}));
        }
        log_ = std::make_unique<LineLog>(verbose, std::move(file));
    }
    return log_.get();
}

} // namespace conjoin::app
