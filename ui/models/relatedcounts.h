// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/job.h"
#include "ui/models/rowfetch.h"
#include "ui/models/rowobject.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <atomic>
#include <list>
#include <memory>

namespace conjoin::ui {

/// How many rows the associations of rows have: counted up to a cap, on the connection for looking up, and
/// given up where that takes too long, for a badge is worth a moment and not more.
class RelatedCounts : public QObject {
    Q_OBJECT

public:
    static constexpr int cap = 101;          ///< a badge counts up to 100
    static constexpr int pageBudget = 300;   ///< ms for the rows of a page
    static constexpr int rowBudget = 2'000;  ///< ms for a row that a person has opened
    static constexpr int mostTogether = 500; ///< rows that one statement counts for

    explicit RelatedCounts(QObject* parent = nullptr);
    ~RelatedCounts() override;

    void setSource(RowSource source);
    /// Counts for the rows of a page; `objects` are parallel to `rows`. Pages of one table that are asked for
    /// in one turn of the event loop share a statement.
    void askForPage(int model, const std::vector<sql::Row>& rows, std::vector<RowPtr> objects);
    /// Counts for one stored row, unless that is under way; several of one turn together, as pages.
    void askForRow(const RowPtr& row);
    /// Stops what is under way.
    void stop();

signals:
    /// RowObject::badges of these rows were set: to -1 each where it took too long.
    void counted(const std::vector<conjoin::ui::RowPtr>& rows);
    /// The database refused; a count that took too long is none.
    void failed(const conjoin::Error& error);

private:
    using Counts = Result<std::vector<std::vector<int>>>;
    struct Running {
        std::optional<sql::Job<Counts>> job;
        std::shared_ptr<std::atomic<qint64>> begun; ///< ms of the clock; 0 = it waits
        int budget = 0;
        std::vector<RowPtr> rows;
    };

    /// What was asked for in this turn of the event loop, of one table.
    struct Waiting {
        int model = -1;
        bool read = false; ///< `rows` are what `objects` were read as; else they are looked up by their keys
        std::vector<sql::Row> rows;
        std::vector<RowPtr> objects;
    };

    void await(int model, const sql::Row* row, const RowPtr& object);
    void startAll();
    void startFor(Waiting waiting);
    void start(int budget, std::vector<RowPtr> rows,
        std::function<Counts(sql::Connection&, const orm::ModelRegistry&)> count);
    void look();
    void take(Running& running, const Counts& counts);

    RowSource source_;
    std::vector<Waiting> waiting_;
    std::list<Running> running_;
    QSet<const RowObject*> asked_;
    QElapsedTimer clock_;
    QTimer watch_;
};

} // namespace conjoin::ui
