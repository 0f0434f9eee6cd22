// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming/inflector.h"

#include "model/naming/englishnouns.h"

#include <algorithm>
#include <array>

namespace conjoin::model {

namespace {

template<std::size_t N>
bool endsIn(const QString& word, const std::array<const char*, N>& endings)
{
    return std::ranges::any_of(
        endings, [&](const char* ending) { return word.endsWith(QLatin1String(ending)); });
}

bool isVowel(QChar c)
{
    return QStringView(u"aeiou").contains(c);
}

/// `man` that is no man: human, talisman, roman.
bool isNoMan(const QString& word)
{
    static constexpr std::array endings{"human", "roman", "german", "shaman", "talisman", "ottoman", "caiman",
        "norman", "brahman", "saman", "ataman", "cayman", "musselman", "hetman"};
    return endsIn(word, endings);
}

/// Words that only look as if they ended in an irregular noun.
bool isNoCompound(const QString& word, const QString& part)
{
    if (part == u"man")
        return isNoMan(word);
    if (part == u"goose")
        return word.endsWith(u"mongoose");
    if (part == u"mouse" || part == u"data" || part == u"datum")
        return false;
    if (part == u"bases")
        return true; // databases and the like come from `base`
    if (part == u"men")
        return word.endsWith(u"omen") && !word.endsWith(u"women"); // omen, abdomen
    return false;
}

/// The irregular noun that ends the word, found in `forms`; empty where there is none.
QString irregularEnding(const QString& word, const QHash<QString, QString>& forms)
{
    constexpr int shortest = 3;
    if (forms.contains(word))
        return word;
    for (qsizetype length = word.size() - 1; length >= shortest; --length) {
        const QString part = word.right(length);
        if (EnglishNouns::all().compounding.contains(part) && forms.contains(part) && !isNoCompound(word, part))
            return part;
    }
    return {};
}

QString replacedEnding(const QString& word, const QString& ending, const QString& by)
{
    return word.left(word.size() - ending.size()) + by;
}

/// Whether a word that ends in s is the singular of a noun.
bool isSingularInS(const QString& word)
{
    const EnglishNouns& nouns = EnglishNouns::all();
    if (nouns.singularInS.contains(word))
        return true;
    return endsIn(word, std::array{"ss", "us", "is"}) && !nouns.pluralInS.contains(word);
}

QString regularPlural(const QString& noun)
{
    if (noun.endsWith(u's')) {
        if (!isSingularInS(noun))
            return noun;
        if (endsIn(noun, std::array{"sis", "xis"}))
            return noun.left(noun.size() - 2) + QStringLiteral("es");
        return noun + QStringLiteral("es");
    }
    if (endsIn(noun, std::array{"x", "z", "ch", "sh"}) && noun.size() > 1)
        return noun +
               (noun.endsWith(u"och") || noun.endsWith(u"tech") ? QStringLiteral("s") : QStringLiteral("es"));
    if (noun.endsWith(u'y') && noun.size() > 1) {
        const QChar before = noun[noun.size() - 2];
        if (!isVowel(before) || noun.endsWith(u"quy"))
            return noun.left(noun.size() - 1) + QStringLiteral("ies");
    }
    return noun + u's';
}

/// Whether `stem` + `es` is the plural of a noun in -s: statuses, classes, irises; not causes, exercises.
bool isStemInS(const QString& stem)
{
    if (stem.endsWith(u"us"))
        return !endsIn(stem, std::array{"aus", "eus", "ous"});
    return stem.endsWith(u"ss") || EnglishNouns::all().singularInS.contains(stem);
}

QString regularSingular(const QString& noun)
{
    const EnglishNouns& nouns = EnglishNouns::all();
    if (!noun.endsWith(u's') || noun.size() < 3 || isSingularInS(noun))
        return noun;
    const QString withoutS = noun.left(noun.size() - 1);
    if (!noun.endsWith(u"es") || nouns.keptE.contains(noun))
        return withoutS;
    const QString stem = noun.left(noun.size() - 2);
    if (noun.endsWith(u"ies") && noun.size() > 4)
        return noun.left(noun.size() - 3) + u'y';
    if (noun.endsWith(u"ses"))
        return isStemInS(stem) ? stem : withoutS;
    if (endsIn(stem, std::array{"x", "ch", "sh", "tz", "zz"}))
        return stem;
    return withoutS;
}

} // namespace

QString englishPlural(const QString& noun)
{
    const EnglishNouns& nouns = EnglishNouns::all();
    if (noun.isEmpty() || nouns.unchanging.contains(noun))
        return noun;
    if (const QString ending = irregularEnding(noun, nouns.plurals); !ending.isEmpty())
        return replacedEnding(noun, ending, nouns.plurals.value(ending));
    if (!irregularEnding(noun, nouns.singulars).isEmpty())
        return noun;
    return regularPlural(noun);
}

QString englishSingular(const QString& noun)
{
    const EnglishNouns& nouns = EnglishNouns::all();
    // A model called `Data` or `UserData` is one thing: nobody names a single row's model `UserDatum` by that.
    if (nouns.unchanging.contains(noun) || noun.endsWith(u"data"))
        return noun;
    if (!irregularEnding(noun, nouns.plurals).isEmpty())
        return noun;
    if (const QString ending = irregularEnding(noun, nouns.singulars); !ending.isEmpty())
        return replacedEnding(noun, ending, nouns.singulars.value(ending));
    return regularSingular(noun);
}

NameParts NameParts::of(const QString& name)
{
    qsizetype end = name.size();
    while (
        end > 0 && !name[end - 1].isLetterOrNumber() && !name[end - 1].isMark() && !name[end - 1].isSurrogate())
        --end;
    qsizetype start = end;
    const auto isWordLetter = [&](qsizetype at) { return name[at].isLetter() || name[at].isMark(); };
    while (start > 0 && isWordLetter(start - 1)) {
        --start;
        // A capital begins a word of CamelCase, unless the letters behind it are capitals as well.
        const bool startsHump = name[start].isUpper() && start + 1 < end && name[start + 1].isLower();
        const bool capitalsEnd = start > 0 && name[start].isUpper() && name[start - 1].isLower();
        if (startsHump || capitalsEnd)
            break;
    }
    return {name.left(start), name.mid(start, end - start), name.mid(end)};
}

QString withCaseOf(const QString& pattern, const QString& word, bool capitals)
{
    QString out;
    out.reserve(word.size());
    bool same = true;
    for (qsizetype i = 0; i < word.size(); ++i) {
        same = same && i < pattern.size() && pattern[i].toLower() == word[i].toLower();
        if (same || (i == 0 && !pattern.isEmpty() && pattern[0].isUpper()))
            out += same ? pattern[i] : word[i].toUpper();
        else
            out += capitals ? word[i].toUpper() : word[i].toLower();
    }
    return out;
}

} // namespace conjoin::model
