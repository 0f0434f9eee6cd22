// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QTimer>

#include <atomic>
#include <memory>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace conjoin::ui {

/// Writes a diagram as SVG, PNG or PDF, on a thread of its own. Escape stops it; no half-written file stays.
class PictureDialog : public QDialog {
    Q_OBJECT

public:
    /// `folder` and `name` suggest where the file goes and what it is called.
    PictureDialog(SceneGraph scene, const QString& folder, const QString& name, const Theme& theme,
        QWidget* parent = nullptr);
    ~PictureDialog() override;

    /// «Wrote school.svg», once it was accepted.
    const QString& outcome() const { return outcome_; }
    bool isBusy() const { return bool(work_); }

public slots:
    void setFormat(const QString& suffix); ///< `svg`, `png` or `pdf`
    void setScale(double scale);
    void writeTo(const QString& path);
    void reject() override; ///< stops what runs first

private:
    /// What the dialog and the thread share.
    struct Work {
        std::atomic_bool cancel = false;
        std::atomic_int share = 0; ///< thousandths
    };

    void browse();
    void refresh();
    void setBusy(bool busy);
    QString format() const;

    SceneGraph scene_;
    QString folder_, name_;
    const Theme* theme_;
    QString outcome_;
    QComboBox* format_;
    QComboBox* colours_;
    QDoubleSpinBox* scale_;
    QLabel* scaleLabel_;
    QLabel* size_;
    QLabel* error_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    QPushButton* save_;
    QTimer watch_;
    std::shared_ptr<Work> work_; ///< of the picture under way
};

} // namespace conjoin::ui
