// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/sqltext.h"

namespace conjoin::orm::sqltext {

QString name(const QString& identifier, const SqlSyntax& syntax)
{
    const QChar quote = syntax.doubleQuotedTexts ? u'`' : u'"';
    return quote + QString(identifier).replace(quote, QString(2, quote)) + quote;
}

QString literal(const QString& text, const SqlSyntax& syntax)
{
    QString inside = text;
    if (syntax.backslashEscapes)
        inside.replace(u'\\', QStringLiteral("\\\\"));
    return u'\'' + inside.replace(u'\'', QStringLiteral("''")) + u'\'';
}

} // namespace conjoin::orm::sqltext
