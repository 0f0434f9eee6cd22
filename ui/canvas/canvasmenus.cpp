// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasmenus.h"

#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QMenu>
#include <QPainter>

#include <array>

namespace conjoin::ui {

namespace {

class MenuBuilder {
    Q_DECLARE_TR_FUNCTIONS(CanvasMenu)

public:
    MenuBuilder(CanvasView& view, Surface& surface)
        : view_(view)
        , surface_(surface)
        , menu_(new QMenu(&view))
    {
        menu_->setAttribute(Qt::WA_DeleteOnClose);
    }

    QMenu* build(const Hit& hit, QPointF scene)
    {
        const CanvasCommands commands(surface_);
        if (hit.part == Hit::Part::Nothing)
            addCanvas(scene);
        else if (commands.column())
            addColumn();
        else if (commands.reference())
            addReference();
        else if (surface_.selectedNode() >= 0)
            addNode(surface_.scene().nodes[size_t(surface_.selectedNode())]);
        else
            addRemove();
        return menu_;
    }

private:
    using Command = void (CanvasCommands::*)();

    QAction* add(const QString& text, const QString& key, const std::function<void()>& run)
    {
        QAction* action = menu_->addAction(key.isEmpty() ? text : text + u'\t' + key);
        QObject::connect(action, &QAction::triggered, &surface_, run);
        return action;
    }
    QAction* add(const QString& text, const QString& key, Command command)
    {
        return add(text, key, [&surface = surface_, command] { (CanvasCommands(surface).*command)(); });
    }
    void addRemove()
    {
        menu_->addSeparator();
        add(tr("Remove"), tr("Del"), &CanvasCommands::remove);
    }

    void addCanvas(QPointF scene)
    {
        add(tr("New table"), QStringLiteral("T"),
            [&surface = surface_, scene] { CanvasCommands(surface).newTable(scene); });
        add(tr("New note"), QStringLiteral("N"),
            [&surface = surface_, scene] { CanvasCommands(surface).newNote(scene); });
        menu_->addSeparator();
        add(tr("Select all"), tr("Ctrl+A"), &CanvasCommands::selectAll);
        add(tr("Lay out"), {}, [&view = view_] { view.layOut(); });
        add(tr("Fit to window"), QStringLiteral("0"), [&view = view_] { view.zoomToFit(); });
    }

    void addColumn()
    {
        const auto [table, column] = *CanvasCommands(surface_).column();
        const model::Table& owner = surface_.session().document().schema.tables.at(table);
        const auto isOnly = [column = column](const model::Key& key) {
            return key.parts.size() == 1 && key.parts.front().what == std::variant<ColumnId, QString>(column);
        };
        const bool primary =
            owner.primaryKey && std::any_of(owner.primaryKey->parts.begin(), owner.primaryKey->parts.end(),
                                    [column = column](const model::KeyPart& part) {
                                        return part.what == std::variant<ColumnId, QString>(column);
                                    });
        add(tr("Rename"), QStringLiteral("F2"), &CanvasCommands::rename);
        menu_->addSeparator();
        check(add(tr("Primary key"), QStringLiteral("K"), &CanvasCommands::togglePrimaryKey), primary);
        check(add(tr("Unique"), QStringLiteral("U"), &CanvasCommands::toggleUnique),
            std::any_of(owner.uniqueKeys.begin(), owner.uniqueKeys.end(), isOnly));
        check(add(tr("Optional"), QStringLiteral("O"), &CanvasCommands::toggleNullable),
            owner.column(column)->nullable);
        menu_->addSeparator();
        add(tr("Move up"), tr("Alt+Up"), [&surface = surface_] { CanvasCommands(surface).moveColumn(-1); });
        add(tr("Move down"), tr("Alt+Down"), [&surface = surface_] { CanvasCommands(surface).moveColumn(1); });
        addRemove();
    }

    static void check(QAction* action, bool on)
    {
        action->setCheckable(true);
        action->setChecked(on);
    }

    void addReference()
    {
        const model::Reference& reference =
            surface_.session().document().schema.references.at(CanvasCommands(surface_).reference());
        check(add(tr("Mandatory"), QStringLiteral("O"), &CanvasCommands::toggleMandatory), reference.mandatory);
        check(add(tr("One to one"), QStringLiteral("U"), &CanvasCommands::toggleOneToOne), reference.unique);
        addRemove();
    }

    void addNode(const SceneNode& node)
    {
        add(node.kind == NodeKind::Note ? tr("Edit") : tr("Rename"), QStringLiteral("F2"),
            &CanvasCommands::rename);
        if (node.table) {
            add(node.kind == NodeKind::Table ? tr("Add column") : tr("Add attribute"), tr("Ins"),
                &CanvasCommands::addColumn);
            add(tr("Show rows"), {}, [&view = view_, table = node.table] { emit view.dataRequested(table); });
        }
        if (CanvasCommands(surface_).link()) {
            menu_->addSeparator();
            add(node.kind == NodeKind::Pill ? tr("Show as card") : tr("Show as pill"), QStringLiteral("J"),
                &CanvasCommands::togglePresentation);
        }
        if (node.kind == NodeKind::Table) {
            menu_->addSeparator();
            addColours();
            add(node.collapsed ? tr("Expand") : tr("Collapse"), QStringLiteral("."),
                &CanvasCommands::toggleCollapsed);
        }
        addRemove();
    }

    void addColours()
    {
        const std::array<QString, model::subjectHues> names{
            tr("Blue"), tr("Green"), tr("Amber"), tr("Pink"), tr("Sky"), tr("Violet"), tr("Lime"), tr("Slate")};
        QMenu* colours = menu_->addMenu(tr("Colour"));
        for (int hue = 0; hue < model::subjectHues; ++hue) {
            QPixmap swatch(16, 16);
            swatch.fill(Qt::transparent);
            QPainter painter(&swatch);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(surface_.theme().hues[size_t(hue)].band);
            painter.drawRoundedRect(QRectF(2, 2, 12, 12), 3, 3);
            painter.end();
            QAction* action = colours->addAction(QIcon(swatch), names[size_t(hue)]);
            QObject::connect(action, &QAction::triggered, &surface_,
                [&surface = surface_, hue] { CanvasCommands(surface).setHue(hue); });
        }
    }

    CanvasView& view_;
    Surface& surface_;
    QMenu* menu_;
};

} // namespace

void openCanvasMenu(CanvasView& view, Surface& surface, const Hit& hit, QPointF scene, QPoint global)
{
    const ObjectRef object = objectOf(surface.scene(), hit);
    if (!std::holds_alternative<std::monostate>(object) && !surface.selection().contains(object))
        surface.selection().selectOnly(object);
    MenuBuilder(view, surface).build(hit, scene)->popup(global);
}

} // namespace conjoin::ui
