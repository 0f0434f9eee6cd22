// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/reader.h"

#include <QRegularExpression>

#include <map>
#include <utility>

/// Types and expressions, in the words of PostgreSQL's catalog.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

/// Types that the catalog shows by another name than the parser's.
QString catalogName(const QString& internal)
{
    static const QHash<QString, QString> names{{"bool", "boolean"}, {"int2", "smallint"}, {"int4", "integer"},
        {"int8", "bigint"}, {"float4", "real"}, {"float8", "double precision"},
        {"varchar", "character varying"}, {"bpchar", "character"}, {"varbit", "bit varying"},
        {"timestamp", "timestamp without time zone"}, {"timestamptz", "timestamp with time zone"},
        {"time", "time without time zone"}, {"timetz", "time with time zone"}, {"char", "\"char\""}};
    return names.value(internal, internal);
}

/// The names of PostgreSQL's own types, which any search path finds first.
bool isBuiltIn(const QString& name)
{
    static const QSet<QString> names{"bool", "int2", "int4", "int8", "float4", "float8", "numeric", "varchar",
        "bpchar", "text", "bytea", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "uuid",
        "json", "jsonb", "xml", "bit", "varbit", "money", "inet", "cidr", "macaddr", "macaddr8", "point",
        "line", "lseg", "box", "path", "polygon", "circle", "tsvector", "tsquery", "oid", "regclass", "regproc",
        "regprocedure", "regtype", "regrole", "regnamespace", "regoper", "regoperator", "regconfig",
        "regdictionary", "regcollation", "name", "char", "void", "trigger", "event_trigger", "record",
        "anyelement", "anyarray", "anynonarray", "anyenum", "anyrange", "anymultirange", "anycompatible",
        "anycompatiblearray", "cstring", "internal", "int4range", "int8range", "numrange", "tsrange",
        "tstzrange", "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange",
        "tstzmultirange", "datemultirange", "jsonpath", "xid", "xid8", "cid", "tid", "pg_lsn", "txid_snapshot",
        "pg_snapshot", "refcursor", "unknown", "any", "language_handler", "fdw_handler", "aclitem",
        "int2vector", "oidvector"};
    return names.contains(name);
}

/// `interval day to second` is a mask of bits to the parser.
QString intervalFields(int mask)
{
    const int year = 1 << 2, month = 1 << 1, day = 1 << 3, hour = 1 << 10, minute = 1 << 11, second = 1 << 12;
    static const std::pair<int, const char*> fields[] = {{year, " year"}, {month, " month"}, {day, " day"},
        {hour, " hour"}, {minute, " minute"}, {second, " second"}, {year | month, " year to month"},
        {day | hour, " day to hour"}, {day | hour | minute, " day to minute"},
        {day | hour | minute | second, " day to second"}, {hour | minute, " hour to minute"},
        {hour | minute | second, " hour to second"}, {minute | second, " minute to second"}};
    for (const auto& [bits, words] : fields) {
        if (bits == mask)
            return QString::fromLatin1(words);
    }
    return {};
}

int integerOf(const Node* node)
{
    if (node && node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
        node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL)
        return node->a_const->ival->ival;
    return 0;
}

} // namespace

