// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasaccessible.h"

#include "model/document/objects.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/canvaswords.h"
#include "ui/canvas/surface.h"
#include "ui/session/selection.h"

#include <QAccessibleWidget>

#include <algorithm>
#include <map>
#include <vector>

namespace conjoin::ui {

namespace {

/// What an interface of the tree stands for. Things come and go with every edit and are known by their objects,
/// so one that a screen reader holds on to stays the same card after the diagram changed around it.
struct ThingKey {
    enum class Kind { Node, Row, Edge };
    Kind kind = Kind::Node;
    quint64 object = 0; ///< number of the id, see model::idValue()
    int end = -1;       ///< of an edge: which arm; of a row: its place where it has no column of its own
    quint64 owner = 0;  ///< of a row: that of its card

    friend auto operator<=>(const ThingKey&, const ThingKey&) = default;
};

class ViewAccessible;

/// A card, a column of one, or a line.
class ThingAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ThingAccessible(ViewAccessible& tree, CanvasView& view, const ThingKey& key)
        : tree_(tree)
        , view_(view)
        , key_(key)
    {}

    bool isValid() const override { return place() >= 0; }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    int childCount() const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    void setText(QAccessible::Text, const QString&) override {}
    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::Role role() const override;
    QAccessible::State state() const override;
    QList<std::pair<QAccessibleInterface*, QAccessible::Relation>> relations(
        QAccessible::Relation match) const override;
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }

    // -- what can be done to it
    QStringList actionNames() const override { return {pressAction(), setFocusAction(), showMenuAction()}; }
    void doAction(const QString& name) override;
    QStringList keyBindingsForAction(const QString& name) const override
    {
        return name == pressAction() ? QStringList{QStringLiteral("Return")} : QStringList();
    }

    const ThingKey& key() const { return key_; }

private:
    const SceneGraph& scene() const { return view_.surface().scene(); }
    /// Index of the node or edge – for a row of its card –, or -1 where it is not shown any more.
    int place() const;
    int row() const; ///< of the card; -1 where it has gone
    ObjectRef shown() const;

    ViewAccessible& tree_;
    CanvasView& view_;
    ThingKey key_;
};

class ViewAccessible : public QAccessibleWidget {
public:
    explicit ViewAccessible(CanvasView& view)
        : QAccessibleWidget(&view, QAccessible::Canvas, CanvasView::tr("Diagram"))
        , view_(view)
    {}
    ~ViewAccessible() override
    {
        for (const auto& [key, id] : things_)
            QAccessible::deleteAccessibleInterface(id);
    }

