// SPDX-License-Identifier: GPL-3.0-or-later
// What can be edited in the cells of ResultTreeModel, and what it takes from an editor.
#include "orm/base/moment.h"
#include "ui/models/defaultvaluewish.h"
#include "ui/models/resulttree.h"
#include "ui/models/rowcheck.h"
#include "ui/text/messages.h"

namespace conjoin::ui {

const orm::Association* ResultTreeModel::picks(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    if (node(index)->kind == TreeNodeKind::Link)
        return index.column() == 0 ? association(index) : nullptr;
    const orm::Attribute* found = attribute(index);
    const RowPtr row = cellRow(index);
    const orm::Association* reference =
        found && row ? referenceOf(registry().at(row->model), found->name) : nullptr;
    if (!reference || row == node(index)->object)
        return reference;
    // Of a junction's row the two ends are what the link is between: to lead elsewhere is another link.
    const orm::Association& link = *association(index);
    return link.keys.contains(found->name) || link.otherKeys.contains(found->name) ? nullptr : reference;
}

RowPtr ResultTreeModel::picker(const QModelIndex& index) const
{
    return node(index)->kind == TreeNodeKind::Link ? owner(index) : cellRow(index);
}

bool ResultTreeModel::picksNew(const QModelIndex& index) const
{
    const orm::Association* picked = picks(index);
    const RowPtr row = picked ? picker(index) : nullptr;
    const TreeNode* place = node(index);
    if (!row || place->kind == TreeNodeKind::Link)
        return row != nullptr;
    if (place->link && row == place->junction) // a link between stored rows is written by itself
        return place->object->draft || owner(index)->draft;
    if (repointsLink(index))
        return false;
    return row->draft || inverseOf(registry(), row->model, *picked);
}

bool ResultTreeModel::repointsLink(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    if (place->kind != TreeNodeKind::Edge || place->link || !place->junction ||
        cellRow(index) != place->junction)
        return false;
    const orm::Attribute* found = attribute(index);
    return found && found->primaryKey && !place->junction->key.isEmpty() && picks(index);
}

Qt::ItemFlags ResultTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const TreeNode* place = node(index);
    Qt::ItemFlags flags = Qt::ItemIsEnabled;
    if (place->kind != TreeNodeKind::Header && place->kind != TreeNodeKind::Loading)
        flags |= Qt::ItemIsSelectable;
    if (place->kind == TreeNodeKind::Link) {
        if (index.column() == 0)
            flags |= Qt::ItemIsEditable;
        return flags;
    }
    // A view asks for this of every row that it lays out, and there may be a hundred thousand.
    if (!place->object || !source_.isWritable())
        return flags;
    const RowSection& columns = section(index);
    if (index.column() >= int(columns.cells.size()))
        return flags;
    const SectionCell& cell = columns.cells[size_t(index.column())];
    if (cell.association >= 0)
        return flags;
    const RowObject* junction = cell.junction ? place->junction.get() : nullptr;
    if (cell.junction && !junction)
        return flags;
    const bool draft = junction ? junction->draft : place->draft;
    const bool closed = junction ? junction->removed || (!draft && junction->key.isEmpty()) : place->closed;
    const orm::Attribute& found = columns.attribute(registry(), index.column());
    if (!closed && !found.generated && (draft || !found.primaryKey || (junction && repointsLink(index))))
        flags |= Qt::ItemIsEditable;
    return flags;
}

QString ResultTreeModel::whyLocked(const QModelIndex& index) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    if (!found || index.flags() & Qt::ItemIsEditable)
        return {};
    if (!source_.isWritable())
        return tr("This database is open for reading only.");
    const RowPtr row = cellRow(index);
    if (!row)
        return tr("Nothing is known of this link beyond the rows at its ends.");
    if (row->removed)
        return tr("This row waits to be deleted: Del takes that back.");
    if (found->generated)
        return tr("%1 is computed by the database.").arg(found->name);
    if (!row->draft && row->key.isEmpty())
        return tr("This table has no key, so none of its rows can be told apart and changed.");
    const TreeNode* place = node(index);
    if (place->junction == row)
        return tr("%1 says what the link is between: Shift+L links another row instead.").arg(found->name);
    return tr("%1 is the key of this row. Keys of stored rows stay as they are: others know the row by it.")
        .arg(found->name);
}

bool ResultTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const orm::Attribute* found = role == Qt::EditRole && index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!row)
        return false;
    if (isCut(index)) // nobody has seen it: withWhole() comes first
        return false;
    if (!value.isValid()) { // NULL, by its own gesture
        changes_.enter(row, found->name, orm::Json());
        return true;
    }
    if (value.canConvert<DefaultValueWish>()) {
        setDefault(index);
        return true;
    }
    const QString text = value.toString();
    const RowCell before = cell(index);
    if (text == data(index, Qt::EditRole).toString() && (before.kind == RowCell::Kind::Value || text.isEmpty()))
        return false; // looking changes nothing
    Result<orm::Json> typed = typedValue(*found, text, storedValue(*row, found->name));
    if (!typed && text.isEmpty() && row->draft) { // no number, no date: nothing is given
        changes_.enter(row, found->name, std::nullopt);
        return true;
    }
    if (!typed)
        return keepWrong(index, text, typed.error());
    changes_.enter(row, found->name, std::move(*typed));
    return true;
}

