// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"
#include "orm/entity/modelregistry.h"
#include "orm/physical/physicalschema.h"

#include <QString>

/// What the targets share.
namespace conjoin::fuzz {

/// Stops the run where something that must hold for every input does not.
inline void must(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/// What stands before the first line end, and what behind it.
struct TwoParts {
    QByteArray first;
    QByteArray rest;
};
inline TwoParts atFirstLineEnd(const QByteArray& text)
{
    const qsizetype end = text.indexOf('\n');
    return end < 0 ? TwoParts{text, {}} : TwoParts{text.left(end), text.mid(end + 1)};
}

/// Everything that happens to a drawing that was read: it is checked, and derived and written for every engine.
void useDrawing(const model::Document& document);

/// The same for the schema of a script of that dialect. Drawn and derived, it must be what it was.
void useSchema(const orm::PhysicalSchema& schema, const QString& dialect);

/// The models of two tables, and of a link between them with an attribute.
const orm::ModelRegistry& school();

} // namespace conjoin::fuzz
