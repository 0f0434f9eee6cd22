// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace conjoin::tests {

/// What one run of the program left behind.
struct ProgramRun {
    int status = -1;
    QByteArray out;
    QString err;
};

/// Runs `conjoin` with these arguments in `folder`, without a display, and waits for its end.
ProgramRun runConjoin(const QString& folder, const QStringList& arguments, const QByteArray& input = {});

} // namespace conjoin::tests
