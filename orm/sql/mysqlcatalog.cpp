// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlcatalog.h"

#include "orm/dialect/mysqltext.h"

namespace conjoin::sql {

namespace {

/// A query of several texts for one column each: those of other queries of a UNION have another collation.
QString asTexts(const QStringList& expressions)
{
    QStringList casts;
    for (const QString& expression : expressions)
        casts.append(expression == u"NULL" ? expression : QStringLiteral("CAST(%1 AS CHAR)").arg(expression));
    return casts.join(QStringLiteral(", "));
}

} // namespace

QString MySqlRow::text(std::size_t cell) const
{
    const Value& value = cells_[cell];
    return value.isBytes() ? QString::fromUtf8(value.bytes()) : value.display();
}

Result<MySqlCatalog> MySqlCatalog::of(Connection& connection, const QStringList& also)
{
    MySqlCatalog catalog(connection);
    const Result<MySqlRows> facts =
        catalog.query(QStringLiteral("SELECT DATABASE(), VERSION(), CURRENT_USER(), @@collation_server, "
                                     "(SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA "
                                     "WHERE SCHEMA_NAME = DATABASE()), "
                                     "(SELECT GROUP_CONCAT(DEFAULT_COLLATE_NAME) "
                                     "FROM information_schema.CHARACTER_SETS), @@collation_connection"));
    if (!facts)
        return failure(facts);
    const MySqlRow& row = facts->front();
    catalog.database_ = row.text(0);
    catalog.user_ = row.text(2);
    catalog.version_ = connection.serverVersion().number;
    if (row.text(1).contains(u"MariaDB", Qt::CaseInsensitive))
        catalog.flavour_ = orm::MySqlFlavour::MariaDb;
    if (row.text(3) == row.text(4))
        catalog.usualCollation_ = row.text(3);
    catalog.sessionCollation_ = row.text(6);
    for (const QString& collation : row.text(5).split(u','))
        catalog.defaultCollations_.insert(collation.section(u'_', 0, 0), collation);
    if (!catalog.database_.isEmpty())
        catalog.databases_.append(catalog.database_);
    for (const QString& schema : connection.settings().schemas + also) {
        if (!catalog.databases_.contains(schema))
            catalog.databases_.append(schema);
    }
    if (catalog.databases_.isEmpty())
        return Error{ErrorKind::Usage, connection.settings().displayName(),
            message("mysql.noDatabase", "no database is chosen, so there is nothing to read"),
            message("mysql.noDatabase.mend", "name one behind the server: mariadb://host/database")};
    return catalog;
}

Result<MySqlRows> MySqlCatalog::query(const QString& sql) const
{
    Result<ResultSet> found = connection_->run(sql);
    if (!found)
        return failure(found);
    MySqlRows rows;
    rows.reserve(found->rows.size());
    for (std::vector<Value>& cells : found->rows)
        rows.emplace_back(std::move(cells));
    return rows;
}

QString MySqlCatalog::within(const char* column) const
{
    const QString name = QString::fromLatin1(column);
    if (databases_.size() == 1) // what MariaDB looks up without opening every database
        return name + QStringLiteral(" = ") + orm::mysql::textLiteral(databases_.front());
    QStringList literals;
    for (const QString& database : databases_)
        literals.append(orm::mysql::textLiteral(database));
    return name + QStringLiteral(" IN (") + literals.join(QStringLiteral(", ")) + u')';
}

Result<MySqlRows> MySqlCatalog::tables()
{
    return query(QStringLiteral("SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, "
                                "CREATE_OPTIONS, TABLE_COMMENT, "
                                "IF(TABLE_ROWS = 0 AND AUTO_INCREMENT > 1, AUTO_INCREMENT, NULL) "
                                "FROM information_schema.TABLES WHERE %1")
                     .arg(within("TABLE_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::columns()
{
    return query(
        QStringLiteral(
            "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, "
            "CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION, %1 "
            "FROM information_schema.COLUMNS WHERE %2 "
            "ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION")
            .arg(isMariaDb() ? QStringLiteral("NULL") : QStringLiteral("SRS_ID"), within("TABLE_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::indexes()
{
    constexpr int knowsIgnored = 100600;
    const QString own = !isMariaDb()               ? QStringLiteral("IS_VISIBLE, EXPRESSION")
                        : version_ >= knowsIgnored ? QStringLiteral("IF(IGNORED = 'YES', 'NO', 'YES'), NULL")
                                                   : QStringLiteral("'YES', NULL");
    // MariaDB lists a table's indexes in their own order, unless it is asked for another.
    const QString order = isMariaDb()
                              ? QString()
                              : QStringLiteral(" ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX");
    return query(
        QStringLiteral("SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME, "
                       "COLLATION, SUB_PART, INDEX_TYPE, INDEX_COMMENT, %1 "
                       "FROM information_schema.STATISTICS WHERE %2%3")
            .arg(own, within("TABLE_SCHEMA"), order));
}

Result<MySqlRows> MySqlCatalog::foreignKeyColumns()
{
    return query(QStringLiteral(
        "SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, "
        "REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE "
        "WHERE %1 AND REFERENCED_TABLE_NAME IS NOT NULL "
        "ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION")
                     .arg(within("TABLE_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::foreignKeys()
{
    return query(
        QStringLiteral("SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE "
                       "FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE %1")
            .arg(within("CONSTRAINT_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::checks()
{
    constexpr int knowsLevel = 100510;
    if (isMariaDb())
        return query(
            QStringLiteral("SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, %1, CHECK_CLAUSE, 'YES' "
                           "FROM information_schema.CHECK_CONSTRAINTS WHERE %2")
                .arg(version_ >= knowsLevel ? QStringLiteral("LEVEL") : QStringLiteral("''"),
                    within("CONSTRAINT_SCHEMA")));
    return query(
        QStringLiteral("SELECT t.TABLE_SCHEMA, t.TABLE_NAME, c.CONSTRAINT_NAME, 'Table', c.CHECK_CLAUSE, "
                       "t.ENFORCED FROM information_schema.CHECK_CONSTRAINTS c "
                       "JOIN information_schema.TABLE_CONSTRAINTS t "
                       "ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME "
                       "AND t.CONSTRAINT_TYPE = 'CHECK' WHERE %1 "
                       "ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, c.CONSTRAINT_NAME")
            .arg(within("t.TABLE_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::partitions()
{
    return query(
        QStringLiteral("SELECT TABLE_SCHEMA, TABLE_NAME, PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, "
                       "SUBPARTITION_METHOD, PARTITION_EXPRESSION, SUBPARTITION_EXPRESSION, "
                       "PARTITION_DESCRIPTION, PARTITION_COMMENT FROM information_schema.PARTITIONS "
                       "WHERE %1 AND PARTITION_NAME IS NOT NULL ORDER BY TABLE_SCHEMA, TABLE_NAME, "
                       "PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION")
            .arg(within("TABLE_SCHEMA")));
}

Result<QString> MySqlCatalog::createStatement(const QString& database, const QString& table) const
{
    const Result<MySqlRows> rows = query(
        QStringLiteral("SHOW CREATE TABLE %1.%2").arg(orm::mysql::quoted(database), orm::mysql::quoted(table)));
    if (!rows)
        return failure(rows);
    return rows->front().text(1);
}

Result<MySqlRows> MySqlCatalog::defaultBytes(const std::vector<QStringList>& columns) const
{
    using orm::mysql::quoted;
    QStringList queries; // a row that no table has knows the defaults, too
    for (const QStringList& column : columns)
        queries.append(
            QStringLiteral("SELECT %1, HEX(DEFAULT(t.%2)) FROM (SELECT 1) AS one LEFT JOIN %3.%4 AS t ON 0")
                .arg(queries.size())
                .arg(quoted(column[2]), quoted(column[0]), quoted(column[1])));
    return query(queries.join(QStringLiteral(" UNION ALL ")));
}

Result<MySqlRows> MySqlCatalog::views()
{
    return query(QStringLiteral(
        "SELECT TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE, %1, "
        "COLLATION_CONNECTION FROM information_schema.VIEWS WHERE %2 ORDER BY TABLE_SCHEMA, TABLE_NAME")
                     .arg(isMariaDb() ? QStringLiteral("ALGORITHM") : QStringLiteral("'UNDEFINED'"),
                         within("TABLE_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::programs()
{
    const QString null = QStringLiteral("NULL");
    const QStringList ofTrigger{QStringLiteral("EVENT_OBJECT_TABLE"), QStringLiteral("ACTION_TIMING"),
        QStringLiteral("EVENT_MANIPULATION")};
    const QStringList ofRoutine{QStringLiteral("DTD_IDENTIFIER"), QStringLiteral("CHARACTER_SET_NAME"),
        QStringLiteral("COLLATION_NAME"), QStringLiteral("DATABASE_COLLATION"),
        QStringLiteral("IS_DETERMINISTIC"), QStringLiteral("SQL_DATA_ACCESS"), QStringLiteral("SECURITY_TYPE")};
    const QStringList ofEvent{QStringLiteral("TIME_ZONE"), QStringLiteral("EXECUTE_AT"),
        QStringLiteral("INTERVAL_VALUE"), QStringLiteral("INTERVAL_FIELD"), QStringLiteral("STARTS"),
        QStringLiteral("ENDS"), QStringLiteral("STATUS"), QStringLiteral("ON_COMPLETION")};
    const QStringList noTrigger(ofTrigger.size(), null), noRoutine(ofRoutine.size(), null),
        noEvent(ofEvent.size(), null);
    const QString triggers = asTexts(
        QStringList({QStringLiteral("'TRIGGER'"), QStringLiteral("TRIGGER_SCHEMA"),
            QStringLiteral("TRIGGER_NAME"), QStringLiteral("ACTION_STATEMENT"), QStringLiteral("SQL_MODE"),
            QStringLiteral("DEFINER"), QStringLiteral("COLLATION_CONNECTION"), null}) +
        ofTrigger + noRoutine + noEvent);
    const QString routines =
        asTexts(QStringList({QStringLiteral("ROUTINE_TYPE"), QStringLiteral("ROUTINE_SCHEMA"),
                    QStringLiteral("ROUTINE_NAME"), QStringLiteral("ROUTINE_DEFINITION"),
                    QStringLiteral("SQL_MODE"), QStringLiteral("DEFINER"),
                    QStringLiteral("COLLATION_CONNECTION"), QStringLiteral("ROUTINE_COMMENT")}) +
                noTrigger + ofRoutine + noEvent);
    const QString events = asTexts(
        QStringList({QStringLiteral("'EVENT'"), QStringLiteral("EVENT_SCHEMA"), QStringLiteral("EVENT_NAME"),
            QStringLiteral("EVENT_DEFINITION"), QStringLiteral("SQL_MODE"), QStringLiteral("DEFINER"),
            QStringLiteral("COLLATION_CONNECTION"), QStringLiteral("EVENT_COMMENT")}) +
        noTrigger + noRoutine + ofEvent);
    // The last column sorts triggers of one moment as they run.
    return query(QStringLiteral(
        "SELECT %1, ACTION_ORDER AS place FROM information_schema.TRIGGERS WHERE %2 UNION ALL "
        "SELECT %3, 0 FROM information_schema.ROUTINES WHERE %4 UNION ALL "
        "SELECT %5, 0 FROM information_schema.EVENTS WHERE %6 ORDER BY 1, 2, 9, 10, 11, place, 3")
                     .arg(triggers, within("TRIGGER_SCHEMA"), routines, within("ROUTINE_SCHEMA"), events,
                         within("EVENT_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::parameters()
{
    return query(
        QStringLiteral("SELECT SPECIFIC_SCHEMA, ROUTINE_TYPE, SPECIFIC_NAME, PARAMETER_MODE, PARAMETER_NAME, "
                       "DTD_IDENTIFIER, CHARACTER_SET_NAME, COLLATION_NAME "
                       "FROM information_schema.PARAMETERS WHERE %1 AND ORDINAL_POSITION > 0 "
                       "ORDER BY SPECIFIC_SCHEMA, SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION")
            .arg(within("SPECIFIC_SCHEMA")));
}

Result<MySqlRows> MySqlCatalog::sequences(const std::vector<std::pair<QString, QString>>& names)
{
    QStringList queries;
    for (const auto& [schema, name] : names)
        queries.append(
            QStringLiteral("SELECT %1, start_value, minimum_value, maximum_value, increment, cache_size, "
                           "cycle_option FROM %2.%3")
                .arg(queries.size())
                .arg(orm::mysql::quoted(schema), orm::mysql::quoted(name)));
    return query(queries.join(QStringLiteral(" UNION ALL ")));
}

} // namespace conjoin::sql
