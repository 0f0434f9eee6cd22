// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "orm/dialect/dialect.h"
#include "ui/canvas/scenegraph.h"
#include "ui/export/picture.h"

#include <QXmlStreamReader>
#include <QtTest>

using namespace conjoin;

/// Pictures of a diagram: what someone who embeds one may rely on.
class CanvasPictureTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void svgIsWellFormedAndHoldsEveryNameAsText();
    void svgOfHostileNamesIsWellFormed();
    void svgNamesEveryTableOnce();
    void pngHasTheSizeOfTheScale();
    void pngRefusesWhatNoMemoryHolds();
    void pdfIsOnePage();
    void endsTellWhatTheConstraintsSay();
    void pillWithoutPlaceStandsBetweenItsEnds();
    void presentationChangesNoColumn();
    void junctionCardKeepsClearOfItsNeighbours();
    void roleIsWrittenWhereNoColumnSaysIt();

private:
    struct Made {
        model::Document document;
        DiagramId diagram;
        TableId student, course, teacher;
        LinkId link;
    };
    static Made school(const QString& studentName = QStringLiteral("Student"));
    static orm::Derivation derived(const model::Document& document);
    static ui::SceneGraph sceneOf(const Made& made)
    {
        return ui::buildScene(made.document, made.diagram, derived(made.document));
    }
    static QStringList textsOf(const QByteArray& svg, QString* error);
};

void CanvasPictureTest::initTestCase()
{
    ui::CanvasFonts(); // the pictures measure text: the application must have its fonts
}

CanvasPictureTest::Made CanvasPictureTest::school(const QString& studentName)
{
    namespace edit = model::edit;
    IdSource ids = IdSource::seeded(3);
    Made made;
    made.diagram = ids.next<DiagramId>();
    made.document = model::emptyDocument(QStringLiteral("School"), made.diagram);
    const auto add = [&](const QString& name, const QString& column, QPointF at) {
        model::Table table;
        table.id = ids.next<TableId>();
        table.name = name;
        model::Column made1;
        made1.id = ids.next<ColumnId>();
        made1.name = column;
        table.columns.push_back(made1);
        model::TableNode node;
        node.id = table.id;
        node.position = at;
        made.document = *edit::addTable(made.document, table, made.diagram, node);
        return table.id;
    };
    made.student = add(studentName, QStringLiteral("firstName"), {0, 0});
    made.course = add(QStringLiteral("Class"), QStringLiteral("className"), {600, 0});
    made.teacher = add(QStringLiteral("Teacher"), QStringLiteral("fullName"), {600, 300});

    model::Table junction;
    junction.id = ids.next<TableId>();
    junction.name = QStringLiteral("Enrollment");
    model::Column grade;
    grade.id = ids.next<ColumnId>();
    grade.name = QStringLiteral("grade");
    junction.columns.push_back(grade);
    model::ManyToMany link;
    link.id = made.link = ids.next<LinkId>();
    link.ends.resize(2);
    link.ends[0].table = made.student;
    link.ends[1].table = made.course;
    made.document = *edit::addLink(made.document, link, junction, made.diagram, {});

    model::Reference reference;
    reference.id = ids.next<ReferenceId>();
    reference.from = made.course;
    reference.to = made.teacher;
    reference.mandatory = true;
    made.document = *edit::addReference(made.document, reference);
    return made;
}

orm::Derivation CanvasPictureTest::derived(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(QStringLiteral("sqlite"));
    return orm::derive(document.schema, document.settings.naming, (*dialect)->capabilities());
}

QStringList CanvasPictureTest::textsOf(const QByteArray& svg, QString* error)
{
    QStringList texts;
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == u"text")
            texts += reader.readElementText();
    }
    *error = reader.errorString();
    return texts;
}

