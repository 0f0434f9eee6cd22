// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/elidedlabel.h"

#include <algorithm>

namespace conjoin::ui {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setWhole(const QString& text)
{
    whole_ = text;
    setAccessibleName(text);
    fit();
    updateGeometry();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(whole_) + 2, QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    fit();
}

void ElidedLabel::fit()
{
    const QString shown = fontMetrics().elidedText(whole_, Qt::ElideRight, width() - std::max(0, indent()));
    setText(shown);
    setToolTip(shown == whole_ ? QString() : whole_);
}

} // namespace conjoin::ui
