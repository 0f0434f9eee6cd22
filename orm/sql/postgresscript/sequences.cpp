// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

/// Sequences: of their own, of SERIAL and of identity columns.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

QString sequenceNumber(Node* node)
{
    if (!node)
        return {};
    if (node->node_case == PG_QUERY__NODE__NODE_INTEGER)
        return QString::number(node->integer->ival);
    return node->node_case == PG_QUERY__NODE__NODE_FLOAT ? text(node->float_->fval) : QString();
}

} // namespace

void Reader::makeSerial(Table& table, orm::PhysicalColumn& made, const QString& type)
{
    Sequence sequence;
    sequence.name = {table.table.schema,
        catalog_.relationName(table.table.schema, table.table.name, made.name, QStringLiteral("seq"), false)};
    sequence.options.type = type;
    sequence.owner = &table;
    sequence.ownerColumn = made.name;
    sequence.unlogged = table.table.options.unlogged;
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
    sequence.unlogged = table.table.options.unlogged;
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

void Reader::createSequence(const PgQuery__CreateSeqStmt& create)
{
    const Name name = catalog_.newName(*create.sequence);
    if (text(create.sequence->relpersistence) == u"t")
        return;
    if (catalog_.hasRelation(name)) {
        if (!create.if_not_exists)
            warn("script.exists", "\"%1\" exists already; this statement was passed over", {name.key()});
        return;
    }
    Sequence sequence;
    sequence.name = name;
    sequence.unlogged = text(create.sequence->relpersistence) == u"u";
    const List options(create.n_options, create.options);
    readSequenceOptions(sequence.options, options, {});
    Sequence& added = catalog_.add(std::move(sequence));
    for (Node* node : options) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && node->def_elem->arg &&
            text(node->def_elem->defname) == u"owned_by")
            setOwner(added, names(List(node->def_elem->arg)));
    }
}

void Reader::alterSequence(const PgQuery__AlterSeqStmt& alter)
{
    QStringList parts{text(alter.sequence->relname)};
    if (*alter.sequence->schemaname)
        parts.prepend(text(alter.sequence->schemaname));
    Sequence* sequence = catalog_.sequence(parts);
    if (!sequence) {
        missing(parts.join(u'.'), alter.missing_ok);
        return;
    }
    const List options(alter.n_options, alter.options);
    readSequenceOptions(sequence->options, options, {});
    for (Node* node : options) {
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM && node->def_elem->arg &&
            text(node->def_elem->defname) == u"owned_by")
            setOwner(*sequence, names(List(node->def_elem->arg)));
    }
}

void Reader::setOwner(Sequence& sequence, const QStringList& owner)
{
    sequence.owner = nullptr;
    sequence.ownerColumn.clear();
    if (owner.size() < 2)
        return; // OWNED BY NONE
    Table* table = catalog_.table(owner.mid(0, owner.size() - 1));
    if (!table || !table->column(owner.last())) {
        missing(owner.join(u'.'), false);
        return;
    }
    sequence.owner = table;
    sequence.ownerColumn = owner.last();
}

} // namespace conjoin::sql::pgscript
