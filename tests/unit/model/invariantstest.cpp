// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/invariants.h"
#include "support/schemas.h"

#include <QtTest>

#include <functional>
#include <limits>

using namespace conjoin;
using namespace conjoin::model;

using Break = std::function<void(Document&)>;
Q_DECLARE_METATYPE(Break)

namespace {

constexpr DiagramId diagramId(1);
constexpr TableId nowhere(999);
constexpr ColumnId nothing(998);

Document whole()
{
    tests::SchemaMaker maker;
    const auto school = maker.school({QStringLiteral("grade")});
    maker.reference(school.classes, maker.table("Teacher", {QStringLiteral("name")}));
    Document document = emptyDocument(QStringLiteral("School"), diagramId);
    document.schema = maker.schema;
    document.diagrams.update(diagramId, [&](Diagram& diagram) {
        diagram.tables.set({school.student, {}});
        diagram.links.set({school.enrollment, {}, {}});
    });
    return document;
}

Break inTable(std::function<void(Table&)> change)
{
    return
        [=](Document& document) { document.schema.tables.update(document.schema.tables.begin()->id, change); };
}

Break inReference(std::function<void(Reference&)> change)
{
    return [=](Document& document) {
        document.schema.references.update(document.schema.references.begin()->id, change);
    };
}

Break inLink(std::function<void(ManyToMany&)> change)
{
    return [=](Document& document) { document.schema.links.update(document.schema.links.begin()->id, change); };
}

Break inDiagram(std::function<void(Diagram&)> change)
{
    return [=](Document& document) { document.diagrams.update(diagramId, change); };
}

} // namespace

class InvariantsTest : public QObject {
    Q_OBJECT

private slots:
    void aWholeDocumentHasNone();
    void eachIsNoticed_data();
    void eachIsNoticed();
};

void InvariantsTest::aWholeDocumentHasNone()
{
    QVERIFY(violations(whole()).empty());
    QVERIFY(violations(emptyDocument({}, diagramId)).empty());
}

