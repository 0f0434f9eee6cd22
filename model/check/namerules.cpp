// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/findings.h"
#include "model/naming/namingpolicy.h"

#include <QSet>

#include <algorithm>

/// name.too-long          error    longer than the engine allows; a warning where another would cut it
/// name.unwritable        error    it holds a character that the engine's names can't, or half of one
/// name.spaces            hint     a space at an end that nobody sees; an error where the engine refuses it
/// name.taken             error    two keys, indexes or checks of a table with the same name; a warning for
///                                 indexes of two tables: MySQL alone tells them apart
/// column.name-reserved   hint     drawn with a word of SQL
namespace conjoin::model {

namespace {

constexpr int shortestLimit = 63; ///< bytes: PostgreSQL's

/// What MySQL takes for a space where it refuses one at the end of a name.
bool isAsciiSpace(QChar c)
{
    return c == u' ' || (c >= u'\t' && c <= u'\r');
}

/// NUL, or half of a pair of surrogates: no text in UTF-8 has them. A byte order mark in front: what reads
/// UTF-8 drops it.
bool isUnwritable(const QString& name)
{
    if (name.startsWith(QChar(0xfeff)))
        return true;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        if (c.isNull() || c.isLowSurrogate())
            return true;
        if (c.isHighSurrogate()) {
            if (i + 1 >= name.size() || !name[i + 1].isLowSurrogate())
                return true;
            ++i;
        }
    }
    return false;
}

class NameRules {
public:
    explicit NameRules(Findings& findings)
        : findings_(findings)
        , engine_(findings.engine())
    {}

    void run()
    {
        for (const Table& table : findings_.schema().tables)
            checkTable(table);
        for (const Reference& reference : findings_.schema().references)
            checkName(reference.key.constraintName, reference.id);
        for (const ManyToMany& link : findings_.schema().links) {
            for (const LinkEnd& end : link.ends)
                checkName(end.key.constraintName, link.id);
        }
        for (const UserType& type : findings_.schema().types)
            checkName(type.name, type.id);
    }

private:
    void checkTable(const Table& table)
    {
        const bool isNamed = !table.sqlName.isEmpty();
        checkName(
            isNamed ? table.sqlName : tableNameFor(findings_.document().settings.naming, table.name), table.id);
        for (const Column& column : table.columns) {
            checkName(column.name, column.id);
            if (table.keyPolicy == Table::KeyPolicy::Automatic && findings_.isReserved(column.name))
                findings_.add(Severity::Hint,
                    message("column.name-reserved",
                        "\"%1\" is a word of %2: everyone who writes queries must quote it",
                        {column.name, findings_.language()}),
                    table, column, message("mend.rename", "give it another name"));
        }
        QSet<QString> constraints;
        if (table.primaryKey)
            checkConstraint(table.primaryKey->name, table.primaryKey->id, constraints);
        for (const Key& key : table.uniqueKeys)
            checkConstraint(key.name, key.id, constraints);
        for (const Check& check : table.checks)
            checkConstraint(check.name, check.id, constraints);
        QSet<QString> indexes;
        for (const Index& index : table.indexes) {
            checkConstraint(index.name, index.id, indexes);
            const QString place = table.sqlSchema + QChar(0) + asOne(index.name);
            const TableId owner = indexOwners_.value(place, table.id);
            if (!index.name.isEmpty() && owner != table.id)
                tellTaken(Severity::Warning, index.name, index.id);
            indexOwners_.insert(place, owner);
        }
    }

    /// Equal for names that the engine takes for one.
    QString asOne(const QString& name) const
    {
        return engine_.engine.isEmpty() || engine_.foldsColumnNames ? name.toCaseFolded() : name;
    }

    void checkConstraint(const QString& name, const ObjectRef& object, QSet<QString>& taken)
    {
        checkName(name, object);
        if (name.isEmpty())
            return;
        const QString folded = asOne(name);
        if (engine_.keepsNamePrimary && folded.toCaseFolded() == u"primary" &&
            !std::holds_alternative<CheckId>(object))
            findings_.add(Severity::Error,
                message("name.taken", "%1 keeps the name \"%2\" for the primary key", {engine_.engine, name}),
                object, message("mend.rename", "give it another name"));
        if (taken.contains(folded))
            tellTaken(Severity::Error, name, object);
        taken.insert(folded);
    }

    void tellTaken(Severity severity, const QString& name, const ObjectRef& object)
    {
        findings_.add(severity, message("name.taken", "another one is called \"%1\" already", {name}), object,
            message("mend.rename", "give it another name"));
    }

    void checkName(const QString& name, const ObjectRef& object)
    {
        checkLength(name, object);
        const Message mend = message("mend.clean", "take those characters out");
        if (isUnwritable(name))
            findings_.add(Severity::Error,
                message(
                    "name.unwritable", "the name holds a character that no database can store and give back"),
                object, mend);
        else if (engine_.basicPlaneNames && name.size() != name.toUcs4().size())
            findings_.add(Severity::Error,
                message("name.unwritable", "%1 takes no characters beyond U+FFFF in names, such as emoji",
                    {engine_.engine}),
                object, mend);
        if (name.trimmed() == name || name.trimmed().isEmpty())
            return;
        const bool refused = engine_.trimsNames && isAsciiSpace(name.back());
        findings_.add(refused ? Severity::Error : Severity::Hint,
            refused ? message("name.spaces", "%1 takes no name that ends in a space", {engine_.engine})
                    : message("name.spaces", "the name begins or ends with a space, which nobody sees"),
            object, message("mend.trim", "take the space away"));
    }

    void checkLength(const QString& name, const ObjectRef& object)
    {
        const auto unit = engine_.nameLimitInCharacters ? LengthUnit::Characters : LengthUnit::Bytes;
        const Message mend = message("mend.shorten", "shorten it");
        const int length = nameLength(name, unit);
        if (engine_.nameLimit > 0 && length > engine_.nameLimit) {
            const QStringList filling{
                QString::number(length), engine_.engine, QString::number(engine_.nameLimit)};
            findings_.add(Severity::Error,
                unit == LengthUnit::Bytes
                    ? message("name.too-long", "the name is %1 bytes long; %2 allows %3", filling)
                    : message("name.too-long", "the name is %1 characters long; %2 allows %3", filling),
                object, mend);
            return;
        }
        const int bytes = nameLength(name, LengthUnit::Bytes);
        if (bytes > shortestLimit)
            findings_.add(Severity::Warning,
                message("name.too-long", "the name is %1 bytes long; PostgreSQL cuts it after %2",
                    {QString::number(bytes), QString::number(shortestLimit)}),
                object, mend);
    }

    Findings& findings_;
    const EngineLimits& engine_;
    QHash<QString, TableId> indexOwners_;
};

} // namespace

void checkNames(Findings& findings)
{
    NameRules(findings).run();
}

} // namespace conjoin::model
