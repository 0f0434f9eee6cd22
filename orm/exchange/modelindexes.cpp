// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/exchange/modelindexes.h"

#include "orm/dialect/dialect.h"

namespace conjoin::orm {

using model::Column;

namespace {

/// What Sequelize calls an index that has no name: the table and its fields, underscored.
QString indexName(const QString& table, const QStringList& fields)
{
    return underscoredName(table + u'_' + fields.join(u'_'));
}

class IndexReader {
public:
    IndexReader(JsonTaker& taker, ModelDraft& draft)
        : taker_(taker)
        , draft_(draft)
    {}

    model::Index read(const JsonPlace& place, const QString& table)
    {
        taker_.allow(place, {"fields", "unique", "name", "using", "method", "type", "operator", "where"},
            {"concurrently", "parser"});
        model::Index index;
        index.name = taker_.text(place.member("name"));
        index.unique = taker_.flag(place.member("unique"), false);
        const QString kind = taker_.text(place.member("type"));
        if (kind.compare(u"UNIQUE", Qt::CaseInsensitive) == 0)
            index.unique = true;
        else if (!kind.isEmpty())
            index.method = kind.toUpper(); // FULLTEXT, SPATIAL
        for (const char* key : {"using", "method"}) {
            if (place.member(key).isGiven())
                index.method = taker_.text(place.member(key)).toLower();
        }
        operators_ = taker_.text(place.member("operator"));
        QStringList fields;
        const JsonPlace list = place.member("fields");
        const std::size_t count = taker_.items(list).size();
        if (count == 0)
            taker_.fail(place, message("models.index", "an index needs its fields"));
        for (std::size_t i = 0; i < count && taker_.ok(); ++i) {
            auto [field, part] = readField(list.item(i));
            fields.append(field);
            index.parts.push_back(std::move(part));
        }
        if (index.name.isEmpty())
            index.name = indexName(table, fields);
        index.where = condition(place.member("where"));
        return index;
    }

private:
    /// A name, or `{name, order, length, collate, operator}`.
    std::pair<QString, model::KeyPart> readField(const JsonPlace& place)
    {
        model::KeyPart part;
        QString field;
        part.operatorClass = operators_;
        if (place.isGiven() && place.value->isObject()) {
            taker_.allow(place, {"name", "attribute", "order", "length", "collate", "operator"});
            field = taker_.text(place.member(place.member("name").isGiven() ? "name" : "attribute"));
            part.descending = taker_.text(place.member("order")).compare(u"DESC", Qt::CaseInsensitive) == 0;
            part.collation = taker_.text(place.member("collate"));
            if (place.member("operator").isGiven())
                part.operatorClass = taker_.text(place.member("operator"));
            if (const JsonPlace length = place.member("length"); length.isGiven())
                part.length = length.value->isNumber() ? length.value->digits().toInt() : 0;
        } else {
            field = taker_.text(place);
        }
        const Dialect& sqlite = **dialectNamed(QStringLiteral("sqlite"));
        if (const Column* column = ownColumn(field))
            part.what = column->id;
        else if (draft_.derivedColumns.contains(field))
            part.what = sqlite.quoted(field); // see rule 24 of derive.h
        else if (draft_.derivedColumns.contains(underscoredName(field)))
            part.what = sqlite.quoted(underscoredName(field));
        else
            refuse(field, place);
        return {field, std::move(part)};
    }

    /// Sequelize takes the column's name here; the attribute's is understood too.
    const Column* ownColumn(const QString& field) const
    {
        const Column* column = draft_.table.columnNamed(field);
        return column ? column : draft_.attributeNamed(field);
    }

    void refuse(const QString& field, const JsonPlace& place)
    {
        QStringList names = draft_.derivedColumns;
        for (const Column& column : draft_.table.columns)
            names << column.name;
        taker_.fail(place,
            message("models.indexField", "\"%1\" is no attribute of \"%2\"", {field, draft_.table.name}),
            didYouMean(field, names));
    }

    /// `{attribute: value}` of a partial index, in SQLite's words, as all SQL of a drawing of models.
    QString condition(const JsonPlace& place)
    {
        QStringList terms;
        for (const auto& [attribute, value] : taker_.members(place)) {
            const JsonPlace at = place.member(attribute);
            const Column* column = ownColumn(attribute);
            if (!column) {
                refuse(attribute, at);
                return {};
            }
            terms.append(term(*column, at));
        }
        return terms.join(QStringLiteral(" AND "));
    }

    QString term(const Column& column, const JsonPlace& place, bool isEqual = true)
    {
        const Dialect& sqlite = **dialectNamed(QStringLiteral("sqlite"));
        const QString name = sqlite.identifier(column.name);
        const QString sign = isEqual ? QStringLiteral(" = ") : QStringLiteral(" <> ");
        const Json& value = *place.value;
        if (value.isNull())
            return name + (isEqual ? QStringLiteral(" IS NULL") : QStringLiteral(" IS NOT NULL"));
        if (value.isBool())
            return name + sign + (value.toBool() ? u'1' : u'0');
        if (value.isNumber())
            return name + sign + value.digits();
        if (value.isString())
            return name + sign + sqlite.textLiteral(value.string());
        const JsonPlace other = place.member("$ne");
        if (isEqual && value.isObject() && value.members().size() == 1 && other.value)
            return term(column, other, false);
        taker_.fail(place, message("models.indexWhere", "this condition of an index can't be drawn"),
            message("models.indexWhere.hint",
                "give a value, null or {\"$ne\": value}; write others at the index of the project"));
        return {};
    }

    JsonTaker& taker_;
    ModelDraft& draft_;
    QString operators_; ///< of all fields that say no other
};

} // namespace

void takeIndexes(JsonTaker& taker, ModelDrafts& models)
{
    for (ModelDraft& draft : models.drafts) {
        const QString table = draft.table.sqlName.isEmpty()
                                  ? model::tableNameFor(models.naming, draft.table.name)
                                  : draft.table.sqlName;
        const std::size_t count = taker.items(draft.indexes).size();
        for (std::size_t i = 0; i < count && taker.ok(); ++i) {
            model::Index index = IndexReader(taker, draft).read(draft.indexes.item(i), table);
            index.id = IdSource::named<IndexId>(
                QStringLiteral("models/index/") + draft.table.name + u'/' + QString::number(i));
            draft.table.indexes.push_back(std::move(index));
        }
    }
}

} // namespace conjoin::orm
