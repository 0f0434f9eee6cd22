// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/everyengine.h"
#include "support/hostiletexts.h"
#include "support/sampledatabase.h"

#include <QTest>

#include <set>

using namespace conjoin;
using namespace conjoin::tests;
using orm::Json;

namespace {

constexpr int count = 10'000;
constexpr int lot = 1000; ///< rows of one call

Json object(const std::vector<std::pair<const char*, Json>>& members)
{
    Json json = Json::object();
    for (const auto& [name, value] : members)
        json.set(QString::fromLatin1(name), value);
    return json;
}

struct Notebook : SampleDatabase {
    Notebook()
    {
        // A key of each text, which a number tells from those that a collation takes for the same.
        const TableId note = table(QStringLiteral("Note"),
            {QStringLiteral("code! varchar(120)"), QStringLiteral("body text"), QStringLiteral("meta json")});
        const TableId tag = table(QStringLiteral("Tag"), {QStringLiteral("word! varchar(120)")});
        link(QStringLiteral("Tagging"), note, tag, {QStringLiteral("remark text")});
    }

    std::vector<orm::Json> createAll(const char* name, Json rows)
    {
        return mustHave(
            sql::createAll(connection(), registry(), model(name), rows.items()), QString::fromLatin1(name));
    }
    std::vector<orm::Json> findWhere(Json where)
    {
        orm::Query query;
        query.model = model("Note");
        query.where = std::move(where);
        const sql::Rows rows = mustHave(sql::find(connection(), registry(), query), QStringLiteral("find"));
        return sql::toJson(registry(), query, rows).items();
    }
    /// The numbers that the codes of the rows begin with.
    std::set<int> numbersWhere(Json::Array alternatives)
    {
        std::set<int> numbers;
        for (const Json& row : findWhere(object({{"or", Json(std::move(alternatives))}})))
            numbers.insert(row.find(QStringLiteral("code"))->string().section(u':', 0, 0).toInt());
        return numbers;
    }
};

QString numbered(int number, const QString& text)
{
    return QString::number(number) + u':' + text;
}

bool isAscii(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
}

QString textOf(const Json& row, const char* attribute)
{
    return row.find(QString::fromLatin1(attribute))->string();
}

} // namespace

/// Values that are meant to break out of SQL and JSON are stored and found to the letter.
class HostileValuesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(engines_.start(), qPrintable(engines_.error())); }
    void init();
    void theyAreStoredAndFound_data() { EveryEngine::addRows(); }
    void theyAreStoredAndFound();
    void theyArePatterns_data() { EveryEngine::addRows(); }
    void theyArePatterns();
    void theyArePathsOfJson_data() { EveryEngine::addRows(); }
    void theyArePathsOfJson();
    void theyAreKeys_data() { EveryEngine::addRows(); }
    void theyAreKeys();
    void whatCantBeStoredIsRefused_data() { EveryEngine::addRows(); }
    void whatCantBeStoredIsRefused();

private:
    EveryEngine engines_;
    std::unique_ptr<Notebook> book_;
    bool isPostgres_ = false;
};

void HostileValuesTest::init()
{
    QFETCH(QString, engine);
    book_ = std::make_unique<Notebook>();
    book_->open(engines_.newDatabase(engine));
    isPostgres_ = engine == u"postgresql";
}

void HostileValuesTest::theyAreStoredAndFound()
{
    HostileTexts texts(1);
    for (int first = 0; first < count; first += lot) {
        Json rows = Json::array();
        Json codes = Json::array();
        QStringList bodies;
        for (int i = first; i < first + lot; ++i) {
            codes.append(numbered(i, texts.next()));
            bodies.append(texts.next());
            rows.append(object({{"code", codes.items().back()}, {"body", bodies.last()}}));
        }
        const std::vector<Json> made = book_->createAll("Note", rows);
        const std::vector<Json> found = book_->findWhere(object({{"code", object({{"in", codes}})}}));
        QCOMPARE(found.size(), size_t(lot));
        for (int i = 0; i < lot; ++i) {
            QCOMPARE(textOf(made[size_t(i)], "code"), codes.items()[size_t(i)].string());
            QCOMPARE(textOf(made[size_t(i)], "body"), bodies[i]);
            QCOMPARE(textOf(found[size_t(i)], "code"), codes.items()[size_t(i)].string());
            QCOMPARE(textOf(found[size_t(i)], "body"), bodies[i]);
        }
    }
    QCOMPARE(book_->number("SELECT COUNT(*) FROM \"Notes\""), count);
}

