// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/actions.h"
#include "app/mainwindow.h"
#include "model/edit/edits.h"
#include "ui/theme/desktoppreference.h"

#include <QTemporaryDir>
#include <QtTest>

namespace conjoin::tests {

constexpr int patience = 20000; ///< milliseconds that anything may take in a window

/// A window with a person's folders of its own.
struct Desk {
    QTemporaryDir folder;
    app::Preferences preferences{folder.filePath(QStringLiteral("preferences.ini"))};
    ui::DesktopPreference desktop;
    app::MainWindow window{preferences, desktop, folder.filePath(QStringLiteral("recovery"))};

    Desk()
    {
        window.resize(1200, 800);
        window.show();
    }

    QString path(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
    QAction& action(const char* name) { return window.actions().at(QString::fromLatin1(name)); }
    const model::Document& document() { return window.session().document(); }

    Result<void> addTable(const QString& name)
    {
        ui::EditSession& session = window.session();
        model::Table table;
        table.id = session.ids().next<TableId>();
        table.name = name;
        model::TableNode node;
        node.id = table.id;
        node.position = {480.0 * double(session.diagram().tables.size()), 0};
        return session.apply(QStringLiteral("Add ") + name, [&](model::Document document) {
            return model::edit::addTable(std::move(document), table, session.currentDiagram(), node);
        });
    }

    bool saveAndWait(const QString& file)
    {
        bool saved = false;
        window.saveTo(file, [&saved] { saved = true; });
        return QTest::qWaitFor([&saved] { return saved; }, patience);
    }

    bool openAndWait(const QString& file)
    {
        return window.openPath(file) && QTest::qWaitFor([this] { return !window.isBusy(); }, patience);
    }
};

} // namespace conjoin::tests
