// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/properties/groupform.h"

#include "model/edit/edits.h"
#include "ui/canvas/groupmembers.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int tableRole = Qt::UserRole;

} // namespace

GroupForm::GroupForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent)
{
    addHeading(tr("Group"));
    QFormLayout* fields = addFields();
    title_ = addText(fields, tr("Title"), QStringLiteral("groupTitle"), [this](const QString& text) {
        update(tr("Rename group"), [text](model::Group& group) { group.title = text; });
    });
    addHueButtons(*this, fields, hues_,
        [this](int hue) { update(tr("Colour group"), [hue](model::Group& group) { group.hue = hue; }); });
    count_ = addHeading({});
    filter_ = new QLineEdit(this);
    filter_->setObjectName(QStringLiteral("groupFilter"));
    filter_->setPlaceholderText(tr("Find a table"));
    filter_->setAccessibleName(tr("Find a table"));
    filter_->setClearButtonEnabled(true);
    column()->addWidget(filter_);
    tables_ = new QListWidget(this);
    tables_->setObjectName(QStringLiteral("groupTables"));
    tables_->setAccessibleName(tr("Tables on the group"));
    tables_->setProperty("list", true);
    tables_->setUniformItemSizes(true);
    tables_->setMinimumHeight(240);
    column()->addWidget(tables_, 1);
    addHint()->setText(tr("A tick moves a table onto the group; what lies on it moves with it."));
    column()->addStretch();
    connect(tables_, &QListWidget::itemChanged, this, &GroupForm::take);
    connect(filter_, &QLineEdit::textChanged, this, &GroupForm::filter);
}

void GroupForm::showGroup(GroupId group)
{
    if (group_ != group)
        filter_->clear();
    group_ = group;
    refresh();
}

void GroupForm::update(const QString& text, const std::function<void(model::Group&)>& change)
{
    model::Group group = session_.diagram().groups.at(group_);
    change(group);
    apply(text, [group, diagram = session_.currentDiagram()](
                    model::Document next) { return model::edit::setGroup(std::move(next), diagram, group); });
}

void GroupForm::refresh()
{
    const model::Group* group = session_.diagram().groups.find(group_);
    if (!group)
        return;
    fill(title_, group->title);
    showHue(hues_, *theme_, group->hue, true);
    const SceneGraph scene =
        buildUnroutedScene(session_.document(), session_.currentDiagram(), session_.derivation());
    const std::vector<int> members = membersOf(scene, scene.nodeOf(group_));
    struct Entry {
        QString name;
        TableId table;
        bool member;
    };
    std::vector<Entry> entries;
    for (size_t i = 0; i < scene.nodes.size(); ++i) {
        const SceneNode& node = scene.nodes[i];
        if (node.table)
            entries.push_back({node.title, node.table, std::ranges::find(members, int(i)) != members.end()});
    }
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
        return std::pair(a.name.toCaseFolded(), a.table) < std::pair(b.name.toCaseFolded(), b.table);
    });
    const QSignalBlocker quiet(tables_);
    for (int row = 0; row < int(entries.size()); ++row) {
        const Entry& entry = entries[size_t(row)];
        if (row == tables_->count()) // rows are kept: the current one and the scroll position stay
            new QListWidgetItem(tables_);
        QListWidgetItem* item = tables_->item(row);
        item->setText(entry.name);
        item->setData(tableRole, QVariant::fromValue(entry.table.value()));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(entry.member ? Qt::Checked : Qt::Unchecked);
    }
    while (tables_->count() > int(entries.size()))
        delete tables_->takeItem(tables_->count() - 1);
    const auto count = int(std::ranges::count_if(entries, &Entry::member));
    count_->setText(tr("%n table(s) on it", nullptr, count));
    filter();
}

void GroupForm::filter()
{
    constexpr int worthFinding = 12;
    filter_->setVisible(tables_->count() > worthFinding);
    const QString text = filter_->text().trimmed();
    for (int row = 0; row < tables_->count(); ++row) {
        QListWidgetItem* item = tables_->item(row);
        item->setHidden(!item->text().contains(text, Qt::CaseInsensitive));
    }
}

void GroupForm::take(QListWidgetItem* item)
{
    const TableId table(item->data(tableRole).toULongLong());
    const bool member = item->checkState() == Qt::Checked;
    const QString text =
        member ? tr("Put %1 on the group").arg(item->text()) : tr("Take %1 off the group").arg(item->text());
    apply(text, [&](model::Document next) {
        return withMembership(
            std::move(next), session_.currentDiagram(), session_.derivation(), group_, table, member);
    });
}

} // namespace conjoin::ui
