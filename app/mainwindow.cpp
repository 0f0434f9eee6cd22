// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mainwindow.h"

#include "app/actions.h"
#include "app/bottompanel.h"
#include "app/canvaspane.h"
#include "app/commandpalette.h"
#include "app/connecteddatabase.h"
#include "app/menubar.h"
#include "app/places.h"
#include "app/shortcutsdialog.h"
#include "app/startpage.h"
#include "app/statusline.h"
#include "app/yieldingpanel.h"
#include "model/edit/edits.h"
#include "ui/canvas/canvasview.h"
#include "ui/panels/banner.h"
#include "ui/panels/datapanel.h"
#include "ui/panels/historypanel.h"
#include "ui/panels/importpanel.h"
#include "ui/panels/logpanel.h"
#include "ui/panels/outlinepanel.h"
#include "ui/panels/problemspanel.h"
#include "ui/panels/propertiespanel.h"
#include "ui/panels/query/querypanel.h"
#include "ui/panels/sqlpanel.h"
#include "ui/session/logfeed.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"
#include "ui/theme/desktoppreference.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>

namespace conjoin::app {

namespace {

constexpr QSize firstSize(1440, 900);
constexpr QSize leastSize(800, 560);

model::Document nothing()
{
    return model::emptyDocument({}, IdSource::random().next<DiagramId>());
}

} // namespace

MainWindow::MainWindow(
    Preferences& preferences, ui::DesktopPreference& desktop, const QString& recoveryFolder, QWidget* parent)
    : QMainWindow(parent)
    , preferences_(preferences)
    , saved_(preferences.settings())
    , passwords_(std::make_unique<ui::Keychain>())
    , desktop_(desktop)
    , theme_(&ui::Theme::light())
    , session_(nothing())
    , selection_(session_)
    , file_(session_, recoveryFolder)
    , log_(std::make_shared<ui::LogFeed>())
    , recoveryFolder_(recoveryFolder)
    , pages_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setAcceptDrops(true);
    setMinimumSize(leastSize);
    setContextMenuPolicy(Qt::NoContextMenu);
    buildPanels();
    status_ = new StatusLine(*theme_, this);
    setStatusBar(status_);
    menus_ = new MenuBar(*actions_, preferences_, this);
    setMenuBar(menus_);
    connectPanels();
    connectActions();
    const auto follow = [this] {
        applyThemeChoice();
        pane_->canvas().setAnimated(!desktop_.reducedMotion());
    };
    connect(&desktop_, &ui::DesktopPreference::changed, this, follow);
    follow();
    restoreLayout();
    showEditor(false);
    updateStatus();
}

MainWindow::~MainWindow()
{
    // Panels point at the session and at the database: they go first.
    disconnect(&session_, nullptr, this, nullptr);
    disconnect(&session_.undoStack(), nullptr, this, nullptr);
    delete connection_;
    delete takeCentralWidget();
}

void MainWindow::buildPanels()
{
    pane_ = new CanvasPane(session_, selection_, *theme_, this);
    actions_ = new Actions(*this, *pane_, preferences_);
    pane_->addTools(*actions_);
    outline_ = new ui::OutlinePanel(session_, selection_, *theme_, this);
    properties_ = new ui::PropertiesPanel(session_, selection_, *theme_, this);
    sql_ = new ui::SqlPanel(session_, selection_, *theme_, this);
    data_ = new ui::DataPanel(*theme_, this);
    query_ = new ui::QueryPanel(session_, *theme_, this);
    data_->setSettings(preferences_.settings());
    problems_ = new ui::ProblemsPanel(session_, *theme_, this);
    history_ = new ui::HistoryPanel(session_, *theme_, this);
    logPanel_ = new ui::LogPanel(*log_, *theme_, this);
    import_ = new ui::ImportPanel(session_, *theme_, this);
    connection_ = new ConnectedDatabase(session_, *data_, this);

    middle_ = new QSplitter(Qt::Horizontal, this);
    middle_->addWidget(pane_);
    middle_->addWidget(properties_);
    middle_->setStretchFactor(0, 1);
    middle_->setCollapsible(0, false);
    down_ = new QSplitter(Qt::Vertical, this);
    down_->addWidget(middle_);
    bottom_ = new BottomPanel(*down_, *theme_);
    bottom_->addPanel(sql_, QStringLiteral("sql"), tr("SQL"));
    bottom_->addPanel(data_, QStringLiteral("data"), tr("Data"), BottomPanel::Room::Much);
    bottom_->addPanel(problems_, QStringLiteral("problems"), tr("Problems"));
    bottom_->addPanel(history_, QStringLiteral("history"), tr("History"));
    bottom_->addPanel(logPanel_, QStringLiteral("log"), tr("Log"));
    bottom_->addPanel(import_, QStringLiteral("import"), tr("Reading"));
    bottom_->addPanel(query_, QStringLiteral("search"), tr("Query"), BottomPanel::Room::Much);
    down_->setStretchFactor(0, 1);
    down_->setCollapsible(0, false);
    down_->setCollapsible(1, false);
    across_ = new QSplitter(Qt::Horizontal, this);
    across_->addWidget(outline_);
    across_->addWidget(down_);
    across_->setStretchFactor(1, 1);
    across_->setCollapsible(1, false);
    outline_->setMinimumWidth(180);
    properties_->setMinimumWidth(320);
    for (QSplitter* splitter : {across_, down_, middle_}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }

    start_ = new StartPage(*actions_, *theme_, this);
    pages_->addWidget(start_);
    pages_->addWidget(across_);
    setCentralWidget(pages_);
    palette_ = new CommandPalette(*actions_, session_, this);
}

