// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/delta.h"
#include "model/document/invariants.h"
#include "model/io/documentfile.h"
#include "support/randomdocument.h"

#include <QtTest>

#include <algorithm>
#include <cstring>
#include <map>

using namespace conjoin;
using namespace conjoin::model;

namespace {

constexpr int seeds = 60;
constexpr int editsPerSeed = 60;
constexpr int tablesPerDocument = 6;

QString firstViolation(const Document& document)
{
    const Diagnostics found = violations(document);
    return found.empty() ? QString() : found.front().where + u' ' + found.front().what.english();
}

/// What a view keeps of one kind of object: brought forward by deltas alone.
template<class Object>
class Mirror {
public:
    using IdType = typename ObjectMap<Object>::IdType;

    void take(const ObjectMap<Object>& all)
    {
        for (const Object& object : all)
            objects_[object.id] = object;
    }
    /// False where the delta does not fit what is here.
    bool apply(const ObjectDelta<IdType>& delta, const ObjectMap<Object>& after)
    {
        bool fits = true;
        for (IdType id : delta.removed)
            fits = objects_.erase(id) == 1 && fits;
        for (IdType id : delta.added)
            fits = objects_.emplace(id, after.at(id)).second && fits;
        for (IdType id : delta.changed) {
            const auto at = objects_.find(id);
            fits = at != objects_.end() && fits;
            if (at != objects_.end())
                at->second = after.at(id);
        }
        return fits;
    }
    bool shows(const ObjectMap<Object>& all) const
    {
        return objects_.size() == all.size() && std::all_of(all.begin(), all.end(), [&](const Object& object) {
            const auto at = objects_.find(object.id);
            return at != objects_.end() && at->second == object;
        });
    }

private:
    std::map<IdType, Object> objects_;
};

} // namespace

class DocumentPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void editsKeepTheInvariants();
    void editsLeaveTheOldDocumentAlone();
    void deltasCarryAViewForward();
    void whatIsWrittenIsReadBack();
    void numbersAreReadBackToTheBit();
    void noBeginningOfAFileIsAFile();
    void brokenFilesAreErrorsAtMost();
};

void DocumentPropertyTest::editsKeepTheInvariants()
{
    std::map<QString, int> done;
    for (int seed = 0; seed < seeds; ++seed) {
        tests::RandomDocument random(seed);
        Document document = random.make(tablesPerDocument);
        QCOMPARE(firstViolation(document), QString());
        for (int i = 0; i < editsPerSeed; ++i) {
            auto [what, next] = random.edit(document);
            if (!next) {
                QVERIFY2(!next.error().what.isEmpty(), qPrintable(what)); // a refusal says why
                continue;
            }
            ++done[what];
            const QString broken = firstViolation(*next);
            QVERIFY2(
                broken.isEmpty(), qPrintable(QStringLiteral("seed %1, %2: %3").arg(seed).arg(what, broken)));
            document = std::move(*next);
        }
    }
    QStringList kinds;
    for (const auto& [what, count] : done)
        kinds.append(what);
    QVERIFY2(done.size() == 29, qPrintable(kinds.join(u' '))); // every kind of edit came to pass
}

void DocumentPropertyTest::editsLeaveTheOldDocumentAlone()
{
    for (int seed = 0; seed < seeds; ++seed) {
        tests::RandomDocument random(seed);
        Document document = random.make(tablesPerDocument);
        std::vector<std::pair<Document, QByteArray>> undoStack;
        for (int i = 0; i < editsPerSeed / 4; ++i) {
            undoStack.emplace_back(document, writeDocument(document));
            if (auto next = random.edit(document).result)
                document = std::move(*next);
        }
        for (const auto& [old, text] : undoStack)
            QCOMPARE(writeDocument(old), text);
    }
}

void DocumentPropertyTest::deltasCarryAViewForward()
{
    for (int seed = 0; seed < seeds; ++seed) {
        tests::RandomDocument random(seed);
        Document document = random.make(tablesPerDocument);
        QVERIFY(deltaBetween(document, document).isEmpty());
        Mirror<Table> tables;
        Mirror<Reference> references;
        Mirror<ManyToMany> links;
        Mirror<Diagram> diagrams;
        std::map<DiagramId, Mirror<TableNode>> cards;
        tables.take(document.schema.tables);
        references.take(document.schema.references);
        links.take(document.schema.links);
        diagrams.take(document.diagrams);
        for (const Diagram& diagram : document.diagrams)
            cards[diagram.id].take(diagram.tables);
        for (int i = 0; i < editsPerSeed; ++i) {
            const auto next = random.edit(document).result;
            if (!next)
                continue;
            // Sometimes back: undo is a step like any other.
            const auto& [before, after] = i % 5 == 4 ? std::pair(*next, document) : std::pair(document, *next);
            const auto step = [&](const Document& from, const Document& to) {
                const Delta delta = deltaBetween(from, to);
                QVERIFY(tables.apply(delta.tables, to.schema.tables));
                QVERIFY(references.apply(delta.references, to.schema.references));
                QVERIFY(links.apply(delta.links, to.schema.links));
                QVERIFY(diagrams.apply(delta.diagrams, to.diagrams));
                QCOMPARE(delta.diagramChanges.size(), delta.diagrams.changed.size());
                for (const DiagramDelta& change : delta.diagramChanges)
                    QVERIFY(cards[change.id].apply(change.tables, to.diagrams.at(change.id).tables));
                for (DiagramId removed : delta.diagrams.removed)
                    cards.erase(removed);
                for (DiagramId added : delta.diagrams.added)
                    cards[added].take(to.diagrams.at(added).tables);
                QVERIFY(tables.shows(to.schema.tables));
                QVERIFY(references.shows(to.schema.references));
                QVERIFY(links.shows(to.schema.links));
                QVERIFY(diagrams.shows(to.diagrams));
                for (const Diagram& diagram : to.diagrams)
                    QVERIFY(cards[diagram.id].shows(diagram.tables));
                QCOMPARE(delta.settings, !(from.settings == to.settings));
            };
            if (i % 5 == 4)
                step(after, before);
            step(before, after);
            if (QTest::currentTestFailed())
                return;
            document = after;
        }
    }
}

