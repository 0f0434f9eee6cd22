// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlcolumns.h"

#include "orm/dialect/mysqldefaults.h"
#include "orm/dialect/mysqltext.h"
#include "orm/dialect/mysqltypes.h"
#include "orm/sql/mysqlqualifiers.h"

#include <QRegularExpression>

namespace conjoin::sql {

using model::DataType;
using model::DefaultValue;
using model::Generated;
using model::TypeKind;
using orm::PhysicalColumn;

namespace {

bool isMariaDb(const MySqlCatalog& catalog)
{
    return catalog.flavour() == orm::MySqlFlavour::MariaDb;
}

/// The character set and collation, where they are not those of the table.
void sayCharset(
    const MySqlCatalog& catalog, const MySqlRow& row, const QString& tableCollation, PhysicalColumn& column)
{
    const QString charset = row.text(6), collation = row.text(7);
    if (collation.isEmpty() || collation == tableCollation)
        return;
    const bool sameCharset = charset == mysqlCharset(tableCollation);
    if (column.type == DataType::of(TypeKind::Char, 36) && sameCharset &&
        collation == charset + QStringLiteral("_bin")) {
        column.type = DataType::of(TypeKind::Uuid);
        return;
    }
    if (!sameCharset)
        column.charset = charset;
    if (sameCharset || collation != catalog.defaultCollation(charset))
        column.collation = collation;
}

DefaultValue defaultOf(const MySqlCatalog& catalog, const MySqlRow& row, const DataType& type, bool expression,
    const QSet<QString>& relations, QStringList& uses)
{
    const QString text = row.text(3);
    const orm::MySqlFlavour flavour = catalog.flavour();
    if (isMariaDb(catalog)) {
        const Unqualified value = withoutDatabase(text, catalog.database(), relations);
        for (const QString& used : value.uses) {
            if (!uses.contains(used))
                uses.append(used);
        }
        return orm::mysql::defaultOf(value.sql, type, flavour);
    }
    if (expression) {
        static const QRegularExpression introduced(QStringLiteral(R"(^_utf8mb4('(?:[^'\\]|''|\\.)*')$)"),
            QRegularExpression::DotMatchesEverythingOption);
        const QString said = orm::mysql::withoutEscapes(text);
        const auto literal = introduced.match(said);
        return orm::mysql::defaultOf(
            literal.hasMatch() ? u'(' + literal.captured(1) + u')' : said, type, flavour);
    }
    const bool bits = type.kind == TypeKind::Native && type.native->startsWith(u"bit");
    const bool bytes = row.isNull(7) && text.startsWith(u"0x");
    if (bits || bytes)
        return {DefaultValue::Kind::Expression, text};
    if (type.kind == TypeKind::Boolean && (text == u"0" || text == u"1"))
        return {DefaultValue::Kind::Literal, text == u"1" ? QStringLiteral("true") : QStringLiteral("false")};
    return {DefaultValue::Kind::Literal, text};
}

} // namespace

QString mysqlCharset(const QString& collation)
{
    return collation.section(u'_', 0, 0);
}

QString mysqlExpression(const MySqlCatalog& catalog, const QString& text)
{
    return orm::mysql::withoutParentheses(isMariaDb(catalog) ? text : orm::mysql::withoutEscapes(text));
}

PhysicalColumn mysqlColumn(const MySqlCatalog& catalog, const MySqlRow& row, const QString& tableCollation,
    const QSet<QString>& relations, QStringList& uses)
{
    static const QRegularExpression onUpdate(
        QStringLiteral(R"(on update (\w+(?:\(\d*\))?))"), QRegularExpression::CaseInsensitiveOption);
    const QString packed = QStringLiteral(" /*M!100301 COMPRESSED*/");
    PhysicalColumn column;
    column.name = row.text(2);
    column.nullable = row.says(4, "YES");
    column.comment = row.text(9);
    QStringList extras;
    QString type = row.text(5);
    if (type.endsWith(packed)) {
        type.chop(packed.size());
        extras.append(QStringLiteral("COMPRESSED"));
    }
    column.type = orm::mysql::typeOf(type, catalog.flavour());
    const QString extra = row.text(8);
    column.autoIncrement = extra.contains(u"auto_increment", Qt::CaseInsensitive);
    if (const auto match = onUpdate.match(extra); match.hasMatch())
        column.onUpdate = orm::mysql::onUpdateText(match.captured(1));
    const QString expression = row.text(10);
    if (expression.startsWith(u"ROW ")) {
        extras.append(QStringLiteral("GENERATED ALWAYS AS ") + expression);
    } else if (!expression.isEmpty()) {
        const bool isVirtual = extra.contains(u"VIRTUAL", Qt::CaseInsensitive);
        column.generated = {isVirtual ? Generated::Kind::Virtual : Generated::Kind::Stored,
            mysqlExpression(catalog, withoutDatabase(expression, catalog.database(), relations).sql)};
    }
    for (const char* word : {"INVISIBLE", "WITHOUT SYSTEM VERSIONING"}) {
        if (extra.contains(QLatin1String(word)))
            extras.append(QString::fromLatin1(word));
    }
    if (!row.isNull(11))
        extras.append(QStringLiteral("SRID ") + row.text(11));
    column.extra = extras.join(u' ');
    sayCharset(catalog, row, tableCollation, column);
    if (!row.isNull(3) && column.generated.kind == Generated::Kind::None)
        column.defaultValue =
            defaultOf(catalog, row, column.type, extra.contains(u"DEFAULT_GENERATED"), relations, uses);
    return column;
}

} // namespace conjoin::sql
