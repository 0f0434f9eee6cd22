// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;

namespace conjoin::ui {

/// A question to what rows are linked to, put together from lists: «Classes any grade = 'F'». It shows what it
/// makes, so that the next one can be typed.
class RelationFilter : public QDialog {
    Q_OBJECT

public:
    RelationFilter(const orm::ModelRegistry& registry, int model, QWidget* parent);

    /// As filterCondition() reads it.
    QString question() const;

signals:
    void chosen(const QString& question);

private:
    enum Asked { Any, None, Count };

    void fillColumns();
    void showQuestion();

    const orm::ModelRegistry registry_;
    int model_;
    QComboBox* association_;
    QComboBox* asked_;
    QComboBox* column_;
    QComboBox* sign_;
    QLineEdit* value_;
    QLabel* text_;
};

} // namespace conjoin::ui
