// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/changewriter.h"
#include "ui/session/background.h"

namespace conjoin::ui {

namespace {

constexpr int rehearsalDelay = 250; // ms after the last edit
constexpr int lockedDelay = 5000;   // ms until somebody's lock is looked at again

} // namespace

ChangeWriter::ChangeWriter(ChangeSet& changes, QObject* parent)
    : QObject(parent)
    , changes_(changes)
{
    debounce_.setSingleShot(true);
    debounce_.setInterval(rehearsalDelay);
    connect(&debounce_, &QTimer::timeout, this, &ChangeWriter::rehearseNow);
    connect(&changes_, &ChangeSet::changed, &debounce_, qOverload<>(&QTimer::start));
    connect(&changes_, &ChangeSet::changed, this, [this] { refused_ = false; });
    // Not while an edit is under way that consists of several.
    connect(&changes_, &ChangeSet::changed, this, &ChangeWriter::writeIfImmediate, Qt::QueuedConnection);
}

void ChangeWriter::setSource(RowSource source)
{
    source_ = std::move(source);
    ++rehearsals_;
    writing_ = checking_ = false; // whatever ran, ran on a connection that is gone
    rehearsed_ = {};
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
    auto compiled = std::make_shared<ChangeSet::Compiled>(changes_.compile());
    whenDone(source_.database->run([registry, changes = compiled->changes](
                                       sql::Connection& connection) -> Result<RowChangeReport> {
        return writeChanges(connection, *registry, changes, true);
    }),
        this, [this, number, compiled](Result<RowChangeReport> report) {
            if (number != rehearsals_ || !report)
                return;
            rehearsed_ = std::move(*compiled);
            emit rehearsed(*report);
            if (!report->waitsFor)
                return;
            QTimer::singleShot(lockedDelay, this, [this, number] {
                if (number == rehearsals_ && !writing_)
                    rehearseNow();
            });
        });
}

RowPtr ChangeWriter::rehearsedRow(int change) const
{
    return change >= 0 && size_t(change) < rehearsed_.rows.size() ? rehearsed_.rows[size_t(change)] : nullptr;
}

void ChangeWriter::setImmediate(bool immediate)
{
    immediate_ = immediate;
    writeIfImmediate();
}

void ChangeWriter::writeIfImmediate()
{
    // What was refused is not sent again and again.
    if (immediate_ && !refused_ && source_.isWritable() && !changes_.isEmpty() && !(pause_ && pause_()))
        write();
}

void ChangeWriter::check()
{
    if (isBusy() || !source_.isOpen() || changes_.isEmpty())
        return;
    checking_ = true;
    emit writingChanged();
    const auto registry = source_.registry;
    auto compiled = std::make_shared<ChangeSet::Compiled>(changes_.compile());
    whenDone(source_.database->run([registry, changes = compiled->changes](
                                       sql::Connection& connection) -> Result<RowCheckReport> {
        return checkChanges(connection, *registry, changes);
    }),
        this, [this, compiled, database = source_.database.get()](Result<RowCheckReport> done) {
            if (database != source_.database.get())
                return;
            checking_ = false;
            emit writingChanged();
            RowCheckReport report;
            if (done)
                report = std::move(*done);
            else
                report.error = done.error();
            emit checked(report, *compiled);
        });
}

void ChangeWriter::write(const RowPtr& leftOut)
{
    auto compiled = std::make_shared<ChangeSet::Compiled>(changes_.compile(leftOut));
    if (isBusy() || !source_.isOpen() || compiled->changes.empty())
        return;
    writing_ = true;
    emit writingChanged();
    debounce_.stop();
    ++rehearsals_; // one that is under way says nothing new
    const auto registry = source_.registry;
    auto record = std::make_shared<CommitRecord>();
    whenDone(source_.database->run([registry, record, changes = compiled->changes](
                                       sql::Connection& connection) -> Result<RowChangeReport> {
        CommitRecorder recorder(connection, *registry);
        RowChangeReport report = writeChanges(connection, *registry, changes, false, &recorder);
        *record = recorder.take();
        return report;
    }),
        this,
        [this, compiled, record, registry, database = source_.database.get()](Result<RowChangeReport> done) {
            if (database != source_.database.get())
                return;
            writing_ = false;
            emit writingChanged();
            RowChangeReport report;
            if (done)
                report = std::move(*done);
            else
                report.error = done.error();
            if (report.error) {
                refused_ = true;
                emit refused(report, *compiled);
                return;
            }
            record->at = QDateTime::currentDateTime();
            record->registry = registry;
            record->summary = changes_.summary();
            emit recorded(*record);
            emit written(report, *compiled);
        });
}

} // namespace conjoin::ui
