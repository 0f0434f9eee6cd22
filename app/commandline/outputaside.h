// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QTemporaryFile>

#include <functional>

namespace conjoin::app {

/// What is to be printed whole or not at all: it waits until everything is there, a little of it in memory and
/// the rest in a temporary file that goes with the object.
class OutputAside {
public:
    /// Error: there is no room for it in the folder of temporary files.
    Result<void> take(const QByteArray& bytes);
    /// Hands out everything, in pieces; ends with the first Error of `sink`.
    Result<void> pass(const std::function<Result<void>(const QByteArray&)>& sink);

private:
    Result<void> spill();

    QByteArray waiting_; ///< behind what is in the file
    QTemporaryFile file_;
};

} // namespace conjoin::app
