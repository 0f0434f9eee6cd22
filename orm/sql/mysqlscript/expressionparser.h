// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/mysqlscript/cursor.h"
#include "orm/sql/mysqlscript/expressionnode.h"

#include <optional>

namespace conjoin::sql::mysqlscript {

/// Reads by recursive descent; one level of brackets or operators deeper than `deepest` ends the attempt.
class ExpressionParser {
public:
    explicit ExpressionParser(Cursor cursor)
        : cursor_(std::move(cursor))
    {}

    std::optional<Node> read();

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

    // expressionparser.cpp: operators, the loosest first
    Node stop();
    Node kept(Node node);
    Node binary(const char* sign, int precedence, Node left, Node right);
    Node readOr();
    Node readXor();
    Node readAnd();
    Node readNot();
    Node readComparison();
    Node readIs(Node left);
    Node readPredicate();

    struct Operator {
        const char* sign;
        const char* printed;
        int precedence;
        bool word;
    };
    const Operator* operatorHere(int least) const;
    Node readBits(int least);
    /// `part + INTERVAL 1 DAY`; the cursor stands on INTERVAL.
    Node readInterval(Node date, const char* sign);
    Node shifted(Node date, const char* sign, Node amount, const QString& unit);
    Node readUnary();
    Node readSuffixes(Node node);
    Node call(const char* name, std::vector<Node> parts);
    Node cast(Node node, const QString& type);

    // expressionterms.cpp: what operators stand between
    Node readPrimary();
    static QString numberText(const QString& written);
    static QString bitsText(const QString& written);
    Node readColumn();
    Node readBrackets();
    Node readWord();
    Node readCase();
    /// The cursor stands on the bracket behind the name.
    Node readCall(const QString& name);
    /// Functions that the server keeps as something else.
    Node rewritten(const QString& name, std::vector<Node> parts);
    Node readCast(bool asWord);
    QString readCastType();
    /// Calls whose arguments are separated by words; the cursor stands on the bracket.
    Node readOddCall(const QString& name);
    Node readTrim();

    Cursor cursor_;
    int depth_ = 0;
    bool stopped_ = false;
};

} // namespace conjoin::sql::mysqlscript
