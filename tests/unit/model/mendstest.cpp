// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mends.h"
#include "model/check/checker.h"
#include "model/document/invariants.h"
#include "support/schemas.h"

#include <QtTest>

#include <algorithm>

using namespace conjoin;
using namespace conjoin::model;
using conjoin::tests::SchemaMaker;

namespace {

using Draw = void (*)(SchemaMaker&);

struct Case {
    const char* code;
    Draw draw;
    EngineLimits engine = {};
};

TableId only(SchemaMaker& maker)
{
    return maker.schema.tables.begin()->id;
}

template<class Change>
void change(SchemaMaker& maker, Change with)
{
    maker.schema.tables.update(only(maker), with);
}

KeyPart over(ColumnId column)
{
    return {column, false, {}};
}

/// A junction that was read, over columns of its own.
template<class Change>
void readJunction(SchemaMaker& maker, Change with)
{
    const auto school = maker.school({QStringLiteral("studentId"), QStringLiteral("classId")});
    maker.schema.links.update(school.enrollment, [&](ManyToMany& link) {
        link.junctionKey = ManyToMany::JunctionKey::AsIs;
        link.ends[0].key.columns = {{maker.column(link.junction, "studentId"), {}}};
        link.ends[1].key.columns = {{maker.column(link.junction, "classId"), {}}};
        with(link);
    });
}

LinkId schoolLink(SchemaMaker& maker)
{
    return maker.school().enrollment;
}

EngineLimits limits(int name)
{
    EngineLimits engine;
    engine.engine = QStringLiteral("test");
    engine.nameLimit = name;
    return engine;
}

const std::vector<Case>& cases()
{
    static const std::vector<Case> all{
        {"table.name-empty", [](SchemaMaker& m) { m.table("", {"a"}); }},
        {"table.name-duplicate",
            [](SchemaMaker& m) {
                m.table("Class", {"a"});
                change(m, [](Table& t) { t.sqlName = "x"; });
                const TableId other = m.table("Other", {"a"});
                m.schema.tables.update(other, [](Table& t) { t.sqlName = "x"; });
            }},
        {"table.name-case-collision",
            [](SchemaMaker& m) {
                m.table("Class", {"a"});
                change(m, [](Table& t) { t.sqlName = "x"; });
                const TableId other = m.table("Other", {"a"});
                m.schema.tables.update(other, [](Table& t) { t.sqlName = "X"; });
            }},
        {"table.no-columns", [](SchemaMaker& m) { m.table("T", {}); }},
        {"table.no-primary-key",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) { t.keyPolicy = Table::KeyPolicy::AsIs; });
            }},
        {"name.too-long", [](SchemaMaker& m) { m.table("T", {QString(80, u'x')}); }},
        {"name.too-long", [](SchemaMaker& m) { m.table("T", {QString(12, u'x')}); }, limits(10)},
        {"name.unwritable", [](SchemaMaker& m) { m.table("T", {QStringLiteral("a") + QChar(0)}); }},
        {"name.unwritable", [](SchemaMaker& m) { m.table("T", {QString::fromUtf8("😀")}); },
            [] {
                EngineLimits engine = limits(0);
                engine.basicPlaneNames = true;
                return engine;
            }()},
        {"name.spaces", [](SchemaMaker& m) { m.table("T", {"a "}); }},
        {"name.taken",
            [](SchemaMaker& m) {
                m.table("T", {"a", "b"});
                change(m, [](Table& t) {
                    t.indexes = {{IndexId(50), "x", {over(t.columns[0].id)}, false, {}, {}},
                        {IndexId(51), "X", {over(t.columns[1].id)}, false, {}, {}}};
                });
            }},
        {"column.name-empty", [](SchemaMaker& m) { m.table("T", {" "}); }},
        {"column.name-duplicate",
            [](SchemaMaker& m) {
                m.table("T", {"a", "a"});
            }},
        {"column.name-case-collision",
            [](SchemaMaker& m) {
                m.table("T", {"a", "A"});
            }},
        {"column.auto-increment-type",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                m.primaryKey(only(m), {"a"});
                change(m, [](Table& t) { t.columns[0].autoIncrement = true; });
            }},
        {"column.auto-increment-not-key",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.columns[0].autoIncrement = true;
                    t.columns[0].type = DataType::of(TypeKind::Integer);
                });
            }},
        {"column.default-mismatch",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.columns[0].type = DataType::enumeration({"x"});
                    t.columns[0].defaultValue = {DefaultValue::Kind::Literal, "y"};
                });
            }},
        {"column.generated-default",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.columns[0].generated = {Generated::Kind::Stored, "1"};
                    t.columns[0].defaultValue = {DefaultValue::Kind::Literal, "y"};
                });
            }},
        {"column.decimal-scale",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) { t.columns[0].type = DataType::decimal(2, 4); });
            }},
        {"key.nullable-primary",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                m.primaryKey(only(m), {"a"});
            }},
        {"key.column-twice",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.uniqueKeys = {{KeyId(50), {}, {over(t.columns[0].id), over(t.columns[0].id)}, {}}};
                    t.columns[0].nullable = false;
                });
            }},
        {"key.duplicate",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.uniqueKeys = {{KeyId(50), {}, {over(t.columns[0].id)}, {}},
                        {KeyId(51), {}, {over(t.columns[0].id)}, {}}};
                });
            }},
        {"key.unbounded",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.columns[0].type = DataType::of(TypeKind::Text);
                    t.uniqueKeys = {{KeyId(50), {}, {over(t.columns[0].id)}, {}}};
                });
            },
            [] {
                EngineLimits engine = limits(0);
                engine.boundedKeys = true;
                return engine;
            }()},
        {"unique.nullable",
            [](SchemaMaker& m) {
                m.table("T", {"a", "b"});
                change(m, [](Table& t) {
                    t.uniqueKeys = {{KeyId(50), {}, {over(t.columns[0].id), over(t.columns[1].id)}, {}}};
                });
            }},
        {"index.duplicate",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) {
                    t.indexes = {{IndexId(50), {}, {over(t.columns[0].id)}, false, {}, {}},
                        {IndexId(51), {}, {over(t.columns[0].id)}, false, {}, {}}};
                });
            }},
        {"reference.missing-table",
            [](SchemaMaker& m) {
                m.reference(m.table("T", {"a"}), {}, [](Reference& r) { r.missingTable = "Gone"; });
            }},
        {"reference.duplicate",
            [](SchemaMaker& m) {
                const TableId many = m.table("T", {"a"}), one = m.table("O", {"b"});
                const ColumnId a = m.column(many, "a");
                change(m, [](Table& t) {
                    t.indexes = {{IndexId(50), {}, {over(t.columns[0].id)}, false, {}, {}}};
                });
                for (const char* role : {"X", "Y"})
                    m.reference(many, one, [&](Reference& r) {
                        r.key.columns = {{a, {}}};
                        r.role = QString::fromUtf8(role);
                    });
            }},
        {"reference.type-mismatch",
            [](SchemaMaker& m) {
                const TableId many = m.table("T", {"a"}), one = m.table("O", {"b"});
                const ColumnId a = m.column(many, "a"), b = m.column(one, "b");
                change(m, [](Table& t) {
                    t.columns[0].type = DataType::of(TypeKind::Integer);
                    t.indexes = {{IndexId(50), {}, {over(t.columns[0].id)}, false, {}, {}}};
                });
                m.schema.tables.update(one, [](Table& t) { t.columns[0].nullable = false; });
                m.primaryKey(one, {"b"});
                m.reference(many, one, [&](Reference& r) { r.key.columns = {{a, b}}; });
            }},
        {"reference.target-not-key",
            [](SchemaMaker& m) {
                const TableId many = m.table("T", {"a"}), one = m.table("O", {"b"});
                const ColumnId a = m.column(many, "a"), b = m.column(one, "b");
                change(m, [](Table& t) {
                    t.indexes = {{IndexId(50), {}, {over(t.columns[0].id)}, false, {}, {}}};
                });
                m.reference(many, one, [&](Reference& r) { r.key.columns = {{a, b}}; });
            }},
        {"reference.set-null-on-not-null",
            [](SchemaMaker& m) {
                m.reference(m.table("T", {"a"}), m.table("O", {"b"}), [](Reference& r) {
                    r.mandatory = true;
                    r.key.onDelete = Action::SetNull;
                });
            }},
        {"reference.cycle",
            [](SchemaMaker& m) {
                const TableId a = m.table("A", {"x"}), b = m.table("B", {"x"});
                m.reference(a, b, [](Reference& r) { r.mandatory = true; });
                m.reference(b, a, [](Reference& r) { r.mandatory = true; });
            }},
        {"reference.no-index",
            [](SchemaMaker& m) {
                const TableId many = m.table("T", {"a"});
                const ColumnId a = m.column(many, "a");
                m.reference(many, m.table("O", {"b"}), [&](Reference& r) { r.key.columns = {{a, {}}}; });
            }},
        {"link.self-without-roles",
            [](SchemaMaker& m) {
                const TableId t = m.table("T", {"a"});
                m.link("TT", {t, t});
            }},
        {"link.duplicate",
            [](SchemaMaker& m) {
                const TableId a = m.table("A", {"x"}), b = m.table("B", {"x"});
                m.link("One", {a, b});
                m.link("Two", {a, b});
            }},
        {"link.set-null-on-key",
            [](SchemaMaker& m) {
                const LinkId link = schoolLink(m);
                m.schema.links.update(link, [](ManyToMany& l) { l.ends[0].key.onDelete = Action::SetNull; });
            }},
        {"link.no-key", [](SchemaMaker& m) { readJunction(m, [](ManyToMany& l) { l.reverseIndex = true; }); }},
        {"link.no-reverse-index",
            [](SchemaMaker& m) {
                readJunction(m, [](ManyToMany&) {});
                const TableId junction = m.schema.links.begin()->junction;
                m.schema.tables.update(
                    junction, [](Table& t) { t.columns[0].nullable = t.columns[1].nullable = false; });
                m.primaryKey(junction, {"studentId", "classId"});
            }},
        {"link.symmetric-not-self",
            [](SchemaMaker& m) {
                const LinkId link = schoolLink(m);
                m.schema.links.update(link, [](ManyToMany& l) { l.symmetric = true; });
            }},
        {"role.duplicate",
            [](SchemaMaker& m) {
                const TableId one = m.table("O", {"a"}), many = m.table("M", {"a"});
                m.reference(many, one, [](Reference& r) { r.role = "Owner"; });
                m.reference(many, one, [](Reference& r) { r.role = "Owner"; });
            }},
        {"role.column",
            [](SchemaMaker& m) {
                m.reference(
                    m.table("M", {"Owner"}), m.table("O", {"a"}), [](Reference& r) { r.role = "Owner"; });
            }},
        {"type.unused",
            [](SchemaMaker& m) {
                UserType mood;
                mood.id = UserTypeId(70);
                mood.name = "mood";
                mood.values = QStringList{"good"};
                m.schema.types.set(mood);
            }},
        {"enum.value-twice",
            [](SchemaMaker& m) {
                m.table("T", {"a"});
                change(m, [](Table& t) { t.columns[0].type = DataType::enumeration({"x", "y", "x"}); });
            }},
        {"convention.plural-model", [](SchemaMaker& m) { m.table("Students", {"a"}); }},
    };
    return all;
}

