// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/interruption.h"
#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/base/json.h"
#include "orm/sql/statementlog.h"

#include <QByteArray>
#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <memory>

namespace conjoin::app {

/// `3 tables`, `1 table`: for reports in English.
QString counted(std::size_t number, const char* noun);

/// One call of a command: its arguments, and the way to the outside.
class Invocation {
public:
    explicit Invocation(const QCommandLineParser& parser);
    ~Invocation();

    const QStringList& arguments() const { return arguments_; }
    const QString& argument(int index) const { return arguments_[index]; }
    bool has(const QString& option) const { return parser_.isSet(option); }
    /// Whether the option was given, to a command that may not even know it.
    bool takes(const QString& option) const { return parser_.optionNames().contains(option); }
    QString value(const QString& option) const { return parser_.value(option); }
    QStringList values(const QString& option) const { return parser_.values(option); }
    /// A whole number ≥ 0, or a usage error; `fallback` where the option is absent.
    Result<int> number(const QString& option, int fallback) const;

    bool json() const { return has(QStringLiteral("json")); }

    /// Bytes to standard output.
    void print(const QByteArray& text) const;
    /// The same for what is long: an Error where it can't be written, the device being full.
    static Result<void> pass(const QByteArray& bytes);
    /// A line for a person on standard error, unless --quiet.
    void say(const QString& line) const;
    /// The findings of at least that severity, a line each: where, what; a hint behind those that one mends.
    void say(const Diagnostics& findings, Severity least = Severity::Hint) const;

    /// Reads JSON that is given inline, as `@file`, or as `-` (standard input).
    Result<orm::Json> readJson(const QString& text, const QString& what) const;
    /// Reads a file, or standard input for `-`.
    static Result<QByteArray> readFile(const QString& path);

    /// Writes the result to `-o FILE`, or to standard output without it. Never overwrites without --overwrite;
    /// a file that can't be written whole is left as it was.
    Result<void> write(const QByteArray& data) const;
    Result<void> writeFile(const QString& path, const QByteArray& data, bool overwrite) const;

    /// Hears statements when --verbose or --log-sql asks for them; else null. An Error when the log can't be
    /// opened.
    Result<sql::StatementLog*> statementLog();

    Interruption& interruption() { return interruption_; }

private:
    const QCommandLineParser& parser_;
    QStringList arguments_;
    std::unique_ptr<sql::StatementLog> log_;
    Interruption interruption_;
};

} // namespace conjoin::app
