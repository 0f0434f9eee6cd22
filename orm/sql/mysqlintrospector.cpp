// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlintrospector.h"

#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqltable.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"
#include "orm/sql/mysqlcatalog.h"
#include "orm/sql/mysqlcolumns.h"
#include "orm/sql/mysqlprograms.h"
#include "orm/sql/mysqlqualifiers.h"

#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>
#include <map>

namespace conjoin::sql {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;
using orm::MySqlFlavour;
using orm::PhysicalCheck;
using orm::PhysicalColumn;
using orm::PhysicalForeignKey;
using orm::PhysicalKeyPart;
using orm::PhysicalSchema;
using orm::PhysicalTable;

namespace {

using Name = std::pair<QString, QString>; ///< database, name

model::Action actionOf(const QString& words)
{
    for (const model::Action action :
        {model::Action::Restrict, model::Action::Cascade, model::Action::SetNull, model::Action::SetDefault}) {
        if (words == model::actionText(action))
            return action;
    }
    return model::Action::NoAction;
}

/// What is known of one table while it is read.
struct Draft {
    PhysicalTable table;
    QString collation; ///< of columns that say none
    std::vector<QString> columnCollations;
};

/// One key or index, its parts as they come.
struct IndexDraft {
    QString name;
    bool unique = false;
    QString type;
    QString comment;
    bool visible = true;
    std::map<int, PhysicalKeyPart> parts; ///< by position
};

class MySqlIntrospector {
public:
    explicit MySqlIntrospector(MySqlCatalog catalog)
        : catalog_(std::move(catalog))
    {}

    Result<PhysicalSchema> read()
    {
        for (const auto step : {&MySqlIntrospector::readTables, &MySqlIntrospector::readColumns,
                 &MySqlIntrospector::readChecks, &MySqlIntrospector::readIndexes,
                 &MySqlIntrospector::readPeriods, &MySqlIntrospector::readForeignKeys,
                 &MySqlIntrospector::readPartitions, &MySqlIntrospector::readSequences,
                 &MySqlIntrospector::readPrograms, &MySqlIntrospector::readViews}) {
            if (Result<void> done = (this->*step)(); !done)
                return failure(done);
        }
        for (auto& [name, draft] : drafts_) {
            orm::sortForeignKeys(draft.table);
            schema_.tables.push_back(std::move(draft.table));
        }
        return std::move(schema_);
    }

    /// What the server has and the schema has not, once it is read.
    const Diagnostics& diagnostics() const { return diagnostics_; }

private:
    bool isMariaDb() const { return catalog_.flavour() == MySqlFlavour::MariaDb; }

    /// The table that a row is about, or null: what is no table, or of a database whose name differs in letter
    /// case.
    Draft* draftOf(const MySqlRow& row)
    {
        const auto found = drafts_.find({row.text(0), row.text(1)});
        return found == drafts_.end() ? nullptr : &found->second;
    }

    Result<void> readTables();
    Result<void> readColumns();
    Result<void> readChecks();
    Result<void> readIndexes();
    Result<void> readPeriods();
    Result<void> readForeignKeys();
    Result<void> readPartitions();
    Result<void> readSequences();
    Result<void> readPrograms();
    Result<void> readViews();

    void addIndex(Draft& draft, const IndexDraft& index) const;
    void takePeriod(PhysicalTable& table, const QString& statement) const;

