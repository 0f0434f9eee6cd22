// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/physical/physicalschema.h"
#include "ui/panels/propertyform.h"

#include <array>

class QToolButton;

namespace conjoin::ui {

class ColumnGrid;

/// A table: its names, comment, colour and columns.
class TableForm : public PropertyForm {
    Q_OBJECT

public:
    TableForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showTable(TableId table, ColumnId column = {});
    void refresh() override;
    void setTheme(const Theme& theme) override;

private:
    void update(const QString& text, const std::function<void(model::Table&)>& change);

    TableId table_;
    QLineEdit* name_;
    QLineEdit* sqlName_;
    QLineEdit* comment_;
    std::array<QToolButton*, model::subjectHues> hues_;
    ColumnGrid* grid_;
};

/// A one-to-one or one-to-many reference.
class ReferenceForm : public PropertyForm {
    Q_OBJECT

public:
    ReferenceForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showReference(ReferenceId reference);
    void refresh() override;

private:
    void update(const QString& text, const std::function<void(model::Reference&)>& change);

    ReferenceId reference_;
    QLabel* heading_;
    QComboBox* kind_;
    QCheckBox* mandatory_;
    QFormLayout* roleFields_;
    QLineEdit* role_;
    QLineEdit* inverseRole_;
    QLabel* roleHint_;
    QLineEdit* keyColumn_;
    QComboBox* onDelete_;
    QComboBox* onUpdate_;
    QLabel* derived_;
};

/// A many-to-many link: its junction, what it is called at both ends, and how it is shown.
class LinkForm : public PropertyForm {
    Q_OBJECT

public:
    LinkForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showLink(LinkId link);
    void refresh() override;
    void setTheme(const Theme& theme) override;

private:
    struct EndFields {
        QLabel* heading = nullptr;
        QFormLayout* fields = nullptr;
        QLineEdit* role = nullptr;
        QLineEdit* keyColumn = nullptr;
        QComboBox* onDelete = nullptr;
        QComboBox* onUpdate = nullptr;
    };
    void addEnd(size_t end);
    void updateLink(const QString& text, const std::function<void(model::ManyToMany&)>& change);
    void updateJunction(const QString& text, const std::function<void(model::Table&)>& change);
    void setPresentation(model::LinkNode::Presentation shown);

    LinkId link_;
    QLineEdit* name_;
    QLineEdit* sqlName_;
    QToolButton* pill_;
    QToolButton* card_;
    QComboBox* junctionKey_;
    QComboBox* reverseIndex_;
    ColumnGrid* grid_;
    std::vector<EndFields> ends_;
    QLabel* reason_;
};

/// A note or the title of a group.
class NoteForm : public PropertyForm {
    Q_OBJECT

public:
    NoteForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showNote(NoteId note);
    void refresh() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void commit();

    NoteId note_;
    QPlainTextEdit* text_;
};

/// The statement of a view, a trigger or anything else that is kept to the letter.
class VerbatimForm : public PropertyForm {
    Q_OBJECT

public:
    VerbatimForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showVerbatim(VerbatimId verbatim);
    static QString kindText(model::Verbatim::Kind kind);
    void refresh() override;

private:
    VerbatimId verbatim_;
    QLabel* heading_;
    QLabel* name_;
    QPlainTextEdit* sql_;
};

/// The project: its name, dialect and conventions – shown when nothing is selected.
class SettingsForm : public PropertyForm {
    Q_OBJECT

public:
    SettingsForm(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;

private:
    void update(const QString& text, const std::function<void(model::Settings&)>& change);
    QString example(const model::NamingPolicy& naming) const;

    QLineEdit* name_;
    QComboBox* dialect_;
    QCheckBox* plural_;
    QLabel* pluralHint_;
    QCheckBox* underscored_;
    QLabel* underscoredHint_;
};

} // namespace conjoin::ui
