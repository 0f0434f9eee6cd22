// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QPointer>

#include <vector>

class QAction;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace conjoin::ui {
class EditSession;
}

namespace conjoin::model {
struct Table;
}

namespace conjoin::app {

class Actions;

/// Ctrl+K: every table, column, link and command, and the rows of every table, by a few letters. What is drawn
/// is found by the name that it has in the database, too, which is told then.
class CommandPalette : public QFrame {
    Q_OBJECT

public:
    CommandPalette(const Actions& actions, ui::EditSession& session, QWidget* parent);

    void setTheme(const ui::Theme& theme) { theme_ = &theme; }
    /// Opens it in the middle of the upper part of its parent. Without a document only commands are offered.
    void open(bool withDocument);

signals:
    void revealed(const conjoin::ObjectRef& object);
    void rowsAsked(conjoin::TableId table);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Entry {
        QString text, detail, icon;
        QString stored; ///< what the database calls it; empty = the same
        ObjectRef object;
        TableId rowsOf{}; ///< what is chosen is to see its rows
        QAction* action = nullptr;
        int rank = 0; ///< tables before columns before commands
    };
    void collect(bool withDocument);
    void collectTable(const model::Table& table);
    void filter(const QString& typed);
    void choose();
    void leave(); ///< hides it, and whoever had the keyboard has it again

    const Actions& actions_;
    ui::EditSession& session_;
    const ui::Theme* theme_ = &ui::Theme::light();
    QLineEdit* field_;
    QListView* list_;
    QStandardItemModel* shown_;
    std::vector<Entry> entries_;
    std::vector<const Entry*> matches_;
    QPointer<QWidget> before_; ///< what had the focus when it was opened
};

/// How well `text` answers `typed`: its letters in order, word beginnings and runs count more; -1 = not at all.
int paletteScore(const QString& text, const QString& typed);

} // namespace conjoin::app
