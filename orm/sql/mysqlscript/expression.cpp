// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlscript/expression.h"

#include "orm/dialect/mysqltypes.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace conjoin::sql::mysqlscript {

namespace {

/// How tightly an operator holds, as the server's printer has it.
enum Precedence {
    Lowest,
    Or,
    Xor,
    And,
    Compare,
    Between,
    In,
    BitOr,
    BitAnd,
    Shift,
    Interval,
    Add,
    Multiply,
    BitXor,
    Negate,
    Bang,
    Collate,
    Highest,
};

struct Node {
    enum class Kind {
        Literal,
        Column,
        Call,    ///< text(parts)
        Printed, ///< text is all of it, `precedence` says how tight
        Binary,  ///< two parts, the operator in text
        Logical, ///< And, Or: two parts or more
        Prefix,  ///< - ~ !
        Suffix,  ///< part text: ` is null`
        Range,   ///< [not] between
        List,    ///< [not] in
        Like,    ///< [not] like [escape]
        Tuple,   ///< (a,b)
    };
    Kind kind = Kind::Literal;
    QString text;
    std::vector<Node> parts;
    int precedence = Highest;
    bool negated = false;
    int depth = 1;
};

constexpr int deepest = 64; ///< nesting and chains beyond stay as written

QString printed(const Node& node);

QString bracketed(const Node& node, int parent)
{
    const QString text = printed(node);
    return node.precedence < parent ? u'(' + text + u')' : text;
}

QString joined(const std::vector<Node>& nodes, std::size_t from = 0)
{
    QStringList texts;
    for (std::size_t i = from; i < nodes.size(); ++i)
        texts.append(printed(nodes[i]));
    return texts.join(u',');
}

QString printed(const Node& node)
{
    const QString no = node.negated ? QStringLiteral(" not") : QString();
    switch (node.kind) {
    case Node::Kind::Literal:
    case Node::Kind::Column:
    case Node::Kind::Printed:
        return node.text;
    case Node::Kind::Call:
        return node.text + u'(' + joined(node.parts) + u')';
    case Node::Kind::Tuple:
        return u'(' + joined(node.parts) + u')';
    case Node::Kind::Binary:
        return bracketed(node.parts[0], node.precedence) + u' ' + node.text + u' ' +
               bracketed(node.parts[1], node.precedence + 1);
    case Node::Kind::Logical: {
        QStringList texts;
        for (const Node& part : node.parts)
            texts.append(bracketed(part, node.precedence));
        return texts.join(u' ' + node.text + u' ');
    }
    case Node::Kind::Prefix:
        return node.text + bracketed(node.parts[0], node.text == u"!" ? Highest : node.precedence);
    case Node::Kind::Suffix:
        return bracketed(node.parts[0], node.precedence) + node.text;
    case Node::Kind::Range:
        return bracketed(node.parts[0], Between) + no + QStringLiteral(" between ") +
               bracketed(node.parts[1], Between) + QStringLiteral(" and ") + bracketed(node.parts[2], Between);
    case Node::Kind::List:
        return bracketed(node.parts[0], In) + no + QStringLiteral(" in (") + joined(node.parts, 1) + u')';
    case Node::Kind::Like: {
        QString text =
            bracketed(node.parts[0], In) + no + QStringLiteral(" like ") + bracketed(node.parts[1], In);
        if (node.parts.size() > 2)
            text += QStringLiteral(" escape ") + printed(node.parts[2]);
        return text;
    }
    }
    return {};
}

/// The name that the catalog calls a function by.
QString functionName(const QString& name)
{
    static const QHash<QString, QString> names{{"upper", "ucase"}, {"lower", "lcase"},
        {"length", "octet_length"}, {"character_length", "char_length"}, {"substring", "substr"},
        {"mid", "substr"}, {"power", "pow"}, {"ceil", "ceiling"}, {"sha1", "sha"}, {"nvl", "ifnull"},
        {"day", "dayofmonth"}, {"now", "current_timestamp"}, {"localtime", "current_timestamp"},
        {"localtimestamp", "current_timestamp"}, {"schema", "database"}, {"current_date", "curdate"},
        {"current_time", "curtime"}, {"atan2", "atan"}, {"st_geomfromtext", "st_geometryfromtext"},
        {"geomfromtext", "st_geometryfromtext"}};
    return names.value(name, name);
}

/// Functions that may stand without brackets.
bool isBareFunction(const QString& name)
{
    static const QSet<QString> names{"current_timestamp", "current_date", "current_time", "current_user",
        "localtime", "localtimestamp", "utc_date", "utc_time", "utc_timestamp"};
    return names.contains(name);
}

/// Words that begin something which is read nowhere below, or that end an expression.
bool isForeignWord(const QString& word)
{
    static const QSet<QString> words{"select", "exists", "match", "with", "default", "from", "as", "over",
        "any", "all", "some", "previous", "row_number"};
    return words.contains(word);
}

Node makeNode(Node::Kind kind, QString text, int precedence, std::vector<Node> parts)
{
    Node node{kind, std::move(text), std::move(parts), precedence, false, 1};
    for (const Node& part : node.parts)
        node.depth = std::max(node.depth, part.depth + 1);
    return node;
}

Node literal(QString text)
{
    return makeNode(Node::Kind::Literal, std::move(text), Highest, {});
}

Node compared(Node left, const char* sign, Node right)
{
    return makeNode(
        Node::Kind::Binary, QString::fromLatin1(sign), Compare, {std::move(left), std::move(right)});
}

/// A condition on its own: a column there means "is not zero", and the server says so.
Node condition(Node node)
{
    if (node.kind == Node::Kind::Column)
        return compared(std::move(node), "<>", literal(QStringLiteral("0")));
    return node;
}

/// Chains of one word are one node, which grows in place: there are long ones.
Node logical(const char* word, int precedence, Node left, Node right)
{
    const QString text = QString::fromLatin1(word);
    const auto isChain = [&](const Node& node) {
        return node.kind == Node::Kind::Logical && node.text == text;
    };
    Node chain;
    if (isChain(left)) {
        chain = std::move(left);
    } else {
        chain = makeNode(Node::Kind::Logical, text, precedence, {});
        chain.depth = left.depth + 1;
        chain.parts.push_back(condition(std::move(left)));
    }
    chain.depth = std::max(chain.depth, right.depth + 1);
    if (isChain(right)) {
        chain.parts.insert(chain.parts.end(), std::make_move_iterator(right.parts.begin()),
            std::make_move_iterator(right.parts.end()));
    } else {
        chain.parts.push_back(condition(std::move(right)));
    }
    return chain;
}

/// NOT, which the server works into its operand.
Node negation(Node node)
{
    static const QHash<QString, QString> opposites{
        {"=", "<>"}, {"<>", "="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}};
    switch (node.kind) {
    case Node::Kind::Column:
        return compared(std::move(node), "=", literal(QStringLiteral("0")));
    case Node::Kind::Binary:
        if (const auto opposite = opposites.constFind(node.text); opposite != opposites.constEnd()) {
            node.text = *opposite;
            return node;
        }
        if (node.precedence == Xor) {
            node.parts[0] = negation(std::move(node.parts[0]));
            return node;
        }
        break;
    case Node::Kind::Logical: {
        const bool both = node.precedence == And;
        node.text = both ? QStringLiteral("or") : QStringLiteral("and");
        node.precedence = both ? Or : And;
        for (Node& part : node.parts)
            part = negation(std::move(part));
        return node;
    }
    case Node::Kind::Suffix:
        if (node.text == u" is null" || node.text == u" is not null") {
            node.text = node.text == u" is null" ? QStringLiteral(" is not null") : QStringLiteral(" is null");
            return node;
        }
        break;
    case Node::Kind::Range:
    case Node::Kind::List:
    case Node::Kind::Like:
        node.negated = !node.negated;
        return node;
    case Node::Kind::Prefix:
        if (node.text == u"!")
            return condition(std::move(node.parts[0]));
        break;
    default:
        break;
    }
    return makeNode(Node::Kind::Prefix, QStringLiteral("!"), Bang, {std::move(node)});
}

/// Reads by recursive descent; one level of brackets or operators deeper than `deepest` ends the attempt.
class ExpressionParser {
public:
    explicit ExpressionParser(Cursor cursor)
        : cursor_(std::move(cursor))
    {}

