// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltables.h"

#include "orm/exchange/modeltypes.h"

#include <QMap>

namespace conjoin::orm {

using model::Action;
using model::Column;
using model::DataType;
using model::DefaultValue;
using model::NamingPolicy;
using model::TypeKind;

namespace {

/// As Sequelize writes an attribute as a column where `underscored` is on.
QString columnName(const NamingPolicy& naming, const QString& attribute)
{
    if (!naming.underscored)
        return attribute;
    QString name;
    for (qsizetype i = 0; i < attribute.size(); ++i) {
        if (i > 0 && attribute[i] >= u'A' && attribute[i] <= u'Z')
            name += u'_';
        name += attribute[i].toLower();
    }
    return name;
}

template<class IdType>
IdType idOf(const char* kind, const QString& model, const QString& name)
{
    return IdSource::named<IdType>(QStringLiteral("models/%1/").arg(QLatin1String(kind)) + model + u'/' + name);
}

class AttributeReader {
public:
    AttributeReader(JsonTaker& taker, const NamingPolicy& naming, ModelDraft& draft)
        : taker_(taker)
        , naming_(naming)
        , draft_(draft)
    {}

    void read(const QString& name, const JsonPlace& place)
    {
        Column column;
        column.name = columnName(naming_, name);
        column.id = idOf<ColumnId>("column", draft_.table.name, column.name);
        if (place.value->isString()) {
            column.type = type(place);
            draft_.table.columns.push_back(std::move(column));
            return;
        }
        taker_.allow(place,
            {"type", "allowNull", "primaryKey", "autoIncrement", "unique", "defaultValue", "field", "comment",
                "references", "onDelete", "onUpdate"},
            {"validate", "get", "set", "values", "autoIncrementIdentity"});
        column.type = type(place.member("type"));
        const bool primaryKey = taker_.flag(place.member("primaryKey"), false);
        column.nullable = taker_.flag(place.member("allowNull"), true);
        column.autoIncrement = taker_.flag(place.member("autoIncrement"), false);
        if (primaryKey && column.autoIncrement)
            column.nullable = true; // Sequelize writes no NOT NULL at a key that counts by itself
        column.defaultValue = defaultValue(place.member("defaultValue"), column);
        column.comment = taker_.text(place.member("comment"));
        const QString field = taker_.text(place.member("field"));
        if (!field.isEmpty() && field != column.name)
            taker_.fail(place.member("field"),
                message("models.field", "the attribute \"%1\" can't have another name than its column \"%2\"",
                    {name, field}),
                message("models.field.hint", "call the attribute \"%1\"", {field}));
        if (primaryKey) {
            if (!draft_.table.primaryKey)
                draft_.table.primaryKey =
                    model::Key{idOf<KeyId>("primaryKey", draft_.table.name, {}), {}, {}, {}};
            draft_.table.primaryKey->parts.push_back({column.id, false, {}});
        }
        readUnique(column, place.member("unique"));
        readReference(column.id, place);
        draft_.table.columns.push_back(std::move(column));
    }

private:
    DataType type(const JsonPlace& place)
    {
        const QString text = taker_.text(place);
        const std::optional<DataType> known = typeOfSequelize(text);
        if (!known)
            taker_.fail(place, message("models.type", "\"%1\" is no type of a column", {text}),
                message("models.type.hint", "write it as Sequelize does: STRING, INTEGER, DATE …"));
        return known.value_or(DataType());
    }

    DefaultValue defaultValue(const JsonPlace& place, const Column& column)
    {
        using Kind = DefaultValue::Kind;
        if (!place.isGiven())
            return {};
        if (place.value->isString())
            return {Kind::Literal, place.value->string()};
        if (place.value->isNumber())
            return {Kind::Literal, place.value->digits()};
        if (place.value->isBool())
            return {Kind::Literal, place.value->toBool() ? QStringLiteral("true") : QStringLiteral("false")};
        if (const JsonPlace literal = place.member("$literal"); literal.isGiven())
            return {Kind::Expression, taker_.text(literal)};
        const QString word = taker_.text(place.member("$default"));
        if (word == u"NOW")
            return {Kind::Now, {}};
        if (word.startsWith(u"UUID"))
            return {Kind::Uuid, {}};
        taker_.fail(place, message("models.default", "this default of \"%1\" can't be drawn", {column.name}),
            message("models.default.hint",
                "give a value, {\"$literal\": SQL} or {\"$default\": \"NOW\" | \"UUIDV4\"}"));
        return {};
    }

