// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"

#include <QHash>
#include <QSet>

namespace conjoin::sql {

/// A log that keeps statements from the database which would draw numbers there – where several write at once,
/// no rollback gives those back – or which speak of rows that were therefore never made. They are told like all
/// others; what they would have given is stood in for by names. Everything else runs. For showing what will
/// run.
class Sketch : public StatementLog {
public:
    /// What is kept from the database.
    enum class Keeps {
        Nothing, ///< it is a log like any other
        Numbers, ///< what would draw numbers, and what speaks of rows that were not made
        Writes,  ///< whatever writes, and nothing is locked: for a database that somebody else has locked
    };

    explicit Sketch(Keeps keeps)
        : keeps_(keeps)
    {}

    /// The one that listens to the connection, or null.
    static Sketch* of(const Connection& connection);
    /// Whether an INSERT of the engine that leaves a number to it draws one for good.
    static bool drawsForGood(const orm::Capabilities& engine);

    /// What a new row of the model is called, in statements that speak of it.
    QString nameOfNewRow(const QString& model);
    /// A value that is not known before the row is made, as it is to be read in statements.
    Value standIn(const QString& name);
    /// Whether one of the values stands in for another.
    bool isAbout(const std::vector<Value>& values) const;
    bool keepsWrites() const { return keeps_ == Keeps::Writes; }
    /// Whether the statement is to be kept: for what it speaks of, or because it writes.
    bool isKept(const QString& statement, const std::vector<Value>& parameters) const;
    /// Tells the statement in place of running it.
    void keep(const QString& statement, const std::vector<Value>& parameters);

protected:
    /// Hears a statement that did not run, its stand-ins written into it.
    virtual void kept(const LoggedStatement& statement) = 0;

private:
    const Keeps keeps_;
    QSet<QString> standIns_;
    QHash<QString, int> newRows_; ///< model -> how many
};

} // namespace conjoin::sql
