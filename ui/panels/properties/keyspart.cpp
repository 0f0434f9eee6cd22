// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/partlist.h"
#include "ui/panels/properties/tableparts.h"
#include "ui/text/keyparts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

/// The primary key, when there is one, then the unique keys: as the list shows them.
std::vector<const model::Key*> keysOf(const model::Table& table)
{
    std::vector<const model::Key*> keys;
    if (table.primaryKey)
        keys.push_back(&*table.primaryKey);
    for (const model::Key& key : table.uniqueKeys)
        keys.push_back(&key);
    return keys;
}

} // namespace

KeysPart::KeysPart(EditSession& session, const Theme& theme, QWidget* parent)
    : TablePart(session, theme, parent)
    , list_(new PartList(tr("Add a unique key"), QStringLiteral("keys"), theme, this))
{
    column()->addWidget(list_);
    fields_ = addFields();
    columns_ = addText(fields_, tr("Columns"), QStringLiteral("keyColumns"), [this](const QString& text) {
        updateKey(
            tr("Columns of a key of %1"), [text](const model::Table& table, model::Key& key) -> Result<void> {
                auto parts = parseParts(table, text);
                if (!parts)
                    return failure(parts);
                key.parts = std::move(*parts);
                return {};
            });
    });
    columns_->setToolTip(tr("In their order, parted by commas"));
    completeWith(columns_, [this] { return table() ? columnWords(*table()) : QStringList(); });
    name_ = addText(fields_, tr("Name"), QStringLiteral("keyName"), [this](const QString& text) {
        updateKey(tr("Name of a key of %1"), [text](const model::Table&, model::Key& key) -> Result<void> {
            key.name = text;
            key.nameYields = false; // it is said here what it is called
            return {};
        });
    });
    deferrable_ = addChoice(fields_, tr("Deferrable"), QStringLiteral("keyDeferrable"), deferrableChoices(),
        [this](const QVariant& value) {
            updateKey(tr("Key of %1"), [value](const model::Table&, model::Key& key) -> Result<void> {
                key.deferrable = model::Deferrable(value.toInt());
                return {};
            });
        });
    nulls_ = addCheck(fields_, tr("Two NULLs are the same"), QStringLiteral("keyNulls"), [this](bool on) {
        updateKey(tr("Key of %1"), [on](const model::Table&, model::Key& key) -> Result<void> {
            key.nullsNotDistinct = on;
            return {};
        });
    });
    include_ = addText(fields_, tr("Include"), QStringLiteral("keyInclude"), [this](const QString& text) {
        updateKey(tr("Key of %1"), [text](const model::Table& table, model::Key& key) -> Result<void> {
            auto columns = parseColumns(table, text);
            if (!columns)
                return failure(columns);
            key.include = std::move(*columns);
            return {};
        });
    });
    include_->setToolTip(tr("Further columns that its index holds (INCLUDE)"));
    completeWith(include_, [this] { return table() ? columnWords(*table()) : QStringList(); });
    options_ = addText(fields_, tr("More SQL"), QStringLiteral("keyOptions"), [this](const QString& text) {
        updateKey(tr("Key of %1"), [text](const model::Table&, model::Key& key) -> Result<void> {
            key.options = text;
            return {};
        });
    });
    comment_ = addText(fields_, tr("Comment"), QStringLiteral("keyComment"), [this](const QString& text) {
        updateKey(tr("Comment on a key of %1"), [text](const model::Table&, model::Key& key) -> Result<void> {
            key.comment = text;
            return {};
        });
    });
    connect(list_, &PartList::currentChanged, this, &KeysPart::showCurrent);
    connect(list_, &PartList::addRequested, this, &KeysPart::add);
    connect(list_, &PartList::removeRequested, this, &KeysPart::remove);
}

void KeysPart::setTheme(const Theme& theme)
{
    TablePart::setTheme(theme);
    list_->setTheme(theme);
}

