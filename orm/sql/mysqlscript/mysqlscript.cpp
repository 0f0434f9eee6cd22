// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/scriptreader.h"

#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlscript/programparser.h"
#include "orm/sql/mysqlscript/tableparser.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace conjoin::sql {

namespace mysqlscript {

namespace {

/// Statements that change nothing of a schema.
bool isHarmless(const QString& word)
{
    static const QSet<QString> words{"lock", "unlock", "start", "begin", "commit", "rollback", "savepoint",
        "release", "show", "explain", "describe", "desc", "analyze", "optimize", "check", "checksum", "repair",
        "flush", "reset", "kill", "help", "xa", "purge", "change", "stop", "install", "uninstall", "cache",
        "backup", "signal", "resignal", "get", "deallocate", "declare", "clone", "restart", "shutdown",
        "binlog", "import", "not", "open", "close", "fetch"};
    return words.contains(word);
}

bool isAboutRights(const QString& word)
{
    return word == u"grant" || word == u"revoke";
}

/// What a statement may begin with, to be suggested.
const QStringList& knownWords()
{
    static const QStringList words{"CREATE", "ALTER", "DROP", "RENAME", "INSERT", "REPLACE", "UPDATE", "DELETE",
        "TRUNCATE", "SELECT", "SET", "USE", "LOCK", "UNLOCK", "DELIMITER", "SOURCE", "GRANT", "REVOKE", "CALL",
        "LOAD", "START", "COMMIT", "SHOW", "FLUSH", "ANALYZE"};
    return words;
}

/// The words of a mode in the order of the server, combinations taken apart.
QString modeWords(const QString& said)
{
    static const QStringList order{"REAL_AS_FLOAT", "PIPES_AS_CONCAT", "ANSI_QUOTES", "IGNORE_SPACE",
        "IGNORE_BAD_TABLE_OPTIONS", "ONLY_FULL_GROUP_BY", "NO_UNSIGNED_SUBTRACTION", "NO_DIR_IN_CREATE",
        "POSTGRESQL", "ORACLE", "MSSQL", "DB2", "MAXDB", "NO_KEY_OPTIONS", "NO_TABLE_OPTIONS",
        "NO_FIELD_OPTIONS", "MYSQL323", "MYSQL40", "ANSI", "NO_AUTO_VALUE_ON_ZERO", "NO_BACKSLASH_ESCAPES",
        "STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "NO_ZERO_IN_DATE", "NO_ZERO_DATE", "ALLOW_INVALID_DATES",
        "ERROR_FOR_DIVISION_BY_ZERO", "TRADITIONAL", "NO_AUTO_CREATE_USER", "HIGH_NOT_PRECEDENCE",
        "NO_ENGINE_SUBSTITUTION", "PAD_CHAR_TO_FULL_LENGTH", "EMPTY_STRING_IS_NULL", "SIMULTANEOUS_ASSIGNMENT",
        "TIME_ROUND_FRACTIONAL"};
    QStringList words;
    for (const QString& word : said.toUpper().split(u',', Qt::SkipEmptyParts)) {
        if (word.trimmed() == u"TRADITIONAL")
            words += {"STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "NO_ZERO_IN_DATE", "NO_ZERO_DATE",
                "ERROR_FOR_DIVISION_BY_ZERO", "TRADITIONAL", "NO_AUTO_CREATE_USER", "NO_ENGINE_SUBSTITUTION"};
        else if (word.trimmed() == u"ORACLE")
            words += {"PIPES_AS_CONCAT", "ANSI_QUOTES", "IGNORE_SPACE", "ORACLE", "NO_KEY_OPTIONS",
                "NO_TABLE_OPTIONS", "NO_FIELD_OPTIONS", "NO_AUTO_CREATE_USER", "SIMULTANEOUS_ASSIGNMENT"};
        else if (word.trimmed() == u"ANSI")
            words += {"REAL_AS_FLOAT", "PIPES_AS_CONCAT", "ANSI_QUOTES", "IGNORE_SPACE", "ANSI"};
        else
            words.append(word.trimmed());
    }
    words.removeDuplicates();
    std::stable_sort(words.begin(), words.end(),
        [](const QString& a, const QString& b) { return order.indexOf(a) < order.indexOf(b); });
    return words.join(u',');
}

/// `name`, 'name' or "name" without its quotes.
QString unquoted(const QString& text)
{
    const QChar quote = text.isEmpty() ? QChar() : text.front();
    if (text.size() < 2 || text.back() != quote || (quote != u'`' && quote != u'\'' && quote != u'"'))
        return text;
    return text.sliced(1, text.size() - 2).replace(QString(2, quote), quote);
}

class ScriptReader {
public:
    ScriptReader(const QByteArray& script, const QString& source, orm::MySqlFlavour flavour)
        : tokenizer_(script, source)
        , source_(source)
    {
        if (isSinceMySql8(QString::fromUtf8(script.left(headSize)), flavour))
            session_.catalog.defaultCollation.ofUtf8mb4 = QStringLiteral("utf8mb4_0900_ai_ci");
        // Both dumps tell which database they are of; those of one database do not use it.
        static const QRegularExpression head(
            QStringLiteral("^-- (?:Host: .*)?Database: `?([^`\\n\\r]+?)`?\\s*$"),
            QRegularExpression::MultilineOption);
        const auto match = head.match(QString::fromUtf8(script.left(headSize)));
        if (match.hasMatch())
            session_.catalog.setAlias(match.captured(1));
    }

