// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/derive/derive.h"
#include "orm/derive/findings.h"

namespace conjoin::orm {

/// The last stage of derive() (rule 21): takes out what the engine lacks, or puts the nearest that it has in
/// its place. Each loss is a diagnostic at the narrowest object it is about. Does nothing to a schema that was
/// read from that engine, and nothing the second time. The rules:
///  F1. Types of the schema, where the engine has none: an enum is said at the column, a domain becomes its
///  base type,
///      and its checks, NOT NULL, default and collation go to the columns that people made of it.
///  F2. An enum at a column becomes text where the engine has no such type; so does a set.
///  F3. An array becomes JSON.
///  F4. A number without a sign becomes one with a sign: half of its range is lost, and zeros before it go.
///  F5. An identity column counts in the engine's own way: that it is ALWAYS the database's, and where and how
///      it counts, is lost.
///  F6. A generated column that is not stored is stored.
///  F7. ON UPDATE of a column goes.
///  F8. A partial index goes over all rows; a unique one is unique no more, since it would forbid more.
///  F9. An index over expressions goes.
/// F10. An index over the first characters of a column goes over the whole; a unique one, too, and it allows
/// more. F11. Columns that an index only carries go. F12. A key that may wait for the end of the transaction
/// does not. F13. SET DEFAULT of a foreign key becomes NO ACTION. F14. STRICT and WITHOUT ROWID go. F15.
/// Comments stay in the project. F16. A whole number of one byte becomes one of two, one of three one of four.
void fit(Derivation& derivation, Findings& findings, const Capabilities& engine);

} // namespace conjoin::orm
