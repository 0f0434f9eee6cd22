// SPDX-License-Identifier: GPL-3.0-or-later
// The ORM in a program of one's own: docs/orm.md walks through it, and the test run holds it to what it says.
#include "orm/exchange/definitions.h"
#include "orm/sql/asyncsession.h"
#include "orm/sql/session.h"
#include "orm/sql/sync.h"
#include "orm/translate/translate.h"

#include <QCoreApplication>

#include <cstdio>

using namespace conjoin;
using orm::Json;

namespace {

constexpr auto models = R"json({
  "models": [
    {"name": "Student", "attributes": {"firstName": {"type": "STRING", "allowNull": false}}},
    {"name": "Class", "attributes": {"className": {"type": "STRING", "unique": true}}},
    {"name": "Enrollment", "attributes": {"grade": "STRING(2)"}}],
  "associations": [
    {"kind": "belongsToMany", "source": "Student", "target": "Class", "options": {"through": {"$model": "Enrollment"}}}],
  "sequelizeOptions": {"define": {"timestamps": false}}
})json";

Json json(const char* text)
{
    return orm::parseJson(text, QStringLiteral("example")).value();
}

void print(const char* what, const Json& value)
{
    std::printf("%s\n%s\n", what, orm::prettyJson(value).constData());
}

Result<void> example()
{
    // 1. A connection. A server is "postgresql://user@host/db" or "mysql://…".
    auto settings = sql::parseUrl(QStringLiteral("sqlite::memory:"));
    if (!settings)
        return failure(settings);
    auto connection = sql::Connection::open(*settings);
    if (!connection)
        return failure(connection);

    // 2. Models: from definitions here; from a project, or lifted from the database itself, all the same.
    auto definitions = orm::readDefinitions(json(models), QStringLiteral("example"));
    if (!definitions)
        return failure(definitions);
    auto derivation = orm::deriveFor(definitions->document, (*connection)->dialect());
    if (!derivation)
        return failure(derivation);
    const orm::ModelRegistry registry = definitions->registry(*derivation);

    // 3. The tables that are missing.
    auto plan = sql::planSync(**connection, *derivation, {});
    if (!plan)
        return failure(plan);
    if (auto ran = sql::runSync(**connection, *plan); !ran)
        return ran;

    // 4. Rows.
    const sql::Session session(**connection, registry);
    auto students = session.repository(QStringLiteral("Student"));
    auto classes = session.repository(QStringLiteral("Class"));
    if (!students || !classes)
        return failure(students ? classes : students);
    auto ann = students->create(json(R"json({"firstName": "Ann", "Classes": [{"className": "Maths"}]})json"));
    if (!ann)
        return failure(ann);
    print("Ann and her class, in one transaction:", *ann);
    auto bob = students->create(json(R"json({"firstName": "Bob", "Classes": [{"className": "Maths"}]})json"));
    if (!bob)
        return failure(bob);
    print("Bob, in the class that exists already:", *bob);

    // 5. Association methods, by key.
    auto art = classes->create(json(R"json({"className": "Art"})json"));
    if (!art)
        return failure(art);
    auto bobs = students->related(sql::keyOf(students->model(), *bob), QStringLiteral("Classes"));
    if (!bobs)
        return failure(bobs);
    auto added = bobs->add({{sql::keyOf(classes->model(), *art), json(R"json({"grade": "A"})json")}});
    if (!added)
        return failure(added);
    std::printf("added %lld, updated %lld\n", added->added, added->updated);

    // 6. Finding, with what is associated.
    auto options =
        orm::readFindOptions(registry, students->index(), json(R"json({"where": {"firstName": {"like": "B%"}},
                 "include": {"association": "Classes", "order": ["className"], "through": {"attributes": ["grade"]}}})json"));
    if (!options)
        return failure(options);
    auto found = students->findAll(options->query);
    if (!found)
        return failure(found);
    print("Students with a B:", *found);

    // 7. What fails says what, where and how to mend it, and leaves nothing behind.
    auto wrong = students->create(json(R"json({"firstName": "Eve", "classes": []})json"));
    if (wrong)
        return inputError(QStringLiteral("example"), message("example", "this should have been refused"));
    std::printf("%s: %s; %s\n", qUtf8Printable(wrong.error().where),
        qUtf8Printable(wrong.error().what.english()), qUtf8Printable(wrong.error().hint.english()));
    auto count = students->count();
    if (!count)
        return failure(count);
    std::printf("%lld students\n", *count);
    return {};
}

/// The same without waiting, for a program with a window: calls return at once, and can be stopped.
Result<void> withoutWaiting()
{
    auto definitions = orm::readDefinitions(json(models), QStringLiteral("example"));
    if (!definitions)
        return failure(definitions);
    auto settings = sql::parseUrl(QStringLiteral("sqlite::memory:"));
    if (!settings)
        return failure(settings);

    // 1. A thread and a connection of its own. Jobs may be queued before it is open.
    sql::Database database(*settings);
    auto registry = std::make_shared<orm::ModelRegistry>();
    const Result<void> synced =
        database
            .run([&](sql::Connection& connection) -> Result<void> {
                auto derivation = orm::deriveFor(definitions->document, connection.dialect());
                if (!derivation)
                    return failure(derivation);
                *registry = definitions->registry(*derivation);
                auto plan = sql::planSync(connection, *derivation, {});
                return plan ? sql::runSync(connection, *plan) : Result<void>(failure(plan));
            })
            .result();
    if (!synced)
        return synced;

    // 2. The methods of a repository, each of which returns at once. A window goes on with
    //    job.future().then(this, …) instead of waiting for result().
    const sql::AsyncSession session(database, registry);
    const auto ann =
        session.create("Student", json(R"json({"firstName": "Ann", "Classes": [{"className": "Maths"}]})json"));
    const auto endless = session.run([](const sql::Session& here, sql::Progress& progress) -> Result<qint64> {
        progress.report(1, 2); // of two steps; what job.future() tells as its progress
        auto read = here.connection().run(QStringLiteral(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"));
        return read ? Result<qint64>(1) : Result<qint64>(failure(read));
    });
    const auto count = session.count("Student");

    // 3. What takes too long is stopped, and nothing else.
    endless.cancel();
    if (!ann.result() || endless.result() || endless.result().error().kind != ErrorKind::Cancelled)
        return inputError(QStringLiteral("example"), message("example", "this should have gone otherwise"));
    std::printf("%lld student, and nobody waited for the rest\n", *count.result());
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv); // Qt's drivers are plugins
    Result<void> done = example();
    if (done)
        done = withoutWaiting();
    if (done)
        return 0;
    std::fprintf(
        stderr, "%s: %s\n", qUtf8Printable(done.error().where), qUtf8Printable(done.error().what.english()));
    return 1;
}
