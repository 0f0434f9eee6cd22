// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"

namespace conjoin::model {

/// What must hold of every document that the program opens, makes or saves; empty when all does. A violation is
/// a broken file or a defect of an edit, never a matter of taste (that is `model/check`):
/// 1. ids are unique over the document, fit idText(), and none is null;
/// 2. every id that an object names exists and is of the right kind, and columns belong to the tables meant;
/// keys
///    and indexes have a part; no type is made of itself;
/// 3. a link has at least two ends, and ends never at its own junction; links that share a junction have scopes
/// that
///    tell their rows apart;
/// 4. a diagram's nodes and lines belong to existing tables, links and references; positions are finite; hues
/// are in range;
/// 5. there is at least one diagram;
/// 6. what is kept for looking at rows has names and columns, and none of it stands there twice.
Diagnostics violations(const Document& document);

/// Whether a row of a junction can't be of both links: a column is in both scopes, with different values.
bool areApart(const ManyToMany& a, const ManyToMany& b);

/// Whether a type that stands on that one is made of itself.
bool isCircular(const Schema& schema, const UserType& type);

} // namespace conjoin::model
