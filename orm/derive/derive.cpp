// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"

#include "orm/derive/schemapart.h"

namespace conjoin::orm {

Derivation derive(const model::Schema& schema, const model::NamingPolicy& naming, const Capabilities& engine)
{
    DerivedPart whole = derivePart(schema, SchemaPart::whole(schema), naming, engine);
    whole.derivation.diagnostics = inOrder(whole.findings, whole.derivation.positions);
    return std::move(whole.derivation);
}

} // namespace conjoin::orm
