// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/connection.h"
#include "support/program.h"
#include "support/support.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <vector>

#include <csignal>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using conjoin::tests::programPath;
using conjoin::tests::ProgramRun;
using conjoin::tests::runConjoin;

namespace {

/// The program on a terminal of its own.
class OnTerminal {
public:
    OnTerminal(const QString& folder, const QStringList& arguments)
    {
        std::vector<QByteArray> words{programPath().toUtf8()};
        for (const QString& argument : arguments)
            words.push_back(argument.toUtf8());
        std::vector<char*> argv;
        for (QByteArray& word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        const QByteArray where = folder.toUtf8();
        child_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (child_ == 0) {
            if (chdir(where.constData()) == 0)
                execv(argv[0], argv.data());
            _exit(127);
        }
    }
    ~OnTerminal()
    {
        if (child_ > 0) {
            kill(child_, SIGKILL);
            waitpid(child_, nullptr, 0);
        }
        close(terminal_);
    }
    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    /// Whether it says this before it ends.
    bool says(const QByteArray& words)
    {
        while (!said_.contains(words)) {
            if (!readMore())
                return false;
        }
        return true;
    }
    void interrupt() { (void)!write(terminal_, "\x03", 1); } // as Ctrl+C does
    /// Its exit status, once it has ended.
    int status()
    {
        while (readMore()) {
        }
        int status = 0;
        waitpid(child_, &status, 0);
        child_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    const QByteArray& said() const { return said_; }

private:
    bool readMore()
    {
        constexpr int patience = 120'000; // a hang fails the test instead of the whole run
        pollfd ready{terminal_, POLLIN, 0};
        if (poll(&ready, 1, patience) <= 0)
            return false;
        std::array<char, 4096> bytes{};
        const ssize_t count = read(terminal_, bytes.data(), bytes.size());
        if (count <= 0)
            return false;
        said_.append(bytes.data(), count);
        return true;
    }

    int terminal_ = -1;
    pid_t child_ = -1;
    QByteArray said_;
};

} // namespace

/// Pictures and projects of large schemas: what is told meanwhile, and that Ctrl+C leaves nothing behind.
class RenderTest : public QObject {
    Q_OBJECT

private:
    QStringList leftOvers() const
    {
        QStringList files = QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden);
        files.removeAll(QStringLiteral("large.sql"));
        return files;
    }

    QTemporaryDir folder_;

private slots:
    void initTestCase()
    {
        // A chain with chords: takes some seconds to lay out, whatever the machine.
        QByteArray script;
        constexpr int tables = 4000;
        for (int i = 0; i < tables; ++i) {
            const QByteArray number = QByteArray::number(i);
            script += "CREATE TABLE t" + number + " (id INTEGER PRIMARY KEY, name TEXT";
            if (i > 0)
                script += ", a INTEGER REFERENCES t" + QByteArray::number(i - 1) + "(id)";
            if (i > 7)
                script += ", b INTEGER REFERENCES t" + QByteArray::number(i * 7919 % i) + "(id)" +
                          ", c INTEGER REFERENCES t" + QByteArray::number(i / 2) + "(id)";
            script += ");\n";
        }
        QFile file(folder_.filePath(QStringLiteral("large.sql")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(script);
    }

    void aTerminalSeesWhatTakesLongAndStopsIt()
    {
        OnTerminal render(
            folder_.path(), {QStringLiteral("render"), QStringLiteral("large.sql"), QStringLiteral("--from"),
                                QStringLiteral("sqlite"), QStringLiteral("-o"), QStringLiteral("large.svg")});
        QVERIFY2(render.says("laying out 4000 tables"), render.said().constData());
        render.interrupt();
        QCOMPARE(render.status(), 130);
        QCOMPARE(leftOvers(), QStringList());
    }

    void importingTellsAsMuch()
    {
        OnTerminal import(folder_.path(),
            {QStringLiteral("import"), QStringLiteral("large.sql"), QStringLiteral("--from"),
                QStringLiteral("sqlite"), QStringLiteral("-o"), QStringLiteral("large.conjoin")});
        QVERIFY2(import.says("laying out 4000 tables"), import.said().constData());
        import.interrupt();
        QCOMPARE(import.status(), 130);
        QCOMPARE(leftOvers(), QStringList());
    }

    /// Its connection is closed by then: there is no statement left that an interrupt could cancel.
    void whatWasReadFromADatabaseIsStoppedAsWell()
    {
        const QString path = folder_.filePath(QStringLiteral("large.db"));
        conjoin::sql::ConnectionSettings settings;
        settings.file = path;
        settings.create = true;
        auto database = conjoin::sql::Connection::open(settings);
        QVERIFY(database);
        QFile script(folder_.filePath(QStringLiteral("large.sql")));
        QVERIFY(script.open(QIODevice::ReadOnly));
        QVERIFY((*database)->run(QStringLiteral("BEGIN")));
        for (const QByteArray& statement : script.readAll().split('\n')) {
            if (!statement.isEmpty())
                QVERIFY((*database)->run(QString::fromUtf8(statement)));
        }
        QVERIFY((*database)->run(QStringLiteral("COMMIT")));
        database->reset();
        OnTerminal import(folder_.path(), {QStringLiteral("import"), QStringLiteral("large.db"),
                                              QStringLiteral("-o"), QStringLiteral("large.conjoin")});
        QVERIFY2(import.says("laying out 4000 tables"), import.said().constData());
        import.interrupt();
        QCOMPARE(import.status(), 130);
        QVERIFY(QFile::remove(path));
        QCOMPARE(leftOvers(), QStringList());
    }

    void everyThemeIsDrawn()
    {
        QFile script(folder_.filePath(QStringLiteral("small.sql")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("CREATE TABLE room (id INTEGER PRIMARY KEY);");
        script.close();
        const auto render = [&](const char* theme) {
            return runConjoin(folder_.path(),
                {QStringLiteral("render"), QStringLiteral("small.sql"), QStringLiteral("--from"),
                    QStringLiteral("sqlite"), QStringLiteral("--theme"), QString::fromLatin1(theme),
                    QStringLiteral("--overwrite"), QStringLiteral("-o"), QStringLiteral("small.svg")});
        };
        const auto canvas = [&] {
            QFile picture(folder_.filePath(QStringLiteral("small.svg")));
            return picture.open(QIODevice::ReadOnly) ? picture.readAll() : QByteArray();
        };
        QCOMPARE(render("dark").status, 0);
        QVERIFY(canvas().contains(".canvas { fill: #0e1218 }"));
        QCOMPARE(render("high-contrast").status, 0);
        QVERIFY(canvas().contains(".canvas { fill: #000000 }"));
        const ProgramRun unknown = render("sepia");
        QCOMPARE(unknown.status, 2);
        QVERIFY2(unknown.err.contains(u"high-contrast"), qPrintable(unknown.err));
        QVERIFY(QFile::remove(folder_.filePath(QStringLiteral("small.svg"))));
    }

    void aQuietOneSaysNothing()
    {
        OnTerminal render(
            folder_.path(), {QStringLiteral("render"), QStringLiteral("--quiet"), QStringLiteral("large.sql"),
                                QStringLiteral("-o"), QStringLiteral("large.svg"), QStringLiteral("--dialect"),
                                QStringLiteral("nonsense")});
        QCOMPARE(render.status(), 2);
        QVERIFY(!render.said().contains("laying out"));
    }
};

QTEST_GUILESS_MAIN(RenderTest)
#include "rendertest.moc"
