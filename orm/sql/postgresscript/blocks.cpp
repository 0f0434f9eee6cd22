// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestext.h"
#include "orm/sql/postgresscript/reader.h"

#include <pg_query.h>

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <variant>

/// DO blocks. A script makes a thing in one where CREATE knows no IF NOT EXISTS, or where versions of the
/// server want different words: what such a block makes on an empty database of the parser's version can be
/// told without running it. Of any other nothing is read.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

/// What an expression of PL/pgSQL comes to; empty = only a server can tell.
using BlockValue = std::variant<std::monostate, bool, qint64, QString>;

/// Evaluates what needs no database: literals, variables, the server's version and what compares them.
class BlockExpressions {
public:
    /// What nests deeper than `deepest` is not looked into.
    explicit BlockExpressions(int deepest)
        : deepest_(deepest)
    {}

    BlockValue value(const QString& sql) const
    {
        const auto tree = selectOf("SELECT " + sql.toUtf8());
        return tree ? onlyTarget(*tree->statement()->select_stmt) : BlockValue();
    }

    /// The tree of one SELECT; nothing where it is something else, or nests too deep.
    std::optional<Tree> selectOf(const QByteArray& sql) const
    {
        const auto parts = splitPostgresScript(sql).statements;
        if (parts.size() != 1 || parts.front().depth > deepest_)
            return std::nullopt;
        auto tree = Tree::parse(parts.front().text);
        if (!tree || !tree->statement() || tree->statement()->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
            return std::nullopt;
        return std::move(*tree);
    }

    std::optional<bool> condition(const QString& sql) const
    {
        const BlockValue found = value(sql);
        const bool* so = std::get_if<bool>(&found);
        return so ? std::optional(*so) : std::nullopt;
    }

    void set(const QString& variable, BlockValue value) { variables_[variable.toLower()] = std::move(value); }
    bool knows(const QString& variable) const { return variables_.contains(variable.toLower()); }

    /// The value of a SELECT without FROM that asks one thing.
    BlockValue onlyTarget(const PgQuery__SelectStmt& select) const
    {
        if (select.n_target_list != 1 || select.n_from_clause > 0 || select.where_clause)
            return {};
        return of(select.target_list[0]->res_target->val);
    }

private:
    BlockValue of(const Node* node) const
    {
        if (!node)
            return {};
        switch (node->node_case) {
        case PG_QUERY__NODE__NODE_A_CONST:
            return constant(*node->a_const);
        case PG_QUERY__NODE__NODE_COLUMN_REF: {
            const PgQuery__ColumnRef& column = *node->column_ref;
            const QStringList parts = names(List(column.n_fields, column.fields));
            return parts.size() == 1 ? variables_.value(parts[0]) : BlockValue();
        }
        case PG_QUERY__NODE__NODE_TYPE_CAST:
            return cast(*node->type_cast);
        case PG_QUERY__NODE__NODE_FUNC_CALL: {
            const PgQuery__FuncCall& call = *node->func_call;
            const QString name = names(List(call.n_funcname, call.funcname)).last();
            const BlockValue asked = call.n_args == 1 ? of(call.args[0]) : BlockValue();
            if (name == u"current_setting" && asked == BlockValue(QStringLiteral("server_version_num")))
                return QString::number(PG_VERSION_NUM);
            return {};
        }
        case PG_QUERY__NODE__NODE_BOOL_EXPR:
            return logical(*node->bool_expr);
        case PG_QUERY__NODE__NODE_A_EXPR:
            return compared(*node->a_expr);
        default:
            return {};
        }
    }

    static BlockValue constant(const PgQuery__AConst& constant)
    {
        if (constant.isnull)
            return {};
        switch (constant.val_case) {
        case PG_QUERY__A__CONST__VAL_IVAL:
            return qint64(constant.ival->ival);
        case PG_QUERY__A__CONST__VAL_BOOLVAL:
            return constant.boolval->boolval != 0;
        case PG_QUERY__A__CONST__VAL_SVAL:
            return text(constant.sval->sval);
        default:
            return {};
        }
    }

    BlockValue cast(const PgQuery__TypeCast& cast) const
    {
        const BlockValue value = of(cast.arg);
        const QString type = names(List(cast.type_name->n_names, cast.type_name->names)).last();
        const QString* given = std::get_if<QString>(&value);
        if (given && type.startsWith(u"int")) {
            bool ok = false;
            const qint64 number = given->toLongLong(&ok);
            return ok ? BlockValue(number) : BlockValue();
        }
        if (given && type == u"bool") // TRUE and FALSE come as 't' and 'f'
            return *given == u"t" || *given == u"true"    ? BlockValue(true)
                   : *given == u"f" || *given == u"false" ? BlockValue(false)
                                                          : BlockValue();
        return given && (type == u"text" || type == u"varchar") ? value : BlockValue();
    }

    BlockValue logical(const PgQuery__BoolExpr& expression) const
    {
        const bool negates = expression.boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR;
        const bool ends = expression.boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR; // the value that decides it
        if (negates) {
            const Node* argument = expression.args[0];
            if (argument->node_case == PG_QUERY__NODE__NODE_SUB_LINK &&
                argument->sub_link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK)
                return true; // on an empty database
        }
        bool unknown = false;
        for (const Node* argument : List(expression.n_args, expression.args)) {
            const BlockValue value = of(argument);
            const bool* so = std::get_if<bool>(&value);
            if (so && negates)
                return !*so;
            if (so && *so == ends)
                return ends;
            unknown = unknown || !so;
        }
        return unknown || negates ? BlockValue() : BlockValue(!ends);
    }

    BlockValue compared(const PgQuery__AExpr& expression) const
    {
        const BlockValue left = of(expression.lexpr), right = of(expression.rexpr);
        const QString sign = names(List(expression.n_name, expression.name)).last();
        if (expression.kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP || left.index() != right.index() ||
            std::holds_alternative<std::monostate>(left))
            return {};
        if (sign == u"||" && std::holds_alternative<QString>(left))
            return std::get<QString>(left) + std::get<QString>(right);
        if (sign == u"=")
            return left == right;
        if (sign == u"<>")
            return left != right;
        const qint64* a = std::get_if<qint64>(&left);
        const qint64* b = std::get_if<qint64>(&right);
        if (!a || !b)
            return {};
        return sign == u"<"    ? BlockValue(*a < *b)
               : sign == u"<=" ? BlockValue(*a <= *b)
               : sign == u">"  ? BlockValue(*a > *b)
               : sign == u">=" ? BlockValue(*a >= *b)
                               : BlockValue();
    }

    int deepest_;
    QHash<QString, BlockValue> variables_; ///< by name in lower case
};

/// Takes the statements of a block of PL/pgSQL one after the other.
class BlockReader {
public:
    explicit BlockReader(int deepest)
        : expressions_(deepest)
    {}

