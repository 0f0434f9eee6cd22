// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connectionsettings.h"

#include <QObject>
#include <QSettings>

#include <vector>

namespace conjoin::ui {

/// A database that a person uses again: how to reach it, and how it is called and marked. Never its password.
struct SavedConnection {
    enum class Password { Keychain, Ask };

    QString id; ///< stable; the password's name in the keychain
    QString name;
    QString group;
    int hue = -1;            ///< one of Theme::hues; -1 = none
    bool production = false; ///< said wherever something may change there
    int typedBeyond = 10;    ///< production: deleting more rows than that takes the table's name to be typed
    Password password = Password::Keychain;
    sql::ConnectionSettings settings; ///< without the password

    /// The name, or what the settings say of the place.
    QString title() const { return name.isEmpty() ? settings.displayName() : name; }
    friend bool operator==(const SavedConnection&, const SavedConnection&) = default;
};

/// The connections that a person saved, in the program's settings.
class SavedConnections : public QObject {
    Q_OBJECT

public:
    /// `settings` outlives this.
    explicit SavedConnections(QSettings& settings, QObject* parent = nullptr);

    /// By group, then by name.
    const std::vector<SavedConnection>& all() const { return all_; }
    const SavedConnection* find(const QString& id) const; ///< null where there is none
    /// The one that reaches the same place as the same user; null where there is none.
    const SavedConnection* reaching(const sql::ConnectionSettings& settings) const;

    /// Adds it, or replaces the one of its id; an empty id is given one. A password in it is left out. Returns
    /// the id.
    QString save(SavedConnection connection);
    void remove(const QString& id);

signals:
    void changed();

private:
    void read();

    QSettings& settings_;
    std::vector<SavedConnection> all_;
};

} // namespace conjoin::ui
