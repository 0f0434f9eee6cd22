// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/lift/lift.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace conjoin::ui {

class EditSession;

/// What reading a database or a script found beside the tables: which of them are taken for many-to-many links
/// and why, which are nearly some, and what could not be kept. Each choice is one click, and one step to undo.
class ImportPanel : public QWidget {
    Q_OBJECT

public:
    ImportPanel(EditSession& session, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// `source` is what was read, as a person calls it.
    void showFindings(const QString& source, std::vector<orm::NearMiss> nearMisses, Diagnostics lost);
    void clear();
    /// How many near misses and losses there are: what is worth a look.
    int worthALook() const;

public slots:
    /// Link ↔ table of the row that is current.
    void switchCurrent();

signals:
    void revealed(const conjoin::ObjectRef& object);

private:
    void rebuild();
    void updateButton();
    QTreeWidgetItem* addGroup(const QString& title, int count);

    EditSession& session_;
    const Theme* theme_;
    QLabel* summary_;
    QPushButton* switch_;
    QTreeWidget* list_;
    QString source_;
    std::vector<orm::NearMiss> nearMisses_;
    Diagnostics lost_;
};

} // namespace conjoin::ui