    Result<orm::PhysicalSchema> read(Diagnostics* diagnostics)
    {
        while (true) {
            Result<Statement> statement = tokenizer_.next();
            if (!statement)
                return failure(statement);
            if (statement->kind == Statement::Kind::End)
                break;
            if (statement->kind == Statement::Kind::Data) {
                ++dataStatements_;
                noteRows(*statement);
                continue;
            }
            if (statement->kind == Statement::Kind::Client) {
                if (!runClientCommand(*statement))
                    break;
                continue;
            }
            Cursor cursor(tokenizer_, *statement);
            readStatement(cursor, *statement);
            if (cursor.failed())
                return cursor.error();
        }
        if (diagnostics) {
            *diagnostics = std::move(session_.remarks);
            count(*diagnostics, dataStatements_, "script.skipped.data",
                "statements about rows were passed over: %1");
            count(*diagnostics, rights_, "script.skipped.rights",
                "statements about users and rights were passed over: %1");
        }
        return session_.catalog.schema();
    }

private:
    static constexpr qsizetype headSize = 4096; ///< of a dump: who made it, and from what

    /// Whether the server that a dump is of, or else the one that is asked for, is MySQL 8.0 or later.
    static bool isSinceMySql8(const QString& head, orm::MySqlFlavour flavour)
    {
        static const QRegularExpression version(
            QStringLiteral(R"(^-- Server version:?\s+(\d+)\.(\S*))"), QRegularExpression::MultilineOption);
        const auto said = version.match(head);
        if (!said.hasMatch())
            return flavour == orm::MySqlFlavour::MySql;
        constexpr int first = 8;
        return said.captured(1).toInt() >= first && !said.captured(2).contains(u"MariaDB", Qt::CaseInsensitive);
    }

    void count(Diagnostics& diagnostics, int number, const char* code, const char* text) const
    {
        if (number > 0)
            diagnostics.push_back(
                {Severity::Hint, message(code, text, {QString::number(number)}), {}, source_, {}});
    }

