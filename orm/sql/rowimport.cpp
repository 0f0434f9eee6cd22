// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowimport.h"

#include "orm/dialect/storedmoment.h"
#include "orm/sql/rowlookup.h"
#include "orm/sql/writer.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <map>
#include <span>

namespace conjoin::sql {

using orm::Association;
using orm::Json;
using orm::Model;

namespace {

constexpr size_t batchSize = 500; // lines that share statements

/// One import under way, inside of its transaction.
class Import {
public:
    Import(Connection& connection, const orm::ModelRegistry& registry, const ImportPlan& plan,
        const ImportOptions& options)
        : connection_(connection)
        , registry_(registry)
        , plan_(plan)
        , options_(options)
        , created_(registry.models().size(), 0)
    {}

    Result<void> run(const RecordSource& next);
    ImportReport report();
    bool isRefused() const { return !problems_.empty() && !options_.onlyGood; }

private:
    void problem(const ImportRow& row, int column, Error why);
    Result<void> write(std::span<const ImportRow> rows);
    /// The rows at the other end of all links, by link and by what was given; bad lines are marked.
    Result<void> lookUpLinks(std::span<const ImportRow> rows, std::vector<bool>& bad,
        std::vector<std::vector<std::optional<Json>>>& keys);
    QStringList lookedForBy(const Model& target, const ImportRow::Link& link) const;
    Json nested(const ImportRow& row, const std::vector<std::optional<Json>>& keys) const;
    int columnOf(const Error& error) const;
    /// `seen`: rows of this batch by their keys; several lines may have made the same one.
    void countCreated(int model, const Json& tree, QSet<QByteArray>& seen);

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    const ImportOptions& options_;
    std::vector<qint64> created_; ///< by model
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

void Import::problem(const ImportRow& row, int column, Error why)
{
    const bool inLine = column >= 0 && column < row.cells.size();
    problems_.push_back({row.line, column, inLine ? row.cells[column] : QString(), std::move(why)});
}

/// A unique key that is given in full, else all that is given.
QStringList Import::lookedForBy(const Model& target, const ImportRow::Link& link) const
{
    QStringList given;
    for (const orm::Json::Member& member : link.given) {
        if (!member.second.isNull())
            given.append(member.first);
    }
    std::vector<QStringList> keys = target.uniqueKeys;
    keys.insert(keys.begin(), target.primaryKey);
    for (const QStringList& key : keys) {
        if (!key.isEmpty() &&
            std::ranges::all_of(key, [&](const QString& name) { return given.contains(name); }))
            return key;
    }
    return given;
}

Result<void> Import::lookUpLinks(std::span<const ImportRow> rows, std::vector<bool>& bad,
    std::vector<std::vector<std::optional<Json>>>& keys)
{
    struct Place {
        size_t row = 0, link = 0;
    };
    struct Question {
        Lookup lookup;
        std::vector<std::vector<Place>> places; ///< by key: who asks
        QHash<KeyTuple, size_t> numbers;
    };
    std::map<std::pair<size_t, QStringList>, Question> questions;
    keys.resize(rows.size());
    for (size_t r = 0; r < rows.size(); ++r) {
        keys[r].resize(rows[r].links.size());
        for (size_t l = 0; l < rows[r].links.size(); ++l) {
            const ImportRow::Link& link = rows[r].links[l];
            const Association& association =
                *registry_.at(plan_.model).association(plan_.links[link.link].association);
            const Model& target = registry_.at(association.target);
            const QStringList by = lookedForBy(target, link);
            KeyTuple key;
            for (const QString& name : by) {
                const model::DataType& type = target.attribute(name)->type;
                const auto given = std::ranges::find(link.given, name, &Json::Member::first);
                auto value = orm::valueFromJson(given->second, type, name);
                if (!value) // cellValue() has looked
                    return failure(value);
                key.push_back(orm::storedMoment(std::move(*value), type, connection_.dialect()));
            }
            Question& question = questions[{link.link, by}];
            question.lookup.model = association.target;
            question.lookup.columns = by;
            question.lookup.alive = true;
            const auto known = question.numbers.constFind(key);
            const size_t number = known == question.numbers.cend() ? question.lookup.keys.size() : *known;
            if (known == question.numbers.cend()) {
                question.numbers.insert(key, number);
                question.lookup.keys.push_back(std::move(key));
                question.places.emplace_back();
            }
            question.places[number].push_back({r, l});
        }
    }
    for (auto& [which, question] : questions) {
        const auto found = lookUp(connection_, registry_, question.lookup);
        if (!found)
            return failure(found);
        const ImportLink& how = plan_.links[which.first];
        const Model& target = registry_.at(question.lookup.model);
        const QStringList identity = target.identity();
        for (size_t k = 0; k < found->size(); ++k) {
            const std::vector<RowValues>& there = (*found)[k];
            if (there.size() == 1 && !identity.isEmpty()) {
                Json key = Json::object();
                for (const QString& name : identity) {
                    const int attribute = target.attributeIndex(name);
                    key.set(name, orm::valueToJson(there.front()[size_t(attribute)],
                                      target.attributes[size_t(attribute)].type));
                }
                for (const Place& place : question.places[k])
                    keys[place.row][place.link] = key;
                continue;
            }
            if (there.empty() && how.missing != ImportLink::Missing::Refuse)
                continue;
            for (const Place& place : question.places[k]) {
                const ImportRow& row = rows[place.row];
                const ImportRow::Link& link = row.links[place.link];
                bad[place.row] = true;
                if (there.empty())
                    problem(row, link.column,
                        inputError(how.association, message("import.missing", "no row of %1 has %2 \"%3\"",
                                                        {target.table, question.lookup.columns.join(u'+'), link.text})));
                else
                    problem(row, link.column,
                        inputError(how.association,
                            message("import.ambiguous", "%1 rows of %2 have %3 \"%4\"",
                                {QString::number(there.size()), target.table,
                                    question.lookup.columns.join(u'+'), link.text}),
                            message("import.ambiguous.hint", "map a column that tells them apart, too")));
            }
        }
    }
    return {};
}

Json Import::nested(const ImportRow& row, const std::vector<std::optional<Json>>& keys) const
{
    Json values{row.values};
    const Model& root = registry_.at(plan_.model);
    for (size_t l = 0; l < row.links.size(); ++l) {
        const ImportRow::Link& link = row.links[l];
        const ImportLink& how = plan_.links[link.link];
        const Association& association = *root.association(how.association);
        Json far = Json::object();
        if (keys[l]) {
            far.set(QStringLiteral("$link"), *keys[l]);
        } else if (how.missing == ImportLink::Missing::Create) {
            Json made{link.given};
            // What several lines name alike is one row.
            QStringList by = lookedForBy(registry_.at(association.target), link);
            Json same = Json::array();
            for (const QString& name : by)
                same.append(std::ranges::find(link.given, name, &Json::Member::first)->second);
            made.set(QStringLiteral("$same"), QString::fromUtf8(orm::compactJson(same)));
            far.set(QStringLiteral("$create"), std::move(made));
        } else {
            continue;
        }
        if (association.through >= 0 && !link.junction.empty())
            far.set(registry_.at(association.through).name, Json(link.junction));
        if (association.isToMany()) {
            if (!values.find(how.association))
                values.set(how.association, Json::array());
            for (Json::Member& member : values.members()) {
                if (member.first == how.association)
                    member.second.append(far);
            }
        } else {
            values.set(how.association, std::move(far));
        }
    }
    return values;
}

/// The column of the file whose attribute an error is about, or -1.
int Import::columnOf(const Error& error) const
{
    const QString last = error.where.section(u'.', -1);
    for (const ImportColumn& column : plan_.columns) {
        const Model& root = registry_.at(plan_.model);
        const Association* association =
            column.association.isEmpty() ? nullptr : root.association(column.association);
        const Model& model = !association     ? root
                             : column.junction ? registry_.at(association->through)
                                               : registry_.at(association->target);
        const QString& stored = model.column(column.attribute);
        const bool named = error.violation.table == model.table && error.violation.columns.contains(stored);
        const bool placed = error.violation.columns.isEmpty() && last == column.attribute &&
                            (association != nullptr) == error.where.contains(column.association + u'[');
        if (named || placed)
            return column.column;
    }
    return -1;
}

void Import::countCreated(int model, const Json& tree, QSet<QByteArray>& seen)
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
            ++created_[size_t(model)];
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
            countCreated(association.target, row, seen);
            if (association.through < 0)
                continue;
            if (const Json* junction = row.find(registry_.at(association.through).name);
                junction && junction->isObject())
                countCreated(association.through, *junction, seen);
        }
    }
}

