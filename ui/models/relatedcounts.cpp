// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/relatedcounts.h"

#include "ui/session/background.h"

#include <algorithm>
#include <utility>

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
    waiting_.clear();
    asked_.clear();
    watch_.stop();
}

void RelatedCounts::askForPage(int model, const std::vector<sql::Row>& rows, std::vector<RowPtr> objects)
{
    if (source_.registry->at(model).associations.empty())
        return;
    for (size_t i = 0; i < rows.size(); ++i) {
        // What is shown somewhere else has been counted, or is being counted.
        if (objects[i]->badges.empty() && !asked_.contains(objects[i].get()))
            await(model, &rows[i], objects[i]);
    }
}

void RelatedCounts::askForRow(const RowPtr& row)
{
    if (!row->key.isEmpty() && !asked_.contains(row.get()) && source_.isOpen())
        await(row->model, nullptr, row);
}

void RelatedCounts::await(int model, const sql::Row* row, const RowPtr& object)
{
    asked_.insert(object.get());
    if (waiting_.empty())
        QMetaObject::invokeMethod(this, &RelatedCounts::startAll, Qt::QueuedConnection);
    const bool read = row != nullptr;
    auto group = std::ranges::find_if(waiting_, [&](const Waiting& other) {
        return other.model == model && other.read == read && other.objects.size() < size_t(mostTogether);
    });
    if (group == waiting_.end())
        group = waiting_.insert(waiting_.end(), Waiting{model, read, {}, {}});
    group->objects.push_back(object);
    if (row)
        group->rows.push_back(*row);
}

void RelatedCounts::startAll()
{
    for (Waiting& waiting : std::exchange(waiting_, {}))
        startFor(std::move(waiting));
}

namespace {

/// The same counts for rows of which only the keys are known; empty where there is no such row any more.
Result<std::vector<std::vector<int>>> countByKeys(
    sql::Connection& connection, const orm::ModelRegistry& registry, int model, const QStringList& keys)
{
    orm::Json::Array any;
    for (const QString& key : keys) {
        Result<orm::Json> where = orm::keyCondition(registry.at(model), key);
        if (!where)
            return failure(where);
        any.push_back(std::move(*where));
    }
    orm::Query query;
    query.model = model;
    query.where = any.size() == 1
                      ? std::move(any.front())
                      : orm::Json(orm::Json::Object{{QStringLiteral("or"), orm::Json(std::move(any))}});
    const Result<sql::Rows> found = sql::find(connection, registry, query, shownValues);
    if (!found)
        return failure(found);
    const std::vector<sql::Row> rows = found->list();
    auto counts = sql::countRelated(connection, registry, model, rows, RelatedCounts::cap);
    if (!counts)
        return failure(counts);
    std::vector<std::vector<int>> ordered(size_t(keys.size()));
    for (size_t i = 0; i < rows.size(); ++i) {
        const qsizetype at = keys.indexOf(rowKey(registry.at(model), rows[i].values()).text);
        if (at >= 0)
            ordered[size_t(at)] = std::move((*counts)[i]);
    }
    return ordered;
}

} // namespace

void RelatedCounts::startFor(Waiting waiting)
{
    const int model = waiting.model;
    if (waiting.read) {
        start(pageBudget, std::move(waiting.objects),
            [model, rows = std::move(waiting.rows)](
                sql::Connection& connection, const orm::ModelRegistry& registry) {
                return sql::countRelated(connection, registry, model, rows, cap);
            });
        return;
    }
    QStringList keys;
    for (const RowPtr& row : waiting.objects)
        keys.append(row->key);
    start(rowBudget, std::move(waiting.objects),
        [model, keys](sql::Connection& connection, const orm::ModelRegistry& registry) {
            return countByKeys(connection, registry, model, keys);
        });
}

void RelatedCounts::start(int budget, std::vector<RowPtr> rows,
    std::function<Counts(sql::Connection&, const orm::ModelRegistry&)> count)
{
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
        if (counts && i < counts->size() && !(*counts)[i].empty())
            row.badges = (*counts)[i];
        else
            row.badges.assign(source_.registry->at(row.model).associations.size(), -1);
    }
    emit counted(running.rows);
    if (!counts && counts.error().kind != ErrorKind::Cancelled)
        emit failed(counts.error());
}

} // namespace conjoin::ui
