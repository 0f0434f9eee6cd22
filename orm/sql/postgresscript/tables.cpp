// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// CREATE TABLE, and what it shares with ALTER TABLE.
namespace conjoin::sql::pgscript {

using namespace pgtree;
using model::Deferrable;

namespace {

Deferrable deferrableOf(bool deferrable, bool deferred)
{
    if (deferred)
        return Deferrable::InitiallyDeferred;
    return deferrable ? Deferrable::InitiallyImmediate : Deferrable::No;
}

QString serialType(const PgQuery__TypeName* type)
{
    if (type->n_names != 1 || type->n_array_bounds > 0)
        return {};
    static const QHash<QString, QString> types{{"serial", "integer"}, {"serial4", "integer"},
        {"bigserial", "bigint"}, {"serial8", "bigint"}, {"smallserial", "smallint"}, {"serial2", "smallint"}};
    return types.value(stringOf(type->names[0]));
}

model::Action actionOf(const char* letter)
{
    switch (letter ? *letter : 'a') {
    case 'r':
        return model::Action::Restrict;
    case 'c':
        return model::Action::Cascade;
    case 'n':
        return model::Action::SetNull;
    case 'd':
        return model::Action::SetDefault;
    default:
        return model::Action::NoAction;
    }
}

QStringList columnsOf(const orm::PhysicalKey& key)
{
    QStringList columns;
    for (const orm::PhysicalKeyPart& part : key.parts)
        columns += part.column;
    return columns;
}

/// The columns that an expression of a table names, each once.
QStringList columnsIn(Node* expression)
{
    QStringList columns;
    forEachMessage(expression, [&](ProtobufCMessage* message) {
        if (auto* reference = as<PgQuery__ColumnRef>(message, pg_query__column_ref__descriptor)) {
            const QString name =
                names(List(reference->n_fields, reference->fields)).value(qsizetype(reference->n_fields) - 1);
            if (!columns.contains(name))
                columns += name;
        }
    });
    return columns;
}

Name relationOf(const PgQuery__RangeVar& range)
{
    return {text(range.schemaname), text(range.relname)};
}

/// What DEFAULT NULL leaves in the catalog: nothing, or the null that was cast to the length of its type.
QString nullOf(QString type)
{
    const qsizetype open = type.indexOf(u'('), close = type.indexOf(u')');
    if (open < 0 || close < open || type.endsWith(u']'))
        return {};
    type.remove(open, close + 1 - open);
    if (type == u"character")
        type = QStringLiteral("bpchar");
    else if (type == u"bit")
        type = QStringLiteral("\"bit\"");
    return QStringLiteral("NULL::") + type;
}

QString sequenceNumber(Node* node)
{
    if (!node)
        return {};
    if (node->node_case == PG_QUERY__NODE__NODE_INTEGER)
        return QString::number(node->integer->ival);
    return node->node_case == PG_QUERY__NODE__NODE_FLOAT ? text(node->float_->fval) : QString();
}

} // namespace

void Reader::createTable(PgQuery__CreateStmt& create, const QString& foreign)
{
    const Name name = catalog_.newName(*create.relation);
    if (text(create.relation->relpersistence) == u"t") {
        temporary_ += name.name;
        ++ignored_[QStringLiteral("CREATE TEMPORARY TABLE")];
        return;
    }
    if (catalog_.hasRelation(name)) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    if (!foreign.isEmpty()) {
        catalog_.claim(name);
        keep(model::Verbatim::Kind::Other, name, foreign, {});
        warn("script.foreign.table", "the foreign table \"%1\" is kept as it is written", {name.key()});
        return;
    }
    orm::PhysicalTable made;
    made.schema = name.schema;
    made.name = name.name;
    made.options.unlogged = text(create.relation->relpersistence) == u"u";
    Table& table = catalog_.add(std::move(made));

    for (Node* node : List(create.n_inh_relations, create.inh_relations)) {
        const PgQuery__RangeVar& range = *node->range_var;
        Table* parent = catalog_.table(range);
        if (!parent) {
            missing(relationOf(range).key(), false);
            continue;
        }
        if (create.partbound) {
            table.partitionOf = parent;
            table.bound = boundText(*create.partbound);
        }
        inherit(table, *parent);
        if (!create.partbound) {
            table.parents.push_back(parent);
            table.table.options.inherits += qualified(parent->name());
        }
    }
    if (create.of_typename) {
        const QStringList type = names(List(create.of_typename->n_names, create.of_typename->names));
        const orm::PhysicalVerbatim* composite = catalog_.verbatim(model::Verbatim::Kind::Type, type);
        if (!composite)
            missing(type.join(u'.'), false);
        else
            table.table.columns =
                catalog_.composites.value(model::objectKey(composite->schema, composite->name));
    }

    Pending pending;
    std::vector<orm::PhysicalTable> indexSources; // of LIKE … INCLUDING INDEXES
    for (Node* node : List(create.n_table_elts, create.table_elts)) {
        if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
            column(table, *node->column_def, pending);
        else if (node->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            tableConstraint(*node->constraint, pending);
        else if (node->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE)
            like(table, *node->table_like_clause, indexSources);
    }
    for (Node* node : List(create.n_constraints, create.constraints))
        tableConstraint(*node->constraint, pending);
    if (create.partspec)
        table.table.options.partitionBy = partitionClause(*create.partspec);
    QStringList extra;
    if (const QString method = text(create.access_method); !method.isEmpty() && method != u"heap")
        extra += QStringLiteral("USING ") + identifier(method);
    if (const QString options = optionList(List(create.n_options, create.options)); !options.isEmpty())
        extra += options;
    if (const QString space = text(create.tablespacename); !space.isEmpty())
        extra += QStringLiteral("TABLESPACE ") + identifier(space);
    table.table.options.extra = extra.join(u' ');

    addPending(table, pending);
    for (const orm::PhysicalTable& source : indexSources)
        cloneIndexes(table, source, true);
    if (table.partitionOf)
        cloneIndexes(table, table.partitionOf->table, false);
}

void Reader::cloneIndexes(Table& table, const orm::PhysicalTable& source, bool again)
{
    const QString schema = table.table.schema;
    const auto fresh = [&](auto copy, const char* label, bool constraint) {
        copy.name = catalog_.relationName(schema, table.table.name,
            joinedColumns(indexColumnNames(copy.parts) + copy.include), QString::fromLatin1(label), constraint);
        copy.comment.clear();
        catalog_.claim({schema, copy.name});
        if (constraint)
            catalog_.claimConstraint({schema, copy.name});
        return copy;
    };
    const auto has = [&](const auto& list, const auto& wanted) {
        return !again && std::any_of(list.begin(), list.end(), [&](const auto& own) {
            return own.parts == wanted.parts && own.include == wanted.include;
        });
    };
    if (source.primaryKey && !table.table.primaryKey) {
        orm::PhysicalKey copy = *source.primaryKey;
        copy.name.clear();
        copy.comment.clear();
        primaryKey(table, std::move(copy));
    }
    for (const orm::PhysicalKey& key : source.uniqueKeys) {
        if (!has(table.table.uniqueKeys, key))
            table.table.uniqueKeys.push_back(fresh(key, "key", true));
    }
    for (const orm::PhysicalIndex& index : source.indexes) {
        const bool there = !again && std::any_of(table.table.indexes.begin(), table.table.indexes.end(),
                                         [&](const orm::PhysicalIndex& own) {
                                             return own.parts == index.parts && own.unique == index.unique &&
                                                    own.method == index.method && own.where == index.where;
                                         });
        if (!there)
            table.table.indexes.push_back(fresh(index, "idx", false));
    }
    cloneToPartitions(table);
}

std::vector<Table*> Reader::heirs(const Table* table) const
{
    return only_ ? std::vector<Table*>() : catalog_.children(table);
}

void Reader::cloneToPartitions(Table& table)
{
    for (Table* child : heirs(&table)) {
        if (child->partitionOf == &table)
            cloneIndexes(*child, table.table, false);
    }
}

void Reader::inherit(Table& child, Table& parent)
{
    parent.hasChildren = true;
    for (const orm::PhysicalColumn& inherited : parent.table.columns) {
        if (orm::PhysicalColumn* own = child.column(inherited.name)) {
            own->nullable = own->nullable && inherited.nullable;
            continue;
        }
        orm::PhysicalColumn copy = inherited;
        copy.comment.clear();
        copy.identity = model::Identity::None;
        child.onlyInherited.insert(copy.name);
        child.table.columns.push_back(std::move(copy));
        if (Sequence* sequence = parent.sequences.value(inherited.name);
            sequence && inherited.identity == model::Identity::None)
            child.sequences.insert(inherited.name, sequence);
        child.needs.insert(inherited.name, parent.needs.value(inherited.name));
    }
    // A check that is inherited is said by the parent; a partition is a table of its own first.
    if (!child.partitionOf)
        return;
    for (const orm::PhysicalCheck& check : parent.table.checks) {
        child.table.checks.push_back(check);
        child.table.checks.back().comment.clear();
        catalog_.claimConstraint({child.table.schema, check.name});
    }
}

void Reader::like(
    Table& table, const PgQuery__TableLikeClause& clause, std::vector<orm::PhysicalTable>& indexSources)
{
    const auto including = [&](PgQuery__TableLikeOption option) {
        return (clause.options >> (unsigned(option) - 1) & 1U) != 0;
    };
    Table* source = catalog_.table(*clause.relation);
    if (!source) {
        missing(relationOf(*clause.relation).key(), false);
        return;
    }
    const bool comments = including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_COMMENTS);
    for (const orm::PhysicalColumn& from : std::vector(source->table.columns)) {
        orm::PhysicalColumn copy = from;
        const bool identity = from.identity != model::Identity::None;
        if (!comments)
            copy.comment.clear();
        copy.identity = model::Identity::None;
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_DEFAULTS))
            copy.defaultValue = {};
        else if (Sequence* sequence = source->sequences.value(from.name); sequence && !identity)
            table.sequences.insert(from.name, sequence);
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_GENERATED))
            copy.generated = {};
        if (!including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_STORAGE))
            copy.extra.clear();
        table.needs.insert(from.name, source->needs.value(from.name));
        table.table.columns.push_back(std::move(copy));
        if (identity && including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_IDENTITY)) {
            orm::PhysicalColumn& made = table.table.columns.back();
            makeIdentity(table, made,
                from.identity == model::Identity::Always ? QStringLiteral("a") : QStringLiteral("d"),
                List(0, nullptr));
            if (Sequence* theirs = source->sequences.value(from.name))
                table.sequences.value(made.name)->options = theirs->options;
        }
    }
    if (including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_CONSTRAINTS)) {
        for (orm::PhysicalCheck check : source->table.checks) {
            if (!comments)
                check.comment.clear();
            catalog_.claimConstraint({table.table.schema, check.name});
            table.table.checks.push_back(std::move(check));
        }
    }
    if (including(PG_QUERY__TABLE_LIKE_OPTION__CREATE_TABLE_LIKE_INDEXES))
        indexSources.push_back(source->table);
}

