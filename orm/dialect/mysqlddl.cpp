// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqlddl.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/ansiddl.h"
#include "orm/dialect/mysqltable.h"
#include "orm/dialect/mysqltext.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm::mysql {

namespace {

using model::TypeKind;
using model::Verbatim;

/// `CREATE … VIEW `: what stands before the name of a thing that is kept verbatim, and its keyword.
QRegularExpressionMatch headOf(const QString& statement)
{
    static const QRegularExpression form(
        QStringLiteral(R"re(^((?:\s|/\*.*?\*/)*CREATE\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?)re"
                       R"re((?:DEFINER\s*=\s*(?:`(?:[^`]|``)*`|'(?:[^']|'')*'|[^\s@`']+))re"
                       R"re((?:\s*@\s*(?:`(?:[^`]|``)*`|'(?:[^']|'')*'|[^\s`']+))?\s+)?)re"
                       R"re((?:SQL\s+SECURITY\s+\w+\s+)?(?:AGGREGATE\s+)?)re"
                       R"re((VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|SEQUENCE|PACKAGE\s+BODY|PACKAGE)\s+))re"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return form.match(statement);
}

QString createVerbatim(const PhysicalVerbatim& verbatim, bool ifNotExists)
{
    QString text = verbatim.sql.trimmed();
    if (const QString settings = settingsOf(text); !settings.isEmpty())
        text = text.mid(text.indexOf(u"*/") + 2).trimmed();
    while (text.endsWith(u';'))
        text = text.chopped(1).trimmed();
    const auto head = headOf(text);
    if (!ifNotExists || !head.hasMatch())
        return text;
    static const QRegularExpression settled(
        QStringLiteral(R"(\bOR\s+REPLACE\b)"), QRegularExpression::CaseInsensitiveOption);
    if (settled.match(head.captured(1)).hasMatch())
        return text;
    const QString name = text.mid(head.capturedEnd());
    if (name.startsWith(u"IF NOT EXISTS", Qt::CaseInsensitive))
        return text;
    if (verbatim.kind == Verbatim::Kind::View) // MySQL 8 knows no IF NOT EXISTS of views
        return QStringLiteral("CREATE OR REPLACE ") + text.mid(QStringLiteral("CREATE ").size());
    return head.captured(1) + QStringLiteral("IF NOT EXISTS ") + name;
}

QString dropVerbatim(const Dialect& dialect, const PhysicalVerbatim& verbatim)
{
    const auto head = headOf(verbatim.sql);
    if (!head.hasMatch())
        return {};
    return QStringLiteral("DROP %1 IF EXISTS ").arg(head.captured(2).simplified().toUpper()) +
           ansi::tableName(dialect, verbatim.schema, verbatim.name);
}

/// Things in the order in which they may be made: routines only name what they use, views must find it.
int rank(const PhysicalVerbatim& verbatim)
{
    switch (verbatim.kind) {
    case Verbatim::Kind::Sequence:
        return 0; // before the tables
    case Verbatim::Kind::Routine:
        return 1;
    case Verbatim::Kind::View:
        return 2;
    case Verbatim::Kind::Trigger:
        return 3;
    case Verbatim::Kind::Event:
        return 4;
    default:
        return 5;
    }
}

std::vector<std::size_t> verbatimOrder(const PhysicalSchema& schema)
{
    // Only views wait for others of their kind; triggers and routines may be called like a view.
    QHash<QString, std::size_t> views;
    for (std::size_t i = 0; i < schema.verbatims.size(); ++i) {
        if (schema.verbatims[i].kind == Verbatim::Kind::View)
            views.insert(model::objectKey(schema.verbatims[i].schema, schema.verbatims[i].name), i);
    }
    std::vector<std::vector<std::size_t>> dependsOn(schema.verbatims.size());
    for (const std::size_t i : views) {
        for (const QString& name : schema.verbatims[i].dependsOn) {
            if (const auto it = views.constFind(name); it != views.cend() && *it != i)
                dependsOn[i].push_back(*it);
        }
    }
    std::vector<std::size_t> order;
    for (const std::vector<std::size_t>& group : topologicalGroups(dependsOn))
        order.insert(order.end(), group.begin(), group.end());
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return rank(schema.verbatims[i]); });
    return order;
}

/// Zero dates, which the strict modes of MySQL 8 refuse.
bool hasZeroDate(const PhysicalColumn& column)
{
    static const QRegularExpression form(QStringLiteral(R"(^'?\d{4}-(?:00-\d\d|\d\d-00))"));
    return form.match(column.defaultValue.text).hasMatch() && column.type.kind != TypeKind::Varchar &&
           column.type.kind != TypeKind::Char && column.type.kind != TypeKind::Text;
}

class SchemaWriter {
public:
    SchemaWriter(
        const Dialect& dialect, MySqlFlavour flavour, const Derivation& derivation, const DdlOptions& options)
        : dialect_(dialect)
        , flavour_(flavour)
        , derivation_(derivation)
        , schema_(derivation.schema)
        , options_(options)
        , tables_(ansi::creationOrder(derivation.schema))
        , verbatims_(verbatimOrder(derivation.schema))
    {
        std::erase_if(tables_, [&](std::size_t i) { return schema_.tables[i].columns.empty(); });
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            const PhysicalTable& table = schema_.tables[tables_[i]];
            places_.insert({table.schema, table.name}, i);
        }
    }

