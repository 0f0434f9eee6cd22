// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/steadyscrollarea.h"
#include "ui/theme/theme.h"

class QStackedWidget;

namespace conjoin::ui {

class EditSession;
class LinkForm;
class GroupForm;
class NoteForm;
class PropertyForm;
class ReferenceForm;
class Selection;
class SettingsForm;
class SeveralForm;
class TableForm;
class UserTypeForm;
class VerbatimForm;

/// What is selected, edited in place; the project's settings when nothing is.
class PropertiesPanel : public SteadyScrollArea {
    Q_OBJECT

public:
    PropertiesPanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Puts the cursor into the first field.
    void focusFirstField();

signals:
    /// Escape was pressed where nothing else needs it: somebody wants back to the diagram.
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showSelected();
    void showForm(PropertyForm* form);

    EditSession& session_;
    Selection& selection_;
    QWidget* body_;
    std::vector<PropertyForm*> forms_;
    PropertyForm* shown_ = nullptr;
    TableForm* table_;
    ReferenceForm* reference_;
    LinkForm* link_;
    NoteForm* note_;
    GroupForm* group_;
    VerbatimForm* verbatim_;
    SettingsForm* settings_;
    UserTypeForm* type_;
    SeveralForm* several_;
};

} // namespace conjoin::ui