void Reader::column(Table& table, PgQuery__ColumnDef& definition, Pending& pending)
{
    const QString name = text(definition.colname);
    orm::PhysicalColumn* made = table.column(name);
    if (!made) {
        table.table.columns.push_back({});
        made = &table.table.columns.back();
        made->name = name;
    } else if (table.parents.empty() && !table.partitionOf && definition.type_name) {
        warn("script.column.exists", "\"%1\" has two columns called \"%2\"; the second was passed over",
            {table.name().key(), name});
        return;
    }
    if (definition.type_name) {
        table.onlyInherited.remove(name);
        const QString serial = serialType(definition.type_name);
        if (!serial.isEmpty()) {
            made->type = dialect_.typeOf(serial);
            makeSerial(table, *made, serial);
        } else {
            QStringList needs;
            made->type = dataType(definition.type_name, &needs);
            table.needs[name] += needs;
        }
    }
    if (definition.coll_clause)
        made->collation = collation(List(definition.coll_clause->n_collname, definition.coll_clause->collname));
    if (const QString method = text(definition.compression); !method.isEmpty())
        made->extra = QStringLiteral("COMPRESSION ") + method;
    if (definition.raw_default)
        setDefault(table, *made, definition.raw_default);
    columnConstraints(table, *made, List(definition.n_constraints, definition.constraints), pending);
}

