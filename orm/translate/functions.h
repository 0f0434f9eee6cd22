// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"

#include <QString>

#include <optional>

namespace conjoin::orm {

/// What the function of one engine that takes so many arguments is called by the other; nothing where it is not
/// known there. Functions of time, texts that are joined and keys are not functions here: see
/// `expressionwriter.h`.
std::optional<QString> translatedFunction(
    const QString& name, std::size_t arguments, const Dialect& from, const Dialect& to);

} // namespace conjoin::orm
