// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "orm/derive/derive.h"
#include "orm/physical/physicalschema.h"

#include <QSet>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace conjoin::orm {

class ConditionSyntax;

/// How an engine reads the expressions of defaults, checks, generated columns and indexes. As it stands: the
/// SQL standard.
struct SqlSyntax {
    bool doubleQuotedTexts = false; ///< "x" is a text, not a name
    bool backtickNames = false;     ///< `x` is a name
    bool bracketNames = false;      ///< [x] is a name
    bool backslashEscapes = false;  ///< a backslash in a text escapes what follows
    bool dollarTexts = false;       ///< $tag$ … $tag$
    bool hashComments = false;      ///< # begins a comment
    bool colonCasts = false;        ///< x::type
    bool concatOperator = true;     ///< || joins texts; else it is OR
    bool castToAnyType = true;      ///< CAST (x AS t) takes every type that a column can have
    bool booleans = false;          ///< TRUE and FALSE are values of a type of their own
};

/// How alike the types of the two ends of a foreign key must be.
enum class KeyMatch {
    Any,
    Comparable, ///< numbers and numbers, texts and texts
    Same,       ///< numbers of one size and sign
};

/// What an engine can do and how much: asked instead of asking which engine it is.
struct Capabilities {
    int nameLimit = 0;                  ///< UTF-8 bytes of an identifier; 0 = none
    bool nameLimitInCharacters = false; ///< `nameLimit` counts characters instead
    QString defaultSchema{};            ///< the namespace that an empty one stands for: `public`
    bool namespaces = false;            ///< has schemas inside of a database
    int parameterLimit = 0;             ///< bound values a statement
    bool indexesForeignKeys = false;    ///< makes an index for each foreign key by itself
    bool showsConstraintNames =
        false;                        ///< in its catalog and its errors: only then are names made by convention
    bool namesKeysByColumns = false;  ///< calls an unnamed key TABLE_COLUMNS_key, a foreign one …_fkey
    bool namesPrimaryKeys = true;     ///< else a primary key has no name of its own (MySQL: PRIMARY, always)
    bool primaryKeyIsNotNull = false; ///< in its catalog, also where nobody wrote NOT NULL
    bool transactionalDdl = false;
    bool alterAddForeignKey = false; ///< a foreign key can be added to a table that exists
    bool returning = false;          ///< INSERT … RETURNING
    int returningSince = 0;          ///< … from that version on, as the server numbers them
    bool onConflict = false;         ///< INSERT … ON CONFLICT (columns) DO NOTHING
    bool rightJoins = true;          ///< RIGHT OUTER JOIN
    bool defaultInRows = false;      ///< DEFAULT stands for a value in a list of rows
    QString readLock{};              ///< behind a SELECT: others may read the rows, but not change them
    QString writeLock{};             ///< … nor take this lock; both empty where a writer has the whole file
    bool untypedRows = true;         ///< a parameter in a list of rows has the type of its value
    bool selectsFromValues = true;   ///< WITH t AS (VALUES (?), …), with parameters
    bool updateFrom = false;         ///< UPDATE … SET … FROM a list of rows; else UPDATE … JOIN it
    bool lateral = false;
    bool nullsAreLargest = false; ///< in an ascending order NULL comes last, unless NULLS FIRST is written
    bool withoutRowid = false;
    bool strictTables = false;
    bool namedTypes = false;  ///< enums and domains are objects of their own
    bool inlineEnums = false; ///< ENUM ('a', 'b') at the column
    bool arrays = false;
    bool unsignedNumbers = false;
    bool shortIntegers = false;    ///< whole numbers of one and of three bytes
    bool freeTypeNames = false;    ///< any word is a type: what it means is up to whoever wrote it
    bool floatsAreDoubles = false; ///< FLOAT and REAL hold as much as DOUBLE
    QString binaryCollation{};     ///< of texts that are compared byte by byte, where a column must say so
    bool identityColumns = false;  ///< GENERATED … AS IDENTITY
    bool virtualColumns = false;   ///< generated columns that are not stored
    bool partialIndexes = false;   ///< CREATE INDEX … WHERE
    bool expressionIndexes = false;
    bool includeColumns = false; ///< CREATE INDEX … INCLUDE
    bool prefixIndexes = false;  ///< only the first characters of a column
    bool deferrableKeys = false; ///< primary and unique ones
    bool deferrableForeignKeys = false;
    QString deferKeys{};             ///< makes foreign keys wait for the end of the transaction …
    bool defersEveryKey = false;     ///< … also those that were not declared so
    bool setDefaultAction = false;   ///< ON DELETE SET DEFAULT
    bool comments = false;           ///< keeps comments of tables and columns
    bool onUpdateColumns = false;    ///< MySQL's ON UPDATE of a column
    bool momentsWithZone = false;    ///< a moment is written with its distance from UTC, as in `… +00:00`
    bool emptyTables = false;        ///< a table may have no columns
    bool foldsTableNames = false;    ///< names of tables that differ in letter case only are one
    bool foldsColumnNames = false;   ///< so are names of columns, keys and indexes
    bool restrictIsNoAction = false; ///< RESTRICT and NO ACTION of a foreign key do the same
    bool uniqueIndexIsKey = false;   ///< a unique index over columns and a unique key are one thing
    bool mergesEqualKeys = false;    ///< a unique key over the columns of the primary key is that key
    bool trimsNames = false;         ///< refuses names that end in a space
    bool basicPlaneNames = false;    ///< names hold no characters beyond U+FFFF
    KeyMatch foreignKeyMatch = KeyMatch::Any;
    bool keysReferToKeys = false;      ///< a foreign key refers to a primary or unique key, or not at all
    bool foreignKeyNamesApart = false; ///< no two foreign keys of a database have one name
    bool steadyChecks = false;         ///< a check sees its row only: neither the time nor a column that counts
    int keyByteLimit = 0;              ///< bytes of a key or index; 0 = none
    bool longUniqueKeys = false;       ///< but for unique keys
    int rowByteLimit = 0;              ///< bytes of a row, but for what is stored apart; 0 = none
    bool unenforcedChecks = false;     ///< CHECK … NOT ENFORCED
    bool sequences = false;            ///< as objects of their own
    bool versionedTables = false;      ///< WITH SYSTEM VERSIONING, and periods
    bool keepsWording = false; ///< the catalog holds CREATE TABLE itself: letter case, words that mean nothing
    bool compressedColumns = false;    ///< COMPRESSED behind a type
    QString hiddenIndexWord{};       ///< of an index that the server keeps and does not use: IGNORED, INVISIBLE
    QStringList unknownCollations{}; ///< parts of the names of collations that only a relative has: `_0900_`
    QSet<QString> reservedWords{};   ///< in lower case: no bare names of tables and columns
    SqlSyntax syntax{};
};

