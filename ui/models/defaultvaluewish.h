// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>

namespace conjoin::ui {

/// What stands for a value that the database is to give, among values that a person gives.
struct DefaultValueWish {
    friend bool operator==(const DefaultValueWish&, const DefaultValueWish&) = default;
};

} // namespace conjoin::ui

Q_DECLARE_METATYPE(conjoin::ui::DefaultValueWish)
