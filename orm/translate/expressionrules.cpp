// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/expressionrules.h"

#include "orm/translate/expression.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

/// The first name of an expression that is no column of the table; empty where all are.
class MissingColumn {
public:
    MissingColumn(const PhysicalTable& table, const SqlSyntax& syntax)
        : table_(table)
        , syntax_(syntax)
    {}

    QString in(const QString& sql) const
    {
        const auto parsed = parseExpression(sql, syntax_);
        return parsed ? in(*parsed) : QString();
    }

private:
    QString in(const Expression& e) const
    {
        if (e.kind == Expression::Kind::Name)
            return isKnown(e) ? QString() : e.path.last();
        for (const Expression& part : e.parts) {
            if (const QString missing = in(part); !missing.isEmpty())
                return missing;
        }
        return {};
    }

    bool isKnown(const Expression& e) const
    {
        // What is qualified may be a field of a column; "x" is a text to SQLite where it is no column.
        const bool mayBeElse = e.path.size() > 1 || (e.quoted && syntax_.bracketNames);
        return mayBeElse || std::ranges::any_of(table_.columns, [&](const PhysicalColumn& column) {
            return column.name.compare(e.path.last(), Qt::CaseInsensitive) == 0;
        });
    }

    const PhysicalTable& table_;
    const SqlSyntax& syntax_;
};

} // namespace

Diagnostics checkExpressions(const Derivation& derivation, const Dialect& dialect)
{
    Diagnostics found;
    for (std::size_t i = 0; i < derivation.schema.tables.size(); ++i) {
        const PhysicalTable& table = derivation.schema.tables[i];
        const TableOrigin& origin = derivation.origins[i];
        const MissingColumn missing(table, dialect.capabilities().syntax);
        const auto tell = [&](const char* code, const QString& name, const QString& part,
                              const ObjectRef& object) {
            if (name.isEmpty())
                return;
            const QString where = part.isEmpty() ? table.name : table.name + u'.' + part;
            found.push_back({Severity::Error,
                message(code, "it names \"%1\", which is no column of \"%2\"", {name, table.name}), object,
                where, message("mend.expression", "correct the name, or add the column")});
        };
        for (const PhysicalCheck& check : table.checks)
            tell("check.missing-column", missing.in(check.expression), check.name, origin.table);
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            const PhysicalColumn& column = table.columns[c];
            tell("column.generated-missing-column", missing.in(column.generated.expression), column.name,
                origin.columns[c].column ? ObjectRef(origin.columns[c].column) : ObjectRef(origin.table));
        }
        for (std::size_t x = 0; x < table.indexes.size(); ++x) {
            QString name = missing.in(table.indexes[x].where);
            for (const PhysicalKeyPart& part : table.indexes[x].parts)
                name = name.isEmpty() ? missing.in(part.expression) : name;
            tell("index.missing-column", name, table.indexes[x].name, origin.indexes[x]);
        }
    }
    return found;
}

} // namespace conjoin::orm
