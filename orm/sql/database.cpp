// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/database.h"

#include "orm/sql/sqlworker.h"

namespace conjoin::sql {

Database::Database(ConnectionSettings settings, StatementLog* log)
    : worker_(std::make_unique<SqlWorker>(std::move(settings), log))
{}

Database::~Database() = default;

const ConnectionSettings& Database::settings() const
{
    return worker_->settings();
}

void Database::cancel()
{
    worker_->cancel();
}

void Database::post(std::function<void(Result<Connection*>)> task)
{
    worker_->post(std::move(task));
}

} // namespace conjoin::sql