    /// False where the program would end.
    bool runClientCommand(const Statement& statement)
    {
        if (statement.word == u"quit" || statement.word == u"exit")
            return false;
        if (statement.word == u"use") {
            QString name = statement.argument;
            if (name.size() > 1 && (name.front() == u'`' || name.front() == u'"') &&
                name.back() == name.front())
                name = name.sliced(1, name.size() - 2).replace(QStringLiteral("``"), QStringLiteral("`"));
            session_.catalog.use(name);
        } else if (statement.word == u"source") {
            session_.remarks.push_back({Severity::Warning,
                message("script.source", "the file %1 is not read: give it as a script of its own",
                    {statement.argument}),
                {}, tokenizer_.place(statement.start), {}});
        }
        return true;
    }

    /// A table that the script fills counts from behind its rows, whatever its dump says.
    void noteRows(const Statement& statement)
    {
        static const QRegularExpression form(
            QStringLiteral(
                R"(^(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?)"
                R"((?:(?:`((?:[^`]|``)+)`|(\w+))\s*\.\s*)?(?:`((?:[^`]|``)+)`|(\w+)))"),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
        constexpr qsizetype head = 512;
        const auto match =
            form.match(tokenizer_.text(statement.start, std::min(statement.end, statement.start + head)));
        if (!match.hasMatch())
            return;
        const auto name = [&](int quoted) {
            return match.capturedLength(quoted) > 0
                       ? match.captured(quoted).replace(QStringLiteral("``"), QStringLiteral("`"))
                       : match.captured(quoted + 1);
        };
        const QString said = name(1);
        const bool own = said.isEmpty() || session_.catalog.isAlias(said);
        if (TableDraft* table = session_.catalog.table(said.isEmpty() ? session_.catalog.current
                                                       : own          ? QString()
                                                                      : said,
                name(3)))
            table->hasRows = true;
    }

    void readStatement(Cursor& cursor, const Statement& statement)
    {
        const QString word = cursor.peek().text.toLower();
        if (cursor.peek().kind != Token::Kind::Word) {
            if (!cursor.isSign("(")) // a query in brackets
                cursor.fail(QStringLiteral("a statement"));
        } else if (word == u"create") {
            readCreate(cursor, statement);
        } else if (word == u"alter") {
            readAlter(cursor);
        } else if (word == u"drop") {
            readDrop(cursor);
        } else if (word == u"rename") {
            cursor.take();
            if (cursor.accept("USER"))
                ++rights_;
            else if (cursor.accept("TABLE") || cursor.accept("TABLES"))
                TableParser(cursor, session_).renameTables();
            else
                cursor.fail(QStringLiteral("TABLE or USER"));
        } else if (word == u"use") {
            cursor.take();
            session_.catalog.use(cursor.expectName("the name of a database"));
            cursor.expectEnd();
        } else if (word == u"set") {
            readSet(cursor);
        } else if (word == u"prepare" || word == u"execute") {
            session_.remark(cursor, 0, Severity::Warning,
                message("script.prepared", "what a prepared statement does is not known without a server"));
        } else if (isAboutRights(word)) {
            ++rights_;
        } else if (!isHarmless(word)) {
            const Token& found = cursor.peek();
            cursor.fail(inputError(tokenizer_.place(found.start),
                message("script.statement.unknown", "no statement begins with %1", {found.text}),
                didYouMean(found.text, knownWords())));
        }
    }

    /// `DEFINER=… `, or nothing where it is whoever runs the script, or the administrator who made the dump.
    static QString readDefiner(Cursor& cursor)
    {
        if (cursor.accept("CURRENT_USER") || cursor.accept("CURRENT_ROLE")) {
            if (cursor.acceptSign("("))
                cursor.expectSign(")");
            return {};
        }
        const QString user = cursor.peek().kind == Token::Kind::Text ? cursor.take().text
                                                                     : cursor.expectName("the name of a user");
        QString host;
        if (cursor.peek().kind == Token::Kind::Variable)
            host = unquoted(cursor.take().text.sliced(1)); // @host
        else if (cursor.acceptSign("@"))
            host = cursor.take().text;
        if (user == u"root" && host == u"localhost")
            return {};
        const QString at = host.isEmpty() ? QString() : u'@' + orm::mysql::quoted(host);
        return QStringLiteral("DEFINER=") + orm::mysql::quoted(user) + at + u' ';
    }

    ProgramParser::Head readHead(Cursor& cursor)
    {
        ProgramParser::Head head;
        while (!cursor.failed()) {
            if (cursor.accept({"OR", "REPLACE"})) {
                head.orReplace = true;
            } else if (cursor.accept("ALGORITHM")) {
                cursor.expectSign("=");
                head.algorithm = cursor.expectName("UNDEFINED MERGE TEMPTABLE").toUpper();
            } else if (cursor.isWord("DEFINER") && cursor.isSign("=", 1)) {
                cursor.take();
                cursor.take();
                head.definer = readDefiner(cursor);
            } else if (cursor.accept({"SQL", "SECURITY"})) {
                head.invoker = cursor.accept("INVOKER");
                if (!head.invoker)
                    cursor.expect("DEFINER");
            } else if (cursor.accept("AGGREGATE")) {
                head.aggregate = true;
            } else if (!cursor.accept("ONLINE") && !cursor.accept("OFFLINE")) {
                break;
            }
        }
        return head;
    }

    void readCreate(Cursor& cursor, const Statement& statement)
    {
        cursor.take();
        const ProgramParser::Head head = readHead(cursor);
        const bool temporary = cursor.accept("TEMPORARY");
        ProgramParser programs(cursor, statement, session_);
        if (cursor.accept("TABLE")) {
            TableParser(cursor, session_).createTable(head.orReplace, temporary);
        } else if (cursor.isWord("UNIQUE") || cursor.isWord("FULLTEXT") || cursor.isWord("SPATIAL") ||
                   cursor.isWord("INDEX")) {
            TableParser(cursor, session_).createIndex();
        } else if (cursor.isWord("VIEW")) {
            programs.createView(head);
        } else if (cursor.isWord("TRIGGER")) {
            programs.createTrigger(head);
        } else if (cursor.isWord("PROCEDURE") || cursor.isWord("FUNCTION")) {
            programs.createRoutine(head);
        } else if (cursor.isWord("EVENT")) {
            programs.createEvent(head);
        } else if (cursor.isWord("SEQUENCE")) {
            programs.createSequence(head);
        } else if (cursor.isWord("PACKAGE")) {
            programs.createPackage(head);
        } else if (cursor.accept("DATABASE") || cursor.accept("SCHEMA")) {
            acceptIfNotExists(cursor);
            readDatabase(cursor, cursor.expectName("the name of a database"));
        } else if (cursor.isWord("USER") || cursor.isWord("ROLE")) {
            ++rights_;
        } else if (cursor.isWord("SERVER") || cursor.isWord("TABLESPACE") || cursor.isWord("LOGFILE") ||
                   cursor.isWord("UNDO") || cursor.isWord("RESOURCE") ||
                   cursor.isWords({"SPATIAL", "REFERENCE"})) {
            leaveOut(cursor);
        } else {
            cursor.fail(QStringLiteral(
                "TABLE, VIEW, INDEX, TRIGGER, PROCEDURE, FUNCTION, EVENT, SEQUENCE or DATABASE"));
        }
    }

    /// Of the server, not of a schema.
    void leaveOut(Cursor& cursor)
    {
        session_.remark(cursor, 0, Severity::Hint,
            message("script.server", "%1 is about the server and not read", {cursor.peek().text.toUpper()}));
    }

    void readDatabase(Cursor& cursor, const QString& name)
    {
        if (cursor.failed())
            return;
        ScriptCatalog::Database& database = session_.catalog.database(name);
        while (!cursor.failed() && !cursor.atEnd()) {
            ColumnType said;
            cursor.accept("DEFAULT");
            if (cursor.accept("ENCRYPTION") || cursor.accept("COMMENT") || cursor.accept({"READ", "ONLY"})) {
                cursor.acceptSign("=");
                cursor.take();
            } else if (!readCharset(cursor, said)) {
                cursor.fail(QStringLiteral("CHARACTER SET or COLLATE"));
            } else if (!said.charset.isEmpty() && charsetOf(database.collation) != said.charset) {
                database.collation =
                    said.charset == u"default" ? QString() : session_.catalog.defaultCollation(said.charset);
            } else if (!said.collation.isEmpty()) {
                database.collation = said.collation;
            }
        }
    }

    void readAlter(Cursor& cursor)
    {
        cursor.take();
        const qsizetype begin = cursor.position();
        cursor.accept("ONLINE");
        cursor.accept("IGNORE");
        if (cursor.accept("TABLE"))
            return TableParser(cursor, session_).alterTable();
        const ProgramParser::Head head = readHead(cursor);
        Q_UNUSED(head)
        if (cursor.accept("DATABASE") || cursor.accept("SCHEMA")) {
            const bool named = cursor.isName() && !cursor.isWord("CHARACTER") && !cursor.isWord("CHARSET") &&
                               !cursor.isWord("COLLATE") && !cursor.isWord("DEFAULT");
            readDatabase(
                cursor, named ? cursor.expectName("the name of a database") : session_.catalog.current);
        } else if (cursor.isWord("USER")) {
            ++rights_;
        } else if (cursor.isWord("VIEW") || cursor.isWord("PROCEDURE") || cursor.isWord("FUNCTION") ||
                   cursor.isWord("EVENT") || cursor.isWord("SEQUENCE")) {
            session_.remark(cursor, begin, Severity::Warning,
                message("script.alter.kept", "ALTER %1 is not read: the %2 is kept as it was created",
                    {cursor.peek().text.toUpper(), cursor.peek().text.toLower()}));
        } else if (cursor.isWord("SERVER") || cursor.isWord("TABLESPACE") || cursor.isWord("INSTANCE") ||
                   cursor.isWord("LOGFILE") || cursor.isWord("UNDO") || cursor.isWord("RESOURCE")) {
            leaveOut(cursor);
        } else {
            cursor.fail(QStringLiteral("TABLE, DATABASE, VIEW, PROCEDURE, FUNCTION or EVENT"));
        }
    }

    void readDrop(Cursor& cursor)
    {
        cursor.take();
        const bool temporary = cursor.accept("TEMPORARY");
        cursor.accept("ONLINE");
        if (cursor.accept("TABLE") || cursor.accept("TABLES"))
            return TableParser(cursor, session_).dropTables(temporary);
        if (cursor.accept("INDEX"))
            return TableParser(cursor, session_).dropIndex();
        if (cursor.accept("DATABASE") || cursor.accept("SCHEMA")) {
            acceptIfExists(cursor);
            return session_.catalog.dropDatabase(cursor.expectName("the name of a database"));
        }
        if (cursor.accept({"PREPARE"}))
            return;
        if (cursor.isWord("USER") || cursor.isWord("ROLE")) {
            ++rights_;
            return;
        }
        if (cursor.isWord("SERVER") || cursor.isWord("TABLESPACE") || cursor.isWord("LOGFILE") ||
            cursor.isWord("UNDO") || cursor.isWord("RESOURCE") || cursor.isWord("SPATIAL"))
            return leaveOut(cursor);
        for (const char* kind : {"VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "SEQUENCE", "PACKAGE"}) {
            if (!cursor.accept(kind))
                continue;
            QString word = QString::fromLatin1(kind);
            if (word == u"PACKAGE" && cursor.accept("BODY"))
                word += QStringLiteral(" BODY");
            acceptIfExists(cursor);
            do {
                const QualifiedName name = expectQualifiedName(cursor, session_, "a name");
                if (!cursor.failed())
                    session_.catalog.dropVerbatim(word, name.database, name.name);
            } while (!cursor.failed() && cursor.acceptSign(","));
            return;
        }
        cursor.fail(
            QStringLiteral("TABLE, VIEW, INDEX, TRIGGER, PROCEDURE, FUNCTION, EVENT, SEQUENCE or DATABASE"));
    }

    /// `SET a = 1, @@session.b := 2`: those that change how the rest is read.
    void readSet(Cursor& cursor)
    {
        cursor.take();
        while (!cursor.failed() && !cursor.atEnd()) {
            for (const char* scope : {"GLOBAL", "SESSION", "LOCAL", "PERSIST", "PERSIST_ONLY"}) {
                if (cursor.isWord(scope) && !cursor.isSign("=", 1))
                    cursor.take();
            }
            const Token target = cursor.take();
            QString name = target.text.toLower();
            if (target.kind == Token::Kind::Variable && name.startsWith(u"@@"))
                name = name.mid(2).section(u'.', -1);
            if (!cursor.acceptSign("=") && !cursor.acceptSign(":=")) {
                cursor.takePart(); // SET NAMES, SET TRANSACTION, SET PASSWORD …
            } else {
                const Cursor::Range value = cursor.takePart();
                assign(cursor, name, value);
            }
            if (!cursor.acceptSign(","))
                break;
        }
    }

    /// The value of a simple expression: a text, a number, a word, another variable.
    QString valueOf(const Cursor& cursor, Cursor::Range range) const
    {
        if (range.end - range.begin != 1)
            return {};
        const Token& token = cursor.token(range.begin);
        if (token.kind != Token::Kind::Variable)
            return token.text;
        const QString name = token.text.toLower();
        return name.startsWith(u"@@") ? settings_.value(name.mid(2).section(u'.', -1)) : settings_.value(name);
    }

    void assign(const Cursor& cursor, const QString& name, Cursor::Range range)
    {
        const QString value = valueOf(cursor, range);
        const bool simple = range.end - range.begin == 1;
        settings_.insert(name, value);
        const bool off = value == u"0" || value.compare(u"OFF", Qt::CaseInsensitive) == 0 ||
                         value.compare(u"FALSE", Qt::CaseInsensitive) == 0;
        if (name == u"sql_mode" && simple) {
            const bool restored = cursor.token(range.begin).kind == Token::Kind::Variable && value.isNull();
            session_.sqlModeSaid = !restored && value.compare(u"DEFAULT", Qt::CaseInsensitive) != 0;
            session_.sqlMode = session_.sqlModeSaid ? modeWords(value) : QString();
            const QStringList words = session_.sqlMode.split(u',');
            tokenizer_.mode.ansiQuotes = words.contains(u"ANSI_QUOTES");
            tokenizer_.mode.noBackslashEscapes = words.contains(u"NO_BACKSLASH_ESCAPES");
        } else if (name == u"time_zone") {
            session_.timeZone = value;
        } else if (name == u"explicit_defaults_for_timestamp") {
            session_.explicitTimestamps = !off;
        } else if (name == u"default_storage_engine" || name == u"storage_engine") {
            session_.engine = value;
        }
    }

    Tokenizer tokenizer_;
    Session session_;
    QString source_;
    int dataStatements_ = 0;
    int rights_ = 0;
    QHash<QString, QString> settings_; ///< variables of the script; those of the user with their @
};

/// UTF-8, whatever a byte order mark says.
QByteArray asUtf8(const QByteArray& script)
{
    const bool little = script.startsWith("\xFF\xFE");
    if (!little && !script.startsWith("\xFE\xFF"))
        return script;
    QStringDecoder decoder(little ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
    return QString(decoder(QByteArrayView(script).sliced(2))).toUtf8();
}

} // namespace

} // namespace mysqlscript

Result<orm::PhysicalSchema> readMySqlScript(
    const QByteArray& script, const QString& source, Diagnostics* diagnostics, orm::MySqlFlavour flavour)
{
    const QByteArray text = mysqlscript::asUtf8(script);
    return mysqlscript::ScriptReader(text, source, flavour).read(diagnostics);
}

} // namespace conjoin::sql
