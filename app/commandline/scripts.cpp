// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/scripts.h"

#include "orm/sql/scriptdialect.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace conjoin::app {

namespace {

/// The scripts as one text that still knows which line came from where.
class JoinedScripts {
public:
    explicit JoinedScripts(const std::vector<Script>& scripts)
        : scripts_(scripts)
    {
        for (const Script& script : scripts) {
            firstLines_.push_back(text_.count('\n') + 1);
            text_ += script.text;
            if (!text_.endsWith('\n'))
                text_ += '\n';
        }
    }

    const QByteArray& text() const { return text_; }
    /// What readers call the whole.
    QString name() const { return scripts_.size() == 1 ? scripts_.front().path : QStringLiteral("scripts"); }

    /// The error with its place in the file that it is in.
    Error placed(Error error) const
    {
        static const QRegularExpression place(QStringLiteral(R"(^scripts:(\d+)(:\d+)?$)"));
        const auto match = place.match(error.where);
        if (scripts_.size() == 1 || !match.hasMatch())
            return error;
        const qsizetype line = match.captured(1).toLongLong();
        const auto after = std::ranges::upper_bound(firstLines_, line);
        const std::size_t file = std::size_t(after - firstLines_.begin()) - 1;
        error.where =
            scripts_[file].path + u':' + QString::number(line - firstLines_[file] + 1) + match.captured(2);
        return error;
    }

private:
    const std::vector<Script>& scripts_;
    std::vector<qsizetype> firstLines_;
    QByteArray text_;
};

/// The dialects to try, the likeliest first; one where there is no doubt.
QStringList dialectsOf(const Invocation& invocation, const QByteArray& text)
{
    if (const QString from = invocation.value(QStringLiteral("from")); !from.isEmpty())
        return {from};
    if (const std::optional<QString> told = sql::scriptDialect(text))
        return {*told};
    QStringList candidates;
    if (invocation.takes(QStringLiteral("dialect")) && invocation.has(QStringLiteral("dialect")))
        candidates.append(invocation.value(QStringLiteral("dialect")));
    candidates += {QStringLiteral("sqlite"), QStringLiteral("postgresql"), QStringLiteral("mariadb")};
    candidates.removeDuplicates();
    return candidates;
}

} // namespace

bool isScriptName(const QString& path)
{
    const QStringList suffixes{QStringLiteral(".sql"), QStringLiteral(".ddl"), QStringLiteral(".psql"),
        QStringLiteral(".pgsql"), QStringLiteral(".mysql")};
    return std::ranges::any_of(
        suffixes, [&](const QString& suffix) { return path.endsWith(suffix, Qt::CaseInsensitive); });
}

Result<Source> readScripts(const Invocation& invocation, const std::vector<Script>& scripts)
{
    const JoinedScripts joined(scripts);
    std::optional<Error> refused; // by the likeliest dialect
    for (const QString& dialect : dialectsOf(invocation, joined.text())) {
        Source source;
        source.dialect = dialect;
        auto schema = sql::readScript(dialect, joined.text(), joined.name(), &source.notes);
        if (schema) {
            source.physical = std::move(*schema);
            source.name = QFileInfo(scripts.front().path).completeBaseName();
            return source;
        }
        if (!refused)
            refused = joined.placed(schema.error());
    }
    return *refused;
}

} // namespace conjoin::app
