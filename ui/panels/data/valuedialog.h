// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <QByteArray>
#include <QDialog>

#include <optional>

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;

namespace conjoin::ui {

/// What a cell has no room for: a long text, JSON that is checked and put in lines, bytes as hex and as a
/// picture, from a file and into one. Looking changes nothing: only OK after an edit does.
class ValueDialog : public QDialog {
    Q_OBJECT

public:
    /// A text; empty optional = NULL. JSON is text, too.
    ValueDialog(const orm::Attribute& attribute, std::optional<QString> text, bool writable, QWidget* parent);
    ValueDialog(
        const orm::Attribute& attribute, std::optional<QByteArray> bytes, bool writable, QWidget* parent);

    /// Bytes as lines of sixteen: `00000010  48 65 6c 6c 6f …  Hello`.
    static QString hexOf(const QByteArray& bytes);

signals:
    void textChosen(const QString& text);
    void bytesChosen(const QByteArray& bytes);
    void nullChosen();

private:
    void build(const orm::Attribute& attribute, bool writable);
    void addFormat();
    void addFiles(bool writable);
    void check();
    void showBytes();
    void load();
    void save();

    const bool isBytes_;
    bool isJson_ = false;
    std::optional<QString> text_;
    std::optional<QByteArray> bytes_;
    bool changed_ = false; ///< bytes: other ones were loaded
    QPlainTextEdit* edit_ = nullptr;
    QLabel* picture_ = nullptr;
    QLabel* said_ = nullptr;
    QHBoxLayout* tools_ = nullptr;
};

} // namespace conjoin::ui