void Reader::columnConstraints(
    Table& table, orm::PhysicalColumn& made, const List& constraints, Pending& pending)
{
    Pending::Constraint* last = nullptr; // DEFERRABLE stands after what it is about
    for (Node* node : constraints) {
        if (node->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
            continue;
        PgQuery__Constraint& constraint = *node->constraint;
        const auto postpone = [&](std::vector<Pending::Constraint>& list) {
            list.push_back({&constraint, made.name, Deferrable::No});
            last = &list.back();
        };
        switch (constraint.contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
            made.nullable = false;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
            made.nullable = true;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
            setDefault(table, made, constraint.raw_expr);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
            makeIdentity(
                table, made, text(constraint.generated_when), List(constraint.n_options, constraint.options));
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED: {
            QStringList needs;
            made.generated = {model::Generated::Kind::Stored, expression(constraint.raw_expr, &needs)};
            table.needs[made.name] += needs;
            break;
        }
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
            postpone(pending.checks);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
            postpone(pending.keys);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
            postpone(pending.foreignKeys);
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
            if (last && last->deferrable == Deferrable::No)
                last->deferrable = Deferrable::InitiallyImmediate;
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
            if (last)
                last->deferrable = Deferrable::InitiallyDeferred;
            break;
        default:
            break; // NOT DEFERRABLE and IMMEDIATE say what is so anyway
        }
    }
}

void Reader::setDefault(Table& table, orm::PhysicalColumn& made, Node* value)
{
    made.defaultValue = {};
    table.sequences.remove(made.name);
    if (!value)
        return;
    if (Sequence* sequence = sequenceOfNextval(value)) {
        table.sequences.insert(made.name, sequence); // told in words when the script is at its end
        return;
    }
    QStringList needs;
    const QString words = expression(value, &needs);
    table.needs[made.name] += needs;
    if (words.compare(u"null", Qt::CaseInsensitive) != 0)
        made.defaultValue = dialect_.defaultOf(words, made.type);
    else if (const QString null = nullOf(dialect_.typeName(made.type)); !null.isEmpty())
        made.defaultValue = {model::DefaultValue::Kind::Expression, null};
}

void Reader::makeSerial(Table& table, orm::PhysicalColumn& made, const QString& type)
{
    Sequence sequence;
    sequence.name = {table.table.schema,
        catalog_.relationName(table.table.schema, table.table.name, made.name, QStringLiteral("seq"), false)};
    sequence.options.type = type;
    sequence.owner = &table;
    sequence.ownerColumn = made.name;
    table.sequences.insert(made.name, &catalog_.add(std::move(sequence)));
    made.nullable = false;
}

void Reader::makeIdentity(Table& table, orm::PhysicalColumn& made, const QString& when, const List& options)
{
    made.identity = when == u"a" ? model::Identity::Always : model::Identity::ByDefault;
    made.autoIncrement = true;
    made.nullable = false;
    made.defaultValue = {};
    Sequence sequence;
    sequence.name = {table.table.schema,
        catalog_.relationName(table.table.schema, table.table.name, made.name, QStringLiteral("seq"), false)};
    for (Node* node : options) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
            text(node->def_elem->defname) == u"sequence_name" && node->def_elem->arg)
            sequence.name = catalog_.newName(names(List(node->def_elem->arg)));
    }
    sequence.identity = true;
    sequence.owner = &table;
    sequence.ownerColumn = made.name;
    readSequenceOptions(sequence.options, options, dialect_.typeName(made.type));
    table.sequences.insert(made.name, &catalog_.add(std::move(sequence)));
}

