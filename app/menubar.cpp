// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/menubar.h"

#include "app/actions.h"
#include "app/recentsource.h"

#include <QActionGroup>
#include <QDir>
#include <QHBoxLayout>
#include <QToolButton>

namespace conjoin::app {

namespace {

QStringList names(std::initializer_list<const char*> list)
{
    QStringList result;
    for (const char* name : list)
        result << QString::fromLatin1(name);
    return result;
}

} // namespace

MenuBar::MenuBar(const Actions& actions, const Preferences& preferences, QWidget* parent)
    : QMenuBar(parent)
    , actions_(actions)
    , preferences_(preferences)
{
    addFileMenu();
    actions_.addTo(*addMenu(tr("&Edit")),
        names({"edit.undo", "edit.redo", "-", "edit.cut", "edit.copy", "edit.copySql", "edit.copyPicture",
            "edit.paste", "edit.duplicate", "-", "edit.rename", "edit.delete", "-", "edit.selectAll",
            "edit.selectConnected", "-", "edit.properties", "edit.find", "edit.palette"}));
    addViewMenu();
    addDiagramMenu();
    actions_.addTo(*addMenu(tr("&Arrange")),
        names({"diagram.layout", "arrange.layoutSelection", "arrange.dependency", "arrange.grid",
            "arrange.around", "-", "arrange.left", "arrange.centre", "arrange.right", "-", "arrange.top",
            "arrange.middle", "arrange.bottom", "-", "arrange.across", "arrange.down", "-", "arrange.lock",
            "arrange.front", "arrange.back", "-", "arrange.resetBends"}));
    actions_.addTo(*addMenu(tr("Data&base")),
        names({"database.create", "database.open", "-", "database.connect", "database.disconnect", "-",
            "database.refresh", "database.refreshSchema", "-", "database.sampleData"}));
    actions_.addTo(*addMenu(tr("&Help")), names({"help.shortcuts", "help.about"}));
    addCorner();
}

void MenuBar::addFileMenu()
{
    QMenu* file = addMenu(tr("&File"));
    actions_.addTo(*file, names({"file.new", "file.open", "database.open"}));
    QMenu* recent = file->addMenu(tr("Open &recent"));
    recent->setToolTipsVisible(true);
    connect(recent, &QMenu::aboutToShow, this, [this, recent] {
        recent->clear();
        for (const QString& path : preferences_.recentFiles()) {
            const RecentSource source = recentSource(path);
            const QString text =
                source.isDatabase ? QStringLiteral("%1   %2").arg(source.name, source.place) : source.name;
            QAction* action = recent->addAction(QString(text).replace(u'&', QLatin1String("&&")), this,
                [this, path] { emit fileRequested(path); });
            action->setToolTip(QDir::toNativeSeparators(path));
        }
        if (recent->isEmpty())
            recent->addAction(tr("Nothing yet"))->setEnabled(false);
    });
    QMenu* examples = file->addMenu(tr("E&xamples"));
    examples->addAction(tr("School"), this, [this] { emit exampleRequested(QStringLiteral("school")); });
    actions_.addTo(*file, names({"-", "file.save", "file.saveAs", "-", "file.exportSql", "file.exportPicture",
                              "file.print", "-", "file.close", "file.quit"}));
}

void MenuBar::addViewMenu()
{
    QMenu* view = addMenu(tr("&View"));
    actions_.addTo(
        *view, names({"view.zoomIn", "view.zoomOut", "view.zoomReset", "view.zoomFit", "view.zoomSelection",
                   "-", "view.outline", "view.properties", "view.bottom", "view.maximise", "view.canvasOnly",
                   "-", "view.sql", "view.data", "view.problems", "view.history", "view.log", "view.import",
                   "view.query", "-", "view.nextPart", "view.previousPart", "-"}));
    QMenu* theme = view->addMenu(tr("&Theme"));
    auto* themes = new QActionGroup(this);
    for (const auto& [choice, text] : {std::pair(ThemeChoice::System, tr("As the desktop")),
             std::pair(ThemeChoice::Light, tr("Light")), std::pair(ThemeChoice::Dark, tr("Dark")),
             std::pair(ThemeChoice::HighContrast, tr("High contrast"))}) {
        QAction* action = theme->addAction(text, this, [this, choice = choice] { emit themeChosen(choice); });
        action->setCheckable(true);
        themes->addAction(action);
        connect(theme, &QMenu::aboutToShow, action,
            [this, action, choice = choice] { action->setChecked(preferences_.themeChoice() == choice); });
    }
}

void MenuBar::addDiagramMenu()
{
    QMenu* diagram = addMenu(tr("&Diagram"));
    actions_.addTo(
        *diagram, names({"diagram.newTable", "diagram.newEnum", "diagram.newDomain", "-", "tool.select",
                      "tool.table", "tool.reference", "tool.link", "tool.note", "tool.group", "-",
                      "diagram.group", "diagram.hide", "diagram.showHidden", "diagram.neighbourhood",
                      "diagram.widerNeighbourhood", "diagram.neighbourhood3", "diagram.neighbourhood4",
                      "diagram.wholeNeighbourhood", "diagram.widen", "diagram.path", "-"}));
    actions_.addTo(
        *diagram->addMenu(tr("&Detail")), names({"diagram.columns", "diagram.keys", "diagram.titles"}));
    actions_.addTo(
        *diagram->addMenu(tr("N&otation")), names({"diagram.crowsFoot", "diagram.idef1x", "diagram.uml"}));
    actions_.addTo(*diagram, names({"-", "diagram.new", "diagram.copy", "diagram.rename", "diagram.remove",
                                 "diagram.next", "diagram.previous"}));
}

void MenuBar::addCorner()
{
    auto* corner = new QWidget(this);
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 2, 8, 2);
    row->setSpacing(2);
    for (const char* name : {"view.outline", "view.bottom", "view.properties", "edit.palette", "view.theme"}) {
        auto* button = new QToolButton(corner);
        button->setDefaultAction(&actions_.at(QString::fromLatin1(name)));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRaise(true);
        button->setIconSize({16, 16});
        button->setFocusPolicy(Qt::TabFocus);
        QSizePolicy policy = button->sizePolicy(); // a menu bar asks its corner for room only once
        policy.setRetainSizeWhenHidden(true);
        button->setSizePolicy(policy);
        row->addWidget(button);
        corner_.push_back(button);
    }
    setCornerWidget(corner);
}

void MenuBar::showDocument(bool open)
{
    for (QToolButton* button : corner_) {
        const QString name = button->defaultAction()->objectName();
        button->setVisible(open || name == u"view.theme" || name == u"edit.palette");
    }
}

} // namespace conjoin::app
