// SPDX-License-Identifier: GPL-3.0-or-later
// What ResultTreeModel shows in its cells.
#include "ui/models/resulttree.h"

#include "orm/base/arraytext.h"
#include "orm/base/moment.h"
#include "ui/models/livecheck.h"
#include "ui/models/rowcheck.h"
#include "ui/text/messages.h"

#include <QLocale>

#include <algorithm>
#include <iterator>

namespace conjoin::ui {

namespace {

QString shownValue(const orm::Value& value, const model::DataType& type)
{
    constexpr qsizetype longest = 300; // a cell shows the beginning of a long text
    if (value.isInteger() && orm::meaning(type) == model::TypeKind::Boolean)
        return value.integer() != 0 ? QStringLiteral("true") : QStringLiteral("false");
    return value.display().left(longest).replace(u'\n', u'⏎');
}

} // namespace

const orm::Attribute* ResultTreeModel::attribute(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    if (!place->object)
        return nullptr;
    const RowSection& columns = section(index);
    return index.column() < int(columns.cells.size()) && columns.cells[size_t(index.column())].association < 0
               ? &columns.attribute(registry(), index.column())
               : nullptr;
}

int ResultTreeModel::relationColumn(const QModelIndex& index) const
{
    const RowSection& columns = section(index);
    return node(index)->object && index.column() < int(columns.cells.size())
               ? columns.cells[size_t(index.column())].association
               : -1;
}

/// What a row is linked to, in a word: how many rows, or which.
RowCell ResultTreeModel::relationCell(const RowPtr& of, int associationIndex) const
{
    const RowObject& row = *of;
    const orm::Association& association = registry().at(row.model).associations[size_t(associationIndex)];
    RowCell cell;
    cell.kind = RowCell::Kind::Value;
    if (association.kind == orm::AssociationKind::BelongsTo) {
        const LinkPtr pending = row.linkOf(association.name);
        const RowPtr referred = pending ? pending->target : row.references.value(association.name);
        cell.changed = pending != nullptr;
        cell.reference = true;
        if (!referred) {
            cell.kind = RowCell::Kind::Null;
            cell.text = QStringLiteral("NULL");
            return cell;
        }
        cell.text = rowLabel(registry(), *referred);
        cell.suffix = referred->draft ? tr("new") : rowKeyText(registry(), *referred);
        return cell;
    }
    const int stored = row.draft                                      ? 0
                       : size_t(associationIndex) < row.badges.size() ? row.badges[size_t(associationIndex)]
                                                                      : -1;
    const auto [added, taken] = stagedCount(registry(), changes_, of, association);
    cell.text = stored < 0           ? QStringLiteral("?")
                : stored >= badgeCap ? QStringLiteral("%1+").arg(badgeCap - 1)
                                     : QString::number(stored);
    if (added > 0)
        cell.text += QStringLiteral(" +%1").arg(added);
    if (taken > 0)
        cell.text += QStringLiteral(" −%1").arg(taken);
    if (association.kind == orm::AssociationKind::BelongsToMany)
        cell.text += QStringLiteral(" ⇄");
    cell.changed = added > 0 || taken > 0;
    cell.right = true;
    return cell;
}

RowPtr ResultTreeModel::cellRow(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    const RowSection& columns = section(index);
    if (!place->object || index.column() >= int(columns.cells.size()))
        return nullptr;
    return columns.cells[size_t(index.column())].junction ? place->junction : place->object;
}

RowCell ResultTreeModel::draftCell(
    const TreeNode* place, const RowObject& row, const orm::Attribute& attribute) const
{
    RowCell cell;
    cell.kind = RowCell::Kind::Placeholder;
    if (attribute.generated)
        cell.text = tr("computed");
    else if (isMadeKey(registry().at(row.model), attribute))
        cell.text = tr("auto");
    else if (attribute.hasDefault)
        cell.text = tr("default");
    else if (!attribute.nullable) {
        const TreeNode* relation = relationOf(place);
        const bool implied = relation && &row == place->object.get() &&
                             associationOf(relation).keys.contains(attribute.name) &&
                             associationOf(relation).target == row.model &&
                             associationOf(relation).kind != orm::AssociationKind::BelongsTo;
        if (!implied && !source_.filledByTriggers(row.model)) // else only the database knows
            cell.kind = RowCell::Kind::Missing;
        cell.text = implied ? tr("from above") : tr("required");
    } else {
        cell.kind = RowCell::Kind::Null;
        cell.text = QStringLiteral("NULL");
    }
    return cell;
}

/// What is wrong with what was entered, by its declaration or by what the database said of it.
QString ResultTreeModel::faultOf(const RowObject& row, const orm::Attribute& attribute) const
{
    if (const auto wrong = row.wrong.constFind(attribute.name); wrong != row.wrong.constEnd())
        return spoken(*wrong);
    if (const auto entered = row.entered.constFind(attribute.name); entered != row.entered.constEnd()) {
        if (const std::optional<Message> why = judged(row, attribute, *entered))
            return spoken(*why);
    }
    return row.error && faultyAttribute(registry(), row, *row.error) == attribute.name ? spoken(*row.error)
                                                                                       : QString();
}

std::vector<RowPtr> ResultTreeModel::knownRows(int model) const
{
    std::vector<RowPtr> known;
    const auto isOfModel = [model](const RowPtr& row) { return row->model == model; };
    const auto take = std::back_inserter(known);
    std::copy_if(changes_.drafts().begin(), changes_.drafts().end(), take, isOfModel);
    std::copy_if(rows_.begin(), rows_.end(), take, isOfModel);
    return known;
}

std::optional<Message> ResultTreeModel::judged(
    const RowObject& row, const orm::Attribute& attribute, const orm::Json& value) const
{
    if (auto why = ui::faultOf(source_.resolved(row.model, attribute), value, typed_))
        return why;
    if (auto why = brokenCheck(source_, row, attribute.name, &value))
        return why;
    const orm::Model& model = registry().at(row.model);
    const bool unique =
        attribute.primaryKey || std::ranges::any_of(model.uniqueKeys,
                                    [&](const QStringList& key) { return key.contains(attribute.name); });
    return unique ? duplicateOf(source_, row, attribute.name, knownRows(row.model), &value) : std::nullopt;
}

RowCell ResultTreeModel::valueCell(const RowObject& row, int attributeIndex, bool label) const
{
    const orm::Model& model = registry().at(row.model);
    const orm::Attribute& attribute = model.attributes[size_t(attributeIndex)];
    RowCell cell;
    cell.kind = RowCell::Kind::Value;
    const orm::Value* value =
        size_t(attributeIndex) < row.values.size() ? &row.values[size_t(attributeIndex)] : nullptr;
    const auto entered = row.entered.constFind(attribute.name);
    const orm::Association* reference = referenceOf(model, attribute.name);
    const LinkPtr pending = reference ? row.linkOf(reference->name) : nullptr;
    if (pending) {
        cell.changed = true;
        cell.reference = true;
        cell.text = rowLabel(registry(), *pending->target);
        cell.suffix = pending->target->draft ? tr("new") : rowKeyText(registry(), *pending->target);
        return cell;
    }
    if (entered != row.entered.constEnd()) {
        cell.changed = true;
        cell.text = enteredValueText(*entered, attribute);
        if (entered->isString() && orm::meaning(attribute.type) == model::TypeKind::Binary)
            cell.text = orm::Value(QByteArray::fromBase64(entered->string().toLatin1())).display();
        if (entered->isNull()) {
            cell.kind = RowCell::Kind::Null;
            cell.text = QStringLiteral("NULL");
        }
    } else if (!value || value->isNull()) {
        cell.kind = RowCell::Kind::Null;
        cell.text = QStringLiteral("NULL");
    } else if (const std::optional<qint64> bytes = row.cutLength(attributeIndex)) {
        const QString size = QLocale().formattedDataSize(*bytes, 1, QLocale::DataSizeTraditionalFormat);
        cell.text = value->isBytes() ? u'‹' + size + u'›' : shownValue(*value, attribute.type);
        if (!value->isBytes())
            cell.suffix = size;
    } else {
        cell.text = shownValue(*value, attribute.type);
        if (const RowPtr referred = reference ? row.references.value(reference->name) : nullptr) {
            cell.reference = true;
            cell.text = rowLabel(registry(), *referred);
            cell.suffix = rowKeyText(registry(), *referred);
        }
    }
    cell.empty = cell.kind == RowCell::Kind::Value && cell.text.isEmpty();
    // As the name above it, whatever the cell holds.
    cell.right = isRightAligned(model, source_.resolved(row.model, attribute));
    if (label) {
        cell.right = false;
        if (!reference && !row.draft && hasMadeKey(model) && !attribute.primaryKey) {
            cell.text = withoutPadding(std::move(cell.text));
            cell.suffix = row.key;
        }
    }
    return cell;
}

RowCell ResultTreeModel::cell(const QModelIndex& index) const
{
    if (!index.isValid() || view_.model < 0)
        return {};
    const TreeNode* place = node(index);
    const int column = index.column();
    RowCell cell;
    if (place->kind == TreeNodeKind::Link) {
        if (column == 0) {
            cell.kind = RowCell::Kind::Placeholder;
            cell.text = tr("Link or create…");
        }
        return cell;
    }
    if (place->kind != TreeNodeKind::Row && place->kind != TreeNodeKind::Edge &&
        place->kind != TreeNodeKind::Header)
        return cell;

    const RowSection& columns = section(index);
    if (column >= int(columns.cells.size()))
        return cell;
    const SectionCell& at = columns.cells[size_t(column)];
    const orm::Attribute& attribute = columns.attribute(registry(), column);
    if (place->kind == TreeNodeKind::Header) {
        cell.kind = RowCell::Kind::Title;
        cell.text = attribute.name;
        const std::vector<orm::OrderBy> order = groupOrder(index);
        if (!order.empty() && order.front().attribute == groupColumn(index))
            cell.sorted = order.front().descending ? -1 : 1;
        const int owner = at.junction ? columns.through : columns.model;
        cell.right = column > 0 && isRightAligned(registry().at(owner), source_.resolved(owner, attribute));
    } else if (at.association >= 0) {
        cell = relationCell(place->object, at.association);
    } else if (const RowPtr row = at.junction ? place->junction : place->object) {
        const bool empty = row->draft && !row->entered.contains(attribute.name) &&
                           !(referenceOf(registry().at(row->model), attribute.name) &&
                               row->linkOf(referenceOf(registry().at(row->model), attribute.name)->name));
        cell = empty ? draftCell(place, *row, attribute) : valueCell(*row, at.attribute, column == 0);
        cell.fault = faultOf(*row, attribute);
        if (empty) // where the value will stand
            cell.right = column > 0 &&
                         isRightAligned(registry().at(row->model), source_.resolved(row->model, attribute));
        if (empty && column == 0 && cell.kind == RowCell::Kind::Null) {
            cell.kind = RowCell::Kind::Placeholder;
            cell.text = attribute.name;
        }
    }
    cell.junction = at.junction;
    cell.rule = column == columns.junctionBegin;
    return cell;
}

QString ResultTreeModel::sentence(const QModelIndex& index) const
{
    const TreeNode* place = node(index);
    switch (place->kind) {
    case TreeNodeKind::Relation:
        return associationOf(place).name;
    case TreeNodeKind::Loading:
        return place->parent->stored > 0 && place->parent->wanted > nextPage
                   ? tr("Loading… %1 rows are here (Ctrl+. stops)")
                         .arg(QLocale().toString(place->parent->stored))
                   : tr("Loading…");
    case TreeNodeKind::Error:
        return place->text;
    case TreeNodeKind::More: {
        const TreeNode* relation = place->parent == root_.get() ? nullptr : place->parent;
        if (!relation)
            return place->before ? tr("Earlier rows… (Space)") : tr("More rows… (Space)");
        const int all = badge(indexFor(relation)).stored;
        if (all < 0)
            return tr("More… %1 shown (Space)").arg(relation->stored);
        return all >= badgeCap ? tr("More… %1 of 100+ shown (Space)").arg(relation->stored)
                               : tr("More… %1 of %2 shown (Space)").arg(relation->stored).arg(all);
    }
    case TreeNodeKind::Link:
        return tr("Link or create…");
    default:
        return {};
    }
}

QVariant ResultTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const TreeNode* place = node(index);
    switch (role) {
    case Qt::DisplayRole:
        if (place->kind == TreeNodeKind::Row || place->kind == TreeNodeKind::Edge ||
            place->kind == TreeNodeKind::Header)
            return cell(index).text;
        return index.column() == 0 ? sentence(index) : QString();
    case Qt::EditRole: {
        const RowCell shown = cell(index);
        if (shown.kind != RowCell::Kind::Value || !place->object || isCut(index))
            return QString();
        if (!shown.reference) {
            const RowPtr row = cellRow(index);
            const orm::Attribute* found = attribute(index);
            const int at = registry().at(row->model).attributeIndex(found->name);
            if (!row->entered.contains(found->name) && size_t(at) < row->values.size())
                return row->values[size_t(at)].isBytes() ? QString() : row->values[size_t(at)].display();
        }
        return shown.text;
    }
    case Qt::ToolTipRole:
        if (const QString fault = cell(index).fault; !fault.isEmpty())
            return fault;
        if (place->object && place->object->error)
            return spoken(*place->object->error);
        return {};
    case Qt::AccessibleTextRole:
        return heard(index);
    default:
        return {};
    }
}

/// An array as the database writes it, everything else as enteredText().
QString ResultTreeModel::enteredValueText(const orm::Json& value, const orm::Attribute& attribute) const
{
    if (attribute.type.dimensions > 0 && value.isArray()) {
        if (const auto text = orm::arrayTextFromList(value, attribute.type, attribute.name))
            return *text;
    }
    return enteredText(value);
}

QVariant ResultTreeModel::headerData(int sectionIndex, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || view_.model < 0)
        return {};
    const RowSection& columns = section({});
    if (sectionIndex >= int(columns.cells.size()))
        return {};
    const orm::Attribute& attribute = columns.attribute(registry(), sectionIndex);
    if (role == Qt::DisplayRole)
        return attribute.name;
    const bool right = sectionIndex > 0 &&
                       isRightAligned(registry().at(view_.model), source_.resolved(view_.model, attribute));
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) | int(right ? Qt::AlignRight : Qt::AlignLeft);
    return {};
}

} // namespace conjoin::ui
