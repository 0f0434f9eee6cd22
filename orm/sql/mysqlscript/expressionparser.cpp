// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/expressionparser.h"

#include "orm/sql/mysqlscript/expression.h"

#include <algorithm>

namespace conjoin::sql::mysqlscript {

std::optional<Node> ExpressionParser::read()
{
    Node node = readOr();
    if (stopped_ || cursor_.failed() || !cursor_.atEnd())
        return std::nullopt;
    return node;
}

Node ExpressionParser::stop()
{
    stopped_ = true;
    return {};
}

Node ExpressionParser::kept(Node node)
{
    if (node.depth > deepest)
        stopped_ = true;
    return node;
}

Node ExpressionParser::binary(const char* sign, int precedence, Node left, Node right)
{
    return kept(makeNode(
        Node::Kind::Binary, QString::fromLatin1(sign), precedence, {std::move(left), std::move(right)}));
}

Node ExpressionParser::readOr()
{
    const Level level(depth_);
    if (depth_ > deepest)
        return stop();
    Node left = readXor();
    while (go() && (cursor_.accept("OR") || cursor_.acceptSign("||")))
        left = kept(logical("or", Or, std::move(left), readXor()));
    return left;
}

Node ExpressionParser::readXor()
{
    Node left = readAnd();
    while (go() && cursor_.accept("XOR"))
        left = binary("xor", Xor, std::move(left), readAnd());
    return left;
}

Node ExpressionParser::readAnd()
{
    Node left = readNot();
    while (go() && (cursor_.accept("AND") || cursor_.acceptSign("&&")))
        left = kept(logical("and", And, std::move(left), readNot()));
    return left;
}

Node ExpressionParser::readNot()
{
    if (!cursor_.accept("NOT"))
        return readComparison();
    const Level level(depth_);
    return depth_ > deepest ? stop() : negation(readNot());
}

Node ExpressionParser::readComparison()
{
    Node left = readPredicate();
    while (go()) {
        static const char* const signs[] = {"=", "<=>", "<>", "!=", "<=", ">=", "<", ">"};
        const auto* const sign = std::find_if(std::begin(signs), std::end(signs),
            [this](const char* candidate) { return cursor_.isSign(candidate); });
        if (sign != std::end(signs)) {
            cursor_.take();
            left = binary(qstrcmp(*sign, "!=") == 0 ? "<>" : *sign, Compare, std::move(left), readPredicate());
        } else if (cursor_.accept("IS")) {
            left = readIs(std::move(left));
        } else {
            break;
        }
    }
    return left;
}

Node ExpressionParser::readIs(Node left)
{
    const bool no = cursor_.accept("NOT");
    QString what = cursor_.take().text.toLower();
    if (what == u"unknown")
        what = QStringLiteral("null");
    if (what != u"null" && what != u"true" && what != u"false")
        return stop();
    return kept(makeNode(Node::Kind::Suffix, (no ? QStringLiteral(" is not ") : QStringLiteral(" is ")) + what,
        Compare, {std::move(left)}));
}

Node ExpressionParser::readPredicate()
{
    Node left = readBits(BitOr);
    if (!go())
        return left;
    const bool no = cursor_.isWord("NOT") &&
                    (cursor_.isWord("IN", 1) || cursor_.isWord("BETWEEN", 1) || cursor_.isWord("LIKE", 1) ||
                        cursor_.isWord("REGEXP", 1) || cursor_.isWord("RLIKE", 1));
    if (no)
        cursor_.take();
    if (cursor_.accept("IN")) {
        cursor_.expectSign("(");
        std::vector<Node> parts{std::move(left)};
        do {
            parts.push_back(readOr());
        } while (go() && cursor_.acceptSign(","));
        cursor_.expectSign(")");
        if (!go())
            return stop();
        if (parts.size() == 2)
            return compared(std::move(parts[0]), no ? "<>" : "=", std::move(parts[1]));
        left = makeNode(Node::Kind::List, {}, In, std::move(parts));
        left.negated = no;
    } else if (cursor_.accept("BETWEEN")) {
        Node low = readBits(BitOr);
        cursor_.expect("AND");
        Node high = go() ? readPredicate() : Node();
        left = makeNode(Node::Kind::Range, {}, Between, {std::move(left), std::move(low), std::move(high)});
        left.negated = no;
    } else if (cursor_.accept("LIKE")) {
        std::vector<Node> parts{std::move(left), readBits(BitOr)};
        if (cursor_.accept("ESCAPE"))
            parts.push_back(readBits(BitOr));
        left = makeNode(Node::Kind::Like, {}, In, std::move(parts));
        left.negated = no;
    } else if (cursor_.accept("REGEXP") || cursor_.accept("RLIKE")) {
        left = binary("regexp", In, std::move(left), readBits(BitOr));
        if (no)
            left = negation(std::move(left));
    } else if (cursor_.accept({"SOUNDS", "LIKE"})) {
        const auto sound = [](Node node) {
            return makeNode(Node::Kind::Call, QStringLiteral("soundex"), Highest, {std::move(node)});
        };
        left = compared(sound(std::move(left)), "=", sound(readBits(BitOr)));
    }
    return kept(std::move(left));
}

const ExpressionParser::Operator* ExpressionParser::operatorHere(int least) const
{
    static const Operator operators[] = {{"|", "|", BitOr, false}, {"&", "&", BitAnd, false},
        {"<<", "<<", Shift, false}, {">>", ">>", Shift, false}, {"+", "+", Add, false}, {"-", "-", Add, false},
        {"*", "*", Multiply, false}, {"/", "/", Multiply, false}, {"%", "MOD", Multiply, false},
        {"DIV", "DIV", Multiply, true}, {"MOD", "MOD", Multiply, true}, {"^", "^", BitXor, false}};
    for (const Operator& candidate : operators) {
        if (candidate.precedence >= least &&
            (candidate.word ? cursor_.isWord(candidate.sign) : cursor_.isSign(candidate.sign)))
            return &candidate;
    }
    return nullptr;
}

Node ExpressionParser::readBits(int least)
{
    Node left = readUnary();
    while (go()) {
        const Operator* found = operatorHere(least);
        if (!found)
            break;
        cursor_.take();
        if (found->precedence == Add && cursor_.isWord("INTERVAL") && !cursor_.isSign("(", 1)) {
            left = readInterval(std::move(left), found->sign);
            continue;
        }
        left = binary(found->printed, found->precedence, std::move(left), readBits(found->precedence + 1));
    }
    return left;
}

/// `part + INTERVAL 1 DAY`; the cursor stands on INTERVAL.
Node ExpressionParser::readInterval(Node date, const char* sign)
{
    cursor_.expect("INTERVAL");
    Node amount = readOr();
    const QString unit = cursor_.expectName("a unit of time").toLower();
    return shifted(std::move(date), sign, std::move(amount), unit);
}

Node ExpressionParser::shifted(Node date, const char* sign, Node amount, const QString& unit)
{
    if (!go())
        return stop();
    const int depth = std::max(date.depth, amount.depth) + 1;
    Node node = makeNode(Node::Kind::Printed,
        bracketed(date, Interval) + u' ' + QString::fromLatin1(sign) + QStringLiteral(" interval ") +
            bracketed(amount, Interval) + u' ' + unit,
        Interval, {});
    node.depth = depth;
    return kept(std::move(node));
}

Node ExpressionParser::readUnary()
{
    const Level level(depth_);
    if (depth_ > deepest)
        return stop();
    if (cursor_.acceptSign("-")) {
        Node node = readUnary();
        if (node.kind == Node::Kind::Literal && !node.text.isEmpty() && node.text.front().isDigit() &&
            !node.text.startsWith(u"0x"))
            return literal(u'-' + node.text);
        return kept(makeNode(Node::Kind::Prefix, QStringLiteral("-"), Negate, {std::move(node)}));
    }
    if (cursor_.acceptSign("+"))
        return readUnary();
    if (cursor_.acceptSign("~"))
        return kept(makeNode(Node::Kind::Prefix, QStringLiteral("~"), Negate, {readUnary()}));
    if (cursor_.acceptSign("!"))
        return kept(negation(readUnary()));
    if (cursor_.isWord("BINARY") && !cursor_.isSign("(", 1)) {
        cursor_.take();
        return cast(readUnary(), QStringLiteral("char charset binary"));
    }
    return readSuffixes(readPrimary());
}

Node ExpressionParser::readSuffixes(Node node)
{
    while (go()) {
        if (cursor_.accept("COLLATE")) {
            const QString collation = cursor_.expectName("a collation").toLower();
            node = kept(makeNode(
                Node::Kind::Suffix, QStringLiteral(" collate ") + collation, Collate, {std::move(node)}));
        } else if (cursor_.isSign("->") || cursor_.isSign("->>")) {
            const bool unquote = cursor_.take().text == u"->>";
            Node path = literal(expressionText(cursor_.expectText("a JSON path")));
            node = call("json_extract", {std::move(node), std::move(path)});
            if (unquote)
                node = call("json_unquote", {std::move(node)});
        } else {
            break;
        }
    }
    return node;
}

Node ExpressionParser::call(const char* name, std::vector<Node> parts)
{
    return kept(makeNode(Node::Kind::Call, QString::fromLatin1(name), Highest, std::move(parts)));
}

Node ExpressionParser::cast(Node node, const QString& type)
{
    if (!go())
        return stop();
    Node made = makeNode(Node::Kind::Printed,
        QStringLiteral("cast(") + printed(node) + QStringLiteral(" as ") + type + u')', Highest, {});
    made.depth = node.depth + 1;
    return kept(std::move(made));
}

} // namespace conjoin::sql::mysqlscript
