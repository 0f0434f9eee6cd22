// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/lift/lift.h"
#include "orm/sql/scriptdialect.h"
#include "orm/sql/scriptreader.h"
#include "orm/translate/translate.h"
#include "support/scratchserver.h"
#include "support/sqlitefile.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace conjoin;

/// A schema of one engine, said in the words of another, runs there: what can't be said is left out with a
/// diagnostic, and nothing that the server refuses stays.
class TranslationRunTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(postgres_.start(), qPrintable(postgres_.error()));
        QVERIFY2(mariadb_.start(), qPrintable(mariadb_.error()));
    }
    void runsThere_data();
    void runsThere();

private:
    tests::ScratchPostgres postgres_;
    tests::ScratchMariaDb mariadb_;
};

void TranslationRunTest::runsThere_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("to");
    const auto add = [](const QString& from, const QString& name, const QStringList& files) {
        for (const char* to : {"sqlite", "postgresql", "mariadb"}) {
            if (from != QLatin1String(to))
                QTest::addRow("%s %s to %s", qPrintable(from), qPrintable(name), to)
                    << from << files << QString::fromLatin1(to);
        }
    };
    const auto addFolder = [&](const QString& from, const QString& path) {
        const QStringList sql{QStringLiteral("*.sql")};
        for (const QFileInfo& info : QDir(path).entryInfoList(sql, QDir::Files)) {
            if (!info.fileName().endsWith(u".pre.sql"))
                add(from, info.baseName(), {info.filePath()});
        }
        for (const QFileInfo& folder : QDir(path).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QStringList files;
            for (const QFileInfo& info : QDir(folder.filePath()).entryInfoList(sql, QDir::Files, QDir::Name))
                files += info.filePath();
            add(from, folder.fileName(), files);
        }
    };
    for (const char* from : {"sqlite", "postgresql", "mysql"}) {
        addFolder(QString::fromLatin1(from),
            tests::testPath(QStringLiteral("dialect/translation/") + QLatin1String(from)));
        const QString corpus = tests::sharedPath(QStringLiteral("corpus/") + QLatin1String(from));
        if (corpus.isEmpty())
            qInfo("the schemas of real projects are not there: only those of the test are translated");
        else
            addFolder(QString::fromLatin1(from), corpus);
    }
}

void TranslationRunTest::runsThere()
{
    QFETCH(QString, from);
    QFETCH(QStringList, files);
    QFETCH(QString, to);
    QByteArray script;
    for (const QString& path : files) {
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        script += file.readAll() + '\n';
    }
    const auto read = sql::readScript(from, script, QStringLiteral("script.sql"), nullptr);
    QVERIFY2(read, read ? "" : qPrintable(read.error().where + u' ' + read.error().what.english()));
    model::Document document = model::emptyDocument(QStringLiteral("read"), DiagramId(1));
    document.settings.dialect = from;
    document.schema = orm::lift(*read).schema;
    const orm::Dialect& dialect = **orm::dialectNamed(to);
    const auto derivation = orm::deriveFor(document, dialect);
    QVERIFY(derivation);
    const QByteArray text = dialect.script(dialect.createSchema(*derivation, {})).toUtf8();
    QString said;
    if (to == u"sqlite") {
        const QTemporaryDir folder;
        said = tests::runScript(folder.filePath(QStringLiteral("made.db")), text);
    } else {
        tests::ScratchServer& server =
            to == u"mariadb" ? static_cast<tests::ScratchServer&>(mariadb_) : postgres_;
        said = server.runScript(server.newDatabase().database, text);
    }
    QVERIFY2(said.isEmpty(), qPrintable(said));
}

QTEST_GUILESS_MAIN(TranslationRunTest)
#include "translationruntest.moc"