    std::optional<Node> read()
    {
        Node node = readOr();
        if (stopped_ || cursor_.failed() || !cursor_.atEnd())
            return std::nullopt;
        return node;
    }

private:
    struct Level {
        explicit Level(int& depth)
            : depth_(depth)
        {
            ++depth_;
        }
        ~Level() { --depth_; }
        Q_DISABLE_COPY_MOVE(Level)
        int& depth_;
    };

    bool go() const { return !stopped_ && !cursor_.failed(); }

    Node stop()
    {
        stopped_ = true;
        return {};
    }

    Node kept(Node node)
    {
        if (node.depth > deepest)
            stopped_ = true;
        return node;
    }

    Node binary(const char* sign, int precedence, Node left, Node right)
    {
        return kept(makeNode(
            Node::Kind::Binary, QString::fromLatin1(sign), precedence, {std::move(left), std::move(right)}));
    }

    Node readOr()
    {
        const Level level(depth_);
        if (depth_ > deepest)
            return stop();
        Node left = readXor();
        while (go() && (cursor_.accept("OR") || cursor_.acceptSign("||")))
            left = kept(logical("or", Or, std::move(left), readXor()));
        return left;
    }

    Node readXor()
    {
        Node left = readAnd();
        while (go() && cursor_.accept("XOR"))
            left = binary("xor", Xor, std::move(left), readAnd());
        return left;
    }

