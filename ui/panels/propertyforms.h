// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/properties/foreignkeypart.h"

#include <array>

class QMenu;
class QPushButton;
class QToolButton;

namespace conjoin::ui {

class ColumnGrid;
class ConventionsForm;
class SqlEditor;
class TablePartsForm;

/// A table: its names, comment, colour and columns, and folded below them everything else.
class TableForm : public PropertyForm {
    Q_OBJECT

public:
    TableForm(EditSession& session, const Theme& theme, QWidget* parent);
    /// `inside` is a column or an index of the table to go to.
    void showTable(TableId table, const ObjectRef& inside = {});
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
    TablePartsForm* parts_;
};

/// A one-to-one or one-to-many reference.
class ReferenceForm : public PropertyForm {
    Q_OBJECT

public:
    ReferenceForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showReference(ReferenceId reference);
    void refresh() override;
    void setTheme(const Theme& theme) override;

private:
    void update(const QString& text, const std::function<Result<void>(model::Reference&)>& change);
    void setMandatory(bool on);

    ReferenceId reference_;
    QLabel* heading_;
    QComboBox* kind_;
    QCheckBox* mandatory_;
    QFormLayout* roleFields_;
    QLineEdit* role_;
    QLineEdit* inverseRole_;
    QLabel* roleHint_;
    ForeignKeyPart* key_;
};

/// A many-to-many link: its junction, what it is called at both ends, and how it is shown.
class LinkForm : public PropertyForm {
    Q_OBJECT

public:
    LinkForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showLink(LinkId link);
    void refresh() override;
    void setTheme(const Theme& theme) override;

signals:
    /// Another link was drawn that has the same junction.
    void linkMade(LinkId link);

private:
    struct EndFields {
        QLabel* heading = nullptr;
        QFormLayout* fields = nullptr;
        QLineEdit* role = nullptr;
        QSpinBox* minimum = nullptr;
        QSpinBox* maximum = nullptr;
        ForeignKeyPart* key = nullptr;
    };
    void addEnd(size_t end);
    void updateLink(const QString& text, const std::function<Result<void>(model::ManyToMany&)>& change);
    void setScope(const QString& text);
    void offerSharing(QMenu& menu);
    void shareWith(TableId table);
    QString scopeText(const model::ManyToMany& link) const;
    void updateJunction(const QString& text, const std::function<void(model::Table&)>& change);
    void setPresentation(model::LinkNode::Presentation shown);

    LinkId link_;
    QLineEdit* name_;
    QLineEdit* sqlName_;
    QToolButton* pill_;
    QToolButton* card_;
    QComboBox* junctionKey_;
    QComboBox* reverseIndex_;
    QLabel* reason_;
    ColumnGrid* grid_;
    QVBoxLayout* endColumn_;
    std::vector<EndFields> ends_;
    FoldSection* kindFold_;
    QFormLayout* kindFields_;
    QCheckBox* symmetric_;
    QCheckBox* ordered_;
    QCheckBox* validity_;
    QLineEdit* scope_;
    QPushButton* share_;
    TablePartsForm* parts_;
};

/// An enum or a domain that the schema defines.
class UserTypeForm : public PropertyForm {
    Q_OBJECT

public:
    UserTypeForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showType(UserTypeId type);
    void refresh() override;

private:
    void update(const QString& text, const std::function<Result<void>(model::UserType&)>& change);

    UserTypeId type_;
    QLabel* heading_;
    QFormLayout* fields_;
    QLineEdit* name_;
    QLineEdit* schema_;
    QPlainTextEdit* values_;
    QLineEdit* base_;
    QCheckBox* mandatory_;
    QLineEdit* default_;
    QLineEdit* collation_;
    QPlainTextEdit* checks_;
    QLineEdit* comment_;
    QLabel* used_;
};

/// Several tables at once: what they have in common is shown, what is changed is changed for all of them.
class SeveralForm : public PropertyForm {
    Q_OBJECT

public:
    SeveralForm(EditSession& session, const Theme& theme, QWidget* parent);
    void showTables(std::vector<TableId> tables, int others);
    void refresh() override;

private:
    void update(const QString& text, const std::function<void(model::Table&)>& change);
    QCheckBox* addShared(const QString& text, const char* name, std::function<bool&(model::Table&)> which);

    struct Shared {
        QCheckBox* field = nullptr;
        std::function<bool&(model::Table&)> which;
    };
    std::vector<TableId> tables_;
    int others_ = 0;
    QLabel* heading_;
    QFormLayout* fields_;
    std::array<QToolButton*, model::subjectHues> hues_;
    QLineEdit* schema_;
    QLineEdit* engine_;
    std::vector<Shared> shared_;
    QCheckBox* strict_;
    QCheckBox* withoutRowid_;
    QCheckBox* unlogged_;
};

/// A note.
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
    void setTheme(const Theme& theme) override;

private:
    VerbatimId verbatim_;
    QLabel* heading_;
    QLabel* name_;
    QLabel* belongs_;
    SqlEditor* sql_;
    QLabel* needs_;
};

/// The project: its name, dialect and conventions – shown when nothing is selected.
class SettingsForm : public PropertyForm {
    Q_OBJECT

public:
    SettingsForm(EditSession& session, const Theme& theme, QWidget* parent);
    void refresh() override;
    void setTheme(const Theme& theme) override;

private:
    void update(const QString& text, const std::function<void(model::Settings&)>& change);

    QLineEdit* name_;
    QComboBox* dialect_;
    ConventionsForm* conventions_;
};

} // namespace conjoin::ui
