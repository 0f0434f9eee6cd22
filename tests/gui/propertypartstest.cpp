// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"
#include "model/edit/edits.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/properties/foldsection.h"
#include "ui/panels/propertiespanel.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/keyparts.h"
#include "ui/text/sqleditor.h"

#include <QtTest>
#include <QtWidgets>

using namespace conjoin;

namespace {

/// Person with three columns, Club, and the link Membership between them; Person knows Person by Friendship.
struct Drawing {
    IdSource ids = IdSource::seeded(11);
    TableId person = ids.next<TableId>();
    TableId club = ids.next<TableId>();
    ColumnId lastName = ids.next<ColumnId>();
    ColumnId firstName = ids.next<ColumnId>();
    ColumnId oddName = ids.next<ColumnId>();
    LinkId membership = ids.next<LinkId>();
    LinkId friendship = ids.next<LinkId>();
    ui::EditSession session;
    ui::Selection selection{session};
    ui::PropertiesPanel panel{session, selection, ui::Theme::light()};

    Drawing()
        : session(drawn())
    {
        panel.resize(380, 900);
        panel.show();
        panel.activateWindow(); // fields of several lines write when they lose the focus
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the panel did not become active");
    }

    model::Document drawn()
    {
        const auto diagram = ids.next<DiagramId>();
        model::Document document = model::emptyDocument(QStringLiteral("Club"), diagram);
        const auto add = [&](TableId id, const char* name,
                             std::vector<std::pair<ColumnId, const char*>> columns) {
            model::Table table;
            table.id = id;
            table.name = QString::fromLatin1(name);
            for (const auto& [columnId, columnName] : columns) {
                model::Column column;
                column.id = columnId;
                column.name = QString::fromLatin1(columnName);
                table.columns.push_back(column);
            }
            model::TableNode node;
            node.id = id;
            document = *model::edit::addTable(std::move(document), table, diagram, node);
        };
        add(person, "Person", {{lastName, "lastName"}, {firstName, "firstName"}, {oddName, "odd, name"}});
        add(club, "Club", {{ids.next<ColumnId>(), "title"}});
        const auto link = [&](LinkId id, const char* name, std::vector<model::LinkEnd> ends) {
            model::ManyToMany made;
            made.id = id;
            made.junction = ids.next<TableId>();
            made.ends = std::move(ends);
            model::Table junction;
            junction.id = made.junction;
            junction.name = QString::fromLatin1(name);
            model::LinkNode node;
            node.id = id;
            document = *model::edit::addLink(std::move(document), made, junction, diagram, node);
        };
        link(membership, "Membership", {{person, {}, {}}, {club, {}, {}}});
        link(friendship, "Friendship",
            {{person, QStringLiteral("Friends"), {}}, {person, QStringLiteral("FriendOf"), {}}});
        return document;
    }

    const model::Table& table() const { return session.document().schema.tables.at(person); }
    const model::ManyToMany& link(LinkId id) const { return session.document().schema.links.at(id); }

    template<class Widget>
    Widget* field(const char* name)
    {
        auto* found = panel.findChild<QWidget*>(QString::fromLatin1(name));
        for (QWidget* widget : panel.findChildren<Widget*>(QString::fromLatin1(name))) {
            if (widget->isVisible())
                return static_cast<Widget*>(widget);
        }
        qWarning() << "no field is shown that is called" << name << (found ? "(it is hidden)" : "");
        return nullptr;
    }
    void open(const char* fold)
    {
        for (auto* section : panel.findChildren<ui::FoldSection*>(QString::fromLatin1(fold))) {
            if (section->isVisible())
                section->setOpen(true);
        }
    }
    void useDialect(const char* name)
    {
        model::Settings settings = session.document().settings;
        settings.dialect = QString::fromLatin1(name);
        QVERIFY(session.apply(QStringLiteral("Dialect"), [settings](model::Document document) {
            return model::edit::setSettings(std::move(document), settings);
        }));
    }
};

void type(QLineEdit* field, const QString& text)
{
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    if (text.isEmpty())
        QTest::keyClick(field, Qt::Key_Delete);
    else
        QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

/// Several lines, written when the field is left.
void typeLines(QPlainTextEdit* field, const QStringList& lines)
{
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0)
            QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClicks(field, lines[i]);
    }
    QTest::keyClick(field, Qt::Key_Tab);
}

