// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/scenegraph.h"

#include <QSet>
#include <QSizeF>

namespace conjoin::ui {

/// What a card or pill says, and where each of its rows came from.
struct NodeContent {
    QString title;
    std::vector<CardRow> rows;
    std::vector<orm::ColumnOrigin> origins; ///< parallel to `rows`

    int rowOf(ColumnId column) const; ///< -1 where it is not shown
    int rowOfReference(const model::Reference& reference) const;
    int rowOfLinkEnd(int end) const;
    /// The row that a foreign key with this first column pair points at.
    int rowOfTarget(const model::ForeignKey& key) const;
};

/// How many rows of the key's table may belong to one row of its target, and how many the other way round.
struct KeyBounds {
    bool unique = false;      ///< no two rows refer to the same one
    bool mandatory = false;   ///< every row refers to one
    bool identifying = false; ///< the key is a part of the primary key of its table
    bool part = false;        ///< rows are nothing without the one that they refer to, and belong to no other
};

/// Reads the content of cards from a document and what it derives to.
class ContentSource {
public:
    ContentSource(const model::Document& document, const orm::Derivation& derivation);

    /// All columns, derived ones included.
    NodeContent card(const model::Table& table) const;
    /// The attributes of the junction only: neither the keys of its ends nor a surrogate key.
    NodeContent pill(const model::ManyToMany& link) const;

    /// From the constraints that the database would have, else from what the reference says itself.
    KeyBounds bounds(const model::Reference& reference) const;

private:
    const QString& shared(const QString& text) const;

    const model::Document& document_;
    const orm::Derivation& derivation_;
    mutable QSet<QString> texts_; ///< types of columns: a few, said a thousand times
};

/// The rows of keys only: primary, foreign and unique ones.
NodeContent keysOf(const NodeContent& content);

/// Outer size of a card or pill.
QSizeF nodeSize(NodeKind kind, const NodeContent& content, bool collapsed);

} // namespace conjoin::ui
