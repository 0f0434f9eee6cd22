// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowpickdialog.h"

#include "ui/panels/data/rowpicker.h"

#include <QLabel>
#include <QVBoxLayout>

namespace conjoin::ui {

RowPickDialog::RowPickDialog(
    const Theme& theme, RowSource source, int model, const QString& question, QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , source_(std::move(source))
    , model_(model)
{
    setObjectName(QStringLiteral("rowPickDialog"));
    setWindowTitle(tr("Pick a row"));
    resize(460, 380);
    auto* label = new QLabel(question, this);
    label->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(label);
    column->addStretch(1);
}

void RowPickDialog::showEvent(QShowEvent* event)
{
    QDialog::showEvent(event);
    if (!picker_)
        ask();
}

void RowPickDialog::ask()
{
    delete picker_;
    picker_ = new RowPicker(theme_, source_, model_, leftOut_, this);
    picker_->offerNoCreation();
    static_cast<QVBoxLayout*>(layout())->insertWidget(1, picker_);
    connect(picker_, &RowPicker::chosen, this, [this](const RowChoice& choice) {
        row_ = choice.row;
        accept();
    });
    connect(picker_, &RowPicker::passed, this, &QDialog::reject);
    connect(picker_, &RowPicker::dismissed, this, &QDialog::reject);
    picker_->setVisible(true);
    picker_->setFocus();
}

} // namespace conjoin::ui
