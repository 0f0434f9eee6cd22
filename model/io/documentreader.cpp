// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"

#include "model/document/invariants.h"
#include "model/document/objects.h"
#include "model/io/section.h"

#include <algorithm>

namespace conjoin::model {

namespace {

using namespace fileformat;

/// The keys of a foreign key, which stand among those of the reference or link end that has it.
void allowForeignKeyAnd(Section& section, QStringList once, QStringList often = {})
{
    for (const char* key : {"column-name", "on-delete", "on-update", "deferrable", "match", "constraint",
             "unnamed", "implicit-target", "unconstrained", "not-valid", "comment"})
        once << QString::fromLatin1(key);
    often << QStringLiteral("columns") << QStringLiteral("set-column");
    section.allow(once, often);
}

/// A line that is nothing but its key and the words that `take` takes.
template<class Take>
auto leaf(Section& section, Take&& take)
{
    auto value = take(section);
    section.endOfWords();
    section.allow({});
    return value;
}

/// One word behind the key, on each line of that key.
QStringList readWords(Section& section, const char* key)
{
    QStringList words;
    section.each({key}, [&](Section& line, QLatin1String) {
        words << leaf(line, [](Section& each) { return each.word().text; });
    });
    return words;
}

template<class IdType>
IdType idAlone(Section& section)
{
    return leaf(section, [](Section& line) { return line.idOf<IdType>(); });
}

template<class Enum, std::size_t N>
Enum wordAlone(Section& section, const Words<Enum, N>& words)
{
    return leaf(section, [&](Section& line) { return line.oneOf(words); });
}

Settings readSettings(Section& section)
{
    Settings settings;
    settings.name = section.name();
    section.endOfWords();
    section.allow({"dialect", "tables-as-drawn", "underscored"}, {"irregular", "accept"});
    section.required("dialect", [&](Section& line) {
        settings.dialect = leaf(line, [](Section& words) { return words.word().text; });
    });
    settings.naming.pluralTables = !section.has("tables-as-drawn");
    settings.naming.underscored = section.has("underscored");
    section.each({"irregular"}, [&](Section& line, QLatin1String) {
        const QString singular = line.name();
        if (settings.naming.irregular.contains(singular))
            line.fail(message("file.word-duplicate", "the plural of \"%1\" is given twice", {singular}));
        const QString plural = leaf(line, [](Section& words) { return words.word().text; });
        settings.naming.irregular.insert(singular, plural);
    });
    section.each({"accept"}, [&](Section& line, QLatin1String) {
        Acceptance acceptance;
        acceptance.code = line.word().text;
        acceptance.object = leaf(line, [](Section& words) { return words.word().text; });
        settings.accepted.push_back(acceptance);
    });
    return settings;
}

DataType readType(Section& section)
{
    const Word word = section.word();
    DataType type = DataType::verbatim(word.text);
    if (!word.quoted && word.text == u"enum") {
        type = DataType::of(TypeKind::Enum);
    } else if (!word.quoted && word.text == u"set") {
        type = DataType::of(TypeKind::Set);
    } else if (!word.quoted && word.text == u"named") {
        type = DataType::of(TypeKind::Named);
    } else if (!word.quoted) {
        type = parseType(word.text);
        if (type.kind == TypeKind::Native && !section.failed())
            section.fail(message("file.type-unknown",
                             "\"%1\" is no type; a database's own type stands in quotes", {word.text}),
                didYouMean(word.text, typeSuggestions()));
    }
    type.length = section.numberAfter("length").value_or(type.length);
    type.precision = section.numberAfter("precision").value_or(type.precision);
    type.scale = section.numberAfter("scale").value_or(type.scale);
    if (section.flag("native"))
        type.native = section.word().text;
    if (section.flag("schema"))
        type.schema = section.word().text;
    type.isUnsigned = section.flag("unsigned") || type.isUnsigned;
    type.dimensions = section.numberAfter("dimensions").value_or(type.dimensions);
    if (section.flag("is"))
        type.userType = section.idOf<UserTypeId>();
    while (section.flag("value"))
        type.values << section.word().text;
    return type;
}

void readDefault(Section& section, DefaultValue& value)
{
    section.one("default", [&](Section& line) {
        using Kind = DefaultValue::Kind;
        value.kind = line.oneOf(defaultKinds);
        const bool needsText = value.kind == Kind::Literal || value.kind == Kind::Expression;
        if (needsText || !line.isBare())
            value.text = line.text();
    });
}

std::vector<ColumnId> readColumns(Section& section, const char* key)
{
    std::vector<ColumnId> columns;
    section.each({key}, [&](Section& line, QLatin1String) { columns.push_back(idAlone<ColumnId>(line)); });
    return columns;
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
        "charset", "not-null-conflict", "extra"});
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
    section.allow({"name", "conflict", "deferrable", "nulls-not-distinct", "method", "options", "comment"},
        {"part", "expression", "include"});
    Key key;
    key.id = section.newId<KeyId>();
    section.endOfWords();
    key.name = section.nameOf("name");
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
    section.each({"column"}, [&](Section& line, QLatin1String) { table.columns.push_back(readColumn(line)); });
    section.one("primary-key", [&](Section& line) { table.primaryKey = readKey(line); });
    section.each(
        {"unique-key"}, [&](Section& line, QLatin1String) { table.uniqueKeys.push_back(readKey(line)); });
    section.each({"index"}, [&](Section& line, QLatin1String) { table.indexes.push_back(readIndex(line)); });
    section.each({"check"}, [&](Section& line, QLatin1String) { table.checks.push_back(readCheck(line)); });
    return table;
}

