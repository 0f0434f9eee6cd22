// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/deletionplan.h"

#include "orm/sql/rowwriter.h"
#include "orm/sql/seenrow.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace conjoin::sql {

using orm::Association;
using orm::Json;
using orm::Model;

namespace {

constexpr size_t keysAStatement = 200; ///< a chain of ORs nests as deep as it is long

Json jsonOf(const Model& model, const Row& row, const QString& attribute)
{
    return orm::valueToJson(row.value(model, attribute), model.attribute(attribute)->type);
}

/// That a row refers by the association to one of the rows from `first` on.
Json refersToOneOf(
    const orm::ModelRegistry& registry, const Association& key, const std::vector<Row>& rows, size_t first)
{
    const Model& above = registry.at(key.target);
    const size_t end = std::min(rows.size(), first + keysAStatement);
    Json any = Json::array();
    for (size_t i = first; i < end; ++i) {
        Json one = Json::object();
        for (qsizetype k = 0; k < key.keys.size(); ++k)
            one.set(key.keys[k], jsonOf(above, rows[i], key.referenced[k]));
        any.append(key.keys.size() == 1 ? *one.find(key.keys.first()) : std::move(one));
    }
    Json where = Json::object();
    if (key.keys.size() == 1) {
        Json in = Json::object();
        in.set(QStringLiteral("in"), std::move(any));
        where.set(key.keys.first(), std::move(in));
    } else {
        where.set(QStringLiteral("or"), std::move(any));
    }
    return where;
}

class DeletionPlanner {
public:
    DeletionPlanner(Connection& connection, const orm::ModelRegistry& registry, const DeletionWish& wish)
        : connection_(connection)
        , registry_(registry)
        , wish_(wish)
    {}

    Result<DeletionPlan> plan()
    {
        plan_.model = wish_.model;
        for (const QString& key : wish_.keys) {
            auto row = root(key);
            if (!row)
                return failure(row);
            going_[wish_.model].insert(identityOf(wish_.model, *row));
            plan_.rows.push_back(std::move(*row));
        }
        childrenFirst();
        if (!model(wish_.model).deletedAt.isEmpty())
            return std::move(plan_); // the rows stay, and so does whatever refers to them
        if (auto followed = follow(-1); !followed)
            return failure(followed);
        for (size_t i = 0; i < plan_.steps.size(); ++i) { // steps come behind it while it goes
            const DeletionStep::Fate fate = plan_.steps[i].fate;
            if (fate != DeletionStep::Fate::Cascade && fate != DeletionStep::Fate::DeleteToo)
                continue;
            if (auto followed = follow(int(i)); !followed)
                return failure(followed);
        }
        leaveOutWhatGoes();
        if (auto named = nameTriggers(); !named)
            return failure(named);
        return std::move(plan_);
    }

private:
    const Model& model(int index) const { return registry_.at(index); }

    KeyTuple identityOf(int index, const Row& row) const
    {
        KeyTuple key;
        for (const QString& attribute : model(index).identity())
            key.push_back(row.value(model(index), attribute));
        return key.empty() ? row.values() : key;
    }

    Result<Row> root(const QString& key)
    {
        auto condition = orm::keyCondition(model(wish_.model), key);
        if (!condition)
            return failure(condition);
        orm::Query query = queryOf(wish_.model);
        query.where = std::move(*condition);
        auto rows = find(connection_, registry_, query);
        if (!rows)
            return failure(rows);
        if (rows->empty())
            return seenGoneError(model(wish_.model), key);
        return rows->front();
    }

    /// Of each row to be deleted, those among them that it refers to, by any key.
    std::vector<std::vector<size_t>> rowsAbove() const
    {
        const Model& of = model(wish_.model);
        std::vector<std::vector<size_t>> above(plan_.rows.size());
        for (const Association& key : of.associations) {
            if (key.kind != orm::AssociationKind::BelongsTo || key.target != wish_.model)
                continue;
            QHash<KeyTuple, size_t> referenced;
            for (size_t i = 0; i < plan_.rows.size(); ++i)
                referenced.insert(valuesOf(of, plan_.rows[i].values(), key.referenced), i);
            for (size_t i = 0; i < plan_.rows.size(); ++i) {
                const auto found = referenced.constFind(valuesOf(of, plan_.rows[i].values(), key.keys));
                if (found != referenced.constEnd() && *found != i)
                    above[i].push_back(*found);
            }
        }
        return above;
    }

