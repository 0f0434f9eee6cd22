// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/rowwriter.h"
#include "orm/sql/writer.h"

namespace conjoin::sql {

/// What a key without a row is.
enum class Missing { Error, LeftOut };

/// The links of one row by one many-to-many association: what association methods write (ORM rules, part 6).
/// Links of another scope that share the junction are left alone; where the junction's rows are only marked as
/// deleted, so are links, and one that comes back is the old row again.
class LinkWriter {
public:
    /// `latest` = see what others have committed meanwhile, also where the transaction reads an older state.
    LinkWriter(Connection& connection, const orm::ModelRegistry& registry, int model, bool latest = false);

    /// Before prepare(): keeps others away from the links of the row until the transaction ends, so that two
    /// who set them at once do so one after the other. A junction that has no key to keep pairs apart by is
    /// always treated so.
    void keepOthersAway() { locks_ = true; }

    /// Finds both ends: the row of that key, and the rows to be linked, each once however often it is given.
    /// `through` is for all links, what a target says itself goes before it.
    Result<void> prepare(const orm::Json& key, const QString& association,
        const std::vector<LinkTarget>& targets, const orm::Json& through, Missing missing = Missing::Error);

    /// An ordered link that is new comes behind those that the row has.
    Result<void> add(LinkReport& report);
    /// Puts the links of the row in the order of the targets, where the link has one.
    void keepOrder();
    /// How many rows add() had to insert, so that somebody else's may have come in between.
    size_t racing() const { return racing_; }
    /// Of a link with a validity, the one that holds now goes; those that ended stay.
    Result<void> remove(LinkReport& report);
    /// Removes the links to rows that are not among the targets.
    Result<void> removeOthers(LinkReport& report);

private:
    /// One row at the other end.
    struct Far {
        KeyTuple key;             ///< what the junction's keys to it hold
        ColumnValues values;      ///< of the junction, to write
        ColumnValues furtherKeys; ///< of the junction, beyond the two ends
        bool turned = false;      ///< a symmetric link, whose row has this key first
    };

    Result<void> readTargets(const std::vector<LinkTarget>& targets, const orm::Json& through, Missing missing);
    Result<void> readThrough(const orm::Json& through, Far& far) const;
    Result<void> turnSymmetric();
    bool keepsPairsApart() const;
    /// For links that hold.
    Lookup lookupOf(const QStringList& columns, std::vector<KeyTuple> keys) const;
    /// Links that ended stay as they are: they tell when the rows were linked.
    QStringList holdingColumns(const QStringList& columns) const;
    KeyTuple holdingKey(KeyTuple key) const;
    Result<qint64> removeLinks(const QStringList& columns, const std::vector<KeyTuple>& keys);

    QStringList scopeColumns() const;
    QStringList pairColumns() const; ///< of both ends and the scope
    KeyTuple nearKey() const;        ///< of this end and the scope
    KeyTuple pairOf(const Far& far) const;
    std::vector<KeyTuple> pairs() const;
    /// Whether the junction's row is marked as deleted.
    bool isGone(const RowValues& row) const;
    /// The links of the row to targets that the association sees.
    Result<std::vector<RowValues>> present();

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    int model_;
    const orm::Association* association_ = nullptr;
    const bool latest_;
    bool locks_ = false;
    size_t racing_ = 0;
    KeyTuple near_;
    std::vector<Far> far_;
};

/// The rows of those keys, each once. Keys are as keyCondition() reads them; `numbers`, where it is given,
/// tells for each key which of the rows it is (nothing may be missing then).
Result<std::vector<RowValues>> rowsOf(Connection& connection, const orm::ModelRegistry& registry, int model,
    const orm::Json::Array& keys, Missing missing = Missing::Error, std::vector<size_t>* numbers = nullptr,
    RowLock lock = RowLock::None);

} // namespace conjoin::sql
