// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/edit/refusals.h"

namespace conjoin::model::edit {

Result<Document> addUserType(Document document, UserType type)
{
    if (auto no = unlessSound(document, type))
        return *no;
    if (auto no = unlessNewIds(document, type, nullptr))
        return *no;
    document.schema.types.set(std::move(type));
    return document;
}

Result<Document> updateUserType(Document document, UserType type)
{
    const UserType* before = document.schema.types.find(type.id);
    if (!before)
        return inputError({}, message("edit.type-gone", "the type does not exist any more"));
    if (auto no = unlessSound(document, type))
        return *no;
    if (auto no = unlessNewIds(document, type, before))
        return *no;
    document.schema.types.set(std::move(type));
    return document;
}

} // namespace conjoin::model::edit
