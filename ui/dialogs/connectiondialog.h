// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/sql/database.h"
#include "ui/session/logfeed.h"
#include "ui/session/savedconnections.h"
#include "ui/theme/theme.h"

#include <QDialog>

#include <memory>
#include <optional>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;

namespace conjoin::ui {

class ConnectionForm;
class PasswordStore;

/// Picks a database: one that was saved, or a new one. Tests it off the window's thread, and keeps passwords in
/// the keychain or not at all.
class ConnectionDialog : public QDialog {
    Q_OBJECT

public:
    enum class Purpose {
        Open,
        Connect,
        Choose
    }; ///< draw what is there, only reach it, or leave that to others

    ConnectionDialog(SavedConnections& saved, PasswordStore& passwords, std::weak_ptr<LogFeed> log,
        Purpose purpose, const Theme& theme, QWidget* parent = nullptr);
    ~ConnectionDialog() override;

    /// Fills the form; `why` says what went wrong with it before.
    void showConnection(const SavedConnection& connection, const std::optional<Error>& why = {});
    /// What was picked, with its password; its id is empty unless it is saved.
    const SavedConnection& picked() const { return picked_; }

public slots:
    void test();
    void save();
    void accept() override; ///< saves what has a name
    void reject() override; ///< stops a test first

private:
    void fillList();
    void pickListed();
    void removeListed();
    void startNew();
    void storePassword(const SavedConnection& connection, const std::function<void()>& done);
    void say(const QString& text, const char* role);
    void say(const Error& error);
    void sayNothing();
    void showTest(const Result<QString>& answer);
    void endTest();
    void updateButtons();

    SavedConnections& saved_;
    PasswordStore& passwords_;
    std::weak_ptr<LogFeed> log_;
    const Theme* theme_;
    bool keychain_;
    QListWidget* list_;
    QLabel* empty_;
    QPushButton* new_;
    QPushButton* remove_;
    ConnectionForm* form_;
    QLabel* answer_;
    QLabel* hint_;
    QProgressBar* progress_;
    QPushButton* test_;
    QPushButton* save_;
    QPushButton* cancel_;
    QPushButton* open_;
    std::shared_ptr<sql::Database> testing_;
    SavedConnection picked_;
};

} // namespace conjoin::ui