void pick(QComboBox* field, const QVariant& value)
{
    QVERIFY(field);
    const int row = field->findData(value);
    QVERIFY2(row >= 0, qPrintable(value.toString()));
    field->setCurrentIndex(row);
    emit field->activated(row);
}

} // namespace

class PropertyPartsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void keyPartsAreReadAsTheyAreWritten_data();
    void keyPartsAreReadAsTheyAreWritten();
    void anUnknownColumnIsToldWithTheNearest();
    void anIndexIsAddedChangedAndRemovedByKeyboard();
    void aWrongColumnLeavesTheIndexAsItWas();
    void aUniqueKeyOverTwoColumns();
    void aCheckIsWritten();
    void aColumnInFull();
    void optionsFollowTheDialect();
    void aLinkHasKindsAndParticipation();
    void onlyASelfLinkGoesBothWays();
    void theKeyOfAnEndMayReferToAUniqueKey();
    void anEnumIsEdited();
    void aColumnHasATypeOfTheSchema();
    void severalTablesAtOnce();
    void aViewIsShownToTheLetter();
    void scrollingPastAChoiceChangesNothing();
    void aReferenceIsRequiredWhereItsOwnColumnsAre();
    void tabLeavesTheColumnsBehindTheLast();
    void tablesAreTickedOntoAGroup();
    void noFieldCoversAnotherWhenRowsComeAndGo();
    void noFieldCoversItsLabel();
    void anotherLinkSharesTheJunctionOnceAScopeTellsThemApart();
};

void PropertyPartsTest::initTestCase()
{
    app::prepare(*qApp);
    ui::applyTheme(*qApp, ui::Theme::light());
}

void PropertyPartsTest::keyPartsAreReadAsTheyAreWritten_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
        {"lastName", "lastName, firstName desc", "\"odd, name\" nulls first", "= lower(\"lastName\")",
            "= coalesce(firstName, lastName) desc", "lastName(10) collate NOCASE desc",
            "lastName class varchar_pattern_ops nulls last", "= substr(lastName, 1, 3), firstName"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void PropertyPartsTest::keyPartsAreReadAsTheyAreWritten()
{
    QFETCH(QString, text);
    Drawing drawing;
    const auto parts = ui::parseParts(drawing.table(), text);
    QVERIFY2(parts, parts ? "" : qPrintable(parts.error().what.english()));
    QCOMPARE(ui::partsText(drawing.table(), *parts), text);
}

void PropertyPartsTest::anUnknownColumnIsToldWithTheNearest()
{
    Drawing drawing;
    const auto parts = ui::parseParts(drawing.table(), QStringLiteral("lastNam"));
    QVERIFY(!parts);
    QVERIFY(parts.error().what.english().contains(QLatin1String("lastNam")));
    QVERIFY(parts.error().hint.english().contains(QLatin1String("lastName")));
}

void PropertyPartsTest::anIndexIsAddedChangedAndRemovedByKeyboard()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("indexesFold");
    auto* add = drawing.field<QPushButton>("indexes.add");
    QVERIFY(add);
    add->setFocus();
    QTest::keyClick(add, Qt::Key_Return);
    QCOMPARE(drawing.table().indexes.size(), 1u);
    type(drawing.field<QLineEdit>("indexParts"), QStringLiteral("lastName, firstName desc"));
    const model::Index& index = drawing.table().indexes.front();
    QCOMPARE(index.parts.size(), 2u);
    QVERIFY(index.parts[1].descending);
    drawing.field<QCheckBox>("indexUnique")->click();
    type(drawing.field<QLineEdit>("indexWhere"), QStringLiteral("firstName IS NOT NULL"));
    type(drawing.field<QLineEdit>("indexName"), QStringLiteral("by_name"));
    QVERIFY(drawing.table().indexes.front().unique);
    QCOMPARE(drawing.table().indexes.front().where, QStringLiteral("firstName IS NOT NULL"));
    QCOMPARE(drawing.table().indexes.front().name, QStringLiteral("by_name"));
    auto* list = drawing.field<QListWidget>("indexes");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Delete);
    QVERIFY(drawing.table().indexes.empty());
    drawing.session.undoStack().undo();
    QCOMPARE(drawing.table().indexes.front().name, QStringLiteral("by_name"));
}

