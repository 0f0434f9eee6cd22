// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowimport.h"

#include "orm/base/moment.h"
#include "orm/sql/givenvalues.h"
#include "orm/sql/importlookup.h"
#include "orm/sql/rowupdater.h"
#include "orm/sql/sequences.h"
#include "orm/sql/writer.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>
#include <span>

namespace conjoin::sql {

using orm::Association;
using orm::Json;
using orm::Model;
using State = ImportNode::State;

namespace {

constexpr size_t batchSize = 500; // lines that share statements

/// What the rows of some lines came to; counted once it is certain that they stay.
struct Tally {
    std::map<int, qint64> created, changed; ///< by model
    qint64 unchanged = 0;
    qint64 skipped = 0;

    void add(const Tally& other)
    {
        for (const auto& [model, rows] : other.created)
            created[model] += rows;
        for (const auto& [model, rows] : other.changed)
            changed[model] += rows;
        unchanged += other.unchanged;
        skipped += other.skipped;
    }
};

/// One import under way, inside of its transaction.
class Import {
public:
    Import(Connection& connection, const orm::ModelRegistry& registry, const ImportPlan& plan,
        const ImportOptions& options)
        : connection_(connection)
        , registry_(registry)
        , plan_(plan)
        , options_(options)
        , lookup_(connection, registry, plan)
        , key_(lookup_.key())
        , identity_(registry.at(plan.model).identity().isEmpty() ? key_ : registry.at(plan.model).identity())
        , updater_(connection, registry, plan.model, identity_)
    {}

    Result<void> run(const RecordSource& next);
    /// What is left to do where the rows stay.
    Result<void> finish();
    ImportReport report();
    bool isRefused() const { return !problems_.empty() && !options_.onlyGood; }

private:
    /// A line that was looked up, whose row is to be made or to get what it gives.
    struct Work {
        const ImportRow* line = nullptr;
        std::vector<size_t> links{};      ///< nodes
        std::optional<RowValues> there{}; ///< its row
    };

