// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/query.h"
#include "support/sampleschema.h"

#include <QTest>

using namespace conjoin;
using namespace conjoin::tests;
using orm::AssociationKind;

namespace {

/// `Classes:many Teacher:to`
QString associations(const orm::Model& model)
{
    QStringList result;
    for (const orm::Association& association : model.associations) {
        const char* kind = association.kind == AssociationKind::BelongsTo ? "to"
                           : association.kind == AssociationKind::HasOne  ? "one"
                           : association.kind == AssociationKind::HasMany ? "has"
                                                                          : "many";
        result.append(association.name + u':' + QLatin1String(kind));
    }
    return result.join(u' ');
}

} // namespace

class ModelRegistryTest : public QObject {
    Q_OBJECT

private slots:
    void aLinkIsSeenFromBothEnds();
    void referencesAreSeenFromBothEnds();
    void rolesAreNames();
    void namesakesAreToldApart();
    void anAttributeKeepsItsName();
    void everyPairOfAnNaryLink();
    void namesAreFoundByModelAndTable();
    void labelsAndIdentity();
    void keysOfRows();
    void attributesKeepTheirNamesWhereColumnsAreUnderscored();
};

void ModelRegistryTest::aLinkIsSeenFromBothEnds()
{
    SampleSchema school;
    const TableId student = school.table(QStringLiteral("Student"), {QStringLiteral("firstName")});
    const TableId course = school.table(QStringLiteral("Class"), {QStringLiteral("className")});
    school.link(QStringLiteral("Enrollment"), student, course);
    school.derive();
    const orm::Model& students = school.registry().at(school.model("Student"));
    const orm::Model& junction = school.registry().at(school.model("Enrollment"));
    QCOMPARE(associations(students), QStringLiteral("Classes:many"));
    QCOMPARE(associations(school.registry().at(school.model("Class"))), QStringLiteral("Students:many"));
    QCOMPARE(associations(junction), QStringLiteral("Student:to Class:to"));
    QVERIFY(junction.junction && !students.junction);
    const orm::Association& classes = *students.association(QStringLiteral("Classes"));
    QCOMPARE(classes.keys, QStringList{"StudentId"});
    QCOMPARE(classes.referenced, QStringList{"id"});
    QCOMPARE(classes.otherKeys, QStringList{"ClassId"});
    QCOMPARE(classes.through, school.model("Enrollment"));
    QCOMPARE(classes.target, school.model("Class"));
    QCOMPARE(junction.association(QStringLiteral("Class"))->onDelete, std::optional(model::Action::Cascade));
    QVERIFY(junction.attribute(QStringLiteral("ClassId"))->foreignKey);
}

void ModelRegistryTest::referencesAreSeenFromBothEnds()
{
    SampleSchema firm;
    const TableId person = firm.table(QStringLiteral("Person"), {QStringLiteral("name")});
    const TableId car = firm.table(QStringLiteral("Car"), {QStringLiteral("plate")});
    const TableId pass = firm.table(QStringLiteral("Pass"), {QStringLiteral("number")});
    firm.reference(car, person);
    firm.reference(pass, person, {}, {}, false, true);
    firm.derive();
    QCOMPARE(associations(firm.registry().at(firm.model("Person"))), QStringLiteral("Cars:has Pass:one"));
    QCOMPARE(associations(firm.registry().at(firm.model("Car"))), QStringLiteral("Person:to"));
}

void ModelRegistryTest::rolesAreNames()
{
    SampleSchema people;
    const TableId person = people.table(QStringLiteral("Person"), {QStringLiteral("name")});
    people.reference(person, person, QStringLiteral("Boss"), QStringLiteral("Reports"));
    people.link(QStringLiteral("Friendship"), person, person, {}, QStringLiteral("FriendOf"),
        QStringLiteral("Friends"));
    people.derive();
    QCOMPARE(associations(people.registry().at(0)),
        QStringLiteral("Boss:to Reports:has Friends:many FriendOf:many"));
    const orm::Association& friends = *people.registry().at(0).association(QStringLiteral("Friends"));
    QCOMPARE(friends.keys, QStringList{"PersonId"});
    QCOMPARE(friends.otherKeys, QStringList{"FriendId"});
}

