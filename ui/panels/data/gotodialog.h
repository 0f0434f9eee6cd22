// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <optional>

class QDoubleSpinBox;
class QLabel;
class QSlider;

namespace conjoin::ui {

/// How far into a table to go: by share, or by the number of a row where it is known about how many there are.
/// Either field moves the other.
class GoToDialog : public QDialog {
    Q_OBJECT

public:
    GoToDialog(const QString& table, double share, QWidget* parent);

    /// How many rows there are, `exact` or about.
    void setRows(qint64 rows, bool exact);

signals:
    void chosen(double share); ///< 0 = the first row, 1 = the last

private:
    void show(double share, const QObject* without);
    void say();

    double share_;
    std::optional<qint64> rows_;
    bool exact_ = false;
    bool showing_ = false; ///< it is the program that moves the fields
    QSlider* slider_;
    QDoubleSpinBox* percent_;
    QDoubleSpinBox* row_; ///< of whole numbers, which may be beyond what a QSpinBox holds
    QLabel* said_;
};

} // namespace conjoin::ui
