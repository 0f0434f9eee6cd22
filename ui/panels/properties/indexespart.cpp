// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/optionsupport.h"
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

IndexesPart::IndexesPart(EditSession& session, const Theme& theme, QWidget* parent)
    : TablePart(session, theme, parent)
    , list_(new PartList(tr("Add an index"), QStringLiteral("indexes"), theme, this))
{
    const auto text = [this](const QString& label, const char* name, const QString& what,
                          const std::function<void(model::Index&, const QString&)>& set) {
        return addText(fields_, label, QString::fromLatin1(name), [this, what, set](const QString& typed) {
            updateIndex(what, [set, typed](const model::Table&, model::Index& index) -> Result<void> {
                set(index, typed);
                return {};
            });
        });
    };
    const auto words = [this] { return table() ? columnWords(*table()) : QStringList(); };
    column()->addWidget(list_);
    fields_ = addFields();
    parts_ = addText(fields_, tr("Columns"), QStringLiteral("indexParts"), [this](const QString& typed) {
        updateIndex(tr("Columns of an index of %1"),
            [typed](const model::Table& table, model::Index& index) -> Result<void> {
                auto parts = parseParts(table, typed);
                if (!parts)
                    return failure(parts);
                index.parts = std::move(*parts);
                return {};
            });
    });
    parts_->setToolTip(tr("Columns in their order, parted by commas: lastName, firstName desc\n"
                          "An expression begins with =: = lower(email)"));
    completeWith(parts_, words);
    unique_ = addCheck(fields_, tr("Unique"), QStringLiteral("indexUnique"), [this](bool on) {
        updateIndex(tr("Index of %1"), [on](const model::Table&, model::Index& index) -> Result<void> {
            index.unique = on;
            return {};
        });
    });
    name_ = text(tr("Name"), "indexName", tr("Name of an index of %1"),
        [](model::Index& index, const QString& typed) { index.name = typed; });
    where_ = text(tr("Where"), "indexWhere", tr("Condition of an index of %1"),
        [](model::Index& index, const QString& typed) { index.where = typed; });
    where_->setPlaceholderText(tr("All rows"));
    method_ = addChoice(fields_, tr("Method"), QStringLiteral("indexMethod"), {}, [](const QVariant&) {});
    method_->setEditable(true);
    method_->setInsertPolicy(QComboBox::NoInsert);
    method_->addItems({QString(), QStringLiteral("btree"), QStringLiteral("hash"), QStringLiteral("gin"),
        QStringLiteral("gist"), QStringLiteral("brin"), QStringLiteral("spgist"), QStringLiteral("FULLTEXT"),
        QStringLiteral("SPATIAL")});
    const auto setMethod = [this] {
        const QString typed = method_->currentText().trimmed();
        if (current() && current()->method != typed)
            updateIndex(tr("Method of an index of %1"),
                [typed](const model::Table&, model::Index& index) -> Result<void> {
                    index.method = typed;
                    return {};
                });
    };
    connect(method_, &QComboBox::activated, this, setMethod);
    connect(method_->lineEdit(), &QLineEdit::editingFinished, this, setMethod);
    method_->lineEdit()->setPlaceholderText(tr("The engine's own"));
    include_ = addText(fields_, tr("Include"), QStringLiteral("indexInclude"), [this](const QString& typed) {
        updateIndex(tr("Index of %1"), [typed](const model::Table& table, model::Index& index) -> Result<void> {
            auto columns = parseColumns(table, typed);
            if (!columns)
                return failure(columns);
            index.include = std::move(*columns);
            return {};
        });
    });
    include_->setToolTip(tr("Further columns that it holds (INCLUDE)"));
    completeWith(include_, words);
    nulls_ = addCheck(fields_, tr("Two NULLs are the same"), QStringLiteral("indexNulls"), [this](bool on) {
        updateIndex(tr("Index of %1"), [on](const model::Table&, model::Index& index) -> Result<void> {
            index.nullsNotDistinct = on;
            return {};
        });
    });
    options_ = text(tr("More SQL"), "indexOptions", tr("Index of %1"),
        [](model::Index& index, const QString& typed) { index.options = typed; });
    comment_ = text(tr("Comment"), "indexComment", tr("Comment on an index of %1"),
        [](model::Index& index, const QString& typed) { index.comment = typed; });
    connect(list_, &PartList::currentChanged, this, &IndexesPart::showCurrent);
    connect(list_, &PartList::addRequested, this, &IndexesPart::add);
    connect(list_, &PartList::removeRequested, this, &IndexesPart::remove);
}

