// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"

#include <QString>

namespace conjoin::ui {

/// The sentence in the person's language.
QString spoken(const Message& message);
/// The same with a capital first, for a line that stands alone; a name that it begins with stays as it is.
QString sentence(const Message& message);
/// Where, what and – on a line of its own – how to go on.
QString spoken(const Error& error);
/// The same of a text that can't be read: with the line that the error's `where` – `name:line:column` – names.
QString spoken(const Error& error, const QByteArray& text);

} // namespace conjoin::ui
