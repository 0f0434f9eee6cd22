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

#include <algorithm>

namespace conjoin::ui {

namespace {

bool inPrimaryKey(const model::Table& table, const std::vector<model::ColumnPair>& pairs)
{
    return table.primaryKey && std::ranges::any_of(pairs, [&](const model::ColumnPair& pair) {
        return std::ranges::any_of(table.primaryKey->parts, [&](const model::KeyPart& part) {
            const auto* column = std::get_if<ColumnId>(&part.what);
            return column && *column == pair.local;
        });
    });
}

} // namespace

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
            update(tr("Kind of reference"), [value](model::Reference& reference) -> Result<void> {
                reference.unique = value.toBool();
                return {};
            });
        });
    mandatory_ =
        addCheck(fields, {}, QStringLiteral("referenceMandatory"), [this](bool on) { setMandatory(on); });
    addHeading(tr("Roles"));
    roleFields_ = addFields();
    role_ = addText(roleFields_, {}, QStringLiteral("referenceRole"), [this](const QString& text) {
        update(tr("Role in %1").arg(heading_->text()), [text](model::Reference& reference) -> Result<void> {
            reference.role = text;
            return {};
        });
    });
    inverseRole_ =
        addText(roleFields_, {}, QStringLiteral("referenceInverseRole"), [this](const QString& text) {
            update(tr("Role in %1").arg(heading_->text()), [text](model::Reference& reference) -> Result<void> {
                reference.inverseRole = text;
                return {};
            });
        });
    roleHint_ = addHint();
    addHeading(tr("Key"));
    key_ = new ForeignKeyPart(
        session, theme, this, QStringLiteral("reference"), {},
        [this]() -> ForeignKeyPart::Shown {
            const model::Reference* reference = document().schema.references.find(reference_);
            if (!reference)
                return {};
            return {&reference->key, document().schema.tables.find(reference->from),
                document().schema.tables.find(reference->to),
                derivedKey(session_.derivation(), reference->from,
                    {.reference = reference_, .link = {}, .linkEnd = -1})};
        },
        [this](const QString& text, const ForeignKeyPart::Change& change) {
            update(text, [change](model::Reference& reference) { return change(reference.key); });
        });
    column()->addWidget(key_);
    column()->addStretch();
}

void ReferenceForm::showReference(ReferenceId reference)
{
    reference_ = reference;
    refresh();
}

void ReferenceForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    key_->setTheme(theme);
}

void ReferenceForm::update(const QString& text, const std::function<Result<void>(model::Reference&)>& change)
{
    apply(text,
        [reference = document().schema.references.at(reference_), change](
            model::Document next) mutable -> Result<model::Document> {
            if (const auto done = change(reference); !done)
                return failure(done);
            return model::edit::updateReference(std::move(next), reference);
        });
}

void ReferenceForm::setMandatory(bool on)
{
    model::Reference reference = document().schema.references.at(reference_);
    reference.mandatory = on;
    // Where the key has columns of its own, NOT NULL is theirs.
    model::Table from = document().schema.tables.at(reference.from);
    for (model::Column& column : from.columns) {
        if (std::ranges::find(reference.key.columns, column.id, &model::ColumnPair::local) !=
            reference.key.columns.end())
            column.nullable = !on;
    }
    apply(on ? tr("Require the reference") : tr("Let the reference be empty"),
        [reference, from](model::Document next) -> Result<model::Document> {
            auto changed = model::edit::updateReference(std::move(next), reference);
            return changed ? model::edit::updateTable(std::move(*changed), from) : std::move(changed);
        });
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
    const std::vector<model::ColumnPair>& pairs = reference->key.columns;
    const bool own = from && !pairs.empty() && std::ranges::none_of(pairs, [](const model::ColumnPair& pair) {
        return pair.local.isNull();
    });
    fill(mandatory_, own ? std::ranges::all_of(pairs,
                               [from](const model::ColumnPair& pair) {
                                   const model::Column* column = from->column(pair.local);
                                   return column && !column->nullable;
                               })
                         : reference->mandatory);
    mandatory_->setEnabled(!own || !inPrimaryKey(*from, pairs)); // such a column is never NULL
    const bool toItself = from && from == to;
    mandatory_->setText(tr("Every %1 has one %2")
                            .arg(fromName, toItself && !reference->role.isEmpty() ? reference->role : toName));
    fill(role_, reference->role, toName);
    const QString others = reference->unique ? fromName : model::pluralName(naming, fromName);
    fill(inverseRole_, reference->inverseRole, others);
    if (!toItself) {
        roleHint_->setText(tr("What %1 calls its %2, and what %2 calls its %3.").arg(fromName, toName, others));
    } else if (reference->unique) {
        roleHint_->setText(
            tr("What each %1 calls the %1 that it refers to, and the %1 that refers to it.").arg(fromName));
    } else { // the words of the tables say nothing where both are the same
        roleHint_->setText(tr("What each %1 calls the %1 that it refers to, such as “parent”, and the %2 that "
                              "refer to it, such as “children”.")
                               .arg(fromName, others));
    }
    setLabel(roleFields_, role_, toItself ? tr("Refers to") : tr("In %1").arg(fromName));
    setLabel(roleFields_, inverseRole_, toItself ? tr("Referred by") : tr("In %1").arg(toName));
    key_->refresh();
}

} // namespace conjoin::ui
