// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqlddl.h"

#include "orm/base/topologicalsort.h"
#include "orm/dialect/ansiddl.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <numeric>

namespace conjoin::orm::mysql {

namespace {

using model::Action;
using model::Generated;
using model::TypeKind;
using model::Verbatim;

/// Whether an index of the usual kind takes only the beginning of such a column.
bool isLong(const model::DataType& type)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:tiny|medium|long)?(?:text|blob)\\b"), QRegularExpression::CaseInsensitiveOption);
    switch (type.kind) {
    case TypeKind::Text:
    case TypeKind::Json:
    case TypeKind::Jsonb:
        return true;
    case TypeKind::Binary:
        return type.length == 0;
    case TypeKind::Native:
        return form.match(type.native).hasMatch();
    default:
        return false;
    }
}

/// `wholeLong`: the key may hold long columns whole.
QString partList(const Dialect& dialect, const PhysicalTable& table, const std::vector<PhysicalKeyPart>& parts,
    bool wholeLong)
{
    constexpr int usualLength = 255; // characters; the limit is 3072 bytes
    QStringList texts;
    for (const PhysicalKeyPart& part : parts) {
        QString text;
        if (!part.expression.isEmpty()) {
            text = ansi::parenthesized(part.expression);
        } else {
            text = dialect.identifier(part.column);
            const PhysicalColumn* column = table.column(part.column);
            const int length = part.length > 0                                ? part.length
                               : column && isLong(column->type) && !wholeLong ? usualLength
                                                                              : 0;
            if (length > 0)
                text += u'(' + QString::number(length) + u')';
        }
        if (part.descending)
            text += QStringLiteral(" DESC");
        texts.append(text);
    }
    return u'(' + texts.join(QStringLiteral(", ")) + u')';
}

QString keyOptions(const QString& method, const QString& options, const QString& comment)
{
    QString text;
    if (!method.isEmpty())
        text += QStringLiteral(" USING ") + method;
    if (!comment.isEmpty())
        text += QStringLiteral(" COMMENT ") + textLiteral(comment);
    if (!options.isEmpty())
        text += u' ' + options;
    return text;
}

bool isFullTextOrSpatial(const QString& method)
{
    return method == u"FULLTEXT" || method == u"SPATIAL";
}

/// What a server does where no action is said: to its catalog MariaDB's is RESTRICT and MySQL's NO ACTION.
Action usualAction(MySqlFlavour flavour)
{
    return flavour == MySqlFlavour::MariaDb ? Action::Restrict : Action::NoAction;
}

bool isTimestamp(const model::DataType& type)
{
    return type.kind == TypeKind::Native && type.native.startsWith(u"timestamp", Qt::CaseInsensitive);
}

bool isRowTime(const PhysicalColumn& column)
{
    return column.extra.startsWith(u"GENERATED ALWAYS AS ROW ");
}

/// Those of a system-versioned table that keep its time, `rs, re`; empty where it keeps it unseen.
QStringList rowTimes(const PhysicalTable& table)
{
    QString start, end;
    for (const PhysicalColumn& column : table.columns) {
        if (column.extra.startsWith(u"GENERATED ALWAYS AS ROW START"))
            start = column.name;
        else if (column.extra.startsWith(u"GENERATED ALWAYS AS ROW END"))
            end = column.name;
    }
    return start.isEmpty() || end.isEmpty() ? QStringList() : QStringList{start, end};
}

/// A column that counts must be the first of some key.
const PhysicalColumn* counterWithoutKey(const PhysicalTable& table)
{
    const auto counter = std::ranges::find_if(table.columns, &PhysicalColumn::autoIncrement);
    if (counter == table.columns.end())
        return nullptr;
    const auto begins = [&](const std::vector<PhysicalKeyPart>& parts) {
        const bool anywhere = !table.options.engine.isEmpty() && table.options.engine != u"InnoDB";
        return std::ranges::any_of(parts.begin(), anywhere || parts.empty() ? parts.end() : parts.begin() + 1,
            [&](const PhysicalKeyPart& part) { return part.column == counter->name; });
    };
    const bool keyed = (table.primaryKey && begins(table.primaryKey->parts)) ||
                       std::ranges::any_of(table.uniqueKeys, begins, &PhysicalKey::parts) ||
                       std::ranges::any_of(table.indexes, begins, &PhysicalIndex::parts);
    return keyed ? nullptr : &*counter;
}