/// What a text is looked for by finds the text itself, and the text beside it only where that holds it.
void HostileValuesTest::theyArePatterns()
{
    HostileTexts texts(2);
    for (int first = 0; first < count; first += lot) {
        Json rows = Json::array();
        QStringList bodies;
        for (int i = 0; i < lot; ++i) {
            bodies.append(texts.next());
            rows.append(object({{"code", numbered(i, {})}, {"body", bodies.last()}}));
        }
        book_->createAll("Note", rows);
        constexpr int group = 100;
        for (int begin = 0; begin < lot; begin += group) {
            Json::Array itself, beside;
            std::set<int> all, must, may;
            for (int i = begin; i < begin + group; ++i) {
                const int next = (i + 1) % lot;
                const Json needle(bodies[i]);
                const Json holds =
                    object({{"startsWith", needle}, {"substring", needle}, {"endsWith", needle}});
                itself.push_back(object({{"code", numbered(i, {})}, {"body", holds}}));
                all.insert(i);
                // What a collation takes for the same is found as well, so only texts of ASCII are held
                // against plain code.
                if (!isAscii(bodies[i]) || !isAscii(bodies[next]))
                    continue;
                beside.push_back(
                    object({{"code", numbered(next, {})}, {"body", object({{"substring", needle}})}}));
                if (bodies[next].contains(bodies[i]))
                    must.insert(next);
                if (bodies[next].contains(bodies[i], Qt::CaseInsensitive))
                    may.insert(next);
            }
            QCOMPARE(book_->numbersWhere(itself), all);
            const std::set<int> found = book_->numbersWhere(beside);
            QVERIFY(std::includes(found.begin(), found.end(), must.begin(), must.end()));
            QVERIFY(std::includes(may.begin(), may.end(), found.begin(), found.end()));
        }
        book_->rows(QStringLiteral("DELETE FROM \"Notes\""));
    }
}

/// As members of a JSON value, as what leads to them in a condition, and as what stands there.
void HostileValuesTest::theyArePathsOfJson()
{
    HostileTexts texts(4);
    constexpr int group = 50;
    for (int first = 0; first < count; first += group) {
        Json rows = Json::array();
        Json::Array right, wrong;
        std::set<int> all;
        for (int i = 0; i < group; ++i) {
            const QString name = numbered(i, texts.next()), deep = texts.next(), value = texts.next();
            const auto meta = [&](const QString& leaf) {
                Json inner = Json::object();
                inner.set(deep, leaf);
                Json outer = Json::object();
                outer.set(name, std::move(inner));
                return outer;
            };
            rows.append(object({{"code", numbered(i, {})}, {"meta", meta(value)}}));
            right.push_back(object({{"code", numbered(i, {})}, {"meta", meta(value)}}));
            wrong.push_back(object({{"code", numbered(i, {})}, {"meta", meta(value + u'x')}}));
            all.insert(i);
        }
        const std::vector<Json> made = book_->createAll("Note", rows);
        for (size_t i = 0; i < made.size(); ++i)
            QCOMPARE(*made[i].find(QStringLiteral("meta")), *rows.items()[i].find(QStringLiteral("meta")));
        QCOMPARE(book_->numbersWhere(right), all);
        QCOMPARE(book_->numbersWhere(wrong), std::set<int>());
        book_->rows(QStringLiteral("DELETE FROM \"Notes\""));
    }
}

/// As keys of rows that are linked, by many-to-many associations and by `$link`.
void HostileValuesTest::theyAreKeys()
{
    HostileTexts texts(3);
    for (int first = 0; first < count; first += lot) {
        Json words = Json::array();
        for (int i = first; i < first + lot; ++i)
            words.append(object({{"word", numbered(i, texts.next())}}));
        book_->createAll("Tag", words);
        Json notes = Json::array();
        for (int i = 0; i < lot; ++i) {
            Json plain = words.items()[size_t(i)];
            plain.set(QStringLiteral("Tagging"), object({{"remark", texts.next()}}));
            const Json link = object({{"$link", words.items()[size_t((i + 1) % lot)]}});
            notes.append(object(
                {{"code", numbered(first + i, {})}, {"Tags", Json(Json::Array{std::move(plain), link})}}));
        }
        const std::vector<Json> made = book_->createAll("Note", notes);
        for (int i = 0; i < lot; ++i) {
            const auto& tags = made[size_t(i)].find(QStringLiteral("Tags"))->items();
            QCOMPARE(textOf(tags[0], "word"), textOf(words.items()[size_t(i)], "word"));
            QCOMPARE(textOf(tags[1], "word"), textOf(words.items()[size_t((i + 1) % lot)], "word"));
        }
    }
    QCOMPARE(book_->number("SELECT COUNT(*) FROM \"Tags\""), count); // each was found
    QCOMPARE(book_->number("SELECT COUNT(*) FROM \"Taggings\""), 2 * count);
}

void HostileValuesTest::whatCantBeStoredIsRefused()
{
    Json row = Json::object();
    row.set(QStringLiteral("code"), QStringLiteral("nul"));
    row.set(QStringLiteral("body"), QStringLiteral("before") + QChar(0) + QStringLiteral("after"));
    const auto made = sql::create(book_->connection(), book_->registry(), book_->model("Note"), row);
    QCOMPARE(bool(made), !isPostgres_); // it ends texts with that character
    QCOMPARE(book_->number("SELECT COUNT(*) FROM \"Notes\""), isPostgres_ ? 0 : 1);
    if (made)
        QCOMPARE(textOf(*made, "body"), textOf(row, "body"));
    else
        QVERIFY2(
            errorText(made.error()).contains(QStringLiteral("U+0000")), qPrintable(errorText(made.error())));
}

QTEST_GUILESS_MAIN(HostileValuesTest)
#include "hostilevaluestest.moc"
