// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/savedconnections.h"

#include <QUuid>

#include <algorithm>
#include <tuple>

namespace conjoin::ui {

namespace {

const QString groupName = QStringLiteral("connections");

/// By group, then by name, letter case ignored; what has no group stands first.
bool before(const SavedConnection& a, const SavedConnection& b)
{
    return std::tuple(a.group.toCaseFolded(), a.title().toCaseFolded(), a.id) <
           std::tuple(b.group.toCaseFolded(), b.title().toCaseFolded(), b.id);
}

} // namespace

SavedConnections::SavedConnections(QSettings& settings, QObject* parent)
    : QObject(parent)
    , settings_(settings)
{
    read();
}

void SavedConnections::read()
{
    all_.clear();
    settings_.beginGroup(groupName);
    for (const QString& id : settings_.childGroups()) {
        settings_.beginGroup(id);
        const auto reached = sql::parseUrl(settings_.value(QStringLiteral("url")).toString());
        SavedConnection connection;
        connection.id = id;
        connection.name = settings_.value(QStringLiteral("name")).toString();
        connection.group = settings_.value(QStringLiteral("group")).toString();
        connection.hue = settings_.value(QStringLiteral("hue"), -1).toInt();
        connection.production = settings_.value(QStringLiteral("production")).toBool();
        connection.typedBeyond =
            settings_.value(QStringLiteral("typedBeyond"), connection.typedBeyond).toInt();
        connection.password = settings_.value(QStringLiteral("askPassword")).toBool()
                                  ? SavedConnection::Password::Ask
                                  : SavedConnection::Password::Keychain;
        if (reached) { // what another version wrote stays in the file, unread
            connection.settings = *reached;
            connection.settings.readOnly = settings_.value(QStringLiteral("readOnly")).toBool();
            connection.settings.statementSeconds =
                settings_.value(QStringLiteral("statementSeconds")).toInt();
            connection.settings.password.clear();
            all_.push_back(std::move(connection));
        }
        settings_.endGroup();
    }
    settings_.endGroup();
    std::ranges::sort(all_, before);
}

const SavedConnection* SavedConnections::find(const QString& id) const
{
    const auto it = std::ranges::find(all_, id, &SavedConnection::id);
    return it == all_.end() ? nullptr : &*it;
}

const SavedConnection* SavedConnections::reaching(const sql::ConnectionSettings& settings) const
{
    const auto it = std::ranges::find_if(all_,
        [url = settings.url()](const SavedConnection& connection) { return connection.settings.url() == url; });
    return it == all_.end() ? nullptr : &*it;
}

QString SavedConnections::save(SavedConnection connection)
{
    if (connection.id.isEmpty())
        connection.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    settings_.beginGroup(groupName + u'/' + connection.id);
    settings_.setValue(QStringLiteral("name"), connection.name);
    settings_.setValue(QStringLiteral("group"), connection.group);
    settings_.setValue(QStringLiteral("hue"), connection.hue);
    settings_.setValue(QStringLiteral("production"), connection.production);
    settings_.setValue(QStringLiteral("typedBeyond"), connection.typedBeyond);
    settings_.setValue(QStringLiteral("statementSeconds"), connection.settings.statementSeconds);
    settings_.setValue(QStringLiteral("askPassword"), connection.password == SavedConnection::Password::Ask);
    settings_.setValue(QStringLiteral("readOnly"), connection.settings.readOnly);
    settings_.setValue(QStringLiteral("url"), connection.settings.url()); // holds no password
    settings_.endGroup();
    read();
    emit changed();
    return connection.id;
}

void SavedConnections::remove(const QString& id)
{
    settings_.remove(groupName + u'/' + id);
    read();
    emit changed();
}

} // namespace conjoin::ui
