// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layout/cardmetrics.h"

#include <QtTest>

#include <cmath>

using namespace conjoin::model::layout;

class LayoutCardMetricsTest : public QObject {
    Q_OBJECT

private slots:
    void cardsGrowWithTheirRows();
    void cardsAreWideEnoughForTheirText();
    void widthsKeepToTheGrid_data();
    void widthsKeepToTheGrid();
    void pillsWithoutRowsAreTheirHead();
    void rowsLieInsideTheirBox();
    void textWidthIsThatOfInter();
    void otherScriptsTakeRoom();
};

void LayoutCardMetricsTest::cardsGrowWithTheirRows()
{
    const RowText row{QStringLiteral("id"), QStringLiteral("integer"), true};
    const double one = cardSize(QStringLiteral("Student"), {row}).height();
    const double two = cardSize(QStringLiteral("Student"), {row, row}).height();
    QCOMPARE(two - one, rowHeight);
    QCOMPARE(cardSize(QStringLiteral("Student"), {}).height(), headerHeight + cardPadding);
}

void LayoutCardMetricsTest::cardsAreWideEnoughForTheirText()
{
    const QString name = QStringLiteral("original_language_id"), type = QStringLiteral("character varying");
    const double text = textWidth(name, 13, TextWeight::Regular) + textWidth(type, 12, TextWeight::Regular);
    QVERIFY(cardSize(QStringLiteral("film"), {{name, type}}).width() >= text + cardTextLeft + cardTextRight);
    const QString title = QStringLiteral("a_title_longer_than_rows");
    QVERIFY(cardSize(title, {}).width() >=
            cardTextLeft + textWidth(title, 14, TextWeight::Semibold) + cardTextRight);
}

void LayoutCardMetricsTest::widthsKeepToTheGrid_data()
{
    QTest::addColumn<QString>("title");
    QTest::newRow("empty") << QString();
    QTest::newRow("short") << QStringLiteral("A");
    QTest::newRow("usual") << QStringLiteral("invoice_line_item");
    QTest::newRow("200 characters") << QString(200, QLatin1Char('W'));
    QTest::newRow("emoji") << QString::fromUtf8("\U0001F600\U0001F600\U0001F600 \u5B66\u751F");
    QTest::newRow("half a surrogate pair") << QString(QChar(0xd83d));
}

void LayoutCardMetricsTest::widthsKeepToTheGrid()
{
    QFETCH(QString, title);
    const double card = cardSize(title, {}).width(), pill = pillSize(title, {}).width();
    QVERIFY(card >= cardMinWidth && card <= cardMaxWidth);
    QVERIFY(pill >= pillMinWidth && pill <= pillMaxWidth);
    QCOMPARE(std::fmod(card, widthStep), 0.0);
    QCOMPARE(std::fmod(pill, widthStep), 0.0);
}

void LayoutCardMetricsTest::pillsWithoutRowsAreTheirHead()
{
    QCOMPARE(pillSize(QStringLiteral("Enrollment"), {}).height(), pillHeadHeight);
    QCOMPARE(pillSize(QStringLiteral("Enrollment"), {{QStringLiteral("grade"), {}}}).height(),
        pillHeadHeight + pillRowHeight + pillPadding);
}

void LayoutCardMetricsTest::rowsLieInsideTheirBox()
{
    std::vector<RowText> rows;
    for (int row = 0; row < 30; ++row) {
        rows.push_back({QStringLiteral("c"), {}});
        QVERIFY(rowCentre(row) - rowHeight / 2 >= headerHeight);
        QVERIFY(rowCentre(row) + rowHeight / 2 <= cardSize({}, rows).height());
        QVERIFY(pillRowCentre(row) - pillRowHeight / 2 >= pillHeadHeight);
        QVERIFY(pillRowCentre(row) + pillRowHeight / 2 <= pillSize({}, rows).height());
    }
}

void LayoutCardMetricsTest::textWidthIsThatOfInter()
{
    // As QFontMetricsF tells without hinting; kerning is left out.
    const double measured = 75.09;
    QVERIFY(std::abs(textWidth(QStringLiteral("customer_id"), 13, TextWeight::Regular) - measured) < 0.6);
    QVERIFY(textWidth(QStringLiteral("customer_id"), 13, TextWeight::Semibold) > measured);
    QCOMPARE(textWidth({}, 13, TextWeight::Regular), 0.0);
}

void LayoutCardMetricsTest::otherScriptsTakeRoom()
{
    const auto width = [](const char* text) {
        return textWidth(QString::fromUtf8(text), 100, TextWeight::Regular);
    };
    QVERIFY(width("\u5B66") >= 99);         // as wide as high
    QVERIFY(width("\U0001F600") >= 99);     // one character, not two
    QVERIFY(width("\u00e9") > 50);          // é
    QCOMPARE(width("e\u0301"), width("e")); // an accent stands above its letter
}

QTEST_GUILESS_MAIN(LayoutCardMetricsTest)
#include "layoutcardmetricstest.moc"
