// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace conjoin::model {

/// Of names that are made of words: `blogPost` and `id`.
enum class LetterCase {
    AsDrawn,     ///< `BlogPosts`, `BlogPostId`
    Underscored, ///< as Sequelize does, an underscore before each capital: `blog_posts`, `blog_post_id`
    Camel,       ///< `blogPosts`, `blogPostId`
    Pascal,      ///< `BlogPosts`, `BlogPostId`
    Snake,       ///< word by word: `blog_posts`; `HTTPServer` is `http_server`
};

/// What a convention has a pattern for.
enum class NameKind {
    Table,
    Junction,         ///< the table of a junction that is called after its two ends; empty: as any table
    PrimaryKeyColumn, ///< the generated one
    ForeignKeyColumn,
    JunctionColumn, ///< a foreign key of a junction; empty: as any
    CreatedAt,
    UpdatedAt,
    DeletedAt,
    PrimaryKey,
    Unique,
    Pair, ///< the key of a junction over its ends; empty: as any
    ForeignKey,
    Check,
    Index,
};

/// How names that nobody typed are made. The defaults are Sequelize's (ORM rules, part 2).
struct NamingPolicy {
    bool pluralTables = true; ///< `Student` -> `Students`; false: the table is called as drawn
    bool wideKeys = false;    ///< generated keys count in 64 bits
    LetterCase letterCase = LetterCase::AsDrawn;
    QMap<NameKind, QString> patterns; ///< where they differ from defaultPattern(); see setPattern()
    QMap<QString, QString> irregular; ///< this project's own words: singular -> plural, lower case

    /// Text and tokens in braces (patternTokens()). An empty one leaves the name of a constraint to the server.
    QString pattern(NameKind kind) const;
    void setPattern(NameKind kind, const QString& pattern);

    friend bool operator==(const NamingPolicy&, const NamingPolicy&) = default;
};

QString defaultPattern(NameKind kind);
/// The tokens that a pattern of that kind may hold, without their braces. `{Model}` is written as drawn,
/// `{model}` with a small first letter, `{Model:lower}` in small letters; `{columns}` are joined by `_`,
/// `{columns:_and_}` by
/// `_and_`.
QStringList patternTokens(NameKind kind);
/// Why the pattern can't be used: an unknown token, a brace alone, or one that names nothing.
std::optional<Error> patternError(NameKind kind, const QString& pattern);

/// Conventions that are known by name: `sequelize`, `rails`, `django`, `prisma`, `as-drawn`.
QStringList conventionNames();
/// Nothing where no convention is called so.
std::optional<NamingPolicy> conventionNamed(const QString& name);

/// Values for the tokens of a pattern.
struct PatternValues {
    QMap<QString, QString> words; ///< by token, as drawn: `Model` also gives `model`
    QStringList columns;
};
QString nameByPattern(const QString& pattern, const PatternValues& values);

/// `Student` -> `Students`; the letter case of the input survives.
QString pluralName(const NamingPolicy& policy, const QString& name);
QString singularName(const NamingPolicy& policy, const QString& name);

/// The database's table of a model.
QString tableNameFor(const NamingPolicy& policy, const QString& modelName);

/// The table of a junction that nobody named, between the models of its two ends in the order they were drawn:
/// by the pattern of junctions where there is one. Empty where it is called as any table.
QString junctionTableFor(const NamingPolicy& policy, const QString& left, const QString& right);

/// The policy by which attributes of the ORM are named where columns are underscored: an attribute keeps its
/// letter case then, as in Sequelize. Everywhere else attribute and column have one name.
NamingPolicy attributeNaming(const NamingPolicy& policy);

/// A column that derivation adds by itself: `createdAt` -> `created_at` where the policy says so.
QString derivedColumnName(const NamingPolicy& policy, const QString& name);

/// The column that refers to `key` of the model or role: (`Student`, `id`) -> `StudentId`.
QString foreignKeyName(const NamingPolicy& policy, const QString& modelOrRole, const QString& key);
/// The same in a junction, where the convention numbers the ends: 0 is the one that comes first by name.
QString junctionColumnName(
    const NamingPolicy& policy, const QString& modelOrRole, const QString& key, int rank);
/// The generated primary key of a model.
QString primaryKeyColumnName(const NamingPolicy& policy, const QString& modelName);

/// What to call the junction between two models until a person says better: (`Student`, `Class`) ->
/// `StudentClass`, made different from every name in `taken` by a number.
QString junctionName(const QString& left, const QString& right, const QStringList& taken);

/// `base`, or `base2`, `base3` … whichever is first not in `taken` (letter case ignored, as SQLite does).
QString freeName(const QString& base, const QStringList& taken);

/// A name made of parts, at most `limit` UTF-8 bytes or characters long: cut to a readable prefix and a hash of
/// the whole where it is longer, so that it stays unique and the same for the same parts.
enum class LengthUnit { Bytes, Characters };
QString boundedName(const QStringList& parts, int limit, LengthUnit unit = LengthUnit::Bytes);
int nameLength(const QString& name, LengthUnit unit);

} // namespace conjoin::model
