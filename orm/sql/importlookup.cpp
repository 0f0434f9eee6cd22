// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/importlookup.h"

#include "orm/dialect/storedmoment.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace conjoin::sql {

using orm::Association;
using orm::Json;
using orm::Model;
using State = ImportNode::State;

Result<Value> importedValue(const Connection& connection, const orm::Attribute& attribute, const Json& given)
{
    auto value = orm::valueFromJson(given, attribute.type, attribute.name);
    if (!value)
        return failure(value);
    return orm::storedMoment(std::move(*value), attribute.type, connection.dialect());
}

void ImportLookup::addNodes(std::vector<ImportNode>& nodes, const std::vector<ImportRow::Link>& links,
    size_t line, int above, int model, int depth) const
{
    for (const ImportRow::Link& link : links) {
        const size_t number = nodes.size();
        ImportNode node;
        node.link = &link;
        node.line = line;
        node.above = above;
        node.depth = depth;
        node.association = registry_.at(model).association(plan_.links[link.link].path.last());
        node.model = node.association->target;
        nodes.push_back(std::move(node));
        if (above >= 0)
            nodes[size_t(above)].below.push_back(number);
        addNodes(nodes, link.below, line, int(number), nodes[number].model, depth + 1);
    }
}

Result<std::vector<ImportNode>> ImportLookup::look(std::span<const ImportRow> lines, const Told& told) const
{
    std::vector<ImportNode> nodes;
    for (size_t line = 0; line < lines.size(); ++line)
        addNodes(nodes, lines[line].links, line, -1, plan_.model, 1);
    int deepest = 0;
    for (const ImportNode& node : nodes)
        deepest = std::max(deepest, node.depth);
    for (int depth = deepest; depth > 0; --depth) {
        if (auto asked = ask(nodes, depth, lines, told); !asked)
            return failure(asked);
    }
    return nodes;
}

Result<std::vector<std::pair<QString, Value>>> ImportLookup::knownBy(
    const std::vector<ImportNode>& nodes, const ImportNode& node, std::span<const ImportRow> lines) const
{
    const Model& model = registry_.at(node.model);
    std::vector<std::pair<QString, Value>> known;
    for (const Json::Member& member : node.link->given) {
        if (member.second.isNull())
            continue;
        auto value = importedValue(connection_, *model.attribute(member.first), member.second);
        if (!value) // cellValue() has looked
            return failure(value);
        known.emplace_back(member.first, std::move(*value));
    }
    const auto uniqueAmong = [&]() -> const QStringList* {
        const auto isGiven = [&](const QStringList& key) {
            return !key.isEmpty() && std::ranges::all_of(key, [&](const QString& name) {
                return std::ranges::find(known, name, &std::pair<QString, Value>::first) != known.end();
            });
        };
        if (isGiven(model.primaryKey))
            return &model.primaryKey;
        const auto key = std::ranges::find_if(model.uniqueKeys, isGiven);
        return key == model.uniqueKeys.end() ? nullptr : &*key;
    };
    const auto onlyOf = [&](const QStringList& key) {
        std::erase_if(known, [&](const auto& pair) { return !key.contains(pair.first); });
    };
    if (const QStringList* key = uniqueAmong()) {
        onlyOf(*key);
        return known;
    }
    if (ownsRows(*node.association)) { // the row that it belongs to is a part of its key, or nothing more is
        const Model& owner = registry_.at(node.above < 0 ? plan_.model : nodes[size_t(node.above)].model);
        const Json::Object& given =
            node.above < 0 ? lines[node.line].values : nodes[size_t(node.above)].link->given;
        for (qsizetype i = 0; i < node.association->keys.size(); ++i) {
            const QString& name = node.association->referenced[i];
            const auto value = std::ranges::find(given, name, &Json::Member::first);
            if (value == given.end() || value->second.isNull())
                continue;
            auto read = importedValue(connection_, *owner.attribute(name), value->second);
            if (!read)
                return failure(read);
            known.emplace_back(node.association->keys[i], std::move(*read));
        }
        if (const QStringList* key = uniqueAmong()) {
            onlyOf(*key);
            return known;
        }
    }
    for (const size_t number : node.below) { // what it is linked to says which one it is
        const ImportNode& below = nodes[number];
        if (below.association->kind != orm::AssociationKind::BelongsTo || below.state == State::Left)
            continue;
        if (below.state != State::There)
            return std::vector<std::pair<QString, Value>>(); // nothing refers to what is not there
        for (qsizetype i = 0; i < below.association->keys.size(); ++i) {
            const int at = registry_.at(below.model).attributeIndex(below.association->referenced[i]);
            known.emplace_back(below.association->keys[i], below.row[size_t(at)]);
        }
    }
    if (const QStringList* key = uniqueAmong())
        onlyOf(*key);
    else if (ownsRows(*node.association))
        known.clear(); // a row of another one may be like it
    return known;
}

