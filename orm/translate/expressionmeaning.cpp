// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/expression.h"

#include "orm/translate/sqltoken.h"

#include <algorithm>

namespace conjoin::orm {

namespace {

using Kind = Expression::Kind;

bool isNumberText(const QString& text)
{
    bool ok = false;
    text.toDouble(&ok);
    return ok;
}

/// Whether an engine adds a cast to that type where it compares texts.
bool isTextType(const QString& type)
{
    const QString plain = type.simplified().toLower();
    return plain == u"text" || plain.startsWith(u"character varying") || plain.startsWith(u"varchar") ||
           plain == u"bpchar";
}

/// Writes an expression so that two of the same meaning are the same text: fully parenthesized, prefix form.
class MeaningWriter {
public:
    MeaningWriter(const Capabilities& engine, const NameMap& rename)
        : engine_(engine)
        , rename_(rename)
    {}

    QString of(const Expression& e) const
    {
        switch (e.kind) {
        case Kind::Number:
            return e.text.toLower();
        case Kind::Text:
            return u'\'' + e.text + u'\'';
        case Kind::Bytes:
            return QStringLiteral("x'") + e.text.toLower() + u'\'';
        case Kind::Constant:
            return ofConstant(e);
        case Kind::Name:
            return ofName(e);
        case Kind::Call:
            return ofCall(e);
        case Kind::Unary: {
            const QString value = of(e.parts[0]);
            return e.text == u"-" && isNumberText(value) ? u'-' + value : form(e.text, {value});
        }
        case Kind::Binary:
            return ofBinary(e);
        case Kind::Cast:
            return ofCast(e);
        case Kind::Is:
            return form(e.text, {of(e.parts[0])});
        case Kind::In:
            return ofIn(e);
        case Kind::Between: {
            const QString value = of(e.parts[0]), from = of(e.parts[1]), to = of(e.parts[2]);
            return e.negated ? form(QStringLiteral("OR"), {form(QStringLiteral("<"), {value, from}),
                                                              form(QStringLiteral(">"), {value, to})})
                             : form(QStringLiteral("AND"), {form(QStringLiteral(">="), {value, from}),
                                                               form(QStringLiteral("<="), {value, to})});
        }
        case Kind::Case:
            return form(e.text.isEmpty() ? QStringLiteral("CASE") : e.text, all(e.parts));
        case Kind::List:
        case Kind::Array:
            return form(e.kind == Kind::List ? QStringLiteral("LIST") : QStringLiteral("ARRAY"), all(e.parts));
        case Kind::Collate:
            return form(QStringLiteral("COLLATE ") + e.path.join(u'.'), {of(e.parts[0])});
        case Kind::Star:
            return QStringLiteral("*");
        }
        return {};
    }

private:
    static QString form(const QString& head, const QStringList& parts)
    {
        return u'(' + head + u' ' + parts.join(u' ') + u')';
    }

    QStringList all(const std::vector<Expression>& parts) const
    {
        QStringList texts;
        for (const Expression& part : parts)
            texts << of(part);
        return texts;
    }

    QString folded(const QString& name, bool quoted) const
    {
        return quoted && !engine_.foldsColumnNames ? name : name.toLower();
    }

    QString ofName(const Expression& e) const
    {
        const QString& last = e.path.last();
        const QString renamed = rename_ ? rename_(last) : last;
        QStringList path = e.path.mid(0, e.path.size() - 1);
        for (QString& part : path)
            part = part.toLower();
        path << folded(renamed, e.quoted || renamed != last);
        return path.join(u'.');
    }

    QString ofConstant(const Expression& e) const
    {
        const QString precision = e.parts.empty() ? QString() : u'(' + all(e.parts).join(u',') + u')';
        return e.text + precision;
    }

    QString ofCall(const Expression& e) const
    {
        static const QStringList now{QStringLiteral("now"), QStringLiteral("current_timestamp")};
        const QString name = e.path.last().toLower();
        if (now.contains(name) && e.path.size() == 1 && e.parts.size() <= 1)
            return QStringLiteral("CURRENT_TIMESTAMP") +
                   (e.parts.empty() ? QString() : u'(' + of(e.parts[0]) + u')');
        QString head = folded(e.path.last(), e.quoted);
        if (e.path.size() > 1 && e.path[e.path.size() - 2].toLower() != u"pg_catalog")
            head.prepend(e.path.mid(0, e.path.size() - 1).join(u'.').toLower() + u'.');
        return form(head + u' ' + e.text, all(e.parts));
    }

