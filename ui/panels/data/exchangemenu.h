// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/exportdialog.h"
#include "ui/models/resulttree.h"
#include "ui/panels/data/rowcopy.h"

#include <QToolButton>

class QMenu;

namespace conjoin::ui {

class RowBar;
class RowTreeView;

/// What takes rows out of the data panel and brings them in: a button with a menu – export, import, sample
/// data, copies – and the keys for it.
class ExchangeMenu : public QToolButton {
    Q_OBJECT

public:
    ExchangeMenu(const Theme& theme, const ResultTreeModel& model, RowTreeView& view, const RowBar& bar,
        QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSource(RowSource source);

    /// The selected rows that are stored and of one table; empty where there are none.
    std::vector<RowPtr> selectedRows() const;

public slots:
    void exportRows();
    void importRows();
    void copyAs(conjoin::ui::CopyFormat format);

signals:
    void message(const QString& text);
    void sampleDataAsked();
    /// Rows came: what is shown is old.
    void imported();

private:
    void buildMenu();
    void showState();
    ExportSubject subject() const;
    /// What is open below the selected rows, as includes.
    std::vector<orm::Include> openBelow(const QModelIndex& row) const;

    const Theme* theme_;
    const ResultTreeModel& model_;
    RowTreeView& view_;
    const RowBar& bar_;
    RowSource source_;
    QString folder_; ///< of the last file
    QMenu* menu_;
    QList<QAction*> copies_;
    QAction* export_ = nullptr;
    QAction* import_ = nullptr;
    QAction* sample_ = nullptr;
};

} // namespace conjoin::ui
