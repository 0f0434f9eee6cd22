// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresintrospector.h"

#include "orm/dialect/ansiddl.h"
#include "orm/dialect/postgrestable.h"
#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgrescatalog.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace conjoin::sql {

using orm::PhysicalColumn;
using orm::PhysicalForeignKey;
using orm::PhysicalIndex;
using orm::PhysicalKey;
using orm::PhysicalKeyPart;
using orm::PhysicalSchema;
using orm::PhysicalTable;
using orm::PhysicalUserType;
using orm::PhysicalVerbatim;
using orm::postgres::reparsable;
using Kind = model::Verbatim::Kind;

namespace {

QString schemaOf(const QString& name)
{
    return name == u"public" ? QString() : name;
}

/// See postgres::collationName().
QString collationOf(const QString& schema, const QString& name)
{
    if (schema.isEmpty() || schema == u"pg_catalog")
        return name;
    return orm::postgres::quoted(schema) + u'.' + orm::postgres::quoted(name);
}

/// An expression of the catalog, without the parentheses that the place it goes to writes itself.
QString conditionOf(const QString& text)
{
    return reparsable(orm::postgres::withoutOuterParentheses(text));
}

model::Action actionOf(QChar letter)
{
    switch (letter.unicode()) {
    case u'c':
        return model::Action::Cascade;
    case u'r':
        return model::Action::Restrict;
    case u'n':
        return model::Action::SetNull;
    case u'd':
        return model::Action::SetDefault;
    default:
        return model::Action::NoAction;
    }
}

model::Deferrable deferrableOf(bool deferrable, bool deferred)
{
    if (deferred)
        return model::Deferrable::InitiallyDeferred;
    return deferrable ? model::Deferrable::InitiallyImmediate : model::Deferrable::No;
}

/// `fillfactor=70` of several as `fillfactor='70', …`.
QStringList optionList(const QStringList& options, const QString& prefix)
{
    QStringList list;
    for (const QString& option : options) {
        const qsizetype equals = option.indexOf(u'=');
        list.append(prefix + orm::postgres::identifier(option.left(equals)) + u'=' +
                    orm::postgres::textLiteral(option.mid(equals + 1)));
    }
    return list;
}

QString withClause(const QStringList& options)
{
    return options.isEmpty() ? QString() : QStringLiteral("WITH (") + options.join(QStringLiteral(", ")) + u')';
}

/// A sequence as the catalog has it.
struct SequenceDraft {
    QString schema;
    QString name;
    QString comment;
    QString type;
    qint64 start = 0;
    qint64 increment = 0;
    qint64 minimum = 0;
    qint64 maximum = 0;
    qint64 cache = 0;
    bool cycles = false;
    qint64 ownerTable = 0; ///< oid
    int ownerColumn = 0;
    bool ofIdentity = false;
    bool implicit = false; ///< made by `serial` or an identity column; nobody names it

    /// Only what CREATE SEQUENCE would not do by itself.
    QString options() const
    {
        const bool up = increment > 0;
        const qint64 most = type == u"smallint"  ? std::numeric_limits<qint16>::max()
                            : type == u"integer" ? std::numeric_limits<qint32>::max()
                                                 : std::numeric_limits<qint64>::max();
        const qint64 usualMinimum = up ? 1 : -most - 1;
        const qint64 usualMaximum = up ? most : -1;
        QStringList words;
        if (increment != 1)
            words.append(QStringLiteral("INCREMENT BY %1").arg(increment));
        if (minimum != usualMinimum)
            words.append(QStringLiteral("MINVALUE %1").arg(minimum));
        if (maximum != usualMaximum)
            words.append(QStringLiteral("MAXVALUE %1").arg(maximum));
        if (start != (up ? minimum : maximum))
            words.append(QStringLiteral("START WITH %1").arg(start));
        if (cache != 1)
            words.append(QStringLiteral("CACHE %1").arg(cache));
        if (cycles)
            words.append(QStringLiteral("CYCLE"));
        return words.join(u' ');
    }
};

/// What is known of a table beside what it becomes.
struct TableDraft {
    PhysicalTable table;
    std::map<int, QString> names;     ///< of columns by number
    std::map<int, qint64> collations; ///< their oids, by number of the column
    QString namespaceName;            ///< as the catalog says it
    bool isPartition = false;
    qint64 parent = 0;
    QString parentName; ///< as SQL
    QString parentKey;
    QString bound; ///< `FOR VALUES …`
};

class Reader {
public:
    Reader(const PostgresCatalog& catalog, const orm::Dialect& dialect)
        : catalog_(catalog)
        , dialect_(dialect)
    {}

    PhysicalSchema read()
    {
        readNamespaces();
        readTypes();
        readRelations();
        readSequenceOwners();
        readColumns();
        readConstraints();
        readIndexes();
        readTableRules();
        readRoutines();
        readOthers();
        readDependencies();
        finish();
        return std::move(schema_);
    }

private:
    /// What a catalog entry became, for dependencies: its key, and the list that its own ones go to.
    struct Object {
        QString key;
        enum class What { Nothing, Table, Verbatim } what = What::Nothing;
        std::size_t index = 0;
    };

    QString sqlName(const QString& schema, const QString& name) const
    {
        return orm::ansi::tableName(dialect_, schema, name);
    }

    PhysicalVerbatim& addVerbatim(Kind kind, const QString& schema, const QString& name, const QString& sql)
    {
        PhysicalVerbatim& verbatim = schema_.verbatims.emplace_back();
        verbatim.kind = kind;
        verbatim.schema = schema;
        verbatim.name = name;
        verbatim.sql = sql;
        return verbatim;
    }

