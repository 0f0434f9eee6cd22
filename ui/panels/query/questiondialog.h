// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "orm/dialect/dialect.h"
#include "orm/entity/modelregistry.h"

#include <QDialog>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace conjoin::ui {

class TablePicker;

/// A kept query as text: for what the form can't show, and to mend one whose tables have changed. What is wrong
/// is told while it is typed, with its place.
class QuestionDialog : public QDialog {
    Q_OBJECT

public:
    QuestionDialog(std::shared_ptr<const orm::ModelRegistry> registry, const orm::Dialect& dialect,
        const model::NamedQuery& query, QWidget* parent = nullptr);

    /// The query as it is written now, under its name.
    model::NamedQuery query() const;

private:
    void check();

    const std::shared_ptr<const orm::ModelRegistry> registry_;
    const orm::Dialect& dialect_;
    const model::NamedQuery before_;
    TablePicker* table_;
    QPlainTextEdit* text_;
    QLabel* problem_;
    QPushButton* keep_ = nullptr;
};

} // namespace conjoin::ui
