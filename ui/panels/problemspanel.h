// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace conjoin::ui {

class EditSession;

/// What checks and derivation say about the drawing. A click shows the object; a person may accept a problem
/// for good.
class ProblemsPanel : public QWidget {
    Q_OBJECT

public:
    ProblemsPanel(EditSession& session, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    const Diagnostics& problems() const { return problems_; }

public slots:
    void acceptCurrent();
    void restoreAccepted();

signals:
    void revealed(const conjoin::ObjectRef& object);
    void problemsChanged(int errors, int warnings);

private:
    void request();
    void take(Diagnostics problems);
    void updateButtons();

    EditSession& session_;
    const Theme* theme_;
    QLabel* summary_;
    QPushButton* accept_;
    QPushButton* restore_;
    QTreeWidget* list_;
    QTimer pause_;
    Diagnostics problems_;
    quint64 shownRevision_ = 0;
};

} // namespace conjoin::ui