QString KeysPart::summary() const
{
    const size_t count = table() ? keysOf(*table()).size() : 0;
    return count == 0 ? QString() : QString::number(count);
}

const model::Key* KeysPart::current() const
{
    const model::Table* now = table();
    if (!now || list_->current() < 0)
        return nullptr;
    const auto keys = keysOf(*now);
    return list_->current() < int(keys.size()) ? keys[size_t(list_->current())] : nullptr;
}

void KeysPart::updateKey(
    const QString& text, const std::function<Result<void>(const model::Table&, model::Key&)>& change)
{
    const model::Key* key = current();
    if (!key)
        return;
    update(text, [id = key->id, change](model::Table& table) -> Result<void> {
        const model::Table before = table;
        if (table.primaryKey && table.primaryKey->id == id) {
            if (const auto done = change(before, *table.primaryKey); !done)
                return done;
            for (model::Column& column : table.columns) { // what identifies a row is there
                if (std::ranges::any_of(table.primaryKey->parts, [&](const model::KeyPart& part) {
                        const auto* named = std::get_if<ColumnId>(&part.what);
                        return named && *named == column.id;
                    }))
                    column.nullable = false;
            }
            return {};
        }
        const auto it = std::ranges::find(table.uniqueKeys, id, &model::Key::id);
        return it == table.uniqueKeys.end() ? Result<void>() : change(before, *it);
    });
}

void KeysPart::add()
{
    const model::Table* now = table();
    if (!now || now->columns.empty())
        return;
    model::Key key;
    key.id = session_.ids().next<KeyId>();
    key.parts.push_back({now->columns.front().id, false, {}});
    update(tr("Add a unique key to %1"), [key](model::Table& table) -> Result<void> {
        table.uniqueKeys.push_back(key);
        return {};
    });
    list_->setCurrent(int(keysOf(*table()).size()) - 1);
    columns_->setFocus();
    columns_->selectAll();
}

void KeysPart::remove(int row)
{
    const auto keys = keysOf(*table());
    if (row >= int(keys.size()))
        return;
    update(tr("Remove a key of %1"), [id = keys[size_t(row)]->id](model::Table& table) -> Result<void> {
        if (table.primaryKey && table.primaryKey->id == id)
            table.primaryKey.reset();
        else
            std::erase_if(table.uniqueKeys, [id](const model::Key& key) { return key.id == id; });
        return {};
    });
}

void KeysPart::refresh()
{
    const model::Table* now = table();
    if (!now)
        return;
    QStringList texts;
    for (const model::Key* key : keysOf(*now)) {
        const bool primary = now->primaryKey && key == &*now->primaryKey;
        texts << (primary ? tr("Primary key: %1") : tr("Unique: %1")).arg(partsText(*now, key->parts));
    }
    list_->setCanAdd(!now->columns.empty());
    list_->showParts(texts);
    showCurrent();
}

void KeysPart::showCurrent()
{
    const model::Key* key = current();
    for (int row = 0; row < fields_->rowCount(); ++row)
        fields_->setRowVisible(row, key != nullptr);
    if (!key)
        return;
    const orm::Capabilities& can = engine();
    fill(columns_, partsText(*table(), key->parts));
    fill(name_, key->name, tr("By convention"));
    fill(deferrable_, int(key->deferrable));
    setShown(fields_, deferrable_, can.deferrableKeys || key->deferrable != model::Deferrable::No);
    const bool unique = !table()->primaryKey || key != &*table()->primaryKey;
    fill(nulls_, key->nullsNotDistinct);
    setShown(fields_, nulls_, unique && (can.includeColumns || key->nullsNotDistinct));
    fill(include_, columnsText(*table(), key->include));
    setShown(fields_, include_, can.includeColumns || !key->include.empty());
    fill(options_, key->options);
    setShown(fields_, options_, !key->options.isEmpty());
    fill(comment_, key->comment);
    setShown(fields_, comment_, can.comments || !key->comment.isEmpty());
}

} // namespace conjoin::ui