    /// `true`, or a name that several attributes share.
    void readUnique(const Column& column, const JsonPlace& place)
    {
        if (!place.isGiven() || (place.value->isBool() && !place.value->toBool()))
            return;
        const QString group = place.value->isBool() ? QString() : taker_.text(place);
        auto& keys = draft_.table.uniqueKeys;
        if (const auto known = groups_.constFind(group); !group.isEmpty() && known != groups_.cend()) {
            keys[*known].parts.push_back({column.id, false, {}});
            return;
        }
        if (!group.isEmpty())
            groups_.insert(group, keys.size());
        const QString called = group.isEmpty() ? column.name : u'(' + group;
        keys.push_back(
            {idOf<KeyId>("uniqueKey", draft_.table.name, called), group, {{column.id, false, {}}}, {}});
    }

    void readReference(ColumnId column, const JsonPlace& attribute)
    {
        const JsonPlace place = attribute.member("references");
        const auto onDelete = takeAction(taker_, attribute.member("onDelete"));
        const auto onUpdate = takeAction(taker_, attribute.member("onUpdate"));
        if (!place.isGiven())
            return;
        taker_.allow(place, {"model", "key"}, {"deferrable"});
        const JsonPlace target = place.member("model");
        const QString table = target.isGiven() && target.value->isObject()
                                  ? taker_.text(target.member("$model"))
                                  : taker_.text(target);
        draft_.attributeKeys.push_back(
            {column, table, taker_.text(place.member("key")), onDelete, onUpdate, place});
    }