void IndexesPart::setTheme(const Theme& theme)
{
    TablePart::setTheme(theme);
    list_->setTheme(theme);
}

void IndexesPart::showIndex(IndexId index)
{
    const model::Table* now = table();
    if (!now)
        return;
    const auto it = std::ranges::find(now->indexes, index, &model::Index::id);
    if (it != now->indexes.end())
        list_->setCurrent(int(it - now->indexes.begin()));
}

QString IndexesPart::summary() const
{
    return table() && !table()->indexes.empty() ? QString::number(table()->indexes.size()) : QString();
}

const model::Index* IndexesPart::current() const
{
    const model::Table* now = table();
    const int row = list_->current();
    return now && row >= 0 && row < int(now->indexes.size()) ? &now->indexes[size_t(row)] : nullptr;
}

void IndexesPart::updateIndex(
    const QString& text, const std::function<Result<void>(const model::Table&, model::Index&)>& change)
{
    const model::Index* index = current();
    if (!index)
        return;
    update(text, [id = index->id, change](model::Table& table) -> Result<void> {
        const model::Table before = table;
        const auto it = std::ranges::find(table.indexes, id, &model::Index::id);
        return it == table.indexes.end() ? Result<void>() : change(before, *it);
    });
}

void IndexesPart::add()
{
    const model::Table* now = table();
    if (!now || now->columns.empty())
        return;
    model::Index index;
    index.id = session_.ids().next<IndexId>();
    index.parts.push_back({now->columns.front().id, false, {}});
    update(tr("Add an index to %1"), [index](model::Table& table) -> Result<void> {
        table.indexes.push_back(index);
        return {};
    });
    list_->setCurrent(int(table()->indexes.size()) - 1);
    parts_->setFocus();
    parts_->selectAll();
}

void IndexesPart::remove(int row)
{
    const model::Table* now = table();
    if (!now || row >= int(now->indexes.size()))
        return;
    update(
        tr("Remove an index of %1"), [id = now->indexes[size_t(row)].id](model::Table& table) -> Result<void> {
            std::erase_if(table.indexes, [id](const model::Index& index) { return index.id == id; });
            return {};
        });
}

void IndexesPart::refresh()
{
    const model::Table* now = table();
    if (!now)
        return;
    QStringList texts;
    for (const model::Index& index : now->indexes) {
        const QString over = partsText(*now, index.parts);
        texts << (index.unique ? tr("Unique: %1").arg(over) : over);
    }
    list_->setCanAdd(!now->columns.empty());
    list_->showParts(texts);
    showCurrent();
}

void IndexesPart::showCurrent()
{
    const model::Index* index = current();
    for (int row = 0; row < fields_->rowCount(); ++row)
        fields_->setRowVisible(row, index != nullptr);
    if (!index)
        return;
    const orm::Capabilities& can = engine();
    fill(parts_, partsText(*table(), index->parts));
    fill(unique_, index->unique);
    fill(name_, index->name, tr("By convention"));
    fill(where_, index->where, tr("All rows"));
    setShown(fields_, where_, can.partialIndexes || !index->where.isEmpty());
    if (method_->currentText() != index->method)
        method_->setEditText(index->method);
    setShown(fields_, method_,
        orm::optionSupport(document().settings.dialect).indexMethods || !index->method.isEmpty());
    fill(include_, columnsText(*table(), index->include));
    setShown(fields_, include_, can.includeColumns || !index->include.empty());
    fill(nulls_, index->nullsNotDistinct);
    setShown(fields_, nulls_, (index->unique && can.includeColumns) || index->nullsNotDistinct);
    fill(options_, index->options);
    setShown(fields_, options_, !index->options.isEmpty());
    fill(comment_, index->comment);
    setShown(fields_, comment_, can.comments || !index->comment.isEmpty());
}

} // namespace conjoin::ui
