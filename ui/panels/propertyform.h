// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/editsession.h"
#include "ui/theme/theme.h"

#include <QVariant>
#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace conjoin::ui {

/// What is edited of one kind of object, in place: every field writes when it is left or changed, as one undo
/// step.
class PropertyForm : public QWidget {
    Q_OBJECT

public:
    PropertyForm(EditSession& session, const Theme& theme, QWidget* parent);

    /// Shows what the document says now.
    virtual void refresh() = 0;
    virtual void setTheme(const Theme& theme) { theme_ = &theme; }

protected:
    using Choices = std::vector<std::pair<QString, QVariant>>;

    const model::Document& document() const { return session_.document(); }
    /// Runs the edit; a refused one puts the old values back into the fields.
    void apply(const QString& text, const EditSession::Edit& edit);

    QVBoxLayout* column() const { return column_; }
    QLabel* addHeading(const QString& text);
    QFormLayout* addFields();
    QLabel* addHint();
    QLineEdit* addText(QFormLayout* fields, const QString& label, const QString& name,
        std::function<void(const QString&)> commit);
    QComboBox* addChoice(QFormLayout* fields, const QString& label, const QString& name, const Choices& choices,
        std::function<void(const QVariant&)> commit);
    QCheckBox* addCheck(
        QFormLayout* fields, const QString& text, const QString& name, std::function<void(bool)> commit);

    static void setLabel(QFormLayout* fields, QWidget* field, const QString& text);
    static void fill(QLineEdit* field, const QString& text, const QString& placeholder = {});
    static void fill(QComboBox* field, const QVariant& value);
    static void fill(QCheckBox* field, bool on);

    EditSession& session_;
    const Theme* theme_;

private:
    QVBoxLayout* column_;
};

/// The choices of an ON DELETE or ON UPDATE field; the first one leaves it to the rules of derivation.
std::vector<std::pair<QString, QVariant>> actionChoices();
QVariant actionValue(const std::optional<model::Action>& action);
std::optional<model::Action> actionOf(const QVariant& value);

} // namespace conjoin::ui
