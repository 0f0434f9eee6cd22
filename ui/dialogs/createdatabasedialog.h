// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/sql/database.h"
#include "orm/sql/sync.h"
#include "ui/session/logfeed.h"
#include "ui/session/savedconnections.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace conjoin::ui {

class PasswordStore;
class SqlEditor;

/// Picks or makes a database – a file, or one on a server –, shows the statements that would create what it
/// lacks and what that dialect can't say as drawn, and runs them on demand.
class CreateDatabaseDialog : public QDialog {
    Q_OBJECT

public:
    /// Begins with the file where the project is drawn for one, otherwise with the first saved server of its
    /// dialect, or with the question where.
    CreateDatabaseDialog(const model::Document& document, const QString& suggestedFile, SavedConnections& saved,
        PasswordStore& passwords, std::weak_ptr<LogFeed> log, const Theme& theme, QWidget* parent = nullptr);
    ~CreateDatabaseDialog() override;

    /// The database, once everything is there; else null.
    const std::shared_ptr<sql::Database>& database() const { return database_; }
    /// «Created 3 tables in school.db»
    const QString& outcome() const { return outcome_; }

public slots:
    void setFile(const QString& file);
    void setServer(const conjoin::ui::SavedConnection& server);
    void run();
    void reject() override; ///< cancels what runs first

private:
    /// What would be done, as it was found on the connection's thread.
    struct Planned {
        sql::SyncPlan plan;
        QString script;
        Diagnostics losses; ///< what the dialect of the place can't say as drawn
        bool makesDatabase = false;
    };
    /// How far the running plan is; shared with the connection's thread.
    using Progress = std::shared_ptr<std::atomic_int>;

    QLayout* whereRows();
    void fillPlaces();
    void takePlace();
    void choosePlace(bool anew);
    void browse();
    void plan();
    void planServer(int number);
    void askPassword(const Error& why);
    /// The server is there, the database is not: it can be made, too.
    void planMissing(int number, const Error& missing);
    static Result<Planned> look(sql::Connection& connection, const model::Document& document);
    static Result<Planned> lookAtNothing(
        sql::Connection& server, const model::Document& document, const QString& database);
    void showPlan(const Result<Planned>& planned);
    void showNotes();
    void makeDatabase();
    void runPlan();
    void finish(const Result<void>& result);
    void setBusy(bool busy);
    bool isServer() const { return !place_.settings.isFile(); }
    QString placeName() const;
    void complain(const QString& text);

    model::Document document_;
    SavedConnections& saved_;
    PasswordStore& passwords_;
    std::weak_ptr<LogFeed> log_;
    const Theme* theme_;
    SavedConnection place_; ///< a file where nothing else was picked
    bool placed_ = false;
    QComboBox* where_;
    std::vector<SavedConnection> servers_; ///< that `where_` offers
    QLineEdit* file_;
    QPushButton* browse_;
    QPushButton* change_;
    QWidget* fileRow_;
    QLabel* summary_;
    SqlEditor* preview_;
    QTreeWidget* notes_;
    QLabel* error_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    QPushButton* run_;
    std::shared_ptr<sql::Database> planning_, running_, database_;
    Planned planned_;
    std::optional<Error> refused_; ///< why the place can't be used
    Progress applied_;
    QTimer watch_;
    bool existed_ = false;      ///< the file, before this dialog ran anything
    bool madeDatabase_ = false; ///< on the server, by this dialog
    int planNumber_ = 0;
    QString outcome_;
};

} // namespace conjoin::ui
