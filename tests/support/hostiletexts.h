// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <random>

namespace conjoin::tests {

/// Texts that are meant to break out of where they stand: of SQL literals and comments, of LIKE patterns, of
/// JSON, of JSON paths, of what looks like a parameter; and characters that get lost on the way. Never U+0000,
/// which some engines can't store, nor half a character. The same for the same seed.
class HostileTexts {
public:
    explicit HostileTexts(quint64 seed)
        : random_(seed)
    {}

    QString next();

private:
    int below(int limit) { return int(random_() % quint64(limit)); }

    std::mt19937_64 random_;
};

} // namespace conjoin::tests