    JsonTaker& taker_;
    const NamingPolicy& naming_;
    ModelDraft& draft_;
    QHash<QString, std::size_t> groups_; ///< position of the unique key of each name
};

void takeIndexes(JsonTaker& taker, const JsonPlace& place, ModelDraft& draft, const NamingPolicy& naming)
{
    const std::size_t count = taker.items(place).size();
    for (std::size_t i = 0; i < count && taker.ok(); ++i) {
        const JsonPlace at = place.item(i);
        taker.allow(
            at, {"fields", "unique", "name"}, {"where", "using", "type", "operator", "concurrently", "method"});
        model::Index index;
        index.id = idOf<IndexId>("index", draft.table.name, QString::number(i));
        index.name = taker.text(at.member("name"));
        index.unique = taker.flag(at.member("unique"), false);
        const QStringList fields = taker.texts(at.member("fields"));
        if (fields.isEmpty())
            taker.fail(at, message("models.index", "an index needs its fields"));
        for (const QString& field : fields) {
            const Column* column = draft.table.columnNamed(columnName(naming, field));
            if (!column) {
                taker.fail(at.member("fields"), message("models.indexField", "\"%1\" is no attribute of \"%2\"",
                                                    {field, draft.table.name}));
                return;
            }
            index.parts.push_back({column->id, false, {}});
        }
        draft.table.indexes.push_back(std::move(index));
    }
}

} // namespace

ModelDraft* ModelDrafts::find(const QString& name)
{
    const auto it = positions.constFind(name);
    return it == positions.cend() ? nullptr : &drafts[*it];
}

const ModelDraft* ModelDrafts::find(const QString& name) const
{
    const auto it = positions.constFind(name);
    return it == positions.cend() ? nullptr : &drafts[*it];
}

QStringList ModelDrafts::keyOf(const QString& model, const QString& asked) const
{
    if (!asked.isEmpty())
        return {asked};
    const model::Table& table = find(model)->table;
    if (!table.primaryKey)
        return {QStringLiteral("id")};
    QStringList names;
    for (const model::KeyPart& part : table.primaryKey->parts)
        names.append(table.column(std::get<ColumnId>(part.what))->name);
    return names;
}

QString ModelDrafts::keyName(const QString& modelOrRole, const QString& key) const
{
    return model::foreignKeyName(naming, modelOrRole, key);
}

ModelDraft& ModelDrafts::add(const QString& name)
{
    positions.insert(name, drafts.size());
    ModelDraft& draft = drafts.emplace_back();
    draft.table.id = IdSource::named<TableId>(QStringLiteral("models/table/") + name);
    draft.table.name = name;
    draft.singular = model::singularName(naming, name);
    draft.plural = model::pluralName(naming, name);
    return draft;
}

void addTimestamps(model::Table& table, const NamingPolicy& naming)
{
    for (const QString& name : {QStringLiteral("createdAt"), QStringLiteral("updatedAt")}) {
        Column column;
        column.name = columnName(naming, name);
        if (table.columnNamed(column.name))
            continue;
        column.id = idOf<ColumnId>("column", table.name, column.name);
        column.type = DataType::of(TypeKind::TimestampTz);
        column.nullable = false;
        column.defaultValue.kind = DefaultValue::Kind::Now;
        table.columns.push_back(std::move(column));
    }
}

std::optional<Action> takeAction(JsonTaker& taker, const JsonPlace& place)
{
    static const QMap<QString, Action> actions{{"NO ACTION", Action::NoAction}, {"RESTRICT", Action::Restrict},
        {"CASCADE", Action::Cascade}, {"SET NULL", Action::SetNull}, {"SET DEFAULT", Action::SetDefault}};
    if (!place.isGiven())
        return std::nullopt;
    const QString word = taker.text(place);
    const auto it = actions.constFind(word.toUpper());
    if (it != actions.cend())
        return *it;
    taker.fail(place, message("models.action", "\"%1\" is no action of a foreign key", {word}),
        didYouMean(word, actions.keys()));
    return std::nullopt;
}

ModelDrafts takeModels(JsonTaker& taker, const JsonPlace& options, const JsonPlace& models)
{
    ModelDrafts all;
    taker.allow(options, {"define"});
    const JsonPlace define = options.member("define");
    const QStringList unsupported{"paranoid", "hooks", "scopes", "defaultScope", "validate", "version",
        "createdAt", "updatedAt", "deletedAt"};
    taker.allow(define, {"timestamps", "underscored", "freezeTableName"}, unsupported);
    all.timestamps = taker.flag(define.member("timestamps"), true);
    all.naming.underscored = taker.flag(define.member("underscored"), false);
    all.naming.pluralTables = !taker.flag(define.member("freezeTableName"), false);

    const std::size_t count = taker.items(models).size();
    for (std::size_t i = 0; i < count && taker.ok(); ++i) {
        const JsonPlace place = models.item(i);
        taker.allow(place, {"name", "attributes", "options"});
        const QString name = taker.text(place.member("name"));
        if (name.isEmpty()) {
            taker.fail(place, message("models.noName", "a model needs a name"));
            break;
        }
        if (all.find(name)) {
            taker.fail(place, message("models.twice", "the model \"%1\" is defined twice", {name}));
            break;
        }
        ModelDraft& draft = all.add(name);
        const JsonPlace own = place.member("options");
        taker.allow(own,
            {"timestamps", "underscored", "freezeTableName", "tableName", "schema", "name", "indexes",
                "comment"},
            unsupported);
        if (taker.flag(own.member("underscored"), all.naming.underscored) != all.naming.underscored)
            taker.fail(own.member("underscored"),
                message("models.underscored", "\"%1\" names its columns unlike the other models", {name}),
                message("models.underscored.hint", "set underscored once, in sequelizeOptions.define"));
        AttributeReader attributes(taker, all.naming, draft);
        for (const auto& [attribute, value] : taker.members(place.member("attributes")))
            attributes.read(attribute, place.member("attributes").member(attribute));
        if (taker.flag(own.member("timestamps"), all.timestamps))
            addTimestamps(draft.table, all.naming);
        if (taker.flag(own.member("freezeTableName"), false))
            draft.table.sqlName = name;
        if (const QString table = taker.text(own.member("tableName")); !table.isEmpty())
            draft.table.sqlName = table;
        draft.table.sqlSchema = taker.text(own.member("schema"));
        draft.table.comment = taker.text(own.member("comment"));
        if (const JsonPlace names = own.member("name"); names.isGiven()) {
            taker.allow(names, {"singular", "plural"});
            draft.ownNames = true;
            if (const QString singular = taker.text(names.member("singular")); !singular.isEmpty())
                draft.singular = singular;
            if (const QString plural = taker.text(names.member("plural")); !plural.isEmpty())
                draft.plural = plural;
        }
        takeIndexes(taker, own.member("indexes"), draft, all.naming);
    }
    return all;
}

} // namespace conjoin::orm
