// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/translate/translatedparts.h"

#include "orm/translate/typetranslation.h"

#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

namespace conjoin::orm {

using model::DataType;
using model::DefaultValue;
using model::TypeKind;
using model::Verbatim;

namespace {

/// What of the expression is another thing each time it is asked: the time, the user, chance; empty = nothing.
QString unsteadyPart(const Expression& expression)
{
    static const QStringList words{QStringLiteral("CURRENT_DATE"), QStringLiteral("CURRENT_TIME"),
        QStringLiteral("LOCALTIME"), QStringLiteral("CURRENT_USER"), QStringLiteral("SESSION_USER"),
        QStringLiteral("USER")};
    static const QStringList calls{QStringLiteral("random"), QStringLiteral("rand"),
        QStringLiteral("current_date"), QStringLiteral("curdate"), QStringLiteral("curtime"),
        QStringLiteral("current_user"), QStringLiteral("user"), QStringLiteral("version"),
        QStringLiteral("last_insert_rowid"), QStringLiteral("changes"), QStringLiteral("nextval"),
        QStringLiteral("currval"), QStringLiteral("pg_backend_pid"), QStringLiteral("current_setting"),
        QStringLiteral("age")};
    if (isNow(expression))
        return QStringLiteral("the time");
    if (isNewUuid(expression))
        return QStringLiteral("chance");
    if (expression.kind == Expression::Kind::Constant && words.contains(expression.text))
        return expression.text;
    if (expression.kind == Expression::Kind::Call && calls.contains(expression.path.last().toLower()))
        return expression.path.last() + QStringLiteral("()");
    for (const Expression& part : expression.parts) {
        if (const QString found = unsteadyPart(part); !found.isEmpty())
            return found;
    }
    return {};
}

/// `2000-01-01 00:00:00+02:00` in UTC and without saying so.
QString withoutZone(const QString& moment)
{
    static const QRegularExpression form(
        QStringLiteral(R"(^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(?:Z|([+-])(\d\d):?(\d\d)?)$)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(moment.trimmed());
    if (!match.hasMatch())
        return moment;
    const QString seconds = match.captured(2).size() == 5 ? QStringLiteral(":00") : QString();
    const QDateTime said(QDate::fromString(match.captured(1), Qt::ISODate),
        QTime::fromString(match.captured(2) + seconds, QStringLiteral("HH:mm:ss")), Qt::UTC);
    const int minutes = match.captured(5).toInt() * 60 + match.captured(6).toInt();
    const QDateTime utc = said.addSecs((match.captured(4) == u"-" ? 60 : -60) * minutes);
    return utc.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + match.captured(3);
}

DefaultValue translatedLiteral(TranslationContext& context, DefaultValue value, const DataType& type,
    const ObjectRef& object, const QString& where)
{
    if (type.kind == TypeKind::Boolean && type.dimensions == 0) {
        const QString text = value.text->toLower();
        if (text == u"1" || text == u"t" || text == u"b'1'")
            value.text = QStringLiteral("true");
        else if (text == u"0" || text == u"f" || text == u"b'0'")
            value.text = QStringLiteral("false");
    } else if (type.dimensions > 0 && !context.engine.arrays) {
        if (value.text != u"{}")
            context.lose(object, where, "translate.default", QStringLiteral("the default"), value.text);
        return value.text == u"{}" ? DefaultValue{DefaultValue::Kind::Literal, QStringLiteral("[]")}
                                   : DefaultValue();
    } else if (type.kind == TypeKind::Timestamp || type.kind == TypeKind::TimestampTz) {
        if (!context.engine.momentsWithZone)
            value.text = withoutZone(value.text);
    }
    if (value.text->startsWith(u"0000-00-00")) { // MySQL's day that is none
        context.lose(object, where, "translate.default", QStringLiteral("the default"), value.text);
        return {};
    }
    return value;
}

void needExtension(
    TranslationContext& context, const QString& name, const ObjectRef& object, const QString& where)
{
    const auto same = [&](const Verbatim& other) {
        return other.kind == Verbatim::Kind::Extension && other.name == name;
    };
    if (std::ranges::any_of(context.result.schema.verbatims, same))
        return;
    Verbatim extension;
    extension.id = IdSource::named<VerbatimId>(QStringLiteral("translate/extension/") + name);
    extension.kind = Verbatim::Kind::Extension;
    extension.name = name;
    extension.sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS %1 WITH SCHEMA %2")
                        .arg(context.to.identifier(name), context.engine.defaultSchema);
    context.result.schema.verbatims.set(std::move(extension));
    context.tell(Severity::Hint, object, where,
        message("translate.extension", "the type needs the extension \"%1\", which the script makes first",
            {name}));
}

} // namespace

DataType translatedColumnType(TranslationContext& context, const DataType& type, const ObjectRef& object,
    const QString& where, QString* collation)
{
    if (type.kind != TypeKind::Native)
        return type;
    TypeTranslation known = translatedType(type.native, context.from, context.to);
    known.type.dimensions = std::max(known.type.dimensions, type.dimensions);
    if (collation)
        *collation = known.collation;
    if (const QString extension = context.to.extensionFor(known.type); !extension.isEmpty())
        needExtension(context, extension, object, where);
    if (!known.isKnown)
        context.tell(Severity::Warning, object, where,
            message("translate.type", "%1 does not know the type \"%2\"; it becomes %3",
                {context.title(), type.native, model::typeText(known.type)}),
            message("translate.type.mend", "choose the type that it should be"));
    else if (!known.isExact)
        context.tell(Severity::Hint, object, where,
            message("translate.type.near", "the type \"%1\" becomes %2, which is not quite the same",
                {type.native, model::typeText(known.type)}),
            message("translate.type.mend", "choose the type that it should be"));
    return known.type;
}

DefaultValue translatedDefault(TranslationContext& context, const DefaultValue& value, const DataType& type,
    const ObjectRef& object, const QString& where)
{
    using Kind = DefaultValue::Kind;
    if (value.kind == Kind::Literal)
        return translatedLiteral(context, value, type, object, where);
    if (value.kind != Kind::Expression)
        return value;
    ExpressionWriter writer(context.from, context.to, [](const QString&) { return std::nullopt; });
    const auto parsed = parseExpression(value.text, context.from.capabilities().syntax);
    if (parsed) {
        const Expression& inner = parsed->kind == Expression::Kind::Cast ? parsed->parts[0] : *parsed;
        if (isNow(*parsed))
            return {Kind::Now, {}};
        if (isNewUuid(*parsed))
            return {Kind::Uuid, {}};
        if (inner.isConstant("NULL"))
            return {};
        if (inner.isConstant("TRUE") || inner.isConstant("FALSE"))
            return {Kind::Literal, inner.text.toLower()};
        if (inner.kind == Expression::Kind::Text || inner.kind == Expression::Kind::Number)
            return translatedLiteral(context, {Kind::Literal, inner.text}, type, object, where);
        if (const auto text = writer.written(*parsed))
            return {Kind::Expression, *text};
    }
    context.lose(object, where, "translate.default", QStringLiteral("the default"),
        writer.problem().isEmpty() ? *value.text : writer.problem());
    return {};
}

void translateChecks(TranslationContext& context, std::vector<model::Check>& checks, ExpressionWriter& writer,
    const ObjectRef& object, const QString& where)
{
    std::vector<model::Check> kept;
    for (model::Check& check : checks) {
        const auto said = parseExpression(check.expression, context.from.capabilities().syntax);
        const QString unsteady = said && context.engine.steadyChecks ? unsteadyPart(*said) : QString();
        if (!unsteady.isEmpty()) {
            context.tell(Severity::Warning,
                std::holds_alternative<UserTypeId>(object) ? object : ObjectRef(check.id), where,
                message("translate.check.unsteady",
                    "the check (%1) is left out: to %2 a check sees its row only, and not %3",
                    {shortened(check.expression), context.title(), unsteady}),
                message("translate.check.unsteady.mend", "let a trigger check it"));
        } else if (auto text = writer.translated(check.expression)) {
            check.expression = *text;
            kept.push_back(check);
        } else {
            const ObjectRef narrow = std::holds_alternative<UserTypeId>(object) ? object : ObjectRef(check.id);
            context.lose(narrow, where, "translate.check",
                QStringLiteral("the check (%1)").arg(shortened(check.expression)), writer.problem());
        }
    }
    checks = std::move(kept);
}

} // namespace conjoin::orm