void PropertyPartsTest::aWrongColumnLeavesTheIndexAsItWas()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("indexesFold");
    drawing.field<QPushButton>("indexes.add")->click();
    QSignalSpy refused(&drawing.session, &ui::EditSession::refused);
    auto* parts = drawing.field<QLineEdit>("indexParts");
    type(parts, QStringLiteral("nothing"));
    QCOMPARE(refused.count(), 1);
    QCOMPARE(parts->text(), QStringLiteral("lastName"));
}

void PropertyPartsTest::aUniqueKeyOverTwoColumns()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("keysFold");
    drawing.field<QPushButton>("keys.add")->click();
    type(drawing.field<QLineEdit>("keyColumns"), QStringLiteral("firstName, lastName"));
    QCOMPARE(drawing.table().uniqueKeys.size(), 1u);
    QCOMPARE(std::get<ColumnId>(drawing.table().uniqueKeys[0].parts[0].what), drawing.firstName);
    QCOMPARE(drawing.table().uniqueKeys[0].parts.size(), 2u);
    drawing.useDialect("postgresql");
    pick(drawing.field<QComboBox>("keyDeferrable"), int(model::Deferrable::InitiallyDeferred));
    QCOMPARE(drawing.table().uniqueKeys[0].deferrable, model::Deferrable::InitiallyDeferred);
}

void PropertyPartsTest::aCheckIsWritten()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("checksFold");
    drawing.field<QPushButton>("checks.add")->click();
    type(drawing.field<QLineEdit>("checkExpression"), QStringLiteral("length(lastName) > 1"));
    QCOMPARE(drawing.table().checks.front().expression, QStringLiteral("length(lastName) > 1"));
}

void PropertyPartsTest::aColumnInFull()
{
    Drawing drawing;
    drawing.useDialect("postgresql");
    drawing.selection.selectOnly(drawing.lastName);
    drawing.open("columnFold");
    const auto column = [&]() -> const model::Column& { return *drawing.table().column(drawing.lastName); };
    type(drawing.field<QLineEdit>("columnComment"), QStringLiteral("as in the passport"));
    QCOMPARE(*column().comment, QStringLiteral("as in the passport"));
    pick(drawing.field<QComboBox>("columnDefaultKind"), int(model::DefaultValue::Kind::Literal));
    type(drawing.field<QLineEdit>("columnDefault"), QStringLiteral("Doe"));
    QCOMPARE(column().defaultValue,
        (model::DefaultValue{model::DefaultValue::Kind::Literal, QStringLiteral("Doe")}));
    pick(drawing.field<QComboBox>("columnDefaultKind"), int(model::DefaultValue::Kind::None));
    type(drawing.field<QLineEdit>("columnType"), QStringLiteral("integer"));
    pick(drawing.field<QComboBox>("columnNumbering"), 3);
    QCOMPARE(column().identity, model::Identity::Always);
    QVERIFY(column().autoIncrement);
    type(drawing.field<QLineEdit>("columnSequence"), QStringLiteral("START WITH 100"));
    QCOMPARE(*column().sequence, QStringLiteral("START WITH 100"));
    pick(drawing.field<QComboBox>("columnNumbering"), 0);
    type(drawing.field<QLineEdit>("columnType"), QStringLiteral("text"));
    pick(drawing.field<QComboBox>("columnGenerated"), int(model::Generated::Kind::Stored));
    type(drawing.field<QLineEdit>("columnExpression"), QStringLiteral("upper(\"firstName\")"));
    QCOMPARE(column().generated,
        (model::Generated{model::Generated::Kind::Stored, QStringLiteral("upper(\"firstName\")")}));
    drawing.useDialect("mysql");
    type(drawing.field<QLineEdit>("columnType"), QStringLiteral("enum('a', 'b')"));
    typeLines(drawing.field<QPlainTextEdit>("columnValues"), {QStringLiteral("red"), QStringLiteral("green")});
    QCOMPARE(*column().type.values, (QStringList{QStringLiteral("red"), QStringLiteral("green")}));
}

