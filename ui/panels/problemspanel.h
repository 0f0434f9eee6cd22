// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace conjoin::ui {

class EditSession;

/// What checks and derivation say about the drawing. A click or Enter shows the object; a problem with a known
/// cure is mended by one click or Ctrl+., and a person may accept one for good.
class ProblemsPanel : public QWidget {
    Q_OBJECT

public:
    ProblemsPanel(EditSession& session, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    const Diagnostics& problems() const { return problems_; }
    /// What was found and mended when the file was read: on top of the list, until something else is set.
    void setFound(Diagnostics found);

public slots:
    /// Cures the current problem, where there is one way to.
    void mendCurrent();
    void acceptCurrent();
    void restoreAccepted();

signals:
    void revealed(const conjoin::ObjectRef& object);
    void problemsChanged(int errors, int warnings);

private:
    void request();
    void take(Diagnostics problems);
    void updateButtons();
    std::vector<int> selectedRows() const; ///< from top to bottom
    bool isFound(int row) const { return size_t(row) < found_.size(); }

    EditSession& session_;
    const Theme* theme_;
    QLabel* summary_;
    QPushButton* mend_;
    QPushButton* accept_;
    QPushButton* restore_;
    QTreeWidget* list_;
    QTimer pause_;
    Diagnostics problems_; ///< first those that were found
    Diagnostics found_;
    quint64 shownRevision_ = 0;
};

} // namespace conjoin::ui
