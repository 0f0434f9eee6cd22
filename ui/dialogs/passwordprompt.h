// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "ui/session/savedconnections.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace conjoin::ui {

class PasswordStore;

/// Asks for the password of a connection that is otherwise known. It goes into the keychain where one runs and
/// the person wants it there, and is forgotten with the connection otherwise.
class PasswordPrompt : public QDialog {
    Q_OBJECT

public:
    /// `why`: what the server said to the attempt without it, or with another one.
    PasswordPrompt(const SavedConnection& connection, const Error& why, SavedConnections& saved,
        PasswordStore& passwords, const Theme& theme, QWidget* parent = nullptr);

    /// With the password that was typed.
    const SavedConnection& connection() const { return connection_; }

public slots:
    void accept() override; ///< keeps the password first, where that is wanted

signals:
    /// The password is not what is wrong: all of the connection is to be shown.
    void changeRequested();

private:
    SavedConnection connection_;
    SavedConnections& saved_;
    PasswordStore& passwords_;
    QLineEdit* password_;
    QCheckBox* keep_;
    QPushButton* connect_;
};

} // namespace conjoin::ui
