// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/documentfile.h"
#include "app/autosave.h"
#include "model/edit/edits.h"
#include "model/io/documentfile.h"
#include "ui/session/editsession.h"

#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace conjoin;

namespace {

model::Document emptyProject()
{
    return model::emptyDocument(QStringLiteral("School"), IdSource::seeded(1).next<DiagramId>());
}

Result<void> addTable(ui::EditSession& session, const QString& name)
{
    return session.apply(QStringLiteral("Add ") + name, [&](model::Document document) {
        model::Table table;
        table.id = session.ids().next<TableId>();
        table.name = name;
        model::TableNode node;
        node.id = table.id;
        return model::edit::addTable(std::move(document), table, session.currentDiagram(), node);
    });
}

Result<void> saveAndWait(app::DocumentFile& file, const QString& path)
{
    std::optional<Result<void>> result;
    file.save(path, [&](const Result<void>& saved) { result = saved; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 10000))
        return inputError(path, message("test.timeout", "saving never ended"));
    return *result;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class DocumentFileTest : public QObject {
    Q_OBJECT

private slots:
    void savesAndReopensIdentically();
    void aFileThatCannotBeWrittenIsToldAndStaysModified();
    void aFullDiskKeepsTheOldFile_data();
    void aFullDiskKeepsTheOldFile();
    void aDeviceIsNeverReplaced();
    void whatAnotherProgramWroteIsKept();
    void whatIsNoProjectIsRefused_data();
    void whatIsNoProjectIsRefused();
    void anUnsavedDocumentCanBeRecovered();
    void aSavedDocumentLeavesNothingToRecover();
    void aRunningProgramIsNotRecovered();
};

void DocumentFileTest::savesAndReopensIdentically()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("school.conjoin"));
    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, {});
    file.adopt(emptyProject(), {});
    QVERIFY(addTable(session, QStringLiteral("Student")));
    QVERIFY(file.isModified());
    QVERIFY(saveAndWait(file, path));
    QVERIFY(!file.isModified());
    QCOMPARE(file.path(), path);
    const auto again = app::readProject(path);
    QVERIFY(again);
    QVERIFY(again->document == session.document());
    session.undoStack().undo();
    QVERIFY(file.isModified());
    session.undoStack().redo();
    QVERIFY(!file.isModified());
}

void DocumentFileTest::aFileThatCannotBeWrittenIsToldAndStaysModified()
{
    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, {});
    file.adopt(emptyProject(), {});
    QVERIFY(addTable(session, QStringLiteral("Student")));
    const QTemporaryDir folder;
    for (const QString& path : {QStringLiteral("/proc/school.conjoin"), // read-only, even for root
             folder.filePath(QStringLiteral("gone/school.conjoin"))}) {
        const Result<void> saved = saveAndWait(file, path);
        QVERIFY(!saved);
        QCOMPARE(saved.error().where, path);
        QVERIFY(!saved.error().hint.isEmpty());
        QVERIFY(file.isModified());
        QVERIFY(file.path().isEmpty());
    }
}

void DocumentFileTest::aFullDiskKeepsTheOldFile_data()
{
    QTest::addColumn<int>("letters");
    QTest::addColumn<int>("room");
    QTest::newRow("half way") << 200000 << 64 * 1024;
    QTest::newRow("all that waits in a buffer") << 3000 << 1024; // as projects are
}

void DocumentFileTest::aFullDiskKeepsTheOldFile()
{
    QFETCH(int, letters);
    QFETCH(int, room);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("school.conjoin"));
    model::Document small = emptyProject();
    QVERIFY(app::writeProject(small, path));
    const QByteArray before = contentOf(path);

    model::Document large = small;
    large.settings.name = QString(letters, u'x');
    // A limit on the size of files fails a write, as a full disk does.
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{rlim_t(room), old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &tight);
    const Result<void> saved = app::writeProject(large, path);
    setrlimit(RLIMIT_FSIZE, &old);

    QVERIFY(!saved);
    QCOMPARE(contentOf(path), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1); // nothing half written beside it
}

void DocumentFileTest::whatAnotherProgramWroteIsKept()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("school.conjoin"));
    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, {});
    file.adopt(emptyProject(), {});
    const auto save = [&](app::DocumentFile::Others others) {
        std::optional<Result<void>> result;
        file.save(
            path, [&](const Result<void>& saved) { result = saved; }, others);
        [[maybe_unused]] const bool done = QTest::qWaitFor([&] { return result.has_value(); }, 10000);
        return result.value_or(cancelledError());
    };
    QVERIFY(save(app::DocumentFile::Others::Keep));
    QVERIFY(save(app::DocumentFile::Others::Keep)); // what it wrote itself is no surprise
    QFile other(path);
    QVERIFY(other.open(QIODevice::Append) && other.write("# theirs\n") > 0);
    other.close();
    const Result<void> refused = save(app::DocumentFile::Others::Keep);
    QVERIFY(!refused);
    QCOMPARE(refused.error().what.code, QLatin1String(app::DocumentFile::changedCode));
    QVERIFY(other.open(QIODevice::ReadOnly) && other.readAll().endsWith("# theirs\n"));
    other.close();
    QVERIFY(save(app::DocumentFile::Others::Overwrite));
    QVERIFY(other.open(QIODevice::ReadOnly) && !other.readAll().endsWith("# theirs\n"));
}

