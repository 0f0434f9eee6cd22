// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QListWidget;
class QPushButton;

namespace conjoin::ui {

/// The keys, indexes or checks of a table: a short list, as high as its rows, with a button that adds one.
/// Insert adds, Delete removes; what the current one holds is edited below it.
class PartList : public QWidget {
    Q_OBJECT

public:
    PartList(const QString& addText, const QString& name, const Theme& theme, QWidget* parent);

    void setTheme(const Theme& theme);
    /// Replaces the rows; the current one stays where there still is one.
    void showParts(const QStringList& texts);
    int current() const; ///< -1 = none
    void setCurrent(int row);
    void setCanAdd(bool can);

signals:
    void addRequested();
    void removeRequested(int row);
    void currentChanged(int row);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitHeight();

    QListWidget* list_;
    QPushButton* add_;
    QPushButton* remove_;
};

} // namespace conjoin::ui
