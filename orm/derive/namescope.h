// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/asciifold.h"
#include "model/naming/namingpolicy.h"

#include <QSet>
#include <QString>
#include <QStringList>

namespace conjoin::orm {

/// Names that must differ from each other, letter case ignored, and may be `limit` UTF-8 bytes or characters
/// long (0 = any length).
class NameScope {
public:
    explicit NameScope(int limit = 0, model::LengthUnit unit = model::LengthUnit::Bytes)
        : limit_(limit)
        , unit_(unit)
    {}

    /// A name that somebody gave: taken as it stands. False where it was taken already.
    bool reserve(const QString& name);

    /// In the same letter case.
    bool holdsExactly(const QString& name) const { return exact_.contains(name); }
    bool contains(const QString& name) const { return taken_.contains(name.toLower()); }
    /// As engines compare that fold the letters of ASCII only.
    bool containsInAscii(const QString& name) const { return ascii_.contains(asciiFolded(name)); }

    /// A name made of the parts, bounded, and made different by a number where it is taken; taken from now on.
    QString take(const QStringList& parts) { return tried(parts).back(); }
    /// The same, with the names before it that were taken already.
    QStringList tried(const QStringList& parts);

private:
    QString bounded(const QStringList& parts) const;

    int limit_ = 0;
    model::LengthUnit unit_ = model::LengthUnit::Bytes;
    QSet<QString> taken_; // in lower case
    QSet<QString> ascii_; // letters of ASCII in lower case
    QSet<QString> exact_;
};

} // namespace conjoin::orm
