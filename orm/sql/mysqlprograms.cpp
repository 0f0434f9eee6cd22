// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/mysqlprograms.h"

#include "orm/dialect/mysqlddl.h"
#include "orm/dialect/mysqltext.h"
#include "orm/sql/mysqlqualifiers.h"

#include <QRegularExpression>

#include <algorithm>

namespace conjoin::sql {

using model::Verbatim;
using orm::PhysicalVerbatim;
using orm::mysql::identifier;
using orm::mysql::textLiteral;

namespace {

/// `schema.name`, or the name alone.
QString nameOf(const QString& schema, const QString& name)
{
    return schema.isEmpty() ? identifier(name) : identifier(schema) + u'.' + identifier(name);
}

/// `DEFINER=… `, or nothing where it is who reads: whoever runs the script is the definer then.
QString definerClause(const MySqlCatalog& catalog, const QString& definer)
{
    if (definer.isEmpty() || definer == catalog.user())
        return {};
    const qsizetype at = definer.lastIndexOf(u'@');
    QString clause = QStringLiteral("DEFINER=") + orm::mysql::quoted(at < 0 ? definer : definer.left(at));
    if (at >= 0 && at + 1 < definer.size()) // a role has no host
        clause += u'@' + orm::mysql::quoted(definer.mid(at + 1));
    return clause + u' ';
}

/// What differs from the variables that our connections have. NO_AUTO_CREATE_USER says nothing of programs.
QString modeSetting(const QString& mode)
{
    QStringList words = mode.split(u',', Qt::SkipEmptyParts);
    words.removeAll(QStringLiteral("NO_AUTO_CREATE_USER"));
    QStringList sorted = words;
    sorted.sort();
    const QStringList usual{QStringLiteral("ERROR_FOR_DIVISION_BY_ZERO"),
        QStringLiteral("NO_ENGINE_SUBSTITUTION"), QStringLiteral("STRICT_TRANS_TABLES")};
    return sorted == usual ? QString() : QStringLiteral("sql_mode = '%1'").arg(words.join(u','));
}

/// The charset of the texts in it, where it is not that of our connections.
QString collationSetting(const MySqlCatalog& catalog, const QString& collation)
{
    return collation == catalog.sessionCollation()
               ? QString()
               : QStringLiteral("collation_connection = '%1'").arg(collation);
}

/// ` CHARSET latin1 COLLATE …` where a type has not the collation of its database.
QString charsetClause(const QString& charset, const QString& collation, const QString& usual)
{
    if (charset.isEmpty() || collation == usual)
        return {};
    return QStringLiteral(" CHARSET %1 COLLATE %2").arg(charset, collation);
}

QString routineStatement(
    const MySqlCatalog& catalog, const MySqlRow& row, const std::vector<const MySqlRow*>& parameters)
{
    using namespace MySqlProgram;
    const QString kind = row.text(Kind), body = row.text(Body);
    const QString name = nameOf(catalog.namespaceOf(row.text(Schema)), row.text(Name));
    const QString usual = row.text(DatabaseCollation);
    const bool oracle = row.text(Mode).split(u',').contains(u"ORACLE");
    static const QRegularExpression aggregate(
        QStringLiteral(R"(\bFETCH\s+GROUP\s+NEXT\s+ROW\b)"), QRegularExpression::CaseInsensitiveOption);
    QString text = QStringLiteral("CREATE ") + definerClause(catalog, row.text(Definer));
    if (kind == u"FUNCTION" && aggregate.match(body).hasMatch())
        text += QStringLiteral("AGGREGATE ");
    text += kind + u' ' + name;
    if (!kind.startsWith(u"PACKAGE")) {
        QStringList list;
        for (const MySqlRow* parameter : parameters) {
            const QString mode =
                kind == u"FUNCTION" && parameter->says(3, "IN") ? QString() : parameter->text(3);
            QStringList words{identifier(parameter->text(4))};
            if (!mode.isEmpty())
                words.insert(oracle ? 1 : 0, mode);
            words.append(parameter->text(5) + charsetClause(parameter->text(6), parameter->text(7), usual));
            list.append(words.join(u' '));
        }
        text += u'(' + list.join(QStringLiteral(", ")) + u')';
    }
    if (kind == u"FUNCTION")
        text += (oracle ? QStringLiteral(" RETURN ") : QStringLiteral(" RETURNS ")) + row.text(Type) +
                charsetClause(row.text(Charset), row.text(Collation), usual);
    QStringList clauses;
    if (row.says(Deterministic, "YES"))
        clauses.append(QStringLiteral("DETERMINISTIC"));
    if (!row.text(Access).isEmpty() && !row.says(Access, "CONTAINS SQL"))
        clauses.append(row.text(Access));
    if (row.says(Security, "INVOKER"))
        clauses.append(QStringLiteral("SQL SECURITY INVOKER"));
    if (!row.text(Comment).isEmpty())
        clauses.append(QStringLiteral("COMMENT ") + textLiteral(row.text(Comment)));
    for (const QString& clause : clauses)
        text += QStringLiteral("\n  ") + clause;
    return text + u'\n' + body;
}

QString eventStatement(const MySqlCatalog& catalog, const MySqlRow& row)
{
    using namespace MySqlProgram;
    QString text = QStringLiteral("CREATE ") + definerClause(catalog, row.text(Definer)) +
                   QStringLiteral("EVENT ") + nameOf(catalog.namespaceOf(row.text(Schema)), row.text(Name)) +
                   QStringLiteral("\n  ON SCHEDULE ");
    if (!row.isNull(At)) {
        text += QStringLiteral("AT ") + textLiteral(row.text(At));
    } else {
        text += QStringLiteral("EVERY ") + row.text(Interval) + u' ' + row.text(Unit);
        if (!row.isNull(Starts))
            text += QStringLiteral(" STARTS ") + textLiteral(row.text(Starts));
        if (!row.isNull(Ends))
            text += QStringLiteral(" ENDS ") + textLiteral(row.text(Ends));
    }
    if (row.says(Completion, "PRESERVE"))
        text += QStringLiteral("\n  ON COMPLETION PRESERVE");
    if (row.says(Status, "DISABLED"))
        text += QStringLiteral("\n  DISABLE");
    else if (!row.says(Status, "ENABLED"))
        text += QStringLiteral("\n  DISABLE ON SLAVE");
    if (!row.text(Comment).isEmpty())
        text += QStringLiteral("\n  COMMENT ") + textLiteral(row.text(Comment));
    return text + QStringLiteral("\n  DO ") + row.text(Body);
}

/// The cells of MySqlCatalog::partitions().
enum PartitionCell : std::size_t {
    PartitionName = 2,
    SubpartitionName,
    Method,
    Submethod,
    Expression,
    Subexpression,
    Description,
    PartitionComment
};

QString valuesClause(const MySqlRow& row)
{
    const QString method = row.text(Method), description = row.text(Description);
    if (method == u"RANGE" && description == u"MAXVALUE")
        return QStringLiteral(" VALUES LESS THAN MAXVALUE");
    if (method.startsWith(u"RANGE"))
        return QStringLiteral(" VALUES LESS THAN (%1)").arg(description);
    if (method.startsWith(u"LIST"))
        return description == u"DEFAULT" || description == u"MAXVALUE" // of LIST COLUMNS
                   ? QStringLiteral(" DEFAULT")
                   : QStringLiteral(" VALUES IN (%1)").arg(description);
    if (method == u"SYSTEM_TIME")
        return description == u"CURRENT" ? QStringLiteral(" CURRENT") : QStringLiteral(" HISTORY");
    return {};
}

} // namespace

PhysicalVerbatim mysqlView(const MySqlCatalog& catalog, const MySqlRow& row, const QSet<QString>& relations)
{
    const Unqualified definition = withoutDatabase(row.text(2), catalog.database(), relations);
    PhysicalVerbatim view;
    view.kind = Verbatim::Kind::View;
    view.schema = catalog.namespaceOf(row.text(0));
    view.name = row.text(1);
    view.dependsOn = definition.uses;
    view.sql = QStringLiteral("CREATE ");
    if (!row.says(6, "UNDEFINED"))
        view.sql += QStringLiteral("ALGORITHM=%1 ").arg(row.text(6));
    view.sql += definerClause(catalog, row.text(4));
    if (row.says(5, "INVOKER"))
        view.sql += QStringLiteral("SQL SECURITY INVOKER ");
    const bool maria = catalog.flavour() == orm::MySqlFlavour::MariaDb;
    view.sql += QStringLiteral("VIEW ") + nameOf(view.schema, view.name) + QStringLiteral(" AS ") +
                (maria ? withCommaJoins(definition.sql) : definition.sql);
    if (!row.says(3, "NONE"))
        view.sql += QStringLiteral(" WITH %1 CHECK OPTION").arg(row.text(3));
    view.sql = orm::mysql::withSettings(view.sql, collationSetting(catalog, row.text(7)));
    return view;
}

PhysicalVerbatim mysqlProgram(
    const MySqlCatalog& catalog, const MySqlRow& row, const std::vector<const MySqlRow*>& parameters)
{
    using namespace MySqlProgram;
    PhysicalVerbatim program;
    program.schema = catalog.namespaceOf(row.text(Schema));
    program.name = row.text(Name);
    QStringList settings{modeSetting(row.text(Mode))};
    if (row.says(Kind, "TRIGGER")) {
        program.kind = Verbatim::Kind::Trigger;
        program.table = model::objectKey(program.schema, row.text(Table));
        program.dependsOn = QStringList{program.table};
        program.sql = QStringLiteral("CREATE ") + definerClause(catalog, row.text(Definer)) +
                      QStringLiteral("TRIGGER ") + nameOf(program.schema, program.name) + u' ' +
                      row.text(Timing) + u' ' + row.text(Event) + QStringLiteral(" ON ") +
                      nameOf(program.schema, row.text(Table)) + QStringLiteral(" FOR EACH ROW\n") +
                      row.text(Body);
    } else if (row.says(Kind, "EVENT")) {
        program.kind = Verbatim::Kind::Event;
        program.sql = eventStatement(catalog, row);
        if (!row.says(Zone, "+00:00"))
            settings.append(QStringLiteral("time_zone = '%1'").arg(row.text(Zone)));
    } else {
        program.kind = Verbatim::Kind::Routine;
        program.sql = routineStatement(catalog, row, parameters);
    }
    settings.append(collationSetting(catalog, row.text(SessionCollation)));
    settings.removeAll(QString());
    program.sql = orm::mysql::withSettings(program.sql, settings.join(QStringLiteral(", ")));
    return program;
}

PhysicalVerbatim mysqlSequence(const QString& schema, const QString& name, const QString& engine,
    const QString& comment, const MySqlRow& row)
{
    PhysicalVerbatim sequence;
    sequence.kind = Verbatim::Kind::Sequence;
    sequence.schema = schema;
    sequence.name = name;
    sequence.sql = QStringLiteral("CREATE SEQUENCE %1 START WITH %2 MINVALUE %3 MAXVALUE %4 INCREMENT BY %5")
                       .arg(nameOf(schema, name), row.text(1), row.text(2), row.text(3), row.text(4));
    sequence.sql += row.says(5, "0") ? QStringLiteral(" NOCACHE") : QStringLiteral(" CACHE ") + row.text(5);
    sequence.sql += row.says(6, "0") ? QStringLiteral(" NOCYCLE") : QStringLiteral(" CYCLE");
    if (engine != u"InnoDB")
        sequence.sql += QStringLiteral(" ENGINE=") + engine;
    if (!comment.isEmpty())
        sequence.sql += QStringLiteral(" COMMENT=") + textLiteral(comment);
    return sequence;
}

bool mysqlPartitionsAreUnclear(const std::vector<const MySqlRow*>& rows)
{
    return rows.front()->says(Method, "SYSTEM_TIME") ||
           (rows.front()->says(Method, "LIST") && std::ranges::any_of(rows, [](const MySqlRow* row) {
               return row->text(Description).isEmpty() || row->says(Description, "0");
           }));
}

QString mysqlPartitionClause(const QString& createStatement)
{
    static const QRegularExpression engine(
        QStringLiteral(R"(('(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`)| ENGINE = \w+)"));
    const qsizetype at = createStatement.lastIndexOf(u"\n PARTITION BY ");
    return at < 0 ? QString() : createStatement.mid(at + 2).replace(engine, QStringLiteral("\\1"));
}

QString mysqlPartitionClause(const std::vector<const MySqlRow*>& rows)
{
    struct Partition {
        const MySqlRow* row;
        std::vector<const MySqlRow*> parts; ///< empty where it has no subpartitions
    };
    std::vector<Partition> partitions;
    for (const MySqlRow* row : rows) {
        if (partitions.empty() || partitions.back().row->text(PartitionName) != row->text(PartitionName))
            partitions.push_back({row, {}});
        if (!row->isNull(SubpartitionName))
            partitions.back().parts.push_back(row);
    }
    const MySqlRow& first = *rows.front();
    const QString method = first.text(Method);
    const bool timed = method == u"SYSTEM_TIME";
    QString text = QStringLiteral("PARTITION BY ") + method;
    if (!timed)
        text += QStringLiteral(" (%1)").arg(first.text(Expression));

    // Names that the server gives by itself are not said.
    bool plainParts = true, plainSubparts = true;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        const MySqlRow& row = *partitions[i].row;
        plainParts = plainParts && row.text(PartitionName) == QStringLiteral("p%1").arg(i) &&
                     row.text(PartitionComment).isEmpty();
        for (std::size_t k = 0; k < partitions[i].parts.size(); ++k)
            plainSubparts = plainSubparts && partitions[i].parts[k]->text(SubpartitionName) ==
                                                 row.text(PartitionName) + QStringLiteral("sp%1").arg(k);
    }
    if (!first.isNull(Submethod)) {
        text +=
            QStringLiteral("\nSUBPARTITION BY %1 (%2)").arg(first.text(Submethod), first.text(Subexpression));
        if (plainSubparts)
            text += QStringLiteral("\nSUBPARTITIONS %1").arg(partitions.front().parts.size());
    }
    const bool counted = method.endsWith(u"HASH") || method.endsWith(u"KEY");
    if (counted && plainParts)
        return text + QStringLiteral("\nPARTITIONS %1").arg(partitions.size());

    QStringList lines;
    for (const Partition& partition : partitions) {
        const MySqlRow& row = *partition.row;
        QString line = QStringLiteral("PARTITION ") + identifier(row.text(PartitionName)) + valuesClause(row);
        if (!row.text(PartitionComment).isEmpty())
            line += QStringLiteral(" COMMENT = ") + textLiteral(row.text(PartitionComment));
        if (!plainSubparts) {
            QStringList names;
            for (const MySqlRow* part : partition.parts)
                names.append(QStringLiteral("SUBPARTITION ") + identifier(part->text(SubpartitionName)));
            line += QStringLiteral(" (") + names.join(QStringLiteral(", ")) + u')';
        }
        lines.append(line);
    }
    return text + QStringLiteral(" (\n  ") + lines.join(QStringLiteral(",\n  ")) + QStringLiteral("\n)");
}

} // namespace conjoin::sql
