// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/huebuttons.h"
#include "ui/panels/properties/tablepartsform.h"
#include "ui/panels/propertyforms.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace conjoin::ui {

TableForm::TableForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    addHeading(tr("Table"));
    QFormLayout* fields = addFields();
    name_ = addText(fields, tr("Name"), QStringLiteral("tableName"), [this](const QString& text) {
        apply(tr("Rename %1").arg(document().schema.tables.at(table_).name),
            [table = table_, text](
                model::Document next) { return model::edit::renameTable(std::move(next), table, text); });
    });
    sqlName_ = addText(fields, tr("SQL name"), QStringLiteral("tableSqlName"), [this](const QString& text) {
        update(tr("SQL name of %1"), [text](model::Table& table) { table.sqlName = text; });
    });
    comment_ = addText(fields, tr("Comment"), QStringLiteral("tableComment"), [this](const QString& text) {
        update(tr("Comment on %1"), [text](model::Table& table) { table.comment = text; });
    });
    addHueButtons(*this, fields, hues_, [this](int hue) {
        apply(tr("Colour %1").arg(document().schema.tables.at(table_).name),
            [table = table_, hue, diagram = session_.currentDiagram()](
                model::Document next) { return model::edit::setHue(std::move(next), diagram, {table}, hue); });
    });

    addHeading(tr("Columns"));
    grid_ = new ColumnGrid(session, theme, this);
    column()->addWidget(grid_);
    parts_ = new TablePartsForm(session, theme, this);
    column()->addWidget(parts_);
    column()->addStretch();
    connect(grid_, &ColumnGrid::currentColumnChanged, parts_, &TablePartsForm::showColumn);
}

void TableForm::showTable(TableId table, const ObjectRef& inside)
{
    table_ = table;
    grid_->setTable(table);
    parts_->showTable(table);
    if (const auto* column = std::get_if<ColumnId>(&inside))
        grid_->showColumn(*column);
    else if (const auto* index = std::get_if<IndexId>(&inside))
        parts_->showIndex(*index);
    parts_->showColumn(grid_->currentColumn());
    refresh();
}

void TableForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    grid_->setTheme(theme);
    parts_->setTheme(theme);
}

void TableForm::update(const QString& text, const std::function<void(model::Table&)>& change)
{
    model::Table table = document().schema.tables.at(table_);
    const QString what = text.arg(table.name);
    change(table);
    apply(what, [table](model::Document next) { return model::edit::updateTable(std::move(next), table); });
}

void TableForm::refresh()
{
    const model::Table* table = document().schema.tables.find(table_);
    if (!table)
        return;
    fill(name_, table->name);
    fill(sqlName_, table->sqlName, model::tableNameFor(document().settings.naming, table->name));
    fill(comment_, table->comment);
    const model::TableNode* node = session_.diagram().tables.find(table_);
    showHue(hues_, *theme_, node ? node->hue : -1, node != nullptr);
    parts_->refresh();
}

} // namespace conjoin::ui
