// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomdocument.h"

namespace conjoin::tests {

using namespace model;

Browsing RandomDocument::browsing()
{
    const auto namedTable = [this] { return NamedTable{oneIn(2) ? name() : QString(), name()}; };
    const auto add = [](const Browsing& all, auto& list, auto thing) {
        if (!whyNot(all, thing))
            list.push_back(std::move(thing));
    };
    Browsing made;
    while (oneIn(2))
        add(made, made.queries, NamedQuery{name(), namedTable(), text()});
    while (oneIn(2))
        add(made, made.virtualKeys, VirtualKey{namedTable(), namedTable(), {{name(), name()}}});
    while (oneIn(2))
        add(made, made.junctions, JunctionView{namedTable(), JunctionView::As(below(2))});
    return made;
}

} // namespace conjoin::tests