    QAccessibleInterface* thing(const ThingKey& key)
    {
        const auto it = things_.find(key);
        if (it != things_.end())
            return QAccessible::accessibleInterface(it->second);
        auto* made = new ThingAccessible(*this, view_, key);
        things_.emplace(key, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    QAccessibleInterface* node(int index)
    {
        return thing({ThingKey::Kind::Node, model::idValue(scene().nodes[size_t(index)].object)});
    }
    QAccessibleInterface* edge(int index)
    {
        const SceneEdge& edge = scene().edges[size_t(index)];
        return thing({ThingKey::Kind::Edge, model::idValue(edge.object), edge.linkEnd});
    }
    QAccessibleInterface* row(int nodeIndex, int rowIndex)
    {
        const SceneNode& card = scene().nodes[size_t(nodeIndex)];
        const CardRow& shown = card.rows[size_t(rowIndex)];
        const bool own = std::holds_alternative<ColumnId>(shown.object);
        return thing({ThingKey::Kind::Row, model::idValue(shown.object), own ? -1 : rowIndex,
            model::idValue(card.object)});
    }

    int childCount() const override { return int(scene().nodes.size() + scene().edges.size()); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        auto& self = const_cast<ViewAccessible&>(*this); // interfaces are made when first asked for
        const int nodes = int(scene().nodes.size());
        return index < nodes ? self.node(index) : self.edge(index - nodes);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (this->child(i) == child)
                return i;
        }
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        const Hit hit = view_.surface().hitAt(view_.viewport()->mapFromGlobal(QPoint(x, y)));
        if (hit.onNode())
            return child(hit.node);
        return hit.edge >= 0 ? child(int(scene().nodes.size()) + hit.edge) : nullptr;
    }
    QAccessibleInterface* focusChild() const override { return const_cast<ViewAccessible&>(*this).selected(); }

    /// The selected card, column or line; null where that is not one thing.
    QAccessibleInterface* selected()
    {
        const ObjectRef object = view_.surface().selection().single();
        if (std::holds_alternative<std::monostate>(object))
            return nullptr;
        const int at = scene().nodeOf(object);
        if (at >= 0 && std::holds_alternative<ColumnId>(object)) {
            const auto& rows = scene().nodes[size_t(at)].rows;
            const auto it = std::ranges::find(rows, object, &CardRow::object);
            return it == rows.end() ? node(at) : row(at, int(it - rows.begin()));
        }
        if (at >= 0)
            return node(at);
        const auto line = std::ranges::find(scene().edges, object, &SceneEdge::object);
        return line == scene().edges.end() ? nullptr : edge(int(line - scene().edges.begin()));
    }

private:
    const SceneGraph& scene() const { return view_.surface().scene(); }

    CanvasView& view_;
    std::map<ThingKey, QAccessible::Id> things_;
};

int ThingAccessible::place() const
{
    if (key_.kind == ThingKey::Kind::Edge) {
        const auto it = std::ranges::find_if(scene().edges, [&](const SceneEdge& edge) {
            return model::idValue(edge.object) == key_.object && edge.linkEnd == key_.end;
        });
        return it == scene().edges.end() ? -1 : int(it - scene().edges.begin());
    }
    const quint64 card = key_.kind == ThingKey::Kind::Row ? key_.owner : key_.object;
    const auto it = std::ranges::find_if(
        scene().nodes, [&](const SceneNode& node) { return model::idValue(node.object) == card; });
    const int at = it == scene().nodes.end() ? -1 : int(it - scene().nodes.begin());
    return at >= 0 && key_.kind == ThingKey::Kind::Row && row() < 0 ? -1 : at;
}

int ThingAccessible::row() const
{
    const auto card = std::ranges::find_if(
        scene().nodes, [&](const SceneNode& node) { return model::idValue(node.object) == key_.owner; });
    if (card == scene().nodes.end())
        return -1;
    if (key_.end >= 0) {
        const bool there = size_t(key_.end) < card->rows.size() &&
                           model::idValue(card->rows[size_t(key_.end)].object) == key_.object;
        return there ? key_.end : -1;
    }
    const auto it = std::ranges::find_if(
        card->rows, [&](const CardRow& shown) { return model::idValue(shown.object) == key_.object; });
    return it == card->rows.end() ? -1 : int(it - card->rows.begin());
}

ObjectRef ThingAccessible::shown() const
{
    const int at = place();
    if (at < 0)
        return {};
    switch (key_.kind) {
    case ThingKey::Kind::Node:
        return scene().nodes[size_t(at)].object;
    case ThingKey::Kind::Row: {
        const CardRow& column = scene().nodes[size_t(at)].rows[size_t(row())];
        return column.derived ? scene().nodes[size_t(at)].object : column.object;
    }
    case ThingKey::Kind::Edge:
        break;
    }
    return scene().edges[size_t(at)].object;
}

QAccessibleInterface* ThingAccessible::parent() const
{
    const int at = key_.kind == ThingKey::Kind::Row ? place() : -1;
    return at >= 0 ? tree_.node(at) : static_cast<QAccessibleInterface*>(&tree_);
}

int ThingAccessible::childCount() const
{
    const int at = key_.kind == ThingKey::Kind::Node ? place() : -1;
    return at < 0 ? 0 : int(scene().nodes[size_t(at)].rows.size());
}

QAccessibleInterface* ThingAccessible::child(int index) const
{
    return index >= 0 && index < childCount() ? tree_.row(place(), index) : nullptr;
}

QAccessibleInterface* ThingAccessible::childAt(int x, int y) const
{
    for (int i = 0; i < childCount(); ++i) {
        if (child(i)->rect().contains(x, y))
            return child(i);
    }
    return nullptr;
}

int ThingAccessible::indexOfChild(const QAccessibleInterface* wanted) const
{
    for (int i = 0; i < childCount(); ++i) {
        if (child(i) == wanted)
            return i;
    }
    return -1;
}

QString ThingAccessible::text(QAccessible::Text kind) const
{
    const int at = place();
    if (at < 0)
        return {};
    if (kind == QAccessible::Name) {
        switch (key_.kind) {
        case ThingKey::Kind::Node:
            return wordsForNode(scene(), at);
        case ThingKey::Kind::Row:
            return wordsForRow(scene(), at, row());
        case ThingKey::Kind::Edge:
            return wordsForEdge(scene(), at);
        }
    }
    return kind == QAccessible::Description && key_.kind == ThingKey::Kind::Node ? stateOfNode(scene(), at)
                                                                                 : QString();
}

QRect ThingAccessible::rect() const
{
    const int at = place();
    if (at < 0)
        return {};
    QRectF area;
    switch (key_.kind) {
    case ThingKey::Kind::Node:
        area = scene().nodes[size_t(at)].rect;
        break;
    case ThingKey::Kind::Row:
        area = scene().rowRect(at, row());
        break;
    case ThingKey::Kind::Edge:
        for (const QPointF& point : scene().edges[size_t(at)].route)
            area |= QRectF(point, QSizeF(1, 1));
        break;
    }
    const QRect shown = view_.surface().viewport().toView(area).toRect();
    return {view_.viewport()->mapToGlobal(shown.topLeft()), shown.size()};
}

QAccessible::Role ThingAccessible::role() const
{
    switch (key_.kind) {
    case ThingKey::Kind::Node:
        return QAccessible::Grouping;
    case ThingKey::Kind::Row:
        return QAccessible::ListItem;
    case ThingKey::Kind::Edge:
        break;
    }
    return QAccessible::Link;
}

QAccessible::State ThingAccessible::state() const
{
    QAccessible::State state;
    const ObjectRef object = shown();
    state.invalid = std::holds_alternative<std::monostate>(object);
    if (state.invalid)
        return state;
    state.focusable = true;
    state.selectable = true;
    state.multiSelectable = true;
    state.selected = view_.surface().selection().contains(object);
    state.focused = view_.hasFocus() && tree_.selected() == this;
    state.movable = key_.kind == ThingKey::Kind::Node && !scene().nodes[size_t(place())].pinned;
    return state;
}

QList<std::pair<QAccessibleInterface*, QAccessible::Relation>> ThingAccessible::relations(
    QAccessible::Relation match) const
{
    QList<std::pair<QAccessibleInterface*, QAccessible::Relation>> found;
    const int at = place();
    if (at < 0 || key_.kind != ThingKey::Kind::Edge)
        return found;
    // A line is labelled by the cards that it connects.
    const SceneEdge& edge = scene().edges[size_t(at)];
    if (match & QAccessible::Labelled) {
        found.append({tree_.node(edge.from), QAccessible::Labelled});
        found.append({tree_.node(edge.to), QAccessible::Labelled});
    }
    return found;
}

void ThingAccessible::doAction(const QString& name)
{
    const ObjectRef object = shown();
    if (std::holds_alternative<std::monostate>(object))
        return;
    view_.reveal(object);
    view_.setFocus(Qt::OtherFocusReason);
    if (name == pressAction()) {
        view_.renameSelection();
    } else if (name == showMenuAction()) {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(&view_, &event);
    }
}

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

void tellFocus(CanvasView& view)
{
    if (!QAccessible::isActive() || !view.hasFocus())
        return;
    auto* tree = dynamic_cast<ViewAccessible*>(QAccessible::queryAccessibleInterface(&view));
    if (QAccessibleInterface* thing = tree ? tree->selected() : nullptr) {
        QAccessibleEvent event(thing, QAccessible::Focus);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace conjoin::ui
