// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/datapanelfixture.h"

namespace conjoin::tests {

/// Essays go with their student, bills lose theirs, a thesis keeps its from being deleted.
inline void drawKeys(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("name varchar(80)")});
    const TableId essay = school.table(text("Essay"), {text("title varchar(80)")});
    const TableId page = school.table(text("Page"), {text("words varchar(80)")});
    const TableId bill = school.table(text("Bill"), {text("amount integer")});
    const TableId thesis = school.table(text("Thesis"), {text("title varchar(80)")});
    const auto key = [&](TableId from, TableId to, model::Action action) {
        const ReferenceId reference = school.reference(from, to);
        school.schema.references.update(reference, [&](model::Reference& made) { made.key.onDelete = action; });
    };
    key(essay, student, model::Action::Cascade);
    key(page, essay, model::Action::Cascade);
    key(bill, student, model::Action::SetNull);
    key(thesis, student, model::Action::Restrict);
}

inline void fillKeys(DataPanelFixture& school)
{
    school.run("INSERT INTO \"Students\" (id, name) VALUES (1, 'Ann'), (2, 'Bob')");
    school.run(
        "INSERT INTO \"Essays\" (id, title, \"StudentId\") VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 2)");
    school.run("INSERT INTO \"Pages\" (id, words, \"EssayId\") VALUES (1, 'x', 1), (2, 'y', 1), (3, 'z', 3)");
    school.run("INSERT INTO \"Bills\" (id, amount, \"StudentId\") VALUES (1, 5, 1), (2, 6, 2)");
}

} // namespace conjoin::tests
