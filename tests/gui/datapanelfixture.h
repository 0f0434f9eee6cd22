// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/sampledatabase.h"

#include "ui/panels/data/rowpicker.h"
#include "ui/panels/data/rowtreeview.h"
#include "ui/panels/datapanel.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

namespace conjoin::tests {

using namespace conjoin::ui;

inline QString text(const char* utf8)
{
    return QString::fromUtf8(utf8);
}

/// Students and their classes; a link has a grade.
inline void drawSchool(SampleDatabase& school)
{
    const TableId student = school.table(text("Student"), {text("firstName")});
    const TableId course = school.table(text("Class"), {text("className")});
    school.link(text("Enrollment"), student, course, {text("grade varchar(8)")});
}

/// Classes, each of a teacher who can't be missing.
inline void drawTeachers(SampleDatabase& school)
{
    const TableId teacher = school.table(text("Teacher"), {text("name*")});
    const TableId course = school.table(text("Class"), {text("className*"), text("credits integer")});
    school.reference(course, teacher);
}

/// A drawing made into a database – a SQLite file, where none is given – and a data panel on it.
struct DataPanelFixture : SampleDatabase {
    explicit DataPanelFixture(const std::function<void(SampleDatabase&)>& draw)
    {
        settings.file = folder.filePath(text("test.db"));
        settings.create = true;
        make(draw);
    }
    DataPanelFixture(const std::function<void(SampleDatabase&)>& draw, const sql::ConnectionSettings& where)
        : settings(where)
    {
        make(draw);
    }

    void show()
    {
        panel = std::make_unique<DataPanel>(Theme::light());
        if (kept)
            panel->setSettings(*kept);
        panel->resize(1200, 700);
        tester = std::make_unique<QAbstractItemModelTester>(
            view().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester->setUseFetchMore(false); // what is loaded is the person's choice
        panel->setDatabase(std::make_shared<sql::Database>(settings, log), drawn, facts());
        panel->show();
        QVERIFY(QTest::qWaitForWindowActive(panel.get()));
        QTRY_VERIFY(!tree().isLoading());
    }

    /// What is drawn of each table beyond its model.
    std::shared_ptr<const std::vector<sql::TableFacts>> facts() const
    {
        std::vector<sql::TableFacts> all;
        for (const orm::Model& model : drawn.models())
            all.push_back(
                sql::factsOf(model, &derivation().schema, check->dialect().capabilities().syntax));
        return std::make_shared<const std::vector<sql::TableFacts>>(std::move(all));
    }

    void openTable(const char* model)
    {
        panel->openTable(drawn.at(drawn.find(text(model)).value()).id);
        QTRY_VERIFY(!tree().isLoading());
    }

    RowTreeView& view() const { return *panel->findChild<RowTreeView*>(); }
    ResultTreeModel& tree() const { return *static_cast<ResultTreeModel*>(view().model()); }
    /// The picker that is open, or null.
    RowPicker* picker() const
    {
        for (RowPicker* candidate : view().findChildren<RowPicker*>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    /// The button of that name that is seen, of the panel or a dialog of it, or null.
    QPushButton* button(const char* name) const
    {
        for (QPushButton* candidate : panel->window()->findChildren<QPushButton*>(text(name))) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    /// The dialog of that class that is open, or null.
    template<class Dialog>
    Dialog* dialog() const
    {
        for (Dialog* candidate : panel->findChildren<Dialog*>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    QLineEdit* editor() const { return qobject_cast<QLineEdit*>(QApplication::focusWidget()); }
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &view(), code, modifiers);
        QCoreApplication::processEvents(); // the delegate commits on the way back to the event loop
    }
    void type(const char* words) const { QTest::keyClicks(QApplication::focusWidget(), text(words)); }
    /// The place below `parent` that shows this text first.
    QModelIndex find(const char* shown, const QModelIndex& parent = {}) const
    {
        for (int i = 0; i < tree().rowCount(parent); ++i) {
            const QModelIndex child = tree().index(i, 0, parent);
            if (child.data().toString() == text(shown))
                return child;
        }
        return {};
    }
    /// The column that shows this attribute, or -1.
    int columnOf(const char* attribute) const
    {
        for (int i = 0; i < tree().columnCount(); ++i) {
            if (tree().headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() == text(attribute))
                return i;
        }
        return -1;
    }
    QModelIndex open(const char* shown, const QModelIndex& parent = {}) const
    {
        const QModelIndex index = find(shown, parent);
        if (index.isValid())
            view().expand(index);
        return index;
    }
    /// `"names"` are quoted as the engine does it.
    qint64 number(const char* statement) const
    {
        const auto result = check->run(quoted(statement));
        return result ? result->rows.front().front().integer() : -1;
    }
    QString preview() const { return panel->findChild<QPlainTextEdit*>(text("statementText"))->toPlainText(); }
    QString error() const { return panel->findChild<QLabel*>(text("changeError"))->text(); }
    void run(const char* statement) const
    {
        const auto done = check->run(quoted(statement));
        QVERIFY2(done.has_value(), statement);
    }

    QTemporaryDir folder;
    sql::ConnectionSettings settings;
    sql::StatementLog* log = nullptr; ///< hears what the panel asks on its first connection
    orm::ModelRegistry drawn;
    std::unique_ptr<sql::Connection> check; ///< a second connection, that looks at what is stored
    QSettings* kept = nullptr;              ///< where the panel keeps how tables are looked at
    std::unique_ptr<DataPanel> panel;
    std::unique_ptr<QAbstractItemModelTester> tester;

private:
    void make(const std::function<void(SampleDatabase&)>& draw)
    {
        draw(*this);
        SampleDatabase::open(settings);
        drawn = registry();
        check = std::move(*sql::Connection::open(settings));
    }
    QString quoted(const char* statement) const
    {
        return text(statement).replace(u'"', check->dialect().quoted(text("a")).left(1));
    }
};

} // namespace conjoin::tests
