// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/wholefile.h"

#include <QSaveFile>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace conjoin::model {

namespace {

/// Whether the disk has what was written: some find out that they are full only when they are asked.
bool isOnDisk(const QSaveFile& file)
{
    return fsync(file.handle()) == 0 || errno == EINVAL || errno == EROFS; // not everything can be asked
}

} // namespace

std::optional<QString> commitWhole(QSaveFile& file)
{
    std::optional<QString> why;
    if (!file.flush())
        why = file.errorString();
    else if (!isOnDisk(file))
        why = QString::fromLocal8Bit(std::strerror(errno));
    if (why)
        file.cancelWriting();
    if (!file.commit() && !why)
        why = file.errorString();
    return why;
}

std::optional<QString> writeWhole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    if (file.write(bytes) == bytes.size())
        return commitWhole(file);
    const QString why = file.errorString();
    file.cancelWriting();
    return why;
}

} // namespace conjoin::model
