// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/desktoppreference.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

namespace conjoin::ui {

namespace {

const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString portalSettings = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString gnomeInterface = QStringLiteral("org.gnome.desktop.interface");

} // namespace

DesktopPreference::DesktopPreference(QObject* parent)
    : QObject(parent)
{
    const QPalette palette = QGuiApplication::palette();
    if (palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness())
        scheme_ = Theme::Kind::Dark;
    // Without an address libdbus would start a bus of its own, which takes a while and knows nothing.
    if (!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(portal, portalPath, portalSettings, QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(appearance, QStringLiteral("color-scheme"));
    ask(appearance, QStringLiteral("contrast"));
    ask(appearance, QStringLiteral("reduced-motion"));
    ask(gnomeInterface,
        QStringLiteral("enable-animations")); // desktops whose portal has no `reduced-motion` yet
}

void DesktopPreference::ask(const QString& space, const QString& key)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(portal, portalPath, portalSettings, QStringLiteral("Read"));
    call.setArguments({space, key});
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 3000), this);
    connect(
        watcher, &QDBusPendingCallWatcher::finished, this, [this, space, key](QDBusPendingCallWatcher* done) {
            done->deleteLater();
            const QDBusPendingReply<QDBusVariant> reply = *done;
            if (!reply.isError())
                take(space, key, reply.value().variant());
        });
}

void DesktopPreference::settingChanged(const QString& space, const QString& key, const QDBusVariant& value)
{
    take(space, key, value.variant());
}

void DesktopPreference::take(const QString& space, const QString& key, QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>()) // `Read` wraps its answer twice
        value = value.value<QDBusVariant>().variant();
    const Theme::Kind before = theme();
    const bool reducedMotion = reducedMotion_;
    if (space == appearance && key == u"color-scheme")
        scheme_ = value.toUInt() == 1 ? Theme::Kind::Dark : Theme::Kind::Light;
    else if (space == appearance && key == u"contrast")
        moreContrast_ = value.toUInt() == 1;
    else if (space == appearance && key == u"reduced-motion")
        reducedMotion_ = value.toUInt() == 1;
    else if (space == gnomeInterface && key == u"enable-animations")
        reducedMotion_ = !value.toBool();
    if (before != theme() || reducedMotion != reducedMotion_)
        emit changed();
}

} // namespace conjoin::ui
