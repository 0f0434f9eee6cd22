// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/ormscript/document.h"

#include <memory>

namespace conjoin::sql::script {

struct RunOptions {
    bool trace = false; ///< each step tells its statements
};

/// Runs the steps of a script on a database, one after the other. While it lives it hears the connection's
/// statements (and passes them on) and sets its clock.
class Runner {
public:
    /// The document's own steps are not looked at; the connection outlives the runner.
    Runner(Connection& connection, const Document& document, const QString& source,
        const RunOptions& options = {});
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Makes models of the definitions; the Error of one that does not hold. Before the first step.
    Result<void> define();
    /// `{"label", "result" | "error", "sql"?}`; a transaction has the `steps` that ran in it. An Error:
    /// somebody stopped it.
    Result<orm::Json> run(const Step& step);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Runs a whole script and returns `{"steps": […]}`. Steps go on after an error. An Error: the definitions
/// don't hold, or somebody stopped it.
Result<orm::Json> run(
    Connection& connection, const Document& document, const QString& source, const RunOptions& options = {});

} // namespace conjoin::sql::script