ForeignKey readForeignKey(Section& section)
{
    ForeignKey key;
    section.each({"columns"}, [&](Section& line, QLatin1String) {
        ColumnPair pair;
        pair.local = line.idOf<ColumnId>();
        pair.target = idAlone<ColumnId>(line);
        key.columns.push_back(pair);
    });
    key.columnName = section.nameOf("column-name");
    section.one("on-delete", [&](Section& line) { key.onDelete = wordAlone(line, actions); });
    section.one("on-update", [&](Section& line) { key.onUpdate = wordAlone(line, actions); });
    section.one("deferrable", [&](Section& line) { key.deferrable = wordAlone(line, deferrables); });
    key.match = section.nameOf("match");
    key.constraintName = section.nameOf("constraint");
    key.unnamed = section.has("unnamed");
    key.implicitTarget = section.has("implicit-target");
    key.unconstrained = section.has("unconstrained");
    key.validated = !section.has("not-valid");
    key.setColumns = readColumns(section, "set-column");
    key.comment = section.textOf("comment");
    return key;
}

Reference readReference(Section& section)
{
    const QStringList own{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("missing-table"),
        QStringLiteral("missing-schema"), QStringLiteral("mandatory"), QStringLiteral("unique"),
        QStringLiteral("role"), QStringLiteral("inverse-role")};
    allowForeignKeyAnd(section, own, {QStringLiteral("missing-column")});
    Reference reference;
    reference.id = section.newId<ReferenceId>();
    section.endOfWords();
    section.required("from", [&](Section& line) { reference.from = idAlone<TableId>(line); });
    section.one("to", [&](Section& line) { reference.to = idAlone<TableId>(line); });
    reference.missingTable = section.nameOf("missing-table");
    reference.missingSchema = section.nameOf("missing-schema");
    reference.missingColumns = readWords(section, "missing-column");
    reference.mandatory = section.has("mandatory");
    reference.unique = section.has("unique");
    reference.role = section.nameOf("role");
    reference.inverseRole = section.nameOf("inverse-role");
    reference.key = readForeignKey(section);
    return reference;
}

/// A whole number from 0 on; 0 where the key is not there.
int countBehind(Section& section, const char* key)
{
    int count = 0;
    section.one(key, [&](Section& line) {
        const double number = leaf(line, [](Section& words) { return words.number(); });
        count = int(std::clamp(number, 0.0, 1e9));
        if (double(count) != number)
            line.fail(message("file.count", "a count is a whole number from 0 on"));
    });
    return count;
}

LinkEnd readEnd(Section& section)
{
    allowForeignKeyAnd(section, {QStringLiteral("role"), QStringLiteral("minimum"), QStringLiteral("maximum")});
    LinkEnd end;
    end.table = section.idOf<TableId>();
    section.endOfWords();
    end.role = section.nameOf("role");
    end.minimum = countBehind(section, "minimum");
    end.maximum = countBehind(section, "maximum");
    end.key = readForeignKey(section);
    return end;
}

