// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/picturedialog.h"

#include "model/io/wholefile.h"
#include "ui/export/picture.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QBuffer>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

Result<QByteArray> picture(const QString& format, const SceneGraph& scene, const Theme& theme, double scale,
    const QString& title, const PictureWatch& watch)
{
    if (format == u"svg")
        return svgPicture(scene, theme);
    if (format == u"pdf")
        return pdfPicture(scene, theme, title);
    const auto image = pngPicture(scene, theme, scale, watch);
    if (!image)
        return failure(image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image->save(&buffer, "PNG");
    return bytes;
}

} // namespace

PictureDialog::PictureDialog(
    SceneGraph scene, const QString& folder, const QString& name, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , scene_(std::move(scene))
    , folder_(folder)
    , name_(name)
    , theme_(&theme)
    , format_(new QComboBox(this))
    , colours_(new QComboBox(this))
    , scale_(new QDoubleSpinBox(this))
    , scaleLabel_(new QLabel(tr("&Scale"), this))
    , size_(new QLabel(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , save_(new QPushButton(tr("Save as…"), this))
{
    setWindowTitle(tr("Export picture"));
    setObjectName(QStringLiteral("exportPicture"));
    setMinimumWidth(420);
    format_->setObjectName(QStringLiteral("pictureFormat"));
    format_->addItem(tr("SVG – for pages and documents"), QStringLiteral("svg"));
    format_->addItem(tr("PNG – pixels"), QStringLiteral("png"));
    format_->addItem(tr("PDF – one page of its own size"), QStringLiteral("pdf"));
    colours_->addItem(tr("Light"), int(Theme::Kind::Light));
    colours_->addItem(tr("Dark"), int(Theme::Kind::Dark));
    colours_->addItem(tr("High contrast"), int(Theme::Kind::HighContrast));
    colours_->setObjectName(QStringLiteral("pictureColours"));
    colours_->setCurrentIndex(0); // a picture is light unless it is asked otherwise, whatever the window wears
    scale_->setObjectName(QStringLiteral("pictureScale"));
    scale_->setRange(0.05, 16);
    scale_->setSingleStep(0.5);
    scale_->setValue(2);
    scale_->setSuffix(tr(" ×"));
    scaleLabel_->setBuddy(scale_);
    size_->setProperty("role", "muted");
    size_->setObjectName(QStringLiteral("pictureSize"));
    error_->setProperty("role", "error");
    error_->setObjectName(QStringLiteral("pictureError"));
    error_->setWordWrap(true);
    error_->hide();
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    cancel_->setAutoDefault(false);
    save_->setDefault(true);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Format"), format_);
    form->addRow(tr("&Colours"), colours_);
    form->addRow(scaleLabel_, scale_);
    form->addRow(tr("Size"), size_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel_);
    buttons->addWidget(save_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);

    watch_.setInterval(60);
    connect(&watch_, &QTimer::timeout, this, [this] { progress_->setValue(work_ ? work_->share.load() : 0); });
    connect(format_, &QComboBox::currentIndexChanged, this, &PictureDialog::refresh);
    connect(scale_, &QDoubleSpinBox::valueChanged, this, &PictureDialog::refresh);
    connect(cancel_, &QPushButton::clicked, this, &PictureDialog::reject);
    connect(save_, &QPushButton::clicked, this, &PictureDialog::browse);
    setBusy(false);
    refresh();
}

PictureDialog::~PictureDialog()
{
    if (work_)
        work_->cancel = true;
}

QString PictureDialog::format() const
{
    return format_->currentData().toString();
}

void PictureDialog::setFormat(const QString& suffix)
{
    format_->setCurrentIndex(format_->findData(suffix));
}

void PictureDialog::setScale(double scale)
{
    scale_->setValue(scale);
}

void PictureDialog::refresh()
{
    const bool pixels = format() == u"png";
    scale_->setEnabled(pixels && !work_);
    scaleLabel_->setEnabled(pixels);
    const QSize size = pngSize(scene_, pixels ? scale_->value() : 1);
    size_->setText(pixels ? tr("%1 × %2 pixels").arg(size.width()).arg(size.height())
                          : tr("%1 × %2 units, sharp at any size").arg(size.width()).arg(size.height()));
    error_->hide();
}

void PictureDialog::setBusy(bool busy)
{
    for (QWidget* field : std::initializer_list<QWidget*>{format_, colours_, save_})
        field->setEnabled(!busy);
    scale_->setEnabled(!busy && format() == u"png");
    QSizePolicy keeping = progress_->sizePolicy();
    keeping.setRetainSizeWhenHidden(true); // the buttons must not jump
    progress_->setSizePolicy(keeping);
    progress_->setVisible(busy);
    cancel_->setText(busy ? tr("Stop") : tr("Cancel"));
    if (busy)
        watch_.start();
    else
        watch_.stop();
}

void PictureDialog::browse()
{
    const QString suffix = format();
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export picture"), QDir(folder_).filePath(name_ + u'.' + suffix),
            tr("%1 pictures (*.%2);;All files (*)").arg(suffix.toUpper(), suffix));
    if (!path.isEmpty())
        writeTo(QFileInfo(path).suffix().isEmpty() ? path + u'.' + suffix : path);
}

void PictureDialog::writeTo(const QString& path)
{
    if (work_)
        return;
    error_->hide();
    work_ = std::make_shared<Work>();
    setBusy(true);
    const Theme& colours = Theme::of(Theme::Kind(colours_->currentData().toInt()));
    const auto future = inBackground(
        [work = work_, format = format(), scene = scene_, colours, scale = scale_->value(), title = name_] {
            PictureWatch watch;
            watch.cancel = &work->cancel;
            watch.progress = [&](double share) { work->share = int(share * 1000); };
            return picture(format, scene, colours, scale, title, watch);
        });
    whenDone(future, this, [this, path, work = work_](const Result<QByteArray>& bytes) {
        work_.reset();
        setBusy(false);
        if (work->cancel)
            return;
        const auto fail = [this](const QString& text) {
            error_->setText(text);
            error_->show();
        };
        if (!bytes) {
            fail(QStringList{sentence(bytes.error().what), sentence(bytes.error().hint)}.join(u' ').trimmed());
            return;
        }
        if (const std::optional<QString> why = model::writeWhole(path, *bytes)) {
            fail(tr("Could not write %1: %2").arg(path, *why));
            return;
        }
        outcome_ = tr("Wrote %1").arg(path);
        accept();
    });
}

void PictureDialog::reject()
{
    if (work_)
        work_->cancel = true; // it ends soon and leaves the dialog as it was
    else
        QDialog::reject();
}

} // namespace conjoin::ui
