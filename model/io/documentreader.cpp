// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/diagramrepair.h"
#include "model/document/invariants.h"
#include "model/document/objects.h"
#include "model/io/browsingfile.h"
#include "model/io/diagramfile.h"
#include "model/io/documentfile.h"
#include "model/io/leaves.h"
#include "model/io/linkfile.h"
#include "model/io/tablefile.h"
#include "model/io/typefile.h"

namespace conjoin::model {

using namespace fileformat;

namespace {

Settings readSettings(Section& section)
{
    Settings settings;
    settings.name = section.name();
    section.endOfWords();
    section.allow({"dialect", "tables-as-drawn", "underscored", "letter-case", "wide-keys"},
        {"names", "irregular", "accept"});
    section.required("dialect", [&](Section& line) {
        settings.dialect = leaf(line, [](Section& words) { return words.word().text; });
    });
    settings.naming.pluralTables = !section.has("tables-as-drawn");
    if (section.has("underscored"))
        settings.naming.letterCase = LetterCase::Underscored;
    section.one(
        "letter-case", [&](Section& line) { settings.naming.letterCase = wordAlone(line, letterCases); });
    settings.naming.wideKeys = section.has("wide-keys");
    section.each({"names"}, [&](Section& line, QLatin1String) {
        const NameKind kind = line.oneOf(nameKinds);
        const QString pattern = leaf(line, [](Section& words) { return words.word().text; });
        if (settings.naming.patterns.contains(kind))
            line.fail(message("file.names-duplicate", "the pattern of these names is given twice"));
        if (const auto error = patternError(kind, pattern))
            line.fail(error->what, error->hint);
        settings.naming.setPattern(kind, pattern);
    });
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

Document readDocument(Section& root)
{
    root.allow({"conjoin", "project", "end"},
        {"table", "reference", "link", "type", "verbatim", "diagram", "query", "virtual-key", "junction"});
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
    document.browsing = readBrowsing(root);
    return document;
}

/// Whether the text is a whole project file of a version that is read here, judged by its first and last line.
std::optional<Error> unlessWhole(const QByteArray& text, const QString& source)
{
    const QByteArray start = "conjoin ";
    if (text.isEmpty())
        return inputError(source + QStringLiteral(":1"), message("file.empty", "the file is empty"),
            message("file.empty.hint", "it was cut off when it was written or copied: take a copy of before"));
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
    // What git does to a text file that it may not touch, or can't bring together.
    if (const qsizetype at = text.indexOf("\n<<<<<<< "); at >= 0)
        return inputError(source + u':' + QString::number(text.left(at).count('\n') + 2),
            message(
                "file.conflict", "two versions of the project were merged here, and git could not do it alone"),
            message("file.conflict.hint", "take one of the two between the marks, or one version of the whole "
                                          "file: git checkout --ours or "
                                          "--theirs"));
    if (text.endsWith("\nend\r\n"))
        return inputError(source + QStringLiteral(":1"),
            message("file.line-ends", "another program has rewritten the file: its lines end in CR LF"),
            message("file.line-ends.hint",
                "lines of a project end in LF; with git, \"*.conjoin text eol=lf\" in "
                ".gitattributes keeps them so"));
    const int lastLine = int(text.count('\n')) + (text.endsWith('\n') ? 0 : 1);
    if (!text.endsWith("\nend\n"))
        return inputError(source + u':' + QString::number(lastLine),
            message("file.cut", "the file is cut off: its last line is not \"end\""));
    if (!isVersion || number < 1)
        return inputError(source + QStringLiteral(":1"),
            message("file.version", "\"%1\" is no format version", {QString::fromUtf8(version)}));
    return {};
}

/// Nothing is mended where `mended` is null.
Result<Document> read(const QByteArray& text, const QString& source, Diagnostics* mended)
{
    if (auto no = unlessWhole(text, source))
        return *no;
    auto lines = parseLines(text, source);
    if (!lines)
        return failure(lines);

    ReadingState state{source, {}, {}, mended};
    const Line all{1, {{QStringLiteral("file"), false}}, std::move(*lines)};
    Section root(state, all, nullptr);
    Document document = readDocument(root);
    if (state.error)
        return *state.error;
    if (mended) {
        RepairedDocument repaired = repairedDiagrams(std::move(document));
        document = std::move(repaired.document);
        for (Diagnostic& each : repaired.mended) {
            each.where = source + QStringLiteral(": ") + each.where;
            mended->push_back(std::move(each));
        }
    }

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

} // namespace

Result<Document> readDocument(const QByteArray& text, const QString& source)
{
    return read(text, source, nullptr);
}

Result<Document> readMendingDiagrams(const QByteArray& text, const QString& source, Diagnostics& mended)
{
    return read(text, source, &mended);
}

} // namespace conjoin::model