ManyToMany readLink(Section& section)
{
    section.allow({"junction", "junction-key", "reverse-index", "symmetric", "ordered", "validity", "reason"},
        {"end", "scope"});
    ManyToMany link;
    link.id = section.newId<LinkId>();
    section.endOfWords();
    section.required("junction", [&](Section& line) { link.junction = idAlone<TableId>(line); });
    section.one("junction-key", [&](Section& line) { link.junctionKey = wordAlone(line, junctionKeys); });
    section.one("reverse-index", [&](Section& line) {
        link.reverseIndex = line.flag("yes");
        if (!*link.reverseIndex && !line.flag("no"))
            line.word();
        line.endOfWords();
        line.allow({});
    });
    link.symmetric = section.has("symmetric");
    link.ordered = section.has("ordered");
    link.validity = section.has("validity");
    section.each({"scope"}, [&](Section& line, QLatin1String) {
        LinkScope scope;
        scope.column = line.idOf<ColumnId>();
        scope.value = leaf(line, [](Section& words) { return words.word().text; });
        link.scope.push_back(std::move(scope));
    });
    link.reason = section.textOf("reason");
    section.each({"end"}, [&](Section& line, QLatin1String) { link.ends.push_back(readEnd(line)); });
    return link;
}

UserType readUserType(Section& section)
{
    UserType type;
    type.id = section.newId<UserTypeId>();
    type.name = section.name();
    section.endOfWords();
    section.allow(
        {"kind", "sql-schema", "base", "not-null", "default", "collation", "comment"}, {"value", "check"});
    section.required("kind", [&](Section& line) { type.kind = wordAlone(line, userTypeKinds); });
    type.sqlSchema = section.nameOf("sql-schema");
    type.values = readWords(section, "value");
    section.one("base", [&](Section& line) { type.base = leaf(line, readType); });
    type.nullable = !section.has("not-null");
    readDefault(section, type.defaultValue);
    type.collation = section.nameOf("collation");
    section.each({"check"}, [&](Section& line, QLatin1String) { type.checks.push_back(readCheck(line)); });
    type.comment = section.textOf("comment");
    return type;
}

Verbatim readVerbatim(Section& section)
{
    Verbatim verbatim;
    verbatim.id = section.newId<VerbatimId>();
    verbatim.name = section.name();
    section.endOfWords();
    section.allow({"kind", "sql", "sql-schema", "table", "comment"}, {"depends-on"});
    section.required("kind", [&](Section& line) { verbatim.kind = wordAlone(line, verbatimKinds); });
    verbatim.sqlSchema = section.nameOf("sql-schema");
    verbatim.table = section.nameOf("table");
    verbatim.comment = section.textOf("comment");
    verbatim.sql = section.textOf("sql");
    verbatim.dependsOn = readWords(section, "depends-on");
    return verbatim;
}

QSizeF readSize(Section& section)
{
    if (!section.flag("size")) {
        section.word(); // the error of whatever stands there instead
        section.endOfWords();
        return {};
    }
    const QPointF extent = section.point();
    return {extent.x(), extent.y()};
}

/// Adds a card or the like, which has the id of what it shows.
template<class Node>
void addNode(ObjectMap<Node>& nodes, Node node, Section& line)
{
    if (nodes.contains(node.id))
        line.fail(message("file.node-duplicate", "it is in the diagram already"));
    nodes.set(std::move(node));
}

