// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/importpanel.h"

#include "ui/session/editsession.h"
#include "ui/session/liftchoice.h"
#include "ui/session/selection.h"
#include "ui/text/linkreason.h"
#include "ui/text/messages.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int objectRole = Qt::UserRole;

const model::Table* tableInDatabase(const model::Schema& schema, const QString& name)
{
    const auto it = std::find_if(schema.tables.begin(), schema.tables.end(), [&](const model::Table& table) {
        return table.sqlName == name || model::objectKey(table.sqlSchema, table.sqlName) == name;
    });
    return it == schema.tables.end() ? nullptr : &*it;
}

} // namespace

ImportPanel::ImportPanel(EditSession& session, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , theme_(&theme)
    , summary_(new QLabel(this))
    , switch_(new QPushButton(this))
    , list_(new QTreeWidget(this))
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    summary_->setProperty("role", "muted");
    summary_->setMinimumHeight(32); // as high as the button beside it, which comes and goes
    summary_->setObjectName(QStringLiteral("importSummary"));
    switch_->setProperty("quiet", true);
    switch_->setObjectName(QStringLiteral("importSwitch"));
    switch_->setAutoDefault(true);
    list_->setObjectName(QStringLiteral("importFindings"));
    list_->setAccessibleName(tr("What reading found"));
    list_->setUniformRowHeights(true);
    list_->setProperty("list", true);
    switch_->setIconSize({16, 16});
    list_->setIconSize({16, 16});
    list_->setIndentation(16);
    list_->setHeaderLabels({tr("Found"), tr("Why")});
    list_->header()->setStretchLastSection(true);
    list_->header()->resizeSection(0, 360);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 8, 4);
    bar->addWidget(summary_);
    bar->addStretch();
    bar->addWidget(switch_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(list_, 1);
    setFocusProxy(list_);

    auto* keys = new QShortcut(QKeySequence(QStringLiteral("Ctrl+.")), this);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, this, &ImportPanel::switchCurrent);
    connect(switch_, &QPushButton::clicked, this, &ImportPanel::switchCurrent);
    connect(list_, &QTreeWidget::currentItemChanged, this, &ImportPanel::updateButton);
    const auto reveal = [this](QTreeWidgetItem* item) {
        const auto object = item->data(0, objectRole).value<ObjectRef>();
        if (exists(session_.document(), object))
            emit revealed(object);
    };
    connect(list_, &QTreeWidget::itemClicked, this, reveal);
    connect(list_, &QTreeWidget::itemActivated, this, reveal);
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (!source_.isEmpty() && delta.touchesSchema())
            rebuild();
    });
    rebuild();
}

void ImportPanel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    rebuild();
}

void ImportPanel::showFindings(const QString& source, std::vector<orm::NearMiss> nearMisses, Diagnostics lost)
{
    source_ = source;
    nearMisses_ = std::move(nearMisses);
    lost_ = std::move(lost);
    rebuild();
}

void ImportPanel::clear()
{
    showFindings({}, {}, {});
}

int ImportPanel::worthALook() const
{
    return int(nearMisses_.size() + lost_.size());
}

QTreeWidgetItem* ImportPanel::addGroup(const QString& title, int count)
{
    auto* group = new QTreeWidgetItem(list_, {QStringLiteral("%1  %2").arg(title).arg(count)});
    group->setFlags(Qt::ItemIsEnabled);
    group->setForeground(0, theme_->muted);
    group->setFirstColumnSpanned(true);
    return group;
}

