// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <pg_query/pg_query.pb-c.h>

#include <functional>
#include <memory>
#include <optional>

/// PostgreSQL's own parser, and the only code that calls it. Every function may run in any thread; deep
/// expressions need a deep stack (PostgresStack).
namespace conjoin::sql::pgtree {

using Node = PgQuery__Node;
using NodeCase = PgQuery__Node__NodeCase;

struct SyntaxError {
    QString message;        ///< the parser's own sentence
    qsizetype position = 0; ///< characters from the beginning of the statement
};

/// The tree of one statement.
class Tree {
public:
    static tl::expected<Tree, SyntaxError> parse(const QByteArray& statement);

    /// Null where there was nothing but white space and comments.
    Node* statement() const;

private:
    struct Free {
        void operator()(PgQuery__ParseResult* result) const;
    };
    std::unique_ptr<PgQuery__ParseResult, Free> result_;
};

/// Whether the statement is one of PostgreSQL's, without a tree: for statements that only hold data.
std::optional<SyntaxError> syntaxError(const QByteArray& statement);

/// The statement in words again; null where the words would not mean the same.
QString statementText(Node* statement);
/// The same for an expression.
QString expressionText(Node* expression);

/// What `'t'::boolean` or `'f'::boolean` says, which the deparser puts into other words; nothing of any other.
std::optional<bool> booleanCast(const Node& node);

/// Whether DEFAULT takes the expression in parentheses only; the catalog shows it so.
bool needsParentheses(const Node* expression);

/// Every message below `message`, itself included, parents first. `visit` may change what it sees.
void forEachMessage(ProtobufCMessage* message, const std::function<void(ProtobufCMessage*)>& visit);
void forEachMessage(Node* node, const std::function<void(ProtobufCMessage*)>& visit);

/// The message as that type, or null: `as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor)`.
template<class T>
T* as(ProtobufCMessage* message, const ProtobufCMessageDescriptor& type)
{
    return message->descriptor == &type ? reinterpret_cast<T*>(message) : nullptr;
}

/// A text of the tree; empty where there is none.
QString text(const char* field);
/// Replaces a text of the tree.
void setText(char*& field, const QString& value);

/// A list of nodes as the tree holds it.
struct List {
    Node** items = nullptr;
    size_t size = 0;

    List(size_t count, Node** first)
        : items(first)
        , size(count)
    {}
    /// What the node holds where it is a list; else the node alone, or nothing for null.
    explicit List(Node*& node);
    Node** begin() const { return items; }
    Node** end() const { return items + size; }
};

/// The texts of a list of names: `a.b` is two.
QStringList names(const List& list);
/// The text of a String node; null for any other.
QString stringOf(const Node* node);

/// Makes a qualified name of a simple one, in a list of String nodes.
void setQualifier(size_t& count, Node**& items, const QString& schema);

} // namespace conjoin::sql::pgtree
