// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/partitions.h"

#include "orm/dialect/mysqltypes.h"
#include "orm/sql/mysqlscript/expression.h"

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

using orm::mysql::identifier;

struct Partition {
    QString name;
    QString values;
    QString comment;
    QStringList parts; ///< names of its subpartitions
};

/// `RANGE COLUMNS (a, b)` taken apart.
struct Method {
    QString name;
    QString expression;
    bool overColumns = false;
};

/// The items of a list, each by `print`, as the catalog joins them.
template<class Print>
QString items(Cursor& cursor, Cursor::Range range, Print print)
{
    Cursor inside = cursor.within(range);
    QStringList texts;
    while (!inside.atEnd()) {
        texts.append(print(inside, inside.takePart()));
        if (!inside.acceptSign(","))
            break;
    }
    return texts.join(u',');
}

QString columnItem(Cursor& cursor, Cursor::Range range)
{
    return range.end - range.begin == 1 ? orm::mysql::quoted(cursor.token(range.begin).text)
                                        : cursor.text(range);
}

QString valueItem(Cursor& cursor, Cursor::Range range)
{
    const bool bracketed = range.end - range.begin > 2 && cursor.token(range.begin).isSign("(") &&
                           cursor.token(range.end - 1).isSign(")");
    if (bracketed)
        return u'(' + items(cursor, {range.begin + 1, range.end - 1}, valueItem) + u')';
    if (range.end - range.begin == 1 && cursor.token(range.begin).isWord("MAXVALUE"))
        return QStringLiteral("MAXVALUE");
    return readExpression(cursor, range).sql;
}

/// The catalog lists NULL before the other values.
QString listValues(Cursor& cursor, Cursor::Range range)
{
    QStringList texts = items(cursor, range, valueItem).split(u',');
    const bool simple = !texts.join(u',').contains(u'(') && !texts.join(u',').contains(u'\'');
    if (!simple)
        return texts.join(u',');
    const bool null = texts.removeAll(QStringLiteral("NULL")) > 0;
    if (null)
        texts.prepend(QStringLiteral("NULL"));
    return texts.join(u',');
}

Method readMethod(Cursor& cursor)
{
    Method method;
    if (cursor.accept("LINEAR"))
        method.name = QStringLiteral("LINEAR ");
    for (const char* word : {"RANGE", "LIST", "HASH", "KEY", "SYSTEM_TIME"}) {
        if (cursor.accept(word)) {
            method.name += QString::fromLatin1(word);
            break;
        }
    }
    if (method.name.isEmpty() || method.name.endsWith(u' ')) {
        cursor.fail(QStringLiteral("RANGE, LIST, HASH, KEY or SYSTEM_TIME"));
        return method;
    }
    method.overColumns = method.name.endsWith(u"KEY");
    if (cursor.accept("COLUMNS")) {
        method.name += QStringLiteral(" COLUMNS");
        method.overColumns = true;
    }
    if (method.name == u"SYSTEM_TIME")
        return method;
    if (cursor.accept("ALGORITHM")) {
        cursor.acceptSign("=");
        cursor.take();
    }
    const Cursor::Range range = cursor.takeBrackets();
    if (!cursor.failed())
        method.expression =
            method.overColumns ? items(cursor, range, columnItem) : readExpression(cursor, range).sql;
    return method;
}

/// Where a partition is kept is not read; its comment is.
QString readPartitionOptions(Cursor& cursor)
{
    QString comment;
    while (!cursor.failed()) {
        cursor.accept("STORAGE");
        if (cursor.accept("COMMENT")) {
            cursor.acceptSign("=");
            comment = cursor.expectText("a comment");
        } else if (cursor.accept("ENGINE") || cursor.accept({"DATA", "DIRECTORY"}) ||
                   cursor.accept({"INDEX", "DIRECTORY"}) || cursor.accept("MAX_ROWS") ||
                   cursor.accept("MIN_ROWS") || cursor.accept("TABLESPACE") || cursor.accept("NODEGROUP")) {
            cursor.acceptSign("=");
            cursor.take();
        } else {
            break;
        }
    }
    return comment;
}

Partition readPartition(Cursor& cursor, const Method& method)
{
    Partition partition;
    cursor.expect("PARTITION");
    partition.name = cursor.expectName("the name of a partition");
    if (cursor.accept({"VALUES", "LESS", "THAN"})) {
        partition.values = QStringLiteral(" VALUES LESS THAN MAXVALUE");
        if (!cursor.accept("MAXVALUE")) {
            const Cursor::Range range = cursor.takeBrackets();
            const QString values = cursor.failed() ? QString() : items(cursor, range, valueItem);
            if (values != u"MAXVALUE" || method.overColumns)
                partition.values = QStringLiteral(" VALUES LESS THAN (%1)").arg(values);
        }
    } else if (cursor.accept({"VALUES", "IN"})) {
        const Cursor::Range range = cursor.takeBrackets();
        if (!cursor.failed())
            partition.values = QStringLiteral(" VALUES IN (%1)").arg(listValues(cursor, range));
    } else if (cursor.accept("HISTORY")) {
        partition.values = QStringLiteral(" HISTORY");
    } else if (cursor.accept("CURRENT")) {
        partition.values = QStringLiteral(" CURRENT");
    } else if (cursor.accept("DEFAULT")) {
        partition.values = QStringLiteral(" DEFAULT");
    }
    partition.comment = readPartitionOptions(cursor);
    if (cursor.acceptSign("(")) {
        do {
            cursor.expect("SUBPARTITION");
            partition.parts.append(cursor.expectName("the name of a subpartition"));
            readPartitionOptions(cursor);
        } while (!cursor.failed() && cursor.acceptSign(","));
        cursor.expectSign(")");
    }
    return partition;
}

