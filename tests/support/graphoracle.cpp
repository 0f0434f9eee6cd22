// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/graphoracle.h"

#include <algorithm>

namespace conjoin::tests {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::Model;
using orm::Value;

namespace {

const Json* inner(const Json& json)
{
    const Json* create = json.find(QStringLiteral("$create"));
    return create ? create : &json;
}

} // namespace

std::vector<size_t> GraphOracle::rowsOf(int model) const
{
    std::vector<size_t> found;
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].model == model)
            found.push_back(i);
    }
    return found;
}

std::optional<std::vector<GraphOracle::Made>> GraphOracle::create(int model, const Json& rows)
{
    was_ = rows_;
    before_ = rows_.size();
    bare_.clear();
    created_.clear();
    said_.clear();
    parents_.clear();
    try {
        std::vector<Made> made;
        for (const Json& row : rows.items())
            made.push_back(make(model, row, Place::Root));
        for (const size_t row : bare_) {
            const Row& now = rows_[row];
            const std::vector<QStringList> keys = completeKeys(now);
            const bool says = created_.contains(row) || now.values.size() > size_t(keys.front().size()) ||
                              !now.nulls.empty() || !now.refers.empty();
            if (!says)
                throw Refused{QStringLiteral("a key alone names no row")};
        }
        return made;
    } catch (const Refused& refused) {
        rows_ = was_;
        ++refused_;
        reason_ = refused.why;
        return std::nullopt;
    }
}

GraphOracle::Row GraphOracle::wantedOf(int model, const Json& json) const
{
    Row row;
    row.model = model;
    const Model& here = registry_.at(model);
    for (const orm::Attribute& attribute : here.attributes) {
        const Json* value = inner(json)->find(attribute.name);
        if (!value)
            value = json.find(QStringLiteral("$link"))
                        ? json.find(QStringLiteral("$link"))->find(attribute.name)
                        : nullptr;
        if (value && !value->isNull())
            row.values[attribute.name] = *orm::valueFromJson(*value, attribute.type, {});
        else if (value && !attribute.autoIncrement)
            row.nulls.insert(attribute.name);
    }
    return row;
}

std::vector<QStringList> GraphOracle::completeKeys(const Row& row) const
{
    const Model& here = registry_.at(row.model);
    std::vector<QStringList> keys = here.uniqueKeys;
    keys.insert(keys.begin(), here.primaryKey);
    std::erase_if(keys, [&](const QStringList& key) {
        return key.isEmpty() || std::any_of(key.begin(), key.end(),
                                    [&](const QString& part) { return !row.values.contains(part); });
    });
    return keys;
}

std::optional<size_t> GraphOracle::withKey(const Row& wanted, const QStringList& key, bool isNew) const
{
    for (size_t i = isNew ? before_ : 0; i < (isNew ? rows_.size() : before_); ++i) {
        const Row& row = isNew ? rows_[i] : was_[i];
        const bool same =
            row.model == wanted.model && std::all_of(key.begin(), key.end(), [&](const QString& part) {
                return row.values.contains(part) && row.values.at(part) == wanted.values.at(part);
            });
        if (same)
            return i;
    }
    return std::nullopt;
}

/// What is given of a row that exists must be what it has.
void GraphOracle::checkSame(size_t existing, const Row& wanted, bool isKey) const
{
    const Row& row = was_[existing];
    for (const auto& [name, value] : wanted.values) {
        if (!isKey && (!row.values.contains(name) || row.values.at(name) != value))
            throw Refused{QStringLiteral("the row there has another ") + name};
    }
    for (const QString& name : wanted.nulls) {
        if (!isKey && row.values.contains(name))
            throw Refused{QStringLiteral("the row there has a ") + name};
    }
    for (const auto& [key, target] : wanted.refers) {
        if (!row.refers.contains(key) || row.refers.at(key) != target)
            throw Refused{QStringLiteral("the row there refers to another one by ") + key};
    }
}

size_t GraphOracle::merged(size_t into, const Row& wanted)
{
    Row& row = rows_[into];
    for (const auto& [name, value] : wanted.values) {
        if (row.values.contains(name) && row.values.at(name) != value)
            throw Refused{QStringLiteral("two values of ") + name};
        if (row.nulls.contains(name))
            throw Refused{QStringLiteral("a value and null for ") + name};
        row.values[name] = value;
    }
    for (const QString& name : wanted.nulls) {
        if (row.values.contains(name))
            throw Refused{QStringLiteral("a value and null for ") + name};
        row.nulls.insert(name);
    }
    for (const auto& [key, target] : wanted.refers) {
        if (row.refers.contains(key) && row.refers.at(key) != target)
            throw Refused{QStringLiteral("two rows for ") + key};
        row.refers[key] = target;
    }
    return into;
}

