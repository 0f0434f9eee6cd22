// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/derive/derive.h"
#include "orm/dialect/dialect.h"
#include "support/derivecases.h"

#include <QFile>
#include <QFileInfo>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

/// `derive/*.txt`: a few lines that begin with `#` and say which rule it is about, a drawing, and for each
/// dialect a line `---- NAME` and the script that the drawing becomes, with what derivation has to say of it. A
/// new case is a new file; run once with CONJOIN_WRITE_GOLDENS=1, all that is below the drawing is written, to
/// be read before it is committed.
class DeriveGoldenTest : public QObject {
    Q_OBJECT

private slots:
    void goldens_data()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = tests::deriveCases();
        QVERIFY(!files.isEmpty());
        for (const QString& file : files)
            QTest::newRow(qPrintable(QFileInfo(file).fileName())) << file;
    }

    void goldens()
    {
        QFETCH(QString, file);
        QFile golden(file);
        QVERIFY(golden.open(QIODevice::ReadOnly));
        const QByteArray text = golden.readAll();
        golden.close();

        const qsizetype cut = text.indexOf("\n---- ");
        QVERIFY2(cut >= 0, "the line \"---- sqlite\" is missing");
        const Result<model::Document> document = tests::drawingOf(text);
        QString scripts;
        for (const QString& dialect : dialectNames())
            scripts += QStringLiteral("---- %1\n").arg(dialect) + script(document, dialect);
        if (qEnvironmentVariableIsSet("CONJOIN_WRITE_GOLDENS")) {
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(text.left(cut + 1) + scripts.toUtf8());
            return;
        }
        QCOMPARE(scripts, QString::fromUtf8(text.mid(cut + 1)));
    }

private:
    static QString script(const Result<model::Document>& document, const QString& dialectName)
    {
        if (!document)
            return told(document.error());
        const Dialect& dialect = **dialectNamed(dialectName);
        const Derivation derivation =
            derive(document->schema, document->settings.naming, dialect.capabilities());
        QString text = scriptText(dialect.createSchema(derivation, {}));
        for (const Diagnostic& diagnostic : derivation.diagnostics)
            text += QStringLiteral("-- %1: %2: %3\n")
                        .arg(diagnostic.what.code, diagnostic.where, diagnostic.what.english());
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