bool ResultTreeModel::keepWrong(const QModelIndex& index, const QString& text, const Error& why)
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!row || isCut(index))
        return false;
    changes_.enterWrong(row, found->name, text, why);
    emit failed(why);
    return true;
}

const orm::Value* ResultTreeModel::storedValue(const RowObject& row, const QString& attribute) const
{
    const int at = registry().at(row.model).attributeIndex(attribute);
    return at >= 0 && size_t(at) < row.values.size() ? &row.values[size_t(at)] : nullptr;
}

Result<void> ResultTreeModel::accepts(const QModelIndex& index, const QVariant& value) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    if (!found || !value.isValid() || value.canConvert<DefaultValueWish>())
        return {};
    const QString text = value.toString();
    const RowPtr row = cellRow(index);
    const Result<orm::Json> typed = typedValue(*found, text, row ? storedValue(*row, found->name) : nullptr);
    const orm::Attribute resolved = row ? source_.resolved(row->model, *found) : *found;
    if (typed && resolved.type.kind == model::TypeKind::Enum) { // a word that is searched for in a list
        if (const auto why = ui::faultOf(resolved, *typed, true))
            return inputError(found->name, *why);
    }
    if (typed || !row || (text.isEmpty() && row->draft))
        return {};
    if (!text.isEmpty())
        return failure(typed);
    return inputError(found->name, message("value.empty", "nothing is no value of this type"),
        message("value.empty.hint", "Ctrl+0 makes it NULL"));
}

bool ResultTreeModel::isLarge(const QModelIndex& index) const
{
    constexpr qsizetype longLine = 120;
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    if (!found || picks(index))
        return false;
    if (isCut(index) || found->type.dimensions > 0)
        return true;
    const model::TypeKind kind = orm::meaning(found->type);
    if (kind == model::TypeKind::Binary || kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb)
        return true;
    const QVariant value = whole(index);
    return value.metaType().id() == QMetaType::QByteArray || value.toString().size() > longLine ||
           value.toString().contains(u'\n');
}

QVariant ResultTreeModel::whole(const QModelIndex& index) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!row || isCut(index))
        return {};
    if (const auto entered = row->entered.constFind(found->name); entered != row->entered.constEnd()) {
        if (entered->isNull())
            return {};
        if (entered->isString() && orm::meaning(found->type) == model::TypeKind::Binary)
            return QByteArray::fromBase64(entered->string().toLatin1());
        return enteredValueText(*entered, *found);
    }
    const orm::Value* value = storedValue(*row, found->name);
    if (!value || value->isNull())
        return {};
    return value->isBytes() ? QVariant(value->bytes()) : QVariant(value->display());
}

bool ResultTreeModel::isCut(const QModelIndex& index) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    return row && !row->entered.contains(found->name) &&
           row->cutLength(registry().at(row->model).attributeIndex(found->name));
}

bool ResultTreeModel::setBytes(const QModelIndex& index, const QByteArray& bytes)
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!row || isCut(index))
        return false;
    changes_.enter(row, found->name, orm::Json(QString::fromLatin1(bytes.toBase64())));
    return true;
}

bool ResultTreeModel::setDefault(const QModelIndex& index)
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!takesDefault(index) || !row->entered.contains(found->name))
        return false;
    changes_.enter(row, found->name, std::nullopt);
    return true;
}

bool ResultTreeModel::takesDefault(const QModelIndex& index) const
{
    const RowPtr row = index.isValid() ? cellRow(index) : nullptr;
    return row && (row->draft || (node(index)->link && row == node(index)->junction));
}

std::optional<orm::Attribute> ResultTreeModel::resolvedAttribute(const QModelIndex& index) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    return row ? std::optional(source_.resolved(row->model, *found)) : std::nullopt;
}

QString ResultTreeModel::faultWith(const QModelIndex& index, const QVariant& value) const
{
    const orm::Attribute* found = index.isValid() ? attribute(index) : nullptr;
    const RowPtr row = found ? cellRow(index) : nullptr;
    if (!row || value.canConvert<DefaultValueWish>())
        return {};
    if (const Result<void> fits = accepts(index, value); !fits)
        return spoken(fits.error());
    const QString text = value.toString();
    const Result<orm::Json> typed = value.isValid() ? typedValue(*found, text, storedValue(*row, found->name))
                                                    : Result<orm::Json>(orm::Json());
    const std::optional<Message> why = typed ? judged(*row, *found, *typed) : std::nullopt;
    return why ? spoken(*why) : QString();
}

} // namespace conjoin::ui
