// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hostiletexts.h"

#include <QStringList>

namespace conjoin::tests {

QString HostileTexts::next()
{
    static const QStringList pieces{// out of a literal, a name, a statement, a comment
        QStringLiteral("'"), QStringLiteral("''"), QStringLiteral("\\'"), QStringLiteral("\""),
        QStringLiteral("`"), QStringLiteral("\\"), QStringLiteral("\\\\"), QStringLiteral(";"),
        QStringLiteral("--"), QStringLiteral("-- "), QStringLiteral("#"), QStringLiteral("/*"),
        QStringLiteral("*/"), QStringLiteral("/*!50000 x */"), QStringLiteral("'); DROP TABLE notes; --"),
        QStringLiteral("' OR '1'='1"), QStringLiteral("\" OR \"\"=\""), QStringLiteral("'||(SELECT 1)||'"),
        QStringLiteral("$$"), QStringLiteral("$tag$"), QStringLiteral("E'\\x41'"), QStringLiteral("X'41'"),
        QStringLiteral("U&'\\0041'"), QStringLiteral("N'a'"), QStringLiteral("_utf8'a'"),
        QStringLiteral("NULL"), QStringLiteral("DEFAULT"), QStringLiteral(")"), QStringLiteral("("),
        QStringLiteral("),("), QStringLiteral(", ("),
        // parameters
        QStringLiteral("?"), QStringLiteral("?1"), QStringLiteral("$1"), QStringLiteral(":a"),
        QStringLiteral("@a"), QStringLiteral("%s"), QStringLiteral("%1"), QStringLiteral("{0}"),
        QStringLiteral("${a}"),
        // patterns
        QStringLiteral("%"), QStringLiteral("_"), QStringLiteral("\\%"), QStringLiteral("\\_"),
        QStringLiteral("!%"), QStringLiteral("[a-z]"), QStringLiteral(".*"), QStringLiteral("^"),
        QStringLiteral("$"), QStringLiteral("*"),
        // JSON and its paths
        QStringLiteral("{"), QStringLiteral("}"), QStringLiteral("["), QStringLiteral("]"),
        QStringLiteral("\",\""), QStringLiteral("\":\""), QStringLiteral("{\"$link\":1}"),
        QStringLiteral("\\u0022"), QStringLiteral("\\u0000"), QStringLiteral("$.a"), QStringLiteral("$[0]"),
        QStringLiteral("->>"), QStringLiteral("#>"), QStringLiteral("."),
        // white space, line ends, controls
        QStringLiteral(" "), QStringLiteral("  "), QStringLiteral("\t"), QStringLiteral("\n"),
        QStringLiteral("\r\n"), QStringLiteral("\r"), QString(QChar(1)), QString(QChar(8)), QString(QChar(26)),
        QString(QChar(27)), QString(QChar(0x7f)), QString(QChar(0x85)), QString(QChar(0xa0)),
        QString(QChar(0x2028)),
        // characters that look like others, weigh nothing, or take more than two bytes
        QString(QChar(0x02bc)), QString(QChar(0x2019)), QString(QChar(0xff07)), QString(QChar(0x200b)),
        QString(QChar(0x200d)), QString(QChar(0x202e)), QString(QChar(0xfeff)), QString(QChar(0xfffd)),
        QStringLiteral("é"), QStringLiteral("é"), QStringLiteral("ß"), QStringLiteral("İ"), QStringLiteral("ﬁ"),
        QStringLiteral("日本"), QStringLiteral("😀"), QStringLiteral("👩‍🚀"), QStringLiteral("𝒳"),
        // words
        QStringLiteral("a"), QStringLiteral("Ann"), QStringLiteral("SELECT"), QStringLiteral("true"),
        QStringLiteral("0"), QStringLiteral("1e3"), QStringLiteral("-1"), QStringLiteral("0x41")};
    QString text;
    for (int i = below(6) + 1; i > 0; --i)
        text += pieces[below(int(pieces.size()))];
    return text;
}

} // namespace conjoin::tests
