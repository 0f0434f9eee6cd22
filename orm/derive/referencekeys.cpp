// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/referencekeys.h"

#include <algorithm>
#include <optional>

namespace conjoin::orm {

using model::Action;

namespace {

ObjectRef objectOf(const ForeignKeyOrigin& origin)
{
    if (!origin.reference.isNull())
        return origin.reference;
    return origin.link;
}

/// One column pair, resolved.
struct Place {
    int local = -1; ///< position in the table; -1: to be derived
    std::optional<KeyColumn> target;
    ColumnId targetId;
};

std::optional<KeyColumn> ownColumn(const TableDraft& draft, ColumnId id)
{
    const model::Column* column = draft.table->column(id);
    if (!column)
        return std::nullopt;
    // As the physical table has it: a type of the schema goes by its name there.
    const PhysicalColumn* physical = draft.physical.column(column->name);
    return KeyColumn{column->name, physical ? physical->type : column->type, column->collation, column->id};
}

QStringList columnNames(const TableDraft& draft, const std::vector<ColumnId>& columns)
{
    QStringList names;
    for (ColumnId id : columns) {
        if (const model::Column* column = draft.table->column(id))
            names.append(column->name);
    }
    return names;
}

std::vector<Place> derivedPlaces(const TableDraft& to)
{
    std::vector<Place> places;
    for (const KeyColumn& column : to.key)
        places.push_back({-1, column, column.column});
    return places;
}

/// Rule 12. Empty where a column is not there.
std::vector<Place> namedPlaces(const TableDraft& from, const TableDraft& to, const model::ForeignKey& key)
{
    // A null target is the derived primary key of the other table, or what has become its key since.
    std::vector<KeyColumn> keyColumns;
    std::ranges::copy_if(
        to.key, std::back_inserter(keyColumns), [](const KeyColumn& column) { return column.column.isNull(); });
    if (keyColumns.empty())
        keyColumns = to.key;

    std::vector<Place> places;
    std::size_t nextKeyColumn = 0;
    for (const model::ColumnPair& pair : key.columns) {
        Place place;
        if (!pair.target.isNull())
            place.target = ownColumn(to, pair.target);
        else if (nextKeyColumn < keyColumns.size())
            place.target = keyColumns[nextKeyColumn++];
        if (!pair.local.isNull()) {
            place.local = from.positionOf(pair.local);
            if (place.local < 0)
                return {};
        }
        const bool needsTarget = !key.implicitTarget || place.local < 0;
        if (needsTarget && !place.target)
            return {};
        if (place.target)
            place.targetId = place.target->column;
        places.push_back(std::move(place));
    }
    return places;
}

void markOrigin(ColumnOrigin& column, const ForeignKeyOrigin& origin, ColumnId target)
{
    if (column.isForeignKey())
        return; // shared by several keys: the first one counts
    column.reference = origin.reference;
    column.link = origin.link;
    column.linkEnd = origin.linkEnd;
    column.target = target;
}

QString conventionalName(const model::NamingPolicy& naming, const KeyRequest& request, const QString& target)
{
    return request.origin.linkEnd >= 0
               ? model::junctionColumnName(naming, request.calledAfter, target, request.rank)
               : model::foreignKeyName(naming, request.calledAfter, target);
}

QString derivedName(
    const DeriveContext& context, const KeyRequest& request, const KeyColumn& target, bool single)
{
    return single && !request.key.columnName.isEmpty() ? request.key.columnName
                                                       : conventionalName(context.naming, request, target.name);
}

/// What the ORM's user calls a derived key column; empty = like the column.
QString derivedAttribute(const DeriveContext& context, const KeyRequest& request, const TableDraft& to,
    const KeyColumn& target, bool single)
{
    if (single && !request.key.attribute.isEmpty())
        return request.key.attribute;
    if (single && !request.key.columnName.isEmpty())
        return {};
    QString targetAttribute = target.name;
    for (std::size_t i = 0; i < to.physical.columns.size(); ++i) {
        if (to.physical.columns[i].name == target.name && !to.origin.columns[i].attribute.isEmpty())
            targetAttribute = to.origin.columns[i].attribute;
    }
    return conventionalName(model::attributeNaming(context.naming), request, targetAttribute);
}

void reportNoKey(
    DeriveContext& context, const TableDraft& from, const TableDraft& to, const KeyRequest& request)
{
    const auto say = [&](Message what, Message mend) {
        report(context, Severity::Error, objectOf(request.origin), from, std::move(what)).mend =
            std::move(mend);
    };
    if (request.key.columns.empty())
        say(message("derive.noKey", "\"%1\" can't refer to \"%2\", which has no primary key",
                {from.table->name, to.table->name}),
            message("derive.noKey.mend", "give \"%1\" a primary key", {to.table->name}));
    else
        say(message("derive.noColumn", "a key column between \"%1\" and \"%2\" is gone",
                {from.table->name, to.table->name}),
            message("derive.noColumn.mend", "choose the key columns again"));
}

/// Rule 17: the place of a column that another link of the junction had derived, or -1.
int sharedColumn(
    const TableDraft& from, const KeyRequest& request, const QString& name, const model::DataType& type)
{
    for (std::size_t i = 0; request.sharesColumns && i < from.physical.columns.size(); ++i) {
        const ColumnOrigin& origin = from.origin.columns[i];
        const PhysicalColumn& column = from.physical.columns[i];
        if (origin.isDerived() && origin.linkEnd >= 0 && origin.link != request.origin.link &&
            column.name.compare(name, Qt::CaseInsensitive) == 0 && column.type == type)
            return int(i);
    }
    return -1;
}

void deriveReference(
    DeriveContext& context, const model::Reference& reference, TableDraft& from, const TableDraft& to)
{
    const KeyRequest request{reference.key, reference.role.isEmpty() ? to.table->name : reference.role,
        !reference.mandatory, {reference.id, {}, -1}};
    const KeyColumns columns = placeKeyColumns(context, from, to, request);
    if (columns.isEmpty())
        return;
    const bool nullable = std::ranges::all_of(
        columns.local, [&](const QString& name) { return from.physical.column(name)->nullable; });
    addForeignKey(context, from, to, request, columns, nullable ? Action::SetNull : Action::NoAction,
        Action::Cascade);                                                           // rule 5
    if (reference.unique && reference.uniqueEnforced && !from.isKey(columns.local)) // rule 4
        addUniqueKey(from, columns.local);
}

/// What the drawn key says besides what it means, once its target is known: the target's names may have changed
/// since they were spelt.
void keepWording(PhysicalForeignKey& key, const model::ForeignKey& drawn)
{
    key.notDeferrableWritten = drawn.notDeferrableWritten;
    const QStringList target = QStringList{key.refTable} + key.refColumns;
    if (drawn.targetSpelling.join(QChar(0)).compare(target.join(QChar(0)), Qt::CaseInsensitive) == 0)
        key.targetSpelling = drawn.targetSpelling;
}

/// A key to a table that does not exist: all that is known are names.
void deriveMissing(DeriveContext& context, const model::Reference& reference, TableDraft& from)
{
    PhysicalForeignKey key;
    for (const model::ColumnPair& pair : reference.key.columns) {
        const int position = from.positionOf(pair.local);
        if (position < 0)
            break;
        key.columns.append(from.physical.columns[std::size_t(position)].name);
        markOrigin(from.origin.columns[std::size_t(position)], {reference.id, {}, -1}, {});
    }
    const bool complete =
        !key.columns.isEmpty() && std::size_t(key.columns.size()) == reference.key.columns.size();
    if (reference.missingTable.isEmpty() || !complete) {
        report(context, Severity::Error, reference.id, from,
            message("derive.noTable", "a reference of \"%1\" points at no table", {from.table->name}))
            .mend = message("derive.noTable.mend", "choose the table it refers to, or delete it");
        return;
    }
    if (reference.key.unconstrained)
        return;
    key.name = reference.key.constraintName;
    key.refSchema = context.engine.namespaces ? reference.missingSchema : QString();
    key.refTable = reference.missingTable;
    key.refColumns = reference.missingColumns;
    key.onDelete = reference.key.onDelete.value_or(Action::NoAction);
    key.onUpdate = reference.key.onUpdate.value_or(Action::NoAction);
    key.deferrable = reference.key.deferrable;
    key.match = reference.key.match;
    key.validated = reference.key.validated;
    key.setColumns = columnNames(from, reference.key.setColumns);
    key.comment = reference.key.comment;
    keepWording(key, reference.key);
    from.nameForeignKey.push_back(key.name.isEmpty() && !reference.key.unnamed);
    from.physical.foreignKeys.push_back(std::move(key));
    from.origin.foreignKeys.push_back({reference.id, {}, -1});
}

} // namespace

KeyColumns placeKeyColumns(
    DeriveContext& context, TableDraft& from, const TableDraft& to, const KeyRequest& request)
{
    const std::vector<Place> places =
        request.key.columns.empty() ? derivedPlaces(to) : namedPlaces(from, to, request.key);
    if (places.empty()) {
        reportNoKey(context, from, to, request);
        return {};
    }
    const bool single = std::ranges::count(places, -1, &Place::local) == 1;
    KeyColumns columns;
    for (Place place : places) {
        const QString derived =
            place.local < 0 ? derivedName(context, request, *place.target, single) : QString();
        if (place.local < 0)
            place.local = sharedColumn(from, request, derived, place.target->type);
        if (place.local >= 0) {
            columns.local.append(from.physical.columns[std::size_t(place.local)].name);
            markOrigin(from.origin.columns[std::size_t(place.local)], request.origin, place.targetId);
        } else { // rules 3, 4
            PhysicalColumn column;
            column.name = from.columnNames.take({derived});
            column.type = place.target->type;
            column.collation = place.target->collation;
            column.nullable = request.nullable;
            columns.local.append(column.name);
            from.physical.columns.push_back(std::move(column));
            ColumnOrigin& origin = from.origin.columns.emplace_back();
            markOrigin(origin, request.origin, place.targetId);
            origin.attribute = derivedAttribute(context, request, to, *place.target, single);
        }
        if (!request.key.implicitTarget)
            columns.target.append(place.target->name);
    }
    return columns;
}

void addForeignKey(DeriveContext& context, TableDraft& from, const TableDraft& to, const KeyRequest& request,
    const KeyColumns& columns, Action onDelete, Action onUpdate)
{
    if (request.key.unconstrained)
        return;
    PhysicalForeignKey key;
    key.name = request.key.constraintName;
    key.columns = columns.local;
    key.refSchema = to.physical.schema;
    key.refTable = to.physical.name;
    key.refColumns = columns.target;
    key.onDelete = request.key.onDelete.value_or(onDelete);
    key.onUpdate = request.key.onUpdate.value_or(onUpdate);
    key.deferrable = request.key.deferrable;
    key.match = request.key.match;
    key.validated = request.key.validated;
    key.setColumns = columnNames(from, request.key.setColumns);
    key.comment = request.key.comment;
    keepWording(key, request.key);

    const auto notNull = std::ranges::find_if(
        columns.local, [&](const QString& name) { return !from.physical.column(name)->nullable; });
    if (notNull != columns.local.end() &&
        (key.onDelete == Action::SetNull || key.onUpdate == Action::SetNull)) {
        report(context, Severity::Warning, objectOf(request.origin), from,
            message("derive.setNull", "the key of \"%1\" to \"%2\" says SET NULL, but \"%3\" can't be null",
                {from.table->name, to.table->name, *notNull}))
            .mend = message("derive.setNull.mend", "choose another action, or make the column nullable");
    }
    from.nameForeignKey.push_back(key.name.isEmpty() && !request.key.unnamed);
    from.physical.foreignKeys.push_back(std::move(key));
    from.origin.foreignKeys.push_back(request.origin);
}

void deriveReferences(DeriveContext& context)
{
    for (const model::Reference* reference : context.part.references) {
        TableDraft* from = context.draft(reference->from);
        if (!from)
            continue;
        if (const TableDraft* to = context.draft(reference->to))
            deriveReference(context, *reference, *from, *to);
        else
            deriveMissing(context, *reference, *from);
    }
}

} // namespace conjoin::orm
