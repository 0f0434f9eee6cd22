// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QObject>
#include <QString>

#include <functional>

namespace conjoin::ui {

/// Where passwords are kept. Answers come later, in the thread of `receiver`, and not at all when it is gone.
class PasswordStore {
public:
    using Answered = std::function<void(const Result<QString>& password)>;
    using Done = std::function<void(const Result<void>& result)>;

    virtual ~PasswordStore() = default;
    virtual bool isAvailable() const = 0;
    /// An empty password where none is kept under that name.
    virtual void read(const QString& name, QObject* receiver, Answered answered) = 0;
    virtual void write(const QString& name, const QString& password, QObject* receiver, Done done) = 0;
    virtual void forget(const QString& name) = 0;
};

/// The keychain of the desktop, and nothing less safe: where none runs, nothing is kept.
class Keychain : public PasswordStore {
public:
    bool isAvailable() const override;
    void read(const QString& name, QObject* receiver, Answered answered) override;
    void write(const QString& name, const QString& password, QObject* receiver, Done done) override;
    void forget(const QString& name) override;
};

} // namespace conjoin::ui
