// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace conjoin::ui {

/// A way out of what is wrong, as a button: what it says, and what it does.
struct WayOut {
    QString name; ///< of the button, for tests
    QString text;
    std::function<void()> go;
};

/// The strip that says what waits to be written, why it was refused, and holds the buttons. Hidden while
/// nothing waits and nothing is said.
class ChangeStrip : public QFrame {
    Q_OBJECT

public:
    explicit ChangeStrip(QWidget* parent = nullptr);

    enum class Work { None, Writing, Checking };
    /// `work` is what is under way, and can be stopped.
    void show(const ChangeSet& changes, Work work);
    /// What is wrong, and the ways out; empty: nothing.
    void setError(const QString& text, const std::vector<WayOut>& ways = {});
    /// What a check found: nothing wrong.
    void setNotice(const QString& text);
    void setSqlShown(bool shown);
    void setWritable(bool writable);

signals:
    void insertAsked();
    void checkAsked();
    void discardAsked();
    void cancelAsked(); ///< of what is under way
    void sqlToggled(bool shown);

private:
    void say(const QString& text, const char* role);

    QLabel* summary_;
    QLabel* error_;
    QWidget* wayRow_;
    QHBoxLayout* ways_;
    QPushButton* sql_;
    QPushButton* check_;
    QPushButton* discard_;
    QPushButton* insert_;
    QPushButton* cancel_;
    bool writable_ = true;
};

} // namespace conjoin::ui