void Reader::dropIdentity(Table& table, orm::PhysicalColumn& made)
{
    made.identity = model::Identity::None;
    made.autoIncrement = false;
    if (Sequence* sequence = table.sequences.take(made.name); sequence && sequence->identity)
        catalog_.drop(sequence);
}

void Reader::readSequenceOptions(SequenceOptions& options, const List& list, const QString& defaultType)
{
    if (!defaultType.isEmpty())
        options.type = defaultType;
    for (Node* node : list) {
        if (node->node_case != PG_QUERY__NODE__NODE_DEF_ELEM)
            continue;
        PgQuery__DefElem& option = *node->def_elem;
        const QString name = text(option.defname);
        const QString number = sequenceNumber(option.arg);
        if (name == u"as" && option.arg && option.arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
            options.type = typeSpelling(option.arg->type_name);
        else if (name == u"start")
            options.start = number;
        else if (name == u"increment")
            options.increment = number == u"1" ? QString() : number;
        else if (name == u"minvalue")
            options.minimum = number;
        else if (name == u"maxvalue")
            options.maximum = number;
        else if (name == u"cache")
            options.cache = number == u"1" ? QString() : number;
        else if (name == u"cycle")
            options.cycle = option.arg && option.arg->node_case == PG_QUERY__NODE__NODE_BOOLEAN &&
                            option.arg->boolean->boolval;
    }
    // What PostgreSQL takes anyway is not said.
    const bool down = options.increment.startsWith(u'-');
    const QString largest = options.type == u"smallint"  ? QStringLiteral("32767")
                            : options.type == u"integer" ? QStringLiteral("2147483647")
                                                         : QStringLiteral("9223372036854775807");
    const QString smallest = options.type == u"smallint"  ? QStringLiteral("-32768")
                             : options.type == u"integer" ? QStringLiteral("-2147483648")
                                                          : QStringLiteral("-9223372036854775808");
    if (options.minimum == (down ? smallest : QStringLiteral("1")))
        options.minimum.clear();
    if (options.maximum == (down ? QStringLiteral("-1") : largest))
        options.maximum.clear();
    const QString first = down ? (options.maximum.isEmpty() ? QStringLiteral("-1") : options.maximum)
                               : (options.minimum.isEmpty() ? QStringLiteral("1") : options.minimum);
    if (options.start == first)
        options.start.clear();
}

void Reader::tableConstraint(const PgQuery__Constraint& constraint, Pending& pending)
{
    Pending::Constraint entry{&constraint, {}, deferrableOf(constraint.deferrable, constraint.initdeferred)};
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
        pending.checks.push_back(entry);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        pending.foreignKeys.push_back(entry);
        break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
        pending.keys.push_back(entry);
        break;
    default:
        break;
    }
}

