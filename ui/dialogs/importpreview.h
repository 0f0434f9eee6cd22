// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importplan.h"
#include "ui/theme/theme.h"

#include <QTableWidget>

#include <vector>

namespace conjoin::ui {

/// The first lines of a file below what its columns go to, with what is wrong on their cells: what can be told
/// without the database.
class ImportPreview : public QTableWidget {
    Q_OBJECT

public:
    explicit ImportPreview(QWidget* parent = nullptr);

    /// `plan` is null where it does not fit, and nothing can be told of cells.
    void showRecords(const QStringList& titles, const std::vector<orm::CsvRecord>& records,
        const orm::ModelRegistry& registry, const sql::ImportPlan* plan, const Theme& theme);
};

} // namespace conjoin::ui