void MainWindow::connectPanels()
{
    ui::CanvasView& canvas = pane_->canvas();
    const auto reveal = [this](const ObjectRef& object) {
        if (ui::exists(session_.document(), object))
            pane_->canvas().reveal(object);
    };
    connect(&canvas, &ui::CanvasView::zoomChanged, this, [this](double zoom) {
        pane_->showZoom(zoom);
        status_->showZoom(zoom);
    });
    connect(&canvas, &ui::CanvasView::hint, status_, &StatusLine::showHint);
    const auto showRows = [this](TableId table) {
        showBottom(data_);
        data_->openTable(table);
    };
    connect(&canvas, &ui::CanvasView::dataRequested, this, showRows);
    connect(outline_, &ui::OutlinePanel::dataRequested, this, showRows);
    connect(palette_, &CommandPalette::rowsAsked, this, showRows);
    connect(outline_, &ui::OutlinePanel::revealed, this, reveal);
    connect(outline_, &ui::OutlinePanel::filterChanged, &canvas, &ui::CanvasView::setFilter);
    connect(outline_, &ui::OutlinePanel::removeRequested, &canvas, &ui::CanvasView::removeSelection);
    connect(sql_, &ui::SqlPanel::revealed, this, reveal);
    connect(sql_, &ui::SqlPanel::message, this, qOverload<const QString&>(&MainWindow::say));
    connect(sql_, &ui::SqlPanel::failed, this, qOverload<const Error&>(&MainWindow::say));
    connect(problems_, &ui::ProblemsPanel::revealed, this, reveal);
    connect(import_, &ui::ImportPanel::revealed, this, reveal);
    connect(outline_, &ui::OutlinePanel::refreshRequested, this, &MainWindow::refreshSchema);
    connect(outline_, &ui::OutlinePanel::typeRequested, this, &MainWindow::addUserType);
    connect(&saved_, &ui::SavedConnections::changed, this, &MainWindow::updateStatus);
    connect(problems_, &ui::ProblemsPanel::problemsChanged, this, [this](int errors, int warnings) {
        errors_ = errors;
        warnings_ = warnings;
        updateStatus();
    });
    connect(data_, &ui::DataPanel::pendingChangesChanged, this, [this](int count) {
        pendingRows_ = count;
        updateStatus();
    });
    connect(data_, &ui::DataPanel::readOnlyWanted, this, [this](bool readOnly) {
        if (!connection_->isConnected())
            return;
        ui::SavedConnection same = connectionFor(connection_->database()->settings());
        same.settings.readOnly = readOnly;
        const bool whole = bottom_->isMaximised();
        connectTo(same);
        bottom_->setMaximised(whole); // it is there again in a moment, and the rows stay where they are
    });
    connect(data_, &ui::DataPanel::message, status_, &StatusLine::showHint);
    connect(data_, &ui::DataPanel::connectRequested, this, [this] {
        if (session_.document().schema.tables.isEmpty())
            pickDatabase(true);
        else
            createDatabase();
    });
    connect(data_, &ui::DataPanel::sampleDataRequested, this, &MainWindow::fillWithSampleData);
    connect(query_, &ui::QueryPanel::message, status_, &StatusLine::showHint);
    connect(query_, &ui::QueryPanel::connectRequested, data_, &ui::DataPanel::connectRequested);
    connect(connection_, &ConnectedDatabase::described, query_, &ui::QueryPanel::setDatabase);
    connect(connection_, &ConnectedDatabase::changed, this, &MainWindow::updateStatus);
    connect(connection_, &ConnectedDatabase::complained, status_, &StatusLine::showHint);
    connect(status_, &StatusLine::databaseClicked, this, [this] {
        if (connection_->isConnected())
            showBottom(data_);
        else
            createDatabase();
    });
    connect(status_, &StatusLine::problemsClicked, this, [this] { showBottom(problems_); });
    connect(bottom_, &BottomPanel::foldedChanged, &actions_->at(QStringLiteral("view.bottom")),
        [this](bool folded) { actions_->at(QStringLiteral("view.bottom")).setChecked(!folded); });
    connect(bottom_, &BottomPanel::maximisedChanged, &actions_->at(QStringLiteral("view.maximise")),
        &QAction::setChecked);
    connect(bottom_, &BottomPanel::panelShown, this, [this](QWidget* panel) {
        if (panel == data_)
            data_->offerTable(selectedTable());
    });
    connect(menus_, &MenuBar::fileRequested, this, &MainWindow::openPath);
    connect(menus_, &MenuBar::exampleRequested, this, &MainWindow::openExample);
    connect(menus_, &MenuBar::themeChosen, this, &MainWindow::setThemeChoice);
    connect(palette_, &CommandPalette::revealed, this, [this](const ObjectRef& object) {
        if (ui::exists(session_.document(), object))
            pane_->canvas().goTo(object);
    });
    connect(start_, &StartPage::exampleRequested, this, &MainWindow::openExample);
    connect(start_, &StartPage::fileRequested, this, &MainWindow::openPath);
    connect(&session_, &ui::EditSession::refused, this,
        [this](const Error& error) { say(error, ui::Banner::About::Edit); });
    connect(&session_, &ui::EditSession::changed, this, [this](const model::Delta& delta) {
        pane_->banner().retract(ui::Banner::About::Edit); // what it complained of was mended, or is over
        if (delta.settings)
            updateStatus();
    });
    connect(&session_.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::updateActions);
    connect(&selection_, &ui::Selection::changed, this, &MainWindow::updateActions);
    connect(&file_, &DocumentFile::changed, this, &MainWindow::updateTitle);
    connect(&file_, &DocumentFile::changedOutside, this, &MainWindow::offerReload);
}

