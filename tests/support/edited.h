// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/invariants.h"

#include <QtGlobal>

#include <utility>

namespace conjoin::tests {

/// The document after an edit that must succeed and keep the invariants; else the test program ends.
inline model::Document done(Result<model::Document> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().what.english()));
    if (const auto broken = model::violations(*result); !broken.empty())
        qFatal("%s", qPrintable(broken.front().what.english()));
    return std::move(*result);
}

/// The code of the error that refuses the edit; empty where it succeeds.
inline QString refusal(const Result<model::Document>& result)
{
    return result ? QString() : result.error().what.code;
}

} // namespace conjoin::tests
