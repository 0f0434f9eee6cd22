// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/sqliteparser.h"

#include "orm/sql/sqlitetokenizer.h"

#include <algorithm>

namespace conjoin::sql {

using orm::PhysicalCheck;
using orm::PhysicalForeignKey;
using orm::PhysicalKey;
using orm::PhysicalKeyPart;

namespace {

/// Walks over the tokens of one statement.
class Reader {
public:
    explicit Reader(const QString& sql)
        : sql_(sql)
        , tokens_(tokenize(sql))
    {}

    const SqlToken& peek(size_t ahead = 0) const
    {
        static const SqlToken none;
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : none;
    }
    bool atEnd() const { return at_ >= tokens_.size(); }
    void skip() { ++at_; }

    bool take(const char* word)
    {
        const bool is = peek().isWord(word);
        at_ += is ? 1 : 0;
        return is;
    }
    bool take(const char* first, const char* second)
    {
        const bool is = peek().isWord(first) && peek(1).isWord(second);
        at_ += is ? 2 : 0;
        return is;
    }
    bool takeSign(QChar sign)
    {
        const bool is = peek().isSign(sign);
        at_ += is ? 1 : 0;
        return is;
    }
    QString takeName()
    {
        const QString name = peek().text;
        skip();
        return name;
    }
    bool atWord(std::initializer_list<const char*> words) const
    {
        return std::any_of(
            words.begin(), words.end(), [this](const char* word) { return peek().isWord(word); });
    }

    /// With the opening bracket taken: the tokens up to the one that closes it, which is taken too.
    std::vector<SqlToken> inBrackets()
    {
        std::vector<SqlToken> inside;
        for (int depth = 1; !atEnd(); skip()) {
            depth += peek().isSign(u'(') ? 1 : peek().isSign(u')') ? -1 : 0;
            if (depth == 0) {
                skip();
                break;
            }
            inside.push_back(peek());
        }
        return inside;
    }
    std::vector<SqlToken> rest()
    {
        std::vector<SqlToken> all(tokens_.begin() + qsizetype(std::min(at_, tokens_.size())), tokens_.end());
        at_ = tokens_.size();
        return all;
    }
    /// The statement's own text of these tokens. From token to token: a comment at the end would swallow what
    /// follows.
    QString textOf(const std::vector<SqlToken>& tokens) const
    {
        return tokens.empty() ? QString()
                              : sql_.mid(tokens.front().start, tokens.back().end - tokens.front().start);
    }

private:
    const QString& sql_;
    std::vector<SqlToken> tokens_;
    size_t at_ = 0;
};

/// Splits at the commas that stand in no bracket.
std::vector<std::vector<SqlToken>> atCommas(const std::vector<SqlToken>& tokens)
{
    std::vector<std::vector<SqlToken>> pieces(1);
    int depth = 0;
    for (const SqlToken& token : tokens) {
        depth += token.isSign(u'(') ? 1 : token.isSign(u')') ? -1 : 0;
        if (depth == 0 && token.isSign(u','))
            pieces.emplace_back();
        else
            pieces.back().push_back(token);
    }
    return pieces;
}

/// `a COLLATE nocase DESC` or `lower(a) ASC`.
PhysicalKeyPart keyPart(const Reader& reader, std::vector<SqlToken> tokens)
{
    PhysicalKeyPart part;
    if (tokens.size() > 1 && (tokens.back().isWord("asc") || tokens.back().isWord("desc"))) {
        part.descending = tokens.back().isWord("desc");
        tokens.pop_back();
    }
    if (tokens.size() > 2 && tokens[tokens.size() - 2].isWord("collate")) {
        part.collation = tokens.back().text;
        tokens.resize(tokens.size() - 2);
    }
    if (tokens.size() == 1 && tokens.front().isName())
        part.column = tokens.front().text;
    else
        part.expression = reader.textOf(tokens);
    return part;
}

class TableParser {
public:
    explicit TableParser(const QString& sql)
        : reader_(sql)
    {}

