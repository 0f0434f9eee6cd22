// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/csvreader.h"
#include "orm/exchange/csvtext.h"

#include <QBuffer>
#include <QRandomGenerator>
#include <QtTest>

using namespace conjoin;
using namespace conjoin::orm;

namespace {

std::vector<CsvRecord> recordsOf(const QByteArray& text, const CsvLayout& layout = {})
{
    QBuffer buffer;
    buffer.setData(text);
    buffer.open(QIODevice::ReadOnly);
    CsvReader reader(buffer, layout);
    std::vector<CsvRecord> records;
    for (;;) {
        auto record = reader.next();
        if (!record || !*record)
            return records;
        records.push_back(std::move(**record));
    }
}

/// `1: a|"b"` – the line, quoted fields in quotes, a problem's code behind.
QStringList shown(const std::vector<CsvRecord>& records)
{
    QStringList lines;
    for (const CsvRecord& record : records) {
        QStringList cells;
        for (const CsvCell& cell : record.cells)
            cells += cell.quoted ? u'"' + cell.text + u'"' : cell.text;
        lines += QStringLiteral("%1: ").arg(record.line) + cells.join(u'|') +
                 (record.problem.isEmpty() ? QString() : u' ' + record.problem.code);
    }
    return lines;
}

} // namespace