    void problem(const ImportRow& row, int column, Error why);
    Result<void> write(std::span<const ImportRow> rows);
    Result<std::vector<Work>> workOf(std::span<const ImportRow> rows, const std::vector<ImportNode>& nodes,
        std::vector<bool>& bad, Tally& tally);
    Result<void> writeAll(std::vector<Work>& work, std::vector<ImportNode>& nodes, Tally& tally);
    Result<void> makeAbsent(const std::vector<Work>& work, std::vector<ImportNode>& nodes, Tally& tally);
    Json treeOf(const std::vector<ImportNode>& nodes, const Json::Object& values,
        const std::vector<size_t>& links) const;
    Json keyOf(const ImportNode& node) const;
    Result<void> changeRow(
        const Work& work, const std::vector<ImportNode>& nodes, RowValues& now, Tally& tally);
    Result<bool> linkRow(const Work& work, const std::vector<ImportNode>& nodes, const Json& key, Tally& tally);
    int columnOf(const Error& error) const;
    /// `seen`: rows of this batch by their keys; several lines may have made the same one.
    void countCreated(int model, const Json& tree, QSet<QByteArray>& seen, Tally& tally) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    const ImportOptions& options_;
    const ImportLookup lookup_;
    const QStringList key_;      ///< that rows of lines are known by
    const QStringList identity_; ///< that rows which are there are told apart by
    RowUpdater updater_;
    Tally tally_;
    qint64 lines_ = 0, good_ = 0;
    bool stopped_ = false;
    std::vector<ImportProblem> problems_;
};

/// Whether the whole import must end: it is not this line that is wrong.
bool endsAll(const Error& error)
{
    return error.kind == ErrorKind::Cancelled || error.what.code.startsWith(QLatin1String("server.")) ||
           error.what.code.startsWith(QLatin1String("file.")) || isConflict(error);
}

/// The identity of a row as keyCondition() reads it.
Json identityOf(const Model& model, const RowValues& row)
{
    Json key = Json::object();
    for (const QString& name : model.identity()) {
        const int attribute = model.attributeIndex(name);
        key.set(name, orm::valueToJson(row[size_t(attribute)], model.attributes[size_t(attribute)].type));
    }
    return key;
}

/// A decimal without zeros that say nothing: 1.5 and 01.50 are one number.
QString plainDecimal(const QString& text)
{
    static const QRegularExpression decimal(QStringLiteral("^([+-]?)0*(\\d+?)(?:\\.(\\d*?)0*)?$"));
    const QRegularExpressionMatch match = decimal.match(text.trimmed());
    if (!match.hasMatch())
        return text;
    const QString whole = match.captured(2), rest = match.captured(3);
    const bool negative = match.captured(1) == u"-" && (whole != u"0" || !rest.isEmpty());
    return (negative ? QStringLiteral("-") : QString()) + whole + (rest.isEmpty() ? QString() : u'.' + rest);
}

/// Whether a row holds already what a line gives.
bool holds(const orm::Attribute& attribute, const Value& stored, const Value& given)
{
    if (sameValue(stored, given))
        return true;
    return attribute.type.isNumber() && stored.isText() && given.isText() &&
           plainDecimal(stored.text()) == plainDecimal(given.text());
}

/// Whether a row holds what a line gives in other words: JSON's white space, bits that a client shows as a
/// number.
bool isSpeltOtherwise(
    const orm::Attribute& attribute, const Value& stored, const Value& given, const Json& json)
{
    const model::TypeKind kind = orm::meaning(attribute.type);
    const bool isJson = kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb;
    const bool alike = (stored.isText() && given.isText()) || (stored.isInteger() && given.isInteger());
    return (isJson || !alike) && isAsRead(json, stored, attribute);
}

void Import::problem(const ImportRow& row, int column, Error why)
{
    const bool inLine = column >= 0 && column < row.cells.size();
    problems_.push_back({row.line, column, inLine ? row.cells[column] : QString(), std::move(why)});
}

Json Import::keyOf(const ImportNode& node) const
{
    return identityOf(registry_.at(node.model), node.row);
}

/// A row with what is linked to it, as the nested writer reads it: everything is there by now.
Json Import::treeOf(
    const std::vector<ImportNode>& nodes, const Json::Object& values, const std::vector<size_t>& links) const
{
    Json tree{values};
    for (const size_t number : links) {
        const ImportNode& node = nodes[number];
        if (node.state != State::There)
            continue;
        const Association& association = *node.association;
        Json far = Json::object();
        far.set(QStringLiteral("$link"), keyOf(node));
        if (association.through >= 0 && !node.link->junction.empty())
            far.set(registry_.at(association.through).name, Json(node.link->junction));
        if (!association.isToMany()) {
            tree.set(association.name, std::move(far));
            continue;
        }
        if (!tree.find(association.name))
            tree.set(association.name, Json::array());
        for (Json::Member& member : tree.members()) {
            if (member.first == association.name)
                member.second.append(far);
        }
    }
    return tree;
}

/// The column of the file whose attribute an error is about, or -1.
int Import::columnOf(const Error& error) const
{
    const QString last = error.where.section(u'.', -1);
    for (const ImportColumn& column : plan_.columns) {
        const auto way = associationsOf(registry_, plan_.model, column.path);
        const Model& model = way.empty()       ? registry_.at(plan_.model)
                             : column.junction ? registry_.at(way.back()->through)
                                               : registry_.at(way.back()->target);
        const QString& stored = model.column(column.attribute);
        const bool named = error.violation.table == model.table && error.violation.columns.contains(stored);
        const bool placed = error.violation.columns.isEmpty() && last == column.attribute &&
                            (error.where.section(u'.', 0, 0) == model.name ||
                                (!way.empty() && error.where.contains(column.path.last() + u'[')));
        if (named || placed)
            return column.column;
    }
    return -1;
}

void Import::countCreated(int model, const Json& tree, QSet<QByteArray>& seen, Tally& tally) const
{
    const Model& here = registry_.at(model);
    const Json* created = tree.find(QStringLiteral("$created"));
    if (created && created->isBool() && created->toBool()) {
        QByteArray key = QByteArray::number(model);
        for (const QString& name : here.identity()) {
            if (const Json* value = tree.find(name))
                key += ' ' + orm::compactJson(*value);
        }
        if (here.identity().isEmpty() || !seen.contains(key))
            ++tally.created[model];
        seen.insert(key);
    }
    for (const Association& association : here.associations) {
        const Json* below = tree.find(association.name);
        if (!below || here.attribute(association.name))
            continue;
        const Json::Array list = below->isArray() ? below->items() : Json::Array{*below};
        for (const Json& row : list) {
            if (!row.isObject())
                continue;
            countCreated(association.target, row, seen, tally);
            if (association.through < 0)
                continue;
            if (const Json* junction = row.find(registry_.at(association.through).name);
                junction && junction->isObject())
                countCreated(association.through, *junction, seen, tally);
        }
    }
}

/// Makes the rows that lines name and that are not there, the deepest first; what several name alike is one
/// row.
Result<void> Import::makeAbsent(const std::vector<Work>& work, std::vector<ImportNode>& nodes, Tally& tally)
{
    std::vector<std::vector<size_t>> byDepth;
    const std::function<void(const std::vector<size_t>&)> need = [&](const std::vector<size_t>& links) {
        for (const size_t number : links) {
            const ImportNode& node = nodes[number];
            if (node.state != State::Absent)
                continue; // what lies behind a row that is there stays as it is
            if (byDepth.size() <= size_t(node.depth))
                byDepth.resize(size_t(node.depth) + 1);
            byDepth[size_t(node.depth)].push_back(number);
            need(node.below);
        }
    };
    for (const Work& each : work)
        need(each.links);
    for (auto level = byDepth.rbegin(); level != byDepth.rend(); ++level) {
        struct Fresh {
            Json::Array trees;
            QHash<QByteArray, size_t> known;
            std::vector<std::vector<size_t>> askers; ///< by tree
        };
        std::map<int, Fresh> fresh; // by model
        for (const size_t number : *level) {
            const ImportNode& node = nodes[number];
            Fresh& ofModel = fresh[node.model];
            Json tree = treeOf(nodes, node.link->given, node.below);
            const QByteArray text = orm::compactJson(tree);
            const auto known = ofModel.known.constFind(text);
            if (known != ofModel.known.cend()) {
                ofModel.askers[*known].push_back(number);
                continue;
            }
            ofModel.known.insert(text, ofModel.trees.size());
            ofModel.trees.push_back(std::move(tree));
            ofModel.askers.push_back({number});
        }
        for (auto& [index, ofModel] : fresh) {
            const Model& model = registry_.at(index);
            CreateOptions how;
            how.markCreated = true;
            const auto made = createAll(connection_, registry_, index, ofModel.trees, how);
            if (!made)
                return failure(made);
            QSet<QByteArray> seen;
            for (size_t i = 0; i < made->size(); ++i) {
                countCreated(index, (*made)[i], seen, tally);
                RowValues row(model.attributes.size());
                for (size_t a = 0; a < row.size(); ++a) {
                    const Json* value = (*made)[i].find(model.attributes[a].name);
                    auto read =
                        value ? orm::valueFromJson(*value, model.attributes[a].type, model.attributes[a].name)
                              : Result<Value>(Value());
                    if (!read)
                        return failure(read);
                    row[a] = std::move(*read);
                }
                for (const size_t number : ofModel.askers[i]) {
                    nodes[number].row = row;
                    nodes[number].state = State::There;
                }
            }
        }
    }
    return {};
}

/// The links of a row that is there; whether there is something new.
Result<bool> Import::linkRow(
    const Work& work, const std::vector<ImportNode>& nodes, const Json& key, Tally& tally)
{
    std::map<QString, std::vector<LinkTarget>> targets;
    for (const size_t number : work.links) {
        const ImportNode& node = nodes[number];
        if (node.state == State::There && node.association->isToMany())
            targets[node.association->name].push_back(
                {keyOf(node), node.link->junction.empty() ? Json() : Json(node.link->junction)});
    }
    bool any = false;
    for (const auto& [name, linked] : targets) {
        const auto done = link(connection_, registry_, plan_.model, key, name, linked);
        if (!done)
            return failure(done);
        const int junction = registry_.at(plan_.model).association(name)->through;
        if (done->added > 0)
            tally.created[junction] += done->added;
        if (done->updated > 0)
            tally.changed[junction] += done->updated;
        any = any || done->added > 0 || done->updated > 0;
    }
    return any;
}

/// Gives a row that is there what the line says and what it does not hold yet: one statement, which the
/// connection keeps prepared, for the row was looked up with those of all lines.
Result<void> Import::changeRow(
    const Work& work, const std::vector<ImportNode>& nodes, RowValues& now, Tally& tally)
{
    const Model& root = registry_.at(plan_.model);
    const KeyTuple before = valuesOf(root, now, identity_);
    ColumnValues changes;
    const auto take = [&](const QString& name, const Json& json, const Value& value) {
        const int at = root.attributeIndex(name);
        const orm::Attribute& attribute = root.attributes[size_t(at)];
        Value& stored = now[size_t(at)];
        if (key_.contains(name) || holds(attribute, stored, value) ||
            isSpeltOtherwise(attribute, stored, value, json))
            return;
        changes.insert_or_assign(at, value);
        stored = value;
    };
    for (const Json::Member& member : work.line->values) {
        auto value = importedValue(connection_, *root.attribute(member.first), member.second);
        if (!value)
            return failure(value);
        take(member.first, member.second, *value);
    }
    for (const size_t number : work.links) {
        const ImportNode& node = nodes[number];
        if (node.state != State::There || node.association->isToMany())
            continue;
        const Model& target = registry_.at(node.model);
        for (qsizetype i = 0; i < node.association->keys.size(); ++i) {
            const size_t at = size_t(target.attributeIndex(node.association->referenced[i]));
            take(node.association->keys[i], orm::valueToJson(node.row[at], target.attributes[at].type),
                node.row[at]);
        }
    }
    for (const size_t link : work.line->without) {
        const Association& association =
            *associationsOf(registry_, plan_.model, plan_.links[link].path).front();
        for (const QString& name : association.keys) {
            if (plan_.nullChanges)
                take(name, Json(), Value());
        }
    }
    if (!changes.empty()) {
        const bool isMarked =
            !root.deletedAt.isEmpty() && !(*work.there)[size_t(root.attributeIndex(root.deletedAt))].isNull();
        const auto changed = isMarked ? Result<bool>(false) : updater_.update(before, changes);
        if (!changed)
            return failure(changed);
        if (!*changed) { // marked as deleted, or another one was faster
            QStringList key;
            for (const Value& value : before)
                key += value.display();
            return inputError(root.name, message("row.nokey", "%1 has no row with the key %2",
                                             {root.name, key.join(QStringLiteral(", "))}));
        }
    }
    const auto linked =
        work.links.empty() ? Result<bool>(false) : linkRow(work, nodes, identityOf(root, now), tally);
    if (!linked)
        return failure(linked);
    if (!changes.empty())
        ++tally.changed[plan_.model];
    else if (!*linked)
        ++tally.unchanged;
    return {};
}

Result<void> Import::writeAll(std::vector<Work>& work, std::vector<ImportNode>& nodes, Tally& tally)
{
    if (auto made = makeAbsent(work, nodes, tally); !made)
        return made;
    Json::Array trees;
    for (const Work& each : work) {
        if (!each.there)
            trees.push_back(treeOf(nodes, each.line->values, each.links));
    }
    if (!trees.empty()) {
        CreateOptions how;
        how.markCreated = true;
        const auto made = createAll(connection_, registry_, plan_.model, trees, how);
        if (!made)
            return failure(made);
        QSet<QByteArray> seen;
        for (const Json& tree : *made)
            countCreated(plan_.model, tree, seen, tally);
    }
    QHash<KeyTuple, RowValues> rows; // several lines may be about one row
    for (const Work& each : work) {
        if (!each.there)
            continue;
        const KeyTuple key = valuesOf(registry_.at(plan_.model), *each.there, identity_);
        auto now = rows.find(key);
        if (now == rows.end())
            now = rows.insert(key, *each.there);
        if (auto changed = changeRow(each, nodes, *now, tally); !changed)
            return changed;
    }
    return {};
}

/// The lines that are good as far as looking tells.
Result<std::vector<Import::Work>> Import::workOf(
    std::span<const ImportRow> rows, const std::vector<ImportNode>& nodes, std::vector<bool>& bad, Tally& tally)
{
    std::vector<std::optional<RowValues>> there(rows.size());
    if (plan_.mode != ImportMode::Insert) {
        auto found = lookup_.rowsOfLines(rows, nodes, [&](const ImportRow& row, int column, Error why) {
            bad[size_t(&row - rows.data())] = true;
            problem(row, column, std::move(why));
        });
        if (!found)
            return failure(found);
        there = std::move(*found);
    }
    std::vector<Work> work;
    std::vector<size_t> place(rows.size());
    for (size_t r = 0; r < rows.size(); ++r) {
        if (bad[r])
            continue;
        if (there[r] && plan_.mode == ImportMode::Skip) {
            ++tally.skipped;
            continue;
        }
        if (!there[r] && plan_.mode == ImportMode::Update) {
            QStringList values;
            int first = -1;
            for (const ImportColumn& column : plan_.columns) {
                if (!column.path.isEmpty() || !key_.contains(column.attribute))
                    continue;
                first = first < 0 ? column.column : first;
                values.append(rows[r].cells.value(column.column));
            }
            bad[r] = true;
            problem(rows[r], first,
                inputError(
                    registry_.at(plan_.model).table, message("import.missing", "no row of %1 has %2 \"%3\"",
                                                         {registry_.at(plan_.model).table, key_.join(u'+'),
                                                             values.join(QStringLiteral(", "))})));
            continue;
        }
        place[r] = work.size();
        work.push_back({&rows[r], {}, std::move(there[r])});
    }
    std::vector<bool> taken(rows.size(), false);
    for (const Work& each : work)
        taken[size_t(each.line - rows.data())] = true;
    for (size_t number = 0; number < nodes.size(); ++number) {
        if (nodes[number].depth == 1 && taken[nodes[number].line])
            work[place[nodes[number].line]].links.push_back(number);
    }
    return work;
}

/// Writes the lines that can be written, and tells of all others.
Result<void> Import::write(std::span<const ImportRow> rows)
{
    if (rows.empty() || problems_.size() >= options_.mostProblems)
        return {};
    std::vector<bool> bad(rows.size(), false);
    const auto tell = [&](const ImportRow& row, int column, Error why) {
        bad[size_t(&row - rows.data())] = true;
        problem(row, column, std::move(why));
    };
    auto nodes = lookup_.look(rows, tell);
    if (!nodes)
        return failure(nodes);
    Tally tally;
    auto work = workOf(rows, *nodes, bad, tally);
    if (!work)
        return failure(work);
    const qint64 skipped = tally.skipped;
    if (work->empty()) {
        good_ += skipped;
        tally_.add(tally);
        return {};
    }
    const auto written = connection_.transaction([&] { return writeAll(*work, *nodes, tally); });
    if (written) {
        good_ += qint64(work->size()) + skipped;
        tally_.add(tally);
        return {};
    }
    if (endsAll(written.error()))
        return failure(written);
    good_ += skipped;
    tally_.skipped += skipped;
    if (work->size() == 1) {
        problem(*work->front().line, columnOf(written.error()), written.error());
        return {};
    }
    // The lines that were bad already stay told, and those that are skipped counted: only the others are tried
    // again, by halves.
    std::vector<ImportRow> left;
    for (const Work& each : *work)
        left.push_back(*each.line);
    const size_t half = left.size() / 2;
    if (auto first = write(std::span(left).first(half)); !first)
        return first;
    return write(std::span(left).subspan(half));
}

Result<void> Import::run(const RecordSource& next)
{
    std::vector<ImportRow> rows;
    for (bool more = true; more;) {
        rows.clear();
        while (rows.size() < batchSize && problems_.size() < options_.mostProblems) {
            auto record = next();
            if (!record)
                return failure(record);
            if (!*record) {
                more = false;
                break;
            }
            ++lines_;
            const size_t before = problems_.size();
            ImportRow row = readRow(registry_, plan_, **record, problems_);
            if (problems_.size() == before)
                rows.push_back(std::move(row));
        }
        if (auto written = write(rows); !written)
            return written;
        if (problems_.size() >= options_.mostProblems && more) {
            stopped_ = true;
            more = false;
        }
        if (options_.progress)
            options_.progress(lines_);
    }
    return {};
}

Result<void> Import::finish()
{
    for (const auto& [model, rows] : tally_.created) {
        if (auto moved = advanceSequences(connection_, registry_.at(model)); !moved)
            return moved;
    }
    return {};
}

ImportReport Import::report()
{
    ImportReport report;
    report.lines = lines_;
    report.good = good_;
    report.unchanged = tally_.unchanged;
    report.skipped = tally_.skipped;
    report.stopped = stopped_;
    for (size_t model = 0; model < registry_.models().size(); ++model) {
        const auto count = [&](const std::map<int, qint64>& rows) {
            const auto found = rows.find(int(model));
            return found == rows.end() ? qint64(0) : found->second;
        };
        const qint64 created = count(tally_.created), changed = count(tally_.changed);
        if (created > 0 || changed > 0)
            report.tables.push_back({registry_.at(int(model)).table, created, changed});
    }
    std::ranges::stable_sort(problems_, {}, &ImportProblem::line);
    report.problems = std::move(problems_);
    return report;
}

} // namespace

Result<ImportReport> importRows(Connection& connection, const orm::ModelRegistry& registry,
    const ImportPlan& plan, const RecordSource& next, const ImportOptions& options)
{
    if (auto fits = checkPlan(registry, plan); !fits)
        return failure(fits);
    Import import(connection, registry, plan, options);
    const auto work = [&]() -> Result<void> {
        if (auto ran = import.run(next); !ran)
            return ran;
        if (import.isRefused()) // undoes what the good lines wrote
            return Error{ErrorKind::Refused, {}, message("import.refused", "some lines are bad"), {}};
        return options.dryRun ? Result<void>() : import.finish();
    };
    const Result<void> done = options.dryRun ? connection.rehearsal(work) : connection.transaction(work);
    if (!done && !(import.isRefused() && done.error().what.code == u"import.refused"))
        return failure(done);
    ImportReport report = import.report();
    report.stored = done && !options.dryRun;
    return report;
}

} // namespace conjoin::sql
