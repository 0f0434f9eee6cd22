// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptdialect.h"

#include "orm/dialect/dialect.h"
#include "orm/sql/scriptreader.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace conjoin::sql {

namespace {

/// What only one engine's scripts say. `weight` is how sure it makes.
struct Sign {
    const char* dialect;
    const char* pattern;
    int weight;
};

constexpr std::array signs{
    Sign{"postgresql", "^-- PostgreSQL database dump", 100},
    Sign{"postgresql", "^\\\\(restrict|connect|c|set|ir?)\\b", 20},
    Sign{"postgresql", "\\bCOPY\\s+\\S+\\s*(\\([^)]*\\)\\s*)?FROM\\s+stdin\\b", 40},
    Sign{"postgresql", "\\b(pg_catalog|plpgsql|nextval\\s*\\(|TIMESTAMPTZ|JSONB|BYTEA|TSVECTOR|CITEXT)\\b", 8},
    Sign{"postgresql", "\\b(BIG|SMALL)?SERIAL\\b", 6},
    Sign{"postgresql", "\\bCREATE\\s+(EXTENSION|DOMAIN|MATERIALIZED\\s+VIEW|TYPE|SCHEMA|SEQUENCE)\\b", 6},
    Sign{"postgresql", "\\$\\w*\\$", 6},
    Sign{"postgresql", "::\\s*\"?[a-z]", 6},
    Sign{"postgresql", "\\b(TEXT|INTEGER|INT|VARCHAR(\\(\\d+\\))?)\\s*\\[\\]", 6},
    Sign{"postgresql", "\\bUSING\\s+(gin|gist|brin|btree)\\s*\\(", 4},
    Sign{"postgresql", "\\bOWNER\\s+TO\\b", 8},
    Sign{"postgresql", "\\bCOMMENT\\s+ON\\s+(TABLE|COLUMN)\\b", 5},
    Sign{"postgresql", "\\bGENERATED\\s+(ALWAYS|BY\\s+DEFAULT)\\s+AS\\s+IDENTITY\\b", 8},
    Sign{"mariadb", "^-- MariaDB dump", 100},
    Sign{"mariadb", "^/\\*M!", 60},
    Sign{"mariadb", "\\b(WITH\\s+SYSTEM\\s+VERSIONING|CREATE\\s+OR\\s+REPLACE\\s+TABLE|PAGE_CHECKSUM)\\b", 12},
    Sign{"mysql", "^-- MySQL dump", 100},
    Sign{"mysql", "^/\\*!\\d{5}", 20},
    Sign{"mysql", "\\bENGINE\\s*=", 10},
    Sign{"mysql", "\\bAUTO_INCREMENT\\b", 10},
    Sign{"mysql", "^\\s*DELIMITER\\s", 20},
    Sign{"mysql", "\\b(UNSIGNED|ZEROFILL|TINYINT\\(\\d+\\)|MEDIUMTEXT|LONGTEXT|MEDIUMINT|ENUM\\s*\\()", 5},
    Sign{"mysql", "\\b(CHARACTER\\s+SET|CHARSET)\\b", 5},
    Sign{"mysql", "`\\w", 3},
    Sign{"sqlite", "\\bAUTOINCREMENT\\b", 12},
    Sign{"sqlite", "^\\s*PRAGMA\\s", 15},
    Sign{"sqlite", "\\bWITHOUT\\s+ROWID\\b", 12},
    Sign{"sqlite", "\\)\\s*STRICT\\s*;", 10},
    Sign{"sqlite", "\\bsqlite_(sequence|master|stat1)\\b", 15},
    Sign{"sqlite", "^\\.(mode|import|tables|read|headers|open)\\b", 20},
    Sign{"sqlite", "\\b(CREATE\\s+VIRTUAL\\s+TABLE|datetime\\s*\\(\\s*'now'|strftime\\s*\\()", 8},
    Sign{"sqlite", "\\bINTEGER\\s+(NOT\\s+NULL\\s+)?PRIMARY\\s+KEY\\b", 3},
};

} // namespace

std::optional<QString> scriptDialect(const QByteArray& script)
{
    constexpr qsizetype enough = 256 * 1024; // dumps say it early, and data says little
    const QString text = QString::fromUtf8(script.left(enough));
    struct Score {
        QString dialect;
        int points = 0;
    };
    std::vector<Score> scores;
    for (const Sign& sign : signs) {
        const QRegularExpression pattern(QString::fromLatin1(sign.pattern),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
        if (!pattern.match(text).hasMatch())
            continue;
        const QString dialect = QString::fromLatin1(sign.dialect);
        const auto it = std::ranges::find(scores, dialect, &Score::dialect);
        if (it == scores.end())
            scores.push_back({dialect, sign.weight});
        else
            it->points += sign.weight;
    }
    // Whatever MySQL takes, MariaDB writes, too: its own signs only come on top.
    const auto maria = std::ranges::find(scores, QStringLiteral("mariadb"), &Score::dialect);
    const auto mysql = std::ranges::find(scores, QStringLiteral("mysql"), &Score::dialect);
    if (maria != scores.end() && mysql != scores.end()) {
        maria->points += mysql->points;
        scores.erase(mysql);
    }
    std::ranges::sort(scores, [](const Score& a, const Score& b) { return a.points > b.points; });
    if (scores.empty() || (scores.size() > 1 && scores[0].points == scores[1].points))
        return std::nullopt;
    return scores[0].dialect;
}

Result<orm::PhysicalSchema> readScript(
    const QString& dialect, const QByteArray& script, const QString& source, Diagnostics* diagnostics)
{
    using Reader = Result<orm::PhysicalSchema> (*)(const QByteArray&, const QString&, Diagnostics*);
    struct Entry {
        const char* dialect;
        Reader read;
    };
    static constexpr std::array readers{Entry{"sqlite", readSqliteScript},
        Entry{"postgresql", readPostgresScript},
        Entry{"mysql",
            [](const QByteArray& text, const QString& name, Diagnostics* found) {
                return readMySqlScript(text, name, found, orm::MySqlFlavour::MySql);
            }},
        Entry{"mariadb", [](const QByteArray& text, const QString& name, Diagnostics* found) {
                  return readMySqlScript(text, name, found, orm::MySqlFlavour::MariaDb);
              }}};
    QStringList names;
    for (const Entry& entry : readers) {
        if (dialect == QLatin1String(entry.dialect))
            return entry.read(script, source, diagnostics);
        names << QString::fromLatin1(entry.dialect);
    }
    return inputError(source, message("script.dialect", "scripts of \"%1\" can't be read", {dialect}),
        message("script.dialects", "these can: %1", {names.join(QStringLiteral(", "))}));
}

} // namespace conjoin::sql
