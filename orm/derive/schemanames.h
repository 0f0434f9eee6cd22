// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/namescope.h"

#include <QHash>

#include <vector>

namespace conjoin::orm {

struct Capabilities;

/// The names that somebody uses in the scopes of a schema. Each is a number that stands for a name of a scope;
/// that two names share one is possible, and makes who reads it careful without need.
class NameUses {
public:
    struct Use {
        quint64 name;
        /// What came of it depended on whether the name was free: it was made by rule 11, or tried in vain, or
        /// is that of a table. Else it was given and taken as it stands.
        bool decided;
    };

    void add(const QString& sqlSchema, const QString& name, bool decided);
    std::size_t size() const { return uses_.size(); }
    Use operator[](std::size_t i) const { return {uses_[i] >> 1, bool(uses_[i] & 1)}; }

private:
    std::vector<quint64> uses_;
};

/// The scopes of names in a schema: one a namespace, for tables, indexes and constraints together, since some
/// engine shares each two of them.
class SchemaNames {
public:
    explicit SchemaNames(const Capabilities& engine)
        : empty_(emptyScope(engine))
    {}

    const NameScope& in(const QString& sqlSchema) { return scope(sqlSchema); }
    /// A name that somebody gave.
    void reserve(const QString& sqlSchema, const QString& name, NameUses& uses);
    /// The name that a person gave a table, about which there may be something to say.
    void reserveForTable(const QString& sqlSchema, const QString& name, NameUses& uses);
    /// A name made of the parts (rule 11).
    QString take(const QString& sqlSchema, const QStringList& parts, NameUses& uses);

    /// A scope of the names of that engine.
    static NameScope emptyScope(const Capabilities& engine);

private:
    NameScope& scope(const QString& sqlSchema);

    NameScope empty_;
    QHash<QString, NameScope> scopes_;
};

} // namespace conjoin::orm
