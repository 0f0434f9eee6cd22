// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/expressionnode.h"

#include <QHash>
#include <QStringList>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

QString bracketed(const Node& node, int parent)
{
    const QString text = printed(node);
    return node.precedence < parent ? u'(' + text + u')' : text;
}

QString joined(const std::vector<Node>& nodes, std::size_t from)
{
    QStringList texts;
    for (std::size_t i = from; i < nodes.size(); ++i)
        texts.append(printed(nodes[i]));
    return texts.join(u',');
}

QString printed(const Node& node)
{
    const QString no = node.negated ? QStringLiteral(" not") : QString();
    switch (node.kind) {
    case Node::Kind::Literal:
    case Node::Kind::Column:
    case Node::Kind::Printed:
        return node.text;
    case Node::Kind::Call:
        return node.text + u'(' + joined(node.parts) + u')';
    case Node::Kind::Tuple:
        return u'(' + joined(node.parts) + u')';
    case Node::Kind::Binary:
        return bracketed(node.parts[0], node.precedence) + u' ' + node.text + u' ' +
               bracketed(node.parts[1], node.precedence + 1);
    case Node::Kind::Logical: {
        QStringList texts;
        for (const Node& part : node.parts)
            texts.append(bracketed(part, node.precedence));
        return texts.join(u' ' + node.text + u' ');
    }
    case Node::Kind::Prefix:
        return node.text + bracketed(node.parts[0], node.text == u"!" ? Highest : node.precedence);
    case Node::Kind::Suffix:
        return bracketed(node.parts[0], node.precedence) + node.text;
    case Node::Kind::Range:
        return bracketed(node.parts[0], Between) + no + QStringLiteral(" between ") +
               bracketed(node.parts[1], Between) + QStringLiteral(" and ") + bracketed(node.parts[2], Between);
    case Node::Kind::List:
        return bracketed(node.parts[0], In) + no + QStringLiteral(" in (") + joined(node.parts, 1) + u')';
    case Node::Kind::Like: {
        QString text =
            bracketed(node.parts[0], In) + no + QStringLiteral(" like ") + bracketed(node.parts[1], In);
        if (node.parts.size() > 2)
            text += QStringLiteral(" escape ") + printed(node.parts[2]);
        return text;
    }
    }
    return {};
}

Node makeNode(Node::Kind kind, QString text, int precedence, std::vector<Node> parts)
{
    Node node{kind, std::move(text), std::move(parts), precedence, false, 1};
    for (const Node& part : node.parts)
        node.depth = std::max(node.depth, part.depth + 1);
    return node;
}

Node literal(QString text)
{
    return makeNode(Node::Kind::Literal, std::move(text), Highest, {});
}

Node compared(Node left, const char* sign, Node right)
{
    return makeNode(
        Node::Kind::Binary, QString::fromLatin1(sign), Compare, {std::move(left), std::move(right)});
}

Node condition(Node node)
{
    if (node.kind == Node::Kind::Column)
        return compared(std::move(node), "<>", literal(QStringLiteral("0")));
    return node;
}

Node logical(const char* word, int precedence, Node left, Node right)
{
    const QString text = QString::fromLatin1(word);
    const auto isChain = [&](const Node& node) {
        return node.kind == Node::Kind::Logical && node.text == text;
    };
    Node chain;
    if (isChain(left)) {
        chain = std::move(left);
    } else {
        chain = makeNode(Node::Kind::Logical, text, precedence, {});
        chain.depth = left.depth + 1;
        chain.parts.push_back(condition(std::move(left)));
    }
    chain.depth = std::max(chain.depth, right.depth + 1);
    if (isChain(right)) {
        chain.parts.insert(chain.parts.end(), std::make_move_iterator(right.parts.begin()),
            std::make_move_iterator(right.parts.end()));
    } else {
        chain.parts.push_back(condition(std::move(right)));
    }
    return chain;
}

Node negation(Node node)
{
    static const QHash<QString, QString> opposites{
        {"=", "<>"}, {"<>", "="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}};
    switch (node.kind) {
    case Node::Kind::Column:
        return compared(std::move(node), "=", literal(QStringLiteral("0")));
    case Node::Kind::Binary:
        if (const auto opposite = opposites.constFind(node.text); opposite != opposites.constEnd()) {
            node.text = *opposite;
            return node;
        }
        if (node.precedence == Xor) {
            node.parts[0] = negation(std::move(node.parts[0]));
            return node;
        }
        break;
    case Node::Kind::Logical: {
        const bool both = node.precedence == And;
        node.text = both ? QStringLiteral("or") : QStringLiteral("and");
        node.precedence = both ? Or : And;
        for (Node& part : node.parts)
            part = negation(std::move(part));
        return node;
    }
    case Node::Kind::Suffix:
        if (node.text == u" is null" || node.text == u" is not null") {
            node.text = node.text == u" is null" ? QStringLiteral(" is not null") : QStringLiteral(" is null");
            return node;
        }
        break;
    case Node::Kind::Range:
    case Node::Kind::List:
    case Node::Kind::Like:
        node.negated = !node.negated;
        return node;
    case Node::Kind::Prefix:
        if (node.text == u"!")
            return condition(std::move(node.parts[0]));
        break;
    default:
        break;
    }
    return makeNode(Node::Kind::Prefix, QStringLiteral("!"), Bang, {std::move(node)});
}

} // namespace conjoin::sql::mysqlscript
