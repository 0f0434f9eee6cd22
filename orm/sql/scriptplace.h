// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace conjoin::sql {

/// Tells places in a script. It counts on from the place that it told last, so that a word on each of a
/// hundred thousand statements takes no longer than one on the last.
class ScriptPlaces {
public:
    /// `script` is in UTF-8 and must outlive this.
    ScriptPlaces(const QByteArray& script, QString source);

    /// `source:line:column` of a byte; both count from 1, columns in characters.
    QString at(qsizetype offset) const;

private:
    const QByteArray& script_;
    QString source_;
    const qsizetype start_;     ///< behind a byte order mark
    mutable qsizetype counted_; ///< bytes before the place that was told last
    mutable qsizetype line_ = 1;
    mutable qsizetype column_ = 1;
};

} // namespace conjoin::sql
