// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/postgresreader/reader.h"

#include "orm/sql/postgresreader/catalogtext.h"
#include "orm/sql/postgresreader/objectsquery.h"

namespace conjoin::sql::pgreader {

namespace {

/// What is left out, by what the query calls it.
Message unreadMessage(const QString& what, const QString& names)
{
    struct Sentence {
        const char* what;
        const char* code;
        const char* text;
    };
    static constexpr Sentence sentences[]{
        {"types", "server.unread.types", "types written in C are not read: %1"},
        {"user mappings", "server.unread.user-mappings", "user mappings of foreign servers are not read: %1"},
        {"tablespaces", "server.unread.tablespaces", "where a table or index is stored is not read: %1"},
        {"rights", "server.unread.rights", "rights that were granted are not read: %1"},
        {"security labels", "server.unread.security-labels", "security labels are not read: %1"},
    };
    for (const Sentence& sentence : sentences) {
        if (what == QLatin1String(sentence.what))
            return message(sentence.code, sentence.text, {names});
    }
    return message("server.unread", "%1 are not read: %2", {what, names});
}

/// `a, b, c and 12 more`
QString shortened(const QStringList& names)
{
    constexpr qsizetype shown = 8;
    const QString list = names.mid(0, shown).join(QStringLiteral(", "));
    return names.size() <= shown ? list : list + QStringLiteral(" … (%1)").arg(names.size());
}

} // namespace

void PostgresReader::readNamespaces()
{
    for (const std::vector<Value>& values : catalog_.objects.rows) {
        const CatalogRow row(values);
        const QString kind = row.text(ObjectKind);
        const QString schema = row.text(ObjectSchema);
        const QString name = row.text(ObjectName);
        if (kind == u"known class") {
            const QString prefix = schema == u"pg_catalog" ? QString() : dialect_.identifier(schema) + u'.';
            operatorClasses_.insert(
                row.number(ObjectOid), {prefix + dialect_.identifier(name), row.flag(ObjectDefault)});
        } else if (kind == u"known collation") {
            collations_.insert(row.number(ObjectOid), collationOf(schema, name));
        } else if (kind == u"namespace") {
            addVerbatim(Kind::Namespace, {}, name, QStringLiteral("CREATE SCHEMA ") + dialect_.identifier(name))
                .comment = row.text(ObjectComment);
        } else if (kind == u"extension") {
            QString sql = QStringLiteral("CREATE EXTENSION IF NOT EXISTS ") + dialect_.identifier(name);
            if (schema != u"pg_catalog")
                sql += QStringLiteral(" WITH SCHEMA ") + dialect_.identifier(schema);
            PhysicalVerbatim& verbatim = addVerbatim(Kind::Extension, {}, name, sql);
            verbatim.dependsOn = row.texts(ObjectNeeds);
            verbatim.comment = row.text(ObjectComment);
        }
    }
}

void PostgresReader::readOthers()
{
    for (const std::vector<Value>& values : catalog_.objects.rows) {
        const CatalogRow row(values);
        if (row.text(ObjectKind) == u"unread")
            diagnostics_.push_back({Severity::Warning,
                unreadMessage(row.text(ObjectName), shortened(row.texts(ObjectText))), {}, {}, {}});
        else if (!row.isNull(ObjectText))
            addOther(row);
    }
}

void PostgresReader::addOther(const CatalogRow& row)
{
    const QString kind = row.text(ObjectKind);
    const QString schema = schemaOf(row.text(ObjectSchema));
    QString sql = row.text(ObjectText);
    if (!row.isNull(ObjectComment))
        sql += QStringLiteral(";\nCOMMENT ON %1 IS %2")
                   .arg(row.text(ObjectTarget), dialect_.textLiteral(row.text(ObjectComment)));
    PhysicalVerbatim& verbatim =
        addVerbatim(kind == u"event trigger" ? Kind::Event : Kind::Other, schema, row.text(ObjectName), sql);
    if (const auto owner = classes_.constFind(row.number(ObjectOwner)); owner != classes_.cend())
        verbatim.table = owner->key;
    for (const QStringList& table : row.table(ObjectNeeds))
        verbatim.dependsOn.append(model::objectKey(schemaOf(table[0]), table[1]));
    const bool ofFamily = kind == u"operator family members"; // has the oid of its family
    (ofFamily ? familyMembers_ : others_)
        .insert(row.number(ObjectOid), lastVerbatim(model::objectKey(schema, verbatim.name)));
}

} // namespace conjoin::sql::pgreader
