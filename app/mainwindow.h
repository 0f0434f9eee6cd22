// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/documentfile.h"
#include "app/preferences.h"
#include "orm/sql/connectionsettings.h"
#include "orm/sql/database.h"
#include "ui/panels/banner.h"
#include "ui/session/editsession.h"
#include "ui/session/passwordstore.h"
#include "ui/session/savedconnections.h"
#include "ui/session/selection.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

class QSplitter;
class QStackedWidget;

namespace conjoin::ui {
class CanvasView;
class DataPanel;
class QueryPanel;
class DesktopPreference;
class HistoryPanel;
class ImportPanel;
class LogFeed;
class LogPanel;
class OutlinePanel;
class ProblemsPanel;
class PropertiesPanel;
class SqlPanel;
struct ImportedDocument;
} // namespace conjoin::ui

namespace conjoin::app {

class Actions;
class BottomPanel;
class CanvasPane;
class CommandPalette;
class ConnectedDatabase;
class MenuBar;
class StartPage;
struct Recovery;
class StatusLine;
class YieldingPanel;

/// One project in one window.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `recoveryFolder` is where unsaved documents are copied to; empty keeps no copies.
    MainWindow(Preferences& preferences, ui::DesktopPreference& desktop, const QString& recoveryFolder,
        QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens a project, an SQL script or a database – a path or a URL – in the background. False when there is
    /// nothing of that name; what else goes wrong is told in the window.
    bool openPath(const QString& text);
    /// Opens a shipped example with a database of its own in the user's data folder.
    bool openExample(const QString& name);
    void newProject();
    /// Offers what a crashed program left behind.
    void offerRecovery();
    void setThemeChoice(ThemeChoice choice);
    /// Shows this theme until another one is chosen, without remembering it.
    void showTheme(ui::Theme::Kind kind) { setTheme(ui::Theme::of(kind)); }

    ui::EditSession& session() { return session_; }
    ui::Selection& selection() { return selection_; }
    const Actions& actions() const { return *actions_; }
    const DocumentFile& file() const { return file_; }
    const ConnectedDatabase& connection() const { return *connection_; }
    ui::SqlPanel& sqlPanel() const { return *sql_; }
    ui::ImportPanel& importPanel() const { return *import_; }
    ui::SavedConnections& savedConnections() { return saved_; }
    /// Keeps passwords there instead of in the desktop's keychain.
    void setPasswordStore(std::unique_ptr<ui::PasswordStore> passwords) { passwords_ = std::move(passwords); }
    ui::Banner& banner() const; ///< the one that is visible now
    bool isBusy() const { return job_ != nullptr; }

    /// Saves under `path`, then calls `done` if that worked.
    void saveTo(const QString& path, const std::function<void()>& done = {},
        DocumentFile::Others others = DocumentFile::Others::Keep);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // mainwindow.cpp: what it is made of
    void buildPanels();
    void connectPanels();
    void connectActions();
    void connectCanvasCommands();
    void connectNotations();
    void connectKeyboardWays();
    /// The keyboard goes to the next or the previous part of the window that is seen.
    void goToPart(int by);
    void applyThemeChoice();
    void setTheme(const ui::Theme& theme);
    void restoreLayout();
    void saveLayout();
    /// The panels around the canvas.
    struct Panels {
        bool outline, properties, bottom;
    };
    Panels chosenPanels() const; ///< as their buttons are pressed
    /// Whatever was hidden for the sake of the canvas alone counts no longer.
    void showPanels(const Panels& panels);
    void setCanvasOnly(bool on);
    void showBottom(QWidget* panel);
    void showEditor(bool editor);
    TableId selectedTable() const; ///< the only thing selected, else null
    void updateTitle();
    void updateActions();
    void updateStatus();
    void addUserType(model::UserType::Kind kind);
    void showShortcuts();
    void showAbout();

    // mainwindowfiles.cpp: documents come and go
    void settle(const std::function<void()>& proceed);
    void save(const std::function<void()>& done = {});
    void saveAs(const std::function<void()>& done = {});
    void open();
    void recover(const Recovery& recovery);
    void openProject(const QString& path);
    void tellMended(const Diagnostics& mended);
    void showDocument(model::Document document, const QString& path, const FileStamp& stamp = {});
    void askToOverwrite(const QString& path, const std::function<void()>& done);
    void offerReload(); ///< another program has written the project
    /// A field that is being typed in writes when it loses the focus; it gets it back.
    void finishTyping();
    void rememberFile(const QString& path);

    // mainwindowdatabases.cpp: databases and scripts are read, connections made
    void openScript(const QString& path);
    void readScript(const QString& path, const QByteArray& text, const QString& dialect);
    void openDatabase(const ui::SavedConnection& connection);
    void adoptImported(const ui::ImportedDocument& imported, const QString& source);
    void refreshSchema();
    void adoptRefreshed(const ui::ImportedDocument& imported);
    void exportPicture();
    void printDiagram();
    void createDatabase();
    /// `shown` fills the dialog, and `why` says what went wrong with it before.
    void pickDatabase(
        bool importIt, const ui::SavedConnection& shown = {}, const std::optional<Error>& why = {});
    void connectTo(const ui::SavedConnection& connection);
    /// Asks for what the server wants – the password, or all of the connection – and tries again.
    void askAgain(bool importIt, const ui::SavedConnection& refused, const Error& why);
    /// The saved connection that reaches this, or what was said of it when it was reached, or one without a name.
    ui::SavedConnection connectionFor(const sql::ConnectionSettings& settings) const;
    void fillWithSampleData();
    void rememberDatabase();
    void rememberSource(const sql::ConnectionSettings& settings);

    /// Work that the window waits for; a new one cancels the one before.
    struct Job {
        std::atomic_bool cancelled = false;
        std::atomic<double> share = 0;           ///< that is done, where it is known
        std::shared_ptr<sql::Database> database; ///< whose statement cancelling stops; may be null
    };
    struct ReadSchema;
    std::shared_ptr<Job> beginJob(const QString& text);
    /// Draws what was read for this job, telling how far that is, and ends the job. Not `done` where it failed
    /// or was cancelled.
    void drawImported(const std::shared_ptr<Job>& job, const ReadSchema& found, const QString& name,
        const QString& title, const std::function<void(const ui::ImportedDocument&)>& done);
    /// False when the job was cancelled: its result is not wanted.
    bool endJob(const std::shared_ptr<Job>& job);
    void cancelJob();
    void say(const Error& error);
    void say(const Error& error, ui::Banner::About about);
    void say(const QString& done);

    Preferences& preferences_;
    ui::SavedConnections saved_;
    ui::SavedConnection marked_; ///< how a person marked the last one, saved or not
    std::unique_ptr<ui::PasswordStore> passwords_;
    ui::DesktopPreference& desktop_;
    const ui::Theme* theme_;
    ui::EditSession session_;
    ui::Selection selection_;
    DocumentFile file_;
    std::shared_ptr<ui::LogFeed> log_;
    std::shared_ptr<Job> job_;
    QString recoveryFolder_;
    int pendingRows_ = 0;
    int errors_ = 0, warnings_ = 0;
    bool closing_ = false;

    std::optional<Panels> around_; ///< shown before only the canvas was
    QStackedWidget* pages_;
    StartPage* start_ = nullptr;
    CanvasPane* pane_;
    Actions* actions_;
    QSplitter* across_;
    QSplitter* down_;
    QSplitter* middle_;
    BottomPanel* bottom_;
    ui::OutlinePanel* outline_;
    ui::PropertiesPanel* properties_;
    ui::SqlPanel* sql_;
    ui::DataPanel* data_;
    ui::QueryPanel* query_;
    ui::ProblemsPanel* problems_;
    ui::HistoryPanel* history_;
    ui::LogPanel* logPanel_;
    ui::ImportPanel* import_;
    ConnectedDatabase* connection_;
    CommandPalette* palette_;
    YieldingPanel* yieldingOutline_ = nullptr;
    YieldingPanel* yieldingProperties_ = nullptr;
    YieldingPanel* yieldingBottom_ = nullptr;
    StatusLine* status_;
    MenuBar* menus_;
};

} // namespace conjoin::app
