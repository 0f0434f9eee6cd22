// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"
#include "orm/sql/introspector.h"
#include "orm/sql/ormscript/runner.h"
#include "support/scratchserver.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace conjoin;
using orm::Json;

namespace {

Result<Json> readJson(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return inputError(path, message("test.file", "can't be read"));
    return orm::parseJson(file.readAll(), path);
}

const Json& at(const Json& json, const char* key)
{
    static const Json none;
    const Json* found = json.find(QString::fromLatin1(key));
    return found ? *found : none;
}

QString compact(const Json& json)
{
    return QString::fromUtf8(orm::compactJson(json));
}

/// Rows in an order of their own, whatever order they came in.
Json sorted(Json::Array items)
{
    std::sort(items.begin(), items.end(), [](const Json& a, const Json& b) { return compact(a) < compact(b); });
    return items;
}

/// A value without what differs from driver to driver: a boolean is 0 or 1, a number is its digits, a moment is
/// told in one way.
Json plainValue(const Json& json)
{
    static const QRegularExpression moment(
        QStringLiteral("^(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?( ?\\+00:00|Z)?$"));
    if (json.isBool())
        return json.toBool() ? QStringLiteral("1") : QStringLiteral("0");
    if (json.isNumber())
        return json.digits();
    if (!json.isString())
        return json;
    const auto match = moment.match(json.string());
    return match.hasMatch() ? match.captured(1) + u'T' + match.captured(2) : json.string();
}

/// The value in a form that can be compared: members by name; lists by content, unless their order means
/// something; without members that are null where `loose`, since Sequelize tells none it was not given.
Json normal(const Json& json, bool ordered, bool loose)
{
    if (json.isArray()) {
        Json::Array items;
        for (const Json& item : json.items())
            items.push_back(normal(item, ordered, loose));
        return ordered ? Json(std::move(items)) : sorted(std::move(items));
    }
    if (!json.isObject())
        return plainValue(json);
    Json::Object members;
    for (const auto& [key, value] : json.members()) {
        if (!loose || !value.isNull())
            members.emplace_back(key, normal(value, ordered, loose));
    }
    std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return members;
}

/// Whether everything that was recorded is there: a created row also tells defaults and junction rows.
bool holds(const Json& ours, const Json& recorded)
{
    if (recorded.isObject()) {
        return ours.isObject() && std::all_of(recorded.members().begin(), recorded.members().end(),
                                      [&](const Json::Member& member) {
                                          const Json* own = ours.find(member.first);
                                          return own ? holds(*own, member.second) : false;
                                      });
    }
    if (recorded.isArray()) {
        if (!ours.isArray() || ours.items().size() != recorded.items().size())
            return false;
        Json::Array left = ours.items();
        for (const Json& item : recorded.items()) {
            const auto it =
                std::find_if(left.begin(), left.end(), [&](const Json& own) { return holds(own, item); });
            if (it == left.end())
                return false;
            left.erase(it);
        }
        return true;
    }
    return ours == recorded;
}

QString methodOf(const QString& call)
{
    return call.mid(call.lastIndexOf(u'.') + 1);
}

bool startsWithOneOf(const QString& text, const QStringList& prefixes)
{
    return std::any_of(
        prefixes.begin(), prefixes.end(), [&](const QString& prefix) { return text.startsWith(prefix); });
}

/// What is stored, in the shape of `tablesAfter`.
Result<Json> storedRows(sql::Connection& connection)
{
    auto schema = sql::introspect(connection);
    if (!schema)
        return failure(schema);
    Json::Object tables;
    for (const orm::PhysicalTable& table : schema->tables) {
        auto read = connection.run(QStringLiteral("SELECT * FROM ") + connection.dialect().quoted(table.name));
        if (!read)
            return failure(read);
        Json::Array rows;
        for (const auto& row : read->rows) {
            Json::Object members;
            for (qsizetype i = 0; i < read->columns.size(); ++i) {
                const orm::PhysicalColumn* column = table.column(read->columns[i]);
                members.emplace_back(read->columns[i],
                    orm::valueToJson(row[size_t(i)], column ? column->type : model::DataType()));
            }
            rows.emplace_back(std::move(members));
        }
        tables.emplace_back(table.name, std::move(rows));
    }
    return Json(std::move(tables));
}

/// Where we do better than what was recorded, and what holds instead: files beside this test, one a recording.
/// Each entry has the number of its betterment in the record of Sequelize (§ 11), or the rule of the ORM.
class Betterments {
public:
    Betterments(QString path, bool write)
        : path_(std::move(path))
        , write_(write)
    {
        if (const auto read = readJson(path_); read && read->isArray())
            entries_ = read->items();
    }

