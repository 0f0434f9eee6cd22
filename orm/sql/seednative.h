// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/value.h"

#include <QString>

namespace conjoin::sql {

/// A value of a type that only some engine has, made of a number that was drawn; `turn` ≥ 0 goes into one that
/// must be unique. NULL where nothing is known of the type.
orm::Value nativeValue(const QString& type, qint64 drawn, qint64 turn = -1);

} // namespace conjoin::sql
