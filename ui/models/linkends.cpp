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

} // namespace

Result<LinkEnds> readLinkEnds(
    sql::Connection& connection, const orm::ModelRegistry& registry, int model, std::span<const sql::Row> links)
{
    LinkEnds result;
    const orm::Model& junction = registry.at(model);
    for (const Association* association : endsOf(registry, model)) {
        LinkEnds::End end;
        end.model = association->target;
        end.rows.resize(links.size());
        sql::Lookup lookup;
        lookup.model = end.model;
        lookup.columns = association->referenced;
        std::vector<size_t> askers;
        for (size_t i = 0; i < links.size(); ++i) {
            sql::KeyTuple key;
            for (const QString& name : association->keys)
                key.push_back(links[i].value(junction, name));
            if (std::ranges::any_of(key, &orm::Value::isNull))
                continue;
            lookup.keys.push_back(std::move(key));
            askers.push_back(i);
        }
        if (!askers.empty()) {
            auto found = sql::lookUp(connection, registry, lookup);
            if (!found)
                return failure(found);
            for (size_t k = 0; k < askers.size(); ++k) {
                if (!(*found)[k].empty())
                    end.rows[askers[k]] = std::move((*found)[k].front());
            }
        }
        result.ends.push_back(std::move(end));
    }
    return result;
}

QString linkLabel(const RowSource& source, const LinkEnds& ends, size_t link)
{
    QStringList words;
    bool any = false;
    for (const LinkEnds::End& end : ends.ends) {
        if (end.rows[link].empty()) {
            words.append(QStringLiteral("?"));
            continue;
        }
        RowObject row;
        row.model = end.model;
        row.values = end.rows[link];
        row.key = rowKey(source.registry->at(end.model), row.values).text;
        row.label = source.label(end.model);
        words.append(rowLabel(*source.registry, row));
        any = true;
    }
    return any ? words.join(QStringLiteral(" ⇄ ")) : QString();
}

} // namespace conjoin::ui
