// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translate.h"

#include "orm/translate/expressionwriter.h"
#include "orm/translate/sqltoken.h"
#include "orm/translate/typetranslation.h"

#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

using model::Column;
using model::DataType;
using model::DefaultValue;
using model::Generated;
using model::Table;
using model::TypeKind;
using model::Verbatim;

bool readAlike(const SqlSyntax& a, const SqlSyntax& b)
{
    const auto all = [](const SqlSyntax& s) {
        return std::tuple(s.doubleQuotedTexts, s.backtickNames, s.bracketNames, s.backslashEscapes,
            s.dollarTexts, s.colonCasts, s.concatOperator);
    };
    return all(a) == all(b);
}

bool isText(const DataType& type)
{
    return type.kind == TypeKind::Text || type.kind == TypeKind::Varchar || type.kind == TypeKind::Char;
}

/// `nextval('…')`, which numbers a column: the others have a way of their own for that.
bool isNextValue(const Expression& e)
{
    return e.isCall("nextval", 1) || (e.kind == Expression::Kind::Cast && isNextValue(e.parts[0]));
}

QString shortened(const QString& sql)
{
    const QString line = sql.simplified();
    return line.size() <= 80 ? line : line.left(79) + u'…';
}

const char* kindWord(Verbatim::Kind kind)
{
    switch (kind) {
    case Verbatim::Kind::View:
    case Verbatim::Kind::MaterializedView:
        return "view";
    case Verbatim::Kind::Trigger:
        return "trigger";
    case Verbatim::Kind::Routine:
        return "routine";
    case Verbatim::Kind::Sequence:
        return "sequence";
    case Verbatim::Kind::Extension:
        return "extension";
    case Verbatim::Kind::Namespace:
        return "namespace";
    case Verbatim::Kind::Type:
        return "type";
    case Verbatim::Kind::Partition:
        return "partition";
    case Verbatim::Kind::Event:
        return "event";
    case Verbatim::Kind::Rule:
        return "rule";
    case Verbatim::Kind::Policy:
        return "policy";
    case Verbatim::Kind::Constraint:
        return "constraint";
    case Verbatim::Kind::VirtualTable:
        return "virtual table";
    case Verbatim::Kind::Other:
        break;
    }
    return "statement";
}

class Translator {
public:
    Translator(const model::Schema& schema, const Dialect& from, const Dialect& to)
        : source_(schema)
        , result_{schema, {}}
        , from_(from)
        , to_(to)
        , engine_(to.capabilities())
    {}

    Translation run()
    {
        dropVerbatims();
        for (const model::UserType& type : source_.types)
            result_.schema.types.set(translatedUserType(type));
        nameSpaces();
        findKeyColumns();
        for (const Table& table : source_.tables)
            translateTable(table.id);
        nameIndexesApart();
        translateReferences();
        return std::move(result_);
    }

private:
    void tell(Severity severity, const ObjectRef& object, const QString& where, Message what, Message mend = {})
    {
        result_.diagnostics.push_back({severity, std::move(what), object, where, std::move(mend)});
    }

    void lose(const ObjectRef& object, const QString& where, const char* code, const QString& what,
        const QString& sql)
    {
        tell(Severity::Warning, object, where,
            message(code, "%1 is left out: %2 does not know %3", {what, to_.name(), shortened(sql)}),
            message("translate.mend", "say it in the words of %1 there", {to_.name()}));
    }

    // -- whole things

    void dropVerbatims()
    {
        for (const Verbatim& verbatim : source_.verbatims) {
            if (verbatim.kind == Verbatim::Kind::Namespace && engine_.namespaces)
                continue;
            result_.schema.verbatims.remove(verbatim.id);
            const bool isTold = verbatim.kind == Verbatim::Kind::Namespace || // at its tables
                                (verbatim.kind == Verbatim::Kind::Other && isOwnedBy(verbatim.sql));
            if (isTold)
                continue;
            tell(Severity::Warning, verbatim.id, model::objectKey(verbatim.sqlSchema, verbatim.name),
                message("translate.verbatim", "the %1 \"%2\" is %3's own SQL and is left out",
                    {QString::fromLatin1(kindWord(verbatim.kind)), verbatim.name, from_.name()}),
                message("translate.verbatim.mend", "write one for %1", {to_.name()}));
        }
    }