    Object lastVerbatim(const QString& key) const
    {
        return {key, Object::What::Verbatim, schema_.verbatims.size() - 1};
    }

    void readNamespaces()
    {
        for (const std::vector<Value>& values : catalog_.namespaces.rows) {
            const CatalogRow row(values);
            const QString name = row.text(1);
            if (row.letter(0) == u'o') {
                const QString schema = row.text(2);
                const QString prefix = schema == u"pg_catalog" ? QString() : dialect_.identifier(schema) + u'.';
                operatorClasses_.insert(row.number(5), {prefix + dialect_.identifier(name), row.flag(6)});
                continue;
            }
            if (row.letter(0) == u'c') {
                collations_.insert(row.number(5), collationOf(row.text(2), name));
                continue;
            }
            if (row.letter(0) == u'n') {
                addVerbatim(
                    Kind::Namespace, {}, name, QStringLiteral("CREATE SCHEMA ") + dialect_.identifier(name))
                    .comment = row.text(3);
                continue;
            }
            QString sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS ") + dialect_.identifier(name);
            if (row.text(2) != u"pg_catalog")
                sql += QStringLiteral(" WITH SCHEMA ") + dialect_.identifier(row.text(2));
            addVerbatim(Kind::Extension, {}, name, sql).dependsOn = row.texts(4);
        }
    }

    model::DataType typeOf(const QString& text, qint64 type, qint64 element) const
    {
        const auto named = namedTypes_.constFind(element ? element : type);
        if (named == namedTypes_.cend())
            return dialect_.typeOf(text);
        model::DataType result = model::DataType::named(named->first, named->second);
        result.dimensions = element ? 1 : 0;
        return result;
    }

    void readTypes()
    {
        for (const std::vector<Value>& values : catalog_.types.rows) {
            const CatalogRow row(values);
            if (row.letter(3) == u'e' || row.letter(3) == u'd')
                namedTypes_.insert(row.number(0), {schemaOf(row.text(1)), row.text(2)});
        }
        for (const std::vector<Value>& values : catalog_.types.rows) {
            const CatalogRow row(values);
            const QString schema = schemaOf(row.text(1));
            const QString name = row.text(2);
            const QString key = model::objectKey(schema, name);
            switch (row.letter(3).unicode()) {
            case u'e':
            case u'd':
                addUserType(row);
                types_.insert(row.number(0), {key, Object::What::Nothing, 0});
                break;
            case u'r':
                addVerbatim(Kind::Type, schema, name, rangeStatement(row)).comment = row.text(4);
                types_.insert(row.number(0), lastVerbatim(key));
                break;
            default: // a composite: its attributes come with the columns
                addVerbatim(Kind::Type, schema, name, {}).comment = row.text(4);
                types_.insert(row.number(0), lastVerbatim(key));
                composites_.insert(row.number(20), schema_.verbatims.size() - 1);
                classes_.insert(row.number(20), lastVerbatim(key));
            }
        }
    }

    void addUserType(const CatalogRow& row)
    {
        PhysicalUserType type;
        type.schema = schemaOf(row.text(1));
        type.name = row.text(2);
        type.comment = row.text(4);
        if (row.letter(3) == u'e') {
            type.kind = model::UserType::Kind::Enum;
            type.values = row.texts(5);
        } else {
            type.kind = model::UserType::Kind::Domain;
            type.base = typeOf(row.text(6), row.number(7), row.number(8));
            type.nullable = !row.flag(9);
            type.defaultValue = dialect_.defaultOf(reparsable(row.text(10)), type.base);
            if (!row.isNull(12))
                type.collation = collationOf(row.text(11), row.text(12));
            for (const QStringList& check : row.table(13)) {
                type.checks.push_back(
                    {check[1], conditionOf(check[2]), true, check[3] == u"true", true, check[4]});
            }
        }
        schema_.types.push_back(std::move(type));
    }

    QString rangeStatement(const CatalogRow& row) const
    {
        QStringList options{QStringLiteral("SUBTYPE = ") + row.text(14)};
        const auto add = [&](const char* word, const QString& text) {
            if (!text.isEmpty())
                options.append(QLatin1String(word) + QStringLiteral(" = ") + text);
        };
        add("SUBTYPE_OPCLASS", row.text(15));
        add("COLLATION", row.text(16));
        add("CANONICAL", row.text(17));
        add("SUBTYPE_DIFF", row.text(18));
        if (!row.isNull(19))
            add("MULTIRANGE_TYPE_NAME", sqlName(schemaOf(row.text(1)), row.text(19)));
        return QStringLiteral("CREATE TYPE ") + sqlName(schemaOf(row.text(1)), row.text(2)) +
               QStringLiteral(" AS RANGE (") + options.join(QStringLiteral(", ")) + u')';
    }

    void readRelations()
    {
        for (const std::vector<Value>& values : catalog_.relations.rows) {
            const CatalogRow row(values);
            switch (row.letter(3).unicode()) {
            case u'S':
                addSequence(row);
                break;
            case u'v':
            case u'm':
                addView(row);
                break;
            case u'f':
                foreignTables_.push_back(&values);
                addDraft(row);
                break;
            default:
                addDraft(row);
            }
        }
    }

    void addSequence(const CatalogRow& row)
    {
        SequenceDraft sequence;
        sequence.schema = schemaOf(row.text(1));
        sequence.name = row.text(2);
        sequence.comment = row.text(6);
        sequence.type = row.text(19);
        sequence.start = row.number(20);
        sequence.increment = row.number(21);
        sequence.minimum = row.number(22);
        sequence.maximum = row.number(23);
        sequence.cache = row.number(24);
        sequence.cycles = row.flag(25);
        sequences_.insert({row.number(0), sequence});
    }