/// Writes the lines that can be written, and tells of all others.
Result<void> Import::write(std::span<const ImportRow> rows)
{
    if (rows.empty() || problems_.size() >= options_.mostProblems)
        return {};
    std::vector<bool> bad(rows.size(), false);
    std::vector<std::vector<std::optional<Json>>> keys;
    if (auto looked = lookUpLinks(rows, bad, keys); !looked)
        return looked;
    Json::Array trees;
    std::vector<ImportRow> left;
    for (size_t r = 0; r < rows.size(); ++r) {
        if (bad[r])
            continue;
        trees.push_back(nested(rows[r], keys[r]));
        left.push_back(rows[r]);
    }
    if (trees.empty())
        return {};
    CreateOptions how;
    how.markCreated = true;
    const auto made = createAll(connection_, registry_, plan_.model, trees, how);
    if (made) {
        good_ += qint64(trees.size());
        QSet<QByteArray> seen;
        for (const Json& tree : *made)
            countCreated(plan_.model, tree, seen);
        return {};
    }
    if (endsAll(made.error()))
        return failure(made);
    if (left.size() == 1) {
        problem(left.front(), columnOf(made.error()), made.error());
        return {};
    }
    // The lines that were bad already stay told: only the others are tried again, by halves.
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

ImportReport Import::report()
{
    ImportReport report;
    report.lines = lines_;
    report.good = good_;
    report.stopped = stopped_;
    for (size_t model = 0; model < created_.size(); ++model) {
        if (created_[model] > 0)
            report.tables.push_back({registry_.at(int(model)).table, created_[model]});
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
        return {};
    };
    const Result<void> done = options.dryRun ? connection.rehearsal(work) : connection.transaction(work);
    if (!done && !(import.isRefused() && done.error().what.code == u"import.refused"))
        return failure(done);
    ImportReport report = import.report();
    report.stored = done && !options.dryRun;
    return report;
}

} // namespace conjoin::sql
