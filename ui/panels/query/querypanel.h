// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/database.h"
#include "ui/panels/query/queryrun.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>

namespace conjoin::ui {

class EditSession;

/// A question over a table and what it is linked to, put together by ticking: at each place which rows, which
/// attributes, in which order, how many. The answer is a tree, its JSON, and the SQL that made it. Questions
/// are kept in the project under a name.
class QueryPanel : public QWidget {
    Q_OBJECT

public:
    QueryPanel(EditSession& session, const Theme& theme, QWidget* parent = nullptr);
    ~QueryPanel() override;

    void setTheme(const Theme& theme);
    void setDatabase(std::shared_ptr<sql::Database> database, const orm::ModelRegistry& registry);

public slots:
    /// Begins a question on a table of the drawing.
    void openTable(conjoin::TableId table);
    /// Shows the kept query of that name and asks it; an empty name begins a new one. What can't be read is
    /// told, and nothing of it is lost.
    void openQuery(const QString& name);
    /// Shows it as text.
    void editAsText(const QString& name);
    void run();

signals:
    void message(const QString& text);
    void connectRequested();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace conjoin::ui
