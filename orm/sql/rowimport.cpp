// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/rowimport.h"

#include "orm/sql/importbatch.h"
#include "orm/sql/importreader.h"
#include "orm/sql/importwriter.h"
#include "orm/sql/sequences.h"

#include <algorithm>
#include <span>
#include <utility>

namespace conjoin::sql {

using orm::Association;
using orm::Model;

namespace {

constexpr size_t lotSize = 500;        // rows that are tried together
constexpr size_t mostWaiting = 20'000; // rows that others are waited for by

/// Whether the whole import must end: it is not this line that is wrong.
bool endsAll(const Error& error)
{
    return error.kind == ErrorKind::Cancelled || error.what.code.startsWith(QLatin1String("server.")) ||
           error.what.code.startsWith(QLatin1String("file.")) || isConflict(error);
}

/// Whether rows that the plan makes may refer to others of them, so that the order of lines matters.
bool mayReferToOthers(const orm::ModelRegistry& registry, const ImportPlan& plan)
{
    std::vector<int> models{plan.model};
    for (const ImportLink& link : plan.links)
        models.push_back(associationsOf(registry, plan.model, link.path).back()->target);
    return std::ranges::any_of(models, [&](int model) {
        return std::ranges::any_of(registry.at(model).associations, [&](const Association& association) {
            return association.kind == orm::AssociationKind::BelongsTo &&
                   std::ranges::find(models, association.target) != models.end();
        });
    });
}

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
        , reader_(registry, plan)
        , writer_(connection, registry, plan, lookup_)
        , batch_(registry, plan, plan.mode == ImportMode::Insert ? QStringList() : key_)
        , mayWait_(mayReferToOthers(registry, plan))
    {}

    Result<void> run(const RecordSource& next);
    /// What is left to do where the rows stay.
    Result<void> finish();
    ImportReport report();
    bool isRefused() const { return !problems_.empty() && !options_.onlyGood; }

private:
    /// A row that refers to one which a later line may make.
    struct Waiting {
        ImportRow row;
        Error why; ///< else
    };

