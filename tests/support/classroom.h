// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/schemas.h"

namespace conjoin::tests {

constexpr DiagramId diagramId(1);

/// The School with a teacher, all of it shown in one diagram.
struct Classroom {
    Classroom()
    {
        school = maker.school({QStringLiteral("grade")});
        teacher = maker.table("Teacher", {QStringLiteral("name")});
        teaches = maker.reference(school.classes, teacher);
        junction = maker.schema.links.at(school.enrollment).junction;
        document = model::emptyDocument(QStringLiteral("School"), diagramId);
        document.schema = maker.schema;
        document.diagrams.update(diagramId, [&](model::Diagram& diagram) {
            for (TableId id : {school.student, school.classes, teacher})
                diagram.tables.set({id, {10, 20}});
            diagram.links.set({school.enrollment, model::LinkNode::Presentation::Pill, {}});
        });
    }

    const model::Table& table(TableId id) const { return document.schema.tables.at(id); }

    SchemaMaker maker;
    SchemaMaker::School school;
    TableId teacher;
    TableId junction;
    ReferenceId teaches;
    model::Document document;
};

inline model::Table tableOf(quint64 id, const char* name)
{
    model::Table table;
    table.id = TableId(id);
    table.name = QString::fromLatin1(name);
    return table;
}

inline model::Column columnOf(quint64 id, const char* name)
{
    model::Column column;
    column.id = ColumnId(id);
    column.name = QString::fromLatin1(name);
    return column;
}

inline QStringList columnNames(const model::Table& table)
{
    QStringList names;
    for (const model::Column& column : table.columns)
        names << column.name;
    return names;
}

} // namespace conjoin::tests