    std::vector<Statement> statements()
    {
        if (options_.drop)
            addDrops();
        addDatabases();
        enter();
        for (const std::size_t i : verbatims_) {
            if (rank(schema_.verbatims[i]) == 0)
                addVerbatim(i);
        }
        for (std::size_t place = 0; place < tables_.size(); ++place)
            addTable(place);
        for (const auto& [table, key] : later_)
            addKey(table, key);
        for (const std::size_t i : verbatims_) {
            if (rank(schema_.verbatims[i]) > 0)
                addVerbatim(i);
        }
        switchTo({});
        if (!leaving_.isEmpty())
            add(QStringLiteral("SET ") + leaving_.join(QStringLiteral(", ")));
        return std::move(statements_);
    }

private:
    void add(const QString& sql, const ObjectRef& object = {}) { statements_.push_back({sql, object}); }

    ObjectRef objectOf(std::size_t table) const
    {
        const TableOrigin& origin = derivation_.origins[table];
        return origin.link.isNull() ? ObjectRef(origin.table) : ObjectRef(origin.link);
    }

    /// A namespace is a database here; the default one is whichever the script runs in.
    void addDatabases()
    {
        QStringList known{QString()};
        const auto need = [&](const QString& name) {
            if (known.contains(name))
                return;
            known.append(name);
            add(QStringLiteral("CREATE DATABASE IF NOT EXISTS ") + dialect_.identifier(name));
        };
        for (const PhysicalTable& table : schema_.tables)
            need(table.schema);
        for (const PhysicalVerbatim& verbatim : schema_.verbatims)
            need(verbatim.schema);
    }

    void addDrops()
    {
        const bool cyclic = !laterKeys().empty();
        if (cyclic)
            add(QStringLiteral("SET @old_foreign_key_checks = @@foreign_key_checks, foreign_key_checks = 0"));
        const auto drop = [&](std::size_t i) {
            const QString text = dropVerbatim(dialect_, schema_.verbatims[i]);
            if (text.isEmpty())
                return;
            // The word is known in the mode ORACLE only.
            switchTo(text.startsWith(u"DROP PACKAGE") ? settingsOf(schema_.verbatims[i].sql) : QString());
            add(text, derivation_.verbatims[i]);
        };
        for (auto it = verbatims_.rbegin(); it != verbatims_.rend(); ++it) {
            if (rank(schema_.verbatims[*it]) > 0)
                drop(*it);
        }
        switchTo({});
        for (auto it = tables_.rbegin(); it != tables_.rend(); ++it) {
            const PhysicalTable& table = schema_.tables[*it];
            add(QStringLiteral("DROP TABLE IF EXISTS ") + ansi::tableName(dialect_, table.schema, table.name),
                objectOf(*it));
        }
        for (auto it = verbatims_.rbegin(); it != verbatims_.rend(); ++it) {
            if (rank(schema_.verbatims[*it]) == 0)
                drop(*it);
        }
        if (cyclic)
            add(QStringLiteral("SET foreign_key_checks = @old_foreign_key_checks"));
    }

    /// Whether the table at that place must be made before what its key refers to.
    bool comesLater(std::size_t place, const PhysicalForeignKey& key) const
    {
        const auto target = places_.constFind({key.refSchema, key.refTable});
        return target != places_.cend() && *target > place;
    }

    std::vector<std::pair<std::size_t, std::size_t>> laterKeys() const
    {
        std::vector<std::pair<std::size_t, std::size_t>> keys;
        for (std::size_t place = 0; place < tables_.size(); ++place) {
            const PhysicalTable& table = schema_.tables[tables_[place]];
            for (std::size_t k = 0; k < table.foreignKeys.size(); ++k) {
                if (comesLater(place, table.foreignKeys[k]))
                    keys.emplace_back(tables_[place], k);
            }
        }
        return keys;
    }

