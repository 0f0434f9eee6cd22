// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/propertyform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

PropertyForm::PropertyForm(EditSession& session, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , theme_(&theme)
    , column_(new QVBoxLayout(this))
{
    setProperty("role", "panel");
    column_->setContentsMargins(16, 12, 16, 16);
    column_->setSpacing(8);
}

void PropertyForm::apply(const QString& text, const EditSession::Edit& edit)
{
    if (!session_.apply(text, edit))
        refresh();
}

QLabel* PropertyForm::addHeading(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setProperty("role", "section");
    label->setContentsMargins(0, column_->count() > 0 ? 12 : 0, 0, 0);
    column_->addWidget(label);
    return label;
}

QFormLayout* PropertyForm::addFields()
{
    auto* fields = new QFormLayout;
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setHorizontalSpacing(12);
    fields->setVerticalSpacing(8);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fields->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    column_->addLayout(fields);
    return fields;
}

QLabel* PropertyForm::addHint()
{
    auto* label = new QLabel(this);
    label->setProperty("role", "muted");
    label->setWordWrap(true);
    column_->addWidget(label);
    return label;
}

namespace {

QLabel* fieldLabel(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text, buddy->parentWidget());
    label->setFixedWidth(84);
    label->setMinimumHeight(32);
    label->setProperty("role", "muted");
    label->setBuddy(buddy);
    label->setWordWrap(true);
    return label;
}

} // namespace

QLineEdit* PropertyForm::addText(
    QFormLayout* fields, const QString& label, const QString& name, std::function<void(const QString&)> commit)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    fields->addRow(fieldLabel(label, field), field);
    connect(field, &QLineEdit::editingFinished, this, [field, commit = std::move(commit)] {
        if (field->isModified()) {
            field->setModified(false);
            commit(field->text().trimmed());
        }
    });
    return field;
}

QComboBox* PropertyForm::addChoice(QFormLayout* fields, const QString& label, const QString& name,
    const Choices& choices, std::function<void(const QVariant&)> commit)
{
    auto* field = new QComboBox(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    field->setMinimumContentsLength(4);
    for (const auto& [text, value] : choices)
        field->addItem(text, value);
    fields->addRow(fieldLabel(label, field), field);
    connect(field, &QComboBox::activated, this,
        [field, commit = std::move(commit)] { commit(field->currentData()); });
    return field;
}

QCheckBox* PropertyForm::addCheck(
    QFormLayout* fields, const QString& text, const QString& name, std::function<void(bool)> commit)
{
    auto* field = new QCheckBox(text, this);
    field->setObjectName(name);
    fields->addRow(field);
    connect(field, &QCheckBox::clicked, this, [commit = std::move(commit)](bool on) { commit(on); });
    return field;
}

void PropertyForm::setLabel(QFormLayout* fields, QWidget* field, const QString& text)
{
    if (auto* label = qobject_cast<QLabel*>(fields->labelForField(field)))
        label->setText(text);
    field->setAccessibleName(text);
}

void PropertyForm::fill(QLineEdit* field, const QString& text, const QString& placeholder)
{
    if (field->text() != text)
        field->setText(text);
    field->setPlaceholderText(placeholder);
    field->setModified(false);
}

void PropertyForm::fill(QComboBox* field, const QVariant& value)
{
    field->setCurrentIndex(field->findData(value));
}

void PropertyForm::fill(QCheckBox* field, bool on)
{
    field->setChecked(on);
}

std::vector<std::pair<QString, QVariant>> actionChoices()
{
    std::vector<std::pair<QString, QVariant>> choices{{PropertyForm::tr("Derived"), -1}};
    for (const model::Action action : {model::Action::NoAction, model::Action::Restrict, model::Action::Cascade,
             model::Action::SetNull, model::Action::SetDefault})
        choices.emplace_back(actionText(action), int(action));
    return choices;
}

QVariant actionValue(const std::optional<model::Action>& action)
{
    return action ? int(*action) : -1;
}

std::optional<model::Action> actionOf(const QVariant& value)
{
    if (value.toInt() < 0)
        return std::nullopt;
    return model::Action(value.toInt());
}

} // namespace conjoin::ui
