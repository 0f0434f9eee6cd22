// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/browsing.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QComboBox;
class QMenu;
class QPushButton;
class QToolButton;

namespace conjoin::ui {

class EditSession;

/// The queries that the project keeps: which of them is shown, and what can be done with it. Every change is an
/// edit of the project and can be undone. The question itself is the panel's; the shelf is told of it.
class QueryShelf : public QWidget {
    Q_OBJECT

public:
    /// Says the same question always in the same words, whoever wrote it; nothing where it can't be read.
    using Reader = std::function<std::optional<QString>(const model::NamedQuery&)>;

    QueryShelf(EditSession& session, Reader reader, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// The question that the panel shows now; without a table nothing can be kept.
    void setQuestion(const model::NamedTable& table, const QString& question);
    /// Which query is shown; empty = a question of its own.
    void setCurrent(const QString& name);
    QString current() const { return current_; }
    /// Whether what is shown is not what is kept.
    bool isChanged() const;

public slots:
    /// Keeps the question: under its name, or under one that the person is asked for.
    void keep();
    void keepAs();
    void keepUnder(const QString& name);
    void rename(const QString& name);
    void duplicate();
    void move(int by);
    void remove(const QString& name);

signals:
    void chosen(const QString& name);    ///< show it; empty: begin a new one
    void textAsked(const QString& name); ///< edit it as text

private:
    void buildMenu();
    void refill();
    void showState();
    void askForName(const QString& title, const QString& name, const std::function<void(const QString&)>& take);
    const model::NamedQuery* kept() const;
    QString freeName(const QString& name) const;

    EditSession& session_;
    Reader reader_;
    QString current_;
    std::vector<model::NamedQuery> shown_; ///< as the list shows them
    model::NamedTable table_;
    QString question_;
    QComboBox* names_;
    QPushButton* keep_;
    QToolButton* more_;
    QMenu* menu_;
    QAction* keepAs_ = nullptr;
    QAction* back_ = nullptr;
    QList<QAction*> ofKept_; ///< that need a kept query
    QAction* up_ = nullptr;
    QAction* down_ = nullptr;
};

} // namespace conjoin::ui