    std::optional<ParsedTable> parse()
    {
        if (!reader_.take("create"))
            return std::nullopt;
        if (!reader_.take("temp"))
            reader_.take("temporary");
        if (!reader_.take("table"))
            return std::nullopt;
        if (reader_.take("if", "not"))
            reader_.take("exists");
        reader_.takeName();
        if (reader_.takeSign(u'.'))
            reader_.takeName();
        if (!reader_.takeSign(u'('))
            return std::nullopt;

        while (!reader_.atEnd() && !reader_.takeSign(u')')) {
            constraintName_.clear();
            if (!readTableConstraints())
                readColumn();
            if (!reader_.takeSign(u',') && !reader_.peek().isSign(u')'))
                return std::nullopt;
        }
        return std::move(table_);
    }

private:
    /// Zero or more table constraints; commas between them are optional. False when a column stands here.
    bool readTableConstraints()
    {
        bool any = false;
        while (readTableConstraint())
            any = true;
        return any;
    }

    bool readTableConstraint()
    {
        if (!reader_.atWord({"constraint", "primary", "unique", "check", "foreign"}))
            return false;
        if (reader_.take("constraint")) {
            constraintName_ = reader_.takeName();
        } else if (reader_.take("primary", "key")) {
            PhysicalKey key = readKey();
            table_.primaryKey = std::move(key);
        } else if (reader_.take("unique")) {
            table_.uniqueKeys.push_back(readKey());
        } else if (reader_.take("check")) {
            readCheck();
        } else if (reader_.take("foreign", "key")) {
            QStringList columns;
            if (reader_.takeSign(u'('))
                columns = readNames();
            if (!reader_.take("references"))
                return false;
            readReference(columns);
        } else {
            return false;
        }
        return true;
    }

    PhysicalKey readKey()
    {
        PhysicalKey key;
        key.name = takeConstraintName();
        if (reader_.takeSign(u'(')) {
            std::vector<SqlToken> inside = reader_.inBrackets();
            if (!inside.empty() && inside.back().isWord("autoincrement")) {
                inside.pop_back();
                markAutoIncrement(inside);
            }
            for (std::vector<SqlToken>& piece : atCommas(inside))
                key.parts.push_back(keyPart(reader_, std::move(piece)));
        }
        key.conflict = readConflict();
        return key;
    }

    /// `PRIMARY KEY (id AUTOINCREMENT)`
    void markAutoIncrement(const std::vector<SqlToken>& inside)
    {
        for (ParsedColumn& column : table_.columns) {
            if (!inside.empty() && foldedName(column.name) == foldedName(inside.front().text))
                column.autoIncrement = true;
        }
    }

    void readColumn()
    {
        ParsedColumn column;
        column.name = reader_.takeName();
        // The type: the catalog tells it. It ends where a word begins a constraint, at a comma or at the
        // bracket.
        while (!reader_.atEnd() && !reader_.peek().isSign(u',') && !reader_.peek().isSign(u')') &&
               !atColumnConstraint()) {
            if (reader_.takeSign(u'('))
                reader_.inBrackets();
            else
                reader_.skip();
        }
        table_.columns.push_back(std::move(column));
        while (atColumnConstraint())
            readColumnConstraint();
    }

    bool atColumnConstraint() const
    {
        return reader_.atWord({"constraint", "primary", "not", "null", "unique", "check", "default", "collate",
                   "references", "as", "deferrable", "on"}) ||
               (reader_.peek().isWord("generated") && reader_.peek(1).isWord("always"));
    }