namespace {

/// Functions of the system that others like to give a further form.
bool isOverloaded(const QString& name)
{
    static const QSet<QString> names{"abs", "age", "area", "array_agg", "array_append", "array_cat",
        "array_length", "array_position", "array_prepend", "array_remove", "array_replace", "array_to_string",
        "ascii", "avg", "btrim", "cardinality", "ceil", "ceiling", "center", "char_length", "chr", "concat",
        "concat_ws", "count", "date", "date_part", "date_trunc", "decode", "diameter", "div", "encode", "every",
        "exp", "extract", "first_value", "floor", "format", "gcd", "generate_series", "hashtext", "height",
        "initcap", "isempty", "isfinite", "json_agg", "json_build_object", "jsonb_agg", "jsonb_build_object",
        "jsonb_set", "lag", "last_value", "lcm", "lead", "left", "length", "ln", "log", "lower", "lpad",
        "ltrim", "make_date", "max", "md5", "min", "mod", "name", "now", "octet_length", "overlay", "position",
        "power", "radius", "random", "range_agg", "regexp_match", "regexp_matches", "regexp_replace", "repeat",
        "replace", "reverse", "right", "round", "row_number", "rpad", "rtrim", "sign", "split_part", "sqrt",
        "starts_with", "string_agg", "string_to_array", "strpos", "substr", "substring", "sum", "text",
        "timezone", "to_char", "to_date", "to_hex", "to_json", "to_jsonb", "to_number", "to_timestamp",
        "to_tsquery", "to_tsvector", "translate", "trunc", "unnest", "upper", "version", "width"};
    return names.contains(name);
}

} // namespace

QString Reader::qualified(const Name& name) const
{
    return name.schema.isEmpty() ? identifier(name.name)
                                 : identifier(name.schema) + u'.' + identifier(name.name);
}

QString Reader::written(const Name& name) const
{
    return identifier(written(name.schema)) + u'.' + identifier(name.name);
}

QString Reader::written(const QString& schema) const
{
    return schema.isEmpty() ? dialect_.capabilities().defaultSchema : schema;
}

QString Reader::collation(const List& list)
{
    QStringList parts = names(list);
    if (parts.isEmpty())
        return {};
    const bool ofSystem = parts.size() > 1 && parts.first() == u"pg_catalog";
    if (!ofSystem) {
        if (const orm::PhysicalVerbatim* own = catalog_.verbatim(model::Verbatim::Kind::Other, parts))
            parts = {written(own->schema), own->name};
    }
    if (ofSystem || parts.size() == 1)
        return parts.last() == u"default" ? QString() : parts.last();
    for (QString& part : parts)
        part = dialect_.quoted(part);
    return parts.join(u'.');
}

/// `WITH (fillfactor='70')` as the catalog keeps it: `fillfactor=70`.
QString Reader::optionList(const List& options) const
{
    QStringList texts;
    for (Node* node : options) {
        if (node->node_case != PG_QUERY__NODE__NODE_DEF_ELEM)
            continue;
        PgQuery__DefElem& option = *node->def_elem;
        QString name = identifier(text(option.defname));
        if (const QString space = text(option.defnamespace); !space.isEmpty())
            name = space + u'.' + name;
        QString value = QStringLiteral("true");
        if (Node* argument = option.arg) {
            if (argument->node_case == PG_QUERY__NODE__NODE_INTEGER)
                value = QString::number(argument->integer->ival);
            else if (argument->node_case == PG_QUERY__NODE__NODE_FLOAT)
                value = text(argument->float_->fval);
            else if (argument->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
                value = names(List(argument->type_name->n_names, argument->type_name->names)).join(u'.');
            else
                value = stringOf(argument);
        }
        texts += name + u'=' + dialect_.textLiteral(value);
    }
    return texts.isEmpty() ? QString() : QStringLiteral("WITH (") + texts.join(QStringLiteral(", ")) + u')';
}

QString Reader::withOptions(const QString& clause, const QString& more)
{
    static const QRegularExpression option(QStringLiteral(R"(([\w."]+)=('(?:[^']|'')*'))"));
    std::map<QString, QString> values;
    QStringList order;
    const QString both = clause + u' ' + more;
    for (auto it = option.globalMatch(both); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (!values.contains(match.captured(1)))
            order += match.captured(1);
        values[match.captured(1)] = match.captured(2);
    }
    for (QString& name : order)
        name += u'=' + values[name];
    return order.isEmpty() ? QString() : QStringLiteral("WITH (") + order.join(QStringLiteral(", ")) + u')';
}

