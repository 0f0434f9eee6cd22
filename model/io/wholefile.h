// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

class QSaveFile;

namespace conjoin::model {

/// Finishes a file: it takes the place of the one before once the disk has all of it. Returns why it could not,
/// in the system's words; then the one before is still there. QSaveFile::commit() alone does not notice that
/// what waits in its buffer found no room on the disk, and leaves an empty file.
std::optional<QString> commitWhole(QSaveFile& file);

/// Writes a file in one piece, or not at all; returns why it could not.
std::optional<QString> writeWhole(const QString& path, const QByteArray& bytes);

} // namespace conjoin::model
