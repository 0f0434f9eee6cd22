// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/opendatabase.h"

#include "ui/session/passwordstore.h"

#include <QFileInfo>
#include <QThreadPool>

namespace conjoin::ui {

std::shared_ptr<sql::Database> openDatabase(const sql::ConnectionSettings& settings,
    std::weak_ptr<LogFeed> feed, std::shared_ptr<std::atomic<qint64>> rows)
{
    sql::ConnectionSettings how = settings;
    const QFileInfo file(settings.file);
    if (file.exists() && !file.isWritable())
        how.readOnly = true; // SQLite would open it all the same, and refuse the first change
    struct Logged {          // the log outlives the connection that writes to it
        Logged(const sql::ConnectionSettings& with, std::weak_ptr<LogFeed> to,
            std::shared_ptr<std::atomic<qint64>> counter)
            : log(std::move(to), std::move(counter))
            , database(with, &log)
        {}
        FeedingLog log;
        sql::Database database;
    };
    auto logged = std::make_shared<Logged>(how, std::move(feed), std::move(rows));
    return {logged, &logged->database};
}

void closeLater(std::shared_ptr<sql::Database> database)
{
    if (!database)
        return;
    database->cancel();
    QThreadPool::globalInstance()->start([ended = std::move(database)] {});
}

void withPassword(const SavedConnection& connection, PasswordStore& passwords, QObject* receiver,
    const std::function<void(SavedConnection)>& proceed)
{
    const bool kept = !connection.id.isEmpty() && !connection.settings.isFile() &&
                      connection.settings.password.isEmpty() &&
                      connection.password == SavedConnection::Password::Keychain && passwords.isAvailable();
    if (!kept) {
        proceed(connection);
        return;
    }
    passwords.read(connection.id, receiver, [connection, proceed](const Result<QString>& password) {
        SavedConnection reached = connection;
        reached.settings.password = password.value_or(QString());
        proceed(reached);
    });
}

} // namespace conjoin::ui
