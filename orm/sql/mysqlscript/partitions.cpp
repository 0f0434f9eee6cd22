// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/partitions.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/expression.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

using orm::mysql::identifier;

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

QString plainValue(Cursor& cursor, Cursor::Range range)
{
    if (range.end - range.begin == 1 && cursor.token(range.begin).isWord("MAXVALUE"))
        return QStringLiteral("MAXVALUE");
    if (range.end - range.begin == 1 && cursor.token(range.begin).kind == Token::Kind::Text)
        return orm::mysql::textLiteral(cursor.token(range.begin).text); // as the catalog quotes it here
    return readExpression(cursor, range).sql;
}

/// A value, or one of each column in brackets. Brackets within those belong to an expression, which knows how
/// deep it may go.
QString valueItem(Cursor& cursor, Cursor::Range range)
{
    const bool bracketed = range.end - range.begin > 2 && cursor.token(range.begin).isSign("(") &&
                           cursor.token(range.end - 1).isSign(")");
    return bracketed ? u'(' + items(cursor, {range.begin + 1, range.end - 1}, plainValue) + u')'
                     : plainValue(cursor, range);
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

PartitionClause::Method readMethod(Cursor& cursor)
{
    PartitionClause::Method method;
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

PartitionClause::Partition readPartition(Cursor& cursor, const PartitionClause::Method& method)
{
    PartitionClause::Partition partition;
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

QString partitionLine(const PartitionClause::Partition& partition, bool sayParts, bool quoted)
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

PartitionClause readPartitionClause(Cursor& cursor)
{
    PartitionClause clause;
    cursor.expect("PARTITION");
    cursor.expect("BY");
    clause.method = readMethod(cursor);
    const qsizetype behindMethod = cursor.position();
    while (!cursor.atEnd() && !cursor.isWord("PARTITIONS") && !cursor.isWord("SUBPARTITION") &&
           !cursor.isSign("(") && clause.method.name == u"SYSTEM_TIME")
        cursor.take(); // INTERVAL, LIMIT
    if (cursor.position() > behindMethod)
        clause.rotation = cursor.text({behindMethod, cursor.position()})
                              .replace(QRegularExpression(QStringLiteral(R"(\bSTARTS\s+')"),
                                           QRegularExpression::CaseInsensitiveOption),
                                  QStringLiteral("STARTS TIMESTAMP'"));
    if (cursor.accept("PARTITIONS"))
        clause.count = cursor.expectCount("a number of partitions");
    if (cursor.accept({"SUBPARTITION", "BY"})) {
        clause.below = readMethod(cursor);
        if (cursor.accept("SUBPARTITIONS"))
            clause.parts = cursor.expectCount("a number of subpartitions");
    }
    if (cursor.isSign("("))
        clause.partitions = readPartitions(cursor, clause.method);
    return clause;
}

std::vector<PartitionClause::Partition> readPartitions(Cursor& cursor, const PartitionClause::Method& method)
{
    std::vector<PartitionClause::Partition> partitions;
    cursor.expectSign("(");
    do {
        partitions.push_back(readPartition(cursor, method));
    } while (!cursor.failed() && cursor.acceptSign(","));
    cursor.expectSign(")");
    return partitions;
}

int PartitionClause::size() const
{
    return partitions.empty() ? std::max(count, 1) : int(partitions.size());
}

void PartitionClause::resize(int wanted)
{
    if (partitions.empty()) {
        count = std::max(wanted, 1);
        return;
    }
    while (int(partitions.size()) > std::max(wanted, 1))
        partitions.pop_back();
    while (int(partitions.size()) < wanted)
        partitions.push_back({QStringLiteral("p%1").arg(partitions.size()), {}, {}, {}});
}

void PartitionClause::nameAll()
{
    if (!partitions.empty())
        return;
    for (int i = 0; i < count; ++i)
        partitions.push_back({QStringLiteral("p%1").arg(i), {}, {}, {}});
}

QString PartitionClause::text() const
{
    QString text = QStringLiteral("PARTITION BY ") + method.name;
    if (method.name != u"SYSTEM_TIME")
        text += QStringLiteral(" (%1)").arg(method.expression);
    if (!rotation.isEmpty())
        text += u' ' + rotation;
    // Names that the server gives by itself are not said.
    bool plain = true, plainParts = true;
    int subpartitions = parts;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        const Partition& partition = partitions[i];
        plain = plain && partition.name == QStringLiteral("p%1").arg(i) && partition.comment.isEmpty();
        for (qsizetype k = 0; k < partition.parts.size(); ++k)
            plainParts = plainParts && partition.parts[k] == partition.name + QStringLiteral("sp%1").arg(k);
        subpartitions = std::max(subpartitions, int(partition.parts.size()));
    }
    if (below) {
        text += QStringLiteral("\nSUBPARTITION BY %1 (%2)").arg(below->name, below->expression);
        if (plainParts)
            text += QStringLiteral("\nSUBPARTITIONS %1").arg(std::max(subpartitions, 1));
    }
    const bool counted = method.name.endsWith(u"HASH") || method.name.endsWith(u"KEY");
    if (counted && plain)
        return text + QStringLiteral("\nPARTITIONS %1").arg(size());
    if (partitions.empty())
        return count > 0 ? text + QStringLiteral("\nPARTITIONS %1").arg(count) : text;
    // Of these the catalog says too little, and introspection takes the statement that the server shows.
    const bool unclear =
        method.name == u"SYSTEM_TIME" ||
        (method.name == u"LIST" && std::ranges::any_of(partitions, [](const Partition& partition) {
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
