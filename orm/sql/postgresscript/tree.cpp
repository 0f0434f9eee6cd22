// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresscript/tree.h"

#include <pg_query.h>

#include <cstdlib>
#include <cstring>

namespace conjoin::sql::pgtree {

namespace {

/// What the parser hands out, given back by the function that belongs to it.
template<class Answer, void (*release)(Answer)>
class Owned {
public:
    explicit Owned(Answer answer)
        : answer_(answer)
    {}
    ~Owned() { release(answer_); }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    const Answer* operator->() const { return &answer_; }

private:
    Answer answer_;
};
using Parsed = Owned<PgQueryProtobufParseResult, pg_query_free_protobuf_parse_result>;
using Split = Owned<PgQuerySplitResult, pg_query_free_split_result>;
using Deparsed = Owned<PgQueryDeparseResult, pg_query_free_deparse_result>;

SyntaxError syntaxErrorOf(const PgQueryError& error)
{
    return {QString::fromUtf8(error.message), std::max(error.cursorpos - 1, 0)};
}

bool isOneOf(const ProtobufCFieldDescriptor& field)
{
    return (field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

template<class T>
T& member(ProtobufCMessage* message, unsigned offset)
{
    return *reinterpret_cast<T*>(reinterpret_cast<char*>(message) + offset);
}

QByteArray packed(Node* statement)
{
    PgQuery__RawStmt raw = PG_QUERY__RAW_STMT__INIT;
    raw.stmt = statement;
    PgQuery__RawStmt* statements[] = {&raw};
    PgQuery__ParseResult result = PG_QUERY__PARSE_RESULT__INIT;
    result.version = PG_VERSION_NUM;
    result.n_stmts = 1;
    result.stmts = statements;
    QByteArray bytes(qsizetype(pg_query__parse_result__get_packed_size(&result)), Qt::Uninitialized);
    pg_query__parse_result__pack(&result, reinterpret_cast<uint8_t*>(bytes.data()));
    return bytes;
}

/// Without the places in the text, so that equal bytes mean equal statements.
QByteArray packedPlaceless(Node* statement)
{
    forEachMessage(statement, [](ProtobufCMessage* message) {
        for (unsigned i = 0; i < message->descriptor->n_fields; ++i) {
            const ProtobufCFieldDescriptor& field = message->descriptor->fields[i];
            if (field.type == PROTOBUF_C_TYPE_INT32 && field.label == PROTOBUF_C_LABEL_NONE &&
                std::strcmp(field.name, "location") == 0)
                member<int32_t>(message, field.offset) = 0;
        }
    });
    return packed(statement);
}

} // namespace

void Tree::Free::operator()(PgQuery__ParseResult* result) const
{
    pg_query__parse_result__free_unpacked(result, nullptr);
}

tl::expected<Tree, SyntaxError> Tree::parse(const QByteArray& statement)
{
    const Parsed parsed(pg_query_parse_protobuf(statement.constData()));
    if (parsed->error)
        return tl::unexpected(syntaxErrorOf(*parsed->error));
    Tree tree;
    tree.result_.reset(pg_query__parse_result__unpack(
        nullptr, parsed->parse_tree.len, reinterpret_cast<const uint8_t*>(parsed->parse_tree.data)));
    if (!tree.result_)
        return tl::unexpected(SyntaxError{QStringLiteral("no memory for the statement"), 0});
    return tree;
}

Node* Tree::statement() const
{
    return result_->n_stmts == 0 ? nullptr : result_->stmts[0]->stmt;
}

std::optional<SyntaxError> syntaxError(const QByteArray& statement)
{
    const Split split(pg_query_split_with_parser(statement.constData()));
    if (split->error)
        return syntaxErrorOf(*split->error);
    return {};
}

QString statementText(Node* statement)
{
    const QByteArray meant = packedPlaceless(statement);
    const Deparsed deparsed(pg_query_deparse_protobuf(
        {size_t(meant.size()), const_cast<char*>(meant.constData())})); // it reads only
    if (deparsed->error)
        return {};
    const auto again = Tree::parse(deparsed->query);
    if (!again || !again->statement() || packedPlaceless(again->statement()) != meant)
        return {};
    return QString::fromUtf8(deparsed->query);
}

namespace {

/// `SELECT expression`
struct Selection {
    explicit Selection(Node* expression)
    {
        target.val = expression;
        targetNode.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
        targetNode.res_target = &target;
        select.n_target_list = 1;
        select.target_list = targets;
        select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
        select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
        statement.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
        statement.select_stmt = &select;
    }
    Selection(const Selection&) = delete;
    Selection& operator=(const Selection&) = delete;

    PgQuery__ResTarget target = PG_QUERY__RES_TARGET__INIT;
    Node targetNode = PG_QUERY__NODE__INIT;
    Node* targets[1] = {&targetNode};
    PgQuery__SelectStmt select = PG_QUERY__SELECT_STMT__INIT;
    Node statement = PG_QUERY__NODE__INIT;
};

QString selectedText(Node* expression)
{
    Selection selection(expression);
    const QString text = statementText(&selection.statement);
    static const QLatin1String word("SELECT ");
    return text.startsWith(word) ? text.mid(word.size()) : QString();
}

bool means(const QString& text, Node* expression)
{
    Selection selection(expression);
    const auto again = Tree::parse("SELECT " + text.toUtf8());
    return again && again->statement() &&
           packedPlaceless(again->statement()) == packedPlaceless(&selection.statement);
}

/// Where words that mean a part could be misread, or are not to be had: the node that holds it.
struct Part {
    Node* place;
    Node was;
};

QString wordsOf(Node* part)
{
    const std::optional<bool> truth = booleanCast(*part);
    return !truth   ? selectedText(part)
           : *truth ? QStringLiteral("'t'::boolean")
                    : QStringLiteral("'f'::boolean");
}

bool isWrittenAsSql(const Node* node)
{
    return node && node->node_case == PG_QUERY__NODE__NODE_FUNC_CALL &&
           node->func_call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX;
}

/// The deparser forgets the parentheses of `(a AT TIME ZONE b)::date`, and the cast of `'f'::boolean`: each
/// such part is taken out, put into words by itself and set in again.
QString textInParts(Node* expression)
{
    static const QString hole(QStringLiteral("conjoin_part_"));
    std::vector<Part> parts;
    forEachMessage(expression, [&](ProtobufCMessage* message) {
        auto* cast = as<PgQuery__TypeCast>(message, pg_query__type_cast__descriptor);
        if (cast && isWrittenAsSql(cast->arg))
            parts.push_back({cast->arg, *cast->arg});
        auto* node = as<Node>(message, pg_query__node__descriptor);
        if (node && booleanCast(*node))
            parts.push_back({node, *node});
    });
    if (parts.empty())
        return {};
    // The outer ones come first, and hold the inner ones: those are filled in last.
    std::vector<QByteArray> names;
    std::vector<PgQuery__String> strings(parts.size(), PG_QUERY__STRING__INIT);
    std::vector<Node> stringNodes(parts.size(), PG_QUERY__NODE__INIT);
    std::vector<Node*> fields(parts.size());
    std::vector<PgQuery__ColumnRef> references(parts.size(), PG_QUERY__COLUMN_REF__INIT);
    for (std::size_t i = 0; i < parts.size(); ++i)
        names.push_back((hole + QString::number(i) + u'_').toUtf8());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        strings[i].sval = names[i].data();
        stringNodes[i].node_case = PG_QUERY__NODE__NODE_STRING;
        stringNodes[i].string = &strings[i];
        fields[i] = &stringNodes[i];
        references[i].n_fields = 1;
        references[i].fields = &fields[i];
        parts[i].place->node_case = PG_QUERY__NODE__NODE_COLUMN_REF;
        parts[i].place->column_ref = &references[i];
    }
    QString text = selectedText(expression);
    for (std::size_t i = 0; i < parts.size() && !text.isEmpty(); ++i) {
        const QString part = wordsOf(&parts[i].was);
        text = part.isEmpty() ? QString() : text.replace(QString::fromUtf8(names[i]), u'(' + part + u')');
    }
    for (const Part& part : parts)
        *part.place = part.was;
    return !text.isEmpty() && means(text, expression) ? text : QString();
}

} // namespace

std::optional<bool> booleanCast(const Node& node)
{
    if (node.node_case != PG_QUERY__NODE__NODE_TYPE_CAST)
        return std::nullopt;
    const PgQuery__TypeCast& cast = *node.type_cast;
    const Node* value = cast.arg;
    const QStringList type = names(List(cast.type_name->n_names, cast.type_name->names));
    if (type.isEmpty() || type.last() != u"bool" || cast.type_name->n_array_bounds > 0 ||
        value->node_case != PG_QUERY__NODE__NODE_A_CONST ||
        value->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
        return std::nullopt;
    const QString word = text(value->a_const->sval->sval);
    return word == u"t" ? std::optional(true) : word == u"f" ? std::optional(false) : std::nullopt;
}

QString expressionText(Node* expression)
{
    const QString text = selectedText(expression);
    return text.isEmpty() ? textInParts(expression) : text;
}

bool needsParentheses(const Node* expression)
{
    switch (expression->node_case) {
    case PG_QUERY__NODE__NODE_A_EXPR:
    case PG_QUERY__NODE__NODE_BOOL_EXPR:
    case PG_QUERY__NODE__NODE_NULL_TEST:
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
    case PG_QUERY__NODE__NODE_SUB_LINK:
        return true;
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return expression->func_call->funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX;
    default:
        return false;
    }
}

void forEachMessage(ProtobufCMessage* message, const std::function<void(ProtobufCMessage*)>& visit)
{
    if (!message)
        return;
    visit(message);
    for (unsigned i = 0; i < message->descriptor->n_fields; ++i) {
        const ProtobufCFieldDescriptor& field = message->descriptor->fields[i];
        if (field.type != PROTOBUF_C_TYPE_MESSAGE)
            continue;
        if (field.label == PROTOBUF_C_LABEL_REPEATED) {
            const size_t count = member<size_t>(message, field.quantifier_offset);
            for (size_t j = 0; j < count; ++j)
                forEachMessage(member<ProtobufCMessage**>(message, field.offset)[j], visit);
        } else if (!isOneOf(field) || member<uint32_t>(message, field.quantifier_offset) == field.id) {
            forEachMessage(member<ProtobufCMessage*>(message, field.offset), visit);
        }
    }
}

void forEachMessage(Node* node, const std::function<void(ProtobufCMessage*)>& visit)
{
    if (node)
        forEachMessage(&node->base, visit);
}

QString text(const char* field)
{
    return QString::fromUtf8(field);
}

void setText(char*& field, const QString& value)
{
    // protobuf-c frees with free() what it did not give out as its own empty text.
    if (field && field != reinterpret_cast<const char*>(protobuf_c_empty_string))
        std::free(field);
    field = strdup(value.toUtf8().constData());
}

List::List(Node*& node)
    : items(&node)
    , size(node ? 1 : 0)
{
    if (node && node->node_case == PG_QUERY__NODE__NODE_LIST) {
        items = node->list->items;
        size = node->list->n_items;
    }
}

QString stringOf(const Node* node)
{
    return node && node->node_case == PG_QUERY__NODE__NODE_STRING ? text(node->string->sval) : QString();
}

QStringList names(const List& list)
{
    QStringList result;
    for (const Node* node : list)
        result += stringOf(node);
    return result;
}

void setQualifier(size_t& count, Node**& items, const QString& schema)
{
    if (count == 1) {
        auto* string = static_cast<PgQuery__String*>(std::malloc(sizeof(PgQuery__String)));
        auto* node = static_cast<Node*>(std::malloc(sizeof(Node)));
        auto** longer = static_cast<Node**>(std::malloc(2 * sizeof(Node*)));
        if (!string || !node || !longer)
            qFatal("no memory for a name");
        pg_query__string__init(string);
        setText(string->sval, schema);
        pg_query__node__init(node);
        node->node_case = PG_QUERY__NODE__NODE_STRING;
        node->string = string;
        longer[0] = node;
        longer[1] = items[0];
        std::free(items);
        items = longer;
        count = 2;
    }
}

} // namespace conjoin::sql::pgtree