void MainWindow::connectActions()
{
    const auto on = [this](const char* name, std::function<void()> run) {
        actions_->on(QString::fromLatin1(name), std::move(run));
    };
    ui::CanvasView* canvas = &pane_->canvas();
    on("file.new", [this] { settle([this] { newProject(); }); });
    on("file.open", [this] { open(); });
    on("file.save", [this] { save(); });
    on("file.saveAs", [this] { saveAs(); });
    on("file.exportSql", [this] { sql_->exportToFile(); });
    on("file.exportPicture", [this] { exportPicture(); });
    on("file.print", [this] { printDiagram(); });
    on("file.close", [this] {
        settle([this] {
            cancelJob();
            connection_->disconnectFrom();
            file_.close();
            showEditor(false);
        });
    });
    on("file.quit", [this] { close(); });
    on("edit.undo", [this] { session_.undoStack().undo(); });
    on("edit.redo", [this] { session_.undoStack().redo(); });
    on("edit.rename", [canvas] { canvas->renameSelection(); });
    on("edit.delete", [canvas] { canvas->removeSelection(); });
    on("edit.selectAll", [canvas] { canvas->selectAll(); });
    on("edit.find", [this] {
        actions_->at(QStringLiteral("view.outline")).setChecked(true);
        outline_->setVisible(true);
        outline_->focusSearch();
    });
    on("edit.palette", [this] { palette_->open(file_.isOpen()); });
    on("view.zoomIn", [canvas] { canvas->zoomIn(); });
    on("view.zoomOut", [canvas] { canvas->zoomOut(); });
    on("view.zoomReset", [canvas] { canvas->setZoom(1); });
    on("view.zoomFit", [canvas] { canvas->zoomToFit(); });
    on("view.zoomSelection", [canvas] { canvas->zoomToSelection(); });
    for (const char* panel : {"view.outline", "view.properties", "view.bottom"})
        on(panel, [this] { showPanels(chosenPanels()); });
    on("view.maximise",
        [this] { bottom_->setMaximised(actions_->at(QStringLiteral("view.maximise")).isChecked()); });
    on("view.canvasOnly",
        [this] { setCanvasOnly(actions_->at(QStringLiteral("view.canvasOnly")).isChecked()); });
    on("view.theme", [this] { setThemeChoice(theme_->isDark() ? ThemeChoice::Light : ThemeChoice::Dark); });
    on("view.sql", [this] { showBottom(sql_); });
    on("view.data", [this] { showBottom(data_); });
    on("view.problems", [this] { showBottom(problems_); });
    on("view.history", [this] { showBottom(history_); });
    on("view.log", [this] { showBottom(logPanel_); });
    on("view.import", [this] { showBottom(import_); });
    on("view.query", [this] { showBottom(query_); });

    auto* tools = new QActionGroup(this);
    for (const auto& [name, tool] :
        {std::pair("tool.select", ui::ToolKind::Select), std::pair("tool.table", ui::ToolKind::Table),
            std::pair("tool.reference", ui::ToolKind::Reference), std::pair("tool.link", ui::ToolKind::Link),
            std::pair("tool.note", ui::ToolKind::Note), std::pair("tool.group", ui::ToolKind::Group)}) {
        QAction& action = actions_->at(QString::fromLatin1(name));
        tools->addAction(&action);
        on(name, [canvas, tool = tool] {
            canvas->setTool(tool);
            canvas->setFocus();
        });
        connect(canvas, &ui::CanvasView::toolChanged, &action, [&action, tool = tool](ui::ToolKind now) {
            if (now == tool)
                action.setChecked(true);
        });
    }
    actions_->at(QStringLiteral("tool.select")).setChecked(true);
    on("diagram.newTable", [canvas] { canvas->newTable(); });
    on("diagram.newEnum", [this] { addUserType(model::UserType::Kind::Enum); });
    on("diagram.newDomain", [this] { addUserType(model::UserType::Kind::Domain); });
    on("diagram.layout", [canvas] { canvas->layOut(); });
    connectCanvasCommands();
    on("database.create", [this] { createDatabase(); });
    on("database.open", [this] { pickDatabase(true); });
    on("database.connect", [this] { pickDatabase(false); });
    on("database.disconnect", [this] { connection_->disconnectFrom(); });
    on("database.refresh", [this] { data_->refresh(); });
    on("database.sampleData", [this] { fillWithSampleData(); });
    on("database.refreshSchema", [this] { refreshSchema(); });
    on("help.shortcuts", [this] { showShortcuts(); });
    on("help.about", [this] { showAbout(); });
}

