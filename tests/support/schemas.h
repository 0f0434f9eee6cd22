// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/schema/schema.h"

#include <QStringList>

#include <functional>

namespace conjoin::tests {

/// Draws a schema in a few words. Columns are `varchar(255)`, as those that are typed without a type.
class SchemaMaker {
public:
    model::Schema schema;

    TableId table(const char* name, const QStringList& columns)
    {
        model::Table made;
        made.id = ids_.next<TableId>();
        made.name = QString::fromUtf8(name);
        for (const QString& column : columns)
            made.columns.push_back(makeColumn(column));
        schema.tables.set(made);
        return made.id;
    }

    ColumnId column(TableId table, const char* name) const
    {
        return schema.tables.at(table).columnNamed(QString::fromUtf8(name))->id;
    }

    void primaryKey(TableId table, const QStringList& columns)
    {
        schema.tables.update(table, [&](model::Table& t) {
            model::Key key;
            key.id = ids_.next<KeyId>();
            for (const QString& name : columns)
                key.parts.push_back({t.columnNamed(name)->id, false, {}});
            t.primaryKey = key;
        });
    }

    ReferenceId reference(TableId from, TableId to, const std::function<void(model::Reference&)>& change = {})
    {
        model::Reference made;
        made.id = ids_.next<ReferenceId>();
        made.from = from;
        made.to = to;
        if (change)
            change(made);
        schema.references.set(made);
        return made.id;
    }

    LinkId link(const char* junction, const std::vector<TableId>& ends, const QStringList& attributes = {})
    {
        model::ManyToMany made;
        made.id = ids_.next<LinkId>();
        made.junction = table(junction, attributes);
        for (TableId end : ends)
            made.ends.push_back({end, {}, {}});
        schema.links.set(made);
        return made.id;
    }

    struct School {
        TableId student;
        TableId classes;
        LinkId enrollment;
    };
    /// `Student(firstName)`, `Class(className)` and the link `Enrollment`.
    School school(const QStringList& attributes = {})
    {
        const TableId student = table("Student", {QStringLiteral("firstName")});
        const TableId classes = table("Class", {QStringLiteral("className")});
        return {student, classes, link("Enrollment", {student, classes}, attributes)};
    }

private:
    model::Column makeColumn(const QString& name)
    {
        model::Column column;
        column.id = ids_.next<ColumnId>();
        column.name = name;
        column.type = model::DataType::of(model::TypeKind::Varchar, 255);
        return column;
    }

    IdSource ids_ = IdSource::seeded(1);
};

} // namespace conjoin::tests
