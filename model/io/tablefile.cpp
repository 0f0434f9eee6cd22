// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/tablefile.h"

#include "model/io/leaves.h"
#include "model/io/typefile.h"

namespace conjoin::model {

using namespace fileformat;

namespace {

void writeColumn(LineWriter& out, const Column& column)
{
    QStringList words{QStringLiteral("column"), idWord(column.id), wordFor(column.name)};
    words += typeWords(column.type);
    if (!column.nullable)
        words << QStringLiteral("not-null");
    if (column.autoIncrement)
        words << QStringLiteral("auto-increment");
    out.line(words);
    const LineWriter::Deeper inner(out);
    writeDefault(out, column.defaultValue);
    if (column.generated != Generated())
        out.text({QStringLiteral("generated"), wordOf(generatedKinds, column.generated.kind)},
            column.generated.expression);
    out.name("collation", column.collation);
    if (column.identity != Identity::None)
        out.line({QStringLiteral("identity"), wordOf(identities, column.identity)});
    out.text("sequence", column.sequence);
    out.text("on-update", column.onUpdate);
    out.name("charset", column.charset);
    out.name("not-null-conflict", column.notNullConflict);
    out.text("extra", column.extra);
    out.name("attribute", column.attribute);
    out.text("comment", column.comment);
}

void writeParts(LineWriter& out, const std::vector<KeyPart>& parts)
{
    for (const KeyPart& part : parts) {
        const auto* column = std::get_if<ColumnId>(&part.what);
        QStringList words{column ? QStringLiteral("part") : QStringLiteral("expression"),
            column ? idWord(*column) : quotedWord(std::get<QString>(part.what))};
        if (part.descending)
            words << QStringLiteral("descending");
        if (!part.collation.isEmpty())
            words << QStringLiteral("collation") << wordFor(part.collation);
        if (part.nulls != NullOrder::Default)
            words << QStringLiteral("nulls") << wordOf(nullOrders, part.nulls);
        if (part.length != 0)
            words << QStringLiteral("length") << QString::number(part.length);
        if (!part.operatorClass.isEmpty())
            words << QStringLiteral("operators") << wordFor(part.operatorClass);
        out.line(words);
    }
}

void writeKey(LineWriter& out, const char* kind, const Key& key)
{
    out.line({QLatin1String(kind), idWord(key.id)});
    const LineWriter::Deeper inner(out);
    out.name("name", key.name);
    out.flag(key.nameYields, "name-yields");
    writeParts(out, key.parts);
    out.name("conflict", key.conflict);
    out.columns("include", key.include);
    if (key.deferrable != Deferrable::No)
        out.line({QStringLiteral("deferrable"), wordOf(deferrables, key.deferrable)});
    out.flag(key.nullsNotDistinct, "nulls-not-distinct");
    out.name("method", key.method);
    out.text("options", key.options);
    out.text("comment", key.comment);
}

void writeIndex(LineWriter& out, const Index& index)
{
    out.line({QStringLiteral("index"), idWord(index.id)});
    const LineWriter::Deeper inner(out);
    out.name("name", index.name);
    out.flag(index.unique, "unique");
    writeParts(out, index.parts);
    out.text("where", index.where);
    out.name("method", index.method);
    out.columns("include", index.include);
    out.flag(index.nullsNotDistinct, "nulls-not-distinct");
    out.text("options", index.options);
    out.text("comment", index.comment);
}

Column readColumn(Section& section)
{
    Column column;
    column.id = section.newId<ColumnId>();
    column.name = section.name();
    column.type = readType(section);
    column.nullable = !section.flag("not-null");
    column.autoIncrement = section.flag("auto-increment");
    section.endOfWords();
    section.allow({"default", "generated", "collation", "comment", "identity", "sequence", "on-update",
        "charset", "not-null-conflict", "extra", "attribute"});
    readDefault(section, column.defaultValue);
    section.one("generated", [&](Section& line) {
        column.generated.kind = line.oneOf(generatedKinds);
        column.generated.expression = line.text();
    });
    column.collation = section.nameOf("collation");
    section.one("identity", [&](Section& line) { column.identity = wordAlone(line, identities); });
    column.sequence = section.textOf("sequence");
    column.onUpdate = section.textOf("on-update");
    column.charset = section.nameOf("charset");
    column.notNullConflict = section.nameOf("not-null-conflict");
    column.extra = section.textOf("extra");
    column.attribute = section.nameOf("attribute");
    column.comment = section.textOf("comment");
    return column;
}

std::vector<KeyPart> readParts(Section& section)
{
    std::vector<KeyPart> parts;
    section.each({"part", "expression"}, [&](Section& line, QLatin1String key) {
        KeyPart part;
        if (key == QLatin1String("part"))
            part.what = line.idOf<ColumnId>();
        else
            part.what = line.word().text;
        part.descending = line.flag("descending");
        if (line.flag("collation"))
            part.collation = line.word().text;
        if (line.flag("nulls"))
            part.nulls = line.oneOf(nullOrders);
        part.length = line.numberAfter("length").value_or(0);
        if (line.flag("operators"))
            part.operatorClass = line.word().text;
        line.endOfWords();
        line.allow({});
        parts.push_back(std::move(part));
    });
    return parts;
}

Key readKey(Section& section)
{
    section.allow(
        {"name", "name-yields", "conflict", "deferrable", "nulls-not-distinct", "method", "options", "comment"},
        {"part", "expression", "include"});
    Key key;
    key.id = section.newId<KeyId>();
    section.endOfWords();
    key.name = section.nameOf("name");
    key.nameYields = section.has("name-yields");
    key.parts = readParts(section);
    key.conflict = section.nameOf("conflict");
    key.include = readColumns(section, "include");
    section.one("deferrable", [&](Section& line) { key.deferrable = wordAlone(line, deferrables); });
    key.nullsNotDistinct = section.has("nulls-not-distinct");
    key.method = section.nameOf("method");
    key.options = section.textOf("options");
    key.comment = section.textOf("comment");
    return key;
}

Index readIndex(Section& section)
{
    section.allow({"name", "unique", "where", "method", "nulls-not-distinct", "options", "comment"},
        {"part", "expression", "include"});
    Index index;
    index.id = section.newId<IndexId>();
    section.endOfWords();
    index.name = section.nameOf("name");
    index.unique = section.has("unique");
    index.parts = readParts(section);
    index.where = section.textOf("where");
    index.method = section.nameOf("method");
    index.include = readColumns(section, "include");
    index.nullsNotDistinct = section.has("nulls-not-distinct");
    index.options = section.textOf("options");
    index.comment = section.textOf("comment");
    return index;
}

} // namespace

void writeCheck(LineWriter& out, const Check& check)
{
    out.line({QStringLiteral("check"), idWord(check.id)});
    const LineWriter::Deeper inner(out);
    out.name("name", check.name);
    out.text("expression", check.expression);
    out.flag(!check.enforced, "not-enforced");
    out.flag(!check.validated, "not-valid");
    out.flag(!check.inherited, "no-inherit");
    out.text("comment", check.comment);
}

Check readCheck(Section& section)
{
    section.allow({"name", "expression", "not-enforced", "not-valid", "no-inherit", "comment"});
    Check check;
    check.id = section.newId<CheckId>();
    section.endOfWords();
    check.name = section.nameOf("name");
    check.expression = section.textOf("expression");
    check.enforced = !section.has("not-enforced");
    check.validated = !section.has("not-valid");
    check.inherited = !section.has("no-inherit");
    check.comment = section.textOf("comment");
    return check;
}

void writeTable(LineWriter& out, const Table& table)
{
    out.topLine({QStringLiteral("table"), idWord(table.id), wordFor(table.name)});
    const LineWriter::Deeper inner(out);
    out.name("sql-name", table.sqlName);
    out.name("sql-schema", table.sqlSchema);
    out.flag(table.keyPolicy == Table::KeyPolicy::AsIs, "key-as-is");
    out.flag(table.options.withoutRowid, "without-rowid");
    out.flag(table.options.strict, "strict");
    out.flag(table.options.unlogged, "unlogged");
    out.name("engine", table.options.engine);
    out.name("charset", table.options.charset);
    out.name("table-collation", table.options.collation);
    out.text("partition-by", table.options.partitionBy);
    for (const QString& parent : table.options.inherits)
        out.line({QStringLiteral("inherits"), wordFor(parent)});
    out.text("options", table.options.extra);
    out.flag(table.timestamps, "timestamps");
    out.flag(table.softDelete, "soft-delete");
    for (const QString& other : table.dependsOn)
        out.line({QStringLiteral("depends-on"), wordFor(other)});
    out.text("comment", table.comment);
    for (const Column& column : table.columns)
        writeColumn(out, column);
    if (table.primaryKey)
        writeKey(out, "primary-key", *table.primaryKey);
    for (const Key& key : table.uniqueKeys)
        writeKey(out, "unique-key", key);
    for (const Index& index : table.indexes)
        writeIndex(out, index);
    for (const Check& check : table.checks)
        writeCheck(out, check);
}

Table readTable(Section& section)
{
    Table table;
    table.id = section.newId<TableId>();
    table.name = section.name();
    section.endOfWords();
    section.allow({"sql-name", "sql-schema", "key-as-is", "without-rowid", "strict", "unlogged", "engine",
                      "charset", "table-collation", "partition-by", "options", "timestamps", "soft-delete",
                      "comment", "primary-key"},
        {"column", "unique-key", "index", "check", "inherits", "depends-on"});
    table.sqlName = section.nameOf("sql-name");
    table.sqlSchema = section.nameOf("sql-schema");
    table.keyPolicy = section.has("key-as-is") ? Table::KeyPolicy::AsIs : Table::KeyPolicy::Automatic;
    table.options.withoutRowid = section.has("without-rowid");
    table.options.strict = section.has("strict");
    table.options.unlogged = section.has("unlogged");
    table.options.engine = section.nameOf("engine");
    table.options.charset = section.nameOf("charset");
    table.options.collation = section.nameOf("table-collation");
    table.options.partitionBy = section.textOf("partition-by");
    table.options.inherits = readWords(section, "inherits");
    table.options.extra = section.textOf("options");
    table.timestamps = section.has("timestamps");
    table.softDelete = section.has("soft-delete");
    table.dependsOn = readWords(section, "depends-on");
    table.comment = section.textOf("comment");
    table.columns.reserve(section.countOf("column")); // no more: most of a document is columns
    section.each({"column"}, [&](Section& line, QLatin1String) { table.columns.push_back(readColumn(line)); });
    section.one("primary-key", [&](Section& line) { table.primaryKey = readKey(line); });
    section.each(
        {"unique-key"}, [&](Section& line, QLatin1String) { table.uniqueKeys.push_back(readKey(line)); });
    section.each({"index"}, [&](Section& line, QLatin1String) { table.indexes.push_back(readIndex(line)); });
    section.each({"check"}, [&](Section& line, QLatin1String) { table.checks.push_back(readCheck(line)); });
    return table;
}

} // namespace conjoin::model
