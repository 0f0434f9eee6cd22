// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/support.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

/// The arrows of ARCHITECTURE.md: model <- orm <- orm/sql <- ui <- app, and what each layer may take from Qt.
class LayeringTest : public QObject {
    Q_OBJECT

private slots:
    void includesPointDownwards_data();
    void includesPointDownwards();
};

using namespace conjoin;

namespace {

QStringList sourcesIn(const QString& folder, const QString& except)
{
    QStringList found;
    QDirIterator files(tests::projectPath(folder), {"*.h", "*.cpp"}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (except.isEmpty() || !file.startsWith(tests::projectPath(except)))
            found << file;
    }
    return found;
}

/// What the file includes, without brackets and quotes.
QStringList includesOf(const QString& path)
{
    static const QRegularExpression include(
        QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"), QRegularExpression::MultilineOption);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList found;
    auto matches = include.globalMatch(QString::fromUtf8(file.readAll()));
    while (matches.hasNext())
        found << matches.next().captured(1);
    return found;
}

} // namespace

void LayeringTest::includesPointDownwards_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("except");
    QTest::addColumn<QStringList>("forbidden"); // beginnings of what is included
    const QStringList gui{"QtGui", "QtWidgets", "QtSvg", "QtPrintSupport", "Qsci/", "QWidget", "QPainter",
        "QApplication", "QColor", "QImage", "QFont", "QIcon", "QAction", "QUndo", "QGuiApplication", "QObject"};
    const QStringList sql{"QtSql", "QSql", "sqlite3.h", "libpq", "mysql"};
    QTest::newRow("model") << "model/"
                           << "" << QStringList({"orm/", "ui/", "app/"}) + gui + sql;
    QTest::newRow("orm") << "orm/"
                         << "orm/sql/" << QStringList({"orm/sql/", "ui/", "app/"}) + gui + sql;
    QTest::newRow("orm/sql") << "orm/sql/"
                             << "" << QStringList({"ui/", "app/", "QtGui", "QtWidgets", "QWidget"});
    QTest::newRow("ui") << "ui/"
                        << "" << QStringList({"app/"}) + sql;
}

void LayeringTest::includesPointDownwards()
{
    QFETCH(QString, folder);
    QFETCH(QString, except);
    QFETCH(QStringList, forbidden);
    const QStringList sources = sourcesIn(folder, except);
    QVERIFY2(!sources.isEmpty(), qPrintable(folder));
    QStringList wrong;
    for (const QString& source : sources) {
        for (const QString& included : includesOf(source)) {
            for (const QString& start : forbidden) {
                if (included.startsWith(start))
                    wrong << source + QStringLiteral(" includes ") + included;
            }
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

QTEST_GUILESS_MAIN(LayeringTest)
#include "layeringtest.moc"
