// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace conjoin {

/// Objects by id, in the order in which they were added. A value: a copy shares every object with its
/// original, so a document of thousands of tables is copied for an edit in microseconds, and an object that
/// two copies share is the same address – which is how Delta finds what changed.
///
/// `Object` has a member `id`; its type is `ObjectMap::IdType`.
template<class Object>
class ObjectMap {
public:
    using IdType = decltype(Object::id);
    using Pointer = std::shared_ptr<const Object>;

    class const_iterator {
    public:
        using iterator_category = std::random_access_iterator_tag;
        using value_type = Object;
        using difference_type = std::ptrdiff_t;
        using pointer = const Object*;
        using reference = const Object&;

        const_iterator() = default;
        explicit const_iterator(typename std::vector<Pointer>::const_iterator it)
            : it_(it)
        {}
        reference operator*() const { return **it_; }
        pointer operator->() const { return it_->get(); }
        reference operator[](difference_type n) const { return *it_[n]; }
        const_iterator& operator++()
        {
            ++it_;
            return *this;
        }
        const_iterator operator++(int)
        {
            auto old = *this;
            ++it_;
            return old;
        }
        const_iterator& operator--()
        {
            --it_;
            return *this;
        }
        const_iterator operator--(int)
        {
            auto old = *this;
            --it_;
            return old;
        }
        const_iterator& operator+=(difference_type n)
        {
            it_ += n;
            return *this;
        }
        const_iterator& operator-=(difference_type n)
        {
            it_ -= n;
            return *this;
        }
        friend const_iterator operator+(const_iterator a, difference_type n) { return a += n; }
        friend const_iterator operator+(difference_type n, const_iterator a) { return a += n; }
        friend const_iterator operator-(const_iterator a, difference_type n) { return a -= n; }
        friend difference_type operator-(const_iterator a, const_iterator b) { return a.it_ - b.it_; }
        friend bool operator==(const_iterator, const_iterator) = default;
        friend auto operator<=>(const_iterator, const_iterator) = default;

    private:
        typename std::vector<Pointer>::const_iterator it_;
    };

    const_iterator begin() const { return const_iterator(items_.begin()); }
    const_iterator end() const { return const_iterator(items_.end()); }
    std::size_t size() const { return items_.size(); }
    bool isEmpty() const { return items_.empty(); }

    /// The object, or null where there is none of that id. Valid while any copy of the map holds it.
    const Object* find(IdType id) const { return pointer(id).get(); }
    Pointer pointer(IdType id) const
    {
        const std::size_t at = position(id);
        return at == items_.size() ? Pointer() : items_[at];
    }
    bool contains(IdType id) const { return position(id) != items_.size(); }

    /// The object that must exist.
    const Object& at(IdType id) const
    {
        const std::size_t at = position(id);
        Q_ASSERT_X(at != items_.size(), "ObjectMap::at", "no object has this id");
        return *items_[at];
    }

    /// Adds the object at the end, or replaces the one of its id in its place.
    void set(Object object)
    {
        const std::size_t at = position(object.id);
        auto made = std::make_shared<const Object>(std::move(object));
        if (at != items_.size()) {
            items_[at] = std::move(made);
            return;
        }
        index_.insert(made->id, items_.size());
        items_.push_back(std::move(made));
    }

    /// Changes the object of that id in place: `map.update(id, [&](Table& t) { t.name = name; })`.
    template<class Change>
    void update(IdType id, Change&& change)
    {
        Object copy = at(id);
        std::forward<Change>(change)(copy);
        Q_ASSERT_X(copy.id == id, "ObjectMap::update", "an id never changes");
        set(std::move(copy));
    }

    /// Returns false where there was none.
    bool remove(IdType id)
    {
        const std::size_t at = position(id);
        if (at == items_.size())
            return false;
        items_.erase(items_.begin() + std::ptrdiff_t(at));
        rebuildIndex();
        return true;
    }

    /// Removes every object that `matches` is true of; true where there was one.
    template<class Matches>
    bool removeIf(Matches&& matches)
    {
        if (std::erase_if(items_, [&](const Pointer& item) { return matches(*item); }) == 0)
            return false;
        rebuildIndex();
        return true;
    }

    /// By value, in order. Shared objects compare by address first.
    friend bool operator==(const ObjectMap& a, const ObjectMap& b)
    {
        if (a.items_.size() != b.items_.size())
            return false;
        for (std::size_t i = 0; i < a.items_.size(); ++i) {
            if (a.items_[i] != b.items_[i] && !(*a.items_[i] == *b.items_[i]))
                return false;
        }
        return true;
    }

private:
    using Index = QHash<IdType, std::size_t>; // implicitly shared: a copy of the map costs one pointer

    std::size_t position(IdType id) const
    {
        const auto it = index_.constFind(id);
        return it == index_.cend() ? items_.size() : *it;
    }
    void rebuildIndex()
    {
        Index fresh;
        fresh.reserve(qsizetype(items_.size()));
        for (std::size_t i = 0; i < items_.size(); ++i)
            fresh.insert(items_[i]->id, i);
        index_ = std::move(fresh);
    }

    std::vector<Pointer> items_;
    Index index_;
};

} // namespace conjoin
