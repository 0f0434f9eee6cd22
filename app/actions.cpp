// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"

#include "app/preferences.h"

#include <QMenu>
#include <QWidget>

#include <vector>

namespace conjoin::app {

namespace {

enum class Where { Window, Canvas };

struct Spec {
    const char* name;
    const char* text;
    const char* icon;
    const char* keys; ///< several, parted by `; `
    Where where = Where::Window;
    bool checkable = false;
};

// The texts are translated in the context of Actions.
const std::vector<Spec> specs{
    {"file.new", QT_TRANSLATE_NOOP("conjoin::app::Actions", "New project"), "new", "Ctrl+N"},
    {"file.open", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open…"), "open", "Ctrl+O"},
    {"file.save", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Save"), "save", "Ctrl+S"},
    {"file.saveAs", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Save as…"), "", "Ctrl+Shift+S"},
    {"file.exportSql", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Export SQL…"), "export", "Ctrl+E"},
    {"file.exportPicture", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Export picture…"), "", "Ctrl+Shift+E"},
    {"file.print", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Print…"), "", "Ctrl+P"},
    {"file.close", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Close project"), "close", "Ctrl+W"},
    {"file.quit", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Quit"), "", "Ctrl+Q"},
    {"edit.undo", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Undo"), "undo", "Ctrl+Z"},
    {"edit.redo", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Redo"), "redo", "Ctrl+Shift+Z; Ctrl+Y"},
    {"edit.rename", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Rename"), "edit", "F2", Where::Canvas},
    {"edit.delete", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Delete"), "trash", "Del", Where::Canvas},
    {"edit.selectAll", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Select all"), "", "Ctrl+A", Where::Canvas},
    {"edit.cut", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Cut"), "", "Ctrl+X", Where::Canvas},
    {"edit.copy", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Copy"), "copy", "Ctrl+C", Where::Canvas},
    {"edit.copySql", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Copy as SQL"), "", "", Where::Canvas},
    {"edit.copyPicture", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Copy as a picture"), "", "",
        Where::Canvas},
    {"edit.paste", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Paste"), "", "Ctrl+V", Where::Canvas},
    {"edit.duplicate", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Duplicate"), "", "Ctrl+D", Where::Canvas},
    {"edit.selectConnected", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Select connected"), "", "Ctrl+Shift+A",
        Where::Canvas},
    {"edit.find", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Find in project"), "search", "Ctrl+F"},
    {"edit.properties", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Edit properties"), "settings",
        "Alt+Return"},
    {"edit.palette", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Go to anything…"), "palette", "Ctrl+K"},
    {"view.zoomIn", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Zoom in"), "plus", "Ctrl++; Ctrl+="},
    {"view.zoomOut", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Zoom out"), "minus", "Ctrl+-"},
    {"view.zoomReset", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Zoom to 100 %"), "", "Ctrl+0"},
    {"view.zoomFit", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Fit the diagram"), "fit", "Ctrl+1; Shift+1"},
    {"view.zoomSelection", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Fit the selection"), "", "Ctrl+2"},
    {"view.outline", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Outline"), "panel-left", "Ctrl+Alt+1",
        Where::Window, true},
    {"view.bottom", QT_TRANSLATE_NOOP("conjoin::app::Actions", "SQL and data"), "panel-bottom", "Ctrl+Alt+2",
        Where::Window, true},
    {"view.properties", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Properties"), "panel-right", "Ctrl+Alt+3",
        Where::Window, true},
    {"view.canvasOnly", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Only the canvas"), "", "F11; Ctrl+\\",
        Where::Window, true},
    {"view.maximise", QT_TRANSLATE_NOOP("conjoin::app::Actions", "SQL and data over the whole centre"),
        "maximise", "Ctrl+Shift+M", Where::Window, true},
    {"view.theme", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Switch between light and dark"), "moon",
        "Ctrl+Alt+T"},
    {"view.nextPart", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Go to the next part of the window"), "",
        "F6"},
    {"view.previousPart", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Go to the previous part of the window"),
        "", "Shift+F6"},
    {"view.sql", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show SQL"), "sql", "Alt+1"},
    {"view.data", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show data"), "data", "Alt+2"},
    {"view.problems", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show problems"), "problems", "Alt+3"},
    {"view.history", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show history"), "history", "Alt+4"},
    {"view.log", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show log"), "log", "Alt+5"},
    {"view.import", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show what reading found"), "import", "Alt+6"},
    {"view.query", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show queries"), "search", "Alt+7"},
    {"tool.select", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Select"), "select", "V", Where::Canvas, true},
    {"tool.table", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Draw a table"), "table", "T", Where::Canvas,
        true},
    {"tool.reference", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Draw a reference (1:N)"), "reference", "R",
        Where::Canvas, true},
    {"tool.link", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Draw a many-to-many link (N:M)"), "link", "M",
        Where::Canvas, true},
    {"tool.note", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Write a note"), "note", "N", Where::Canvas, true},
    {"tool.group", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Draw a group"), "group", "G", Where::Canvas,
        true},
    {"diagram.newTable", QT_TRANSLATE_NOOP("conjoin::app::Actions", "New table"), "plus", "Ctrl+T"},
    {"diagram.newEnum", QT_TRANSLATE_NOOP("conjoin::app::Actions", "New enum type"), "plus", ""},
    {"diagram.newDomain", QT_TRANSLATE_NOOP("conjoin::app::Actions", "New domain"), "plus", ""},
    {"diagram.layout", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lay out the diagram"), "layout", "Ctrl+L"},
    {"diagram.new", QT_TRANSLATE_NOOP("conjoin::app::Actions", "New diagram"), "plus", "Ctrl+Shift+T",
        Where::Window},
    {"diagram.copy", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Copy the diagram"), "copy", "", Where::Window},
    {"diagram.rename", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Rename the diagram"), "edit", "",
        Where::Window},
    {"diagram.remove", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Remove the diagram"), "trash", "",
        Where::Window},
    {"diagram.next", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Next diagram"), "", "Ctrl+PgDown",
        Where::Window},
    {"diagram.previous", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Previous diagram"), "", "Ctrl+PgUp",
        Where::Window},
    {"diagram.neighbourhood",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open the neighbourhood of the selection"), "",
        "Ctrl+Shift+N", Where::Canvas},
    {"diagram.widerNeighbourhood",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open the neighbourhood over two links"), "", "",
        Where::Canvas},
    {"diagram.neighbourhood3",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open the neighbourhood over three links"), "", "",
        Where::Canvas},
    {"diagram.neighbourhood4",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open the neighbourhood over four links"), "", "",
        Where::Canvas},
    {"diagram.wholeNeighbourhood",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open everything linked with the selection"), "", "",
        Where::Canvas},
    {"diagram.widen", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show what is one link further"), "", "",
        Where::Canvas},
    {"diagram.path", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Find the way between two tables"), "",
        "Ctrl+Shift+P", Where::Canvas},
    {"diagram.hide", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Hide in this diagram"), "", "H",
        Where::Canvas},
    {"diagram.showHidden", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show all hidden tables"), "", "",
        Where::Canvas},
    {"diagram.columns", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show all columns"), "", "", Where::Canvas},
    {"diagram.keys", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show keys only"), "", "", Where::Canvas},
    {"diagram.titles", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Show titles only"), "", "", Where::Canvas},
    {"diagram.group", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Group the selection"), "group", "Ctrl+G",
        Where::Canvas},
    {"diagram.crowsFoot", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Notation: crow’s foot"), "", "",
        Where::Canvas, true},
    {"diagram.idef1x", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Notation: IDEF1X"), "", "", Where::Canvas,
        true},
    {"diagram.uml", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Notation: UML"), "", "", Where::Canvas, true},
    {"arrange.layoutSelection", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lay out the selection"), "",
        "Ctrl+Shift+L", Where::Canvas},
    {"arrange.dependency",
        QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lay out from left to right, by dependency"), "", "",
        Where::Canvas},
    {"arrange.grid", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lay out as a grid"), "", "", Where::Canvas},
    {"arrange.around", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lay out around the selected table"), "", "",
        Where::Canvas},
    {"arrange.left", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align left borders"), "", "", Where::Canvas},
    {"arrange.centre", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align centres"), "", "", Where::Canvas},
    {"arrange.right", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align right borders"), "", "", Where::Canvas},
    {"arrange.top", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align upper borders"), "", "", Where::Canvas},
    {"arrange.middle", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align middles"), "", "", Where::Canvas},
    {"arrange.bottom", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Align lower borders"), "", "",
        Where::Canvas},
    {"arrange.across", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Space evenly across"), "", "",
        Where::Canvas},
    {"arrange.down", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Space evenly down"), "", "", Where::Canvas},
    {"arrange.lock", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Lock or unlock"), "", "L", Where::Canvas},
    {"arrange.front", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Bring to front"), "", "Ctrl+]",
        Where::Canvas},
    {"arrange.back", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Send to back"), "", "Ctrl+[", Where::Canvas},
    {"arrange.resetBends", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Reset bends of lines"), "",
        "Ctrl+Shift+B", Where::Canvas},
    {"database.create", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Create database…"), "database-new",
        "Ctrl+Shift+D"},
    {"database.open", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Open database…"), "database", "Ctrl+Shift+O"},
    {"database.connect", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Connect to a database…"), "connect", ""},
    {"database.disconnect", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Disconnect"), "", ""},
    {"database.refresh", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Refresh rows"), "refresh", "F5"},
    {"database.refreshSchema", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Read the tables again"), "refresh",
        "Shift+F5"},
    {"database.sampleData", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Fill with sample data…"), "", ""},
    {"help.shortcuts", QT_TRANSLATE_NOOP("conjoin::app::Actions", "Keyboard shortcuts"), "help", "Ctrl+/"},
    {"help.about", QT_TRANSLATE_NOOP("conjoin::app::Actions", "About Conjoin"), "", ""},
};

} // namespace

Actions::Actions(QWidget& window, QWidget& canvas, const Preferences& preferences)
    : QObject(&window)
{
    for (const Spec& spec : specs) {
        auto* action = new QAction(tr(spec.text), this);
        const QString name = QString::fromLatin1(spec.name);
        action->setObjectName(name);
        action->setCheckable(spec.checkable);
        const QString keys = preferences.shortcut(name).value_or(QString::fromLatin1(spec.keys));
        action->setShortcuts(QKeySequence::listFromString(keys));
        if (spec.where == Where::Canvas) {
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            canvas.addAction(action);
        } else {
            window.addAction(action);
        }
        action->setToolTip(tipOf(*action));
        icons_.insert(action, QString::fromLatin1(spec.icon));
        byName_.insert(name, action);
        all_ << action;
    }
}

QAction& Actions::at(const QString& name) const
{
    Q_ASSERT_X(byName_.contains(name), "Actions::at", "no action has this name");
    return *byName_.value(name);
}

void Actions::on(const QString& name, std::function<void()> run)
{
    connect(&at(name), &QAction::triggered, this, [run = std::move(run)] { run(); });
}

void Actions::addTo(QMenu& menu, const QStringList& names) const
{
    for (const QString& name : names) {
        if (name == u"-")
            menu.addSeparator();
        else
            menu.addAction(&at(name));
    }
}

void Actions::setTheme(const ui::Theme& theme)
{
    for (QAction* action : all_) {
        const QString name = icons_.value(action);
        if (!name.isEmpty())
            action->setIcon(ui::icon(name, theme));
    }
    at(QStringLiteral("view.theme"))
        .setIcon(ui::icon(theme.isDark() ? QStringLiteral("sun") : QStringLiteral("moon"), theme));
}

QString tipOf(const QAction& action)
{
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? action.text() : QStringLiteral("%1  (%2)").arg(action.text(), keys);
}

} // namespace conjoin::app
