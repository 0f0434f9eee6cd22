// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/freememory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace conjoin::ui {

void returnLargePieces()
{
#ifdef __GLIBC__
    constexpr int large = 1 << 18, keptAtTheEnd = 8 << 20; // bytes
    mallopt(M_MMAP_THRESHOLD, large);
    mallopt(M_TRIM_THRESHOLD, keptAtTheEnd);
    // Small pieces are joined when they are freed: else all those of a hundred thousand rows are together, by
    // whoever asks for a large piece next, and that is the window.
    mallopt(M_MXFAST, 0);
#endif
}

void returnFreeMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

} // namespace conjoin::ui