void ModelRegistryTest::namesakesAreToldApart()
{
    SampleSchema school;
    const TableId student = school.table(QStringLiteral("Student"), {QStringLiteral("name")});
    const TableId course = school.table(QStringLiteral("Class"), {QStringLiteral("title")});
    school.reference(course, student, QStringLiteral("Monitor"));
    school.link(QStringLiteral("Enrollment"), student, course);
    school.link(QStringLiteral("Waiting"), student, course);
    school.derive();
    QCOMPARE(associations(school.registry().at(0)),
        QStringLiteral("Classes_by_Monitor:has Classes_through_Enrollment:many Classes_through_Waiting:many"));
    QCOMPARE(associations(school.registry().at(1)),
        QStringLiteral("Monitor:to Students_through_Enrollment:many Students_through_Waiting:many"));
}

void ModelRegistryTest::anAttributeKeepsItsName()
{
    SampleSchema school;
    const TableId student =
        school.table(QStringLiteral("Student"), {QStringLiteral("Classes"), QStringLiteral("name")});
    const TableId course = school.table(QStringLiteral("Class"), {QStringLiteral("title")});
    school.link(QStringLiteral("Enrollment"), student, course);
    school.derive();
    QCOMPARE(associations(school.registry().at(0)), QStringLiteral("Classes_through_Enrollment:many"));
}

void ModelRegistryTest::everyPairOfAnNaryLink()
{
    SampleSchema clinic;
    const TableId doctor = clinic.table(QStringLiteral("Doctor"), {});
    const TableId patient = clinic.table(QStringLiteral("Patient"), {});
    const TableId place = clinic.table(QStringLiteral("Clinic"), {});
    const LinkId visit = clinic.link(QStringLiteral("Visit"), doctor, patient);
    clinic.schema.links.update(visit, [&](model::ManyToMany& link) {
        link.ends.emplace_back();
        link.ends.back().table = place;
    });
    clinic.derive();
    QCOMPARE(associations(clinic.registry().at(clinic.model("Doctor"))),
        QStringLiteral("Patients:many Clinics:many"));
    QCOMPARE(associations(clinic.registry().at(clinic.model("Clinic"))),
        QStringLiteral("Doctors:many Patients:many"));
    QCOMPARE(associations(clinic.registry().at(clinic.model("Visit"))),
        QStringLiteral("Doctor:to Patient:to Clinic:to"));
}

void ModelRegistryTest::namesAreFoundByModelAndTable()
{
    SampleSchema school;
    school.table(QStringLiteral("Student"), {});
    school.derive();
    QCOMPARE(*school.registry().find(QStringLiteral("Student")), 0);
    QCOMPARE(*school.registry().find(QStringLiteral("Students")), 0);
    const auto unknown = school.registry().find(QStringLiteral("Studnet"));
    QVERIFY(!unknown);
    QCOMPARE(errorText(unknown.error()),
        QStringLiteral("Studnet: no table is called \"Studnet\" (did you mean \"Student\"?)"));
}

