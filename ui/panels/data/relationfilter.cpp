// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/relationfilter.h"

#include "ui/models/rowfilter.h"
#include "ui/text/messages.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

RelationFilter::RelationFilter(const orm::ModelRegistry& registry, int model, QWidget* parent)
    : QDialog(parent)
    , registry_(registry)
    , model_(model)
    , association_(new QComboBox(this))
    , asked_(new QComboBox(this))
    , column_(new QComboBox(this))
    , sign_(new QComboBox(this))
    , value_(new QLineEdit(this))
    , text_(new QLabel(this))
{
    setObjectName(QStringLiteral("relationFilterDialog"));
    setWindowTitle(tr("Filter by what rows are linked to"));
    association_->setObjectName(QStringLiteral("relation"));
    asked_->setObjectName(QStringLiteral("relationAsked"));
    column_->setObjectName(QStringLiteral("relationColumn"));
    sign_->setObjectName(QStringLiteral("relationSign"));
    value_->setObjectName(QStringLiteral("relationValue"));
    text_->setObjectName(QStringLiteral("relationText"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    for (const orm::Association& association : registry_.at(model_).associations)
        association_->addItem(association.name);
    asked_->addItem(tr("has one that"), Any);
    asked_->addItem(tr("has none that"), None);
    asked_->addItem(tr("has so many"), Count);
    sign_->addItems({QStringLiteral("="), QStringLiteral("!="), QStringLiteral("<"), QStringLiteral("<="),
        QStringLiteral(">"), QStringLiteral(">=")});

    auto* form = new QFormLayout;
    form->addRow(tr("&Association"), association_);
    form->addRow(tr("&Question"), asked_);
    form->addRow(tr("&Column"), column_);
    auto* compared = new QHBoxLayout;
    compared->addWidget(sign_);
    compared->addWidget(value_, 1);
    auto* label = new QLabel(tr("&Value"), this);
    label->setBuddy(value_);
    form->addRow(label, compared);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(text_);
    column->addStretch(1);
    column->addWidget(buttons);
    resize(460, 260);

    connect(association_, &QComboBox::currentIndexChanged, this, &RelationFilter::fillColumns);
    connect(asked_, &QComboBox::currentIndexChanged, this, &RelationFilter::showQuestion);
    connect(column_, &QComboBox::currentIndexChanged, this, &RelationFilter::showQuestion);
    connect(sign_, &QComboBox::currentIndexChanged, this, &RelationFilter::showQuestion);
    connect(value_, &QLineEdit::textChanged, this, &RelationFilter::showQuestion);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const auto read = filterCondition(registry_, model_, question());
        if (!read) {
            text_->setText(spoken(read.error()));
            return;
        }
        emit chosen(question());
        accept();
    });
    buttons->button(QDialogButtonBox::Ok)->setEnabled(association_->count() > 0);
    fillColumns();
}

void RelationFilter::fillColumns()
{
    column_->clear();
    column_->addItem(tr("(is there at all)"));
    const orm::Model& model = registry_.at(model_);
    if (association_->currentIndex() >= 0) {
        const orm::Association& association = model.associations[size_t(association_->currentIndex())];
        const orm::Model& target = registry_.at(association.target);
        for (const QString& name : target.attributeNames())
            column_->addItem(name, name);
        if (association.through >= 0) {
            for (const orm::Attribute& attribute : registry_.at(association.through).attributes) {
                const bool key =
                    association.keys.contains(attribute.name) || association.otherKeys.contains(attribute.name);
                if (!key && !target.attribute(attribute.name)) // the target's goes before
                    column_->addItem(tr("%1 (of the link)").arg(attribute.name), attribute.name);
            }
        }
    }
    showQuestion();
}

QString RelationFilter::question() const
{
    const QString name = filterName(association_->currentText());
    const int asked = asked_->currentData().toInt();
    if (asked == Count)
        return QStringLiteral("%1 count %2 %3").arg(name, sign_->currentText(), value_->text().trimmed());
    const QString column = column_->currentData().toString();
    const QString word = asked == Any ? QStringLiteral("any") : QStringLiteral("none");
    if (column.isEmpty())
        return QStringLiteral("%1: %2").arg(name, word);
    QString value = value_->text().trimmed();
    if (value.compare(u"null", Qt::CaseInsensitive) != 0 && !value.startsWith(u'\''))
        value = u'\'' + value.replace(u'\'', QStringLiteral("''")) + u'\'';
    return QStringLiteral("%1 %2 %3 %4 %5").arg(name, word, filterName(column), sign_->currentText(), value);
}

void RelationFilter::showQuestion()
{
    const bool counted = asked_->currentData().toInt() == Count;
    const bool compared = counted || !column_->currentData().toString().isEmpty();
    column_->setEnabled(!counted);
    sign_->setEnabled(compared);
    value_->setEnabled(compared);
    text_->setText(question());
}

} // namespace conjoin::ui
