// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/deletionplan.h"
#include "orm/sql/job.h"
#include "ui/models/linkends.h"
#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace conjoin::ui {

/// What deleting rows would do, before anybody decides: the rows that refer to them, key by key, what the
/// database does with them, and the ways out where they are in the way. It looks on a connection of its own and
/// can be left at any time; a dry run deletes and takes everything back. Accepted, plan() is what is to be
/// staged.
class DeletionDialog : public QDialog {
    Q_OBJECT

public:
    /// `what` is the row as a person calls it: «student “Ann”», or «3 students».
    DeletionDialog(const Theme& theme, RowSource source, int model, const QStringList& keys,
        const QString& what, QWidget* parent = nullptr);
    ~DeletionDialog() override;

    /// Where more rows than that would go, the name of the table must be typed first; -1 = never.
    void setTypedBeyond(qint64 rows);

    const sql::DeletionPlan& plan() const { return plan_; }
    /// The row that the rows of such a step are to refer to.
    sql::Row targetOf(const sql::DeletionStep& step) const;

private:
    enum class WayOut { None, DeleteToo, Elsewhere };

    void build(const QString& what);
    void look();
    struct Looked {
        sql::DeletionPlan plan;
        std::vector<LinkEnds> ends; ///< by step, of the rows that are shown
    };
    void show(const Result<Looked>& looked);
    void addStep(size_t index);
    void addWaysOut(QTreeWidgetItem* item, const sql::DeletionStep& step);
    void take(const sql::KeyOfModel& key, WayOut way);
    void pickTarget(const sql::KeyOfModel& key);
    void rehearse();
    void tell(const Result<std::vector<sql::DeletionEffect>>& effects);
    void setBusy(const QString& doing); ///< empty: done
    void showState();
    QString sentence(const sql::DeletionStep& step) const;

    const Theme& theme_;
    const RowSource source_;
    sql::DeletionWish wish_;
    std::map<sql::KeyOfModel, sql::Row> targets_;
    sql::DeletionPlan plan_;
    std::vector<LinkEnds> ends_;
    bool planned_ = false;
    qint64 typedBeyond_ = -1;
    std::function<void()> stop_; ///< ends what runs now; empty
    quint64 asked_ = 0;
    QLabel* summary_;
    QTreeWidget* tree_;
    QWidget* lastWay_ = nullptr; ///< behind which the next choice is for the keyboard
    QCheckBox* everything_;
    QLabel* outcome_;
    QLabel* typeLabel_;
    QLineEdit* typed_;
    QPushButton* rehearse_;
    QPushButton* stage_;
};

} // namespace conjoin::ui