    /// Whether the server makes the key only if it is told not to look: what it refers to is not there, or is
    /// no key there.
    bool isUnchecked(const PhysicalForeignKey& key) const
    {
        const auto place = places_.constFind({key.refSchema, key.refTable});
        if (place == places_.cend())
            return key.refSchema.isEmpty(); // another database may hold it
        const PhysicalTable& target = schema_.tables[tables_[*place]];
        if (!target.options.engine.isEmpty() && target.options.engine != u"InnoDB")
            return true;
        const auto begins = [&](const std::vector<PhysicalKeyPart>& parts) {
            const auto count = std::size_t(key.refColumns.size());
            return parts.size() >= count &&
                   std::all_of(
                       parts.begin(), parts.begin() + std::ptrdiff_t(count), [&](const PhysicalKeyPart& part) {
                           return key.refColumns.contains(part.column, Qt::CaseInsensitive);
                       });
        };
        return !(target.primaryKey && begins(target.primaryKey->parts)) &&
               std::ranges::none_of(target.uniqueKeys, begins, &PhysicalKey::parts) &&
               std::ranges::none_of(target.indexes, begins, &PhysicalIndex::parts);
    }

    /// Changes the session variables that the tables need otherwise.
    void enter()
    {
        bool unchecked = false, zeroDates = false, instants = false;
        for (const std::size_t i : tables_) {
            const PhysicalTable& table = schema_.tables[i];
            unchecked = unchecked || std::ranges::any_of(
                                         table.foreignKeys, [&](const auto& key) { return isUnchecked(key); });
            zeroDates = zeroDates || std::ranges::any_of(table.columns, hasZeroDate);
            instants = instants || std::ranges::any_of(table.columns, [](const PhysicalColumn& column) {
                return isTimestamp(column.type) &&
                       column.defaultValue.kind == model::DefaultValue::Kind::Literal;
            });
        }
        later_ = laterKeys();
        if (options_.ifNotExists && !later_.empty()) { // no ALTER adds a key only where it is missing
            unchecked = true;
            later_.clear();
            allInside_ = true;
        }
        QStringList entering;
        const auto change = [&](const char* variable, const char* value) {
            const QString name = QString::fromLatin1(variable);
            entering.append(QStringLiteral("@old_%1 = @@%1, %1 = %2").arg(name, QString::fromLatin1(value)));
            leaving_.append(QStringLiteral("%1 = @old_%1").arg(name));
        };
        if (unchecked)
            change("foreign_key_checks", "0");
        if (zeroDates)
            change("sql_mode", "''");
        if (instants)
            change("time_zone", "'+00:00'");
        if (!entering.isEmpty())
            add(QStringLiteral("SET ") + entering.join(QStringLiteral(", ")));
    }

    /// The key with the columns that it refers to said: SQLite leaves out those of a primary key.
    PhysicalForeignKey explicitKey(PhysicalForeignKey key) const
    {
        const auto place = places_.constFind({key.refSchema, key.refTable});
        if (!key.refColumns.isEmpty() || place == places_.cend())
            return key;
        if (const auto& primaryKey = schema_.tables[tables_[*place]].primaryKey) {
            for (const PhysicalKeyPart& part : primaryKey->parts)
                key.refColumns.append(part.column);
        }
        return key;
    }

    void addTable(std::size_t place)
    {
        const PhysicalTable& table = schema_.tables[tables_[place]];
        std::vector<PhysicalForeignKey> keys;
        for (const PhysicalForeignKey& key : table.foreignKeys) {
            if (allInside_ || !comesLater(place, key))
                keys.push_back(explicitKey(key));
        }
        add(tableStatement(dialect_, flavour_, table, keys, options_.ifNotExists), objectOf(tables_[place]));
    }

    void addKey(std::size_t tableNumber, std::size_t keyNumber)
    {
        const PhysicalTable& table = schema_.tables[tableNumber];
        const ForeignKeyOrigin& origin = derivation_.origins[tableNumber].foreignKeys[keyNumber];
        add(QStringLiteral("ALTER TABLE ") + ansi::tableName(dialect_, table.schema, table.name) +
                QStringLiteral("\n  ADD ") +
                foreignKeyLine(dialect_, flavour_, explicitKey(table.foreignKeys[keyNumber])),
            origin.link.isNull() ? ObjectRef(origin.reference) : ObjectRef(origin.link));
    }

