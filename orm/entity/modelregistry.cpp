// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/entity/modelregistry.h"

#include "orm/entity/associations.h"

#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

/// The key's attributes in order; nothing where a part is an expression.
std::optional<QStringList> plainAttributes(const Model& model, const std::vector<PhysicalKeyPart>& parts)
{
    QStringList attributes;
    for (const PhysicalKeyPart& part : parts) {
        const QString attribute = part.column.isEmpty() ? QString() : model.attributeOfColumn(part.column);
        if (attribute.isEmpty())
            return std::nullopt;
        attributes.append(attribute);
    }
    return attributes.isEmpty() ? std::nullopt : std::optional(attributes);
}

std::vector<QStringList> uniqueKeysOf(const Model& model, const PhysicalTable& table)
{
    std::vector<QStringList> keys;
    const auto add = [&](const std::vector<PhysicalKeyPart>& parts) {
        const auto attributes = plainAttributes(model, parts);
        if (!attributes)
            return;
        const QSet<QString> set(attributes->begin(), attributes->end());
        const auto same = [&](const QStringList& key) { return QSet<QString>(key.begin(), key.end()) == set; };
        if (!same(model.primaryKey) && std::none_of(keys.begin(), keys.end(), same))
            keys.push_back(*attributes);
    };
    for (const PhysicalKey& key : table.uniqueKeys)
        add(key.parts);
    for (const PhysicalIndex& index : table.indexes) {
        if (index.unique && index.where.isEmpty())
            add(index.parts);
    }
    return keys;
}

/// What the ORM writes of a column that the database has no default for: its own default, the moments of a row.
model::DefaultValue filledInBy(const ColumnOrigin& origin, const model::Table* drawn)
{
    using Purpose = ColumnOrigin::Purpose;
    if (origin.purpose == Purpose::CreatedAt || origin.purpose == Purpose::UpdatedAt)
        return {model::DefaultValue::Kind::Now, {}, false};
    const model::Column* column = drawn ? drawn->column(origin.column) : nullptr;
    return column && !column->defaultValue.byDatabase ? column->defaultValue : model::DefaultValue();
}

Model modelOf(const PhysicalTable& table, const TableOrigin& origin, const model::Schema& schema)
{
    Model result;
    result.id = origin.table;
    const model::Table* drawn = schema.tables.find(origin.table);
    result.name = drawn ? drawn->name : table.name;
    result.table = table.name;
    result.schema = table.schema;
    result.junction = !origin.link.isNull();
    result.rowid = !table.options.withoutRowid;
    QSet<QString> foreign;
    for (const PhysicalForeignKey& key : table.foreignKeys) {
        for (const QString& column : key.columns)
            foreign.insert(column);
    }
    QSet<QString> columns;
    for (const PhysicalColumn& column : table.columns)
        columns.insert(column.name);
    for (size_t i = 0; i < table.columns.size(); ++i) {
        const PhysicalColumn& column = table.columns[i];
        const ColumnOrigin made = i < origin.columns.size() ? origin.columns[i] : ColumnOrigin();
        Attribute attribute;
        // An attribute may be called like another one's column only in a drawing that says so: not here.
        const bool free = !made.attribute.isEmpty() && !columns.contains(made.attribute) &&
                          result.attributeIndex(made.attribute) < 0;
        attribute.name = free ? made.attribute : column.name;
        attribute.column = column.name;
        attribute.type = column.type;
        attribute.nullable = column.nullable;
        attribute.autoIncrement = column.autoIncrement;
        attribute.filledIn = filledInBy(made, drawn);
        attribute.touched = made.purpose == ColumnOrigin::Purpose::UpdatedAt;
        attribute.hasDefault = column.defaultValue.kind != model::DefaultValue::Kind::None ||
                               attribute.filledIn.kind != model::DefaultValue::Kind::None;
        attribute.generated = column.generated.kind != model::Generated::Kind::None;
        attribute.foreignKey = foreign.contains(column.name) || made.isForeignKey();
        if (made.purpose == ColumnOrigin::Purpose::DeletedAt)
            result.deletedAt = attribute.name;
        result.attributes.push_back(std::move(attribute));
    }
    if (table.primaryKey)
        result.primaryKey = plainAttributes(result, table.primaryKey->parts).value_or(QStringList());
    for (Attribute& attribute : result.attributes)
        attribute.primaryKey = result.primaryKey.contains(attribute.name);
    result.uniqueKeys = uniqueKeysOf(result, table);
    return result;
}

/// Whether rows are called by it, as far as its own name says.
bool isName(const QString& attribute)
{
    return attribute.endsWith(u"name", Qt::CaseInsensitive) ||
           attribute.endsWith(u"title", Qt::CaseInsensitive);
}

