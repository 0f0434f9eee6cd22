// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/passwordprompt.h"

#include "ui/dialogs/passwordfield.h"
#include "ui/session/passwordstore.h"
#include "ui/text/refusal.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

PasswordPrompt::PasswordPrompt(const SavedConnection& connection, const Error& why, SavedConnections& saved,
    PasswordStore& passwords, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , connection_(connection)
    , saved_(saved)
    , passwords_(passwords)
    , password_(new QLineEdit(this))
    , keep_(new QCheckBox(tr("&Keep it in the keychain"), this))
    , connect_(new QPushButton(tr("Connect"), this))
{
    constexpr int wide = 420;
    setObjectName(QStringLiteral("passwordPrompt"));
    setWindowTitle(tr("Password"));
    setFixedWidth(wide);
    const QString& user = connection.settings.user;
    auto* head =
        new QLabel(user.isEmpty() ? connection.title() : tr("%1, as %2").arg(connection.title(), user), this);
    head->setProperty("role", "title");
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    auto* said = new QLabel(refusalOf(why).what, this);
    said->setObjectName(QStringLiteral("passwordRefusal"));
    said->setProperty("role", connection.settings.password.isEmpty() ? "muted" : "error");
    said->setTextFormat(Qt::PlainText);
    said->setWordWrap(true);
    password_->setObjectName(QStringLiteral("passwordField"));
    password_->setAccessibleName(tr("Password"));
    hidePassword(*password_, theme);
    const bool keychain = passwords.isAvailable();
    const bool known = !connection.id.isEmpty();
    keep_->setObjectName(QStringLiteral("passwordKeep"));
    keep_->setChecked(connection.password == SavedConnection::Password::Keychain);
    keep_->setVisible(keychain && known);
    auto* note = new QLabel(
        keychain ? tr("A connection that is saved can keep its password in the keychain.") : noKeychainText(),
        this);
    note->setObjectName(QStringLiteral("passwordNote"));
    note->setProperty("role", "muted");
    note->setWordWrap(true);
    note->setVisible(!keychain || !known);
    auto* change = new QPushButton(tr("C&hange the connection…"), this);
    change->setObjectName(QStringLiteral("passwordChange"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    for (QPushButton* button : {change, cancel})
        button->setAutoDefault(false);
    connect_->setObjectName(QStringLiteral("passwordConnect"));
    connect_->setDefault(true);
    connect_->setEnabled(false);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(change);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(connect_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(head);
    column->addWidget(said);
    column->addSpacing(4);
    column->addWidget(password_);
    column->addWidget(keep_);
    column->addWidget(note);
    column->addSpacing(8);
    column->addLayout(buttons);

    connect(password_, &QLineEdit::textChanged, this,
        [this](const QString& text) { connect_->setEnabled(!text.isEmpty()); });
    connect(change, &QPushButton::clicked, this, [this] {
        emit changeRequested();
        reject();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(connect_, &QPushButton::clicked, this, &PasswordPrompt::accept);
    password_->setFocus();
}

void PasswordPrompt::accept()
{
    if (password_->text().isEmpty())
        return;
    connection_.settings.password = password_->text();
    if (!keep_->isHidden()) {
        const bool kept = keep_->isChecked();
        connection_.password = kept ? SavedConnection::Password::Keychain : SavedConnection::Password::Ask;
        saved_.save(connection_);
        if (kept) // whether it was: the next attempt asks again where not
            passwords_.write(connection_.id, connection_.settings.password, this, [](const Result<void>&) {});
        else
            passwords_.forget(connection_.id);
    }
    QDialog::accept();
}

} // namespace conjoin::ui