void PropertyPartsTest::optionsFollowTheDialect()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("optionsFold");
    QVERIFY(drawing.panel.findChild<QCheckBox*>(QStringLiteral("tableStrict"))->isVisible());
    QVERIFY(!drawing.panel.findChild<QLineEdit*>(QStringLiteral("tableEngine"))->isVisible());
    drawing.useDialect("mysql");
    QVERIFY(!drawing.panel.findChild<QCheckBox*>(QStringLiteral("tableStrict"))->isVisible());
    QVERIFY2(!drawing.panel.findChild<QCheckBox*>(QStringLiteral("tableUnlogged"))->isVisible(),
        "namespaces, which MySQL has, too, are no sign of it");
    type(drawing.field<QLineEdit>("tableEngine"), QStringLiteral("MyISAM"));
    QCOMPARE(drawing.table().options.engine, QStringLiteral("MyISAM"));
    drawing.useDialect("postgresql");
    QVERIFY(drawing.panel.findChild<QCheckBox*>(QStringLiteral("tableUnlogged"))->isVisible());
    type(drawing.field<QLineEdit>("tableSchema"), QStringLiteral("crm"));
    QCOMPARE(drawing.table().sqlSchema, QStringLiteral("crm"));
    QVERIFY2(drawing.panel.findChild<QLineEdit*>(QStringLiteral("tableEngine"))->isVisible(),
        "what is set stays in sight whatever the dialect");
    drawing.field<QCheckBox>("tableTimestamps")->click();
    drawing.field<QCheckBox>("tableSoftDelete")->click();
    QVERIFY(drawing.table().timestamps && drawing.table().softDelete);
}

void PropertyPartsTest::aLinkHasKindsAndParticipation()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.membership);
    auto* maximum = drawing.field<QSpinBox>("linkMaximum0");
    QVERIFY(maximum);
    maximum->setFocus();
    maximum->selectAll();
    QTest::keyClicks(maximum, QStringLiteral("3"));
    QTest::keyClick(maximum, Qt::Key_Return);
    QCOMPARE(drawing.link(drawing.membership).ends[0].maximum, 3);
    drawing.open("kindFold");
    drawing.field<QCheckBox>("linkOrdered")->click();
    drawing.field<QCheckBox>("linkValidity")->click();
    QVERIFY(drawing.link(drawing.membership).ordered && drawing.link(drawing.membership).validity);
    pick(drawing.field<QComboBox>("junctionKey"), int(model::ManyToMany::JunctionKey::Duplicates));
    QCOMPARE(drawing.link(drawing.membership).junctionKey, model::ManyToMany::JunctionKey::Duplicates);
    type(drawing.field<QLineEdit>("linkColumn0"), QStringLiteral("member"));
    QCOMPARE(drawing.link(drawing.membership).ends[0].key.columnName, QStringLiteral("member"));
    pick(drawing.field<QComboBox>("linkOnDelete1"), int(model::Action::Restrict));
    QCOMPARE(drawing.link(drawing.membership).ends[1].key.onDelete, std::optional(model::Action::Restrict));
}

void PropertyPartsTest::onlyASelfLinkGoesBothWays()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.membership);
    drawing.open("kindFold");
    QVERIFY(!drawing.panel.findChild<QCheckBox*>(QStringLiteral("linkSymmetric"))->isVisible());
    drawing.selection.selectOnly(drawing.friendship);
    drawing.field<QCheckBox>("linkSymmetric")->click();
    QVERIFY(drawing.link(drawing.friendship).symmetric);
}

void PropertyPartsTest::theKeyOfAnEndMayReferToAUniqueKey()
{
    Drawing drawing;
    QVERIFY(drawing.session.apply(QStringLiteral("Unique"), [&](model::Document document) {
        return model::edit::setUnique(
            std::move(document), drawing.person, drawing.lastName, true, drawing.session.ids().next<KeyId>());
    }));
    drawing.selection.selectOnly(drawing.membership);
    for (auto* section : drawing.panel.findChildren<ui::FoldSection*>(QStringLiteral("linkMore0")))
        section->setOpen(true);
    pick(drawing.field<QComboBox>("linkTarget0"), 1);
    const auto& columns = drawing.link(drawing.membership).ends[0].key.columns;
    QCOMPARE(columns.size(), 1u);
    QCOMPARE(columns[0].target, drawing.lastName);
    QVERIFY(columns[0].local.isNull());
    pick(drawing.field<QComboBox>("linkTarget0"), 0);
    QVERIFY(drawing.link(drawing.membership).ends[0].key.columns.empty());
}