void CanvasPictureTest::svgIsWellFormedAndHoldsEveryNameAsText()
{
    QString error;
    const QStringList texts = textsOf(ui::svgPicture(sceneOf(school()), ui::Theme::light()), &error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    for (const char* name :
        {"Student", "Class", "Teacher", "Enrollment", "firstName", "grade", "TeacherId", "integer"})
        QVERIFY2(texts.contains(QLatin1String(name)), name);
}

void CanvasPictureTest::svgOfHostileNamesIsWellFormed()
{
    const QString name = QStringLiteral("<a href=\"x\">&'\u0007%1 \U0001F600");
    QString error;
    const QStringList texts = textsOf(ui::svgPicture(sceneOf(school(name)), ui::Theme::dark()), &error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    const bool shown = std::any_of(texts.begin(), texts.end(),
        [](const QString& text) { return text.startsWith(QStringLiteral("<a href=\"x\">&'")); });
    QVERIFY(shown);
}

void CanvasPictureTest::svgNamesEveryTableOnce()
{
    const Made made = school();
    const QByteArray svg = ui::svgPicture(sceneOf(made), ui::Theme::light());
    for (const model::Table& table : made.document.schema.tables) {
        const QByteArray id = "id=\"t" + idText(table.id.value()).toLatin1() + '"';
        QCOMPARE(svg.count(id), 1);
    }
}

void CanvasPictureTest::pngHasTheSizeOfTheScale()
{
    const ui::SceneGraph scene = sceneOf(school());
    const auto single = ui::pngPicture(scene, ui::Theme::light(), 1);
    const auto twice = ui::pngPicture(scene, ui::Theme::light(), 2);
    QVERIFY(single && twice);
    QCOMPARE(twice->size(), single->size() * 2);
    QCOMPARE(single->pixelColor(2, 2), ui::Theme::light().canvas);
    QCOMPARE(ui::pngPicture(scene, ui::Theme::dark(), 1)->pixelColor(2, 2), ui::Theme::dark().canvas);
}

void CanvasPictureTest::pngRefusesWhatNoMemoryHolds()
{
    Made made = school();
    made.document = *model::edit::moveNodes(made.document, made.diagram, {{made.teacher, QPointF(1e6, 1e6)}});
    const auto image = ui::pngPicture(sceneOf(made), ui::Theme::light(), 4);
    QVERIFY(!image);
    QVERIFY(!image.error().hint.isEmpty());
}

void CanvasPictureTest::pdfIsOnePage()
{
    const auto pdf = ui::pdfPicture(sceneOf(school()), ui::Theme::light());
    QVERIFY(pdf);
    QVERIFY(pdf->startsWith("%PDF-"));
    QCOMPARE(pdf->count("/Type /Page\n"), 1);
}

void CanvasPictureTest::endsTellWhatTheConstraintsSay()
{
    const Made made = school();
    const ui::SceneGraph scene = sceneOf(made);
    for (const ui::SceneEdge& edge : scene.edges) {
        QVERIFY(edge.route.size() >= 2);
        if (edge.manyToMany) {
            QCOMPARE(edge.fromMark, ui::EndMark::ZeroOrMany);
            continue;
        }
        QCOMPARE(edge.from, scene.nodeOf(made.course));
        QCOMPARE(edge.fromMark, ui::EndMark::ZeroOrMany);
        QCOMPARE(edge.toMark, ui::EndMark::One); // mandatory: exactly one teacher
        QCOMPARE(scene.nodes[size_t(edge.from)].rows[size_t(edge.fromRow)].name, QStringLiteral("TeacherId"));
    }
}

void CanvasPictureTest::pillWithoutPlaceStandsBetweenItsEnds()
{
    const Made made = school();
    const ui::SceneGraph scene = sceneOf(made);
    const QRectF pill = scene.nodes[size_t(scene.nodeOf(made.link))].rect;
    QVERIFY(pill.left() > scene.nodes[size_t(scene.nodeOf(made.student))].rect.right());
    QVERIFY(pill.right() < scene.nodes[size_t(scene.nodeOf(made.course))].rect.left());
}

void CanvasPictureTest::junctionCardKeepsClearOfItsNeighbours()
{
    Made made = school();
    made.document =
        *model::edit::moveNodes(made.document, made.diagram, {{made.course, {280, 0}}}); // no room between them
    made.document = *model::edit::setPresentation(
        made.document, made.diagram, made.link, model::LinkNode::Presentation::Card);
    const ui::SceneGraph scene = sceneOf(made);
    const int card = scene.nodeOf(made.link);
    constexpr double least = 47;
    const QRectF around = scene.nodes[size_t(card)].rect.adjusted(-least, -least, least, least);
    for (size_t i = 0; i < scene.nodes.size(); ++i)
        QVERIFY2(int(i) == card || !scene.nodes[i].rect.intersects(around), qPrintable(scene.nodes[i].title));
}

void CanvasPictureTest::roleIsWrittenWhereNoColumnSaysIt()
{
    Made made = school();
    const auto setReference = [&](const std::function<void(model::Reference&)>& change) {
        model::Reference reference = *made.document.schema.references.begin();
        change(reference);
        made.document = *model::edit::updateReference(made.document, reference);
        return sceneOf(made);
    };
    const auto isWritten = [](const ui::SceneGraph& scene) {
        return std::any_of(scene.edges.begin(), scene.edges.end(),
            [](const ui::SceneEdge& edge) { return !edge.toLabelRect.isEmpty(); });
    };
    const ui::SceneGraph drawn = setReference([](model::Reference& r) { r.role = QStringLiteral("tutor"); });
    QVERIFY(isWritten(drawn));
    for (const ui::SceneEdge& edge : drawn.edges) {
        for (const ui::SceneNode& node : drawn.nodes)
            QVERIFY(!edge.toLabelRect.intersects(node.rect));
    }
    const ui::SceneGraph lifted = setReference([&](model::Reference& r) {
        model::ColumnPair pair;
        pair.local = made.document.schema.tables.at(made.course).columns.front().id;
        r.key.columns = {pair};
    });
    QVERIFY(!isWritten(lifted));
}

void CanvasPictureTest::presentationChangesNoColumn()
{
    Made made = school();
    const ui::SceneGraph asPill = sceneOf(made);
    const auto& pill = asPill.nodes[size_t(asPill.nodeOf(made.link))];
    QCOMPARE(pill.kind, ui::NodeKind::Pill);
    QCOMPARE(pill.rows.size(), size_t(1)); // the attribute alone

    made.document = *model::edit::setPresentation(
        made.document, made.diagram, made.link, model::LinkNode::Presentation::Card);
    const ui::SceneGraph asCard = sceneOf(made);
    const auto& card = asCard.nodes[size_t(asCard.nodeOf(made.link))];
    QCOMPARE(card.kind, ui::NodeKind::Junction);
    QCOMPARE(card.rows.size(), size_t(3)); // and the keys of both ends
}

QTEST_MAIN(CanvasPictureTest)
#include "canvaspicturetest.moc"
