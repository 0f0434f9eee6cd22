// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/io/textlines.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace conjoin::model {

/// The lines of a project file while they are written, one below the other at the level of the moment.
class LineWriter {
public:
    /// One level deeper for as long as it lives.
    class Deeper {
    public:
        explicit Deeper(LineWriter& writer)
            : writer_(writer)
        {
            ++writer_.level_;
        }
        ~Deeper() { --writer_.level_; }
        Q_DISABLE_COPY_MOVE(Deeper)

    private:
        LineWriter& writer_;
    };

    void line(const QStringList& words);
    /// The line that an object begins with, an empty one before it.
    void topLine(const QStringList& words);
    /// The key alone; nothing where it is off.
    void flag(bool on, const char* key);
    /// One word behind the key; nothing where it is empty.
    void name(const char* key, const QString& value);
    /// Text of several lines goes one line each, so that git sees which of them changed.
    void text(QStringList words, const QString& value);
    /// The same behind a key; nothing where it is empty.
    void text(const char* key, const QString& value);
    /// A line each.
    void columns(const char* key, const std::vector<ColumnId>& columns);

    const QString& written() const { return out_; }

private:
    QString out_;
    int level_ = 0;
};

template<class Tag>
QString idWord(Id<Tag> id)
{
    return id ? idText(id.value()) : QStringLiteral("-");
}

} // namespace conjoin::model
