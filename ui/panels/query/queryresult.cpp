// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query/queryresult.h"

#include "orm/base/value.h"
#include "ui/models/rowread.h"
#include "ui/panels/data/rowlinker.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include <algorithm>

namespace conjoin::ui {

struct QueryResultModel::Node {
    Kind kind = Kind::Relation;
    const Level* level = nullptr; ///< of the row, or of the rows below a relation or a header
    Node* parent = nullptr;
    int position = 0;
    sql::Row row, junction;
    sql::Rows rows, junctions; ///< of a relation
    bool filled = false;
    std::vector<std::unique_ptr<Node>> children;
};

QueryResultModel::QueryResultModel(QObject* parent)
    : QAbstractItemModel(parent)
{}

QueryResultModel::~QueryResultModel() = default;

void QueryResultModel::clear()
{
    beginResetModel();
    top_.reset();
    root_.reset();
    columns_ = 1;
    endResetModel();
}

std::unique_ptr<QueryResultModel::Level> QueryResultModel::levelOf(int model,
    const orm::Association* association, const std::optional<QStringList>& attributes,
    const std::optional<QStringList>& throughAttributes, const std::vector<orm::Include>& includes)
{
    auto level = std::make_unique<Level>();
    level->model = &registry_->at(model);
    if (association) {
        level->title = association->name;
        level->toMany = association->isToMany();
        if (association->through >= 0)
            level->junction = &registry_->at(association->through);
    }
    const auto add = [&](const orm::Model& of, bool junction, const std::optional<QStringList>& shown) {
        for (size_t i = 0; i < of.attributes.size(); ++i) {
            if (!shown || shown->contains(of.attributes[i].name))
                level->cells.emplace_back(junction, int(i));
        }
    };
    add(*level->model, false, attributes);
    if (level->junction)
        add(*level->junction, true, throughAttributes);
    columns_ = std::max(columns_, int(level->cells.size()));
    const QStringList identity = level->model->identity();
    level->keyed = !identity.isEmpty() && std::ranges::all_of(identity, [&](const QString& column) {
        return std::ranges::find(level->cells, std::pair(false, level->model->attributeIndex(column))) !=
               level->cells.end();
    });
    for (const orm::Include& include : includes) {
        const orm::Association* below = level->model->association(include.association);
        Q_ASSERT_X(below, "QueryResultModel", "the includes of a query that ran name associations");
        level->below.push_back(
            levelOf(below->target, below, include.attributes, include.throughAttributes, include.includes));
    }
    return level;
}

void QueryResultModel::setResult(
    std::shared_ptr<const orm::ModelRegistry> registry, const orm::Query& query, sql::Rows rows)
{
    beginResetModel();
    registry_ = std::move(registry);
    columns_ = 1;
    root_ = levelOf(query.model, nullptr, query.attributes, {}, query.includes);
    top_ = std::make_unique<Node>();
    top_->level = root_.get();
    top_->rows = std::move(rows);
    endResetModel();
}

const QueryResultModel::Node& QueryResultModel::node(const QModelIndex& index) const
{
    return index.isValid() ? *static_cast<const Node*>(index.internalPointer()) : *top_;
}

QueryResultModel::Kind QueryResultModel::kind(const QModelIndex& index) const
{
    return node(index).kind;
}

/// Makes what is below a node, once.
void QueryResultModel::fill(Node& node) const
{
    if (node.filled)
        return;
    node.filled = true;
    const auto add = [&](Kind kind, const Level* level) -> Node& {
        auto child = std::make_unique<Node>();
        child->kind = kind;
        child->level = level;
        child->parent = &node;
        child->position = int(node.children.size());
        node.children.push_back(std::move(child));
        return *node.children.back();
    };
    if (node.kind == Kind::Relation) {
        if (&node != top_.get() && !node.rows.empty())
            add(Kind::Header, node.level);
        for (size_t i = 0; i < node.rows.size(); ++i) {
            Node& child = add(Kind::Row, node.level);
            child.row = node.rows[i];
            if (!node.junctions.empty())
                child.junction = node.junctions[i];
        }
    } else if (node.kind == Kind::Row) {
        for (size_t slot = 0; slot < node.level->below.size(); ++slot) {
            Node& child = add(Kind::Relation, node.level->below[slot].get());
            const sql::Related related = node.row.related(slot);
            child.rows = related.rows();
            child.junctions = related.junctions();
        }
    }
}

QModelIndex QueryResultModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!top_ || row < 0 || column < 0 || column >= columns_)
        return {};
    auto& above = const_cast<Node&>(node(parent));
    fill(above);
    if (row >= int(above.children.size()))
        return {};
    return createIndex(row, column, above.children[size_t(row)].get());
}

