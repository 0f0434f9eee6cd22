// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/outlinemodel.h"

#include "model/document/objects.h"
#include "ui/session/editsession.h"

#include <QBrush>

#include <algorithm>

namespace conjoin::ui {

struct OutlineModel::Node {
    QString key; ///< the same for the same thing before and after an edit
    ObjectRef object;
    QString text, detail, icon;
    bool section = false;
    bool quiet = false; ///< added by the ORM
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    Node& add(std::unique_ptr<Node> child)
    {
        child->parent = this;
        child->row = int(children.size());
        children.push_back(std::move(child));
        return *children.back();
    }
};

namespace {

QString keyOf(const ObjectRef& object)
{
    return QString::number(object.index()) + u'/' + QString::number(model::idValue(object));
}

bool matches(const QString& text, const QStringList& words)
{
    return std::ranges::all_of(
        words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

/// The quiet text right of a link: what it joins.
QString endsText(const model::Schema& schema, const model::ManyToMany& link)
{
    QStringList names;
    for (const model::LinkEnd& end : link.ends) {
        if (const model::Table* table = schema.tables.find(end.table))
            names << table->name;
    }
    return names.join(QStringLiteral(" ↔ "));
}

QString iconOf(model::Verbatim::Kind kind)
{
    return kind == model::Verbatim::Kind::Trigger ? QStringLiteral("trigger")
           : kind == model::Verbatim::Kind::View  ? QStringLiteral("view")
                                                  : QStringLiteral("sql");
}

} // namespace

OutlineModel::OutlineModel(EditSession& session, const Theme& theme, QObject* parent)
    : QAbstractItemModel(parent)
    , session_(session)
    , theme_(&theme)
    , root_(std::make_unique<Node>())
{
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.touchesSchema() || delta.settings)
            rebuild();
    });
    rebuild();
}

OutlineModel::~OutlineModel() = default;

void OutlineModel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    icons_.clear();
    emit layoutAboutToBeChanged();
    emit layoutChanged();
}

void OutlineModel::setFilter(const QString& text)
{
    if (text == filter_)
        return;
    filter_ = text;
    rebuild();
}

std::unique_ptr<OutlineModel::Node> OutlineModel::build() const
{
    const model::Schema& schema = session_.document().schema;
    const orm::Derivation& derivation = session_.derivation();
    const QStringList words = filter_.simplified().split(u' ', Qt::SkipEmptyParts);
    auto root = std::make_unique<Node>();

    const auto section = [](const char* key, const QString& text) {
        auto node = std::make_unique<Node>();
        node->key = QString::fromLatin1(key);
        node->text = text;
        node->section = true;
        return node;
    };
    const auto addColumns = [&](Node& node, const model::Table& table, bool all) {
        const int at = derivation.indexOf(table.id);
        if (at < 0)
            return;
        const orm::PhysicalTable& physical = derivation.schema.tables[size_t(at)];
        const orm::TableOrigin& origin = derivation.origins[size_t(at)];
        for (size_t i = 0; i < physical.columns.size(); ++i) {
            const orm::PhysicalColumn& column = physical.columns[i];
            if (!all && !matches(column.name, words))
                continue;
            const orm::ColumnOrigin& from = origin.columns[i];
            auto child = std::make_unique<Node>();
            child->object = !from.column.isNull()      ? ObjectRef(from.column)
                            : !from.reference.isNull() ? ObjectRef(from.reference)
                            : !from.link.isNull()      ? ObjectRef(from.link)
                                                       : ObjectRef(table.id);
            child->key = keyOf(table.id) + u'/' +
                         (from.column.isNull() ? column.name : QString::number(from.column.value()));
            child->text = column.name;
            child->detail = model::typeText(column.type);
            child->quiet = from.isDerived();
            const bool key = physical.primaryKey &&
                             std::ranges::any_of(physical.primaryKey->parts,
                                 [&](const orm::PhysicalKeyPart& part) { return part.column == column.name; });
            child->icon = key                   ? QStringLiteral("key")
                          : from.isForeignKey() ? QStringLiteral("foreign-key")
                          : column.nullable     ? QStringLiteral("ring")
                                                : QStringLiteral("dot");
            node.add(std::move(child));
        }
    };

    auto tables = section("tables", tr("Tables"));
    auto links = section("links", tr("Many-to-many links"));
    for (const model::Table& table : schema.tables) {
        const model::ManyToMany* link = model::linkOfJunction(schema, table.id);
        auto node = std::make_unique<Node>();
        node->object = link ? ObjectRef(link->id) : ObjectRef(table.id);
        node->key = keyOf(node->object);
        node->text = table.name;
        node->icon = link ? QStringLiteral("link") : QStringLiteral("table");
        if (link)
            node->detail = endsText(schema, *link);
        const bool hit = matches(table.name + u' ' + node->detail, words);
        addColumns(*node, table, hit);
        if (hit || !node->children.empty())
            (link ? links : tables)->add(std::move(node));
    }
    auto others = section("others", tr("Views and triggers"));
    for (const model::Verbatim& verbatim : schema.verbatims) {
        if (!matches(verbatim.name, words))
            continue;
        auto node = std::make_unique<Node>();
        node->object = verbatim.id;
        node->key = keyOf(node->object);
        node->text = verbatim.name;
        node->icon = iconOf(verbatim.kind);
        others->add(std::move(node));
    }
    for (std::unique_ptr<Node>* part : {&tables, &links, &others}) {
        if ((*part)->children.empty())
            continue;
        (*part)->detail = QString::number((*part)->children.size());
        root->add(std::move(*part));
    }
    return root;
}