    void readColumnConstraint()
    {
        ParsedColumn& column = table_.columns.back();
        if (reader_.take("constraint")) {
            constraintName_ = reader_.takeName();
            return;
        }
        if (reader_.take("primary", "key")) {
            PhysicalKey key = singleColumnKey();
            if (reader_.take("desc"))
                key.parts.front().descending = true;
            else
                reader_.take("asc");
            key.conflict = readConflict();
            column.autoIncrement = reader_.take("autoincrement");
            table_.primaryKey = std::move(key);
        } else if (reader_.take("unique")) {
            PhysicalKey key = singleColumnKey();
            key.conflict = readConflict();
            table_.uniqueKeys.push_back(std::move(key));
        } else if (reader_.take("check")) {
            readCheck();
        } else if (reader_.take("default")) {
            skipDefault();
        } else if (reader_.take("collate")) {
            column.collation = reader_.takeName();
        } else if (reader_.take("references")) {
            readReference({column.name});
        } else if (reader_.take("generated", "always")) {
            // AS follows
        } else if (reader_.take("as")) {
            if (reader_.takeSign(u'('))
                column.generated = reader_.textOf(reader_.inBrackets());
            if (!reader_.take("stored"))
                reader_.take("virtual");
        } else if (reader_.peek().isWord("deferrable") ||
                   (reader_.peek().isWord("not") && reader_.peek(1).isWord("deferrable"))) {
            PhysicalForeignKey none; // the words mean nothing without a key in front of them
            readDeferrable(table_.foreignKeys.empty() ? none : table_.foreignKeys.back());
        } else if (reader_.take("not", "null")) { // the catalog tells
            column.notNullConflict = readConflict();
        } else {
            reader_.skip(); // NULL: what is so anyway
            readConflict();
        }
        constraintName_.clear();
    }

    PhysicalKey singleColumnKey()
    {
        PhysicalKey key;
        key.name = takeConstraintName();
        key.parts.push_back({table_.columns.back().name, {}, false, {}});
        return key;
    }

    void readCheck()
    {
        PhysicalCheck check;
        check.name = takeConstraintName();
        if (reader_.takeSign(u'('))
            check.expression = reader_.textOf(reader_.inBrackets());
        readConflict();
        table_.checks.push_back(std::move(check));
    }

    void skipDefault()
    {
        if (reader_.takeSign(u'(')) {
            reader_.inBrackets();
            return;
        }
        if (!reader_.takeSign(u'-'))
            reader_.takeSign(u'+');
        reader_.skip();
    }

    void readReference(const QStringList& columns)
    {
        PhysicalForeignKey key;
        key.name = takeConstraintName();
        key.columns = columns;
        key.refTable = reader_.takeName();
        if (reader_.takeSign(u'('))
            key.refColumns = readNames();
        for (;;) {
            if (reader_.take("on", "delete"))
                key.onDelete = readAction();
            else if (reader_.take("on", "update"))
                key.onUpdate = readAction();
            else if (reader_.take("on", "insert"))
                readAction();
            else if (reader_.take("match"))
                key.match = reader_.takeName();
            else if (reader_.peek().isWord("deferrable") ||
                     (reader_.peek().isWord("not") && reader_.peek(1).isWord("deferrable")))
                readDeferrable(key);
            else
                break;
        }
        table_.foreignKeys.push_back(std::move(key));
    }

    QStringList readNames()
    {
        QStringList names;
        for (const std::vector<SqlToken>& piece : atCommas(reader_.inBrackets())) {
            if (!piece.empty())
                names += piece.front().text;
        }
        return names;
    }

    model::Action readAction()
    {
        if (reader_.take("set", "null"))
            return model::Action::SetNull;
        if (reader_.take("set", "default"))
            return model::Action::SetDefault;
        if (reader_.take("cascade"))
            return model::Action::Cascade;
        if (reader_.take("restrict"))
            return model::Action::Restrict;
        reader_.take("no", "action");
        return model::Action::NoAction;
    }

