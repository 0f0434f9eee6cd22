// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "orm/dialect/dialect.h"
#include "ui/panels/conventionsform.h"
#include "ui/panels/propertyforms.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/sqleditor.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

// -- note ----------------------------------------------------------------------------------------------------

NoteForm::NoteForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
    , text_(new QPlainTextEdit(this))
{
    addHeading(tr("Note"));
    text_->setObjectName(QStringLiteral("noteText"));
    text_->setAccessibleName(tr("Text of the note"));
    text_->setPlaceholderText(tr("Write what the diagram can't say"));
    text_->setMinimumHeight(160);
    text_->setTabChangesFocus(true);
    text_->installEventFilter(this);
    column()->addWidget(text_);
    column()->addStretch();
}

void NoteForm::showNote(NoteId note)
{
    note_ = note;
    refresh();
}

void NoteForm::refresh()
{
    const model::Note* note = session_.diagram().notes.find(note_);
    if (note && note->text != text_->toPlainText())
        text_->setPlainText(note->text);
}

bool NoteForm::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        commit();
    return PropertyForm::eventFilter(watched, event);
}

void NoteForm::commit()
{
    const model::Note* note = session_.diagram().notes.find(note_);
    if (!note || note->text == text_->toPlainText())
        return;
    model::Note changed = *note;
    changed.text = text_->toPlainText();
    apply(tr("Write a note"), [changed, diagram = session_.currentDiagram()](model::Document next) {
        return model::edit::setNote(std::move(next), diagram, changed);
    });
}

// -- view, trigger … -----------------------------------------------------------------------------------------

VerbatimForm::VerbatimForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
    , sql_(new SqlEditor(theme, this))
{
    heading_ = addHeading({});
    name_ = new QLabel(this);
    name_->setProperty("role", "title");
    name_->setWordWrap(true);
    column()->addWidget(name_);
    belongs_ = addHint();
    sql_->setObjectName(QStringLiteral("verbatimSql"));
    sql_->setMinimumHeight(320);
    sql_->setAccessibleName(tr("Statement"));
    auto* frame = new QFrame(this);
    frame->setProperty("role", "banner");
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(1, 6, 1, 6);
    inside->addWidget(sql_);
    column()->addWidget(frame, 1);
    needs_ = addHint();
    column()->addStretch();
}

void VerbatimForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    sql_->setTheme(theme);
}

QString VerbatimForm::kindText(model::Verbatim::Kind kind)
{
    using Kind = model::Verbatim::Kind;
    switch (kind) {
    case Kind::View:
        return tr("View");
    case Kind::MaterializedView:
        return tr("Materialized view");
    case Kind::Trigger:
        return tr("Trigger");
    case Kind::Routine:
        return tr("Routine");
    case Kind::Sequence:
        return tr("Sequence");
    case Kind::Extension:
        return tr("Extension");
    case Kind::Namespace:
        return tr("Schema");
    case Kind::Type:
        return tr("Type");
    case Kind::Partition:
        return tr("Partition");
    case Kind::Event:
        return tr("Event");
    case Kind::Rule:
        return tr("Rule");
    case Kind::Policy:
        return tr("Policy");
    case Kind::Constraint:
        return tr("Constraint");
    case Kind::VirtualTable:
        return tr("Virtual table");
    case Kind::Other:
        return tr("Statement");
    }
    return {};
}

void VerbatimForm::showVerbatim(VerbatimId verbatim)
{
    verbatim_ = verbatim;
    refresh();
}

void VerbatimForm::refresh()
{
    const model::Verbatim* verbatim = document().schema.verbatims.find(verbatim_);
    if (!verbatim)
        return;
    heading_->setText(kindText(verbatim->kind));
    name_->setText(model::objectKey(verbatim->sqlSchema, verbatim->name));
    belongs_->setText(verbatim->table.isEmpty() ? verbatim->comment : tr("Belongs to %1").arg(verbatim->table));
    belongs_->setVisible(!belongs_->text().isEmpty());
    sql_->showSql(verbatim->sql);
    const QString kept = tr("Kept to the letter.");
    needs_->setText(verbatim->dependsOn.isEmpty()
                        ? kept
                        : tr("%1 Created after %2.").arg(kept, verbatim->dependsOn.join(QStringLiteral(", "))));
}

// -- project -------------------------------------------------------------------------------------------------

SettingsForm::SettingsForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    addHeading(tr("Project"));
    QFormLayout* fields = addFields();
    name_ = addText(fields, tr("Name"), QStringLiteral("projectName"), [this](const QString& text) {
        update(tr("Rename the project"), [text](model::Settings& settings) { settings.name = text; });
    });
    Choices dialects;
    for (const QString& name : orm::dialectNames())
        dialects.emplace_back(dialectTitle(name), name);
    dialect_ = addChoice(
        fields, tr("Dialect"), QStringLiteral("projectDialect"), dialects, [this](const QVariant& value) {
            update(tr("Dialect %1").arg(value.toString()),
                [value](model::Settings& settings) { settings.dialect = value.toString(); });
        });
    addHeading(tr("Naming"));
    conventions_ = new ConventionsForm(session, theme, this);
    column()->addWidget(conventions_);
    addHint()->setText(tr("Select something in the diagram to see its properties here."));
    column()->addStretch();
    refresh();
}

void SettingsForm::update(const QString& text, const std::function<void(model::Settings&)>& change)
{
    model::Settings settings = document().settings;
    change(settings);
    apply(
        text, [settings](model::Document next) { return model::edit::setSettings(std::move(next), settings); });
}

void SettingsForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    conventions_->setTheme(theme);
}

void SettingsForm::refresh()
{
    const model::Settings& settings = document().settings;
    fill(name_, settings.name);
    fill(dialect_, settings.dialect);
    conventions_->refresh();
}

} // namespace conjoin::ui
