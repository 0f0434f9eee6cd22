// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace conjoin::model::layout {

/// An array of a fixed size, all of its bits zero. Of a large one only those parts take memory and time that
/// somebody comes to: a search for a few lines sees little of a drawing.
template<class Item>
class ZeroedArray {
    static_assert(std::is_trivially_copyable_v<Item> && std::is_trivially_destructible_v<Item>);

public:
    explicit ZeroedArray(std::size_t size)
        : items_(static_cast<Item*>(std::calloc(size, sizeof(Item))))
    {
        if (!items_ && size > 0)
            throw std::bad_alloc();
    }

    Item& operator[](std::size_t index) { return items_.get()[index]; }
    const Item& operator[](std::size_t index) const { return items_.get()[index]; }

private:
    struct Free {
        void operator()(Item* items) const { std::free(items); }
    };
    std::unique_ptr<Item, Free> items_;
};

} // namespace conjoin::model::layout
