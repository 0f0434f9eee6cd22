// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modeltables.h"

#include "orm/exchange/modeltypes.h"

#include <QMap>

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
        Column column;
        if (!place.value->isString())
            column.name = taker_.text(place.member("field"));
        if (column.name.isEmpty())
            column.name = draft_.underscored ? underscoredName(name) : name;
        if (column.name != name)
            column.attribute = name;
        column.id = idOf<ColumnId>("column", draft_.table.name, column.name);
        if (place.value->isString()) {
            column.type = type(place);
            draft_.table.columns.push_back(std::move(column));
            return;
        }
        taker_.allow(place,
            {"type", "allowNull", "primaryKey", "autoIncrement", "unique", "defaultValue", "field", "comment",
                "references", "onDelete", "onUpdate", "autoIncrementIdentity", "values"},
            {"validate", "get", "set"});
        column.type = type(place.member("type"));
        if (const JsonPlace values = place.member("values"); values.isGiven())
            column.type.values = taker_.texts(values);
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
            return {Kind::Now, {}, false}; // as Sequelize does: the database knows of no default
        if (word.startsWith(u"UUID"))
            return {Kind::Uuid, {}, false};
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
        taker_.allow(place, {"model", "key", "deferrable"});
        const JsonPlace target = place.member("model");
        const QString table = target.isGiven() && target.value->isObject()
                                  ? taker_.text(target.member("$model"))
                                  : taker_.text(target);
        draft_.attributeKeys.push_back(
            {column, table, taker_.text(place.member("key")), onDelete, onUpdate, place});
    }

    JsonTaker& taker_;
    ModelDraft& draft_;
    QHash<QString, std::size_t> groups_; ///< position of the unique key of each name
};

/// What Sequelize calls an index that has no name: the table and its fields, underscored.
QString indexName(const QString& table, const QStringList& fields)
{
    return underscoredName(table + u'_' + fields.join(u'_'));
}

void takeIndexes(JsonTaker& taker, const JsonPlace& place, ModelDraft& draft, const NamingPolicy& naming)
{
    const QString table =
        draft.table.sqlName.isEmpty() ? model::tableNameFor(naming, draft.table.name) : draft.table.sqlName;
    const std::size_t count = taker.items(place).size();
    for (std::size_t i = 0; i < count && taker.ok(); ++i) {
        const JsonPlace at = place.item(i);
        taker.allow(at, {"fields", "unique", "name", "using", "method", "type", "operator"}, {"concurrently"});
        model::Index index;
        index.id = idOf<IndexId>("index", draft.table.name, QString::number(i));
        index.name = taker.text(at.member("name"));
        index.unique = taker.flag(at.member("unique"), false);
        const QString kind = taker.text(at.member("type"));
        if (kind.compare(u"UNIQUE", Qt::CaseInsensitive) == 0)
            index.unique = true;
        for (const char* key : {"using", "method"}) {
            if (at.member(key).isGiven())
                index.method = taker.text(at.member(key)).toLower();
        }
        if (!kind.isEmpty() && !index.unique)
            index.method = kind.toUpper(); // FULLTEXT, SPATIAL
        const QString operators = taker.text(at.member("operator"));
        const QStringList fields = taker.texts(at.member("fields"));
        if (fields.isEmpty())
            taker.fail(at, message("models.index", "an index needs its fields"));
        for (const QString& field : fields) {
            const Column* column = draft.attributeNamed(field);
            if (!column) {
                taker.fail(at.member("fields"), message("models.indexField", "\"%1\" is no attribute of \"%2\"",
                                                    {field, draft.table.name}));
                return;
            }
            index.parts.push_back({column->id, false, {}});
            index.parts.back().operatorClass = operators;
        }
        if (index.name.isEmpty())
            index.name = indexName(table, fields);
        draft.table.indexes.push_back(std::move(index));
    }
}

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
    draft.underscored = underscored;
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

ModelDrafts takeModels(JsonTaker& taker, const JsonPlace& options, const JsonPlace& models)
{
    ModelDrafts all;
    taker.allow(options, {"define"});
    const JsonPlace define = options.member("define");
    const QStringList unsaid{"hooks", "scopes", "defaultScope", "validate"};
    taker.allow(define, {"timestamps", "underscored", "freezeTableName", "paranoid"}, unsaid);
    all.timestamps = taker.flag(define.member("timestamps"), true);
    const bool paranoid = taker.flag(define.member("paranoid"), false);
    all.underscored = taker.flag(define.member("underscored"), false);
    const auto letterCaseOf = [](bool underscored) {
        return underscored ? model::LetterCase::Underscored : model::LetterCase::AsDrawn;
    };
    all.naming.letterCase = letterCaseOf(all.underscored);
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
                "comment", "paranoid"},
            unsaid);
        draft.underscored = taker.flag(own.member("underscored"), all.underscored);
        AttributeReader attributes(taker, draft);
        for (const auto& [attribute, value] : taker.members(place.member("attributes")))
            attributes.read(attribute, place.member("attributes").member(attribute));
        draft.table.timestamps = taker.flag(own.member("timestamps"), all.timestamps);
        // Without timestamps Sequelize has no soft deletion either.
        draft.table.softDelete = draft.table.timestamps && taker.flag(own.member("paranoid"), paranoid);
        if (taker.flag(own.member("freezeTableName"), false))
            draft.table.sqlName = name;
        if (const QString table = taker.text(own.member("tableName")); !table.isEmpty())
            draft.table.sqlName = table;
        if (draft.underscored != all.underscored && draft.table.sqlName.isEmpty()) {
            model::NamingPolicy naming = all.naming;
            naming.letterCase = letterCaseOf(draft.underscored);
            draft.table.sqlName = model::tableNameFor(naming, name);
        }
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
