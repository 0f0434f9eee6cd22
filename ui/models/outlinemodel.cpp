// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/outlinemodel.h"

#include "model/document/objects.h"
#include "orm/dialect/dialect.h"
#include "ui/session/editsession.h"

#include <QBrush>

#include <algorithm>
#include <array>
#include <map>

namespace conjoin::ui {

struct OutlineModel::Node {
    QString key; ///< the same for the same thing before and after an edit
    ObjectRef object;
    QString text, detail, icon;
    bool section = false;
    bool quiet = false; ///< added by the ORM
    TableId unread;     ///< the table whose columns are still to be looked up
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

/// One kind of things: the heading over them and what stands before each.
struct Section {
    const char* key;
    const char* title;
    const char* icon;
};

/// In the order in which they are shown; the first three hold tables, links and types.
constexpr std::array sections{
    Section{"tables", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Tables"), "table"},
    Section{"links", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Many-to-many links"), "link"},
    Section{"types", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Types"), "type"},
    Section{"views", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Views"), "view"},
    Section{"routines", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Routines"), "routine"},
    Section{"triggers", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Triggers"), "trigger"},
    Section{"sequences", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Sequences"), "sequence"},
    Section{"partitions", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Partitions"), "table"},
    Section{"virtual", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Virtual tables"), "table"},
    Section{"rules", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Rules and policies"), "key"},
    Section{"constraints", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Further constraints"), "unique"},
    Section{"extensions", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Extensions"), "extension"},
    Section{"schemas", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Schemas"), "schema"},
    Section{"events", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Events"), "history"},
    Section{"others", QT_TRANSLATE_NOOP("conjoin::ui::OutlineModel", "Other statements"), "sql"},
};

size_t sectionNamed(const char* key)
{
    return size_t(std::ranges::find_if(sections, [key](const Section& section) {
        return qstrcmp(section.key, key) == 0;
    }) - sections.begin());
}

size_t sectionOf(model::Verbatim::Kind kind)
{
    using Kind = model::Verbatim::Kind;
    switch (kind) {
    case Kind::View:
    case Kind::MaterializedView:
        return sectionNamed("views");
    case Kind::Trigger:
        return sectionNamed("triggers");
    case Kind::Routine:
        return sectionNamed("routines");
    case Kind::Sequence:
        return sectionNamed("sequences");
    case Kind::Extension:
        return sectionNamed("extensions");
    case Kind::Namespace:
        return sectionNamed("schemas");
    case Kind::Type:
        return sectionNamed("types");
    case Kind::Partition:
        return sectionNamed("partitions");
    case Kind::Event:
        return sectionNamed("events");
    case Kind::Rule:
    case Kind::Policy:
        return sectionNamed("rules");
    case Kind::Constraint:
        return sectionNamed("constraints");
    case Kind::VirtualTable:
        return sectionNamed("virtual");
    case Kind::Other:
        break;
    }
    return sectionNamed("others");
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

void OutlineModel::addColumns(Node& node, const model::Table& table, const QStringList& words) const
{
    const orm::Derivation& derivation = session_.derivation();
    const int at = derivation.indexOf(table.id);
    if (at < 0)
        return;
    const orm::PhysicalTable& physical = derivation.schema.tables[size_t(at)];
    const orm::TableOrigin& origin = derivation.origins[size_t(at)];
    for (size_t i = 0; i < physical.columns.size(); ++i) {
        const orm::PhysicalColumn& column = physical.columns[i];
        if (!matches(column.name, words))
            continue;
        const orm::ColumnOrigin& from = origin.columns[i];
        auto child = std::make_unique<Node>();
        child->object = !from.column.isNull()      ? ObjectRef(from.column)
                        : !from.reference.isNull() ? ObjectRef(from.reference)
                        : !from.link.isNull()      ? ObjectRef(from.link)
                                                   : ObjectRef(table.id);
        child->key =
            node.key + u'/' + (from.column.isNull() ? column.name : QString::number(from.column.value()));
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
}

std::unique_ptr<OutlineModel::Node> OutlineModel::build() const
{
    const model::Schema& schema = session_.document().schema;
    const QStringList words = filter_.simplified().split(u' ', Qt::SkipEmptyParts);

    // By namespace, the default one first; without a second one, the headings stand at the root.
    struct Group {
        std::array<std::unique_ptr<Node>, sections.size()> parts;
    };
    std::map<QString, Group> groups;
    const auto add = [&](const QString& space, size_t section, std::unique_ptr<Node> node) {
        std::unique_ptr<Node>& part = groups[space].parts[section];
        if (!part) {
            part = std::make_unique<Node>();
            part->key = QString::fromLatin1(sections[section].key) + u'@' + space;
            part->text = tr(sections[section].title);
            part->section = true;
        }
        if (node->icon.isEmpty())
            node->icon = QString::fromLatin1(sections[section].icon);
        part->add(std::move(node));
    };
    const auto made = [](const ObjectRef& object, const QString& text) {
        auto node = std::make_unique<Node>();
        node->object = object;
        node->key = keyOf(object);
        node->text = text;
        return node;
    };
    QHash<TableId, const model::ManyToMany*> linkOf; // the first one where several share a junction
    for (const model::ManyToMany& link : schema.links) {
        if (!linkOf.contains(link.junction))
            linkOf.insert(link.junction, &link);
    }
    for (const model::Table& table : schema.tables) {
        const model::ManyToMany* link = linkOf.value(table.id);
        auto node = made(link ? ObjectRef(link->id) : ObjectRef(table.id), table.name);
        if (link)
            node->detail = endsText(schema, *link);
        const bool hit = matches(table.name + u' ' + node->detail, words);
        if (hit)
            node->unread = table.id;
        else
            addColumns(*node, table, words);
        if (hit || !node->children.empty())
            add(table.sqlSchema, link ? 1 : 0, std::move(node));
    }
    for (const model::UserType& type : schema.types) {
        if (!matches(type.name, words))
            continue;
        auto node = made(type.id, type.name);
        node->detail = type.kind == model::UserType::Kind::Enum ? type.values.join(QStringLiteral(", "))
                                                                : model::typeText(type.base, schema);
        add(type.sqlSchema, 2, std::move(node));
    }
    for (const model::Verbatim& verbatim : schema.verbatims) {
        if (!matches(verbatim.name + u' ' + verbatim.table, words))
            continue;
        auto node = made(verbatim.id, verbatim.name);
        node->detail = verbatim.table;
        const bool global = verbatim.kind == model::Verbatim::Kind::Namespace ||
                            verbatim.kind == model::Verbatim::Kind::Extension;
        add(global ? QString() : verbatim.sqlSchema, sectionOf(verbatim.kind), std::move(node));
    }

    auto root = std::make_unique<Node>();
    const auto dialect = orm::dialectNamed(session_.document().settings.dialect);
    const QString defaultSpace = dialect ? (*dialect)->capabilities().defaultSchema : QString();
    for (auto& [space, group] : groups) {
        Node* under = root.get();
        if (groups.size() > 1) {
            auto node = std::make_unique<Node>();
            node->key = QStringLiteral("schema@") + space;
            node->text = !space.isEmpty()          ? space
                         : !defaultSpace.isEmpty() ? defaultSpace
                                                   : tr("Default schema");
            node->icon = QStringLiteral("schema");
            node->section = true;
            under = &root->add(std::move(node));
        }
        for (std::unique_ptr<Node>& part : group.parts) {
            if (!part)
                continue;
            part->detail = QString::number(part->children.size());
            under->add(std::move(part));
        }
    }
    return root;
}

/// The node, with its columns looked up where that has not been done yet.
const OutlineModel::Node& OutlineModel::filled(const QModelIndex& index) const
{
    Node& node = index.isValid() ? *static_cast<Node*>(index.internalPointer()) : *root_;
    if (node.unread.isNull())
        return node;
    const model::Table* table = session_.document().schema.tables.find(std::exchange(node.unread, TableId()));
    if (table)
        addColumns(node, *table, {});
    for (const std::unique_ptr<Node>& child : node.children)
        byKey_.insert(child->key, child.get());
    return node;
}

const OutlineModel::Node* OutlineModel::nodeOf(const QString& key) const
{
    if (const Node* node = byKey_.value(key))
        return node;
    // A column: the key of its table, and its own.
    const Node* table = byKey_.value(key.section(u'/', 0, 1));
    if (!table || table->unread.isNull())
        return nullptr;
    (void)filled(indexOfNode(*table));
    return byKey_.value(key);
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
        const Node* node = nodeOf(key);
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
    QString key = keyOf(object);
    if (const auto* column = std::get_if<ColumnId>(&object)) {
        const model::Schema& schema = session_.document().schema;
        const model::Table* table = model::tableOfColumn(schema, *column);
        if (!table)
            return {};
        const model::ManyToMany* link = model::linkOfJunction(schema, table->id);
        key =
            keyOf(link ? ObjectRef(link->id) : ObjectRef(table->id)) + u'/' + QString::number(column->value());
    }
    const Node* node = nodeOf(key);
    return node ? indexOfNode(*node) : QModelIndex();
}

bool OutlineModel::isHeading(const QModelIndex& index) const
{
    return index.isValid() && static_cast<const Node*>(index.internalPointer())->section;
}

QModelIndex OutlineModel::indexOfNode(const Node& node) const
{
    return createIndex(node.row, 0, &node);
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node& node = filled(parent);
    if (column != 0 || row < 0 || row >= int(node.children.size()))
        return {};
    return indexOfNode(*node.children[size_t(row)]);
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
    return int(filled(parent).children.size());
}

bool OutlineModel::hasChildren(const QModelIndex& parent) const
{
    const Node* node = parent.isValid() ? static_cast<const Node*>(parent.internalPointer()) : root_.get();
    if (node->unread.isNull())
        return !node->children.empty();
    const orm::Derivation& derivation = session_.derivation(); // there, but not looked up yet
    const int at = derivation.indexOf(node->unread);
    return at >= 0 && !derivation.schema.tables[size_t(at)].columns.empty();
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
    case DetailBelowRole:
        return std::holds_alternative<LinkId>(node.object) && !node.detail.isEmpty();
    case ObjectRole:
        return QVariant::fromValue(node.object);
    case KeyRole:
        return node.key;
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