void InvariantsTest::eachIsNoticed_data()
{
    QTest::addColumn<Break>("damage");
    QTest::addColumn<QString>("code");
    const double infinity = std::numeric_limits<double>::infinity();
    const auto row = [](const char* code, const char* what, Break damage) {
        QTest::addRow("%s: %s", code, what) << damage << QString::fromLatin1(code);
    };
    row("invariant.id-null", "column", inTable([](Table& table) { table.columns[0].id = {}; }));
    row("invariant.id-range", "column",
        inTable([](Table& table) { table.columns[0].id = ColumnId(quint64(1) << 50); }));
    row("invariant.id-duplicate", "column",
        inTable([](Table& table) { table.columns.push_back(table.columns[0]); }));
    row("invariant.id-duplicate", "another kind",
        inTable([](Table& table) { table.columns[0].id = ColumnId(1); }));
    row("invariant.key-empty", "primary", inTable([](Table& table) {
        table.primaryKey = Key{KeyId(50), {}, {}, {}};
    }));
    row("invariant.key-column", "unique", inTable([](Table& table) {
        table.uniqueKeys = {{KeyId(50), {}, {{nothing, false, {}}}, {}}};
    }));
    row("invariant.key-column", "index", inTable([](Table& table) {
        table.indexes = {{IndexId(50), {}, {{nothing, false, {}}}, false, {}, {}}};
    }));
    row("invariant.table-unknown", "from", inReference([](Reference& reference) { reference.from = nowhere; }));
    row("invariant.table-unknown", "to", inReference([](Reference& reference) { reference.to = nowhere; }));
    row("invariant.reference-end", "no table", inReference([](Reference& reference) { reference.to = {}; }));
    row("invariant.column-unknown", "local", inReference([](Reference& reference) {
        reference.key.columns = {{nothing, {}}};
    }));
    row("invariant.column-unknown", "target", inReference([](Reference& reference) {
        reference.key.columns = {{{}, nothing}};
    }));
    row("invariant.link-ends", "one", inLink([](ManyToMany& link) { link.ends.pop_back(); }));
    row("invariant.link-own-junction", "end",
        inLink([](ManyToMany& link) { link.ends[0].table = link.junction; }));
    row("invariant.table-unknown", "end", inLink([](ManyToMany& link) { link.ends[0].table = nowhere; }));
    row("invariant.table-unknown", "junction", inLink([](ManyToMany& link) { link.junction = nowhere; }));
    row("invariant.column-unknown", "end", inLink([](ManyToMany& link) {
        link.ends[0].key.columns = {{nothing, {}}};
    }));
    row("invariant.junction-shared", "two links", [](Document& document) {
        ManyToMany second = *document.schema.links.begin();
        second.id = LinkId(60);
        document.schema.links.set(second);
    });
    row("invariant.junction-shared", "the first and the third of three", [](Document& document) {
        const ManyToMany first = *document.schema.links.begin();
        const ColumnId grade = document.schema.tables.at(first.junction).columns.front().id;
        for (const char* value : {"a", "b", "a"}) {
            ManyToMany link = first;
            if (document.schema.links.at(first.id).scope.empty())
                link.id = first.id;
            else
                link.id = LinkId(60 + document.schema.links.size());
            link.scope = {{grade, QString::fromLatin1(value)}};
            document.schema.links.set(link);
        }
    });
    row("invariant.column-unknown", "scope", inLink([](ManyToMany& link) { link.scope = {{nothing, {}}}; }));
    row("invariant.column-unknown", "what SET NULL sets",
        inReference([](Reference& reference) { reference.key.setColumns = {nothing}; }));
    row("invariant.key-column", "include", inTable([](Table& table) {
        Index index{IndexId(50), {}, {{table.columns[0].id, false, {}}}, false, {}, {}};
        index.include = {nothing};
        table.indexes = {index};
    }));
    row("invariant.type-unknown", "of a column",
        inTable([](Table& table) { table.columns[0].type = DataType::named(UserTypeId(97)); }));
    row("invariant.type-cycle", "two domains", [](Document& document) {
        for (const quint64 id : {50, 51}) {
            UserType type;
            type.id = UserTypeId(id);
            type.kind = UserType::Kind::Domain;
            type.base = DataType::named(UserTypeId(101 - id));
            document.schema.types.set(type);
        }
    });
    row("invariant.diagram-missing", "none", [](Document& document) { document.diagrams.remove(diagramId); });
    row("invariant.table-unknown", "card", inDiagram([](Diagram& diagram) {
        diagram.tables.set({nowhere, {}});
    }));
    row("invariant.link-unknown", "pill", inDiagram([](Diagram& diagram) {
        diagram.links.set({LinkId(99), {}, {}});
    }));
    row("invariant.hue", "group", inDiagram([](Diagram& diagram) {
        diagram.groups.set({GroupId(50), {}, subjectHues, {}, {}});
    }));
    row("invariant.position", "note", inDiagram([=](Diagram& diagram) {
        diagram.notes.set({NoteId(50), {infinity, 0}, {}, {}});
    }));
    row("invariant.position", "size", inDiagram([=](Diagram& diagram) {
        diagram.notes.set({NoteId(50), {}, {0, infinity}, {}});
    }));
}

void InvariantsTest::eachIsNoticed()
{
    QFETCH(Break, damage);
    QFETCH(QString, code);
    Document document = whole();
    damage(document);
    QStringList codes;
    for (const Diagnostic& violation : violations(document)) {
        codes << violation.what.code;
        QVERIFY(violation.severity == Severity::Error);
        QVERIFY(!violation.what.isEmpty());
    }
    QVERIFY2(codes.contains(code), qPrintable(codes.join(u' ')));
}

QTEST_GUILESS_MAIN(InvariantsTest)
#include "invariantstest.moc"
