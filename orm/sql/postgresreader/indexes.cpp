// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/dialect/postgrestext.h"
#include "orm/dialect/postgrestypes.h"
#include "orm/sql/postgresreader/catalogtext.h"

#include <algorithm>

namespace conjoin::sql::pgreader {

using orm::postgres::reparsable;

void PostgresReader::readIndexes()
{
    for (const std::vector<Value>& values : catalog_.indexes.rows) {
        const CatalogRow row(values);
        const qint64 owner = row.number(1);
        partOf_.insert({QStringLiteral("pg_class"), row.number(0)}, owner);
        if (!row.isNull(18)) {
            addWholeIndex(row);
            continue;
        }
        const auto it = byClass_.constFind(owner);
        if (it == byClass_.cend())
            continue;
        TableDraft& draft = drafts_[*it];
        const std::vector<qint64> numbers = row.numbers(6);
        const auto keyParts = std::size_t(row.number(5));
        const QStringList include = columnNames(
            draft, {numbers.begin() + std::ptrdiff_t(std::min(keyParts, numbers.size())), numbers.end()});
        const QString options = withClause(optionList(row.texts(14), {}));
        addIndexSettings(draft, row);
        if (const auto key = keyIndexes_.constFind(row.number(0)); key != keyIndexes_.cend()) {
            completeKey(*key, row, include, options);
            continue;
        }
        PhysicalIndex index;
        index.name = row.text(2);
        index.unique = row.flag(4);
        index.parts = parts(draft, row, keyParts);
        index.where = conditionOf(row.text(12));
        index.method = row.text(3) == u"btree" ? QString() : row.text(3);
        index.include = include;
        index.nullsNotDistinct = row.flag(13);
        index.options = options;
        index.comment = row.text(15);
        draft.table.indexes.push_back(std::move(index));
    }
}

/// Of a materialized view, which is no table of the model; or of a partitioned table alone, whose partitions
/// would all get one if it were made before them.
void PostgresReader::addWholeIndex(const CatalogRow& row)
{
    const auto owner = classes_.constFind(row.number(1));
    if (owner == classes_.cend())
        return;
    const auto [schema, table] = nameOf(*owner);
    QString sql = reparsable(row.text(18));
    for (const QStringList& attached : row.table(20))
        sql += QStringLiteral(";\nALTER INDEX %1 ATTACH PARTITION %2")
                   .arg(sqlName(schema, row.text(2)), sqlName(schemaOf(attached[0]), attached[1]));
    if (!row.isNull(15))
        sql += QStringLiteral(";\nCOMMENT ON INDEX %1 IS %2")
                   .arg(sqlName(schema, row.text(2)), dialect_.textLiteral(row.text(15)));
    for (const QString& statement : statisticsOf(schema, row))
        sql += QStringLiteral(";\n") + statement;
    if (row.flag(16))
        sql += QStringLiteral(";\nALTER MATERIALIZED VIEW %1 CLUSTER ON %2")
                   .arg(sqlName(schema, table), dialect_.identifier(row.text(2)));
    PhysicalVerbatim& verbatim = addVerbatim(Kind::Other, schema, row.text(2), sql);
    verbatim.table = owner->key;
    for (const TableDraft& draft : drafts_) {
        if (draft.isPartition && draft.parentKey == owner->key)
            verbatim.dependsOn.append(model::objectKey(draft.table.schema, draft.table.name));
    }
}

void PostgresReader::addIndexSettings(const TableDraft& draft, const CatalogRow& row)
{
    const QString head = QStringLiteral("ALTER TABLE %1 ").arg(sqlName(draft.table.schema, draft.table.name));
    const QString index = dialect_.identifier(row.text(2));
    const auto add = [&](const QString& what, const QString& sql) {
        addVerbatim(Kind::Other, draft.table.schema, what, sql).table =
            model::objectKey(draft.table.schema, draft.table.name);
    };
    if (row.flag(16))
        add(QStringLiteral("cluster"), head + QStringLiteral("CLUSTER ON ") + index);
    if (row.flag(17))
        add(QStringLiteral("replica identity"), head + QStringLiteral("REPLICA IDENTITY USING INDEX ") + index);
    if (const QStringList statistics = statisticsOf(draft.table.schema, row); !statistics.isEmpty())
        add(row.text(2) + QStringLiteral(" statistics"), statistics.join(QStringLiteral(";\n")));
    // That of the index; its constraint has one of its own.
    if (keyIndexes_.contains(row.number(0)) && !row.isNull(15))
        add(QStringLiteral("comment on index ") + row.text(2),
            QStringLiteral("COMMENT ON INDEX %1 IS %2")
                .arg(sqlName(draft.table.schema, row.text(2)), dialect_.textLiteral(row.text(15))));
}

/// How closely the expressions of an index are looked at, part by part.
QStringList PostgresReader::statisticsOf(const QString& schema, const CatalogRow& row) const
{
    QStringList statements;
    for (const QStringList& target : row.table(19))
        statements.append(QStringLiteral("ALTER INDEX %1 ALTER COLUMN %2 SET STATISTICS %3")
                              .arg(sqlName(schema, row.text(2)), target[0], target[1]));
    return statements;
}

void PostgresReader::completeKey(
    const KeyPlace& place, const CatalogRow& row, const QStringList& include, const QString& options)
{
    if (place.table >= drafts_.size())
        return; // of an exclusion
    PhysicalTable& table = drafts_[place.table].table;
    PhysicalKey& key = place.key == primaryKeyPosition ? *table.primaryKey : table.uniqueKeys[place.key];
    key.include = include;
    key.options = options;
    key.nullsNotDistinct = row.flag(13);
}

std::vector<PhysicalKeyPart> PostgresReader::parts(
    const TableDraft& draft, const CatalogRow& row, std::size_t count) const
{
    const std::vector<qint64> numbers = row.numbers(6);
    const std::vector<qint64> flags = row.numbers(7);
    const QStringList columns = columnNames(draft, numbers);
    const QStringList expressions = row.texts(8);
    const std::vector<qint64> classes = row.numbers(9);
    const QStringList classOptions = row.texts(10);
    const std::vector<qint64> collations = row.numbers(11);
    std::vector<PhysicalKeyPart> result;
    for (std::size_t i = 0; i < count && i < numbers.size(); ++i) {
        PhysicalKeyPart& part = result.emplace_back();
        if (numbers[i] != 0)
            part.column = columns[qsizetype(i)];
        else
            part.expression = reparsable(expressions.value(qsizetype(i)));
        const auto [name, usual] = operatorClasses_.value(i < classes.size() ? classes[i] : 0);
        const QString options = classOptions.value(qsizetype(i));
        if (!usual || !options.isEmpty())
            part.operatorClass = name;
        if (!options.isEmpty())
            part.operatorClass += QStringLiteral(" (") + options + u')';
        constexpr qint64 defaultCollation = 100;
        const auto own = draft.collations.find(int(numbers[i]));
        const qint64 expected =
            numbers[i] != 0 && own != draft.collations.end() ? own->second : defaultCollation;
        const qint64 collation = i < collations.size() ? collations[i] : 0;
        if (collation != 0 && collation != expected)
            part.collation = collations_.value(collation);
        const qint64 flag = i < flags.size() ? flags[i] : 0;
        part.descending = flag & 1;
        const bool nullsFirst = flag & 2;
        if (nullsFirst != part.descending)
            part.nulls = nullsFirst ? model::NullOrder::First : model::NullOrder::Last;
    }
    return result;
}

} // namespace conjoin::sql::pgreader