    void addView(const CatalogRow& row)
    {
        const bool materialized = row.letter(3) == u'm';
        const QString schema = schemaOf(row.text(1));
        const QString name = row.text(2);
        QString sql =
            materialized ? QStringLiteral("CREATE MATERIALIZED VIEW ") : QStringLiteral("CREATE VIEW ");
        sql += sqlName(schema, name);
        if (!row.isNull(18))
            sql += QStringLiteral(" USING ") + dialect_.identifier(row.text(18));
        if (const QString options = withClause(optionList(row.texts(7), {})); !options.isEmpty())
            sql += u' ' + options;
        QString text = reparsable(row.text(12).trimmed());
        while (text.endsWith(u';'))
            text = text.chopped(1).trimmed();
        sql += QStringLiteral(" AS\n") + text;
        if (materialized && !row.flag(13))
            sql += QStringLiteral("\nWITH NO DATA");
        addVerbatim(materialized ? Kind::MaterializedView : Kind::View, schema, name, sql).comment =
            row.text(6);
        classes_.insert(row.number(0), lastVerbatim(model::objectKey(schema, name)));
    }

    void addDraft(const CatalogRow& row)
    {
        TableDraft draft;
        draft.namespaceName = row.text(1);
        PhysicalTable& table = draft.table;
        table.schema = schemaOf(row.text(1));
        table.name = row.text(2);
        table.comment = row.text(6);
        table.options.unlogged = row.letter(4) == u'u';
        if (!row.isNull(9))
            table.options.partitionBy = QStringLiteral("PARTITION BY ") + row.text(9);
        QStringList extra;
        if (!row.isNull(18))
            extra.append(QStringLiteral("USING ") + dialect_.identifier(row.text(18)));
        const QStringList options =
            optionList(row.texts(7), {}) + optionList(row.texts(8), QStringLiteral("toast."));
        if (!options.isEmpty())
            extra.append(withClause(options));
        table.options.extra = extra.join(u' ');
        draft.isPartition = row.flag(5);
        draft.bound = row.text(10);
        const QString key = model::objectKey(table.schema, table.name);
        for (const QStringList& parent : row.table(11)) {
            const QString parentName = sqlName(schemaOf(parent[1]), parent[2]);
            const QString parentKey = model::objectKey(schemaOf(parent[1]), parent[2]);
            table.dependsOn.append(parentKey);
            if (draft.isPartition) {
                draft.parent = parent[0].toLongLong();
                draft.parentName = parentName;
                draft.parentKey = parentKey;
            } else {
                table.options.inherits.append(parentName);
            }
        }
        const std::size_t index = drafts_.size();
        classes_.insert(row.number(0), {key, Object::What::Table, index});
        byClass_.insert(row.number(0), index);
        drafts_.push_back(std::move(draft));
        addTableSettings(row, drafts_.back().table);
    }

    /// What only ALTER TABLE says, and the model does not know.
    void addTableSettings(const CatalogRow& row, const PhysicalTable& table)
    {
        const QString name = sqlName(table.schema, table.name);
        const auto add = [&](const char* what, const QString& sql) {
            addVerbatim(Kind::Other, table.schema, QString::fromLatin1(what), sql).table =
                model::objectKey(table.schema, table.name);
        };
        const QString head = QStringLiteral("ALTER TABLE ") + name;
        QStringList security;
        if (row.flag(14))
            security.append(head + QStringLiteral(" ENABLE ROW LEVEL SECURITY"));
        if (row.flag(15))
            security.append(head + QStringLiteral(" FORCE ROW LEVEL SECURITY"));
        if (!security.isEmpty())
            add("row level security", security.join(QStringLiteral(";\n")));
        if (row.letter(16) == u'f' || row.letter(16) == u'n')
            add("replica identity",
                head + QStringLiteral(" REPLICA IDENTITY ") +
                    (row.letter(16) == u'f' ? QStringLiteral("FULL") : QStringLiteral("NOTHING")));
        if (!row.isNull(17))
            add("type", head + QStringLiteral(" OF ") + row.text(17));
    }

    /// Which column owns a sequence stands among the dependencies.
    void readSequenceOwners()
    {
        for (const std::vector<Value>& values : catalog_.dependencies.rows) {
            const CatalogRow row(values);
            if (row.letter(5) == u'n')
                continue;
            const auto it = sequences_.find(row.number(1));
            if (it == sequences_.end())
                continue;
            it->second.ownerTable = row.number(3);
            it->second.ownerColumn = int(row.number(4));
            it->second.ofIdentity = row.letter(5) == u'i';
            owned_.insert({row.number(3), int(row.number(4))}, row.number(1));
        }
    }

