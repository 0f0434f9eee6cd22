// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowcount.h"

#include "ui/session/background.h"

#include <QLocale>

namespace conjoin::ui {

void RowCount::setSource(RowSource source)
{
    stop();
    if (source.lookup != source_.lookup)
        counting_.reset();
    source_ = std::move(source);
}

void RowCount::stop()
{
    ++asked_;
    if (std::optional<sql::Job<Result<qint64>>> job = std::exchange(job_, std::nullopt))
        job->cancel();
}

void RowCount::showLoading()
{
    stop();
    known_ = Known::Nothing;
    emit changed(tr("Loading…"), false);
}

void RowCount::showCancelled()
{
    stop();
    emit changed(tr("Cancelled"), false);
}

void RowCount::show(const orm::Query& query, int shown, bool all)
{
    const bool same = known_ != Known::Nothing && !all; // another page of the same rows
    query_ = query;
    query_.includes.clear();
    query_.order.clear();
    shown_ = shown;
    if (all) {
        stop();
        rows_ = shown;
        known_ = Known::Exactly;
    } else if (!same && !isCounting()) {
        start(cap + 1);
    }
    tell();
}

void RowCount::countExactly()
{
    stop();
    start(std::nullopt);
    tell();
}

void RowCount::start(std::optional<int> limit)
{
    orm::Query query = query_;
    query.limit = limit;
    exact_ = !limit;
    // A database in memory has but one connection.
    if (exact_ && !counting_)
        counting_ = source_.lookup == source_.database
                        ? source_.lookup
                        : std::make_shared<sql::Database>(source_.lookup->settings());
    job_ = sql::startJob(
        exact_ ? *counting_ : *source_.lookup, [registry = source_.registry, query](sql::Connection& connection, sql::Progress&) {
            return sql::count(connection, *registry, query);
        });
    whenDone(job_->future(), this, [this, capped = bool(limit), number = ++asked_](Result<qint64> rows) {
        if (number != asked_)
            return;
        job_.reset();
        if (rows) {
            rows_ = *rows;
            known_ = capped && rows_ > cap ? Known::AtLeast : Known::Exactly;
        }
        tell();
    });
}

void RowCount::tell()
{
    const QLocale locale;
    const QString shown = locale.toString(shown_);
    if (isCounting() && exact_) {
        emit changed(tr("%1 rows, counting…").arg(shown), false);
        return;
    }
    switch (known_) {
    case Known::Nothing:
        emit changed(tr("%1 rows and more").arg(shown), !isCounting());
        break;
    case Known::AtLeast:
        emit changed(tr("%1 of >%2 rows").arg(shown, locale.toString(cap)), true);
        break;
    case Known::Exactly:
        if (rows_ != shown_)
            emit changed(tr("%1 of %2 rows").arg(shown, locale.toString(rows_)), false);
        else
            emit changed(shown_ == 1 ? tr("1 row") : tr("%1 rows").arg(shown), false);
        break;
    }
}

} // namespace conjoin::ui
