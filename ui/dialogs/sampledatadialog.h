// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/sql/job.h"
#include "orm/sql/seeder.h"

#include <QDialog>
#include <QSet>
#include <QTimer>

#include <atomic>
#include <map>
#include <memory>
#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QTableWidgetItem;

namespace conjoin::ui {

/// Fills the tables of a database with generated rows: which of them, how many of each, by which number – the
/// same number gives the same rows – and what would come of it, before anything is written. One transaction,
/// which Escape stops.
class SampleDataDialog : public QDialog {
    Q_OBJECT

public:
    SampleDataDialog(std::shared_ptr<sql::Database> database, std::shared_ptr<const orm::ModelRegistry> registry,
        std::shared_ptr<const orm::Derivation> derivation, QWidget* parent = nullptr);
    ~SampleDataDialog() override;

    /// «Wrote 1,200 rows into 5 tables», once it was accepted.
    const QString& outcome() const { return outcome_; }
    bool isBusy() const { return bool(work_); }

public slots:
    void fill();
    void reject() override; ///< stops what runs first

private:
    struct Work {
        std::optional<sql::Job<Result<sql::SeedReport>>> job;
        std::shared_ptr<std::atomic<qint64>> written = std::make_shared<std::atomic<qint64>>(0);
        std::shared_ptr<std::atomic<qint64>> all = std::make_shared<std::atomic<qint64>>(0);
    };

    sql::SeedOptions options() const;
    void lookAtTables();
    void takeEdit(const QTableWidgetItem& item);
    void showPlan();
    void showTable(int row, const sql::SeedReport::Table& table);
    void setBusy(bool busy);
    void showProgress();
    void finish(const Result<sql::SeedReport>& report);
    void complain(const QString& text);

    std::shared_ptr<sql::Database> database_;
    std::shared_ptr<const orm::ModelRegistry> registry_;
    std::shared_ptr<const orm::Derivation> derivation_;
    std::map<QString, qint64> present_; ///< rows that a table has already, as far as was counted
    std::map<QString, int> rowsOf_; ///< of tables that a person gave a number of their own
    QSet<QString> leftOut_;         ///< that a person has left out
    QString outcome_;
    bool filling_ = false;
    QSpinBox* rows_;
    QSpinBox* number_;
    QTableWidget* tables_;
    QLabel* there_;
    QLabel* summary_;
    QLabel* error_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    QPushButton* fill_;
    QTimer watch_;
    std::unique_ptr<Work> work_;
};

} // namespace conjoin::ui
