// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/foreignkeypart.h"

#include "orm/dialect/optionsupport.h"
#include "ui/panels/properties/foldsection.h"
#include "ui/text/keyparts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

using model::ForeignKey;

namespace {

/// The columns of a key of the target; empty where it holds an expression.
std::vector<ColumnId> plainColumns(const model::Key& key)
{
    std::vector<ColumnId> columns;
    for (const model::KeyPart& part : key.parts) {
        const auto* column = std::get_if<ColumnId>(&part.what);
        if (!column)
            return {};
        columns.push_back(*column);
    }
    return columns;
}

std::vector<ColumnId> targetsOf(const ForeignKey& key)
{
    std::vector<ColumnId> targets;
    for (const model::ColumnPair& pair : key.columns)
        targets.push_back(pair.target);
    return targets;
}

/// The columns that a foreign key may point at, the primary key first.
std::vector<std::vector<ColumnId>> targetKeys(const model::Table& table)
{
    std::vector<std::vector<ColumnId>> keys;
    keys.push_back(table.primaryKey ? plainColumns(*table.primaryKey) : std::vector<ColumnId>{ColumnId()});
    for (const model::Key& key : table.uniqueKeys) {
        if (const auto columns = plainColumns(key); !columns.empty())
            keys.push_back(columns);
    }
    return keys;
}

} // namespace

ForeignKeyPart::ForeignKeyPart(EditSession& session, const Theme& theme, QWidget* parent, const QString& prefix,
    const QString& suffix, std::function<Shown()> show,
    std::function<void(const QString& text, const Change& change)> update)
    : PropertyForm(session, theme, parent, Place::Inside)
    , show_(std::move(show))
    , update_(std::move(update))
{
    const auto named = [prefix, suffix](
                           const char* name) { return prefix + QString::fromLatin1(name) + suffix; };
    const auto text = [this, named](QFormLayout* fields, const QString& label, const char* name,
                          const QString& what, const std::function<void(ForeignKey&, const QString&)>& set) {
        return addText(fields, label, named(name), [this, what, set](const QString& typed) {
            update_(what, [set, typed](ForeignKey& key) -> Result<void> {
                set(key, typed);
                return {};
            });
        });
    };
    const auto action = [this, named](const QString& label, const char* name,
                            std::optional<model::Action> ForeignKey::*which) {
        return addChoice(
            usual_, label, named(name), actionChoices(), [this, label, which](const QVariant& value) {
                update_(label, [which, value](ForeignKey& key) -> Result<void> {
                    key.*which = actionOf(value);
                    return {};
                });
            });
    };
    usual_ = addFields();
    columnName_ = text(usual_, tr("Key column"), "Column", tr("Key column"),
        [](ForeignKey& key, const QString& typed) { key.columnName = typed; });
    onDelete_ = action(tr("On delete"), "OnDelete", &ForeignKey::onDelete);
    onUpdate_ = action(tr("On update"), "OnUpdate", &ForeignKey::onUpdate);
    onDelete_->setToolTip(tr("What becomes of this row when the other one is deleted"));
    onUpdate_->setToolTip(tr("What becomes of this key when the other one changes"));

    fold_ = beginFold(tr("More about the key"), named("More"));
    rare_ = addFields();
    target_ = addChoice(rare_, tr("Refers to"), named("Target"), {},
        [this](const QVariant& value) { setTarget(value.toInt()); });
    columns_ = addText(
        rare_, tr("Own columns"), named("Columns"), [this](const QString& typed) { setColumns(typed); });
    columns_->setToolTip(tr("Columns of the table that are the key; empty = made by derivation"));
    columns_->setPlaceholderText(tr("Derived"));
    completeWith(columns_, [this] {
        const Shown now = show_();
        return now.from ? columnWords(*now.from) : QStringList();
    });
    deferrable_ = addChoice(
        rare_, tr("Deferrable"), named("Deferrable"), deferrableChoices(), [this](const QVariant& value) {
            update_(tr("When the key is checked"), [value](ForeignKey& key) -> Result<void> {
                key.deferrable = model::Deferrable(value.toInt());
                return {};
            });
        });
    setColumns_ = addText(rare_, tr("Sets only"), named("SetColumns"), [this](const QString& typed) {
        const Shown now = show_();
        if (!now.from)
            return;
        update_(tr("What ON DELETE sets"), [from = *now.from, typed](ForeignKey& key) -> Result<void> {
            auto columns = parseColumns(from, typed);
            if (!columns)
                return failure(columns);
            key.setColumns = std::move(*columns);
            return {};
        });
    });
    setColumns_->setToolTip(tr("What ON DELETE SET NULL or SET DEFAULT sets"));
    setColumns_->setPlaceholderText(tr("The whole key"));
    match_ = text(rare_, tr("Match"), "Match", tr("Match of the key"),
        [](ForeignKey& key, const QString& typed) { key.match = typed.toUpper(); });
    constraintName_ = text(rare_, tr("Constraint"), "Constraint", tr("Name of the key"),
        [](ForeignKey& key, const QString& typed) {
            key.constraintName = typed;
            if (!typed.isEmpty())
                key.unnamed = false;
        });
    constraintName_->setPlaceholderText(tr("By convention"));
    constrained_ = addCheck(rare_, tr("The database enforces it"), named("Constrained"), [this](bool on) {
        update_(tr("Enforcement of the key"), [on](ForeignKey& key) -> Result<void> {
            key.unconstrained = !on;
            return {};
        });
    });
    constrained_->setToolTip(tr("Off: a relation that people know of, without a constraint"));
    validated_ =
        addCheck(rare_, tr("Validated: holds for existing rows, too"), named("Validated"), [this](bool on) {
            update_(tr("Validation of the key"), [on](ForeignKey& key) -> Result<void> {
                key.validated = on;
                return {};
            });
        });
    comment_ = text(rare_, tr("Comment"), "Comment", tr("Comment on the key"),
        [](ForeignKey& key, const QString& typed) { key.comment = typed; });
    endFold();
}