    Node readAnd()
    {
        Node left = readNot();
        while (go() && (cursor_.accept("AND") || cursor_.acceptSign("&&")))
            left = kept(logical("and", And, std::move(left), readNot()));
        return left;
    }

    Node readNot()
    {
        if (!cursor_.accept("NOT"))
            return readComparison();
        const Level level(depth_);
        return depth_ > deepest ? stop() : negation(readNot());
    }

    Node readComparison()
    {
        Node left = readPredicate();
        while (go()) {
            static const char* const signs[] = {"=", "<=>", "<>", "!=", "<=", ">=", "<", ">"};
            const auto* const sign = std::find_if(std::begin(signs), std::end(signs),
                [this](const char* candidate) { return cursor_.isSign(candidate); });
            if (sign != std::end(signs)) {
                cursor_.take();
                left =
                    binary(qstrcmp(*sign, "!=") == 0 ? "<>" : *sign, Compare, std::move(left), readPredicate());
            } else if (cursor_.accept("IS")) {
                left = readIs(std::move(left));
            } else {
                break;
            }
        }
        return left;
    }

    Node readIs(Node left)
    {
        const bool no = cursor_.accept("NOT");
        QString what = cursor_.take().text.toLower();
        if (what == u"unknown")
            what = QStringLiteral("null");
        if (what != u"null" && what != u"true" && what != u"false")
            return stop();
        return kept(makeNode(Node::Kind::Suffix,
            (no ? QStringLiteral(" is not ") : QStringLiteral(" is ")) + what, Compare, {std::move(left)}));
    }

