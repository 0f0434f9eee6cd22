// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <QVariant>
#include <QWidget>

namespace conjoin::ui {

/// The editor of a cell, as its column's type asks: a list for yes and no and for the words of an enum, a list
/// to add to for a set, a line with a calendar for dates and moments, else a line. All but the lists take any
/// text: what a database has may be nothing that a calendar knows (`infinity`, a year 0).
QWidget* newCellEditor(const orm::Attribute& attribute, QWidget* parent);

/// What the cell holds; `null` is NULL and no text.
void setEditorValue(QWidget* editor, const QString& text, bool null);
/// What a person made of it: text, or invalid for NULL.
QVariant editorValue(const QWidget* editor);
/// Whether a person has changed something.
bool isEditorModified(const QWidget* editor);

} // namespace conjoin::ui
