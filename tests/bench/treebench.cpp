// SPDX-License-Identifier: GPL-3.0-or-later

// Browsing a large table in the data panel: pages, the end, counts, a hundred rows opened at once, and frames
// while very many rows are shown.
//
//     treebench [ROWS] [sqlite|postgresql|mariadb]      5,000,000 rows of SQLite unless said otherwise

#include "orm/derive/derive.h"
#include "support/everyengine.h"
#include "support/sampledatabase.h"
#include "ui/models/resulttree.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/session/freememory.h"
#include "ui/session/guiwatchdog.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

using namespace conjoin;
using namespace conjoin::tests;
using namespace conjoin::ui;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

constexpr int shelves = 1'000;

struct Store : SampleDatabase {
    Store()
    {
        const TableId shelf = table(text("Shelf"), {text("name varchar(40)")});
        const TableId item =
            table(text("Item"), {text("name varchar(40)"), text("amount integer"), text("made varchar(20)"),
                                    text("price decimal(10,2)"), text("note varchar(60)")});
        const TableId book = table(text("Book"), {text("title varchar(40)")});
        reference(item, shelf);
        link(text("Placement"), shelf, book);
    }

    void fill(const QString& engine, qint64 rows)
    {
        const auto insert = [&](const char* table, const char* columns, QString values, qint64 count) {
            if (engine != u"mariadb")
                values.replace(text("CONCAT('Item ', i)"), text("'Item ' || i"))
                    .replace(text("CONCAT('n', i)"), text("'n' || i"));
            const QString numbers =
                engine == u"postgresql" ? QStringLiteral("generate_series(1, %1) AS n(i)").arg(count)
                : engine == u"sqlite"
                    ? QStringLiteral(
                          "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %1) "
                          "SELECT i FROM c) AS n")
                          .arg(count)
                    : QStringLiteral("(SELECT seq AS i FROM seq_1_to_%1) AS n").arg(count);
            this->rows(QStringLiteral("INSERT INTO \"%1\" (%2) SELECT %3 FROM %4")
                           .arg(text(table), text(columns), values, numbers));
        };
        insert("Shelves", "id, name", text("i, CONCAT('n', i)"), shelves);
        insert("Items", "name, amount, made, price, note, \"ShelfId\"",
            text("CONCAT('Item ', i), i % 100003, '2024-09-01 08:00:00', 1.25, CONCAT('n', i), 1 + i % 1000"),
            rows);
        insert("Books", "id, title", text("i, CONCAT('n', i)"), rows / 10);
        insert("Placements", "\"ShelfId\", \"BookId\"", text("1, i"), rows / 10); // one shelf has very many
        insert("Placements", "\"ShelfId\", \"BookId\"",
            engine == u"mariadb" ? text("2 + (i - 1) DIV 10, i") : text("2 + (i - 1) / 10, i"), 990);
        this->rows(text("CREATE INDEX amount_index ON \"Items\" (amount)"));
        this->rows(engine == u"mariadb" ? text("ANALYZE TABLE \"Items\"") : text("ANALYZE"));
    }
};

class Counter : public sql::StatementLog {
public:
    void ran(const sql::LoggedStatement& statement) override
    {
        ++count;
        rows += statement.rows;
    }
    int count = 0;
    qint64 rows = 0;
};

/// The best of some runs, in ms.
template<class Work>
double best(Work work, int runs = 5)
{
    double found = 1e9;
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        found = std::min(found, double(timer.nsecsElapsed()) / 1e6);
    }
    return found;
}

/// CPU of this thread, in ms: what a frame costs, whatever else the machine does.
double cpu()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

/// Remembers the event that took longest, by CPU of the window's thread: what a person would have waited for on
/// a machine that does nothing else.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (within_)
            return QApplication::notify(receiver, event);
        within_ = true;
        bool taken = false;
        time([&] { taken = QApplication::notify(receiver, event); });
        within_ = false;
        return taken;
    }
    /// The same of a call by hand.
    template<class Work>
    void time(Work work)
    {
        const double begun = cpu();
        work();
        longest_ = std::max(longest_, cpu() - begun);
    }
    double takeLongest() { return std::exchange(longest_, 0); }

private:
    bool within_ = false;
    double longest_ = 0;
};