void ImportPanel::rebuild()
{
    const auto current = list_->currentItem() ? list_->currentItem()->data(0, Qt::DisplayRole) : QVariant();
    const int scrolled = list_->verticalScrollBar()->value();
    list_->clear();
    const model::Schema& schema = session_.document().schema;
    const auto add = [this](QTreeWidgetItem* group, const QString& what, const QString& why, const QIcon& shown,
                         const ObjectRef& object) {
        auto* item = new QTreeWidgetItem(group, {what, why});
        item->setIcon(0, shown);
        item->setData(0, objectRole, QVariant::fromValue(object));
        item->setForeground(1, theme_->muted);
        item->setToolTip(0, what);
        item->setToolTip(1, why);
    };
    int links = 0;
    if (!source_.isEmpty()) {
        if (!nearMisses_.empty()) {
            QTreeWidgetItem* group = addGroup(tr("Nearly a many-to-many link"), int(nearMisses_.size()));
            for (const orm::NearMiss& miss : nearMisses_) {
                const model::Table* table = tableInDatabase(schema, miss.table);
                const model::ManyToMany* link = table ? model::linkOfJunction(schema, table->id) : nullptr;
                add(group, miss.table, link ? tr("Shown as a link, as you said") : sentence(miss.reason),
                    link ? icon(QStringLiteral("link"), theme_->link) : icon(QStringLiteral("table"), *theme_),
                    link    ? ObjectRef(link->id)
                    : table ? ObjectRef(table->id)
                            : ObjectRef());
            }
        }
        if (!lost_.empty()) {
            QTreeWidgetItem* group = addGroup(tr("Not kept as it was"), int(lost_.size()));
            for (const Diagnostic& lost : lost_)
                add(group, lost.where, sentence(lost.what),
                    lost.severity == Severity::Hint ? icon(QStringLiteral("hint"), theme_->muted)
                                                    : icon(QStringLiteral("problems"), theme_->warning),
                    lost.object);
        }
        for (const model::ManyToMany& link : schema.links)
            links += link.reason.isEmpty() ? 0 : 1;
        if (links > 0) {
            QTreeWidgetItem* group = addGroup(tr("Many-to-many links"), links);
            for (const model::ManyToMany& link : schema.links) {
                if (link.reason.isEmpty())
                    continue;
                QStringList ends;
                for (const model::LinkEnd& end : link.ends) {
                    const model::Table* table = schema.tables.find(end.table);
                    ends << (table ? table->name : QString());
                }
                add(group,
                    QStringLiteral("%1   %2").arg(
                        schema.tables.at(link.junction).name, ends.join(QStringLiteral(" ↔ "))),
                    linkReason(link.reason), icon(QStringLiteral("link"), theme_->link), link.id);
            }
        }
    }
    list_->expandAll();
    list_->setHeaderHidden(list_->topLevelItemCount() == 0);
    summary_->setText(source_.isEmpty() ? tr("Open a database or a script, and what reading found stands here")
                      : list_->topLevelItemCount() == 0
                          ? tr("%1 · everything is kept, and no table looks like a link").arg(source_)
                          : source_);
    for (QTreeWidgetItemIterator it(list_); *it; ++it) {
        if ((*it)->data(0, Qt::DisplayRole) == current && (*it)->parent())
            list_->setCurrentItem(*it);
    }
    if (!list_->currentItem() && list_->topLevelItemCount() > 0)
        list_->setCurrentItem(list_->topLevelItem(0)->child(0));
    list_->verticalScrollBar()->setValue(scrolled);
    updateButton();
}

void ImportPanel::updateButton()
{
    const QTreeWidgetItem* item = list_->currentItem();
    const auto object = item ? item->data(0, objectRole).value<ObjectRef>() : ObjectRef();
    const bool link = std::holds_alternative<LinkId>(object);
    switch_->setVisible(link || std::holds_alternative<TableId>(object));
    switch_->setText(link ? tr("Treat as a table") : tr("Treat as a link"));
    switch_->setIcon(icon(link ? QStringLiteral("table") : QStringLiteral("link"), *theme_));
    switch_->setToolTip(QStringLiteral("%1  (Ctrl+.)").arg(switch_->text()));
}

void ImportPanel::switchCurrent()
{
    const QTreeWidgetItem* item = list_->currentItem();
    const auto object = item ? item->data(0, objectRole).value<ObjectRef>() : ObjectRef();
    const model::Schema& schema = session_.document().schema;
    if (const auto* id = std::get_if<LinkId>(&object)) {
        if (!schema.links.contains(*id))
            return;
        const model::Table junction = schema.tables.at(schema.links.at(*id).junction);
        const auto done = session_.apply(tr("Treat %1 as a table").arg(junction.name),
            [link = *id](model::Document document) { return treatAsTable(std::move(document), link); });
        const bool listed = std::ranges::any_of(nearMisses_, [&](const orm::NearMiss& miss) {
            const model::Table* near = tableInDatabase(session_.document().schema, miss.table);
            return near && near->id == junction.id;
        });
        if (done && !listed) { // there it can be taken back
            nearMisses_.push_back(
                {junction.sqlName, message("lift.as-table", "shown as a table, as you said")});
            rebuild();
        }
    } else if (const auto* table = std::get_if<TableId>(&object)) {
        if (!schema.tables.contains(*table))
            return;
        (void)session_.apply(tr("Treat %1 as a link").arg(schema.tables.at(*table).name),
            [id = *table](model::Document document) { return treatAsLink(std::move(document), id); });
    }
}

} // namespace conjoin::ui
