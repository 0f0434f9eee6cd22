// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

class QLineEdit;

namespace conjoin::ui {

/// Shows dots instead of letters, with an eye at the end that shows them while it is on.
void hidePassword(QLineEdit& field, const Theme& theme);

/// What becomes of a password where no keychain runs.
QString noKeychainText();

} // namespace conjoin::ui
