// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace conjoin::sql {

/// Gives the connection the function behind SQLite's word REGEXP, which has none: Perl's syntax, matching
/// anywhere in the text, as in PostgreSQL and MySQL. A pattern that is none is an error of the statement; NULL
/// gives NULL. (Qt's own one takes NULL for an empty text and a bad pattern for one that matches nothing.)
void addRegexp(sqlite3* database);

} // namespace conjoin::sql
