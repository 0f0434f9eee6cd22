// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/edits.h"
#include "model/naming/namingpolicy.h"
#include "ui/panels/columngrid.h"
#include "ui/panels/foreignkeys.h"
#include "ui/panels/properties/foldsection.h"
#include "ui/panels/properties/tablepartsform.h"
#include "ui/panels/propertyforms.h"
#include "ui/text/keyparts.h"
#include "ui/text/linkreason.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

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

    junctionKey_ = addChoice(fields, tr("Key"), QStringLiteral("junctionKey"),
        {{tr("Both keys together"), int(ManyToMany::JunctionKey::Pair)},
            {tr("An id, each pair once"), int(ManyToMany::JunctionKey::Surrogate)},
            {tr("An id, pairs may repeat"), int(ManyToMany::JunctionKey::Duplicates)},
            {tr("As in the database"), int(ManyToMany::JunctionKey::AsIs)}},
        [this](const QVariant& value) {
            updateLink(tr("Key of %1"), [value](ManyToMany& link) -> Result<void> {
                link.junctionKey = ManyToMany::JunctionKey(value.toInt());
                return {};
            });
        });
    reason_ = addHint();

    addHeading(tr("Attributes of the link"));
    grid_ = new ColumnGrid(session, theme, this);
    column()->addWidget(grid_);
    endColumn_ = new QVBoxLayout;
    endColumn_->setSpacing(8);
    column()->addLayout(endColumn_);
    addEnd(0);
    addEnd(1);

    kindFold_ = beginFold(tr("Kind of link"), QStringLiteral("kindFold"));
    kindFields_ = fields = addFields();
    const auto check = [this](const QString& text, const char* name, bool ManyToMany::*which) {
        return addCheck(kindFields_, text, QString::fromLatin1(name), [this, which](bool on) {
            updateLink(tr("Kind of %1"), [which, on](ManyToMany& link) -> Result<void> {
                link.*which = on;
                return {};
            });
        });
    };
    symmetric_ = check(tr("Symmetric: a with b is b with a"), "linkSymmetric", &ManyToMany::symmetric);
    ordered_ = check(tr("Ordered"), "linkOrdered", &ManyToMany::ordered);
    validity_ = check(tr("Valid for a period"), "linkValidity", &ManyToMany::validity);
    validity_->setToolTip(tr("Each link says from when and until when it holds"));
    reverseIndex_ = addChoice(fields, tr("Reverse index"), QStringLiteral("reverseIndex"),
        {{tr("Derived"), -1}, {tr("Yes"), 1}, {tr("No"), 0}}, [this](const QVariant& value) {
            updateLink(tr("Index of %1"), [value](ManyToMany& link) -> Result<void> {
                link.reverseIndex.reset();
                if (value.toInt() >= 0)
                    link.reverseIndex = value.toInt() == 1;
                return {};
            });
        });
    reverseIndex_->setToolTip(tr("A second index, for finding rows from the other end"));
    scope_ = addText(
        fields, tr("Scope"), QStringLiteral("linkScope"), [this](const QString& text) { setScope(text); });
    scope_->setPlaceholderText(tr("column = value"));
    scope_->setToolTip(tr("Several links share this junction; the value of an attribute tells them apart"));
    share_ = new QPushButton(tr("Another link in this junction…"), this);
    share_->setObjectName(QStringLiteral("linkShare"));
    share_->setProperty("quiet", true);
    share_->setIconSize({16, 16});
    auto* tables = new QMenu(share_);
    share_->setMenu(tables);
    connect(tables, &QMenu::aboutToShow, this, [this, tables] { offerSharing(*tables); });
    auto* sharing = new QHBoxLayout;
    sharing->addWidget(share_);
    sharing->addStretch();
    kindFields_->addRow(new QLabel(this), sharing);
    endFold();
    parts_ = new TablePartsForm(session, theme, this);
    auto* folds = new QVBoxLayout; // one below the other, without a gap
    folds->setSpacing(0);
    column()->removeWidget(kindFold_);
    folds->addWidget(kindFold_);
    folds->addWidget(parts_);
    column()->addLayout(folds);
    column()->addStretch();
    connect(grid_, &ColumnGrid::currentColumnChanged, parts_, &TablePartsForm::showColumn);
    setTheme(theme);
}

