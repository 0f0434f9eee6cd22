// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/sql/writer.h"

#include <QDateTime>

#include <optional>
#include <vector>

/// The script format (docs/script-format.md): models, associations, and calls of the ORM in Sequelize's words.
namespace conjoin::sql::script {

/// One step: a call, or several in a transaction, or one more definition.
struct Step {
    enum class Kind { Call, Transaction, Associate, Define };

    Kind kind = Kind::Call;
    QString label;    ///< as given, else what it does
    QString receiver; ///< `Student`, `@ann`, `sequelize`
    QString method;   ///< `findAll`
    orm::Json::Array arguments;
    QString save;            ///< the name by which later steps know the result; empty = none
    std::optional<int> pick; ///< of a list: the element that is saved
    bool rethrow = false;    ///< in a transaction: its error ends and undoes it
    std::vector<Step> steps; ///< Transaction
    bool rollBack = false;   ///< Transaction: undone at its end, as if it had failed
    orm::Json options;       ///< Transaction: `isolationLevel` …
    orm::Json definition;    ///< Associate: an association; Define: a model
};

struct Document {
    orm::Json sequelizeOptions; ///< null, or an object
    orm::Json::Array models;
    orm::Json::Array associations;
    std::vector<Step> steps;
    std::optional<QDateTime> now; ///< the clock stands still there
    Existing existing = Existing::Link;

    /// The definitions as orm::readDefinitions() takes them.
    orm::Json definitions() const;
};

/// Reads a script, or what a recorded golden was made from. Errors name the place: a key that is not known, a
/// value of the wrong kind. What the calls mean is not looked at yet.
Result<Document> readDocument(const orm::Json& json, const QString& source);

} // namespace conjoin::sql::script
