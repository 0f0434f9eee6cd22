// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltables.h"

#include "orm/exchange/modeltypes.h"

#include <QMap>
#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm {

using model::Action;
using model::Column;
using model::DataType;
using model::DefaultValue;
using model::NamingPolicy;
using model::TypeKind;

namespace {

template<class IdType>
IdType idOf(const char* kind, const QString& model, const QString& name)
{
    return IdSource::named<IdType>(QStringLiteral("models/%1/").arg(QLatin1String(kind)) + model + u'/' + name);
}

class AttributeReader {
public:
    AttributeReader(JsonTaker& taker, ModelDraft& draft)
        : taker_(taker)
        , draft_(draft)
    {}

    void read(const QString& name, const JsonPlace& place)
    {
        const JsonPlace typePlace = place.value->isString() ? place : place.member("type");
        if (typePlace.isGiven() && typePlace.value->isString() && isVirtualType(typePlace.value->string())) {
            taker_.note(
                place, message("models.virtual", "\"%1\" is computed by the program and no column", {name}));
            return;
        }
        Column column;
        if (!place.value->isString())
            column.name = taker_.text(place.member("field"));
        if (column.name.isEmpty())
            column.name = draft_.options.underscored ? underscoredName(name) : name;
        if (column.name != name)
            column.attribute = name;
        column.id = idOf<ColumnId>("column", draft_.table.name, column.name);
        if (place.value->isString()) {
            setType(column, place);
            draft_.table.columns.push_back(std::move(column));
            return;
        }
        taker_.allow(place,
            {"type", "allowNull", "primaryKey", "autoIncrement", "unique", "defaultValue", "field", "comment",
                "references", "onDelete", "onUpdate", "autoIncrementIdentity", "values"},
            {"validate", "get", "set"});
        setType(column, typePlace, place.member("values"));
        if (taker_.flag(place.member("autoIncrementIdentity"), false))
            column.identity = model::Identity::ByDefault;
        const bool primaryKey = taker_.flag(place.member("primaryKey"), false);
        column.nullable = taker_.flag(place.member("allowNull"), true);
        column.autoIncrement = taker_.flag(place.member("autoIncrement"), false);
        if (primaryKey && column.autoIncrement)
            column.nullable = true; // Sequelize writes no NOT NULL at a key that counts by itself
        column.defaultValue = defaultValue(place.member("defaultValue"), column);
        column.comment = taker_.text(place.member("comment"));
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
    void setType(Column& column, const JsonPlace& place, const JsonPlace& values = {})
    {
        const QString text = taker_.text(place);
        const std::optional<DataType> known = typeOfSequelize(text);
        if (!known) {
            static const QRegularExpression word(QStringLiteral("^[A-Za-z0-9 ]+"));
            const Message near = didYouMean(word.match(text).captured().trimmed().toUpper(), sequelizeTypes());
            const Message usual =
                message("models.type.hint", "write it as Sequelize does: STRING, INTEGER, DATE …");
            taker_.fail(place, message("models.type", "\"%1\" is no type of a column", {text}),
                near.isEmpty() ? usual : near);
            return;
        }
        column.type = *known;
        if (values.isGiven())
            column.type.values = taker_.texts(values);
        if (column.type.kind == TypeKind::Enum && column.type.values.isEmpty())
            taker_.fail(place, message("models.enum", "the values of \"%1\" are not given", {column.name}),
                message("models.enum.hint", "write them as ENUM('a', 'b'), or as \"values\": [\"a\", \"b\"]"));
        if (column.type == DataType::verbatim(QStringLiteral("CITEXT")))
            column.collation = QStringLiteral("NOCASE"); // what SQLite has for it; see translate.cpp
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
            return {Kind::Now, {}, false}; // as Sequelize does: the database knows of no default
        if (word.startsWith(u"UUID"))
            return {Kind::Uuid, {}, false};
        taker_.fail(place, message("models.default", "this default of \"%1\" can't be drawn", {column.name}),
            message("models.default.hint",
                "give a value, {\"$literal\": SQL} or {\"$default\": \"NOW\" | \"UUIDV4\"}"));
        return {};
    }

    /// `true`, a name that several attributes share, or `{name, msg}`.
    void readUnique(const Column& column, const JsonPlace& place)
    {
        if (!place.isGiven() || (place.value->isBool() && !place.value->toBool()))
            return;
        if (place.value->isObject())
            taker_.allow(place, {"name"}, {"msg", "args"});
        const QString group = place.value->isBool()     ? QString()
                              : place.value->isObject() ? taker_.text(place.member("name"))
                                                        : taker_.text(place);
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
        keys.back().nameYields = !group.isEmpty(); // to PostgreSQL Sequelize says no name
    }

    void readReference(ColumnId column, const JsonPlace& attribute)
    {
        const JsonPlace place = attribute.member("references");
        const auto onDelete = takeAction(taker_, attribute.member("onDelete"));
        const auto onUpdate = takeAction(taker_, attribute.member("onUpdate"));
        if (!place.isGiven()) {
            if (onDelete || onUpdate)
                draft_.attributeKeys.push_back({column, {}, {}, onDelete, onUpdate, {}, attribute});
            return;
        }
        taker_.allow(place, {"model", "key", "deferrable"});
        const JsonPlace target = place.member("model");
        QString table;
        if (target.isGiven() && target.value->isObject()) {
            taker_.allow(target, {"$model", "tableName", "schema"});
            table = taker_.text(target.member(target.member("$model").isGiven() ? "$model" : "tableName"));
        } else {
            table = taker_.text(target);
        }
        draft_.attributeKeys.push_back({column, table, taker_.text(place.member("key")), onDelete, onUpdate,
            takeDeferrable(place.member("deferrable")), place});
    }

    model::Deferrable takeDeferrable(const JsonPlace& place)
    {
        static const QMap<QString, model::Deferrable> words{{"NOT", model::Deferrable::No},
            {"INITIALLY_IMMEDIATE", model::Deferrable::InitiallyImmediate},
            {"INITIALLY_DEFERRED", model::Deferrable::InitiallyDeferred}};
        const QString word = taker_.text(place);
        if (!word.isEmpty() && !words.contains(word))
            taker_.fail(place, message("models.deferrable", "\"%1\" is no way to defer a foreign key", {word}),
                didYouMean(word, words.keys()));
        return words.value(word, model::Deferrable::No);
    }

    JsonTaker& taker_;
    ModelDraft& draft_;
    QHash<QString, std::size_t> groups_; ///< position of the unique key of each name
};

} // namespace

QString underscoredName(const QString& attribute)
{
    QString name;
    for (qsizetype i = 0; i < attribute.size(); ++i) {
        const bool wordBegins = i > 0 && attribute[i] >= u'A' && attribute[i] <= u'Z';
        if (wordBegins && attribute[i - 1] != u'_')
            name += u'_';
        name += attribute[i].toLower();
    }
    return name;
}

const Column* ModelDraft::attributeNamed(const QString& attribute) const
{
    const auto named = [&](const Column& column) {
        return column.attribute.isEmpty() ? column.name == attribute : column.attribute == attribute;
    };
    const auto it = std::ranges::find_if(table.columns, named);
    return it == table.columns.end() ? nullptr : &*it;
}

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

QString ModelDrafts::attributeOf(const QString& model, const QString& column) const
{
    const Column* own = find(model)->table.columnNamed(column);
    return own && !own->attribute.isEmpty() ? *own->attribute : column;
}

QString ModelDrafts::keyAttribute(const QString& modelOrRole, const QString& key) const
{
    return model::foreignKeyName(model::attributeNaming(naming), modelOrRole, key);
}

QString ModelDrafts::columnFor(const ModelDraft& owner, const QString& attribute) const
{
    if (const Column* own = owner.attributeNamed(attribute))
        return own->name;
    return owner.options.underscored ? underscoredName(attribute) : attribute;
}

ModelDraft& ModelDrafts::add(const QString& name, const ModelOptions& own)
{
    positions.insert(name, drafts.size());
    ModelDraft& draft = drafts.emplace_back();
    draft.table.id = IdSource::named<TableId>(QStringLiteral("models/table/") + name);
    draft.table.name = name;
    draft.singular = model::singularName(naming, name);
    draft.plural = model::pluralName(naming, name);
    draft.options = own;
    draft.table.sqlSchema = own.schema;
    return draft;
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

namespace {

/// What the models all say the same of is what the document says; `define` may be silent then.
void agreeOnUnderscored(JsonTaker& taker, const JsonPlace& models, ModelOptions& options)
{
    const std::size_t count = taker.items(models).size();
    bool all = count > 0;
    for (std::size_t i = 0; i < count && all; ++i)
        all = taker.flag(models.item(i).member("options").member("underscored"), options.underscored);
    options.underscored = options.underscored || all;
}

void takeModel(JsonTaker& taker, const JsonPlace& place, ModelDrafts& all)
{
    taker.allow(place, {"name", "attributes", "options"});
    const QString name = taker.text(place.member("name"));
    if (name.isEmpty())
        return taker.fail(place, message("models.noName", "a model needs a name"));
    if (all.find(name))
        return taker.fail(place, message("models.twice", "the model \"%1\" is defined twice", {name}));
    const JsonPlace own = place.member("options");
    ModelDraft& draft =
        all.add(name, takeModelOptions(taker, own, all.options, {"tableName", "name", "indexes", "comment"}));
    AttributeReader attributes(taker, draft);
    for (const auto& [attribute, value] : taker.members(place.member("attributes")))
        attributes.read(attribute, place.member("attributes").member(attribute));
    all.addTimes(taker, draft, own);
    draft.table.sqlName = taker.text(own.member("tableName"));
    if (draft.table.sqlName.isEmpty()) {
        const QString table = model::tableNameFor(draft.options.namingAfter(all.naming), name);
        if (table != model::tableNameFor(all.naming, name))
            draft.table.sqlName = table;
    }
    draft.table.comment = taker.text(own.member("comment"));
    if (const JsonPlace names = own.member("name"); names.isGiven()) {
        taker.allow(names, {"singular", "plural"});
        draft.ownNames = true;
        if (const QString singular = taker.text(names.member("singular")); !singular.isEmpty())
            draft.singular = singular;
        if (const QString plural = taker.text(names.member("plural")); !plural.isEmpty())
            draft.plural = plural;
    }
    draft.indexes = own.member("indexes");
}

} // namespace

void ModelDrafts::addTimes(JsonTaker& taker, ModelDraft& draft, const JsonPlace& place) const
{
    const QStringList wanted = draft.options.times();
    ModelOptions usual = options;
    usual.timestamps = true;
    usual.paranoid = draft.options.paranoid;
    const bool deletes = draft.options.paranoid && wanted.contains(draft.options.deletedAt);
    // Called as all are, derivation knows them, also where their columns are spelt in another way.
    const bool isUsual = wanted == usual.times() && wanted.size() == (deletes ? 3 : 2);
    draft.table.timestamps = isUsual;
    draft.table.softDelete = isUsual && deletes;
    if (isUsual && draft.options.underscored == options.underscored) {
        for (const QString& attribute : wanted)
            draft.derivedColumns << (draft.options.underscored ? underscoredName(attribute) : attribute);
        return;
    }
    for (const QString& attribute : wanted) {
        Column column;
        column.name = draft.options.underscored ? underscoredName(attribute) : attribute;
        column.attribute = column.name == attribute ? QString() : attribute;
        if (draft.attributeNamed(attribute) || draft.table.columnNamed(column.name))
            continue;
        column.id = idOf<ColumnId>("column", draft.table.name, column.name);
        column.type = DataType::of(TypeKind::TimestampTz);
        column.nullable = attribute == draft.options.deletedAt;
        if (!column.nullable)
            column.defaultValue = {DefaultValue::Kind::Now, {}, false};
        draft.table.columns.push_back(std::move(column));
    }
    const bool isTouched = wanted.contains(draft.options.updatedAt) || deletes;
    if (!isUsual && isTouched)
        taker.note(place, message("models.times",
                              "\"%1\" has time stamps of its own names: they are filled in when a row is made, "
                              "and left alone "
                              "after that",
                              {draft.table.name}));
}

ModelDrafts takeModels(JsonTaker& taker, const JsonPlace& options, const JsonPlace& models)
{
    ModelDrafts all;
    checkSequelizeOptions(taker, options);
    all.options = takeModelOptions(taker, options.member("define"), {});
    all.junctionTimestamps = taker.flag(options.member("timestamps"), all.options.timestamps);
    agreeOnUnderscored(taker, models, all.options);
    all.naming = all.options.namingAfter(all.naming);
    const ModelOptions usual;
    const auto call = [&](model::NameKind kind, const QString& name, const QString& otherwise) {
        if (!name.isEmpty() && name != otherwise)
            all.naming.patterns.insert(kind, name);
    };
    call(model::NameKind::CreatedAt, all.options.createdAt, usual.createdAt);
    call(model::NameKind::UpdatedAt, all.options.updatedAt, usual.updatedAt);
    call(model::NameKind::DeletedAt, all.options.deletedAt, usual.deletedAt);
    const std::size_t count = taker.items(models).size();
    for (std::size_t i = 0; i < count && taker.ok(); ++i)
        takeModel(taker, models.item(i), all);
    return all;
}

} // namespace conjoin::orm
