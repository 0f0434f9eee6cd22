// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/foreignkeys.h"
#include "ui/panels/propertyforms.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace conjoin::ui {

using model::LinkNode;
using model::ManyToMany;

LinkForm::LinkForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    addHeading(tr("Many-to-many link"));
    QFormLayout* fields = addFields();
    name_ = addText(fields, tr("Junction"), QStringLiteral("linkName"), [this](const QString& text) {
        const TableId junction = document().schema.links.at(link_).junction;
        apply(tr("Rename %1").arg(document().schema.tables.at(junction).name),
            [junction, text](
                model::Document next) { return model::edit::renameTable(std::move(next), junction, text); });
    });
    sqlName_ = addText(fields, tr("SQL name"), QStringLiteral("linkSqlName"), [this](const QString& text) {
        updateJunction(tr("SQL name of %1"), [text](model::Table& table) { table.sqlName = text; });
    });

    auto* shown = new QHBoxLayout;
    shown->setSpacing(0);
    auto* group = new QButtonGroup(this);
    const auto segment = [&](const QString& text, const QString& name, LinkNode::Presentation presentation) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setObjectName(name);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setProperty("segment", true);
        button->setFixedHeight(30);
        group->addButton(button);
        shown->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, presentation] { setPresentation(presentation); });
        return button;
    };
    pill_ = segment(tr("Pill"), QStringLiteral("showAsPill"), LinkNode::Presentation::Pill);
    card_ = segment(tr("Card"), QStringLiteral("showAsCard"), LinkNode::Presentation::Card);
    pill_->setToolTip(tr("A line with a pill. The SQL stays the same"));
    card_->setToolTip(tr("The junction as a table. The SQL stays the same"));
    shown->addStretch();
    auto* label = new QLabel(tr("Show as"), this);
    label->setProperty("role", "muted");
    label->setMinimumHeight(30);
    fields->addRow(label, shown);

    addHeading(tr("Attributes of the junction"));
    grid_ = new ColumnGrid(session, theme, this);
    column()->addWidget(grid_);

    addHeading(tr("Key of the junction"));
    fields = addFields();
    junctionKey_ = addChoice(fields, tr("Key"), QStringLiteral("junctionKey"),
        {{tr("Both keys together"), int(ManyToMany::JunctionKey::Pair)},
            {tr("An id of its own"), int(ManyToMany::JunctionKey::Surrogate)},
            {tr("As in the database"), int(ManyToMany::JunctionKey::AsIs)}},
        [this](const QVariant& value) {
            updateLink(tr("Key of %1"),
                [value](ManyToMany& link) { link.junctionKey = ManyToMany::JunctionKey(value.toInt()); });
        });
    reverseIndex_ = addChoice(fields, tr("Index back"), QStringLiteral("reverseIndex"),
        {{tr("Derived"), -1}, {tr("Yes"), 1}, {tr("No"), 0}}, [this](const QVariant& value) {
            updateLink(tr("Index of %1"), [value](ManyToMany& link) {
                link.reverseIndex.reset();
                if (value.toInt() >= 0)
                    link.reverseIndex = value.toInt() == 1;
            });
        });
    reverseIndex_->setToolTip(tr("A second index, for finding rows from the other end"));
    addEnd(0);
    addEnd(1);
    reason_ = addHint();
    column()->addStretch();
    setTheme(theme);
}

void LinkForm::addEnd(size_t end)
{
    EndFields made;
    made.heading = addHeading({});
    QFormLayout* fields = made.fields = addFields();
    const QString suffix = QString::number(end);
    made.role =
        addText(fields, tr("Role"), QStringLiteral("linkRole") + suffix, [this, end](const QString& text) {
            updateLink(tr("Role in %1"), [end, text](ManyToMany& link) { link.ends[end].role = text; });
        });
    made.keyColumn = addText(
        fields, tr("Key column"), QStringLiteral("linkColumn") + suffix, [this, end](const QString& text) {
            updateLink(tr("Key column of %1"),
                [end, text](ManyToMany& link) { link.ends[end].key.columnName = text; });
        });
    made.onDelete = addChoice(fields, tr("On delete"), QStringLiteral("linkOnDelete") + suffix, actionChoices(),
        [this, end](const QVariant& value) {
            updateLink(tr("On delete of %1"),
                [end, value](ManyToMany& link) { link.ends[end].key.onDelete = actionOf(value); });
        });
    made.onUpdate = addChoice(fields, tr("On update"), QStringLiteral("linkOnUpdate") + suffix, actionChoices(),
        [this, end](const QVariant& value) {
            updateLink(tr("On update of %1"),
                [end, value](ManyToMany& link) { link.ends[end].key.onUpdate = actionOf(value); });
        });
    ends_.push_back(made);
}

void LinkForm::showLink(LinkId link)
{
    link_ = link;
    grid_->setTable(document().schema.links.at(link).junction);
    refresh();
}

void LinkForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    grid_->setTheme(theme);
    pill_->setIcon(icon(QStringLiteral("pill"), theme));
    card_->setIcon(icon(QStringLiteral("card"), theme));
}

void LinkForm::updateLink(const QString& text, const std::function<void(ManyToMany&)>& change)
{
    ManyToMany link = document().schema.links.at(link_);
    change(link);
    apply(text.arg(document().schema.tables.at(link.junction).name),
        [link](model::Document next) { return model::edit::updateLink(std::move(next), link); });
}

void LinkForm::updateJunction(const QString& text, const std::function<void(model::Table&)>& change)
{
    model::Table table = document().schema.tables.at(document().schema.links.at(link_).junction);
    const QString what = text.arg(table.name);
    change(table);
    apply(what, [table](model::Document next) { return model::edit::updateTable(std::move(next), table); });
}

void LinkForm::setPresentation(LinkNode::Presentation shown)
{
    const QString name = document().schema.tables.at(document().schema.links.at(link_).junction).name;
    apply(shown == LinkNode::Presentation::Card ? tr("Show %1 as a card").arg(name)
                                                : tr("Show %1 as a pill").arg(name),
        [link = link_, shown, diagram = session_.currentDiagram()](model::Document next) {
            return model::edit::setPresentation(std::move(next), diagram, link, shown);
        });
}

void LinkForm::refresh()
{
    const ManyToMany* link = document().schema.links.find(link_);
    if (!link)
        return;
    const model::Schema& schema = document().schema;
    const model::NamingPolicy& naming = document().settings.naming;
    const model::Table& junction = schema.tables.at(link->junction);
    fill(name_, junction.name);
    fill(sqlName_, junction.sqlName, model::tableNameFor(naming, junction.name));
    const LinkNode* node = session_.diagram().links.find(link_);
    pill_->setEnabled(node != nullptr);
    card_->setEnabled(node != nullptr);
    const bool asCard = node && node->presentation == LinkNode::Presentation::Card;
    (asCard ? card_ : pill_)->setChecked(true);

    const bool asIs = link->junctionKey == ManyToMany::JunctionKey::AsIs;
    const int asIsRow = junctionKey_->findData(int(ManyToMany::JunctionKey::AsIs));
    if (asIs && asIsRow < 0)
        junctionKey_->addItem(tr("As in the database"), int(ManyToMany::JunctionKey::AsIs));
    else if (!asIs && asIsRow >= 0)
        junctionKey_->removeItem(asIsRow);
    fill(junctionKey_, int(link->junctionKey));
    fill(reverseIndex_, link->reverseIndex ? int(*link->reverseIndex) : -1);

    while (ends_.size() < link->ends.size()) // a link of three or more tables
        addEnd(ends_.size());
    for (size_t i = 0; i < ends_.size(); ++i) {
        const EndFields& fields = ends_[i];
        const bool used = i < link->ends.size();
        for (QWidget* widget : {static_cast<QWidget*>(fields.heading), static_cast<QWidget*>(fields.role),
                 static_cast<QWidget*>(fields.keyColumn), static_cast<QWidget*>(fields.onDelete),
                 static_cast<QWidget*>(fields.onUpdate)}) {
            widget->setVisible(used);
            if (QWidget* label = fields.fields->labelForField(widget))
                label->setVisible(used);
        }
        if (!used)
            continue;
        const model::LinkEnd& end = link->ends[i];
        const model::Table* table = schema.tables.find(end.table);
        const QString name = table ? table->name : QString();
        fields.heading->setText(tr("End at %1").arg(name));
        fill(fields.role, end.role, model::pluralName(naming, name));
        fields.role->setToolTip(tr("What the other end calls these rows"));
        const orm::PhysicalForeignKey* key = derivedKey(
            session_.derivation(), link->junction, {.reference = {}, .link = link_, .linkEnd = int(i)});
        const QString columns = key ? key->columns.join(QStringLiteral(", ")) : QString();
        const bool own = !end.key.columns.empty();
        fill(fields.keyColumn, own ? columns : end.key.columnName, columns);
        fields.keyColumn->setEnabled(!own);
        fill(fields.onDelete, actionValue(end.key.onDelete));
        fill(fields.onUpdate, actionValue(end.key.onUpdate));
        fields.onDelete->setItemText(
            0, tr("Derived: %1").arg(actionText(key ? key->onDelete : model::Action::NoAction)));
        fields.onUpdate->setItemText(
            0, tr("Derived: %1").arg(actionText(key ? key->onUpdate : model::Action::NoAction)));
        if (end.key.onDelete)
            fields.onDelete->setItemText(0, tr("Derived"));
        if (end.key.onUpdate)
            fields.onUpdate->setItemText(0, tr("Derived"));
    }
    reason_->setVisible(!link->reason.isEmpty());
    reason_->setText(tr("Recognised as a link when it was read: %1").arg(link->reason));
}

} // namespace conjoin::ui
