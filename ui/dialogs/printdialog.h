// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/export/printing.h"
#include "ui/theme/theme.h"

#include <QDialog>

#include <memory>

class QComboBox;
class QLabel;
class QPrinter;
class QPrintPreviewWidget;

namespace conjoin::ui {

/// A diagram as it comes out of the printer: on one page, or on as many as its size takes.
class PrintDialog : public QDialog {
    Q_OBJECT

public:
    PrintDialog(SceneGraph scene, const QString& name, QWidget* parent = nullptr);
    ~PrintDialog() override;

    /// How many pages it takes as it is set now.
    int pages() const;

public slots:
    void print();

private:
    PrintScale scale() const;
    void refresh();

    SceneGraph scene_;
    std::unique_ptr<QPrinter> printer_;
    QComboBox* size_;
    QComboBox* orientation_;
    QLabel* summary_;
    QPrintPreviewWidget* preview_;
};

} // namespace conjoin::ui
