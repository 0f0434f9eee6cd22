// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/variables.h"

#include <algorithm>

namespace conjoin::sql {

namespace {

bool isVariablePart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

QByteArray quoted(QByteArray text, char quote)
{
    const QByteArray one(1, quote), two(2, quote);
    const bool escaped = quote == '\'' && text.contains('\\');
    text.replace(one, two);
    if (escaped)
        text.replace("\\", "\\\\");
    return (escaped ? QByteArray(" E") : QByteArray()) + one + text + one;
}

/// psql's words of yes and no: any beginning of them that tells them apart.
std::optional<bool> truthOf(const QByteArray& text)
{
    const QByteArray word = text.trimmed().toLower();
    if (word.isEmpty())
        return std::nullopt;
    if (word == "on" || word == "1" || QByteArray("true").startsWith(word) ||
        QByteArray("yes").startsWith(word))
        return true;
    if (word == "0" || (word.size() > 1 && QByteArray("off").startsWith(word)) ||
        QByteArray("false").startsWith(word) || QByteArray("no").startsWith(word))
        return false;
    return std::nullopt;
}

} // namespace

/// What psql sets on its own and scripts ask for. Which database it will be can't be known, nor does it matter
/// to a schema: only statements about rights and settings name it.
PsqlVariables::PsqlVariables()
    : values_{{"DBNAME", "postgres"}, {"USER", "postgres"}, {"HOST", "localhost"}, {"PORT", "5432"},
          {"ENCODING", "UTF8"}, {"AUTOCOMMIT", "on"}, {"ON_ERROR_STOP", "off"}}
{}

bool PsqlVariables::take(const QByteArray& command)
{
    const bool sets = command.startsWith("\\set") && (command.size() == 4 || isBlank(command[4]));
    const bool unsets = command.startsWith("\\unset") && (command.size() == 6 || isBlank(command[6]));
    if (!sets && !unsets)
        return false;
    qsizetype at = sets ? 4 : 6;
    const Argument name = argument(command, at);
    if (name.text.isEmpty() || !name.known)
        return true;
    Argument value;
    while (sets && at < command.size()) {
        const Argument next = argument(command, at);
        value.text += next.text;
        value.known = value.known && next.known;
    }
    if (unsets || !value.known)
        values_.remove(name.text);
    else
        values_.insert(name.text, value.text);
    return true;
}

PsqlVariables::Use PsqlVariables::useAt(const QByteArray& text, qsizetype at) const
{
    const auto charAt = [&](qsizetype i) { return i < text.size() ? text[i] : '\0'; };
    if (charAt(at) != ':')
        return {};
    const bool asks = charAt(at + 1) == '{' && charAt(at + 2) == '?';
    const char quote = charAt(at + 1) == '\'' || charAt(at + 1) == '"' ? charAt(at + 1) : '\0';
    const qsizetype begin = at + (asks ? 3 : quote ? 2 : 1);
    qsizetype end = begin;
    while (isVariablePart(charAt(end)))
        ++end;
    if (end == begin || (quote && charAt(end) != quote) || (asks && charAt(end) != '}'))
        return {};
    Use use;
    use.name = text.mid(begin, end - begin);
    use.size = end + (quote || asks ? 1 : 0) - at;
    const auto found = values_.constFind(use.name);
    if (asks)
        use.value = found == values_.cend() ? QByteArray("FALSE") : QByteArray("TRUE");
    else if (found != values_.cend())
        use.value = quote ? quoted(*found, quote) : *found;
    return use;
}

/// The next argument of a command: blanks part them, single quotes hold them together.
PsqlVariables::Argument PsqlVariables::argument(const QByteArray& line, qsizetype& at) const
{
    while (at < line.size() && isBlank(line[at]))
        ++at;
    Argument result;
    while (at < line.size() && !isBlank(line[at])) {
        const char c = line[at];
        if (c == '\'') {
            for (++at; at < line.size() && (line[at] != '\'' || line.mid(at, 2) == "''"); ++at) {
                const bool escaped = line[at] == '\\' && at + 1 < line.size();
                if (escaped || line[at] == '\'') // else a doubled one
                    ++at;
                result.text += escaped && line[at] == 'n' ? '\n' : escaped && line[at] == 't' ? '\t' : line[at];
            }
            ++at;
        } else if (c == '`') {
            result.known = false;
            const qsizetype end = line.indexOf('`', at + 1);
            at = end < 0 ? line.size() : end + 1;
        } else if (const Use use = useAt(line, at); use.size > 0) {
            result.known = result.known && use.value;
            result.text += use.value.value_or(QByteArray());
            at += use.size;
        } else {
            result.text += c;
            ++at;
        }
    }
    at = std::min(at, line.size());
    return result;
}

std::optional<bool> PsqlVariables::condition(const QByteArray& words) const
{
    qsizetype at = 0;
    const Argument only = argument(words, at);
    return only.known ? truthOf(only.text) : std::nullopt;
}

} // namespace conjoin::sql