bool isText(const model::DataType& type)
{
    switch (type.kind) {
    case model::TypeKind::Varchar:
    case model::TypeKind::Char:
    case model::TypeKind::Text:
        return true;
    case model::TypeKind::Native: // `NVARCHAR(160)`: SQLite's own rule of what holds text
        return type.native->contains(QLatin1String("char"), Qt::CaseInsensitive) ||
               type.native->contains(QLatin1String("text"), Qt::CaseInsensitive) ||
               type.native->contains(QLatin1String("clob"), Qt::CaseInsensitive);
    default:
        return false;
    }
}

} // namespace

const Attribute* Model::attribute(const QString& attributeName) const
{
    const int index = attributeIndex(attributeName);
    return index < 0 ? nullptr : &attributes[size_t(index)];
}

int Model::attributeIndex(const QString& attributeName) const
{
    for (size_t i = 0; i < attributes.size(); ++i) {
        if (attributes[i].name == attributeName)
            return int(i);
    }
    return -1;
}

const QString& Model::column(const QString& attributeName) const
{
    const Attribute* found = attribute(attributeName);
    Q_ASSERT_X(found, "Model::column", "the attribute exists");
    return found->column;
}

QString Model::attributeOfColumn(const QString& column) const
{
    const auto spelt = [&](Qt::CaseSensitivity letterCase) {
        return std::find_if(attributes.begin(), attributes.end(),
            [&](const Attribute& candidate) { return candidate.column.compare(column, letterCase) == 0; });
    };
    auto found = spelt(Qt::CaseSensitive);
    if (found == attributes.end())
        found = spelt(Qt::CaseInsensitive); // SQLite ignores letter case
    return found == attributes.end() ? QString() : found->name;
}

const Association* Model::association(const QString& associationName) const
{
    for (const Association& candidate : associations) {
        if (candidate.name == associationName)
            return &candidate;
    }
    return nullptr;
}

QStringList Model::associationNames() const
{
    QStringList names;
    for (const Association& candidate : associations)
        names.append(candidate.name);
    return names;
}

QStringList Model::attributeNames() const
{
    QStringList names;
    for (const Attribute& candidate : attributes)
        names.append(candidate.name);
    return names;
}

QStringList Model::identity() const
{
    if (!primaryKey.isEmpty())
        return primaryKey;
    for (const QStringList& key : uniqueKeys) {
        const bool complete = std::all_of(key.begin(), key.end(), [&](const QString& column) {
            const Attribute* part = attribute(column);
            return part && !part->nullable;
        });
        if (complete)
            return key;
    }
    return {};
}

QString Model::labelAttribute() const
{
    for (const QStringList& key : uniqueKeys) {
        if (key.size() != 1)
            continue;
        const Attribute* candidate = attribute(key.first());
        if (candidate && !candidate->foreignKey && isText(candidate->type))
            return candidate->name;
    }
    // A code says less than a name behind it: `VINET`, or `Vins et alcools Chevalier`; and so does a text of
    // numbers.
    const Attribute* first = nullptr;
    for (const Attribute& candidate : attributes) {
        if (candidate.foreignKey || !isText(candidate.type))
            continue;
        if (isName(candidate.name))
            return candidate.name;
        if (!first)
            first = &candidate;
    }
    return first ? first->name : QString();
}

ModelRegistry ModelRegistry::make(
    const model::Schema& schema, const model::NamingPolicy& naming, const Derivation& derivation)
{
    Q_ASSERT_X(derivation.origins.size() == derivation.schema.tables.size(), "ModelRegistry::make",
        "a derivation says of each table where it came from");
    ModelRegistry registry;
    for (size_t i = 0; i < derivation.schema.tables.size(); ++i)
        registry.models_.push_back(modelOf(derivation.schema.tables[i], derivation.origins[i], schema));
    associate(registry.models_, schema, naming, derivation);
    return registry;
}

Result<int> ModelRegistry::find(const QString& name) const
{
    for (size_t i = 0; i < models_.size(); ++i) {
        if (models_[i].name == name)
            return int(i);
    }
    for (size_t i = 0; i < models_.size(); ++i) {
        if (models_[i].table == name)
            return int(i);
    }
    QStringList names;
    for (const Model& candidate : models_) {
        names.append(candidate.name);
        names.append(candidate.table);
    }
    return inputError(
        name, message("model.unknown", "no table is called \"%1\"", {name}), didYouMean(name, names));
}

int ModelRegistry::indexOf(TableId table) const
{
    for (size_t i = 0; i < models_.size(); ++i) {
        if (models_[i].id == table)
            return int(i);
    }
    return -1;
}

} // namespace conjoin::orm