    void readDeferrable(PhysicalForeignKey& key)
    {
        const bool never = reader_.take("not");
        reader_.take("deferrable");
        const bool deferred = reader_.take("initially", "deferred");
        if (!deferred)
            reader_.take("initially", "immediate");
        key.notDeferrableWritten = never;
        key.deferrable = never      ? model::Deferrable::No
                         : deferred ? model::Deferrable::InitiallyDeferred
                                    : model::Deferrable::InitiallyImmediate;
    }

    /// `ON CONFLICT word`, the word in capitals.
    QString readConflict() { return reader_.take("on", "conflict") ? reader_.takeName().toUpper() : QString(); }

    /// A name serves one constraint.
    QString takeConstraintName() { return std::exchange(constraintName_, QString()); }

    Reader reader_;
    ParsedTable table_;
    QString constraintName_;
};

} // namespace

std::optional<ParsedTable> parseCreateTable(const QString& sql)
{
    return TableParser(sql).parse();
}

std::optional<ParsedIndex> parseCreateIndex(const QString& sql)
{
    Reader reader(sql);
    if (!reader.take("create"))
        return std::nullopt;
    reader.take("unique");
    if (!reader.take("index"))
        return std::nullopt;
    if (reader.take("if", "not"))
        reader.take("exists");
    reader.takeName();
    if (reader.takeSign(u'.'))
        reader.takeName();
    if (!reader.take("on"))
        return std::nullopt;
    reader.takeName();
    if (!reader.takeSign(u'('))
        return std::nullopt;

    ParsedIndex index;
    for (std::vector<SqlToken>& piece : atCommas(reader.inBrackets()))
        index.parts.push_back(keyPart(reader, std::move(piece)));
    if (reader.take("where"))
        index.where = reader.textOf(reader.rest());
    return index;
}

QString foldedName(const QString& name)
{
    QString folded = name;
    for (QChar& c : folded) {
        if (c >= u'A' && c <= u'Z')
            c = QChar(c.unicode() + ('a' - 'A'));
    }
    return folded;
}

QSet<QString> namesUsed(const QString& sql)
{
    static const QSet<QString> opensList = {QStringLiteral("from"), QStringLiteral("join")};
    static const QSet<QString> endsList = {QStringLiteral("where"), QStringLiteral("group"),
        QStringLiteral("order"), QStringLiteral("having"), QStringLiteral("limit"), QStringLiteral("union"),
        QStringLiteral("except"), QStringLiteral("intersect"), QStringLiteral("select"), QStringLiteral("set"),
        QStringLiteral("values"), QStringLiteral("using"), QStringLiteral("window"), QStringLiteral("begin"),
        QStringLiteral("end")};
    static const QSet<QString> beforeTable = {QStringLiteral("from"), QStringLiteral("join"),
        QStringLiteral("into"), QStringLiteral("update"), QStringLiteral("on"), QStringLiteral("in")};

    QSet<QString> used;
    bool inList = false; // of a FROM clause, where commas and brackets precede tables too
    const std::vector<SqlToken> tokens = tokenize(sql);
    for (size_t i = 1; i < tokens.size(); ++i) {
        const SqlToken& token = tokens[i];
        const bool qualified = i >= 3 && tokens[i - 1].isSign(u'.');
        const SqlToken& before = tokens[qualified ? i - 3 : i - 1];
        const bool afterWord =
            before.kind == SqlToken::Kind::Word && beforeTable.contains(foldedName(before.text));
        const bool inItsList = inList && (before.isSign(u',') || before.isSign(u'('));
        const bool afterConflict = i >= 3 && tokens[i - 3].isWord("update") && tokens[i - 2].isWord("or");
        if (token.isName() && (afterWord || inItsList || afterConflict))
            used.insert(foldedName(token.text));
        const QString word = token.kind == SqlToken::Kind::Word ? foldedName(token.text) : QString();
        if (opensList.contains(word))
            inList = true;
        else if (endsList.contains(word) || token.isSign(u';'))
            inList = false;
    }

    return used;
}

} // namespace conjoin::sql