struct ImportLookup::Question {
    Lookup lookup{};
    std::vector<std::vector<size_t>> askers{}; ///< by key
    std::vector<QString> texts{};              ///< by key, for a person
    QHash<KeyTuple, size_t> numbers{};
};

Result<void> ImportLookup::ask(
    std::vector<ImportNode>& nodes, int depth, std::span<const ImportRow> lines, const Told& told) const
{
    std::map<std::pair<size_t, QStringList>, Question> questions;
    const auto settle = [&](ImportNode& node, size_t rows, const QStringList& by, const QString& text) {
        const ImportLink& how = plan_.links[node.link->link];
        const QString& table = registry_.at(node.model).table;
        const QString path = how.path.join(u'.');
        if (rows == 0 && how.missing != ImportLink::Missing::Refuse) {
            node.state = how.missing == ImportLink::Missing::Create ? State::Absent : State::Left;
            return;
        }
        node.state = State::Refused;
        if (rows == 0) {
            told(lines[node.line], node.link,
                inputError(path,
                    message("import.missing", "no row of %1 has %2 \"%3\"", {table, by.join(u'+'), text})));
            return;
        }
        told(lines[node.line], node.link,
            inputError(path,
                message("import.ambiguous", "%1 rows of %2 have %3 \"%4\"",
                    {QString::number(rows), table, by.join(u'+'), text}),
                message("import.ambiguous.hint", "map a column that tells them apart, too")));
    };
    for (size_t number = 0; number < nodes.size(); ++number) {
        ImportNode& node = nodes[number];
        if (node.depth != depth)
            continue;
        const bool spoilt =
            std::ranges::any_of(node.below, [&](size_t below) { return nodes[below].state == State::Refused; });
        if (spoilt) { // told already
            node.state = State::Refused;
            continue;
        }
        auto known = knownBy(nodes, node, lines);
        if (!known)
            return failure(known);
        QStringList by;
        KeyTuple key;
        for (const auto& [name, value] : *known) {
            by.append(name);
            key.push_back(value);
        }
        if (known->empty()) {
            settle(node, 0, plan_.links[node.link->link].path, node.link->text);
            continue;
        }
        Question& question = questions[{node.link->link, by}];
        question.lookup.model = node.model;
        question.lookup.columns = by;
        question.lookup.alive = true;
        const auto found = question.numbers.constFind(key);
        const size_t place = found == question.numbers.cend() ? question.lookup.keys.size() : *found;
        if (found == question.numbers.cend()) {
            question.numbers.insert(key, place);
            question.lookup.keys.push_back(std::move(key));
            question.askers.emplace_back();
            question.texts.push_back(node.link->text);
        }
        question.askers[place].push_back(number);
    }
    for (auto& [which, question] : questions) {
        auto found = lookUp(connection_, registry_, question.lookup);
        if (!found)
            return failure(found);
        const bool isKnown = !registry_.at(question.lookup.model).identity().isEmpty();
        for (size_t k = 0; k < found->size(); ++k) {
            std::vector<RowValues>& rows = (*found)[k];
            for (const size_t number : question.askers[k]) {
                if (rows.size() == 1 && isKnown) {
                    nodes[number].state = State::There;
                    nodes[number].row = rows.front();
                } else {
                    settle(nodes[number], rows.size(), question.lookup.columns, question.texts[k]);
                }
            }
        }
    }
    return {};
}

