// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mending.h"

#include <algorithm>

namespace conjoin::model::mending {

namespace {

Mended typesMadeAlike(const Document& document, const Diagnostic& finding)
{
    Document next = document;
    const auto adjust = [&](const ForeignKey& key, TableId from, TableId to) {
        const Table* target = document.schema.tables.find(to);
        next.schema.tables.update(from, [&](Table& table) {
            for (const ColumnPair& pair : key.columns) {
                const Column* there = target ? target->column(pair.target) : nullptr;
                for (Column& column : table.columns) {
                    if (there && column.id == pair.local)
                        column.type = there->type;
                }
            }
        });
    };
    if (const auto* id = std::get_if<ReferenceId>(&finding.object)) {
        const Reference* reference = document.schema.references.find(*id);
        if (!reference)
            return gone();
        adjust(reference->key, reference->from, reference->to);
    } else if (const auto* linkId = std::get_if<LinkId>(&finding.object)) {
        const ManyToMany* link = document.schema.links.find(*linkId);
        if (!link)
            return gone();
        for (const LinkEnd& end : link->ends)
            adjust(end.key, link->junction, end.table);
    }
    return next;
}

const Reference* referenceOf(const Document& document, const Diagnostic& finding)
{
    const auto* id = std::get_if<ReferenceId>(&finding.object);
    return id ? document.schema.references.find(*id) : nullptr;
}

Mended targetMadeUnique(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference || !reference->to)
        return gone();
    Document next = document;
    next.schema.tables.update(reference->to, [&](Table& table) {
        Key key;
        key.id = idFor<KeyId>(finding);
        for (const ColumnPair& pair : reference->key.columns)
            key.parts.push_back({pair.target, false, {}});
        table.uniqueKeys.push_back(std::move(key));
    });
    return next;
}

Mended madeOptional(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference)
        return gone();
    Document next = document;
    next.schema.references.update(reference->id, [](Reference& changed) { changed.mandatory = false; });
    const auto isLocal = [&](ColumnId id) {
        return std::ranges::any_of(
            reference->key.columns, [&](const ColumnPair& pair) { return pair.local == id; });
    };
    next.schema.tables.update(reference->from, [&](Table& table) {
        for (Column& column : table.columns)
            column.nullable = column.nullable || isLocal(column.id);
    });
    return next;
}

Mended indexAdded(const Document& document, const Diagnostic& finding)
{
    const Reference* reference = referenceOf(document, finding);
    if (!reference)
        return gone();
    Document next = document;
    next.schema.tables.update(reference->from, [&](Table& table) {
        Index index;
        index.id = idFor<IndexId>(finding);
        for (const ColumnPair& pair : reference->key.columns)
            index.parts.push_back({pair.local, false, {}});
        table.indexes.push_back(std::move(index));
    });
    return next;
}

} // namespace

Mends referenceMends()
{
    return {
        {QStringLiteral("reference.type-mismatch"), typesMadeAlike},
        {QStringLiteral("reference.target-not-key"), targetMadeUnique},
        {QStringLiteral("reference.set-null-on-not-null"), madeOptional},
        {QStringLiteral("reference.cycle"), madeOptional},
        {QStringLiteral("reference.no-index"), indexAdded},
    };
}

} // namespace conjoin::model::mending
