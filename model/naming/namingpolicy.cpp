// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming/namingpolicy.h"

#include "model/naming/inflector.h"

#include <QCryptographicHash>

#include <algorithm>

namespace conjoin::model {

namespace {

bool isInCapitals(const QString& name)
{
    return name.size() > 1 && name == name.toUpper() && name != name.toLower();
}

/// `URLs`, `Xs`, `X1s`: a small s behind capitals or a number makes the plural of what is no word.
bool isPluralOfSigns(const QString& name)
{
    if (name.size() < 2 || !name.endsWith(u's'))
        return false;
    const QChar last = name[name.size() - 2];
    const QChar before = name.size() > 2 ? name[name.size() - 3] : QChar(u' ');
    return last.isDigit() || (last.isUpper() && !before.isLower());
}

/// Applies the inflection to the last word of a name, the project's own words first.
template<class OwnWord, class Inflect>
QString inflected(const QString& name, OwnWord ownWord, Inflect inflect)
{
    const NameParts parts = NameParts::of(name);
    if (parts.word.isEmpty())
        return QString();
    const QString lower = parts.word.toLower();
    const QString own = ownWord(lower);
    const QString form = own.isEmpty() ? inflect(lower) : own;
    return parts.head + withCaseOf(parts.word, form, isInCapitals(name)) + parts.tail;
}

/// As Sequelize writes an attribute as a column: an underscore before each capital.
QString underscore(const QString& name)
{
    QString out;
    for (QChar c : name) {
        if (c >= u'A' && c <= u'Z')
            out += u'_';
        out += c;
    }
    if (out.startsWith(u'_'))
        out.remove(0, 1);
    return out.toLower();
}

bool isSeparator(QChar c)
{
    return c == u'-' || c == u'_' || c.isSpace();
}

/// As Sequelize makes an attribute of several words: separators go, the letter behind each is a capital.
QString camelized(const QString& text)
{
    QString out;
    bool capital = false;
    for (QChar c : text.trimmed()) {
        if (isSeparator(c)) {
            capital = true;
            continue;
        }
        out += capital ? c.toUpper() : c;
        capital = false;
    }
    return out;
}

QString upperFirst(const QString& name)
{
    return name.isEmpty() ? name : name.left(1).toUpper() + name.mid(1);
}

QString lowerFirst(const QString& name)
{
    return name.isEmpty() ? name : name.left(1).toLower() + name.mid(1);
}

/// Word by word: `HTTPServer` is `http_server`, `blogPost2` `blog_post2`.
QString snake(const QString& name)
{
    QString out;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        if (isSeparator(c)) {
            out += u'_';
            continue;
        }
        const bool startsWord = i > 0 && c.isUpper() &&
                                (name[i - 1].isLower() || name[i - 1].isDigit() ||
                                    (name[i - 1].isUpper() && i + 1 < name.size() && name[i + 1].isLower()));
        if (startsWord)
            out += u'_';
        out += c.toLower();
    }
    return out;
}

QString inCase(LetterCase letterCase, const QString& name)
{
    switch (letterCase) {
    case LetterCase::AsDrawn:
        return name;
    case LetterCase::Underscored:
        return underscore(name);
    case LetterCase::Camel:
        return lowerFirst(camelized(name));
    case LetterCase::Pascal:
        return upperFirst(camelized(name));
    case LetterCase::Snake:
        return snake(name);
    }
    return name;
}

} // namespace

QString pluralName(const NamingPolicy& policy, const QString& name)
{
    if (isPluralOfSigns(name))
        return name;
    const QString plural = inflected(
        name, [&](const QString& word) { return policy.irregular.value(word); },
        [&](const QString& word) {
            const bool isOwnPlural = std::ranges::find(policy.irregular, word) != policy.irregular.end();
            if (isOwnPlural)
                return word;
            return word.size() == 1 ? word + u's' : englishPlural(word);
        });
    return plural.isEmpty() ? name + u's' : plural;
}

QString singularName(const NamingPolicy& policy, const QString& name)
{
    if (isPluralOfSigns(name))
        return name.left(name.size() - 1);
    const QString singular = inflected(
        name, [&](const QString& word) { return policy.irregular.key(word); },
        [&](const QString& word) { return policy.irregular.contains(word) ? word : englishSingular(word); });
    return singular.isEmpty() ? name : singular;
}

