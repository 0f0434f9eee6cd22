// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgrestext.h"
#include "orm/sql/postgresscript/reader.h"

#include <QRegularExpression>

/// DO blocks. A script makes a thing in one where CREATE knows no IF NOT EXISTS: what such a block makes on an
/// empty database can be told without running it. Of any other nothing is read.
namespace conjoin::sql::pgscript {

using namespace pgtree;

namespace {

/// Takes the statements of a block of PL/pgSQL one after the other.
class BlockReader {
public:
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
    bool take(QString text)
    {
        while (true) {
            text = withoutComments(text);
            const QString word = firstWord(text);
            if (handler_) { // what happens where something exists already
                handler_ = word != u"END";
                return true;
            }
            if (word.isEmpty() || word == u"NULL" || word == u"RAISE" || word == u"END")
                return true;
            if (word == u"BEGIN") {
                text = text.mid(5);
            } else if (word == u"EXCEPTION") {
                handler_ = true;
                return true;
            } else if (word == u"IF") {
                const std::optional<QString> then = afterCondition(text);
                if (!then)
                    return false;
                text = *then;
            } else if (word == u"EXECUTE") {
                const std::optional<QString> constant = constantOf(text.mid(7).trimmed());
                if (constant)
                    statements_ += *constant;
                return constant.has_value();
            } else if (word == u"CREATE" || word == u"ALTER" || word == u"COMMENT") {
                statements_ += text;
                return true;
            } else {
                return false; // a declaration, a loop, a call
            }
        }
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

    /// What comes after `IF NOT EXISTS (…) THEN`, which is so on an empty database.
    static std::optional<QString> afterCondition(const QString& text)
    {
        static const QRegularExpression head(
            QStringLiteral(R"(^IF\s*\(?\s*NOT\s+EXISTS\s*\()"), QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression then(
            QStringLiteral(R"(\bTHEN\b)"), QRegularExpression::CaseInsensitiveOption);
        if (!head.match(text).hasMatch())
            return std::nullopt;
        const QString plain = orm::postgres::outline(text);
        for (auto it = then.globalMatch(plain); it.hasNext();) {
            const qsizetype at = it.next().capturedStart();
            const QString before = plain.left(at);
            if (before.count(u'(') == before.count(u')'))
                return text.mid(at + 4);
        }
        return std::nullopt;
    }

    /// The text of one literal that stands alone.
    static std::optional<QString> constantOf(const QString& literal)
    {
        const auto tree = Tree::parse("SELECT " + literal.toUtf8());
        if (!tree || !tree->statement() || tree->statement()->node_case != PG_QUERY__NODE__NODE_SELECT_STMT)
            return std::nullopt;
        const PgQuery__SelectStmt& select = *tree->statement()->select_stmt;
        if (select.n_target_list != 1 || select.n_from_clause > 0)
            return std::nullopt;
        const Node* value = select.target_list[0]->res_target->val;
        if (!value || value->node_case != PG_QUERY__NODE__NODE_A_CONST ||
            value->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
            return std::nullopt;
        return pgtree::text(value->a_const->sval->sval);
    }

    QStringList statements_;
    bool handler_ = false; ///< within EXCEPTION
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
    const auto found = language == u"plpgsql" ? BlockReader().read(body) : std::nullopt;
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
