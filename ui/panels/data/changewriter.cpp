// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/changewriter.h"
#include "ui/session/background.h"

namespace conjoin::ui {

namespace {

constexpr int rehearsalDelay = 250; // ms after the last edit

} // namespace

ChangeWriter::ChangeWriter(ChangeSet& changes, QObject* parent)
    : QObject(parent)
    , changes_(changes)
{
    debounce_.setSingleShot(true);
    debounce_.setInterval(rehearsalDelay);
    connect(&debounce_, &QTimer::timeout, this, &ChangeWriter::rehearseNow);
    connect(&changes_, &ChangeSet::changed, &debounce_, qOverload<>(&QTimer::start));
}

void ChangeWriter::setSource(RowSource source)
{
    source_ = std::move(source);
    ++rehearsals_;
    writing_ = false; // whatever ran, ran on a connection that is gone
}

void ChangeWriter::rehearseNow()
{
    debounce_.stop();
    const quint64 number = ++rehearsals_;
    if (!source_.isOpen() || writing_ || changes_.isEmpty()) {
        emit rehearsed({});
        return;
    }
    const auto registry = source_.registry;
    whenDone(source_.database->run([registry, changes = changes_.compile().changes](
                                       sql::Connection& connection) -> Result<RowChangeReport> {
        return writeChanges(connection, *registry, changes, true);
    }),
        this, [this, number](Result<RowChangeReport> report) {
            if (number == rehearsals_ && report)
                emit rehearsed(*report);
        });
}

void ChangeWriter::write()
{
    if (writing_ || !source_.isOpen() || changes_.isEmpty())
        return;
    writing_ = true;
    emit writingChanged();
    debounce_.stop();
    ++rehearsals_; // one that is under way says nothing new
    const auto registry = source_.registry;
    auto compiled = std::make_shared<ChangeSet::Compiled>(changes_.compile());
    whenDone(source_.database->run([registry, changes = compiled->changes](
                                       sql::Connection& connection) -> Result<RowChangeReport> {
        return writeChanges(connection, *registry, changes, false);
    }),
        this, [this, compiled, database = source_.database.get()](Result<RowChangeReport> done) {
            if (database != source_.database.get())
                return;
            writing_ = false;
            emit writingChanged();
            RowChangeReport report;
            if (done)
                report = std::move(*done);
            else
                report.error = done.error();
            if (!report.error) {
                emit written(report, *compiled);
                return;
            }
            const int at = report.failedAt;
            emit refused(report, at >= 0 ? compiled->rows[size_t(at)] : nullptr);
        });
}

} // namespace conjoin::ui