    /// A row that refers to another one of those to be deleted would be gone with it before its own turn. In a
    /// ring nobody is first: there the one goes that was named first.
    void childrenFirst()
    {
        const std::vector<std::vector<size_t>> above = rowsAbove();
        std::vector<int> below(plan_.rows.size(), 0); ///< how many that refer to it still wait
        for (const std::vector<size_t>& rows : above) {
            for (size_t row : rows)
                ++below[row];
        }
        std::set<std::pair<int, size_t>> waiting;
        for (size_t i = 0; i < below.size(); ++i)
            waiting.emplace(below[i], i);
        std::vector<Row> ordered;
        while (!waiting.empty()) {
            const size_t next =
                waiting.begin()->first == 0
                    ? waiting.begin()->second
                    : std::ranges::min(waiting, {}, [](const auto& entry) { return entry.second; }).second;
            waiting.erase({below[next], next});
            ordered.push_back(std::move(plan_.rows[next]));
            for (size_t row : above[next]) {
                if (const auto entry = waiting.find({below[row], row}); entry != waiting.end()) {
                    waiting.erase(entry);
                    waiting.emplace(--below[row], row);
                }
            }
        }
        plan_.rows = std::move(ordered);
    }

    static orm::Query queryOf(int index)
    {
        orm::Query query;
        query.model = index;
        query.unscoped = query.deleted = true; // the database's keys know no scopes
        return query;
    }

    /// The rows that refer to those of a step, key by key.
    Result<void> follow(int above)
    {
        const int to = above < 0 ? wish_.model : plan_.steps[size_t(above)].model;
        const std::vector<Row> rows = above < 0 ? plan_.rows : plan_.steps[size_t(above)].rows;
        for (size_t child = 0; child < registry_.models().size(); ++child) {
            for (const Association& key : registry_.models()[child].associations) {
                if (key.kind != orm::AssociationKind::BelongsTo || key.target != to || !key.onDelete)
                    continue;
                DeletionStep step;
                step.model = int(child);
                step.association = key.name;
                step.action = *key.onDelete;
                step.fate = fateOf(step);
                step.above = above;
                if (step.fate == DeletionStep::Fate::Elsewhere)
                    step.to = wish_.pointTo.at({step.model, step.association});
                if (auto found = referring(key, rows, step); !found)
                    return found;
                if (!step.rows.empty())
                    plan_.steps.push_back(std::move(step));
            }
        }
        return {};
    }

    Result<void> referring(const Association& key, const std::vector<Row>& rows, DeletionStep& step)
    {
        const bool goes =
            step.fate == DeletionStep::Fate::Cascade || step.fate == DeletionStep::Fate::DeleteToo;
        step.more = step.above >= 0 && plan_.steps[size_t(step.above)].more;
        for (size_t first = 0; first < rows.size(); first += keysAStatement) {
            orm::Query query = queryOf(step.model);
            query.where = refersToOneOf(registry_, key, rows, first);
            query.limit = wish_.limit + 1 - int(step.rows.size());
            auto found = find(connection_, registry_, query);
            if (!found)
                return failure(found);
            for (const Row& row : *found) {
                if (int(step.rows.size()) >= wish_.limit) {
                    step.more = true;
                    return {};
                }
                const KeyTuple identity = identityOf(step.model, row);
                if (goes && going_[step.model].contains(identity))
                    continue; // by another way, or round a ring
                if (goes)
                    going_[step.model].insert(identity);
                step.rows.push_back(row);
            }
        }
        return {};
    }