    /// ALTER SEQUENCE … OWNED BY: nothing by itself.
    static bool isOwnedBy(const QString& sql)
    {
        return sql.contains(QLatin1String("OWNED BY"), Qt::CaseInsensitive);
    }

    model::UserType translatedUserType(model::UserType type)
    {
        if (type.kind == model::UserType::Kind::Domain) {
            type.base = translatedColumnType(type.base, type.id, type.name);
            type.defaultValue = translatedDefault(type.defaultValue, type.base, type.id, type.name);
            type.collation.clear();
            ExpressionWriter writer(from_, to_, [&](const QString& name) -> std::optional<KnownColumn> {
                const bool isValue = name.compare(u"value", Qt::CaseInsensitive) == 0;
                return isValue ? std::optional(KnownColumn{QStringLiteral("VALUE"),
                                     type.base.kind == TypeKind::Boolean, isText(type.base)})
                               : std::nullopt;
            });
            translateChecks(type.checks, writer, type.id, type.name);
        }
        if (!engine_.namespaces)
            type.sqlSchema.clear();
        return type;
    }

    void translateChecks(std::vector<model::Check>& checks, ExpressionWriter& writer, const ObjectRef& object,
        const QString& where)
    {
        std::vector<model::Check> kept;
        for (model::Check& check : checks) {
            if (auto text = writer.translated(check.expression)) {
                check.expression = *text;
                kept.push_back(check);
            } else {
                const ObjectRef narrow =
                    std::holds_alternative<UserTypeId>(object) ? object : ObjectRef(check.id);
                lose(narrow, where, "translate.check",
                    QStringLiteral("the check (%1)").arg(shortened(check.expression)), writer.problem());
            }
        }
        checks = std::move(kept);
    }

    /// Without namespaces all tables stand side by side: those of the same name are told apart by that of
    /// theirs.
    void nameSpaces()
    {
        if (engine_.namespaces)
            return;
        QHash<QString, int> owners;
        for (const Table& table : source_.tables)
            ++owners[table.sqlName.toCaseFolded()];
        for (const Table& table : source_.tables) {
            if (table.sqlSchema.isEmpty())
                continue;
            const bool taken = !table.sqlName.isEmpty() && owners.value(table.sqlName.toCaseFolded()) > 1;
            result_.schema.tables.update(table.id, [&](Table& changed) {
                if (taken)
                    changed.sqlName = table.sqlSchema + u'_' + table.sqlName;
                changed.sqlSchema.clear();
            });
            tell(Severity::Hint, table.id, table.name,
                taken ? message("translate.namespace", "%1 has no namespaces: the table is called \"%2\"",
                            {to_.name(), table.sqlSchema + u'_' + table.sqlName})
                      : message("translate.namespace", "%1 has no namespaces: the table leaves \"%2\"",
                            {to_.name(), table.sqlSchema}));
        }
    }

    /// To MySQL the name of an index is its table's business; to others it is one among all tables and indexes.
    void nameIndexesApart()
    {
        QSet<QString> taken; // by namespace, letter case ignored
        const auto key = [](const Table& table, const QString& name) {
            return table.sqlSchema + QChar(0) + name.toCaseFolded();
        };
        for (const Table& table : result_.schema.tables)
            taken.insert(key(table, table.sqlName));
        for (const Table& table : source_.tables) {
            result_.schema.tables.update(table.id, [&](Table& changed) {
                const QString owner = changed.sqlName.isEmpty() ? changed.name : changed.sqlName;
                const auto rename = [&](QString& name, const ObjectRef& object) {
                    if (name.isEmpty())
                        return;
                    const QString old = name;
                    for (int number = 1; taken.contains(key(changed, name)); ++number)
                        name = owner + u'_' + old + (number > 1 ? QString::number(number) : QString());
                    taken.insert(key(changed, name));
                    if (name != old)
                        tell(Severity::Hint, object, changed.name,
                            message("translate.index-name",
                                "\"%1\" is called \"%2\": to %3 it is one among all names",
                                {old, name, to_.name()}));
                };
                for (model::Key& unique : changed.uniqueKeys)
                    rename(unique.name, unique.id);
                for (model::Index& index : changed.indexes)
                    rename(index.name, index.id);
            });
        }
    }

