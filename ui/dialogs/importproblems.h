// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowimport.h"

#include <QTreeWidget>

namespace conjoin::ui {

/// The bad lines of an import: line, column, value, and why, which is read to its end.
class ImportProblems : public QTreeWidget {
    Q_OBJECT

public:
    explicit ImportProblems(QWidget* parent = nullptr);

    /// `names`: of the columns.
    void showProblems(const sql::ImportReport& report, const QStringList& names);
};

} // namespace conjoin::ui
