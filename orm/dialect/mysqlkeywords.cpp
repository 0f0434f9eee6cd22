// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/mysqlkeywords.h"

#include <span>

namespace conjoin::orm::mysql {

namespace {

// clang-format off
/// Reserved by both servers.
constexpr const char* common[]{
    "accessible", "add", "all", "alter", "analyze", "and", "as", "asc", "asensitive", "before", "between", "bigint",
    "binary", "blob", "both", "by", "call", "cascade", "case", "change", "char", "character", "check", "collate",
    "column", "condition", "constraint", "continue", "convert", "create", "cross", "current_date", "current_time",
    "current_timestamp", "current_user", "cursor", "databases", "day_hour", "day_microsecond", "day_minute",
    "day_second", "dec", "decimal", "declare", "default", "delayed", "delete", "desc", "describe", "deterministic",
    "distinct", "distinctrow", "div", "double", "drop", "dual", "each", "else", "elseif", "enclosed", "escaped",
    "except", "exists", "exit", "explain", "false", "fetch", "float", "float4", "float8", "for", "force", "foreign",
    "from", "fulltext", "grant", "group", "having", "high_priority", "hour_microsecond", "hour_minute", "hour_second",
    "if", "ignore", "in", "index", "infile", "inner", "inout", "insensitive", "insert", "int", "int1", "int2", "int3",
    "int4", "int8", "integer", "intersect", "interval", "into", "is", "iterate", "join", "key", "keys", "kill",
    "leading", "leave", "left", "like", "limit", "linear", "lines", "load", "localtime", "localtimestamp", "lock",
    "long", "longblob", "longtext", "loop", "low_priority", "master_ssl_verify_server_cert", "match", "maxvalue",
    "mediumblob", "mediumint", "mediumtext", "middleint", "minute_microsecond", "minute_second", "mod", "modifies",
    "natural", "no_write_to_binlog", "not", "null", "numeric", "on", "optimize", "optionally", "or", "order", "out",
    "outer", "outfile", "over", "partition", "precision", "primary", "procedure", "purge", "range", "read",
    "read_write", "reads", "real", "recursive", "references", "regexp", "release", "rename", "repeat", "replace",
    "require", "resignal", "restrict", "return", "revoke", "right", "rlike", "row_number", "rows", "schemas",
    "second_microsecond", "select", "sensitive", "separator", "set", "show", "signal", "smallint", "spatial",
    "specific", "sql", "sql_big_result", "sql_calc_found_rows", "sql_small_result", "sqlexception", "sqlstate",
    "sqlwarning", "ssl", "starting", "straight_join", "table", "terminated", "then", "tinyblob", "tinyint",
    "tinytext", "to", "trailing", "trigger", "true", "undo", "union", "unique", "unlock", "unsigned", "update",
    "usage", "use", "using", "utc_date", "utc_time", "utc_timestamp", "values", "varbinary", "varchar",
    "varcharacter", "varying", "when", "where", "while", "window", "with", "write", "xor", "year_month", "zerofill"
};

/// By MySQL 8.0 or later alone.
constexpr const char* mysqlOnly[]{
    "cube", "cume_dist", "database", "dense_rank", "empty", "first_value", "function", "generated", "get", "grouping",
    "groups", "io_after_gtids", "io_before_gtids", "json_table", "lag", "last_value", "lateral", "lead", "library",
    "manual", "master_bind", "nth_value", "ntile", "of", "optimizer_costs", "option", "parallel", "percent_rank",
    "qualify", "rank", "row", "schema", "stored", "system", "tablesample", "virtual"
};

/// By MariaDB alone.
constexpr const char* mariaDbOnly[]{
    "current_role", "delete_domain_id", "do_domain_ids", "ignore_domain_ids", "master_demote_to_replica",
    "master_demote_to_slave", "offset", "page_checksum", "parse_vcol_expr", "portion", "ref_system_id", "returning",
    "sql_buffer_result", "sql_cache", "sql_no_cache", "stats_auto_recalc", "stats_persistent", "stats_sample_pages"
};
// clang-format on

QSet<QString> wordSet(std::initializer_list<std::span<const char* const>> lists)
{
    QSet<QString> words;
    for (const auto& list : lists) {
        for (const char* word : list)
            words.insert(QString::fromLatin1(word));
    }
    return words;
}

} // namespace

const QSet<QString>& reservedWords(MySqlFlavour flavour)
{
    static const QSet<QString> mysql = wordSet({common, mysqlOnly});
    static const QSet<QString> mariadb = wordSet({common, mariaDbOnly});
    return flavour == MySqlFlavour::MariaDb ? mariadb : mysql;
}

} // namespace conjoin::orm::mysql
