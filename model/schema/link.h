// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/schema/deferrable.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace conjoin::model {

enum class Action { NoAction, Restrict, Cascade, SetNull, SetDefault };
/// As SQL says it: `SET NULL`.
QString actionText(Action action);

/// One column of a foreign key. A null `local` is derived (named by convention, typed as its target); a null
/// `target` is the derived primary key of the table at the other end.
struct ColumnPair {
    ColumnId local;
    ColumnId target;

    friend bool operator==(const ColumnPair&, const ColumnPair&) = default;
};

/// What is said of a foreign key, whether of a Reference or of one end of a ManyToMany. Everything left empty
/// is derived by the rules of `orm/derive/derive.h`.
struct ForeignKey {
    std::vector<ColumnPair> columns; ///< empty: derived, referring to the target's primary key
    QString columnName;              ///< name of a derived single column; empty = by convention
    QString attribute{};             ///< what the ORM's user calls that column; empty = its name
    std::optional<Action> onDelete;
    std::optional<Action> onUpdate;
    Deferrable deferrable = Deferrable::No;
    QString match;                      ///< SQL's MATCH word, verbatim; empty = none
    QString constraintName;             ///< empty = by convention, or unnamed where the database had it so
    bool unnamed = false;               ///< the constraint has no name and gets none
    bool implicitTarget = false;        ///< SQLite: written without target columns, meaning the primary key
    bool unconstrained = false;         ///< no constraint in the database: a relation that people know of
    bool validated = true;              ///< false: rows that were there before are not checked (NOT VALID)
    std::vector<ColumnId> setColumns{}; ///< what ON DELETE SET NULL or SET DEFAULT sets; empty = the whole key
    QString comment{};                  ///< of the constraint
    /// SQLite: NOT DEFERRABLE is written, which says what is so without it.
    bool notDeferrableWritten = false;
    /// SQLite: the target's table and columns as the key writes them, where their letter case is another than
    /// the target's own; else empty.
    QStringList targetSpelling{};

    friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

/// A one-to-one or one-to-many link: `from` holds the key, `to` is what it points at.
struct Reference {
    ReferenceId id;
    TableId from;               ///< the many side
    TableId to;                 ///< the one side; null when the database names a table that does not exist
    QString missingTable;       ///< that name, with a null `to`
    QString missingSchema;      ///< and its namespace
    QStringList missingColumns; ///< the columns it names there
    bool mandatory = false;     ///< derived key columns are NOT NULL
    bool unique = false;        ///< one-to-one: derived key columns are unique
    bool uniqueEnforced =
        true;     ///< false: one-to-one by agreement only, as Sequelize's hasOne; no unique key is derived
    QString role; ///< what `from` calls `to`: `Teacher`; empty = by convention
    QString inverseRole; ///< what `to` calls `from`: `Classes`; empty = by convention
    ForeignKey key;

    friend bool operator==(const Reference&, const Reference&) = default;
};

/// One end of a many-to-many link: the table there and the junction's foreign key to it.
struct LinkEnd {
    TableId table;
    QString role; ///< what the *other* side calls these rows: `Classes`; a self link needs it; empty = by
                  ///< convention
    ForeignKey key;
    int minimum = 0; ///< participation (L6): a row of `table` takes part in at least so many links …
    int maximum = 0; ///< … and in at most so many; 0 = any number

    friend bool operator==(const LinkEnd&, const LinkEnd&) = default;
};

/// The value that a column of a junction has in the rows of one link, where several links share the junction.
struct LinkScope {
    ColumnId column; ///< an own column of the junction
    QString value;   ///< unquoted

    friend bool operator==(const LinkScope&, const LinkScope&) = default;
};

/// A many-to-many link, an object of its own for its whole life. Its junction is a Table of the same schema
/// (named here and by no other link, unless all of them have a scope over the same columns with different
/// values), so attributes, indexes, checks and further links need no second mechanism.
struct ManyToMany {
    /// Pair: the foreign keys together are the primary key. Surrogate: an `id`, and the keys together unique.
    /// Duplicates: an `id`, and a pair may be linked many times. AsIs: the junction table's own keys say
    /// everything – it was read from a database.
    enum class JunctionKey { Pair, Surrogate, Duplicates, AsIs };

    LinkId id;
    TableId junction;
    std::vector<LinkEnd> ends; ///< two, or more for an n-ary link, in the order drawn
    JunctionKey junctionKey = JunctionKey::Pair;
    std::optional<bool>
        reverseIndex;       ///< empty = on for drawn links where the engine makes none itself, off for AsIs
    bool symmetric = false; ///< self link: (a, b) and (b, a) are one link, kept once with the smaller key first
    bool ordered = false;   ///< the links of a row of the first end have an order: a derived position column
    bool validity = false; ///< links hold for a time: derived columns from and to, the start joins the pair key
    QString
        pairKeyName{}; ///< of the unique key over the pair; empty = by convention. Yields as Key::nameYields
    QString positionName{};  ///< of the derived column of an ordered link; empty = by convention
    QString validFromName{}; ///< of the derived columns of a link with a validity; empty = by convention
    QString validToName{};
    std::vector<LinkScope>
        scope{};    ///< several links share the junction, told apart by these; each joins the pair key
    QString reason; ///< why a table that was read is a link: the rule's code; empty for drawn links

    friend bool operator==(const ManyToMany&, const ManyToMany&) = default;
};

} // namespace conjoin::model