    Node readPredicate()
    {
        Node left = readBits(BitOr);
        if (!go())
            return left;
        const bool no = cursor_.isWord("NOT") &&
                        (cursor_.isWord("IN", 1) || cursor_.isWord("BETWEEN", 1) || cursor_.isWord("LIKE", 1) ||
                            cursor_.isWord("REGEXP", 1) || cursor_.isWord("RLIKE", 1));
        if (no)
            cursor_.take();
        if (cursor_.accept("IN")) {
            cursor_.expectSign("(");
            std::vector<Node> parts{std::move(left)};
            do {
                parts.push_back(readOr());
            } while (go() && cursor_.acceptSign(","));
            cursor_.expectSign(")");
            if (!go())
                return stop();
            if (parts.size() == 2)
                return compared(std::move(parts[0]), no ? "<>" : "=", std::move(parts[1]));
            left = makeNode(Node::Kind::List, {}, In, std::move(parts));
            left.negated = no;
        } else if (cursor_.accept("BETWEEN")) {
            Node low = readBits(BitOr);
            cursor_.expect("AND");
            Node high = go() ? readPredicate() : Node();
            left = makeNode(Node::Kind::Range, {}, Between, {std::move(left), std::move(low), std::move(high)});
            left.negated = no;
        } else if (cursor_.accept("LIKE")) {
            std::vector<Node> parts{std::move(left), readBits(BitOr)};
            if (cursor_.accept("ESCAPE"))
                parts.push_back(readBits(BitOr));
            left = makeNode(Node::Kind::Like, {}, In, std::move(parts));
            left.negated = no;
        } else if (cursor_.accept("REGEXP") || cursor_.accept("RLIKE")) {
            left = binary("regexp", In, std::move(left), readBits(BitOr));
            if (no)
                left = negation(std::move(left));
        } else if (cursor_.accept({"SOUNDS", "LIKE"})) {
            const auto sound = [](Node node) {
                return makeNode(Node::Kind::Call, QStringLiteral("soundex"), Highest, {std::move(node)});
            };
            left = compared(sound(std::move(left)), "=", sound(readBits(BitOr)));
        }
        return kept(std::move(left));
    }

    struct Operator {
        const char* sign;
        const char* printed;
        int precedence;
        bool word;
    };

    const Operator* operatorHere(int least) const
    {
        static const Operator operators[] = {{"|", "|", BitOr, false}, {"&", "&", BitAnd, false},
            {"<<", "<<", Shift, false}, {">>", ">>", Shift, false}, {"+", "+", Add, false},
            {"-", "-", Add, false}, {"*", "*", Multiply, false}, {"/", "/", Multiply, false},
            {"%", "MOD", Multiply, false}, {"DIV", "DIV", Multiply, true}, {"MOD", "MOD", Multiply, true},
            {"^", "^", BitXor, false}};
        for (const Operator& candidate : operators) {
            if (candidate.precedence >= least &&
                (candidate.word ? cursor_.isWord(candidate.sign) : cursor_.isSign(candidate.sign)))
                return &candidate;
        }
        return nullptr;
    }

    Node readBits(int least)
    {
        Node left = readUnary();
        while (go()) {
            const Operator* found = operatorHere(least);
            if (!found)
                break;
            cursor_.take();
            if (found->precedence == Add && cursor_.isWord("INTERVAL") && !cursor_.isSign("(", 1)) {
                left = readInterval(std::move(left), found->sign);
                continue;
            }
            left = binary(found->printed, found->precedence, std::move(left), readBits(found->precedence + 1));
        }
        return left;
    }

    /// `part + INTERVAL 1 DAY`; the cursor stands on INTERVAL.
    Node readInterval(Node date, const char* sign)
    {
        cursor_.expect("INTERVAL");
        Node amount = readOr();
        const QString unit = cursor_.expectName("a unit of time").toLower();
        return shifted(std::move(date), sign, std::move(amount), unit);
    }

    Node shifted(Node date, const char* sign, Node amount, const QString& unit)
    {
        if (!go())
            return stop();
        const int depth = std::max(date.depth, amount.depth) + 1;
        Node node = makeNode(Node::Kind::Printed,
            bracketed(date, Interval) + u' ' + QString::fromLatin1(sign) + QStringLiteral(" interval ") +
                bracketed(amount, Interval) + u' ' + unit,
            Interval, {});
        node.depth = depth;
        return kept(std::move(node));
    }