Document documentOf(Draw draw)
{
    SchemaMaker maker;
    draw(maker);
    Document document = emptyDocument(QStringLiteral("test"), DiagramId(1));
    document.schema = maker.schema;
    return document;
}

QStringList codesOf(const Diagnostics& findings)
{
    QStringList codes;
    for (const Diagnostic& finding : findings)
        codes << finding.what.code;
    return codes;
}

} // namespace

/// Each finding with a cure: cured, it is gone, and nothing else has come.
class MendsTest : public QObject {
    Q_OBJECT

private slots:
    void aMendCures_data()
    {
        QTest::addColumn<int>("at");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::addRow("%s %d", cases()[i].code, int(i)) << int(i);
    }
    void aMendCures()
    {
        QFETCH(int, at);
        const Case& made = cases()[std::size_t(at)];
        const QString code = QString::fromUtf8(made.code);
        Document document = documentOf(made.draw);
        const QStringList before = codesOf(check(document, made.engine));
        QVERIFY2(before.contains(code), qPrintable(before.join(u' ')));
        QVERIFY(hasMend(code));
        for (int round = 0; round < 3; ++round) {
            const Diagnostics found = check(document, made.engine);
            const auto finding =
                std::ranges::find_if(found, [&](const Diagnostic& one) { return one.what.code == code; });
            if (finding == found.end())
                break;
            const auto next = mended(document, *finding);
            QVERIFY(next);
            QVERIFY2(*next, qPrintable(*next ? QString() : next->error().what.english()));
            document = **next;
            QVERIFY(violations(document).empty());
        }
        QStringList after = codesOf(check(document, made.engine));
        QVERIFY2(!after.contains(code), qPrintable(after.join(u' ')));
        for (const QString& old : before)
            after.removeAll(old);
        QCOMPARE(after, QStringList());
    }