void PropertyPartsTest::anEnumIsEdited()
{
    Drawing drawing;
    model::UserType mood;
    mood.id = drawing.session.ids().next<UserTypeId>();
    mood.name = QStringLiteral("mood");
    mood.values = {QStringLiteral("sad")};
    QVERIFY(drawing.session.apply(QStringLiteral("Add"),
        [mood](model::Document document) { return model::edit::addUserType(std::move(document), mood); }));
    drawing.selection.selectOnly(mood.id);
    type(drawing.field<QLineEdit>("typeName"), QStringLiteral("Mood"));
    typeLines(drawing.field<QPlainTextEdit>("typeValues"), {QStringLiteral("sad"), QStringLiteral("happy")});
    const model::UserType& now = drawing.session.document().schema.types.at(mood.id);
    QCOMPARE(now.name, QStringLiteral("Mood"));
    QCOMPARE(now.values, (QStringList{QStringLiteral("sad"), QStringLiteral("happy")}));
    QSignalSpy refused(&drawing.session, &ui::EditSession::refused);
    typeLines(drawing.field<QPlainTextEdit>("typeValues"), {QStringLiteral("sad"), QStringLiteral("sad")});
    QCOMPARE(refused.count(), 1);
}

void PropertyPartsTest::aColumnHasATypeOfTheSchema()
{
    Drawing drawing;
    model::UserType mood;
    mood.id = drawing.session.ids().next<UserTypeId>();
    mood.name = QStringLiteral("mood");
    mood.values = {QStringLiteral("sad")};
    QVERIFY(drawing.session.apply(QStringLiteral("Add"),
        [mood](model::Document document) { return model::edit::addUserType(std::move(document), mood); }));
    drawing.useDialect("postgresql");
    drawing.selection.selectOnly(drawing.lastName);
    auto* grid = drawing.panel.findChild<ui::ColumnGrid*>();
    const QModelIndex cell = grid->model()->index(grid->currentIndex().row(), 1);
    QVERIFY(grid->model()->setData(cell, QStringLiteral("mood[]"), Qt::EditRole));
    const model::DataType& now = drawing.table().column(drawing.lastName)->type;
    QCOMPARE(now.userType, mood.id);
    QCOMPARE(now.dimensions, 1);
    QCOMPARE(cell.data().toString(), QStringLiteral("mood[]"));
}

void PropertyPartsTest::severalTablesAtOnce()
{
    Drawing drawing;
    drawing.selection.select({drawing.person, drawing.club});
    auto* timestamps = drawing.field<QCheckBox>("severalTimestamps");
    QVERIFY(timestamps);
    timestamps->click();
    const auto& tables = drawing.session.document().schema.tables;
    QVERIFY(tables.at(drawing.person).timestamps && tables.at(drawing.club).timestamps);
    drawing.session.undoStack().undo();
    QVERIFY2(!tables.at(drawing.person).timestamps && !tables.at(drawing.club).timestamps, "one step for both");
    drawing.session.undoStack().redo();
    QVERIFY(drawing.session.apply(QStringLiteral("One"), [&](model::Document document) {
        model::Table table = document.schema.tables.at(drawing.club);
        table.timestamps = false;
        return model::edit::updateTable(std::move(document), table);
    }));
    QCOMPARE(timestamps->checkState(), Qt::PartiallyChecked);
}

void PropertyPartsTest::aViewIsShownToTheLetter()
{
    Drawing drawing;
    model::Document document = drawing.session.document();
    model::Verbatim view;
    view.id = drawing.ids.next<VerbatimId>();
    view.kind = model::Verbatim::Kind::View;
    view.name = QStringLiteral("members");
    view.sql = QStringLiteral("CREATE VIEW members AS\nSELECT 1");
    document.schema.verbatims.set(view);
    drawing.session.reset(document);
    drawing.selection.selectOnly(view.id);
    auto* sql = drawing.field<ui::SqlEditor>("verbatimSql");
    QVERIFY(sql);
    QCOMPARE(sql->text(), view.sql);
    QVERIFY(sql->isReadOnly());
}

void PropertyPartsTest::scrollingPastAChoiceChangesNothing()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.membership);
    auto* choice = drawing.field<QComboBox>("linkOnDelete0");
    choice->setFocus();
    const QPointF at = choice->rect().center();
    QWheelEvent wheel(
        at, choice->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(choice, &wheel);
    QVERIFY(!drawing.link(drawing.membership).ends[0].key.onDelete);
    QCOMPARE(choice->currentIndex(), 0);
}