void ForeignKeyPart::setTarget(int choice)
{
    const Shown now = show_();
    if (!now.to)
        return;
    const auto keys = targetKeys(*now.to);
    if (choice < 0 || choice >= int(keys.size()))
        return;
    update_(tr("What the key refers to"),
        [targets = keys[size_t(choice)], choice](ForeignKey& key) -> Result<void> {
            const bool derived = std::ranges::all_of(
                key.columns, [](const model::ColumnPair& pair) { return pair.local.isNull(); });
            if (choice == 0 && derived) { // the rules know the way
                key.columns.clear();
                return {};
            }
            std::vector<model::ColumnPair> pairs;
            for (size_t i = 0; i < targets.size(); ++i)
                pairs.push_back({i < key.columns.size() ? key.columns[i].local : ColumnId(), targets[i]});
            key.columns = std::move(pairs);
            return {};
        });
}

void ForeignKeyPart::setColumns(const QString& typed)
{
    const Shown now = show_();
    if (!now.from)
        return;
    std::vector<ColumnId> targets = targetsOf(*now.key);
    if (targets.empty() && now.to)
        targets = targetKeys(*now.to).front();
    const bool primary = now.to && targets == targetKeys(*now.to).front();
    update_(
        tr("Columns of the key"), [from = *now.from, targets, primary, typed](ForeignKey& key) -> Result<void> {
            const auto columns = parseColumns(from, typed);
            if (!columns)
                return failure(columns);
            if (columns->empty() && primary) {
                key.columns.clear();
                return {};
            }
            if (!columns->empty() && columns->size() != targets.size())
                return inputError(
                    from.name, message("key.column-count", "the key needs %1 columns, as many as it refers to",
                                   {QString::number(targets.size())}));
            std::vector<model::ColumnPair> pairs;
            for (size_t i = 0; i < targets.size(); ++i)
                pairs.push_back({columns->empty() ? ColumnId() : (*columns)[i], targets[i]});
            key.columns = std::move(pairs);
            key.columnName.clear();
            return {};
        });
}

void ForeignKeyPart::refresh()
{
    const Shown now = show_();
    if (!now.key)
        return;
    const ForeignKey& key = *now.key;
    const orm::Capabilities& can = engine();
    const QString derived = now.derived ? now.derived->columns.join(QStringLiteral(", ")) : QString();
    std::vector<ColumnId> own;
    for (const model::ColumnPair& pair : key.columns) {
        if (pair.local)
            own.push_back(pair.local);
    }
    fill(columnName_, own.empty() ? key.columnName : derived, derived);
    columnName_->setEnabled(own.empty());
    columnName_->setToolTip(own.empty() ? QString() : tr("A column of the table's own: rename it there"));
    const auto fillAction = [](QComboBox* field, const std::optional<model::Action>& drawn,
                                const orm::PhysicalForeignKey* made,
                                model::Action orm::PhysicalForeignKey::*which) {
        fill(field, actionValue(drawn));
        field->setItemText(0, drawn || !made ? tr("Derived") : tr("Derived: %1").arg(actionText(made->*which)));
    };
    fillAction(onDelete_, key.onDelete, now.derived, &orm::PhysicalForeignKey::onDelete);
    fillAction(onUpdate_, key.onUpdate, now.derived, &orm::PhysicalForeignKey::onUpdate);

    target_->clear();
    if (now.to) {
        const auto keys = targetKeys(*now.to);
        for (size_t i = 0; i < keys.size(); ++i) {
            const bool automatic = keys[i].size() == 1 && keys[i].front().isNull();
            const QString columns = automatic ? QStringLiteral("id") : columnsText(*now.to, keys[i]);
            target_->addItem(
                i == 0 ? tr("Primary key (%1)").arg(columns) : tr("Unique (%1)").arg(columns), int(i));
        }
        const auto it = std::ranges::find(keys, targetsOf(key));
        target_->setCurrentIndex(key.columns.empty() ? 0 : it == keys.end() ? -1 : int(it - keys.begin()));
    }
    target_->setEnabled(now.to != nullptr);
    fill(columns_, now.from ? columnsText(*now.from, own) : QString());
    fill(deferrable_, int(key.deferrable));
    setShown(rare_, deferrable_, can.deferrableKeys || key.deferrable != model::Deferrable::No);
    fill(setColumns_, now.from ? columnsText(*now.from, key.setColumns) : QString());
    setShown(rare_, setColumns_, !key.setColumns.empty());
    fill(match_, key.match);
    setShown(rare_, match_, !key.match.isEmpty());
    fill(constraintName_, key.constraintName);
    fill(constrained_, !key.unconstrained);
    fill(validated_, key.validated);
    setShown(rare_, validated_,
        orm::optionSupport(document().settings.dialect).unvalidatedConstraints || !key.validated);
    fill(comment_, key.comment);
    setShown(rare_, comment_, can.comments || !key.comment.isEmpty());
    QStringList said;
    if (!own.empty())
        said << columnsText(*now.from, own);
    if (key.deferrable != model::Deferrable::No)
        said << tr("deferrable");
    if (key.unconstrained)
        said << tr("not enforced");
    fold_->setSummary(said.join(QStringLiteral(", ")));
}

} // namespace conjoin::ui