    /// What must hold of that kind (`result`, `error`, `tables`) at that step; null where nothing is said.
    const Json* expected(const QString& step, const char* kind)
    {
        for (Json& entry : entries_) {
            if (at(entry, "step") == Json(step) && entry.find(QString::fromLatin1(kind))) {
                used_.append(compact(entry));
                return entry.find(QString::fromLatin1(kind));
            }
        }
        return nullptr;
    }

    /// Keeps what is found instead, for somebody to read and to give its number.
    void found(const QString& step, const QString& label, const char* kind, Json value)
    {
        const auto same = std::find_if(entries_.begin(), entries_.end(),
            [&](const Json& entry) { return at(entry, "step") == Json(step); });
        if (same != entries_.end())
            return same->set(QString::fromLatin1(kind), std::move(value));
        entries_.push_back(Json(Json::Object{{QStringLiteral("step"), step}, {QStringLiteral("label"), label},
            {QStringLiteral("betterment"), QStringLiteral("?")},
            {QString::fromLatin1(kind), std::move(value)}}));
    }

    bool writes() const { return write_; }
    void save() const
    {
        if (!write_ || entries_.empty())
            return;
        QDir().mkpath(QFileInfo(path_).path());
        QFile file(path_);
        if (file.open(QIODevice::WriteOnly))
            file.write(orm::prettyJson(Json(entries_)) + '\n');
    }
    /// Entries that nobody gave a number, or that nothing differs for any more.
    QStringList open() const
    {
        QStringList lines;
        for (const Json& entry : entries_) {
            if (!at(entry, "betterment").isNumber() && compact(at(entry, "betterment")).size() < 5)
                lines.append(QStringLiteral("without a number: ") + compact(entry));
            if (!used_.contains(compact(entry)))
                lines.append(QStringLiteral("no longer differs: ") + compact(entry));
        }
        return lines;
    }

private:
    QString path_;
    bool write_;
    Json::Array entries_;
    QStringList used_;
};

} // namespace

/// Every recorded scenario, run by our script runner on the engine where it was recorded: results, names of
/// errors and stored rows are Sequelize's, except where a file under tests/golden/script says what must hold
/// instead, and why. With CONJOIN_WRITE_GOLDENS=1 what differs is written there, to be read and numbered.
class ScriptGoldensTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (tests::sharedPath(QStringLiteral("goldens")).isEmpty())
            QSKIP("the shared goldens are absent");
        QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
        QVERIFY2(mariadb_.start(), qPrintable(mariadb_.error()));
    }

    void sqlite_data() { addGoldens("sqlite"); }
    void sqlite()
    {
        sql::ConnectionSettings settings;
        settings.file = QStringLiteral(":memory:");
        settings.create = true;
        conforms(settings, QStringLiteral("sqlite"));
    }
    void postgres_data() { addGoldens("postgres"); }
    void postgres() { conforms(postgres_.newDatabase(), QStringLiteral("postgres")); }
    void mariadb_data() { addGoldens("mariadb"); }
    void mariadb() { conforms(mariadb_.newDatabase(), QStringLiteral("mariadb")); }
    /// Sequelize's dialect for MySQL, recorded on MariaDB.
    void mysql_data() { addGoldens("mysql"); }
    void mysql() { conforms(mariadb_.newDatabase(), QStringLiteral("mysql")); }

