// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/gotodialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSlider>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr int steps = 1000; ///< of the slider

} // namespace

GoToDialog::GoToDialog(const QString& table, double share, QWidget* parent)
    : QDialog(parent)
    , share_(share)
    , slider_(new QSlider(Qt::Horizontal, this))
    , percent_(new QDoubleSpinBox(this))
    , row_(new QDoubleSpinBox(this))
    , said_(new QLabel(this))
{
    setObjectName(QStringLiteral("goToDialog"));
    setWindowTitle(tr("Go to a place in %1").arg(table));
    setMinimumWidth(380);
    slider_->setObjectName(QStringLiteral("goToSlider"));
    slider_->setAccessibleName(tr("How far into the rows"));
    slider_->setRange(0, steps);
    slider_->setPageStep(steps / 10);
    percent_->setObjectName(QStringLiteral("goToPercent"));
    percent_->setDecimals(1);
    percent_->setRange(0, 100);
    percent_->setSuffix(QStringLiteral(" %"));
    row_->setObjectName(QStringLiteral("goToRow"));
    row_->setDecimals(0);
    row_->setGroupSeparatorShown(true);
    row_->setRange(1, 1);
    row_->setEnabled(false);
    said_->setObjectName(QStringLiteral("goToSaid"));
    said_->setProperty("role", QStringLiteral("muted"));
    said_->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Go"));
    auto* form = new QFormLayout;
    form->addRow(tr("&Share"), percent_);
    form->addRow(QString(), slider_);
    form->addRow(tr("&Row"), row_);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(said_);
    column->addWidget(buttons);
    connect(percent_, &QDoubleSpinBox::valueChanged, this,
        [this](double percent) { show(percent / 100, percent_); });
    connect(slider_, &QSlider::valueChanged, this, [this](int at) { show(double(at) / steps, slider_); });
    connect(row_, &QDoubleSpinBox::valueChanged, this, [this](double row) {
        if (rows_ && *rows_ > 1)
            show((row - 1) / double(*rows_ - 1), row_);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        emit chosen(share_);
        accept();
    });
    show(share, nullptr);
    percent_->setFocus();
    percent_->selectAll();
}

void GoToDialog::setRows(qint64 rows, bool exact)
{
    rows_ = std::max<qint64>(rows, 1);
    exact_ = exact;
    {
        const QScopedValueRollback showing(showing_, true);
        row_->setRange(1, double(*rows_));
    }
    row_->setEnabled(true);
    const bool typing = percent_->hasFocus(); // what is being typed there stays
    show(share_, typing ? percent_ : nullptr);
}

void GoToDialog::show(double share, const QObject* without)
{
    if (showing_)
        return;
    const QScopedValueRollback showing(showing_, true);
    share_ = share;
    if (without != percent_)
        percent_->setValue(share * 100);
    if (without != slider_)
        slider_->setValue(int(share * steps + 0.5));
    if (without != row_ && rows_)
        row_->setValue(1 + share * double(*rows_ - 1));
    say();
}

void GoToDialog::say()
{
    const QLocale locale;
    if (!rows_)
        said_->setText(tr("An estimate by the keys: some percent more or less."));
    else
        said_->setText(
            (exact_ ? tr("About row %1 of %2. An estimate by the keys: some percent more or less.")
                    : tr("About row %1 of about %2. An estimate by the keys: some percent more or less."))
                .arg(locale.toString(1 + qRound64(share_ * double(*rows_ - 1))), locale.toString(*rows_)));
}

} // namespace conjoin::ui
