// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/typedcolumn.h"
#include "support/classroom.h"
#include "support/edited.h"

#include <QtTest>

using namespace conjoin;
using namespace conjoin::model;
using namespace conjoin::tests;

namespace {

const KeyId newKey(700);

Document drawn()
{
    const Classroom room;
    return done(edit::addTable(room.document, tableOf(500, "Room"), diagramId, {TableId(500), {}, 0, {}}));
}

const Table& roomOf(const Document& document)
{
    return document.schema.tables.at(TableId(500));
}

bool isKey(const Document& document, quint64 column)
{
    const std::optional<Key>& key = roomOf(document).primaryKey;
    return key && key->parts.size() == 1 &&
           key->parts.front().what == std::variant<ColumnId, QString>(ColumnId(column));
}

/// `room.document` with a column of that name and type, added as edits do that no person types.
Document withColumn(const char* name, const DataType& type)
{
    Column column = columnOf(600, name);
    column.type = type;
    return done(edit::addColumn(drawn(), TableId(500), column));
}

} // namespace

/// Who types the name of the key that a table would get means that key.
class TypedColumnTest : public QObject {
    Q_OBJECT

private slots:
    void theKeysNameMakesTheKey();
    void otherNamesAreColumns();
    void aKeyOfThePersonsOwnStays();
    void tablesThatWereReadGetNoKey();
    void junctionsGetNoKey();
    void aWholeNumberThatIsRenamedBecomesTheKey();
    void noOtherTypeBecomesTheKey();
    void aKeyOfLettersDoesNotCount();
};

void TypedColumnTest::theKeysNameMakesTheKey()
{
    for (const char* name : {"id", "ID"}) {
        const Document next = done(edit::addTypedColumn(drawn(), TableId(500), columnOf(600, name), newKey));
        const Column& column = *roomOf(next).column(ColumnId(600));
        QVERIFY(isKey(next, 600));
        QCOMPARE(column.name, QString::fromLatin1(name));
        QCOMPARE(column.type, DataType::of(TypeKind::Integer));
        QVERIFY(column.autoIncrement);
        QVERIFY(!column.nullable);
    }
    Document wide = drawn();
    wide.settings.naming.wideKeys = true;
    wide = done(edit::addTypedColumn(wide, TableId(500), columnOf(600, "id"), newKey));
    QCOMPARE(roomOf(wide).column(ColumnId(600))->type, DataType::of(TypeKind::BigInt));
}

void TypedColumnTest::otherNamesAreColumns()
{
    const Document next = done(edit::addTypedColumn(drawn(), TableId(500), columnOf(600, "floor"), newKey));
    QVERIFY(!roomOf(next).primaryKey);
    QVERIFY(!roomOf(next).column(ColumnId(600))->autoIncrement);
    QCOMPARE(refusal(edit::addTypedColumn(next, TableId(500), columnOf(601, "Floor"), newKey)),
        QStringLiteral("edit.column-name-taken"));
}

void TypedColumnTest::aKeyOfThePersonsOwnStays()
{
    Document document = withColumn("code", DataType::of(TypeKind::Varchar, 8));
    document = done(edit::setPrimaryKey(document, TableId(500), ColumnId(600), true, KeyId(699)));
    const Document next = done(edit::addTypedColumn(document, TableId(500), columnOf(601, "id"), newKey));
    QVERIFY(isKey(next, 600));
}

void TypedColumnTest::tablesThatWereReadGetNoKey()
{
    Document document = drawn();
    document.schema.tables.update(TableId(500), [](Table& table) { table.keyPolicy = Table::KeyPolicy::AsIs; });
    const Document next = done(edit::addTypedColumn(document, TableId(500), columnOf(600, "id"), newKey));
    QVERIFY(!roomOf(next).primaryKey);
}

void TypedColumnTest::junctionsGetNoKey()
{
    const Classroom room;
    const Document next = done(edit::addTypedColumn(room.document, room.junction, columnOf(600, "id"), newKey));
    QVERIFY(!next.schema.tables.at(room.junction).primaryKey);
}

void TypedColumnTest::aWholeNumberThatIsRenamedBecomesTheKey()
{
    const Document document = withColumn("number", DataType::of(TypeKind::SmallInt));
    Column column = *roomOf(document).column(ColumnId(600));
    column.name = QStringLiteral("id");
    const Document next = done(edit::changeTypedColumn(document, TableId(500), column, newKey));
    QVERIFY(isKey(next, 600));
    QCOMPARE(roomOf(next).column(ColumnId(600))->type, DataType::of(TypeKind::SmallInt));
    QVERIFY(roomOf(next).column(ColumnId(600))->autoIncrement);

    column.defaultValue.kind = DefaultValue::Kind::Literal;
    column.defaultValue.text = QStringLiteral("7");
    const Document given = done(edit::changeTypedColumn(document, TableId(500), column, newKey));
    QVERIFY(isKey(given, 600));
    QVERIFY(!roomOf(given).column(ColumnId(600))->autoIncrement);
}

void TypedColumnTest::noOtherTypeBecomesTheKey()
{
    DataType array = DataType::of(TypeKind::Integer);
    array.dimensions = 1;
    for (const DataType& type : {DataType::of(TypeKind::Varchar, 20), DataType::of(TypeKind::Uuid), array}) {
        const Document document = withColumn("code", type);
        Column column = *roomOf(document).column(ColumnId(600));
        column.name = QStringLiteral("id");
        const Document next = done(edit::changeTypedColumn(document, TableId(500), column, newKey));
        QVERIFY(!roomOf(next).primaryKey);
    }
    const Document document = withColumn("number", DataType::of(TypeKind::Integer));
    Column computed = *roomOf(document).column(ColumnId(600));
    computed.name = QStringLiteral("id");
    computed.generated = {Generated::Kind::Stored, QStringLiteral("1 + 1")};
    QVERIFY(!roomOf(done(edit::changeTypedColumn(document, TableId(500), computed, newKey))).primaryKey);
}

void TypedColumnTest::aKeyOfLettersDoesNotCount()
{
    const Document document = done(edit::addTypedColumn(drawn(), TableId(500), columnOf(600, "id"), newKey));
    Column column = *roomOf(document).column(ColumnId(600));
    column.type = DataType::of(TypeKind::Uuid);
    const Document next = done(edit::changeTypedColumn(document, TableId(500), column, newKey));
    QVERIFY(isKey(next, 600));
    QVERIFY(!roomOf(next).column(ColumnId(600))->autoIncrement);
}

QTEST_GUILESS_MAIN(TypedColumnTest)
#include "typedcolumntest.moc"