void say(const char* what, double ms, double budget)
{
    std::printf("%-52s %9.2f ms   budget %6.0f   %s\n", what, ms, budget, ms <= budget ? "ok" : "OVER");
    std::fflush(stdout);
}

qint64 residentMiB()
{
    QFile file(text("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4 / 1024;
}

void measurePages(Store& store, const char* name, const std::vector<orm::OrderBy>& order)
{
    const int model = store.model("Item");
    const auto fetch = [&](RootPage page, const std::optional<orm::Cursor>& cursor) {
        RootRequest request{model, {}, order, page, cursor};
        request.limit = ResultTreeModel::rootPage;
        return mustHave(fetchRoot(store.connection(), store.registry(), request), text("page"));
    };
    const QByteArray by(name);
    RowPage first, last;
    say((by + ": first page").constData(), best([&] { first = fetch(RootPage::First, {}); }), 100);
    say((by + ": next page").constData(), best([&] { fetch(RootPage::Next, first.end); }), 50);
    say((by + ": the last page").constData(), best([&] { last = fetch(RootPage::Last, {}); }), 100);
    say((by + ": the page before").constData(), best([&] { fetch(RootPage::Previous, last.begin); }), 50);
    RootRequest middle{model, {}, order, RootPage::Near};
    middle.limit = ResultTreeModel::rootPage;
    middle.share = 0.5;
    say((by + ": to the middle").constData(),
        best([&] { mustHave(fetchRoot(store.connection(), store.registry(), middle), text("middle")); }), 100);
}

/// The rows below the one that has very many: from the first page on by places, up to half of them.
void measureGroup(Store& store, const char* name, const std::vector<orm::OrderBy>& order, int rows)
{
    RelatedRequest request;
    request.model = store.model("Shelf");
    request.association = text("Books");
    request.order = order;
    request.keys.push_back({orm::Value(qint64(1))});
    request.limit = rows / 2;
    request.after =
        mustHave(fetchRelated(store.connection(), store.registry(), request), text("half")).front().end;
    request.limit = ResultTreeModel::nextPage;
    size_t found = 0;
    say(name, best([&] {
        found = mustHave(fetchRelated(store.connection(), store.registry(), request), text("page"))
                    .front()
                    .rows.size();
    }),
        50);
    std::printf("   of %zu rows\n", found);
}

void measureTree(TimedApplication& app, Store& store, const sql::ConnectionSettings& settings)
{
    RowSource source;
    source.database = std::make_shared<sql::Database>(settings);
    source.lookup = std::make_shared<sql::Database>(settings);
    source.registry = std::make_shared<const orm::ModelRegistry>(store.registry());
    ChangeSet changes;
    changes.setRegistry(source.registry);
    ResultTreeModel tree(changes);
    RowTreeView view(Theme::light(), tree);
    view.resize(1400, 900);
    tree.setSource(source);
    view.show();
    const auto wait = [&] {
        while (tree.isLoading())
            QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    };
    GuiWatchdog watchdog;
    // How often and how long a person would have waited since the last time it was asked.
    const auto blocked = [&](const char* during) {
        QApplication::processEvents();
        std::printf(
            "   no answer for more than %d ms while %s: %d times, %lld ms at most; CPU of the longest turn: "
            "%.1f ms\n",
            GuiWatchdog::limitMilliseconds, during, watchdog.blocks(),
            static_cast<long long>(watchdog.longestMilliseconds()), app.takeLongest());
        std::fflush(stdout);
        watchdog.reset();
    };
    const auto breathe = [] { QApplication::processEvents(); }; // the watchdog asks, and a person would wait
    app.takeLongest();
    const qint64 before = residentMiB();
    tree.showTable({store.model("Item")});
    view.setLayout({});
    wait();
    const int wanted = 100'000;
    tree.continueAt(tree.index(tree.rowCount() - 1, 0), wanted - ResultTreeModel::rootPage);
    wait();
    std::printf("%d rows are shown, %lld MiB more than before (budget 200)\n", tree.rootRows(),
        static_cast<long long>(residentMiB() - before));
    blocked("a hundred thousand rows come");
    QScrollBar& bar = *view.verticalScrollBar();
    double worst = 0, sum = 0;
    constexpr int frames = 300;
    for (int i = 0; i < frames; ++i) {
        const double begun = cpu();
        bar.setValue(int(qint64(bar.maximum()) * (i * 7919 % frames) / frames));
        view.viewport()->repaint();
        const double ms = cpu() - begun;
        worst = std::max(worst, ms);
        sum += ms;
        breathe();
    }
    say("a frame anywhere, on average", sum / frames, 16);
    say("a frame anywhere, the worst", worst, 16);
    worst = 0;
    for (int i = 0; i < frames; ++i) {
        const double begun = cpu();
        bar.setValue(bar.maximum() / 2 + i * 30);
        view.viewport()->repaint();
        worst = std::max(worst, cpu() - begun);
        breathe();
    }
    say("a frame of scrolling row by row, the worst", worst, 16);
    blocked("it scrolls");
    const double begun = cpu();
    view.expand(tree.index(50'000, 0));
    view.viewport()->repaint();
    say("a row in the middle is opened", cpu() - begun, 50);
    wait();
    view.selectionModel()->clear();
    QModelIndexList hundred;
    for (int row = 0; row < 100; ++row)
        hundred.append(tree.index(row, 0));
    app.time([&] { view.openAll(hundred); }); // as → does to selected rows
    breathe();
    wait();
    QModelIndexList groups;
    for (const QModelIndex& row : std::as_const(hundred))
        groups.append(tree.relation(row, text("Shelf")));
    app.time([&] { view.openAll(groups); });
    do {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    } while (std::ranges::any_of(groups, [&](const QModelIndex& group) { return !tree.isLoaded(group); }));
    view.viewport()->repaint();
    blocked("a hundred rows are opened, and what they refer to");
    app.time([&] { tree.showTable({store.model("Item"), {}, {{text("amount"), true}}}); }); // from the start
    wait();
    view.viewport()->repaint();
    blocked("the table is sorted");
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    returnLargePieces(); // as the program does
    TimedApplication application(argc, argv);
    loadResources();
    const qint64 rows = argc > 1 ? QString::fromLocal8Bit(argv[1]).toLongLong() : 5'000'000;
    const QString engine = argc > 2 ? QString::fromLocal8Bit(argv[2]) : text("sqlite");

    ScratchPostgres postgres;
    ScratchMariaDb mariaDb;
    QTemporaryDir folder;
    sql::ConnectionSettings settings;
    if (engine == u"sqlite") {
        settings.file = folder.filePath(text("bench.db"));
        settings.create = true;
    } else {
        ScratchServer& server = engine == u"postgresql" ? static_cast<ScratchServer&>(postgres) : mariaDb;
        if (!server.start())
            qFatal("%s", qPrintable(server.error()));
        settings = server.newDatabase();
    }
    Store store;
    store.open(settings);
    store.fill(engine, rows);
    std::printf("%s, %lld rows\n", qPrintable(engine), static_cast<long long>(rows));

    measurePages(store, "by the key", {});
    measurePages(store, "by an indexed column, descending", {{text("amount"), true}});
    orm::Query all;
    all.model = store.model("Item");
    say("count up to 10,000", best([&] {
        orm::Query capped = all;
        capped.limit = 10'001;
        mustHave(sql::count(store.connection(), store.registry(), capped), text("count"));
    }),
        50);
    say("count exactly (asked for, may be stopped)",
        best([&] { mustHave(sql::count(store.connection(), store.registry(), all), text("count")); }, 1),
        60'000);

    RelatedRequest related;
    related.model = store.model("Shelf");
    related.association = text("Books");
    related.limit = ResultTreeModel::firstPage;
    for (int i = 1; i <= 100; ++i)
        related.keys.push_back({orm::Value(qint64(i))});
    Counter counter;
    store.connection().setLog(&counter);
    say("100 rows opened, one with very many of its own",
        best(
            [&] { mustHave(fetchRelated(store.connection(), store.registry(), related), text("related")); }, 1),
        100);
    std::printf(
        "   in %d statements, which returned %lld rows\n", counter.count, static_cast<long long>(counter.rows));
    store.connection().setLog(nullptr);
    say("the same again",
        best([&] { mustHave(fetchRelated(store.connection(), store.registry(), related), text("related")); }),
        100);
    const int links = int(std::min<qint64>(rows / 10, 400'000));
    measureGroup(store, "a page in the middle of a group, by the key", {}, links);
    measureGroup(store, "… by the junction's other key, descending", {{text("id"), true}}, links);
    measureTree(application, store, settings);
    return 0;
}
