// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace conjoin::ui {

class TablePicker;

/// The bar above the rows: which table, which of its rows, how many there are, and the buttons.
class RowBar : public QFrame {
    Q_OBJECT

public:
    explicit RowBar(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Puts a button in front of the last one.
    void addTool(QWidget* tool);
    /// Offers the tables of a database; none is shown yet. A closed source offers none.
    void setSource(const RowSource& source);

    bool isEmpty() const; ///< no table to offer
    /// The model of the registry that is picked; -1 = none.
    int model() const;
    void setModel(int model);
    /// Where to begin: the first table that was drawn, else the first.
    int firstModel() const;
    /// The model whose table has the name; -1 = none.
    int modelOf(const QString& table) const;

    QString filter() const;
    void setFilter(const QString& text);
    void clearFilter() { setFilter({}); }
    void focusFilter();
    /// Marks the filter as one that can't be understood, with the reason as its tooltip; empty = it can.
    void setFilterError(const QString& reason);
    void setFilterRowShown(bool shown);

    /// So many rows were opened by now; -1 = nothing is under way.
    void showProgress(int rows);
    void setCount(const QString& text, bool exactOffered = false);
    /// The keyboard goes along the bar as the eye does, and from its end to `next`: once every control is
    /// there.
    void leadKeysTo(QWidget* next);
    /// A control of somebody else's, in front of the buttons.
    void addControl(QWidget* control);

signals:
    void tableChosen(int model); ///< by the person, not by setModel()
    void filterChanged();        ///< after a pause in typing
    void filterEntered();        ///< by Enter
    void refreshAsked();
    void cancelAsked();
    void exactCountAsked();
    void columnsAsked();
    void goToAsked();
    void filterRowAsked();
    void relationFilterAsked();
    void rowAsked();

private:
    void fill();
    void paintIcons();

    const Theme* theme_;
    RowSource source_;
    TablePicker* tables_;
    QLineEdit* filter_;
    QToolButton* relation_;
    QToolButton* filterRow_;
    QLabel* count_;
    QPushButton* exact_;
    QProgressBar* progress_;
    QToolButton* goTo_;
    QToolButton* columns_;
    QToolButton* cancel_;
    QToolButton* refresh_;
    QPushButton* create_;
    QTimer typing_;
};

} // namespace conjoin::ui