    void someFindingsNeedAPerson()
    {
        Diagnostic finding;
        finding.what.code = QStringLiteral("enum.no-values");
        QVERIFY(!mended(documentOf([](SchemaMaker&) {}), finding));
        QVERIFY(!hasMend(finding.what.code));
    }

    void aMendOfWhatIsGoneIsAnError()
    {
        Diagnostic finding;
        finding.what.code = QStringLiteral("column.default-mismatch");
        finding.object = ColumnId(77);
        const auto next = mended(documentOf([](SchemaMaker&) {}), finding);
        QVERIFY(next);
        QVERIFY(!*next);
    }

    void impossibleParticipationIsRaised()
    {
        SchemaMaker maker;
        const LinkId link = maker.school().enrollment;
        maker.schema.links.update(link, [](ManyToMany& l) {
            l.ends[0].minimum = 3;
            l.ends[0].maximum = 2;
        });
        Document document = emptyDocument(QStringLiteral("test"), DiagramId(1));
        document.schema = maker.schema;
        const Diagnostics found = check(document);
        QCOMPARE(codesOf(found), QStringList({"link.participation-impossible"}));
        Diagnostic finding = found[0];
        const auto next = mended(document, finding);
        QVERIFY(next && *next);
        QCOMPARE((*next)->schema.links.at(link).ends[0].maximum, 3);
    }
};

QTEST_GUILESS_MAIN(MendsTest)
#include "mendstest.moc"
