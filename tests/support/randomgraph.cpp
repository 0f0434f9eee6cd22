// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomgraph.h"

#include "support/findoracle.h"
#include "support/randomquery.h"

namespace conjoin::tests {

using orm::Association;
using orm::AssociationKind;
using orm::Json;
using orm::Model;
using orm::Value;

namespace {

constexpr int deepest = 3;

bool isMandatory(const Model& model, const Association& association)
{
    return std::any_of(association.keys.begin(), association.keys.end(),
        [&](const QString& key) { return !model.attribute(key)->nullable; });
}

} // namespace

RandomGraph::RandomGraph(quint32 seed)
    : random_(seed)
{
    drawTables();
    drawReferences();
    drawLinks();
}

void RandomGraph::drawTables()
{
    tables_ = 2 + below(4);
    for (int i = 0; i < tables_; ++i) {
        QStringList columns{QStringLiteral("name varchar(40)"), QStringLiteral("size integer")};
        if (chance(50))
            columns.append(QStringLiteral("code! varchar(40)"));
        QStringList key;
        switch (below(4)) {
        case 0:
            columns.prepend(QStringLiteral("word* varchar(40)"));
            key = QStringList{QStringLiteral("word")};
            break;
        case 1:
            columns.prepend(QStringLiteral("part* integer"));
            columns.prepend(QStringLiteral("whole* varchar(40)"));
            key = QStringList{QStringLiteral("whole"), QStringLiteral("part")};
            break;
        default:
            break; // numbered
        }
        table(QStringLiteral("Thing%1").arg(i), columns, key);
    }
}

void RandomGraph::drawReferences()
{
    std::vector<TableId> ids;
    for (const model::Table& table : schema.tables)
        ids.push_back(table.id);
    const int count = 1 + below(2 * tables_);
    for (int i = 0; i < count; ++i) {
        const int from = below(tables_), to = below(tables_);
        // What must be there comes first, so that there is a first.
        reference(ids[size_t(from)], ids[size_t(to)], QStringLiteral("One%1").arg(i),
            QStringLiteral("Many%1").arg(i), to < from && chance(30));
    }
}

void RandomGraph::drawLinks()
{
    std::vector<TableId> ids;
    for (const model::Table& table : schema.tables)
        ids.push_back(table.id);
    const int count = 1 + below(3);
    for (int i = 0; i < count; ++i) {
        const TableId left = ids[size_t(below(tables_))], right = ids[size_t(below(tables_))];
        const LinkId id = link(QStringLiteral("Link%1").arg(i), left, right,
            {QStringLiteral("note varchar(40)"), QStringLiteral("rank integer")},
            QStringLiteral("Left%1").arg(i), QStringLiteral("Right%1").arg(i));
        model::ManyToMany drawn = *schema.links.find(id);
        drawn.symmetric = left == right && chance(50);
        if (chance(30))
            drawn.junctionKey = model::ManyToMany::JunctionKey::Surrogate;
        if (left != right && chance(30)) {
            drawn.ends.push_back(drawn.ends.front());
            drawn.ends.back().table = ids[size_t(below(tables_))];
            drawn.ends.back().role = QStringLiteral("Third%1").arg(i);
        }
        schema.links.set(drawn);
    }
}

Json RandomGraph::rows(int model, GraphOracle& oracle)
{
    oracle_ = &oracle;
    mentioned_.clear();
    Json list = Json::array();
    for (int i = 1 + (chance(30) ? below(4) : 0); i > 0; --i) {
        Json row = attributes(registry().at(model), true);
        addAssociations(row, model, 0, true, nullptr);
        list.append(std::move(row));
    }
    return list;
}

/// One of few, among them those that RandomQuery asks for.
QString RandomGraph::word()
{
    return QStringLiteral("abc").mid(below(3), 1) + QString::number(below(3));
}

/// What a new row of the model says of itself.
Json RandomGraph::attributes(const Model& model, bool withKey)
{
    Json row = Json::object();
    for (const orm::Attribute& attribute : model.attributes) {
        if (attribute.foreignKey || attribute.autoIncrement)
            continue;
        const bool isNumber = attribute.type.kind == model::TypeKind::Integer;
        if (attribute.primaryKey || attribute.name == u"code") {
            if (!withKey && attribute.name == u"code" && attribute.nullable)
                continue;
            ++fresh_;
            row.set(attribute.name, isNumber ? Json(fresh_) : Json(QStringLiteral("k%1").arg(fresh_)));
        } else if (chance(80)) {
            row.set(attribute.name, chance(10) ? Json() : isNumber ? Json(below(4)) : Json(word()));
        }
    }
    return row;
}

/// A complete key of a row that exists, by numbers that the database gave too.
Json RandomGraph::keyOf(int model, bool* found)
{
    const std::vector<size_t> there = oracle_->rowsOf(model);
    std::vector<size_t> known;
    for (const size_t row : there) {
        if (identities_.contains(row))
            known.push_back(row);
    }
    *found = !known.empty();
    Json key = Json::object();
    if (known.empty())
        return key;
    const size_t row = known[size_t(below(int(known.size())))];
    const auto& values = oracle_->rows()[row].values;
    const Model& here = registry().at(model);
    if (values.contains(QStringLiteral("code")) && chance(50)) {
        key.set(QStringLiteral("code"), values.at(QStringLiteral("code")).text());
        return key;
    }
    for (qsizetype i = 0; i < here.identity().size(); ++i) {
        const orm::Attribute& attribute = *here.attribute(here.identity()[i]);
        key.set(attribute.name, orm::valueToJson(identities_.at(row)[size_t(i)], attribute.type));
    }
    return key;
}

Json RandomGraph::nested(int model, int depth, bool owned, const Association* from)
{
    const Model& here = registry().at(model);
    const bool numbered = here.primaryKey.size() == 1 && here.attribute(here.primaryKey.front())->autoIncrement;
    const int way = below(100);
    bool found = false;
    if (way < (owned ? 10 : 35)) {
        const Json key = keyOf(model, &found);
        if (found && (way % 2 == 0 || owned)) {
            Json row = Json::object();
            row.set(QStringLiteral("$link"), key);
            return row;
        }
        if (found) // also with what it has, and something it may not have
            return key;
    }
    if (way < 45 && !owned) {
        for (const auto& [ofModel, row] : mentioned_) {
            if (ofModel == model && chance(50))
                return row;
        }
    }
    if (way < 60 && !owned && numbered) { // may be there, once or more often
        Json row = attributes(here, false);
        const bool hasCode = here.attribute(QStringLiteral("code")) != nullptr;
        if (!hasCode) {
            addAssociations(row, model, depth, true, from);
            return row;
        }
    }
    Json row = attributes(here, true);
    if (!here.identity().isEmpty() && row.find(QStringLiteral("code")))
        mentioned_.emplace_back(model, row);
    addAssociations(row, model, depth, true, from);
    if (way < 80) {
        if (!mentioned_.empty() && mentioned_.back().first == model && row.find(QStringLiteral("code")) &&
            *mentioned_.back().second.find(QStringLiteral("code")) == *row.find(QStringLiteral("code")))
            mentioned_.pop_back();
        Json create = Json::object();
        create.set(QStringLiteral("$create"), std::move(row));
        return create;
    }
    return row;
}

void RandomGraph::addAssociations(Json& row, int model, int depth, bool isNew, const Association* from)
{
    const Model& here = registry().at(model);
    for (const Association& association : here.associations) {
        const bool toOne = association.kind == AssociationKind::BelongsTo;
        const bool bound = from && from->kind != AssociationKind::BelongsTo &&
                           from->kind != AssociationKind::BelongsToMany && toOne &&
                           from->keys == association.keys;
        if (bound || association.target >= tables_)
            continue;
        const bool must = toOne && isNew && isMandatory(here, association);
        if (!must && (depth >= deepest || !chance(depth == 0 ? 40 : 12)))
            continue;
        if (toOne) {
            row.set(association.name,
                !must && chance(10) ? Json() : nested(association.target, depth + 1, false, &association));
            continue;
        }
        const bool many = association.kind == AssociationKind::BelongsToMany;
        Json list = Json::array();
        for (int i = below(3); i > 0; --i) {
            Json item = nested(association.target, depth + 1, !many, &association);
            if (many) {
                Json junction = Json::object();
                if (chance(50))
                    junction.set(QStringLiteral("note"), word());
                const Model& through = registry().at(association.through);
                for (const Association& end : through.associations) {
                    if (end.kind == AssociationKind::BelongsTo && end.keys != association.keys &&
                        end.keys != association.otherKeys)
                        junction.set(end.name, nested(end.target, deepest, false, &end));
                }
                item.set(through.name, std::move(junction));
            }
            list.append(std::move(item));
        }
        row.set(association.name, std::move(list));
    }
}

QString RandomGraph::bind(size_t row, const Json& json)
{
    const Model& here = registry().at(oracle_->rows()[row].model);
    std::vector<Value> identity;
    for (const QString& name : here.identity()) {
        identity.push_back(*orm::valueFromJson(*json.find(name), here.attribute(name)->type, {}));
        if (here.attribute(name)->autoIncrement)
            oracle_->learn(row, name, identity.back());
    }
    const auto [known, isNew] = identities_.try_emplace(row, identity);
    return known->second == identity ? QString()
                                     : QStringLiteral("one row of %1 comes back as two").arg(here.name);
}

/// Learns from the tree which row is which.
QString RandomGraph::compare(const Json& tree, const GraphOracle::Made& made, int model)
{
    if (QString wrong = bind(made.row, tree); !wrong.isEmpty())
        return wrong;
    const Model& here = registry().at(model);
    for (const Association& association : here.associations) {
        const auto wanted = made.related.find(association.name);
        const Json* shown = tree.find(association.name);
        const std::vector<Json> items = !shown || shown->isNull() ? std::vector<Json>()
                                        : shown->isArray()        ? shown->items()
                                                                  : std::vector<Json>{*shown};
        const size_t count = wanted == made.related.end() ? 0 : wanted->second.size();
        if (items.size() != count)
            return QStringLiteral("%1.%2 has %3 rows, not %4")
                .arg(here.name, association.name)
                .arg(items.size())
                .arg(count);
        for (size_t i = 0; i < count; ++i) {
            const GraphOracle::Made& child = wanted->second[i];
            if (QString wrong = compare(items[i], child, association.target); !wrong.isEmpty())
                return wrong;
            if (child.junction.empty())
                continue;
            const Json* junction = items[i].find(registry().at(association.through).name);
            if (!junction)
                return association.name + QStringLiteral(" lacks its junction row");
            if (QString wrong = compare(*junction, child.junction.front(), association.through);
                !wrong.isEmpty())
                return wrong;
        }
    }
    return {};
}

const Association* RandomGraph::symmetricLink(int junction) const
{
    for (const Model& model : registry().models()) {
        for (const Association& association : model.associations) {
            if (association.through == junction && association.symmetric)
                return &association;
        }
    }
    return nullptr;
}

/// Every row of the database is one of the oracle's, and says the same.
QString RandomGraph::compareAll()
{
    stored_.clear();
    for (size_t model = 0; model < registry().models().size(); ++model) {
        const Model& here = registry().at(int(model));
        sql::Lookup everything{int(model), {}, {}, {{}}, false};
        stored_.push_back(mustHave(sql::lookUp(connection(), registry(), everything), here.name).front());
        const std::vector<sql::RowValues>& stored = stored_.back();
        const std::vector<size_t> wanted = oracle_->rowsOf(int(model));
        if (stored.size() != wanted.size())
            return QStringLiteral("%1 has %2 rows, not %3")
                .arg(here.name)
                .arg(stored.size())
                .arg(wanted.size());
        for (const size_t number : wanted) {
            const GraphOracle::Row& row = oracle_->rows()[number];
            std::map<QString, Value> expected = row.values;
            for (const auto& [name, target] : row.refers) {
                const QStringList keys = name.split(u',');
                const Association* key = nullptr;
                for (const Association& candidate : here.associations) {
                    if (candidate.kind == AssociationKind::BelongsTo && candidate.keys == keys)
                        key = &candidate;
                }
                const Model& there = registry().at(key->target);
                for (qsizetype i = 0; i < keys.size(); ++i)
                    expected[keys[i]] =
                        identities_.at(target)[size_t(there.identity().indexOf(key->referenced[i]))];
            }
            const std::vector<Value>& identity = identities_.at(number);
            const auto same = std::find_if(stored.begin(), stored.end(), [&](const sql::RowValues& candidate) {
                return sql::valuesOf(here, candidate, here.identity()) == identity;
            });
            if (same == stored.end())
                return QStringLiteral("a row of %1 is missing").arg(here.name);
            // A link that goes both ways is stored one way round, which a constraint of the table sees to.
            if (const Association* link = symmetricLink(int(model))) {
                const sql::RowValues& there = *same;
                if (there[size_t(here.attributeIndex(link->keys.front()))] != expected[link->keys.front()] ||
                    there[size_t(here.attributeIndex(link->keys.back()))] != expected[link->keys.back()]) {
                    for (qsizetype i = 0; i < link->keys.size(); ++i) {
                        const Value near = expected[link->keys[i]];
                        expected[link->keys[i]] = expected[link->otherKeys[i]];
                        expected[link->otherKeys[i]] = near;
                    }
                }
            }
            for (size_t i = 0; i < here.attributes.size(); ++i) {
                const QString& name = here.attributes[i].name;
                if (here.identity().contains(name))
                    continue;
                const Value value = expected.contains(name) ? expected.at(name) : Value();
                if ((*same)[i] != value)
                    return QStringLiteral("%1.%2 is %3, not %4")
                        .arg(here.name, name, (*same)[i].display(), value.display());
            }
        }
    }
    return {};
}

QString RandomGraph::compareFinds(int finds)
{
    FindOracle oracle(registry());
    for (size_t model = 0; model < stored_.size(); ++model)
        oracle.rows(int(model)) = stored_[model];
    for (int i = 0; i < finds; ++i) {
        const orm::Query query = RandomQuery(registry(), random_).next();
        const QString place = QStringLiteral(" – find %1 of %2").arg(i).arg(registry().at(query.model).name);
        const auto rows = sql::find(connection(), registry(), query);
        if (!rows)
            return errorText(rows.error()) + place;
        const QByteArray found = orm::compactJson(sql::toJson(registry(), query, *rows));
        const QByteArray wanted = orm::compactJson(oracle.find(query));
        if (found != wanted)
            return QString::fromUtf8(found + " is found, not " + wanted) + place;
    }
    return {};
}

QString RandomGraph::holdsAgainstOracle(int calls, int finds, int* refused)
{
    GraphOracle oracle(registry());
    for (int call = 0; call < calls; ++call) {
        const int model = below(tables_);
        const Json values = rows(model, oracle);
        const auto made = oracle.create(model, values);
        const auto trees = sql::createAll(connection(), registry(), model, values.items());
        const QString place = QStringLiteral(" – call %1, %2 %3")
                                  .arg(call)
                                  .arg(registry().at(model).name, QString::fromUtf8(orm::compactJson(values)));
        if (bool(made) != bool(trees))
            return (made ? QStringLiteral("refused: ") + errorText(trees.error())
                         : QStringLiteral("not refused: ") + oracle.reason()) +
                   place;
        for (size_t i = 0; made && i < made->size(); ++i) {
            if (const QString wrong = compare((*trees)[i], (*made)[i], model); !wrong.isEmpty())
                return wrong + place;
        }
        if (const QString wrong = compareAll(); !wrong.isEmpty())
            return wrong + place;
    }
    if (refused)
        *refused += oracle.refused();
    return compareFinds(finds);
}

} // namespace conjoin::tests
