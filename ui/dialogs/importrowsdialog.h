// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importfile.h"
#include "orm/sql/job.h"
#include "orm/sql/rowimport.h"
#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QPointer>
#include <QTimer>

#include <atomic>
#include <memory>
#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace conjoin::ui {

class ImportMapping;
class ImportPreview;
class ImportProblems;

/// Reads a file of lines and fields, or of nested objects, into a table and its links: what the file looks like
/// is guessed and can be changed, its columns are mapped, the first lines are shown with what is wrong on their
/// cells. «Check» does everything, takes it back and says what would be written; only then «Import» writes it,
/// in one transaction. Escape stops what runs, and nothing is written then.
class ImportRowsDialog : public QDialog {
    Q_OBJECT

public:
    ImportRowsDialog(RowSource source, int model, const QString& folder, const Theme& theme,
        QWidget* parent = nullptr);
    ~ImportRowsDialog() override;

    /// «Imported 120 lines into students», once it was accepted.
    const QString& outcome() const { return outcome_; }
    bool isBusy() const { return bool(work_); }
    bool isChecked() const { return checked_; } ///< what would be written is known
    ImportMapping& mapping() const { return *mapping_; }
    sql::ImportPlan plan() const;

public slots:
    void setFile(const QString& path);
    void check();      ///< a dry run
    void importRows(); ///< for good, where a dry run has said what that will be; else that comes first
    void reject() override;

private:
    struct Work {
        std::optional<sql::Job<Result<sql::ImportReport>>> job;
        std::shared_ptr<std::atomic<qint64>> lines = std::make_shared<std::atomic<qint64>>(0);
        std::shared_ptr<std::atomic<qint64>> bytes = std::make_shared<std::atomic<qint64>>(0);
        bool dryRun = false;
    };

    void build();
    QWidget* buildLayoutRow();
    QWidget* buildModeRow();
    void showLayout();
    void showMode();
    void showKeys();
    void change(); ///< of what is to be written: nobody has seen what that will be
    void browse();
    void guess();
    void takeTable();
    void takeColumns();
    sql::ImportLayout layoutOf() const;
    /// Reads the first lines anew: the columns, and what stands in them.
    void readSample();
    void showSample();
    bool isReady() const;
    /// What a person may want to know before anything is checked.
    QString noteOf() const;
    void showNote(const QString& text);
    void run(bool dryRun);
    void setBusy(bool busy);
    void showProgress();
    void finish(const Result<sql::ImportReport>& report);
    void complain(const QString& text);

    RowSource source_;
    QString folder_;
    const Theme* theme_;
    QString outcome_;
    qint64 fileSize_ = 0;
    sql::ImportSample sample_; ///< names are of the columns, as a person sees them
    QString refusal_;          ///< why the file can't be read
    bool filling_ = false;
    bool chosen_ = false; ///< a person said what happens to rows that are there
    bool checked_ = false;

    QLineEdit* file_;
    QPushButton* browse_;
    QFormLayout* form_ = nullptr;
    QComboBox* format_;
    QComboBox* encoding_;
    QComboBox* delimiter_;
    QComboBox* quote_;
    QCheckBox* header_;
    QComboBox* table_;
    QComboBox* mode_;
    QComboBox* key_;
    QCheckBox* nullChanges_;
    ImportMapping* mapping_;
    QWidget* values_ = nullptr; ///< what NULL and numbers look like
    QLineEdit* null_;
    QCheckBox* comma_;
    QLabel* note_;
    ImportPreview* preview_;
    ImportProblems* problems_;
    QCheckBox* onlyGood_;
    QLabel* summary_;
    QLabel* error_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    QPushButton* check_;
    QPushButton* import_;
    QTimer watch_;
    std::unique_ptr<Work> work_;
    QPointer<QWidget> focusBefore_; ///< of what runs
};

} // namespace conjoin::ui
