// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"
#include "orm/entity/modelregistry.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace conjoin::ui {

/// Paints an entry of a RowPicker: label, key in grey, one or two more columns; or the entry that creates.
class PickerDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int rowHeight = 30;
    enum Role { KeyRole = Qt::UserRole, DetailRole, RowRole, CreateRole, LinkedRole, HintRole };

    explicit PickerDelegate(const Theme& theme, QObject* parent = nullptr);

    /// One or two columns beside label and key that tell namesakes apart: unique ones, then texts and numbers,
    /// then dates; never a moment that is written by itself. `said` are the columns of the label.
    static QString details(
        const orm::Model& model, const std::vector<orm::Value>& values, const QStringList& said);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& theme_;
};

} // namespace conjoin::ui