    void readColumns()
    {
        QHash<std::size_t, QStringList> attributes; // of composites, by verbatim
        for (const std::vector<Value>& values : catalog_.columns.rows) {
            const CatalogRow row(values);
            const qint64 owner = row.number(0);
            if (const auto it = byClass_.constFind(owner); it != byClass_.cend()) {
                addColumn(drafts_[*it], row);
                if (const qint64 oid = row.number(8))
                    partOf_.insert({QStringLiteral("pg_attrdef"), oid}, owner);
            } else if (const auto composite = composites_.constFind(owner); composite != composites_.cend()) {
                QString attribute = dialect_.identifier(row.text(2)) + u' ' + row.text(3);
                if (!row.isNull(12))
                    attribute += QStringLiteral(" COLLATE ") +
                                 orm::postgres::collationName(collationOf(row.text(11), row.text(12)));
                attributes[*composite].append(attribute);
                addColumnComment(schema_.verbatims[*composite], row);
            } else if (const auto view = classes_.constFind(owner); view != classes_.cend()) {
                PhysicalVerbatim& verbatim = schema_.verbatims[view->index];
                if (!row.isNull(7))
                    verbatim.sql += QStringLiteral(";\nALTER VIEW %1 ALTER COLUMN %2 SET DEFAULT %3")
                                        .arg(sqlName(verbatim.schema, verbatim.name),
                                            dialect_.identifier(row.text(2)), row.text(7));
                addColumnComment(verbatim, row);
            }
        }
        for (auto it = composites_.cbegin(); it != composites_.cend(); ++it) {
            PhysicalVerbatim& type = schema_.verbatims[*it];
            type.sql.prepend(
                QStringLiteral("CREATE TYPE %1 AS (\n  %2\n)")
                    .arg(sqlName(type.schema, type.name), attributes.value(*it).join(QStringLiteral(",\n  "))));
        }
    }

    void addColumnComment(PhysicalVerbatim& verbatim, const CatalogRow& row) const
    {
        if (!row.isNull(13))
            verbatim.sql += QStringLiteral(";\nCOMMENT ON COLUMN %1.%2 IS %3")
                                .arg(sqlName(verbatim.schema, verbatim.name), dialect_.identifier(row.text(2)),
                                    dialect_.textLiteral(row.text(13)));
    }

    void addColumn(TableDraft& draft, const CatalogRow& row)
    {
        PhysicalColumn column;
        column.name = row.text(2);
        draft.names[int(row.number(1))] = column.name;
        draft.collations[int(row.number(1))] = row.number(19);
        column.type = typeOf(row.text(3), row.number(4), row.number(5));
        column.nullable = !row.flag(6);
        if (!row.isNull(12))
            column.collation = collationOf(row.text(11), row.text(12));
        column.comment = row.text(13);
        const QString expression = reparsable(row.text(7));
        if (row.letter(10) == u's' || row.letter(10) == u'v') {
            column.generated = {
                row.letter(10) == u's' ? model::Generated::Kind::Stored : model::Generated::Kind::Virtual,
                conditionOf(expression)};
        } else {
            readCounting(draft, column, row, expression);
        }
        QStringList extra;
        switch (row.letter(16).unicode()) {
        case u'p':
            extra.append(QStringLiteral("STORAGE PLAIN"));
            break;
        case u'e':
            extra.append(QStringLiteral("STORAGE EXTERNAL"));
            break;
        case u'm':
            extra.append(QStringLiteral("STORAGE MAIN"));
            break;
        case u'x':
            extra.append(QStringLiteral("STORAGE EXTENDED"));
            break;
        default:
            break;
        }
        if (row.letter(17) == u'p' || row.letter(17) == u'l')
            extra.append(row.letter(17) == u'p' ? QStringLiteral("COMPRESSION pglz")
                                                : QStringLiteral("COMPRESSION lz4"));
        if (!row.isNull(18))
            extra.append(QStringLiteral("STATISTICS ") + row.text(18));
        column.extra = extra.join(u' ');
        draft.table.columns.push_back(std::move(column));
    }

    /// Identity, serial, or a default.
    void readCounting(
        TableDraft& draft, PhysicalColumn& column, const CatalogRow& row, const QString& expression)
    {
        const qint64 oid = owned_.value({row.number(0), int(row.number(1))});
        const auto it = sequences_.find(oid);
        SequenceDraft* sequence = it == sequences_.end() ? nullptr : &it->second;
        const QString usual = orm::postgres::sequenceName(draft.table.name, column.name);
        const bool usualName = sequence && sequence->name == usual && sequence->schema == draft.table.schema;
        if (!row.letter(9).isNull() && row.letter(9) != u' ') {
            column.autoIncrement = true;
            column.identity = row.letter(9) == u'a' ? model::Identity::Always : model::Identity::ByDefault;
            if (!sequence)
                return;
            QStringList words;
            if (!usualName)
                words.append(QStringLiteral("SEQUENCE NAME ") + sqlName(sequence->schema, sequence->name));
            if (const QString options = sequence->options(); !options.isEmpty())
                words.append(options);
            column.sequence = words.join(u' ');
            sequence->implicit = true;
            return;
        }
        const QString next =
            sequence ? QStringLiteral("nextval(%1::regclass)")
                           .arg(dialect_.textLiteral(orm::postgres::identifier(draft.namespaceName) + u'.' +
                                                     orm::postgres::identifier(sequence->name)))
                     : QString();
        const bool serial = usualName && expression == next && !column.nullable && !sequence->ofIdentity &&
                            sequence->options().isEmpty() && sequence->comment.isEmpty() &&
                            sequence->type == row.text(3);
        if (serial) {
            column.autoIncrement = true;
            sequence->implicit = true;
            return;
        }
        column.defaultValue = dialect_.defaultOf(expression, column.type);
    }

    QStringList columnNames(const TableDraft& draft, const std::vector<qint64>& numbers) const
    {
        QStringList names;
        for (qint64 number : numbers) {
            const auto it = draft.names.find(int(number));
            names.append(it == draft.names.end() ? QString() : it->second);
        }
        return names;
    }

