// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming/namingpolicy.h"

#include <QRegularExpression>

#include <algorithm>
#include <initializer_list>

namespace conjoin::model {

namespace {

const QMap<NameKind, QString>& defaults()
{
    using enum NameKind;
    static const QMap<NameKind, QString> all{
        {Table, "{Table}"},
        {PrimaryKeyColumn, "id"},
        {ForeignKeyColumn, "{Role}_{key}"},
        {CreatedAt, "createdAt"},
        {UpdatedAt, "updatedAt"},
        {DeletedAt, "deletedAt"},
        {Pair, "{Table}_{reversed}_unique"},
        {Check, "{Table}_{columns}_check"},
        {Index, "{Table}_{columns}_idx"},
    };
    return all;
}

/// As drawn: those with a capital have a form with a small first letter too.
QStringList wordsOf(NameKind kind)
{
    using enum NameKind;
    switch (kind) {
    case Table:
        return {"Table", "Model"};
    case Junction:
        return {"Left", "Right", "Lefts", "Rights", "LeftTable", "RightTable", "First", "Second", "FirstTable",
            "SecondTable"};
    case PrimaryKeyColumn:
        return {"Model"};
    case ForeignKeyColumn:
        return {"Role", "Key"};
    case JunctionColumn:
        return {"Role", "Key", "Letter", "n"};
    case CreatedAt:
    case UpdatedAt:
    case DeletedAt:
        return {};
    case PrimaryKey:
    case Unique:
    case Pair:
    case Check:
    case Index:
        return {"Table", "Model", "n", "hash", "digest"};
    case ForeignKey:
        return {"Table", "Model", "ToTable", "ToModel", "toColumns", "n", "hash", "digest"};
    }
    return {};
}

bool hasColumns(NameKind kind)
{
    return kind >= NameKind::PrimaryKey;
}

QString lowerFirst(const QString& word)
{
    return word.left(1).toLower() + word.mid(1);
}

QString upperFirst(const QString& word)
{
    return word.left(1).toUpper() + word.mid(1);
}

/// `{token}` and `{token:how}`.
const QRegularExpression& tokenForm()
{
    static const QRegularExpression form(QStringLiteral(R"(\{([^{}:]*)(?::([^{}]*))?\})"));
    return form;
}

QString valueOf(const QString& token, const QString& how, const PatternValues& values)
{
    if (token == u"columns" || token == u"reversed") {
        QStringList columns = values.columns;
        if (token == u"reversed")
            std::reverse(columns.begin(), columns.end());
        return columns.join(how.isNull() ? QStringLiteral("_") : how);
    }
    QString value = values.words.value(token);
    if (!values.words.contains(token)) // the form with a small first letter
        value = token == u"key" ? values.words.value(QStringLiteral("Key"))
                                : lowerFirst(values.words.value(upperFirst(token)));
    else if (token == u"Key")
        value = upperFirst(value);
    return how == u"lower" ? value.toLower() : value;
}

NamingPolicy policyOf(bool plural, LetterCase letterCase, bool wideKeys,
    std::initializer_list<std::pair<NameKind, const char*>> patterns)
{
    NamingPolicy policy;
    policy.pluralTables = plural;
    policy.letterCase = letterCase;
    policy.wideKeys = wideKeys;
    for (const auto& [kind, pattern] : patterns)
        policy.setPattern(kind, QString::fromLatin1(pattern));
    return policy;
}

} // namespace

QString defaultPattern(NameKind kind)
{
    return defaults().value(kind);
}

QString NamingPolicy::pattern(NameKind kind) const
{
    return patterns.value(kind, defaultPattern(kind));
}

void NamingPolicy::setPattern(NameKind kind, const QString& pattern)
{
    if (pattern == defaultPattern(kind))
        patterns.remove(kind);
    else
        patterns.insert(kind, pattern);
}

QStringList patternTokens(NameKind kind)
{
    QStringList tokens;
    for (const QString& word : wordsOf(kind)) {
        tokens.append(word);
        if (lowerFirst(word) != word)
            tokens.append(lowerFirst(word));
    }
    if (hasColumns(kind))
        tokens += {QStringLiteral("columns"), QStringLiteral("reversed")};
    return tokens;
}

std::optional<Error> patternError(NameKind kind, const QString& pattern)
{
    const QStringList known = patternTokens(kind);
    QString rest = pattern;
    for (auto tokens = tokenForm().globalMatch(pattern); tokens.hasNext();) {
        const auto token = tokens.next();
        rest.remove(token.captured());
        if (known.contains(token.captured(1)))
            continue;
        const Message hint = known.isEmpty() ? message("naming.noTokens", "this name is the same everywhere")
                                             : didYouMean(token.captured(1), known);
        return Error{ErrorKind::Input, pattern,
            message("naming.token", "\"%1\" is no token of this name", {token.captured()}), hint};
    }
    if (rest.contains(u'{') || rest.contains(u'}'))
        return Error{ErrorKind::Input, pattern, message("naming.brace", "a brace stands alone"),
            message("naming.brace.hint", "write a token as {%1}", {known.value(0)})};
    const bool mayBeEmpty = kind == NameKind::Junction || kind == NameKind::JunctionColumn ||
                            (kind >= NameKind::PrimaryKey && kind != NameKind::Index);
    if (pattern.trimmed().isEmpty() && !mayBeEmpty)
        return Error{ErrorKind::Input, pattern, message("naming.empty", "a name is needed here"),
            message("naming.empty.hint", "the usual one is %1", {defaultPattern(kind)})};
    return std::nullopt;
}

QString nameByPattern(const QString& pattern, const PatternValues& values)
{
    QString name;
    qsizetype end = 0;
    for (auto tokens = tokenForm().globalMatch(pattern); tokens.hasNext();) {
        const auto token = tokens.next();
        name += pattern.mid(end, token.capturedStart() - end);
        name += valueOf(token.captured(1), token.captured(2), values);
        end = token.capturedEnd();
    }
    return name + pattern.mid(end);
}

QStringList conventionNames()
{
    return {"sequelize", "rails", "django", "prisma", "as-drawn"};
}

std::optional<NamingPolicy> conventionNamed(const QString& name)
{
    using enum NameKind;
    if (name == u"sequelize")
        return NamingPolicy();
    if (name == u"rails")
        return policyOf(true, LetterCase::Snake, true,
            {{Junction, "{FirstTable}_{SecondTable}"}, {Unique, "index_{Table}_on_{columns:_and_}"}, {Pair, ""},
                {ForeignKey, "fk_rails_{digest}"}, {Check, "chk_rails_{digest}"},
                {Index, "index_{Table}_on_{columns:_and_}"}});
    if (name == u"django")
        return policyOf(false, LetterCase::Snake, true,
            {{Table, "app_{Model:lower}"}, {Junction, "{LeftTable}_{Rights:lower}"},
                {JunctionColumn, "{Role:lower}_{key}"}, {Unique, "{Table}_{columns}_{hash}_uniq"}, {Pair, ""},
                {ForeignKey, "{Table}_{columns}_{hash}_fk_{ToTable}_{toColumns}"},
                {Check, "{Table}_{columns}_check"}, {Index, "{Table}_{columns}_{hash}"}});
    if (name == u"prisma")
        return policyOf(false, LetterCase::AsDrawn, false,
            {{Junction, "_{First}To{Second}"}, {ForeignKeyColumn, "{role}{Key}"}, {JunctionColumn, "{Letter}"},
                {PrimaryKey, "{Table}_pkey"}, {Unique, "{Table}_{columns}_key"},
                {Pair, "{Table}_{columns:}_pkey"}, {ForeignKey, "{Table}_{columns}_fkey"},
                {Index, "{Table}_{columns}_idx"}});
    if (name == u"as-drawn")
        return policyOf(false, LetterCase::AsDrawn, false, {{Pair, ""}});
    return std::nullopt;
}

} // namespace conjoin::model