void Reader::addPending(Table& table, Pending& pending)
{
    const auto isPrimary = [](const Pending::Constraint& entry) {
        return entry.constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
    };
    for (const Pending::Constraint& entry : pending.checks)
        addCheck(table, entry);
    // The server makes the primary key first, whatever the order they are written in; then foreign keys.
    std::stable_partition(pending.keys.begin(), pending.keys.end(), isPrimary);
    for (const Pending::Constraint& entry : pending.keys) {
        if (entry.constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION)
            addExclusion(table, entry);
        else
            addKey(table, entry);
    }
    for (const Pending::Constraint& entry : pending.foreignKeys)
        addForeignKey(table, entry);
    sortForeignKeys(table.table);
}

void Reader::addCheck(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    const QStringList columns = columnsIn(constraint.raw_expr);
    orm::PhysicalCheck check;
    QStringList needs;
    check.expression = expression(constraint.raw_expr, &needs);
    if (check.expression.isEmpty())
        return;
    table.needs[QString()] += needs;
    check.name = text(constraint.conname);
    if (check.name.isEmpty())
        check.name = catalog_.constraintName(table.table.schema, table.table.name,
            columns.size() == 1 ? columns.first() : QString(), QStringLiteral("check"));
    check.inherited = !constraint.is_no_inherit;
    check.validated = !constraint.skip_validation;
    catalog_.claimConstraint({table.table.schema, check.name});
    // A child may say the check of its parent again.
    std::erase_if(table.table.checks, [&](const orm::PhysicalCheck& old) { return old.name == check.name; });
    table.table.checks.push_back(check);
    for (Table* child : heirs(&table)) {
        if (child->partitionOf == &table)
            child->table.checks.push_back(check);
    }
}

void Reader::primaryKey(Table& table, orm::PhysicalKey key)
{
    const QString schema = table.table.schema;
    if (table.table.primaryKey) {
        warn("script.key.exists", "\"%1\" has a primary key already; this one was passed over",
            {table.name().key()});
        return;
    }
    if (key.name.isEmpty())
        key.name = catalog_.relationName(schema, table.table.name, {}, QStringLiteral("pkey"), true);
    catalog_.claim({schema, key.name});
    catalog_.claimConstraint({schema, key.name});
    for (const orm::PhysicalKeyPart& part : key.parts) {
        if (orm::PhysicalColumn* column = table.column(part.column))
            column->nullable = false;
    }
    table.table.primaryKey = std::move(key);
    cloneToPartitions(table);
}

