// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/check/mends.h"

#include "model/check/mending.h"
#include "model/document/invariants.h"
#include "model/edit/edits.h"

namespace conjoin::model {

namespace {

using mending::Mend;
using mending::Mends;

mending::Mended removed(const Document& document, const Diagnostic& finding)
{
    return edit::removeObjects(document, {finding.object});
}

const Mends& mends()
{
    static const Mends all = [] {
        Mends every{
            {QStringLiteral("key.duplicate"), removed},
            {QStringLiteral("index.duplicate"), removed},
            {QStringLiteral("reference.missing-table"), removed},
            {QStringLiteral("reference.duplicate"), removed},
            {QStringLiteral("type.unused"), removed},
        };
        for (const Mends& family : {mending::nameMends(), mending::tableMends(), mending::keyMends(),
                 mending::referenceMends(), mending::linkMends(), mending::userTypeMends()})
            every.insert(family);
        return every;
    }();
    return all;
}

} // namespace

bool hasMend(const QString& code)
{
    return mends().contains(code);
}

std::optional<Result<Document>> mended(const Document& document, const Diagnostic& finding)
{
    const Mend mend = mends().value(finding.what.code);
    if (!mend)
        return std::nullopt;
    Result<Document> next = mend(document, finding);
    if (!next)
        return next;
    const Diagnostics broken = violations(*next);
    if (!broken.empty())
        return Result<Document>(inputError(finding.where, broken.front().what));
    return next;
}

} // namespace conjoin::model