QModelIndex QueryResultModel::parent(const QModelIndex& child) const
{
    if (!child.isValid())
        return {};
    Node* above = node(child).parent;
    return !above || above == top_.get() ? QModelIndex() : createIndex(above->position, 0, above);
}

int QueryResultModel::rowCount(const QModelIndex& parent) const
{
    if (!top_ || parent.column() > 0)
        return 0;
    auto& above = const_cast<Node&>(node(parent));
    fill(above);
    return int(above.children.size());
}

int QueryResultModel::columnCount(const QModelIndex&) const
{
    return columns_;
}

bool QueryResultModel::hasChildren(const QModelIndex& parent) const
{
    if (!top_)
        return false;
    const Node& here = node(parent);
    if (here.kind == Kind::Row)
        return !here.level->below.empty();
    return here.kind == Kind::Relation && !here.rows.empty();
}

QVariant QueryResultModel::display(const Node& node, int column) const
{
    if (node.kind == Kind::Relation) {
        if (column != 0)
            return {};
        if (!node.level->toMany)
            return node.rows.empty() ? tr("%1: none").arg(node.level->title) : QVariant(node.level->title);
        return tr("%1 (%2)").arg(node.level->title, QLocale().toString(qlonglong(node.rows.size())));
    }
    if (column >= int(node.level->cells.size()))
        return {};
    const auto [ofJunction, attribute] = node.level->cells[size_t(column)];
    const orm::Model& model = ofJunction ? *node.level->junction : *node.level->model;
    const orm::Attribute& shown = model.attributes[size_t(attribute)];
    if (node.kind == Kind::Header)
        return ofJunction ? QStringLiteral("%1.%2").arg(model.name, shown.name) : shown.name;
    const sql::Value value = (ofJunction ? node.junction : node.row).value(attribute);
    if (value.isNull())
        return QStringLiteral("NULL");
    return enteredText(orm::valueToJson(value, shown.type));
}

QVariant QueryResultModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node& here = node(index);
    const auto isNull = [&] {
        if (here.kind != Kind::Row || index.column() >= int(here.level->cells.size()))
            return false;
        const auto [ofJunction, attribute] = here.level->cells[size_t(index.column())];
        return (ofJunction ? here.junction : here.row).value(attribute).isNull();
    };
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return display(here, index.column());
    case Qt::FontRole: {
        QFont font;
        font.setBold(here.kind == Kind::Relation);
        font.setItalic(isNull());
        return font;
    }
    case Qt::ForegroundRole:
        if (here.kind == Kind::Header || isNull())
            return QGuiApplication::palette().brush(QPalette::PlaceholderText);
        return {};
    case Qt::TextAlignmentRole:
        if (here.kind == Kind::Row && index.column() < int(here.level->cells.size())) {
            const auto [ofJunction, attribute] = here.level->cells[size_t(index.column())];
            const orm::Model& model = ofJunction ? *here.level->junction : *here.level->model;
            if (index.column() > 0 && isNumeric(model.attributes[size_t(attribute)].type))
                return int(Qt::AlignRight | Qt::AlignVCenter);
        }
        return {};
    default:
        return {};
    }
}

Qt::ItemFlags QueryResultModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (index.isValid() && node(index).kind == Kind::Row && node(index).level->keyed)
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

QStringList QueryResultModel::mimeTypes() const
{
    return {QStringLiteral("text/plain")};
}

QMimeData* QueryResultModel::mimeData(const QModelIndexList& indexes) const
{
    std::vector<RowPtr> rows;
    QStringList labels;
    RowReader reader(*registry_, RowReader::With::Others);
    for (const QModelIndex& index : indexes) {
        const Node& here = node(index);
        if (here.kind != Kind::Row || !here.level->keyed)
            continue;
        RowPtr row = reader.read(here.row);
        const bool known =
            std::ranges::any_of(rows, [&](const RowPtr& other) { return other->key == row->key; });
        if (known || (!rows.empty() && rows.front()->model != row->model))
            continue;
        if (const auto person = LabelTemplate::ofPerson(registry_->at(row->model)))
            row->label = std::make_shared<LabelTemplate>(*person);
        labels += rowLabel(*registry_, *row);
        rows.push_back(std::move(row));
    }
    return rows.empty() ? nullptr : new RowsMime(std::move(rows), registry_, database_, labels.join(u'\n'));
}

QVariant QueryResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || !root_ ||
        section >= int(root_->cells.size()))
        return {};
    return root_->model->attributes[size_t(root_->cells[size_t(section)].second)].name;
}

} // namespace conjoin::ui
