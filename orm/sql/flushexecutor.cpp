// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/flushexecutor.h"

#include <QUuid>

#include <algorithm>
#include <set>

namespace conjoin::sql {

using orm::DraftNode;
using orm::DraftReference;
using orm::Json;
using orm::Model;
using orm::RowDraft;

namespace {

/// Tells who asks how many of the new rows are in, by the statements that insert them.
class InsertWatch : public StatementLog {
public:
    InsertWatch(Connection& connection, const std::function<void(qint64, qint64)>& tell, qint64 all)
        : connection_(connection)
        , next_(connection.log())
        , tell_(tell)
        , all_(all)
    {
        if (!tell_)
            return;
        connection_.setLog(this);
        tell_(0, all_);
    }
    ~InsertWatch() override
    {
        if (tell_)
            connection_.setLog(next_);
    }
    InsertWatch(const InsertWatch&) = delete;
    InsertWatch& operator=(const InsertWatch&) = delete;

    void ran(const LoggedStatement& statement) override
    {
        if (next_)
            next_->ran(statement);
        if (!statement.error.isEmpty() || !statement.sql.startsWith(QLatin1String("INSERT")))
            return;
        written_ = std::min(written_ + statement.rows, all_);
        tell_(written_, all_);
    }

private:
    Connection& connection_;
    StatementLog* const next_;
    const std::function<void(qint64, qint64)>& tell_;
    const qint64 all_;
    qint64 written_ = 0;
};

} // namespace

FlushExecutor::FlushExecutor(Connection& connection, const orm::ModelRegistry& registry,
    const orm::Changeset& changeset, std::vector<Resolution> resolutions, const CreateOptions& options,
    bool oneByOne)
    : connection_(connection)
    , registry_(registry)
    , changeset_(changeset)
    , resolutions_(std::move(resolutions))
    , options_(options)
    , oneByOne_(oneByOne)
    , positions_(connection, registry)
{}

Result<void> FlushExecutor::run()
{
    auto planned = plan();
    if (!planned)
        return failure(planned);
    const bool defers =
        std::any_of(later_.begin(), later_.end(), [](const auto& later) { return later.second; });
    if (defers) {
        if (auto deferred = connection_.run(connection_.dialect().capabilities().deferKeys); !deferred)
            return failure(deferred);
    }
    {
        const InsertWatch watch(connection_, options_.progress, qint64(fresh_.size()));
        for (const orm::FlushPlan::Batch& batch : planned->batches) {
            if (auto inserted = insert(batch); !inserted)
                return inserted;
        }
    }
    if (auto written = update(*planned); !written)
        return written;
    return readAgain();
}

Result<orm::FlushPlan> FlushExecutor::plan()
{
    QHash<size_t, size_t> rowOf;
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        if (resolutions_[draft].kind == Resolution::Kind::New) {
            rowOf.insert(draft, fresh_.size());
            fresh_.push_back(draft);
        }
    }
    std::vector<orm::PlannedRow> rows;
    for (const size_t draft : fresh_) {
        const RowDraft& row = changeset_.drafts[draft];
        const Model& model = registry_.at(row.model);
        orm::PlannedRow planned;
        planned.table = row.model;
        planned.name = row.place;
        for (size_t number = 0; number < row.references.size(); ++number) {
            const DraftReference& reference = row.references[number];
            const auto target = rowOf.constFind(standing(resolutions_, reference.target));
            if (target == rowOf.cend())
                continue;
            const bool nullable =
                std::all_of(reference.keys.begin(), reference.keys.end(), [&](const QString& key) {
                    const orm::Attribute* attribute = model.attribute(key);
                    return attribute->nullable && !attribute->primaryKey;
                });
            planned.needs.push_back({*target, nullable, number, !nullable && mayWait(row, reference)});
        }
        rows.push_back(std::move(planned));
    }
    auto result = orm::planFlush(std::move(rows));
    if (result) {
        for (const orm::FlushPlan::Later& later : result->later)
            later_.insert({{fresh_[later.row], later.reference}, later.deferred});
    }
    return result;
}

ColumnValues FlushExecutor::referred(const DraftReference& reference, size_t draft) const
{
    const size_t target = standing(resolutions_, reference.target);
    const Model& near = registry_.at(changeset_.drafts[draft].model);
    const Model& far = registry_.at(changeset_.drafts[target].model);
    ColumnValues values;
    for (qsizetype i = 0; i < reference.keys.size(); ++i) {
        values.insert_or_assign(near.attributeIndex(reference.keys[i]),
            resolutions_[target].stored[size_t(far.attributeIndex(reference.referenced[i]))]);
    }
    return values;
}

