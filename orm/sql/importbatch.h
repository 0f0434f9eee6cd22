// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/importplan.h"

#include <QHash>

#include <optional>
#include <span>
#include <vector>

namespace conjoin::sql {

/// The rows of some lines, which share statements. Several lines are one row with all their links where one
/// goes on with it, or where they give the same key and say the same of the row.
class ImportBatch {
public:
    /// `key`: attributes that rows of lines are known by; empty = each line is a row of its own.
    ImportBatch(const orm::ModelRegistry& registry, const ImportPlan& plan, QStringList key);

    /// Takes a line, or hands it back where it begins a row and the batch is full.
    std::optional<ImportRow> add(ImportRow line);
    /// Leaves out the row of the line before, for something is wrong with what goes on with it.
    void dropLast();
    std::span<const ImportRow> rows() const { return rows_; }
    void clear();

private:
    static constexpr size_t mostRows = 500;

    using Links = std::vector<ImportRow::Link>;

    /// The key of a row, as it is given; empty where a part is missing.
    QByteArray keyOf(const ImportRow& row) const;
    /// Whether both say the same but for links to many.
    bool areAlike(const ImportRow& row, const ImportRow& other) const;
    bool areAlike(const Links& links, const Links& others) const;
    bool isOneLink(const ImportRow::Link& link, const ImportRow::Link& other) const;
    void merge(size_t into, ImportRow line);
    void mergeBelow(Links& into, Links links) const;

    /// What a link of the plan is.
    struct Kind {
        bool toMany = false;
        QStringList keys; ///< to one: attributes of the row that it fills in
    };

    const QStringList key_;
    std::vector<Kind> kinds_; ///< parallel to ImportPlan::links
    std::vector<ImportRow> rows_;
    QHash<QByteArray, size_t> latest_; ///< rows by their keys
    std::optional<size_t> last_;       ///< the row of the line before
    /// By row: where links are that several lines may give, by what they give. Made when a second line comes.
    std::vector<QHash<QByteArray, std::vector<size_t>>> places_;
};

} // namespace conjoin::sql
