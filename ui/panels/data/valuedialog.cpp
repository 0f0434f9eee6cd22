// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/valuedialog.h"

#include "model/io/wholefile.h"
#include "orm/base/json.h"
#include "orm/base/moment.h"
#include "ui/text/messages.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QLocale>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr qsizetype mostShown = 64 * 1024; ///< bytes that are written out as hex
constexpr int pictureHeight = 220;
constexpr qint64 mostPixels = 64'000'000; ///< a picture that would need more memory than that is not drawn
constexpr qint64 largestFile = 1'000'000'000;

} // namespace

ValueDialog::ValueDialog(
    const orm::Attribute& attribute, std::optional<QString> text, bool writable, QWidget* parent)
    : QDialog(parent)
    , isBytes_(false)
    , text_(std::move(text))
{
    const model::TypeKind kind = orm::meaning(attribute.type);
    isJson_ = attribute.type.dimensions == 0 &&
              (kind == model::TypeKind::Json || kind == model::TypeKind::Jsonb);
    build(attribute, writable);
    edit_->setPlainText(text_.value_or(QString()));
    edit_->setPlaceholderText(text_ ? QStringLiteral("''") : QStringLiteral("NULL"));
    if (isJson_) {
        addFormat();
        connect(edit_, &QPlainTextEdit::textChanged, this, &ValueDialog::check);
        check();
    }
    edit_->document()->setModified(false);
}

ValueDialog::ValueDialog(
    const orm::Attribute& attribute, std::optional<QByteArray> bytes, bool writable, QWidget* parent)
    : QDialog(parent)
    , isBytes_(true)
    , bytes_(std::move(bytes))
{
    build(attribute, writable);
    edit_->setReadOnly(true);
    edit_->setLineWrapMode(QPlainTextEdit::NoWrap);
    addFiles(writable);
    showBytes();
}

void ValueDialog::build(const orm::Attribute& attribute, bool writable)
{
    setObjectName(QStringLiteral("valueDialog"));
    setWindowTitle(attribute.name);
    resize(640, 480);
    edit_ = new QPlainTextEdit(this);
    edit_->setObjectName(QStringLiteral("valueText"));
    edit_->setAccessibleName(attribute.name);
    edit_->setTabChangesFocus(true);
    edit_->setReadOnly(!writable);
    if (isBytes_ || isJson_)
        edit_->setFont(codeFont());
    picture_ = new QLabel(this);
    picture_->setAlignment(Qt::AlignCenter);
    picture_->hide();
    said_ = new QLabel(this);
    said_->setObjectName(QStringLiteral("valueSaid"));
    said_->setProperty("role", QStringLiteral("muted"));
    said_->setWordWrap(true);
    tools_ = new QHBoxLayout;
    tools_->addWidget(said_, 1);
    auto* buttons = new QDialogButtonBox(
        writable ? QDialogButtonBox::Ok | QDialogButtonBox::Cancel : QDialogButtonBox::Close, this);
    if (writable && attribute.nullable) {
        QPushButton* null = buttons->addButton(QStringLiteral("NULL"), QDialogButtonBox::ResetRole);
        null->setObjectName(QStringLiteral("valueNull"));
        null->setAutoDefault(false);
        connect(null, &QPushButton::clicked, this, [this] {
            emit nullChosen();
            accept();
        });
    }
    auto* column = new QVBoxLayout(this);
    column->addWidget(picture_);
    column->addWidget(edit_, 1);
    column->addLayout(tools_);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        if (isBytes_ && changed_)
            emit bytesChosen(bytes_.value_or(QByteArray()));
        else if (!isBytes_ && edit_->document()->isModified() && edit_->toPlainText() != text_)
            emit textChosen(edit_->toPlainText());
        accept();
    });
}

void ValueDialog::addFormat()
{
    auto* format = new QPushButton(tr("&Format"), this);
    format->setObjectName(QStringLiteral("valueFormat"));
    format->setAutoDefault(false);
    format->setEnabled(!edit_->isReadOnly());
    tools_->addWidget(format);
    connect(format, &QPushButton::clicked, this, [this] {
        const auto json = orm::parseJson(edit_->toPlainText().toUtf8(), QString());
        if (!json)
            return;
        QTextCursor all(edit_->document()); // one step of undo, and the text is known to be changed
        all.select(QTextCursor::Document);
        all.insertText(QString::fromUtf8(orm::prettyJson(*json)));
    });
}