void LinkForm::addEnd(size_t end)
{
    EndFields made;
    const QString suffix = QString::number(end);
    made.heading = new QLabel(this);
    made.heading->setProperty("role", "section");
    made.heading->setProperty("apart", true);
    endColumn_->addWidget(made.heading);
    QFormLayout* fields = made.fields = addFields();
    column()->removeItem(fields);
    endColumn_->addLayout(fields);
    made.role =
        addText(fields, tr("Role"), QStringLiteral("linkRole") + suffix, [this, end](const QString& text) {
            updateLink(tr("Role in %1"), [end, text](ManyToMany& link) -> Result<void> {
                link.ends[end].role = text;
                return {};
            });
        });
    const auto bound = [this, end](int model::LinkEnd::*which) {
        return [this, end, which](int value) {
            updateLink(tr("Participation in %1"), [end, which, value](ManyToMany& link) -> Result<void> {
                link.ends[end].*which = value;
                return {};
            });
        };
    };
    made.minimum = addNumber(fields, tr("At least"), QStringLiteral("linkMinimum") + suffix, tr("No link"),
        bound(&model::LinkEnd::minimum));
    made.maximum = addNumber(fields, tr("At most"), QStringLiteral("linkMaximum") + suffix,
        tr("Any number of links"), bound(&model::LinkEnd::maximum));
    made.key = new ForeignKeyPart(
        session_, *theme_, this, QStringLiteral("link"), suffix,
        [this, end]() -> ForeignKeyPart::Shown {
            const ManyToMany* link = document().schema.links.find(link_);
            if (!link || end >= link->ends.size())
                return {};
            return {&link->ends[end].key, document().schema.tables.find(link->junction),
                document().schema.tables.find(link->ends[end].table),
                derivedKey(session_.derivation(), link->junction,
                    {.reference = {}, .link = link_, .linkEnd = int(end)})};
        },
        [this, end](const QString& text, const ForeignKeyPart::Change& change) {
            updateLink(tr("%1 in %2").arg(text, QStringLiteral("%1")),
                [end, change](ManyToMany& link) { return change(link.ends[end].key); });
        });
    endColumn_->addWidget(made.key);
    ends_.push_back(made);
}

void LinkForm::showLink(LinkId link)
{
    link_ = link;
    const TableId junction = document().schema.links.at(link).junction;
    grid_->setTable(junction);
    parts_->showTable(junction);
    parts_->showColumn(grid_->currentColumn());
    refresh();
}

void LinkForm::setTheme(const Theme& theme)
{
    PropertyForm::setTheme(theme);
    grid_->setTheme(theme);
    parts_->setTheme(theme);
    for (const EndFields& end : ends_)
        end.key->setTheme(theme);
    pill_->setIcon(icon(QStringLiteral("pill"), theme));
    card_->setIcon(icon(QStringLiteral("card"), theme));
    share_->setIcon(icon(QStringLiteral("plus"), theme));
}

void LinkForm::updateLink(const QString& text, const std::function<Result<void>(ManyToMany&)>& change)
{
    const ManyToMany& now = document().schema.links.at(link_);
    apply(text.arg(document().schema.tables.at(now.junction).name),
        [link = now, change](model::Document next) mutable -> Result<model::Document> {
            if (const auto done = change(link); !done)
                return failure(done);
            return model::edit::updateLink(std::move(next), link);
        });
}

QString LinkForm::scopeText(const ManyToMany& link) const
{
    const model::Table& junction = document().schema.tables.at(link.junction);
    QStringList texts;
    for (const model::LinkScope& scope : link.scope)
        texts << QStringLiteral("%1 = %2").arg(columnsText(junction, {scope.column}), scope.value);
    return texts.join(QStringLiteral(", "));
}

void LinkForm::setScope(const QString& text)
{
    const model::Table junction = document().schema.tables.at(document().schema.links.at(link_).junction);
    updateLink(tr("Scope of %1"), [junction, text](ManyToMany& link) -> Result<void> {
        link.scope.clear();
        for (const QString& piece : text.split(u',', Qt::SkipEmptyParts)) {
            const qsizetype sign = piece.indexOf(u'=');
            if (sign < 0)
                return inputError(junction.name, message("scope.value", "a scope is written: column = value"));
            const auto column = parseColumns(junction, piece.left(sign).trimmed());
            if (!column)
                return failure(column);
            if (column->size() != 1)
                return inputError(junction.name, message("scope.value", "a scope is written: column = value"));
            link.scope.push_back({column->front(), piece.mid(sign + 1).trimmed()});
        }
        return {};
    });
}

