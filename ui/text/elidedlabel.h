// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace conjoin::ui {

/// One line of plain text that ends in `…` where there is no room for it; then the tool tip has the whole.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setWhole(const QString& text);
    const QString& whole() const { return whole_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    QString whole_;
};

} // namespace conjoin::ui