QString Reader::typeSpelling(PgQuery__TypeName* type, bool modifiers)
{
    QStringList parts = names(List(type->n_names, type->names));
    const bool ofSystem = parts.size() > 1 && parts.first() == u"pg_catalog";
    if (ofSystem)
        parts.removeFirst();
    const bool builtIn = parts.size() == 1 && (ofSystem || isBuiltIn(parts.first()));
    const auto one = [&](Node* node) {
        if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
            return names(List(node->column_ref->n_fields, node->column_ref->fields)).join(u'.');
        return expressionText(node);
    };
    QStringList arguments;
    for (Node* node : List(type->n_typmods, type->typmods))
        arguments += one(node);

    QString spelling;
    if (builtIn && parts.first() == u"interval") {
        spelling = QStringLiteral("interval");
        if (modifiers && !arguments.isEmpty()) {
            spelling += intervalFields(integerOf(type->typmods[0]));
            arguments.removeFirst();
        }
    } else if (builtIn) {
        spelling = catalogName(parts.first());
        if (parts.first() == u"bpchar" && arguments.isEmpty())
            spelling = QStringLiteral("bpchar"); // without a length it is another type than character(1)
        if (parts.first() == u"char" && !ofSystem && arguments.isEmpty())
            spelling = QStringLiteral("\"char\"");
    } else {
        placed_ = qualifyType(*type, true, nullptr) || placed_; // what is said of it later says so too
        QStringList quoted;
        for (const QString& part : names(List(type->n_names, type->names)))
            quoted += identifier(part);
        spelling = quoted.join(u'.');
    }
    if (modifiers && !arguments.isEmpty()) {
        const QString list = u'(' + arguments.join(u',') + u')';
        const qsizetype tail = builtIn ? spelling.indexOf(QStringLiteral(" with")) : -1;
        spelling = tail < 0 ? spelling + list : spelling.left(tail) + list + spelling.mid(tail);
        if (spelling.startsWith(QLatin1String("numeric(")) && arguments.size() == 1)
            spelling = QStringLiteral("numeric(") + arguments.first() + QStringLiteral(",0)");
    }
    // However many dimensions were written, the server keeps none of it.
    return type->n_array_bounds > 0 ? spelling + QStringLiteral("[]") : spelling;
}

model::DataType Reader::dataType(PgQuery__TypeName* type, QStringList* needs)
{
    QStringList parts = names(List(type->n_names, type->names));
    const bool builtIn =
        (parts.size() > 1 && parts.first() == u"pg_catalog") || (parts.size() == 1 && isBuiltIn(parts.first()));
    if (!builtIn) {
        if (const orm::PhysicalUserType* own = catalog_.type(parts)) {
            model::DataType named = model::DataType::named(own->schema, own->name);
            named.dimensions = type->n_array_bounds > 0 ? 1 : 0;
            if (needs)
                *needs += model::objectKey(own->schema, own->name);
            return named;
        }
        qualifyType(*type, true, needs);
    }
    return dialect_.typeOf(typeSpelling(type));
}

QString Reader::expression(Node* node, QStringList* needs)
{
    if (!node)
        return {};
    qualify(node, true, needs);
    QString words = expressionText(node);
    if (words.isEmpty()) {
        warn("script.expression", "an expression here can't be put into words again; it was left out");
    }
    return words;
}

QString Reader::sourceText(Node* node, QStringList* needs)
{
    const bool qualifiedNames = qualify(node, false, needs);
    const bool qualifiedItself = std::exchange(placed_, false);
    return ownText(node, qualifiedNames || qualifiedItself);
}

QString Reader::ownText(Node* node, bool changed) const
{
    if (!changed)
        return QString::fromUtf8(now_->text).trimmed();
    const QString words = statementText(node);
    return words.isEmpty() ? withSearchPath() : words;
}

