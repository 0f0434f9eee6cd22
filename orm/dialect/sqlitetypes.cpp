// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlitetypes.h"

#include "orm/dialect/ansiddl.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>

namespace conjoin::orm::sqlite {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;

namespace {

struct Spelling {
    TypeKind kind;
    const char* name;
};

/// The kinds without arguments. The first spelling of a name is the kind that it is read as: SQLite's DATETIME
/// says nothing of a zone.
constexpr std::array spellings{
    Spelling{TypeKind::Boolean, "TINYINT(1)"}, Spelling{TypeKind::TinyInt, "TINYINT"},
    Spelling{TypeKind::SmallInt, "SMALLINT"}, Spelling{TypeKind::MediumInt, "MEDIUMINT"},
    Spelling{TypeKind::Integer, "INTEGER"}, Spelling{TypeKind::BigInt, "BIGINT"},
    Spelling{TypeKind::Float, "FLOAT"}, Spelling{TypeKind::Real, "REAL"},
    Spelling{TypeKind::Double, "DOUBLE PRECISION"}, Spelling{TypeKind::Text, "TEXT"},
    Spelling{TypeKind::Binary, "BLOB"}, Spelling{TypeKind::Date, "DATE"}, Spelling{TypeKind::Time, "TIME"},
    Spelling{TypeKind::Timestamp, "DATETIME"}, Spelling{TypeKind::TimestampTz, "DATETIME"},
    Spelling{TypeKind::Uuid, "UUID"}, Spelling{TypeKind::Json, "JSON"},
    Spelling{TypeKind::Jsonb, "JSON"}, // one JSON type only, and lists kept as JSON too
};

/// Words that end a type where they stand in it unquoted.
constexpr std::array reserved{
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
};

/// Words that SQLite takes for names where nothing else fits; in scripts for people they are quoted all the
/// same.
constexpr std::array contextual{
    "ABORT",
    "ACTION",
    "AFTER",
    "ALWAYS",
    "ANALYZE",
    "ASC",
    "ATTACH",
    "BEFORE",
    "BEGIN",
    "BY",
    "CASCADE",
    "CAST",
    "COLUMN",
    "CONFLICT",
    "CROSS",
    "CURRENT",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DATABASE",
    "DEFERRED",
    "DESC",
    "DETACH",
    "DO",
    "EACH",
    "END",
    "EXCEPT",
    "EXCLUDE",
    "EXCLUSIVE",
    "EXPLAIN",
    "FAIL",
    "FALSE",
    "FILTER",
    "FIRST",
    "FOLLOWING",
    "FOR",
    "FULL",
    "GENERATED",
    "GLOB",
    "GROUPS",
    "IF",
    "IGNORE",
    "IMMEDIATE",
    "INDEXED",
    "INITIALLY",
    "INNER",
    "INSTEAD",
    "INTERSECT",
    "KEY",
    "LAST",
    "LEFT",
    "LIKE",
    "MATCH",
    "MATERIALIZED",
    "NATURAL",
    "NO",
    "NULLS",
    "OF",
    "OFFSET",
    "OTHERS",
    "OUTER",
    "OVER",
    "PARTITION",
    "PLAN",
    "PRAGMA",
    "PRECEDING",
    "QUERY",
    "RAISE",
    "RANGE",
    "RECURSIVE",
    "REGEXP",
    "REINDEX",
    "RELEASE",
    "RENAME",
    "REPLACE",
    "RESTRICT",
    "RIGHT",
    "ROLLBACK",
    "ROW",
    "ROWS",
    "SAVEPOINT",
    "TEMP",
    "TEMPORARY",
    "TIES",
    "TRIGGER",
    "TRUE",
    "UNBOUNDED",
    "VACUUM",
    "VIEW",
    "VIRTUAL",
    "WINDOW",
    "WITH",
    "WITHOUT",
};

bool isReserved(const QString& word)
{
    return std::ranges::any_of(
        reserved, [&](const char* w) { return word.compare(QLatin1String(w), Qt::CaseInsensitive) == 0; });
}

QString withLength(const QString& name, int length)
{
    return length > 0 ? name + u'(' + QString::number(length) + u')' : name;
}

QString withDigits(const QString& name, const DataType& type)
{
    if (type.precision > 0 && type.scale != 0)
        return name + QStringLiteral("(%1,%2)").arg(type.precision).arg(type.scale);
    return withLength(name, type.precision);
}

/// A database's own type as SQL. What SQLite would not read as a type becomes one by quotes, so that no text
/// that somebody types can be anything else than a type.
QString nativeTypeName(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(
        R"re(^\s*(?:(?:[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"]|"")*"|\[[^\]]*\]|`(?:[^`]|``)*`|'(?:[^']|'')*')\s*)*)re"
        R"re((?:\(\s*[+-]?[0-9.]+\s*(?:,\s*[+-]?[0-9.]+\s*)?\)\s*)?$)re"));
    static const QRegularExpression word(
        QStringLiteral(R"re("[^"]*"|\[[^\]]*\]|`[^`]*`|'[^']*'|([A-Za-z_][A-Za-z0-9_$]*))re"));
    if (!form.match(text).hasMatch())
        return quoted(text);
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const QString plain = it.next().captured(1);
        if (!plain.isEmpty() && isReserved(plain))
            return quoted(text);
    }
    return text;
}

/// Whether SQLite turns a text that looks like a number into one when it is stored (datatype3, section 3.1).
bool prefersNumbers(const DataType& type)
{
    const QString name = typeName(type, false).toUpper();
    const auto has = [&](const char* part) { return name.contains(QLatin1String(part)); };
    if (has("INT"))
        return true;
    if (has("CHAR") || has("CLOB") || has("TEXT"))
        return false;
    return !name.isEmpty() && !has("BLOB");
}

bool isNumber(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$)"));
    return form.match(text).hasMatch();
}

/// Whether DEFAULT takes the expression without parentheses: a literal, a name, CURRENT_TIMESTAMP …
bool isSimple(const QString& expression)
{
    static const QRegularExpression form(QStringLiteral(
        R"re(^(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|`(?:[^`]|``)*`|[xX]'(?:[0-9A-Fa-f]{2})*'|[A-Za-z_][A-Za-z0-9_]*|[+-]?0[xX][0-9A-Fa-f]+)$)re"));
    return isNumber(expression) || form.match(expression).hasMatch();
}

