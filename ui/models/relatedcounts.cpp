// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/relatedcounts.h"

#include "ui/session/background.h"

namespace conjoin::ui {

RelatedCounts::RelatedCounts(QObject* parent)
    : QObject(parent)
{
    clock_.start();
    watch_.setInterval(50);
    connect(&watch_, &QTimer::timeout, this, &RelatedCounts::look);
}

RelatedCounts::~RelatedCounts()
{
    stop();
}

void RelatedCounts::setSource(RowSource source)
{
    stop();
    source_ = std::move(source);
}

void RelatedCounts::stop()
{
    for (const Running& running : running_)
        running.job->cancel();
    running_.clear();
    asked_.clear();
    watch_.stop();
}

void RelatedCounts::askForPage(int model, const std::vector<sql::Row>& rows, std::vector<RowPtr> objects)
{
    // What is shown somewhere else has been counted, or is being counted.
    std::vector<sql::Row> unknown;
    std::vector<RowPtr> theirs;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (!objects[i]->badges.empty() || asked_.contains(objects[i].get()))
            continue;
        unknown.push_back(rows[i]);
        theirs.push_back(std::move(objects[i]));
    }
    if (unknown.empty() || source_.registry->at(model).associations.empty())
        return;
    start(pageBudget, std::move(theirs),
        [model, unknown = std::move(unknown)](sql::Connection& connection, const orm::ModelRegistry& registry) {
            return sql::countRelated(connection, registry, model, unknown, cap);
        });
}

void RelatedCounts::askForRow(const RowPtr& row)
{
    if (row->key.isEmpty() || asked_.contains(row.get()) || !source_.isOpen())
        return;
    start(rowBudget, {row},
        [model = row->model, key = row->key](
            sql::Connection& connection, const orm::ModelRegistry& registry) -> Counts {
            Result<orm::Json> where = orm::keyCondition(registry.at(model), key);
            if (!where)
                return failure(where);
            orm::Query query;
            query.model = model;
            query.where = std::move(*where);
            const Result<sql::Rows> rows = sql::find(connection, registry, query, shownValues);
            if (!rows)
                return failure(rows);
            return sql::countRelated(connection, registry, model, rows->list(), cap);
        });
}

void RelatedCounts::start(int budget, std::vector<RowPtr> rows,
    std::function<Counts(sql::Connection&, const orm::ModelRegistry&)> count)
{
    for (const RowPtr& row : rows)
        asked_.insert(row.get());
    Running& running = running_.emplace_back();
    running.budget = budget;
    running.rows = std::move(rows);
    running.begun = std::make_shared<std::atomic<qint64>>(0);
    // The budget begins when the statement does: waiting for its turn costs the database nothing.
    running.job = sql::startJob(*source_.lookup,
        [registry = source_.registry, count = std::move(count), begun = running.begun, clock = clock_](
            sql::Connection& connection, sql::Progress&) -> Counts {
            begun->store(std::max<qint64>(clock.elapsed(), 1));
            return count(connection, *registry);
        });
    watch_.start();
    whenDone(running.job->future(), this, [this, begun = running.begun](const Counts& counts) {
        const auto found = std::find_if(
            running_.begin(), running_.end(), [&](const Running& other) { return other.begun == begun; });
        if (found == running_.end())
            return; // nobody asks any more
        Running done = std::move(*found);
        running_.erase(found);
        if (running_.empty())
            watch_.stop();
        take(done, counts);
    });
}

void RelatedCounts::look()
{
    for (const Running& running : running_) {
        const qint64 begun = running.begun->load();
        if (begun > 0 && clock_.elapsed() - begun > running.budget)
            running.job->cancel();
    }
}

void RelatedCounts::take(Running& running, const Counts& counts)
{
    for (size_t i = 0; i < running.rows.size(); ++i) {
        RowObject& row = *running.rows[i];
        asked_.remove(&row);
        if (counts && i < counts->size())
            row.badges = (*counts)[i];
        else
            row.badges.assign(source_.registry->at(row.model).associations.size(), -1);
    }
    emit counted(running.rows);
    if (!counts && counts.error().kind != ErrorKind::Cancelled)
        emit failed(counts.error());
}

} // namespace conjoin::ui
