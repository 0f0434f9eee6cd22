// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

class QIODevice;

namespace conjoin::orm {

/// How the bytes of a text are to be read.
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Windows1252 };

/// How a file of lines and fields is written.
struct CsvLayout {
    TextEncoding encoding = TextEncoding::Utf8;
    QChar delimiter = u',';
    QChar quote = u'"';
    bool header = true; ///< the first line names the columns

    friend bool operator==(const CsvLayout&, const CsvLayout&) = default;
};

/// What the beginning of a file looks like: a byte order mark or UTF-8 that holds, the delimiter that cuts
/// most lines alike, the quote that stands beside delimiters; a header where the first line has a text in every
/// field, each another, and no number. `whole` = the file ends with `start`.
CsvLayout guessedLayout(const QByteArray& start, bool whole);

/// One field. A text in quotes is never NULL.
struct CsvCell {
    QString text;
    bool quoted = false;

    friend bool operator==(const CsvCell&, const CsvCell&) = default;
};

/// One record: a line, or several where quotes hold line ends.
struct CsvRecord {
    qint64 line = 0; ///< that it begins on, from 1
    std::vector<CsvCell> cells;
    Message problem;     ///< why it can't be read, or empty
    bool goesOn = false; ///< tells more of what the record before began; lines of text never do
};

/// Reads records one by one, in constant memory (RFC 4180; lines may end in any way). Empty lines are passed
/// over. What is wrong with a record – a text behind a closing quote, a quote that never closes, bytes that are
/// no text – is told with it, and the next one is read all the same.
class CsvReader {
public:
    /// The device is open, at its beginning, and outlives the reader.
    CsvReader(QIODevice& device, const CsvLayout& layout);

    /// The next record, nothing behind the last. Error: the device can't be read.
    Result<std::optional<CsvRecord>> next();
    /// Bytes of the device that were read so far, for a bar.
    qint64 position() const { return position_; }

private:
    bool fill();
    std::optional<QChar> take();
    std::optional<QChar> peek();
    void endLine(QChar first);
    QString decoded(const QByteArray& bytes, bool last);

    QIODevice& device_;
    const CsvLayout layout_;
    qint64 position_ = 0;
    QByteArray rest_; ///< bytes of a character that is not whole yet
    QString text_;
    qsizetype at_ = 0;
    qint64 line_ = 1;
    bool started_ = false;
    bool ended_ = false;
    bool dirty_ = false;  ///< some bytes of `text_` were no text and are replacement characters
    bool broken_ = false; ///< … of the present record
    std::optional<Error> error_;
};

} // namespace conjoin::orm
