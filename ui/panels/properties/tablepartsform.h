// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/properties/tableparts.h"

namespace conjoin::ui {

/// What a table has beside its columns' usual things, each part under a heading that folds: the current column
/// in full, keys, indexes, checks, options.
class TablePartsForm : public PropertyForm {
    Q_OBJECT

public:
    TablePartsForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showTable(TableId table);
    void showColumn(ColumnId column);
    void showIndex(IndexId index);
    void refresh() override;
    void setTheme(const Theme& theme) override;

private:
    struct Part {
        FoldSection* fold = nullptr;
        TablePart* form = nullptr;
    };
    ColumnPart* column_;
    IndexesPart* indexes_;
    std::vector<Part> parts_;
};

} // namespace conjoin::ui
