// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "orm/entity/modelregistry.h"
#include "orm/sql/database.h"
#include "orm/sql/tablefacts.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace conjoin::ui {
class DataPanel;
class EditSession;
} // namespace conjoin::ui

namespace conjoin::app {

/// The database of a window: hands it to the data panel together with what is drawn, anew after every edit.
class ConnectedDatabase : public QObject {
    Q_OBJECT

public:
    ConnectedDatabase(ui::EditSession& session, ui::DataPanel& panel, QObject* parent = nullptr);

    const std::shared_ptr<sql::Database>& database() const { return database_; }
    bool isConnected() const { return database_ != nullptr; }
    QString displayName() const; ///< empty when there is none

    void connectTo(std::shared_ptr<sql::Database> database);
    void disconnectFrom() { connectTo(nullptr); }

signals:
    void changed();
    /// Something of what the project says about looking at rows can't be done.
    void complained(const QString& text);
    /// What is drawn of the database, anew after every edit; null = none is open.
    void described(std::shared_ptr<conjoin::sql::Database> database, const conjoin::orm::ModelRegistry& registry);

private:
    void describe();
    void complain(const Diagnostics& diagnostics);
    void takeBrowsing();
    void tell(const orm::ModelRegistry& registry, std::shared_ptr<const std::vector<sql::TableFacts>> facts);

    ui::EditSession& session_;
    ui::DataPanel& panel_;
    std::shared_ptr<sql::Database> database_;
    QTimer pause_;
    QStringList complaints_; ///< what was told last
};

} // namespace conjoin::app