TableId MainWindow::selectedTable() const
{
    const ObjectRef selected = selection_.single();
    const TableId* table = std::get_if<TableId>(&selected);
    return table ? *table : TableId();
}

void MainWindow::setThemeChoice(ThemeChoice choice)
{
    preferences_.setThemeChoice(choice);
    applyThemeChoice();
}

void MainWindow::applyThemeChoice()
{
    switch (preferences_.themeChoice()) {
    case ThemeChoice::Light:
        setTheme(ui::Theme::light());
        break;
    case ThemeChoice::Dark:
        setTheme(ui::Theme::dark());
        break;
    case ThemeChoice::HighContrast:
        setTheme(ui::Theme::highContrast());
        break;
    case ThemeChoice::System:
        setTheme(ui::Theme::of(desktop_.theme()));
        break;
    }
}

void MainWindow::setTheme(const ui::Theme& theme)
{
    theme_ = &theme;
    ui::applyTheme(*qApp, theme);
    actions_->setTheme(theme);
    pane_->setTheme(theme);
    outline_->setTheme(theme);
    properties_->setTheme(theme);
    sql_->setTheme(theme);
    data_->setTheme(theme);
    query_->setTheme(theme);
    problems_->setTheme(theme);
    history_->setTheme(theme);
    logPanel_->setTheme(theme);
    import_->setTheme(theme);
    start_->setTheme(theme);
    palette_->setTheme(theme);
    bottom_->setTheme(theme);
    status_->setTheme(theme);
    updateStatus();
}

