// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/browsingfile.h"
#include "model/io/diagramfile.h"
#include "model/io/documentfile.h"
#include "model/io/linkfile.h"
#include "model/io/tablefile.h"
#include "model/io/typefile.h"

namespace conjoin::model {

using namespace fileformat;

namespace {

void writeSettings(LineWriter& out, const Settings& settings)
{
    out.topLine({QStringLiteral("project"), wordFor(settings.name)});
    const LineWriter::Deeper inner(out);
    out.line({QStringLiteral("dialect"), wordFor(settings.dialect)});
    out.flag(!settings.naming.pluralTables, "tables-as-drawn");
    const NamingPolicy& naming = settings.naming;
    if (naming.letterCase == LetterCase::Underscored)
        out.flag(true, "underscored");
    else if (naming.letterCase != LetterCase::AsDrawn)
        out.line({QStringLiteral("letter-case"), wordOf(letterCases, naming.letterCase)});
    out.flag(naming.wideKeys, "wide-keys");
    for (auto it = naming.patterns.cbegin(); it != naming.patterns.cend(); ++it)
        out.line({QStringLiteral("names"), wordOf(nameKinds, it.key()), quotedWord(it.value())});
    for (auto it = settings.naming.irregular.cbegin(); it != settings.naming.irregular.cend(); ++it)
        out.line({QStringLiteral("irregular"), wordFor(it.key()), wordFor(it.value())});
    for (const Acceptance& acceptance : settings.accepted)
        out.line({QStringLiteral("accept"), quotedWord(acceptance.code), quotedWord(acceptance.object)});
}

void writeVerbatim(LineWriter& out, const Verbatim& verbatim)
{
    out.topLine({QStringLiteral("verbatim"), idWord(verbatim.id), wordFor(verbatim.name)});
    const LineWriter::Deeper inner(out);
    out.line({QStringLiteral("kind"), wordOf(verbatimKinds, verbatim.kind)});
    out.name("sql-schema", verbatim.sqlSchema);
    out.name("table", verbatim.table);
    out.text("comment", verbatim.comment);
    out.text("sql", verbatim.sql);
    for (const QString& other : verbatim.dependsOn)
        out.line({QStringLiteral("depends-on"), wordFor(other)});
}

} // namespace

QByteArray writeDocument(const Document& document)
{
    LineWriter out;
    out.line({QStringLiteral("conjoin"), QString::number(documentFormatVersion)});
    writeSettings(out, document.settings);
    for (const Table& table : document.schema.tables)
        writeTable(out, table);
    for (const Reference& reference : document.schema.references)
        writeReference(out, reference);
    for (const ManyToMany& link : document.schema.links)
        writeLink(out, link);
    for (const UserType& type : document.schema.types)
        writeUserType(out, type);
    for (const Verbatim& verbatim : document.schema.verbatims)
        writeVerbatim(out, verbatim);
    for (const Diagram& diagram : document.diagrams)
        writeDiagram(out, diagram);
    writeBrowsing(out, document.browsing);
    out.topLine({QStringLiteral("end")});
    return out.written().toUtf8();
}

} // namespace conjoin::model
