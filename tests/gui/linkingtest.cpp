// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/schoolcanvas.h"
#include "ui/canvas/hittest.h"
#include "ui/tools/linkchooser.h"

using namespace conjoin;
using conjoin::tests::SchoolCanvas;

/// Links by mouse and by keys: which way they run, further ends, and where their pills find a place.
class LinkingTest : public QObject {
    Q_OBJECT

private slots:
    void init() { canvas_ = std::make_unique<SchoolCanvas>(); }
    void cleanup() { canvas_.reset(); }

    void aLineFromTheManyIsALinkToTheOne();
    void keysGiveALinkAFurtherEnd();
    void theLinkToolGivesALinkAFurtherEnd();
    void thePillOfANarrowGapStaysNearIt();
    void armsOfAThreefoldLinkRunStraight();
    void armsOfAThreefoldLinkInALineDoNotCross();

private:
    ui::LinkChooser* chooser() const
    {
        return canvas_->view->viewport()->findChild<ui::LinkChooser*>(QStringLiteral("linkChooser"));
    }
    model::ManyToMany link() const { return canvas_->session->document().schema.links.at(canvas_->link); }
    void place(TableId table, QPointF corner)
    {
        const DiagramId diagram = canvas_->session->currentDiagram();
        QVERIFY(canvas_->session->apply(QStringLiteral("place"), [&](model::Document d) {
            return model::edit::moveNodes(std::move(d), diagram, {{table, corner}});
        }));
    }
    void addTeacherToTheLink()
    {
        model::ManyToMany wider = link();
        wider.ends.push_back({canvas_->teacher, {}, {}});
        QVERIFY(canvas_->session->apply(QStringLiteral("wider"),
            [&](model::Document d) { return model::edit::updateLink(std::move(d), wider); }));
    }

    std::unique_ptr<SchoolCanvas> canvas_;
};

void LinkingTest::aLineFromTheManyIsALinkToTheOne()
{
    canvas_->move(canvas_->titleOf(canvas_->student));
    const ui::Handles grips = ui::handlesOf(canvas_->scene(), canvas_->scene().nodeOf(canvas_->student), -1);
    canvas_->drag(canvas_->at(grips.right), canvas_->titleOf(canvas_->teacher));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_4);
    QTRY_VERIFY(!chooser());
    const auto& references = canvas_->session->document().schema.references;
    QCOMPARE(references.size(), size_t(2));
    const auto id = std::get<ReferenceId>(canvas_->selection->single());
    QCOMPARE(references.at(id).from, canvas_->student);
    QCOMPARE(references.at(id).to, canvas_->teacher);
    QVERIFY(!references.at(id).unique);
}

void LinkingTest::keysGiveALinkAFurtherEnd()
{
    canvas_->selection->selectOnly(canvas_->teacher);
    canvas_->key(Qt::Key_M);
    canvas_->key(Qt::Key_Up);
    for (int i = 0; i < 4 && canvas_->view->surface().target() != canvas_->scene().nodeOf(canvas_->link); ++i)
        canvas_->key(Qt::Key_Left);
    QCOMPARE(canvas_->view->surface().target(), canvas_->scene().nodeOf(canvas_->link));
    canvas_->key(Qt::Key_Return);
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_Return); // the likeliest comes first
    QCOMPARE(link().ends.size(), size_t(3));
    QCOMPARE(link().ends[2].table, canvas_->teacher);
    QCOMPARE(canvas_->session->document().schema.links.size(), size_t(1));
}

void LinkingTest::theLinkToolGivesALinkAFurtherEnd()
{
    canvas_->key(Qt::Key_M);
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, canvas_->titleOf(canvas_->teacher));
    QTest::mouseClick(canvas_->view->viewport(), Qt::LeftButton, {}, canvas_->titleOf(canvas_->link));
    QVERIFY(chooser());
    QTest::keyClick(chooser(), Qt::Key_1);
    QCOMPARE(link().ends.size(), size_t(3));
}

/// Two cards beside each other, one higher than the other, with less between them than a pill needs.
void LinkingTest::thePillOfANarrowGapStaysNearIt()
{
    place(canvas_->teacher, {0, 900});
    place(canvas_->student, {0, 240});
    const double gap = canvas_->rectOf(canvas_->link).width() + 20; // no room for the marks
    place(canvas_->course, {canvas_->rectOf(canvas_->student).right() + gap, 0});
    const QRectF a = canvas_->rectOf(canvas_->student), b = canvas_->rectOf(canvas_->course);
    const QPointF middle = (a.center() + b.center()) / 2;
    const QRectF pill = canvas_->rectOf(canvas_->link);
    QVERIFY(!pill.intersects(a) && !pill.intersects(b));
    QVERIFY2(QLineF(pill.center(), middle).length() < 240, qPrintable(QString::number(pill.y())));
}

void LinkingTest::armsOfAThreefoldLinkRunStraight()
{
    addTeacherToTheLink();
    place(canvas_->student, {0, 300});
    place(canvas_->course, {900, 330});
    place(canvas_->teacher, {480, 0});
    for (int end = 0; end < 3; ++end) {
        const auto& route = canvas_->edge(canvas_->link, end).route;
        const bool aligned = end != 1; // two can be on a line with it, beside and above
        QVERIFY2(!aligned || route.size() == 2, qPrintable(QString::number(end)));
    }
}

void LinkingTest::armsOfAThreefoldLinkInALineDoNotCross()
{
    addTeacherToTheLink();
    place(canvas_->student, {0, 0});
    place(canvas_->teacher, {400, 0});
    place(canvas_->course, {800, 0});
    const QRectF pill = canvas_->rectOf(canvas_->link);
    for (const TableId table : {canvas_->student, canvas_->teacher, canvas_->course})
        QVERIFY(!pill.intersects(canvas_->rectOf(table)));
    int crossings = 0;
    for (int one = 0; one < 3; ++one) {
        for (int other = one + 1; other < 3; ++other) {
            const auto& a = canvas_->edge(canvas_->link, one).route;
            const auto& b = canvas_->edge(canvas_->link, other).route;
            for (size_t i = 1; i < a.size(); ++i) {
                for (size_t k = 1; k < b.size(); ++k)
                    crossings += QLineF(a[i - 1], a[i]).intersects(QLineF(b[k - 1], b[k]), nullptr) ==
                                 QLineF::BoundedIntersection;
            }
        }
    }
    QCOMPARE(crossings, 0);
}

QTEST_MAIN(LinkingTest)
#include "linkingtest.moc"