private:
    static void addGoldens(const char* engine)
    {
        QTest::addColumn<QString>("file");
        const QString folder = tests::sharedPath(QStringLiteral("goldens/") + QLatin1String(engine));
        for (const QString& name : QDir(folder).entryList({QStringLiteral("*.json")}))
            QTest::newRow(qPrintable(QFileInfo(name).completeBaseName())) << folder + u'/' + name;
    }

    void conforms(const sql::ConnectionSettings& settings, const QString& engine)
    {
        QFETCH(QString, file);
        const auto golden = readJson(file);
        QVERIFY(golden);
        const QString name = QFileInfo(file).completeBaseName();
        Betterments betterments(tests::testPath(QStringLiteral("golden/script/%1/%2.json").arg(engine, name)),
            qEnvironmentVariableIsSet("CONJOIN_WRITE_GOLDENS"));
        auto document = sql::script::readDocument(*golden, name);
        QVERIFY2(document, document ? "" : qPrintable(document.error().what.english()));
        auto connection = sql::Connection::open(settings);
        QVERIFY2(connection, connection ? "" : qPrintable(connection.error().what.english()));

        QStringList wrong;
        /// Compares and, where it differs, looks for what must hold instead.
        const auto check = [&](const QString& step, const QString& label, const char* kind, const Json& ours,
                               bool same, const QString& recorded) {
            if (same)
                return;
            if (const Json* expected = betterments.expected(step, kind)) {
                if (!(normal(*expected, false, false) == normal(ours, false, false)))
                    wrong.append(QStringLiteral("step %1 \"%2\": %3 is %4, and must be %5")
                                     .arg(step, label, QLatin1String(kind), compact(ours), compact(*expected)));
                return;
            }
            if (betterments.writes())
                betterments.found(step, label, kind, ours);
            wrong.append(QStringLiteral("step %1 \"%2\": %3 is %4, recorded was %5")
                             .arg(step, label, QLatin1String(kind), compact(ours), recorded));
        };

        // A step at a time, to see what is stored after each.
        const std::vector<sql::script::Step>& steps = document->steps;
        Json lastTables, lastOurs;
        sql::script::Runner runner(**connection, *document, name);
        if (const auto defined = runner.define(); !defined) {
            check(QStringLiteral("definitions"), {}, "error", Json(defined.error().what.code), false,
                QStringLiteral("accepted"));
            finish(betterments, wrong);
            return;
        }
        for (size_t i = 0; i < steps.size(); ++i) {
            const Json& recorded = at(*golden, "steps").items()[i];
            const auto told = runner.run(steps[i]);
            QVERIFY2(told, told ? "" : qPrintable(told.error().what.english()));
            compareStep(QString::number(i), steps[i], *told, recorded, check);
            const Json& after = at(recorded, "tablesAfter");
            if (after.isObject())
                lastTables = after;
            if (!lastTables.isObject())
                continue;
            auto stored = storedRows(**connection);
            QVERIFY2(stored, stored ? "" : qPrintable(stored.error().what.english()));
            const Json ours = normal(*stored, false, false);
            if (!after.isObject() && ours == lastOurs)
                continue; // as it was, on both sides
            lastOurs = ours;
            const Json theirs = normal(lastTables, false, false);
            check(QString::number(i), steps[i].label, "tables", *stored, ours == theirs, compact(lastTables));
        }
        finish(betterments, wrong);
    }

    template<class Check>
    static void compareStep(const QString& number, const sql::script::Step& step, const Json& told,
        const Json& recorded, const Check& check)
    {
        const Json& error = at(told, "error");
        const Json& theirError = at(recorded, "error");
        const Json errorName = error.isNull() ? Json() : at(error, "name");
        check(number, step.label, "error", errorName, errorName == at(theirError, "name"),
            theirError.isNull() ? QStringLiteral("none") : compact(theirError));
        for (size_t i = 0; i < step.steps.size() && i < at(told, "steps").items().size(); ++i)
            compareStep(number + u'.' + QString::number(i), step.steps[i], at(told, "steps").items()[i],
                at(recorded, "steps").items()[i], check);
        if (!error.isNull() || !theirError.isNull())
            return;
        const QString method = methodOf(step.receiver + u'.' + step.method);
        const bool ordered = at(recorded, "orderDefined") == Json(true);
        const Json& result = at(told, "result");
        const Json& theirs = at(recorded, "result");
        bool same = false;
        if (startsWithOneOf(method, {QStringLiteral("add"), QStringLiteral("set")}) &&
            method != u"setDataValue") {
            // A report instead of junction rows (ORM rules, part 8): what it counts shows in the stored rows.
            same = at(result, "added").isNumber() || !result.isNull();
        } else if (startsWithOneOf(method,
                       {QStringLiteral("create"), QStringLiteral("bulkCreate"), QStringLiteral("findOrCreate"),
                           QStringLiteral("upsert"), QStringLiteral("destroy")})) {
            same = holds(normal(result, false, false), normal(theirs, false, true)) ||
                   (method == u"destroy" && theirs == Json(Json::array()));
        } else {
            same = normal(result, ordered, false) == normal(theirs, ordered, false);
        }
        check(number, step.label, "result", result, same, compact(theirs));
    }

    static void finish(const Betterments& betterments, const QStringList& wrong)
    {
        betterments.save();
        QCOMPARE((wrong + betterments.open()).join(u'\n'), QString());
    }

    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariadb_;
};

QTEST_GUILESS_MAIN(ScriptGoldensTest)
#include "scriptgoldenstest.moc"
