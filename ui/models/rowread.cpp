// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowread.h"

namespace conjoin::ui {

RowPtr RowReader::read(const sql::Row& row)
{
    const orm::Model& model = registry_.at(row.model());
    auto object = std::make_shared<RowObject>();
    object->model = row.model();
    object->values = row.values();
    RowKey key = rowKey(model, object->values);
    object->key = std::move(key.text);
    object->keyJson = std::move(key.json);
    for (size_t i = 0; i < object->values.size(); ++i) {
        if (const std::optional<qint64> bytes = row.longLength(int(i)))
            object->cut.push_back({int(i), *bytes});
    }
    size_t slot = 0; // of referenceIncludes()
    for (const orm::Association& association : model.associations) {
        if (association.kind != orm::AssociationKind::BelongsTo || slot >= row.includes() ||
            with_ == With::Others)
            continue;
        const sql::Rows related = row.related(slot++).rows();
        if (!related.empty())
            refer(*object, association.name, related.front());
    }
    return object;
}

void RowReader::refer(RowObject& row, const QString& association, const sql::Row& to)
{
    std::vector<RowPtr>& known = known_[&to.node()];
    if (known.size() <= to.number())
        known.resize(to.number() + 1);
    RowPtr made = known[to.number()];
    if (!made) {
        made = read(to);
        known_[&to.node()][to.number()] = made; // what that refers to may have made more room
        referred_.push_back(made);
    }
    row.references.insert(association, std::move(made));
}

} // namespace conjoin::ui
