// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/virtualkeydialog.h"

#include "ui/theme/completions.h"

#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace conjoin::ui {

namespace {

/// Whether a column may well hold such keys, as its name says it: `customer_id` and the key `id` of customers.
bool isLikely(const orm::Model& target, const QString& key, const QString& column)
{
    if (column.compare(key, Qt::CaseInsensitive) == 0)
        return key.compare(QLatin1String("id"), Qt::CaseInsensitive) != 0;
    return column.startsWith(target.name, Qt::CaseInsensitive) ||
           (column.endsWith(key, Qt::CaseInsensitive) &&
               target.table.startsWith(
                   column.left(column.size() - key.size()).remove(u'_'), Qt::CaseInsensitive));
}

} // namespace

model::NamedTable namedTable(const orm::Model& model)
{
    return {model.schema, model.table};
}

VirtualKeyDialog::VirtualKeyDialog(
    std::shared_ptr<const orm::ModelRegistry> registry, int model, const QString& attribute, QWidget* parent)
    : QDialog(parent)
    , registry_(std::move(registry))
    , model_(model)
    , attribute_(attribute)
    , target_(new QComboBox(this))
    , form_(new QFormLayout(this))
    , said_(new QLabel(this))
    , buttons_(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("virtualKeyDialog"));
    setWindowTitle(tr("Virtual foreign key of %1").arg(registry_->at(model).table));
    setMinimumWidth(420);
    target_->setObjectName(QStringLiteral("virtualKeyTarget"));
    for (size_t i = 0; i < registry_->models().size(); ++i) {
        const orm::Model& candidate = registry_->models()[i];
        if (!candidate.identity().isEmpty())
            target_->addItem(candidate.table, int(i));
    }
    target_->model()->sort(0);
    target_->setEditable(true); // to be searched
    target_->setInsertPolicy(QComboBox::NoInsert);
    target_->completer()->setCompletionMode(QCompleter::PopupCompletion);
    target_->completer()->setFilterMode(Qt::MatchContains);
    dressCompletions(*target_->completer());
    said_->setObjectName(QStringLiteral("virtualKeySaid"));
    said_->setProperty("role", QStringLiteral("muted"));
    said_->setWordWrap(true);
    form_->addRow(tr("Rows refer to a row of"), target_);
    form_->addRow(said_);
    form_->addRow(buttons_);
    // What the column's name speaks of is likely.
    int likely = -1;
    for (int i = 0; i < target_->count() && likely < 0; ++i) {
        const orm::Model& candidate = registry_->at(target_->itemData(i).toInt());
        if (!attribute_.isEmpty() && isLikely(candidate, candidate.identity().first(), attribute_))
            likely = i;
    }
    target_->setCurrentIndex(std::max(likely, 0));
    fillColumns();
    connect(target_, &QComboBox::currentIndexChanged, this, &VirtualKeyDialog::fillColumns);
    connect(target_, &QComboBox::editTextChanged, this, &VirtualKeyDialog::judge);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons_, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(key());
        accept();
    });
}

int VirtualKeyDialog::target() const
{
    const int at = target_->findText(target_->currentText(), Qt::MatchExactly);
    return at < 0 ? -1 : target_->itemData(at).toInt();
}

void VirtualKeyDialog::fillColumns()
{
    for (QComboBox* column : std::exchange(columns_, {}))
        form_->removeRow(column);
    const int to = target();
    if (to >= 0) {
        const orm::Model& own = registry_->at(model_);
        const orm::Model& referred = registry_->at(to);
        const QStringList identity = referred.identity();
        for (const QString& key : identity) {
            auto* column = new QComboBox(this);
            column->setObjectName(QStringLiteral("virtualKeyColumn"));
            column->addItems(own.attributeNames());
            int at = -1;
            for (int i = 0; i < column->count() && at < 0; ++i) {
                const QString& name = column->itemText(i);
                if (identity.size() == 1 && !attribute_.isEmpty() ? name == attribute_
                                                                  : isLikely(referred, key, name))
                    at = i;
            }
            column->setCurrentIndex(std::max(at, 0));
            connect(column, &QComboBox::currentIndexChanged, this, &VirtualKeyDialog::judge);
            form_->insertRow(1 + int(columns_.size()), tr("Its %1 stands in").arg(key), column);
            columns_.push_back(column);
        }
    }
    judge();
}

void VirtualKeyDialog::judge()
{
    QString said = tr("The project keeps it; the database gets no constraint.");
    bool fits = target() >= 0 && !columns_.empty();
    if (!fits)
        said = tr("There is no table of that name with a key.");
    QStringList chosen;
    for (const QComboBox* column : columns_)
        chosen.append(column->currentText());
    if (fits && chosen.removeDuplicates() > 0) {
        fits = false;
        said = tr("Each column of the key needs one of its own.");
    }
    said_->setText(said);
    buttons_->button(QDialogButtonBox::Ok)->setEnabled(fits);
}

model::VirtualKey VirtualKeyDialog::key() const
{
    const orm::Model& own = registry_->at(model_);
    const orm::Model& referred = registry_->at(target());
    model::VirtualKey key{namedTable(own), namedTable(referred), {}};
    const QStringList identity = referred.identity();
    for (size_t i = 0; i < columns_.size(); ++i)
        key.columns.emplace_back(
            own.column(columns_[i]->currentText()), referred.column(identity[qsizetype(i)]));
    return key;
}

} // namespace conjoin::ui