    QString ofCast(const Expression& e) const
    {
        const Expression& value = e.parts[0];
        const bool array = value.kind == Kind::Array;
        if (value.kind == Kind::Text && isNumberText(value.text) && !isTextType(e.text) &&
            !e.text.contains(QLatin1String("char"), Qt::CaseInsensitive))
            return value.text.toLower();
        if (value.isLiteral() || value.kind == Kind::Cast || array || isTextType(e.text))
            return of(value);
        return form(QStringLiteral("CAST ") + e.text.simplified().toLower(), {of(value)});
    }

    QString ofIn(const Expression& e) const
    {
        const QString value = of(e.parts[0]);
        if (e.parts.size() == 2)
            return form(e.negated ? QStringLiteral("<>") : QStringLiteral("="), {value, of(e.parts[1])});
        QStringList parts = all(e.parts);
        std::sort(parts.begin() + 1, parts.end()); // the order of what it may be means nothing
        return form(e.negated ? QStringLiteral("NOT IN") : QStringLiteral("IN"), parts);
    }

    void collect(const Expression& e, const QString& sign, QStringList& parts) const
    {
        for (const Expression& part : e.parts) {
            if (part.kind == Kind::Binary && part.text == sign)
                collect(part, sign, parts);
            else
                parts << of(part);
        }
    }

    QString ofBinary(const Expression& e) const
    {
        const QString& sign = e.text;
        if (sign == u"AND" || sign == u"OR") {
            QStringList parts;
            collect(e, sign, parts);
            QStringList flat; // BETWEEN adds an AND of its own
            const QString head = u'(' + sign + u' ';
            for (const QString& part : parts)
                flat << (part.startsWith(head) ? part.mid(head.size()).chopped(1) : part);
            return form(sign, flat);
        }
        static const QHash<QString, QString> same{{QStringLiteral("!="), QStringLiteral("<>")},
            {QStringLiteral("=="), QStringLiteral("=")}, {QStringLiteral("~~"), QStringLiteral("LIKE")},
            {QStringLiteral("!~~"), QStringLiteral("NOT LIKE")},
            {QStringLiteral("~~*"), QStringLiteral("ILIKE")},
            {QStringLiteral("!~~*"), QStringLiteral("NOT ILIKE")},
            {QStringLiteral("RLIKE"), QStringLiteral("REGEXP")},
            {QStringLiteral("NOT RLIKE"), QStringLiteral("NOT REGEXP")}};
        return form(same.value(sign, sign), all(e.parts));
    }

    const Capabilities& engine_;
    const NameMap& rename_;
};

/// What is left to compare where an expression is beyond the parser: its tokens.
QString tokenMeaning(const QString& sql, const Capabilities& engine, const NameMap& rename)
{
    QStringList texts;
    for (const ExpressionToken& token : expressionTokens(sql, engine.syntax)) {
        using TokenKind = ExpressionToken::Kind;
        const bool isName = token.kind == TokenKind::Word || token.kind == TokenKind::Name;
        if (!isName) {
            texts << (token.kind == TokenKind::Text ? u'\'' + token.text + u'\'' : token.text);
            continue;
        }
        const QString renamed = rename ? rename(token.text) : token.text;
        const bool exact = token.kind == TokenKind::Name && !engine.foldsColumnNames;
        texts << (exact ? renamed : renamed.toLower());
    }
    return texts.join(u' ');
}

} // namespace

QString expressionMeaning(const QString& sql, const Capabilities& engine, const NameMap& rename)
{
    if (sql.isEmpty())
        return {};
    const auto parsed = parseExpression(sql, engine.syntax);
    return parsed ? MeaningWriter(engine, rename).of(*parsed) : tokenMeaning(sql, engine, rename);
}

} // namespace conjoin::orm