/// Whether the key may hold something for a while that refers to nothing: nobody checks it before the end, and
/// there is something to put in.
bool FlushExecutor::mayWait(const RowDraft& row, const DraftReference& reference) const
{
    const orm::Capabilities& engine = connection_.dialect().capabilities();
    const Model& model = registry_.at(row.model);
    const auto key =
        std::find_if(model.associations.begin(), model.associations.end(), [&](const auto& candidate) {
            return candidate.kind == orm::AssociationKind::BelongsTo && candidate.keys == reference.keys;
        });
    if (key == model.associations.end())
        return false;
    const bool unchecked = !key->onDelete;
    if (!unchecked && (engine.deferKeys.isEmpty() || !(engine.defersEveryKey || key->deferrable)))
        return false;
    const RowDraft& target = changeset_.drafts[standing(resolutions_, reference.target)];
    for (qsizetype i = 0; i < reference.keys.size(); ++i) {
        const orm::Attribute& attribute = *model.attribute(reference.keys[i]);
        if (target.given[size_t(registry_.at(target.model).attributeIndex(reference.referenced[i]))])
            continue; // the value itself is known
        const bool number = attribute.type.kind == model::TypeKind::SmallInt ||
                            attribute.type.kind == model::TypeKind::Integer ||
                            attribute.type.kind == model::TypeKind::BigInt;
        if (attribute.primaryKey || !(number || attribute.type.kind == model::TypeKind::Uuid))
            return false;
    }
    return true;
}

/// Keys of a row that is inserted later: those that are known, and for the others what no other row has.
void FlushExecutor::standIn(size_t draft, const DraftReference& reference, ColumnValues& values)
{
    const Model& model = registry_.at(changeset_.drafts[draft].model);
    const RowDraft& target = changeset_.drafts[standing(resolutions_, reference.target)];
    for (qsizetype i = 0; i < reference.keys.size(); ++i) {
        const int index = model.attributeIndex(reference.keys[i]);
        const auto& given =
            target.given[size_t(registry_.at(target.model).attributeIndex(reference.referenced[i]))];
        if (given)
            values.insert_or_assign(index, *given);
        else if (model.attributes[size_t(index)].type.kind == model::TypeKind::Uuid)
            values.insert_or_assign(index, Value(QUuid::createUuid().toString(QUuid::WithoutBraces)));
        else
            values.insert_or_assign(index, Value(--standIns_));
    }
}

ColumnValues FlushExecutor::valuesOfNew(size_t draft) const
{
    const RowDraft& wanted = changeset_.drafts[draft];
    const Model& model = registry_.at(wanted.model);
    ColumnValues values;
    for (size_t i = 0; i < wanted.given.size(); ++i) {
        if (wanted.given[i] && !(wanted.given[i]->isNull() && model.attributes[i].autoIncrement))
            values.insert_or_assign(int(i), *wanted.given[i]);
    }
    return values;
}

Result<void> FlushExecutor::insert(const orm::FlushPlan::Batch& batch)
{
    const Model& model = registry_.at(batch.table);
    std::vector<size_t> drafts;
    std::vector<ColumnValues> rows;
    for (const size_t row : batch.rows) {
        const size_t draft = fresh_[row];
        const RowDraft& wanted = changeset_.drafts[draft];
        ColumnValues values = valuesOfNew(draft);
        for (size_t number = 0; number < wanted.references.size(); ++number) {
            if (const auto later = later_.find({draft, number}); later != later_.end()) {
                if (later->second)
                    standIn(draft, wanted.references[number], values);
                continue;
            }
            for (const auto& [index, value] : referred(wanted.references[number], draft)) {
                const auto known = values.find(index);
                if (known != values.end() && !(known->second == value)) {
                    return inputError(
                        wanted.place, message("create.twoparents", "\"%1\" would refer to two rows",
                                          {model.attributes[size_t(index)].name}));
                }
                values.insert_or_assign(index, value);
            }
        }
        drafts.push_back(draft);
        rows.push_back(std::move(values));
    }
    if (auto ordered = orderEnds(drafts, rows); !ordered)
        return ordered;
    if (auto placed = givePositions(drafts, rows); !placed)
        return placed;
    auto inserted =
        insertRows(connection_, registry_, batch.table, rows, {true, oneByOne_, options_.ownNumbers});
    if (!inserted)
        return failure(inserted);
    for (size_t i = 0; i < drafts.size(); ++i)
        resolutions_[drafts[i]].stored = std::move((*inserted)[i]);
    return {};
}

