// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowconflict.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace conjoin::ui {

/// Rows that somebody else has changed meanwhile: what was seen, what is there now, what is to be written, and
/// which of them is kept. M keeps mine, T takes theirs, Space turns it over; nothing is decided by itself.
class ConflictDialog : public QDialog {
    Q_OBJECT

public:
    ConflictDialog(const Theme& theme, std::vector<ConflictCase> cases, QWidget* parent = nullptr);

    const std::vector<ConflictCase>& cases() const { return cases_; }
    /// Parallel to the cases; what is not decided stays mine.
    std::vector<ConflictDecision> decisions() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Choice { Open, Mine, Theirs };

    void fill();
    void addFields(QTreeWidgetItem* head, const ConflictCase& conflict);
    bool isOpen(const QTreeWidgetItem* item) const; ///< it is one that can be decided
    void choose(QTreeWidgetItem* item, Choice choice);
    void chooseAll(Choice choice);
    void turn(QTreeWidgetItem* item);
    void show(QTreeWidgetItem* item) const;
    Choice choice(const QTreeWidgetItem* item) const;
    void tell();

    const Theme& theme_;
    std::vector<ConflictCase> cases_;
    QTreeWidget* tree_;
    QLabel* left_;
    QPushButton* apply_;
};

} // namespace conjoin::ui