/// The statement's own words, and the path that finds what they name.
QString Reader::withSearchPath() const
{
    QStringList path;
    for (const QString& schema : catalog_.searchPath())
        path += identifier(written(schema));
    const QString source = QString::fromUtf8(now_->text).trimmed();
    return QStringLiteral("SET search_path = %1;\n%2;\nSET search_path = public")
        .arg(path.join(QStringLiteral(", ")), source);
}

bool Reader::qualify(Node* node, bool full, QStringList* needs)
{
    QSet<QString> with; // names of WITH hide those of relations
    forEachMessage(node, [&](ProtobufCMessage* message) {
        if (auto* query = as<PgQuery__CommonTableExpr>(message, pg_query__common_table_expr__descriptor))
            with += text(query->ctename);
    });
    bool changed = false;
    QSet<const void*> aliases; // FOR UPDATE OF says what FROM says, not the relation
    forEachMessage(node, [&](ProtobufCMessage* message) {
        if (auto* locking = as<PgQuery__LockingClause>(message, pg_query__locking_clause__descriptor)) {
            for (Node* locked : List(locking->n_locked_rels, locking->locked_rels))
                aliases += locked->range_var;
        }
    });
    forEachMessage(node, [&](ProtobufCMessage* message) {
        if (auto* range = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor))
            changed = (!aliases.contains(range) && qualifyRange(*range, with, needs)) || changed;
        else if (auto* type = as<PgQuery__TypeName>(message, pg_query__type_name__descriptor))
            changed = qualifyType(*type, full, needs) || changed;
        else if (auto* call = as<PgQuery__FuncCall>(message, pg_query__func_call__descriptor))
            changed = qualifyCall(*call, full, needs) || changed;
        else if (auto* option = as<PgQuery__DefElem>(message, pg_query__def_elem__descriptor))
            changed = qualifyOption(*option, full, needs) || changed;
        else if (auto* operation = as<PgQuery__AExpr>(message, pg_query__a__expr__descriptor))
            changed = qualifyOperator(operation->n_name, operation->name, needs) || changed;
        else if (auto* link = as<PgQuery__SubLink>(message, pg_query__sub_link__descriptor))
            changed = qualifyOperator(link->n_oper_name, link->oper_name, needs) || changed;
        else if (auto* named = as<PgQuery__ObjectWithArgs>(message, pg_query__object_with_args__descriptor))
            changed = qualifyRoutine(named->n_objname, named->objname, full, needs) ||
                      qualifyOperator(named->n_objname, named->objname, needs) || changed;
    });
    notTypes_.clear(); // other trees will lie at the same addresses
    return changed;
}

bool Reader::qualifyRange(PgQuery__RangeVar& range, const QSet<QString>& with, QStringList* needs)
{
    const QString schema = text(range.schemaname);
    const QString name = text(range.relname);
    if (schema.isEmpty() && with.contains(name))
        return false;
    const QStringList parts = schema.isEmpty() ? QStringList{name} : QStringList{schema, name};
    Name found;
    if (const Table* table = catalog_.table(parts))
        found = table->name();
    else if (const orm::PhysicalVerbatim* view = catalog_.view(parts))
        found = {view->schema, view->name};
    else if (const Sequence* sequence = catalog_.sequence(parts))
        found = sequence->name;
    else if (const orm::PhysicalVerbatim* foreign = catalog_.verbatim(model::Verbatim::Kind::Other, parts))
        found = {foreign->schema, foreign->name};
    else
        return false;
    if (needs)
        *needs += found.key();
    if (!schema.isEmpty() || found.schema.isEmpty())
        return false;
    setText(range.schemaname, found.schema);
    return true;
}

