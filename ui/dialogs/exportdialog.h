// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/job.h"
#include "orm/sql/rowexport.h"
#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QDialog>
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

class AttributeList;
class IncludeTree;

/// Which rows may be exported.
struct ExportSubject {
    RowSource source;
    orm::Query query;      ///< the table, and what is included to begin with
    orm::Json filter{};    ///< null, or the rows that the panel's filter finds
    QString filterText{};  ///< as the person wrote it
    orm::Json selection{}; ///< null, or the rows that are selected
    int selected = 0;      ///< how many
};

/// Writes rows into a file, on a connection of its own so that one can go on browsing. Escape stops it; no
/// half-written file stays.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `folder` is where the file is suggested to go.
    ExportDialog(ExportSubject subject, const QString& folder, const Theme& theme, QWidget* parent = nullptr);
    ~ExportDialog() override;

    /// «Wrote 1,204 rows to students.json», once it was accepted.
    const QString& outcome() const { return outcome_; }
    bool isBusy() const { return bool(work_); }
    IncludeTree& associations() const { return *tree_; }
    AttributeList& attributes() const { return *attributes_; } ///< of the place that is chosen among those

public slots:
    void setFormat(conjoin::sql::ExportFormat format);
    void writeTo(const QString& path);
    void reject() override; ///< stops what runs first

private:
    /// One export under way.
    struct Work {
        std::shared_ptr<sql::Database> database;
        std::optional<sql::Job<Result<sql::ExportReport>>> job;
        std::shared_ptr<std::atomic<qint64>> rows = std::make_shared<std::atomic<qint64>>(0);
        qint64 all = 0; ///< 0 = not known yet
    };

    void browse();
    void refresh();
    void showAttributes();
    void takeAttributes();
    void setBusy(bool busy);
    void showProgress();
    void finish(const QString& path, const Result<sql::ExportReport>& report);
    sql::ExportFormat format() const;
    sql::ExportOptions options() const;
    orm::Query query() const;

    ExportSubject subject_;
    QString folder_;
    QString outcome_;
    QComboBox* which_;
    IncludeTree* tree_;
    AttributeList* attributes_;
    QComboBox* format_;
    QFormLayout* form_ = nullptr;
    QComboBox* delimiter_;
    QLineEdit* null_;
    QCheckBox* header_;
    QComboBox* dialect_;
    QLabel* note_;
    QLabel* error_;
    QProgressBar* progress_;
    QLabel* count_;
    QPushButton* cancel_;
    QPushButton* save_;
    QTimer watch_;
    std::unique_ptr<Work> work_;
};

} // namespace conjoin::ui