    bool isFull() const { return problems_.size() >= options_.mostProblems; }
    void problem(const ImportRow& row, int column, Error why);
    void problem(const ImportRow& row, const ImportRow::Link* link, Error why);
    void missing(const ImportRow& row);
    Result<void> take(const orm::CsvRecord& record);
    Result<void> flush();
    Result<void> write(std::span<const ImportRow> rows);
    Result<void> writeWaiting();
    Result<std::vector<ImportWork>> workOf(std::span<const ImportRow> rows,
        const std::vector<ImportNode>& nodes, std::vector<bool>& bad, ImportTally& tally);
    int columnOf(const Error& error) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
    const ImportOptions& options_;
    const ImportLookup lookup_;
    const QStringList key_; ///< that rows of lines are known by
    const ImportReader reader_;
    ImportWriter writer_;
    ImportBatch batch_;
    ImportTally tally_;
    ImportTally recent_; ///< of this batch
    const bool mayWait_;
    std::vector<Waiting> waiting_;
    qint64 lines_ = 0, good_ = 0;
    bool isBad_ = false; ///< the record that the last line is a part of
    bool stopped_ = false;
    std::vector<ImportProblem> problems_;
};

void Import::problem(const ImportRow& row, int column, Error why)
{
    const bool inLine = column >= 0 && column < row.cells.size();
    problems_.push_back({row.line, column, inLine ? row.cells[column] : QString(), std::move(why)});
}

void Import::problem(const ImportRow& row, const ImportRow::Link* link, Error why)
{
    if (link)
        problems_.push_back({link->line, link->column, link->cell, std::move(why)});
    else
        problem(row, -1, std::move(why));
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

/// A line is to change a row that is not there.
void Import::missing(const ImportRow& row)
{
    QStringList values;
    int first = -1;
    for (const ImportColumn& column : plan_.columns) {
        if (!column.path.isEmpty() || !key_.contains(column.attribute))
            continue;
        first = first < 0 ? column.column : first;
        values.append(row.cells.value(column.column));
    }
    const QString& table = registry_.at(plan_.model).table;
    problem(row, first,
        inputError(table, message("import.missing", "no row of %1 has %2 \"%3\"",
                              {table, key_.join(u'+'), values.join(QStringLiteral(", "))})));
}

/// The rows that are good as far as looking tells.
Result<std::vector<ImportWork>> Import::workOf(std::span<const ImportRow> rows,
    const std::vector<ImportNode>& nodes, std::vector<bool>& bad, ImportTally& tally)
{
    std::vector<std::optional<RowValues>> there(rows.size());
    if (plan_.mode != ImportMode::Insert) {
        auto found =
            lookup_.rowsOfLines(rows, nodes, [&](const ImportRow& row, const ImportRow::Link* link, Error why) {
                bad[size_t(&row - rows.data())] = true;
                problem(row, link, std::move(why));
            });
        if (!found)
            return failure(found);
        there = std::move(*found);
    }
    std::vector<ImportWork> work;
    std::vector<std::optional<size_t>> place(rows.size());
    for (size_t r = 0; r < rows.size(); ++r) {
        if (bad[r])
            continue;
        if (there[r] && plan_.mode == ImportMode::Skip) {
            tally.skipped += rows[r].lines;
            continue;
        }
        if (!there[r] && plan_.mode == ImportMode::Update) {
            bad[r] = true;
            missing(rows[r]);
            continue;
        }
        place[r] = work.size();
        work.push_back({&rows[r], {}, std::move(there[r])});
    }
    for (size_t number = 0; number < nodes.size(); ++number) {
        if (const auto& at = place[nodes[number].line]; at && nodes[number].depth == 1)
            work[*at].links.push_back(number);
    }
    return work;
}

/// Writes the rows that can be written, and tells of all others.
Result<void> Import::write(std::span<const ImportRow> rows)
{
    if (rows.empty() || isFull())
        return {};
    std::vector<bool> bad(rows.size(), false);
    auto nodes = lookup_.look(rows, [&](const ImportRow& row, const ImportRow::Link* link, Error why) {
        bad[size_t(&row - rows.data())] = true;
        problem(row, link, std::move(why));
    });
    if (!nodes)
        return failure(nodes);
    ImportTally tally;
    auto work = workOf(rows, *nodes, bad, tally);
    if (!work)
        return failure(work);
    const qint64 skipped = tally.skipped;
    const auto keep = [&] {
        for (const ImportWork& each : *work)
            good_ += each.line->lines;
        good_ += skipped;
        tally_.add(tally);
        recent_.made += tally.made;
        recent_.altered += tally.altered;
    };
    const auto written = work->empty() ? Result<void>() : connection_.transaction([&] {
        return writer_.write(rows, *work, *nodes, recent_, tally);
    });
    if (written) {
        keep();
        return {};
    }
    if (endsAll(written.error()))
        return failure(written);
    good_ += skipped;
    tally_.skipped += skipped;
    if (work->size() == 1) {
        const bool refers = written.error().what.code.startsWith(QLatin1String("constraint.foreign"));
        if (refers && mayWait_ && waiting_.size() < mostWaiting)
            waiting_.push_back({*work->front().line, written.error()});
        else
            problem(*work->front().line, columnOf(written.error()), written.error());
        return {};
    }
    // The lines that were bad already stay told, and those that are skipped counted: only the others are tried
    // again, by halves.
    std::vector<ImportRow> left;
    for (const ImportWork& each : *work)
        left.push_back(*each.line);
    const size_t half = left.size() / 2;
    if (auto first = write(std::span(left).first(half)); !first)
        return first;
    return write(std::span(left).subspan(half));
}

Result<void> Import::flush()
{
    auto written = write(batch_.rows());
    batch_.clear();
    recent_ = {};
    if (written && options_.progress)
        options_.progress(lines_);
    return written;
}

Result<void> Import::take(const orm::CsvRecord& record)
{
    lines_ += record.goesOn ? 0 : 1;
    if (record.goesOn && isBad_)
        return {};
    const size_t before = problems_.size();
    ImportRow row = reader_.read(record, problems_);
    isBad_ = problems_.size() > before;
    if (isBad_) {
        if (record.goesOn)
            batch_.dropLast(); // what was read of it already
        return {};
    }
    auto next = batch_.add(std::move(row));
    if (!next)
        return {};
    auto flushed = flush();
    batch_.add(std::move(*next));
    return flushed;
}

/// Rows that refer to others of the file find them now, or when these have found theirs.
Result<void> Import::writeWaiting()
{
    for (size_t before = 0; waiting_.size() != before && !isFull();) {
        std::vector<ImportRow> rows;
        for (Waiting& each : std::exchange(waiting_, {}))
            rows.push_back(std::move(each.row));
        before = rows.size();
        for (size_t first = 0; first < rows.size(); first += lotSize) {
            const size_t count = std::min(lotSize, rows.size() - first);
            if (auto written = write(std::span(rows).subspan(first, count)); !written)
                return written;
        }
        recent_ = {};
    }
    for (const Waiting& each : waiting_)
        problem(each.row, columnOf(each.why), each.why);
    return {};
}

Result<void> Import::run(const RecordSource& next)
{
    while (!isFull()) {
        auto record = next();
        if (!record)
            return failure(record);
        if (!*record) {
            if (auto flushed = flush(); !flushed)
                return flushed;
            if (auto written = writeWaiting(); !written)
                return written;
            break;
        }
        if (auto taken = take(**record); !taken)
            return taken;
        stopped_ = isFull();
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