    void readConstraints()
    {
        for (const std::vector<Value>& values : catalog_.constraints.rows) {
            const CatalogRow row(values);
            const auto owner = byClass_.constFind(row.number(1));
            if (owner == byClass_.cend())
                continue;
            TableDraft& draft = drafts_[*owner];
            switch (row.letter(3).unicode()) {
            case u'p':
            case u'u':
                addKey(draft, row);
                break;
            case u'f':
                addForeignKey(draft, row);
                break;
            case u'c':
                partOf_.insert({QStringLiteral("pg_constraint"), row.number(0)}, row.number(1));
                // What a table inherits is said by its parent; a partition is a table of its own first.
                if (draft.isPartition || row.flag(15))
                    draft.table.checks.push_back({row.text(2), conditionOf(row.text(20)), true, row.flag(14),
                        !row.flag(16), row.text(22)});
                break;
            default:
                addExclusion(draft, row);
            }
        }
    }

    void addKey(TableDraft& draft, const CatalogRow& row)
    {
        PhysicalKey key;
        key.name = row.text(2);
        for (const QString& column : columnNames(draft, row.numbers(4)))
            key.parts.push_back({column, {}, false, {}});
        key.deferrable = deferrableOf(row.flag(12), row.flag(13));
        key.comment = row.text(22);
        if (row.letter(3) == u'p') {
            draft.table.primaryKey = key;
            keyIndexes_.insert(row.number(19), {*byClass_.constFind(row.number(1)), primaryKeyPosition});
        } else {
            keyIndexes_.insert(
                row.number(19), {*byClass_.constFind(row.number(1)), draft.table.uniqueKeys.size()});
            draft.table.uniqueKeys.push_back(key);
        }
    }

    void addForeignKey(TableDraft& draft, const CatalogRow& row)
    {
        if (row.number(17) == row.number(1))
            return; // a copy for a partition of the table it refers to
        if (row.number(17) && row.text(18) == row.text(2))
            return; // comes with the partition's parent
        PhysicalForeignKey key;
        key.name = row.text(2);
        key.columns = columnNames(draft, row.numbers(4));
        key.refSchema = schemaOf(row.text(6));
        key.refTable = row.text(7);
        key.refColumns = row.texts(8);
        key.onUpdate = actionOf(row.letter(9));
        key.onDelete = actionOf(row.letter(10));
        if (row.letter(11) == u'f')
            key.match = QStringLiteral("FULL");
        key.deferrable = deferrableOf(row.flag(12), row.flag(13));
        key.validated = row.flag(14);
        if (!row.isNull(21))
            key.setColumns = columnNames(draft, row.numbers(21));
        key.comment = row.text(22);
        if (draft.isPartition)
            draft.table.dependsOn.append(model::objectKey(key.refSchema, key.refTable));
        draft.table.foreignKeys.push_back(std::move(key));
    }

    void addExclusion(const TableDraft& draft, const CatalogRow& row)
    {
        keyIndexes_.insert(row.number(19), {drafts_.size(), 0});
        PhysicalVerbatim& verbatim = addVerbatim(Kind::Constraint, draft.table.schema, row.text(2),
            QStringLiteral("ALTER TABLE %1 ADD CONSTRAINT %2 %3")
                .arg(sqlName(draft.table.schema, draft.table.name), dialect_.identifier(row.text(2)),
                    reparsable(row.text(20))));
        verbatim.table = model::objectKey(draft.table.schema, draft.table.name);
        verbatim.comment = row.text(22);
        partOf_.insert({QStringLiteral("pg_constraint"), row.number(0)}, row.number(1));
    }

    void readIndexes()
    {
        for (const std::vector<Value>& values : catalog_.indexes.rows) {
            const CatalogRow row(values);
            const qint64 owner = row.number(1);
            partOf_.insert({QStringLiteral("pg_class"), row.number(0)}, owner);
            if (!row.isNull(18)) {
                addIndexOfView(row);
                continue;
            }
            const auto it = byClass_.constFind(owner);
            if (it == byClass_.cend())
                continue;
            TableDraft& draft = drafts_[*it];
            const std::vector<qint64> numbers = row.numbers(6);
            const auto keyParts = std::size_t(row.number(5));
            const QStringList include = columnNames(
                draft, {numbers.begin() + std::ptrdiff_t(std::min(keyParts, numbers.size())), numbers.end()});
            const QString options = withClause(optionList(row.texts(14), {}));
            addIndexSettings(draft, row);
            if (const auto key = keyIndexes_.constFind(row.number(0)); key != keyIndexes_.cend()) {
                completeKey(*key, row, include, options);
                continue;
            }
            PhysicalIndex index;
            index.name = row.text(2);
            index.unique = row.flag(4);
            index.parts = parts(draft, row, keyParts);
            index.where = conditionOf(row.text(12));
            index.method = row.text(3) == u"btree" ? QString() : row.text(3);
            index.include = include;
            index.nullsNotDistinct = row.flag(13);
            index.options = options;
            index.comment = row.text(15);
            draft.table.indexes.push_back(std::move(index));
        }
    }

    void addIndexOfView(const CatalogRow& row)
    {
        const auto view = classes_.constFind(row.number(1));
        if (view == classes_.cend())
            return;
        const QString schema = schema_.verbatims[view->index].schema;
        QString sql = reparsable(row.text(18));
        if (!row.isNull(15))
            sql += QStringLiteral(";\nCOMMENT ON INDEX %1 IS %2")
                       .arg(sqlName(schema, row.text(2)), dialect_.textLiteral(row.text(15)));
        if (row.flag(16))
            sql += QStringLiteral(";\nALTER MATERIALIZED VIEW %1 CLUSTER ON %2")
                       .arg(sqlName(schema, schema_.verbatims[view->index].name),
                           dialect_.identifier(row.text(2)));
        addVerbatim(Kind::Other, schema, row.text(2), sql).table = view->key;
    }

