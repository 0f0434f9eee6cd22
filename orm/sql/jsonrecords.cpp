// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/jsonrecords.h"

#include "orm/base/moment.h"

#include <algorithm>
#include <utility>

namespace conjoin::sql {

using orm::Json;

namespace {

/// What is nested, whatever the model says of it: an object, or a list of some.
bool isNested(const Json& value)
{
    return value.isObject() ||
           (value.isArray() && !value.items().empty() && std::ranges::all_of(value.items(), &Json::isObject));
}

Json::Array rowsOf(const Json& value)
{
    if (value.isArray())
        return value.items();
    return value.isNull() ? Json::Array() : Json::Array{value};
}

} // namespace

JsonRecords::JsonRecords(QIODevice& device, const orm::ModelRegistry& registry, int model)
    : objects_(device)
    , registry_(registry)
    , model_(model)
{}

void JsonRecords::setNames(const QStringList& names)
{
    names_ = names;
    fields_.clear();
    for (int i = 0; i < int(names_.size()); ++i)
        fields_.insert(names_[i], i);
    fixed_ = true;
}

/// The number of a field, a new one where names are still looked for; -1 where it is none.
int JsonRecords::fieldOf(const QString& name)
{
    const auto known = fields_.constFind(name);
    if (known != fields_.cend())
        return *known;
    if (fixed_)
        return -1;
    fields_.insert(name, int(names_.size()));
    names_.append(name);
    return int(names_.size()) - 1;
}

void JsonRecords::addCell(
    Line& line, const QString& name, const Json& value, const orm::Attribute* attribute, Message& problem)
{
    const int field = fieldOf(name);
    if (field < 0) {
        if (!value.isNull() && problem.isEmpty())
            problem = message("json.unknown",
                "\"%1\" stands in none of the first objects, so that nothing says where it goes", {name});
        return;
    }
    orm::CsvCell cell;
    if (!value.isNull()) {
        using model::TypeKind;
        const TypeKind kind =
            attribute && attribute->type.dimensions == 0 ? orm::meaning(attribute->type) : TypeKind::Text;
        const bool isJson = kind == TypeKind::Json || kind == TypeKind::Jsonb;
        cell.quoted = true; // no blank of it is to go, and it is never NULL
        cell.text = value.isString() && !isJson ? value.string()
                    : value.isNumber()          ? value.digits()
                                                : QString::fromUtf8(orm::compactJson(value));
    }
    line.emplace_back(field, std::move(cell));
}

std::vector<JsonRecords::Line> JsonRecords::linesOf(const Json& object, const Place& place, Message& problem)
{
    const orm::Model* here = place.model < 0 ? nullptr : &registry_.at(place.model);
    Line own;
    struct Branch {
        std::vector<Line> lines;
        bool toMany = false;
    };
    std::vector<Branch> branches;
    for (const auto& [key, value] : object.members()) {
        const QString name = place.prefix + key;
        const orm::Attribute* attribute = here ? here->attribute(key) : nullptr;
        const orm::Association* association = here && !attribute ? here->association(key) : nullptr;
        const bool isJunction = !attribute && place.junction >= 0 && key == registry_.at(place.junction).name;
        if (attribute || (!association && !isJunction && !isNested(value))) {
            addCell(own, name, value, attribute, problem);
            continue;
        }
        Place below{name + u'.', -1, -1};
        if (isJunction)
            below.model = place.junction;
        else if (association)
            below = {name + u'.', association->target, association->through};
        Branch branch;
        branch.toMany = value.isArray();
        for (const Json& row : rowsOf(value)) {
            if (row.isObject()) {
                for (Line& line : linesOf(row, below, problem))
                    branch.lines.push_back(std::move(line));
            } else if (!row.isNull() && problem.isEmpty()) {
                problem = message("json.row", "\"%1\" holds rows, which are objects", {name});
            }
        }
        if (branch.lines.empty() && association && !fixed_)
            empty_.emplace_back(below.prefix, association);
        branches.push_back(std::move(branch));
    }
    size_t count = 1;
    for (const Branch& branch : branches)
        count = std::max(count, branch.lines.size());
    std::vector<Line> lines(count, own);
    for (size_t i = 0; i < count; ++i) {
        for (const Branch& branch : branches) {
            // What there is one of stands in every line.
            const bool again = !branch.toMany && !branch.lines.empty();
            if (i < branch.lines.size() || again) {
                const Line& part = branch.lines[i < branch.lines.size() ? i : 0];
                lines[i].insert(lines[i].end(), part.begin(), part.end());
            }
        }
    }
    return lines;
}

void JsonRecords::nameEmptyAssociations()
{
    for (const auto& [prefix, association] : std::exchange(empty_, {})) {
        const auto isKnown = [&, &start = prefix](const QString& name) { return name.startsWith(start); };
        if (std::ranges::any_of(names_, isKnown))
            continue;
        for (const orm::Attribute& attribute : registry_.at(association->target).attributes)
            fieldOf(prefix + attribute.name);
        if (association->through < 0)
            continue;
        const orm::Model& junction = registry_.at(association->through);
        for (const orm::Attribute& attribute : junction.attributes)
            fieldOf(prefix + junction.name + u'.' + attribute.name);
    }
}

Result<std::optional<orm::CsvRecord>> JsonRecords::next()
{
    if (waiting_.empty()) {
        auto item = objects_.next();
        if (!item)
            return failure(item);
        if (!*item)
            return std::optional<orm::CsvRecord>();
        Message problem = (*item)->problem;
        std::vector<Line> lines(1);
        if (problem.isEmpty())
            lines = linesOf((*item)->value, {{}, model_, -1}, problem);
        for (size_t i = 0; i < lines.size(); ++i) {
            orm::CsvRecord record;
            record.line = (*item)->line;
            record.goesOn = i > 0;
            record.problem = problem;
            record.cells.resize(size_t(names_.size()));
            for (auto& [field, cell] : lines[i])
                record.cells[size_t(field)] = std::move(cell);
            waiting_.push_back(std::move(record));
            if (!problem.isEmpty())
                break; // it is told once
        }
    }
    std::optional<orm::CsvRecord> record(std::move(waiting_.front()));
    waiting_.pop_front();
    return record;
}

} // namespace conjoin::sql