void ValueDialog::check()
{
    const QByteArray text = edit_->toPlainText().toUtf8();
    const auto json = orm::parseJson(text, QString());
    const bool empty = text.trimmed().isEmpty();
    said_->setText(json || empty ? (empty ? QString() : tr("Valid JSON")) : spoken(json.error(), text));
    if (auto* buttons = findChild<QDialogButtonBox*>(); buttons && buttons->button(QDialogButtonBox::Ok))
        buttons->button(QDialogButtonBox::Ok)->setEnabled(json.has_value() || !edit_->document()->isModified());
}

void ValueDialog::addFiles(bool writable)
{
    auto* saving = new QPushButton(tr("&Save as…"), this);
    saving->setObjectName(QStringLiteral("valueSave"));
    saving->setEnabled(bytes_.has_value());
    auto* loading = new QPushButton(tr("&Load…"), this);
    loading->setObjectName(QStringLiteral("valueLoad"));
    loading->setEnabled(writable);
    for (QPushButton* button : {saving, loading}) {
        button->setAutoDefault(false);
        tools_->addWidget(button);
    }
    connect(saving, &QPushButton::clicked, this, &ValueDialog::save);
    connect(loading, &QPushButton::clicked, this, &ValueDialog::load);
}

QString ValueDialog::hexOf(const QByteArray& bytes)
{
    constexpr qsizetype width = 16;
    QString text;
    text.reserve(bytes.size() * 5);
    for (qsizetype at = 0; at < bytes.size(); at += width) {
        const QByteArray line = bytes.mid(at, width);
        QString letters;
        for (const char byte : line)
            letters += byte >= 0x20 && byte < 0x7f ? QLatin1Char(byte) : QLatin1Char('.');
        text += QStringLiteral("%1  %2  %3\n")
                    .arg(at, 8, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(line.toHex(' ')), -int(width * 3 - 1))
                    .arg(letters);
    }
    return text;
}

void ValueDialog::showBytes()
{
    const QByteArray bytes = bytes_.value_or(QByteArray());
    QString text = hexOf(bytes.left(mostShown));
    if (bytes.size() > mostShown)
        text += QStringLiteral("…\n");
    edit_->setPlainText(text);
    edit_->setPlaceholderText(bytes_ ? tr("no bytes") : QStringLiteral("NULL"));
    QString said = bytes_ ? tr("%1 bytes").arg(QLocale().toString(bytes.size())) : QString();
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    picture_->hide();
    if (size.isValid() && qint64(size.width()) * size.height() <= mostPixels) {
        reader.setAutoTransform(true);
        const QImage image = reader.read();
        if (!image.isNull()) {
            const qreal ratio = devicePixelRatioF();
            QPixmap pixmap = QPixmap::fromImage(image.scaled(QSize(600, pictureHeight) * ratio,
                Qt::KeepAspectRatio, Qt::SmoothTransformation));
            pixmap.setDevicePixelRatio(ratio);
            picture_->setPixmap(pixmap);
            picture_->show();
            said += tr(", a picture of %1 × %2").arg(size.width()).arg(size.height());
        }
    }
    said_->setText(said);
}

void ValueDialog::load()
{
    const QString name = QFileDialog::getOpenFileName(this, tr("Load bytes"));
    if (name.isEmpty())
        return;
    QFile file(name);
    if (file.size() > largestFile) {
        said_->setText(tr("%1 is larger than a value can be").arg(name));
        return;
    }
    if (!file.open(QIODevice::ReadOnly)) {
        said_->setText(tr("%1 can't be read: %2").arg(name, file.errorString()));
        return;
    }
    bytes_ = file.readAll();
    changed_ = true;
    showBytes();
}

void ValueDialog::save()
{
    const QString name = QFileDialog::getSaveFileName(this, tr("Save bytes"));
    if (name.isEmpty())
        return;
    if (const std::optional<QString> why = model::writeWhole(name, *bytes_))
        said_->setText(tr("%1 can't be written: %2").arg(name, *why));
    else
        said_->setText(tr("Saved as %1").arg(name));
}

} // namespace conjoin::ui