    void findKeyColumns()
    {
        const auto add = [&](const std::vector<model::KeyPart>& parts) {
            for (const model::KeyPart& part : parts) {
                const auto* column = std::get_if<ColumnId>(&part.what);
                if (column && part.length == 0)
                    keyColumns_.insert(*column);
            }
        };
        const auto addKey = [&](const model::ForeignKey& key) {
            for (const model::ColumnPair& pair : key.columns) {
                keyColumns_.insert(pair.local);
                keyColumns_.insert(pair.target);
                foreignColumns_.insert(pair.local);
            }
        };
        for (const Table& table : source_.tables) {
            if (table.primaryKey)
                add(table.primaryKey->parts);
            for (const model::Key& key : table.uniqueKeys)
                add(key.parts);
            for (const model::Index& index : table.indexes)
                add(index.parts);
        }
        for (const model::Reference& reference : source_.references)
            addKey(reference.key);
        for (const model::ManyToMany& link : source_.links) {
            for (const model::LinkEnd& end : link.ends)
                addKey(end.key);
        }
    }

    // -- tables

    void translateTable(TableId id)
    {
        result_.schema.tables.update(id, [&](Table& table) {
            for (Column& column : table.columns)
                translateColumn(table, column);
            ExpressionWriter writer(
                from_, to_, [&table](const QString& name) { return columnOf(table, name); });
            for (Column& column : table.columns)
                translateGenerated(table, column, writer);
            translateChecks(table.checks, writer, table.id, table.name);
            if (table.primaryKey)
                translateKey(table, *table.primaryKey);
            for (model::Key& key : table.uniqueKeys)
                translateKey(table, key);
            translateIndexes(table, writer);
            translateOptions(table);
            table.dependsOn.clear();
        });
    }

    static std::optional<KnownColumn> columnOf(const Table& table, const QString& name)
    {
        const Column* found = table.columnNamed(name);
        for (auto it = table.columns.begin(); !found && it != table.columns.end(); ++it)
            found = it->name.compare(name, Qt::CaseInsensitive) == 0 ? &*it : nullptr;
        if (!found)
            return std::nullopt;
        return KnownColumn{found->name, found->type.kind == TypeKind::Boolean, isText(found->type)};
    }

    void needExtension(const QString& name, const ObjectRef& object, const QString& where)
    {
        const auto same = [&](const Verbatim& other) {
            return other.kind == Verbatim::Kind::Extension && other.name == name;
        };
        if (std::ranges::any_of(result_.schema.verbatims, same))
            return;
        Verbatim extension;
        extension.id = IdSource::named<VerbatimId>(QStringLiteral("translate/extension/") + name);
        extension.kind = Verbatim::Kind::Extension;
        extension.name = name;
        extension.sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS %1 WITH SCHEMA %2")
                            .arg(to_.identifier(name), engine_.defaultSchema);
        result_.schema.verbatims.set(std::move(extension));
        tell(Severity::Hint, object, where,
            message("translate.extension", "the type needs the extension \"%1\", which the script makes first",
                {name}));
    }

    static QString place(const Table& table, const Column& column) { return table.name + u'.' + column.name; }

    /// `collation`: filled in where the type needs one.
    DataType translatedColumnType(
        const DataType& type, const ObjectRef& object, const QString& where, QString* collation = nullptr)
    {
        if (type.kind != TypeKind::Native)
            return type;
        TypeTranslation known = translatedType(type.native, from_, to_);
        known.type.dimensions = std::max(known.type.dimensions, type.dimensions);
        if (collation)
            *collation = known.collation;
        if (const QString extension = to_.extensionFor(known.type); !extension.isEmpty())
            needExtension(extension, object, where);
        if (!known.isKnown)
            tell(Severity::Warning, object, where,
                message("translate.type", "%1 does not know the type \"%2\"; it becomes %3",
                    {to_.name(), type.native, model::typeText(known.type)}),
                message("translate.type.mend", "choose the type that it should be"));
        else if (!known.isExact)
            tell(Severity::Hint, object, where,
                message("translate.type.near", "the type \"%1\" becomes %2, which is not quite the same",
                    {type.native, model::typeText(known.type)}),
                message("translate.type.mend", "choose the type that it should be"));
        return known.type;
    }