void DocumentFileTest::aDeviceIsNeverReplaced()
{
    QVERIFY(!app::writeProject(emptyProject(), QStringLiteral("/dev/full")));
    QVERIFY(!QFileInfo(QStringLiteral("/dev/full")).isFile());
}

void DocumentFileTest::whatIsNoProjectIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray whole = model::writeDocument(emptyProject());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n", 8);
    QTest::newRow("cut off") << whole.left(whole.size() / 2);
    QTest::newRow("something behind it") << whole + "nonsense\n";
}

void DocumentFileTest::whatIsNoProjectIsRefused()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("broken.conjoin"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto document = app::readProject(path);
    QVERIFY(!document);
    QVERIFY2(
        document.error().where.contains(QStringLiteral("broken.conjoin")), qPrintable(document.error().where));
    QVERIFY(!app::readProject(folder.path()));
    QVERIFY(!app::readProject(folder.filePath(QStringLiteral("missing.conjoin"))));
}

void DocumentFileTest::anUnsavedDocumentCanBeRecovered()
{
    const QTemporaryDir folder;
    const QString state = folder.filePath(QStringLiteral("state"));
    const QString origin = folder.filePath(QStringLiteral("school.conjoin"));
    model::Document drawn;
    const QString crashed = folder.filePath(QStringLiteral("crashed"));
    QVERIFY(QDir().mkpath(crashed));
    {
        ui::EditSession session(emptyProject());
        app::DocumentFile file(session, state);
        file.adopt(emptyProject(), origin);
        QVERIFY(addTable(session, QStringLiteral("Student")));
        drawn = session.document();
        const auto copies = [&state] {
            return QDir(state).entryInfoList(
                {QStringLiteral("*.conjoin"), QStringLiteral("*.origin")}, QDir::Files);
        };
        QVERIFY(QTest::qWaitFor([&] { return copies().size() == 2; }, 10000));
        for (const QFileInfo& copy : copies()) // what is on the disk when the program dies here
            QVERIFY(QFile::copy(copy.filePath(), crashed + u'/' + copy.fileName()));
    }
    const auto found = app::findRecoveries(crashed);
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found.front().origin, origin);
    const auto document = app::readRecovery(found.front());
    QVERIFY(document);
    QVERIFY(*document == drawn);

    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, crashed);
    file.adoptRecovered(*document, found.front());
    QVERIFY(file.isModified());
    QCOMPARE(file.path(), origin);
    QVERIFY(QFileInfo::exists(found.front().file)); // never without a copy
    QVERIFY(app::findRecoveries(crashed).empty());  // this program has it now
    QVERIFY(saveAndWait(file, origin));
    QVERIFY(!QFileInfo::exists(found.front().file));
}

void DocumentFileTest::aSavedDocumentLeavesNothingToRecover()
{
    const QTemporaryDir folder;
    const QString state = folder.filePath(QStringLiteral("state"));
    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, state);
    file.adopt(emptyProject(), {});
    QVERIFY(addTable(session, QStringLiteral("Student")));
    QVERIFY(
        QTest::qWaitFor([&] { return !QDir(state).entryList({QStringLiteral("*.origin")}).isEmpty(); }, 10000));
    QVERIFY(saveAndWait(file, folder.filePath(QStringLiteral("school.conjoin"))));
    QVERIFY(QDir(state).entryList(QDir::Files).isEmpty());
}

void DocumentFileTest::aRunningProgramIsNotRecovered()
{
    const QTemporaryDir folder;
    const QString state = folder.filePath(QStringLiteral("state"));
    ui::EditSession session(emptyProject());
    app::DocumentFile file(session, state);
    file.adopt(emptyProject(), {});
    QVERIFY(addTable(session, QStringLiteral("Student")));
    QVERIFY(
        QTest::qWaitFor([&] { return !QDir(state).entryList({QStringLiteral("*.origin")}).isEmpty(); }, 10000));
    QVERIFY(app::findRecoveries(state).empty());
}

QTEST_MAIN(DocumentFileTest)
#include "documentfiletest.moc"
