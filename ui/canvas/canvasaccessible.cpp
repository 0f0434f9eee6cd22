// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasaccessible.h"

#include "ui/canvas/canvasview.h"
#include "ui/canvas/canvaswords.h"
#include "ui/canvas/surface.h"
#include "ui/session/selection.h"

#include <QAccessibleWidget>

#include <vector>

namespace conjoin::ui {

namespace {

/// One card or line of a view. Things come and go with every edit, so it is known by its place in the scene and
/// never outlives the view's list of children.
class ThingAccessible : public QAccessibleInterface {
public:
    ThingAccessible(CanvasView& view, size_t index)
        : view_(view)
        , index_(index)
    {}

    bool isValid() const override
    {
        return index_ < view_.surface().scene().nodes.size() + view_.surface().scene().edges.size();
    }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(&view_); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    void setText(QAccessible::Text, const QString&) override {}

    QString text(QAccessible::Text kind) const override
    {
        if (kind != QAccessible::Name || !isValid())
            return {};
        return isNode() ? wordsForNode(scene(), int(index_)) : wordsForEdge(scene(), edge());
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        QRectF area;
        if (isNode()) {
            area = scene().nodes[index_].rect;
        } else {
            for (const QPointF& point : scene().edges[size_t(edge())].route)
                area |= QRectF(point, QSizeF(1, 1));
        }
        const QRect shown = view_.surface().viewport().toView(area).toRect();
        return {view_.viewport()->mapToGlobal(shown.topLeft()), shown.size()};
    }

    QAccessible::Role role() const override { return isNode() ? QAccessible::Grouping : QAccessible::Link; }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.selectable = true;
        state.invalid = !isValid();
        if (isValid()) {
            state.selected = view_.surface().selection().contains(shown());
            state.focused = state.selected && view_.hasFocus();
        }
        return state;
    }

private:
    const SceneGraph& scene() const { return view_.surface().scene(); }
    bool isNode() const { return index_ < scene().nodes.size(); }
    int edge() const { return int(index_ - scene().nodes.size()); }
    ObjectRef shown() const
    {
        return isNode() ? scene().nodes[index_].object : scene().edges[size_t(edge())].object;
    }

    CanvasView& view_;
    size_t index_;
};

class ViewAccessible : public QAccessibleWidget {
public:
    explicit ViewAccessible(CanvasView& view)
        : QAccessibleWidget(&view, QAccessible::Canvas, CanvasView::tr("Diagram"))
        , view_(view)
    {}
    ~ViewAccessible() override
    {
        for (const QAccessible::Id id : things_)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        return int(view_.surface().scene().nodes.size() + view_.surface().scene().edges.size());
    }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        while (int(things_.size()) <= index)
            things_.push_back(
                QAccessible::registerAccessibleInterface(new ThingAccessible(view_, things_.size())));
        return QAccessible::accessibleInterface(things_[size_t(index)]);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (size_t i = 0; i < things_.size(); ++i) {
            if (QAccessible::accessibleInterface(things_[i]) == child)
                return int(i);
        }
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const Hit hit = view_.surface().hitAt(view_.viewport()->mapFromGlobal(QPoint(x, y)));
        if (hit.onNode())
            return child(hit.node);
        return hit.edge >= 0 ? child(int(view_.surface().scene().nodes.size()) + hit.edge) : nullptr;
    }

private:
    CanvasView& view_;
    mutable std::vector<QAccessible::Id> things_; ///< made when first asked for
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className != QLatin1String("conjoin::ui::CanvasView"))
        return nullptr;
    auto* view = qobject_cast<CanvasView*>(object);
    return view ? new ViewAccessible(*view) : nullptr;
}

} // namespace

void installCanvasAccessibility()
{
    QAccessible::installFactory(makeInterface); // installing the same one twice changes nothing
}

} // namespace conjoin::ui