QString currentTime(const DataType& type)
{
    switch (type.kind) {
    case TypeKind::Date:
        return QStringLiteral("CURRENT_DATE");
    case TypeKind::Time:
        return QStringLiteral("CURRENT_TIME");
    default:
        return QStringLiteral("CURRENT_TIMESTAMP");
    }
}

/// A version 4 UUID by SQLite's own means.
QString randomUuid()
{
    return QStringLiteral(
        "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' "
        "|| "
        "substr('89AB', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))");
}

QString literalText(const QString& text, const DataType& type)
{
    if (type.kind == TypeKind::Boolean && (text == u"true" || text == u"false"))
        return text == u"true" ? QStringLiteral("1") : QStringLiteral("0");
    return prefersNumbers(type) && isNumber(text) ? text : textLiteral(text);
}

std::optional<QString> unquotedText(const QString& sql)
{
    if (sql.size() < 2 || !sql.startsWith(u'\'') || !sql.endsWith(u'\'') || !isSimple(sql))
        return std::nullopt;
    return sql.mid(1, sql.size() - 2).replace(QStringLiteral("''"), QStringLiteral("'"));
}

} // namespace

QString typeName(const DataType& type, bool autoIncrement)
{
    const QString integer = QStringLiteral("INTEGER");
    if (autoIncrement) // nothing else is a rowid
        return type.native->compare(integer, Qt::CaseInsensitive) == 0 ? *type.native : integer;
    if (type.dimensions > 0)
        return QStringLiteral("JSON");
    switch (type.kind) {
    case TypeKind::Native:
        return nativeTypeName(type.native);
    case TypeKind::Enum:
    case TypeKind::Set:
    case TypeKind::Named: // derivation has said what it stands for
        return QStringLiteral("TEXT");
    case TypeKind::Varchar:
        return withLength(QStringLiteral("VARCHAR"), type.length);
    case TypeKind::Char:
        return withLength(QStringLiteral("CHAR"), type.length);
    case TypeKind::Decimal:
        return withDigits(QStringLiteral("DECIMAL"), type);
    default:
        break;
    }
    const auto it = std::ranges::find(spellings, type.kind, &Spelling::kind);
    Q_ASSERT_X(it != spellings.end(), "sqlite::typeName", "every kind has a spelling");
    const QString name = QString::fromLatin1(it->name);
    if (type.isWholeNumber())
        return withLength(name, type.length);
    return type.isFloating() ? withDigits(name, type) : name;
}

