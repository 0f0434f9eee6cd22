// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSharedData>
#include <QSharedDataPointer>
#include <QString>

#include <concepts>
#include <utility>

namespace conjoin::model {

/// A text or a list that is empty nearly always, in the room of one pointer instead of the three that Qt's own
/// take: a drawing of 5,000 tables has some 80,000 columns with a dozen such members each, twice over, as drawn
/// and as derived. Reads as a `T` wherever one is wanted; its members are reached with `->`. Copies share.
template<typename T>
class Rare {
public:
    Rare() = default;
    /// Not explicit, so that it is filled like the `T` that it stands for.
    template<typename U>
    requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, Rare>) Rare(U&& value)
    {
        T made = std::forward<U>(value);
        if (!made.isEmpty())
            held_ = new Held(std::move(made));
    }

    /// The value, an empty one where nothing was given; valid while this object lives and stays unchanged.
    const T& operator*() const { return held_ ? held_->value : nothing(); }
    const T* operator->() const { return &**this; }
    operator const T&() const { return **this; }

    bool isEmpty() const { return !held_; }
    void clear() { held_.reset(); }

    auto begin() const { return (**this).cbegin(); }
    auto end() const { return (**this).cend(); }

    friend bool operator==(const Rare& one, const Rare& other)
    {
        return one.held_ == other.held_ || *one == *other;
    }
    friend bool operator==(const Rare& one, const T& other) { return *one == other; }
    template<std::size_t size>
    friend bool operator==(const Rare& one, const char16_t (&other)[size]) requires std::same_as<T, QString>
    {
        return *one == other;
    }
    friend bool operator==(const Rare& one, QStringView other) requires std::same_as<T, QString>
    {
        return *one == other;
    }
    friend bool operator==(const Rare& one, QLatin1String other) requires std::same_as<T, QString>
    {
        return *one == other;
    }

private:
    struct Held : QSharedData {
        explicit Held(T given)
            : value(std::move(given))
        {}
        T value;
    };

    static const T& nothing()
    {
        static const T empty;
        return empty;
    }

    QExplicitlySharedDataPointer<const Held> held_; ///< never holds an empty value
};

} // namespace conjoin::model