    void translateColumn(const Table& table, Column& column)
    {
        const QString where = place(table, column);
        const bool numbered = isRowId(table, column);
        if (from_.capabilities().freeTypeNames &&
            column.type.native.compare(u"citext", Qt::CaseInsensitive) == 0)
            column.collation.clear(); // that letter case means nothing, which the type says elsewhere
        QString collation;
        column.type = translatedColumnType(column.type, column.id, where, &collation);
        // What was read is what it holds; what was drawn is what it is called.
        if (table.keyPolicy == Table::KeyPolicy::AsIs && from_.capabilities().floatsAreDoubles &&
            column.type.isFloating())
            column.type = DataType::of(TypeKind::Double);
        const bool isLong = column.type.kind == TypeKind::Text ||
                            (column.type.kind == TypeKind::Binary && column.type.length == 0);
        if (engine_.prefixIndexes && isLong && column.type.dimensions == 0 && keyColumns_.contains(column.id)) {
            tell(Severity::Warning, column.id, where,
                message("translate.long-key", "%1 has no keys over values of any length; it becomes one of 255",
                    {to_.name()}));
            column.type = column.type.kind == TypeKind::Text ? DataType::of(TypeKind::Varchar, 255)
                                                             : DataType::of(TypeKind::Binary, 255);
        }
        constexpr int longestVarchar = 16383; // characters of four bytes in a row of MySQL
        if (engine_.prefixIndexes && column.type.kind == TypeKind::Varchar &&
            column.type.length > longestVarchar)
            column.type = DataType::of(TypeKind::Text);
        if (numbered)
            column.autoIncrement = true;
        column.defaultValue = translatedDefault(column, where);
        if (!column.onUpdate.isEmpty() && !engine_.onUpdateColumns)
            return; // derivation tells of it
        loseWords(
            column.id, where, {&column.collation, &column.charset, &column.notNullConflict, &column.extra});
        column.collation = collation;
    }

    /// SQLite numbers an INTEGER PRIMARY KEY whoever asks; others want to be told.
    bool isRowId(const Table& table, const Column& column) const
    {
        const bool counts = from_.capabilities().withoutRowid && !table.options.withoutRowid &&
                            table.primaryKey && table.primaryKey->parts.size() == 1 &&
                            !foreignColumns_.contains(column.id) &&
                            column.generated.kind == Generated::Kind::None &&
                            column.defaultValue.kind == DefaultValue::Kind::None;
        if (!counts || table.keyPolicy != Table::KeyPolicy::AsIs)
            return false; // a drawing says itself what it wants numbered
        const auto* key = std::get_if<ColumnId>(&table.primaryKey->parts[0].what);
        return key && *key == column.id &&
               from_.typeName(column.type).compare(QLatin1String("integer"), Qt::CaseInsensitive) == 0;
    }

    DefaultValue translatedDefault(Column& column, const QString& where)
    {
        const DefaultValue& value = column.defaultValue;
        if (value.kind == DefaultValue::Kind::Expression) {
            const auto parsed = parseExpression(value.text, from_.capabilities().syntax);
            if (parsed && isNextValue(*parsed)) {
                column.autoIncrement = true;
                return {};
            }
        }
        return translatedDefault(value, column.type, column.id, where);
    }

    DefaultValue translatedDefault(
        const DefaultValue& value, const DataType& type, const ObjectRef& object, const QString& where)
    {
        using Kind = DefaultValue::Kind;
        if (value.kind == Kind::Literal)
            return translatedLiteral(value, type, object, where);
        if (value.kind != Kind::Expression)
            return value;
        ExpressionWriter writer(from_, to_, [](const QString&) { return std::nullopt; });
        const auto parsed = parseExpression(value.text, from_.capabilities().syntax);
        if (parsed) {
            const Expression& inner = parsed->kind == Expression::Kind::Cast ? parsed->parts[0] : *parsed;
            if (isNow(*parsed))
                return {Kind::Now, {}};
            if (isNewUuid(*parsed))
                return {Kind::Uuid, {}};
            if (inner.isConstant("NULL"))
                return {};
            if (inner.isConstant("TRUE") || inner.isConstant("FALSE"))
                return {Kind::Literal, inner.text.toLower()};
            if (inner.kind == Expression::Kind::Text || inner.kind == Expression::Kind::Number)
                return translatedLiteral({Kind::Literal, inner.text}, type, object, where);
            if (const auto text = writer.written(*parsed))
                return {Kind::Expression, *text};
        }
        lose(object, where, "translate.default", QStringLiteral("the default"),
            writer.problem().isEmpty() ? value.text : writer.problem());
        return {};
    }

