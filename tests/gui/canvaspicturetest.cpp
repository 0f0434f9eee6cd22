// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/diagramset.h"
#include "model/edit/edits.h"
#include "model/layout/cardmetrics.h"
#include "orm/dialect/dialect.h"
#include "ui/canvas/cardpainter.h"
#include "ui/canvas/scenegraph.h"
#include "ui/canvas/scenepainter.h"
#include "ui/export/picture.h"

#include <QPainter>
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
    void svgSetsTheMarkdownOfNotes();
    void svgDrawsTheCellsOfTables();
    void noTitleIsCutThatFits();
    void idef1xTellsWhatDependsOnWhat();
    void aFineScreenShowsTextFartherOut();
    void whateverIsWrittenStaysInItsCard_data();
    void whateverIsWrittenStaysInItsCard();

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
    const auto pdf = ui::pdfPicture(sceneOf(school()), ui::Theme::light(), QStringLiteral("School"));
    QVERIFY(pdf);
    QVERIFY(pdf->startsWith("%PDF-"));
    QCOMPARE(pdf->count("/Type /Page\n"), 1);
    // What a reader shows of it. Qt writes texts of the document as UTF-16.
    for (const QString& told : {QStringLiteral("/Title"), QStringLiteral("/Creator")})
        QVERIFY2(pdf->contains(told.toUtf8()), qPrintable(told));
    QByteArray title;
    for (const char letter : QByteArray("School"))
        title += QByteArray("\0", 1) + letter;
    QVERIFY(pdf->contains(title));
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