    Node readUnary()
    {
        const Level level(depth_);
        if (depth_ > deepest)
            return stop();
        if (cursor_.acceptSign("-")) {
            Node node = readUnary();
            if (node.kind == Node::Kind::Literal && !node.text.isEmpty() && node.text.front().isDigit() &&
                !node.text.startsWith(u"0x"))
                return literal(u'-' + node.text);
            return kept(makeNode(Node::Kind::Prefix, QStringLiteral("-"), Negate, {std::move(node)}));
        }
        if (cursor_.acceptSign("+"))
            return readUnary();
        if (cursor_.acceptSign("~"))
            return kept(makeNode(Node::Kind::Prefix, QStringLiteral("~"), Negate, {readUnary()}));
        if (cursor_.acceptSign("!"))
            return kept(negation(readUnary()));
        if (cursor_.isWord("BINARY") && !cursor_.isSign("(", 1)) {
            cursor_.take();
            return cast(readUnary(), QStringLiteral("char charset binary"));
        }
        return readSuffixes(readPrimary());
    }

    Node readSuffixes(Node node)
    {
        while (go()) {
            if (cursor_.accept("COLLATE")) {
                const QString collation = cursor_.expectName("a collation").toLower();
                node = kept(makeNode(
                    Node::Kind::Suffix, QStringLiteral(" collate ") + collation, Collate, {std::move(node)}));
            } else if (cursor_.isSign("->") || cursor_.isSign("->>")) {
                const bool unquote = cursor_.take().text == u"->>";
                Node path = literal(expressionText(cursor_.expectText("a JSON path")));
                node = call("json_extract", {std::move(node), std::move(path)});
                if (unquote)
                    node = call("json_unquote", {std::move(node)});
            } else {
                break;
            }
        }
        return node;
    }

    Node call(const char* name, std::vector<Node> parts)
    {
        return kept(makeNode(Node::Kind::Call, QString::fromLatin1(name), Highest, std::move(parts)));
    }

    Node cast(Node node, const QString& type)
    {
        if (!go())
            return stop();
        Node made = makeNode(Node::Kind::Printed,
            QStringLiteral("cast(") + printed(node) + QStringLiteral(" as ") + type + u')', Highest, {});
        made.depth = node.depth + 1;
        return kept(std::move(made));
    }

    Node readPrimary()
    {
        const Token token = cursor_.peek();
        switch (token.kind) {
        case Token::Kind::Text:
            return literal(expressionText(cursor_.expectText("a text")));
        case Token::Kind::Number:
            cursor_.take();
            return literal(numberText(token.text));
        case Token::Kind::Bits:
            cursor_.take();
            return literal(bitsText(token.text));
        case Token::Kind::Name:
            return readColumn();
        case Token::Kind::Word:
            return readWord();
        case Token::Kind::Sign:
            return cursor_.isSign("(") ? readBrackets() : stop();
        default:
            return stop();
        }
    }

    static QString numberText(const QString& written)
    {
        QString text = written;
        if (text.startsWith(u'.'))
            text.prepend(u'0');
        if (text.endsWith(u'.'))
            text.chop(1);
        while (text.size() > 1 && text[0] == u'0' && text[1].isDigit())
            text.remove(0, 1);
        return text;
    }

    static QString bitsText(const QString& written)
    {
        if (written.startsWith(u'x', Qt::CaseInsensitive))
            return u'X' + written.mid(1).toUpper();
        if (written.startsWith(u'b', Qt::CaseInsensitive)) {
            const qulonglong value = written.mid(2, written.size() - 3).toULongLong(nullptr, 2);
            QString hex = QString::number(value, 16).toUpper();
            return QStringLiteral("0x") + (hex.size() % 2 ? QStringLiteral("0") : QString()) + hex;
        }
        return written;
    }