/// A link that goes both ways is stored with the smaller key first.
Result<void> FlushExecutor::orderEnds(const std::vector<size_t>& drafts, std::vector<ColumnValues>& rows)
{
    std::map<const orm::Association*, std::vector<ColumnValues*>> symmetric;
    for (size_t i = 0; i < drafts.size(); ++i) {
        const orm::Association* link = changeset_.drafts[drafts[i]].link;
        if (link && link->symmetric)
            symmetric[link].push_back(&rows[i]);
    }
    for (const auto& [link, those] : symmetric) {
        if (auto ordered = putSmallerFirst(connection_, registry_, *link, those); !ordered)
            return ordered;
    }
    return {};
}

Result<void> FlushExecutor::givePositions(const std::vector<size_t>& drafts, std::vector<ColumnValues>& rows)
{
    std::map<const orm::Association*, std::vector<ColumnValues*>> ordered;
    for (size_t i = 0; i < drafts.size(); ++i) {
        const orm::Association* link = changeset_.drafts[drafts[i]].link;
        if (link && !link->position.isEmpty())
            ordered[link].push_back(&rows[i]);
    }
    for (const auto& [link, those] : ordered) {
        if (auto given = positions_.append(*link, those); !given)
            return given;
    }
    return {};
}

Result<void> FlushExecutor::update(const orm::FlushPlan& plan)
{
    std::map<size_t, ColumnValues> keys; ///< to rows that exist by now
    std::map<size_t, ColumnValues> changes;
    for (const orm::FlushPlan::Later& later : plan.later) {
        const size_t draft = fresh_[later.row];
        keys[draft].merge(referred(changeset_.drafts[draft].references[later.reference], draft));
    }
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        const Resolution& resolution = resolutions_[draft];
        if (resolution.kind != Resolution::Kind::Existing)
            continue;
        for (const size_t number : resolution.referenceUpdates)
            keys[draft].merge(referred(changeset_.drafts[draft].references[number], draft));
        for (const auto& [index, value] : resolution.updates)
            changes[draft].insert_or_assign(index, value);
    }
    for (const auto* part : {&keys, &changes}) {
        for (const auto& entry : *part) {
            const RowDraft& row = changeset_.drafts[entry.first];
            if (registry_.at(row.model).identity().isEmpty()) {
                return inputError(
                    row.place, message("create.keyless", "%1 has no key by which to update the row",
                                   {registry_.at(row.model).name}));
            }
            updated_.insert(entry.first);
        }
    }
    if (auto written = updateKeys(keys); !written)
        return written;
    if (auto written = updateValues(changes); !written)
        return written;
    for (const auto* part : {&keys, &changes}) {
        for (const auto& [draft, values] : *part) {
            for (const auto& [index, value] : values)
                resolutions_[draft].stored[size_t(index)] = value; // by which it is read again
        }
    }
    return {};
}

/// The rows of a table that get the same keys share a statement, whichever rows these lead to.
Result<void> FlushExecutor::updateKeys(const std::map<size_t, ColumnValues>& keys)
{
    std::map<std::pair<int, std::vector<int>>, std::vector<RowUpdate>> updates;
    for (const auto& [draft, values] : keys) {
        const int model = changeset_.drafts[draft].model;
        std::vector<int> columns;
        for (const auto& entry : values)
            columns.push_back(entry.first);
        updates[{model, columns}].push_back(
            {valuesOf(registry_.at(model), resolutions_[draft].stored, registry_.at(model).identity()),
                values});
    }
    for (const auto& [place, rows] : updates) {
        if (auto written = updateEach(connection_, registry_, place.first, rows); !written)
            return failure(written);
    }
    return {};
}