    void addIndexSettings(const TableDraft& draft, const CatalogRow& row)
    {
        const QString name = sqlName(draft.table.schema, draft.table.name);
        const auto add = [&](const char* what, const QString& clause) {
            addVerbatim(Kind::Other, draft.table.schema, QString::fromLatin1(what),
                QStringLiteral("ALTER TABLE %1 %2 ").arg(name, clause) + dialect_.identifier(row.text(2)))
                .table = model::objectKey(draft.table.schema, draft.table.name);
        };
        if (row.flag(16))
            add("cluster", QStringLiteral("CLUSTER ON"));
        if (row.flag(17))
            add("replica identity", QStringLiteral("REPLICA IDENTITY USING INDEX"));
    }

    struct KeyPlace {
        std::size_t table = 0;
        std::size_t key = 0; ///< number of the unique key, or primaryKeyPosition
    };
    static constexpr std::size_t primaryKeyPosition = std::size_t(-1);

    void completeKey(
        const KeyPlace& place, const CatalogRow& row, const QStringList& include, const QString& options)
    {
        if (place.table >= drafts_.size())
            return; // of an exclusion
        PhysicalTable& table = drafts_[place.table].table;
        PhysicalKey& key = place.key == primaryKeyPosition ? *table.primaryKey : table.uniqueKeys[place.key];
        key.include = include;
        key.options = options;
        key.nullsNotDistinct = row.flag(13);
    }

    std::vector<PhysicalKeyPart> parts(const TableDraft& draft, const CatalogRow& row, std::size_t count) const
    {
        const std::vector<qint64> numbers = row.numbers(6);
        const std::vector<qint64> flags = row.numbers(7);
        const QStringList columns = columnNames(draft, numbers);
        const QStringList expressions = row.texts(8);
        const std::vector<qint64> classes = row.numbers(9);
        const QStringList classOptions = row.texts(10);
        const std::vector<qint64> collations = row.numbers(11);
        std::vector<PhysicalKeyPart> result;
        for (std::size_t i = 0; i < count && i < numbers.size(); ++i) {
            PhysicalKeyPart& part = result.emplace_back();
            if (numbers[i] != 0)
                part.column = columns[qsizetype(i)];
            else
                part.expression = reparsable(expressions.value(qsizetype(i)));
            const auto [name, usual] = operatorClasses_.value(i < classes.size() ? classes[i] : 0);
            const QString options = classOptions.value(qsizetype(i));
            if (!usual || !options.isEmpty())
                part.operatorClass = name;
            if (!options.isEmpty())
                part.operatorClass += QStringLiteral(" (") + options + u')';
            constexpr qint64 defaultCollation = 100;
            const auto own = draft.collations.find(int(numbers[i]));
            const qint64 expected =
                numbers[i] != 0 && own != draft.collations.end() ? own->second : defaultCollation;
            const qint64 collation = i < collations.size() ? collations[i] : 0;
            if (collation != 0 && collation != expected)
                part.collation = collations_.value(collation);
            const qint64 flag = i < flags.size() ? flags[i] : 0;
            part.descending = flag & 1;
            const bool nullsFirst = flag & 2;
            if (nullsFirst != part.descending)
                part.nulls = nullsFirst ? model::NullOrder::First : model::NullOrder::Last;
        }
        return result;
    }

    void readTableRules()
    {
        for (const std::vector<Value>& values : catalog_.tableRules.rows) {
            const CatalogRow row(values);
            const auto owner = classes_.constFind(row.number(1));
            if (owner == classes_.cend())
                continue;
            const auto [schema, table] = nameOf(*owner);
            const QString owned = sqlName(schema, table);
            const QString name = row.text(2);
            QString sql = reparsable(row.text(3).trimmed());
            Kind kind = Kind::Trigger;
            if (row.letter(0) == u'p') {
                kind = Kind::Policy;
                sql = policyStatement(row, owned);
            } else if (row.letter(0) == u'r') {
                kind = Kind::Rule;
            }
            while (sql.endsWith(u';'))
                sql = sql.chopped(1).trimmed();
            if (row.letter(4) != u'O') {
                const char* state = row.letter(4) == u'D'   ? "DISABLE"
                                    : row.letter(4) == u'R' ? "ENABLE REPLICA"
                                                            : "ENABLE ALWAYS";
                sql += QStringLiteral(";\nALTER TABLE %1 %2 %3 %4")
                           .arg(owned, QLatin1String(state),
                               kind == Kind::Rule ? QStringLiteral("RULE") : QStringLiteral("TRIGGER"),
                               dialect_.identifier(name));
            }
            PhysicalVerbatim& verbatim = addVerbatim(kind, schema, name, sql);
            verbatim.table = owner->key;
            verbatim.comment = row.text(5);
        }
    }

    std::pair<QString, QString> nameOf(const Object& object) const
    {
        if (object.what == Object::What::Table)
            return {drafts_[object.index].table.schema, drafts_[object.index].table.name};
        return {schema_.verbatims[object.index].schema, schema_.verbatims[object.index].name};
    }

