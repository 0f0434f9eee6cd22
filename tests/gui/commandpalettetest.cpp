// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/desk.h"

#include "app/commandpalette.h"
#include "support/sampleschema.h"

#include <QtWidgets>

using namespace conjoin;
using namespace conjoin::tests;

namespace {

QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

/// A window with orders of customers, as a person draws them: the names in the database are derived.
struct Shop : Desk {
    TableId order, customer;
    ReferenceId buyer;

    Shop()
    {
        window.newProject();
        SampleSchema drawn;
        customer = drawn.table(text("Customer"), {text("full_name")});
        order = drawn.table(text("Order"), {text("placed_at timestamp")});
        buyer = drawn.reference(order, customer);
        ui::EditSession& session = window.session();
        const Result<void> done = session.apply(text("Draw"), [&](model::Document document) {
            document.schema = drawn.schema;
            document.settings.naming.letterCase = model::LetterCase::Underscored;
            for (const TableId table : {customer, order}) {
                model::TableNode node;
                node.id = table;
                document.diagrams.update(session.currentDiagram(), [&](model::Diagram& diagram) {
                    node.position = {480.0 * double(diagram.tables.size()), 0};
                    diagram.tables.set(node);
                });
            }
            return Result<model::Document>(std::move(document));
        });
        if (!done)
            qFatal("%s", qPrintable(tests::errorText(done.error())));
    }

    QLineEdit& field() { return *window.findChild<QLineEdit*>(text("paletteField")); }
    /// What the palette offers first for these words, and what it says of it.
    QString first(const char* words)
    {
        if (!field().isVisible())
            action("edit.palette").trigger();
        field().setText(text(words));
        const QModelIndex index =
            window.findChild<QFrame*>(text("palette"))->findChild<QListView*>()->model()->index(0, 0);
        return index.data().toString() + text(" | ") + index.data(Qt::UserRole + 1).toString();
    }
};

} // namespace

/// Ctrl+K: a person may know a thing by the name that the database has for it.
class CommandPaletteTest : public QObject {
    Q_OBJECT

private slots:
    void namesOfTheDatabaseAreFound();
    void aKeyThatNobodyDrewIsFound();
    void aWordIsMoreThanAPartOfOne();
};

void CommandPaletteTest::namesOfTheDatabaseAreFound()
{
    Shop shop;
    QCOMPARE(shop.first("Order"), text("Order | Table"));
    QCOMPARE(shop.first("orders"), text("Order | orders · Table"));
    QCOMPARE(shop.first("rows of orders"), text("Rows of Order | Rows of orders · Data"));
    QCOMPARE(shop.first("orders.placed_at"), text("Order.placed_at | orders.placed_at · timestamp"));
    QCOMPARE(shop.first("full_n"), text("Customer.full_name | varchar(255)"));
    QTest::keyClick(&shop.field(), Qt::Key_Return);
    const model::Table* customer = shop.document().schema.tables.find(shop.customer);
    QVERIFY(customer);
    QCOMPARE(shop.window.selection().single(), ObjectRef(customer->columns.front().id));
}

void CommandPaletteTest::aKeyThatNobodyDrewIsFound()
{
    Shop shop;
    const QString found = shop.first("customer_id");
    QVERIFY2(found.startsWith(text("Order.customer_id | ")), qPrintable(found));
    QTest::keyClick(&shop.field(), Qt::Key_Return);
    QCOMPARE(shop.window.selection().single(), ObjectRef(shop.buyer)); // what made it
}

void CommandPaletteTest::aWordIsMoreThanAPartOfOne()
{
    QVERIFY(app::paletteScore(text("Rows of Orders"), text("orders")) >
            app::paletteScore(text("Align left borders"), text("orders")));
}

QTEST_MAIN(CommandPaletteTest)
#include "commandpalettetest.moc"
