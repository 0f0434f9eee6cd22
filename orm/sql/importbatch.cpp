// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importbatch.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace conjoin::sql {

using orm::Json;

namespace {

QByteArray textOf(const ImportRow::Link& link)
{
    return QByteArray::number(qulonglong(link.link)) + ' ' + orm::compactJson(Json(link.given)) +
           orm::compactJson(Json(link.junction));
}

} // namespace

ImportBatch::ImportBatch(const orm::ModelRegistry& registry, const ImportPlan& plan, QStringList key)
    : key_(std::move(key))
{
    for (const ImportLink& link : plan.links) {
        const orm::Association& association = *associationsOf(registry, plan.model, link.path).back();
        const bool fillsIn = link.path.size() == 1 && association.kind == orm::AssociationKind::BelongsTo;
        kinds_.push_back({association.isToMany(), fillsIn ? association.keys : QStringList()});
    }
}

QByteArray ImportBatch::keyOf(const ImportRow& row) const
{
    QByteArray key;
    for (const QString& name : key_) {
        const auto own = std::ranges::find(row.values, name, &Json::Member::first);
        if (own != row.values.end() && !own->second.isNull()) {
            key += orm::compactJson(own->second) + ' ';
            continue;
        }
        const auto by = std::ranges::find_if(
            row.links, [&](const ImportRow::Link& link) { return kinds_[link.link].keys.contains(name); });
        if (by == row.links.end())
            return {};
        key += textOf(*by) + ' ';
    }
    return key;
}

bool ImportBatch::isOneLink(const ImportRow::Link& link, const ImportRow::Link& other) const
{
    return link.link == other.link && link.given == other.given && link.junction == other.junction &&
           areAlike(link.below, other.below);
}

bool ImportBatch::areAlike(const Links& links, const Links& others) const
{
    const auto single = [&](const ImportRow::Link& link) { return !kinds_[link.link].toMany; };
    return std::ranges::count_if(links, single) == std::ranges::count_if(others, single) &&
           std::ranges::all_of(links, [&](const ImportRow::Link& link) {
               return !single(link) || std::ranges::any_of(others, [&](const ImportRow::Link& other) {
                   return isOneLink(link, other);
               });
           });
}

bool ImportBatch::areAlike(const ImportRow& row, const ImportRow& other) const
{
    return row.values == other.values && row.without == other.without && areAlike(row.links, other.links);
}

void ImportBatch::mergeBelow(Links& into, Links links) const
{
    for (ImportRow::Link& link : links) {
        // Lines of one row mostly follow each other.
        const auto known = std::find_if(
            into.rbegin(), into.rend(), [&](const ImportRow::Link& other) { return isOneLink(other, link); });
        if (known == into.rend())
            into.push_back(std::move(link));
        else
            mergeBelow(known->below, std::move(link.below));
    }
}

void ImportBatch::merge(size_t into, ImportRow line)
{
    ImportRow& row = rows_[into];
    auto& places = places_[into];
    if (places.isEmpty()) {
        for (size_t i = 0; i < row.links.size(); ++i)
            places[textOf(row.links[i])].push_back(i);
    }
    row.lines += line.goesOn ? 0 : line.lines;
    for (ImportRow::Link& link : line.links) {
        std::vector<size_t>& known = places[textOf(link)];
        const auto same =
            std::ranges::find_if(known, [&](size_t place) { return isOneLink(row.links[place], link); });
        if (same != known.end()) {
            mergeBelow(row.links[*same].below, std::move(link.below));
            continue;
        }
        known.push_back(row.links.size());
        row.links.push_back(std::move(link));
    }
}

std::optional<ImportRow> ImportBatch::add(ImportRow line)
{
    if (line.goesOn && last_) {
        merge(*last_, std::move(line));
        return {};
    }
    const QByteArray key = key_.isEmpty() ? QByteArray() : keyOf(line);
    if (!key.isEmpty()) {
        const auto known = latest_.constFind(key);
        if (known != latest_.cend() && areAlike(rows_[*known], line)) {
            last_ = *known;
            merge(*known, std::move(line));
            return {};
        }
    }
    if (rows_.size() >= mostRows)
        return line;
    last_ = rows_.size();
    if (!key.isEmpty())
        latest_.insert(key, rows_.size());
    rows_.push_back(std::move(line));
    places_.emplace_back();
    return {};
}

void ImportBatch::dropLast()
{
    if (!last_)
        return;
    const std::vector<ImportRow> rows = std::exchange(rows_, {});
    const size_t dropped = *last_;
    clear();
    for (size_t i = 0; i < rows.size(); ++i) {
        if (i != dropped)
            add(rows[i]);
    }
    last_.reset();
}

void ImportBatch::clear()
{
    rows_.clear();
    latest_.clear();
    places_.clear();
    last_.reset();
}

} // namespace conjoin::sql
