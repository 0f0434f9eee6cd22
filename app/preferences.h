// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include <optional>

namespace conjoin::app {

enum class ThemeChoice { System, Light, Dark, HighContrast };

/// What a person chose and where the window stood, in a local file; nothing of it belongs into a project.
class Preferences {
public:
    Preferences();
    /// In a file of its own.
    explicit Preferences(const QString& file);

    ThemeChoice themeChoice() const;
    void setThemeChoice(ThemeChoice choice);

    static constexpr int mostRecentFiles = 12;
    QStringList recentFiles() const; ///< paths, and URLs of databases without passwords; the newest first
    void addRecentFile(const QString& path);
    void removeRecentFile(const QString& path);

    /// The database that was last used with a project, a path or a URL; empty = none.
    QString databaseOf(const QString& project) const;
    void setDatabaseOf(const QString& project, const QString& database);

    /// Where connections are kept, too.
    QSettings& settings() { return settings_; }

    QVariant window(const QString& key) const;
    void setWindow(const QString& key, const QVariant& value);

    /// The keys a person gave an action; nothing = as shipped.
    std::optional<QString> shortcut(const QString& action) const;
    void setShortcut(const QString& action, const QString& keys);

private:
    mutable QSettings settings_;
};

} // namespace conjoin::app