QString tableOptions(const PhysicalTable& table)
{
    const model::TableOptions& options = table.options;
    QStringList words{
        QStringLiteral("ENGINE=") + (options.engine.isEmpty() ? QStringLiteral("InnoDB") : options.engine)};
    if (!options.charset.isEmpty())
        words.append(QStringLiteral("DEFAULT CHARSET=") + options.charset);
    if (!options.collation.isEmpty())
        words.append(QStringLiteral("COLLATE=") + options.collation);
    if (!options.extra.isEmpty())
        words.append(options.extra);
    if (!table.comment.isEmpty())
        words.append(QStringLiteral("COMMENT=") + textLiteral(table.comment));
    const QString text = words.join(u' ');
    return options.partitionBy.isEmpty() ? text : text + u'\n' + options.partitionBy;
}

/// `keys`: the foreign keys that are said in it.
QString tableStatement(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table,
    const std::vector<PhysicalForeignKey>& keys, bool ifNotExists)
{
    QStringList lines;
    for (const PhysicalColumn& column : table.columns)
        lines.append(columnLine(dialect, flavour, table, column));
    if (const QStringList times = rowTimes(table); !times.isEmpty())
        lines.append(QStringLiteral("PERIOD FOR SYSTEM_TIME ") + ansi::columnList(dialect, times));
    if (table.primaryKey)
        lines.append(
            QStringLiteral("PRIMARY KEY ") + partList(dialect, table, table.primaryKey->parts, false) +
            keyOptions(table.primaryKey->method, table.primaryKey->options, table.primaryKey->comment));
    for (const PhysicalKey& key : table.uniqueKeys)
        lines.append(uniqueKeyLine(dialect, flavour, table, key));
    if (const PhysicalColumn* counter = counterWithoutKey(table))
        lines.append(QStringLiteral("KEY ") + ansi::columnList(dialect, {counter->name}));
    for (const PhysicalIndex& index : table.indexes)
        lines.append(indexLine(dialect, flavour, table, index));
    for (const PhysicalForeignKey& key : keys)
        lines.append(foreignKeyLine(dialect, flavour, key));
    for (const PhysicalCheck& check : table.checks) {
        if (!isColumnCheck(flavour, table, check))
            lines.append(checkLine(dialect, check));
    }
    return (ifNotExists ? QStringLiteral("CREATE TABLE IF NOT EXISTS ") : QStringLiteral("CREATE TABLE ")) +
           ansi::tableName(dialect, table.schema, table.name) + QStringLiteral(" (\n  ") +
           lines.join(QStringLiteral(",\n  ")) + QStringLiteral("\n) ") + tableOptions(table);
}

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

bool isColumnCheck(MySqlFlavour flavour, const PhysicalTable& table, const PhysicalCheck& check)
{
    return flavour == MySqlFlavour::MariaDb && !check.name.isEmpty() && table.column(check.name) &&
           !isParenthesized(check.expression);
}