    DefaultValue translatedLiteral(
        DefaultValue value, const DataType& type, const ObjectRef& object, const QString& where)
    {
        if (type.kind == TypeKind::Boolean && type.dimensions == 0) {
            const QString text = value.text.toLower();
            if (text == u"1" || text == u"t" || text == u"b'1'")
                value.text = QStringLiteral("true");
            else if (text == u"0" || text == u"f" || text == u"b'0'")
                value.text = QStringLiteral("false");
        } else if (type.dimensions > 0 && !engine_.arrays) {
            if (value.text != u"{}")
                lose(object, where, "translate.default", QStringLiteral("the default"), value.text);
            return value.text == u"{}" ? DefaultValue{DefaultValue::Kind::Literal, QStringLiteral("[]")}
                                       : DefaultValue();
        } else if (value.text.startsWith(u"0000-00-00")) { // MySQL's day that is none
            lose(object, where, "translate.default", QStringLiteral("the default"), value.text);
            return {};
        }
        return value;
    }

    /// Words of the engine that the other has no use for.
    void loseWords(const ObjectRef& object, const QString& where, std::initializer_list<QString*> words)
    {
        QStringList lost;
        for (QString* word : words) {
            if (!word->isEmpty())
                lost << std::exchange(*word, QString()).simplified();
        }
        if (!lost.isEmpty())
            tell(Severity::Hint, object, where,
                message("translate.option", "%1 is %2's own and is left out",
                    {lost.join(QStringLiteral(", ")), from_.name()}));
    }

    void translateGenerated(const Table& table, Column& column, ExpressionWriter& writer)
    {
        if (column.generated.kind == Generated::Kind::None)
            return;
        if (const auto text = writer.translated(column.generated.expression)) {
            column.generated.expression = *text;
            return;
        }
        lose(column.id, place(table, column), "translate.generated", QStringLiteral("what computes the column"),
            writer.problem());
        column.generated = {};
    }

    void translateKey(const Table& table, model::Key& key)
    {
        for (model::KeyPart& part : key.parts)
            loseWords(key.id, table.name, {&part.collation, &part.operatorClass});
        loseWords(key.id, table.name, {&key.conflict, &key.options});
        key.method.clear();
        if (std::exchange(key.nullsNotDistinct, false))
            loseNulls(key.id, table.name);
    }

    void loseNulls(const ObjectRef& object, const QString& where)
    {
        tell(Severity::Warning, object, where,
            message("translate.nulls", "to %1 two nulls are never the same: NULLS NOT DISTINCT is left out",
                {to_.name()}));
    }

    void translateIndexes(Table& table, ExpressionWriter& writer)
    {
        std::vector<model::Index> kept;
        for (model::Index& index : table.indexes) {
            if (translateIndex(table, index, writer))
                kept.push_back(std::move(index));
        }
        table.indexes = std::move(kept);
    }

    bool translateIndex(const Table& table, model::Index& index, ExpressionWriter& writer)
    {
        const QString what = QStringLiteral("the index \"%1\"").arg(index.name);
        static const QStringList ordinary{QString(), QStringLiteral("btree"), QStringLiteral("hash")};
        if (!ordinary.contains(index.method.toLower())) {
            lose(index.id, table.name, "translate.index", what, index.method);
            return false;
        }
        index.method.clear();
        for (model::KeyPart& part : index.parts) {
            if (QString* expression = std::get_if<QString>(&part.what);
                expression && !isDerivedColumn(table, *expression)) {
                const auto text = writer.translated(*expression);
                if (!text) {
                    lose(index.id, table.name, "translate.index", what, writer.problem());
                    return false;
                }
                *expression = *text;
            }
            loseWords(index.id, table.name, {&part.collation, &part.operatorClass});
            part.nulls = model::NullOrder::Default;
        }
        if (!index.where.isEmpty() && engine_.partialIndexes) { // else derivation tells of it
            const auto text = writer.translated(index.where);
            if (!text) {
                lose(index.id, table.name, "translate.index", what, writer.problem());
                return false;
            }
            index.where = *text;
        }
        loseWords(index.id, table.name, {&index.options});
        if (std::exchange(index.nullsNotDistinct, false))
            loseNulls(index.id, table.name);
        return true;
    }