    DeletionStep::Fate fateOf(const DeletionStep& step) const
    {
        using Fate = DeletionStep::Fate;
        const KeyOfModel key{step.model, step.association};
        if (wish_.pointTo.contains(key))
            return Fate::Elsewhere;
        const bool cascades = step.action == model::Action::Cascade;
        if (wish_.deleteToo.contains(key) || (wish_.everything && cascades))
            return Fate::DeleteToo;
        if (cascades)
            return Fate::Cascade;
        const bool empties = step.action == model::Action::SetNull || step.action == model::Action::SetDefault;
        return empties ? Fate::Empty : Fate::Block;
    }

    /// What goes itself is in nobody's way, and loses no key.
    void leaveOutWhatGoes()
    {
        for (DeletionStep& step : plan_.steps) {
            if (step.fate == DeletionStep::Fate::Cascade || step.fate == DeletionStep::Fate::DeleteToo)
                continue;
            std::erase_if(step.rows,
                [&](const Row& row) { return going_[step.model].contains(identityOf(step.model, row)); });
        }
        // Nothing hangs on such steps, so that the numbers of the others hold when they are moved up.
        std::vector<int> moved(plan_.steps.size(), -1);
        std::vector<DeletionStep> kept;
        for (size_t i = 0; i < plan_.steps.size(); ++i) {
            DeletionStep& step = plan_.steps[i];
            if (step.rows.empty() && !step.more)
                continue;
            moved[i] = int(kept.size());
            step.above = step.above < 0 ? -1 : moved[size_t(step.above)];
            kept.push_back(std::move(step));
        }
        plan_.steps = std::move(kept);
    }

    Result<void> nameTriggers()
    {
        auto all = tableTriggers(connection_);
        if (!all)
            return failure(all);
        const bool byKeys = keysRunTriggers(connection_.dialect());
        for (TableTrigger& trigger : *all) {
            const auto isOf = [&](int index) {
                const Model& owner = model(index);
                return owner.table.compare(trigger.table, Qt::CaseInsensitive) == 0 &&
                       (owner.schema.isEmpty() || owner.schema == trigger.schema);
            };
            bool runs = trigger.onDelete && isOf(plan_.model);
            for (const DeletionStep& step : plan_.steps) {
                using Fate = DeletionStep::Fate;
                const bool own = step.fate == Fate::DeleteToo || step.fate == Fate::Elsewhere;
                const bool deletes = step.fate == Fate::DeleteToo || step.fate == Fate::Cascade;
                runs |= (own || byKeys) && step.fate != Fate::Block &&
                        (deletes ? trigger.onDelete : trigger.onUpdate) && isOf(step.model);
            }
            if (runs)
                plan_.triggers.push_back(std::move(trigger));
        }
        return {};
    }

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const DeletionWish& wish_;
    DeletionPlan plan_;
    std::map<int, QSet<KeyTuple>> going_; ///< by model
};

/// The models that the foreign keys lead to from that one, itself included.
std::set<int> reach(const orm::ModelRegistry& registry, int from)
{
    std::set<int> found{from};
    std::vector<int> open{from};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        for (size_t child = 0; child < registry.models().size(); ++child) {
            for (const Association& key : registry.models()[child].associations) {
                if (key.kind == orm::AssociationKind::BelongsTo && key.target == at && key.onDelete &&
                    found.insert(int(child)).second)
                    open.push_back(int(child));
            }
        }
    }
    return found;
}

std::vector<KeyTuple> identitiesOf(const Model& model, const std::vector<Row>& rows)
{
    std::vector<KeyTuple> keys;
    for (const Row& row : rows)
        keys.push_back(valuesOf(model, row.values(), model.identity()));
    return keys;
}

Result<void> pointElsewhere(
    Connection& connection, const orm::ModelRegistry& registry, const DeletionStep& step)
{
    const Model& model = registry.at(step.model);
    const Association& key = *model.association(step.association);
    ColumnValues values;
    for (qsizetype i = 0; i < key.keys.size(); ++i)
        values[model.attributeIndex(key.keys[i])] = step.to[size_t(i)];
    auto written =
        updateRows(connection, registry, step.model, values, model.identity(), identitiesOf(model, step.rows));
    return written ? Result<void>() : failure(written);
}