void PropertyPartsTest::aReferenceIsRequiredWhereItsOwnColumnsAre()
{
    Drawing drawing;
    const auto id = drawing.ids.next<ReferenceId>();
    QVERIFY(drawing.session.apply(QStringLiteral("Refer"), [&](model::Document document) {
        model::Reference reference;
        reference.id = id;
        reference.from = drawing.person;
        reference.to = drawing.club;
        reference.key.columns = {{drawing.firstName, ColumnId()}};
        return model::edit::addReference(std::move(document), reference);
    }));
    const auto nullable = [&] { return drawing.table().column(drawing.firstName)->nullable; };
    QVERIFY(nullable());
    drawing.selection.selectOnly(id);
    auto* required = drawing.field<QCheckBox>("referenceMandatory");
    QVERIFY(required);
    QVERIFY(required->isEnabled() && !required->isChecked());
    required->click();
    QVERIFY2(!nullable(), "NOT NULL is its column's");
    QVERIFY(required->isChecked());
    QVERIFY(drawing.session.document().schema.references.at(id).mandatory);
    // And what the column says is what is shown.
    drawing.session.undoStack().undo();
    QVERIFY(nullable() && !required->isChecked());
}

void PropertyPartsTest::tabLeavesTheColumnsBehindTheLast()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    auto* grid = drawing.field<ui::ColumnGrid>("columnGrid");
    QVERIFY(grid);
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(0, 0));
    const int cells = grid->model()->rowCount() * grid->model()->columnCount();
    int steps = 0;
    while (grid->hasFocus() && steps <= cells) {
        QTest::keyClick(grid, Qt::Key_Tab);
        ++steps;
    }
    QVERIFY2(!grid->hasFocus(), "the keyboard is not caught");
    QVERIFY2(steps >= grid->model()->rowCount(), "Tab goes through the cells first");
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(0, 0));
    QTest::keyClick(grid, Qt::Key_Tab, Qt::ControlModifier);
    QVERIFY(!grid->hasFocus());
}

void PropertyPartsTest::anotherLinkSharesTheJunctionOnceAScopeTellsThemApart()
{
    Drawing drawing;
    const TableId junction = drawing.link(drawing.membership).junction;
    QVERIFY(drawing.session.apply(QStringLiteral("Column"), [&](model::Document document) {
        model::Column kind;
        kind.id = drawing.session.ids().next<ColumnId>();
        kind.name = QStringLiteral("kind");
        return model::edit::addColumn(std::move(document), junction, kind);
    }));
    drawing.selection.selectOnly(drawing.membership);
    drawing.open("kindFold");
    auto* share = drawing.field<QPushButton>("linkShare");
    QVERIFY(share && !share->isEnabled());
    type(drawing.field<QLineEdit>("linkScope"), QStringLiteral("kind = member"));
    QVERIFY(share->isEnabled());
    emit share->menu()->aboutToShow();
    const QList<QAction*> tables = share->menu()->actions();
    QCOMPARE(tables.size(), 2); // Person and Club, and no junction
    tables.first()->trigger();
    QCOMPARE(drawing.session.document().schema.links.size(), 3u);
    const ObjectRef selected = drawing.selection.single();
    const auto* made = std::get_if<LinkId>(&selected);
    QVERIFY(made && *made != drawing.membership);
    QCOMPARE(drawing.link(*made).junction, junction);
    QCOMPARE(drawing.link(*made).scope.front().value, QStringLiteral("person"));
    QCOMPARE(drawing.field<QLineEdit>("linkScope")->text(), QStringLiteral("kind = person"));
}

void PropertyPartsTest::noFieldCoversAnotherWhenRowsComeAndGo()
{
    Drawing drawing;
    drawing.selection.selectOnly(drawing.person);
    drawing.open("columnFold");
    drawing.field<ui::ColumnGrid>("columnGrid")->showColumn(drawing.firstName);
    const auto covered = [&]() -> QString {
        QCoreApplication::processEvents();
        int below = 0;
        for (const char* name : {"columnType", "columnDefaultKind", "columnDefault", "columnComment",
                 "columnNumbering", "columnGenerated", "columnOnUpdate", "columnCollation", "columnCharset"}) {
            for (const QWidget* field : drawing.panel.findChildren<QWidget*>(QString::fromLatin1(name))) {
                if (!field->isVisible())
                    continue;
                const int top = field->mapTo(&drawing.panel, QPoint()).y();
                if (top < below)
                    return QString::fromLatin1(name);
                below = top + field->height();
            }
        }
        return {};
    };
    QVERIFY(drawing.field<QLineEdit>("columnType"));
    for (const char* dialect : {"mysql", "sqlite", "postgresql", "mysql", "sqlite"}) {
        drawing.useDialect(dialect);
        for (const auto kind : {model::DefaultValue::Kind::Literal, model::DefaultValue::Kind::None,
                 model::DefaultValue::Kind::Literal}) {
            pick(drawing.field<QComboBox>("columnDefaultKind"), int(kind));
            QCOMPARE(covered(), QString());
        }
    }
}

