// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace conjoin::ui {

/// Why what stands in a field on the canvas is refused: a sentence right below it, or above where there is no
/// room, that stays until something else is typed.
class FieldRefusal : public QLabel {
    Q_OBJECT

public:
    FieldRefusal(const QString& sentence, const Theme& theme, QWidget& field);

    /// Follows the field.
    void place(const QWidget& field);
};

} // namespace conjoin::ui