size_t GraphOracle::decide(int model, const Json& json, Place place, const Row& wanted)
{
    const std::vector<QStringList> keys = completeKeys(wanted);
    if (json.find(QStringLiteral("$link"))) {
        for (const QStringList& key : keys) {
            if (const auto row = withKey(wanted, key, false)) {
                checkSame(*row, wanted, true);
                return *row;
            }
        }
        throw Refused{QStringLiteral("$link to nothing")};
    }
    const auto add = [&] {
        for (const QStringList& key : keys) { // the database insists on it
            if (withKey(wanted, key, false) || withKey(wanted, key, true))
                throw Refused{QStringLiteral("the key is taken: ") + keyName(key)};
        }
        rows_.push_back(wanted);
        return rows_.size() - 1;
    };
    if (place == Place::Root || json.find(QStringLiteral("$create"))) {
        for (const QStringList& key : keys) {
            const auto named = withKey(wanted, key, true);
            if (named && created_.insert(*named).second) // elsewhere it was only named
                return merged(*named, wanted);
        }
        const size_t row = add();
        created_.insert(row);
        return row;
    }
    std::optional<size_t> existing;
    for (const QStringList& key : keys) {
        const auto row = withKey(wanted, key, false);
        if (row && existing && *row != *existing)
            throw Refused{QStringLiteral("keys of different rows")};
        if (row)
            existing = row;
    }
    if (existing) {
        if (place == Place::Owned)
            throw Refused{QStringLiteral("it belongs to another parent")};
        checkSame(*existing, wanted, false);
        return *existing;
    }
    for (const QStringList& key : keys) {
        if (const auto row = withKey(wanted, key, true))
            return merged(*row, wanted);
    }
    const bool searched = keys.empty() && place == Place::Shared &&
                          !(wanted.values.empty() && wanted.nulls.empty()) &&
                          std::none_of(wanted.refers.begin(), wanted.refers.end(),
                              [&](const auto& refers) { return isFresh(refers.second); });
    if (searched) {
        std::vector<size_t> found;
        for (size_t i = 0; i < before_; ++i) {
            const Row& row = was_[i];
            const bool same =
                row.model == model &&
                std::all_of(wanted.values.begin(), wanted.values.end(),
                    [&](const auto& value) {
                        return row.values.contains(value.first) && row.values.at(value.first) == value.second;
                    }) &&
                std::none_of(wanted.nulls.begin(), wanted.nulls.end(),
                    [&](const QString& name) { return row.values.contains(name); }) &&
                std::all_of(wanted.refers.begin(), wanted.refers.end(), [&](const auto& refers) {
                    return row.refers.contains(refers.first) && row.refers.at(refers.first) == refers.second;
                });
            if (same)
                found.push_back(i);
        }
        if (found.size() > 1)
            throw Refused{QStringLiteral("several rows have these values")};
        if (found.size() == 1)
            return found.front();
    }
    const size_t row = add();
    if (!keys.empty() && place == Place::Shared)
        bare_.push_back(row);
    return row;
}

GraphOracle::Made GraphOracle::make(int model, const Json& json, Place place)
{
    const Model& here = registry_.at(model);
    Row wanted = wantedOf(model, json);
    Made made;
    const auto given = [&](const Association& association) -> const Json* {
        const Json* beside = json.find(association.name);
        return beside ? beside : inner(json)->find(association.name);
    };
    for (const Association& association : here.associations) {
        const Json* child = given(association);
        if (association.kind != AssociationKind::BelongsTo || !child || child->isNull())
            continue;
        made.related[association.name].push_back(make(association.target, *child, Place::Shared));
        wanted.refers[keyName(association.keys)] = made.related[association.name].front().row;
    }
    made.row = decide(model, json, place, wanted);
    for (const Association& association : here.associations) {
        const Json* list = given(association);
        if (association.kind != AssociationKind::BelongsTo && list)
            addRelated(association, *list, made);
    }
    return made;
}

void GraphOracle::addRelated(const Association& association, const Json& list, Made& made)
{
    std::vector<Made>& related = made.related[association.name];
    const std::vector<Json> items = list.isArray() ? list.items() : std::vector<Json>{list};
    for (const Json& item : items) {
        if (item.isNull())
            continue;
        const bool many = association.kind == AssociationKind::BelongsToMany;
        Made child = make(association.target, item, many ? Place::Shared : Place::Owned);
        if (many) {
            child.junction.push_back(link(association, made.row, child.row, item));
        } else {
            const QString key = keyName(association.keys);
            if (parents_.try_emplace({child.row, key}, made.row).first->second != made.row)
                throw Refused{QStringLiteral("two parents")};
            rows_[child.row].refers[key] = made.row;
        }
        const bool again = std::any_of(related.begin(), related.end(), [&](const Made& known) {
            return many ? known.junction.front().row == child.junction.front().row : known.row == child.row;
        });
        if (!again)
            related.push_back(std::move(child));
    }
}

GraphOracle::Made GraphOracle::link(const Association& association, size_t near, size_t far, const Json& item)
{
    const Model& junction = registry_.at(association.through);
    const Json* given = item.find(junction.name);
    if (!given)
        given = inner(item)->find(junction.name);
    Row wanted = given ? wantedOf(association.through, *given) : Row();
    wanted.model = association.through;
    Made made;
    for (const Association& further : junction.associations) { // a further end of the link
        const Json* there = given ? given->find(further.name) : nullptr;
        if (further.kind == AssociationKind::BelongsTo && there)
            made.related[further.name].push_back(make(further.target, *there, Place::Shared));
        if (made.related.contains(further.name))
            wanted.refers[keyName(further.keys)] = made.related[further.name].front().row;
    }
    wanted.refers[keyName(association.keys)] = near;
    wanted.refers[keyName(association.otherKeys)] = far;
    if (association.symmetric && near == far)
        throw Refused{QStringLiteral("a pair of one")};
    std::map<QString, size_t> turned = wanted.refers;
    if (association.symmetric)
        std::swap(turned[keyName(association.keys)], turned[keyName(association.otherKeys)]);
    for (size_t i = 0; i < rows_.size(); ++i) {
        Row& row = rows_[i];
        if (row.model != association.through || (row.refers != wanted.refers && row.refers != turned))
            continue;
        for (const auto& [name, value] : wanted.values) {
            if (said_.try_emplace({i, name}, value).first->second != value)
                throw Refused{QStringLiteral("the same link with two values of ") + name};
            row.values[name] = value;
        }
        made.row = i;
        return made;
    }
    for (const auto& [name, value] : wanted.values)
        said_.insert({{rows_.size(), name}, value});
    rows_.push_back(std::move(wanted));
    made.row = rows_.size() - 1;
    return made;
}

} // namespace conjoin::tests
