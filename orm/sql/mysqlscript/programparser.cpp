// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/programparser.h"

#include "orm/dialect/mysqlddl.h"
#include "orm/dialect/mysqltext.h"

#include <QSet>

#include <algorithm>
#include <limits>
#include <optional>

namespace conjoin::sql::mysqlscript {

using orm::mysql::identifier;
using orm::mysql::textLiteral;

namespace {

struct Replacement {
    qsizetype start;
    qsizetype end;
    QString text;
};

bool namesRelation(const Token& before)
{
    return before.isWord("FROM") || before.isWord("JOIN") || before.isWord("STRAIGHT_JOIN") ||
           before.isSign(",") || before.isSign("(");
}

bool isNameToken(const Token& token)
{
    return token.kind == Token::Kind::Word || token.kind == Token::Kind::Name;
}

} // namespace

/// The source from that token to the end, without the frames of executed comments. `rewrite`: also without the
/// name of the own database, and quoted as every mode reads it.
QString ProgramParser::textFrom(qsizetype position, const QString& database, bool rewrite) const
{
    const std::vector<Token>& tokens = statement_.tokens;
    const qsizetype last = qsizetype(tokens.size()) - 2; // before the End
    if (position > last)
        return {};
    const qsizetype begin = tokens[size_t(position)].start;
    const qsizetype end = tokens[size_t(last)].end;
    std::vector<Replacement> replacements;
    for (const Gap& gap : statement_.gaps) {
        if (gap.start >= begin && gap.end <= end)
            replacements.push_back({gap.start, gap.end, {}});
    }
    const Tokenizer& script = cursor_.script();
    for (qsizetype i = position; rewrite && i <= last; ++i) {
        const Token& token = tokens[size_t(i)];
        const auto next = [&](qsizetype ahead) -> const Token& {
            return tokens[size_t(std::min(i + ahead, last + 1))];
        };
        const bool first = i == 0 || !tokens[size_t(i - 1)].isSign(".");
        const bool qualifies =
            first && isNameToken(token) &&
            (session_.catalog.isAlias(token.text) || (token.text == database && !database.isEmpty())) &&
            next(1).isSign(".") && isNameToken(next(2));
        const bool three = next(3).isSign(".");
        const bool call = next(3).isSign("(");
        if (qualifies && (three || call || (i > 0 && namesRelation(tokens[size_t(i - 1)])))) {
            replacements.push_back({token.start, next(1).end, {}});
        } else if (token.kind == Token::Kind::Name && script.mode.ansiQuotes) {
            replacements.push_back({token.start, token.end, orm::mysql::quoted(token.text)});
        } else if (token.kind == Token::Kind::Text && script.mode.noBackslashEscapes) {
            replacements.push_back({token.start, token.end, textLiteral(token.text)});
        }
    }
    std::sort(replacements.begin(), replacements.end(),
        [](const Replacement& a, const Replacement& b) { return a.start < b.start; });
    QString out;
    qsizetype copied = begin;
    for (const Replacement& replacement : replacements) {
        if (replacement.start < copied)
            continue;
        const QString piece = script.text(copied, replacement.start);
        out += piece + replacement.text;
        copied = replacement.end;
        const QString following = script.text(copied, std::min(copied + 1, end));
        if (replacement.text.isEmpty() && (out.isEmpty() || out.back().isSpace()) && !following.isEmpty() &&
            following[0].isSpace())
            ++copied; // one blank where the frame stood between two
    }
    return (out + script.text(copied, end)).trimmed();
}

QString ProgramParser::restOfText(const QString& database, bool rewrite)
{
    if (cursor_.atEnd())
        cursor_.fail(QStringLiteral("a body"));
    const QString text = cursor_.failed() ? QString() : textFrom(cursor_.position(), database, rewrite);
    while (!cursor_.atEnd())
        cursor_.take();
    return text;
}

void ProgramParser::add(VerbatimDraft draft, const QualifiedName& name, bool orReplace, bool ifNotExists)
{
    if (cursor_.failed())
        return;
    draft.database = name.database;
    draft.name = name.name;
    const bool exists = session_.catalog.verbatim(draft.word, name.database, name.name) != nullptr ||
                        (draft.word == u"VIEW" && session_.catalog.table(name.database, name.name));
    if (exists && ifNotExists)
        return;
    if (exists && !orReplace) {
        cursor_.fail(inputError(cursor_.script().place(cursor_.token(name.token).start),
            message("script.object.exists", "there is a %1 %2 already", {draft.word.toLower(), name.name}),
            message("script.object.exists.hint", "a DROP … IF EXISTS before it makes room")));
        return;
    }
    session_.catalog.addVerbatim(std::move(draft));
}

void ProgramParser::createView(const Head& head)
{
    cursor_.expect("VIEW");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a view");
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::View;
    draft.word = QStringLiteral("VIEW");
    QString before = QStringLiteral("CREATE ");
    if (!head.algorithm.isEmpty() && head.algorithm != u"UNDEFINED")
        before += QStringLiteral("ALGORITHM=%1 ").arg(head.algorithm);
    before += head.definer;
    if (head.invoker)
        before += QStringLiteral("SQL SECURITY INVOKER ");
    draft.sql.emplace_back(before + QStringLiteral("VIEW "), name.name);
    QStringList columns;
    if (cursor_.acceptSign("(")) {
        do {
            columns.append(identifier(cursor_.expectName("the name of a column")));
        } while (!cursor_.failed() && cursor_.acceptSign(","));
        cursor_.expectSign(")");
    }
    cursor_.expect("AS");
    QSet<std::pair<QString, QString>> seen;
    for (qsizetype ahead = 0; !cursor_.peek(ahead).isEnd(); ++ahead) {
        if (!cursor_.isName(ahead))
            continue;
        const bool qualified = cursor_.isSign(".", ahead + 1) && cursor_.isName(ahead + 2);
        const std::pair mention(qualified ? cursor_.peek(ahead).text : name.database,
            qualified ? cursor_.peek(ahead + 2).text : cursor_.peek(ahead).text);
        const Token& preceding = cursor_.token(cursor_.position() + ahead - 1);
        if (!namesRelation(preceding))
            continue;
        if (!seen.contains(mention)) {
            seen.insert(mention);
            draft.mentions.push_back(mention);
        }
    }
    const QString body = restOfText(name.database, true);
    const QString list =
        columns.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(columns.join(QStringLiteral(", ")));
    draft.sql.emplace_back(list + QStringLiteral(" AS ") + body, QString());
    add(std::move(draft), name, head.orReplace, ifNotExists);
}

void ProgramParser::createTrigger(const Head& head)
{
    cursor_.expect("TRIGGER");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a trigger");
    QString timing;
    for (const char* word : {"BEFORE", "AFTER"}) {
        if (timing.isEmpty() && cursor_.accept(word))
            timing = QString::fromLatin1(word);
    }
    if (timing.isEmpty())
        cursor_.fail(QStringLiteral("BEFORE or AFTER"));
    QString event;
    for (const char* word : {"INSERT", "UPDATE", "DELETE"}) {
        if (event.isEmpty() && cursor_.accept(word))
            event = QString::fromLatin1(word);
    }
    if (event.isEmpty())
        cursor_.fail(QStringLiteral("INSERT, UPDATE or DELETE"));
    cursor_.expect("ON");
    const QualifiedName table = expectQualifiedName(cursor_, session_, "the name of a table");
    if (!cursor_.failed() && !session_.catalog.table(table.database, table.name))
        cursor_.fail(inputError(cursor_.script().place(cursor_.token(table.token).start),
            message("script.table.unknown", "no table is called %1 here", {shownName(session_, table)}),
            didYouMean(table.name, session_.catalog.tableNames(table.database))));
    for (const char* word : {"FOR", "EACH", "ROW"})
        cursor_.expect(word);
    const bool before = cursor_.accept("PRECEDES");
    const bool placed = before || cursor_.accept("FOLLOWS");
    const QString neighbour = placed ? cursor_.expectName("the name of a trigger") : QString();
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::Trigger;
    draft.word = QStringLiteral("TRIGGER");
    draft.settings = session_.modeSetting();
    draft.table = table.name;
    draft.moment = timing + u' ' + event;
    draft.sql.emplace_back(QStringLiteral("CREATE ") + head.definer + QStringLiteral("TRIGGER "), name.name);
    draft.sql.emplace_back(u' ' + timing + u' ' + event + QStringLiteral(" ON "), table.name);
    draft.sql.emplace_back(QStringLiteral(" FOR EACH ROW\n") + restOfText(name.database, false), QString());
    QualifiedName own = name;
    own.database = table.database;
    draft.database = own.database;
    draft.name = own.name;
    session_.catalog.placeTrigger(draft, neighbour, before);
    add(std::move(draft), own, head.orReplace, ifNotExists);
}

/// A type of a parameter or of what a function gives, as the catalog says it.
QString ProgramParser::readTypeText(const QString& database)
{
    const ColumnType type = readColumnType(cursor_);
    TableDraft place; // a type of a program stands in its database as a column does in its table
    place.defaultCollation = session_.catalog.defaultCollation;
    place.options.collation = session_.catalog.collationOf(database);
    place.options.charset = charsetOf(place.options.collation);
    ColumnDraft column;
    column.type = type;
    const QString charset = place.charsetOf(column), collation = place.collationOf(column);
    QString text = type.text(charset);
    if (type.hasCharset() && charset != u"binary" && collation != place.options.collation)
        text += QStringLiteral(" CHARSET %1 COLLATE %2").arg(charset, collation);
    return text;
}

void ProgramParser::readCharacteristics(QStringList& clauses)
{
    bool deterministic = false, invoker = false;
    QString access, comment;
    while (!cursor_.failed()) {
        if (cursor_.accept("DETERMINISTIC")) {
            deterministic = true;
        } else if (cursor_.accept({"NOT", "DETERMINISTIC"})) {
            deterministic = false;
        } else if (cursor_.accept({"CONTAINS", "SQL"})) {
            access.clear();
        } else if (cursor_.accept({"NO", "SQL"})) {
            access = QStringLiteral("NO SQL");
        } else if (cursor_.accept({"READS", "SQL", "DATA"})) {
            access = QStringLiteral("READS SQL DATA");
        } else if (cursor_.accept({"MODIFIES", "SQL", "DATA"})) {
            access = QStringLiteral("MODIFIES SQL DATA");
        } else if (cursor_.accept({"SQL", "SECURITY"})) {
            invoker = cursor_.accept("INVOKER");
            if (!invoker)
                cursor_.expect("DEFINER");
        } else if (cursor_.accept("COMMENT")) {
            comment = cursor_.expectText("a comment");
        } else if (!cursor_.accept({"LANGUAGE", "SQL"})) {
            break;
        }
    }
    if (deterministic)
        clauses.append(QStringLiteral("DETERMINISTIC"));
    if (!access.isEmpty())
        clauses.append(access);
    if (invoker)
        clauses.append(QStringLiteral("SQL SECURITY INVOKER"));
    if (!comment.isEmpty())
        clauses.append(QStringLiteral("COMMENT ") + textLiteral(comment));
}

/// `IN a INT`, or `a IN INT` under the mode of Oracle.
QString ProgramParser::readParameter(const QString& database, bool ofFunction, bool oracle)
{
    QString mode;
    const auto readMode = [&] {
        for (const char* word : {"INOUT", "IN", "OUT"}) {
            if (mode.isEmpty() && cursor_.isWord(word) && cursor_.isName(1)) {
                cursor_.take();
                mode = QString::fromLatin1(word);
            }
        }
        if (oracle && mode == u"IN" && cursor_.accept("OUT"))
            mode = QStringLiteral("INOUT");
    };
    if (!oracle)
        readMode();
    QStringList words{identifier(cursor_.expectName("the name of a parameter"))};
    if (oracle)
        readMode();
    if (mode.isEmpty() && !ofFunction)
        mode = QStringLiteral("IN");
    if (!mode.isEmpty() && !(ofFunction && mode == u"IN"))
        words.insert(oracle ? 1 : 0, mode);
    words.append(readTypeText(database));
    return words.join(u' ');
}

void ProgramParser::createRoutine(const Head& head)
{
    const bool function = cursor_.isWord("FUNCTION");
    cursor_.take();
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a routine");
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::Routine;
    draft.word = function ? QStringLiteral("FUNCTION") : QStringLiteral("PROCEDURE");
    draft.settings = session_.modeSetting();
    const QString aggregate = head.aggregate ? QStringLiteral("AGGREGATE ") : QString();
    draft.sql.emplace_back(QStringLiteral("CREATE ") + head.definer + aggregate + draft.word + u' ', name.name);
    if (cursor_.isWord("RETURNS") || cursor_.isWord("SONAME")) { // a function of a library
        const QString library = QStringLiteral(" ") + restOfText(name.database, false);
        draft.sql.emplace_back(library, QString());
        return add(std::move(draft), name, head.orReplace, ifNotExists);
    }
    QStringList parameters;
    const bool oracle = session_.sqlMode.split(u',').contains(u"ORACLE");
    const bool bracketed = cursor_.isSign("(") || !oracle;
    if (bracketed)
        cursor_.expectSign("(");
    while (bracketed && !cursor_.failed() && !cursor_.isSign(")")) {
        parameters.append(readParameter(name.database, function, oracle));
        if (!cursor_.acceptSign(","))
            break;
    }
    if (bracketed)
        cursor_.expectSign(")");
    QString tail = u'(' + parameters.join(QStringLiteral(", ")) + u')';
    if (function) {
        const QString word = oracle ? QStringLiteral("RETURN") : QStringLiteral("RETURNS");
        cursor_.expect(word.toLatin1().constData());
        tail += u' ' + word + u' ' + readTypeText(name.database);
    }
    QStringList clauses;
    readCharacteristics(clauses);
    for (const QString& clause : clauses)
        tail += QStringLiteral("\n  ") + clause;
    draft.sql.emplace_back(tail + u'\n' + restOfText(name.database, false), QString());
    add(std::move(draft), name, head.orReplace, ifNotExists);
}

void ProgramParser::createEvent(const Head& head)
{
    cursor_.expect("EVENT");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of an event");
    cursor_.expect("ON");
    cursor_.expect("SCHEDULE");
    const qsizetype schedule = cursor_.position();
    while (!cursor_.atEnd() && !cursor_.isWord("DO") && !cursor_.isWord("COMMENT") &&
           !cursor_.isWord("ENABLE") && !cursor_.isWord("DISABLE") &&
           !(cursor_.isWord("ON") && cursor_.isWord("COMPLETION", 1)))
        cursor_.take();
    QString tail = QStringLiteral("\n  ON SCHEDULE ") + cursor_.text({schedule, cursor_.position()});
    if (cursor_.accept({"ON", "COMPLETION"})) {
        const bool preserve = !cursor_.accept("NOT");
        cursor_.expect("PRESERVE");
        if (preserve)
            tail += QStringLiteral("\n  ON COMPLETION PRESERVE");
    }
    if (cursor_.accept("DISABLE")) {
        const bool onSlave = cursor_.accept("ON");
        if (onSlave)
            cursor_.take();
        tail += onSlave ? QStringLiteral("\n  DISABLE ON SLAVE") : QStringLiteral("\n  DISABLE");
    } else {
        cursor_.accept("ENABLE");
    }
    if (cursor_.accept("COMMENT"))
        tail += QStringLiteral("\n  COMMENT ") + textLiteral(cursor_.expectText("a comment"));
    cursor_.expect("DO");
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::Event;
    draft.word = QStringLiteral("EVENT");
    const QString zone = session_.timeZone.isEmpty() ? QStringLiteral("SYSTEM") : session_.timeZone;
    QStringList settings{session_.modeSetting()};
    if (zone != u"+00:00") // that of our connections
        settings.append(QStringLiteral("time_zone = '%1'").arg(zone));
    settings.removeAll(QString());
    draft.settings = settings.join(QStringLiteral(", "));
    draft.sql.emplace_back(QStringLiteral("CREATE ") + head.definer + QStringLiteral("EVENT "), name.name);
    draft.sql.emplace_back(tail + QStringLiteral("\n  DO ") + restOfText(name.database, false), QString());
    add(std::move(draft), name, head.orReplace, ifNotExists);
}

void ProgramParser::createSequence(const Head& head)
{
    cursor_.expect("SEQUENCE");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a sequence");
    std::optional<qint64> start;
    qint64 smallest = 0; // where the flag says that it is given
    qint64 largest = 0;
    bool hasSmallest = false;
    bool hasLargest = false;
    qint64 step = 1, cache = 1000;
    bool cycle = false;
    QString rest;
    const auto number = [&] {
        const bool minus = cursor_.acceptSign("-");
        bool valid = false;
        const qint64 value = cursor_.peek().text.toLongLong(&valid);
        if (!valid)
            cursor_.fail(QStringLiteral("a number"));
        cursor_.take();
        return minus ? -value : value;
    };
    const auto joined = [&](const char* word) {
        cursor_.acceptSign("=");
        cursor_.accept(word);
        return number();
    };
    while (!cursor_.failed() && !cursor_.atEnd()) {
        if (cursor_.accept("START"))
            start = joined("WITH");
        else if (cursor_.accept("INCREMENT"))
            step = joined("BY");
        else if (cursor_.accept("MINVALUE")) {
            smallest = joined("=");
            hasSmallest = true;
        } else if (cursor_.accept("MAXVALUE")) {
            largest = joined("=");
            hasLargest = true;
        } else if (cursor_.accept("CACHE"))
            cache = joined("=");
        else if (cursor_.accept("NOCACHE"))
            cache = 0;
        else if (cursor_.accept("CYCLE"))
            cycle = true;
        else if (cursor_.accept("NOCYCLE"))
            cycle = false;
        else if (cursor_.accept("NOMINVALUE") || cursor_.accept({"NO", "MINVALUE"}))
            hasSmallest = false;
        else if (cursor_.accept("NOMAXVALUE") || cursor_.accept({"NO", "MAXVALUE"}))
            hasLargest = false;
        else if (cursor_.accept("ENGINE")) {
            cursor_.acceptSign("=");
            const QString engine = cursor_.expectName("an engine");
            if (engine.compare(u"InnoDB", Qt::CaseInsensitive) != 0)
                rest += QStringLiteral(" ENGINE=") + engine;
        } else if (cursor_.accept("COMMENT")) {
            cursor_.acceptSign("=");
            rest += QStringLiteral(" COMMENT=") + textLiteral(cursor_.expectText("a comment"));
        } else {
            cursor_.fail(QStringLiteral("START, INCREMENT, MINVALUE, MAXVALUE, CACHE, CYCLE or ENGINE"));
        }
    }
    constexpr qint64 limit = std::numeric_limits<qint64>::max();
    const qint64 low = hasSmallest ? smallest : step < 0 ? -limit : 1;
    const qint64 high = hasLargest ? largest : step < 0 ? -1 : limit - 1;
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::Sequence;
    draft.word = QStringLiteral("SEQUENCE");
    draft.sql.emplace_back(QStringLiteral("CREATE SEQUENCE "), name.name);
    draft.sql.emplace_back(
        QStringLiteral(" START WITH %1 MINVALUE %2 MAXVALUE %3 INCREMENT BY %4%5%6%7")
            .arg(QString::number(start.value_or(step < 0 ? high : low)), QString::number(low),
                QString::number(high), QString::number(step),
                cache == 0 ? QStringLiteral(" NOCACHE") : QStringLiteral(" CACHE %1").arg(cache),
                cycle ? QStringLiteral(" CYCLE") : QStringLiteral(" NOCYCLE"), rest),
        QString());
    add(std::move(draft), name, head.orReplace, ifNotExists);
}

void ProgramParser::createPackage(const Head& head)
{
    cursor_.expect("PACKAGE");
    const bool body = cursor_.accept("BODY");
    const bool ifNotExists = acceptIfNotExists(cursor_);
    const QualifiedName name = expectQualifiedName(cursor_, session_, "the name of a package");
    VerbatimDraft draft;
    draft.kind = model::Verbatim::Kind::Routine;
    draft.word = body ? QStringLiteral("PACKAGE BODY") : QStringLiteral("PACKAGE");
    draft.settings = session_.modeSetting();
    draft.sql.emplace_back(QStringLiteral("CREATE ") + head.definer + draft.word + u' ', name.name);
    draft.sql.emplace_back(u'\n' + restOfText(name.database, false), QString());
    add(std::move(draft), name, head.orReplace, ifNotExists);
}

} // namespace conjoin::sql::mysqlscript