DataType typeOf(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^(VARCHAR|CHAR|DECIMAL)(?:\(([0-9]+)(?:,([0-9]+))?\))?$)"));
    const auto it =
        std::ranges::find_if(spellings, [&](const Spelling& s) { return text == QLatin1String(s.name); });
    if (it != spellings.end())
        return DataType::of(it->kind);
    if (const auto match = form.match(text); match.hasMatch()) {
        const QString word = match.captured(1);
        const int first = match.captured(2).toInt();
        DataType type = DataType::decimal(first, match.captured(3).toInt());
        if (word != u"DECIMAL")
            type = DataType::of(word == u"CHAR" ? TypeKind::Char : TypeKind::Varchar, first);
        if (typeName(type, false) == text)
            return type;
    }
    return DataType::verbatim(text);
}

QString strictTypeName(const DataType& type, bool autoIncrement)
{
    if (autoIncrement)
        return typeName(type, true);
    switch (type.kind) {
    case TypeKind::Native:
        return nativeTypeName(type.native);
    case TypeKind::Boolean:
    case TypeKind::TinyInt:
    case TypeKind::SmallInt:
    case TypeKind::MediumInt:
    case TypeKind::Integer:
    case TypeKind::BigInt:
        return QStringLiteral("INTEGER");
    case TypeKind::Float:
    case TypeKind::Real:
    case TypeKind::Double:
        return QStringLiteral("REAL");
    case TypeKind::Binary:
        return QStringLiteral("BLOB");
    case TypeKind::Decimal:
        return QStringLiteral("ANY"); // keeps what it is given, as DECIMAL's affinity would
    default:
        return QStringLiteral("TEXT");
    }
}

QString defaultText(const DefaultValue& value, const DataType& type)
{
    switch (value.kind) {
    case DefaultValue::Kind::None:
        return {};
    case DefaultValue::Kind::Literal:
        return literalText(value.text, type);
    case DefaultValue::Kind::Expression:
        return isSimple(value.text) ? *value.text : ansi::parenthesized(value.text);
    case DefaultValue::Kind::Now:
        return currentTime(type);
    case DefaultValue::Kind::Uuid:
        return u'(' + randomUuid() + u')';
    }
    return {};
}

DefaultValue defaultOf(const QString& text, const DataType& type)
{
    using Kind = DefaultValue::Kind;
    if (text.isEmpty())
        return {};
    if (text == randomUuid())
        return {Kind::Uuid, {}};
    if (text == currentTime(type))
        return {Kind::Now, {}};
    QString literal = unquotedText(text).value_or(text);
    if (type.kind == TypeKind::Boolean && (text == u"0" || text == u"1"))
        literal = text == u"1" ? QStringLiteral("true") : QStringLiteral("false");
    if (literalText(literal, type) == text)
        return {Kind::Literal, literal};
    return {Kind::Expression, text};
}

QString quoted(const QString& identifier)
{
    QString text = identifier;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString textLiteral(const QString& text)
{
    if (text.contains(QChar(0))) // where SQLite would stop reading
        return QStringLiteral("CAST(X'%1' AS TEXT)").arg(QString::fromLatin1(text.toUtf8().toHex()));
    QString copy = text;
    return u'\'' + copy.replace(u'\'', QStringLiteral("''")) + u'\'';
}

bool isKeyword(const QString& word)
{
    // Asked for every name of a script: one look-up instead of 150 comparisons.
    static const QSet<QString> words = [] {
        QSet<QString> all;
        for (const char* w : reserved)
            all.insert(QString::fromLatin1(w));
        for (const char* w : contextual)
            all.insert(QString::fromLatin1(w));
        return all;
    }();
    return words.contains(word.toUpper());
}

} // namespace conjoin::orm::sqlite
