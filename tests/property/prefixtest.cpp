// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"
#include "orm/sql/scriptreader.h"
#include "support/randomdocument.h"
#include "support/support.h"

#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <functional>
#include <set>

using namespace conjoin;

namespace {

/// A prefix is read as far as this; what follows in the long ones is rows.
constexpr qsizetype longestPrefix = 200'000;
constexpr qsizetype wholly = 1'500; ///< of texts so short, every prefix is tried
constexpr int samples = 40;         ///< of longer ones, so many at statement ends and so many anywhere
/// CONJOIN_PREFIX_STEP=50 tries every 50th prefix of each text instead, and all of those up to ten times as
/// long as a short one: an hour's run by hand.
const int step = qEnvironmentVariableIntValue("CONJOIN_PREFIX_STEP");

/// Says why the text was refused, or nothing where it was read.
using Reading = std::function<std::optional<Error>(const QByteArray& text)>;

std::set<qsizetype> prefixes(const QByteArray& text)
{
    std::set<qsizetype> ends{text.size() <= longestPrefix ? text.size() : longestPrefix};
    const qsizetype last = std::min(text.size(), longestPrefix);
    const bool all = text.size() <= (step > 0 ? 10 * wholly : wholly);
    if (all || step > 0) {
        for (qsizetype end = 0; end < last; end += all ? 1 : step)
            ends.insert(end);
        return ends;
    }
    QRandomGenerator random(20261);
    std::vector<qsizetype> statements;
    for (qsizetype at = text.indexOf(';'); at >= 0 && at < last; at = text.indexOf(';', at + 1))
        statements.push_back(at + 1);
    for (int i = 0; i < samples; ++i) {
        ends.insert(random.bounded(int(last)));
        if (!statements.empty())
            ends.insert(statements[random.bounded(quint32(statements.size()))]);
    }
    return ends;
}

/// The first prefix that is refused without a word or a place; empty where there is none.
QString firstUntold(const QByteArray& text, const QString& source, const Reading& read)
{
    static const QRegularExpression place(QStringLiteral("^[^:]*(:[0-9]+){1,2}"));
    for (const qsizetype end : prefixes(text)) {
        const std::optional<Error> error = read(text.left(end));
        if (error && (error->what.english().isEmpty() || !error->where.startsWith(source)))
            return QStringLiteral("%1 bytes: %2: %3").arg(end).arg(error->where, error->what.english());
        if (error && !place.match(error->where).hasMatch())
            return QStringLiteral("%1 bytes: no place in \"%2\"").arg(end).arg(error->where);
    }
    return {};
}

template<class T>
std::optional<Error> errorOf(const Result<T>& result)
{
    return result ? std::nullopt : std::optional(result.error());
}

const QString source = QStringLiteral("text");

Reading readerOf(const QString& dialect)
{
    if (dialect == u"sqlite")
        return [](const QByteArray& text) { return errorOf(sql::readSqliteScript(text, source)); };
    if (dialect == u"postgresql")
        return [](const QByteArray& text) { return errorOf(sql::readPostgresScript(text, source)); };
    return [](const QByteArray& text) { return errorOf(sql::readMySqlScript(text, source)); };
}

} // namespace

/// A text that ends too early is read or refused with a place, wherever it was cut.
class PrefixTest : public QObject {
    Q_OBJECT

private slots:
    void scripts_data();
    void scripts();
    void projects_data();
    void projects();
};

void PrefixTest::scripts_data()
{
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("path");
    const auto add = [](const QString& dialect, const QString& folder) {
        QDirIterator found(folder, {QStringLiteral("*.sql"), QStringLiteral("*.txt")}, QDir::Files,
            QDirIterator::Subdirectories);
        while (found.hasNext()) {
            const QString path = found.next();
            const QString name = path.section(u'/', -3);
            QTest::newRow(qPrintable(name)) << dialect << path;
        }
    };
    add(QStringLiteral("sqlite"), tests::testPath(QStringLiteral("fuzz/seeds/sqlitescript")));
    add(QStringLiteral("postgresql"), tests::testPath(QStringLiteral("fuzz/seeds/postgresscript")));
    add(QStringLiteral("mysql"), tests::testPath(QStringLiteral("fuzz/seeds/mysqlscript")));
    for (const char* dialect : {"sqlite", "postgresql", "mysql"}) {
        const QString name = QString::fromLatin1(dialect);
        add(name, tests::testPath(QStringLiteral("dialect/") + name));
        if (const QString corpus = tests::sharedPath(QStringLiteral("corpus/") + name); !corpus.isEmpty())
            add(name, corpus);
    }
}

void PrefixTest::scripts()
{
    QFETCH(QString, dialect);
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(firstUntold(file.readAll(), source, readerOf(dialect)), QString());
}

void PrefixTest::projects_data()
{
    QTest::addColumn<QByteArray>("text");
    QFile example(tests::testPath(QStringLiteral("../resources/examples/school.conjoin")));
    QVERIFY(example.open(QIODevice::ReadOnly));
    QTest::newRow("school") << example.readAll();
    for (unsigned seed = 1; seed <= 8; ++seed) {
        tests::RandomDocument random(seed);
        QTest::newRow(qPrintable(QStringLiteral("random %1").arg(seed)))
            << model::writeDocument(random.make(5));
    }
}

void PrefixTest::projects()
{
    QFETCH(QByteArray, text);
    QCOMPARE(firstUntold(text, source,
                 [](const QByteArray& prefix) { return errorOf(model::readDocument(prefix, source)); }),
        QString());
}

QTEST_GUILESS_MAIN(PrefixTest)
#include "prefixtest.moc"