    /// The SQL statements that the block would run; nothing where that depends on more than the empty database.
    std::optional<QStringList> read(const QString& body)
    {
        for (const QString& statement : orm::postgres::statementsOf(body)) {
            if (!take(statement))
                return std::nullopt;
        }
        return statements_;
    }

private:
    /// One IF: whether the branch that is read now runs, and whether one did.
    struct Branch {
        bool runs = false;
        bool done = false;
    };

    bool take(QString text)
    {
        while (true) {
            text = withoutComments(text);
            const QString word = firstWord(text);
            if (handler_) { // what happens where something exists already
                handler_ = word != u"END";
                return true;
            }
            if (returned_ || word.isEmpty())
                return true;
            if (word == u"DECLARE") {
                declares_ = true;
                text = text.mid(7);
            } else if (word == u"BEGIN") {
                declares_ = false;
                text = text.mid(5);
            } else if (declares_) {
                declare(text);
                return true;
            } else if (word == u"IF" || word == u"ELSIF" || word == u"ELSEIF") {
                const std::optional<QString> then = branch(word == u"IF", text.mid(word.size()));
                if (!then)
                    return false;
                text = *then;
            } else if (word == u"ELSE") {
                if (branches_.empty())
                    return false;
                branches_.back() = {!branches_.back().done && outerRuns(), true};
                text = text.mid(4);
            } else if (word == u"END") {
                if (firstWord(withoutComments(text.mid(3))) == u"IF" && !branches_.empty())
                    branches_.pop_back();
                return true;
            } else if (word == u"LOOP" || word == u"FOR" || word == u"FOREACH" || word == u"WHILE" ||
                       word == u"CASE") {
                return false; // how often, and over what
            } else if (!runs()) {
                return true;
            } else {
                return run(word, text);
            }
        }
    }

    /// A statement that would run.
    bool run(const QString& word, const QString& text)
    {
        static const QSet<QString> nothing{"NULL", "RAISE", "INSERT", "UPDATE", "DELETE"};
        static const QSet<QString> sql{"CREATE", "ALTER", "COMMENT", "DROP", "GRANT", "REVOKE"};
        if (nothing.contains(word))
            return true;
        if (sql.contains(word)) {
            statements_ += text;
            return true;
        }
        if (word == u"EXCEPTION") {
            handler_ = true;
            return true;
        }
        if (word == u"RETURN") {
            returned_ = true;
            return true;
        }
        if (word == u"EXECUTE") {
            const BlockValue statement = expressions_.value(text.mid(7));
            if (const QString* made = std::get_if<QString>(&statement)) {
                statements_ += *made;
                return true;
            }
            return false;
        }
        return word == u"SELECT" ? selectInto(text) : assign(text); // else a call
    }

