// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/sql/database.h"
#include "orm/sql/sync.h"
#include "ui/session/logfeed.h"
#include "ui/theme/theme.h"

#include <QDialog>

#include <memory>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace conjoin::ui {

class SqlEditor;

/// Picks or makes a database, shows the statements that would create what it lacks, and runs them on demand.
class CreateDatabaseDialog : public QDialog {
    Q_OBJECT

public:
    CreateDatabaseDialog(const model::Document& document, const QString& suggestedFile,
        std::weak_ptr<LogFeed> log, const Theme& theme, QWidget* parent = nullptr);
    ~CreateDatabaseDialog() override;

    /// The database, once everything is there; else null.
    const std::shared_ptr<sql::Database>& database() const { return database_; }
    /// «Created 3 tables in school.db»
    const QString& outcome() const { return outcome_; }

public slots:
    void setFile(const QString& file);
    void run();
    void reject() override; ///< cancels what runs first

private:
    void browse();
    void plan();
    void showPlan(const Result<sql::SyncPlan>& plan);
    void finish(const Result<void>& result);
    void setBusy(bool busy);
    QString fileName() const;

    model::Document document_;
    orm::Derivation derivation_;
    std::weak_ptr<LogFeed> log_;
    QLineEdit* file_;
    QPushButton* browse_;
    QLabel* summary_;
    SqlEditor* preview_;
    QLabel* notes_;
    QLabel* error_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    QPushButton* run_;
    std::shared_ptr<sql::Database> planning_, running_, database_;
    sql::SyncPlan plan_;
    bool existed_ = false; ///< before this dialog ran anything
    int planNumber_ = 0;
    QString outcome_;
};

} // namespace conjoin::ui
