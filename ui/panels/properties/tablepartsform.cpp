// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/tablepartsform.h"

#include "ui/panels/properties/foldsection.h"

#include <QVBoxLayout>

namespace conjoin::ui {

TablePartsForm::TablePartsForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent, Place::Inside)
{
    column()->setSpacing(0);
    const auto add = [this](const QString& title, const char* name, TablePart* form) {
        FoldSection* fold = beginFold(title, QString::fromLatin1(name));
        column()->addWidget(form);
        parts_.push_back({fold, form});
    };
    add(tr("Column"), "columnFold", column_ = new ColumnPart(session, theme, this));
    add(tr("Keys"), "keysFold", new KeysPart(session, theme, this));
    add(tr("Indexes"), "indexesFold", indexes_ = new IndexesPart(session, theme, this));
    add(tr("Checks"), "checksFold", new ChecksPart(session, theme, this));
    add(tr("Options"), "optionsFold", new OptionsPart(session, theme, this));
}

void TablePartsForm::showTable(TableId table)
{
    for (const Part& part : parts_)
        part.form->showTable(table);
    refresh();
}

void TablePartsForm::showColumn(ColumnId column)
{
    column_->showColumn(column);
    parts_.front().fold->setSummary(column_->summary());
}

void TablePartsForm::showIndex(IndexId index)
{
    for (const Part& part : parts_) {
        if (part.form == indexes_)
            part.fold->setOpen(true);
    }
    indexes_->showIndex(index);
}

void TablePartsForm::refresh()
{
    for (const Part& part : parts_) {
        part.form->refresh();
        part.fold->setSummary(part.form->summary());
    }
}

void TablePartsForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    for (const Part& part : parts_)
        part.form->setTheme(theme);
}

} // namespace conjoin::ui
