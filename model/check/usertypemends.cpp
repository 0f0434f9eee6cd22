// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mending.h"

namespace conjoin::model::mending {

namespace {

Mended valuesMadeOnce(const Document& document, const Diagnostic& finding)
{
    const auto once = [&](const QStringList& values) {
        QStringList kept;
        for (const QString& value : values) {
            // The rule names the second of the two, as it is spelled.
            const bool again = value == finding.what.args.value(0) && kept.contains(value, Qt::CaseInsensitive);
            if (!again)
                kept << value;
        }
        return kept;
    };
    if (const auto* id = std::get_if<UserTypeId>(&finding.object)) {
        if (!document.schema.types.contains(*id))
            return gone();
        Document next = document;
        next.schema.types.update(*id, [&](UserType& type) { type.values = once(type.values); });
        return next;
    }
    return changeColumn(document, finding.object,
        [&](Table&, Column& column) { column.type.values = once(column.type.values); });
}

} // namespace

Mends userTypeMends()
{
    return {
        {QStringLiteral("enum.value-twice"), valuesMadeOnce},
    };
}

} // namespace conjoin::model::mending
