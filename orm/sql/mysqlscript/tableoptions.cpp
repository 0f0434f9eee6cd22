// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/tableparser.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/partitions.h"

#include <QRegularExpression>
#include <QSet>

namespace conjoin::sql::mysqlscript {

namespace {

/// Options of tables that take a value and that the model keeps as they are.
constexpr const char* keptOptions[] = {"AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHECKSUM", "PAGE_CHECKSUM",
    "TABLE_CHECKSUM", "DELAY_KEY_WRITE", "INSERT_METHOD", "KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS",
    "PAGE_COMPRESSED", "PAGE_COMPRESSION_LEVEL", "ROW_FORMAT", "STATS_AUTO_RECALC", "STATS_PERSISTENT",
    "STATS_SAMPLE_PAGES", "TRANSACTIONAL", "ENCRYPTED", "ENCRYPTION", "ENCRYPTION_KEY_ID", "COMPRESSION",
    "CONNECTION", "SEQUENCE", "UNION", "IETF_QUOTES", "AUTOEXTEND_SIZE", "ENGINE_ATTRIBUTE",
    "SECONDARY_ENGINE_ATTRIBUTE"};
/// Those that say where and by whom a table is kept, not what it is.
constexpr const char* ignoredOptions[] = {"PASSWORD", "TABLESPACE", "NODEGROUP", "SECONDARY_ENGINE"};

} // namespace

void TableParser::readTableOptions(TableDraft& table)
{
    while (!cursor_.failed() && !cursor_.atEnd()) {
        if (cursor_.isWord("PARTITION")) {
            readPartitions(table);
            continue;
        }
        if (cursor_.isWord("AS") || cursor_.isWord("SELECT") || cursor_.isWord("WITH") || cursor_.isSign("(") ||
            cursor_.isWord("IGNORE") || cursor_.isWord("REPLACE")) {
            if (!cursor_.isWords({"WITH", "SYSTEM"}))
                return;
        }
        if (!readTableOption(table)) {
            QStringList known{"ENGINE", "COMMENT", "CHARSET", "COLLATE", "PARTITION"};
            for (const char* option : keptOptions)
                known.append(QString::fromLatin1(option));
            const Token& found = cursor_.peek();
            return cursor_.fail(inputError(cursor_.script().place(found.start),
                message("script.option.unknown", "expected an option of the table, found %1",
                    {cursor_.script().text(found.start, found.end)}),
                didYouMean(found.text, known)));
        }
        cursor_.acceptSign(",");
    }
}

bool TableParser::readTableOption(TableDraft& table)
{
    const auto value = [&](const char* what) {
        cursor_.acceptSign("=");
        if (cursor_.peek().kind == Token::Kind::Text)
            return cursor_.expectText(what);
        if (cursor_.atEnd())
            cursor_.fail(QString::fromLatin1(what));
        return cursor_.take().text;
    };
    if (cursor_.accept("ENGINE") || (cursor_.isWord("TYPE") && cursor_.accept("TYPE"))) {
        table.options.engine = value("an engine");
        return true;
    }
    if (cursor_.accept("COMMENT")) {
        cursor_.acceptSign("=");
        table.comment = cursor_.expectText("a comment");
        return true;
    }
    if (cursor_.isWord("DEFAULT") && cursor_.isWord("ENCRYPTION", 1))
        cursor_.take();
    if (cursor_.isWord("DEFAULT") || cursor_.isWord("CHARSET") || cursor_.isWord("COLLATE") ||
        cursor_.isWords({"CHARACTER", "SET"})) {
        cursor_.accept("DEFAULT");
        ColumnType type;
        if (!readCharset(cursor_, type) || (type.charset.isEmpty() && type.collation.isEmpty())) {
            cursor_.fail(QStringLiteral("CHARSET or COLLATE"));
            return false;
        }
        if (!type.charset.isEmpty()) {
            const bool fits = charsetOf(table.options.collation) == type.charset;
            if (type.charset == u"default")
                takeDatabaseCharset(table);
            else if (!fits)
                table.options.collation = table.defaultCollation(type.charset);
            table.options.charset = charsetOf(table.options.collation);
        } else {
            table.options.collation = type.collation;
            table.options.charset = charsetOf(type.collation);
        }
        return true;
    }
    if (cursor_.accept({"WITH", "SYSTEM", "VERSIONING"})) {
        table.options.extra = (table.options.extra + QStringLiteral(" WITH SYSTEM VERSIONING")).trimmed();
        return true;
    }
    if (cursor_.accept({"DATA", "DIRECTORY"})) {
        QString folder = value("a folder");
        if (!folder.endsWith(u'/'))
            folder += u'/';
        table.dataFolder = folder;
        return true;
    }
    if (cursor_.accept({"INDEX", "DIRECTORY"})) {
        value("a folder");
        return true;
    }
    if (cursor_.accept({"START", "TRANSACTION"}))
        return true;
    for (const char* option : ignoredOptions) {
        if (cursor_.accept(option)) {
            value("a value");
            if (cursor_.accept("STORAGE"))
                cursor_.take();
            return true;
        }
    }
    for (const char* option : keptOptions) {
        if (!cursor_.acceptQuoted(option))
            continue;
        cursor_.acceptSign("=");
        const Cursor::Range range = cursor_.isSign("(") ? cursor_.takeBrackets() : Cursor::Range{};
        const bool list = range.begin != 0;
        const Token given = list ? Token() : cursor_.take();
        QString text = list ? u'(' + cursor_.text(range) + u')' : given.text;
        static const QRegularExpression digits(QStringLiteral("^\\d+$"));
        if (given.kind == Token::Kind::Text && !digits.match(text).hasMatch())
            text = orm::mysql::textLiteral(text);
        else if (given.kind == Token::Kind::Word)
            text = text.toUpper();
        sayOption(table, QString::fromLatin1(option), text);
        return true;
    }
    return false;
}

/// Options stand in the order of the server, once each, and not at all where they say what is so anyway.
void TableParser::sayOption(TableDraft& table, const QString& option, const QString& value)
{
    static const QStringList order{"AUTO_INCREMENT", "MIN_ROWS", "MAX_ROWS", "AVG_ROW_LENGTH", "PACK_KEYS",
        "STATS_PERSISTENT", "STATS_AUTO_RECALC", "STATS_SAMPLE_PAGES", "CHECKSUM", "PAGE_CHECKSUM",
        "DELAY_KEY_WRITE", "ROW_FORMAT", "KEY_BLOCK_SIZE", "TRANSACTIONAL"};
    static const QSet<QString> zeroIsNone{"MIN_ROWS", "MAX_ROWS", "AVG_ROW_LENGTH", "CHECKSUM",
        "DELAY_KEY_WRITE", "KEY_BLOCK_SIZE", "STATS_SAMPLE_PAGES"};
    const QString name = option == u"TABLE_CHECKSUM" ? QStringLiteral("CHECKSUM") : option;
    const QString versioning = QStringLiteral("WITH SYSTEM VERSIONING");
    QString extra = table.options.extra;
    const bool versioned = extra.endsWith(versioning);
    if (versioned)
        extra.chop(versioning.size());
    QStringList words = extra.split(u' ', Qt::SkipEmptyParts);
    words.removeIf([&](const QString& word) { return word.startsWith(name + u'='); });
    if (name == u"ENCRYPTION" && value == u"'N'")
        return; // what is so anyway
    const bool first = (name == u"AUTO_INCREMENT" && (value == u"0" || value == u"1")) ||
                       (name == u"PAGE_CHECKSUM" && value == u"1");
    if (value != u"DEFAULT" && !first && !(value == u"0" && zeroIsNone.contains(name)))
        words.append(name + u'=' + value);
    const auto place = [](const QString& word) {
        const qsizetype found = order.indexOf(word.section(u'=', 0, 0));
        return found < 0 ? order.size() : found;
    };
    std::stable_sort(
        words.begin(), words.end(), [&](const QString& a, const QString& b) { return place(a) < place(b); });
    if (versioned)
        words.append(versioning);
    table.options.extra = words.join(u' ');
}

void TableParser::readPartitions(TableDraft& table)
{
    table.partitions = readPartitionClause(cursor_);
}

} // namespace conjoin::sql::mysqlscript