bool Reader::qualifyType(PgQuery__TypeName& type, bool full, QStringList* needs)
{
    const QStringList parts = names(List(type.n_names, type.names));
    if (parts.isEmpty() || parts.first() == u"pg_catalog" || parts.size() > 2 ||
        (parts.size() == 1 && isBuiltIn(parts.first())) || notTypes_.contains(&type))
        return false;
    std::optional<QString> schema;
    if (const orm::PhysicalUserType* own = catalog_.type(parts)) {
        schema = own->schema;
        if (needs)
            *needs += model::objectKey(own->schema, own->name);
    } else if (const orm::PhysicalVerbatim* other = catalog_.verbatim(model::Verbatim::Kind::Type, parts)) {
        schema = other->schema;
        if (needs)
            *needs += model::objectKey(other->schema, other->name);
    } else if (const Table* table = catalog_.table(parts)) {
        schema = table->table.schema;
        if (needs)
            *needs += table->name().key();
    } else if (const orm::PhysicalVerbatim* view = catalog_.view(parts)) {
        schema = view->schema;
        if (needs)
            *needs += model::objectKey(view->schema, view->name);
    } else {
        // Of no extension that the script makes, it would be unknown.
        for (const QString& searched : catalog_.searchPath()) {
            if (!schema && extensionSchemas_.contains(searched))
                schema = searched;
        }
    }
    if (!schema || parts.size() == 2 || (!full && schema->isEmpty()))
        return false;
    setQualifier(type.n_names, type.names, written(*schema));
    return true;
}

/// An option of CREATE AGGREGATE, TYPE … says the name of a type, of a routine or of something else in the same
/// way.
bool Reader::qualifyOption(PgQuery__DefElem& option, bool full, QStringList* needs)
{
    if (!option.arg || option.arg->node_case != PG_QUERY__NODE__NODE_TYPE_NAME)
        return false;
    static const QSet<QString> types{
        "as", "basetype", "element", "leftarg", "like", "mstype", "rightarg", "storage", "stype", "subtype"};
    const QString what = text(option.defname);
    if (types.contains(what))
        return false; // seen again as a type
    PgQuery__TypeName& name = *option.arg->type_name;
    notTypes_.insert(&name);
    return qualifyRoutine(name.n_names, name.names, full, needs);
}

/// Nobody's own where the system has one of that name, unless a namespace is said.
bool Reader::qualifyOperator(size_t& count, Node**& list, QStringList* needs)
{
    const QStringList parts = names(List(count, list));
    static const QSet<QString> ofSystem{"=", "<", ">", "<=", ">=", "<>", "+", "-", "*", "/", "%", "^", "|", "&",
        "#", "~", "!~", "~*", "!~*", "~~", "!~~", "~~*", "!~~*", "||", "@>", "<@", "&&", "<<", ">>", "->",
        "->>", "#>", "#>>", "?", "?|", "?&", "#-", "@@", "@?", "-|-", "&<", "&>", "<->", "!!", "@", "|/",
        "||/"};
    if (parts.isEmpty() || parts.size() > 2 || parts.last().isEmpty() || parts.last().front().isLetter() ||
        (parts.size() == 1 && ofSystem.contains(parts.first())))
        return false;
    const auto found = catalog_.operators(parts);
    for (const orm::PhysicalVerbatim* operation : found) {
        if (needs)
            *needs += model::objectKey(operation->schema, operation->name);
    }
    if (found.empty() || parts.size() == 2 || found.front()->schema.isEmpty())
        return false;
    setQualifier(count, list, found.front()->schema);
    return true;
}

bool Reader::qualifyRoutine(size_t& count, Node**& list, bool full, QStringList* needs)
{
    const QStringList parts = names(List(count, list));
    if (parts.isEmpty() || parts.first() == u"pg_catalog" || parts.size() > 2)
        return false;
    std::optional<QString> schema;
    for (const orm::PhysicalVerbatim* routine : catalog_.routines(parts)) {
        schema = routine->schema;
        if (needs)
            *needs += model::objectKey(routine->schema, routine->name);
    }
    if (!schema || parts.size() == 2 || (!full && schema->isEmpty()))
        return false;
    if (schema->isEmpty() && isOverloaded(parts.first()))
        return false; // which of them is called, only the types of the arguments tell
    setQualifier(count, list, written(*schema));
    return true;
}