void Reader::addKey(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    if (*constraint.indexname) {
        useIndex(table, constraint, pending.deferrable);
        return;
    }
    orm::PhysicalKey key;
    key.name = text(constraint.conname);
    const QStringList columns = pending.column.isEmpty() ? names(List(constraint.n_keys, constraint.keys))
                                                         : QStringList{pending.column};
    for (const QString& column : columns) {
        if (!table.column(column)) {
            missing(table.name().key() + u'.' + column, false);
            return;
        }
        orm::PhysicalKeyPart part;
        part.column = column;
        key.parts.push_back(part);
    }
    key.include = names(List(constraint.n_including, constraint.including));
    key.deferrable = pending.deferrable;
    key.nullsNotDistinct = constraint.nulls_not_distinct;
    key.options = optionList(List(constraint.n_options, constraint.options));
    if (const QString space = text(constraint.indexspace); !space.isEmpty())
        key.options = (key.options + QStringLiteral(" USING INDEX TABLESPACE ") + identifier(space)).trimmed();
    if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY) {
        primaryKey(table, std::move(key));
        return;
    }
    // One index is enough for two keys that ask for the same, within one statement.
    const auto same = [&](const orm::PhysicalKey& other) {
        return other.parts == key.parts && other.include == key.include &&
               other.nullsNotDistinct == key.nullsNotDistinct && other.deferrable == key.deferrable;
    };
    if (now_ && table.table.primaryKey && same(*table.table.primaryKey) && firstWord(now_->text) == "CREATE")
        return;
    if (now_ && firstWord(now_->text) == "CREATE" &&
        std::any_of(table.table.uniqueKeys.begin(), table.table.uniqueKeys.end(), same))
        return;
    if (key.name.isEmpty())
        key.name = catalog_.relationName(table.table.schema, table.table.name,
            joinedColumns(columns + key.include), QStringLiteral("key"), true);
    catalog_.claim({table.table.schema, key.name});
    catalog_.claimConstraint({table.table.schema, key.name});
    table.table.uniqueKeys.push_back(std::move(key));
    cloneToPartitions(table);
}

void Reader::addExclusion(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    QStringList needs{table.name().key()};
    QStringList elements, columns;
    for (Node* node : List(constraint.n_exclusions, constraint.exclusions)) {
        const List pair(node->list->n_items, node->list->items);
        PgQuery__IndexElem& element = *pair.items[0]->index_elem;
        columns += *element.name ? text(element.name) : QStringLiteral("expr");
        QString words =
            *element.name ? identifier(text(element.name)) : u'(' + expression(element.expr, &needs) + u')';
        for (const QString& part : names(List(element.n_opclass, element.opclass)))
            words += u' ' + identifier(part);
        const QStringList operation = names(List(pair.items[1]));
        words += QStringLiteral(" WITH ");
        words += operation.size() == 1 ? operation.first()
                                       : QStringLiteral("OPERATOR(") + operation.join(u'.') + u')';
        elements += words;
    }
    QString name = text(constraint.conname);
    if (name.isEmpty())
        name = catalog_.relationName(
            table.table.schema, table.table.name, joinedColumns(columns), QStringLiteral("excl"), true);
    catalog_.claim({table.table.schema, name});
    catalog_.claimConstraint({table.table.schema, name});
    QString sql = QStringLiteral("ALTER TABLE %1 ADD CONSTRAINT %2 EXCLUDE USING %3 (%4)")
                      .arg(qualified(table.name()), identifier(name),
                          *constraint.access_method ? identifier(text(constraint.access_method))
                                                    : QStringLiteral("btree"),
                          elements.join(QStringLiteral(", ")));
    if (constraint.n_including > 0) {
        QStringList include = names(List(constraint.n_including, constraint.including));
        for (QString& column : include)
            column = identifier(column);
        sql += QStringLiteral(" INCLUDE (") + include.join(QStringLiteral(", ")) + u')';
    }
    if (constraint.where_clause)
        sql += QStringLiteral(" WHERE (") + expression(constraint.where_clause, &needs) + u')';
    if (pending.deferrable != Deferrable::No)
        sql += pending.deferrable == Deferrable::InitiallyDeferred
                   ? QStringLiteral(" DEFERRABLE INITIALLY DEFERRED")
                   : QStringLiteral(" DEFERRABLE");
    keep(model::Verbatim::Kind::Constraint, {table.table.schema, name}, sql, needs, table.name().key());
}

