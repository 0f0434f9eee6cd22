// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"

#include <QByteArray>

#include <optional>

class QIODevice;

namespace conjoin::orm {

/// Reads the objects of a file one by one, in constant memory: those of one list, or objects that follow each
/// other, as NDJSON has them. UTF-8, with or without a mark of it.
class JsonObjects {
public:
    /// The device is open, at its beginning, and outlives the reader.
    explicit JsonObjects(QIODevice& device);

    struct Item {
        qint64 line = 0; ///< that it begins on, from 1
        Json value;      ///< an object, or null where there is a problem
        Message problem; ///< why it can't be read, or empty; the next one can be
    };
    /// The next object, nothing behind the last. Error: the device can't be read, or what stands there begins
    /// no object, so that nobody knows where the next one is.
    Result<std::optional<Item>> next();
    /// Bytes of the device that were read so far, for a bar.
    qint64 position() const { return position_; }
    /// Whether the file ended within an object or a list: of a part of a file that is no error.
    bool isCutOff() const { return cutOff_; }

private:
    std::optional<char> peek();
    bool fill();
    Result<bool> findObject();
    Error unexpected(char c) const;
    Item parsed(const QByteArray& text, qint64 line) const;

    QIODevice& device_;
    QByteArray text_;
    qsizetype at_ = 0;
    qint64 position_ = 0;
    qint64 line_ = 1;
    enum class Place { Start, List, Objects, End } place_ = Place::Start;
    bool ended_ = false;
    bool cutOff_ = false;
    std::optional<Error> error_;
};

} // namespace conjoin::orm
