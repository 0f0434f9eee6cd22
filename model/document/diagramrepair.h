// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"

namespace conjoin::model {

/// How far from (0, 0) anything of a diagram may stand, and the largest extent of a note or group, in canvas
/// units: 5,000 laid out tables take a twentieth of it. What is farther off is out of reach of the canvas.
constexpr double farthestPlace = 1e6;
constexpr double leastExtent = 16; ///< of a note or group: a smaller one can't be gripped

/// A document whose diagrams can be shown, and a sentence a diagram for each kind of thing that was amiss.
struct RepairedDocument {
    Document document;
    Diagnostics mended;
};

/// Mends what a hand, a merge or another program broke in the diagrams; the schema is never touched, and
/// nothing that can be shown is left out:
/// 1. a document without a diagram gets one that shows everything, laid out;
/// 2. cards, pills and lines of tables, links and references that are gone are left out;
/// 3. a drawing that lies beyond farthestPlace as a whole is moved back as a whole;
/// 4. cards whose place is no finite number or beyond it, and cards that lie wholly under another, are put
///    near what they are linked with – or all are laid out, where no card has a place –, pills between their
///    ends, notes and groups below the rest;
/// 5. notes and groups of no usable size get the usual one, hues outside the palette become the first;
/// 6. a line with a bend at no such place, or at an end that its link has not, runs as the router leads it.
/// The same document gives the same result. What was in order stays bit for bit.
RepairedDocument repairedDiagrams(Document document);

} // namespace conjoin::model