void DocumentPropertyTest::whatIsWrittenIsReadBack()
{
    for (int seed = 0; seed < seeds; ++seed) {
        tests::RandomDocument random(seed);
        Document document = random.make(tablesPerDocument);
        for (int i = 0; i < editsPerSeed / 4; ++i) {
            const QByteArray text = writeDocument(document);
            const auto back = readDocument(text, QStringLiteral("test"));
            QVERIFY2(back, back ? "" : qPrintable(back.error().where + u' ' + back.error().what.english()));
            QVERIFY(*back == document);
            QCOMPARE(writeDocument(*back), text);
            if (auto next = random.edit(document).result)
                document = std::move(*next);
        }
    }
}

void DocumentPropertyTest::numbersAreReadBackToTheBit()
{
    // QPointF compares with a tolerance, so whatIsWrittenIsReadBack() does not see the last digits.
    std::mt19937_64 random(1);
    Document document = emptyDocument(QStringLiteral("numbers"), DiagramId(1));
    std::vector<double> numbers;
    document.diagrams.update(DiagramId(1), [&](Diagram& diagram) {
        while (numbers.size() < 2000) {
            const quint64 bits = random();
            double value = 0;
            std::memcpy(&value, &bits, sizeof value);
            if (!std::isfinite(value))
                continue;
            numbers.push_back(value);
            diagram.notes.set({NoteId(1 + numbers.size()), {value, -0.0}, {1, 1}, {}});
        }
    });
    const auto back = readDocument(writeDocument(document), QStringLiteral("test"));
    QVERIFY(back);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const QPointF position = back->diagrams.at(DiagramId(1)).notes.at(NoteId(2 + i)).position;
        const double x = position.x();
        QCOMPARE(std::memcmp(&x, &numbers[i], sizeof x), 0);
        QVERIFY(std::signbit(position.y()));
    }
}

void DocumentPropertyTest::noBeginningOfAFileIsAFile()
{
    tests::RandomDocument random(7);
    const QByteArray text = writeDocument(random.make(3));
    for (qsizetype length = 0; length < text.size(); ++length) {
        const auto read = readDocument(text.left(length), QStringLiteral("cut"));
        QVERIFY2(!read, qPrintable(QString::number(length)));
        QVERIFY(read.error().where.startsWith(QStringLiteral("cut:")));
    }
    // Cut and ended again by a merge gone wrong: whole lines are missing, and what needs them notices.
    const QByteArrayList lines = text.split('\n');
    for (qsizetype count = 1; count + 2 < lines.size(); ++count) {
        const auto read = readDocument(lines.mid(0, count).join('\n') + "\nend\n", QStringLiteral("cut"));
        if (read)
            QCOMPARE(firstViolation(*read), QString());
    }
}

void DocumentPropertyTest::brokenFilesAreErrorsAtMost()
{
    std::mt19937_64 random(3);
    for (int seed = 0; seed < 8; ++seed) {
        const QByteArray text = writeDocument(tests::RandomDocument(seed).make(3));
        for (int i = 0; i < 400; ++i) {
            QByteArray broken = text;
            for (int j = 0; j < 1 + i % 3; ++j) {
                const auto at = qsizetype(random() % quint64(broken.size()));
                switch (random() % 4) {
                case 0:
                    broken[at] = char(random());
                    break;
                case 1:
                    broken.remove(at, 1 + qsizetype(random() % 20));
                    break;
                case 2:
                    broken.insert(at, broken.mid(qsizetype(random() % quint64(broken.size())), 30));
                    break;
                default:
                    std::swap(broken[at], broken[qsizetype(random() % quint64(broken.size()))]);
                }
            }
            const auto read = readDocument(broken, QStringLiteral("broken"));
            Diagnostics mended;
            const auto open = readMendingDiagrams(broken, QStringLiteral("broken"), mended);
            if (open)
                QCOMPARE(firstViolation(*open), QString());
            else
                QVERIFY(!read);
            if (read)
                QCOMPARE(firstViolation(*read), QString());
            else
                QVERIFY(
                    read.error().where.startsWith(QStringLiteral("broken:")) && !read.error().what.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(DocumentPropertyTest)
#include "documentpropertytest.moc"