QString partitionLine(const Partition& partition, bool sayParts, bool quoted)
{
    QString line = QStringLiteral("PARTITION ") +
                   (quoted ? orm::mysql::quoted(partition.name) : identifier(partition.name)) +
                   partition.values;
    if (!partition.comment.isEmpty())
        line += QStringLiteral(" COMMENT = ") + orm::mysql::textLiteral(partition.comment);
    if (!sayParts || partition.parts.isEmpty())
        return line;
    QStringList names;
    for (const QString& name : partition.parts)
        names.append(QStringLiteral("SUBPARTITION ") + identifier(name));
    return line + QStringLiteral(" (") + names.join(QStringLiteral(", ")) + u')';
}

} // namespace

QString readPartitionClause(Cursor& cursor)
{
    cursor.expect("PARTITION");
    cursor.expect("BY");
    const Method method = readMethod(cursor);
    QString text = QStringLiteral("PARTITION BY ") + method.name;
    if (method.name != u"SYSTEM_TIME")
        text += QStringLiteral(" (%1)").arg(method.expression);
    const qsizetype behindMethod = cursor.position();
    while (!cursor.atEnd() && !cursor.isWord("PARTITIONS") && !cursor.isWord("SUBPARTITION") &&
           !cursor.isSign("(") && method.name == u"SYSTEM_TIME")
        cursor.take(); // INTERVAL, LIMIT
    if (cursor.position() > behindMethod)
        text += u' ' + cursor.text({behindMethod, cursor.position()});
    int count = 0, parts = 0;
    if (cursor.accept("PARTITIONS"))
        count = cursor.expectCount("a number of partitions");
    std::optional<Method> below;
    if (cursor.accept({"SUBPARTITION", "BY"})) {
        below = readMethod(cursor);
        if (cursor.accept("SUBPARTITIONS"))
            parts = cursor.expectCount("a number of subpartitions");
    }
    std::vector<Partition> partitions;
    if (cursor.acceptSign("(")) {
        do {
            partitions.push_back(readPartition(cursor, method));
        } while (!cursor.failed() && cursor.acceptSign(","));
        cursor.expectSign(")");
    }

    // Names that the server gives by itself are not said.
    bool plain = true, plainParts = true;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        const Partition& partition = partitions[i];
        plain = plain && partition.name == QStringLiteral("p%1").arg(i) && partition.comment.isEmpty();
        for (qsizetype k = 0; k < partition.parts.size(); ++k)
            plainParts = plainParts && partition.parts[k] == partition.name + QStringLiteral("sp%1").arg(k);
        parts = std::max(parts, int(partition.parts.size()));
    }
    if (below) {
        text += QStringLiteral("\nSUBPARTITION BY %1 (%2)").arg(below->name, below->expression);
        if (plainParts)
            text += QStringLiteral("\nSUBPARTITIONS %1").arg(std::max(parts, 1));
    }
    const bool counted = method.name.endsWith(u"HASH") || method.name.endsWith(u"KEY");
    if (counted && plain)
        return text + QStringLiteral("\nPARTITIONS %1")
                          .arg(partitions.empty() ? std::max(count, 1) : int(partitions.size()));
    if (partitions.empty())
        return text;
    // Of these the catalog says too little, and introspection takes the statement that the server shows.
    const bool unclear =
        method.name == u"SYSTEM_TIME" ||
        (method.name.startsWith(u"LIST") &&
            std::any_of(partitions.begin(), partitions.end(), [](const Partition& partition) {
                return partition.values == u" DEFAULT" || partition.values == u" VALUES IN (0)";
            }));
    QStringList lines;
    for (const Partition& partition : partitions)
        lines.append(partitionLine(partition, !plainParts, unclear));
    if (unclear)
        return text + (method.name == u"SYSTEM_TIME" ? QStringLiteral(" \n(") : QStringLiteral("\n(")) +
               lines.join(QStringLiteral(",\n ")) + u')';
    return text + QStringLiteral(" (\n  ") + lines.join(QStringLiteral(",\n  ")) + QStringLiteral("\n)");
}

} // namespace conjoin::sql::mysqlscript
