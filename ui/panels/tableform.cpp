// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/propertyforms.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

QIcon swatch(const QColor& color, bool chosen, const QColor& ring)
{
    QPixmap pixmap(40, 40);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(8, 8, 24, 24));
    if (chosen) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ring, 3));
        painter.drawEllipse(QRectF(3.5, 3.5, 33, 33));
    }
    return QIcon(pixmap);
}

} // namespace

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
    auto* colours = new QHBoxLayout;
    colours->setSpacing(1);
    for (int hue = 0; hue < model::subjectHues; ++hue) {
        auto* button = new QToolButton(this);
        button->setIconSize({20, 20});
        button->setAutoRaise(true);
        button->setFixedSize(22, 28);
        button->setStyleSheet(QStringLiteral("padding: 0"));
        button->setAccessibleName(tr("Colour %1").arg(hue + 1));
        connect(button, &QToolButton::clicked, this, [this, hue] {
            apply(tr("Colour %1").arg(document().schema.tables.at(table_).name),
                [table = table_, hue, diagram = session_.currentDiagram()](model::Document next) {
                    return model::edit::setHue(std::move(next), diagram, {table}, hue);
                });
        });
        colours->addWidget(button);
        hues_[size_t(hue)] = button;
    }
    colours->addStretch();
    auto* label = new QLabel(tr("Colour"), this);
    label->setProperty("role", "muted");
    label->setMinimumHeight(28);
    fields->addRow(label, colours);

    addHeading(tr("Columns"));
    grid_ = new ColumnGrid(session, theme, this);
    column()->addWidget(grid_);
    column()->addStretch();
}

void TableForm::showTable(TableId table, ColumnId column)
{
    table_ = table;
    grid_->setTable(table);
    if (column)
        grid_->showColumn(column);
    refresh();
}

void TableForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    grid_->setTheme(theme);
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
    for (int hue = 0; hue < model::subjectHues; ++hue) {
        hues_[size_t(hue)]->setIcon(
            swatch(theme_->hues[size_t(hue)].band, node && node->hue == hue, theme_->ink));
        hues_[size_t(hue)]->setEnabled(node != nullptr);
    }
}

} // namespace conjoin::ui
