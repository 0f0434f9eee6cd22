// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/keptpassword.h"

#include "app/preferences.h"

#include <QEventLoop>

namespace conjoin::app {

namespace {

bool isTold(const sql::ConnectionSettings& settings)
{
    return settings.isFile() || !settings.password.isEmpty() || !sql::storedPassword(settings).isEmpty();
}

} // namespace

QString keptPassword(const sql::ConnectionSettings& settings, const ui::SavedConnections& connections,
    ui::PasswordStore& passwords)
{
    if (isTold(settings))
        return {};
    const ui::SavedConnection* known = connections.reaching(settings);
    if (!known || known->password != ui::SavedConnection::Password::Keychain || !passwords.isAvailable())
        return {};
    QString password;
    QEventLoop waiting;
    passwords.read(known->id, &waiting, [&](const Result<QString>& kept) {
        password =
            kept.value_or(QString()); // a keychain that refuses is one without it: the server says the rest
        waiting.quit();
    });
    waiting.exec();
    return password;
}

QString keptPassword(const sql::ConnectionSettings& settings)
{
    if (isTold(settings)) // before files are read and the bus is asked
        return {};
    Preferences preferences;
    const ui::SavedConnections connections(preferences.settings());
    ui::Keychain keychain;
    return keptPassword(settings, connections, keychain);
}

} // namespace conjoin::app
