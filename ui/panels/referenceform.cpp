// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "orm/derive/derive.h"
#include "ui/panels/foreignkeys.h"
#include "ui/panels/propertyforms.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace conjoin::ui {

ReferenceForm::ReferenceForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    addHeading(tr("Reference"));
    heading_ = new QLabel(this);
    heading_->setProperty("role", "title");
    heading_->setWordWrap(true);
    column()->addWidget(heading_);
    QFormLayout* fields = addFields();
    kind_ = addChoice(fields, tr("Kind"), QStringLiteral("referenceKind"),
        {{tr("One to many (1:N)"), false}, {tr("One to one (1:1)"), true}}, [this](const QVariant& value) {
            update(tr("Kind of reference"),
                [value](model::Reference& reference) { reference.unique = value.toBool(); });
        });
    mandatory_ = addCheck(fields, {}, QStringLiteral("referenceMandatory"), [this](bool on) {
        update(on ? tr("Require the reference") : tr("Let the reference be empty"),
            [on](model::Reference& reference) { reference.mandatory = on; });
    });
    addHeading(tr("Roles"));
    roleFields_ = addFields();
    role_ = addText(roleFields_, {}, QStringLiteral("referenceRole"), [this](const QString& text) {
        update(tr("Role"), [text](model::Reference& reference) { reference.role = text; });
    });
    inverseRole_ =
        addText(roleFields_, {}, QStringLiteral("referenceInverseRole"), [this](const QString& text) {
            update(tr("Role"), [text](model::Reference& reference) { reference.inverseRole = text; });
        });
    roleHint_ = addHint();
    addHeading(tr("Key"));
    fields = addFields();
    keyColumn_ = addText(fields, tr("Column"), QStringLiteral("referenceColumn"), [this](const QString& text) {
        update(tr("Key column"), [text](model::Reference& reference) { reference.key.columnName = text; });
    });
    onDelete_ = addChoice(fields, tr("On delete"), QStringLiteral("referenceOnDelete"), actionChoices(),
        [this](const QVariant& value) {
            update(tr("On delete"),
                [value](model::Reference& reference) { reference.key.onDelete = actionOf(value); });
        });
    onUpdate_ = addChoice(fields, tr("On update"), QStringLiteral("referenceOnUpdate"), actionChoices(),
        [this](const QVariant& value) {
            update(tr("On update"),
                [value](model::Reference& reference) { reference.key.onUpdate = actionOf(value); });
        });
    derived_ = addHint();
    column()->addStretch();
}

void ReferenceForm::showReference(ReferenceId reference)
{
    reference_ = reference;
    refresh();
}

void ReferenceForm::update(const QString& text, const std::function<void(model::Reference&)>& change)
{
    model::Reference reference = document().schema.references.at(reference_);
    change(reference);
    apply(text,
        [reference](model::Document next) { return model::edit::updateReference(std::move(next), reference); });
}

void ReferenceForm::refresh()
{
    const model::Reference* reference = document().schema.references.find(reference_);
    if (!reference)
        return;
    const model::Schema& schema = document().schema;
    const model::NamingPolicy& naming = document().settings.naming;
    const model::Table* from = schema.tables.find(reference->from);
    const model::Table* to = schema.tables.find(reference->to);
    const QString fromName = from ? from->name : QString();
    const QString toName = to ? to->name : reference->missingTable;
    heading_->setText(QStringLiteral("%1 → %2").arg(fromName, toName));
    fill(kind_, reference->unique);
    fill(mandatory_, reference->mandatory);
    mandatory_->setText(tr("Every %1 has a %2").arg(fromName, toName));
    fill(role_, reference->role, toName);
    fill(inverseRole_, reference->inverseRole,
        reference->unique ? fromName : model::pluralName(naming, fromName));
    roleHint_->setText(tr("What %1 calls its %2, and what %2 calls its %3.")
                           .arg(fromName, toName, model::pluralName(naming, fromName)));
    setLabel(roleFields_, role_, tr("In %1").arg(fromName));
    setLabel(roleFields_, inverseRole_, tr("In %1").arg(toName));

    const orm::PhysicalForeignKey* key = derivedKey(
        session_.derivation(), reference->from, {.reference = reference_, .link = {}, .linkEnd = -1});
    const QString columns = key ? key->columns.join(QStringLiteral(", ")) : QString();
    const bool own = !reference->key.columns.empty();
    fill(keyColumn_, own ? columns : reference->key.columnName, columns);
    keyColumn_->setEnabled(!own);
    mandatory_->setEnabled(!own); // NOT NULL is a matter of the column then
    fill(onDelete_, actionValue(reference->key.onDelete));
    fill(onUpdate_, actionValue(reference->key.onUpdate));
    derived_->setText(
        key ? tr("Gives ON DELETE %1, ON UPDATE %2.").arg(actionText(key->onDelete), actionText(key->onUpdate))
            : QString());
}

} // namespace conjoin::ui