void LinkForm::offerSharing(QMenu& menu)
{
    menu.clear();
    const model::Schema& schema = document().schema;
    const ManyToMany& link = schema.links.at(link_);
    const model::Table* second = schema.tables.find(link.ends[1].table);
    for (const model::Table& table : schema.tables) {
        if (model::linkOfJunction(schema, table.id))
            continue;
        QString text = second ? tr("%1 and %2").arg(table.name, second->name) : table.name;
        menu.addAction(text.replace(u'&', QLatin1String("&&")), this, [this, id = table.id] { shareWith(id); });
    }
}

void LinkForm::shareWith(TableId table)
{
    const model::Schema& schema = document().schema;
    ManyToMany made = schema.links.at(link_);
    const QString name = schema.tables.at(table).name;
    made.id = session_.ids().next<LinkId>();
    made.reason.clear();
    for (model::LinkEnd& end : made.ends)
        end.role.clear();
    made.ends.front() = {table, {}, {}};
    // Told apart by the name of its table, or by a number, until a person says how.
    QString& value = made.scope.front().value;
    const auto taken = [&](const QString& tried) {
        return std::any_of(schema.links.begin(), schema.links.end(), [&](const ManyToMany& other) {
            return other.junction == made.junction && !other.scope.empty() &&
                   other.scope.front().value == tried;
        });
    };
    QString tried = name.left(1).toLower() + name.mid(1);
    for (int number = 2; taken(tried); ++number)
        tried = QStringLiteral("%1%2").arg(name.left(1).toLower() + name.mid(1)).arg(number);
    value = tried;
    const QString junction = schema.tables.at(made.junction).name;
    const auto done = session_.apply(tr("Another link in %1").arg(junction),
        [made, diagram = session_.currentDiagram()](model::Document next) {
            return model::edit::shareJunction(std::move(next), made, diagram, LinkNode{made.id, {}, {}});
        });
    if (done)
        emit linkMade(made.id);
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

    const model::Table* first = schema.tables.find(link->ends.front().table);
    const bool self = link->ends.size() == 2 && link->ends[0].table == link->ends[1].table;
    fill(symmetric_, link->symmetric);
    setShown(kindFields_, symmetric_, self || link->symmetric);
    fill(ordered_, link->ordered);
    ordered_->setToolTip(
        first ? tr("A position says in which order the links of a %1 stand").arg(first->name) : QString());
    fill(validity_, link->validity);
    fill(scope_, scopeText(*link));
    share_->setEnabled(!link->scope.empty());
    share_->setToolTip(link->scope.empty() ? tr("First a scope has to tell this link from others")
                                           : tr("Its rows stand in the same table, told apart by the scope"));
    QStringList kind;
    for (const auto& [on, word] :
        {std::pair(link->symmetric, tr("symmetric")), std::pair(link->ordered, tr("ordered")),
            std::pair(link->validity, tr("with a period")), std::pair(!link->scope.empty(), tr("shared"))}) {
        if (on)
            kind << word;
    }
    kindFold_->setSummary(kind.join(QStringLiteral(", ")));

    while (ends_.size() < link->ends.size()) // a link of three or more tables
        addEnd(ends_.size());
    for (size_t i = 0; i < ends_.size(); ++i) {
        const EndFields& fields = ends_[i];
        const bool used = i < link->ends.size();
        fields.heading->setVisible(used);
        fields.key->setVisible(used);
        for (int row = 0; row < fields.fields->rowCount(); ++row)
            fields.fields->setRowVisible(row, used);
        if (!used)
            continue;
        const model::LinkEnd& end = link->ends[i];
        const model::Table* table = schema.tables.find(end.table);
        const QString name = table ? table->name : QString();
        const QString role = end.role.isEmpty() ? model::pluralName(naming, name) : end.role;
        fields.heading->setText(self ? tr("End at %1 as %2").arg(name, role) : tr("End at %1").arg(name));
        fill(fields.role, end.role, model::pluralName(naming, name));
        fields.role->setToolTip(tr("What the other end calls these rows"));
        fill(fields.minimum, end.minimum);
        fill(fields.maximum, end.maximum);
        fields.minimum->setToolTip(tr("Every %1 takes part in at least so many links").arg(name));
        fields.maximum->setToolTip(tr("Every %1 takes part in at most so many links").arg(name));
        fields.key->refresh();
    }
    parts_->refresh();
    reason_->setVisible(!link->reason.isEmpty());
    reason_->setText(tr("Read as a link. %1.").arg(linkReason(link->reason)));
}

} // namespace conjoin::ui