QString tableNameFor(const NamingPolicy& policy, const QString& modelName)
{
    const bool isFrozen =
        !policy.pluralTables && policy.letterCase == LetterCase::Underscored; // as Sequelize does
    const QString word = policy.pluralTables ? pluralName(policy, modelName) : modelName;
    const QString table = isFrozen ? word : inCase(policy.letterCase, word);
    return nameByPattern(policy.pattern(NameKind::Table), {{{"Table", table}, {"Model", modelName}}, {}});
}

QString junctionTableFor(const NamingPolicy& policy, const QString& left, const QString& right)
{
    const QString pattern = policy.pattern(NameKind::Junction);
    if (pattern.isEmpty())
        return {};
    const QString leftTable = tableNameFor(policy, left);
    const QString rightTable = tableNameFor(policy, right);
    return nameByPattern(pattern,
        {{{"Left", left}, {"Right", right}, {"Lefts", pluralName(policy, left)},
             {"Rights", pluralName(policy, right)}, {"LeftTable", leftTable}, {"RightTable", rightTable},
             {"First", std::min(left, right)}, {"Second", std::max(left, right)},
             {"FirstTable", std::min(leftTable, rightTable)}, {"SecondTable", std::max(leftTable, rightTable)}},
            {}});
}

namespace {

QString keyColumnName(const NamingPolicy& policy, const QString& pattern, const QString& modelOrRole,
    const QString& key, int rank)
{
    const QString letter = rank < 26 ? QString(QChar(u'A' + std::max(rank, 0))) : QString::number(rank + 1);
    const QString name =
        camelized(nameByPattern(pattern, {{{"Role", singularName(policy, modelOrRole)}, {"Key", key},
                                              {"Letter", letter}, {"n", QString::number(rank + 1)}},
                                             {}}));
    return inCase(policy.letterCase, name);
}

} // namespace

QString foreignKeyName(const NamingPolicy& policy, const QString& modelOrRole, const QString& key)
{
    return keyColumnName(policy, policy.pattern(NameKind::ForeignKeyColumn), modelOrRole, key, 0);
}

QString junctionColumnName(const NamingPolicy& policy, const QString& modelOrRole, const QString& key, int rank)
{
    const QString pattern = policy.pattern(NameKind::JunctionColumn);
    return pattern.isEmpty() ? foreignKeyName(policy, modelOrRole, key)
                             : keyColumnName(policy, pattern, modelOrRole, key, rank);
}

QString primaryKeyColumnName(const NamingPolicy& policy, const QString& modelName)
{
    return inCase(policy.letterCase,
        nameByPattern(policy.pattern(NameKind::PrimaryKeyColumn), {{{"Model", modelName}}, {}}));
}

NamingPolicy attributeNaming(const NamingPolicy& policy)
{
    NamingPolicy attributes = policy;
    if (policy.letterCase == LetterCase::Underscored)
        attributes.letterCase = LetterCase::AsDrawn;
    return attributes;
}

QString derivedColumnName(const NamingPolicy& policy, const QString& name)
{
    return inCase(policy.letterCase, name);
}

QString junctionName(const QString& left, const QString& right, const QStringList& taken)
{
    return freeName(left + upperFirst(right), taken);
}

QString freeName(const QString& base, const QStringList& taken)
{
    const auto isTaken = [&](const QString& name) { return taken.contains(name, Qt::CaseInsensitive); };
    QString name = base;
    for (int number = 2; isTaken(name); ++number)
        name = base + QString::number(number);
    return name;
}

int nameLength(const QString& name, LengthUnit unit)
{
    if (unit == LengthUnit::Bytes)
        return int(name.toUtf8().size());
    return int(std::ranges::count_if(name, [](QChar c) { return !c.isLowSurrogate(); }));
}

QString boundedName(const QStringList& parts, int limit, LengthUnit unit)
{
    const QString whole = parts.join(u'_');
    if (nameLength(whole, unit) <= limit)
        return whole;
    constexpr int hashLength = 8;
    const QByteArray digest =
        QCryptographicHash::hash(parts.join(QChar(0)).toUtf8(), QCryptographicHash::Sha256).toHex();
    const QString hash = QString::fromLatin1(digest.left(std::min(limit, hashLength)));
    qsizetype room = limit - hash.size() - 1; // for the underscore
    QString prefix;
    for (qsizetype i = 0; i < whole.size() && room > 0;) {
        const qsizetype units = whole[i].isHighSurrogate() && i + 1 < whole.size() ? 2 : 1;
        const QString character = whole.mid(i, units);
        room -= nameLength(character, unit);
        if (room >= 0)
            prefix += character;
        i += units;
    }
    return prefix.isEmpty() ? hash : prefix + u'_' + hash;
}

} // namespace conjoin::model
