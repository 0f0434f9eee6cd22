// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QObject>

class QDBusMessage;
class QDBusVariant;

namespace conjoin::ui {

/// What the desktop prefers: dark or light, more contrast, motion or none. Asked of the desktop portal
/// (`org.freedesktop.appearance`) without ever waiting for it; the system's palette answers where there is no
/// portal.
class DesktopPreference : public QObject {
    Q_OBJECT

public:
    /// Must be made before applyTheme() replaces the system's palette.
    explicit DesktopPreference(QObject* parent = nullptr);

    Theme::Kind theme() const { return moreContrast_ ? Theme::Kind::HighContrast : scheme_; }
    bool reducedMotion() const { return reducedMotion_; }

signals:
    void changed();

private slots:
    void settingChanged(const QString& space, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& space, const QString& key);
    void take(const QString& space, const QString& key, QVariant value);

    Theme::Kind scheme_ = Theme::Kind::Light;
    bool moreContrast_ = false;
    bool reducedMotion_ = false;
};

} // namespace conjoin::ui
