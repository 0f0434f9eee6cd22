// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "orm/dialect/optionsupport.h"
#include "ui/panels/huebuttons.h"
#include "ui/panels/propertyforms.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace conjoin::ui {

using model::Table;

namespace {

/// What `get` says of every table, where it says the same of all.
template<class Get>
auto shared(const std::vector<const Table*>& tables, Get get)
    -> std::optional<std::decay_t<decltype(get(*tables[0]))>>
{
    for (const Table* table : tables) {
        if (get(*table) != get(*tables.front()))
            return std::nullopt;
    }
    return tables.empty() ? std::nullopt : std::optional(get(*tables.front()));
}

} // namespace

SeveralForm::SeveralForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    heading_ = addHeading({});
    fields_ = addFields();
    addHueButtons(*this, fields_, hues_, [this](int hue) {
        apply(tr("Colour %n table(s)", nullptr, int(tables_.size())),
            [tables = tables_, hue, diagram = session_.currentDiagram()](model::Document next) {
                std::vector<TableId> shown;
                for (const TableId table : tables) {
                    if (next.diagrams.at(diagram).tables.contains(table))
                        shown.push_back(table);
                }
                return model::edit::setHue(std::move(next), diagram, shown, hue);
            });
    });
    schema_ = addText(fields_, tr("Schema"), QStringLiteral("severalSchema"), [this](const QString& text) {
        update(tr("Schema of %n table(s)", nullptr, int(tables_.size())),
            [text](Table& table) { table.sqlSchema = text; });
    });
    engine_ = addText(fields_, tr("Engine"), QStringLiteral("severalEngine"), [this](const QString& text) {
        update(tr("Engine of %n table(s)", nullptr, int(tables_.size())),
            [text](Table& table) { table.options.engine = text; });
    });
    addShared(tr("Timestamps"), "severalTimestamps", [](Table& table) -> bool& {
        return table.timestamps;
    })->setToolTip(tr("Columns that say when a row was made and when it was changed"));
    addShared(tr("Soft delete"), "severalSoftDelete", [](Table& table) -> bool& {
        return table.softDelete;
    })->setToolTip(tr("A deleted row stays, and a column says when it was deleted"));
    strict_ = addShared(tr("STRICT: types are enforced"), "severalStrict",
        [](Table& table) -> bool& { return table.options.strict; });
    withoutRowid_ = addShared(tr("WITHOUT ROWID: rows live in the key"), "severalWithoutRowid",
        [](Table& table) -> bool& { return table.options.withoutRowid; });
    unlogged_ = addShared(tr("UNLOGGED: fast, but lost in a crash"), "severalUnlogged",
        [](Table& table) -> bool& { return table.options.unlogged; });
    column()->addStretch();
}

QCheckBox* SeveralForm::addShared(const QString& text, const char* name, std::function<bool&(Table&)> which)
{
    QCheckBox* field = addCheck(fields_, text, QString::fromLatin1(name), [this, which](bool on) {
        update(tr("Options of %n table(s)", nullptr, int(tables_.size())),
            [which, on](Table& table) { which(table) = on; });
    });
    shared_.push_back({field, std::move(which)});
    return field;
}

void SeveralForm::showTables(std::vector<TableId> tables, int others)
{
    tables_ = std::move(tables);
    others_ = others;
    refresh();
}

void SeveralForm::update(const QString& text, const std::function<void(Table&)>& change)
{
    apply(text, [tables = tables_, change](model::Document next) -> Result<model::Document> {
        for (const TableId id : tables) {
            Table table = next.schema.tables.at(id);
            change(table);
            auto changed = model::edit::updateTable(std::move(next), table);
            if (!changed)
                return changed;
            next = std::move(*changed);
        }
        return next;
    });
}

void SeveralForm::refresh()
{
    std::vector<const Table*> tables;
    for (const TableId id : tables_) {
        if (const Table* table = document().schema.tables.find(id))
            tables.push_back(table);
    }
    const int links = int(std::ranges::count_if(tables,
        [this](const Table* table) { return model::linkOfJunction(document().schema, table->id) != nullptr; }));
    QStringList counted;
    if (const int drawn = int(tables.size()) - links; drawn > 0)
        counted << tr("%n table(s)", nullptr, drawn);
    if (links > 0)
        counted << tr("%n link(s)", nullptr, links);
    if (others_ > 0)
        counted << tr("%n other(s)", nullptr, others_);
    const QString last = counted.isEmpty() ? QString() : counted.takeLast();
    heading_->setText(
        tables.empty()
            ? tr("%n object(s) selected", nullptr, others_)
            : tr("%1 selected")
                  .arg(counted.isEmpty() ? last
                                         : tr("%1 and %2").arg(counted.join(QStringLiteral(", ")), last)));
    for (int row = 0; row < fields_->rowCount(); ++row)
        fields_->setRowVisible(row, !tables.empty());
    if (tables.empty())
        return;
    const orm::Capabilities& can = engine();
    const model::Diagram& diagram = session_.diagram();
    std::optional<int> hue;
    bool placed = false;
    for (const Table* table : tables) {
        const model::TableNode* node = diagram.tables.find(table->id);
        if (!node)
            continue;
        hue = placed && hue != node->hue ? std::optional<int>() : std::optional(node->hue);
        placed = true;
    }
    showHue(hues_, *theme_, hue.value_or(-1), placed);
    const auto text = [&](QLineEdit* field, const QString Table::*which, const QString& nothing) {
        const auto same = shared(tables, [which](const Table& table) { return table.*which; });
        fill(field, same.value_or(QString()), same ? nothing : tr("Different ones"));
    };
    text(schema_, &Table::sqlSchema, tr("The default one"));
    const auto engines = shared(tables, [](const Table& table) { return table.options.engine; });
    fill(engine_, engines.value_or(QString()), engines ? QStringLiteral("InnoDB") : tr("Different ones"));
    const auto any = [&](const auto& get) {
        return std::ranges::any_of(tables, [&](const Table* t) { return get(*t); });
    };
    const orm::OptionSupport& has = orm::optionSupport(document().settings.dialect);
    setShown(fields_, schema_, can.namespaces || any([](const Table& t) { return !t.sqlSchema.isEmpty(); }));
    setShown(fields_, engine_,
        has.storageEngines || any([](const Table& t) { return !t.options.engine.isEmpty(); }));
    for (const Shared& one : shared_) {
        const auto same = shared(tables, [&](const Table& table) {
            Table copy = table;
            return one.which(copy);
        });
        one.field->setTristate(false);
        one.field->setCheckState(!same ? Qt::PartiallyChecked : *same ? Qt::Checked : Qt::Unchecked);
    }
    setShown(fields_, strict_, can.strictTables || any([](const Table& t) { return t.options.strict; }));
    setShown(
        fields_, withoutRowid_, can.withoutRowid || any([](const Table& t) { return t.options.withoutRowid; }));
    setShown(fields_, unlogged_, has.unloggedTables || any([](const Table& t) { return t.options.unlogged; }));
}

} // namespace conjoin::ui
