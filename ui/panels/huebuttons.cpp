// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/huebuttons.h"

#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace conjoin::ui {

namespace {

QIcon swatch(const QColor& color, bool chosen, const QColor& ring)
{
    QPixmap pixmap(40, 40);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(8, 8, 24, 24));
    if (chosen) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ring, 3));
        painter.drawEllipse(QRectF(3.5, 3.5, 33, 33));
    }
    return QIcon(pixmap);
}

QString translated(const char* text)
{
    return QCoreApplication::translate("conjoin::ui::HueButtons", text);
}

} // namespace

void addHueButtons(
    QWidget& form, QFormLayout* fields, HueButtons& buttons, const std::function<void(int)>& chosen)
{
    auto* row = new QWidget(&form);
    auto* colours = new QHBoxLayout(row);
    colours->setContentsMargins(0, 0, 0, 0);
    colours->setSpacing(1);
    for (int hue = 0; hue < model::subjectHues; ++hue) {
        auto* button = new QToolButton(row);
        button->setIconSize({20, 20});
        button->setAutoRaise(true);
        button->setFixedSize(22, 28);
        button->setStyleSheet(QStringLiteral("padding: 0"));
        button->setAccessibleName(
            translated(QT_TRANSLATE_NOOP("conjoin::ui::HueButtons", "Colour %1")).arg(hue + 1));
        QObject::connect(button, &QToolButton::clicked, &form, [chosen, hue] { chosen(hue); });
        colours->addWidget(button);
        buttons[size_t(hue)] = button;
    }
    colours->addStretch();
    auto* label = new QLabel(translated(QT_TRANSLATE_NOOP("conjoin::ui::HueButtons", "Colour")), &form);
    label->setProperty("role", "muted");
    label->setFixedWidth(84);
    label->setMinimumHeight(28);
    fields->addRow(label, row);
}

void showHue(const HueButtons& buttons, const Theme& theme, int hue, bool enabled)
{
    for (int i = 0; i < model::subjectHues; ++i) {
        buttons[size_t(i)]->setIcon(swatch(theme.hues[size_t(i)].band, i == hue, theme.ink));
        buttons[size_t(i)]->setEnabled(enabled);
    }
}

} // namespace conjoin::ui