    MySqlCatalog catalog_;
    PhysicalSchema schema_;
    Diagnostics diagnostics_;
    std::map<Name, Draft> drafts_;
    std::vector<std::pair<Name, const MySqlRow*>> sequenceRows_;
    MySqlRows tableRows_;
    QSet<QString> relations_; ///< tables, views and sequences of the connected database
};

/// `row_format=COMPRESSED key_block_size=4 partitioned` -> `ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4`. Options of
/// an engine come in backticks, which those that MariaDB brings along don't need.
QString tableOptions(const QString& options)
{
    static const QRegularExpression option(
        QStringLiteral(R"((`(?:[^`]|``)*`|\w+)(?:=('(?:[^'\\]|\\.|'')*'|"[^"]*"|\S*))?)"));
    QStringList words;
    for (auto it = option.globalMatch(options); it.hasNext();) {
        const auto match = it.next();
        const QString key = match.captured(1);
        if (key.compare(u"partitioned", Qt::CaseInsensitive) == 0)
            continue;
        static const QRegularExpression plain(QStringLiteral("^`[A-Z_]+`$"));
        const QString said = plain.match(key).hasMatch() ? key.sliced(1, key.size() - 2)
                             : key.startsWith(u'`')      ? key
                                                         : key.toUpper();
        QString value = match.captured(2);
        static const QRegularExpression quotedNumber(QStringLiteral("^'(\\d+)'$"));
        value.replace(quotedNumber, QStringLiteral("\\1"));
        if (said == u"PAGE_CHECKSUM" && value == u"1") // what is so anyway
            continue;
        words.append(value.isEmpty() ? said : said + u'=' + value);
    }
    return words.join(u' ');
}

Result<void> MySqlIntrospector::readTables()
{
    Result<MySqlRows> rows = catalog_.tables();
    if (!rows)
        return failure(rows);
    tableRows_ = std::move(*rows);
    for (const MySqlRow& row : tableRows_) {
        const QString type = row.text(2), database = row.text(0);
        if (database == catalog_.database())
            relations_.insert(row.text(1));
        if (type == u"SEQUENCE")
            sequenceRows_.push_back({{database, row.text(1)}, &row});
        if (type != u"BASE TABLE" && type != u"SYSTEM VERSIONED")
            continue;
        Draft draft;
        draft.table.schema = catalog_.namespaceOf(database);
        draft.table.name = row.text(1);
        draft.table.comment = row.text(6);
        draft.collation = row.text(4);
        model::TableOptions& options = draft.table.options;
        if (!row.says(3, "InnoDB"))
            options.engine = row.text(3);
        if (row.says(3, "MRG_MyISAM"))
            diagnostics_.push_back({Severity::Warning,
                message("server.unread.merge", "which tables \"%1\" merges is not read", {draft.table.name}),
                {}, draft.table.name, {}});
        options.extra = tableOptions(row.text(5));
        if (!row.isNull(7))
            options.extra = QStringLiteral("AUTO_INCREMENT=%1 %2").arg(row.text(7), options.extra).trimmed();
        if (type == u"SYSTEM VERSIONED")
            options.extra = (options.extra + QStringLiteral(" WITH SYSTEM VERSIONING")).trimmed();
        const bool usual = draft.table.schema.isEmpty() && draft.collation == catalog_.usualCollation();
        if (!usual && !draft.collation.isEmpty()) {
            options.charset = mysqlCharset(draft.collation);
            if (draft.collation != catalog_.defaultCollation(options.charset))
                options.collation = draft.collation;
        }
        drafts_.emplace(Name(database, draft.table.name), std::move(draft));
    }
    std::ranges::sort(sequenceRows_, {}, [](const auto& pair) { return pair.first; });
    return {};
}

Result<void> MySqlIntrospector::readColumns()
{
    const Result<MySqlRows> rows = catalog_.columns();
    if (!rows)
        return failure(rows);
    std::vector<QStringList> doubtful;
    std::vector<std::pair<Draft*, std::size_t>> places;
    for (const MySqlRow& row : *rows) {
        Draft* draft = draftOf(row);
        if (!draft)
            continue;
        draft->columnCollations.push_back(row.text(7));
        draft->table.columns.push_back(
            mysqlColumn(catalog_, row, draft->collation, relations_, draft->table.dependsOn));
        // MariaDB says a default of bytes in characters, and "?" for what is none.
        if (isMariaDb() && row.text(5).contains(u"binary") && row.text(3).contains(u'?')) {
            doubtful.push_back({row.text(0), row.text(1), row.text(2)});
            places.emplace_back(draft, draft->table.columns.size() - 1);
        }
    }
    if (doubtful.empty())
        return {};
    const Result<MySqlRows> bytes = catalog_.defaultBytes(doubtful);
    if (!bytes)
        return failure(bytes);
    for (const MySqlRow& row : *bytes) {
        const auto [draft, column] = places[std::size_t(row.number(0))];
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = decoder(QByteArray::fromHex(row.text(1).toLatin1()));
        if (decoder.hasError())
            draft->table.columns[column].defaultValue = {
                DefaultValue::Kind::Expression, QStringLiteral("X'%1'").arg(row.text(1).toLower())};
    }
    return {};
}

Result<void> MySqlIntrospector::readChecks()
{
    const Result<MySqlRows> rows = catalog_.checks();
    if (!rows)
        return failure(rows);
    for (const MySqlRow& row : *rows) {
        Draft* draft = draftOf(row);
        if (!draft)
            continue;
        std::vector<PhysicalColumn>& columns = draft->table.columns;
        PhysicalCheck check;
        check.name = row.text(2);
        check.expression =
            mysqlExpression(catalog_, withoutDatabase(row.text(4), catalog_.database(), relations_).sql);
        check.enforced = !row.says(5, "NO");
        const auto column = std::ranges::find(columns, check.name, &PhysicalColumn::name);
        if (isMariaDb() && column != columns.end()) {
            const bool ofTable = row.says(3, "Table");
            const QString& collation = draft->columnCollations[std::size_t(column - columns.begin())];
            const QString valid = QStringLiteral("json_valid(%1)").arg(orm::mysql::quoted(check.name));
            if (!ofTable && check.expression == valid && column->type.native == u"longtext" &&
                collation == u"utf8mb4_bin") { // what MariaDB makes of JSON
                column->type = DataType::of(TypeKind::Json);
                column->charset.clear();
                column->collation.clear();
                continue;
            }
            if (ofTable)
                check.expression = u'(' + check.expression + u')'; // see orm::mysql::isColumnCheck()
        }
        draft->table.checks.push_back(std::move(check));
    }
    return {};
}

Result<void> MySqlIntrospector::readIndexes()
{
    const Result<MySqlRows> rows = catalog_.indexes();
    if (!rows)
        return failure(rows);
    std::map<Draft*, std::vector<IndexDraft>> indexes;
    std::map<std::pair<Draft*, QString>, std::size_t> places;
    for (const MySqlRow& row : *rows) {
        Draft* draft = draftOf(row);
        if (!draft)
            continue;
        std::vector<IndexDraft>& ofTable = indexes[draft];
        const auto [place, isNew] = places.try_emplace({draft, row.text(2)}, ofTable.size());
        if (isNew)
            ofTable.push_back(
                {row.text(2), row.number(3) == 0, row.text(8), row.text(9), row.says(10, "YES"), {}});
        PhysicalKeyPart part;
        part.column = row.text(5);
        if (!row.isNull(11)) {
            part.column.clear();
            part.expression = mysqlExpression(catalog_, row.text(11));
        }
        part.descending = row.says(6, "D");
        const bool whole = row.says(8, "SPATIAL") || row.says(8, "FULLTEXT");
        part.length = whole ? 0 : row.number(7);
        ofTable[place->second].parts.emplace(row.number(4), std::move(part));
    }
    for (auto& [draft, ofTable] : indexes) {
        for (const IndexDraft& index : ofTable)
            addIndex(*draft, index);
    }
    return {};
}

void MySqlIntrospector::addIndex(Draft& draft, const IndexDraft& index) const
{
    std::vector<PhysicalKeyPart> parts;
    for (const auto& [position, part] : index.parts)
        parts.push_back(part);
    const bool inMemory = draft.table.options.engine == u"MEMORY";
    const QString usual = inMemory ? QStringLiteral("HASH") : QStringLiteral("BTREE");
    const QString method = index.type == usual ? QString() : index.type;
    const QString hidden = isMariaDb() ? QStringLiteral("IGNORED") : QStringLiteral("INVISIBLE");
    const QString options = index.visible ? QString() : hidden;
    if (index.unique) {
        orm::PhysicalKey key;
        key.parts = std::move(parts);
        key.method = method;
        key.options = options;
        key.comment = index.comment;
        if (index.name == u"PRIMARY") {
            draft.table.primaryKey = std::move(key);
            return;
        }
        key.name = index.name;
        draft.table.uniqueKeys.push_back(std::move(key));
        return;
    }
    orm::PhysicalIndex made;
    made.name = index.name;
    made.parts = std::move(parts);
    made.method = method;
    made.options = options;
    made.comment = index.comment;
    draft.table.indexes.push_back(std::move(made));
}

/// Application-time periods. To the catalog they are checks, and the keys that know them end in both bounds:
/// what looks so is asked for its statement.
Result<void> MySqlIntrospector::readPeriods()
{
    static const QRegularExpression bounds(QStringLiteral("^(`(?:[^`]|``)*`) < (`(?:[^`]|``)*`)$"));
    for (auto& [name, draft] : drafts_) {
        if (!isMariaDb())
            break;
        PhysicalTable& table = draft.table;
        const auto isBound = [&](const QString& quoted) {
            QString plain = quoted.sliced(1, quoted.size() - 2);
            const PhysicalColumn* column =
                table.column(plain.replace(QStringLiteral("``"), QStringLiteral("`")));
            return column && !column->nullable &&
                   (column->type.kind == TypeKind::Date || column->type.kind == TypeKind::Timestamp ||
                       orm::mysql::isTimestamp(column->type));
        };
        const auto check = std::ranges::find_if(table.checks, [&](const PhysicalCheck& candidate) {
            const auto match = bounds.match(candidate.expression);
            return match.hasMatch() && isBound(match.captured(1)) && isBound(match.captured(2));
        });
        if (check == table.checks.end())
            continue;
        const Result<QString> statement = catalog_.createStatement(name.first, name.second);
        if (!statement)
            return failure(statement);
        takePeriod(table, *statement);
    }
    return {};
}

void MySqlIntrospector::takePeriod(PhysicalTable& table, const QString& statement) const
{
    static const QRegularExpression form(
        QStringLiteral("^\\s+(PERIOD FOR (`(?:[^`]|``)*`) \\((`(?:[^`]|``)*`), (`(?:[^`]|``)*`)\\)),?$"),
        QRegularExpression::MultilineOption);
    const auto match = form.match(statement);
    if (!match.hasMatch())
        return;
    std::erase_if(table.checks,
        [&](const PhysicalCheck& check) { return orm::mysql::quoted(check.name) == match.captured(2); });
    table.options.extra = (match.captured(1) + u' ' + table.options.extra).trimmed();
    const QString overlaps = match.captured(2) + QStringLiteral(" WITHOUT OVERLAPS");
    const auto take = [&](const QString& head, std::vector<PhysicalKeyPart>& parts) {
        const qsizetype line = statement.indexOf(QStringLiteral("\n  ") + head + QStringLiteral(" ("));
        const std::size_t count = parts.size();
        if (line < 0 || count < 2 || !statement.mid(line + 1).section(u'\n', 0, 0).contains(overlaps))
            return;
        parts.pop_back();
        parts.back() = PhysicalKeyPart();
        parts.back().expression = overlaps;
    };
    if (table.primaryKey)
        take(QStringLiteral("PRIMARY KEY"), table.primaryKey->parts);
    for (orm::PhysicalKey& key : table.uniqueKeys)
        take(QStringLiteral("UNIQUE KEY ") + orm::mysql::quoted(key.name), key.parts);
}

/// As its table spells it: a foreign key may use other letter case.
QString spelledColumn(const Draft* draft, const QString& name)
{
    if (!draft || draft->table.column(name))
        return name;
    for (const PhysicalColumn& column : draft->table.columns) {
        if (column.name.compare(name, Qt::CaseInsensitive) == 0)
            return column.name;
    }
    return name;
}

Result<void> MySqlIntrospector::readForeignKeys()
{
    const Result<MySqlRows> columns = catalog_.foreignKeyColumns();
    if (!columns)
        return failure(columns);
    if (columns->empty())
        return {};
    const Result<MySqlRows> rules = catalog_.foreignKeys();
    if (!rules)
        return failure(rules);
    std::map<std::pair<Draft*, QString>, PhysicalForeignKey> keys;
    for (const MySqlRow& row : *columns) {
        Draft* draft = draftOf(row);
        if (!draft)
            continue;
        PhysicalForeignKey& key = keys[{draft, row.text(2)}];
        const auto target = drafts_.find({row.text(4), row.text(5)});
        key.name = row.text(2);
        key.refSchema = catalog_.namespaceOf(row.text(4));
        key.refTable = row.text(5);
        key.columns.append(spelledColumn(draft, row.text(3)));
        key.refColumns.append(spelledColumn(target == drafts_.end() ? nullptr : &target->second, row.text(6)));
    }
    for (const MySqlRow& row : *rules) {
        const auto found = keys.find({draftOf(row), row.text(2)});
        if (found == keys.end())
            continue;
        found->second.onUpdate = actionOf(row.text(3));
        found->second.onDelete = actionOf(row.text(4));
    }
    for (auto& [place, key] : keys)
        place.first->table.foreignKeys.push_back(std::move(key));
    return {};
}

Result<void> MySqlIntrospector::readPartitions()
{
    const Result<MySqlRows> rows = catalog_.partitions();
    if (!rows)
        return failure(rows);
    std::map<Draft*, std::vector<const MySqlRow*>> partitions;
    for (const MySqlRow& row : *rows) {
        if (Draft* draft = draftOf(row))
            partitions[draft].push_back(&row);
    }
    for (const auto& [draft, ofTable] : partitions) {
        model::TableOptions& options = draft->table.options;
        if (!isMariaDb() || !mysqlPartitionsAreUnclear(ofTable)) {
            options.partitionBy = mysqlPartitionClause(ofTable);
            continue;
        }
        const Result<QString> said = catalog_.createStatement(ofTable.front()->text(0), draft->table.name);
        if (!said)
            return failure(said);
        options.partitionBy = mysqlPartitionClause(*said);
    }
    return {};
}

Result<void> MySqlIntrospector::readSequences()
{
    if (sequenceRows_.empty())
        return {};
    std::vector<Name> names;
    for (const auto& [name, row] : sequenceRows_)
        names.push_back(name);
    const Result<MySqlRows> rows = catalog_.sequences(names);
    if (!rows)
        return failure(rows);
    for (const MySqlRow& row : *rows) {
        const auto& [name, ofTable] = sequenceRows_[std::size_t(row.number(0))];
        schema_.verbatims.push_back(mysqlSequence(
            catalog_.namespaceOf(name.first), name.second, ofTable->text(3), ofTable->text(6), row));
    }
    return {};
}

Result<void> MySqlIntrospector::readPrograms()
{
    const Result<MySqlRows> rows = catalog_.programs();
    if (!rows)
        return failure(rows);
    Result<MySqlRows> parameterRows = MySqlRows();
    const auto isRoutine = [](const MySqlRow& row) {
        return !row.says(MySqlProgram::Kind, "TRIGGER") && !row.says(MySqlProgram::Kind, "EVENT");
    };
    if (std::ranges::any_of(*rows, isRoutine))
        parameterRows = catalog_.parameters();
    if (!parameterRows)
        return failure(parameterRows);
    std::map<QStringList, std::vector<const MySqlRow*>> parameters; ///< by kind, database and name
    for (const MySqlRow& row : *parameterRows)
        parameters[{row.text(1), row.text(0), row.text(2)}].push_back(&row);
    for (const MySqlRow& row : *rows) {
        const QStringList key{
            row.text(MySqlProgram::Kind), row.text(MySqlProgram::Schema), row.text(MySqlProgram::Name)};
        schema_.verbatims.push_back(mysqlProgram(catalog_, row, parameters[key]));
    }
    return {};
}

Result<void> MySqlIntrospector::readViews()
{
    const Result<MySqlRows> rows = catalog_.views();
    if (!rows)
        return failure(rows);
    for (const MySqlRow& row : *rows) {
        if (!row.text(2).isEmpty())
            schema_.verbatims.push_back(mysqlView(catalog_, row, relations_));
        else
            diagnostics_.push_back({Severity::Warning,
                message("server.unread.view", "the user may not see what the view \"%1\" shows; it is not read",
                    {row.text(1)}),
                {}, row.text(1),
                message("server.unread.view.mend", "the privilege SHOW VIEW on it lets it be read")});
    }
    return {};
}

} // namespace

Result<PhysicalSchema> introspectMySql(
    Connection& connection, Diagnostics* diagnostics, const QStringList& also)
{
    Result<MySqlCatalog> catalog = MySqlCatalog::of(connection, also);
    if (!catalog)
        return failure(catalog);
    MySqlIntrospector introspector(std::move(*catalog));
    Result<PhysicalSchema> schema = introspector.read();
    if (schema && diagnostics)
        diagnostics->insert(
            diagnostics->end(), introspector.diagnostics().begin(), introspector.diagnostics().end());
    return schema;
}

} // namespace conjoin::sql
