// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/expression.h"

#include "orm/sql/mysqlscript/expressionparser.h"

namespace conjoin::sql::mysqlscript {

QString expressionText(const QString& text)
{
    QString out(u'\'');
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'\\':
            out += QStringLiteral("\\\\");
            break;
        case u'\0':
            out += QStringLiteral("\\0");
            break;
        case u'\'':
            out += QStringLiteral("\\'");
            break;
        case u'\n':
            out += QStringLiteral("\\n");
            break;
        case u'\r':
            out += QStringLiteral("\\r");
            break;
        case u'\x1a':
            out += QStringLiteral("\\Z");
            break;
        default:
            out += c;
        }
    }
    return out + u'\'';
}

Expression readExpression(const Cursor& cursor, Cursor::Range range)
{
    const std::optional<Node> node = ExpressionParser(cursor.within(range)).read();
    if (!node)
        return {cursor.text(range), false, true};
    return {printed(*node), node->kind == Node::Kind::Literal, node->precedence < Highest};
}

} // namespace conjoin::sql::mysqlscript
