// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace conjoin::model {

/// How names that nobody typed are made. The defaults are Sequelize's (ORM rules, part 2).
struct NamingPolicy {
    bool pluralTables = true;         ///< `Student` -> `Students`; false: the table is called as drawn
    bool underscored = false;         ///< `StudentId` -> `student_id`, `Students` -> `students`
    QMap<QString, QString> irregular; ///< this project's own words: singular -> plural, lower case

    friend bool operator==(const NamingPolicy&, const NamingPolicy&) = default;
};

/// `Student` -> `Students`; the letter case of the input survives.
QString pluralName(const NamingPolicy& policy, const QString& name);
QString singularName(const NamingPolicy& policy, const QString& name);

/// The database's table of a model.
QString tableNameFor(const NamingPolicy& policy, const QString& modelName);

/// A column that derivation adds by itself: `createdAt` -> `created_at` where the policy says so.
QString derivedColumnName(const NamingPolicy& policy, const QString& name);

/// The column that refers to `key` of the model or role: (`Student`, `id`) -> `StudentId`.
QString foreignKeyName(const NamingPolicy& policy, const QString& modelOrRole, const QString& key);

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
