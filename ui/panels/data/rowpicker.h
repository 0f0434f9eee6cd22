// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/job.h"
#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QPointer>
#include <QSet>
#include <QTimer>

#include <optional>

class QFrame;
class QListWidget;
class QListWidgetItem;

namespace conjoin::ui {

/// What a person chose in a RowPicker: a row that exists, or a new one with that label.
struct RowChoice {
    sql::Row row;  ///< null: create
    QString label; ///< of the row to create
};

/// The cell that links or creates: typing searches, the rows found hang below, the last entry creates what was
/// typed. Enter takes the highlighted entry, Ctrl+Enter creates. Tab takes a row that was found, or the entry
/// that a person moved to, and goes on; it never makes a row of what was only typed. Escape leaves.
class RowPicker : public QLineEdit {
    Q_OBJECT

public:
    RowPicker(const Theme& theme, RowSource source, int model, QSet<QString> linkedKeys, QWidget* parent);
    ~RowPicker() override;

    /// Only rows that are there can be chosen. Before anything is typed.
    void offerNoCreation();

    /// The entries that are shown, as text: for tests and for assistive technology.
    QStringList entries() const;

signals:
    void chosen(const conjoin::ui::RowChoice& choice, bool goOn);
    void dismissed();
    /// Nothing was typed, and the keyboard goes on to the next cell.
    void passed();

protected:
    bool event(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Accept { None, Highlighted, HighlightedAndOn, Create };

    bool takeKey(int key, Qt::KeyboardModifiers modifiers);
    void search();
    void stopSearch();
    void show(const sql::Rows& rows, const QString& typed);
    QListWidgetItem* newHint(const QString& text);
    bool looksLikeKey(const QString& typed) const;
    void sayNoneIsMeant();
    void accept(Accept how);
    void choose(const QListWidgetItem* item, bool goOn);
    void move(int steps);
    void place();
    void finish(const RowChoice& choice, bool goOn);
    void dismiss();
    void pass();

    const Theme& theme_;
    RowSource source_;
    int model_;
    QSet<QString> linked_; ///< keys of rows that are linked already
    QPointer<QFrame> drop_;
    QPointer<QListWidget> list_;
    QTimer debounce_;
    std::optional<sql::Job<Result<sql::Rows>>> searching_;
    bool creates_ = true;
    bool moved_ = false;            ///< the person has gone to the entry that is highlighted
    quint64 asked_ = 0;             ///< searches asked for …
    bool pending_ = false;          ///< … and the last one is not answered
    Accept waiting_ = Accept::None; ///< what to do as soon as it is
    sql::Rows rows_;
    bool done_ = false; ///< it chose or was left: it does so once
};

} // namespace conjoin::ui
