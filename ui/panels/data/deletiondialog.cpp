// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/deletiondialog.h"

#include "ui/models/rowobject.h"
#include "ui/panels/data/rowpickdialog.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <span>

namespace conjoin::ui {

namespace {

using Fate = sql::DeletionStep::Fate;

enum Column { What, Rows, WayOutColumn };

constexpr int mostShown = 100; ///< rows of a key that are listed; the others are counted

QString number(size_t rows, bool more)
{
    return QLocale().toString(qulonglong(rows)) + (more ? QStringLiteral("+") : QString());
}

QString labelOf(const RowSource& source, const sql::Row& row)
{
    const orm::ModelRegistry& registry = *source.registry;
    RowObject object;
    object.model = row.model();
    object.values = row.values();
    object.label = source.label(object.model);
    object.key = rowKey(registry.at(object.model), object.values).text;
    const QString key = rowKeyText(registry, object);
    return rowLabel(registry, object) + (key.isEmpty() ? QString() : QStringLiteral("  ") + key);
}

} // namespace

DeletionDialog::DeletionDialog(const Theme& theme, RowSource source, int model, const QStringList& keys,
    const QString& what, QWidget* parent)
    : QDialog(parent)
    , theme_(theme)
    , source_(std::move(source))
    , summary_(new QLabel(this))
    , tree_(new QTreeWidget(this))
    , everything_(new QCheckBox(tr("Delete &what goes with it by statements of its own, children first"), this))
    , outcome_(new QLabel(this))
    , typeLabel_(new QLabel(this))
    , typed_(new QLineEdit(this))
    , rehearse_(new QPushButton(tr("Dry &run"), this))
    , stage_(new QPushButton(tr("&Delete"), this))
{
    wish_.model = model;
    wish_.keys = keys;
    build(what);
    look();
}

DeletionDialog::~DeletionDialog()
{
    if (stop_)
        stop_();
}

void DeletionDialog::build(const QString& what)
{
    setObjectName(QStringLiteral("deletionDialog"));
    setWindowTitle(tr("Delete"));
    resize(720, 460);
    auto* head = new QLabel(tr("Delete %1?").arg(what), this);
    head->setProperty("role", "title");
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    summary_->setObjectName(QStringLiteral("deletionSummary"));
    summary_->setProperty("role", "muted");
    summary_->setWordWrap(true);
    tree_->setObjectName(QStringLiteral("deletionSteps"));
    tree_->setAccessibleName(tr("What goes with it"));
    tree_->setProperty("list", true);
    tree_->setHeaderLabels({tr("What refers to it"), tr("Rows"), tr("What happens")});
    tree_->header()->setStretchLastSection(true);
    tree_->setColumnWidth(What, 300);
    tree_->setColumnWidth(Rows, 80);
    everything_->setObjectName(QStringLiteral("deleteByHand"));
    outcome_->setObjectName(QStringLiteral("deletionOutcome"));
    outcome_->setWordWrap(true);
    outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    typeLabel_->setBuddy(typed_);
    typed_->setObjectName(QStringLiteral("deletionTyped"));
    typeLabel_->hide();
    typed_->hide();
    rehearse_->setObjectName(QStringLiteral("rehearseDeletion"));
    rehearse_->setToolTip(tr("Deletes, counts, and takes everything back"));
    rehearse_->setVisible(source_.isWritable());
    stage_->setObjectName(QStringLiteral("stageDeletion"));
    stage_->setProperty("danger", true);
    stage_->setToolTip(tr("It waits with the other changes until you save them"));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setDefault(true); // nobody deletes by an Enter too many
    for (QPushButton* button : {rehearse_, stage_})
        button->setAutoDefault(false);

    auto* typeRow = new QHBoxLayout;
    typeRow->addWidget(typeLabel_);
    typeRow->addWidget(typed_, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(rehearse_);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(stage_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(8);
    column->addWidget(head);
    column->addWidget(summary_);
    column->addWidget(tree_, 1);
    column->addWidget(everything_);
    column->addWidget(outcome_);
    column->addLayout(typeRow);
    column->addLayout(buttons);

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(stage_, &QPushButton::clicked, this, &QDialog::accept);
    connect(rehearse_, &QPushButton::clicked, this, &DeletionDialog::rehearse);
    connect(typed_, &QLineEdit::textChanged, this, &DeletionDialog::showState);
    connect(everything_, &QCheckBox::clicked, this, [this](bool on) {
        wish_.everything = on;
        look();
    });
    tree_->setFocus();
}

void DeletionDialog::setTypedBeyond(qint64 rows)
{
    typedBeyond_ = rows;
    showState();
}

sql::Row DeletionDialog::targetOf(const sql::DeletionStep& step) const
{
    const auto found = targets_.find({step.model, step.association});
    return found == targets_.end() ? sql::Row() : found->second;
}

// -- the plan ----------------------------------------------------------------------------------------

void DeletionDialog::look()
{
    if (stop_)
        stop_();
    planned_ = false;
    outcome_->clear();
    setBusy(tr("Looking at what refers to it…"));
    const auto registry = source_.registry;
    // The connection for looking up: what is loaded into the tree goes on meanwhile.
    auto job = sql::startJob(*source_.lookup,
        [registry, wish = wish_](sql::Connection& connection, sql::Progress&) -> Result<Looked> {
            auto plan = sql::planDeletion(connection, *registry, wish);
            if (!plan)
                return failure(plan);
            Looked looked{std::move(*plan), {}};
            for (const sql::DeletionStep& step : looked.plan.steps) {
                const size_t shown = std::min(step.rows.size(), size_t(mostShown));
                auto ends = readLinkEnds(connection, *registry, step.model, std::span(step.rows).first(shown));
                if (!ends)
                    return failure(ends);
                looked.ends.push_back(std::move(*ends));
            }
            return looked;
        });
    stop_ = [job] { job.cancel(); };
    whenDone(job.future(), this, [this, number = ++asked_](const Result<Looked>& looked) {
        if (number == asked_)
            show(looked);
    });
}

void DeletionDialog::show(const Result<Looked>& looked)
{
    stop_ = nullptr;
    setBusy({});
    lastWay_ = tree_;
    tree_->clear();
    if (!looked) {
        summary_->setText(spoken(looked.error()));
        return;
    }
    plan_ = looked->plan;
    ends_ = looked->ends;
    planned_ = true;
    for (size_t i = 0; i < plan_.steps.size(); ++i)
        addStep(i);
    for (const sql::TableTrigger& trigger : plan_.triggers) {
        auto* item = new QTreeWidgetItem(tree_, {tr("trigger %1 of %2").arg(trigger.name, trigger.table)});
        item->setText(WayOutColumn, tr("runs; what it does is not known"));
        item->setForeground(WayOutColumn, theme_.warning);
    }
    if (tree_->topLevelItemCount() == 0)
        new QTreeWidgetItem(tree_,
            {plan_.rows.size() == 1 ? tr("Nothing else refers to it.") : tr("Nothing else refers to them.")});
    tree_->setCurrentItem(tree_->topLevelItem(0));
    showState();
}

QString DeletionDialog::sentence(const sql::DeletionStep& step) const
{
    const QString rule = model::actionText(step.action);
    switch (step.fate) {
    case Fate::Cascade:
        return tr("%1: deleted, too").arg(rule);
    case Fate::DeleteToo:
        return tr("deleted first");
    case Fate::Empty:
        return step.action == model::Action::SetDefault ? tr("%1: stay, and refer to the default").arg(rule)
                                                        : tr("%1: stay, and refer to nothing").arg(rule);
    case Fate::Elsewhere:
        return tr("stay, and refer to another row");
    case Fate::Block:
        return tr("%1: in the way").arg(rule);
    }
    return {};
}

void DeletionDialog::addStep(size_t index)
{
    const orm::ModelRegistry& registry = *source_.registry;
    const sql::DeletionStep& step = plan_.steps[index];
    const orm::Model& model = registry.at(step.model);
    QStringList columns;
    for (const QString& key : model.association(step.association)->keys)
        columns += model.column(key);
    auto* item = new QTreeWidgetItem(tree_, {model.table + u'.' + columns.join(QStringLiteral(", ")),
                                                number(step.rows.size(), step.more), sentence(step)});
    item->setTextAlignment(Rows, Qt::AlignRight | Qt::AlignVCenter);
    const bool goes = step.fate == Fate::Cascade || step.fate == Fate::DeleteToo;
    if (goes)
        item->setForeground(WayOutColumn, theme_.deleted);
    if (step.fate == Fate::Block)
        item->setForeground(WayOutColumn, theme_.error);
    for (size_t i = 0; i < std::min(step.rows.size(), size_t(mostShown)); ++i) {
        const QString link = linkLabel(source_, ends_[index], i);
        new QTreeWidgetItem(item, {link.isEmpty() ? labelOf(source_, step.rows[i]) : link});
    }
    if (step.rows.size() > mostShown || step.more)
        new QTreeWidgetItem(item, {tr("… and others")});
    const sql::KeyOfModel key{step.model, step.association};
    if (step.fate == Fate::Block || wish_.deleteToo.contains(key) || wish_.pointTo.contains(key))
        addWaysOut(item, step);
}

void DeletionDialog::addWaysOut(QTreeWidgetItem* item, const sql::DeletionStep& step)
{
    const sql::KeyOfModel key{step.model, step.association};
    auto* ways = new QComboBox(tree_);
    ways->setObjectName(QStringLiteral("wayOut"));
    ways->setAccessibleName(tr("Way out for %1").arg(item->text(What)));
    ways->addItem(tr("In the way (%1) – choose…").arg(model::actionText(step.action)), int(WayOut::None));
    ways->addItem(tr("Delete them, too, before it"), int(WayOut::DeleteToo));
    const sql::Row target = targetOf(step);
    ways->addItem(target.isNull() ? tr("Let them refer to another row…")
                                  : tr("Let them refer to %1").arg(labelOf(source_, target)),
        int(WayOut::Elsewhere));
    ways->setCurrentIndex(step.fate == Fate::DeleteToo ? 1 : step.fate == Fate::Elsewhere ? 2 : 0);
    item->setText(WayOutColumn, {});
    tree_->setItemWidget(item, WayOutColumn, ways);
    setTabOrder(lastWay_, ways); // from the list to its choices, whatever the list is made of
    lastWay_ = ways;
    connect(ways, &QComboBox::activated, this,
        [this, key, ways] { take(key, WayOut(ways->currentData().toInt())); });
}

void DeletionDialog::take(const sql::KeyOfModel& key, WayOut way)
{
    if (way == WayOut::Elsewhere) {
        pickTarget(key);
        return;
    }
    wish_.deleteToo.erase(key);
    wish_.pointTo.erase(key);
    if (way == WayOut::DeleteToo)
        wish_.deleteToo.insert(key);
    tree_->setFocus(); // the box goes: everything is looked at again
    look();
}

void DeletionDialog::pickTarget(const sql::KeyOfModel& key)
{
    const orm::Model& model = source_.registry->at(key.first);
    const orm::Association& association = *model.association(key.second);
    auto* dialog = new RowPickDialog(theme_, source_, association.target,
        tr("To which %1 do these rows refer?").arg(rowNoun(source_.registry->at(association.target))), this);
    dialog->leaveOut({wish_.keys.begin(), wish_.keys.end()});
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::finished, this, [this, dialog, key, association](int result) {
        if (result == QDialog::Accepted) {
            const orm::Model& target = source_.registry->at(association.target);
            std::vector<orm::Value> values;
            for (const QString& referenced : association.referenced)
                values.push_back(dialog->row().value(target, referenced));
            wish_.deleteToo.erase(key);
            wish_.pointTo[key] = std::move(values);
            targets_[key] = dialog->row();
        }
        look(); // in any case: the box shows what holds
    });
    dialog->open();
}

// -- the dry run -------------------------------------------------------------------------------------

void DeletionDialog::rehearse()
{
    if (!planned_ || stop_)
        return;
    setBusy(tr("Deleting, to take it back again…"));
    const auto registry = source_.registry;
    auto job = sql::startJob(*source_.database,
        [registry, plan = plan_](
            sql::Connection& connection, sql::Progress&) -> Result<std::vector<sql::DeletionEffect>> {
            return sql::rehearseDeletion(connection, *registry, plan);
        });
    stop_ = [job] { job.cancel(); };
    whenDone(
        job.future(), this, [this, number = ++asked_](const Result<std::vector<sql::DeletionEffect>>& effects) {
            if (number == asked_)
                tell(effects);
        });
}

void DeletionDialog::tell(const Result<std::vector<sql::DeletionEffect>>& effects)
{
    stop_ = nullptr;
    setBusy({});
    if (!effects) {
        outcome_->setProperty("role", "error");
        outcome_->setText(tr("Dry run: %1").arg(spoken(effects.error())));
    } else {
        const QLocale locale;
        QStringList parts;
        for (const sql::DeletionEffect& effect : *effects) {
            const QString& table = source_.registry->at(effect.model).table;
            if (effect.deleted != 0)
                parts += tr("%1 deleted in %2").arg(locale.toString(effect.deleted), table);
            if (effect.emptied != 0)
                parts += tr("%1 changed in %2").arg(locale.toString(effect.emptied), table);
        }
        outcome_->setProperty("role", "muted");
        outcome_->setText(tr("Dry run: %1. Everything was taken back.").arg(parts.join(QStringLiteral(", "))));
    }
    outcome_->style()->polish(outcome_);
    showState();
}

void DeletionDialog::setBusy(const QString& doing)
{
    if (!doing.isEmpty())
        summary_->setText(doing);
    rehearse_->setEnabled(doing.isEmpty() && planned_);
    stage_->setEnabled(false);
}

void DeletionDialog::showState()
{
    if (!planned_ || stop_)
        return;
    std::set<int> tables{plan_.model};
    bool tooMany = false;
    for (const sql::DeletionStep& step : plan_.steps) {
        if (step.fate != Fate::Block) // those are in the way and stay
            tables.insert(step.model);
        tooMany |= step.more && (step.fate == Fate::DeleteToo || step.fate == Fate::Elsewhere);
    }
    const QString rows = number(size_t(plan_.going()), plan_.isCapped());
    const bool alone = plan_.going() == qint64(plan_.rows.size()) && !plan_.isCapped();
    QString said = alone ? plan_.rows.size() == 1 ? tr("Only this row goes.") : tr("Only these rows go.")
                         : tr("%1 rows of %2 tables go or change.").arg(rows).arg(tables.size());
    if (plan_.isBlocked()) {
        said = (alone ? QString() : said + u' ') + tr("Some rows are in the way: say what becomes of them.");
    }
    if (tooMany)
        said += u' ' + tr("There are too many to be changed one by one here (more than %1 by one key).")
                           .arg(QLocale().toString(wish_.limit));
    summary_->setText(said);
    const bool type = typedBeyond_ >= 0 && (plan_.going() > typedBeyond_ || plan_.isCapped());
    const QString& table = source_.registry->at(plan_.model).table;
    typeLabel_->setText(tr("&Type %1 to delete so many:").arg(table));
    typeLabel_->setVisible(type);
    typed_->setVisible(type);
    rehearse_->setEnabled(true);
    stage_->setEnabled(!plan_.isBlocked() && !tooMany && (!type || typed_->text() == table));
}

} // namespace conjoin::ui
