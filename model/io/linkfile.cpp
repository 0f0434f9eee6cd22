// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/linkfile.h"

#include "model/io/leaves.h"

#include <algorithm>

namespace conjoin::model {

using namespace fileformat;

namespace {

/// The keys of a foreign key, which stand among those of the reference or link end that has it.
void allowForeignKeyAnd(Section& section, QStringList once, QStringList often = {})
{
    for (const char* key :
        {"column-name", "attribute", "on-delete", "on-update", "deferrable", "match", "constraint", "unnamed",
            "implicit-target", "unconstrained", "not-valid", "comment", "not-deferrable"})
        once << QString::fromLatin1(key);
    often << QStringLiteral("columns") << QStringLiteral("set-column") << QStringLiteral("target-spelling");
    section.allow(once, often);
}

void writeForeignKey(LineWriter& out, const ForeignKey& key)
{
    for (const ColumnPair& pair : key.columns)
        out.line({QStringLiteral("columns"), idWord(pair.local), idWord(pair.target)});
    out.name("column-name", key.columnName);
    out.name("attribute", key.attribute);
    if (key.onDelete)
        out.line({QStringLiteral("on-delete"), wordOf(actions, *key.onDelete)});
    if (key.onUpdate)
        out.line({QStringLiteral("on-update"), wordOf(actions, *key.onUpdate)});
    if (key.deferrable != Deferrable::No)
        out.line({QStringLiteral("deferrable"), wordOf(deferrables, key.deferrable)});
    out.name("match", key.match);
    out.name("constraint", key.constraintName);
    out.flag(key.unnamed, "unnamed");
    out.flag(key.implicitTarget, "implicit-target");
    out.flag(key.unconstrained, "unconstrained");
    out.flag(!key.validated, "not-valid");
    out.columns("set-column", key.setColumns);
    out.text("comment", key.comment);
    out.flag(key.notDeferrableWritten, "not-deferrable");
    for (const QString& name : key.targetSpelling)
        out.line({QStringLiteral("target-spelling"), wordFor(name)});
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
    key.attribute = section.nameOf("attribute");
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
    key.notDeferrableWritten = section.has("not-deferrable");
    key.targetSpelling = readWords(section, "target-spelling");
    return key;
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

} // namespace

void writeReference(LineWriter& out, const Reference& reference)
{
    out.topLine({QStringLiteral("reference"), idWord(reference.id)});
    const LineWriter::Deeper inner(out);
    out.line({QStringLiteral("from"), idWord(reference.from)});
    if (reference.to)
        out.line({QStringLiteral("to"), idWord(reference.to)});
    out.name("missing-table", reference.missingTable);
    out.name("missing-schema", reference.missingSchema);
    for (const QString& column : reference.missingColumns)
        out.line({QStringLiteral("missing-column"), wordFor(column)});
    out.flag(reference.mandatory, "mandatory");
    out.flag(reference.unique, "unique");
    out.flag(!reference.uniqueEnforced, "unique-unenforced");
    out.name("role", reference.role);
    out.name("inverse-role", reference.inverseRole);
    writeForeignKey(out, reference.key);
}

void writeLink(LineWriter& out, const ManyToMany& link)
{
    out.topLine({QStringLiteral("link"), idWord(link.id)});
    const LineWriter::Deeper inner(out);
    out.line({QStringLiteral("junction"), idWord(link.junction)});
    if (link.junctionKey != ManyToMany::JunctionKey::Pair)
        out.line({QStringLiteral("junction-key"), wordOf(junctionKeys, link.junctionKey)});
    if (link.reverseIndex)
        out.line({QStringLiteral("reverse-index"),
            *link.reverseIndex ? QStringLiteral("yes") : QStringLiteral("no")});
    out.name("pair-key", link.pairKeyName);
    out.flag(link.symmetric, "symmetric");
    out.flag(link.ordered, "ordered");
    out.name("position", link.positionName);
    out.flag(link.validity, "validity");
    out.name("valid-from", link.validFromName);
    out.name("valid-to", link.validToName);
    for (const LinkScope& scope : link.scope)
        out.line({QStringLiteral("scope"), idWord(scope.column), quotedWord(scope.value)});
    out.text("reason", link.reason);
    for (const LinkEnd& end : link.ends) {
        out.line({QStringLiteral("end"), idWord(end.table)});
        const LineWriter::Deeper deeper(out);
        out.name("role", end.role);
        if (end.minimum != 0)
            out.line({QStringLiteral("minimum"), QString::number(end.minimum)});
        if (end.maximum != 0)
            out.line({QStringLiteral("maximum"), QString::number(end.maximum)});
        writeForeignKey(out, end.key);
    }
}

Reference readReference(Section& section)
{
    const QStringList own{QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("missing-table"),
        QStringLiteral("missing-schema"), QStringLiteral("mandatory"), QStringLiteral("unique"),
        QStringLiteral("unique-unenforced"), QStringLiteral("role"), QStringLiteral("inverse-role")};
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
    reference.uniqueEnforced = !section.has("unique-unenforced");
    reference.role = section.nameOf("role");
    reference.inverseRole = section.nameOf("inverse-role");
    reference.key = readForeignKey(section);
    return reference;
}

ManyToMany readLink(Section& section)
{
    section.allow({"junction", "junction-key", "reverse-index", "pair-key", "symmetric", "ordered", "position",
                      "validity", "valid-from", "valid-to", "reason"},
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
    link.pairKeyName = section.nameOf("pair-key");
    link.symmetric = section.has("symmetric");
    link.ordered = section.has("ordered");
    link.positionName = section.nameOf("position");
    link.validity = section.has("validity");
    link.validFromName = section.nameOf("valid-from");
    link.validToName = section.nameOf("valid-to");
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

} // namespace conjoin::model
