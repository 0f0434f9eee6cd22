// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvasmenus.h"

#include "ui/canvas/arrangecommands.h"
#include "ui/canvas/canvascommand.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/canvasview.h"
#include "ui/canvas/clipboard.h"
#include "ui/canvas/diagramcommands.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"

#include <QMenu>
#include <QPainter>

#include <array>
#include <tuple>
#include <utility>

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
        else if (surface_.selection().objects().size() > 1)
            addSeveral();
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

    QAction* add(const QString& text, const QString& key, CanvasCommand command)
    {
        return add(text, key, [&view = view_, command] { view.perform(command); });
    }
    void addCopying()
    {
        menu_->addSeparator();
        add(tr("Cut"), tr("Ctrl+X"), CanvasCommand::Cut);
        add(tr("Copy"), tr("Ctrl+C"), CanvasCommand::Copy);
        add(tr("Duplicate"), tr("Ctrl+D"), CanvasCommand::Duplicate);
        QMenu* as = menu_->addMenu(tr("Copy as"));
        for (const auto& [text, command] : {std::pair(tr("SQL"), CanvasCommand::CopySql),
                 std::pair(tr("Picture"), CanvasCommand::CopyPicture)})
            QObject::connect(as->addAction(text), &QAction::triggered, &surface_,
                [&view = view_, command = command] { view.perform(command); });
    }
    void addArranging()
    {
        const ArrangeCommands arrange(surface_);
        menu_->addSeparator();
        check(add(tr("Locked"), QStringLiteral("L"), CanvasCommand::ToggleLocked), arrange.isPinned());
        add(tr("Bring to front"), tr("Ctrl+]"), CanvasCommand::BringToFront);
        add(tr("Send to back"), tr("Ctrl+["), CanvasCommand::SendToBack);
        addResetBends();
    }
    void addResetBends()
    {
        if (!ArrangeCommands(surface_).bentLines().empty())
            add(tr("Reset bends"), tr("Ctrl+Shift+B"), CanvasCommand::ResetBends);
    }
    void addAligning()
    {
        QMenu* align = menu_->addMenu(tr("Align"));
        const auto put = [&](const QString& text, CanvasCommand command) {
            QObject::connect(align->addAction(text), &QAction::triggered, &surface_,
                [&view = view_, command] { view.perform(command); });
        };
        put(tr("Left borders"), CanvasCommand::AlignLeft);
        put(tr("Centres"), CanvasCommand::AlignCentre);
        put(tr("Right borders"), CanvasCommand::AlignRight);
        align->addSeparator();
        put(tr("Upper borders"), CanvasCommand::AlignTop);
        put(tr("Middles"), CanvasCommand::AlignMiddle);
        put(tr("Lower borders"), CanvasCommand::AlignBottom);
        align->addSeparator();
        put(tr("Space evenly across"), CanvasCommand::DistributeAcross);
        put(tr("Space evenly down"), CanvasCommand::DistributeDown);
    }
    void addSeveral()
    {
        addAligning();
        add(tr("Group"), tr("Ctrl+G"), CanvasCommand::GroupSelection);
        if (surface_.selection().objects().size() == 2)
            add(tr("Find the way between"), tr("Ctrl+Shift+P"), CanvasCommand::PathBetween);
        add(tr("Select connected"), tr("Ctrl+Shift+A"), CanvasCommand::SelectConnected);
        add(tr("Hide here"), QStringLiteral("H"), CanvasCommand::Hide);
        addArranging();
        addCopying();
        addRemove();
    }

    void addCanvas(QPointF scene)
    {
        add(tr("New table"), QStringLiteral("T"),
            [&surface = surface_, scene] { CanvasCommands(surface).newTable(scene); });
        add(tr("New note"), QStringLiteral("N"),
            [&surface = surface_, scene] { CanvasCommands(surface).newNote(scene); });
        add(tr("New group"), QStringLiteral("G"), [&surface = surface_, scene] {
            ArrangeCommands(surface).newGroup(QRectF(scene, model::Group().size));
        });
        add(tr("Paste"), tr("Ctrl+V"), [&surface = surface_, scene] { CanvasClipboard(surface).paste(scene); });
        menu_->addSeparator();
        addHidden();
        add(tr("Select all"), tr("Ctrl+A"), &CanvasCommands::selectAll);
        add(tr("Lay out"), {}, [&view = view_] { view.layOut(); });
        add(tr("Fit to window"), QStringLiteral("0"), [&view = view_] { view.zoomToFit(); });
    }

    /// Tables that the diagram does not show: each by name while they are few.
    void addHidden()
    {
        const std::vector<TableId> hidden = DiagramCommands(surface_).hidden();
        if (hidden.empty())
            return;
        constexpr size_t mostNamed = 30;
        QMenu* show = menu_->addMenu(tr("Show hidden tables"));
        for (size_t i = 0; i < hidden.size() && i < mostNamed; ++i) {
            QString name = surface_.session().document().schema.tables.at(hidden[i]).name;
            QObject::connect(show->addAction(name.replace(u'&', QLatin1String("&&"))), &QAction::triggered,
                &surface_,
                [&surface = surface_, table = hidden[i]] { DiagramCommands(surface).show({table}); });
        }
        show->addSeparator();
        QObject::connect(show->addAction(tr("All %n", nullptr, int(hidden.size()))), &QAction::triggered,
            &surface_, [&view = view_] { view.perform(CanvasCommand::ShowHidden); });
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
        addResetBends();
        addRemove();
    }

    void addNode(const SceneNode& node)
    {
        add(node.kind == NodeKind::Note ? tr("Edit") : tr("Rename"), QStringLiteral("F2"),
            &CanvasCommands::rename);
        if (node.kind == NodeKind::Group)
            addDiagramOf(node);
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
            addDetail();
        }
        if (node.table) {
            menu_->addSeparator();
            add(tr("Select connected"), tr("Ctrl+Shift+A"), CanvasCommand::SelectConnected);
            addNeighbourhood();
            add(tr("Hide here"), QStringLiteral("H"), CanvasCommand::Hide);
        }
        addArranging();
        if (node.kind != NodeKind::Pill && node.kind != NodeKind::Junction)
            addCopying();
        addRemove();
    }

    void addNeighbourhood()
    {
        QMenu* menu = menu_->addMenu(tr("Open neighbourhood"));
        for (const auto& [text, command] :
            {std::pair(tr("Over one link\tCtrl+Shift+N"), CanvasCommand::Neighbourhood),
                std::pair(tr("Over two links"), CanvasCommand::WiderNeighbourhood),
                std::pair(tr("Over three links"), CanvasCommand::Neighbourhood3),
                std::pair(tr("Over four links"), CanvasCommand::Neighbourhood4),
                std::pair(tr("Everything linked"), CanvasCommand::WholeNeighbourhood)})
            QObject::connect(menu->addAction(text), &QAction::triggered, &surface_,
                [&view = view_, command = command] { view.perform(command); });
        add(tr("Show what it is linked with"), {}, CanvasCommand::Widen);
    }

    /// A subject area on an overview has a diagram of its own, called like it.
    void addDiagramOf(const SceneNode& group)
    {
        for (const model::Diagram& diagram : surface_.session().document().diagrams) {
            if (diagram.name != group.title || diagram.id == surface_.session().currentDiagram())
                continue;
            add(tr("Open its diagram"), {},
                [&surface = surface_, id = diagram.id] { surface.session().setCurrentDiagram(id); });
            return;
        }
    }

    void addDetail()
    {
        const model::Diagram& diagram = surface_.session().diagram();
        const std::vector<TableId> chosen = CanvasCommands(surface_).tables();
        const model::CardDetail now =
            chosen.empty() ? model::CardDetail::Columns : diagram.tables.at(chosen.front()).detail;
        QMenu* detail = menu_->addMenu(tr("Show"));
        for (const auto& [text, value, command] :
            {std::tuple(tr("All columns"), model::CardDetail::Columns, CanvasCommand::ShowColumns),
                std::tuple(tr("Keys only"), model::CardDetail::Keys, CanvasCommand::ShowKeys),
                std::tuple(tr("Title only"), model::CardDetail::Title, CanvasCommand::ShowTitles)}) {
            QAction* action = detail->addAction(text);
            check(action, value == now);
            QObject::connect(action, &QAction::triggered, &surface_,
                [&view = view_, command = command] { view.perform(command); });
        }
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