    Node readColumn()
    {
        QString text = orm::mysql::quoted(cursor_.take().text);
        while (go() && cursor_.acceptSign("."))
            text += u'.' + orm::mysql::quoted(cursor_.expectName("a column"));
        return makeNode(Node::Kind::Column, text, Highest, {});
    }

    Node readBrackets()
    {
        cursor_.expectSign("(");
        std::vector<Node> parts{readOr()};
        while (go() && cursor_.acceptSign(","))
            parts.push_back(readOr());
        cursor_.expectSign(")");
        if (parts.size() == 1)
            return std::move(parts.front());
        return kept(makeNode(Node::Kind::Tuple, {}, Highest, std::move(parts)));
    }

    Node readWord()
    {
        const QString word = cursor_.peek().text.toLower();
        if (isForeignWord(word))
            return stop();
        const bool calls = cursor_.isSign("(", 1);
        if (word == u"case")
            return readCase();
        if (cursor_.accept({"NEXT", "VALUE", "FOR"}))
            return call("nextval", {readColumn()});
        if (!calls && (word == u"true" || word == u"false" || word == u"null")) {
            cursor_.take();
            return literal(word == u"null" ? QStringLiteral("NULL")
                                           : (word == u"true" ? QStringLiteral("1") : QStringLiteral("0")));
        }
        if (cursor_.peek(1).kind == Token::Kind::Text) {
            if (word.startsWith(u'_')) {
                cursor_.take();
                const QString charset = word == u"_utf8" ? QStringLiteral("_utf8mb3") : word;
                return literal(charset + expressionText(cursor_.expectText("a text")));
            }
            if (word == u"date" || word == u"time" || word == u"timestamp") {
                cursor_.take();
                return literal(word.toUpper() + expressionText(cursor_.expectText("a text")));
            }
        }
        if (word == u"row" && calls) {
            cursor_.take();
            return readBrackets();
        }
        if (!calls && isBareFunction(word)) {
            cursor_.take();
            return makeNode(Node::Kind::Call, functionName(word), Highest, {});
        }
        if (!calls)
            return readColumn();
        cursor_.take();
        if (word == u"nextval" || word == u"lastval") {
            cursor_.expectSign("(");
            Node sequence = readColumn();
            cursor_.expectSign(")");
            return call(word == u"nextval" ? "nextval" : "lastval", {std::move(sequence)});
        }
        return readCall(word);
    }

    Node readCase()
    {
        cursor_.expect("CASE");
        QString text = QStringLiteral("case ");
        int depth = 1;
        const auto part = [&](const char* before) {
            const Node node = readOr();
            depth = std::max(depth, node.depth + 1);
            text += QString::fromLatin1(before) + printed(node) + u' ';
        };
        if (!cursor_.isWord("WHEN"))
            part("");
        while (go() && cursor_.accept("WHEN")) {
            part("when ");
            cursor_.expect("THEN");
            part("then ");
        }
        if (cursor_.accept("ELSE"))
            part("else ");
        cursor_.expect("END");
        Node node = makeNode(Node::Kind::Printed, text + QStringLiteral("end"), Highest, {});
        node.depth = depth;
        return kept(std::move(node));
    }

