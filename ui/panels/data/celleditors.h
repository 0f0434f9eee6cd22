// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"
#include "ui/models/defaultvaluewish.h"

#include <QVariant>
#include <QWidget>

namespace conjoin::ui {

/// The editor of a cell, as its column's type asks: a list for yes and no, one that is searched by typing for
/// the words of an enum, one to add to for a set, a line with a calendar for dates and moments, else a line.
/// All but the lists take any text: what a database has may be nothing that a calendar knows (`infinity`, a
/// year 0). `defaultOffered`: the lists offer the database's default, too.
QWidget* newCellEditor(const orm::Attribute& attribute, QWidget* parent, bool defaultOffered = false);

/// What the cell holds; `null` is NULL and no text.
void setEditorValue(QWidget* editor, const QString& text, bool null);
/// What a person made of it: text, invalid for NULL, or a DefaultValueWish.
QVariant editorValue(const QWidget* editor);
/// Whether a list still offers several words that have what is typed so far in them. Where it offers one, that
/// is the value.
bool isHalfTyped(const QWidget* editor);
/// Whether a person has changed something.
bool isEditorModified(const QWidget* editor);

} // namespace conjoin::ui
