// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/propertyform.h"

#include "ui/panels/properties/foldsection.h"
#include "ui/text/elidedlabel.h"
#include "ui/theme/completions.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QStringListModel>
#include <QVBoxLayout>

namespace conjoin::ui {

PropertyForm::PropertyForm(EditSession& session, const Theme& theme, QWidget* parent, Place place)
    : QWidget(parent)
    , session_(session)
    , theme_(&theme)
    , column_(new QVBoxLayout(this))
    , target_(column_)
{
    setProperty("role", "panel");
    column_->setContentsMargins(place == Place::Whole ? QMargins(16, 12, 4, 16) : QMargins());
    column_->setSpacing(8);
}

void PropertyForm::setTheme(const Theme& theme)
{
    theme_ = &theme;
    for (FoldSection* fold : folds_)
        fold->setTheme(theme);
}

const orm::Capabilities& PropertyForm::engine() const
{
    static const orm::Capabilities none;
    const auto dialect = orm::dialectNamed(document().settings.dialect);
    return dialect ? (*dialect)->capabilities() : none;
}

FoldSection* PropertyForm::beginFold(const QString& title, const QString& name, bool open)
{
    auto* fold = new FoldSection(title, *theme_, this);
    fold->setObjectName(name);
    fold->setOpen(open);
    column_->addWidget(fold);
    folds_.push_back(fold);
    target_ = fold->body();
    return fold;
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
    label->setProperty("apart", target_->count() > 0);
    target_->addWidget(label);
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
    target_->addLayout(fields);
    return fields;
}

QLabel* PropertyForm::addHint()
{
    auto* label = new QLabel(this);
    label->setProperty("role", "muted");
    label->setWordWrap(true);
    target_->addWidget(label);
    return label;
}

namespace {

/// Never of several lines: where a row with such a label is hidden, QFormLayout of Qt 6.4 takes the height of
/// another one away.
QLabel* fieldLabel(const QString& text, QWidget* buddy)
{
    auto* label = new ElidedLabel(buddy->parentWidget());
    label->setWhole(text);
    label->setFixedWidth(88);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    label->setMinimumHeight(32);
    label->setProperty("role", "muted");
    label->setBuddy(buddy);
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
    field->setFocusPolicy(Qt::StrongFocus);
    field->installEventFilter(this);
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

QPlainTextEdit* PropertyForm::addLines(QFormLayout* fields, const QString& label, const QString& name,
    int lines, std::function<void(const QString&)> commit)
{
    constexpr int lineHeight = 18;
    auto* field = new QPlainTextEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setTabChangesFocus(true);
    field->setFixedHeight(lines * lineHeight + 16);
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    QLabel* beside = fieldLabel(label, field);
    beside->setFixedHeight(32); // beside the first line
    fields->addRow(beside, field);
    field->installEventFilter(this);
    lines_.emplace_back(field, std::move(commit));
    return field;
}

QSpinBox* PropertyForm::addNumber(QFormLayout* fields, const QString& label, const QString& name,
    const QString& none, std::function<void(int)> commit)
{
    constexpr int most = 999999;
    auto* field = new QSpinBox(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setRange(0, most);
    field->setSpecialValueText(none);
    field->setKeyboardTracking(false); // written when it is left, not at each digit
    field->setFocusPolicy(Qt::StrongFocus);
    field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    field->installEventFilter(this);
    fields->addRow(fieldLabel(label, field), field);
    connect(field, &QSpinBox::valueChanged, this, [commit = std::move(commit)](int value) { commit(value); });
    return field;
}

namespace {

/// Completes the word behind the last comma and keeps what is before it.
class ListCompleter : public QCompleter {
public:
    using QCompleter::QCompleter;

    QString pathFromIndex(const QModelIndex& index) const override
    {
        const QString text = static_cast<QLineEdit*>(widget())->text();
        const qsizetype comma = text.lastIndexOf(u',');
        return (comma < 0 ? QString() : text.left(comma + 1) + u' ') + QCompleter::pathFromIndex(index);
    }
    QStringList splitPath(const QString& path) const override
    {
        return {path.mid(path.lastIndexOf(u',') + 1).trimmed()};
    }
};

} // namespace

void PropertyForm::completeWith(QLineEdit* field, const std::function<QStringList()>& words)
{
    auto* model = new QStringListModel(field);
    auto* completer = new ListCompleter(model, field);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    dressCompletions(*completer);
    field->setCompleter(completer);
    connect(field, &QLineEdit::textEdited, model, [model, words] {
        if (const QStringList now = words(); now != model->stringList())
            model->setStringList(now);
    });
}

void PropertyForm::setShown(QFormLayout* fields, QWidget* field, bool shown)
{
    fields->setRowVisible(field, shown);
}

bool PropertyForm::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel &&
        (qobject_cast<QSpinBox*>(watched) || qobject_cast<QComboBox*>(watched))) {
        event->ignore(); // the panel scrolls; nothing is changed in passing
        return true;
    }
    if (event->type() == QEvent::FocusOut) {
        for (const auto& [field, commit] : lines_) {
            if (field == watched && field->document()->isModified()) {
                field->document()->setModified(false);
                commit(field->toPlainText());
                break;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PropertyForm::setLabel(QFormLayout* fields, QWidget* field, const QString& text)
{
    if (auto* label = qobject_cast<ElidedLabel*>(fields->labelForField(field)))
        label->setWhole(text);
    field->setAccessibleName(text);
}

void PropertyForm::fill(QLineEdit* field, const QString& text, const QString& placeholder)
{
    if (field->text() != text)
        field->setText(text);
    if (!placeholder.isNull())
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

void PropertyForm::fill(QPlainTextEdit* field, const QString& text)
{
    if (field->toPlainText() != text)
        field->setPlainText(text);
    field->document()->setModified(false);
}

void PropertyForm::fill(QSpinBox* field, int value)
{
    const QSignalBlocker quiet(field);
    field->setValue(value);
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

std::vector<std::pair<QString, QVariant>> deferrableChoices()
{
    return {{PropertyForm::tr("No: checked at once"), int(model::Deferrable::No)},
        {PropertyForm::tr("Initially immediate"), int(model::Deferrable::InitiallyImmediate)},
        {PropertyForm::tr("Initially deferred"), int(model::Deferrable::InitiallyDeferred)}};
}

} // namespace conjoin::ui
