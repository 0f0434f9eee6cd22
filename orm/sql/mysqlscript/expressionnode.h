// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace conjoin::sql::mysqlscript {

/// How tightly an operator holds, as the server's printer has it.
enum Precedence {
    Lowest,
    Or,
    Xor,
    And,
    Compare,
    Between,
    In,
    BitOr,
    BitAnd,
    Shift,
    Interval,
    Add,
    Multiply,
    BitXor,
    Negate,
    Bang,
    Collate,
    Highest,
};

/// A part of an expression, in the form that the server keeps it in.
struct Node {
    enum class Kind {
        Literal,
        Column,
        Call,    ///< text(parts)
        Printed, ///< text is all of it, `precedence` says how tight
        Binary,  ///< two parts, the operator in text
        Logical, ///< And, Or: two parts or more
        Prefix,  ///< - ~ !
        Suffix,  ///< part text: ` is null`
        Range,   ///< [not] between
        List,    ///< [not] in
        Like,    ///< [not] like [escape]
        Tuple,   ///< (a,b)
    };
    Kind kind = Kind::Literal;
    QString text;
    std::vector<Node> parts;
    int precedence = Highest;
    bool negated = false;
    int depth = 1;
};

constexpr int deepest = 64; ///< nesting and chains beyond stay as written

/// As MariaDB's catalog prints it.
QString printed(const Node& node);
/// In brackets where it holds less tightly than `parent`.
QString bracketed(const Node& node, int parent);
/// The same of several, by commas, from the one at `from` on.
QString joined(const std::vector<Node>& nodes, std::size_t from = 0);
Node makeNode(Node::Kind kind, QString text, int precedence, std::vector<Node> parts);
Node literal(QString text);
Node compared(Node left, const char* sign, Node right);
/// A condition on its own: a column there means "is not zero", and the server says so.
Node condition(Node node);
/// Chains of one word are one node, which grows in place: there are long ones.
Node logical(const char* word, int precedence, Node left, Node right);
/// NOT, which the server works into its operand.
Node negation(Node node);

} // namespace conjoin::sql::mysqlscript