    QString policyStatement(const CatalogRow& row, const QString& table) const
    {
        QString sql = QStringLiteral("CREATE POLICY %1 ON %2").arg(dialect_.identifier(row.text(2)), table);
        if (!row.flag(6))
            sql += QStringLiteral(" AS RESTRICTIVE");
        switch (row.letter(7).unicode()) {
        case u'r':
            sql += QStringLiteral(" FOR SELECT");
            break;
        case u'a':
            sql += QStringLiteral(" FOR INSERT");
            break;
        case u'w':
            sql += QStringLiteral(" FOR UPDATE");
            break;
        case u'd':
            sql += QStringLiteral(" FOR DELETE");
            break;
        default:
            break;
        }
        if (row.text(8) != u"PUBLIC")
            sql += QStringLiteral(" TO ") + row.text(8);
        if (!row.isNull(9))
            sql += QStringLiteral(" USING ") + orm::ansi::parenthesized(conditionOf(row.text(9)));
        if (!row.isNull(10))
            sql += QStringLiteral(" WITH CHECK ") + orm::ansi::parenthesized(conditionOf(row.text(10)));
        return sql;
    }

    void readRoutines()
    {
        for (const std::vector<Value>& values : catalog_.routines.rows) {
            const CatalogRow row(values);
            const QString schema = schemaOf(row.text(1));
            const QString name = row.text(2) + u'(' + row.text(3) + u')';
            QString sql = row.text(4).trimmed();
            if (!row.isNull(6))
                sql = QStringLiteral("CREATE AGGREGATE %1(%2) (\n  %3\n)")
                          .arg(sqlName(schema, row.text(2)), row.text(6), row.text(7));
            const bool starAggregate = !row.isNull(6) && row.text(6) == u"*";
            addVerbatim(Kind::Routine, schema, starAggregate ? row.text(2) + QStringLiteral("(*)") : name, sql)
                .comment = row.text(5);
            procedures_.insert(
                row.number(0), lastVerbatim(model::objectKey(schema, schema_.verbatims.back().name)));
        }
    }

    void readOthers()
    {
        for (const std::vector<Value>& values : catalog_.others.rows) {
            const CatalogRow row(values);
            const QString schema = schemaOf(row.text(2));
            const auto owner = classes_.constFind(row.number(5));
            PhysicalVerbatim& verbatim = addVerbatim(Kind::Other, schema, row.text(3), row.text(4));
            if (row.text(0) == u"event trigger")
                verbatim.kind = Kind::Event;
            if (owner != classes_.cend())
                verbatim.table = owner->key;
            others_.insert(row.number(1), lastVerbatim(model::objectKey(schema, row.text(3))));
        }
    }

    /// What depends on something, as the object that it is part of; null where it is none of ours.
    const Object* objectOf(const QString& catalog, qint64 oid) const
    {
        const QHash<qint64, Object>* list = nullptr;
        if (catalog == u"pg_class")
            list = &classes_;
        else if (catalog == u"pg_type")
            list = &types_;
        else if (catalog == u"pg_proc")
            list = &procedures_;
        else if (catalog == u"pg_collation" || catalog == u"pg_operator" || catalog == u"pg_cast")
            list = &others_;
        else
            return nullptr;
        const auto it = list->constFind(oid);
        return it == list->cend() ? nullptr : &*it;
    }

    const Object* dependentOf(const QString& catalog, qint64 oid) const
    {
        if (const auto it = partOf_.constFind({catalog, oid}); it != partOf_.cend())
            return objectOf(QStringLiteral("pg_class"), *it);
        return objectOf(catalog, oid);
    }

    void readDependencies()
    {
        addSequences();
        for (const std::vector<Value>& values : catalog_.dependencies.rows) {
            const CatalogRow row(values);
            if (row.letter(5) != u'n')
                continue;
            const Object* dependent = dependentOf(row.text(0), row.number(1));
            const Object* needed = objectOf(row.text(2), row.number(3));
            if (!dependent || !needed || dependent->key == needed->key)
                continue;
            if (dependent->what == Object::What::Table)
                drafts_[dependent->index].table.dependsOn.append(needed->key);
            else if (dependent->what == Object::What::Verbatim)
                schema_.verbatims[dependent->index].dependsOn.append(needed->key);
        }
    }

    void addSequences()
    {
        for (const auto& [oid, sequence] : sequences_) {
            const auto owner = byClass_.constFind(sequence.ownerTable);
            if (sequence.implicit) {
                const TableDraft& draft = drafts_[*owner];
                classes_.insert(oid, {model::objectKey(draft.table.schema, draft.table.name)});
                continue;
            }
            const QString name = sqlName(sequence.schema, sequence.name);
            QString sql = QStringLiteral("CREATE SEQUENCE ") + name;
            if (sequence.type != u"bigint")
                sql += QStringLiteral(" AS ") + sequence.type;
            if (const QString options = sequence.options(); !options.isEmpty())
                sql += u' ' + options;
            addVerbatim(Kind::Sequence, sequence.schema, sequence.name, sql).comment = sequence.comment;
            const QString key = model::objectKey(sequence.schema, sequence.name);
            classes_.insert(oid, lastVerbatim(key));
            if (owner == byClass_.cend())
                continue;
            const TableDraft& draft = drafts_[*owner];
            const auto column = draft.names.find(sequence.ownerColumn);
            if (column == draft.names.end())
                continue;
            PhysicalVerbatim& ownership =
                addVerbatim(Kind::Other, sequence.schema, sequence.name + QStringLiteral(" owned by"),
                    QStringLiteral("ALTER SEQUENCE %1 OWNED BY %2.%3")
                        .arg(name, sqlName(draft.table.schema, draft.table.name),
                            dialect_.identifier(column->second)));
            ownership.table = model::objectKey(draft.table.schema, draft.table.name);
            ownership.dependsOn = {key};
        }
    }

