// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/expression.h"

#include "orm/translate/sqltoken.h"

#include <QSet>

#include <algorithm>

namespace conjoin::orm {

namespace {

using Kind = Expression::Kind;
using Token = ExpressionToken;

/// How tightly operators bind, the same for all engines as far as expressions of a schema are concerned.
enum Binding {
    Lowest,
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Other,
    BitOr,
    BitAnd,
    Shift,
    Sum,
    Product,
    Power,
    Minus,
    Tight
};

int bindingOfOperator(const QString& sign, const SqlSyntax& syntax)
{
    if (sign == u"OR" || (sign == u"||" && !syntax.concatOperator))
        return Or;
    if (sign == u"XOR")
        return Xor;
    if (sign == u"AND" || (sign == u"&&" && !syntax.concatOperator))
        return And;
    static const QSet<QString> comparisons{QStringLiteral("="), QStringLiteral("=="), QStringLiteral("<>"),
        QStringLiteral("!="), QStringLiteral("<"), QStringLiteral("<="), QStringLiteral(">"),
        QStringLiteral(">="), QStringLiteral("<=>")};
    if (comparisons.contains(sign))
        return Comparison;
    if (sign == u"|")
        return BitOr;
    if (sign == u"&")
        return BitAnd;
    if (sign == u"<<" || sign == u">>")
        return Shift;
    if (sign == u"+" || sign == u"-")
        return Sum;
    if (sign == u"*" || sign == u"/" || sign == u"%" || sign == u"DIV" || sign == u"MOD")
        return Product;
    if (sign == u"^")
        return Power;
    static const QSet<QString> others{QStringLiteral("||"), QStringLiteral("->"), QStringLiteral("->>"),
        QStringLiteral("#>"), QStringLiteral("#>>"), QStringLiteral("@>"), QStringLiteral("<@"),
        QStringLiteral("~"), QStringLiteral("~*"), QStringLiteral("!~"), QStringLiteral("!~*"),
        QStringLiteral("~~"), QStringLiteral("~~*"), QStringLiteral("!~~"), QStringLiteral("!~~*"),
        QStringLiteral("&&")};
    return others.contains(sign) ? Other : Lowest;
}

/// Words that are values, not names, where they stand alone.
bool isConstantWord(const QString& upper)
{
    static const QSet<QString> words{QStringLiteral("NULL"), QStringLiteral("TRUE"), QStringLiteral("FALSE"),
        QStringLiteral("CURRENT_TIMESTAMP"), QStringLiteral("CURRENT_DATE"), QStringLiteral("CURRENT_TIME"),
        QStringLiteral("LOCALTIMESTAMP"), QStringLiteral("LOCALTIME"), QStringLiteral("CURRENT_USER"),
        QStringLiteral("SESSION_USER"), QStringLiteral("USER"), QStringLiteral("DEFAULT")};
    return words.contains(upper);
}

/// Words that begin or part something that is no operand.
bool isStructureWord(const QString& upper)
{
    static const QSet<QString> words{QStringLiteral("SELECT"), QStringLiteral("EXISTS"), QStringLiteral("FROM"),
        QStringLiteral("WHEN"), QStringLiteral("THEN"), QStringLiteral("ELSE"), QStringLiteral("END"),
        QStringLiteral("AND"), QStringLiteral("OR"), QStringLiteral("IN"), QStringLiteral("IS"),
        QStringLiteral("BETWEEN"), QStringLiteral("LIKE"), QStringLiteral("INTERVAL"), QStringLiteral("ROW"),
        QStringLiteral("WITH"), QStringLiteral("OVER"), QStringLiteral("AS")};
    return words.contains(upper);
}

bool isTypeOfLiteral(const QString& upper)
{
    static const QSet<QString> words{QStringLiteral("DATE"), QStringLiteral("TIME"),
        QStringLiteral("TIMESTAMP"), QStringLiteral("INTERVAL")};
    return words.contains(upper);
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// Stops at the first thing that it does not know: `failed_`.
class Parser {
public:
    Parser(const QString& sql, const SqlSyntax& syntax)
        : sql_(sql)
        , syntax_(syntax)
        , tokens_(expressionTokens(sql, syntax))
    {}

    std::optional<Expression> run()
    {
        Expression whole = operand(Lowest);
        if (failed_ || at_ != tokens_.size())
            return std::nullopt;
        return whole;
    }

private:
    // A hostile text can't exhaust the stack: so deep are nested operands, and so many operators in a row.
    static constexpr int deepest = 200;
    static constexpr int mostOperators = 1'000;

    const Token* peek(std::size_t ahead = 0) const
    {
        return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
    }
    bool nextIsWord(const char* word, std::size_t ahead = 0) const
    {
        const Token* token = peek(ahead);
        return token && token->isWord(word);
    }
    bool nextIsSign(const char* sign) const
    {
        const Token* token = peek();
        return token && token->isSign(sign);
    }
    bool takeWord(const char* word)
    {
        const bool found = nextIsWord(word);
        at_ += found ? 1 : 0;
        return found;
    }
    bool takeSign(const char* sign)
    {
        const bool found = nextIsSign(sign);
        at_ += found ? 1 : 0;
        return found;
    }
    void wantSign(const char* sign) { failed_ = !takeSign(sign) || failed_; }
    void wantWord(const char* word) { failed_ = !takeWord(word) || failed_; }
    Expression fail()
    {
        failed_ = true;
        return {};
    }

    Expression operand(int binding)
    {
        if (++depth_ > deepest)
            return fail();
        Expression left = prefixed();
        while (!failed_ && peek()) {
            if (!suffixed(left, binding))
                break;
            if (++operators_ > mostOperators)
                return fail();
        }
        --depth_;
        return left;
    }

    Expression prefixed()
    {
        if (failed_ || !peek())
            return fail();
        if (takeWord("NOT"))
            return {.kind = Kind::Unary, .text = QStringLiteral("NOT"), .parts = several(operand(Not))};
        if (takeSign("!"))
            return {.kind = Kind::Unary, .text = QStringLiteral("NOT"), .parts = several(operand(Tight))};
        if (takeSign("~"))
            return {.kind = Kind::Unary, .text = QStringLiteral("~"), .parts = several(operand(Minus))};
        if (takeSign("+"))
            return operand(Minus);
        if (takeSign("-")) {
            Expression value = operand(Minus);
            if (value.kind != Kind::Number)
                return {.kind = Kind::Unary, .text = QStringLiteral("-"), .parts = several(std::move(value))};
            value.text = value.text.startsWith(u'-') ? value.text.mid(1) : u'-' + value.text;
            return value;
        }
        return primary();
    }

    Expression primary()
    {
        const Token token = *peek();
        switch (token.kind) {
        case Token::Kind::Number:
            ++at_;
            return {.kind = Kind::Number, .text = token.text};
        case Token::Kind::Text: {
            ++at_;
            Expression text{.kind = Kind::Text, .text = token.text};
            while (peek() && peek()->kind == Token::Kind::Text) // 'a' 'b' is one text
                text.text += tokens_[at_++].text;
            return text;
        }
        case Token::Kind::Bytes:
            if (!std::ranges::all_of(token.text, isHexDigit))
                return fail();
            ++at_;
            return {.kind = Kind::Bytes, .text = token.text};
        case Token::Kind::Sign:
            return takeSign("(") ? inParentheses() : fail();
        case Token::Kind::Name:
            return named();
        case Token::Kind::Word:
            return word(token.text.toUpper());
        }
        return fail();
    }

    Expression inParentheses()
    {
        std::vector<Expression> parts = list(")");
        if (parts.size() == 1)
            return std::move(parts.front());
        return {.kind = Kind::List, .parts = std::move(parts)};
    }

    /// Operands up to the closing sign, which is taken too.
    std::vector<Expression> list(const char* close)
    {
        std::vector<Expression> parts;
        if (takeSign(close))
            return parts;
        do
            parts.push_back(operand(Lowest));
        while (!failed_ && takeSign(","));
        wantSign(close);
        return parts;
    }

    Expression word(const QString& upper)
    {
        if (upper == u"CASE")
            return caseOf();
        const Token* next = peek(1);
        if (next && next->kind == Token::Kind::Text && isTypeOfLiteral(upper)) {
            const QString value = next->text;
            at_ += 2;
            return {
                .kind = Kind::Cast, .text = upper.toLower(), .parts = {{.kind = Kind::Text, .text = value}}};
        }
        if (next && next->isSign("(") && (upper == u"CAST" || upper == u"TRY_CAST"))
            return castOf();
        if (upper == u"ARRAY" && next && next->isSign("[")) {
            at_ += 2;
            return {.kind = Kind::Array, .parts = list("]")};
        }
        if (isStructureWord(upper))
            return fail();
        const bool called = next && next->isSign("(");
        const bool qualified = next && next->isSign(".");
        if (isConstantWord(upper) && !qualified) {
            ++at_;
            Expression constant{.kind = Kind::Constant, .text = upper};
            if (called) { // CURRENT_TIMESTAMP(3), and MySQL's CURRENT_TIMESTAMP()
                ++at_;
                constant.parts = list(")");
            }
            return constant;
        }
        return named();
    }

    Expression named()
    {
        Expression name{.kind = Kind::Name};
        do {
            const Token* token = peek();
            if (!token || (token->kind != Token::Kind::Word && token->kind != Token::Kind::Name))
                return fail();
            name.path << token->text;
            name.quoted = token->kind == Token::Kind::Name;
            ++at_;
        } while (takeSign("."));
        if (!takeSign("("))
            return name;
        name.kind = Kind::Call;
        if (takeWord("DISTINCT"))
            name.text = QStringLiteral("DISTINCT");
        if (takeSign("*")) {
            wantSign(")");
            name.parts = {{.kind = Kind::Star}};
        } else {
            name.parts = list(")");
        }
        return name;
    }

    Expression caseOf()
    {
        ++at_;
        Expression result{.kind = Kind::Case};
        if (!nextIsWord("WHEN")) {
            result.text = QStringLiteral("CASE x");
            result.parts.push_back(operand(Lowest));
        }
        while (!failed_ && takeWord("WHEN")) {
            result.parts.push_back(operand(Lowest));
            wantWord("THEN");
            result.parts.push_back(operand(Lowest));
        }
        if (!failed_ && takeWord("ELSE"))
            result.parts.push_back(operand(Lowest));
        wantWord("END");
        return result;
    }

    Expression castOf()
    {
        at_ += 2;
        Expression value = operand(Lowest);
        wantWord("AS");
        if (failed_)
            return fail();
        const qsizetype from = peek() ? peek()->start : sql_.size();
        int open = 0;
        while (peek() && (open > 0 || !nextIsSign(")"))) {
            open += nextIsSign("(") ? 1 : nextIsSign(")") ? -1 : 0;
            ++at_;
        }
        const qsizetype to = at_ > 0 ? tokens_[at_ - 1].end : from;
        wantSign(")");
        return {.kind = Kind::Cast, .text = sql_.mid(from, to - from), .parts = several(std::move(value))};
    }

    /// The type after `::`.
    QString typeText()
    {
        const qsizetype from = peek() ? peek()->start : sql_.size();
        const auto takeName = [&] {
            const Token* token = peek();
            const bool found = token && (token->kind == Token::Kind::Word || token->kind == Token::Kind::Name);
            at_ += found ? 1 : 0;
            return found;
        };
        if (!takeName() || (takeSign(".") && !takeName()))
            failed_ = true;
        takeWord("varying") || takeWord("precision");
        if (takeSign("(")) {
            while (peek() && !takeSign(")"))
                ++at_;
        }
        if ((nextIsWord("with") || nextIsWord("without")) && nextIsWord("time", 1) && nextIsWord("zone", 2))
            at_ += 3;
        while (takeSign("["))
            wantSign("]");
        return sql_.mid(from, tokens_[at_ - 1].end - from);
    }

    /// Takes an operator and what is right of it, where it binds tighter than `binding`.
    bool suffixed(Expression& left, int binding)
    {
        if (binding < Tight && syntax_.colonCasts && takeSign("::")) {
            left = {.kind = Kind::Cast, .text = typeText(), .parts = several(std::move(left))};
            return true;
        }
        if (binding < Tight && takeWord("COLLATE")) {
            const Expression collation = named();
            left = {.kind = Kind::Collate,
                .path = collation.path,
                .quoted = collation.quoted,
                .parts = several(std::move(left))};
            return true;
        }
        if (peek()->kind == Token::Kind::Word)
            return suffixedByWord(left, binding);
        if (peek()->kind != Token::Kind::Sign)
            return false;
        const QString sign = peek()->text;
        const int tightness = bindingOfOperator(sign, syntax_);
        if (tightness == Lowest || tightness <= binding)
            return false;
        ++at_;
        if (tightness == Comparison && (nextIsWord("ANY") || nextIsWord("ALL") || nextIsWord("SOME")))
            return comparedWithArray(left, sign);
        QString text = sign;
        if (!syntax_.concatOperator && (sign == u"||" || sign == u"&&"))
            text = sign == u"||" ? QStringLiteral("OR") : QStringLiteral("AND");
        left = binary(text, std::move(left), operand(tightness));
        return true;
    }

    /// A list of what is moved into it: braces would copy whole trees.
    template<class... Parts>
    static std::vector<Expression> several(Parts&&... parts)
    {
        std::vector<Expression> all;
        all.reserve(sizeof...(parts));
        (all.push_back(std::forward<Parts>(parts)), ...);
        return all;
    }

    static Expression binary(const QString& text, Expression left, Expression right)
    {
        return {.kind = Kind::Binary, .text = text, .parts = several(std::move(left), std::move(right))};
    }

    /// `= ANY (ARRAY[…])` is IN, `<> ALL (ARRAY[…])` is NOT IN; other arrays are beyond us.
    bool comparedWithArray(Expression& left, const QString& sign)
    {
        const bool any = nextIsWord("ANY") || nextIsWord("SOME");
        ++at_;
        wantSign("(");
        Expression array = operand(Lowest);
        wantSign(")");
        while (array.kind == Kind::Cast)
            array = Expression(array.parts[0]);
        const bool isIn = any ? sign == u"=" : sign == u"<>" || sign == u"!=";
        if (failed_ || array.kind != Kind::Array || !isIn) {
            failed_ = true;
            return false;
        }
        Expression in{.kind = Kind::In, .negated = !any, .parts = several(std::move(left))};
        in.parts.insert(in.parts.end(), array.parts.begin(), array.parts.end());
        left = std::move(in);
        return true;
    }

    bool suffixedByWord(Expression& left, int binding)
    {
        const QString upper = peek()->text.toUpper();
        const int tightness = bindingOfOperator(upper, syntax_);
        if (tightness != Lowest) {
            if (tightness <= binding)
                return false;
            ++at_;
            left = binary(upper, std::move(left), operand(tightness));
            return true;
        }
        if (binding >= Comparison)
            return false;
        if (upper == u"IS")
            return takeIs(left);
        if (upper == u"ISNULL" || upper == u"NOTNULL") {
            ++at_;
            left = {.kind = Kind::Is,
                .text = upper == u"ISNULL" ? QStringLiteral("IS NULL") : QStringLiteral("IS NOT NULL"),
                .parts = several(std::move(left))};
            return true;
        }
        const bool negated = upper == u"NOT";
        const Token* token = peek(negated ? 1 : 0);
        const QString kind = token && token->kind == Token::Kind::Word ? token->text.toUpper() : QString();
        static const QSet<QString> matches{QStringLiteral("LIKE"), QStringLiteral("ILIKE"),
            QStringLiteral("GLOB"), QStringLiteral("REGEXP"), QStringLiteral("RLIKE"), QStringLiteral("MATCH")};
        if (kind != u"IN" && kind != u"BETWEEN" && !matches.contains(kind))
            return false;
        at_ += negated ? 2 : 1;
        if (kind == u"IN") {
            wantSign("(");
            Expression in{.kind = Kind::In, .negated = negated, .parts = several(std::move(left))};
            const std::vector<Expression> values = list(")");
            in.parts.insert(in.parts.end(), values.begin(), values.end());
            left = std::move(in);
        } else if (kind == u"BETWEEN") {
            Expression from = operand(Comparison);
            wantWord("AND");
            Expression to = operand(Comparison);
            left = {.kind = Kind::Between,
                .negated = negated,
                .parts = several(std::move(left), std::move(from), std::move(to))};
        } else {
            left = binary(negated ? QStringLiteral("NOT ") + kind : kind, std::move(left), operand(Comparison));
            if (takeWord("ESCAPE"))
                left.parts.push_back(operand(Comparison));
        }
        return true;
    }

    bool takeIs(Expression& left)
    {
        ++at_;
        QString text = QStringLiteral("IS ");
        if (takeWord("NOT"))
            text += QStringLiteral("NOT ");
        if (takeWord("DISTINCT")) {
            wantWord("FROM");
            left = binary(text + QStringLiteral("DISTINCT FROM"), std::move(left), operand(Comparison));
            return true;
        }
        for (const char* word : {"NULL", "TRUE", "FALSE", "UNKNOWN"}) {
            if (takeWord(word)) {
                left = {
                    .kind = Kind::Is, .text = text + QLatin1String(word), .parts = several(std::move(left))};
                return true;
            }
        }
        left =
            binary(text.trimmed(), std::move(left), operand(Comparison)); // SQLite's IS compares any two values
        return true;
    }

    const QString& sql_;
    const SqlSyntax& syntax_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    int operators_ = 0;
    bool failed_ = false;
};

} // namespace

bool Expression::isCall(const char* function, std::size_t arguments) const
{
    return kind == Kind::Call && path.size() == 1 && parts.size() == arguments &&
           path[0].compare(QLatin1String(function), Qt::CaseInsensitive) == 0;
}

std::optional<Expression> parseExpression(const QString& sql, const SqlSyntax& syntax)
{
    return Parser(sql, syntax).run();
}

bool isExpressionWord(const QString& word)
{
    const QString upper = word.toUpper();
    return isStructureWord(upper) || isConstantWord(upper);
}

int bindingOf(const Expression& expression)
{
    switch (expression.kind) {
    case Kind::Unary:
        return expression.text == u"NOT" ? Not : Minus;
    case Kind::Binary: {
        static const SqlSyntax standard;
        const int binding = bindingOfOperator(expression.text, standard);
        return binding == Lowest ? int(Comparison) : binding;
    }
    case Kind::Is:
    case Kind::In:
    case Kind::Between:
        return Comparison;
    case Kind::Number:
        return expression.text.startsWith(u'-') ? Minus : Tight;
    default:
        return Tight;
    }
}

} // namespace conjoin::orm