struct DdlOptions {
    bool ifNotExists = false;
    bool drop = false; ///< DROP statements for everything first, dependants before what they depend on
};

/// One statement of a script and the object that it makes.
struct Statement {
    QString sql;      ///< without the semicolon
    ObjectRef object; ///< TableId of a table (LinkId when it is a junction), IndexId, VerbatimId …
};

/// Everything that differs from one database engine to another. Stateless; one instance an engine
/// (`dialects.h`).
class Dialect {
public:
    virtual ~Dialect() = default;

    virtual QString name() const = 0; ///< `sqlite`, as the command line says it
    virtual const Capabilities& capabilities() const = 0;

    /// The identifier as SQL, quoted whatever it holds.
    virtual QString quoted(const QString& identifier) const = 0;
    /// The identifier as SQL, quoted only where it must be: what scripts for people are written with.
    virtual QString identifier(const QString& identifier) const = 0;
    /// A text as an SQL literal.
    virtual QString textLiteral(const QString& text) const = 0;

    /// The type as this engine writes it. A type that it lacks is mapped to the nearest.
    virtual QString typeName(const model::DataType& type, bool autoIncrement = false) const = 0;
    /// The reverse, lossless: `typeName(typeOf(t)) == t` – a logical type where that holds, else the text
    /// verbatim.
    virtual model::DataType typeOf(const QString& text) const = 0;

    /// The type that goes by this name elsewhere, where this engine has just that by the same name (`inet`,
    /// `tinyblob`); nothing where it lacks it or means something else.
    virtual std::optional<model::DataType> typeCalled(const QString& name) const = 0;
    /// The extension that a database must have for that type; empty = none.
    virtual QString extensionFor(const model::DataType& type) const;

    /// What follows DEFAULT for a column of that type; empty where there is no default.
    virtual QString defaultText(const model::DefaultValue& value, const model::DataType& type) const = 0;
    /// The reverse, of what the catalog says: `defaultText(defaultOf(t))` means `t` and is read back as `t`.
    virtual model::DefaultValue defaultOf(const QString& text, const model::DataType& type) const = 0;

    /// How conditions of queries are written (`conditionsyntax.h`).
    virtual const ConditionSyntax& conditions() const = 0;

    /// The statements that create the schema on an empty database, in an order that runs.
    virtual std::vector<Statement> createSchema(
        const Derivation& derivation, const DdlOptions& options) const = 0;

    /// The statement that gives an index to a table that exists.
    virtual QString createIndex(const PhysicalTable& table, const PhysicalIndex& index) const = 0;

    /// Statements as one script that the engine's own client runs: each ended as it must be, blank lines around
    /// those of several lines; settings that the script needs come first.
    virtual QString script(const std::vector<Statement>& statements) const;
};

/// The dialect of that name (`sqlite` …), or an Error that lists the ones there are.
Result<const Dialect*> dialectNamed(const QString& name);
QStringList dialectNames();

/// The plain form of Dialect::script(): each ended by `;` and a line end.
QString scriptText(const std::vector<Statement>& statements);

} // namespace conjoin::orm
