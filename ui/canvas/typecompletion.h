// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include <optional>

class QCompleter;
class QLineEdit;

namespace conjoin::ui {

/// Completes the type of a column while it is typed, and says what is wrong with one.
class TypeCompletion : public QObject {
    Q_OBJECT

public:
    /// A child of the field.
    explicit TypeCompletion(QLineEdit& field);

    bool isListOpen() const;
    /// All the types, whatever stands in the field.
    void openWholeList();
    void closeList();
    /// What Enter takes: the entry that is chosen in the open list, or its first one where what was typed is no
    /// type by itself, but the beginning of one; else what was typed.
    QString taken() const;

    /// Why this can't be a type; nothing where it may be one of the database's own.
    static std::optional<QString> refusalOf(const QString& text);
    /// What to know of a type that is none of ours; empty otherwise, and while it may still become one.
    static QString remarkOn(const QString& text);

signals:
    void picked(const QString& type); ///< by the mouse

private:
    QLineEdit& field_;
    QCompleter* completer_;
};

} // namespace conjoin::ui
