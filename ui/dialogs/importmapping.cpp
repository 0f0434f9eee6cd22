// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importmapping.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>

#include <algorithm>

namespace conjoin::ui {

namespace {

enum Column { FileColumn, TargetColumn, MissingColumn, SeparatorColumn };

QString targetTitle(const orm::ModelRegistry& registry, int model, const sql::ImportColumn& target)
{
    if (target.association.isEmpty())
        return target.attribute;
    const orm::Association& association = *registry.at(model).association(target.association);
    if (target.junction)
        return QStringLiteral("%1 ▸ %2: %3").arg(
            target.association, registry.at(association.through).name, target.attribute);
    return QStringLiteral("%1 ▸ %2").arg(target.association, target.attribute);
}

bool goesTo(const sql::ImportColumn& a, const sql::ImportColumn& b)
{
    return a.association == b.association && a.junction == b.junction && a.attribute == b.attribute;
}

} // namespace

ImportMapping::ImportMapping(QWidget* parent)
    : QTableWidget(parent)
{
    setObjectName(QStringLiteral("importMapping"));
    setAccessibleName(tr("Columns of the file"));
    setColumnCount(4);
    setHorizontalHeaderLabels({tr("Column"), tr("Goes to"), tr("If no such row is there"), tr("Parted by")});
    horizontalHeader()->setSectionResizeMode(TargetColumn, QHeaderView::Stretch);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setColumnWidth(FileColumn, 150);
    setColumnWidth(MissingColumn, 160);
    setColumnWidth(SeparatorColumn, 80);
    verticalHeader()->hide();
    setSelectionMode(NoSelection);
    setTabKeyNavigation(false);
    setFocusPolicy(Qt::NoFocus); // its fields have it
    setShowGrid(false);
}

std::vector<sql::ImportColumn> ImportMapping::targets() const
{
    std::vector<sql::ImportColumn> all(1); // nothing
    const orm::Model& root = registry_->at(model_);
    const auto add = [&](const orm::Model& model, const QString& association, bool junction,
                         const QStringList& besides) {
        for (const orm::Attribute& attribute : model.attributes) {
            if (!attribute.generated && !besides.contains(attribute.name))
                all.push_back({-1, association, junction, attribute.name});
        }
    };
    add(root, {}, false, {});
    for (const orm::Association& association : root.associations) {
        const bool many = association.kind == orm::AssociationKind::BelongsToMany;
        if (!many && association.kind != orm::AssociationKind::BelongsTo)
            continue;
        add(registry_->at(association.target), association.name, false, {});
        if (many)
            add(registry_->at(association.through), association.name, true, association.keys + association.otherKeys);
    }
    return all;
}

QComboBox* ImportMapping::targetBox(int row) const
{
    return static_cast<QComboBox*>(cellWidget(row, TargetColumn));
}

void ImportMapping::setColumns(
    std::shared_ptr<const orm::ModelRegistry> registry, int model, const QStringList& names)
{
    filling_ = true;
    registry_ = std::move(registry);
    model_ = model;
    targets_ = targets();
    links_.clear();
    setRowCount(0);
    setRowCount(int(names.size()));
    for (int row = 0; row < rowCount(); ++row) {
        auto* name = new QTableWidgetItem(names[row]);
        name->setFlags(Qt::ItemIsEnabled);
        setItem(row, FileColumn, name);
        auto* target = new QComboBox(this);
        target->setObjectName(QStringLiteral("importTarget%1").arg(row));
        target->setAccessibleName(tr("%1 goes to").arg(names[row]));
        target->addItem(tr("– left out –"));
        for (size_t i = 1; i < targets_.size(); ++i)
            target->addItem(targetTitle(*registry_, model_, targets_[i]));
        setCellWidget(row, TargetColumn, target);
        auto* missing = new QComboBox(this);
        missing->setObjectName(QStringLiteral("importMissing%1").arg(row));
        missing->setAccessibleName(tr("If what %1 names is not there").arg(names[row]));
        missing->addItem(tr("the line is bad"), int(sql::ImportLink::Missing::Refuse));
        missing->addItem(tr("make it"), int(sql::ImportLink::Missing::Create));
        missing->addItem(tr("link nothing"), int(sql::ImportLink::Missing::Skip));
        setCellWidget(row, MissingColumn, missing);
        auto* separator = new QLineEdit(this);
        separator->setObjectName(QStringLiteral("importSeparator%1").arg(row));
        separator->setAccessibleName(tr("What parts several links in %1").arg(names[row]));
        separator->setPlaceholderText(tr("one"));
        setCellWidget(row, SeparatorColumn, separator);
        connect(target, &QComboBox::currentIndexChanged, this, [this, row] {
            if (filling_)
                return;
            takeLink(row);
            emit changed();
        });
        connect(missing, &QComboBox::currentIndexChanged, this, [this, row] {
            if (filling_)
                return;
            takeLink(row);
            emit changed();
        });
        connect(separator, &QLineEdit::textChanged, this, [this, row] {
            if (filling_)
                return;
            takeLink(row);
            emit changed();
        });
    }
    filling_ = false;
    setPlan(sql::suggestedPlan(*registry_, model_, names));
    resizeRowsToContents();
}

void ImportMapping::setPlan(const sql::ImportPlan& plan)
{
    filling_ = true;
    links_ = plan.links;
    for (int row = 0; row < rowCount(); ++row)
        targetBox(row)->setCurrentIndex(0);
    for (const sql::ImportColumn& column : plan.columns) {
        const auto target =
            std::ranges::find_if(targets_, [&](const sql::ImportColumn& each) { return goesTo(each, column); });
        if (target != targets_.end() && column.column >= 0 && column.column < rowCount())
            targetBox(column.column)->setCurrentIndex(int(target - targets_.begin()));
    }
    filling_ = false;
    for (int row = 0; row < rowCount(); ++row)
        refresh(row);
    emit changed();
}

/// Shows how the association of a line is linked; one association has one way, in all of its lines.
void ImportMapping::refresh(int row)
{
    filling_ = true;
    const sql::ImportColumn& target = targets_[size_t(targetBox(row)->currentIndex())];
    auto* missing = static_cast<QComboBox*>(cellWidget(row, MissingColumn));
    auto* separator = static_cast<QLineEdit*>(cellWidget(row, SeparatorColumn));
    const bool linked = !target.association.isEmpty() && !target.junction;
    const orm::Association* association =
        target.association.isEmpty() ? nullptr : registry_->at(model_).association(target.association);
    missing->setVisible(linked);
    separator->setVisible(linked && association->isToMany());
    const auto link = std::ranges::find(links_, target.association, &sql::ImportLink::association);
    if (linked && link != links_.end()) {
        missing->setCurrentIndex(missing->findData(int(link->missing)));
        if (separator->text() != link->separator)
            separator->setText(link->separator);
    }
    filling_ = false;
}

void ImportMapping::takeLink(int row)
{
    const sql::ImportColumn target = targets_[size_t(targetBox(row)->currentIndex())];
    if (!target.association.isEmpty() && !target.junction) {
        const auto link = std::ranges::find(links_, target.association, &sql::ImportLink::association);
        const bool many = registry_->at(model_).association(target.association)->isToMany();
        const auto* missing = static_cast<QComboBox*>(cellWidget(row, MissingColumn));
        const auto* separator = static_cast<QLineEdit*>(cellWidget(row, SeparatorColumn));
        if (link == links_.end()) {
            links_.push_back({target.association, sql::ImportLink::Missing::Refuse,
                many ? QStringLiteral(";") : QString()});
        } else if (missing->isVisibleTo(this)) {
            link->missing = sql::ImportLink::Missing(missing->currentData().toInt());
            link->separator = many ? separator->text() : QString();
        }
    }
    for (int each = 0; each < rowCount(); ++each)
        refresh(each);
}

sql::ImportPlan ImportMapping::plan() const
{
    sql::ImportPlan plan;
    plan.model = model_;
    for (int row = 0; row < rowCount(); ++row) {
        sql::ImportColumn column = targets_[size_t(targetBox(row)->currentIndex())];
        if (column.attribute.isEmpty())
            continue;
        column.column = row;
        plan.columns.push_back(column);
        if (column.association.isEmpty() ||
            std::ranges::find(plan.links, column.association, &sql::ImportLink::association) != plan.links.end())
            continue;
        const auto link = std::ranges::find(links_, column.association, &sql::ImportLink::association);
        if (link != links_.end())
            plan.links.push_back(*link);
        else
            plan.links.push_back({column.association});
    }
    return plan;
}

QString ImportMapping::titleOf(int column) const
{
    if (column < 0 || column >= rowCount() || targetBox(column)->currentIndex() == 0)
        return {};
    return targetBox(column)->currentText();
}

} // namespace conjoin::ui