    /// The name of a column that is none of the table's own: derivation finds it.
    bool isDerivedColumn(const Table& table, const QString& expression) const
    {
        const auto parsed = parseExpression(expression, from_.capabilities().syntax);
        return parsed && parsed->kind == Expression::Kind::Name && parsed->path.size() == 1 &&
               !columnOf(table, parsed->path[0]);
    }

    void translateOptions(Table& table)
    {
        model::TableOptions& options = table.options;
        QString inherits =
            options.inherits.isEmpty()
                ? QString()
                : QStringLiteral("INHERITS (%1)").arg(options.inherits.join(QStringLiteral(", ")));
        QString unlogged = options.unlogged ? QStringLiteral("UNLOGGED") : QString();
        options.inherits.clear();
        options.unlogged = false;
        if (!options.partitionBy.isEmpty())
            lose(table.id, table.name, "translate.partition", QStringLiteral("the division into partitions"),
                std::exchange(options.partitionBy, QString()));
        loseWords(table.id, table.name,
            {&inherits, &unlogged, &options.engine, &options.charset, &options.collation, &options.extra});
    }

    // -- references

    void translateReferences()
    {
        for (const model::Reference& reference : source_.references) {
            result_.schema.references.update(reference.id, [&](model::Reference& changed) {
                translateForeignKey(
                    changed.key, changed.id, QStringLiteral("reference of %1").arg(nameOf(changed.from)));
                if (changed.to || changed.key.unconstrained)
                    return;
                changed.key.unconstrained = true; // only SQLite lets a key point at nothing
                tell(Severity::Warning, changed.id, nameOf(changed.from),
                    message("translate.reference",
                        "the foreign key to \"%1\" is left out: there is no such table",
                        {changed.missingTable}));
            });
        }
        for (const model::ManyToMany& link : source_.links) {
            result_.schema.links.update(link.id, [&](model::ManyToMany& changed) {
                for (model::LinkEnd& end : changed.ends)
                    translateForeignKey(end.key, changed.id, nameOf(changed.junction));
            });
        }
    }

    QString nameOf(TableId table) const { return source_.tables.at(table).name; }

    void translateForeignKey(model::ForeignKey& key, const ObjectRef& object, const QString& where)
    {
        key.implicitTarget = false;
        key.validated = true;
        QString match = key.match.isEmpty() ? QString() : QStringLiteral("MATCH ") + key.match;
        key.match.clear();
        QString columns = key.setColumns.empty() ? QString() : QStringLiteral("the columns of SET NULL");
        key.setColumns.clear();
        loseWords(object, where, {&match, &columns});
    }

    const model::Schema& source_;
    Translation result_;
    const Dialect& from_;
    const Dialect& to_;
    const Capabilities& engine_;
    QSet<ColumnId> keyColumns_;     ///< in a key, an index or a foreign key, whole
    QSet<ColumnId> foreignColumns_; ///< refer to another table
};

} // namespace

Translation translate(const model::Schema& schema, const Dialect& from, const Dialect& to)
{
    if (&from == &to || readAlike(from.capabilities().syntax, to.capabilities().syntax))
        return {schema, {}};
    return Translator(schema, from, to).run();
}

Result<Derivation> deriveFor(const model::Document& document, const Dialect& to)
{
    const auto from = dialectNamed(document.settings.dialect);
    if (!from)
        return failure(from);
    Translation translation = translate(document.schema, **from, to);
    Derivation derivation = derive(translation.schema, document.settings.naming, to.capabilities());
    translation.diagnostics.insert(
        translation.diagnostics.end(), derivation.diagnostics.begin(), derivation.diagnostics.end());
    derivation.diagnostics = std::move(translation.diagnostics);
    return derivation;
}

} // namespace conjoin::orm
