// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/edits.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QMouseEvent>
#include <QThreadPool>
#include <QtTest>

#include <memory>

namespace conjoin::tests {

/// A canvas in a window that shows Student, Class and Teacher, each with a column or two, the many-to-many link
/// Enrollment and a reference from Class to Teacher; and what hands do to it.
class SchoolCanvas {
public:
    SchoolCanvas()
    {
        namespace edit = model::edit;
        IdSource ids = IdSource::seeded(5);
        const auto diagram = ids.next<DiagramId>();
        model::Document document = model::emptyDocument(QStringLiteral("School"), diagram);
        const auto add = [&](const QString& name, QPointF where, const QStringList& columns) {
            model::Table table;
            table.id = ids.next<TableId>();
            table.name = name;
            for (const QString& column : columns) {
                model::Column made;
                made.id = ids.next<ColumnId>();
                made.name = column;
                made.type = model::DataType::of(model::TypeKind::Varchar, 255);
                table.columns.push_back(made);
            }
            model::TableNode node;
            node.id = table.id;
            node.position = where;
            document = *edit::addTable(document, table, diagram, node);
            return table.id;
        };
        student = add(QStringLiteral("Student"), {0, 0}, {QStringLiteral("firstName"), QStringLiteral("age")});
        course = add(QStringLiteral("Class"), {640, 0}, {QStringLiteral("className")});
        teacher = add(QStringLiteral("Teacher"), {640, 320}, {QStringLiteral("name")});
        model::Table junction;
        junction.id = ids.next<TableId>();
        junction.name = QStringLiteral("Enrollment");
        model::ManyToMany made;
        made.id = link = ids.next<LinkId>();
        made.ends.resize(2);
        made.ends[0].table = student;
        made.ends[1].table = course;
        document = *edit::addLink(document, made, junction, diagram, {});
        model::Reference teaches;
        teaches.id = reference = ids.next<ReferenceId>();
        teaches.from = course;
        teaches.to = teacher;
        document = *edit::addReference(document, teaches);

        session = std::make_unique<ui::EditSession>(document);
        selection = std::make_unique<ui::Selection>(*session);
        view = std::make_unique<ui::CanvasView>(*session, *selection, ui::Theme::light());
        view->setAnimated(false);
        view->resize(1200, 800);
        view->show();
        if (!QTest::qWaitForWindowExposed(view.get()))
            qFatal("the canvas was never shown");
        view->setFocus();
    }

    const ui::SceneGraph& scene() const { return view->surface().scene(); }
    const ui::SceneNode& node(const ObjectRef& object) const
    {
        return scene().nodes[size_t(scene().nodeOf(object))];
    }
    QRectF rectOf(const ObjectRef& object) const { return node(object).rect; }
    const ui::SceneEdge& edge(const ObjectRef& object, int end = -1) const
    {
        for (const ui::SceneEdge& edge : scene().edges) {
            if (edge.object == object && edge.linkEnd == end)
                return edge;
        }
        qFatal("no such line is shown");
    }
    const model::Table& table(TableId id) const { return session->document().schema.tables.at(id); }
    QStringList columnsOf(TableId id) const
    {
        QStringList names;
        for (const model::Column& column : table(id).columns)
            names += column.name;
        return names;
    }
    ObjectRef columnNamed(TableId id, const QString& name) const { return table(id).columnNamed(name)->id; }

    QPoint at(QPointF scenePoint) const { return view->surface().viewport().toView(scenePoint).toPoint(); }
    QPoint titleOf(const ObjectRef& object) const
    {
        return at(scene().rowRect(scene().nodeOf(object), -1).center());
    }
    QRectF rowOf(const ObjectRef& column) const
    {
        const int card = scene().nodeOf(column);
        const auto& rows = scene().nodes[size_t(card)].rows;
        for (int row = 0; row < int(rows.size()); ++row) {
            if (rows[size_t(row)].object == column)
                return scene().rowRect(card, row);
        }
        qFatal("no such column is shown");
    }

    void move(QPoint to, Qt::MouseButtons buttons = Qt::NoButton, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(
            QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, buttons, modifiers);
        QApplication::sendEvent(view->viewport(), &event);
    }
    void press(QPoint at, Qt::KeyboardModifiers modifiers = {})
    {
        move(at, Qt::NoButton, modifiers);
        QTest::mousePress(view->viewport(), Qt::LeftButton, modifiers, at);
    }
    void dragTo(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        for (int step = 1; step <= 4; ++step)
            move(from + (to - from) * step / 4, Qt::LeftButton, modifiers);
    }
    void release(QPoint at, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, modifiers, at);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        press(from, modifiers);
        dragTo(from, to, modifiers);
        release(to, modifiers);
    }
    /// No search for places is under way any more, nor its answer on the way to the window.
    static void settle()
    {
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(view.get(), key, modifiers); }

    TableId student, course, teacher;
    LinkId link;
    ReferenceId reference;
    std::unique_ptr<ui::EditSession> session;
    std::unique_ptr<ui::Selection> selection;
    std::unique_ptr<ui::CanvasView> view;
};

} // namespace conjoin::tests