void OutlineModel::rebuild()
{
    emit layoutAboutToBeChanged();
    const QModelIndexList old = persistentIndexList();
    QStringList keys;
    for (const QModelIndex& index : old)
        keys << static_cast<const Node*>(index.internalPointer())->key;

    std::unique_ptr<Node> previous = std::exchange(root_, build());
    byKey_.clear();
    const auto enter = [this](const auto& self, Node& node) -> void {
        for (const std::unique_ptr<Node>& child : node.children) {
            byKey_.insert(child->key, child.get());
            self(self, *child);
        }
    };
    enter(enter, *root_);

    QModelIndexList now;
    for (const QString& key : keys) {
        const Node* node = byKey_.value(key);
        now << (node ? indexOfNode(*node) : QModelIndex());
    }
    changePersistentIndexList(old, now);
    emit layoutChanged();
}

ObjectRef OutlineModel::objectAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<const Node*>(index.internalPointer())->object : ObjectRef();
}

QModelIndex OutlineModel::indexOf(const ObjectRef& object) const
{
    if (const auto* column = std::get_if<ColumnId>(&object)) {
        const model::Table* table = model::tableOfColumn(session_.document().schema, *column);
        const Node* node =
            table ? byKey_.value(keyOf(table->id) + u'/' + QString::number(column->value())) : nullptr;
        return node ? indexOfNode(*node) : QModelIndex();
    }
    const Node* node = byKey_.value(keyOf(object));
    return node ? indexOfNode(*node) : QModelIndex();
}

QModelIndex OutlineModel::indexOfNode(const Node& node) const
{
    return createIndex(node.row, 0, &node);
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* node = parent.isValid() ? static_cast<const Node*>(parent.internalPointer()) : root_.get();
    if (column != 0 || row < 0 || row >= int(node->children.size()))
        return {};
    return indexOfNode(*node->children[size_t(row)]);
}

QModelIndex OutlineModel::parent(const QModelIndex& child) const
{
    if (!child.isValid())
        return {};
    const Node* parent = static_cast<const Node*>(child.internalPointer())->parent;
    return !parent || parent == root_.get() ? QModelIndex() : indexOfNode(*parent);
}

int OutlineModel::rowCount(const QModelIndex& parent) const
{
    const Node* node = parent.isValid() ? static_cast<const Node*>(parent.internalPointer()) : root_.get();
    return int(node->children.size());
}

int OutlineModel::columnCount(const QModelIndex&) const
{
    return 1;
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const bool section = static_cast<const Node*>(index.internalPointer())->section;
    return section ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node& node = *static_cast<const Node*>(index.internalPointer());
    switch (role) {
    case Qt::DisplayRole:
        return node.text;
    case Qt::ToolTipRole:
        return node.detail.isEmpty() || node.section ? node.text
                                                     : QStringLiteral("%1 · %2").arg(node.text, node.detail);
    case DetailRole:
        return node.detail;
    case ObjectRole:
        return QVariant::fromValue(node.object);
    case Qt::ForegroundRole:
        return QBrush(node.section || node.quiet ? theme_->muted : theme_->ink);
    case Qt::FontRole:
        if (node.section) {
            QFont font(QStringLiteral("Inter"));
            font.setPixelSize(11);
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    case Qt::DecorationRole: {
        if (node.icon.isEmpty())
            return {};
        QIcon& drawn = icons_[node.icon];
        if (drawn.isNull()) {
            const QColor color = node.icon == u"link"          ? theme_->link
                                 : node.icon == u"key"         ? theme_->key
                                 : node.icon == u"foreign-key" ? theme_->foreignKey
                                                               : theme_->muted;
            drawn = ui::icon(node.icon, color);
        }
        return drawn;
    }
    default:
        return {};
    }
}

} // namespace conjoin::ui
