// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include "ui/session/editsession.h"

#include <algorithm>
#include <functional>

namespace conjoin::ui {

namespace {

const model::Table* tableWith(
    const model::Schema& schema, const std::function<bool(const model::Table&)>& matches)
{
    const auto it = std::find_if(schema.tables.begin(), schema.tables.end(), matches);
    return it == schema.tables.end() ? nullptr : &*it;
}

struct Holding {
    const model::Schema& schema;

    template<class Other>
    const model::Table* operator()(const Other&) const
    {
        return nullptr;
    }
    const model::Table* operator()(TableId id) const { return schema.tables.find(id); }
    const model::Table* operator()(ColumnId id) const { return model::tableOfColumn(schema, id); }
    const model::Table* operator()(KeyId id) const
    {
        return tableWith(schema, [id](const model::Table& table) {
            return (table.primaryKey && table.primaryKey->id == id) ||
                   std::ranges::find(table.uniqueKeys, id, &model::Key::id) != table.uniqueKeys.end();
        });
    }
    const model::Table* operator()(IndexId id) const
    {
        return tableWith(schema, [id](const model::Table& table) {
            return std::ranges::find(table.indexes, id, &model::Index::id) != table.indexes.end();
        });
    }
    const model::Table* operator()(CheckId id) const
    {
        return tableWith(schema, [id](const model::Table& table) {
            return std::ranges::find(table.checks, id, &model::Check::id) != table.checks.end();
        });
    }
};

struct Exists {
    const model::Document& document;

    bool operator()(std::monostate) const { return false; }
    bool operator()(TableId id) const { return document.schema.tables.contains(id); }
    bool operator()(ReferenceId id) const { return document.schema.references.contains(id); }
    bool operator()(LinkId id) const { return document.schema.links.contains(id); }
    bool operator()(UserTypeId id) const { return document.schema.types.contains(id); }
    bool operator()(VerbatimId id) const { return document.schema.verbatims.contains(id); }
    bool operator()(DiagramId id) const { return document.diagrams.contains(id); }
    bool operator()(ColumnId id) const { return Holding{document.schema}(id) != nullptr; }
    bool operator()(KeyId id) const { return Holding{document.schema}(id) != nullptr; }
    bool operator()(IndexId id) const { return Holding{document.schema}(id) != nullptr; }
    bool operator()(CheckId id) const { return Holding{document.schema}(id) != nullptr; }
    bool operator()(NoteId id) const
    {
        return std::any_of(document.diagrams.begin(), document.diagrams.end(),
            [id](const model::Diagram& diagram) { return diagram.notes.contains(id); });
    }
    bool operator()(GroupId id) const
    {
        return std::any_of(document.diagrams.begin(), document.diagrams.end(),
            [id](const model::Diagram& diagram) { return diagram.groups.contains(id); });
    }
};

} // namespace

bool exists(const model::Document& document, const ObjectRef& object)
{
    return std::visit(Exists{document}, object);
}

TableId tableHolding(const model::Schema& schema, const ObjectRef& object)
{
    const model::Table* table = std::visit(Holding{schema}, object);
    return table ? table->id : TableId();
}

Selection::Selection(EditSession& session, QObject* parent)
    : QObject(parent)
    , session_(session)
{
    connect(&session, &EditSession::changed, this, [this] {
        std::vector<ObjectRef> kept;
        for (const ObjectRef& object : objects_) {
            if (exists(session_.document(), object))
                kept.push_back(object);
        }
        select(std::move(kept));
    });
}

bool Selection::contains(const ObjectRef& object) const
{
    return std::ranges::find(objects_, object) != objects_.end();
}

ObjectRef Selection::single() const
{
    return objects_.size() == 1 ? objects_.front() : ObjectRef();
}

void Selection::select(std::vector<ObjectRef> objects)
{
    if (objects == objects_)
        return;
    objects_ = std::move(objects);
    emit changed();
}

void Selection::toggle(const ObjectRef& object)
{
    std::vector<ObjectRef> next = objects_;
    const auto it = std::ranges::find(next, object);
    if (it == next.end())
        next.push_back(object);
    else
        next.erase(it);
    select(std::move(next));
}

} // namespace conjoin::ui