/// Rows that get the same values share a statement.
Result<void> FlushExecutor::updateValues(const std::map<size_t, ColumnValues>& changes)
{
    std::vector<Change> distinct;
    std::vector<std::vector<KeyTuple>> keys;
    for (const auto& [draft, values] : changes) {
        const int model = changeset_.drafts[draft].model;
        const auto same =
            std::find_if(distinct.begin(), distinct.end(), [&, &wanted = values](const Change& change) {
                return change.model == model && change.values == wanted;
            });
        const size_t number = size_t(same - distinct.begin());
        if (same == distinct.end()) {
            distinct.push_back({model, values});
            keys.emplace_back();
        }
        keys[number].push_back(
            valuesOf(registry_.at(model), resolutions_[draft].stored, registry_.at(model).identity()));
    }
    for (size_t i = 0; i < distinct.size(); ++i) {
        const QStringList identity = registry_.at(distinct[i].model).identity();
        auto written =
            updateRows(connection_, registry_, distinct[i].model, distinct[i].values, identity, keys[i]);
        if (!written)
            return failure(written);
    }
    return {};
}

/// What the INSERT told is what is stored, unless a trigger changed it afterwards; updated rows told nothing.
Result<void> FlushExecutor::readAgain()
{
    auto triggers = mayHaveTriggers();
    if (!triggers)
        return failure(triggers);
    std::map<int, std::vector<size_t>> stale;
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        const bool isRow = resolutions_[draft].kind == Resolution::Kind::New ||
                           resolutions_[draft].kind == Resolution::Kind::Existing;
        if (isRow && (*triggers || updated_.contains(draft)))
            stale[changeset_.drafts[draft].model].push_back(draft);
    }
    for (const auto& [modelIndex, drafts] : stale) {
        const Model& model = registry_.at(modelIndex);
        Lookup lookup{modelIndex, model.identity(), {}, {}, false};
        if (lookup.columns.isEmpty())
            continue; // a row without a key can't be found again
        for (const size_t draft : drafts)
            lookup.keys.push_back(valuesOf(model, resolutions_[draft].stored, lookup.columns));
        auto found = lookUp(connection_, registry_, lookup);
        if (!found)
            return failure(found);
        for (size_t i = 0; i < drafts.size(); ++i) {
            if (!(*found)[i].empty())
                resolutions_[drafts[i]].stored = std::move((*found)[i].front());
        }
    }
    return {};
}

/// Of the tables that were written to: only their triggers ran.
Result<bool> FlushExecutor::mayHaveTriggers()
{
    std::set<int> written;
    for (size_t draft = 0; draft < resolutions_.size(); ++draft) {
        if (resolutions_[draft].kind == Resolution::Kind::New || updated_.contains(draft))
            written.insert(changeset_.drafts[draft].model);
    }
    std::vector<std::pair<QString, QString>> tables;
    for (const int model : written)
        tables.emplace_back(registry_.at(model).schema, registry_.at(model).table);
    return connection_.mayHaveTriggers(tables);
}

Json::Array FlushExecutor::trees(bool markCreated) const
{
    Json::Array trees;
    for (const DraftNode& root : changeset_.roots)
        trees.push_back(object(root, markCreated));
    return trees;
}

Json FlushExecutor::object(const DraftNode& node, bool markCreated) const
{
    const size_t draft = standing(resolutions_, node.draft);
    const Model& model = registry_.at(changeset_.drafts[draft].model);
    Json result = Json::object();
    for (size_t i = 0; i < model.attributes.size(); ++i)
        result.set(model.attributes[i].name,
            orm::valueToJson(resolutions_[draft].stored[i], model.attributes[i].type));
    if (markCreated)
        result.set(QStringLiteral("$created"), resolutions_[draft].kind == Resolution::Kind::New);
    if (!node.junction.empty()) {
        const DraftNode& junction = node.junction.front();
        result.set(registry_.at(changeset_.drafts[junction.draft].model).name, object(junction, markCreated));
    }
    for (const DraftNode::Edge& edge : node.edges) {
        const orm::Association& association = model.associations[size_t(edge.association)];
        Json children = Json::array();
        QSet<size_t> shown;
        for (const DraftNode& child : edge.nodes) {
            const size_t row =
                standing(resolutions_, child.junction.empty() ? child.draft : child.junction.front().draft);
            if (shown.contains(row))
                continue;
            shown.insert(row);
            children.append(object(child, markCreated));
        }
        if (association.isToMany())
            result.set(association.name, std::move(children));
        else
            result.set(
                association.name, children.items().empty() ? Json() : std::move(children.items().front()));
    }
    return result;
}

} // namespace conjoin::sql
