// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <QDialog>

#include <optional>

class QDialogButtonBox;
class QLabel;
class QTableWidget;
class QTableWidgetItem;

namespace conjoin::ui {

/// The elements of an array, one a line, edited as values of their type are in a cell. NULL is an element of
/// its own; an array within the array is one line, as text. Looking changes nothing: only OK after an edit
/// does.
class ArrayDialog : public QDialog {
    Q_OBJECT

public:
    /// `attribute` as RowSource::resolved() has it; empty optional = NULL.
    ArrayDialog(
        const orm::Attribute& attribute, const std::optional<QString>& text, bool writable, QWidget* parent);

    /// Whether the text is an array that a list of elements can be made of; one with bounds of its own is not.
    static bool takes(const orm::Attribute& attribute, const std::optional<QString>& text);

signals:
    void textChosen(const QString& text); ///< PostgreSQL's text of the array
    void nullChosen();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool takeKey(const QKeyEvent& event);
    void build(bool writable);
    void fill(const orm::Json& list);
    void add();
    void removeCurrent();
    void move(int by);
    void toggleNull();
    void edited();
    void dressNull(QTableWidgetItem* item, bool null);
    QTableWidgetItem* newItem(const orm::Json& element);
    /// The array that the lines make; an Error names the line that is no element.
    Result<QString> made() const;

    const orm::Attribute attribute_;
    orm::Attribute element_;
    bool nested_ = false; ///< the elements are arrays
    bool changed_ = false;
    bool filling_ = false; ///< it is the program that changes items
    QTableWidget* list_ = nullptr;
    QLabel* said_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
};

} // namespace conjoin::ui
