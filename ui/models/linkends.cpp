// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/linkends.h"

#include "orm/sql/rowlookup.h"
#include "ui/models/rowobject.h"

#include <algorithm>

namespace conjoin::ui {

namespace {

using orm::Association;

/// The keys of a junction by which its links lead to their ends, each once, the first end first.
std::vector<const Association*> endsOf(const orm::ModelRegistry& registry, int junction)
{
    std::vector<QStringList> keys;
    const auto add = [&](const QStringList& key, bool first) {
        if (std::ranges::find(keys, key) == keys.end())
            keys.insert(first ? keys.begin() : keys.end(), key);
    };
    for (const orm::Model& model : registry.models()) {
        for (const Association& association : model.associations) {
            if (association.through != junction)
                continue;
            add(association.keys, association.keys == association.firstKeys);
            add(association.otherKeys, association.otherKeys == association.firstKeys);
        }
    }
    std::vector<const Association*> ends;
    for (const QStringList& key : keys) {
        const auto& all = registry.at(junction).associations;
        const auto end = std::ranges::find_if(all, [&](const Association& each) {
            return each.kind == orm::AssociationKind::BelongsTo && each.keys == key;
        });
        if (end != all.end())
            ends.push_back(&*end);
    }
    return ends;
}

/// The rows that `association` – BelongsTo of `model` – leads to from each of those; without values where it
/// leads nowhere. `valueOf(row, attribute)` is what the row holds.
template<class Value>
Result<std::vector<std::vector<orm::Value>>> referredRows(sql::Connection& connection,
    const orm::ModelRegistry& registry, const Association& association, size_t count, const Value& valueOf)
{
    std::vector<std::vector<orm::Value>> rows(count);
    sql::Lookup lookup;
    lookup.model = association.target;
    lookup.columns = association.referenced;
    std::vector<size_t> askers;
    for (size_t i = 0; i < count; ++i) {
        sql::KeyTuple key;
        for (const QString& name : association.keys)
            key.push_back(valueOf(i, name));
        if (std::ranges::any_of(key, &orm::Value::isNull))
            continue;
        lookup.keys.push_back(std::move(key));
        askers.push_back(i);
    }
    if (askers.empty())
        return rows;
    auto found = sql::lookUp(connection, registry, lookup);
    if (!found)
        return failure(found);
    for (size_t k = 0; k < askers.size(); ++k) {
        if (!(*found)[k].empty())
            rows[askers[k]] = std::move((*found)[k].front());
    }
    return rows;
}

/// The key of a table without a name of its own that leads to one with a name; null where there is none.
const Association* namingOf(const orm::ModelRegistry& registry, const orm::Model& model)
{
    if (!model.labelAttribute().isEmpty() || LabelTemplate::ofPerson(model))
        return nullptr;
    const auto names = [&](const Association& each) {
        return each.kind == orm::AssociationKind::BelongsTo && registry.at(each.target).id != model.id &&
               !registry.at(each.target).labelAttribute().isEmpty();
    };
    const auto found = std::ranges::find_if(model.associations, names);
    return found == model.associations.end() ? nullptr : &*found;
}

} // namespace

Result<LinkEnds> readLinkEnds(
    sql::Connection& connection, const orm::ModelRegistry& registry, int model, std::span<const sql::Row> links)
{
    LinkEnds result;
    const orm::Model& junction = registry.at(model);
    for (const Association* association : endsOf(registry, model)) {
        LinkEnds::End end;
        end.model = association->target;
        auto rows = referredRows(connection, registry, *association, links.size(),
            [&](size_t i, const QString& name) { return links[i].value(junction, name); });
        if (!rows)
            return failure(rows);
        end.rows = std::move(*rows);
        const orm::Model& target = registry.at(end.model);
        if (const Association* naming = namingOf(registry, target)) {
            auto names =
                referredRows(connection, registry, *naming, links.size(), [&](size_t i, const QString& name) {
                    const int at = target.attributeIndex(name);
                    return end.rows[i].empty() || at < 0 ? orm::Value() : end.rows[i][size_t(at)];
                });
            if (!names)
                return failure(names);
            end.naming = naming->target;
            end.names = std::move(*names);
        }
        result.ends.push_back(std::move(end));
    }
    return result;
}

QString linkLabel(const RowSource& source, const LinkEnds& ends, size_t link)
{
    const auto rowOf = [&](int model, const std::vector<orm::Value>& values) {
        RowObject row;
        row.model = model;
        row.values = values;
        row.key = rowKey(source.registry->at(model), values).text;
        row.label = source.label(model);
        return row;
    };
    QStringList words;
    bool any = false;
    for (const LinkEnds::End& end : ends.ends) {
        if (end.rows[link].empty()) {
            words.append(QStringLiteral("?"));
            continue;
        }
        const RowObject row = rowOf(end.model, end.rows[link]);
        QString word = rowLabel(*source.registry, row);
        if (end.naming >= 0 && !row.label && !end.names[link].empty())
            word = rowLabel(*source.registry, rowOf(end.naming, end.names[link])) + u' ' + word;
        words.append(word);
        any = true;
    }
    return any ? words.join(QStringLiteral(" ⇄ ")) : QString();
}

} // namespace conjoin::ui
