// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/querypartform.h"

#include "ui/models/filtertext.h"
#include "ui/models/rowfilter.h"
#include "ui/panels/query/attributelist.h"
#include "ui/text/messages.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

#include <limits>

namespace conjoin::ui {

namespace {

/// `born < 2002` and words, as in the filter of the data panel; or the ORM's own language, which begins with {.
Result<orm::Json> conditionTyped(const orm::ModelRegistry& registry, int model, const QString& text)
{
    if (text.trimmed().startsWith(u'{'))
        return orm::parseJson(text.toUtf8(), registry.at(model).name);
    return filterCondition(registry, model, text);
}

QString orderText(const std::vector<orm::OrderBy>& order)
{
    QStringList terms;
    for (const orm::OrderBy& by : order)
        terms.append((by.descending ? QStringLiteral("-") : QString()) + by.attribute);
    return terms.join(QStringLiteral(", "));
}

/// What a person typed for it; of a condition that nobody typed here, what they might have.
QString conditionText(
    const orm::ModelRegistry& registry, int model, const orm::Json& where, const QString& typed)
{
    return typed.isEmpty() ? filterText(registry, model, where) : typed;
}

} // namespace

QueryPartForm::QueryPartForm(QWidget* parent)
    : QWidget(parent)
    , path_(new QLabel(this))
    , kind_(new QLabel(this))
    , filter_(new QLineEdit(this))
    , linkFilter_(new QLineEdit(this))
    , linkLabel_(new QLabel(this))
    , required_(new QCheckBox(tr("Rows above must &have one"), this))
    , order_(new QLineEdit(this))
    , limit_(new QSpinBox(this))
    , fault_(new QLabel(this))
    , attributes_(new AttributeList(this))
{
    path_->setProperty("role", "title");
    path_->setObjectName(QStringLiteral("queryPath"));
    kind_->setProperty("role", "muted");
    kind_->setObjectName(QStringLiteral("queryKind"));
    for (QLabel* label : {path_, kind_}) {
        label->setWordWrap(true); // no caption is cut off, however deep the place
        label->setTextFormat(Qt::PlainText);
    }
    filter_->setObjectName(QStringLiteral("queryFilter"));
    filter_->setPlaceholderText(tr("all – or: born < 2002"));
    linkFilter_->setObjectName(QStringLiteral("queryLinkFilter"));
    linkFilter_->setPlaceholderText(tr("all – or: grade = 'A'"));
    linkLabel_->setBuddy(linkFilter_);
    required_->setObjectName(QStringLiteral("queryRequired"));
    order_->setObjectName(QStringLiteral("queryOrder"));
    order_->setPlaceholderText(tr("by key – or: name, -born"));
    limit_->setObjectName(QStringLiteral("queryLimit"));
    limit_->setRange(0, std::numeric_limits<int>::max());
    limit_->setSpecialValueText(tr("all"));
    fault_->setObjectName(QStringLiteral("queryFault"));
    fault_->setProperty("role", "error");
    fault_->setWordWrap(true);
    fault_->setTextFormat(Qt::PlainText);
    fault_->hide();
    attributes_->setObjectName(QStringLiteral("queryAttributes"));
    attributes_->setMinimumHeight(110);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(6);
    form->addRow(tr("&Rows"), filter_);
    form->addRow(linkLabel_, linkFilter_);
    form->addRow(required_);
    form->addRow(tr("&Order"), order_);
    form->addRow(tr("At &most"), limit_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(8);
    column->addWidget(path_);
    column->addWidget(kind_);
    column->addLayout(form);
    column->addWidget(fault_);
    column->addWidget(attributes_, 1);

    for (QLineEdit* field : {filter_, linkFilter_, order_})
        connect(field, &QLineEdit::textChanged, this, &QueryPartForm::read);
    connect(required_, &QCheckBox::toggled, this, &QueryPartForm::read);
    connect(limit_, &QSpinBox::valueChanged, this, &QueryPartForm::read);
    connect(attributes_, &AttributeList::changed, this, &QueryPartForm::read);
}

void QueryPartForm::show(const orm::ModelRegistry& registry, int model, const orm::Association* association,
    const QueryPart& part, const QString& path, const QString& kind)
{
    showing_ = true;
    registry_ = &registry;
    model_ = model;
    junction_ = association ? association->through : -1;
    part_ = part;
    path_->setText(path);
    kind_->setText(kind);
    kind_->setVisible(!kind.isEmpty());
    filter_->setText(conditionText(registry, model, part.where, part.whereTyped));
    linkFilter_->setText(junction_ < 0
                             ? QString()
                             : conditionText(registry, junction_, part.throughWhere, part.throughWhereTyped));
    linkLabel_->setText(junction_ >= 0 ? tr("&Links") : QString());
    auto* form = static_cast<QFormLayout*>(layout()->itemAt(2)->layout());
    form->setRowVisible(linkFilter_, junction_ >= 0);
    form->setRowVisible(required_, association != nullptr);
    required_->setChecked(part.required);
    order_->setText(orderText(part.order));
    limit_->setValue(part.limit.value_or(0));
    limit_->setSuffix(association && association->isToMany() ? tr(" each") : QString());
    attributes_->setChoice(registry, model, junction_, part.attributes, part.throughAttributes);
    for (QLineEdit* field : {filter_, linkFilter_, order_})
        mark(*field, {});
    showing_ = false;
    showFault();
}

void QueryPartForm::mark(QLineEdit& field, const QString& error)
{
    field.setToolTip(error);
    field.setAccessibleDescription(error);
    field.setProperty("invalid", !error.isEmpty());
    field.style()->polish(&field);
}

QLineEdit* QueryPartForm::faultyField() const
{
    for (QLineEdit* field : {filter_, linkFilter_, order_}) {
        if (field->property("invalid").toBool())
            return field;
    }
    return nullptr;
}

QString QueryPartForm::fault() const
{
    const QLineEdit* field = faultyField();
    return field ? field->toolTip() : QString();
}

void QueryPartForm::goToFault()
{
    if (QLineEdit* field = faultyField())
        field->setFocus();
}

void QueryPartForm::showFault()
{
    const QString said = fault();
    if (said == fault_->text())
        return;
    fault_->setText(said);
    fault_->setVisible(!said.isEmpty());
    emit faultChanged();
}

void QueryPartForm::read()
{
    if (showing_ || model_ < 0)
        return;
    QueryPart part = part_;
    const auto condition = [this](int model, QLineEdit& field, orm::Json& where, QString& typed) {
        if (field.text() == conditionText(*registry_, model, where, typed)) { // nobody touched it
            mark(field, {});
            return;
        }
        const Result<orm::Json> read = conditionTyped(*registry_, model, field.text());
        mark(field, read ? QString() : spoken(read.error()));
        if (!read)
            return;
        where = *read;
        typed = where.isNull() ? QString() : field.text();
    };
    condition(model_, *filter_, part.where, part.whereTyped);
    if (junction_ >= 0)
        condition(junction_, *linkFilter_, part.throughWhere, part.throughWhereTyped);
    QStringList terms;
    for (const QString& term : order_->text().split(u',', Qt::SkipEmptyParts))
        terms.append(term.trimmed());
    const Result<std::vector<orm::OrderBy>> order = orm::parseOrder(registry_->at(model_), terms.join(u','));
    mark(*order_, order ? QString() : spoken(order.error()));
    if (order)
        part.order = *order;
    part.required = required_->isChecked();
    part.limit = limit_->value() > 0 ? std::optional(limit_->value()) : std::nullopt;
    showFault();
    part.attributes = attributes_->attributes();
    part.throughAttributes = attributes_->ofLink();
    if (part == part_)
        return;
    part_ = part;
    emit changed();
}

} // namespace conjoin::ui
