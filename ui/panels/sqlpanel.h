// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/sqlscript.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;
class QTreeWidget;

namespace conjoin::ui {

class EditSession;
class Selection;
class SqlEditor;

/// The script that creates the schema, live, in the project's dialect or in another one to look at; above it
/// what that dialect can't say. A click in a statement selects what it makes; what is selected is tinted, or
/// shown alone.
class SqlPanel : public QWidget {
    Q_OBJECT

public:
    SqlPanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    const SqlScript& script() const { return script_; }
    /// Shows the script in that dialect, the project's own where it is empty; the project stays as it is.
    void setDialect(const QString& dialect);
    /// What exportToFile() offers as the name of the script: a path.
    void setSuggestedFile(const QString& path) { suggested_ = path; }
    /// Writes the script as it is shown; message() or failed() says what became of it.
    void exportTo(const QString& path);

public slots:
    void copy();
    void exportToFile();

signals:
    void scriptChanged();
    void message(const QString& text);
    void failed(const conjoin::Error& error);
    void revealed(const conjoin::ObjectRef& object);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void request();
    void take(Result<SqlScript> script);
    void followSelection();
    void choose(int line);
    void showHazards();
    void showDialect();
    void adoptDialect();

    EditSession& session_;
    Selection& selection_;
    SqlEditor* editor_;
    QComboBox* dialect_;
    QLabel* summary_;
    QPushButton* adopt_;
    QPushButton* hazardsHead_;
    QTreeWidget* hazards_;
    bool hazardsChosen_ = false; ///< a person opened or closed the list
    const Theme* theme_;
    QString suggested_;
    QString chosen_; ///< empty: the project's dialect, whatever it is
    QToolButton* onlySelected_;
    QToolButton* copy_;
    QToolButton* export_;
    QTimer pause_; ///< edits that come closer than this make one script
    SqlScript script_;
    quint64 asked_ = 0, shown_ = 0; ///< numbers of scripts
    bool choosing_ = false;
};

} // namespace conjoin::ui
