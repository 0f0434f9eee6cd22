// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/objectmap.h"
#include "model/schema/table.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;

namespace {

Table table(quint64 id, const char* name)
{
    Table made;
    made.id = TableId(id);
    made.name = QString::fromLatin1(name);
    return made;
}

QStringList names(const ObjectMap<Table>& map)
{
    QStringList all;
    for (const Table& each : map)
        all << each.name;
    return all;
}

} // namespace

class ObjectMapTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void keepsTheOrderOfAdding();
    void findsById();
    void replacesInPlace();
    void copiesShareWhatTheyDidNotChange();
    void removesAndStillFindsTheRest();
    void comparesByValue();

private:
    ObjectMap<Table> map_;
};

void ObjectMapTest::init()
{
    map_ = {};
    map_.set(table(3, "c"));
    map_.set(table(1, "a"));
    map_.set(table(2, "b"));
}

void ObjectMapTest::keepsTheOrderOfAdding()
{
    QCOMPARE(names(map_), QStringList({"c", "a", "b"}));
    QCOMPARE(map_.size(), std::size_t(3));
    QVERIFY(!map_.isEmpty());
    QVERIFY(ObjectMap<Table>().isEmpty());
}

void ObjectMapTest::findsById()
{
    QCOMPARE(map_.at(TableId(1)).name, QStringLiteral("a"));
    QVERIFY(map_.contains(TableId(2)));
    QVERIFY(!map_.contains(TableId(4)));
    QCOMPARE(map_.find(TableId(4)), nullptr);
    QVERIFY(!map_.pointer(TableId()));
}

void ObjectMapTest::replacesInPlace()
{
    map_.set(table(1, "x"));
    QCOMPARE(names(map_), QStringList({"c", "x", "b"}));
    map_.update(TableId(3), [](Table& changed) { changed.name = QStringLiteral("y"); });
    QCOMPARE(names(map_), QStringList({"y", "x", "b"}));
}

void ObjectMapTest::copiesShareWhatTheyDidNotChange()
{
    const ObjectMap<Table> before = map_;
    map_.update(TableId(1), [](Table& changed) { changed.name = QStringLiteral("x"); });
    QCOMPARE(names(before), QStringList({"c", "a", "b"}));
    QCOMPARE(before.find(TableId(3)), map_.find(TableId(3)));
    QVERIFY(before.find(TableId(1)) != map_.find(TableId(1)));
    map_.remove(TableId(3));
    QCOMPARE(before.at(TableId(3)).name, QStringLiteral("c"));
}

void ObjectMapTest::removesAndStillFindsTheRest()
{
    QVERIFY(map_.remove(TableId(3)));
    QVERIFY(!map_.remove(TableId(3)));
    QCOMPARE(names(map_), QStringList({"a", "b"}));
    QCOMPARE(map_.at(TableId(2)).name, QStringLiteral("b"));
    QVERIFY(map_.removeIf([](const Table& each) { return each.name == u"a"; }));
    QVERIFY(!map_.removeIf([](const Table&) { return false; }));
    QCOMPARE(names(map_), QStringList({"b"}));
    QCOMPARE(map_.at(TableId(2)).name, QStringLiteral("b"));
    map_.set(table(3, "again"));
    QCOMPARE(names(map_), QStringList({"b", "again"}));
}

void ObjectMapTest::comparesByValue()
{
    ObjectMap<Table> other;
    for (const Table& each : map_)
        other.set(each);
    QVERIFY(other == map_);
    other.update(TableId(1), [](Table& changed) { changed.comment = QStringLiteral("x"); });
    QVERIFY(!(other == map_));
    ObjectMap<Table> reordered;
    reordered.set(table(1, "a"));
    reordered.set(table(2, "b"));
    reordered.set(table(3, "c"));
    QVERIFY(!(reordered == map_));
}

QTEST_GUILESS_MAIN(ObjectMapTest)
#include "objectmaptest.moc"
