// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace conjoin::app {

/// Names, icon and language of the program: before its first window.
void prepare(QApplication& application);

} // namespace conjoin::app