void MainWindow::restoreLayout()
{
    if (!restoreGeometry(preferences_.window(QStringLiteral("geometry")).toByteArray())) {
        const QSize room = screen() ? screen()->availableSize() : firstSize;
        resize(firstSize.boundedTo(room));
    }
    const bool restored = across_->restoreState(preferences_.window(QStringLiteral("across")).toByteArray()) &&
                          middle_->restoreState(preferences_.window(QStringLiteral("middle")).toByteArray());
    if (!restored) {
        across_->setSizes({240, width() - 240});
        middle_->setSizes({width() - 240 - 384, 384});
    }
    const auto shown = [this](const char* key) {
        return preferences_.window(QString::fromLatin1(key)).isNull() ||
               preferences_.window(QString::fromLatin1(key)).toBool();
    };
    outline_->setVisible(shown("outline"));
    properties_->setVisible(shown("properties"));
    actions_->at(QStringLiteral("view.outline")).setChecked(shown("outline"));
    actions_->at(QStringLiteral("view.properties")).setChecked(shown("properties"));
    bottom_->setHeightFor(
        BottomPanel::Room::Little, preferences_.window(QStringLiteral("bottomHeight")).toInt());
    bottom_->setHeightFor(BottomPanel::Room::Much, preferences_.window(QStringLiteral("dataHeight")).toInt());
    actions_->at(QStringLiteral("view.bottom")).setChecked(true);
    bottom_->setFolded(!shown("bottom"));
    bottom_->setCurrentIndex(preferences_.window(QStringLiteral("tab")).toInt());

    const auto yielding = [this](const char* action, int least) {
        return new YieldingPanel(
            actions_->at(QString::fromLatin1(action)), least, [this] { showPanels(chosenPanels()); }, this);
    };
    // The canvas keeps more than half of the window.
    yieldingProperties_ = yielding("view.properties", 1160);
    yieldingOutline_ = yielding("view.outline", 900);
    yieldingBottom_ = yielding("view.bottom", 720);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (!yieldingBottom_ || around_ || bottom_->isMaximised())
        return; // nothing is there yet, or somebody decided who has the room
    yieldingOutline_->yieldsAt(width());
    yieldingBottom_->yieldsAt(height());
    if (yieldingProperties_->yieldsAt(width()) && file_.isOpen())
        status_->showHint(tr("The properties made room for the diagram; %1 shows them")
                              .arg(actions_->at(QStringLiteral("view.properties"))
                                       .shortcut()
                                       .toString(QKeySequence::NativeText)));
}

void MainWindow::saveLayout()
{
    if (actions_->at(QStringLiteral("view.canvasOnly")).isChecked())
        setCanvasOnly(false);
    preferences_.setWindow(QStringLiteral("geometry"), saveGeometry());
    preferences_.setWindow(QStringLiteral("outline"), yieldingOutline_->isWanted());
    preferences_.setWindow(QStringLiteral("properties"), yieldingProperties_->isWanted());
    preferences_.setWindow(QStringLiteral("bottom"), yieldingBottom_->isWanted());
    preferences_.setWindow(QStringLiteral("tab"), bottom_->currentIndex());
    preferences_.setWindow(QStringLiteral("across"), across_->saveState());
    preferences_.setWindow(QStringLiteral("middle"), middle_->saveState());
    preferences_.setWindow(QStringLiteral("bottomHeight"), bottom_->heightFor(BottomPanel::Room::Little));
    preferences_.setWindow(QStringLiteral("dataHeight"), bottom_->heightFor(BottomPanel::Room::Much));
}

void MainWindow::showBottom(QWidget* panel)
{
    if (actions_->at(QStringLiteral("view.canvasOnly")).isChecked())
        setCanvasOnly(false);
    bottom_->showPanel(panel);
}

void MainWindow::showEditor(bool editor)
{
    pages_->setCurrentWidget(editor ? static_cast<QWidget*>(across_) : start_);
    statusBar()->setVisible(editor);
    start_->showRecent(preferences_.recentFiles());
    updateTitle();
    updateActions();
    if (editor) {
        start_->banner().retract(ui::Banner::About::Deed); // who comes back there has read it
        pane_->canvas().setFocus();
    } else {
        start_->setFocus();
    }
}

ui::Banner& MainWindow::banner() const
{
    return pages_->currentWidget() == start_ ? start_->banner() : pane_->banner();
}

void MainWindow::updateTitle()
{
    setWindowTitle(file_.isOpen() ? tr("%1[*] – Conjoin").arg(file_.displayName()) : tr("Conjoin"));
    setWindowModified(file_.isModified());
    setWindowFilePath(file_.path());
    const QString folder = file_.path().isEmpty() ? documentsFolder() : QFileInfo(file_.path()).absolutePath();
    sql_->setSuggestedFile(folder + u'/' + fileNameFor(file_.displayName()) + QStringLiteral(".sql"));
}