/// Of a step whose rows stay: how many of them are there and have another key than before.
Result<qint64> changedKeys(Connection& connection, const orm::ModelRegistry& registry, const DeletionStep& step)
{
    const Model& model = registry.at(step.model);
    const QStringList keys = model.association(step.association)->keys;
    auto now =
        lookUp(connection, registry, {step.model, model.identity(), {}, identitiesOf(model, step.rows), false});
    if (!now)
        return failure(now);
    qint64 changed = 0;
    for (size_t i = 0; i < step.rows.size(); ++i) {
        changed += !(*now)[i].empty() &&
                   valuesOf(model, (*now)[i].front(), keys) != valuesOf(model, step.rows[i].values(), keys);
    }
    return changed;
}

} // namespace

bool DeletionPlan::isBlocked() const
{
    return std::any_of(steps.begin(), steps.end(),
        [](const DeletionStep& step) { return step.fate == DeletionStep::Fate::Block; });
}

qint64 DeletionPlan::going() const
{
    qint64 going = qint64(rows.size());
    for (const DeletionStep& step : steps) {
        if (step.fate == DeletionStep::Fate::Cascade || step.fate == DeletionStep::Fate::DeleteToo)
            going += qint64(step.rows.size());
    }
    return going;
}

bool DeletionPlan::isCapped() const
{
    return std::any_of(steps.begin(), steps.end(), [](const DeletionStep& step) { return step.more; });
}

Result<DeletionPlan> planDeletion(
    Connection& connection, const orm::ModelRegistry& registry, const DeletionWish& wish)
{
    return DeletionPlanner(connection, registry, wish).plan();
}

Result<std::vector<DeletionEffect>> rehearseDeletion(
    Connection& connection, const orm::ModelRegistry& registry, const DeletionPlan& plan)
{
    std::map<int, DeletionEffect> effects;
    const auto countAll = [&](int sign) -> Result<void> {
        for (auto& [model, effect] : effects) {
            orm::Query all;
            all.model = model;
            all.unscoped = all.deleted = true;
            auto rows = count(connection, registry, all);
            if (!rows)
                return failure(rows);
            effect.deleted += sign * *rows;
        }
        return {};
    };
    const auto deleteAll = [&](int model, const std::vector<Row>& rows) -> Result<void> {
        const orm::Model& of = registry.at(model);
        auto gone = deleteRows(connection, registry, model, of.identity(), identitiesOf(of, rows));
        return gone ? Result<void>() : failure(gone);
    };
    for (const int model : reach(registry, plan.model))
        effects[model].model = model;

    TransactionOptions options;
    options.isolation = Isolation::RepeatableRead; // or rows of others would count
    const auto done = connection.rehearsal(options, [&]() -> Result<void> {
        if (auto counted = countAll(1); !counted)
            return counted;
        // The deepest come first: steps are in the order in which they were met.
        for (auto step = plan.steps.rbegin(); step != plan.steps.rend(); ++step) {
            if (step->fate == DeletionStep::Fate::Elsewhere) {
                if (auto pointed = pointElsewhere(connection, registry, *step); !pointed)
                    return pointed;
            }
            if (step->fate != DeletionStep::Fate::DeleteToo)
                continue;
            if (auto gone = deleteAll(step->model, step->rows); !gone)
                return gone;
        }
        if (auto gone = deleteAll(plan.model, plan.rows); !gone)
            return gone;
        if (auto counted = countAll(-1); !counted)
            return counted;
        for (const DeletionStep& step : plan.steps) {
            if (step.fate != DeletionStep::Fate::Empty && step.fate != DeletionStep::Fate::Elsewhere)
                continue;
            auto changed = changedKeys(connection, registry, step);
            if (!changed)
                return failure(changed);
            effects[step.model].emptied += *changed;
        }
        return {};
    });
    if (!done)
        return failure(done);
    std::vector<DeletionEffect> met;
    for (const auto& [model, effect] : effects) {
        if (effect.deleted != 0 || effect.emptied != 0)
            met.push_back(effect);
    }
    return met;
}

} // namespace conjoin::sql