Diagram readDiagram(Section& section)
{
    Diagram diagram;
    diagram.id = section.newId<DiagramId>();
    diagram.name = section.name();
    section.endOfWords();
    section.allow({}, {"card", "link", "group", "note"});
    section.each({"card"}, [&](Section& line, QLatin1String) {
        TableNode node;
        node.id = line.idOf<TableId>();
        node.position = line.point();
        node.hue = line.numberAfter("hue").value_or(0);
        node.collapsed = line.flag("collapsed");
        node.pinned = line.flag("pinned");
        line.endOfWords();
        line.allow({});
        addNode(diagram.tables, node, line);
    });
    section.each({"link"}, [&](Section& line, QLatin1String) {
        LinkNode node;
        node.id = line.idOf<LinkId>();
        if (line.flag("as-card"))
            node.presentation = LinkNode::Presentation::Card;
        if (line.flag("at"))
            node.position = line.point();
        line.endOfWords();
        line.allow({});
        addNode(diagram.links, node, line);
    });
    section.each({"group"}, [&](Section& line, QLatin1String) {
        line.allow({"title"});
        Group group;
        group.id = line.newId<GroupId>();
        group.position = line.point();
        group.size = readSize(line);
        group.hue = line.numberAfter("hue").value_or(0);
        line.endOfWords();
        group.title = line.textOf("title");
        diagram.groups.set(std::move(group));
    });
    section.each({"note"}, [&](Section& line, QLatin1String) {
        line.allow({"text"});
        Note note;
        note.id = line.newId<NoteId>();
        note.position = line.point();
        note.size = readSize(line);
        line.endOfWords();
        note.text = line.textOf("text");
        diagram.notes.set(std::move(note));
    });
    return diagram;
}

Document readDocument(Section& root)
{
    root.allow({"conjoin", "project", "end"}, {"table", "reference", "link", "type", "verbatim", "diagram"});
    Document document;
    root.required("project", [&](Section& section) { document.settings = readSettings(section); });
    root.each(
        {"table"}, [&](Section& section, QLatin1String) { document.schema.tables.set(readTable(section)); });
    root.each({"reference"},
        [&](Section& section, QLatin1String) { document.schema.references.set(readReference(section)); });
    root.each({"link"}, [&](Section& section, QLatin1String) { document.schema.links.set(readLink(section)); });
    root.each(
        {"type"}, [&](Section& section, QLatin1String) { document.schema.types.set(readUserType(section)); });
    root.each({"verbatim"},
        [&](Section& section, QLatin1String) { document.schema.verbatims.set(readVerbatim(section)); });
    root.each(
        {"diagram"}, [&](Section& section, QLatin1String) { document.diagrams.set(readDiagram(section)); });
    return document;
}

/// Whether the text is a whole project file of a version that is read here, judged by its first and last line.
std::optional<Error> unlessWhole(const QByteArray& text, const QString& source)
{
    const QByteArray start = "conjoin ";
    if (!text.startsWith(start))
        return inputError(source + QStringLiteral(":1"),
            message("file.not-a-project", "this is not a Conjoin project: it does not begin with "
                                          "\"conjoin\""));
    const QByteArray version = text.mid(start.size(), text.indexOf('\n') - start.size());
    bool isNumber = false;
    const int number = version.toInt(&isNumber);
    const bool isVersion = isNumber && QByteArray::number(number) == version;
    if (isVersion && number > documentFormatVersion)
        return inputError(source + QStringLiteral(":1"),
            message("file.newer",
                "the project was saved by a newer Conjoin (format %1; this one reads "
                "up to %2)",
                {QString::number(number), QString::number(documentFormatVersion)}),
            message("file.newer-mend", "update Conjoin"));
    const int lastLine = int(text.count('\n')) + (text.endsWith('\n') ? 0 : 1);
    if (!text.endsWith("\nend\n"))
        return inputError(source + u':' + QString::number(lastLine),
            message("file.cut", "the file is cut off: its last line is not \"end\""));
    if (!isVersion || number < 1)
        return inputError(source + QStringLiteral(":1"),
            message("file.version", "\"%1\" is no format version", {QString::fromUtf8(version)}));
    return {};
}

} // namespace

Result<Document> readDocument(const QByteArray& text, const QString& source)
{
    if (auto no = unlessWhole(text, source))
        return *no;
    auto lines = parseLines(text, source);
    if (!lines)
        return failure(lines);

    ReadingState state{source, {}, {}};
    const Line all{1, {{QStringLiteral("file"), false}}, std::move(*lines)};
    Section root(state, all, nullptr);
    Document document = readDocument(root);
    if (state.error)
        return *state.error;

    const Diagnostics broken = violations(document);
    if (broken.empty())
        return document;
    const Diagnostic& first = broken.front();
    const int line = state.lineOfObject.value(idValue(first.object), 1);
    return inputError(source + u':' + QString::number(line),
        first.where.isEmpty()
            ? first.what
            : Message{first.what.code, QStringLiteral("%1: %2"), {first.where, first.what.english()}});
}

} // namespace conjoin::model
