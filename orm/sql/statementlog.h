// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"

#include <QString>

#include <vector>

namespace conjoin::sql {

/// One statement that ran.
struct LoggedStatement {
    QString sql;
    std::vector<orm::Value> parameters;
    qint64 microseconds = 0;
    qint64 rows = 0; ///< read or changed
    QString error;   ///< empty when it succeeded
};

/// The statement with its values in place of the `?`, for a person to read – never executed.
QString withValues(const LoggedStatement& statement);

/// Hears every statement of a connection, on the connection's thread.
class StatementLog {
public:
    virtual ~StatementLog() = default;
    virtual void ran(const LoggedStatement& statement) = 0;
};

/// Keeps what it hears.
class StatementRecorder : public StatementLog {
public:
    void ran(const LoggedStatement& statement) override { statements.push_back(statement); }
    std::vector<LoggedStatement> statements;
};

} // namespace conjoin::sql
