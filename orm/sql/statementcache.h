// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <algorithm>
#include <list>
#include <optional>
#include <utility>

namespace conjoin::sql {

/// Statements that stay prepared, by their text: those that ran last. Few, and none that is long, for a server
/// keeps each of them too. One that runs is taken out and put back afterwards, so that the same text can run
/// while its rows are read.
template<class Prepared>
class StatementCache {
public:
    static constexpr size_t most = 64;
    static constexpr qsizetype longest = 16 * 1024; ///< bytes of text: an INSERT of some hundred rows

    static bool keeps(const QByteArray& text) { return text.size() <= longest; }

    std::optional<Prepared> take(const QByteArray& text)
    {
        const auto found = std::ranges::find(recent_, text, &Entry::first);
        if (found == recent_.end())
            return std::nullopt;
        std::optional<Prepared> taken(std::move(found->second));
        recent_.erase(found);
        return taken;
    }

    /// Returns what has to go for it.
    std::optional<Prepared> put(QByteArray text, Prepared prepared)
    {
        std::optional<Prepared> gone = take(text);
        if (recent_.size() == most) {
            gone.emplace(std::move(recent_.back().second));
            recent_.pop_back();
        }
        recent_.emplace_front(std::move(text), std::move(prepared));
        return gone;
    }

    /// Returns all of them.
    std::list<std::pair<QByteArray, Prepared>> clear() { return std::exchange(recent_, {}); }
    size_t size() const { return recent_.size(); }

private:
    using Entry = std::pair<QByteArray, Prepared>;

    std::list<Entry> recent_; ///< the last one first
};

} // namespace conjoin::sql
