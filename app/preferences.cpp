// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences.h"

#include <QCryptographicHash>

namespace conjoin::app {

namespace {

const QString themeKey = QStringLiteral("theme");
const QString recentKey = QStringLiteral("recentFiles");

/// A path as a key: slashes would make groups.
QString keyOf(const QString& group, const QString& path)
{
    return group + u'/' +
           QString::fromLatin1(
               QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex().left(20));
}

} // namespace

Preferences::Preferences()
    : settings_(
          QSettings::IniFormat, QSettings::UserScope, QStringLiteral("conjoin"), QStringLiteral("conjoin"))
{}

Preferences::Preferences(const QString& file)
    : settings_(file, QSettings::IniFormat)
{}

ThemeChoice Preferences::themeChoice() const
{
    const QString name = settings_.value(themeKey).toString();
    return name == u"light"           ? ThemeChoice::Light
           : name == u"dark"          ? ThemeChoice::Dark
           : name == u"high-contrast" ? ThemeChoice::HighContrast
                                      : ThemeChoice::System;
}

void Preferences::setThemeChoice(ThemeChoice choice)
{
    settings_.setValue(themeKey, choice == ThemeChoice::Light          ? QStringLiteral("light")
                                 : choice == ThemeChoice::Dark         ? QStringLiteral("dark")
                                 : choice == ThemeChoice::HighContrast ? QStringLiteral("high-contrast")
                                                                       : QStringLiteral("system"));
}

QStringList Preferences::recentFiles() const
{
    return settings_.value(recentKey).toStringList();
}

void Preferences::addRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    while (files.size() > mostRecentFiles)
        files.removeLast();
    settings_.setValue(recentKey, files);
}

void Preferences::removeRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    settings_.setValue(recentKey, files);
}

QString Preferences::databaseOf(const QString& project) const
{
    return settings_.value(keyOf(QStringLiteral("databases"), project)).toString();
}

void Preferences::setDatabaseOf(const QString& project, const QString& database)
{
    settings_.setValue(keyOf(QStringLiteral("databases"), project), database);
}

QVariant Preferences::window(const QString& key) const
{
    return settings_.value(QStringLiteral("window/") + key);
}

void Preferences::setWindow(const QString& key, const QVariant& value)
{
    settings_.setValue(QStringLiteral("window/") + key, value);
}

std::optional<QString> Preferences::shortcut(const QString& action) const
{
    const QVariant value = settings_.value(QStringLiteral("shortcuts/") + action);
    return value.isValid() ? std::optional(value.toString()) : std::nullopt;
}

void Preferences::setShortcut(const QString& action, const QString& keys)
{
    settings_.setValue(QStringLiteral("shortcuts/") + action, keys);
}

} // namespace conjoin::app