void Reader::addForeignKey(Table& table, const Pending::Constraint& pending)
{
    const PgQuery__Constraint& constraint = *pending.constraint;
    orm::PhysicalForeignKey key;
    key.name = text(constraint.conname);
    key.columns = pending.column.isEmpty() ? names(List(constraint.n_fk_attrs, constraint.fk_attrs))
                                           : QStringList{pending.column};
    for (const QString& column : key.columns) {
        if (!table.column(column)) {
            missing(table.name().key() + u'.' + column, false);
            return;
        }
    }
    key.refColumns = names(List(constraint.n_pk_attrs, constraint.pk_attrs));
    const Table* target = catalog_.table(*constraint.pktable);
    const Name name = target ? target->name() : catalog_.newName(*constraint.pktable);
    key.refSchema = name.schema;
    key.refTable = name.name;
    if (!target)
        warn("script.reference.missing", "\"%1\" refers to \"%2\", which the script has not made",
            {table.name().key(), name.key()});
    else if (key.refColumns.isEmpty() && target->table.primaryKey)
        key.refColumns = columnsOf(*target->table.primaryKey);
    key.onDelete = actionOf(constraint.fk_del_action);
    key.onUpdate = actionOf(constraint.fk_upd_action);
    key.setColumns = names(List(constraint.n_fk_del_set_cols, constraint.fk_del_set_cols));
    key.match = *constraint.fk_matchtype == 'f' ? QStringLiteral("FULL") : QString();
    key.deferrable = pending.deferrable;
    key.validated = !constraint.skip_validation;
    if (key.name.isEmpty())
        key.name = catalog_.constraintName(
            table.table.schema, table.table.name, joinedColumns(key.columns), QStringLiteral("fkey"));
    catalog_.claimConstraint({table.table.schema, key.name});
    table.table.foreignKeys.push_back(std::move(key));
}

QString Reader::boundText(const PgQuery__PartitionBoundSpec& bound)
{
    if (bound.is_default)
        return QStringLiteral("DEFAULT");
    const auto list = [&](size_t count, Node** items) {
        QStringList values;
        for (Node* item : List(count, items)) {
            const QString value = expression(item);
            const bool edge = item->node_case == PG_QUERY__NODE__NODE_COLUMN_REF;
            values += edge ? value.toUpper() : value;
        }
        return u'(' + values.join(QStringLiteral(", ")) + u')';
    };
    switch (*bound.strategy) {
    case 'l':
        return QStringLiteral("FOR VALUES IN ") + list(bound.n_listdatums, bound.listdatums);
    case 'h':
        return QStringLiteral("FOR VALUES WITH (modulus %1, remainder %2)")
            .arg(bound.modulus)
            .arg(bound.remainder);
    default:
        return QStringLiteral("FOR VALUES FROM ") + list(bound.n_lowerdatums, bound.lowerdatums) +
               QStringLiteral(" TO ") + list(bound.n_upperdatums, bound.upperdatums);
    }
}

QString Reader::partitionClause(const PgQuery__PartitionSpec& partition)
{
    QStringList parts;
    for (Node* node : List(partition.n_part_params, partition.part_params)) {
        PgQuery__PartitionElem& element = *node->partition_elem;
        QString part = *element.name ? identifier(text(element.name)) : expression(element.expr);
        if (!*element.name && element.expr->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
            part = u'(' + part + u')';
        if (element.n_collation > 0)
            part += QStringLiteral(" COLLATE ") +
                    identifier(names(List(element.n_collation, element.collation)).last());
        if (element.n_opclass > 0)
            part += u' ' + names(List(element.n_opclass, element.opclass)).join(u'.');
        parts += part;
    }
    return QStringLiteral("PARTITION BY %1 (%2)")
        .arg(text(partition.strategy).toUpper(), parts.join(QStringLiteral(", ")));
}

void Reader::attachPartition(Table& parent, Table& partition, const PgQuery__PartitionBoundSpec& bound)
{
    parent.hasChildren = true;
    partition.partitionOf = &parent;
    partition.bound = boundText(bound);
    cloneIndexes(partition, parent.table, false);
}

} // namespace conjoin::sql::pgscript