    /// `version integer`, `kind text := 'a'`: a value that can't be told matters only where it is asked for.
    void declare(const QString& text)
    {
        static const QRegularExpression form(QStringLiteral(R"(^(\w+)\s[^:=]*?(?:(?::=|=|\bDEFAULT\b)(.*))?$)"),
            QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
        const QRegularExpressionMatch found = form.match(text);
        if (found.hasMatch())
            expressions_.set(found.captured(1),
                found.captured(2).isEmpty() ? BlockValue() : expressions_.value(found.captured(2)));
    }

    /// `name := value`.
    bool assign(const QString& text)
    {
        static const QRegularExpression form(
            QStringLiteral(R"(^(\w+)\s*:?=(.*)$)"), QRegularExpression::DotMatchesEverythingOption);
        const QRegularExpressionMatch found = form.match(text);
        if (!found.hasMatch() || !expressions_.knows(found.captured(1)))
            return false;
        expressions_.set(found.captured(1), expressions_.value(found.captured(2)));
        return true;
    }

    /// `SELECT value INTO name`: what a query answers stays unknown.
    bool selectInto(const QString& text)
    {
        const auto tree = expressions_.selectOf(text.toUtf8());
        if (!tree)
            return false;
        const PgQuery__SelectStmt& select = *tree->statement()->select_stmt;
        const QString variable =
            select.into_clause ? pgtree::text(select.into_clause->rel->relname) : QString();
        if (!expressions_.knows(variable))
            return false;
        expressions_.set(variable, expressions_.onlyTarget(select));
        return true;
    }

    bool runs() const
    {
        return std::ranges::all_of(branches_, [](const Branch& branch) { return branch.runs; });
    }

    /// Whether the statement would run that the innermost IF is.
    bool outerRuns() const
    {
        return std::all_of(
            branches_.begin(), branches_.end() - 1, [](const Branch& branch) { return branch.runs; });
    }

    /// What comes after `condition THEN`; nothing where the condition can't be told and matters.
    std::optional<QString> branch(bool opens, const QString& text)
    {
        if (opens)
            branches_.push_back({});
        else if (branches_.empty())
            return std::nullopt;
        static const QRegularExpression then(
            QStringLiteral(R"(\bTHEN\b)"), QRegularExpression::CaseInsensitiveOption);
        const QString plain = orm::postgres::outline(text);
        for (auto it = then.globalMatch(plain); it.hasNext();) {
            const qsizetype at = it.next().capturedStart();
            const QString before = plain.left(at);
            if (before.count(u'(') != before.count(u')'))
                continue;
            Branch& now = branches_.back();
            now.runs = false;
            if (!now.done && outerRuns()) {
                const std::optional<bool> so = expressions_.condition(text.left(at));
                if (!so)
                    return std::nullopt;
                now = {*so, *so};
            }
            return text.mid(at + 4);
        }
        return std::nullopt;
    }

    static QString withoutComments(const QString& text)
    {
        static const QRegularExpression leading(QStringLiteral(R"(^(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)+)"),
            QRegularExpression::DotMatchesEverythingOption);
        QString rest = text;
        return rest.remove(leading);
    }

    static QString firstWord(const QString& text)
    {
        static const QRegularExpression word(QStringLiteral(R"(^[A-Za-z_]+)"));
        return word.match(text).captured().toUpper();
    }

    BlockExpressions expressions_;
    QStringList statements_;
    std::vector<Branch> branches_;
    bool declares_ = false;
    bool handler_ = false;  ///< within EXCEPTION
    bool returned_ = false; ///< nothing more runs
};

} // namespace

/// False where it can't be told what the block does.
bool Reader::runBlock(const PgQuery__DoStmt& block)
{
    QString body, language = QStringLiteral("plpgsql");
    for (Node* node : List(block.n_args, block.args)) {
        if (node->node_case != PG_QUERY__NODE__NODE_DEF_ELEM)
            continue;
        const QString what = text(node->def_elem->defname);
        if (what == u"as")
            body = stringOf(node->def_elem->arg);
        else if (what == u"language")
            language = stringOf(node->def_elem->arg).toLower();
    }
    const auto found = language == u"plpgsql" ? BlockReader(deepest).read(body) : std::nullopt;
    if (!found)
        return false;
    std::vector<PostgresScript::Statement> inner;
    for (const QString& sql : *found) {
        const auto parts = splitPostgresScript(sql.toUtf8()).statements;
        if (parts.size() != 1 || parts.front().depth > deepest || !Tree::parse(parts.front().text))
            return false;
        inner.push_back(parts.front());
        inner.back().offset = now_->offset;
    }
    const PostgresScript::Statement* outer = now_;
    for (const PostgresScript::Statement& current : inner) {
        const auto tree = Tree::parse(current.text);
        now_ = &current;
        if (Node* node = tree->statement())
            statement(node);
    }
    now_ = outer;
    return true;
}

} // namespace conjoin::sql::pgscript
