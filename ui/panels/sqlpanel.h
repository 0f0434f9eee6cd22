// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/sqlscript.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace conjoin::ui {

class EditSession;
class Selection;
class SqlEditor;

/// The script that creates the schema, live. A click in a statement selects what it makes; what is selected is
/// tinted.
class SqlPanel : public QWidget {
    Q_OBJECT

public:
    SqlPanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    const SqlScript& script() const { return script_; }

public slots:
    void copy();
    void exportToFile();

signals:
    void scriptChanged();
    void message(const QString& text);
    void revealed(const conjoin::ObjectRef& object);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void request();
    void take(Result<SqlScript> script);
    void followSelection();
    void choose(int line);

    EditSession& session_;
    Selection& selection_;
    SqlEditor* editor_;
    QLabel* summary_;
    QToolButton* copy_;
    QToolButton* export_;
    QTimer pause_; ///< edits that come closer than this make one script
    SqlScript script_;
    quint64 shownRevision_ = 0;
    bool choosing_ = false;
};

} // namespace conjoin::ui