namespace {

/// The text in `nextval('…')` or `nextval('…'::regclass)`, or null.
PgQuery__String* sequenceArgument(PgQuery__FuncCall& call)
{
    static const QSet<QString> functions{"nextval", "currval", "setval"};
    const QStringList function = names(List(call.n_funcname, call.funcname));
    if (function.isEmpty() || !functions.contains(function.last()) || call.n_args == 0)
        return nullptr;
    const Node* argument = call.args[0];
    while (argument->node_case == PG_QUERY__NODE__NODE_TYPE_CAST && argument->type_cast->arg)
        argument = argument->type_cast->arg;
    if (argument->node_case != PG_QUERY__NODE__NODE_A_CONST ||
        argument->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
        return nullptr;
    return argument->a_const->sval;
}

/// What a first argument of these says is the name of a text search configuration.
PgQuery__String* configurationArgument(PgQuery__FuncCall& call)
{
    static const QSet<QString> functions{"to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery",
        "websearch_to_tsquery", "ts_headline", "json_to_tsvector", "jsonb_to_tsvector"};
    const QStringList function = names(List(call.n_funcname, call.funcname));
    if (function.isEmpty() || !functions.contains(function.last()) || call.n_args < 2)
        return nullptr;
    const Node* argument = call.args[0];
    while (argument->node_case == PG_QUERY__NODE__NODE_TYPE_CAST && argument->type_cast->arg)
        argument = argument->type_cast->arg;
    if (argument->node_case != PG_QUERY__NODE__NODE_A_CONST ||
        argument->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
        return nullptr;
    return argument->a_const->sval;
}

/// `public."My Seq"` as its names; an unquoted one is in small letters.
QStringList partsOfName(const QString& written)
{
    static const QRegularExpression part(QStringLiteral(R"x("((?:[^"]|"")*)"|([^".\s]+))x"));
    QStringList parts;
    for (auto it = part.globalMatch(written); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        parts += match.captured(2).isEmpty()
                     ? match.captured(1).replace(QStringLiteral("\"\""), QStringLiteral("\""))
                     : match.captured(2).toLower();
    }
    return parts;
}

} // namespace

bool Reader::qualifyCall(PgQuery__FuncCall& call, bool full, QStringList* needs)
{
    bool changed = qualifyRoutine(call.n_funcname, call.funcname, full, needs);
    if (PgQuery__String* argument = configurationArgument(call)) {
        const QStringList parts = partsOfName(text(argument->sval));
        if (const orm::PhysicalVerbatim* found = catalog_.verbatim(model::Verbatim::Kind::Other, parts)) {
            if (needs)
                *needs += model::objectKey(found->schema, found->name);
            if (parts.size() == 1 && !found->schema.isEmpty()) {
                setText(argument->sval, qualified({found->schema, found->name}));
                changed = true;
            }
        }
    }
    if (PgQuery__String* argument = sequenceArgument(call)) {
        const QStringList parts = partsOfName(text(argument->sval));
        if (const Sequence* sequence = catalog_.sequence(parts)) {
            if (needs)
                *needs += sequence->name.key();
            if (full || (parts.size() == 1 && !sequence->name.schema.isEmpty())) {
                setText(argument->sval, written(sequence->name));
                changed = true;
            }
        }
    }
    return changed;
}

Sequence* Reader::sequenceOfNextval(Node* node)
{
    if (!node || node->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
        return nullptr;
    const QStringList function = names(List(node->func_call->n_funcname, node->func_call->funcname));
    const PgQuery__String* argument = sequenceArgument(*node->func_call);
    if (!argument || function.last() != u"nextval")
        return nullptr;
    return catalog_.sequence(partsOfName(text(argument->sval)));
}

} // namespace conjoin::sql::pgscript
