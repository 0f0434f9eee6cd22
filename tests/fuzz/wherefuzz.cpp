// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlitedialect.h"
#include "orm/lift/lift.h"
#include "orm/query/predicate.h"
#include "orm/sql/scriptreader.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

namespace {

/// Two tables, and a link between them with an attribute.
orm::ModelRegistry school()
{
    const auto read = sql::readSqliteScript(
        "CREATE TABLE Students (id INTEGER PRIMARY KEY, firstName TEXT, born DATE);"
        "CREATE TABLE Classes (id INTEGER PRIMARY KEY, className TEXT UNIQUE, StudentId INTEGER REFERENCES "
        "Students);"
        "CREATE TABLE Enrollments (StudentId INTEGER REFERENCES Students, ClassId INTEGER REFERENCES Classes,"
        " grade INTEGER, PRIMARY KEY (StudentId, ClassId));",
        QStringLiteral("school"));
    const orm::SqliteDialect dialect;
    const orm::Lifted lifted = orm::lift(read.value());
    return orm::ModelRegistry::make(lifted.schema, {}, orm::derive(lifted.schema, {}, dialect.capabilities()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    static const orm::SqliteDialect dialect;
    static const orm::ModelRegistry registry = school();
    const qsizetype line = text.indexOf('\n');
    (void)orm::parseIncludes(registry, 0, {QString::fromUtf8(text.left(line))});
    if (const auto json = orm::parseJson(text.mid(line + 1), QStringLiteral("fuzz")))
        (void)orm::PredicateCompiler(registry, dialect)
            .where(0, QStringLiteral("t"), *json, QStringLiteral("where"));
    return 0;
}