void CanvasPictureTest::svgSetsTheMarkdownOfNotes()
{
    Made made = school();
    model::Note note;
    note.id = NoteId(77);
    note.position = {0, 500};
    note.size = {360, 320};
    note.text =
        QStringLiteral("# Rules\n\nA **strong** and an *oblique* word, `code` and ~~gone~~.\n\n- first\n"
                       "- second\n\n1. one\n2. two\n\n- [x] done\n- [ ] open\n\n---\n\n<b>&</b> & \"end\"");
    made.document = *model::edit::setNote(made.document, made.diagram, note);
    const QByteArray svg = ui::svgPicture(sceneOf(made), ui::Theme::light());
    QString error;
    const QStringList texts = textsOf(svg, &error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    const auto at = [&](const QString& text) { return texts.indexOf(text); };
    for (const char* text : {"Rules", "strong", "oblique", "code", "gone", "first", "second", "1.", "one", "2.",
             "two", "\u2022", "\u2611", "\u2610"})
        QVERIFY2(at(QString::fromUtf8(text)) >= 0, text);
    const QString all = texts.join(u'\n');
    for (const char* sign : {"#", "**", "`", "~~", "[x]", "- first"})
        QVERIFY2(!all.contains(QLatin1String(sign)), sign);
    QVERIFY(all.contains(QStringLiteral("<b>&</b> & \"end\""))); // HTML is text
    const QString picture = QString::fromUtf8(svg);
    const auto styleOf = [&](const QString& text) {
        const qsizetype end = picture.indexOf(u'>' + text + QStringLiteral("</text>"));
        const qsizetype begin = picture.lastIndexOf(QStringLiteral("<text"), end);
        return picture.mid(begin, end - begin);
    };
    QVERIFY(styleOf(QStringLiteral("strong")).contains(QStringLiteral("font-weight: 700")));
    QVERIFY(styleOf(QStringLiteral("oblique")).contains(QStringLiteral("font-style: italic")));
    QVERIFY(styleOf(QStringLiteral("code")).contains(QStringLiteral("monospace")));
    QVERIFY(styleOf(QStringLiteral("gone")).contains(QStringLiteral("line-through")));
    QVERIFY(styleOf(QStringLiteral("Rules")).contains(QStringLiteral("font-size")));
    QVERIFY(picture.contains(QStringLiteral("class=\"rule\"")));
    // What lies below the note is not written.
    note.size = {360, 60};
    made.document = *model::edit::setNote(made.document, made.diagram, note);
    const QStringList few = textsOf(ui::svgPicture(sceneOf(made), ui::Theme::light()), &error);
    QVERIFY(few.contains(QStringLiteral("Rules")) && !few.contains(QStringLiteral("two")));
}

void CanvasPictureTest::svgDrawsTheCellsOfTables()
{
    Made made = school();
    model::Note note;
    note.id = NoteId(78);
    note.position = {0, 500};
    note.size = {360, 200};
    note.text = QStringLiteral("Before\n\n| grade | means |\n| --- | --- |\n| A | best |\n| F | failed |\n");
    const auto pictured = [&] {
        made.document = *model::edit::setNote(made.document, made.diagram, note);
        return ui::svgPicture(sceneOf(made), ui::Theme::light());
    };
    const QByteArray svg = pictured();
    QString error;
    const QStringList texts = textsOf(svg, &error);
    QVERIFY2(error.isEmpty(), qPrintable(error));
    for (const char* cell : {"grade", "means", "A", "best", "F", "failed"})
        QVERIFY2(texts.contains(QLatin1String(cell)), cell);
    QCOMPARE(svg.count("class=\"cell\""), 4 + 3); // around three rows and two columns
    // Every line stays inside of the note, also where the table does not fit into it.
    const auto linesOf = [](const QByteArray& picture) {
        std::vector<QLineF> lines;
        static const QRegularExpression path(
            QStringLiteral("class=\"cell\" d=\"M([-.\\d]+) ([-.\\d]+)L([-.\\d]+) ([-.\\d]+)\""));
        for (auto it = path.globalMatch(QString::fromUtf8(picture)); it.hasNext();) {
            const auto found = it.next();
            lines.emplace_back(found.captured(1).toDouble(), found.captured(2).toDouble(),
                found.captured(3).toDouble(), found.captured(4).toDouble());
        }
        return lines;
    };
    for (const QSizeF& size : {note.size, QSizeF(120, 70)}) {
        note.size = size;
        const std::vector<QLineF> lines = linesOf(pictured());
        QVERIFY(!lines.empty());
        for (const QLineF& line : lines) {
            const QRectF room(note.position, note.size);
            QVERIFY(room.contains(line.p1()) && room.contains(line.p2()));
        }
    }
}

void CanvasPictureTest::noTitleIsCutThatFits()
{
    const QString letters = QStringLiteral("scheduler_log_messages_WmiT");
    for (qsizetype length = 1; length <= letters.size(); ++length) {
        const QString name = letters.left(length);
        QString error;
        const QStringList texts = textsOf(ui::svgPicture(sceneOf(school(name)), ui::Theme::light()), &error);
        QVERIFY2(texts.contains(name), qPrintable(name));
    }
}

void CanvasPictureTest::idef1xTellsWhatDependsOnWhat()
{
    Made made = school();
    const ui::SceneGraph plain = sceneOf(made);
    for (const ui::SceneNode& node : plain.nodes)
        QVERIFY(!node.square);
    made.document = *model::edit::setNotation(made.document, made.diagram, model::Notation::Idef1x);
    namespace edit = model::edit;
    made.document =
        *edit::setPresentation(made.document, made.diagram, made.link, model::LinkNode::Presentation::Card);
    const ui::SceneGraph scene = sceneOf(made);
    // The junction's key is made of its two references; the others have keys of their own.
    QVERIFY(!scene.nodes[size_t(scene.nodeOf(made.link))].square);
    QVERIFY(scene.nodes[size_t(scene.nodeOf(made.student))].square);
    QVERIFY(scene.nodes[size_t(scene.nodeOf(made.course))].square);
    int dashed = 0;
    for (const ui::SceneEdge& edge : scene.edges) {
        QCOMPARE(edge.dashed, !edge.manyToMany); // class to teacher is no part of a key
        dashed += int(edge.dashed);
    }
    QCOMPARE(dashed, 1);
    QCOMPARE(ui::svgPicture(scene, ui::Theme::light()).count("class=\"dashed\""), 1);
    // A dot stands where an arm meets its pill only; exactly one is a plain end.
    QCOMPARE(ui::svgPicture(scene, ui::Theme::light()).count("class=\"dot\""), 0);
    QCOMPARE(ui::svgPicture(plain, ui::Theme::light()).count("class=\"dot\""), 2);
    QVERIFY(!ui::svgPicture(plain, ui::Theme::light()).contains("class=\"dashed\""));
}

/// Rows are text where that can be read, else bars: of a pixel of a fine screen there are two by two.
void CanvasPictureTest::aFineScreenShowsTextFartherOut()
{
    ui::SceneGraph scene;
    scene.nodes.resize(1);
    ui::SceneNode& card = scene.nodes.front();
    card.title = QStringLiteral("Student");
    card.rows.resize(2);
    card.rows[0].name = QStringLiteral("firstName");
    card.rows[1].name = QStringLiteral("secondName");
    card.rect = QRectF(20, 20, 200, model::layout::cardHeight(card.rows.size()));
    // As a screen of two pixels each would show it, whatever the painter takes the screen for.
    const auto painted = [&](double scale, double ratio) {
        QImage image(500, 300, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(2 * scale, 2 * scale);
        ui::ScenePainter scenePainter(ui::Theme::light());
        scenePainter.setRatio(ratio);
        scenePainter.paint(painter, scene, {}, ui::ScenePainter::all(scene), scale);
        return image;
    };
    QVERIFY(painted(0.44, 2) != painted(0.44, 1));
    QCOMPARE(ui::detailAt(0.44, 2), ui::Detail::Full);
    QCOMPARE(ui::detailAt(0.44, 1), ui::Detail::Bars);
    QCOMPARE(painted(0.55, 2), painted(0.55, 1));
    QCOMPARE(painted(0.36, 2), painted(0.36, 1));
    QCOMPARE(ui::detailAt(0.36, 2), ui::Detail::Bars);
    QVERIFY(ui::detailAt(0.47, 1.5) == ui::Detail::Full && ui::detailAt(0.43, 1.5) == ui::Detail::Bars);
}

void CanvasPictureTest::whateverIsWrittenStaysInItsCard_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("200 letters") << QString(200, u'W');
    QTest::newRow("200 narrow letters") << QString(200, u'i');
    QTest::newRow("right to left") << QString::fromUtf8(
        "\u05d8\u05d1\u05dc\u05ea \u05ea\u05dc\u05de\u05d9\u05d3\u05d9\u05dd")
                                          .repeated(12);
    QTest::newRow("both directions") << QString::fromUtf8(
        "abc \u0645\u0631\u062d\u0628\u0627 123 \u202edef\u202c");
    QTest::newRow("a heap of marks") << QString::fromUtf8(
        "Z\u0350\u0351\u0352\u0357\u035b\u0363\u0316\u0317\u0318\u0319\u031c\u0321\u0330"
        "a\u0350\u0351\u0352\u0357\u035b\u0363\u0316\u0317\u0318\u0319\u031c\u0321\u0330")
                                            .repeated(10);
    QTest::newRow("emoji") << QString::fromUtf8(
        "\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466\U0001F393")
                                  .repeated(40);
    QTest::newRow("line ends") << QStringLiteral("one\ntwo\r\nthree\u2028four\tfive").repeated(3);
    QTest::newRow("Chinese") << QString::fromUtf8("\u5b66\u751f\u8868").repeated(50);
}

/// The card is painted on a canvas of its own colour: no pixel outside of it may differ from an empty canvas.
void CanvasPictureTest::whateverIsWrittenStaysInItsCard()
{
    QFETCH(QString, name);
    ui::SceneNode card;
    card.kind = ui::NodeKind::Table;
    card.title = name;
    for (const bool key : {true, false, false}) {
        ui::CardRow row;
        row.name = name;
        row.type = name.left(60);
        row.primaryKey = key;
        card.rows.push_back(row);
    }
    // Two more rows than are filled: text may not reach into them either.
    card.rows.insert(card.rows.begin() + 1, ui::CardRow());
    constexpr int margin = 60;
    card.rect = QRectF(margin, margin, 336, model::layout::cardHeight(card.rows.size()));
    const auto painted = [&](const ui::SceneNode& node, double scale) {
        const QSize size((card.rect.size().toSize() + QSize(2 * margin, 2 * margin)) * scale);
        QImage image(size, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(scale, scale);
        ui::CardPainter(ui::Theme::light()).paint(painter, node, {}, 1, false);
        return image;
    };
    ui::SceneNode empty = card;
    empty.title.clear();
    for (ui::CardRow& row : empty.rows)
        row.name = row.type = QString();
    for (const double scale : {1.0, 2.0}) {
        const QImage with = painted(card, scale), without = painted(empty, scale);
        // Where nothing was written nothing may show: around the card, and in its empty row.
        const auto same = [&](const QRectF& area) {
            const QRect pixels =
                QRectF(area.topLeft() * scale, area.size() * scale).toAlignedRect() & with.rect();
            return with.copy(pixels) == without.copy(pixels);
        };
        const QRectF& rect = card.rect;
        QVERIFY(same(QRectF(0, 0, rect.right() + margin, rect.top())));
        QVERIFY(same(QRectF(0, 0, rect.left(), rect.bottom() + margin)));
        QVERIFY(same(QRectF(rect.right(), 0, margin, rect.bottom() + margin)));
        QVERIFY(same(QRectF(0, rect.bottom(), rect.right() + margin, margin)));
        const double middle = rect.top() + model::layout::rowCentre(1);
        QVERIFY(same(QRectF(rect.left(), middle - 8, rect.width(), 16)));
        QVERIFY(with != without || name.isEmpty());
    }
}

QTEST_MAIN(CanvasPictureTest)
#include "canvaspicturetest.moc"
