// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/passwordfield.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>

namespace conjoin::ui {

void hidePassword(QLineEdit& field, const Theme& theme)
{
    field.setEchoMode(QLineEdit::Password);
    QAction* look = field.addAction(icon(QStringLiteral("view"), theme), QLineEdit::TrailingPosition);
    look->setToolTip(QCoreApplication::translate("conjoin::ui::PasswordField", "Show the password"));
    look->setCheckable(true);
    QObject::connect(look, &QAction::toggled, &field,
        [&field](bool on) { field.setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
}

QString noKeychainText()
{
    return QCoreApplication::translate("conjoin::ui::PasswordField",
        "No keychain runs on this desktop: the password is asked each time and kept nowhere.");
}

} // namespace conjoin::ui
