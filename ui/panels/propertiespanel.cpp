// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/propertiespanel.h"

#include "ui/panels/properties/groupform.h"
#include "ui/panels/propertyforms.h"
#include "ui/session/selection.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

PropertiesPanel::PropertiesPanel(
    EditSession& session, Selection& selection, const Theme& theme, QWidget* parent)
    : SteadyScrollArea(parent)
    , session_(session)
    , selection_(selection)
    , body_(new QWidget(this))
    , table_(new TableForm(session, theme, body_))
    , reference_(new ReferenceForm(session, theme, body_))
    , link_(new LinkForm(session, theme, body_))
    , note_(new NoteForm(session, theme, body_))
    , group_(new GroupForm(session, theme, body_))
    , verbatim_(new VerbatimForm(session, theme, body_))
    , settings_(new SettingsForm(session, theme, body_))
    , type_(new UserTypeForm(session, theme, body_))
    , several_(new SeveralForm(session, theme, body_))
{
    forms_ = {table_, reference_, link_, note_, group_, verbatim_, settings_, type_, several_};
    setObjectName(QStringLiteral("properties"));
    setAccessibleName(tr("Properties"));
    setProperty("role", "panel");
    body_->setProperty("role", "panel");
    body_->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(body_);
    column->setContentsMargins(0, 0, 0, 0);
    for (PropertyForm* form : forms_) {
        form->hide();
        column->addWidget(form);
    }
    column->addStretch();
    setWidget(body_);

    connect(link_, &LinkForm::linkMade, this, [this](LinkId made) { selection_.selectOnly(made); });
    connect(&selection, &Selection::changed, this, &PropertiesPanel::showSelected);
    connect(&session, &EditSession::changed, this, [this] {
        if (shown_)
            shown_->refresh();
    });
    connect(&session, &EditSession::currentDiagramChanged, this, &PropertiesPanel::showSelected);
    showSelected();
}

void PropertiesPanel::setTheme(const Theme& theme)
{
    for (PropertyForm* form : forms_)
        form->setTheme(theme);
    if (shown_)
        shown_->refresh();
}

void PropertiesPanel::focusFirstField()
{
    const auto takesKeys = [this](const QWidget* field) {
        return field->isEnabled() && field->isVisibleTo(shown_) && field->focusPolicy() & Qt::TabFocus;
    };
    QWidget* first = nullptr;
    for (QWidget* field : shown_->findChildren<QWidget*>()) {
        const bool typed = qobject_cast<QLineEdit*>(field) || qobject_cast<QPlainTextEdit*>(field);
        if (!takesKeys(field) || (first && !typed))
            continue;
        first = field;
        if (typed)
            break; // where there is anything to type, that comes first
    }
    if (!first)
        return;
    first->setFocus(Qt::ShortcutFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(first))
        line->selectAll();
}

void PropertiesPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        SteadyScrollArea::keyPressEvent(event);
        return;
    }
    if (qobject_cast<QLineEdit*>(focusWidget()))
        shown_->refresh(); // as everywhere: Escape keeps what was there
    emit left();
}

void PropertiesPanel::showForm(PropertyForm* form)
{
    if (shown_ == form)
        return;
    if (shown_)
        shown_->hide();
    shown_ = form;
    form->show();
    ensureVisible(0, 0);
}

void PropertiesPanel::showSelected()
{
    const model::Schema& schema = session_.document().schema;
    if (selection_.objects().size() > 1) {
        std::vector<TableId> tables;
        for (const ObjectRef& selected : selection_.objects()) {
            if (const auto* id = std::get_if<TableId>(&selected))
                tables.push_back(*id);
            else if (const auto* link = std::get_if<LinkId>(&selected))
                tables.push_back(schema.links.at(*link).junction);
        }
        const int others = int(selection_.objects().size() - tables.size());
        several_->showTables(std::move(tables), others);
        showForm(several_);
        return;
    }
    ObjectRef object = selection_.single();
    const ObjectRef inside = object;
    if (const TableId home = tableHolding(schema, object); home)
        object = home;
    if (const auto* id = std::get_if<TableId>(&object)) {
        if (const model::ManyToMany* link = model::linkOfJunction(schema, *id)) {
            link_->showLink(link->id);
            showForm(link_);
            return;
        }
        table_->showTable(*id, inside);
        showForm(table_);
    } else if (const auto* reference = std::get_if<ReferenceId>(&object)) {
        reference_->showReference(*reference);
        showForm(reference_);
    } else if (const auto* link = std::get_if<LinkId>(&object)) {
        link_->showLink(*link);
        showForm(link_);
    } else if (const auto* note = std::get_if<NoteId>(&object)) {
        note_->showNote(*note);
        showForm(note_);
    } else if (const auto* group = std::get_if<GroupId>(&object)) {
        group_->showGroup(*group);
        showForm(group_);
    } else if (const auto* verbatim = std::get_if<VerbatimId>(&object)) {
        verbatim_->showVerbatim(*verbatim);
        showForm(verbatim_);
    } else if (const auto* type = std::get_if<UserTypeId>(&object)) {
        type_->showType(*type);
        showForm(type_);
    } else {
        settings_->refresh();
        showForm(settings_);
    }
}

} // namespace conjoin::ui