class CsvTest : public QObject {
    Q_OBJECT

private slots:
    void recordsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("records");
        QTest::newRow("plain") << QByteArray("a,b\r\n1,2\r\n") << QStringList{"1: a|b", "2: 1|2"};
        QTest::newRow("no end") << QByteArray("a,b\n1,2") << QStringList{"1: a|b", "2: 1|2"};
        QTest::newRow("old Macintosh") << QByteArray("a\rb\r") << QStringList{"1: a", "2: b"};
        QTest::newRow("empty fields") << QByteArray(",\n\"\",x,\n") << QStringList{"1: |", "2: \"\"|x|"};
        QTest::newRow("empty lines") << QByteArray("\n\na\n\r\n\nb\n") << QStringList{"3: a", "6: b"};
        QTest::newRow("quotes") << QByteArray("\"a \"\"b\"\"\",\"c,d\"\n") << QStringList{"1: \"a \"b\"\"|\"c,d\""};
        QTest::newRow("lines in quotes") << QByteArray("\"a\nb\r\nc\",d\ne,f\n")
                                         << QStringList{"1: \"a\nb\r\nc\"|d", "4: e|f"};
        QTest::newRow("a quote within") << QByteArray("5\" disk,b\n") << QStringList{"1: 5\" disk|b"};
        QTest::newRow("behind a quote") << QByteArray("\"a\"b,c\nd,e\n")
                                        << QStringList{"1: \"ab\"|c csv.behind-quote", "2: d|e"};
        QTest::newRow("open quote") << QByteArray("a,b\n\"c,d\ne,f\n")
                                    << QStringList{"1: a|b", "2: \"c,d\ne,f\n\" csv.open-quote"};
        QTest::newRow("a mark of the byte order") << QByteArray("\xef\xbb\xbf\"a\",b\n")
                                                  << QStringList{"1: \"a\"|b"};
        QTest::newRow("bytes that are no text") << QByteArray("a,\xff\nb,c\n")
                                                << QStringList{QString::fromUtf8("1: a|\xef\xbf\xbd csv.encoding"),
                                                       "2: b|c"};
        QTest::newRow("nothing") << QByteArray() << QStringList();
        QTest::newRow("a lone line end") << QByteArray("\r\n") << QStringList();
    }

    void recordsAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, records);
        QCOMPARE(shown(recordsOf(text)), records);
    }

    void whatIsWrittenIsReadAgain()
    {
        QRandomGenerator random(7);
        const QString letters = QString::fromUtf8("ab,;\t\"' \r\n\xc3\xbc\xe2\x82\xac\xf0\x9f\x8e\x93NULL");
        for (int round = 0; round < 300; ++round) {
            CsvFormat format;
            CsvLayout layout;
            layout.delimiter = format.delimiter = random.bounded(2) ? u',' : u';';
            format.lineEnd = random.bounded(2) ? QStringLiteral("\r\n") : QStringLiteral("\n");
            format.null = random.bounded(2) ? QString() : QStringLiteral("NULL");
            std::vector<std::vector<std::optional<QString>>> table(size_t(1 + random.bounded(6)));
            QString text;
            for (auto& line : table) {
                line.resize(2 + size_t(round % 3));
                for (size_t i = 0; i < line.size(); ++i) {
                    if (random.bounded(5) > 0) {
                        line[i] = QString();
                        for (int n = random.bounded(6); n > 0; --n)
                            *line[i] += letters[random.bounded(int(letters.size()))];
                        if (random.bounded(9) == 0)
                            line[i] = QStringLiteral("NULL");
                    }
                    text += (i ? QString(format.delimiter) : QString()) + csvField(line[i], format);
                }
                text += format.lineEnd;
            }
            const std::vector<CsvRecord> records = recordsOf(text.toUtf8(), layout);
            QCOMPARE(records.size(), table.size());
            for (size_t r = 0; r < table.size(); ++r) {
                QCOMPARE(records[r].cells.size(), table[r].size());
                for (size_t c = 0; c < table[r].size(); ++c) {
                    const CsvCell& cell = records[r].cells[c];
                    const bool null = !cell.quoted && cell.text == format.null;
                    QVERIFY2(null == !table[r][c], qPrintable(text));
                    QVERIFY2(null || QString::fromUtf8(cell.text.toUtf8()) == QString::fromUtf8(table[r][c]->toUtf8()),
                        qPrintable(text));
                }
            }
        }
    }

    void charactersAcrossChunks()
    {
        QByteArray text; // longer than what is read at once, each character of three bytes
        for (int i = 0; i < 60'000; ++i)
            text += "\xe2\x82\xac";
        const std::vector<CsvRecord> records = recordsOf(text + ",x\n");
        QCOMPARE(records.size(), size_t(1));
        QVERIFY(records[0].problem.isEmpty());
        QCOMPARE(records[0].cells[0].text, QString(60'000, QChar(0x20ac)));
    }

    void layoutsAreGuessed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("encoding");
        QTest::addColumn<QString>("delimiter");
        QTest::addColumn<QString>("quote");
        QTest::addColumn<bool>("header");
        const auto row = [](const char* name, const QByteArray& text, TextEncoding encoding, const char* delimiter,
                             const char* quote, bool header) {
            QTest::newRow(name) << text << int(encoding) << QString::fromLatin1(delimiter)
                                << QString::fromLatin1(quote) << header;
        };
        row("commas", "name,price\nA,\"1,5\"\nB,\"2,5\"\n", TextEncoding::Utf8, ",", "\"", true);
        row("semicolons", "Name;Preis\nA;1,50\nB;2,50\nC;3,00\n", TextEncoding::Utf8, ";", "\"", true);
        row("tabs", "a\tb\n1\t2, 3\n", TextEncoding::Utf8, "\t", "\"", true);
        row("no header", "1,2\n3,4\n", TextEncoding::Utf8, ",", "\"", false);
        row("bars", "a|b|c\n1|2|3\n", TextEncoding::Utf8, "|", "\"", true);
        row("apostrophes as quotes", "a,b\n'x,y','z'\n'u','v,w'\n", TextEncoding::Utf8, ",", "'", true);
        row("apostrophes in words", "a,b\nit's,x\ndon't,y\n", TextEncoding::Utf8, ",", "\"", true);
        row("Windows", "Name;Ort\nM\xfcller;\x80\n", TextEncoding::Windows1252, ";", "\"", true);
        row("UTF-16", QByteArray("\xff\xfe" "a\0;\0b\0\n\0" "1\0;\0" "2\0\n\0", 18), TextEncoding::Utf16Le, ";",
            "\"", true);
        row("one column", "name\nAnn\nBob\n", TextEncoding::Utf8, ",", "\"", true);
        row("nothing", "", TextEncoding::Utf8, ",", "\"", true);
    }

    void layoutsAreGuessed()
    {
        QFETCH(QByteArray, text);
        const CsvLayout layout = guessedLayout(text, true);
        QTEST(int(layout.encoding), "encoding");
        QTEST(QString(layout.delimiter), "delimiter");
        QTEST(QString(layout.quote), "quote");
        QTEST(layout.header, "header");
    }

    void encodingsAreRead()
    {
        CsvLayout windows;
        windows.encoding = TextEncoding::Windows1252;
        QCOMPARE(shown(recordsOf("M\xfcller,\x80\n\x81,x\n", windows)),
            (QStringList{QString::fromUtf8("1: M\xc3\xbcller|\xe2\x82\xac"),
                QString::fromUtf8("2: \xef\xbf\xbd|x csv.encoding")}));
        CsvLayout big;
        big.encoding = TextEncoding::Utf16Be;
        QCOMPARE(shown(recordsOf(QByteArray("\xfe\xff\0a\0,\0b\0\n", 10), big)), QStringList{"1: a|b"});
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csvtest.moc"
