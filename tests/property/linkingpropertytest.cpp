// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampledatabase.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <set>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;

namespace {

/// What the rules of nested writes say, over plain maps: two tables of names and the links between them.
struct Oracle {
    using Names = std::map<int, QString>;
    std::map<QString, Names> rows{{QStringLiteral("Student"), {}}, {QStringLiteral("Class"), {}}};
    std::map<QString, int> lastId;
    std::map<std::pair<int, int>, QString> links; ///< (student, class) -> grade, empty = none

    static QString other(const QString& model)
    {
        return model == u"Student" ? QStringLiteral("Class") : QStringLiteral("Student");
    }
    static std::pair<int, int> pair(const QString& model, int here, int there)
    {
        return model == u"Student" ? std::pair(here, there) : std::pair(there, here);
    }
    int add(const QString& model, const QString& name)
    {
        rows[model][++lastId[model]] = name;
        return lastId[model];
    }
};

/// One nested row that a test asks for.
struct Asked {
    enum Kind { Match, Link, Create } kind = Match;
    QString name;
    int id = 0;
    QString grade;

    Json json(const QString& nameColumn) const
    {
        Json row = Json::object();
        if (kind == Match)
            row.set(nameColumn, name);
        else if (kind == Link)
            row.set(QStringLiteral("$link"), id);
        else
            row.set(QStringLiteral("$create"), Json(Json::Object{{nameColumn, name}}));
        if (!grade.isEmpty())
            row.set(QStringLiteral("Enrollment"), Json(Json::Object{{QStringLiteral("grade"), grade}}));
        return row;
    }
};

/// Does what the call should do; false where it should be refused, and then does nothing.
bool create(Oracle& oracle, const QString& model, const QString& name, const std::vector<Asked>& children)
{
    Oracle next = oracle;
    const QString other = Oracle::other(model);
    const int here = next.add(model, name);
    std::map<int, QString> grades;
    for (const Asked& asked : children) {
        int there = 0;
        if (asked.kind == Asked::Link) {
            if (!oracle.rows[other].contains(asked.id))
                return false;
            there = asked.id;
        } else if (asked.kind == Asked::Match) {
            for (const auto& [id, known] : oracle.rows[other]) {
                if (known != asked.name)
                    continue;
                if (there)
                    return false; // ambiguous
                there = id;
            }
        }
        if (!there)
            there = next.add(other, asked.name);
        QString& grade = grades[there];
        if (!asked.grade.isEmpty()) {
            if (!grade.isEmpty() && grade != asked.grade)
                return false; // the same link with two grades
            grade = asked.grade;
        }
    }
    for (const auto& [there, grade] : grades)
        next.links[Oracle::pair(model, here, there)] = grade;
    oracle = std::move(next);
    return true;
}

struct School : SampleDatabase {
    School()
    {
        const TableId student = table(QStringLiteral("Student"), {QStringLiteral("firstName")});
        const TableId course = table(QStringLiteral("Class"), {QStringLiteral("className")});
        link(QStringLiteral("Enrollment"), student, course, {QStringLiteral("grade")});
        open();
    }

    static QString nameColumn(const QString& model)
    {
        return model == u"Student" ? QStringLiteral("firstName") : QStringLiteral("className");
    }
    static QString association(const QString& model)
    {
        return model == u"Student" ? QStringLiteral("Classes") : QStringLiteral("Students");
    }

    /// Everything, as the oracle would have it.
    Oracle state()
    {
        Oracle oracle;
        for (const auto& row : rows(QStringLiteral("SELECT id, firstName FROM Students")))
            oracle.rows[QStringLiteral("Student")][int(row[0].integer())] = row[1].text();
        for (const auto& row : rows(QStringLiteral("SELECT id, className FROM Classes")))
            oracle.rows[QStringLiteral("Class")][int(row[0].integer())] = row[1].text();
        for (const auto& row : rows(QStringLiteral("SELECT StudentId, ClassId, grade FROM Enrollments")))
            oracle.links[{int(row[0].integer()), int(row[1].integer())}] =
                row[2].isNull() ? QString() : row[2].text();
        return oracle;
    }

    /// The links as an include shows them from that side.
    std::map<std::pair<int, int>, QString> seenFrom(const QString& model)
    {
        orm::Query query;
        query.model = *registry().find(model);
        query.includes = *orm::parseIncludes(registry(), query.model, {association(model)});
        const auto found = sql::find(connection(), registry(), query);
        std::map<std::pair<int, int>, QString> links;
        for (const auto& row : *found) {
            const sql::Related related = row.related(0);
            for (size_t i = 0; i < related.rows().size(); ++i) {
                const sql::Value grade = related.junctions()[i].value(0);
                links[Oracle::pair(model, int(row.value(0).integer()),
                    int(related.rows()[i].value(0).integer()))] = grade.isNull() ? QString() : grade.text();
            }
        }
        return links;
    }
};

} // namespace