QString columnLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalColumn& column)
{
    const bool binaryUuid =
        column.type.kind == TypeKind::Uuid && column.charset.isEmpty() && column.collation.isEmpty();
    QStringList words{
        dialect.identifier(column.name), column.type.kind == TypeKind::Uuid && !binaryUuid
                                             ? QStringLiteral("char(36)")
                                             : dialect.typeName(column.type, column.autoIncrement)};
    QString extra = column.extra;
    if (!column.charset.isEmpty())
        words.append(QStringLiteral("CHARACTER SET ") + column.charset);
    if (const QString packed = QStringLiteral("COMPRESSED"); extra.startsWith(packed)) {
        words.append(packed); // part of the type
        extra = extra.mid(packed.size()).trimmed();
    }
    if (!column.collation.isEmpty())
        words.append(QStringLiteral("COLLATE ") + column.collation);
    const bool generated = column.generated.kind != Generated::Kind::None;
    if (generated) {
        words.append(QStringLiteral("GENERATED ALWAYS AS ") + ansi::parenthesized(column.generated.expression));
        words.append(column.generated.kind == Generated::Kind::Stored ? QStringLiteral("STORED")
                                                                      : QStringLiteral("VIRTUAL"));
    }
    const bool canSayNull = !isRowTime(column) && !(generated && flavour == MySqlFlavour::MariaDb);
    if (!column.nullable && canSayNull)
        words.append(QStringLiteral("NOT NULL"));
    else if (canSayNull && isTimestamp(column.type))
        words.append(QStringLiteral("NULL")); // older servers mean NOT NULL otherwise
    if (isRowTime(column)) {
        words.append(extra);
        extra.clear();
    }
    const QString value = generated ? QString() : dialect.defaultText(column.defaultValue, column.type);
    if (!value.isEmpty())
        words.append(QStringLiteral("DEFAULT ") + value);
    if (!column.onUpdate.isEmpty())
        words.append(QStringLiteral("ON UPDATE ") + column.onUpdate);
    if (column.autoIncrement)
        words.append(QStringLiteral("AUTO_INCREMENT"));
    if (!extra.isEmpty())
        words.append(extra);
    if (!column.comment.isEmpty())
        words.append(QStringLiteral("COMMENT ") + textLiteral(column.comment));
    for (const PhysicalCheck& check : table.checks) {
        if (check.name == column.name && isColumnCheck(flavour, table, check))
            words.append(QStringLiteral("CHECK ") + ansi::parenthesized(check.expression));
    }
    return words.join(u' ');
}

QString uniqueKeyLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalKey& key)
{
    const QString name = key.name.isEmpty() ? QString() : dialect.identifier(key.name) + u' ';
    return QStringLiteral("UNIQUE KEY ") + name +
           partList(dialect, table, key.parts, flavour == MySqlFlavour::MariaDb) +
           keyOptions(key.method, key.options, key.comment);
}

QString indexLine(
    const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table, const PhysicalIndex& index)
{
    const bool special = isFullTextOrSpatial(index.method);
    QString text = special        ? index.method + QStringLiteral(" KEY ")
                   : index.unique ? QStringLiteral("UNIQUE KEY ")
                                  : QStringLiteral("KEY ");
    if (!index.name.isEmpty())
        text += dialect.identifier(index.name) + u' ';
    const bool wholeLong = special || (index.unique && flavour == MySqlFlavour::MariaDb);
    return text + partList(dialect, table, index.parts, wholeLong) +
           keyOptions(special ? QString() : index.method, index.options, index.comment);
}

QString foreignKeyLine(const Dialect& dialect, MySqlFlavour flavour, const PhysicalForeignKey& key)
{
    QString text = ansi::constraintPrefix(dialect, key.name) + QStringLiteral("FOREIGN KEY ") +
                   ansi::columnList(dialect, key.columns) + QStringLiteral(" REFERENCES ") +
                   ansi::tableName(dialect, key.refSchema, key.refTable) + u' ' +
                   ansi::columnList(dialect, key.refColumns);
    if (key.onDelete != usualAction(flavour))
        text += QStringLiteral(" ON DELETE ") + model::actionText(key.onDelete);
    if (key.onUpdate != usualAction(flavour))
        text += QStringLiteral(" ON UPDATE ") + model::actionText(key.onUpdate);
    return text;
}

QString checkLine(const Dialect& dialect, const PhysicalCheck& check)
{
    return ansi::constraintPrefix(dialect, check.name) + QStringLiteral("CHECK ") +
           ansi::parenthesized(check.expression) +
           (check.enforced ? QString() : QStringLiteral(" NOT ENFORCED"));
}

QString createTable(const Dialect& dialect, MySqlFlavour flavour, const PhysicalTable& table)
{
    return tableStatement(dialect, flavour, table, {}, false);
}

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
