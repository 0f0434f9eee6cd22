// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/printdialog.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPageSetupDialog>
#include <QPrintDialog>
#include <QPrintPreviewWidget>
#include <QPrinter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace conjoin::ui {

PrintDialog::PrintDialog(SceneGraph scene, const QString& name, QWidget* parent)
    : QDialog(parent)
    , scene_(std::move(scene))
    , printer_(std::make_unique<QPrinter>(QPrinter::HighResolution))
    , size_(new QComboBox(this))
    , orientation_(new QComboBox(this))
    , summary_(new QLabel(this))
    , preview_(new QPrintPreviewWidget(printer_.get(), this))
{
    setWindowTitle(tr("Print"));
    setObjectName(QStringLiteral("printDiagram"));
    resize(QSize(860, 680).boundedTo(screen()->availableSize() - QSize(16, 48)));
    printer_->setDocName(name);
    size_->setObjectName(QStringLiteral("printSize"));
    size_->setAccessibleName(tr("Size"));
    size_->addItem(tr("On one page"), 0.0);
    for (const int percent : {100, 75, 50, 35, 25})
        size_->addItem(tr("%1 %, on several pages").arg(percent), percent / 100.0);
    orientation_->setAccessibleName(tr("Orientation"));
    orientation_->addItem(tr("Landscape"), int(QPageLayout::Landscape));
    orientation_->addItem(tr("Portrait"), int(QPageLayout::Portrait));
    printer_->setPageOrientation(QPageLayout::Landscape);
    summary_->setObjectName(QStringLiteral("printPages"));
    summary_->setProperty("role", "muted");

    auto* paper = new QPushButton(tr("&Paper…"), this);
    paper->setAutoDefault(false);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* print = new QPushButton(tr("Print…"), this);
    print->setDefault(true);
    auto* settings = new QHBoxLayout;
    settings->setSpacing(8);
    settings->addWidget(size_);
    settings->addWidget(orientation_);
    settings->addWidget(paper);
    settings->addWidget(summary_);
    settings->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(print);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(settings);
    column->addWidget(preview_, 1);
    column->addLayout(buttons);

    // Paper is white: the light theme, whatever the window shows.
    connect(preview_, &QPrintPreviewWidget::paintRequested, this,
        [this](QPrinter* printer) { printScene(*printer, scene_, Theme::light(), scale()); });
    connect(size_, &QComboBox::currentIndexChanged, this, &PrintDialog::refresh);
    connect(orientation_, &QComboBox::currentIndexChanged, this, [this] {
        printer_->setPageOrientation(QPageLayout::Orientation(orientation_->currentData().toInt()));
        refresh();
    });
    connect(paper, &QPushButton::clicked, this, [this] {
        QPageSetupDialog setup(printer_.get(), this);
        if (setup.exec() == QDialog::Accepted) {
            const QSignalBlocker blocker(orientation_);
            orientation_->setCurrentIndex(orientation_->findData(int(printer_->pageLayout().orientation())));
            refresh();
        }
    });
    connect(cancel, &QPushButton::clicked, this, &PrintDialog::reject);
    connect(print, &QPushButton::clicked, this, &PrintDialog::print);
    refresh();
}

PrintDialog::~PrintDialog() = default;

PrintScale PrintDialog::scale() const
{
    const double chosen = size_->currentData().toDouble();
    return chosen > 0 ? PrintScale{chosen, false} : PrintScale{1, true};
}

int PrintDialog::pages() const
{
    return int(printedTiles(scene_, *printer_, scale()).size());
}

void PrintDialog::refresh()
{
    const int count = pages();
    summary_->setText(count == 1 ? tr("1 page") : tr("%1 pages").arg(count));
    preview_->updatePreview();
    if (count == 1)
        preview_->setSinglePageViewMode();
    else
        preview_->setAllPagesViewMode();
    preview_->fitInView();
}

void PrintDialog::print()
{
    QPrintDialog dialog(printer_.get(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    printScene(*printer_, scene_, Theme::light(), scale());
    accept();
}

} // namespace conjoin::ui