/// Random nested creates, links, unlinks and sets, each held against the oracle.
class LinkingPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void databaseAndOracleAgree_data();
    void databaseAndOracleAgree();
};

void LinkingPropertyTest::databaseAndOracleAgree_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::newRow(qPrintable(QStringLiteral("seed %1").arg(seed))) << seed;
}

void LinkingPropertyTest::databaseAndOracleAgree()
{
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const auto below = [&](int limit) { return int(random.bounded(limit)); };
    const QStringList names{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("'c\""),
        QStringLiteral("%"), QStringLiteral("é😀"), QString::fromLatin1(""), QStringLiteral("f"),
        QStringLiteral("g")};
    const QStringList grades{QString(), QString(), QStringLiteral("A"), QStringLiteral("B")};
    School school;
    Oracle oracle;
    int refused = 0;
    for (int step = 0; step < 60; ++step) {
        const QString model = below(2) ? QStringLiteral("Student") : QStringLiteral("Class");
        const QString other = Oracle::other(model);
        const int modelIndex = *school.registry().find(model);
        QString did;
        bool expected = false;
        bool happened = false;
        if (oracle.rows[model].empty() || below(3) == 0) {
            std::vector<Asked> children;
            Json list = Json::array();
            for (int i = below(6); i > 0; --i) {
                Asked asked;
                asked.kind = Asked::Kind(below(3));
                asked.name =
                    names[below(int(names.size()))] + (below(3) ? QString::number(below(30)) : QString());
                asked.id = 1 + below(oracle.lastId[other] + 2);
                asked.grade = grades[below(int(grades.size()))];
                children.push_back(asked);
                list.append(asked.json(School::nameColumn(other)));
            }
            const QString name = names[below(int(names.size()))];
            Json values = Json::object();
            values.set(School::nameColumn(model), name);
            values.set(School::association(model), std::move(list));
            did = model + u' ' + QString::fromUtf8(orm::compactJson(values));
            expected = create(oracle, model, name, children);
            happened = bool(sql::create(school.connection(), school.registry(), modelIndex, values));
        } else {
            const int here = 1 + below(oracle.lastId[model] + 1);
            QStringList targets;
            std::set<int> distinct;
            for (int i = below(5); i > 0; --i) {
                const int there =
                    1 + below(oracle.lastId[other] + (below(4) ? 0 : 1) + (oracle.lastId[other] ? 0 : 1));
                targets.append(QString::number(there));
                distinct.insert(there);
            }
            const QString grade = grades[below(int(grades.size()))];
            const Json through =
                grade.isEmpty() ? Json() : Json(Json::Object{{QStringLiteral("grade"), grade}});
            const int action = below(3);
            expected = oracle.rows[model].contains(here);
            for (const int there : distinct)
                expected = expected && oracle.rows[other].contains(there);
            did = QStringLiteral("%1 %2 %3 [%4]").arg(model).arg(action).arg(here).arg(targets.join(u','));
            if (expected && action == 2) {
                std::erase_if(oracle.links, [&](const auto& link) {
                    const int there = model == u"Student" ? link.first.second : link.first.first;
                    const int near = model == u"Student" ? link.first.first : link.first.second;
                    return near == here && !distinct.contains(there);
                });
            }
            for (const int there : distinct) {
                if (!expected)
                    break;
                if (action == 1) {
                    oracle.links.erase(Oracle::pair(model, here, there));
                    continue;
                }
                QString& known = oracle.links[Oracle::pair(model, here, there)];
                known = grade.isEmpty() ? known : grade;
            }
            const QString association = School::association(model);
            const QString key = QString::number(here);
            auto& registry = school.registry();
            auto& connection = school.connection();
            happened =
                action == 0
                    ? bool(sql::link(connection, registry, modelIndex, key, association, targets, through))
                : action == 1
                    ? bool(sql::unlink(connection, registry, modelIndex, key, association, targets))
                    : bool(sql::setLinks(connection, registry, modelIndex, key, association, targets, through));
        }
        QVERIFY2(expected == happened,
            qPrintable(QStringLiteral("step %1: %2 %3").arg(step).arg(did).arg(happened)));
        refused += !expected;
        const Oracle state = school.state();
        QVERIFY2(state.rows == oracle.rows, qPrintable(did));
        QVERIFY2(state.links == oracle.links, qPrintable(did));
    }
    QVERIFY(school.seenFrom(QStringLiteral("Student")) == oracle.links);
    QVERIFY(school.seenFrom(QStringLiteral("Class")) == oracle.links);
    QVERIFY(refused > 0 && refused < 55); // both kinds happened, or the test says nothing
}

QTEST_GUILESS_MAIN(LinkingPropertyTest)
#include "linkingpropertytest.moc"
