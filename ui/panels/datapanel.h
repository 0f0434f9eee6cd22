// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "orm/entity/modelregistry.h"
#include "orm/sql/database.h"
#include "orm/sql/tablefacts.h"
#include "ui/panels/data/rowguard.h"
#include "ui/theme/theme.h"

#include <QSettings>
#include <QWidget>

#include <memory>

namespace conjoin::ui {

/// The rows of a live database with their associations: browse, insert with associations, link.
class DataPanel : public QWidget {
    Q_OBJECT

public:
    explicit DataPanel(const Theme& theme, QWidget* parent = nullptr);
    ~DataPanel() override;

    void setTheme(const Theme& theme);
    /// Where it is kept how a person looks at each table: on this machine, in no project. It outlives this.
    void setSettings(QSettings& settings);
    /// The open connection and what is drawn of it; null closes. Drafts survive a new registry of the same
    /// database.
    /// `facts` is what the schema knows of each model's table beyond the model, where it is known.
    void setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry,
        std::shared_ptr<const std::vector<sql::TableFacts>> facts = {});

    /// What the project says of how rows are looked at; the registry is made by it already.
    void setBrowsing(const model::Browsing& browsing);

    /// How careful to be with the connection that is open, or is opened next.
    void setGuard(const ConnectionGuard& guard);

    bool hasPendingChanges() const;

public slots:
    void openTable(conjoin::TableId table);
    /// The table that the person looks at elsewhere: opened unless it was the last one offered, so that coming
    /// back to the panel keeps what it shows.
    void offerTable(conjoin::TableId table);
    void refresh();
    void newRow();
    /// Writes what waits, in one transaction.
    void insertChanges();
    /// Tries what waits, and takes all of it back.
    void checkChanges();

signals:
    void pendingChangesChanged(int count);
    /// The person wants a database: shown by the empty state's button.
    void connectRequested();
    /// The person wants made-up rows: asked for in the menu.
    void sampleDataRequested();
    /// The person wants the same database opened for reading only, or for writing again.
    void readOnlyWanted(bool readOnly);
    // The person wants the project to say something else of how rows are looked at (BrowsingMenu).
    void junctionViewWanted(
        const conjoin::model::NamedTable& table, std::optional<conjoin::model::JunctionView::As> as);
    void virtualKeyWanted(const conjoin::model::VirtualKey& key);
    void virtualKeyUnwanted(const conjoin::model::VirtualKey& key);
    /// For the window's log and status bar.
    void message(const QString& text);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace conjoin::ui
