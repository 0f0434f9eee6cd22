// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importmapping.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QStringListModel>

#include <algorithm>

namespace conjoin::ui {

namespace {

enum Column { FileColumn, TargetColumn, MissingColumn, SeparatorColumn };

constexpr int deepest = 3; ///< associations that are offered behind each other; names may lead further
constexpr size_t mostTargets = 1500; ///< a list that nobody reads to its end

QString targetTitle(const orm::ModelRegistry& registry, int model, const sql::ImportColumn& target)
{
    const QString path = target.path.join(QStringLiteral(" ▸ "));
    if (target.path.isEmpty())
        return target.attribute;
    if (!target.junction)
        return QStringLiteral("%1 ▸ %2").arg(path, target.attribute);
    const orm::Association& association = *sql::associationsOf(registry, model, target.path).back();
    return QStringLiteral("%1 ▸ %2: %3").arg(path, registry.at(association.through).name, target.attribute);
}

bool goesTo(const sql::ImportColumn& a, const sql::ImportColumn& b)
{
    return a.path == b.path && a.junction == b.junction && a.attribute == b.attribute;
}

bool isMany(const orm::ModelRegistry& registry, int model, const QStringList& path)
{
    return sql::associationsOf(registry, model, path).back()->isToMany();
}

/// A table shows what stands in its cells, whenever it lays them out: only what is inside can be hidden.
QWidget* framed(QWidget* field)
{
    auto* frame = new QWidget;
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field);
    return frame;
}

} // namespace

ImportMapping::ImportMapping(QWidget* parent)
    : QTableWidget(parent)
    , titles_(new QStringListModel(this))
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
    for (const orm::Attribute& attribute : registry_->at(model_).attributes) {
        if (!attribute.generated)
            all.push_back({-1, {}, false, attribute.name});
    }
    std::vector<std::pair<int, QStringList>> places{{model_, {}}},
        next; // breadth first: the near ones come first
    for (int depth = 0; depth < deepest && all.size() < mostTargets; ++depth) {
        next.clear();
        for (const auto& [model, path] : places) {
            if (all.size() >= mostTargets)
                break;
            addTargets(all, model, path);
            for (const orm::Association& association : registry_->at(model).associations) {
                if (!association.isToMany() || path.isEmpty())
                    next.emplace_back(association.target, path + QStringList{association.name});
            }
        }
        std::swap(places, next);
    }
    return all;
}

/// What the associations of one place lead to.
void ImportMapping::addTargets(std::vector<sql::ImportColumn>& all, int model, const QStringList& path) const
{
    for (const orm::Association& association : registry_->at(model).associations) {
        const QStringList there = path + QStringList{association.name};
        for (const orm::Attribute& attribute : registry_->at(association.target).attributes) {
            const bool isOwner = sql::ownsRows(association) && association.keys.contains(attribute.name);
            if (!attribute.generated && !isOwner)
                all.push_back({-1, there, false, attribute.name});
        }
        if (association.through < 0)
            continue;
        const QStringList keys = association.keys + association.otherKeys;
        for (const orm::Attribute& attribute : registry_->at(association.through).attributes) {
            if (!attribute.generated && !keys.contains(attribute.name))
                all.push_back({-1, there, true, attribute.name});
        }
    }
}

/// Adds what a name leads to further than the list goes.
void ImportMapping::offer(const sql::ImportColumn& target)
{
    if (std::ranges::any_of(targets_, [&](const sql::ImportColumn& each) { return goesTo(each, target); }))
        return;
    targets_.push_back({-1, target.path, target.junction, target.attribute});
    const int row = titles_->rowCount();
    titles_->insertRow(row);
    titles_->setData(titles_->index(row), targetTitle(*registry_, model_, target));
}

/// How an association is linked; one has one way, in all of its lines.
sql::ImportLink& ImportMapping::linkOf(const QStringList& path)
{
    const auto link = std::ranges::find(links_, path, &sql::ImportLink::path);
    if (link != links_.end())
        return *link;
    const bool parted = std::ranges::any_of(links_, [&](const sql::ImportLink& above) {
        return !above.separator.isEmpty() && above.path.size() < path.size() &&
               path.first(above.path.size()) == above.path;
    });
    const bool one = nested_ || sql::associationsOf(*registry_, model_, path).back()->through < 0;
    links_.push_back({path, sql::ImportLink::Missing::Refuse,
        one      ? QString()
        : parted ? QStringLiteral("|")
                 : QStringLiteral(";")});
    return links_.back();
}

QComboBox* ImportMapping::targetBox(int row) const
{
    return static_cast<QComboBox*>(cellWidget(row, TargetColumn));
}