    /// The cursor stands on the bracket behind the name.
    Node readCall(const QString& name)
    {
        if (name == u"cast" || name == u"convert")
            return readCast(name == u"cast");
        if (name == u"extract" || name == u"trim" || name == u"char" || name == u"get_format" ||
            name == u"weight_string" || name == u"group_concat" || name == u"timestampdiff")
            return readOddCall(name);
        cursor_.expectSign("(");
        if (name == u"date_add" || name == u"adddate" || name == u"date_sub" || name == u"subdate") {
            const char* sign = name == u"date_add" || name == u"adddate" ? "+" : "-";
            Node date = readOr();
            cursor_.expectSign(",");
            const bool interval = cursor_.isWord("INTERVAL");
            Node made = interval ? readInterval(std::move(date), sign)
                                 : shifted(std::move(date), sign, readOr(), QStringLiteral("day"));
            cursor_.expectSign(")");
            return made;
        }
        if (name == u"timestampadd") {
            const QString unit = cursor_.expectName("a unit of time").toLower();
            cursor_.expectSign(",");
            Node amount = readOr();
            cursor_.expectSign(",");
            Node date = readOr();
            cursor_.expectSign(")");
            return shifted(std::move(date), "+", std::move(amount), unit);
        }
        if (name == u"position") {
            Node what = readBits(BitOr);
            cursor_.expect("IN");
            Node where = readOr();
            cursor_.expectSign(")");
            return call("locate", {std::move(what), std::move(where)});
        }
        std::vector<Node> parts;
        if (!cursor_.isSign(")")) {
            parts.push_back(readOr());
            while (go() &&
                   (cursor_.acceptSign(",") || (functionName(name) == u"substr" && cursor_.accept("FROM")) ||
                       (functionName(name) == u"substr" && cursor_.accept("FOR"))))
                parts.push_back(readOr());
        }
        cursor_.expectSign(")");
        if (!go())
            return stop();
        return kept(rewritten(name, std::move(parts)));
    }

    /// Functions that the server keeps as something else.
    Node rewritten(const QString& name, std::vector<Node> parts)
    {
        const std::size_t count = parts.size();
        if (count == 1 && name == u"isnull")
            return makeNode(Node::Kind::Suffix, QStringLiteral(" is null"), Compare, std::move(parts));
        if (count == 1 && (name == u"date" || name == u"time" || name == u"timestamp"))
            return cast(std::move(parts[0]), name == u"timestamp" ? QStringLiteral("datetime") : name);
        if (count == 1 && (name == u"bin" || name == u"oct"))
            return call("conv", {std::move(parts[0]), literal(QStringLiteral("10")),
                                    literal(name == u"bin" ? QStringLiteral("2") : QStringLiteral("8"))});
        if (count == 1 && name == u"yearweek")
            return call("yearweek", {std::move(parts[0]), literal(QStringLiteral("0"))});
        if (count == 2 && name == u"instr")
            return call("locate", {std::move(parts[1]), std::move(parts[0])});
        if (count == 2 && name == u"mod")
            return binary("MOD", Multiply, std::move(parts[0]), std::move(parts[1]));
        if (count == 2 && name == u"datediff")
            return binary(
                "-", Add, call("to_days", {std::move(parts[0])}), call("to_days", {std::move(parts[1])}));
        return makeNode(Node::Kind::Call, functionName(name), Highest, std::move(parts));
    }

    Node readCast(bool asWord)
    {
        cursor_.expectSign("(");
        Node node = readOr();
        if (!asWord && cursor_.accept("USING")) {
            const QString charset = cursor_.expectName("a character set").toLower();
            cursor_.expectSign(")");
            if (!go())
                return stop();
            Node made = makeNode(Node::Kind::Printed,
                QStringLiteral("convert(") + printed(node) + QStringLiteral(" using ") +
                    (charset == u"utf8" ? QStringLiteral("utf8mb3") : charset) + u')',
                Highest, {});
            made.depth = node.depth + 1;
            return kept(std::move(made));
        }
        if (asWord)
            cursor_.expect("AS");
        else
            cursor_.expectSign(",");
        const QString type = readCastType();
        cursor_.expectSign(")");
        return cast(std::move(node), type);
    }

    QString readCastType()
    {
        QString type = cursor_.expectName("a type").toLower();
        if (type == u"signed" || type == u"unsigned") {
            if (!cursor_.accept("INTEGER"))
                cursor_.accept("INT");
            return type;
        }
        const bool binary = type == u"binary";
        if (binary || type == u"nchar" || type == u"character")
            type = QStringLiteral("char");
        if (cursor_.acceptSign("(")) {
            type += u'(' + cursor_.take().text;
            if (cursor_.acceptSign(","))
                type += u',' + cursor_.take().text;
            type += u')';
            cursor_.expectSign(")");
        }
        if (!type.startsWith(u"char"))
            return type;
        if (cursor_.accept({"CHARACTER", "SET"}) || cursor_.accept("CHARSET"))
            return type + QStringLiteral(" charset ") + cursor_.expectName("a character set").toLower();
        if (!binary)
            stopped_ = true; // the connection decides, and a script does not always say
        return type + QStringLiteral(" charset binary");
    }