QStringList ImportLookup::key() const
{
    if (!plan_.key.isEmpty())
        return plan_.key;
    const std::vector<QStringList> keys = keysOfPlan(registry_, plan_);
    return keys.empty() ? QStringList() : keys.front();
}

Result<std::vector<std::optional<KeyTuple>>> ImportLookup::keysOfLines(
    std::span<const ImportRow> lines, const std::vector<ImportNode>& nodes) const
{
    const Model& root = registry_.at(plan_.model);
    const QStringList names = key();
    std::vector<std::optional<KeyTuple>> keys(lines.size());
    std::vector<std::map<QString, Value>> linked(lines.size()); // keys that a link gives
    for (const ImportNode& node : nodes) {
        if (node.depth != 1 || node.association->kind != orm::AssociationKind::BelongsTo ||
            node.state != State::There)
            continue;
        for (qsizetype i = 0; i < node.association->keys.size(); ++i) {
            const int at = registry_.at(node.model).attributeIndex(node.association->referenced[i]);
            linked[node.line][node.association->keys[i]] = node.row[size_t(at)];
        }
    }
    for (size_t line = 0; line < lines.size(); ++line) {
        KeyTuple tuple;
        for (const QString& name : names) {
            const auto own = std::ranges::find(lines[line].values, name, &Json::Member::first);
            if (own != lines[line].values.end() && !own->second.isNull()) {
                auto value = importedValue(connection_, *root.attribute(name), own->second);
                if (!value)
                    return failure(value);
                tuple.push_back(std::move(*value));
            } else if (const auto by = linked[line].find(name); by != linked[line].end()) {
                tuple.push_back(by->second);
            }
        }
        if (!tuple.empty() && tuple.size() == size_t(names.size()))
            keys[line] = std::move(tuple);
    }
    return keys;
}

Result<std::vector<std::optional<RowValues>>> ImportLookup::rowsOfLines(
    std::span<const ImportRow> lines, const std::vector<ImportNode>& nodes, const Told& told) const
{
    const Model& root = registry_.at(plan_.model);
    std::vector<std::optional<RowValues>> rows(lines.size());
    Lookup lookup;
    lookup.model = plan_.model;
    lookup.columns = key();
    auto keys = keysOfLines(lines, nodes);
    if (!keys)
        return failure(keys);
    std::vector<size_t> askers;
    for (size_t line = 0; line < lines.size(); ++line) {
        if (!(*keys)[line])
            continue;
        lookup.keys.push_back(std::move(*(*keys)[line]));
        askers.push_back(line);
    }
    if (askers.empty())
        return rows;
    auto found = lookUp(connection_, registry_, lookup);
    if (!found)
        return failure(found);
    for (size_t k = 0; k < askers.size(); ++k) {
        std::vector<RowValues>& there = (*found)[k];
        if (there.size() > 1) // a collation that takes several for one
            told(lines[askers[k]], nullptr,
                inputError(root.table,
                    message("import.ambiguous", "%1 rows of %2 have %3 \"%4\"",
                        {QString::number(there.size()), root.table, lookup.columns.join(u'+'),
                            there.front()[size_t(root.attributeIndex(lookup.columns.front()))].display()})));
        else if (!there.empty())
            rows[askers[k]] = std::move(there.front());
    }
    return rows;
}

} // namespace conjoin::sql