void PropertyPartsTest::tablesAreTickedOntoAGroup()
{
    Drawing drawing;
    model::Group group;
    group.id = drawing.ids.next<GroupId>();
    group.title = QStringLiteral("People");
    group.position = {2000, 0};
    group.size = {360, 240};
    const DiagramId diagram = drawing.session.currentDiagram();
    QVERIFY(drawing.session.apply(
        {}, [&](model::Document d) { return model::edit::setGroup(std::move(d), diagram, group); }));
    drawing.session.undoStack().clear();
    drawing.selection.selectOnly(group.id);
    auto* list = drawing.panel.findChild<QListWidget*>(QStringLiteral("groupTables"));
    QVERIFY(list && list->isVisible());
    QStringList names;
    for (int row = 0; row < list->count(); ++row) {
        names << list->item(row)->text();
        QVERIFY(list->item(row)->checkState() == Qt::Unchecked);
    }
    QCOMPARE(names, (QStringList{QStringLiteral("Club"), QStringLiteral("Friendship"),
                        QStringLiteral("Membership"), QStringLiteral("Person")}));
    const auto isOnIt = [&](int row) { return list->item(row)->checkState() == Qt::Checked; };
    const auto position = [&](TableId table) { return drawing.session.diagram().tables.at(table).position; };
    // By keyboard: down to the last one, and Space ticks.
    const QPointF before = position(drawing.person), club = position(drawing.club);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_End);
    QTest::keyClick(list, Qt::Key_Space);
    QVERIFY(isOnIt(3) && !isOnIt(0));
    QVERIFY(QRectF(group.position, QSizeF(1, 1)).topLeft().x() <= position(drawing.person).x());
    QCOMPARE(drawing.session.undoStack().count(), 1);
    QCOMPARE(list->currentRow(), 3); // the place in the list stays
    QTest::keyClick(list, Qt::Key_Home);
    QTest::keyClick(list, Qt::Key_Space);
    QVERIFY(isOnIt(3) && isOnIt(0));
    const model::Group grown = drawing.session.diagram().groups.at(group.id);
    QVERIFY(grown.size.width() > group.size.width() || grown.size.height() > group.size.height());
    QTest::keyClick(list, Qt::Key_Space);
    QVERIFY(isOnIt(3) && !isOnIt(0));
    drawing.session.undoStack().undo();
    drawing.session.undoStack().undo();
    drawing.session.undoStack().undo();
    QCOMPARE(position(drawing.person), before);
    QCOMPARE(position(drawing.club), club);
    QVERIFY(drawing.session.diagram().groups.at(group.id) == group);
    QVERIFY(!isOnIt(3));
}

void PropertyPartsTest::noFieldCoversItsLabel()
{
    Drawing drawing;
    for (const ObjectRef& object : {ObjectRef(drawing.person), ObjectRef(drawing.membership), ObjectRef()}) {
        drawing.selection.select(
            object.index() == 0 ? std::vector<ObjectRef>() : std::vector<ObjectRef>{object});
        for (const char* fold : {"columnFold", "kindFold", "optionsFold", "patternsFold"})
            drawing.open(fold);
        QCoreApplication::processEvents();
        int seen = 0;
        for (const QLabel* label : drawing.panel.findChildren<QLabel*>()) {
            const QWidget* field = label->buddy();
            if (!field || !label->isVisible() || !field->isVisible())
                continue;
            ++seen;
            const QRect words(label->mapTo(&drawing.panel, QPoint()), label->size());
            const QRect box(field->mapTo(&drawing.panel, QPoint()), field->size());
            QVERIFY2(!words.intersects(box), qPrintable(label->text()));
        }
        QVERIFY2(
            seen >= 3, qPrintable(QStringLiteral("%1 labels of object kind %2").arg(seen).arg(object.index())));
    }
}

QTEST_MAIN(PropertyPartsTest)
#include "propertypartstest.moc"