void MainWindow::updateActions()
{
    const bool open = file_.isOpen();
    for (QAction* action : actions_->all()) {
        const QString name = action->objectName();
        const bool always = name == u"file.new" || name == u"file.open" || name == u"file.quit" ||
                            name == u"database.open" || name == u"edit.palette" || name == u"view.theme" ||
                            name.startsWith(u"help.");
        action->setEnabled(always || open);
    }
    const QUndoStack& stack = session_.undoStack();
    QAction& undo = actions_->at(QStringLiteral("edit.undo"));
    QAction& redo = actions_->at(QStringLiteral("edit.redo"));
    undo.setEnabled(open && stack.canUndo());
    redo.setEnabled(open && stack.canRedo());
    undo.setText(stack.canUndo() ? tr("Undo “%1”").arg(stack.undoText()) : tr("Undo"));
    redo.setText(stack.canRedo() ? tr("Redo “%1”").arg(stack.redoText()) : tr("Redo"));
    undo.setToolTip(tipOf(undo));
    redo.setToolTip(tipOf(redo));
    const bool selected = open && !selection_.isEmpty();
    for (const char* name : {"edit.rename", "edit.delete", "view.zoomSelection"})
        actions_->at(QString::fromLatin1(name)).setEnabled(selected);
    for (const char* name :
        {"database.disconnect", "database.refresh", "database.refreshSchema", "database.sampleData"})
        actions_->at(QString::fromLatin1(name)).setEnabled(open && connection_->isConnected());
    menus_->showDocument(open);
}

void MainWindow::updateStatus()
{
    if (connection_->isConnected()) {
        const sql::ConnectionSettings& settings = connection_->database()->settings();
        const ui::SavedConnection known = connectionFor(settings);
        const QColor color = known.hue < 0 ? QColor() : theme_->hues[size_t(known.hue)].band;
        status_->showDatabase(known.title(), color, known.production, settings.readOnly);
        outline_->showConnection(known.title(), color, known.production);
        data_->setGuard({known.production, known.title(), known.production ? known.typedBeyond : -1});
    } else {
        data_->setGuard({});
        status_->showDatabase({});
        outline_->showConnection({});
    }
    status_->showDialect(ui::dialectTitle(session_.document().settings.dialect));
    status_->showProblems(errors_, warnings_);
    status_->showPendingRows(pendingRows_);
    status_->showZoom(pane_->canvas().zoom());
    const int count = errors_ + warnings_;
    bottom_->setTabText(
        bottom_->indexOf(problems_), count == 0 ? tr("Problems") : tr("Problems  %1").arg(count));
    bottom_->setTabText(
        bottom_->indexOf(data_), pendingRows_ == 0 ? tr("Data") : tr("Data  %1").arg(pendingRows_));
    updateActions();
}

void MainWindow::addUserType(model::UserType::Kind kind)
{
    model::UserType type;
    type.id = session_.ids().next<UserTypeId>();
    type.kind = kind;
    const bool domain = kind == model::UserType::Kind::Domain;
    QStringList taken;
    for (const model::UserType& other : session_.document().schema.types)
        taken << other.name;
    type.name = model::freeName(domain ? QStringLiteral("domain") : QStringLiteral("kind"), taken);
    if (domain)
        type.base = model::DataType::of(model::TypeKind::Text);
    else
        type.values = {QStringLiteral("one"), QStringLiteral("two")};
    const auto done = session_.apply(tr("Add %1").arg(type.name),
        [type](model::Document document) { return model::edit::addUserType(std::move(document), type); });
    if (!done)
        return;
    selection_.selectOnly(type.id);
    actions_->at(QStringLiteral("edit.properties")).trigger();
}

void MainWindow::showShortcuts()
{
    ShortcutsDialog dialog(*actions_, preferences_, this);
    dialog.exec();
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setWindowTitle(tr("About Conjoin"));
    box.setIconPixmap(QIcon(QStringLiteral(":/icons/conjoin.svg")).pixmap(QSize(64, 64), devicePixelRatioF()));
    box.setText(tr("<b>Conjoin %1</b>").arg(QStringLiteral(CONJOIN_VERSION)));
    box.setInformativeText(tr("A schema designer in which a many-to-many link is an object of its own.\n"
                              "GNU General Public License, version 3 or later."));
    box.exec();
}

} // namespace conjoin::app
