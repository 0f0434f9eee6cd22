// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/support.h"

#include "model/check/checker.h"
#include "orm/dialect/dialect.h"
#include "orm/diff/compare.h"
#include "orm/diff/description.h"
#include "orm/lift/lift.h"
#include "orm/sql/scriptreader.h"
#include "orm/translate/expressionrules.h"
#include "orm/translate/limits.h"
#include "orm/translate/translate.h"

#include <cstdio>

namespace conjoin::fuzz {

void useDrawing(const model::Document& document)
{
    for (const QString& name : orm::dialectNames()) {
        const orm::Dialect& dialect = *orm::dialectNamed(name).value();
        (void)model::check(document, orm::limitsOf(dialect));
        const auto derivation = orm::deriveFor(document, dialect);
        if (!derivation)
            continue; // drawn for an engine that is not known
        (void)orm::checkExpressions(*derivation, dialect);
        (void)dialect.script(dialect.createSchema(*derivation, {.ifNotExists = true, .drop = true}));
        (void)orm::ModelRegistry::make(document.schema, document.settings.naming, *derivation);
    }
}

void useSchema(const orm::PhysicalSchema& schema, const QString& name)
{
    const orm::Dialect& dialect = *orm::dialectNamed(name).value();
    const orm::Lifted lifted = orm::lift(schema);
    const orm::Derivation derivation = orm::derive(lifted.schema, {}, dialect.capabilities());
    const auto changes = orm::compare(schema, derivation.schema, dialect);
    for (const orm::SchemaChange& change : changes)
        std::fprintf(stderr, "%s\n", qUtf8Printable(orm::describe(change, dialect)));
    must(changes.empty());
    model::Document document = model::emptyDocument(name, DiagramId{1});
    document.settings.dialect = name;
    document.schema = lifted.schema;
    useDrawing(document);
}

const orm::ModelRegistry& school()
{
    static const orm::ModelRegistry registry = [] {
        const auto read = sql::readSqliteScript(
            "CREATE TABLE Students (id INTEGER PRIMARY KEY, firstName TEXT, born DATE);"
            "CREATE TABLE Classes (id INTEGER PRIMARY KEY, className TEXT UNIQUE, StudentId INTEGER REFERENCES "
            "Students);"
            "CREATE TABLE Enrollments (StudentId INTEGER REFERENCES Students, ClassId INTEGER REFERENCES "
            "Classes, grade INTEGER, PRIMARY KEY (StudentId, ClassId));",
            QStringLiteral("school"));
        const orm::Dialect& dialect = *orm::dialectNamed(QStringLiteral("sqlite")).value();
        const orm::Lifted lifted = orm::lift(read.value());
        return orm::ModelRegistry::make(
            lifted.schema, {}, orm::derive(lifted.schema, {}, dialect.capabilities()));
    }();
    return registry;
}

} // namespace conjoin::fuzz