void ImportMapping::setColumns(
    std::shared_ptr<const orm::ModelRegistry> registry, int model, const QStringList& names, bool nested)
{
    filling_ = true;
    registry_ = std::move(registry);
    model_ = model;
    nested_ = nested;
    setColumnHidden(SeparatorColumn, nested);
    targets_ = targets();
    QStringList titles{tr("– left out –")};
    for (size_t i = 1; i < targets_.size(); ++i)
        titles.append(targetTitle(*registry_, model_, targets_[i]));
    titles_->setStringList(titles);
    links_.clear();
    setRowCount(0);
    setRowCount(int(names.size()));
    for (int row = 0; row < rowCount(); ++row) {
        const QString title = names[row].isEmpty() ? tr("Column %1").arg(row + 1) : names[row];
        auto* name = new QTableWidgetItem(title);
        name->setFlags(Qt::ItemIsEnabled);
        name->setToolTip(title);
        setItem(row, FileColumn, name);
        auto* target = new QComboBox(this);
        target->setObjectName(QStringLiteral("importTarget%1").arg(row));
        target->setAccessibleName(tr("%1 goes to").arg(title));
        target->setModel(titles_);
        target->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        target->setMinimumContentsLength(20);
        setCellWidget(row, TargetColumn, target);
        auto* missing = new QComboBox(this);
        missing->setObjectName(QStringLiteral("importMissing%1").arg(row));
        missing->setAccessibleName(tr("If what %1 names is not there").arg(title));
        missing->addItem(tr("the line is bad"), int(sql::ImportLink::Missing::Refuse));
        missing->addItem(tr("make it"), int(sql::ImportLink::Missing::Create));
        missing->addItem(tr("link nothing"), int(sql::ImportLink::Missing::Skip));
        setCellWidget(row, MissingColumn, framed(missing));
        auto* separator = new QLineEdit(this);
        separator->setObjectName(QStringLiteral("importSeparator%1").arg(row));
        separator->setAccessibleName(tr("What parts several links in %1").arg(title));
        separator->setPlaceholderText(tr("one"));
        separator->setProperty("field", true); // no editor of a cell that was begun
        setCellWidget(row, SeparatorColumn, framed(separator));
        connect(target, &QComboBox::currentIndexChanged, this, [this] {
            if (filling_)
                return;
            for (int each = 0; each < rowCount(); ++each)
                refresh(each); // another line may be the first of its link now
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
    const sql::ImportPlan plan = sql::suggestedPlan(*registry_, model_, names, nested_);
    suggestedMode_ = plan.mode;
    setPlan(plan);
    resizeRowsToContents();
}

void ImportMapping::setPlan(const sql::ImportPlan& plan)
{
    filling_ = true;
    links_ = plan.links;
    for (int row = 0; row < rowCount(); ++row)
        targetBox(row)->setCurrentIndex(0);
    for (const sql::ImportColumn& column : plan.columns) {
        offer(column);
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

bool ImportMapping::isFirstOfLink(int row) const
{
    const QStringList& path = targets_[size_t(targetBox(row)->currentIndex())].path;
    for (int above = 0; above < row; ++above) {
        const sql::ImportColumn& other = targets_[size_t(targetBox(above)->currentIndex())];
        if (!other.junction && other.path == path)
            return false;
    }
    return true;
}

/// Shows how the association of a line is linked.
void ImportMapping::refresh(int row)
{
    filling_ = true;
    const sql::ImportColumn& target = targets_[size_t(targetBox(row)->currentIndex())];
    auto* missing = cellWidget(row, MissingColumn)->findChild<QComboBox*>();
    auto* separator = cellWidget(row, SeparatorColumn)->findChild<QLineEdit*>();
    const bool linked = !target.path.isEmpty() && !target.junction;
    const bool first = linked && isFirstOfLink(row); // a link has one way, which is said once
    missing->setVisible(first);
    separator->setVisible(first && isMany(*registry_, model_, target.path));
    if (linked) {
        const sql::ImportLink& link = linkOf(target.path);
        missing->setCurrentIndex(missing->findData(int(link.missing)));
        if (separator->text() != link.separator)
            separator->setText(link.separator);
    }
    filling_ = false;
}

void ImportMapping::takeLink(int row)
{
    const sql::ImportColumn& target = targets_[size_t(targetBox(row)->currentIndex())];
    if (target.path.isEmpty() || target.junction)
        return;
    const auto* missing = cellWidget(row, MissingColumn)->findChild<QComboBox*>();
    const auto* separator = cellWidget(row, SeparatorColumn)->findChild<QLineEdit*>();
    sql::ImportLink& link = linkOf(target.path);
    link.missing = sql::ImportLink::Missing(missing->currentData().toInt());
    link.separator = isMany(*registry_, model_, target.path) && !nested_ ? separator->text() : QString();
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
        for (qsizetype depth = 1; depth <= column.path.size(); ++depth) {
            const QStringList path = column.path.first(depth);
            if (std::ranges::find(plan.links, path, &sql::ImportLink::path) != plan.links.end())
                continue;
            const auto link = std::ranges::find(links_, path, &sql::ImportLink::path);
            plan.links.push_back(link != links_.end() ? *link : sql::ImportLink{path});
        }
    }
    return plan;
}

QString ImportMapping::titleOf(int column) const
{
    if (column < 0 || column >= rowCount() || targetBox(column)->currentIndex() == 0)
        return {};
    return targetBox(column)->currentText();
}

QString ImportMapping::nameOf(int column) const
{
    const QTableWidgetItem* name = column < 0 || column >= rowCount() ? nullptr : item(column, FileColumn);
    return name ? name->text() : QString();
}

QStringList ImportMapping::names() const
{
    QStringList all;
    for (int column = 0; column < rowCount(); ++column)
        all.append(nameOf(column));
    return all;
}

} // namespace conjoin::ui
