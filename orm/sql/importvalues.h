// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/base/json.h"
#include "orm/entity/modelregistry.h"

namespace conjoin::sql {

/// Whether a row holds already what a file gives: `value` is what the database would keep of `given`. Decimals
/// may be written with more zeros, JSON with other white space, bits as a number, moments with another zone.
bool holdsAlready(
    const orm::Attribute& attribute, const orm::Value& stored, const orm::Value& value, const orm::Json& given);

} // namespace conjoin::sql