    /// Calls whose arguments are separated by words; the cursor stands on the bracket.
    Node readOddCall(const QString& name)
    {
        cursor_.expectSign("(");
        QString text;
        int depth = 1;
        const auto part = [&] {
            const Node node = readOr();
            depth = std::max(depth, node.depth + 1);
            return printed(node);
        };
        if (name == u"extract") {
            text = cursor_.expectName("a unit of time").toLower() + QStringLiteral(" from ");
            cursor_.expect("FROM");
            text += part();
        } else if (name == u"timestampdiff") {
            text = cursor_.expectName("a unit of time").toUpper();
            for (int i = 0; i < 2; ++i) {
                cursor_.expectSign(",");
                text += u',' + part();
            }
        } else if (name == u"trim") {
            return readTrim();
        } else if (name == u"char") {
            text = part();
            while (go() && cursor_.acceptSign(","))
                text += u',' + part();
            if (cursor_.accept("USING"))
                text += QStringLiteral(" using ") + cursor_.expectName("a character set").toLower();
        } else {
            return stop();
        }
        cursor_.expectSign(")");
        Node node = makeNode(Node::Kind::Printed, name + u'(' + text + u')', Highest, {});
        node.depth = depth;
        return kept(std::move(node));
    }

    Node readTrim()
    {
        QString side;
        for (const char* word : {"BOTH", "LEADING", "TRAILING"}) {
            if (cursor_.accept(word))
                side = QString::fromLatin1(word).toLower();
        }
        Node what;
        const bool given = side.isEmpty() || !cursor_.isWord("FROM");
        if (given)
            what = readOr();
        const bool from = cursor_.accept("FROM");
        Node text = from ? readOr() : what;
        cursor_.expectSign(")");
        if (!go() || (!from && !side.isEmpty()))
            return stop();
        if (!from)
            return call("trim", {std::move(text)});
        if (!given) {
            const char* name = side == u"both" ? "trim" : (side == u"leading" ? "ltrim" : "rtrim");
            return call(name, {std::move(text)});
        }
        Node node = makeNode(Node::Kind::Printed,
            QStringLiteral("trim(") + (side.isEmpty() ? QStringLiteral("both") : side) + u' ' + printed(what) +
                QStringLiteral(" from ") + printed(text) + u')',
            Highest, {});
        node.depth = std::max(what.depth, text.depth) + 1;
        return kept(std::move(node));
    }

    Cursor cursor_;
    int depth_ = 0;
    bool stopped_ = false;
};

} // namespace

QString expressionText(const QString& text)
{
    QString out(u'\'');
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'\\':
            out += QStringLiteral("\\\\");
            break;
        case u'\0':
            out += QStringLiteral("\\0");
            break;
        case u'\'':
            out += QStringLiteral("\\'");
            break;
        case u'\n':
            out += QStringLiteral("\\n");
            break;
        case u'\r':
            out += QStringLiteral("\\r");
            break;
        case u'\x1a':
            out += QStringLiteral("\\Z");
            break;
        default:
            out += c;
        }
    }
    return out + u'\'';
}

Expression readExpression(const Cursor& cursor, Cursor::Range range)
{
    const std::optional<Node> node = ExpressionParser(cursor.within(range)).read();
    if (!node)
        return {cursor.text(range), false, true};
    return {printed(*node), node->kind == Node::Kind::Literal, node->precedence < Highest};
}

} // namespace conjoin::sql::mysqlscript