void ModelRegistryTest::labelsAndIdentity()
{
    SampleSchema shop;
    shop.table(QStringLiteral("Item"), {QStringLiteral("note"), QStringLiteral("code! varchar(8)")});
    shop.table(QStringLiteral("Count"), {QStringLiteral("number integer")});
    shop.derive();
    QCOMPARE(shop.registry().at(0).labelAttribute(), QStringLiteral("code"));
    QCOMPARE(shop.registry().at(1).labelAttribute(), QString());
    QCOMPARE(shop.registry().at(0).identity(), QStringList{"id"});
    // A key that is a code says less than a name; of a setting it is the name.
    SampleSchema codes;
    codes.table(QStringLiteral("Country"),
        {QStringLiteral("code* varchar(2)"), QStringLiteral("region"), QStringLiteral("CountryName")},
        {QStringLiteral("code")});
    codes.table(QStringLiteral("Setting"), {QStringLiteral("key* varchar(20)"), QStringLiteral("value")},
        {QStringLiteral("key")});
    codes.table(QStringLiteral("Product"),
        {QStringLiteral("supplier_ids"), QStringLiteral("product_code"), QStringLiteral("product_name")});
    codes.derive();
    QCOMPARE(codes.registry().at(2).labelAttribute(), QStringLiteral("product_name"));
    QCOMPARE(codes.registry().at(0).labelAttribute(), QStringLiteral("CountryName"));
    QCOMPARE(codes.registry().at(1).labelAttribute(), QStringLiteral("key"));
    QCOMPARE(shop.registry().at(0).uniqueKeys, std::vector<QStringList>{{"code"}});
}

void ModelRegistryTest::keysOfRows()
{
    SampleSchema shop;
    shop.table(QStringLiteral("Item"), {QStringLiteral("name")});
    shop.table(QStringLiteral("Shelf"), {QStringLiteral("hall* varchar(4)"), QStringLiteral("row* integer")},
        {QStringLiteral("hall"), QStringLiteral("row")});
    shop.derive();
    const orm::Model& shelf = shop.registry().at(1);
    const auto text = [](const Result<orm::Json>& key) {
        return key ? QString::fromUtf8(orm::compactJson(*key)) : errorText(key.error());
    };
    QCOMPARE(
        text(orm::keyCondition(shop.registry().at(0), QStringLiteral("7"))), QStringLiteral(R"({"id":7})"));
    QCOMPARE(text(orm::keyCondition(shelf, QStringLiteral(R"({"row":1,"hall":"A"})"))),
        QStringLiteral(R"({"hall":"A","row":1})"));
    QVERIFY(text(orm::keyCondition(shelf, QStringLiteral("A"))).contains("give a JSON object with hall, row"));
    QVERIFY(text(orm::keyCondition(shelf, QStringLiteral(R"({"hall":"A"})"))).contains("lacks \"row\""));
    QVERIFY(
        text(orm::keyCondition(shelf, QStringLiteral(R"({"hal":"A"})"))).contains("did you mean \"hall\"?"));
}

void ModelRegistryTest::attributesKeepTheirNamesWhereColumnsAreUnderscored()
{
    SampleSchema school;
    school.naming.letterCase = model::LetterCase::Underscored;
    const TableId student = school.table(QStringLiteral("Student"), {QStringLiteral("first_name")});
    const TableId course = school.table(QStringLiteral("ClassRoom"), {QStringLiteral("title")});
    school.link(QStringLiteral("Enrollment"), student, course);
    school.schema.tables.update(student, [](model::Table& table) {
        table.columns.front().attribute = QStringLiteral("firstName");
        table.timestamps = true;
        table.softDelete = true;
    });
    school.derive();
    const orm::Model& students = school.registry().at(school.model("Student"));
    QCOMPARE(
        students.attributeNames(), (QStringList{"id", "firstName", "createdAt", "updatedAt", "deletedAt"}));
    QCOMPARE(students.column(QStringLiteral("firstName")), QStringLiteral("first_name"));
    QCOMPARE(students.column(QStringLiteral("createdAt")), QStringLiteral("created_at"));
    QCOMPARE(students.deletedAt, QStringLiteral("deletedAt"));
    const orm::Model& junction = school.registry().at(school.model("Enrollment"));
    QCOMPARE(junction.attributeNames(), (QStringList{"StudentId", "ClassRoomId"}));
    QCOMPARE(junction.column(QStringLiteral("ClassRoomId")), QStringLiteral("class_room_id"));
    QCOMPARE(students.associations.front().keys, QStringList{"StudentId"});
}

QTEST_GUILESS_MAIN(ModelRegistryTest)
#include "modelregistrytest.moc"
