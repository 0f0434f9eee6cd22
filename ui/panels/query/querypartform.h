// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/query/includetree.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace conjoin::ui {

class AttributeList;

/// What is asked at one place of a query: which rows, which of their attributes, in which order and how many.
class QueryPartForm : public QWidget {
    Q_OBJECT

public:
    explicit QueryPartForm(QWidget* parent = nullptr);

    /// Shows a place; `association` leads to it, null at the root; `path` and `kind` say where that is.
    void show(const orm::ModelRegistry& registry, int model, const orm::Association* association,
        const QueryPart& part, const QString& path, const QString& kind);
    /// What is asked; while a field can't be understood, as it was before.
    const QueryPart& part() const { return part_; }
    /// Why a field can't be understood, the first of them; empty where all can.
    QString fault() const;
    /// The keyboard goes to that field.
    void goToFault();

signals:
    void changed();
    void faultChanged();

private:
    void read();
    QLineEdit* faultyField() const;
    void mark(QLineEdit& field, const QString& error);
    void showFault();

    const orm::ModelRegistry* registry_ = nullptr; ///< of what is shown; the tree keeps it
    int model_ = -1;
    int junction_ = -1;
    QueryPart part_;
    bool showing_ = false;
    QLabel* path_;
    QLabel* kind_;
    QLineEdit* filter_;
    QLineEdit* linkFilter_;
    QLabel* linkLabel_;
    QCheckBox* required_;
    QLineEdit* order_;
    QSpinBox* limit_;
    QLabel* fault_;
    AttributeList* attributes_;
};

} // namespace conjoin::ui