    static void tidy(QStringList& dependsOn, const QString& self)
    {
        dependsOn.removeAll(self);
        dependsOn.sort();
        dependsOn.removeDuplicates();
    }

    void finish()
    {
        QHash<QString, QString> servers; // of foreign tables, by key: their last clause
        for (const std::vector<Value>* values : foreignTables_) {
            const CatalogRow row(*values);
            QString clause = QStringLiteral(" SERVER ") + dialect_.identifier(row.text(26));
            if (const QStringList options = row.texts(27); !options.isEmpty())
                clause += QStringLiteral(" OPTIONS (") + options.join(QStringLiteral(", ")) + u')';
            servers.insert(model::objectKey(schemaOf(row.text(1)), row.text(2)), clause);
        }
        for (TableDraft& draft : drafts_) {
            const QString key = model::objectKey(draft.table.schema, draft.table.name);
            orm::sortForeignKeys(draft.table);
            tidy(draft.table.dependsOn, key);
            if (const auto server = servers.constFind(key); server != servers.cend())
                addForeignTable(draft.table, *server);
            else if (draft.isPartition)
                addPartition(draft);
            else
                schema_.tables.push_back(std::move(draft.table));
        }
        for (PhysicalVerbatim& verbatim : schema_.verbatims)
            tidy(verbatim.dependsOn, model::objectKey(verbatim.schema, verbatim.name));
        std::ranges::stable_sort(schema_.verbatims, {}, [](const PhysicalVerbatim& verbatim) {
            // Extensions stay in the order in which they were made: nothing else tells what they need unsaid.
            static const QString none;
            const bool ordered = verbatim.kind != Kind::Extension;
            return std::tie(verbatim.kind, verbatim.schema, verbatim.table, ordered ? verbatim.name : none);
        });
    }

    /// A partition is made like a table, with indexes and constraints of its own names, and attached then: what
    /// is there already is taken for what its parent wants.
    void addPartition(TableDraft& draft)
    {
        PhysicalTable& table = draft.table;
        const QString name = sqlName(table.schema, table.name);
        QStringList statements = orm::postgres::tableStatements(dialect_, table, {});
        for (const PhysicalIndex& index : table.indexes) {
            statements.append(orm::postgres::indexStatement(dialect_, table, index, false));
            statements.append(orm::postgres::indexComment(dialect_, table, index));
        }
        for (const PhysicalForeignKey& key : table.foreignKeys)
            statements.append(orm::postgres::foreignKeyStatement(dialect_, table, key));
        statements.append(QStringLiteral("ALTER TABLE ONLY %1 ATTACH PARTITION %2 %3")
                              .arg(draft.parentName, name, draft.bound));
        const QString comment = table.comment;
        table.comment.clear(); // that of the verbatim thing
        statements += orm::postgres::commentStatements(dialect_, table);
        for (const PhysicalForeignKey& key : table.foreignKeys)
            statements.append(orm::postgres::foreignKeyComment(dialect_, table, key));
        statements.removeAll(QString());
        PhysicalVerbatim& verbatim =
            addVerbatim(Kind::Partition, table.schema, table.name, statements.join(QStringLiteral(";\n")));
        verbatim.table = draft.parentKey;
        verbatim.dependsOn = table.dependsOn;
        for (const PhysicalColumn& column : table.columns) {
            if (column.type.kind == model::TypeKind::Named)
                verbatim.dependsOn.append(model::objectKey(column.type.schema, column.type.native));
        }
        verbatim.comment = comment;
    }

    void addForeignTable(PhysicalTable& table, const QString& server)
    {
        QString sql = orm::postgres::tableStatements(dialect_, table, {}).front() + server;
        sql.replace(0, 12, QStringLiteral("CREATE FOREIGN TABLE"));
        PhysicalVerbatim& verbatim = addVerbatim(Kind::Other, table.schema, table.name, sql);
        verbatim.dependsOn = table.dependsOn;
        verbatim.comment = table.comment;
    }

    const PostgresCatalog& catalog_;
    const orm::Dialect& dialect_;
    PhysicalSchema schema_;
    std::vector<TableDraft> drafts_;
    QHash<qint64, std::size_t> byClass_; ///< table's oid → drafts_
    QHash<qint64, Object> classes_;      ///< by oid: tables, views, sequences
    QHash<qint64, Object> types_;
    QHash<qint64, Object> procedures_;
    QHash<qint64, Object> others_;                            ///< collations, operators, casts
    QHash<qint64, std::pair<QString, QString>> namedTypes_;   ///< enums and domains by oid
    QHash<qint64, std::pair<QString, bool>> operatorClasses_; ///< name in SQL, whether it is the usual one
    QHash<qint64, QString> collations_;                       ///< as a column says them
    QHash<qint64, std::size_t> composites_;                   ///< class oid → verbatim
    QHash<std::pair<QString, qint64>, qint64> partOf_;        ///< a default, check, index → its table's oid
    QHash<qint64, KeyPlace> keyIndexes_;                      ///< index oid → the constraint it serves
    std::map<qint64, SequenceDraft> sequences_;
    QHash<std::pair<qint64, int>, qint64> owned_; ///< table and column → sequence
    std::vector<const std::vector<Value>*> foreignTables_;
};

} // namespace

Result<PhysicalSchema> introspectPostgres(Connection& connection)
{
    const Result<PostgresCatalog> catalog = readPostgresCatalog(connection);
    if (!catalog)
        return failure(catalog);
    return Reader(*catalog, connection.dialect()).read();
}

} // namespace conjoin::sql