    void addVerbatim(std::size_t i)
    {
        const PhysicalVerbatim& verbatim = schema_.verbatims[i];
        switchTo(settingsOf(verbatim.sql.trimmed()));
        add(createVerbatim(verbatim, options_.ifNotExists), derivation_.verbatims[i]);
    }

    /// The session variables of the next program; empty = those that were there.
    void switchTo(const QString& settings)
    {
        if (settings == settings_)
            return;
        const QStringList variables{
            QStringLiteral("sql_mode"), QStringLiteral("time_zone"), QStringLiteral("collation_connection")};
        const auto list = [&](const QString& form) {
            QStringList words;
            for (const QString& variable : variables)
                words.append(form.arg(variable));
            return QStringLiteral("SET ") + words.join(QStringLiteral(", "));
        };
        if (!saved_)
            add(list(QStringLiteral("@program_%1 = @@%1")));
        saved_ = true;
        if (!settings_.isEmpty())
            add(list(QStringLiteral("%1 = @program_%1")));
        if (!settings.isEmpty())
            add(QStringLiteral("SET ") + settings);
        settings_ = settings;
    }

    const Dialect& dialect_;
    const MySqlFlavour flavour_;
    const Derivation& derivation_;
    const PhysicalSchema& schema_;
    const DdlOptions& options_;
    std::vector<std::size_t> tables_;                        ///< in the order in which they are made
    std::vector<std::size_t> verbatims_;                     ///< the same
    QHash<std::pair<QString, QString>, std::size_t> places_; ///< of a table in tables_
    std::vector<std::pair<std::size_t, std::size_t>> later_; ///< keys that ALTER TABLE adds: table, its key
    bool allInside_ = false;
    QStringList leaving_;
    QString settings_;
    bool saved_ = false;
    std::vector<Statement> statements_;
};

/// Whether a client would end the statement too early: a semicolon outside of texts, names and comments.
bool hasSemicolon(const QString& sql)
{
    static const QRegularExpression piece(
        QStringLiteral(
            R"('(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`(?:[^`]|``)*`|/\*.*?\*/|--\s[^\n]*|#[^\n]*|(;))"),
        QRegularExpression::DotMatchesEverythingOption);
    for (auto it = piece.globalMatch(sql); it.hasNext();) {
        if (!it.next().captured(1).isEmpty())
            return true;
    }
    return false;
}

QString delimiterFor(const QString& sql)
{
    for (const char* delimiter : {";;", "//", "$$", "||"}) {
        if (!sql.contains(QLatin1String(delimiter)))
            return QString::fromLatin1(delimiter);
    }
    QString longest = QStringLiteral("$$$");
    while (sql.contains(longest))
        longest += u'$';
    return longest;
}

} // namespace

QString withSettings(const QString& statement, const QString& settings)
{
    return settings.isEmpty() ? statement : QStringLiteral("/* SET %1 */\n").arg(settings) + statement;
}

QString settingsOf(const QString& statement)
{
    static const QRegularExpression form(QStringLiteral(R"(^\s*/\* SET ((?:[a-z_]+ = '[^'*]*'(?:, )?)+) \*/)"));
    return form.match(statement).captured(1);
}

std::vector<Statement> createSchema(
    const Dialect& dialect, MySqlFlavour flavour, const Derivation& derivation, const DdlOptions& options)
{
    return SchemaWriter(dialect, flavour, derivation, options).statements();
}

QString script(const std::vector<Statement>& statements)
{
    const auto isForeign = [](const Statement& statement) {
        return std::ranges::any_of(statement.sql, [](QChar c) { return c.unicode() > 126; });
    };
    QString text;
    if (std::ranges::any_of(statements, isForeign))
        text = QStringLiteral("SET NAMES utf8mb4;\n");
    bool tall = false; // whether the statement before takes several lines
    for (const Statement& statement : statements) {
        const bool compound = hasSemicolon(statement.sql);
        const bool nowTall = compound || statement.sql.contains(u'\n');
        if (!text.isEmpty() && (tall || nowTall))
            text += u'\n';
        if (compound) {
            const QString delimiter = delimiterFor(statement.sql);
            text += QStringLiteral("DELIMITER %1\n").arg(delimiter) + statement.sql + u'\n' + delimiter +
                    QStringLiteral("\nDELIMITER ;\n");
        } else {
            text += statement.sql + QStringLiteral(";\n");
        }
        tall = nowTall;
    }
    return text;
}

} // namespace conjoin::orm::mysql
