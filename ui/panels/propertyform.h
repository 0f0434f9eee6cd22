// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
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
class QSpinBox;
class QVBoxLayout;

namespace conjoin::ui {

class FoldSection;

/// What is edited of one kind of object, in place: every field writes when it is left or changed, as one undo
/// step. The usual things stand on top; the rare ones fold away.
class PropertyForm : public QWidget {
    Q_OBJECT

public:
    enum class Place { Whole, Inside }; ///< Inside: a part of another form, without margins

    PropertyForm(EditSession& session, const Theme& theme, QWidget* parent, Place place = Place::Whole);

    /// Shows what the document says now.
    virtual void refresh() = 0;
    virtual void setTheme(const Theme& theme);

protected:
    using Choices = std::vector<std::pair<QString, QVariant>>;

    const model::Document& document() const { return session_.document(); }
    /// What the engine of the project's dialect can do; nothing where the dialect is not known.
    const orm::Capabilities& engine() const;
    /// Runs the edit; a refused one puts the old values back into the fields.
    void apply(const QString& text, const EditSession::Edit& edit);

    /// Where the next heading, field or part goes.
    QVBoxLayout* column() const { return target_; }
    /// Everything added from here on stands in a part that folds, until the next one or endFold().
    FoldSection* beginFold(const QString& title, const QString& name, bool open = false);
    void endFold() { target_ = column_; }
    QLabel* addHeading(const QString& text);
    QFormLayout* addFields();
    QLabel* addHint();
    QLineEdit* addText(QFormLayout* fields, const QString& label, const QString& name,
        std::function<void(const QString&)> commit);
    QComboBox* addChoice(QFormLayout* fields, const QString& label, const QString& name, const Choices& choices,
        std::function<void(const QVariant&)> commit);
    QCheckBox* addCheck(
        QFormLayout* fields, const QString& text, const QString& name, std::function<void(bool)> commit);

    /// Several lines; Tab leaves it. Written when it is left.
    QPlainTextEdit* addLines(QFormLayout* fields, const QString& label, const QString& name, int lines,
        std::function<void(const QString&)> commit);
    /// `none` is what zero is called.
    QSpinBox* addNumber(QFormLayout* fields, const QString& label, const QString& name, const QString& none,
        std::function<void(int)> commit);
    /// Offers `words` for what is typed behind the last comma.
    static void completeWith(QLineEdit* field, const std::function<QStringList()>& words);
    /// Shows the field and its label, or neither.
    static void setShown(QFormLayout* fields, QWidget* field, bool shown);

    static void setLabel(QFormLayout* fields, QWidget* field, const QString& text);
    static void fill(QLineEdit* field, const QString& text, const QString& placeholder = {});
    static void fill(QComboBox* field, const QVariant& value);
    static void fill(QCheckBox* field, bool on);
    static void fill(QPlainTextEdit* field, const QString& text);
    static void fill(QSpinBox* field, int value);

    bool eventFilter(QObject* watched, QEvent* event) override;

    EditSession& session_;
    const Theme* theme_;

private:
    QVBoxLayout* column_;
    QVBoxLayout* target_;
    std::vector<FoldSection*> folds_;
    std::vector<std::pair<QPlainTextEdit*, std::function<void(const QString&)>>> lines_;
};

/// The choices of an ON DELETE or ON UPDATE field; the first one leaves it to the rules of derivation.
std::vector<std::pair<QString, QVariant>> actionChoices();
QVariant actionValue(const std::optional<model::Action>& action);
std::optional<model::Action> actionOf(const QVariant& value);

/// The choices of a field that says whether a constraint may wait for COMMIT.
std::vector<std::pair<QString, QVariant>> deferrableChoices();

} // namespace conjoin::ui
