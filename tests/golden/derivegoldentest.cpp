// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/io/documentfile.h"
#include "orm/base/json.h"
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "orm/exchange/models.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

/// `derive/*.txt`: a few lines that begin with `#` and say which rule it is about, a drawing – definitions as
/// JSON, or the text of a project file –, a line `----`, and the script for SQLite that it becomes. A new case
/// is a new file; run once with CONJOIN_WRITE_GOLDENS=1, the part below the line is written, to be read before
/// it is committed.
class DeriveGoldenTest : public QObject {
    Q_OBJECT

private slots:
    void goldens_data()
    {
        QTest::addColumn<QString>("file");
        const QString folder = tests::testPath(QStringLiteral("golden/derive"));
        const QStringList names = QDir(folder).entryList({QStringLiteral("*.txt")});
        QVERIFY(!names.isEmpty());
        for (const QString& name : names)
            QTest::newRow(qPrintable(name)) << folder + u'/' + name;
    }

    void goldens()
    {
        QFETCH(QString, file);
        QFile golden(file);
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QByteArray text = golden.readAll();
        golden.close();

        const QByteArray line("\n----\n");
        const qsizetype cut = text.indexOf(line);
        QVERIFY2(cut >= 0, "the line ---- is missing");
        QByteArray input = text.left(cut + 1);
        while (input.startsWith('#'))
            input = input.mid(input.indexOf('\n') + 1);

        const QString sql = script(input);
        if (qEnvironmentVariableIsSet("CONJOIN_WRITE_GOLDENS")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(text.left(cut) + line + sql.toUtf8());
            return;
        }
        QCOMPARE(sql, QString::fromUtf8(text.mid(cut + line.size())));
    }

private:
    static QString script(const QByteArray& input)
    {
        const QString source = QStringLiteral("golden");
        Result<model::Document> document = cancelledError();
        if (input.trimmed().startsWith('{')) {
            const Result<Json> json = parseJson(input, source);
            if (!json)
                return told(json.error());
            document = readModels(*json, source);
        } else {
            document = model::readDocument(input, source);
        }
        if (!document)
            return told(document.error());
        const Dialect& dialect = **dialectNamed(QStringLiteral("sqlite"));
        const Derivation derivation =
            derive(document->schema, document->settings.naming, dialect.capabilities());
        QString text = scriptText(dialect.createSchema(derivation, {}));
        for (const Diagnostic& diagnostic : derivation.diagnostics)
            text += QStringLiteral("-- %1: %2\n").arg(diagnostic.what.code, diagnostic.what.english());
        return text;
    }

    static QString told(const Error& error)
    {
        QString text = QStringLiteral("-- %1: %2\n").arg(error.where, error.what.english());
        if (!error.hint.isEmpty())
            text += QStringLiteral("-- hint: %1\n").arg(error.hint.english());
        return text;
    }
};

QTEST_GUILESS_MAIN(DeriveGoldenTest)
#include "derivegoldentest.moc"
