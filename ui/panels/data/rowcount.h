// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/job.h"
#include "ui/models/rowfetch.h"

#include <QObject>

#include <optional>

namespace conjoin::ui {

/// How many rows the shown table has: as many as are shown where that is all, else counted up to a cap, and
/// exactly only when a person asks, for that takes a server seconds.
class RowCount : public QObject {
    Q_OBJECT

public:
    static constexpr int cap = 10'000;

    explicit RowCount(QObject* parent = nullptr)
        : QObject(parent)
    {}
    ~RowCount() override { stop(); }

    void setSource(RowSource source);
    void showLoading();
    void showCancelled();
    /// `shown` rows of the query are in the tree; `all` = there are no others.
    void show(const orm::Query& query, int shown, bool all);
    void countExactly();
    /// Ends a count that runs; without effect otherwise.
    void stop();
    bool isCounting() const { return job_.has_value(); }
    /// How many there are, where that is known.
    std::optional<qint64> exactRows() const
    {
        return known_ == Known::Exactly ? std::optional(rows_) : std::nullopt;
    }

signals:
    /// «200 of >10,000 rows», and whether an exact count may be asked for.
    void changed(const QString& text, bool exactOffered);

private:
    enum class Known { Nothing, Exactly, AtLeast };

    void start(std::optional<int> limit);
    void tell();

    RowSource source_;
    /// A connection of its own for the exact count, which takes a server seconds: nothing waits behind it. From
    /// the first one on; null = there was none yet.
    std::shared_ptr<sql::Database> counting_;
    orm::Query query_;
    int shown_ = 0;
    qint64 rows_ = 0;
    Known known_ = Known::Nothing;
    bool exact_ = false; ///< the count that runs is the exact one
    std::optional<sql::Job<Result<qint64>>> job_;
    quint64 asked_ = 0;
};

} // namespace conjoin::ui
